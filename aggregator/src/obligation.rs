//! What a bureau owes for a period and what became of it, as a pure function of acts and an instant (DOMAIN §3.12).

pub mod board;

use chrono::{DateTime, Days, Utc};
use schemas::{
    campaign::{Campaign, Deadline},
    period::{Period, day_of, start_of_day},
    wire::FilingState,
};
use serde::Serialize;
use utoipa::ToSchema;

/// State of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// 未到期: the period is still running.
    NotDue,
    /// 待报: the period is over, the due day is not.
    Open,
    /// 已回执: the statement is in the log, its rows are awaited.
    Receipted,
    /// Its rows cannot stand; the node must amend.
    Invalid,
    /// 退回修改: the city sent it back; the node must amend.
    Returned,
    /// Its rows stood before the city was restored, and have to come again.
    Awaited,
    /// 待确认: its rows stand.
    Validated,
    /// 已确认.
    Confirmed,
    /// 零报告.
    Nil,
    /// 逾期未报, within grace.
    Overdue,
    /// 未报送, after grace.
    Missing,
}

/// What was filed, as far as the state depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// State of the head.
    pub state: FilingState,
    /// Whether it is a nil return.
    pub nil: bool,
    /// Whether its rows were lost in a restore and have not come again.
    pub awaited: bool,
    /// When the first revision that stood, or the first one at all, was received.
    pub received: DateTime<Utc>,
}

/// An obligation at an instant.
#[derive(Clone, Copy, Debug)]
pub struct Obligation {
    /// Its state.
    pub state: State,
    /// Days after the due day on which it was received; 0 if on time or not filed.
    pub late_days: i64,
    /// Its deadline.
    pub deadline: Deadline,
}

/// The end of a day at +08:00, exclusive.
pub fn end_of(day: chrono::NaiveDate) -> DateTime<Utc> {
    start_of_day(day.checked_add_days(Days::new(1)).unwrap_or(day))
}

/// The obligation of a form for a period, given what was filed, at an instant.
pub fn at(
    campaign: &Campaign,
    form: &str,
    period: Period,
    act: Option<Act>,
    now: DateTime<Utc>,
) -> Option<Obligation> {
    let deadline = campaign.duty(form)?.deadline(period);
    // History and retrospective campaigns know no lateness (RULINGS 3, 21).
    let timed = campaign.judged && campaign.judges(period);
    // What was withdrawn, or never followed by its rows, leaves the duty as if nothing had come.
    let act = act.filter(|act| !matches!(act.state, FilingState::Voided | FilingState::Defaulted));
    let state = match act {
        Some(act) if act.awaited && act.state.stands() => State::Awaited,
        Some(act) => match act.state {
            FilingState::Receipted | FilingState::Voided | FilingState::Defaulted => State::Receipted,
            FilingState::Invalid => State::Invalid,
            FilingState::Returned => State::Returned,
            FilingState::Validated | FilingState::Superseded if act.nil => State::Nil,
            FilingState::Validated | FilingState::Superseded => State::Validated,
            FilingState::Confirmed if act.nil => State::Nil,
            FilingState::Confirmed => State::Confirmed,
        },
        None if now < end_of(period.end()) => State::NotDue,
        None if !timed || now < end_of(deadline.due) => State::Open,
        None if now < end_of(deadline.grace) => State::Overdue,
        None => State::Missing,
    };
    let late = act.map_or(0, |act| (day_of(act.received) - deadline.due).num_days().max(0));
    Some(Obligation { state, late_days: if timed { late } else { 0 }, deadline })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn campaign() -> Campaign {
        toml::from_str(
            "campaign='t'\nversion=1\nname={zh='a',en='a'}\nfrom='2025-07-01'\nto='2025-12-31'\ncadence='quarter'\n\
             first_judged='2025Q3'\nminimum_sample=30\nleast_weight=75\ntargets=[]\n\
             duties=[{form='L3',cadence='quarter',due_days=15,grace_days=20,close_days=60}]",
        )
        .unwrap()
    }

    #[test]
    fn the_three_instants_are_ends_of_days_at_eight_east() {
        let campaign = campaign();
        let period = "2025Q3".parse().unwrap();
        let state = |now: &str| at(&campaign, "L3", period, None, instant(now)).unwrap().state;
        assert_eq!(state("2025-09-30T23:59:59+08:00"), State::NotDue);
        assert_eq!(state("2025-10-01T00:00:00+08:00"), State::Open);
        assert_eq!(state("2025-10-15T23:59:59.999+08:00"), State::Open);
        assert_eq!(state("2025-10-16T00:00:00+08:00"), State::Overdue);
        assert_eq!(state("2025-10-20T23:59:59+08:00"), State::Overdue);
        assert_eq!(state("2025-10-21T00:00:00+08:00"), State::Missing);
    }

    #[test]
    fn late_is_counted_in_days_after_due_and_history_is_never_late() {
        let campaign = campaign();
        let act = |received: &str| {
            Some(Act {
                state: FilingState::Validated,
                nil: false,
                awaited: false,
                received: instant(received),
            })
        };
        let late = |period: &str, received| {
            at(&campaign, "L3", period.parse().unwrap(), act(received), instant(received)).unwrap().late_days
        };
        assert_eq!(late("2025Q3", "2025-10-15T23:59:59+08:00"), 0);
        assert_eq!(late("2025Q3", "2025-10-18T09:41:00+08:00"), 3);
        assert_eq!(late("2025Q2", "2025-10-18T09:41:00+08:00"), 0);
        assert!(
            at(&campaign, "L9", "2025Q3".parse().unwrap(), None, instant("2025-10-18T09:41:00+08:00"))
                .is_none()
        );
    }
}
