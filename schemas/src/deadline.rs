//! Time limits of procedures (审限、办理时限) as data, and the day on which one ends: a rule, the day it runs from, and what
//! happened to its clock. No due date is ever stored; each is counted again from these (DOMAIN §1.1).

#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Calendar, Uncovered},
    text::Text,
};

/// Most days of a limit with its extension.
const LONGEST: u32 = 3_660;

/// The limits of one procedure: `arbitration`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    /// Code.
    pub deadlines: String,
    /// Version; a site overrides by a higher one.
    pub version: u32,
    /// Name.
    pub name: Text,
    /// The law, rule or local practice they are from.
    pub source: Text,
    /// The limits, in the order of the procedure.
    pub rules: Vec<Arc<Rule>>,
}

/// One limit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Code within its procedure: `award`.
    pub code: String,
    /// What has to be done.
    pub name: Text,
    /// Article that sets it.
    pub article: Text,
    /// The event it runs from; that day is not counted.
    pub from: Text,
    /// How many days.
    pub days: u32,
    /// Which days are counted.
    pub unit: Unit,
    /// Whether an event may begin the count anew (重新计算).
    #[serde(default)]
    pub restarts: bool,
    /// Whether days may go uncounted (中止、公告送达).
    #[serde(default)]
    pub stops: bool,
    /// How it may be extended.
    pub extension: Option<Extension>,
    /// Whether the site has to set the number: no law does.
    #[serde(default)]
    pub local: bool,
}

/// Which days a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// 自然日; if the last one is not worked, the next working day is the last.
    Natural,
    /// 工作日.
    Working,
}

/// How a limit may be extended.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// Most days, of the limit's own kind.
    pub days: u32,
    /// Who approves.
    pub approver: Text,
    /// Whether the approval has a document that is named.
    #[serde(default)]
    pub document: bool,
}

/// Something that happened to the clock of a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockEvent {
    /// The day.
    pub on: NaiveDate,
    /// What happened.
    pub turn: Turn,
    /// Number of the document that says so.
    pub document: Option<String>,
}

/// What happens to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The count begins anew after that day (办案规则 Art. 46 (1)–(5)); an extension of the former count ends with it.
    Restart,
    /// From that day on no day is counted (中止审理、公告送达; Art. 46 (6)).
    Suspend,
    /// That day is counted again.
    Resume,
    /// So many more days were approved on that day.
    Extend(u32),
}

/// Where a limit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// It ends with this day.
    Ends(End),
    /// Its clock stands still since a day, with so many days left.
    Stopped {
        /// The first day that is not counted.
        since: NaiveDate,
        /// Days left.
        left: u32,
    },
}

/// The last day of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The last day on which it is kept.
    pub day: NaiveDate,
    /// The day the count came to; earlier than `day` if that one is not worked.
    pub counted: NaiveDate,
    /// The calendar does not say whether the day is worked; if it is not, the limit ends later.
    pub unsettled: Option<Uncovered>,
}

/// Why a limit cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockFault {
    /// Working days are counted beyond the calendar.
    #[error(transparent)]
    Uncovered(#[from] Uncovered),
    /// This limit knows no such event.
    #[error("the limit knows no such event ({0})")]
    Foreign(NaiveDate),
    /// An event lies before the limit began to run.
    #[error("the event of {0} lies before the limit began")]
    Early(NaiveDate),
    /// A clock that runs was resumed, or one that stands was suspended again.
    #[error("the event of {0} does not follow on what happened before")]
    OutOfTurn(NaiveDate),
    /// An extension is longer than the rule allows, all of them taken together.
    #[error("the extension of {0} is longer than {1} days")]
    TooLong(NaiveDate, u32),
    /// An extension names no document.
    #[error("the extension of {0} names no document")]
    NoDocument(NaiveDate),
    /// An extension was approved when the limit had passed.
    #[error("the extension of {0} came after the limit had passed on {1}")]
    Late(NaiveDate, NaiveDate),
}

impl ClockFault {
    /// What is wrong and what to do.
    pub fn text(&self) -> Text {
        let day = |on: &NaiveDate| on.to_string();
        match self {
            Self::Uncovered(uncovered) => uncovered.text(),
            Self::Foreign(on) => Text::new(
                "{on} 的事项不适用于本时限；请核对事项类型",
                "The event of {on} does not exist for this limit; check its kind",
            )
            .fill(&[("on", &day(on))]),
            Self::Early(on) => Text::new(
                "{on} 的事项早于起算日；请核对日期",
                "The event of {on} lies before the limit began to run; check the dates",
            )
            .fill(&[("on", &day(on))]),
            Self::OutOfTurn(on) => Text::new(
                "{on} 的事项与此前记录矛盾（未中止而恢复，或中止期间又中止）；请补齐记录",
                "The event of {on} contradicts what was recorded before (resumed without a suspension, or suspended \
                 twice); complete the record",
            )
            .fill(&[("on", &day(on))]),
            Self::TooLong(on, most) => Text::new(
                "{on} 的延长超过上限（累计最多 {most} 日）；请核对批准天数",
                "The extension of {on} is longer than allowed ({most} days in all); check the days approved",
            )
            .fill(&[("on", &day(on)), ("most", most)]),
            Self::NoDocument(on) => Text::new(
                "{on} 的延长没有批准文号；请填写",
                "The extension of {on} names no document; name it",
            )
            .fill(&[("on", &day(on))]),
            Self::Late(on, due) => Text::new(
                "{on} 批准延长时，时限已于 {due} 届满；逾期后批准不生效",
                "The extension was approved on {on}, when the limit had passed on {due}; it has no effect",
            )
            .fill(&[("on", &day(on)), ("due", &day(due))]),
        }
    }
}

