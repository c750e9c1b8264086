//! The grammar of written dates, read from left to right.

use std::str::FromStr;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

/// Official time of the whole country, in seconds east of Greenwich.
const BEIJING: i32 = 8 * 3600;

/// The offset of official time.
pub(super) fn beijing() -> Option<FixedOffset> {
    FixedOffset::east_opt(BEIJING)
}

/// What a text states; the time and the offset only if it does.
#[derive(Clone, Copy)]
pub(super) struct Written {
    date: NaiveDate,
    pub(super) time: Option<NaiveTime>,
    offset: Option<FixedOffset>,
}

impl Written {
    /// The wall clock of Beijing at that moment.
    pub(super) fn in_beijing(self) -> Option<NaiveDateTime> {
        let local = self.date.and_time(self.time.unwrap_or(NaiveTime::MIN));
        match self.offset {
            None => Some(local),
            Some(offset) => {
                let beijing = beijing()?;
                Some(local.and_local_timezone(offset).single()?.with_timezone(&beijing).naive_local())
            }
        }
    }
}

/// Reads a whole text as a day, with or without a time.
pub(super) fn written(text: &str) -> Option<Written> {
    let mut rest = Rest(text);
    let date = rest.compact_day().or_else(|| rest.day())?;
    let time = if rest.0.is_empty() {
        None
    } else {
        rest.skip(&['T', ' ']);
        rest.0 = rest.0.trim_start();
        Some(rest.time()?)
    };
    let offset = if rest.0.is_empty() {
        None
    } else {
        Some(FixedOffset::from_str(&rest.0.replace('Z', "+00:00")).ok()?)
    };
    Some(Written { date, time, offset })
}

/// The part of a text that is still to be read.
pub(super) struct Rest<'a>(pub(super) &'a str);

impl Rest<'_> {
    /// Exactly eight digits at the start.
    pub(super) fn compact_day(&mut self) -> Option<NaiveDate> {
        let mut digits = Rest(self.0);
        let (year, month, day) = (digits.number(4, 4)?, digits.number(2, 2)?, digits.number(2, 2)?);
        if digits.0.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
        self.0 = self.0.get(8..)?;
        Some(date)
    }

    /// Year, month and day with separators that belong together.
    pub(super) fn day(&mut self) -> Option<NaiveDate> {
        let year = i32::try_from(self.number(4, 4)?).ok()?;
        let separator = self.one_of(&['-', '/', '.', '年'])?;
        let month = self.number(1, 2)?;
        let second = self.one_of(&['-', '/', '.', '月'])?;
        let day = self.number(1, 2)?;
        let belongs = if separator == '年' {
            second == '月' && self.one_of(&['日', '号']).is_some()
        } else {
            second == separator && !self.0.starts_with(|c: char| c.is_ascii_digit())
        };
        belongs.then(|| NaiveDate::from_ymd_opt(year, month, day)).flatten()
    }

    /// `9:41`, `09:41:00`, `09:41:00.5` or `9时41分`.
    fn time(&mut self) -> Option<NaiveTime> {
        let hour = self.number(1, 2)?;
        let time = match self.one_of(&[':', '时', '点'])? {
            ':' => {
                let minute = self.number(2, 2)?;
                let second = if self.skip(&[':']) { self.number(2, 2)? } else { 0 };
                if self.skip(&['.']) {
                    self.number(1, 9)?;
                }
                NaiveTime::from_hms_opt(hour, minute, second)
            }
            _ => {
                let minute = self.number(1, 2)?;
                self.one_of(&['分'])?;
                NaiveTime::from_hms_opt(hour, minute, 0)
            }
        };
        self.0 = self.0.trim_start();
        time
    }

    /// Takes a number of so many digits.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let length = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(length).filter(|_| length >= least)?;
        self.0 = rest;
        digits.parse().ok()
    }

    /// Takes one of these characters.
    fn one_of(&mut self, allowed: &[char]) -> Option<char> {
        let found = self.0.chars().next().filter(|c| allowed.contains(c))?;
        self.0 = self.0.get(found.len_utf8()..)?;
        Some(found)
    }

    fn skip(&mut self, allowed: &[char]) -> bool {
        self.one_of(allowed).is_some()
    }
}
