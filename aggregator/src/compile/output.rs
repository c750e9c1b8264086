//! Where the results go: all of them or none. They are made in memory, written beside their place and moved there as
//! one folder, so that a run that is stopped leaves what was there before.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use super::{Order, Output, error::CompileError};

/// The files of a result; a folder with any other is never replaced.
const OURS: [&str; 5] = ["rankings.csv", "rankings.xlsx", "findings.xlsx", "report.html", "charts"];
/// Where a folder lies while it is written, and where an earlier result lies while it is replaced.
const PREFIX: &str = ".tongbao-compile-";

/// A folder that may be written.
#[derive(Clone, Debug)]
pub struct Place {
    out: PathBuf,
    above: PathBuf,
}

impl Place {
    /// The place that is asked for: new, empty, or an earlier result if it may be replaced.
    ///
    /// # Errors
    /// [`CompileError::InTheWay`], [`CompileError::NotOurs`], [`CompileError::Input`], [`CompileError::Write`].
    pub fn of(order: &Order) -> Result<Self, CompileError> {
        let out = order.out.clone();
        let refuse = |cause| CompileError::Write { path: out.clone(), cause };
        let absolute = std::path::absolute(&out).map_err(refuse)?;
        let above =
            absolute.parent().map(Path::to_owned).ok_or_else(|| CompileError::InTheWay(out.clone()))?;
        match fs::symlink_metadata(&out) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(&above).map_err(refuse)?;
            }
            Err(cause) => return Err(refuse(cause)),
            Ok(kind) if !kind.is_dir() => return Err(CompileError::InTheWay(out)),
            Ok(_) => {
                if holds(&out, &order.folder).map_err(refuse)? {
                    return Err(CompileError::Input(out));
                }
                let names: Vec<_> = fs::read_dir(&out)
                    .and_then(|all| all.map(|entry| entry.map(|entry| entry.file_name())).collect())
                    .map_err(refuse)?;
                if !names.is_empty() && !order.force {
                    return Err(CompileError::InTheWay(out));
                }
                if !names.iter().all(|name| OURS.iter().any(|ours| name == OsStr::new(ours))) {
                    return Err(CompileError::NotOurs(out));
                }
            }
        }
        Ok(Self { out: absolute, above })
    }

    /// Writes the results.
    ///
    /// # Errors
    /// [`CompileError::Write`]; the place is then as it was.
    pub fn put(&self, outputs: &[Output]) -> Result<(), CompileError> {
        let refuse = |cause| CompileError::Write { path: self.out.clone(), cause };
        let beside = || tempfile::Builder::new().prefix(PREFIX).tempdir_in(&self.above);
        let fresh = beside().map_err(refuse)?;
        // A temporary folder is private; the results are for whoever may read what the officer makes.
        let results = fresh.path().join("results");
        for (name, bytes) in outputs {
            let path = results.join(name);
            let write = |path: &Path| {
                fs::create_dir_all(path.parent().unwrap_or(&results))?;
                fs::write(path, bytes)
            };
            write(&path).map_err(|cause| CompileError::Write { path, cause })?;
        }
        let earlier = beside().map_err(refuse)?;
        let aside = earlier.path().join("earlier");
        match fs::rename(&self.out, &aside) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(refuse(cause)),
            _ => {}
        }
        fs::rename(&results, &self.out).map_err(|cause| {
            // What was there goes back to its place.
            let _ = fs::rename(&aside, &self.out);
            refuse(cause)
        })
    }
}

/// Whether a folder is another one or lies above it.
fn holds(out: &Path, folder: &Path) -> io::Result<bool> {
    Ok(folder.canonicalize()?.starts_with(out.canonicalize()?))
}

#[cfg(test)]
mod tests {
    use schemas::text::Lang;

    use super::*;

    fn order(folder: &Path, out: &Path, force: bool) -> Order {
        Order {
            reader: node_agent::Reader::InProcess,
            folder: folder.to_owned(),
            bureaus: None,
            definitions: None,
            campaign: "yunjiang-2025".into(),
            period: "2025Q3".parse().unwrap(),
            out: out.to_owned(),
            lang: Lang::Zh,
            force,
        }
    }

    fn results(text: &str) -> Vec<Output> {
        vec![("rankings.csv".into(), text.into()), ("charts/I3.svg".into(), text.into())]
    }

    #[test]
    fn an_earlier_result_is_replaced_only_when_told_and_nothing_else_ever() {
        let folder = tempfile::tempdir().unwrap();
        let (input, out) = (folder.path().join("in"), folder.path().join("in/out"));
        fs::create_dir(&input).unwrap();
        Place::of(&order(&input, &out, false)).unwrap().put(&results("first")).unwrap();
        assert!(matches!(Place::of(&order(&input, &out, false)), Err(CompileError::InTheWay(_))));
        Place::of(&order(&input, &out, true)).unwrap().put(&results("second")).unwrap();
        assert_eq!(fs::read_to_string(out.join("charts/I3.svg")).unwrap(), "second");
        fs::write(out.join("minutes.docx"), "x").unwrap();
        assert!(matches!(Place::of(&order(&input, &out, true)), Err(CompileError::NotOurs(_))));
        let names: Vec<_> = fs::read_dir(&input).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["out"], "nothing is left beside the results");
    }

    #[test]
    fn what_is_read_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in");
        fs::create_dir(&input).unwrap();
        for out in [input.as_path(), folder.path()] {
            assert!(matches!(Place::of(&order(&input, out, true)), Err(CompileError::Input(_))));
        }
        fs::write(folder.path().join("file"), "x").unwrap();
        let taken = Place::of(&order(&input, &folder.path().join("file"), true));
        assert!(matches!(taken, Err(CompileError::InTheWay(_))));
    }

    #[test]
    fn a_result_that_cannot_be_written_leaves_the_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        let (input, out) = (folder.path().join("in"), folder.path().join("out"));
        fs::create_dir(&input).unwrap();
        Place::of(&order(&input, &out, false)).unwrap().put(&results("first")).unwrap();
        let place = Place::of(&order(&input, &out, true)).unwrap();
        let torn = vec![("charts".into(), Vec::new()), ("charts/I3.svg".into(), Vec::new())];
        assert!(matches!(place.put(&torn), Err(CompileError::Write { .. })));
        assert_eq!(fs::read_to_string(out.join("rankings.csv")).unwrap(), "first");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside the results");
    }
}
