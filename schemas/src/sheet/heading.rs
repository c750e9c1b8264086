//! What a form calls its columns, and what a heading on a sheet says apart from its name.

use serde::{Deserialize, Serialize};

use super::fold::fold;
use super::value::Unit;

/// Marks around a heading that say nothing about its name.
const DECORATION: [char; 12] = ['★', '☆', '*', '※', '●', '▲', '△', '◆', ':', '、', '。', '-'];

/// A column that a form asks for, with every name under which people write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The key of the column in the form.
    pub key: String,
    /// Chinese name, English name and synonyms.
    pub names: Vec<String>,
    /// Whether a ledger without this column is refused.
    pub required: bool,
}

/// A heading taken apart: how it reads in full, its bare name, and the unit it announces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The folded text without decoration.
    pub full: String,
    /// The same without numbering, brackets and unit.
    pub bare: String,
    /// The unit of money, from `金额(万元)` or `金额/万元`.
    pub unit: Option<Unit>,
}

impl Heading {
    /// A heading with its names.
    pub fn new(key: &str, names: &[&str], required: bool) -> Self {
        Self { key: key.into(), names: names.iter().map(|name| (*name).into()).collect(), required }
    }
}

impl Label {
    /// Takes a heading apart.
    pub fn of(text: &str) -> Self {
        let full = fold(text).trim_matches(DECORATION).to_owned();
        let mut bare = String::new();
        let mut bracket = String::new();
        let mut depth = 0_u32;
        let mut unit = None;
        for c in without_number(&full).chars() {
            match c {
                '(' => {
                    depth += 1;
                    bracket.clear();
                }
                ')' if depth > 0 => {
                    depth -= 1;
                    unit = unit.or_else(|| Unit::named(&bracket));
                }
                _ if depth > 0 => bracket.push(c),
                _ => bare.push(c),
            }
        }
        if let Some((name, after)) = bare.rsplit_once(['/', ',', ':'])
            && let Some(named) = Unit::named(after)
        {
            unit = unit.or(Some(named));
            bare = name.to_owned();
        }
        let bare = bare.trim_matches(DECORATION).to_owned();
        Self { bare: if bare.is_empty() { full.clone() } else { bare }, full, unit }
    }

    /// Whether two headings name the same thing.
    pub fn agrees(&self, other: &Self) -> bool {
        !self.full.is_empty() && (self.full == other.full || self.bare == other.bare)
    }
}

/// `1.`, `2、`, `(3)` and `一、` before a name.
fn without_number(text: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let numbered = |rest: &str, end: &[char]| -> Option<usize> {
        let digits = rest.find(|c| !is_number(c)).filter(|at| *at > 0)?;
        let mark = rest.get(digits..)?.chars().next().filter(|c| end.contains(c))?;
        Some(digits + mark.len_utf8())
    };
    let skip = match text.strip_prefix('(') {
        Some(rest) => numbered(rest, &[')']).map(|length| length + 1),
        None => numbered(text, &['.', '、']),
    };
    skip.and_then(|at| text.get(at..)).filter(|rest| !rest.is_empty()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_taken_apart() {
        for (text, bare, unit) in [
            ("★ 涉案金额\n（万元）：", "涉案金额", Some(Unit::TenThousand)),
            ("3、涉案金额/元", "涉案金额", Some(Unit::Yuan)),
            ("(12) 涉及人数【人】*", "涉及人数", None),
            ("二、案 号", "案号", None),
            ("１５日届满日", "15日届满日", None),
            ("(空)", "(空)", None),
            ("Case Number", "casenumber", None),
            ("金额(美元)", "金额", None),
        ] {
            let label = Label::of(text);
            assert_eq!((label.bare.as_str(), label.unit), (bare, unit), "{text}");
        }
    }
}
