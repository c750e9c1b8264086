//! The tree of bureaus: who reports to whom, from when to when, and who may see whose rows.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::Text;

/// The code of a bureau: a division code such as `519901`, or city prefix + `Z` + two digits for a zone
/// (DOMAIN §6.1). Scope never follows from the digits, only from the tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[0-9A-Z]{1,16}$", example = "519901")]
pub struct BureauCode(String);

/// The text is not a bureau code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a bureau code: 1 to 16 digits or upper-case letters")]
pub struct NotABureauCode(String);

impl FromStr for BureauCode {
    type Err = NotABureauCode;

    fn from_str(text: &str) -> Result<Self, NotABureauCode> {
        let valid = (1..=16).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        valid.then(|| Self(text.to_owned())).ok_or_else(|| NotABureauCode(text.chars().take(40).collect()))
    }
}

impl TryFrom<String> for BureauCode {
    type Error = NotABureauCode;

    fn try_from(text: String) -> Result<Self, NotABureauCode> {
        text.parse()
    }
}

impl From<BureauCode> for String {
    fn from(code: BureauCode) -> Self {
        code.0
    }
}

impl fmt::Display for BureauCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl BureauCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Rank of a bureau in the administration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 省.
    Province,
    /// 市.
    City,
    /// 区县、开发区.
    County,
    /// 镇街.
    Street,
}

/// What kind of place a bureau serves; bureaus are grouped by it on pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 省.
    Province,
    /// 地级市.
    City,
    /// 市辖区.
    District,
    /// 县.
    County,
    /// 县级市.
    CountyCity,
    /// 开发区.
    Zone,
    /// 街道.
    Street,
    /// 镇、乡.
    Town,
    /// A regional office that is not a division of a state.
    Office,
}

impl Kind {
    /// The word for a group of such bureaus.
    pub fn title(self) -> Text {
        match self {
            Self::Province => Text::new("省", "Province"),
            Self::City => Text::new("地级市", "Cities"),
            Self::District => Text::new("市辖区", "Districts"),
            Self::County => Text::new("县", "Counties"),
            Self::CountyCity => Text::new("县级市", "County-level cities"),
            Self::Zone => Text::new("开发区", "Development zones"),
            Self::Street => Text::new("街道", "Sub-districts"),
            Self::Town => Text::new("镇", "Towns"),
            Self::Office => Text::new("办事处", "Offices"),
        }
    }
}

/// One bureau.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Bureau {
    /// Its code, unique in the tree.
    pub code: BureauCode,
    /// Its name in both languages.
    pub name: Text,
    /// Its level.
    pub level: Level,
    /// What it serves.
    pub kind: Kind,
    /// The bureau above; the root has none.
    pub parent: Option<BureauCode>,
    /// The district whose figures already hold this bureau's, if its own are not counted apart.
    pub counted_in: Option<BureauCode>,
    /// First day it exists.
    pub valid_from: NaiveDate,
    /// Last day it exists; open if `None`.
    pub valid_to: Option<NaiveDate>,
}

impl Bureau {
    /// Whether the bureau exists on some day of `first..=last`.
    pub fn exists(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.valid_from <= last && self.valid_to.is_none_or(|end| first <= end)
    }
}

/// Why a list of bureaus is not a tree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// The same code twice.
    #[error("bureau {0} is listed twice")]
    Twice(BureauCode),
    /// A parent or host that is not in the list.
    #[error("bureau {0} names {1}, which is not in the list")]
    Unknown(BureauCode, BureauCode),
    /// No bureau without a parent, or more than one.
    #[error("a tree has one bureau without a parent, this list has {0}")]
    Roots(usize),
    /// A bureau that is above itself.
    #[error("bureau {0} is above itself")]
    Cycle(BureauCode),
    /// It ends before it begins.
    #[error("bureau {0} ends before it begins")]
    Validity(BureauCode),
}

/// The bureaus by code, checked: one root, no cycle, every name known. Keeps the order of the list, which is
/// the official order of jurisdictions (建制序) and the display order of ties.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    bureaus: Vec<Bureau>,
    index: BTreeMap<BureauCode, usize>,
}

