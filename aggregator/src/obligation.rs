//! What a bureau owes for a period and what became of it, as a pure function of acts and an instant (DOMAIN §3.12). What is
//! owed and until when is for [`schemas::owed`] to say.

pub mod board;
pub mod coming;

use chrono::{DateTime, Utc};
use schemas::{
    calendar::Calendar,
    campaign::{Campaign, Deadline, Duty},
    duty_act::Change,
    owed::{self, Acts, Owing},
    period::{Period, day_of},
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
    /// 待报: the period is over, the due instant is not.
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
    /// 豁免: let off, or the bureau no longer exists.
    Exempt,
    /// 逾期未报, within grace.
    Overdue,
    /// 未报送, after grace.
    Missing,
}

impl State {
    /// Whether something was filed and can stand.
    pub fn is_filed(self) -> bool {
        matches!(self, Self::Receipted | Self::Awaited | Self::Validated | Self::Confirmed | Self::Nil)
    }
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
    /// Days after the due day on which it was received, at least 1 if it was late; 0 if on time or not filed.
    pub late_days: i64,
    /// Its deadline, an extension included.
    pub deadline: Deadline,
    /// What was decided of it last.
    pub decided: Option<Change>,
}

/// What obligations of one bureau are seen from.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The working days.
    pub calendar: &'a Calendar,
    /// The bureau.
    pub who: Owing<'a>,
    /// What was decided of its duties, and its matters.
    pub acts: &'a Acts,
}

impl Ground<'_> {
    /// A duty's obligation for a period, given what was filed, at an instant. What lies outside the campaign can be filed as
    /// history, and has a state without being owed; there is none for what the campaign does not ask this bureau for.
    pub fn at(
        &self,
        duty: &Duty,
        period: Period,
        act: Option<Act>,
        now: DateTime<Utc>,
    ) -> Option<Obligation> {
        if let Some(owed) = owed::of_period(self.campaign, self.calendar, self.who, self.acts, duty, period) {
            return Some(of(&owed, self.campaign.judged, act, now));
        }
        let mine = duty.only.as_ref().is_none_or(|only| only.holds(self.who.code, self.who.kind));
        if !mine || !duty.is_history(self.campaign, period) {
            return None;
        }
        let deadline = duty.deadline(period, self.calendar).ok()?;
        let opens = owed::opens(period);
        Some(Obligation {
            state: state(opens, deadline, false, act, now),
            late_days: 0,
            deadline,
            decided: None,
        })
    }
}

/// What became of something owed. `timed` says whether lateness is judged (RULINGS 21).
pub fn of(owed: &owed::Obligation<'_>, timed: bool, act: Option<Act>, now: DateTime<Utc>) -> Obligation {
    let deadline = owed.deadline;
    let act = act.filter(counts);
    let decided = owed.decided.map(|act| act.change);
    // What was filed although it was let off is shown as what it is.
    if owed.exempt.is_some() && act.is_none() {
        return Obligation { state: State::Exempt, late_days: 0, deadline, decided };
    }
    let late = act.filter(|_| timed && owed.exempt.is_none());
    let late_days = late.map_or(0, |act| days_after(&deadline, act.received));
    Obligation { state: state(owed.opens, deadline, timed, act, now), late_days, deadline, decided }
}

/// Days by which an instant is after the due one: at least 1 if it is later at all.
pub fn days_after(deadline: &Deadline, at: DateTime<Utc>) -> i64 {
    if at < deadline.due { 0 } else { (day_of(at) - deadline.due_day()).num_days().max(1) }
}

/// What was withdrawn, or never followed by its rows, leaves the duty as if nothing had come.
fn counts(act: &Act) -> bool {
    !matches!(act.state, FilingState::Voided | FilingState::Defaulted)
}

fn state(
    opens: DateTime<Utc>,
    deadline: Deadline,
    timed: bool,
    act: Option<Act>,
    now: DateTime<Utc>,
) -> State {
    match act.filter(counts) {
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
        None if now < opens => State::NotDue,
        None if !timed || now < deadline.due => State::Open,
        None if now < deadline.grace => State::Overdue,
        None => State::Missing,
    }
}

#[cfg(test)]
mod tests {
    use schemas::{bureau::BureauCode, duty_act::DutyAct, statement::FilingKey};

    use super::*;

