//! The periods a ledger can be of: day, ISO week, month, quarter, stage of a campaign; bounds are calendar days at +08:00.
//!
//! Written `2026-07-03`, `2026W27`, `2026-07`, `2026Q3`, `2022-09-21..2022-12-15`. The signed text of a filing holds this form, so it
//! never changes.

use std::{fmt, str::FromStr};

use chrono::{
    DateTime, Datelike, Days, FixedOffset, IsoWeek, Months, NaiveDate, NaiveTime, TimeZone, Utc, Weekday,
};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

use crate::text::Text;

/// How often a ledger falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cadence {
    /// 每日.
    Day,
    /// 每周 (ISO weeks, Monday to Sunday).
    Week,
    /// 每月.
    Month,
    /// 每季度.
    Quarter,
    /// 每阶段: once for each stage of the campaign.
    Phase,
}

impl Cadence {
    /// Every cadence, shortest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Phase];

    /// What it is called for a person.
    pub fn title(self) -> Text {
        match self {
            Self::Day => Text::new("每日", "daily"),
            Self::Week => Text::new("每周", "weekly"),
            Self::Month => Text::new("每月", "monthly"),
            Self::Quarter => Text::new("每季度", "quarterly"),
            Self::Phase => Text::new("分阶段", "by stage"),
        }
    }
}

/// One period; years are limited to 1949–2100 so that every date computed from it exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A calendar day.
    Day(NaiveDate),
    /// An ISO week, held by its Monday.
    Week(NaiveDate),
    /// A month, held by its first day.
    Month(NaiveDate),
    /// A quarter, held by its first day.
    Quarter(NaiveDate),
    /// A stage of a campaign: first and last day. Which stages there are only the campaign knows, so that it has neither
    /// neighbours nor a year before.
    Phase(NaiveDate, NaiveDate),
}

/// The text is not a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a period; write 2026Q3, 2026-07, 2026W27, 2026-07-03 or 2026-07-03..2026-08-31")]
pub struct NotAPeriod(pub String);

/// The time zone of periods and people: +08:00, without summer time.
pub fn china() -> FixedOffset {
    // 8 hours is a valid offset; `Utc.fix()` would only stand in if chrono ever said otherwise.
    FixedOffset::east_opt(8 * 3600).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

/// The instant a day begins at +08:00.
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    china()
        .from_local_datetime(&midnight)
        .single()
        .map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

/// The instant a day is over at +08:00: the first one that is not of it.
pub fn end_of_day(day: NaiveDate) -> DateTime<Utc> {
    start_of_day(day.succ_opt().unwrap_or(day))
}

/// The calendar day of an instant at +08:00.
pub fn day_of(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&china()).date_naive()
}

impl Period {
    /// The day itself.
    pub fn day(day: NaiveDate) -> Option<Self> {
        in_range(day.year()).then_some(Self::Day(day))
    }

