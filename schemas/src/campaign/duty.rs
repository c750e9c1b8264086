//! Which ledger is owed how often, and until when.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    period::{Cadence, Period},
    text::Text,
};

/// A ledger owed by every bureau of the campaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Form.
    pub form: String,
    /// How often.
    pub cadence: Cadence,
    /// Days after the period's last day on whose end it is due.
    pub due_days: u32,
    /// Days after the period's last day on whose end it counts as 未报送.
    pub grace_days: u32,
    /// Days after the period's last day on whose end it closes; after that only with an extension.
    pub close_days: u32,
    /// Who receives it; the upper bureau unless the campaign says more (RULINGS 15).
    #[serde(default = "upper")]
    pub recipients: Vec<Recipient>,
}

/// Who receives a filing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Recipient {
    /// 上级人社部门.
    Upper,
    /// 同级政法委 (DOMAIN §7.2 item 25).
    Committee,
}

fn upper() -> Vec<Recipient> {
    vec![Recipient::Upper]
}

impl Recipient {
    /// What it is called for a person.
    pub fn title(self) -> Text {
        match self {
            Self::Upper => Text::new("上级人社部门", "upper bureau"),
            Self::Committee => Text::new("同级政法委", "political-legal committee"),
        }
    }
}

/// The three instants of an obligation (RULINGS 6), each the end of a day at +08:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// After it: late.
    pub due: NaiveDate,
    /// After it: not filed.
    pub grace: NaiveDate,
    /// After it: only with an extension.
    pub close: NaiveDate,
}

impl Duty {
    /// The deadline for a period.
    pub fn deadline(&self, period: Period) -> Deadline {
        let after =
            |days: u32| period.end().checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
        Deadline { due: after(self.due_days), grace: after(self.grace_days), close: after(self.close_days) }
    }
}
