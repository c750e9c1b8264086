//! `status`: where everything stands, as last known here.

use std::collections::BTreeMap;

use clap::Args;
use schemas::{
    benchmark::PublishedLine, fraction::decimal, indicator::Unit, key::words::fingerprint, wire::KeyState,
};

use super::{
    Desk, End, daily, directives, duties,
    push::{beyond, damaged, show},
};
use crate::{error::AgentError, node::Node, policy::short, rotate::KeyAge, words};

#[derive(Debug, Args)]
pub(super) struct Status {}

impl Status {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        match node.enrolment() {
            Ok(enrolment) => {
                desk.say(&words::key::ENROLLED.fill(&[
                    ("name", &enrolment.bureau_name),
                    ("bureau", &enrolment.bureau.as_str()),
                    ("campaign", &enrolment.campaign),
                ]))?;
                if enrolment.state == KeyState::Pending {
                    let said = fingerprint(&node.verify_key());
                    desk.say(&words::key::PENDING.fill(&[("node", &node.name()), ("words", &said)]))?;
                }
                if let Some(officer) = node.config().officer.as_ref() {
                    let (name, said) = (officer.key.name(), fingerprint(&officer.key));
                    desk.say(&match officer.state {
                        KeyState::Active => words::officer::OFFICER_ENROLLED.fill(&[("name", &name)]),
                        _ => words::officer::OFFICER_PENDING.fill(&[("name", &name), ("words", &said)]),
                    })?;
                }
                if let Some(reason) = node.revocation()? {
                    desk.say(&words::key::KEY_REVOKED.fill(&[("reason", &reason)]))?;
                }
                match node.key_age() {
                    KeyAge::Fine => {}
                    KeyAge::Old => desk.say(&words::key::KEY_OLD)?,
                    KeyAge::TooOld => desk.say(&words::key::KEY_TOO_OLD)?,
                }
                match &node.rules().version {
                    Some(version) => {
                        desk.say(&words::status::POLICY.fill(&[("version", &short(version))]))?
                    }
                    None => desk.say(&words::status::POLICY_NONE)?,
                }
                show_published(desk, &node)?;
                daily::show(desk, &node)?;
                duties::show(desk, &node)?;
                directives::count(desk, &node)?;
            }
            Err(error) => desk.say(&error.text())?,
        }
        let items = node.items()?;
        let mut end = damaged(desk, &node)?;
        if let Some(given) = node.given_back()? {
            let by_file = node.enrolment().is_ok_and(|enrolment| enrolment.server.is_none());
            let said = if by_file { words::push::GIVE_BACK } else { words::push::RECOVERING };
            desk.say(&said.fill(&[("n", &given.letters)]))?;
        }
        end = end.max(beyond(desk, &node)?);
        for fork in node.forks()? {
            desk.say(&words::push::FORK_KEPT.fill(&[("verified", &fork.verified), ("other", &fork.other)]))?;
            end = end.max(End::Findings);
        }
        if items.is_empty() && end == End::Done {
            desk.say(&words::outbox::NOTHING_SEALED)?;
        }
        items.iter().try_for_each(|item| show(desk, &node, item))?;
        Ok(end)
    }
}

/// What the level above has published, of the newest period of each indicator: the lines of relative targets.
fn show_published(desk: &mut Desk<'_>, node: &Node) -> Result<(), AgentError> {
    let rules = node.rules();
    let campaign = node.campaign();
    let lines = campaign.and_then(|campaign| rules.definitions.benchmarks(&campaign.campaign));
    let Some(lines) = lines else { return Ok(()) };
    let mut newest: BTreeMap<&str, &PublishedLine> = BTreeMap::new();
    for line in &lines.lines {
        let kept = newest.entry(&line.indicator).or_insert(line);
        if line.period > kept.period {
            *kept = line;
        }
    }
    for line in newest.values() {
        let Some((indicator, value)) = rules.definitions.indicator(&line.indicator).zip(line.value()) else {
            continue;
        };
        let shown = match indicator.unit {
            Unit::Percent => format!("{} %", value.percent(2)),
            _ => decimal(&value.exact(), 1),
        };
        desk.say(&words::status::PUBLISHED.fill(&[
            ("issuer", &lines.issuer),
            ("indicator", &indicator.name),
            ("period", &line.period.title()),
            ("value", &shown),
            ("num", &line.numerator),
            ("den", &line.denominator),
        ]))?;
    }
    Ok(())
}
