//! Which ledger is owed how often, by whom, until when, and who receives it.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use utoipa::ToSchema;

use super::{Campaign, Grade};
use crate::{
    bureau::{BureauCode, Kind},
    calendar::{Calendar, Uncovered},
    deadline::Unit,
    period::{Cadence, Period, china, day_of, end_of_day},
    text::Text,
};

/// Most periods of one duty in a campaign: a day a year for a hundred years and more.
const MOST_PERIODS: usize = 40_000;

/// A ledger owed by the bureaus of the campaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Form.
    pub form: String,
    /// How often.
    pub cadence: Cadence,
    /// Days after the period's last day on whose end it is due; 0 is that day itself.
    pub due_days: u32,
    /// Days after the period's last day on whose end it counts as 未报送.
    pub grace_days: u32,
    /// Days after the period's last day on whose end it closes; after that only with an extension.
    pub close_days: u32,
    /// Cut-off within the day it is due, at +08:00; else the end of that day (DOMAIN §3.9).
    pub due_at: Option<TimeOfDay>,
    /// Which days are counted; working days go by the calendar.
    #[serde(default = "natural")]
    pub unit: Unit,
    /// Days on which alone a daily ledger is owed.
    pub within: Option<Within>,
    /// Who receives it; the upper bureau unless the campaign says more (RULINGS 15).
    #[serde(default = "upper")]
    pub recipients: Vec<Recipient>,
    /// Who owes it; every bureau unless it says so.
    pub only: Option<Only>,
    /// What there has to be for it to be owed.
    pub when: Option<Having>,
    /// First day, if it is not the campaign's.
    pub from: Option<NaiveDate>,
    /// Last day, if it is not the campaign's.
    pub to: Option<NaiveDate>,
}

/// A minute of the day, written `16:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay(NaiveTime);

/// Days on which alone a daily ledger is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Within {
    /// 特别防护期 of the campaign.
    Protection,
}

/// Who receives a filing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Recipient {
    /// 上级人社部门.
    Upper,
    /// 同级政法委 (DOMAIN §7.2 item 25).
    Committee,
}

/// Which bureaus owe a ledger: those of one of the kinds, and those that are named.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Only {
    /// Kinds of bureaus.
    pub kinds: Vec<Kind>,
    /// Single bureaus.
    pub bureaus: Vec<BureauCode>,
}

/// What there has to be in a period for a ledger to be owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Having {
    /// A case of this grade that is known and open.
    pub grade: Grade,
}

/// The three instants of an obligation (RULINGS 6), each the first one that is too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// From it on: late.
    pub due: DateTime<Utc>,
    /// From it on: not filed.
    pub grace: DateTime<Utc>,
    /// From it on: only with an extension.
    pub close: DateTime<Utc>,
}

fn natural() -> Unit {
    Unit::Natural
}

fn upper() -> Vec<Recipient> {
    vec![Recipient::Upper]
}

impl Recipient {
    /// What it is called for a person.
    pub fn title(self) -> Text {
        match self {
            Self::Upper => Text::new("上级人社部门", "upper bureau"),
            Self::Committee => Text::new("同级政法委", "political-legal committee"),
        }
    }
}

impl TimeOfDay {
    /// The instant at +08:00.
    pub fn on(self, day: NaiveDate) -> DateTime<Utc> {
        let at = china().from_local_datetime(&day.and_time(self.0)).single();
        at.map_or_else(|| end_of_day(day), |at| at.to_utc())
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = NaiveTime::parse_from_str(&text, "%H:%M").ok();
        let written = time.filter(|time| time.format("%H:%M").to_string() == text);
        written.map(Self).ok_or_else(|| D::Error::custom("write a time of the day as 16:30"))
    }
}

impl Deadline {
    /// The day on which it is due, as people say it.
    pub fn due_day(&self) -> NaiveDate {
        last_day(self.due)
    }

    /// The last day of grace.
    pub fn grace_day(&self) -> NaiveDate {
        last_day(self.grace)
    }

    /// The last day on which it is taken without an extension.
    pub fn close_day(&self) -> NaiveDate {
        last_day(self.close)
    }

    /// The cut-off, `16:30`, if it is due within a day and not at the day's end.
    pub fn cut_off(&self) -> Option<String> {
        let within = self.due != end_of_day(self.due_day());
        within.then(|| self.due.with_timezone(&china()).format("%H:%M").to_string())
    }

    /// The deadline moved so that it is due on the end of another day: grace and close keep their distance (RULINGS 6).
    pub fn moved_to(&self, until: NaiveDate) -> Self {
        let due = end_of_day(until);
        let after = |at: DateTime<Utc>| due.checked_add_signed(at - self.due).unwrap_or(at);
        Self { due, grace: after(self.grace), close: after(self.close) }
    }
}

/// The day of the last instant that is in time.
fn last_day(end: DateTime<Utc>) -> NaiveDate {
    day_of(end - chrono::TimeDelta::microseconds(1))
}

impl Only {
    /// Whether a bureau owes it. One whose kind is not known is not let off.
    pub fn holds(&self, bureau: &BureauCode, kind: Option<Kind>) -> bool {
        self.bureaus.contains(bureau) || kind.is_none_or(|kind| self.kinds.contains(&kind))
    }
}

