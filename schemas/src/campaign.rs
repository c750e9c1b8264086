//! A campaign (专项行动): who owes which ledger when, which targets are asked, how places are given and what
//! is flagged. All of it is data with a version; sample sizes, grace days and thresholds are never constants.

mod commendation;
mod duty;
mod flag;
mod funnel;
mod grade;
mod ladder;
mod leading_group;
mod on_event;
mod phase;
mod protection;
mod reminders;
mod report;
mod scheme;
mod subsidy;
mod superior;
mod supervision;
mod task;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::Deserialize;

pub use self::{
    commendation::{Bar, Commendation},
    duty::{Deadline, Duty, Having, Only, Recipient, TimeOfDay, Within},
    flag::{Family, FlagRule, Rule},
    funnel::Stage,
    grade::{Grade, GradeRule, Graded, subject_of, subject_of_row},
    ladder::{Rung, Step},
    leading_group::{Contact, LeadingGroup, Member, Seat, Team},
    on_event::OnEvent,
    phase::{Phase, span_title},
    protection::Protection,
    reminders::{Quiet, Reminders, Span, Step as ReminderStep},
    report::Report,
    scheme::{Scheme, Weight},
    subsidy::{Band, Subsidy},
    superior::Document,
    supervision::Supervision,
    task::{Department, DepartmentCode, NotADepartmentCode, Task},
};
use crate::{
    calendar::Calendar,
    form::Form,
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
    /// The campaign above, whose targets hold here too and may only be tighter.
    pub parent: Option<String>,
    /// The document of the level above that it carries out.
    pub superior: Option<Document>,
    /// First day; a month in the file is its first.
    #[serde(deserialize_with = "phase::first_day")]
    pub from: NaiveDate,
    /// Last day; a month in the file is its last.
    #[serde(deserialize_with = "phase::last_day")]
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
    /// Stages; they may lie inside one another.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// Who directs it.
    pub leading_group: Option<LeadingGroup>,
    /// Offices that lead or implement tasks.
    #[serde(default)]
    pub departments: Vec<Department>,
    /// What is to be done, each under what stands before it.
    #[serde(default)]
    pub tasks: Vec<Task>,
    /// Which ledgers are owed.
    pub duties: Vec<Duty>,
    /// Which reports single matters need.
    #[serde(default)]
    pub reports: Vec<Report>,
    /// What is reported when it happens, and owed by nobody.
    #[serde(default)]
    pub on_event: Vec<OnEvent>,
    /// 特别防护期.
    #[serde(default)]
    pub protections: Vec<Protection>,
    /// Which cases are special or major; the first rule a case meets counts.
    #[serde(default)]
    pub grades: Vec<GradeRule>,
    /// Targets in display order.
    pub targets: Vec<Target>,
    /// Rules that propose supervision.
    #[serde(default)]
    pub flags: Vec<FlagRule>,
    /// The steps of supervision, the mildest first.
    #[serde(default)]
    pub ladder: Vec<Rung>,
    /// How what is put to a bureau is numbered, by whom and for how long; the program's own way if it is left out.
    #[serde(default)]
    pub supervision: Supervision,
    /// Who is put forward for commendation.
    pub commendation: Option<Commendation>,
    /// Other weights over the same targets, shown beside the campaign's own.
    #[serde(default)]
    pub schemes: Vec<Scheme>,
    /// The way of a dispute through the procedures; none if it is left out.
    #[serde(default)]
    pub funnel: Vec<Stage>,
    /// What mediators are paid for cases (以案定补); nothing if it is left out.
    pub subsidy: Option<Subsidy>,
    /// How often a brief of one page is printed (简报); never if it is left out.
    pub brief: Option<Cadence>,
    /// Whether every statement needs the signature of the bureau's leader (单位负责人会签) beside the node's.
    #[serde(default)]
    pub countersign: bool,
    /// After so many days without a decision a filing whose rows stand and that needs no person is confirmed by rule; never
    /// if it is left out (RULINGS 5).
    pub confirm_after: Option<u32>,
    /// When who owes a ledger is reminded; never by itself if it is left out.
    pub reminders: Option<Reminders>,
    /// What all its bureaus together are called: 全市, or 全省, 全区; in English `city`, `province`, `district`.
    #[serde(default = "city")]
    pub whole: Text,
    /// Whether the figures are invented; pages and files say 演示数据.
    #[serde(default)]
    pub demonstration: bool,
    /// A sentence that stands under every ranking of this campaign.
    pub caption: Option<Text>,
}