    /// Month 1–12 of a year.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        in_range(year).then(|| NaiveDate::from_ymd_opt(year, month, 1)).flatten().map(Self::Month)
    }

    /// Quarter 1–4 of a year.
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        let valid = in_range(year) && (1..=4).contains(&quarter);
        valid.then(|| NaiveDate::from_ymd_opt(year, quarter * 3 - 2, 1)).flatten().map(Self::Quarter)
    }

    /// ISO week 1–53 of an ISO year.
    pub fn week(year: i32, week: u32) -> Option<Self> {
        in_range(year).then(|| NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)).flatten().map(Self::Week)
    }

    /// A stage from its first to its last day.
    pub fn phase(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        (first <= last && in_range(first.year()) && in_range(last.year())).then_some(Self::Phase(first, last))
    }

    /// The period of a cadence that holds a day; of stages only the campaign knows.
    pub fn holding(cadence: Cadence, day: NaiveDate) -> Option<Self> {
        match cadence {
            Cadence::Day => Self::day(day),
            Cadence::Week => Self::week(day.iso_week().year(), day.iso_week().week()),
            Cadence::Month => Self::month(day.year(), day.month()),
            Cadence::Quarter => Self::quarter(day.year(), day.month().div_ceil(3)),
            Cadence::Phase => None,
        }
    }

    /// Which cadence the period belongs to.
    pub fn cadence(self) -> Cadence {
        match self {
            Self::Day(_) => Cadence::Day,
            Self::Week(_) => Cadence::Week,
            Self::Month(_) => Cadence::Month,
            Self::Quarter(_) => Cadence::Quarter,
            Self::Phase(..) => Cadence::Phase,
        }
    }

    /// First day.
    pub fn start(self) -> NaiveDate {
        match self {
            Self::Day(first)
            | Self::Week(first)
            | Self::Month(first)
            | Self::Quarter(first)
            | Self::Phase(first, _) => first,
        }
    }

    /// Last day.
    pub fn end(self) -> NaiveDate {
        let after = match self {
            Self::Day(last) | Self::Phase(_, last) => return last,
            Self::Week(first) => first + Days::new(7),
            Self::Month(first) => first + Months::new(1),
            Self::Quarter(first) => first + Months::new(3),
        };
        after - Days::new(1)
    }

    /// Whether a day lies in the period.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.start() <= day && day <= self.end()
    }

    /// Whether it shares a day with another.
    pub fn touches(self, other: Self) -> bool {
        self.start() <= other.end() && other.start() <= self.end()
    }

    /// The period before (环比).
    pub fn previous(self) -> Option<Self> {
        Self::holding(self.cadence(), self.start() - Days::new(1))
    }

    /// The period after.
    pub fn next(self) -> Option<Self> {
        Self::holding(self.cadence(), self.end() + Days::new(1))
    }

    /// The same period one year earlier (同比); week 53 has none in a year of 52 weeks.
    pub fn same_last_year(self) -> Option<Self> {
        match self {
            Self::Day(day) => Self::day(day.with_year(day.year() - 1)?),
            Self::Week(monday) => {
                let week: IsoWeek = monday.iso_week();
                Self::week(week.year() - 1, week.week())
            }
            Self::Month(first) => Self::month(first.year() - 1, first.month()),
            Self::Quarter(first) => Self::quarter(first.year() - 1, first.month().div_ceil(3)),
            Self::Phase(..) => None,
        }
    }

    /// The first period of the same cadence in this period's calendar year, for year-to-date figures.
    pub fn first_of_year(self) -> Option<Self> {
        Self::holding(self.cadence(), NaiveDate::from_ymd_opt(self.start().year(), 1, 1)?)
    }

    /// The periods from `self` to `last`, both included; empty if `last` is earlier or of another cadence.
    pub fn through(self, last: Period) -> Vec<Period> {
        let same = self.cadence() == last.cadence();
        std::iter::successors(same.then_some(self), |period| period.next())
            .take_while(|period| *period <= last)
            .collect()
    }

    /// The name people read: `2025年第三季度`, `Q3 2025`.
    pub fn title(self) -> Text {
        const NUMERALS: [&str; 4] = ["一", "二", "三", "四"];
        match self {
            Self::Day(d) => Text::owned(
                format!("{}年{}月{}日", d.year(), d.month(), d.day()),
                d.format("%-d %B %Y").to_string(),
            ),
            Self::Week(m) => {
                let week = m.iso_week();
                Text::owned(
                    format!("{}年第{}周", week.year(), week.week()),
                    format!("Week {} of {}", week.week(), week.year()),
                )
            }
            Self::Month(m) => {
                Text::owned(format!("{}年{}月", m.year(), m.month()), m.format("%B %Y").to_string())
            }
            Self::Quarter(q) => {
                let number = q.month().div_ceil(3);
                let numeral = NUMERALS.get(number as usize - 1).copied().unwrap_or_default();
                Text::owned(format!("{}年第{numeral}季度", q.year()), format!("Q{number} {}", q.year()))
            }
            Self::Phase(first, last) => Text::owned(
                format!("{}月{}日至{}月{}日", first.month(), first.day(), last.month(), last.day()),
                format!("{} to {}", first.format("%-d %B"), last.format("%-d %B")),
            ),
        }
    }
}

fn in_range(year: i32) -> bool {
    (1949..=2100).contains(&year)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Week(monday) => write!(f, "{}W{:02}", monday.iso_week().year(), monday.iso_week().week()),
            Self::Month(first) => write!(f, "{}-{:02}", first.year(), first.month()),
            Self::Quarter(first) => write!(f, "{}Q{}", first.year(), first.month().div_ceil(3)),
            Self::Phase(first, last) => write!(f, "{first}..{last}"),
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    /// Exact forms only: no spaces, no missing zeros, so that a period has one spelling.
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let parsed = (|| {
            if let Some((first, last)) = text.split_once("..") {
                return Self::phase(first.parse().ok()?, last.parse().ok()?);
            }
            let year: i32 = text.get(..4)?.parse().ok()?;
            let rest = text.get(4..)?;
            if let Some(number) = rest.strip_prefix('Q') {
                return Self::quarter(year, number.parse().ok()?);
            }
            if let Some(number) = rest.strip_prefix('W') {
                return Self::week(year, number.parse().ok()?);
            }
            match rest.strip_prefix('-')?.split_once('-') {
                None => Self::month(year, rest.get(1..)?.parse().ok()?),
                Some((month, day)) => {
                    Self::day(NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)?)
                }
            }
        })();
        parsed
            .filter(|period| period.to_string() == text)
            .ok_or_else(|| NotAPeriod(text.chars().take(40).collect()))
    }
}

