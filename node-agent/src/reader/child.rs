//! The process that reads: it binds itself before it has seen a byte of the file.

use std::{
    io::{self, BufRead, BufWriter, ErrorKind, Read, Write},
    process::ExitCode,
};

use schemas::sheet::{
    limits::{FILE_BYTES, Limits},
    read::{Hints, read},
};

use super::message::{Answer, NO_MEMORY, REQUEST_BYTES, Request};

/// Binds this process, reads the file on standard input and answers on standard output. It fails if the system refuses
/// a bound, if the request is none, or if nobody takes the answer.
pub fn serve(memory_bytes: u64, cpu_seconds: u64) -> ExitCode {
    match bind(memory_bytes, cpu_seconds).and_then(|()| answer()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == ErrorKind::OutOfMemory => ExitCode::from(NO_MEMORY),
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    input.by_ref().take(REQUEST_BYTES).read_until(b'\n', &mut line)?;
    let request: Request = serde_json::from_slice(&line)?;
    let mut bytes = Vec::new();
    input.take(FILE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let hints = Hints { encoding: request.encoding, delimiter: None, expected: &request.expected };
    let answer: Answer = read(&bytes, &hints, &Limits::default());
    let mut output = BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut output, &answer)?;
    output.flush()
}

/// Memory, processor time; no core file, which would hold the ledger, and no file at all. The first bound on time ends
/// the process, the second is there if the first is ignored.
#[cfg(unix)]
fn bind(memory_bytes: u64, cpu_seconds: u64) -> io::Result<()> {
    use rlimit::Resource;
    let bounds = [
        (Resource::CORE, 0, 0),
        (Resource::FSIZE, 0, 0),
        (Resource::CPU, cpu_seconds, cpu_seconds.saturating_add(1)),
        #[cfg(not(target_os = "macos"))]
        (Resource::AS, memory_bytes, memory_bytes),
    ];
    for (resource, soft, hard) in bounds {
        let (_, highest) = resource.get()?;
        resource.set(soft.min(highest), hard.min(highest))?;
    }
    Ok(())
}

/// Without such bounds, the parent's on waiting is the only one.
#[cfg(not(unix))]
fn bind(_memory_bytes: u64, _cpu_seconds: u64) -> io::Result<()> {
    Ok(())
}