fn city() -> Text {
    Text::new("全市", "city")
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
        if self.first_judged.cadence() != self.cadence || self.cadence == Cadence::Phase {
            return Some("first_judged: not a period of the campaign's cadence".into());
        }
        if self.minimum_sample < 1 || self.least_weight > 100 {
            return Some("minimum_sample: at least 1; least_weight: at most 100".into());
        }
        if self.confirm_after == Some(0) {
            return Some("confirm_after: at least 1 day, so that somebody can look before".into());
        }
        if self.brief.is_some_and(|brief| brief != self.cadence) {
            return Some("brief: its figures stand by the campaign's cadence, and so does it".into());
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
        let fault = self.scheme_fault().or_else(|| funnel::fault(&self.funnel, &has_tally));
        if let Some(fault) = fault {
            return Some(fault);
        }
        let fault = self.task_fault().or_else(|| ladder::fault(&self.ladder));
        let fault = fault.or_else(|| self.supervision.fault());
        let fault = fault.or_else(|| self.leading_group.as_ref().and_then(LeadingGroup::fault));
        let fault = fault.or_else(|| self.commendation.as_ref().and_then(Commendation::fault));
        if let Some(fault) = fault.or_else(|| self.superior.as_ref().and_then(Document::fault)) {
            return Some(fault);
        }
        for duty in &self.duties {
            if !has_form(&duty.form) {
                return Some(format!("duties: no form `{}`", duty.form));
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

    /// What is wrong with what is owed: `key: reason`.
    pub fn fault_of_duties<'a>(
        &self,
        form: impl Fn(&str) -> Option<&'a Form>,
        calendar: &Calendar,
    ) -> Option<String> {
        if let Some(fault) = self.subsidy.as_ref().and_then(|subsidy| subsidy.fault(&form)) {
            return Some(fault);
        }
        let outside = self.protections.iter().find(|p| p.to < p.from || p.from < self.from || self.to < p.to);
        if let Some(protection) = outside {
            let reason = "it ends before it begins, or lies outside the campaign";
            return Some(format!("protections.{}: {reason}", protection.code));
        }
        let twice = |at: usize, duty: &Duty| {
            let mut before = self.duties.iter().take(at);
            before.any(|other| (&other.form, other.cadence) == (&duty.form, duty.cadence))
        };
        if let Some((_, duty)) = self.duties.iter().enumerate().find(|(at, duty)| twice(*at, duty)) {
            return Some(format!("duties.{}: stands twice with one cadence", duty.form));
        }
        let faults = self.duties.iter().find_map(|duty| duty.fault(self, calendar));
        let faults = faults.or_else(|| self.grades.iter().find_map(|rule| rule.fault(&form)));
        let faults = faults.or_else(|| self.reports.iter().find_map(|report| report.fault(self, &form)));
        faults.or_else(|| self.on_event.iter().find_map(|one| one.fault(self, &form)))
    }

    /// Whether a period is judged: in the campaign and not history.
    pub fn judges(&self, period: Period) -> bool {
        period.cadence() == self.cadence && period >= self.first_judged && period.start() <= self.to
    }

    /// The duty of a form for periods of a cadence.
    pub fn duty(&self, form: &str, cadence: Cadence) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.form == form && duty.cadence == cadence)
    }

    /// The reports of single matters that a form is for.
    pub fn report(&self, form: &str) -> Option<&Report> {
        self.reports.iter().find(|report| report.form == form)
    }

    /// Whether a form is filed for a day and a matter: as a report that is owed, or when something happens.
    pub fn takes_matters(&self, form: &str) -> bool {
        self.report(form).is_some() || self.on_event.iter().any(|one| one.form == form)
    }

    /// Whether a form is asked for at all.
    pub fn asks(&self, form: &str) -> bool {
        self.duties.iter().any(|duty| duty.form == form) || self.takes_matters(form)
    }

    /// Whether a form also goes to the political-legal committee of its bureau's level.
    pub fn goes_to_committee(&self, form: &str) -> bool {
        self.forms_of_committee().contains(&form)
    }

    /// The forms that go to the political-legal committee as well: ledgers, then reports of matters.
    pub fn forms_of_committee(&self) -> Vec<&str> {
        let duties = self.duties.iter().map(|duty| (duty.form.as_str(), &duty.recipients));
        let reports = self.reports.iter().map(|report| (report.form.as_str(), &report.recipients));
        let events = self.on_event.iter().map(|one| (one.form.as_str(), &one.recipients));
        let all = duties.chain(reports).chain(events);
        let handed = all.filter(|(_, to)| to.contains(&Recipient::Committee));
        handed.map(|(form, _)| form).collect()
    }

    /// The target of an indicator.
    pub fn target(&self, indicator: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.indicator == indicator)
    }
}