impl Duty {
    /// The deadline for a period.
    ///
    /// # Errors
    /// [`Uncovered`] if working days are counted beyond the calendar; a campaign of which that is true is refused when it
    /// is loaded.
    pub fn deadline(&self, period: Period, calendar: &Calendar) -> Result<Deadline, Uncovered> {
        let last = period.end();
        let after = |days: u32| match self.unit {
            Unit::Natural => Ok(last.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)),
            Unit::Working => calendar.working_after(last, days),
        };
        let due = after(self.due_days)?;
        Ok(Deadline {
            due: self.due_at.map_or_else(|| end_of_day(due), |time| time.on(due)),
            grace: end_of_day(after(self.grace_days)?),
            close: end_of_day(after(self.close_days)?),
        })
    }

    /// Whether a period is owed under a campaign, as far as the period decides.
    pub fn asks_for(&self, campaign: &Campaign, period: Period) -> bool {
        let (first, last) = self.span(campaign);
        let judged = period.cadence() != campaign.cadence || period >= campaign.first_judged;
        period.cadence() == self.cadence
            && judged
            && period.start() <= last
            && first <= period.end()
            && (self.within != Some(Within::Protection) || campaign.protection(period.end()).is_some())
            && (self.cadence != Cadence::Phase
                || campaign
                    .phases
                    .iter()
                    .any(|phase| (phase.from, phase.to) == (period.start(), period.end())))
    }

    /// The periods it is owed for, as far as they decide, whose last day lies in a span; in their order.
    pub fn periods<'a>(
        &'a self,
        campaign: &'a Campaign,
        span: (NaiveDate, NaiveDate),
    ) -> impl Iterator<Item = Period> + use<'a> {
        let (first, last) = self.span(campaign);
        let begin = Period::holding(self.cadence, first.max(span.0));
        let regular = std::iter::successors(begin, |period| period.next())
            .take_while(move |period| period.start() <= last && period.end() <= span.1);
        let stages = campaign.phases.iter().filter(|_| self.cadence == Cadence::Phase);
        let stages = stages.filter_map(|phase| Period::phase(phase.from, phase.to));
        let ends = move |period: &Period| (span.0..=span.1).contains(&period.end());
        regular.chain(stages).filter(ends).filter(|period| self.asks_for(campaign, *period))
    }

    /// Whether a period of its cadence lies outside the campaign: what is filed of it is history (RULINGS 3). What lies in the
    /// campaign, but not between the days of a duty that has its own, is neither owed nor history.
    pub fn is_history(&self, campaign: &Campaign, period: Period) -> bool {
        let first = self.first_of(campaign);
        period.cadence() == self.cadence && (period.end() < first || campaign.to < period.start())
    }

    /// First and last day in force. The period that holds the first is owed whole.
    fn span(&self, campaign: &Campaign) -> (NaiveDate, NaiveDate) {
        (self.from.unwrap_or_else(|| self.first_of(campaign)), self.to.unwrap_or(campaign.to))
    }

    /// First day of the campaign as far as it judges ledgers of the duty's cadence.
    fn first_of(&self, campaign: &Campaign) -> NaiveDate {
        let same = self.cadence == campaign.cadence && self.from.is_none();
        if same { campaign.first_judged.start() } else { campaign.from }
    }

    /// What is wrong, given the campaign it stands in: `key: reason`.
    pub(super) fn fault(&self, campaign: &Campaign, calendar: &Calendar) -> Option<String> {
        let wrong = |reason: &str| Some(format!("duties.{}: {reason}", self.form));
        if !(self.due_days <= self.grace_days && self.grace_days <= self.close_days) {
            return wrong("due, grace and close must not go backwards");
        }
        let outside =
            |day: &Option<NaiveDate>| day.is_some_and(|day| day < campaign.from || campaign.to < day);
        if outside(&self.from) || outside(&self.to) || self.from.zip(self.to).is_some_and(|(a, b)| b < a) {
            return wrong("from, to: it ends before it begins, or lies outside the campaign");
        }
        if self.within.is_some() && (self.cadence != Cadence::Day || campaign.protections.is_empty()) {
            return wrong("within: only a daily ledger lies in protection periods, and there has to be one");
        }
        if self.cadence == Cadence::Phase && campaign.phases.is_empty() {
            return wrong("cadence: the campaign has no phases");
        }
        if self.recipients.is_empty() || !self.recipients.is_sorted_by(|one, next| one < next) {
            return wrong("recipients: `upper`, `committee` or both in this order");
        }
        if self.only.as_ref().is_some_and(|only| only.kinds.is_empty() && only.bureaus.is_empty()) {
            return wrong("only: nobody would owe it");
        }
        if self.when.is_some_and(|when| !campaign.grades.iter().any(|rule| rule.grade == when.grade)) {
            return wrong("when: the campaign has no rule for that grade");
        }
        let mut periods = self.periods(campaign, (NaiveDate::MIN, NaiveDate::MAX));
        let mut count = 0_usize;
        let uncovered = periods.find_map(|period| {
            count += 1;
            if count > MOST_PERIODS { Some(None) } else { self.deadline(period, calendar).err().map(Some) }
        });
        match uncovered {
            None => None,
            Some(None) => wrong("cadence: more periods than any campaign has"),
            Some(Some(uncovered)) => wrong(&format!("unit: working days are counted, and {uncovered}")),
        }
    }
}
