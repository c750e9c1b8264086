//! One request in flight per node, also when two processes work on one folder: whoever sends holds a file, and the
//! system lets go of it when the process ends, however it ends.

use std::fs::{File, TryLockError};

use crate::{error::AgentError, node::Node};

/// Name of the file in the node's folder.
const FILE: &str = "push.lock";

/// The right to send.
pub(crate) struct Line(File);

impl Drop for Line {
    fn drop(&mut self) {
        // Closing is not enough: a process that is just being started for reading may hold a copy for a moment.
        let _ = self.0.unlock();
    }
}

impl Node {
    /// Takes the right to send, until it is dropped.
    ///
    /// # Errors
    /// [`AgentError::AlreadySending`] if another has it, [`AgentError::Disk`].
    pub(crate) fn line(&self) -> Result<Line, AgentError> {
        let file = File::options().create(true).truncate(false).write(true).open(self.dir.join(FILE))?;
        match file.try_lock() {
            Ok(()) => Ok(Line(file)),
            Err(TryLockError::WouldBlock) => Err(AgentError::AlreadySending),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}