    fn instant(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn campaign(more: &str) -> Campaign {
        toml::from_str(&format!(
            "campaign='t'\nversion=1\nname={{zh='a',en='a'}}\nfrom='2025-07-01'\nto='2025-12-31'\ncadence='quarter'\n\
             first_judged='2025Q3'\nminimum_sample=30\nleast_weight=75\ntargets=[]\n\
             duties=[{{form='L3',cadence='quarter',due_days=15,grace_days=20,close_days=60}}{more}]"
        ))
        .unwrap()
    }

    const DAILY: &str = ",{form='L5',cadence='day',due_days=0,grace_days=1,close_days=2,due_at='16:30'}";

    fn seen(form: &str, period: &str, act: Option<Act>, acts: &Acts, now: &str) -> Option<Obligation> {
        let (campaign, calendar) = (campaign(DAILY), Calendar::default());
        let code: BureauCode = "519981".parse().unwrap();
        let ground =
            Ground { campaign: &campaign, calendar: &calendar, who: Owing::known_by_code(&code), acts };
        let period: Period = period.parse().unwrap();
        ground.at(campaign.duty(form, period.cadence())?, period, act, instant(now))
    }

    fn filed(state: FilingState, received: &str) -> Option<Act> {
        Some(Act { state, nil: false, awaited: false, received: instant(received) })
    }

    #[test]
    fn the_three_instants_are_ends_of_days_at_eight_east() {
        let state = |now: &str| seen("L3", "2025Q3", None, &Acts::default(), now).unwrap().state;
        assert_eq!(state("2025-09-30T23:59:59+08:00"), State::NotDue);
        assert_eq!(state("2025-10-01T00:00:00+08:00"), State::Open);
        assert_eq!(state("2025-10-15T23:59:59.999+08:00"), State::Open);
        assert_eq!(state("2025-10-16T00:00:00+08:00"), State::Overdue);
        assert_eq!(state("2025-10-20T23:59:59+08:00"), State::Overdue);
        assert_eq!(state("2025-10-21T00:00:00+08:00"), State::Missing);
    }

    #[test]
    fn a_day_is_owed_on_the_day_until_its_cut_off() {
        let of = |act, now: &str| seen("L5", "2025-10-07", act, &Acts::default(), now).unwrap();
        assert_eq!(of(None, "2025-10-06T23:59:59+08:00").state, State::NotDue);
        assert_eq!(of(None, "2025-10-07T16:29:59+08:00").state, State::Open);
        assert_eq!(of(None, "2025-10-07T16:30:00+08:00").state, State::Overdue);
        assert_eq!(of(None, "2025-10-09T00:00:00+08:00").state, State::Missing);
        let late = |received| of(filed(FilingState::Validated, received), received).late_days;
        assert_eq!(late("2025-10-07T16:29:59+08:00"), 0);
        assert_eq!(late("2025-10-07T16:30:00+08:00"), 1, "late within the day");
        assert_eq!(late("2025-10-08T09:00:00+08:00"), 1);
        assert_eq!(late("2025-10-09T09:00:00+08:00"), 2);
    }

    #[test]
    fn late_is_counted_in_days_after_due_and_history_is_never_late() {
        let late = |period: &str, received| {
            let act = filed(FilingState::Validated, received);
            seen("L3", period, act, &Acts::default(), received).unwrap().late_days
        };
        assert_eq!(late("2025Q3", "2025-10-15T23:59:59+08:00"), 0);
        assert_eq!(late("2025Q3", "2025-10-18T09:41:00+08:00"), 3);
        assert_eq!(late("2025Q2", "2025-10-18T09:41:00+08:00"), 0);
        let none = seen("L9", "2025Q3", None, &Acts::default(), "2025-10-18T09:41:00+08:00");
        assert!(none.is_none());
    }

    fn decided(changes: &[Change]) -> Acts {
        let act = |change: &Change| DutyAct {
            duty: FilingKey {
                bureau: "519981".parse().unwrap(),
                form: "L3".into(),
                period: "2025Q3".parse().unwrap(),
                subject: None,
            },
            change: *change,
            reason: "机房迁移".into(),
            by: "staff".into(),
        };
        Acts::new(changes.iter().map(act).collect(), Vec::new(), Vec::new())
    }

    #[test]
    fn what_is_extended_is_late_only_after_its_own_day() {
        let acts = decided(&[Change::Extended("2025-10-25".parse().unwrap())]);
        let of = |act, now: &str| seen("L3", "2025Q3", act, &acts, now).unwrap();
        assert_eq!(of(None, "2025-10-25T23:59:59+08:00").state, State::Open);
        assert_eq!(of(None, "2025-10-26T00:00:00+08:00").state, State::Overdue);
        assert_eq!(of(None, "2025-10-30T23:59:59+08:00").state, State::Overdue, "grace moves with it");
        assert_eq!(of(None, "2025-10-31T00:00:00+08:00").state, State::Missing);
        let late = |received| of(filed(FilingState::Validated, received), received).late_days;
        assert_eq!((late("2025-10-18T09:41:00+08:00"), late("2025-10-27T09:41:00+08:00")), (0, 2));
    }

    #[test]
    fn what_is_let_off_is_neither_late_nor_missing() {
        let acts = decided(&[Change::Exempted]);
        let of = |act, now: &str| seen("L3", "2025Q3", act, &acts, now).unwrap();
        assert_eq!(of(None, "2025-12-01T00:00:00+08:00").state, State::Exempt);
        let filed =
            of(filed(FilingState::Confirmed, "2025-11-01T00:00:00+08:00"), "2025-12-01T00:00:00+08:00");
        assert_eq!((filed.state, filed.late_days), (State::Confirmed, 0));
    }
}
