//! Code lists: the closed vocabularies of coded columns (DOMAIN §3.13).

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::text::Text;

/// Most items one list may hold; a coded column keeps 16-bit indexes.
pub const MAX_ITEMS: usize = 4096;

/// A list of codes, for example `ARES` 结案方式.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeList {
    /// Name of the list, upper case.
    pub list: String,
    /// Version; a site overrides by a higher one.
    pub version: u32,
    /// Its title.
    pub name: Text,
    /// Where it comes from.
    pub source: String,
    /// The codes in display order.
    pub items: Vec<Item>,
}

/// One code.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The code as written in a ledger.
    pub code: String,
    /// Chinese meaning.
    pub zh: String,
    /// English meaning.
    pub en: String,
    /// Other spellings that workbooks use.
    #[serde(default)]
    pub also: Vec<String>,
}

impl CodeList {
    /// What is wrong with the list, if anything.
    pub fn fault(&self) -> Option<String> {
        if self.items.is_empty() || self.items.len() > MAX_ITEMS {
            return Some(format!(
                "items: a list holds 1 to {MAX_ITEMS} codes, this one {}",
                self.items.len()
            ));
        }
        let mut seen = BTreeSet::new();
        let twice = self.items.iter().find(|item| !seen.insert(item.code.as_str()));
        if let Some(item) = twice {
            return Some(format!("items: code {} stands twice", item.code));
        }
        let blank = self
            .items
            .iter()
            .find(|item| item.code.trim() != item.code || item.code.is_empty() || item.zh.is_empty());
        blank.map(|item| format!("items: code `{}` or its name is blank", item.code))
    }

    /// The position of a code, found by code, by name in either language, by another spelling, or by
    /// "code name" as drop-downs write it. White space inside a name does not count, and a number is the one code it
    /// can have been before a spreadsheet took its leading zeros.
    pub fn find(&self, text: &str) -> Option<u16> {
        let text = text.trim();
        let as_written = |item: &Item| item.names().any(|name| name == text) || item.code == text;
        let by_letters = |item: &Item| item.names().any(|name| letters(name).eq(letters(text)));
        let head = text.split([' ', '\u{3000}', '-', '·']).next().filter(|head| head.len() < text.len());
        let position = |wanted: &dyn Fn(&Item) -> bool| self.items.iter().position(wanted);
        // Most cells hold a code or a name as it stands; only the others are read letter by letter.
        let found = position(&as_written)
            .or_else(|| position(&by_letters))
            .or_else(|| position(&|item| Some(item.code.as_str()) == head));
        let only = || match self.like_number(text).as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        found.or_else(only).and_then(|found| u16::try_from(found).ok())
    }

    /// The positions of the codes that are this number but for leading zeros: spreadsheets turn `01` into 1.
    pub fn like_number(&self, text: &str) -> Vec<usize> {
        let Some(wanted) = without_zeros(text) else { return Vec::new() };
        let same = |(at, item): (usize, &Item)| (without_zeros(&item.code)? == wanted).then_some(at);
        self.items.iter().enumerate().filter_map(same).collect()
    }

    /// The position of a code as it is written; [`Self::find`] is for what people write.
    pub fn position(&self, code: &str) -> Option<u16> {
        let position = self.items.iter().position(|item| item.code == code)?;
        u16::try_from(position).ok()
    }

    /// The item of a code as it is written.
    pub fn of(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    /// What a code means; the code itself where the list does not have it.
    pub fn meaning(&self, code: &str) -> Text {
        self.of(code).map_or_else(|| Text::same(code.to_owned()), Item::title)
    }

    /// The item at the top of a code's branch: `01` of `0101`, `E` of `E48`.
    pub fn top_of(&self, code: &str) -> Option<&Item> {
        let above = self.items.iter().filter(|item| code.starts_with(&item.code));
        above.min_by_key(|item| item.code.len())
    }

    /// The items at the top of a branch, in the order of the list.
    pub fn tops(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| self.top_of(&item.code).is_some_and(|top| top.code == item.code))
    }

    /// The item at a position.
    pub fn item(&self, position: u16) -> Option<&Item> {
        self.items.get(usize::from(position))
    }
}

/// What two spellings of a name have in common: letters without white space, ASCII in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| !letter.is_whitespace()).map(|letter| letter.to_ascii_lowercase())
}

/// A number without its leading zeros; `None` for what is no number.
fn without_zeros(text: &str) -> Option<&str> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.trim_start_matches('0'))
}

impl Item {
    fn names(&self) -> impl Iterator<Item = &str> {
        [&self.zh, &self.en].into_iter().chain(&self.also).map(String::as_str)
    }

    /// Meaning in both languages.
    pub fn title(&self) -> Text {
        Text::owned(self.zh.clone(), self.en.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> CodeList {
        toml::from_str(
            r#"
            list = "X"
            version = 1
            name = { zh = "例", en = "Example" }
            source = "test"
            items = [
                { code = "1", zh = "调解书", en = "Mediation", also = ["调解"] },
                { code = "11", zh = "裁决", en = "Award" },
                { code = "12", zh = "和解", en = "Settled and withdrawn" },
            ]"#,
        )
        .unwrap()
    }

    #[test]
    fn a_code_has_a_meaning_and_a_branch() {
        let list = list();
        assert_eq!((list.position("11"), list.position("裁决")), (Some(1), None));
        assert_eq!(list.meaning("11"), Text::new("裁决", "Award"));
        assert_eq!(list.meaning("9"), Text::same("9"));
        let top = |code| list.top_of(code).map(|item| item.code.as_str());
        assert_eq!((top("12"), top("199"), top("2")), (Some("1"), Some("1"), None));
        assert_eq!(list.tops().map(|item| item.code.as_str()).collect::<Vec<_>>(), ["1"]);
    }

    #[test]
    fn finds_by_code_name_synonym_and_drop_down() {
        let list = list();
        for text in ["1", "调解书", "mediation", "调解", "1 调解书", " 1 "] {
            assert_eq!(list.find(text), Some(0), "{text}");
        }
        assert_eq!(list.find("11 裁决"), Some(1));
        for text in ["Settled and withdrawn", "settledandwithdrawn", "和 解", "12 settled"] {
            assert_eq!(list.find(text), Some(2), "{text}");
        }
        for text in ["", "2", "调", "111"] {
            assert_eq!(list.find(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_the_one_code_that_lost_its_zeros() {
        let mut list = list();
        for (item, code) in list.items.iter_mut().zip(["01", "0801", "12"]) {
            item.code = code.into();
        }
        for (text, at) in [("1", Some(0)), ("001", Some(0)), ("801", Some(1)), ("8", None), ("0", None)] {
            assert_eq!(list.find(text), at, "{text}");
        }
        list.items[2].code = "001".into();
        assert_eq!((list.find("1"), list.like_number("1")), (None, vec![0, 2]), "not guessed");
        assert_eq!((list.find("01"), list.find("001")), (Some(0), Some(2)), "as written");
        list.items[2].code = "A1".into();
        assert_eq!(list.find("A01"), None, "only numbers lose zeros");
    }

    #[test]
    fn a_code_stands_once() {
        let mut list = list();
        assert_eq!(list.fault(), None);
        list.items[1].code = "1".into();
        assert!(list.fault().unwrap().contains("twice"));
    }
}
