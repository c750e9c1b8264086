//! The process that waits: it starts the reader, hands it the file, bounds its answer and its time, and ends it.

use std::{
    io::{self, Read, Write},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use schemas::sheet::{error::ReadError, read::Hints};

use super::{
    Ending,
    message::{Answer, NO_MEMORY, Request},
};

/// Name of the hidden command that reads.
pub(crate) const COMMAND: &str = "read-workbook";

/// A program that reads files for this one, and what it may take. Where the system knows no such bounds (Windows),
/// `memory_bytes` and `cpu_seconds` are without effect.
#[derive(Clone, Debug)]
pub struct Confined {
    program: PathBuf,
    bounds: Bounds,
}

/// What reading one file may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Address space in bytes.
    pub memory_bytes: u64,
    /// Processor time in seconds.
    pub cpu_seconds: u64,
    /// Time on the clock; longer than the processor's, for a busy machine.
    pub wall: Duration,
    /// Bytes of the answer: the text a file may hold, and as much again for marks and figures.
    pub answer_bytes: u64,
}

impl Default for Bounds {
    /// The bounds of PROTOCOL §5: 512 MB, 20 s.
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            memory_bytes: 512 * MIB,
            cpu_seconds: 20,
            wall: Duration::from_secs(60),
            answer_bytes: 192 * MIB,
        }
    }
}

impl Confined {
    /// Reading by the program that is running, which must answer to the hidden command `read-workbook` with [`super::serve`].
    ///
    /// # Errors
    /// The system does not say which program is running.
    pub fn here(bounds: Bounds) -> io::Result<Self> {
        Ok(Self::by(std::env::current_exe()?, bounds))
    }

    /// Reading by another program.
    pub fn by(program: PathBuf, bounds: Bounds) -> Self {
        Self { program, bounds }
    }

    /// Reads a file; the answer is the reader's own.
    pub(super) fn read(&self, bytes: &[u8], hints: &Hints<'_>) -> Result<Answer, Ending> {
        let request = Request { encoding: hints.encoding, expected: hints.expected.to_vec() };
        let mut request = serde_json::to_vec(&request).map_err(|_| Ending::NotUnderstood)?;
        request.push(b'\n');
        let mut child = Command::new(&self.program)
            .arg(COMMAND)
            .args([self.bounds.memory_bytes.to_string(), self.bounds.cpu_seconds.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Ending::NotStarted)?;
        let said = self.converse(&mut child, &[&request, bytes]);
        // In every case: whoever has answered has nothing left to do, whoever has not must stop.
        let _ = child.kill();
        let status = child.wait().map_err(Ending::NotStarted)?;
        let said = said?;
        if said.len() as u64 > self.bounds.answer_bytes {
            return Err(Ending::TooLarge);
        }
        match serde_json::from_slice(&said).map_err(|_| ending(status))? {
            Err(ReadError::OutOfMemory) => Err(Ending::OutOfMemory),
            answer => Ok(answer),
        }
    }

    /// Hands over the file and takes what comes back, both at once: either pipe may be full while the other waits.
    fn converse(&self, child: &mut Child, parts: &[&[u8]]) -> Result<Vec<u8>, Ending> {
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Ending::Died);
        };
        let most = self.bounds.answer_bytes.saturating_add(1);
        let (answered, answer) = mpsc::sync_channel(1);
        thread::scope(|scope| {
            let feed = move || {
                // One that ends early breaks the pipe; its ending is told by what it answers.
                let _ = parts.iter().try_for_each(|part| stdin.write_all(part));
            };
            let listen = move || {
                let mut said = Vec::new();
                let heard = stdout.take(most).read_to_end(&mut said);
                let _ = answered.send(heard.map(|_| said));
            };
            thread::Builder::new().spawn_scoped(scope, feed).map_err(Ending::NotStarted)?;
            thread::Builder::new().spawn_scoped(scope, listen).map_err(Ending::NotStarted)?;
            let said = answer.recv_timeout(self.bounds.wall);
            // Its end closes both pipes, and with them ends both threads.
            let _ = child.kill();
            match said {
                Ok(said) => said.map_err(|_| Ending::Died),
                Err(_) => Err(Ending::OutOfTime),
            }
        })
    }
}

/// What an ending without a whole answer was.
#[cfg(unix)]
fn ending(status: ExitStatus) -> Ending {
    use std::os::unix::process::ExitStatusExt;
    /// Memory that is refused ends a program with this.
    const ABORTED: i32 = 6;
    /// The bound on processor time.
    const CPU_SPENT: i32 = 24;
    match status.signal() {
        Some(CPU_SPENT) => Ending::OutOfTime,
        Some(ABORTED) => Ending::OutOfMemory,
        Some(_) => Ending::Died,
        None => of_exit(status),
    }
}

#[cfg(not(unix))]
fn ending(status: ExitStatus) -> Ending {
    of_exit(status)
}

fn of_exit(status: ExitStatus) -> Ending {
    match status.code() {
        Some(0) => Ending::NotUnderstood,
        Some(code) if code == i32::from(NO_MEMORY) => Ending::OutOfMemory,
        _ => Ending::Died,
    }
}
