//! Content in parts: each part is durable before it is acknowledged, and what was acknowledged is never asked for again.
//!
//! Parts are rows of the store until the last one comes. Then the whole is held to what was signed, stored in one
//! transaction with the parts forgotten, and judged: now if somebody is free, else in the background.

use std::io::Read;

use chrono::{DateTime, TimeDelta, Utc};
use schemas::{
    content::MAX_BYTES, hash::Sha, problem::Problem, statement::ContentRef, text::Text, wire::StatementStatus,
};
use sha2::{Digest, Sha256};

use super::{
    content::{WINDOW, status},
    judge, signature,
};
use crate::{
    app::Services,
    error::AppError,
    policy,
    store::{
        AnyConnection, StoreError, content,
        filing::{self, StatementRow},
        upload::{self, UnderWay},
    },
};

/// Most bytes of one request: what is longer comes in parts.
pub const MAX_PART: usize = 512 * 1024;
/// Most bytes of packed content.
pub const MAX_PACKED: u64 = 32 * 1024 * 1024;
/// Most bytes a node may have under way; beyond that its oldest upload is forgotten.
pub const OF_NODE: u64 = 2 * MAX_PACKED;
/// Most bytes of all uploads under way.
pub const OF_ALL: u64 = 2 * 1024 * 1024 * 1024;
/// How long an upload that nobody continues is kept.
pub const KEPT: TimeDelta = TimeDelta::days(1);
/// Uploads put together and unpacked at once.
pub const AT_ONCE: usize = 8;
/// Uploads that may wait for that.
pub const WAITING: usize = 256;

/// Bytes of a node for an upload, as they came.
#[derive(Clone, Debug)]
pub struct Part {
    /// Who sends.
    pub node: String,
    /// What it will be, unpacked.
    pub sha256: Sha,
    /// Where the bytes begin.
    pub offset: u64,
    /// Whether they are the last.
    pub last: bool,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Where an upload stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Packed bytes that are here.
    pub offset: u64,
    /// Whether they are all.
    pub whole: bool,
}

/// What became of a part.
#[derive(Debug)]
pub enum Taken {
    /// More is awaited from here on.
    Part(u64),
    /// The whole is here and judged.
    Judged(Box<StatementStatus>),
    /// The whole is here and waits to be judged.
    Queued,
}

/// Where a node's upload stands.
///
/// # Errors
/// [`Problem::NotFound`] if no statement of the node names the content.
pub async fn position(services: &Services, node: String, sha256: Sha) -> Result<Position, AppError> {
    services
        .store
        .read(move |connection| {
            named_by(connection, &node, &sha256)?;
            Ok(match content::length(connection, &sha256)? {
                Some(offset) => Position { offset, whole: true },
                None => Position { offset: come(connection, &node, &sha256)?, whole: false },
            })
        })
        .await
}

/// Takes a part.
///
/// # Errors
/// [`Problem::NotFound`], [`AppError::Offset`], [`Problem::TooLarge`], [`Problem::Busy`]; and for the last part
/// [`Problem::Malformed`] or [`Problem::ContentMismatch`], which forget the upload, and [`Problem::SchemaUnsupported`].
pub async fn take(services: &Services, part: Part) -> Result<Taken, AppError> {
    let (node, sha256) = (part.node.clone(), part.sha256);
    let read = services.store.read(move |connection| {
        let named = named_by(connection, &node, &sha256)?;
        Ok::<_, AppError>((named, content::length(connection, &sha256)?.is_some()))
    });
    let (named, here) = read.await?;
    if here {
        return judged(services, &named).await;
    }
    if !part.last {
        let now = services.clock.now();
        let appended = services.store.write(move |connection| append(connection, &part, now)).await?;
        return appended.map(Taken::Part).map_err(AppError::Offset);
    }
    whole(services, named.clone(), part).await?;
    judged(services, &named).await
}

/// The statements a node may speak for that name content, oldest first.
fn named_by(connection: &mut AnyConnection, node: &str, sha256: &Sha) -> Result<Vec<StatementRow>, AppError> {
    let mut named = Vec::new();
    for row in filing::awaiting(connection, sha256)? {
        if signature::speaks_for(connection, node, &row)? {
            named.push(row);
        }
    }
    // Knowing the hash is not enough to store bytes here.
    if named.is_empty() { Err(Problem::NotFound.into()) } else { Ok(named) }
}

/// Packed bytes of an upload that have come.
fn come(connection: &mut AnyConnection, node: &str, sha256: &Sha) -> Result<u64, StoreError> {
    Ok(upload::find(connection, node, sha256)?.map_or(0, |one| one.bytes))
}

