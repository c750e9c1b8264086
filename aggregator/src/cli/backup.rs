//! `aggregator backup`: a checked copy of the city in a folder of its own, while the server runs or stands.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Place, say};
use crate::{
    backup::{self, seal::Seal},
    clock::Clock,
};

/// Back the city up while it works: database, log key, signed manifest. Ends with 0 if the backup is there and has been
/// checked, with 2 if there is none.
#[derive(Args)]
pub(super) struct Backup {
    #[command(flatten)]
    place: Place,
    /// Folder in which the backup's own new folder is made.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Encrypt to this age recipient, `age1…`, whose identity is kept elsewhere.
    #[arg(long, value_name = "AGE1…", conflicts_with = "age_passphrase_file")]
    age_recipient: Option<String>,
    /// Encrypt under the passphrase in the first line of this file.
    #[arg(long, value_name = "FILE")]
    age_passphrase_file: Option<PathBuf>,
}

impl Backup {
    pub(super) fn run(self) -> Result<(), Failure> {
        let seal = match (&self.age_recipient, &self.age_passphrase_file) {
            (Some(recipient), _) => Some(Seal::to(recipient)?),
            (None, Some(file)) => Some(Seal::under(file)?),
            (None, None) => None,
        };
        let made = backup::make(&self.place.config(), &self.to, seal.as_ref(), Clock::system().now())?;
        let out = &mut std::io::stdout();
        let point = &made.manifest.point;
        for broken in &made.swept {
            let broken = broken.display();
            say(
                out,
                &format!(
                    "Taken away, left by a backup that was broken off: {broken} 已清除中断的备份残留：{broken}"
                ),
            );
        }
        say(out, &made.folder.display().to_string());
        say(out, &format!("{} leaves, root {}, checked. 已核验：{}条", point.size, point.root, point.size));
        if seal.is_none() {
            say(
                out,
                "It holds the log's key unencrypted: keep it as you keep the server. 备份内含未加密的日志密钥，请与服务器同等保管。",
            );
        }
        Ok(())
    }
}
