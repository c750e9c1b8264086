//! Everything that agent and city log in this process, at the finest level, searched as it is written: both programs
//! run here, and other tests beside them, so lines are not kept.

use std::{
    io::{self, Write},
    sync::{Mutex, OnceLock},
};

use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter};

#[derive(Default)]
struct Watched {
    needles: Vec<&'static str>,
    found: Vec<String>,
}

static WATCHED: OnceLock<Mutex<Watched>> = OnceLock::new();

struct Watch;

impl Write for Watch {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(bytes);
        let mut watched = WATCHED.get_or_init(Mutex::default).lock().unwrap();
        let hit = watched.needles.iter().any(|needle| line.contains(needle));
        if hit {
            watched.found.push(line.into_owned());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Watch {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}

/// What is found in the log of this process from now on.
pub struct Logged;

/// A line that must be found, or nothing is searched.
const CONTROL: &str = "a line that the search must find";

/// Begins to search every line for some texts.
pub fn watch(texts: &[&'static str]) -> Logged {
    static STARTED: OnceLock<()> = OnceLock::new();
    {
        let mut watched = WATCHED.get_or_init(Mutex::default).lock().unwrap();
        watched.needles = texts.iter().copied().chain([CONTROL]).collect();
    }
    STARTED.get_or_init(|| {
        let format = tracing_subscriber::fmt().with_ansi(false).with_max_level(LevelFilter::TRACE);
        format.with_writer(Watch).try_init().unwrap();
    });
    Logged
}

impl Logged {
    /// Lines that hold a planted text. The control line is written by a thread of its own, as the programs' are.
    pub fn found(&self) -> Vec<String> {
        std::thread::spawn(|| tracing::trace!("{CONTROL}")).join().unwrap();
        let mut watched = WATCHED.get_or_init(Mutex::default).lock().unwrap();
        let (control, found): (Vec<String>, Vec<String>) =
            watched.found.drain(..).partition(|line| line.contains(CONTROL));
        assert!(!control.is_empty(), "nothing is searched");
        found
    }
}
