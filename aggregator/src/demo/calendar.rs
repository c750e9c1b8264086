//! Working days around the stories, by the holiday notices of the State Council.

use chrono::{Datelike, NaiveDate, Weekday};
use schemas::calendar;

/// Days off that are not weekends, and first to last of each.
const OFF: [(Day, Day); 11] = [
    ((2024, 9, 15), (2024, 9, 17)),
    ((2024, 10, 1), (2024, 10, 7)),
    ((2025, 1, 1), (2025, 1, 1)),
    ((2025, 1, 28), (2025, 2, 4)),
    ((2025, 4, 4), (2025, 4, 6)),
    ((2025, 5, 1), (2025, 5, 5)),
    ((2025, 5, 31), (2025, 6, 2)),
    ((2025, 10, 1), (2025, 10, 8)),
    ((2026, 1, 1), (2026, 1, 3)),
    ((2026, 2, 15), (2026, 2, 23)),
    ((2026, 4, 4), (2026, 4, 6)),
];

/// Days at weekends that are worked instead.
const WORKED: [Day; 10] = [
    (2024, 9, 14),
    (2024, 9, 29),
    (2024, 10, 12),
    (2025, 1, 26),
    (2025, 2, 8),
    (2025, 4, 27),
    (2025, 9, 28),
    (2025, 10, 11),
    (2026, 1, 4),
    (2026, 2, 14),
];

type Day = (i32, u32, u32);

/// The working days from July 2024 to March 2026, in order.
#[derive(Clone, Debug)]
pub(super) struct Calendar(Vec<NaiveDate>);

impl Calendar {
    pub(super) fn new() -> Self {
        let off: Vec<(NaiveDate, NaiveDate)> =
            OFF.iter().map(|(first, last)| (day(*first), day(*last))).collect();
        let worked: Vec<NaiveDate> = WORKED.iter().map(|worked| day(*worked)).collect();
        let is_working = |day: &NaiveDate| {
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            worked.contains(day) || !weekend && !off.iter().any(|(first, last)| first <= day && day <= last)
        };
        let (first, last) = (day((2024, 7, 1)), day((2026, 3, 31)));
        Self(first.iter_days().take_while(|day| *day <= last).filter(is_working).collect())
    }

    /// The working days of a time, by the notices of a program that knows them.
    pub(super) fn of(official: &calendar::Calendar, first: NaiveDate, last: NaiveDate) -> Self {
        let days = first.iter_days().take_while(|day| *day <= last);
        Self(days.filter(|day| official.is_working(*day) == Ok(true)).collect())
    }

    /// The working days from `first` to `last`, both included.
    pub(super) fn within(&self, first: NaiveDate, last: NaiveDate) -> &[NaiveDate] {
        let from = self.0.partition_point(|day| *day < first);
        let to = self.0.partition_point(|day| *day <= last);
        self.0.get(from..to).unwrap_or_default()
    }

    /// The `n`-th working day after a day; the day itself is not counted.
    pub(super) fn after(&self, day: NaiveDate, n: usize) -> NaiveDate {
        let next = self.0.partition_point(|working| *working <= day);
        self.0.get(next + n.saturating_sub(1)).copied().unwrap_or(day)
    }

    /// The `n`-th working day before a day.
    pub(super) fn before(&self, day: NaiveDate, n: usize) -> NaiveDate {
        let here = self.0.partition_point(|working| *working < day);
        here.checked_sub(n.max(1)).and_then(|at| self.0.get(at)).copied().unwrap_or(day)
    }
}

/// A day that exists; the tables above hold no other.
pub(super) fn day((year, month, day): Day) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}
