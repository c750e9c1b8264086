//! `status`: where everything stands, as last known here.

use clap::Args;
use schemas::{key::words::fingerprint, wire::KeyState};

use super::{
    Desk, End, daily, duties,
    push::{beyond, damaged, show},
};
use crate::{error::AgentError, policy::short, rotate::KeyAge, words};

#[derive(Debug, Args)]
pub(super) struct Status {}

impl Status {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        match node.enrolment() {
            Ok(enrolment) => {
                desk.say(&words::ENROLLED.fill(&[
                    ("name", &enrolment.bureau_name),
                    ("bureau", &enrolment.bureau.as_str()),
                    ("campaign", &enrolment.campaign),
                ]))?;
                if enrolment.state == KeyState::Pending {
                    let said = fingerprint(&node.verify_key());
                    desk.say(&words::PENDING.fill(&[("node", &node.name()), ("words", &said)]))?;
                }
                if let Some(officer) = node.config().officer.as_ref() {
                    let (name, said) = (officer.key.name(), fingerprint(&officer.key));
                    desk.say(&match officer.state {
                        KeyState::Active => words::OFFICER_ENROLLED.fill(&[("name", &name)]),
                        _ => words::OFFICER_PENDING.fill(&[("name", &name), ("words", &said)]),
                    })?;
                }
                if let Some(reason) = node.revocation()? {
                    desk.say(&words::KEY_REVOKED.fill(&[("reason", &reason)]))?;
                }
                match node.key_age() {
                    KeyAge::Fine => {}
                    KeyAge::Old => desk.say(&words::KEY_OLD)?,
                    KeyAge::TooOld => desk.say(&words::KEY_TOO_OLD)?,
                }
                match &node.rules().version {
                    Some(version) => desk.say(&words::POLICY.fill(&[("version", &short(version))]))?,
                    None => desk.say(&words::POLICY_NONE)?,
                }
                daily::show(desk, &node)?;
                duties::show(desk, &node)?;
            }
            Err(error) => desk.say(&error.text())?,
        }
        let items = node.items()?;
        let mut end = damaged(desk, &node)?;
        if let Some(given) = node.given_back()? {
            let by_file = node.enrolment().is_ok_and(|enrolment| enrolment.server.is_none());
            let said = if by_file { words::GIVE_BACK } else { words::RECOVERING };
            desk.say(&said.fill(&[("n", &given.letters)]))?;
        }
        end = end.max(beyond(desk, &node)?);
        for fork in node.forks()? {
            desk.say(&words::FORK_KEPT.fill(&[("verified", &fork.verified), ("other", &fork.other)]))?;
            end = end.max(End::Findings);
        }
        if items.is_empty() && end == End::Done {
            desk.say(&words::NOTHING_SEALED)?;
        }
        items.iter().try_for_each(|item| show(desk, &node, item))?;
        Ok(end)
    }
}
