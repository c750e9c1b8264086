//! 特别防护期: days on which there is a report every day, also if nothing has happened (DOMAIN §7.2 item 28).

use chrono::NaiveDate;
use serde::Deserialize;

use super::Campaign;
use crate::text::Text;

/// A protection period.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protection {
    /// Code, as the forms of the duty days name it.
    pub code: String,
    /// Name.
    pub name: Text,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Campaign {
    /// The protection period that holds a day; the first, if there are several.
    pub fn protection(&self, day: NaiveDate) -> Option<&Protection> {
        self.protections.iter().find(|period| (period.from..=period.to).contains(&day))
    }
}
