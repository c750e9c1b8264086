//! `export` and `import`: what would be sent and answered over a line, as files carried by hand.

use std::{fs::File, io::Read, path::PathBuf};

use clap::Args;
use schemas::{key::words::fingerprint, note::VerifyKey, package::MAX_BYTES, text::Text, wire::KeyState};

use super::{
    Desk, End,
    push::{beyond, damaged, show, weigh},
};
use crate::{
    error::AgentError,
    node::Node,
    package::{OfficerAnswer, Wishes},
    words,
};

#[derive(Debug, Args)]
pub(super) struct Export {
    /// The package to write; a file that exists is not overwritten.
    file: PathBuf,
    /// The token of a node that is not enrolled yet.
    #[arg(long, requires = "city_key")]
    token: Option<String>,
    /// The log's key, as `aggregator token --offline` prints it under the token.
    #[arg(long, value_name = "KEY", requires = "token", value_parser = key)]
    city_key: Option<VerifyKey>,
    /// Ask for a new key of the node in place of the old one.
    #[arg(long)]
    rotate: bool,
    /// Give back what a city that was restored from a backup may have lost, and nothing else. Once its answers said that it
    /// was restored, every export does so.
    #[arg(long, conflicts_with_all = ["token", "rotate"])]
    give_back: bool,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The answers of `aggregator import`.
    file: PathBuf,
}

fn key(text: &str) -> Result<VerifyKey, String> {
    VerifyKey::parse(text.trim()).map_err(|error| error.to_string())
}

impl Export {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        let wishes = Wishes {
            enrolment: self.token.zip(self.city_key),
            rotation: self.rotate,
            give_back: self.give_back,
        };
        let made = node.export(&self.file, &wishes)?;
        let file = self.file.display().to_string();
        desk.say(&match &made.gives_back {
            Some(letters) => words::package::PACKAGE_GIVES_BACK.fill(&[("file", &file), ("n", letters)]),
            None => words::package::PACKAGE_WRITTEN.fill(&[("file", &file), ("n", &made.items.len())]),
        })?;
        if made.left > 0 {
            desk.say(&words::package::PACKAGE_LEFT.fill(&[("n", &made.left)]))?;
        }
        if let Some(key) = &made.enrols {
            desk.say(&words::key::PENDING.fill(&[("node", &key.name()), ("words", &fingerprint(key))]))?;
        }
        damaged(desk, &node)
    }
}

/// What became of the leader's key.
fn said_of(answer: &OfficerAnswer, node: &Node) -> Text {
    match answer {
        OfficerAnswer::Enrolled(enrolled) if enrolled.state == KeyState::Pending => {
            let said = node.config().officer.as_ref();
            let said = said.map_or_else(|| Text::same("-"), |officer| fingerprint(&officer.key));
            words::officer::OFFICER_WAITS.fill(&[("name", &enrolled.node), ("words", &said)])
        }
        OfficerAnswer::Enrolled(enrolled) => {
            words::officer::OFFICER_ENROLLED.fill(&[("name", &enrolled.node)])
        }
        OfficerAnswer::Rotated(key) => {
            words::officer::OFFICER_ROTATED.fill(&[("name", &key.name()), ("words", &fingerprint(key))])
        }
    }
}

impl Import {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let mut node = desk.open()?;
        let imported = node.import(&self.read()?).await?;
        if let Some(enrolled) = &imported.enrolled {
            desk.say(&words::key::ENROLLED.fill(&[
                ("name", &enrolled.bureau_name),
                ("bureau", &enrolled.bureau.as_str()),
                ("campaign", &enrolled.campaign),
            ]))?;
            if enrolled.state == KeyState::Pending {
                let said = fingerprint(&node.verify_key());
                desk.say(&words::key::PENDING.fill(&[("node", &node.name()), ("words", &said)]))?;
            }
        }
        if imported.rotated {
            let said = fingerprint(&node.verify_key());
            desk.say(&words::key::ROTATED_BY_FILE.fill(&[("node", &node.name()), ("words", &said)]))?;
        }
        if let Some(officer) = &imported.officer {
            desk.say(&said_of(officer, &node))?;
        }
        let mut end = damaged(desk, &node)?;
        if let Some(pushed) = &imported.pushed {
            if pushed.items.is_empty() && pushed.trouble.is_none() {
                desk.say(&words::package::NOTHING_ANSWERED)?;
            }
            for item in &pushed.items {
                show(desk, &node, item)?;
                end = end.max(weigh(item));
            }
            if let Some(trouble) = &pushed.trouble {
                desk.say(&trouble.text())?;
                end = end.max(End::NotYet);
            }
        }
        beyond(desk, &node)?;
        Ok(end)
    }

    /// Reads the file, never more than one may have.
    fn read(&self) -> Result<Vec<u8>, AgentError> {
        let named = |source| AgentError::File { name: self.file.display().to_string(), source };
        let mut bytes = Vec::new();
        let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        File::open(&self.file).map_err(named)?.take(most).read_to_end(&mut bytes).map_err(named)?;
        Ok(bytes)
    }
}
