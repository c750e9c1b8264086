//! When who owes a ledger is reminded (催报): steps before and after the due instant, from which step on the bureau's leader
//! is addressed too, and at which hours nobody is disturbed.

use std::{fmt, str::FromStr};

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::{
    calendar::Calendar,
    period::{china, day_of},
    text::Text,
};

/// Most steps on either side.
const MOST: usize = 8;
/// Farthest step from the due instant.
const FARTHEST: TimeDelta = TimeDelta::days(60);

/// The reminders of a campaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// How long before the due instant: `["3d", "1d", "4h"]`.
    #[serde(default)]
    pub before: Vec<Span>,
    /// How long after it.
    #[serde(default)]
    pub after: Vec<Span>,
    /// From which step after it the leader is addressed too (逐级提醒).
    pub escalate: Option<Span>,
    /// When nobody is disturbed.
    pub quiet: Option<Quiet>,
}

/// A length of time in whole days or hours: `3d`, `4h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(TimeDelta);

/// Hours at which no reminder is made or sent, at official time (+08:00); what falls into them waits.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// First moment.
    #[serde(deserialize_with = "time")]
    pub from: NaiveTime,
    /// Moment after the last; earlier than `from` if they go over midnight.
    #[serde(deserialize_with = "time")]
    pub to: NaiveTime,
    /// Whether days that are not worked are quiet as a whole.
    #[serde(default)]
    pub days_off: bool,
}

