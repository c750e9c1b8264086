//! Working days, as the State Council arranges them year by year (放假安排). Each year is a definition of its own, so that a
//! site adds the next one with one file; where no notice has been loaded nothing is guessed.

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

use crate::text::Text;

/// Most holidays of a notice, and most days worked instead.
const MOST: usize = 32;
/// Most days of one holiday.
const LONGEST: usize = 31;

/// The notice of one year. Every Saturday and Sunday it does not name is off, every other day is worked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    /// The year, as the code of the definition.
    pub calendar: String,
    /// Version; a site overrides by a higher one.
    pub version: u32,
    /// Numbers of the documents it was taken from.
    pub notice: String,
    /// Days off.
    pub off: Vec<Holiday>,
    /// Saturdays and Sundays that are worked instead (调休).
    pub worked: Vec<NaiveDate>,
}

/// A holiday with the days around it that are off.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// What it is called.
    pub name: String,
    /// First day off. May lie in the last week of the year before.
    pub from: NaiveDate,
    /// Last day off.
    pub to: NaiveDate,
}

impl CalendarYear {
    /// Which year it is of.
    pub fn year(&self) -> Option<i32> {
        let year: i32 = self.calendar.parse().ok().filter(|year| (1949..=2100).contains(year))?;
        (year.to_string() == self.calendar).then_some(year)
    }

    /// What is wrong: `key: reason`.
    pub fn fault(&self) -> Option<String> {
        let Some(year) = self.year() else { return Some("calendar: not a year".into()) };
        if self.notice.trim().is_empty() {
            return Some("notice: which document says so?".into());
        }
        if self.off.len() > MOST || self.worked.len() > MOST {
            return Some(format!("off, worked: at most {MOST} each"));
        }
        let belongs = |day: NaiveDate| day.year() == year || last_week(day) && day.year() == year - 1;
        let mut off = BTreeSet::new();
        for holiday in &self.off {
            let days: Vec<NaiveDate> = days(holiday).take(LONGEST + 1).collect();
            if days.is_empty() || days.len() > LONGEST || !belongs(holiday.from) || !belongs(holiday.to) {
                return Some(format!(
                    "off.{}: it ends before it begins, is too long, or of another year",
                    holiday.name
                ));
            }
            if !days.into_iter().all(|day| off.insert(day)) {
                return Some(format!("off.{}: a day stands twice", holiday.name));
            }
        }
        let wrong = |day: &&NaiveDate| !belongs(**day) || !is_weekend(**day) || off.contains(*day);
        self.worked
            .iter()
            .find(wrong)
            .map(|day| format!("worked: {day} is off, is no weekend, or of another year"))
    }
}

/// The working days of the years that were loaded.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    years: BTreeMap<i32, Arc<CalendarYear>>,
    off: BTreeSet<NaiveDate>,
    worked: BTreeSet<NaiveDate>,
}

/// A day of which no notice that was loaded speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no holiday notice was loaded for {0}")]
pub struct Uncovered(pub NaiveDate);

impl Uncovered {
    /// What is missing and what to do.
    pub fn text(self) -> Text {
        let notice = self.0.year() + i32::from(last_week(self.0));
        Text::new(
            "日历未更新：{day} 所属的 {year} 年放假安排尚未录入，不能推算；请录入国务院办公厅通知后再算",
            "The calendar has no notice of {year} and cannot say what {day} is; load the State Council's notice of that year",
        )
        .fill(&[("day", &self.0.to_string()), ("year", &notice.to_string())])
    }
}

impl Calendar {
    /// The calendar of some years' notices; a later one of the same year replaces the earlier.
    pub fn of(years: impl IntoIterator<Item = Arc<CalendarYear>>) -> Self {
        let mut calendar = Self::default();
        for year in years {
            calendar.off.extend(year.off.iter().flat_map(days));
            calendar.worked.extend(&year.worked);
            if let Some(number) = year.year() {
                calendar.years.insert(number, year);
            }
        }
        calendar
    }

    /// The notices, by year.
    pub fn years(&self) -> impl Iterator<Item = (i32, &CalendarYear)> {
        self.years.iter().map(|(year, notice)| (*year, notice.as_ref()))
    }

    /// Whether a day is worked.
    ///
    /// # Errors
    /// [`Uncovered`] if the notice of its year was not loaded; the last week of a year may be arranged by the notice of
    /// the year after.
    pub fn is_working(&self, day: NaiveDate) -> Result<bool, Uncovered> {
        let covered = |year: i32| self.years.contains_key(&year);
        if !covered(day.year()) || last_week(day) && !covered(day.year() + 1) {
            return Err(Uncovered(day));
        }
        Ok(self.worked.contains(&day) || !is_weekend(day) && !self.off.contains(&day))
    }

    /// The day itself if it is worked, otherwise the first one after it that is.
    ///
    /// # Errors
    /// [`Uncovered`].
    pub fn working_from(&self, day: NaiveDate) -> Result<NaiveDate, Uncovered> {
        let mut day = day;
        while !self.is_working(day)? {
            day = day.succ_opt().ok_or(Uncovered(day))?;
        }
        Ok(day)
    }

    /// The day on which so many working days after a day are over; of none, the day itself.
    ///
    /// # Errors
    /// [`Uncovered`].
    pub fn working_after(&self, day: NaiveDate, days: u32) -> Result<NaiveDate, Uncovered> {
        let mut day = day;
        for _ in 0..days {
            day = self.working_from(day.succ_opt().ok_or(Uncovered(day))?)?;
        }
        Ok(day)
    }

    /// The holiday a day belongs to.
    pub fn holiday(&self, day: NaiveDate) -> Option<&str> {
        let years = [day.year(), day.year() + 1].into_iter().filter_map(|year| self.years.get(&year));
        let mut holidays = years.flat_map(|year| &year.off);
        holidays
            .find(|holiday| (holiday.from..=holiday.to).contains(&day))
            .map(|holiday| holiday.name.as_str())
    }
}

/// The week of New Year: 26 to 31 December. The notice of the year to come may have days off and days worked in it.
fn last_week(day: NaiveDate) -> bool {
    day.month() == 12 && day.day() > 25
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn days(holiday: &Holiday) -> impl Iterator<Item = NaiveDate> + use<> {
    let last = holiday.to;
    holiday.from.iter_days().take_while(move |day| *day <= last)
}
