//! Serial day numbers of spreadsheets, with exact arithmetic.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::decimal::Decimal;
use crate::sheet::book::Epoch;

const SECONDS_A_DAY: i64 = 86_400;

/// The day that never was: 29 February 1900, which spreadsheets count.
const NO_DAY: u64 = 60;

/// The moment a serial number stands for, to the second, half up; a number below 1 is a time of day.
/// `None` before the epoch, after the year 9999 and for the day that never was.
pub(in crate::sheet) fn moment(serial: f64, epoch: Epoch) -> Option<NaiveDateTime> {
    let (day, seconds) = Decimal::displayed(serial)?.split(SECONDS_A_DAY)?;
    let (day, seconds) = if seconds == SECONDS_A_DAY { (day.checked_add(1)?, 0) } else { (day, seconds) };
    let day = u64::try_from(day).ok()?;
    let (base, day) = match epoch {
        Epoch::Y1904 => (NaiveDate::from_ymd_opt(1904, 1, 1)?, day),
        Epoch::Y1900 if day == NO_DAY => return None,
        Epoch::Y1900 if day > NO_DAY => (NaiveDate::from_ymd_opt(1899, 12, 31)?, day - 1),
        Epoch::Y1900 => (NaiveDate::from_ymd_opt(1899, 12, 31)?, day),
    };
    let date = base
        .checked_add_days(Days::new(day))
        .filter(|date| *date <= NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX))?;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(seconds).ok()?, 0)?;
    Some(date.and_time(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(serial: f64, epoch: Epoch) -> Option<String> {
        moment(serial, epoch).map(|moment| moment.to_string())
    }

    #[test]
    fn serials_count_from_both_epochs() {
        for (serial, expected) in [
            (1.0, "1900-01-01 00:00:00"),
            (59.0, "1900-02-28 00:00:00"),
            (61.0, "1900-03-01 00:00:00"),
            (45_841.0, "2025-07-03 00:00:00"),
            (45_841.403_472_222_2, "2025-07-03 09:41:00"),
            (45_841.999_999, "2025-07-04 00:00:00"),
            (0.5, "1899-12-31 12:00:00"),
            (2_958_465.0, "9999-12-31 00:00:00"),
        ] {
            assert_eq!(at(serial, Epoch::Y1900).as_deref(), Some(expected), "{serial}");
        }
        assert_eq!(at(44_379.0, Epoch::Y1904).as_deref(), Some("2025-07-03 00:00:00"));
    }

    #[test]
    fn numbers_that_are_no_day_are_none() {
        for serial in [60.0, -1.0, 2_958_466.0, 1e18, f64::NAN, f64::NEG_INFINITY] {
            assert_eq!(at(serial, Epoch::Y1900), None, "{serial}");
        }
    }
}
