//! How what is put to bureaus is numbered, which office puts it, and for how long where the ladder says nothing (DOMAIN §4.4).

use serde::Deserialize;

use crate::directive::MAX_NUMBER;

/// Most days.
const MOST: u32 = 1_000;

/// 督办文书.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Supervision {
    /// The official number, with `{year}` and `{n}`: `云人社督〔{year}〕{n}号`. Numbers begin again each year and leave no gap.
    pub number: String,
    /// 主办科室.
    pub office: String,
    /// Days until it is due, where the rung of the ladder names none: 30 where nothing is said (DOMAIN §4.4).
    pub days: u32,
}

impl Default for Supervision {
    fn default() -> Self {
        Self { number: "督〔{year}〕{n}号".into(), office: "督查督办室".into(), days: 30 }
    }
}

impl Supervision {
    /// The official number of one.
    pub fn number(&self, year: i32, n: u32) -> String {
        self.number.replace("{year}", &year.to_string()).replace("{n}", &n.to_string())
    }

    /// What is wrong: `key: reason`.
    pub(super) fn fault(&self) -> Option<String> {
        if !self.number.contains("{year}") || !self.number.contains("{n}") {
            return Some("supervision.number: has {year} and {n} in it".into());
        }
        if self.number(9999, u32::MAX).chars().count() > MAX_NUMBER {
            return Some(format!("supervision.number: at most {MAX_NUMBER} characters with its numbers"));
        }
        if !(1..=MOST).contains(&self.days) {
            return Some("supervision.days: 1 to 1000".into());
        }
        (self.office.trim().is_empty() || self.office.chars().count() > 60)
            .then(|| "supervision.office: 1 to 60 characters".into())
    }
}