impl Tree {
    /// Builds the tree.
    ///
    /// # Errors
    /// [`TreeError`] names the first bureau that is wrong.
    pub fn new(bureaus: Vec<Bureau>) -> Result<Self, TreeError> {
        let mut index = BTreeMap::new();
        for (at, bureau) in bureaus.iter().enumerate() {
            if index.insert(bureau.code.clone(), at).is_some() {
                return Err(TreeError::Twice(bureau.code.clone()));
            }
            if bureau.valid_to.is_some_and(|end| end < bureau.valid_from) {
                return Err(TreeError::Validity(bureau.code.clone()));
            }
        }
        for bureau in &bureaus {
            for named in bureau.parent.iter().chain(&bureau.counted_in) {
                if !index.contains_key(named) {
                    return Err(TreeError::Unknown(bureau.code.clone(), named.clone()));
                }
            }
        }
        let roots = bureaus.iter().filter(|bureau| bureau.parent.is_none()).count();
        if !bureaus.is_empty() && roots != 1 {
            return Err(TreeError::Roots(roots));
        }
        let tree = Self { bureaus, index };
        for bureau in &tree.bureaus {
            if tree.above(&bureau.code).take(tree.bureaus.len() + 1).count() > tree.bureaus.len() {
                return Err(TreeError::Cycle(bureau.code.clone()));
            }
        }
        Ok(tree)
    }

    /// Every bureau, in the order of the list.
    pub fn all(&self) -> &[Bureau] {
        &self.bureaus
    }

    /// One bureau.
    pub fn get(&self, code: &BureauCode) -> Option<&Bureau> {
        self.bureaus.get(*self.index.get(code)?)
    }

    /// The bureau without a parent.
    pub fn root(&self) -> Option<&Bureau> {
        self.bureaus.iter().find(|bureau| bureau.parent.is_none())
    }

    /// Place of a bureau in the official order.
    pub fn order(&self, code: &BureauCode) -> usize {
        self.index.get(code).copied().unwrap_or(usize::MAX)
    }

    /// The bureau itself and all above it, upwards.
    pub fn above<'a>(&'a self, code: &BureauCode) -> impl Iterator<Item = &'a Bureau> + use<'a> {
        std::iter::successors(self.get(code), |bureau| self.get(bureau.parent.as_ref()?))
    }

    /// The bureaus directly below.
    pub fn below<'a>(&'a self, code: &'a BureauCode) -> impl Iterator<Item = &'a Bureau> {
        self.bureaus.iter().filter(move |bureau| bureau.parent.as_ref() == Some(code))
    }

    /// The bureau and everything under it.
    pub fn subtree(&self, code: &BureauCode) -> BTreeSet<BureauCode> {
        let inside = |bureau: &&Bureau| self.above(&bureau.code).any(|upper| upper.code == *code);
        self.bureaus.iter().filter(inside).map(|bureau| bureau.code.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bureau(code: &str, parent: Option<&str>) -> Bureau {
        Bureau {
            code: code.parse().unwrap(),
            name: Text::same(code),
            level: Level::County,
            kind: Kind::District,
            parent: parent.map(|p| p.parse().unwrap()),
            counted_in: None,
            valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
            valid_to: None,
        }
    }

    fn code(text: &str) -> BureauCode {
        text.parse().unwrap()
    }

    #[test]
    fn scope_follows_the_tree_and_not_the_digits() {
        let tree =
            Tree::new(vec![bureau("51", None), bureau("5199", Some("51")), bureau("519901", Some("51"))])
                .unwrap();
        assert_eq!(tree.subtree(&code("5199")), BTreeSet::from([code("5199")]));
        assert_eq!(tree.subtree(&code("51")).len(), 3);
        assert!(tree.subtree(&code("99")).is_empty());
        assert_eq!(tree.below(&code("51")).count(), 2);
    }

    #[test]
    fn refuses_what_is_not_a_tree() {
        assert_eq!(
            Tree::new(vec![bureau("A", None), bureau("A", None)]).unwrap_err(),
            TreeError::Twice(code("A"))
        );
        assert_eq!(
            Tree::new(vec![bureau("A", Some("B"))]).unwrap_err(),
            TreeError::Unknown(code("A"), code("B"))
        );
        assert_eq!(Tree::new(vec![bureau("A", None), bureau("B", None)]).unwrap_err(), TreeError::Roots(2));
        let ring = vec![bureau("A", None), bureau("B", Some("C")), bureau("C", Some("B"))];
        assert_eq!(Tree::new(ring).unwrap_err(), TreeError::Cycle(code("B")));
    }

    #[test]
    fn codes_are_plain() {
        assert!("519900Z01".parse::<BureauCode>().is_ok());
        for text in ["", "51 99", "５１", "51/../", "z01", "12345678901234567"] {
            assert!(text.parse::<BureauCode>().is_err(), "{text}");
        }
    }
}
