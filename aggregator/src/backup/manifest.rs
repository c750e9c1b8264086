//! The manifest of a backup (`manifest.txt`): what it is of and which bytes belong to it, signed with the log's key.

use std::{fs::File, io, path::Path};

use chrono::{DateTime, SecondsFormat, Utc};
use schemas::{hash::Sha, receipt::Checkpoint};
use sha2::{Digest, Sha256};

const TITLE: &str = "tongbao-backup/v1";

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub length: u64,
    /// Their hash.
    pub sha256: Sha,
}

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The log, its leaves and the root recomputed from them.
    pub point: Checkpoint,
    /// Version of the program.
    pub program: String,
    /// The newest migration of the database.
    pub schema: String,
    /// When it was made.
    pub time: DateTime<Utc>,
    /// Its files: the database first, then the log's key.
    pub parts: Vec<Part>,
}

impl Part {
    /// The file at a path.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of(path: &Path, name: String) -> io::Result<Self> {
        let mut hash = Sha256::new();
        let length = io::copy(&mut File::open(path)?, &mut hash)?;
        Ok(Self { name, length, sha256: Sha::from_bytes(hash.finalize().into()) })
    }
}

impl Manifest {
    /// The text that is signed.
    pub fn compose(&self) -> String {
        let Self { point, program, schema, time, parts } = self;
        let parts: String = parts
            .iter()
            .map(|Part { name, length, sha256 }| format!("file {name} {length} {sha256}\n"))
            .collect();
        let time = time.to_rfc3339_opts(SecondsFormat::Secs, true);
        format!(
            "{TITLE}\nlog {}\nsize {}\nroot {}\nprogram {program}\nschema {schema}\ntime {time}\n{parts}",
            point.origin, point.size, point.root
        )
    }

    /// Reads a text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != TITLE {
            return None;
        }
        let mut value = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let origin = value("log")?.to_owned();
        let size = value("size")?.parse().ok()?;
        let root = value("root")?.parse().ok()?;
        let program = value("program")?.to_owned();
        let schema = value("schema")?.to_owned();
        let time = DateTime::parse_from_rfc3339(value("time")?).ok()?.to_utc();
        let part = |line: &str| {
            let words: Vec<&str> = line.split(' ').collect();
            let ["file", name, length, sha256] = words.as_slice() else { return None };
            // A name leads nowhere else.
            let plain = Path::new(name).file_name().is_some_and(|own| own == *name);
            let part =
                Part { name: (*name).to_owned(), length: length.parse().ok()?, sha256: sha256.parse().ok()? };
            plain.then_some(part)
        };
        let parts = lines.map(part).collect::<Option<Vec<Part>>>()?;
        Some(Self { point: Checkpoint { origin, size, root }, program, schema, time, parts })
    }

    /// Name of the folder: `tongbao-<origin>-<size>-<time>`.
    pub fn folder(&self) -> String {
        let origin: String = self.point.origin.chars().map(|c| if plain(c) { c } else { '-' }).collect();
        format!("tongbao-{origin}-{}-{}", self.point.size, self.time.format("%Y%m%dT%H%M%SZ"))
    }
}

fn plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '.'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips_and_names_no_file_elsewhere() {
        let manifest = Manifest {
            point: Checkpoint { origin: "tongbao.test/1".into(), size: 7, root: Sha::of(b"root") },
            program: "0.1.0".into(),
            schema: "20261122000070".into(),
            time: DateTime::UNIX_EPOCH,
            parts: vec![Part { name: "log.key".into(), length: 3, sha256: Sha::of(b"key") }],
        };
        let text = manifest.compose();
        assert_eq!(Manifest::parse(&text), Some(manifest.clone()));
        assert_eq!(manifest.folder(), "tongbao-tongbao.test-1-7-19700101T000000Z");
        for wrong in [
            text.replace("log.key", "../log.key"),
            text.replace("log.key", "/etc/x"),
            text.replace("size 7", "size -7"),
            text.replace("root", "roof"),
            format!("{text}file x\n"),
            text.trim_end().to_owned(),
        ] {
            assert_eq!(Manifest::parse(&wrong), None, "{wrong}");
        }
    }
}
