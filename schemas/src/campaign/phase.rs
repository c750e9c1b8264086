//! The stages a campaign goes through.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::text::Text;

/// A stage of the campaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Name.
    pub name: Text,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}
