//! When something that happens again and again is due: a cron pattern at official time (+08:00), and which of its
//! instants a run is to be made for. However many were missed, one run makes up for all of them (DEPENDENCIES §6).

use std::{fmt, str::FromStr};

use chrono::{DateTime, FixedOffset, SubsecRound, TimeDelta, Utc};
use croner::Cron;

use crate::period::china;

/// After this long without a sign of life a run that was begun is given up: its process is gone.
pub const GIVEN_UP: TimeDelta = TimeDelta::minutes(5);

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it should.
    Done,
    /// With trouble; it is tried again.
    Failed,
    /// Its process ended before it did, and a later run took its place.
    Broken,
}

impl Outcome {
    /// The word in a store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Broken => "broken",
        }
    }

    /// The outcome of a word.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Done, Self::Failed, Self::Broken].into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A cron pattern of five fields, or of six with seconds first.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule(Cron);

/// A pattern that is none, or that names no instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no cron pattern of five fields, or of six with seconds first, that is ever due")]
pub struct NoSchedule(String);

impl FromStr for Schedule {
    type Err = NoSchedule;

    fn from_str(text: &str) -> Result<Self, NoSchedule> {
        let refused = || NoSchedule(text.to_owned());
        let schedule = Self(Cron::from_str(text).map_err(|_| refused())?);
        // The thirtieth of February is a pattern and no day.
        schedule.next(DateTime::UNIX_EPOCH).map(|_| schedule).ok_or_else(refused)
    }
}

impl Schedule {
    /// The instant whose run is to be made now, if there is one. `ended`: for when the latest run that came to an end
    /// was due; one in the future was made under a clock that was wrong, and is not to be given here.
    pub fn due(&self, ended: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let newest = self.0.find_previous_occurrence(&whole(now), true).ok()?.to_utc();
        ended.is_none_or(|ended| ended < newest).then_some(newest)
    }

    /// The next instant after one.
    pub fn next(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        Some(self.0.find_next_occurrence(&whole(now), false).ok()?.to_utc())
    }
}

/// The second at official time: the search keeps fractions, and every look would find an instant of its own.
fn whole(now: DateTime<Utc>) -> DateTime<FixedOffset> {
    now.trunc_subsecs(0).with_timezone(&china())
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn schedule(text: &str) -> Schedule {
        text.parse().unwrap()
    }

    #[test]
    fn a_schedule_follows_official_time() {
        let now = at("2025-10-12T01:07:31Z");
        for (pattern, next) in [
            ("0 * * * * *", "2025-10-12T01:08:00Z"),
            ("*/15 * * * *", "2025-10-12T01:15:00Z"),
            ("20 3 * * *", "2025-10-12T19:20:00Z"),
        ] {
            assert_eq!(schedule(pattern).next(now), Some(at(next)), "{pattern}");
        }
        assert_eq!(schedule("20 3 * * *").to_string(), "20 3 * * *");
    }

    #[test]
    fn what_was_missed_is_made_up_for_once() {
        let (minutely, now) = (schedule("* * * * *"), at("2025-10-12T01:07:31Z"));
        let newest = Some(at("2025-10-12T01:07:00Z"));
        assert_eq!(minutely.due(None, now), newest, "nothing ever ran");
        assert_eq!(minutely.due(Some(at("2024-10-12T01:00:00Z")), now), newest, "one run for the year");
        assert_eq!(minutely.due(newest, now), None);
        assert_eq!(minutely.due(newest, at("2025-10-12T01:08:00Z")), Some(at("2025-10-12T01:08:00Z")));
    }

    #[test]
    fn fractions_of_a_second_do_not_make_instants() {
        let (minutely, due) = (schedule("* * * * *"), at("2025-10-12T01:07:00Z"));
        let look = at("2025-10-12T01:07:31.123456Z");
        assert_eq!(
            (minutely.due(None, look), minutely.next(look)),
            (Some(due), Some(at("2025-10-12T01:08:00Z")))
        );
        assert_eq!(minutely.due(Some(due), at("2025-10-12T01:07:31.654321Z")), None);
    }

    #[test]
    fn what_is_never_due_is_no_schedule() {
        for text in ["", "x", "* * * *", "61 * * * *", "0 0 30 2 *", "* * * * * * * *"] {
            assert!(text.parse::<Schedule>().is_err(), "{text}");
        }
    }
}