/// One step of reminding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// So long before the due instant.
    Before(Span),
    /// So long after it.
    After(Span),
    /// So long after it, and the leader is addressed too.
    Leader(Span),
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}`: days or hours such as 3d or 4h, at most 60 days");
        let unit = text.chars().last().ok_or_else(wrong)?;
        let number: i64 = text.strip_suffix(unit).and_then(|number| number.parse().ok()).ok_or_else(wrong)?;
        let span = match unit {
            'd' => TimeDelta::try_days(number),
            'h' => TimeDelta::try_hours(number),
            _ => None,
        };
        span.filter(|span| *span > TimeDelta::zero() && *span <= FARTHEST).map(Self).ok_or_else(wrong)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
    let text = String::deserialize(deserializer)?;
    NaiveTime::parse_from_str(&text, "%H:%M")
        .map_err(|_| D::Error::custom(format!("`{text}`: a time such as 08:30")))
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.num_hours() {
            hours if hours % 24 == 0 => write!(f, "{}d", hours / 24),
            hours => write!(f, "{hours}h"),
        }
    }
}

impl Span {
    fn text(self) -> Text {
        match self.0.num_hours() {
            hours if hours % 24 == 0 => Text::new("{n}天", "{n} days").fill(&[("n", &(hours / 24))]),
            hours => Text::new("{n}小时", "{n} hours").fill(&[("n", &hours)]),
        }
    }
}

/// Its name in a store: `before-3d`, `after-1d`, `leader-3d`.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(span) => write!(f, "before-{span}"),
            Self::After(span) => write!(f, "after-{span}"),
            Self::Leader(span) => write!(f, "leader-{span}"),
        }
    }
}

impl Step {
    /// Whether it comes when the due instant has passed.
    pub fn is_late(self) -> bool {
        !matches!(self, Self::Before(_))
    }

    /// In words.
    pub fn text(self) -> Text {
        let (words, span) = match self {
            Self::Before(span) => (Text::new("截止前{span}", "{span} before it is due"), span),
            Self::After(span) => (Text::new("逾期{span}", "{span} overdue"), span),
            Self::Leader(span) => {
                (Text::new("逾期{span}，提醒负责人", "{span} overdue, the leader is reminded"), span)
            }
        };
        words.fill(&[("span", &span.text())])
    }
}

impl Quiet {
    /// Whether nobody is disturbed at an instant. A day of which the calendar does not speak counts as worked: a
    /// reminder too many does less harm than one that never comes.
    pub fn holds(&self, now: DateTime<Utc>, calendar: &Calendar) -> bool {
        let time = now.with_timezone(&china()).time();
        let within = if self.from <= self.to {
            self.from <= time && time < self.to
        } else {
            self.from <= time || time < self.to
        };
        within || self.days_off && calendar.is_working(day_of(now)) == Ok(false)
    }
}

impl Reminders {
    /// The step that is to be made for something due then, if nothing was done yet: the latest that has come. What a
    /// standstill has missed is not made up for one by one. A step before the due instant is none any more after it,
    /// nor one that would lie before `open`, where there is nothing to file.
    pub fn step(&self, open: DateTime<Utc>, due: DateTime<Utc>, now: DateTime<Utc>) -> Option<Step> {
        if now < due {
            let come =
                |span: &&Span| due.checked_sub_signed(span.0).is_some_and(|at| open <= at && at <= now);
            return self.before.iter().filter(come).min().copied().map(Step::Before);
        }
        let come = |span: &&Span| due.checked_add_signed(span.0).is_some_and(|at| at <= now);
        let span = self.after.iter().filter(come).max().copied()?;
        let leader = self.escalate.is_some_and(|from| from <= span);
        Some(if leader { Step::Leader(span) } else { Step::After(span) })
    }

    /// Whether nobody is disturbed at an instant.
    pub fn is_quiet(&self, now: DateTime<Utc>, calendar: &Calendar) -> bool {
        self.quiet.is_some_and(|quiet| quiet.holds(now, calendar))
    }

    /// What is wrong: `key: reason`.
    pub(super) fn fault(&self) -> Option<String> {
        for (key, spans) in [("before", &self.before), ("after", &self.after)] {
            let twice =
                spans.iter().enumerate().any(|(at, span)| spans.iter().take(at).any(|one| one == span));
            if spans.len() > MOST || twice {
                return Some(format!("reminders.{key}: at most {MOST} steps, each once"));
            }
        }
        if self.before.is_empty() && self.after.is_empty() {
            return Some("reminders: at least one step".into());
        }
        if self.escalate.is_some_and(|from| !self.after.contains(&from)) {
            return Some("reminders.escalate: one of the steps of `after`".into());
        }
        let nothing = self.quiet.is_some_and(|quiet| quiet.from == quiet.to);
        nothing.then(|| "reminders.quiet: it ends when it begins".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Definitions;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(&format!("{text}:00+08:00")).unwrap().to_utc()
    }

    fn reminders() -> Reminders {
        let text = "before=['3d','1d','4h']\nafter=['1d','3d']\nescalate='3d'\nquiet={from='20:00',to='08:00',days_off=true}";
        let reminders: Reminders = toml::from_str(text).unwrap();
        assert_eq!(reminders.fault(), None);
        reminders
    }

    #[test]
    fn the_latest_step_that_has_come_is_the_one() {
        let reminders = reminders();
        let step = |now: &str| {
            let step = reminders.step(at("2025-10-01T00:00"), at("2025-10-16T00:00"), at(now));
            step.map(|step| step.to_string())
        };
        for (now, said) in [
            ("2025-10-12T23:59", None),
            ("2025-10-13T00:00", Some("before-3d")),
            ("2025-10-14T23:59", Some("before-3d")),
            ("2025-10-15T00:00", Some("before-1d")),
            ("2025-10-15T20:00", Some("before-4h")),
            ("2025-10-15T23:59", Some("before-4h")),
            ("2025-10-16T00:00", None),
            ("2025-10-17T00:00", Some("after-1d")),
            ("2025-10-19T00:00", Some("leader-3d")),
            ("2025-12-31T00:00", Some("leader-3d")),
        ] {
            assert_eq!(step(now).as_deref(), said, "{now}");
        }
        // A daily report is open for a day: nobody is reminded of it three days before.
        let daily = |now: &str| reminders.step(at("2025-10-13T00:00"), at("2025-10-13T16:30"), at(now));
        assert_eq!(daily("2025-10-13T08:00"), None);
        assert_eq!(daily("2025-10-13T12:30").unwrap().to_string(), "before-4h");
    }

    #[test]
    fn quiet_hours_go_over_midnight_and_days_off_are_quiet() {
        let (definitions, reminders) = (Definitions::builtin().unwrap(), reminders());
        let quiet = |now: &str| reminders.is_quiet(at(now), definitions.calendar());
        for (now, is) in [
            ("2025-10-13T19:59", false),
            ("2025-10-13T20:00", true),
            ("2025-10-14T07:59", true),
            ("2025-10-14T08:00", false),
            ("2025-10-12T10:00", true),
            ("2025-10-11T10:00", false),
            ("2025-10-08T10:00", true),
            ("2027-01-02T10:00", false),
        ] {
            assert_eq!(quiet(now), is, "{now}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (text, said) in [
            ("before=['3x']", "3d or 4h"),
            ("before=['0d']", "3d or 4h"),
            ("before=['61d']", "at most 60 days"),
            ("before=['']", "3d or 4h"),
            ("before=['1d','24h']", "each once"),
            ("after=[]", "at least one step"),
            ("after=['1d']\nescalate='2d'", "one of the steps"),
            ("after=['1d']\nquiet={from='08:00',to='08:00'}", "ends when it begins"),
            ("after=['1d']\nquiet={from='8',to='08:00'}", "08:30"),
        ] {
            let fault = match toml::from_str::<Reminders>(text) {
                Ok(reminders) => reminders.fault().unwrap_or_default(),
                Err(error) => error.message().to_owned(),
            };
            assert!(fault.contains(said), "{text}: {fault}");
        }
    }

    #[test]
    fn steps_are_said_in_both_languages() {
        let step = |text: &str| text.parse::<Span>().unwrap();
        assert_eq!(Step::Before(step("3d")).text(), Text::new("截止前3天", "3 days before it is due"));
        assert_eq!(Step::After(step("2d")).text(), Text::new("逾期2天", "2 days overdue"));
        let leader = Text::new("逾期36小时，提醒负责人", "36 hours overdue, the leader is reminded");
        assert_eq!(Step::Leader(step("36h")).text(), leader);
        assert!(Step::After(step("1d")).is_late() && !Step::Before(step("1d")).is_late());
    }
}