impl TryFrom<String> for Period {
    type Error = NotAPeriod;

    fn try_from(text: String) -> Result<Self, NotAPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl PartialSchema for Period {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).examples(["2026Q3", "2026-07", "2026W27"]);
        text.description(Some(
            "A quarter, month, ISO week, day or stage (first..last day); years 1949 to 2100.",
        ))
        .into()
    }
}

impl ToSchema for Period {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn every_form_has_one_spelling() {
        for text in ["2025Q3", "2025-07", "2025W01", "2020W53", "2025-07-03", "2022-09-21..2022-12-15"] {
            assert_eq!(period(text).to_string(), text);
        }
        for text in [
            "2025Q5",
            "2025q3",
            "2025-7",
            "2025W54",
            "2025-02-30",
            "1948Q1",
            "2025",
            "",
            "二〇二五",
            "2025Q03",
            "2022-12-15..2022-09-21",
            "2022-9-21..2022-12-15",
            "2022-09-21..",
            "2022-09-21..2101-01-01",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn bounds_and_neighbours() {
        let q = period("2025Q3");
        assert_eq!((q.start().to_string(), q.end().to_string()), ("2025-07-01".into(), "2025-09-30".into()));
        assert_eq!(q.previous(), Some(period("2025Q2")));
        assert_eq!(period("2025Q1").previous(), Some(period("2024Q4")));
        assert_eq!(q.same_last_year(), Some(period("2024Q3")));
        assert_eq!(period("2020W53").same_last_year(), None);
        assert_eq!(period("2024-02").end().to_string(), "2024-02-29");
        assert_eq!(q.first_of_year(), Some(period("2025Q1")));
        assert_eq!(period("2025Q1").through(q).len(), 3);
        assert!(q.through(period("2025-07")).is_empty());
    }

    #[test]
    fn a_stage_stands_alone() {
        let stage = period("2022-09-21..2022-12-15");
        assert_eq!(
            (stage.start().to_string(), stage.end().to_string()),
            ("2022-09-21".into(), "2022-12-15".into())
        );
        assert_eq!(
            (stage.previous(), stage.next(), stage.same_last_year(), stage.first_of_year()),
            (None, None, None, None)
        );
        assert_eq!(stage.through(stage), [stage]);
        assert_eq!(Period::holding(Cadence::Phase, stage.start()), None);
        assert_eq!(stage.cadence(), Cadence::Phase);
    }

    #[test]
    fn days_begin_at_eight_east() {
        assert_eq!(start_of_day(period("2025-10-15").start()).to_rfc3339(), "2025-10-14T16:00:00+00:00");
        assert_eq!(day_of(start_of_day(period("2025-10-15").start())).to_string(), "2025-10-15");
    }

    #[test]
    fn titles_in_both_languages() {
        assert_eq!(period("2025Q3").title(), Text::new("2025年第三季度", "Q3 2025"));
        assert_eq!(period("2025W07").title().zh, "2025年第7周");
        let stage = period("2022-09-21..2022-12-15");
        assert_eq!(stage.title(), Text::new("9月21日至12月15日", "21 September to 15 December"));
    }

    proptest! {
        #[test]
        fn next_and_previous_are_inverse(days in 0_u64..40_000, cadence in 0..4) {
            let day = NaiveDate::from_ymd_opt(1960, 1, 1).unwrap() + Days::new(days);
            let cadence = [Cadence::Day, Cadence::Week, Cadence::Month, Cadence::Quarter][cadence as usize];
            let p = Period::holding(cadence, day).unwrap();
            prop_assert!(p.contains(day));
            prop_assert_eq!(p.next().unwrap().previous().unwrap(), p);
            prop_assert_eq!(p.end() + Days::new(1), p.next().unwrap().start());
            prop_assert_eq!(p.to_string().parse::<Period>().unwrap(), p);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,12}") {
            let _ = text.parse::<Period>();
        }
    }
}
