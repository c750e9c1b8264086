//! Dates for cases, chosen so that every count of a quarter comes out exactly.
//!
//! Every case of a stream has the same limit, so cases fall due in the order in which they came in: the cohort due
//! in a quarter is the late part of the quarter before and the early part of this one. How many come in before and
//! after the day that parts the two is what sets the cohort. (A limit must be shorter than a quarter for that, which
//! 60 working days are not always; but the figures say nothing about inspections that fall due.)

use std::cmp::Reverse;

use chrono::{Days, NaiveDate};
use schemas::period::Period;

use super::{calendar::Calendar, chance::Chance, plan::Figures};

/// How long a case may take.
#[derive(Clone, Copy, Debug)]
pub(super) enum Limit {
    Days(u64),
    WorkingDays(usize),
}

/// The dates of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Course {
    pub(super) came: NaiveDate,
    pub(super) due: NaiveDate,
    pub(super) closed: Option<NaiveDate>,
    /// Closed well, in the words of [`Figures::good`].
    pub(super) good: bool,
    /// And better, in those of [`Figures::best`].
    pub(super) best: bool,
}

impl Limit {
    fn due(self, calendar: &Calendar, came: NaiveDate) -> NaiveDate {
        match self {
            Self::Days(days) => came + Days::new(days),
            Self::WorkingDays(days) => calendar.after(came, days),
        }
    }

    /// The working days of a period in two parts: what comes in on the first falls due in it, on the second after it.
    fn parts(self, calendar: &Calendar, period: Period) -> (&[NaiveDate], &[NaiveDate]) {
        let days = calendar.within(period.start(), period.end());
        days.split_at(days.partition_point(|day| self.due(calendar, *day) <= period.end()))
    }

    /// How many of `came` cases, spread evenly over a period, fall due after it.
    pub(super) fn undue(self, calendar: &Calendar, period: Period, came: usize) -> usize {
        let (early, late) = self.parts(calendar, period);
        (came * late.len()).checked_div(early.len() + late.len()).unwrap_or(0)
    }
}

/// The cases of a stream in the order they came in.
pub(super) fn courses(calendar: &Calendar, chance: Chance, limit: Limit, figures: &[Figures]) -> Vec<Course> {
    let mut courses: Vec<Course> = Vec::new();
    for quarter in figures {
        let mut chance = chance.named(&quarter.period.to_string());
        let (early, late) = limit.parts(calendar, quarter.period);
        let carried: Vec<usize> =
            courses.iter().enumerate().filter(|(_, case)| case.closed.is_none()).map(|(at, _)| at).collect();
        let first = courses.len();
        let days = spread(early, quarter.came.saturating_sub(quarter.undue), &mut chance).chain(spread(
            late,
            quarter.undue,
            &mut chance,
        ));
        let new = days.map(|came| Course {
            came,
            due: limit.due(calendar, came),
            closed: None,
            good: false,
            best: false,
        });
        courses.extend(new.collect::<Vec<_>>());
        let here: Vec<usize> = carried.into_iter().chain(first..courses.len()).collect();
        let fates = fates(&courses, &here, quarter, &mut chance);
        let mut closing: Vec<usize> = Vec::new();
        for (at, fate) in fates {
            let Some(case) = courses.get_mut(at) else { continue };
            case.closed = closing_day(calendar, case, fate, quarter.period, &mut chance);
            closing.extend(case.closed.map(|_| at));
        }
        chance.shuffle(&mut closing);
        for (turn, at) in closing.into_iter().enumerate() {
            let Some(case) = courses.get_mut(at) else { continue };
            (case.good, case.best) = (turn < quarter.good, turn < quarter.best);
        }
    }
    courses
}

/// `n` of some days, in order and evenly spread.
fn spread(days: &[NaiveDate], n: usize, chance: &mut Chance) -> impl Iterator<Item = NaiveDate> + use<> {
    let at = |case: usize, chance: &mut Chance| {
        (case * days.len() + chance.below(days.len())).checked_div(n).unwrap_or(0)
    };
    let picked: Vec<NaiveDate> = (0..n).filter_map(|case| days.get(at(case, chance)).copied()).collect();
    picked.into_iter()
}

/// What becomes of an open case within a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    InTime,
    Late,
    Open,
}