/// One unit of work: the part stands after those before it. Gives the new end, or where it should have begun: that is
/// no failure of the unit, since what it forgot stays forgotten.
fn append(
    connection: &mut AnyConnection,
    part: &Part,
    now: DateTime<Utc>,
) -> Result<Result<u64, u64>, AppError> {
    let under_way = upload::under_way(connection)?;
    for old in to_forget(&under_way, part, now)? {
        upload::forget(connection, &old.node, &old.sha256)?;
    }
    let at = match content::length(connection, &part.sha256)? {
        // Another request of the node, or of one that signed the same rows, was faster.
        Some(whole) => return Ok(Err(whole)),
        None => come(connection, &part.node, &part.sha256)?,
    };
    if at != part.offset {
        return Ok(Err(at));
    }
    if !part.bytes.is_empty() {
        upload::append(connection, &part.node, &part.sha256, at, &part.bytes, now)?;
    }
    Ok(Ok(at + length(&part.bytes)))
}

/// What is forgotten to make room for a part.
fn to_forget<'a>(
    under_way: &'a [UnderWay],
    part: &Part,
    now: DateTime<Utc>,
) -> Result<Vec<&'a UnderWay>, AppError> {
    let (mut old, mut kept): (Vec<_>, Vec<_>) = under_way.iter().partition(|one| one.touched + KEPT < now);
    let own = |one: &UnderWay| one.node == part.node && one.sha256 == part.sha256;
    let so_far: u64 = kept.iter().filter(|one| own(one)).map(|one| one.bytes).sum();
    if so_far + length(&part.bytes) > MAX_PACKED {
        return Err(Problem::TooLarge.into());
    }
    kept.sort_by_key(|one| one.touched);
    let mut of_node: u64 = kept.iter().filter(|one| one.node == part.node).map(|one| one.bytes).sum();
    let mut all: u64 = kept.iter().map(|one| one.bytes).sum();
    // A node's own earlier uploads give way; another's never do.
    for other in kept.into_iter().filter(|one| one.node == part.node && !own(one)) {
        if of_node + length(&part.bytes) > OF_NODE {
            of_node -= other.bytes;
            all -= other.bytes;
            old.push(other);
        }
    }
    if all + length(&part.bytes) > OF_ALL { Err(Problem::Busy.into()) } else { Ok(old) }
}

/// Puts the upload together, holds it to what was signed, and stores it.
async fn whole(services: &Services, named: Vec<StatementRow>, part: Part) -> Result<(), AppError> {
    let Part { node, sha256, offset, bytes, .. } = part;
    let own = node.clone();
    let read = services.store.read(move |connection| {
        let before = upload::find(connection, &own, &sha256)?;
        let packed = match before {
            Some(_) => upload::assembled(connection, &own, &sha256)?,
            None => Vec::new(),
        };
        Ok::<_, StoreError>((before, packed))
    });
    let (before, mut packed) = read.await?;
    if length(&packed) != offset {
        return Err(AppError::Offset(length(&packed)));
    }
    packed.extend_from_slice(&bytes);
    if length(&packed) > MAX_PACKED {
        return Err(Problem::TooLarge.into());
    }
    let mut signed = Vec::new();
    for row in &named {
        let statement = row.statement()?;
        match policy::form_of(services, &statement).await {
            Ok(_) => signed.extend(statement.content),
            Err(error) if error.problem() == Problem::SchemaUnsupported => {}
            Err(error) => return Err(error),
        }
    }
    if signed.is_empty() {
        return Err(Problem::SchemaUnsupported.into());
    }
    let held = services.compute(move || Ok(hold(&packed, &signed))).await?;
    let store = &services.store;
    match held {
        Ok(()) => {
            store
                .write(move |connection| {
                    // What was held to the signature is what was read, unless the upload was begun anew meanwhile.
                    let now = upload::find(connection, &node, &sha256)?;
                    if now != before && content::length(connection, &sha256)?.is_none() {
                        return Err(AppError::Offset(now.map_or(0, |one| one.bytes)));
                    }
                    Ok(upload::finish(connection, &node, &sha256, offset, &bytes)?)
                })
                .await
        }
        Err(refused) => {
            // What was put together is of no use to anybody: the next try begins at the beginning.
            store.write(move |connection| upload::forget(connection, &node, &sha256)).await?;
            Err(refused)
        }
    }
}

/// Whether packed bytes are what one of the statements signed. Never unpacked beyond a signed length, nor kept.
fn hold(packed: &[u8], signed: &[ContentRef]) -> Result<(), AppError> {
    let lengths = signed.iter().map(|content| content.length).filter(|length| *length <= MAX_BYTES);
    let most = lengths.max().ok_or(Problem::TooLarge)?;
    let (length, sha256) = measured(packed, most + 1).map_err(|_| Problem::Malformed)?;
    if signed.iter().any(|content| content.length == length && content.sha256 == sha256) {
        return Ok(());
    }
    let what = Text::new("内容与声明所签的长度或摘要不符", "Length or hash is not what the statement signed");
    Err(AppError::with(Problem::ContentMismatch, what))
}

