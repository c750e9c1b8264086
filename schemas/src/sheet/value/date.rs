//! Dates and moments. A date is written in full or refused: no two-digit years, no day-first order.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

use super::decimal::Decimal;
use super::written::{Rest, Written, beijing, written};
use super::{Content, Unreadable, content, moment};
use crate::sheet::book::{Epoch, RawCell};
use crate::text::Text;

const DATE: Text =
    Text::new("日期（如 2025-07-03，年份 1949–2100）", "a date (such as 2025-07-03, years 1949–2100)");
const DATES: Text = Text::new(
    "日期，多个用顿号隔开（如 2025-07-03、2025-08-01）",
    "dates separated by commas (such as 2025-07-03, 2025-08-01)",
);
const MOMENT: Text =
    Text::new("日期和时刻（如 2025-07-03 09:41）", "a date and time (such as 2025-07-03 09:41)");

/// Years in which anything a ledger holds can have happened or fall due.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1949..=2100;

/// Reads a day: a date cell, a serial number, or text such as `2025-7-3`, `2025.07.03`, `2025年7月3日`, `20250703`,
/// with or without a time of day, which is dropped.
///
/// # Errors
/// [`Unreadable`] for days that do not exist, two-digit years, years outside 1949–2100 and anything else.
pub fn date(cell: &RawCell, epoch: Epoch) -> Result<Option<NaiveDate>, Unreadable> {
    let Some(content) = content(cell) else { return Ok(None) };
    let date = match &content {
        Content::Text(text) => written(text).and_then(Written::in_beijing).map(|at| at.date()),
        Content::Number(number) => {
            number_as_day(*number).or_else(|| moment(*number, epoch).map(|at| at.date()))
        }
        Content::Date(at) => Some(at.date()),
        Content::Bool(_) | Content::Error => None,
    };
    date.filter(|date| YEARS.contains(&date.year())).map(Some).ok_or_else(|| Unreadable::new(DATE, cell))
}

/// Reads one day or several, in any order and each once: what [`date`] reads, separated by 、 , ; or line breaks, or by
/// blanks where no day has a time.
///
/// # Errors
/// [`Unreadable`] if any of them is no day.
pub fn dates(cell: &RawCell, epoch: Epoch) -> Result<Vec<NaiveDate>, Unreadable> {
    let RawCell::Text(text) = cell else { return Ok(date(cell, epoch)?.into_iter().collect()) };
    let refuse = || Unreadable::new(DATES, cell);
    let read = |parts: &mut dyn Iterator<Item = &str>| -> Option<Vec<NaiveDate>> {
        let parts = parts.map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| date(&RawCell::Text(part.into()), epoch).ok()?).collect()
    };
    let marks = ['、', ',', '，', ';', '；', '\n', '\r'];
    if content(cell).is_none() {
        return Ok(Vec::new());
    }
    let days = read(&mut text.split(marks));
    let days = days.or_else(|| read(&mut text.split(|c: char| marks.contains(&c) || c.is_whitespace())));
    let mut days = days.ok_or_else(refuse)?;
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// Reads a moment, at +08:00 unless the text names another offset. Text without a time of day is refused; a date
/// cell states one, even if it is midnight.
///
/// # Errors
/// [`Unreadable`] as for [`date`], and for text without a time of day.
pub fn datetime(cell: &RawCell, epoch: Epoch) -> Result<Option<DateTime<FixedOffset>>, Unreadable> {
    let Some(content) = content(cell) else { return Ok(None) };
    let at = match &content {
        Content::Text(text) => {
            written(text).filter(|written| written.time.is_some()).and_then(Written::in_beijing)
        }
        Content::Number(number) => moment(*number, epoch),
        Content::Date(at) => Some(**at),
        Content::Bool(_) | Content::Error => None,
    };
    let at = at.filter(|at| YEARS.contains(&at.year()));
    let stamped = at.zip(beijing()).and_then(|(at, beijing)| at.and_local_timezone(beijing).single());
    stamped.map(Some).ok_or_else(|| Unreadable::new(MOMENT, cell))
}

/// 20250703 typed as a number.
fn number_as_day(number: f64) -> Option<NaiveDate> {
    let digits = whole(number)?.to_string();
    Rest(&digits).compact_day()
}

