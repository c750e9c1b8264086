//! Sealed bytes in the store: compressed once, so that every attempt sends the same bytes.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SqliteConnection};
use schemas::{content, hash::Sha, statement::ContentRef};

use super::{Item, Outbox, StoreFault, schema::content as contents};

/// Level of zstd: 16 MB of rows pack in a tenth of a second, and higher levels gain little (PROTOCOL §1).
const LEVEL: i32 = 3;

/// Bytes ready to be stored and sent.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    pub(crate) reference: ContentRef,
    pub(crate) bytes: Vec<u8>,
}

impl Packed {
    /// Compresses sealed bytes.
    pub(crate) fn of(sealed: &content::Sealed) -> Result<Self, StoreFault> {
        let bytes = zstd::bulk::compress(&sealed.bytes, LEVEL).map_err(StoreFault::Pack)?;
        Ok(Self { reference: sealed.reference, bytes })
    }
}

/// Stores content; what is there already is the same bytes.
pub(super) fn keep(connection: &mut SqliteConnection, packed: &Packed) -> Result<(), StoreFault> {
    let row = (
        contents::sha256.eq(packed.reference.sha256.to_string()),
        contents::length.eq(i64::try_from(packed.reference.length).unwrap_or(i64::MAX)),
        contents::packed.eq(&packed.bytes),
    );
    diesel::insert_into(contents::table).values(row).on_conflict_do_nothing().execute(connection)?;
    Ok(())
}

impl Outbox {
    /// The compressed content of an item, as it is sent.
    ///
    /// # Errors
    /// [`StoreFault::DamagedContent`] if it does not unpack to what the statement signed.
    pub(crate) fn packed(&self, item: &Item) -> Result<Vec<u8>, StoreFault> {
        self.both(item).map(|(packed, _)| packed)
    }

    /// The sealed bytes of an item.
    ///
    /// # Errors
    /// [`StoreFault::DamagedContent`] if they are not what the statement signed.
    pub(crate) fn unpacked(&self, item: &Item) -> Result<Vec<u8>, StoreFault> {
        self.both(item).map(|(_, bytes)| bytes)
    }

    fn both(&self, item: &Item) -> Result<(Vec<u8>, Vec<u8>), StoreFault> {
        let damaged = || StoreFault::DamagedContent(item.number);
        let signed = item.statement.content.ok_or_else(damaged)?;
        let packed: Vec<u8> = self.read(|connection| {
            let row = contents::table.find(signed.sha256.to_string()).select(contents::packed);
            Ok(row.first(connection)?)
        })?;
        let length = usize::try_from(signed.length.min(content::MAX_BYTES)).map_err(|_| damaged())?;
        let bytes = zstd::bulk::decompress(&packed, length).map_err(|_| damaged())?;
        (Sha::of(&bytes) == signed.sha256).then_some((packed, bytes)).ok_or_else(damaged)
    }
}