/// Length and hash of what unpacks from some bytes, up to a length.
fn measured(packed: &[u8], most: u64) -> std::io::Result<(u64, Sha)> {
    let mut decoder = zstd::Decoder::new(packed)?;
    decoder.window_log_max(WINDOW)?;
    let (mut hash, mut buffer, mut length) = (Sha256::new(), vec![0; 64 * 1024], 0_u64);
    let mut unpacked = decoder.take(most);
    loop {
        let read = unpacked.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        length += self::length(bytes);
    }
    Ok((length, Sha::from_bytes(hash.finalize().into())))
}

/// Judges what is stored, if somebody is free; else rings for the one in the background.
async fn judged(services: &Services, named: &[StatementRow]) -> Result<Taken, AppError> {
    // An amendment may name what an earlier revision named: it is the newest that is asked for.
    let newest = named.last().ok_or(Problem::NotFound)?.id;
    let waiting: Vec<StatementRow> = named.iter().filter(|row| row.awaits_rows()).cloned().collect();
    if judge::now(services, waiting).await {
        Ok(Taken::Judged(Box::new(status(services, newest).await?)))
    } else {
        Ok(Taken::Queued)
    }
}

fn length(bytes: &[u8]) -> u64 {
    // No machine we build for has a wider usize.
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    fn one(node: &str, what: &[u8], bytes: u64, hours: i64) -> UnderWay {
        UnderWay { node: node.into(), sha256: Sha::of(what), bytes, touched: at(hours) }
    }

    fn part(bytes: usize) -> Part {
        Part { node: "n-a".into(), sha256: Sha::of(b"x"), offset: 0, last: false, bytes: vec![0; bytes] }
    }

    fn forgotten(under_way: &[UnderWay], bytes: usize, hours: i64) -> Result<Vec<Sha>, Problem> {
        let forgotten = to_forget(under_way, &part(bytes), at(hours)).map_err(|error| error.problem())?;
        Ok(forgotten.into_iter().map(|one| one.sha256).collect())
    }

    #[test]
    fn an_upload_nobody_continues_is_kept_for_a_day() {
        let under_way = [one("n-b", b"y", 1, 0), one("n-a", b"x", 1, 10)];
        assert_eq!(forgotten(&under_way, 1, 24), Ok(vec![]));
        assert_eq!(forgotten(&under_way, 1, 25), Ok(vec![Sha::of(b"y")]));
        assert_eq!(forgotten(&under_way, 1, 35).unwrap().len(), 2);
    }

    #[test]
    fn uploads_are_bounded_each_by_node_and_in_all() {
        let whole = usize::try_from(MAX_PACKED).unwrap();
        assert_eq!(forgotten(&[], whole, 0), Ok(vec![]));
        assert_eq!(forgotten(&[], whole + 1, 0), Err(Problem::TooLarge));
        assert_eq!(forgotten(&[one("n-a", b"x", MAX_PACKED, 0)], 1, 0), Err(Problem::TooLarge));

        // The node's oldest gives way, its newer one stays.
        let two = [one("n-a", b"new", MAX_PACKED, 2), one("n-a", b"old", MAX_PACKED, 1)];
        assert_eq!(forgotten(&two, 0, 3), Ok(vec![]));
        assert_eq!(forgotten(&two, 1, 3), Ok(vec![Sha::of(b"old")]));

        // Others' never give way.
        assert_eq!(forgotten(&[one("n-b", b"y", OF_ALL - 1, 1)], 1, 3), Ok(vec![]));
        assert_eq!(forgotten(&[one("n-b", b"y", OF_ALL, 1)], 1, 3), Err(Problem::Busy));
    }

    #[test]
    fn what_unpacks_is_held_to_a_signature_and_never_beyond_its_length() {
        let bytes = vec![7; 100_000];
        let packed = zstd::encode_all(bytes.as_slice(), 1).unwrap();
        let signed =
            |length| ContentRef { rows: 1, length, sha256: Sha::of(&bytes), rows_root: Sha::of(b"") };
        let held = |signed: &[ContentRef]| hold(&packed, signed).map_err(|error| error.problem());
        assert_eq!(held(&[signed(100_000)]), Ok(()));
        assert_eq!(held(&[signed(100_001)]), Err(Problem::ContentMismatch));
        assert_eq!(held(&[signed(u64::MAX), signed(100_000)]), Ok(()), "another's lie does no harm");
        assert_eq!(held(&[signed(MAX_BYTES + 1)]), Err(Problem::TooLarge));
        assert_eq!(measured(&packed, 1000).unwrap().0, 1000);
    }
}