impl Deadlines {
    /// The rule with a code.
    pub fn rule(&self, code: &str) -> Option<&Arc<Rule>> {
        self.rules.iter().find(|rule| rule.code == code)
    }

    /// What is wrong: `key: reason`.
    pub fn fault(&self) -> Option<String> {
        if self.rules.is_empty() {
            return Some("rules: at least one".into());
        }
        for (at, rule) in self.rules.iter().enumerate() {
            if self.rules.iter().take(at).any(|earlier| earlier.code == rule.code) {
                return Some(format!("rules.{}: stands twice", rule.code));
            }
            let extension = rule.extension.as_ref().map_or(Some(0), |extension| Some(extension.days));
            let all = extension.and_then(|more| rule.days.checked_add(more));
            if rule.days == 0 || all.is_none_or(|all| all > LONGEST) {
                return Some(format!("rules.{}: 1 to {LONGEST} days with the extension", rule.code));
            }
        }
        None
    }
}

impl Rule {
    /// How long it is, in words: `45日`, `60个工作日`.
    pub fn length(&self) -> Text {
        let words = match self.unit {
            Unit::Natural => Text::new("{n}日", "{n} days"),
            Unit::Working => Text::new("{n}个工作日", "{n} working days"),
        };
        words.fill(&[("n", &self.days)])
    }

    /// Where the limit stands that runs from a day, after what happened to its clock, in any order.
    ///
    /// # Errors
    /// [`ClockFault`].
    pub fn limit(
        &self,
        from: NaiveDate,
        events: &[ClockEvent],
        calendar: &Calendar,
    ) -> Result<Limit, ClockFault> {
        let mut events: Vec<&ClockEvent> = events.iter().collect();
        // Events of one day keep their order.
        events.sort_by_key(|event| event.on);
        let mut clock = Clock { rule: self, calendar, from, pauses: Vec::new(), since: None, extended: 0 };
        for event in events {
            clock.turn(event)?;
        }
        clock.limit()
    }
}

/// A limit while its events are gone through.
struct Clock<'a> {
    rule: &'a Rule,
    calendar: &'a Calendar,
    from: NaiveDate,
    /// Days that are not counted: the first, and the first that is counted again.
    pauses: Vec<(NaiveDate, NaiveDate)>,
    since: Option<NaiveDate>,
    extended: u32,
}

impl Clock<'_> {
    fn turn(&mut self, event: &ClockEvent) -> Result<(), ClockFault> {
        let on = event.on;
        if on < self.from {
            return Err(ClockFault::Early(on));
        }
        match event.turn {
            Turn::Restart if self.rule.restarts => {
                (self.from, self.since, self.extended) = (on, None, 0);
                self.pauses.clear();
            }
            Turn::Suspend if self.rule.stops => {
                if self.since.replace(on).is_some() {
                    return Err(ClockFault::OutOfTurn(on));
                }
            }
            Turn::Resume if self.rule.stops => {
                let since = self.since.take().ok_or(ClockFault::OutOfTurn(on))?;
                self.pauses.push((since, on));
            }
            Turn::Extend(days) => self.extend(event, days)?,
            Turn::Restart | Turn::Suspend | Turn::Resume => return Err(ClockFault::Foreign(on)),
        }
        Ok(())
    }

    fn extend(&mut self, event: &ClockEvent, days: u32) -> Result<(), ClockFault> {
        let on = event.on;
        let allowed = self.rule.extension.as_ref().ok_or(ClockFault::Foreign(on))?;
        if allowed.document && event.document.as_deref().is_none_or(|number| number.trim().is_empty()) {
            return Err(ClockFault::NoDocument(on));
        }
        let all = self.extended.saturating_add(days);
        if all > allowed.days {
            return Err(ClockFault::TooLong(on, allowed.days));
        }
        if let Limit::Ends(end) = self.limit()?
            && end.day < on
        {
            return Err(ClockFault::Late(on, end.day));
        }
        self.extended = all;
        Ok(())
    }

    /// The days are counted one by one: the most that can be counted is a few thousand, and no formula is as plain.
    fn limit(&self) -> Result<Limit, ClockFault> {
        let mut left = self.rule.days.saturating_add(self.extended);
        let mut day = self.from;
        while left > 0 {
            day = day.succ_opt().ok_or(Uncovered(day))?;
            if let Some(since) = self.since
                && since <= day
            {
                return Ok(Limit::Stopped { since, left });
            }
            let paused = self.pauses.iter().any(|(first, again)| (*first..*again).contains(&day));
            let counts = self.rule.unit == Unit::Natural || self.calendar.is_working(day)?;
            if counts && !paused {
                left -= 1;
            }
        }
        Ok(Limit::Ends(match self.calendar.working_from(day) {
            Ok(last) => End { day: last, counted: day, unsettled: None },
            Err(uncovered) => End { day, counted: day, unsettled: Some(uncovered) },
        }))
    }
}
