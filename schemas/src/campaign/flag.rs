//! The rules of a campaign that propose supervision.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{fraction::Decimal, text::Text};

/// The three families of reasons for supervision (DOMAIN §7.6 item 110).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// 工作落实不力.
    Weak,
    /// 进度滞后.
    Lagging,
    /// 问题突出.
    Prominent,
}

impl Family {
    /// Its word in texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Lagging => "lagging",
            Self::Prominent => "prominent",
        }
    }

    /// The family of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Weak, Self::Lagging, Self::Prominent].into_iter().find(|family| family.word() == word)
    }

    /// The official words.
    pub fn title(self) -> Text {
        match self {
            Self::Weak => Text::new("工作落实不力", "Weak implementation"),
            Self::Lagging => Text::new("进度滞后", "Behind schedule"),
            Self::Prominent => Text::new("问题突出", "Serious problems"),
        }
    }
}

/// A rule that proposes supervision.
#[derive(Clone, Debug, Deserialize)]
pub struct FlagRule {
    /// Its family.
    pub family: Family,
    /// What it looks for.
    #[serde(flatten)]
    pub rule: Rule,
}

/// What a rule looks for (RULINGS 11); only periods inside the campaign are looked at.
// Braces after every variant, because serde then refuses keys it does not know.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Rule {
    /// A hard target is missed by at least so many 百分点.
    BelowTarget {
        /// 百分点.
        points: Decimal,
    },
    /// A hard target is missed so many periods running.
    BelowTargetRunning {
        /// Periods.
        periods: u32,
    },
    /// Cases overdue and open: at least so many and at least such a share.
    OverdueOpen {
        /// Full name of the tally counted.
        tally: String,
        /// Full names of the tallies it is a share of.
        of: Vec<String>,
        /// Cases.
        at_least: i64,
        /// Percent.
        percent: Decimal,
    },
    /// Among the last so many places of the composite, so many periods running.
    BottomRunning {
        /// Places.
        places: usize,
        /// Periods.
        periods: u32,
    },
    /// Overdue, reminded and still not filed.
    SilentAfterReminder {},
    /// A count that must be zero with a veto (一票否决) is not.
    Veto {},
    /// Late so many times in a calendar year.
    LateInYear {
        /// Times.
        times: u32,
    },
}
