//! Which definitions a node works with, and what was decided of its duties: the definitions are those of the newest policy of its city that this program can follow; before the
//! first, those inside the program and the site's own.

use std::{path::Path, sync::Arc};

use schemas::{
    campaign::Campaign,
    definition::Definitions,
    duty_act::DutyAct,
    entry::{Act, Entry},
    form::Form,
    hash::Sha,
    owed::Acts,
    policy::{Policy, PolicyFault},
    receipt::Receipt,
    statement::Statement,
    text::Text,
    wire::Letter,
};

use crate::{
    config::Config,
    error::AgentError,
    node::Node,
    outbox::{Outbox, StoreFault},
    words,
};

/// The definitions in force for a node.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Forms, code lists, indicators, campaigns.
    pub definitions: Arc<Definitions>,
    /// Version of the policy they are of; none before the city's first.
    pub version: Option<Sha>,
    /// What the city has decided of the bureau's duties.
    pub acts: Acts,
    /// Code of the campaign the policy puts in force.
    campaign: Option<String>,
    /// A newer policy that this program cannot follow.
    pub beyond: Option<Beyond>,
}

/// A policy that this program cannot follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// Its version.
    pub version: Sha,
    /// Why.
    pub fault: PolicyFault,
}

impl Beyond {
    /// What is the matter and what to do.
    pub fn text(&self) -> Text {
        words::status::POLICY_BEYOND.fill(&[("version", &short(&self.version)), ("why", &self.fault.text())])
    }
}

/// Enough of a version to tell it from others by eye.
pub fn short(version: &Sha) -> String {
    version.to_string().chars().take(12).collect()
}

impl Rules {
    /// The rules of a node's folder.
    ///
    /// # Errors
    /// [`AgentError::Store`]; [`AgentError::Definition`] if the site's own definitions are wrong where they serve.
    pub(crate) fn of(outbox: &Outbox, config: &Config, dir: &Path) -> Result<Self, AgentError> {
        let mut beyond = None;
        let bureau = config.enrolment.as_ref().map(|enrolment| &enrolment.bureau);
        let letters = outbox.duty_letters()?;
        let decided = letters.iter().filter_map(decision).filter(|act| Some(&act.duty.bureau) == bureau);
        let acts = Acts::new(decided.collect(), Vec::new(), Vec::new());
        for index in outbox.policies()? {
            let Some((version, text)) = fixed(&outbox.letter(index)?) else { continue };
            let loaded = Policy::parse(&text).and_then(|policy| Ok((policy.definitions()?, policy)));
            match loaded {
                Ok((definitions, policy)) => {
                    return Ok(Self {
                        definitions: Arc::new(definitions),
                        version: Some(version),
                        acts,
                        campaign: Some(policy.campaign().to_owned()),
                        beyond,
                    });
                }
                Err(fault) => {
                    beyond.get_or_insert(Beyond { version, fault });
                }
            }
        }
        let definitions = Arc::new(config.definitions(dir)?);
        Ok(Self { definitions, version: None, acts, campaign: None, beyond })
    }
}

/// Version and text of the policy a letter hands over. What is damaged on this disk is none.
fn fixed(letter: &Letter) -> Option<(Sha, String)> {
    let entry = Entry::parse(&Receipt::parse(&letter.receipt).ok()?.entry).ok()?;
    let text = letter.document.clone()?;
    let version = Sha::of(text.as_bytes());
    (entry.act == Act::Policy && entry.digest == Some(version)).then_some((version, text))
}

/// What a letter says of a duty. What is damaged on this disk says nothing; `doctor` names it.
fn decision(letter: &Letter) -> Option<DutyAct> {
    let entry = Entry::parse(&Receipt::parse(&letter.receipt).ok()?.entry).ok()?;
    let document = letter.document.as_deref()?;
    let said = DutyAct::parse(document).ok()?;
    let fits = said.change.act() == entry.act && entry.digest == Some(Sha::of(document.as_bytes()));
    fits.then_some(said)
}

impl Node {
    /// The definitions in force, as they stand at this moment.
    pub fn rules(&self) -> Arc<Rules> {
        let rules = self.rules.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&rules)
    }

    /// The campaign the node files under.
    pub fn campaign(&self) -> Option<Arc<Campaign>> {
        let rules = self.rules();
        let enrolled = self.config.enrolment.as_ref().map(|enrolment| enrolment.campaign.as_str());
        rules.definitions.campaign(rules.campaign.as_deref().or(enrolled)?).cloned()
    }

    /// Takes up what a policy that has just been kept puts in force.
    pub(crate) async fn follow(&self) -> Result<(), AgentError> {
        let (config, dir) = (self.config.clone(), self.dir.clone());
        let outbox = Arc::clone(&self.outbox);
        let read = tokio::task::spawn_blocking(move || Rules::of(&outbox, &config, &dir));
        let rules = read.await.map_err(|_| StoreFault::Interrupted)??;
        if let Some(beyond) = &rules.beyond {
            tracing::error!(version = %beyond.version, fault = %beyond.fault, "a policy is beyond this program");
        }
        *self.rules.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(rules);
        Ok(())
    }

    /// The form a statement was made under, also where another is in force by now.
    pub(crate) fn form_of(&self, statement: &Statement) -> Result<Arc<Form>, AgentError> {
        let (code, digest) = (&statement.filing.form, statement.schema.digest);
        let of = |definitions: &Definitions| definitions.form_with_digest(code, digest.bytes()).cloned();
        if let Some(form) = of(&self.rules().definitions) {
            return Ok(form);
        }
        for index in self.outbox.policies()? {
            let fixed = fixed(&self.outbox.letter(index)?);
            let named = fixed.filter(|(version, _)| statement.policy.is_none_or(|named| named == *version));
            if let Some(form) = named.and_then(|(_, text)| loaded(&text)).as_ref().and_then(of) {
                return Ok(form);
            }
        }
        let own = of(&self.config.definitions(&self.dir)?);
        own.ok_or_else(|| AgentError::UnknownForm(statement.schema.name.clone()))
    }

    /// The definitions of a policy of the city's, if this program can follow it.
    pub(crate) fn definitions_of(&self, version: &Sha) -> Result<Option<Definitions>, AgentError> {
        for index in self.outbox.policies()? {
            if let Some((_, text)) = fixed(&self.outbox.letter(index)?).filter(|(named, _)| named == version)
            {
                return Ok(loaded(&text));
            }
        }
        Ok(None)
    }
}

fn loaded(policy: &str) -> Option<Definitions> {
    Policy::parse(policy).ok()?.definitions().ok()
}
