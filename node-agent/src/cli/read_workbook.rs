//! `read-workbook`: the hidden command that reads one file within bounds, for the commands that a person runs.

use std::{process::ExitCode, time::Duration};

use clap::Args;

use crate::{
    error::AgentError,
    reader::{Bounds, Confined, Reader, serve},
};

#[derive(Debug, Args)]
pub(super) struct ReadWorkbook {
    /// Bytes of address space.
    memory_bytes: u64,
    /// Seconds of processor time.
    cpu_seconds: u64,
}

impl ReadWorkbook {
    pub(super) fn run(&self) -> ExitCode {
        serve(self.memory_bytes, self.cpu_seconds)
    }
}

/// The program itself as the reader of files, under the usual bounds.
pub(super) fn usual() -> Result<Reader, AgentError> {
    Ok(Reader::Confined(Confined::here(Bounds::default())?))
}

/// Tighter bounds than usual, for tests and for small machines.
#[derive(Debug, Args)]
pub(super) struct Tighter {
    /// Megabytes that reading a file may take.
    #[arg(long, hide = true)]
    read_memory: Option<u64>,
    /// Milliseconds that reading a file may take.
    #[arg(long, hide = true)]
    read_time: Option<u64>,
}

impl Tighter {
    /// The program itself as the reader of files.
    pub(super) fn reader(&self) -> Result<Reader, AgentError> {
        let usual = Bounds::default();
        let bounds = Bounds {
            memory_bytes: self.read_memory.map_or(usual.memory_bytes, |mb| mb.saturating_mul(1024 * 1024)),
            wall: self.read_time.map_or(usual.wall, Duration::from_millis),
            ..usual
        };
        Ok(Reader::Confined(Confined::here(bounds)?))
    }
}