/// The fates of the cases open at some time in a quarter.
fn fates(courses: &[Course], here: &[usize], quarter: &Figures, chance: &mut Chance) -> Vec<(usize, Fate)> {
    let period = quarter.period;
    let due = |at: usize| courses.get(at).map(|case| case.due);
    // Room after the due day for a late closing: a week, in a period that has several.
    let days = period.end().signed_duration_since(period.start()).num_days();
    let room = period.end() - Days::new(if days > 20 { 7 } else { 1 });
    let may_be_late: Vec<usize> = here
        .iter()
        .copied()
        .filter(|at| due(*at).is_some_and(|due| period.start() <= due && due <= room))
        .collect();
    let late: Vec<usize> = (0..quarter.late)
        .filter_map(|nth| {
            may_be_late.get((2 * nth + 1) * may_be_late.len() / (2 * quarter.late.max(1))).copied()
        })
        .collect();
    let mut open: Vec<usize> = late.iter().rev().take(quarter.overdue_open).copied().collect();
    // Mostly the latest arrivals are still open: from the last case backwards, three of four until enough are.
    let mut wanted = quarter.ending().saturating_sub(open.len());
    let mut undue: Vec<usize> =
        here.iter().copied().filter(|at| due(*at).is_some_and(|due| due > period.end())).collect();
    undue.sort_by_key(|at| Reverse(*at));
    for (passed, at) in undue.iter().enumerate() {
        let forced = undue.len() - passed <= wanted;
        if wanted > 0 && (forced || chance.below(4) < 3) {
            open.push(*at);
            wanted -= 1;
        }
    }
    let fate = |at: usize| match (open.contains(&at), late.contains(&at)) {
        (true, _) => Fate::Open,
        (false, true) => Fate::Late,
        (false, false) => Fate::InTime,
    };
    here.iter().map(|at| (*at, fate(*at))).collect()
}

fn closing_day(
    calendar: &Calendar,
    case: &Course,
    fate: Fate,
    period: Period,
    chance: &mut Chance,
) -> Option<NaiveDate> {
    let (first, last) = match fate {
        Fate::Open => return None,
        Fate::Late => (case.due + Days::new(1), (case.due + Days::new(18)).min(period.end())),
        // Overdue since the quarter before.
        Fate::InTime if case.due < period.start() => {
            (period.start(), (period.start() + Days::new(35)).min(period.end()))
        }
        Fate::InTime => {
            let last = case.due.min(period.end());
            ((case.came + Days::new(3)).min(last).max(period.start()), last)
        }
    };
    let days = calendar.within(first, last);
    // The later of two draws: files are worked on towards their due day.
    let at = chance.below(days.len()).max(chance.below(days.len()));
    Some(days.get(at).copied().unwrap_or(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::place::TOWNS;
    use crate::demo::plan::{self, Filed, Stream};

    const LIMITS: [(Stream, Limit); 5] = [
        (Stream::Mediation, Limit::Days(15)),
        (Stream::Arbitration, Limit::Days(45)),
        (Stream::MigrantWages, Limit::WorkingDays(60)),
        (Stream::OtherInspection, Limit::WorkingDays(60)),
        (Stream::Clues, Limit::WorkingDays(15)),
    ];

    #[test]
    fn the_dates_come_to_the_figures() {
        let calendar = Calendar::new();
        for town in TOWNS {
            for (stream, limit) in LIMITS {
                let figures =
                    plan::figures(town.code, stream, |period, came| limit.undue(&calendar, period, came));
                let cases = courses(&calendar, Chance::of(&[town.code]), limit, &figures);
                let count = |test: &dyn Fn(&Course) -> bool| cases.iter().filter(|case| test(case)).count();
                for (at, quarter) in figures.iter().enumerate() {
                    let (start, end) = (quarter.period.start(), quarter.period.end());
                    let inside = |day: NaiveDate| start <= day && day <= end;
                    let by_end = |case: &Course| case.closed.is_some_and(|closed| closed <= end);
                    let what = format!("{} {stream:?} {}", town.name, quarter.period);
                    assert_eq!(count(&|case| inside(case.came)), quarter.came, "{what} came");
                    assert_eq!(
                        count(&|case| case.closed.is_some_and(inside)),
                        quarter.closed,
                        "{what} closed"
                    );
                    assert_eq!(
                        count(&|case| case.came < start && case.closed.is_none_or(|closed| closed >= start)),
                        quarter.opening,
                        "{what} opening"
                    );
                    // Nobody counts the inspections due: over 春节 their limit is longer than a quarter.
                    if !matches!(limit, Limit::WorkingDays(60)) {
                        let before = at.checked_sub(1).map_or(0, |before| figures[before].undue);
                        let due = before + quarter.came - quarter.undue;
                        assert_eq!(count(&|case| inside(case.due)), due, "{what} due");
                    }
                    assert_eq!(
                        count(&|case| inside(case.due) && case.closed.is_none_or(|closed| closed > case.due)),
                        quarter.late,
                        "{what} late"
                    );
                    assert_eq!(
                        count(&|case| case.due <= end && case.came <= end && !by_end(case)),
                        quarter.overdue_open,
                        "{what} overdue"
                    );
                }
                assert!(cases.iter().all(|case| case.closed.is_none_or(|closed| closed >= case.came)));
                assert_eq!(figures.len(), if plan::filed(town.code) == Filed::Rows { 5 } else { 4 });
            }
        }
    }
}
