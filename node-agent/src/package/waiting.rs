//! What was asked of the city by file and waits for its answers, as files beside the keys. They may hold a token's secret, so
//! that only their owner reads them.

use std::{fs, path::Path};

use crate::{error::AgentError, keys};

/// The request to enrol the node's own key, below the log's key it was meant for.
pub(super) const ENROLMENT: &str = "enrolment.waiting";
/// The request to enrol the leader's key.
pub(super) const OFFICER_ENROLMENT: &str = "officer.enrolment.waiting";
/// The wish for another key of the leader, signed with both.
pub(super) const OFFICER_CHANGE: &str = "officer.change.waiting";

/// Keeps what is asked, in place of what was asked before.
pub(super) fn keep(dir: &Path, file: &str, text: &str) -> Result<(), AgentError> {
    forget(dir, file)?;
    keys::write(&dir.join(file), text)
}

/// What was asked, if anything.
pub(super) fn read(dir: &Path, file: &str) -> Result<Option<String>, AgentError> {
    let path = dir.join(file);
    if path.exists() { Ok(Some(fs::read_to_string(path)?)) } else { Ok(None) }
}

/// It has done its work.
pub(super) fn forget(dir: &Path, file: &str) -> Result<(), AgentError> {
    keys::forget(&dir.join(file))
}
