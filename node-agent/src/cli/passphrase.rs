//! Where a passphrase or a key comes from: a file or descriptor for scripts, the environment, or the console, unseen.

use std::{
    fs::File,
    io::{self, Read},
    path::PathBuf,
};

use clap::Args;

use super::Desk;
use crate::{error::AgentError, words};

/// Most bytes of a passphrase.
const LONGEST: u64 = 1024;

#[derive(Args)]
pub(super) struct Passphrase {
    /// File with the leader's passphrase in its first line, for scripts: `/dev/fd/3` is descriptor 3.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// For scripts; the file is better, for other programs may see this.
    #[arg(long, env = "TONGBAO_PASSPHRASE", hide = true, hide_env_values = true)]
    passphrase: Option<String>,
}

/// Without the passphrase: what is written for a programmer ends in logs.
impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase")
    }
}

impl Passphrase {
    /// The passphrase of a key that is there.
    pub(super) fn known(&self, desk: &Desk<'_>) -> Result<String, AgentError> {
        match self.given()? {
            Some(given) => Ok(given),
            None => console(words::officer::ASK_PASSPHRASE.get(desk.lang)),
        }
    }

    /// The passphrase of a new key; typed twice at a console.
    pub(super) fn fresh(&self, desk: &Desk<'_>) -> Result<String, AgentError> {
        if let Some(given) = self.given()? {
            return Ok(given);
        }
        let first = console(words::officer::ASK_PASSPHRASE.get(desk.lang))?;
        let again = console(words::officer::ASK_PASSPHRASE_AGAIN.get(desk.lang))?;
        if first == again { Ok(first) } else { Err(AgentError::PassphraseDiffers) }
    }

    fn given(&self) -> Result<Option<String>, AgentError> {
        let Some(path) = &self.passphrase_file else { return Ok(self.passphrase.clone()) };
        let file = |source: io::Error| AgentError::File { name: path.display().to_string(), source };
        let mut text = String::new();
        File::open(path).and_then(|open| open.take(LONGEST).read_to_string(&mut text)).map_err(file)?;
        Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
    }
}

/// Asks at the console without showing what is typed.
pub(super) fn console(prompt: &str) -> Result<String, AgentError> {
    rpassword::prompt_password(prompt).map_err(AgentError::NoConsole)
}
