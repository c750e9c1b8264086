//! The stages a campaign goes through, said by the day or, where the document names only months, by the month (DOMAIN §7.1
//! items 2 and 4).

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, de};

use crate::{
    period::{Cadence, Period},
    text::Text,
};

/// A stage of the campaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Code by which tasks name it.
    pub code: Option<String>,
    /// Name.
    pub name: Text,
    /// First day.
    #[serde(deserialize_with = "first_day")]
    pub from: NaiveDate,
    /// Last day.
    #[serde(deserialize_with = "last_day")]
    pub to: NaiveDate,
}

/// A first day: `2022-09-15`, or `2022-05` for the first of that month.
pub(super) fn first_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    day_or_month(deserializer, Period::start)
}

/// A last day: `2022-12-31`, or `2022-12` for the last of that month.
pub(super) fn last_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    day_or_month(deserializer, Period::end)
}

fn day_or_month<'de, D: Deserializer<'de>>(
    deserializer: D,
    edge: fn(Period) -> NaiveDate,
) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    let day = || text.parse::<NaiveDate>().ok();
    let month = || text.parse::<Period>().ok().filter(|period| period.cadence() == Cadence::Month).map(edge);
    day().or_else(month).ok_or_else(|| {
        de::Error::custom(format!("`{text}` is neither a day (2022-09-15) nor a month (2022-05)"))
    })
}

/// A span as people say it: `5月至12月` where it is made of whole months, `9月15日至9月20日` otherwise.
pub fn span_title(from: NaiveDate, to: NaiveDate) -> Text {
    let months = from.day() == 1 && to.succ_opt().is_some_and(|next| next.day() == 1);
    let (zh, en) = if months { ("{month}月", "%B") } else { ("{month}月{day}日", "%-d %B") };
    let say = |day: NaiveDate, other: NaiveDate| {
        let zh = zh.replace("{month}", &day.month().to_string()).replace("{day}", &day.day().to_string());
        let year = if day.year() == other.year() { String::new() } else { format!("{}年", day.year()) };
        let year_en = if year.is_empty() { String::new() } else { format!(" {}", day.year()) };
        (year + &zh, day.format(en).to_string() + &year_en)
    };
    let ((zh, en), (zh_to, en_to)) = (say(from, to), say(to, from));
    if zh == zh_to {
        Text::owned(zh, en)
    } else {
        Text::owned(format!("{zh}至{zh_to}"), format!("{en} to {en_to}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phase(from: &str, to: &str) -> Result<Phase, toml::de::Error> {
        toml::from_str(&format!("name={{zh='a',en='a'}}\nfrom='{from}'\nto='{to}'"))
    }

    #[test]
    fn a_span_is_said_by_the_day_or_by_the_month() {
        let by_month = phase("2022-05", "2022-12").unwrap();
        assert_eq!([by_month.from.to_string(), by_month.to.to_string()], ["2022-05-01", "2022-12-31"]);
        assert_eq!(span_title(by_month.from, by_month.to), Text::new("5月至12月", "May to December"));
        let by_day = phase("2022-09-15", "2022-09-20").unwrap();
        let title = span_title(by_day.from, by_day.to);
        assert_eq!(title, Text::new("9月15日至9月20日", "15 September to 20 September"));
        let leap = phase("2024-02", "2024-02").unwrap();
        assert_eq!(leap.to.to_string(), "2024-02-29");
        assert_eq!(span_title(leap.from, leap.to), Text::new("2月", "February"));
        let long = phase("2024-12", "2027-12").unwrap();
        assert_eq!(
            span_title(long.from, long.to),
            Text::new("2024年12月至2027年12月", "December 2024 to December 2027")
        );
    }

    #[test]
    fn anything_else_is_refused_in_words() {
        for wrong in ["2022", "2022Q2", "2022-13", "2022-02-30", "2022W38", "May", ""] {
            let said = phase(wrong, "2022-12").unwrap_err().to_string();
            assert!(said.contains("neither a day (2022-09-15) nor a month (2022-05)"), "{wrong}: {said}");
        }
    }
}