fn whole(number: f64) -> Option<i64> {
    Decimal::displayed(number)?.whole(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use chrono::NaiveTime;

    fn text(text: &str) -> RawCell {
        RawCell::Text(text.into())
    }

    fn day(cell: &RawCell) -> Option<String> {
        date(cell, Epoch::Y1900).ok().flatten().map(|date| date.to_string())
    }

    #[test]
    fn dates_are_read_in_every_full_spelling() {
        for spelling in [
            "2025-07-03",
            "2025-7-3",
            "2025/07/03",
            "2025.7.3",
            "2025年7月3日",
            "2025年07月03号",
            "20250703",
            "２０２５－０７－０３",
            "２０２５年７月３日",
            " 2025-07-03 09:41 ",
            "2025/7/3 0:00:00",
            "2025-07-03T09:41:00+08:00",
            "2025-07-02T23:41:00.25Z",
            "2025年7月3日9时41分",
            "20250703 09:41",
        ] {
            assert_eq!(day(&text(spelling)).as_deref(), Some("2025-07-03"), "{spelling}");
        }
        for number in [45_841.0, 45_841.4, 20_250_703.0] {
            assert_eq!(day(&RawCell::Number(number)).as_deref(), Some("2025-07-03"), "{number}");
        }
        assert_eq!(
            date(&RawCell::Number(44_379.0), Epoch::Y1904).unwrap().unwrap().to_string(),
            "2025-07-03"
        );
        assert_eq!(date(&text("/"), Epoch::Y1900), Ok(None));
    }

    #[test]
    fn what_is_no_full_date_is_refused() {
        for spelling in [
            "2025-02-30",
            "2025-13-01",
            "25-7-3",
            "03/07/2025",
            "7月3日",
            "2025年7月",
            "2025-07",
            "1948-12-31",
            "2101-01-01",
            "2025-7/3",
            "2025年7-3",
            "2025-07-031",
            "202507030",
            "45841",
            "2025-07-03 24:00",
            "2025-07-03 9",
            "约2025-07-03",
            "2025-07-03至2025-07-05",
            "2025-07-03 09:41 上午",
            "昨天",
            "2025",
        ] {
            assert_eq!(date(&text(spelling), Epoch::Y1900).unwrap_err().found, spelling);
        }
        for number in [2025.0, 2025.7, 0.5, -1.0, 60.0, 20_250_230.0, f64::NAN] {
            assert!(date(&RawCell::Number(number), Epoch::Y1900).is_err(), "{number}");
        }
        assert!(date(&RawCell::Bool(true), Epoch::Y1900).is_err());
    }

    #[test]
    fn several_days_stand_in_one_cell() {
        let read = |text: &str| {
            let days = dates(&RawCell::Text(text.into()), Epoch::Y1900).ok()?;
            Some(days.iter().map(NaiveDate::to_string).collect::<Vec<_>>().join(" "))
        };
        let both = Some("2025-07-15 2025-08-02".to_owned());
        for spelling in [
            "2025-07-15、2025-08-02",
            "2025/8/2，2025/7/15",
            "2025年7月15日; 2025年8月2日",
            "2025-07-15 2025-08-02",
            "20250715\n2025.8.2",
            "2025-07-15、2025-08-02、2025-7-15",
            "2025-07-15 00:00:00、2025-08-02 09:00",
        ] {
            assert_eq!(read(spelling), both, "{spelling}");
        }
        assert_eq!(read("2025-07-15 09:41").as_deref(), Some("2025-07-15"));
        assert_eq!((read("/"), read(" ")), (Some(String::new()), Some(String::new())));
        for spelling in ["2025-07-15至2025-08-02", "2025-07-15、8月2日", "昨天", "2025-02-30、2025-07-15"]
        {
            assert_eq!(read(spelling), None, "{spelling}");
        }
        assert_eq!(dates(&RawCell::Number(45_841.0), Epoch::Y1900).unwrap().len(), 1);
        let told = dates(&text("约定"), Epoch::Y1900).unwrap_err().text();
        assert!(told.zh.contains("顿号隔开") && told.en.contains("separated by commas"), "{told:?}");
    }

    #[test]
    fn moments_stand_at_beijing_time() {
        let at = |cell: &RawCell| datetime(cell, Epoch::Y1900).ok().flatten().map(|at| at.to_rfc3339());
        for spelling in
            ["2025-07-03 09:41", "2025/7/3 9:41:00", "2025-07-03T01:41:00Z", "2025年7月3日 9点41分"]
        {
            assert_eq!(at(&text(spelling)).as_deref(), Some("2025-07-03T09:41:00+08:00"), "{spelling}");
        }
        assert_eq!(at(&RawCell::Number(45_841.403_472_222_2)).as_deref(), Some("2025-07-03T09:41:00+08:00"));
        assert_eq!(at(&RawCell::Number(45_841.0)).as_deref(), Some("2025-07-03T00:00:00+08:00"));
        assert_eq!(at(&text("2025-07-03")), None);
        assert_eq!(at(&RawCell::Number(0.4)), None);
    }

    proptest! {
        #[test]
        fn every_day_survives_every_spelling(days in 0_u64..55_000) {
            let expected = NaiveDate::from_ymd_opt(1949, 1, 1).unwrap() + chrono::Days::new(days);
            for format in ["%Y-%m-%d", "%Y/%-m/%-d", "%Y.%-m.%-d", "%Y年%-m月%-d日", "%Y%m%d", "%Y-%m-%d %H:%M"] {
                let cell = RawCell::Text(expected.and_time(NaiveTime::MIN).format(format).to_string());
                prop_assert_eq!(date(&cell, Epoch::Y1900), Ok(Some(expected)));
            }
        }

        #[test]
        fn no_text_and_no_number_panics(written in ".*", number in any::<f64>()) {
            for cell in [RawCell::Text(written), RawCell::Number(number)] {
                for epoch in [Epoch::Y1900, Epoch::Y1904] {
                    let _ = (date(&cell, epoch), datetime(&cell, epoch));
                }
            }
        }
    }
}
