//! A campaign (专项行动): who owes which ledger when, which targets are asked, how places are given and what
//! is flagged. All of it is data with a version; sample sizes, grace days and thresholds are never constants.

mod duty;
mod flag;
mod phase;
mod reminders;

use chrono::NaiveDate;
use serde::Deserialize;

pub use self::{
    duty::{Deadline, Duty},
    flag::{Family, FlagRule, Rule},
    phase::Phase,
    reminders::{Quiet, Reminders, Span, Step},
};
use crate::{
    period::{Cadence, Period},
    target::Target,
    text::Text,
};

/// A campaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Code: `yunjiang-2025`.
    pub campaign: String,
    /// Version.
    pub version: u32,
    /// Name.
    pub name: Text,
    /// The document it rests on.
    pub basis: Option<Text>,
    /// First and last day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Cadence of its standings.
    pub cadence: Cadence,
    /// First period that is judged; earlier ones may be filed as history.
    pub first_judged: Period,
    /// Whether timeliness and flags apply. A retrospective run over old data says no (RULINGS 21).
    #[serde(default = "yes")]
    pub judged: bool,
    /// Least denominator for a place (RULINGS 8).
    pub minimum_sample: i64,
    /// How equal values are placed.
    #[serde(default)]
    pub ties: Ties,
    /// Least share of the composite's weight, in percent, that must remain (RULINGS 9).
    pub least_weight: u32,
    /// Stages.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// Which ledgers are owed.
    pub duties: Vec<Duty>,
    /// Targets in display order.
    pub targets: Vec<Target>,
    /// Rules that propose supervision.
    #[serde(default)]
    pub flags: Vec<FlagRule>,
    /// Whether every statement needs the signature of the bureau's leader (单位负责人会签) beside the node's.
    #[serde(default)]
    pub countersign: bool,
    /// After so many days without a decision a filing whose rows stand and that needs no person is confirmed by rule; never
    /// if it is left out (RULINGS 5).
    pub confirm_after: Option<u32>,
    /// When who owes a ledger is reminded; never by itself if it is left out.
    pub reminders: Option<Reminders>,
    /// Whether the figures are invented; pages and files say 演示数据.
    #[serde(default)]
    pub demonstration: bool,
    /// A sentence that stands under every ranking of this campaign.
    pub caption: Option<Text>,
}

fn yes() -> bool {
    true
}

/// How equal fractions are placed (RULINGS 7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ties {
    /// They share the place: 1, 2, 2, 4.
    #[default]
    Share,
    /// The printed order of tie-breakers decides.
    Break,
}

impl Campaign {
    /// What is wrong: `key: reason`.
    pub fn fault(
        &self,
        has_form: impl Fn(&str) -> bool,
        has_indicator: impl Fn(&str) -> bool,
        has_tally: impl Fn(&str) -> bool,
    ) -> Option<String> {
        if self.to < self.from {
            return Some("to: the campaign ends before it begins".into());
        }
        if self.first_judged.cadence() != self.cadence {
            return Some("first_judged: not a period of the campaign's cadence".into());
        }
        if self.minimum_sample < 1 || self.least_weight > 100 {
            return Some("minimum_sample: at least 1; least_weight: at most 100".into());
        }
        if self.confirm_after == Some(0) {
            return Some("confirm_after: at least 1 day, so that somebody can look before".into());
        }
        if let Some(fault) = self.reminders.as_ref().and_then(Reminders::fault) {
            return Some(fault);
        }
        if self.duties.is_empty() {
            return Some("duties: a campaign asks for at least one ledger".into());
        }
        let outside = self.phases.iter().find(|p| p.to < p.from || p.from < self.from || self.to < p.to);
        if let Some(phase) = outside {
            let reason = "it ends before it begins, or lies outside the campaign";
            return Some(format!("phases.{}: {reason}", phase.name.zh));
        }
        for duty in &self.duties {
            if !has_form(&duty.form) {
                return Some(format!("duties: no form `{}`", duty.form));
            }
            if !(duty.due_days <= duty.grace_days && duty.grace_days <= duty.close_days) {
                return Some(format!("duties.{}: due, grace and close must not go backwards", duty.form));
            }
        }
        for (at, target) in self.targets.iter().enumerate() {
            if !has_indicator(&target.indicator) {
                return Some(format!("targets: no indicator `{}`", target.indicator));
            }
            if self.targets.iter().take(at).any(|earlier| earlier.indicator == target.indicator) {
                return Some(format!("targets.{}: stands twice", target.indicator));
            }
            if target.weight > 0 && !target.is_hard() {
                return Some(format!(
                    "targets.{}: what is only aspired to or shown carries no weight",
                    target.indicator
                ));
            }
        }
        let weight: u32 = self.targets.iter().map(|target| target.weight).sum();
        if weight != 0 && weight != 100 {
            return Some(format!("targets: the weights add up to {weight}, not 100"));
        }
        self.flags.iter().find_map(|flag| match &flag.rule {
            Rule::OverdueOpen { tally, of, .. } => {
                let unknown = std::iter::once(tally).chain(of).find(|name| !has_tally(name));
                unknown.map(|name| format!("flags: no tally `{name}`"))
            }
            Rule::BelowTargetRunning { periods: 0 }
            | Rule::BottomRunning { periods: 0, .. }
            | Rule::LateInYear { times: 0 } => Some("flags: a count is at least 1".into()),
            _ => None,
        })
    }

    /// Whether a period is judged: in the campaign and not history.
    pub fn judges(&self, period: Period) -> bool {
        period.cadence() == self.cadence && period >= self.first_judged && period.start() <= self.to
    }

    /// The duty of a form.
    pub fn duty(&self, form: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.form == form)
    }

    /// The target of an indicator.
    pub fn target(&self, indicator: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.indicator == indicator)
    }
}
