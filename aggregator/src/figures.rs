//! Figures as people read them: rates with two decimals and their two counts, gaps in 百分点, thousands parted,
//! a dash where there is nothing to divide by, dates short in tables and in words in sentences.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use schemas::{
    campaign::Campaign,
    fraction::{Fraction, decimal, decimal_apart},
    indicator::{Against, Indicator, Unit},
    period::china,
    target::{Ask, Benchmark, Target},
    text::{Lang, Text},
};

use crate::words::{frame, place as words};

/// What stands where there is no value.
pub const DASH: &str = "—";

/// What stands under the figures of a campaign wherever they go: its own sentence, or that they are invented.
pub fn caption(campaign: &Campaign) -> Option<Text> {
    campaign.caption.clone().or_else(|| campaign.demonstration.then_some(frame::DEMONSTRATION))
}

/// A count with its thousands parted: `2,314`.
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Money from 分: in Chinese in 万元 with two decimals, in English in yuan.
pub fn money(fen: i64, lang: Lang) -> String {
    let rounded = |unit: i64| (fen.abs() + unit / 2) / unit;
    let sign = if fen < 0 { "-" } else { "" };
    match lang {
        Lang::Zh => {
            // A hundredth of 万元 is 100 yuan.
            let hundredths = rounded(10_000);
            format!("{sign}{}.{:02}万元", count(hundredths / 100), hundredths % 100)
        }
        Lang::En => format!("{sign}¥{}", count(rounded(100))),
    }
}

/// Money from 分 under a heading that names the unit: in Chinese in 万元 with two decimals, in English in yuan.
pub fn money_alone(fen: i64, lang: Lang) -> String {
    money(fen, lang).replace(['万', '元', '¥'], "")
}

/// A value in its unit, without the unit's sign: shares as per cent with two decimals (and as many more as keep it
/// from printing like a line it misses, RULINGS 23), days with one, counts whole.
pub fn value(value: Fraction, line: Option<Fraction>, unit: Unit) -> String {
    let (scale, places) = scale(unit);
    let shown = value.exact() * &scale;
    match unit {
        Unit::Cases | Unit::Persons if value.den() == 1 => count(value.num()),
        _ => match line {
            Some(line) => decimal_apart(&shown, &(line.exact() * scale), places),
            None => decimal(&shown, places),
        },
    }
}

/// A line of a target, as short as it is exact: `95`, `99.5`, `93.06`.
pub fn line(line: Fraction, unit: Unit) -> String {
    let shown = line.exact() * scale(unit).0;
    let places = (0..2).find(|places| (&shown * BigInt::from(10).pow(*places)).is_integer());
    decimal(&shown, places.unwrap_or(2))
}

/// How far a value is from its line on the wrong side, in 百分点 or in the unit; `None` if it is met.
pub fn gap(target: &Target, value: Fraction, line: Fraction, unit: Unit) -> Option<String> {
    let short = target.shortfall(value, line);
    let (scale, places) = scale(unit);
    short.is_positive().then(|| decimal_apart(&(short * scale), &BigRational::zero(), places))
}

/// The distance of two values, without sign.
pub fn distance(a: Fraction, b: Fraction, unit: Unit) -> String {
    let (scale, places) = scale(unit);
    decimal_apart(&((a.exact() - b.exact()).abs() * scale), &BigRational::zero(), places)
}

/// The change of a value since an earlier one: `↑0.65`, `↓0.32`, `–`.
pub fn change(now: Fraction, before: Fraction, unit: Unit) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!("↑{}", distance(now, before, unit)),
        std::cmp::Ordering::Less => format!("↓{}", distance(now, before, unit)),
        std::cmp::Ordering::Equal => "–".into(),
    }
}

/// The sign of a unit after a value in a sentence.
pub fn sign(unit: Unit, lang: Lang) -> &'static str {
    match (unit, lang) {
        (Unit::Percent, Lang::Zh) => "%",
        (Unit::Percent, Lang::En) => " %",
        (Unit::Minutes, Lang::Zh) => "分钟",
        (Unit::Minutes, Lang::En) => " minutes",
        (Unit::Days, Lang::Zh) => "天",
        (Unit::Days, Lang::En) => " days",
        (Unit::Cases, Lang::Zh) => "件",
        (Unit::Cases, Lang::En) => " cases",
        (Unit::Persons, Lang::Zh) => "人次",
        (Unit::Persons, Lang::En) => " persons",
        (Unit::Money, Lang::Zh) => "万元",
        (Unit::Money, Lang::En) => " × ¥10,000",
    }
}

