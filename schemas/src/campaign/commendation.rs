//! Who is put forward for commendation (DOMAIN §4.6, §7.6 item 111). A candidate is never published by the rule alone: a
//! panel decides, and the list is shown in public first.

use serde::Deserialize;

use crate::{fraction::Decimal, text::Text};

/// The rule of commendation of a campaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commendation {
    /// What may be awarded: 调解能手, 办案好手.
    #[serde(default)]
    pub titles: Vec<Text>,
    /// Among the first so many places of the composite in its group …
    pub places: usize,
    /// … or a composite of at least so much.
    pub score: Option<Decimal>,
    /// What rules a bureau out.
    pub without: Vec<Bar>,
    /// Periods running among those places that make a candidate of the year.
    pub running: Option<u32>,
    /// Places risen that make the greatest progress.
    pub risen: Option<u32>,
    /// Least cases a single handler has closed.
    pub least_cases: Option<u32>,
    /// Working days the list is shown in public (公示) before it is issued.
    pub public_days: u32,
}

/// What rules a bureau out of commendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bar {
    /// A bottom line was crossed.
    Veto,
    /// A filing was late or is missing.
    Late,
    /// A fault of the data was confirmed.
    Fault,
    /// It is under listed supervision.
    Listing,
}

impl Bar {
    /// Its words.
    pub fn title(self) -> Text {
        match self {
            Self::Veto => Text::new("触碰底线指标", "a bottom line was crossed"),
            Self::Late => Text::new("报送迟报或未报", "a filing was late or is missing"),
            Self::Fault => Text::new("数据差错经认定", "a fault of the data was confirmed"),
            Self::Listing => Text::new("处于挂牌督办", "under listed supervision"),
        }
    }
}

impl Commendation {
    /// What is wrong: `key: reason`.
    pub(super) fn fault(&self) -> Option<String> {
        let zero = self.places == 0 || [self.running, self.risen, self.least_cases].contains(&Some(0));
        if zero {
            return Some("commendation: a count is at least 1".into());
        }
        if self.public_days == 0 {
            return Some("commendation.public_days: the list is shown for at least one working day".into());
        }
        let mut known = self.without.clone();
        known.sort();
        known.dedup();
        (known.len() != self.without.len()).then(|| "commendation.without: a bar stands twice".into())
    }
}
