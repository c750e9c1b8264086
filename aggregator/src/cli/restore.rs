//! `aggregator restore`: a city brought back from a backup, which then shows what it has and takes nothing.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Place, say};
use crate::{
    backup::{
        restore::{self, Restored},
        seal::Opening,
    },
    clock::Clock,
};

/// Bring a backup back into an empty data folder, or an empty PostgreSQL database. Ends with 0 if it is there and has been
/// verified, with 2 if nothing was changed.
#[derive(Args)]
pub(super) struct Restore {
    /// The backup's folder.
    from: PathBuf,
    #[command(flatten)]
    place: Place,
    /// File with the age identity that opens the backup.
    #[arg(long, value_name = "FILE", conflicts_with = "age_passphrase_file")]
    age_identity: Option<PathBuf>,
    /// File with the passphrase that opens the backup in its first line.
    #[arg(long, value_name = "FILE")]
    age_passphrase_file: Option<PathBuf>,
}

impl Restore {
    pub(super) fn run(self) -> Result<(), Failure> {
        let opening = match (&self.age_identity, &self.age_passphrase_file) {
            (Some(file), _) => Some(Opening::with(file)?),
            (None, Some(file)) => Some(Opening::under(file)?),
            (None, None) => None,
        };
        let config = self.place.config();
        let Restored { manifest, swept } =
            restore::bring_back(&config, &self.from, opening.as_ref(), Clock::system().now())?;
        let (point, time) = (&manifest.point, manifest.time.format("%Y-%m-%dT%H:%M:%SZ"));
        let out = &mut std::io::stdout();
        for broken in &swept {
            let broken = broken.display();
            say(
                out,
                &format!(
                    "Taken away, left by a restore or backup that was broken off: {broken} 已清除中断的恢复或备份残留：{broken}"
                ),
            );
        }
        say(
            out,
            &format!(
                "{}: {} leaves of {}, verified, as of {time}.",
                config.data.display(),
                point.size,
                point.origin
            ),
        );
        say(
            out,
            "The city is recovering: it can be read and takes nothing. 平台处于恢复状态：可以查看，暂不收件。",
        );
        say(
            out,
            "Serve it at its old address and let every node run `node-agent push`; `aggregator recovery` says how far it is. \
             Everybody was signed out; accounts and passwords are those of the backup.",
        );
        say(
            out,
            "请在原地址启动平台，并通知各节点运行 node-agent push；进度见 aggregator recovery。所有登录已结束，账户和口令以备份为准。",
        );
        Ok(())
    }
}