/// What a gap between two values is in: 个百分点 between rates, the unit otherwise.
pub fn gap_sign(unit: Unit, lang: Lang) -> &'static str {
    match (unit, lang) {
        (Unit::Percent, Lang::Zh) => "个百分点",
        (Unit::Percent, Lang::En) => " points",
        (unit, lang) => sign(unit, lang),
    }
}

/// A number as bulletins count sections and items: 一, 二, … 十, 十一.
pub fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |at: usize| DIGITS.get(at).copied().unwrap_or_default();
    match number {
        0..10 => digit(number).to_owned(),
        10..20 => format!("十{}", digit(number % 10)),
        20..100 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        number => number.to_string(),
    }
}

/// The sign of a unit after a whole number: one case, two cases.
pub fn sign_of(number: i64, unit: Unit, lang: Lang) -> &'static str {
    let sign = sign(unit, lang);
    match (number, lang) {
        (1, Lang::En) => sign.strip_suffix('s').unwrap_or(sign),
        _ => sign,
    }
}

/// 分 in a 万元.
const FEN_OF_WAN: u32 = 1_000_000;

fn scale(unit: Unit) -> (BigRational, u32) {
    match unit {
        Unit::Percent => (BigRational::from_integer(100.into()), 2),
        Unit::Days | Unit::Minutes => (BigRational::from_integer(1.into()), 1),
        Unit::Cases | Unit::Persons => (BigRational::from_integer(1.into()), 0),
        Unit::Money => (BigRational::new(1.into(), FEN_OF_WAN.into()), 2),
    }
}

/// What is asked, with its line: `目标95%`.
pub fn ask_in_words(target: &Target, indicator: &Indicator, line: Option<Fraction>, lang: Lang) -> String {
    let Some(line) = line else {
        let words = match target.ask {
            Ask::Rising { against: Against::Previous } => words::ASKS_RISING,
            Ask::Rising { against: Against::LastYear } => words::ASKS_RISING_YEAR,
            Ask::Falling { against: Against::Previous } => words::ASKS_FALLING,
            Ask::Falling { against: Against::LastYear } => words::ASKS_FALLING_YEAR,
            Ask::AtBenchmark { benchmark: Benchmark::Published } => words::ASKS_UNPUBLISHED,
            _ => words::ASKS_NOTHING,
        };
        return words.get(lang).to_owned();
    };
    let words = match target.ask {
        Ask::Maintain { .. } => words::ASKS_MAINTAIN,
        Ask::Aspire { .. } => words::ASKS_ASPIRE,
        Ask::AtBenchmark { benchmark: Benchmark::OwnPool } => words::ASKS_POOL,
        Ask::AtBenchmark { benchmark: Benchmark::Published } => words::ASKS_PUBLISHED,
        Ask::AtMost { .. } => words::ASKS_AT_MOST,
        Ask::Within { .. } => words::ASKS_WITHIN,
        Ask::Rising { .. } => words::ASKS_ABOVE,
        Ask::Falling { .. } => words::ASKS_BELOW,
        Ask::YearTotal { total, .. } => {
            let total = count(total.into()) + sign(indicator.unit, lang);
            let shown = self::line(line, indicator.unit) + sign(indicator.unit, lang);
            return words::ASKS_YEAR.fill(&[("total", &total), ("line", &shown)]).get(lang).to_owned();
        }
        Ask::Zero { veto: true } => words::ASKS_VETO,
        Ask::Zero { veto: false } => words::ASKS_ZERO,
        Ask::AtLeast { .. } | Ask::Show {} => words::ASKS_AT_LEAST,
    };
    let shown = self::line(line, indicator.unit) + sign(indicator.unit, lang);
    words.fill(&[("line", &shown)]).get(lang).to_owned()
}

/// Whether a target is met from above: one more is then a shortfall.
pub fn wants_less(target: &Target) -> bool {
    target.wants_less()
}

/// A day in a table: `10-18`.
pub fn day(day: NaiveDate) -> String {
    day.format("%m-%d").to_string()
}

/// A day in a sentence: `10月15日`, `15 October`.
pub fn day_in_words(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}月{}日", day.month(), day.day()),
        Lang::En => day.format("%-d %B").to_string(),
    }
}

