//! A yearly total over the year: what is due by the end of a period, and what the rest of the year then asks of each period
//! that is left (DOMAIN §7.1 item 17).

use chrono::{Datelike, NaiveDate};

use crate::{
    fraction::Fraction,
    period::{Cadence, Period},
};

/// A yearly total as it stands at the end of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// What is asked of the year.
    pub total: i64,
    /// What should be there by the end of the period.
    pub planned: Fraction,
    /// Periods of the year that are left after it.
    pub left: i64,
}

impl Pace {
    pub(super) fn new(total: u32, by_quarter: Option<&[u32; 4]>, period: Period) -> Option<Self> {
        let first = period.first_of_year()?;
        let next_year = NaiveDate::from_ymd_opt(period.start().year().checked_add(1)?, 1, 1)?;
        let last = Period::holding(period.cadence(), next_year)?.previous()?;
        let count = |last: Period| i64::try_from(first.through(last).len()).ok();
        let (whole, at) = (count(last)?, count(period)?);
        let total = i64::from(total);
        let even = || Fraction::new(total.checked_mul(at)?, whole);
        let planned = match by_quarter {
            Some(quarters) => {
                let quarter = usize::try_from(at.checked_sub(1)?).ok()?;
                quarters.get(quarter).map(|planned| Fraction::whole((*planned).into()))
            }
            None => even(),
        };
        Some(Self { total, planned: planned?, left: whole.checked_sub(at)? })
    }

    /// What is missing to the total; 0 once it is there.
    pub fn missing(&self, done: i64) -> i64 {
        self.total.saturating_sub(done).max(0)
    }

    /// What each period that is left must bring; `None` after the last one.
    pub fn each(&self, done: i64) -> Option<Fraction> {
        Fraction::new(self.missing(done), self.left)
    }
}

/// What is wrong with a yearly total.
pub(super) fn fault(total: u32, by_quarter: Option<&[u32; 4]>, cadence: Cadence) -> Option<String> {
    let quarters = by_quarter?;
    if cadence != Cadence::Quarter {
        return Some("by_quarter: the campaign does not stand by the quarter".into());
    }
    if !quarters.is_sorted() {
        return Some("by_quarter: counted from the beginning of the year, it must not go backwards".into());
    }
    (quarters.last() != Some(&total)).then(|| "by_quarter: the last quarter is the total".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn even_steps_and_what_the_rest_must_bring() {
        let third = Pace::new(400, None, period("2025Q3")).unwrap();
        assert_eq!((third.planned, third.left), (Fraction::whole(300), 1));
        assert_eq!((third.missing(280), third.each(280)), (120, Some(Fraction::whole(120))));
        let first = Pace::new(400, None, period("2025Q1")).unwrap();
        assert_eq!(first.each(70), Fraction::new(330, 3), "110 in each of three quarters");
        let last = Pace::new(400, None, period("2025Q4")).unwrap();
        assert_eq!((last.planned, last.each(399)), (Fraction::whole(400), None));
        assert_eq!(last.missing(500), 0);
    }

    #[test]
    fn months_and_weeks_of_a_year_are_counted() {
        assert_eq!(Pace::new(100, None, period("2025-07")).unwrap().planned, Fraction::new(700, 12).unwrap());
        assert_eq!(Pace::new(100, None, period("2025-07")).unwrap().left, 5);
        // A week belongs to the year of its Monday, and 1 January 2022 lies in the last week of 2021, which begins the year:
        // up to and with week 38 they are 39 of 52.
        let week = Pace::new(104, None, period("2022W38")).unwrap();
        assert_eq!((week.planned, week.left), (Fraction::whole(78), 13));
    }

    #[test]
    fn a_plan_by_quarters_is_taken_as_it_stands() {
        let plan = Some(&[50, 150, 290, 400]);
        let second = Pace::new(400, plan, period("2025Q2")).unwrap();
        assert_eq!((second.planned, second.left), (Fraction::whole(150), 2));
        assert_eq!(second.each(150), Fraction::new(125, 1));
        assert_eq!(
            fault(400, plan, Cadence::Month).unwrap(),
            "by_quarter: the campaign does not stand by the quarter"
        );
    }
}
