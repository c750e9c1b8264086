//! What a power cut may leave of a folder, made from a record of its writes and syncs (`examples/recorder.rs`).
//!
//! What was written before the last sync of a file is there. Of what came after it, nothing may be there, or a beginning,
//! or any part in any order, or single sectors of each write. A name is there once its folder was synced; before that a
//! renaming or removal may not have happened.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use super::chance::Chance;

/// What a disk writes whole.
const SECTOR: usize = 512;

/// What happened, in order.
pub enum Event {
    Create {
        file: String,
    },
    Write {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: String,
        to: usize,
    },
    /// Of a file, or of the folder if the name is one.
    Sync {
        file: String,
    },
    Rename {
        from: String,
        to: String,
    },
    Unlink {
        file: String,
    },
    /// The test noted that something had reached a client.
    Mark(String),
}

/// A record that a test may add to while it is written.
pub struct Record(PathBuf);

impl Record {
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Notes in the record that something has reached a client.
    pub fn mark(&self, what: &str) {
        let length = u32::try_from(what.len()).unwrap().to_le_bytes();
        let line = [b"m\0\0".as_slice(), &[0; 8], &length, what.as_bytes()].concat();
        File::options().create(true).append(true).open(&self.0).unwrap().write_all(&line).unwrap();
    }

    /// Everything recorded so far.
    pub fn events(&self) -> Vec<Event> {
        let whole = fs::read(&self.0).unwrap();
        let mut rest = whole.as_slice();
        let mut events = Vec::new();
        while !rest.is_empty() {
            let kind = take(&mut rest, 1)[0];
            let length = usize::from(u16::from_le_bytes(take(&mut rest, 2).try_into().unwrap()));
            let file = String::from_utf8(take(&mut rest, length).to_vec()).unwrap();
            let number = u64::from_le_bytes(take(&mut rest, 8).try_into().unwrap()).try_into().unwrap();
            let length = u32::from_le_bytes(take(&mut rest, 4).try_into().unwrap()).try_into().unwrap();
            let data = take(&mut rest, length).to_vec();
            let text = |data| String::from_utf8(data).unwrap();
            events.push(match kind {
                b'c' => Event::Create { file },
                b'w' => Event::Write { file, at: number, bytes: data },
                b't' => Event::Truncate { file, to: number },
                b's' => Event::Sync { file },
                b'r' => Event::Rename { from: file, to: text(data) },
                b'u' => Event::Unlink { file },
                b'm' => Event::Mark(text(data)),
                other => panic!("the record is damaged: {other}"),
            });
        }
        events
    }
}

/// What lies in a folder already, as if written and synced at once.
pub fn start_of(folder: &Path) -> Vec<Event> {
    let mut events = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let file = entry.file_name().into_string().unwrap();
        events.push(Event::Write { file: file.clone(), at: 0, bytes: fs::read(entry.path()).unwrap() });
        events.push(Event::Sync { file });
    }
    events
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, after) = rest.split_at(length);
    *rest = after;
    taken
}

/// A disk in the middle of work.
#[derive(Default)]
pub struct Disk {
    files: Vec<Content>,
    /// Which file a name is, as programs see it.
    names: BTreeMap<String, usize>,
    /// The same as it was when the folder was synced last.
    synced: BTreeMap<String, usize>,
    /// What happened to names since.
    moves: Vec<(String, Option<usize>)>,
}

#[derive(Default)]
struct Content {
    synced: Vec<u8>,
    since: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

impl Change {
    fn apply(&self, to: &mut Vec<u8>) {
        match self {
            Self::Write(at, bytes) => {
                let end = at + bytes.len();
                if to.len() < end {
                    to.resize(end, 0);
                }
                to[*at..end].copy_from_slice(bytes);
            }
            Self::Truncate(length) => to.resize(*length, 0),
        }
    }

    /// The sectors of a write that reached the disk.
    fn torn(&self, chance: &mut Chance) -> Vec<Self> {
        let Self::Write(at, bytes) = self else { return vec![self.clone()] };
        let mut parts = Vec::new();
        let mut from = 0;
        while from < bytes.len() {
            let to = (from + SECTOR - (at + from) % SECTOR).min(bytes.len());
            if chance.percent(50) {
                parts.push(Self::Write(at + from, bytes[from..to].to_vec()));
            }
            from = to;
        }
        parts
    }
}

impl Disk {
    /// Lets an event happen.
    pub fn happen(&mut self, event: &Event) {
        match event {
            Event::Create { file } => {
                self.file(file);
            }
            Event::Write { file, at, bytes } => self.file(file).since.push(Change::Write(*at, bytes.clone())),
            Event::Truncate { file, to } => self.file(file).since.push(Change::Truncate(*to)),
            Event::Sync { file } => match self.names.get(file).copied() {
                Some(number) => {
                    let content = &mut self.files[number];
                    let since = std::mem::take(&mut content.since);
                    since.iter().for_each(|change| change.apply(&mut content.synced));
                }
                None => {
                    self.synced = self.names.clone();
                    self.moves.clear();
                }
            },
            Event::Rename { from, to } => {
                let number = self.names.remove(from);
                if let Some(number) = number {
                    self.names.insert(to.clone(), number);
                    self.moves.extend([(to.clone(), Some(number)), (from.clone(), None)]);
                }
            }
            Event::Unlink { file } => {
                if self.names.remove(file).is_some() {
                    self.moves.push((file.clone(), None));
                }
            }
            Event::Mark(_) => {}
        }
    }

    /// A new name is taken to be there at once: no program here relies on one not being there.
    fn file(&mut self, name: &str) -> &mut Content {
        let number = *self.names.entry(name.to_owned()).or_insert_with(|| {
            self.files.push(Content::default());
            self.synced.insert(name.to_owned(), self.files.len() - 1);
            self.files.len() - 1
        });
        &mut self.files[number]
    }

    /// Cuts the power now and writes what is left into a folder.
    pub fn cut(&self, into: &Path, chance: &mut Chance) {
        let mut names = self.synced.clone();
        for (name, number) in &self.moves[..chance.below(self.moves.len() + 1)] {
            match number {
                Some(number) => names.insert(name.clone(), *number),
                None => names.remove(name),
            };
        }
        for (name, number) in names {
            let path = into.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, self.files[number].left(chance)).unwrap();
            #[cfg(unix)]
            fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        }
    }
}

impl Content {
    fn left(&self, chance: &mut Chance) -> Vec<u8> {
        let mut left = self.synced.clone();
        let since = self.since.len();
        let changes: Vec<Change> = match chance.below(4) {
            0 => Vec::new(),
            1 => self.since[..chance.below(since + 1)].to_vec(),
            2 => {
                let mut some: Vec<Change> =
                    self.since.iter().filter(|_| chance.percent(50)).cloned().collect();
                chance.shuffle(&mut some);
                some
            }
            _ => self.since.iter().flat_map(|change| change.torn(chance)).collect(),
        };
        changes.iter().for_each(|change| change.apply(&mut left));
        left
    }
}