/// The same in both languages.
pub fn day_text(day: NaiveDate) -> Text {
    Text::owned(day_in_words(day, Lang::Zh), day_in_words(day, Lang::En))
}

/// An instant at +08:00 to the minute: `10-18 09:41`.
pub fn minute(at: DateTime<Utc>) -> String {
    at.with_timezone(&china()).format("%m-%d %H:%M").to_string()
}

/// An instant at +08:00 to the second, with its year.
pub fn second(at: DateTime<Utc>) -> String {
    at.with_timezone(&china()).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// Parts of a sentence of state, put together.
pub fn joined(parts: &[String], lang: Lang) -> String {
    parts.join(match lang {
        Lang::Zh => "·",
        Lang::En => " · ",
    })
}

/// Items of a list within a sentence.
pub fn listed(items: &[String], lang: Lang) -> String {
    items.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(num: i64, den: i64) -> Fraction {
        Fraction::new(num, den).unwrap()
    }

    #[test]
    fn money_is_read_in_the_usual_unit() {
        assert_eq!(money(831_284_000, Lang::Zh), "831.28万元");
        assert_eq!(money(1_283_933_000, Lang::Zh), "1,283.93万元");
        assert_eq!(money(-5_000, Lang::Zh), "-0.01万元");
        assert_eq!(money(831_284_000, Lang::En), "¥8,312,840");
    }

    #[test]
    fn thousands_are_parted() {
        let shown = [0, 7, 999, 1000, 2314, 1_234_567, -1000, i64::MIN].map(count);
        let wanted = ["0", "7", "999", "1,000", "2,314", "1,234,567", "-1,000", "-9,223,372,036,854,775,808"];
        assert_eq!(shown, wanted);
    }

    #[test]
    fn a_value_below_its_line_never_prints_as_the_line() {
        assert_eq!(value(of(322, 339), Some(of(95, 100)), Unit::Percent), "94.99");
        assert_eq!(value(of(94_999, 100_000), Some(of(95, 100)), Unit::Percent), "94.999");
        assert_eq!(value(of(94_999, 100_000), None, Unit::Percent), "95.00");
        assert_eq!(value(of(90, 120), Some(of(75, 100)), Unit::Percent), "75.00");
        assert_eq!(value(Fraction::whole(2314), None, Unit::Cases), "2,314");
        assert_eq!(value(Fraction::whole(29_700_123_456), None, Unit::Money), "29700.12", "in 万元");
        assert_eq!(value(of(91, 2), None, Unit::Days), "45.5");
    }

    #[test]
    fn lines_are_short_and_gaps_exact() {
        let target: Target = toml::from_str("indicator='I3'\nask='at-least'\npercent='95'").unwrap();
        assert_eq!(line(of(95, 100), Unit::Percent), "95");
        assert_eq!(line(of(995, 1000), Unit::Percent), "99.5");
        assert_eq!(line(of(832, 894), Unit::Percent), "93.06");
        assert_eq!(gap(&target, of(322, 339), of(95, 100), Unit::Percent).unwrap(), "0.01");
        assert_eq!(gap(&target, of(91, 111), of(95, 100), Unit::Percent).unwrap(), "13.02");
        assert_eq!(gap(&target, of(19, 20), of(95, 100), Unit::Percent), None);
        assert_eq!(change(of(1, 2), of(1, 4), Unit::Percent), "↑25.00");
        assert_eq!(change(of(1, 4), of(1, 2), Unit::Percent), "↓25.00");
        assert_eq!(change(of(1, 2), of(2, 4), Unit::Percent), "–");
    }

    #[test]
    fn items_are_counted_as_in_bulletins() {
        let shown = [1, 9, 10, 11, 20, 38, 100].map(numeral);
        assert_eq!(shown, ["一", "九", "十", "十一", "二十", "三十八", "100"]);
    }

    #[test]
    fn dates_are_those_of_the_office() {
        let at = DateTime::parse_from_rfc3339("2025-10-17T20:05:06Z").unwrap().to_utc();
        assert_eq!([minute(at), second(at)], ["10-18 04:05", "2025-10-18 04:05:06"]);
        let date = NaiveDate::from_ymd_opt(2025, 10, 5).unwrap();
        assert_eq!(
            [day(date), day_in_words(date, Lang::Zh), day_in_words(date, Lang::En)],
            ["10-05", "10月5日", "5 October"]
        );
    }
}
