//! Whether there is room: for the write-ahead log where the database lies, and for the next backup where backups go.

use std::path::Path;

use schemas::examined::{Grade, Line};

use crate::{
    config::Config,
    jobs::plan::Plan,
    store::{Location, health::Health},
};

/// What the write-ahead log may grow to before it is written back, and to spare.
const WAL: u64 = 256 * 1024 * 1024;

/// The room on the disk of the data folder, and on that of the backups if some are made.
pub(super) fn room(config: &Config, location: &Location, health: &Health, plan: Option<&Plan>) -> Vec<Line> {
    let sealed_here = plan.and_then(|plan| plan.backup.as_ref()).is_some_and(|backup| backup.is_sealed());
    // A backup that is encrypted is put together beside the database first.
    let copy = if sealed_here { health.bytes } else { 0 };
    let own = match location {
        Location::Sqlite(file) => line("disk", file.parent().unwrap_or(Path::new(".")), WAL + copy),
        Location::Postgres(_) => line("disk", &config.data, copy),
    };
    let backups = plan.and_then(|plan| plan.backup.as_ref());
    // Where the folder is not there yet, the one it will be made in.
    let there = |folder: &Path| folder.ancestors().find(|folder| folder.exists()).map(Path::to_owned);
    let backups = backups
        .and_then(|backups| there(&backups.to))
        .map(|folder| line("backup disk", &folder, health.bytes));
    [Some(own), backups].into_iter().flatten().collect()
}

fn line(what: &'static str, folder: &Path, needed: u64) -> Line {
    let shown = folder.display();
    let megabytes = |bytes: u64| bytes / (1024 * 1024);
    match fs4::available_space(folder) {
        Ok(free) => {
            let (free_mb, needed_mb) = (megabytes(free), megabytes(needed).max(1));
            let (grade, zh, en) = if free < needed {
                (Grade::Bad, "，请腾出空间", ": make room")
            } else {
                (Grade::Ok, "", "")
            };
            Line::new(
                what,
                grade,
                format!("{shown}剩余{free_mb} MB，需要{needed_mb} MB{zh}"),
                format!("{shown} has {free_mb} MB free and needs {needed_mb} MB{en}"),
            )
        }
        Err(error) => Line::new(
            what,
            Grade::Warn,
            format!("{shown}的剩余空间无法得知：{error}"),
            format!("the room in {shown} cannot be told: {error}"),
        ),
    }
}
