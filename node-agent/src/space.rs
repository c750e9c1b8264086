//! The reserve on the disk: with little room left nothing more is sealed, so that what is sealed can still be sent and
//! its receipts kept (PROTOCOL §1).

use std::{io, path::Path};

use crate::{error::AgentError, node::Node, outbox::Packed};

/// Free bytes that are never used for sealing.
pub const FLOOR: u64 = 16 * 1024 * 1024;
/// The content goes into the write-ahead log, from there into the file, and may be put together again for sending.
const COPIES: u64 = 3;
/// Room for a statement with its receipt.
const STATEMENT: u64 = 64 * 1024;

/// How much room a folder's disk has.
pub trait Space: Send + Sync {
    /// Bytes this program may still write there.
    ///
    /// # Errors
    /// The system's.
    fn free(&self, folder: &Path) -> io::Result<u64>;
}

/// The disk of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Space for Disk {
    fn free(&self, folder: &Path) -> io::Result<u64> {
        fs4::available_space(folder)
    }
}

impl Node {
    /// Bytes that are free on the disk of the node's folder.
    ///
    /// # Errors
    /// [`AgentError::Disk`].
    pub fn free_space(&self) -> Result<u64, AgentError> {
        Ok(self.space.free(&self.dir)?)
    }

    /// Whether a statement without rows could still be sealed.
    ///
    /// # Errors
    /// [`AgentError::Disk`].
    pub fn has_room(&self) -> Result<bool, AgentError> {
        Ok(self.free_space()? >= needed(0))
    }

    /// Refuses to seal where that would leave too little room.
    ///
    /// # Errors
    /// [`AgentError::NoRoom`], [`AgentError::Disk`].
    pub(crate) fn spare(&self, packed: Option<&Packed>) -> Result<(), AgentError> {
        let item = packed.map_or(0, |packed| u64::try_from(packed.bytes.len()).unwrap_or(u64::MAX));
        let (free, needed) = (self.free_space()?, needed(item));
        if free < needed { Err(AgentError::NoRoom { free, needed }) } else { Ok(()) }
    }
}

/// Free bytes that sealing an item of so many asks for.
fn needed(item: u64) -> u64 {
    item.saturating_add(STATEMENT).saturating_mul(COPIES).saturating_add(FLOOR)
}
