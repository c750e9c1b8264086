//! What lies in the folder: every regular file below it, in the order of their names, within bounds. Links are not
//! followed, and nothing is opened here.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::error::CompileError;

/// Most files in the folder.
pub const MOST_FILES: usize = 5_000;
/// Deepest folder below the one named.
pub const DEEPEST: usize = 6;

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its path below the folder, parts separated by `/`, as people are told it.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Every file below `folder`, by name; `except` is the folder of an earlier result, which is not looked into.
///
/// # Errors
/// [`CompileError::Folder`] if a folder cannot be read, [`CompileError::TooManyFiles`].
pub fn walk(folder: &Path, except: &Path) -> Result<Vec<Found>, CompileError> {
    let mut found = Vec::new();
    let except = except.canonicalize().unwrap_or_else(|_| except.to_owned());
    enter(folder, "", 0, &except, &mut found)?;
    found.sort();
    Ok(found)
}

fn enter(
    folder: &Path,
    above: &str,
    depth: usize,
    except: &Path,
    found: &mut Vec<Found>,
) -> Result<(), CompileError> {
    let refuse = |cause: io::Error| CompileError::Folder { path: folder.to_owned(), cause };
    for entry in fs::read_dir(folder).map_err(refuse)? {
        let entry = entry.map_err(refuse)?;
        let kind = entry.file_type().map_err(refuse)?;
        let (path, part) = (entry.path(), plain(&entry.file_name().to_string_lossy()));
        let name = if above.is_empty() { part } else { format!("{above}/{part}") };
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if kind.is_dir() && depth < DEEPEST && !hidden {
            if path.canonicalize().map_err(refuse)? != except {
                enter(&path, &name, depth + 1, except, found)?;
            }
        } else if found.len() < MOST_FILES {
            // A link and a folder too deep or hidden are listed too, and refused when they are to be read: nothing
            // passes unseen.
            found.push(Found { name, path });
        } else {
            return Err(CompileError::TooManyFiles(MOST_FILES));
        }
    }
    Ok(())
}

/// A name without characters that would move a terminal's cursor or turn the direction of writing.
pub fn plain(name: &str) -> String {
    let odd = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.chars().map(|c| if odd(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_by_name_and_leaves_the_result_out() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b/2.csv", "a.csv", "b/1.csv", "out/rankings.csv", ".git/1.csv"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let found = walk(folder.path(), &folder.path().join("out")).unwrap();
        let names: Vec<&str> = found.iter().map(|found| found.name.as_str()).collect();
        assert_eq!(names, [".git", "a.csv", "b/1.csv", "b/2.csv"]);
        assert!(matches!(
            walk(&folder.path().join("none"), Path::new("out")),
            Err(CompileError::Folder { .. })
        ));
    }
}
