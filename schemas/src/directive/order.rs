//! What is put to somebody, before it has a number: what about, on which ground, what is demanded, and how it ends.

use serde::{Deserialize, Serialize};

use super::{Addressee, Kind};
use crate::{
    campaign::Family,
    lines::words,
    period::Period,
    privacy::{PersonalData, Scan, personal_data},
    statement::Subject,
    text::Text,
};

/// Most characters of a title or an office.
pub(super) const MAX_TITLE: usize = 100;
/// Most characters of what it is about, and of what is demanded.
pub(super) const MAX_MATTER: usize = 2_000;
/// Most characters of its basis, and of how it ends.
pub(super) const MAX_SHORT: usize = 500;
/// Most sentences of rules.
pub const MAX_GROUNDS: usize = 40;
/// Most cases named.
pub const MAX_CASES: usize = 200;
/// Most characters of a case number.
const MAX_CASE: usize = 100;

/// What is put to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// What is done.
    pub kind: Kind,
    /// To whom; where orders are kept, under `bureau` or `department`.
    #[serde(flatten)]
    pub to: Addressee,
    /// The one it was raised from, or takes up again.
    #[serde(with = "text_of", default)]
    pub follows: Option<Subject>,
    /// The period whose figures it rests on.
    pub period: Option<Period>,
    /// 标题, 1 to 100 characters.
    pub title: String,
    /// 督办事项, 1 to 2000 characters.
    pub matter: String,
    /// 依据, up to 500 characters; may be left out.
    pub basis: String,
    /// 办理要求, 1 to 2000 characters.
    pub demand: String,
    /// 解除方式, up to 500 characters; may be left out.
    pub release: String,
    /// 主办科室 of the city, 1 to 100 characters.
    pub office: String,
    /// What the rules of the campaign found, where it rests on them.
    pub grounds: Vec<Ground>,
    /// The cases it is about, where it is about cases.
    pub cases: Vec<CaseNamed>,
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The family of the rule.
    pub family: Family,
    /// The sentence with its figures.
    pub sentence: Text,
}

/// A case of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseNamed {
    /// Form of the ledger.
    pub form: String,
    /// Its number there.
    pub number: String,
}

impl Order {
    /// Whether a leader has to approve it before it goes out.
    pub fn wants_approval(&self) -> bool {
        self.to.wants_approval(self.kind)
    }

    /// Everything in it that a person worded.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let said = [&self.title, &self.matter, &self.basis, &self.demand, &self.release, &self.office];
        said.into_iter().map(String::as_str)
    }

    /// Personal data in what was worded, which may not go out.
    pub fn personal(&self) -> Option<PersonalData> {
        let numbers = self.cases.iter().map(|case| (case.number.as_str(), Scan::Identifier));
        let mut all = self.words().map(|words| (words, Scan::FreeText)).chain(numbers);
        all.find_map(|(words, scan)| personal_data(words, scan))
    }
}

impl Ground {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (family, rest) = text.split_once(' ')?;
        let (zh, en) = rest.split_once(' ')?;
        let read = |text| words(text, "ground", MAX_SHORT).ok();
        Some(Self { family: Family::from_word(family)?, sentence: Text::owned(read(zh)?, read(en)?) })
    }
}

impl CaseNamed {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (form, number) = text.split_once(' ')?;
        Some(Self { form: form.to_owned(), number: words(number, "case", MAX_CASE).ok()? })
    }
}

/// A subject as its text.
mod text_of {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::statement::Subject;

    pub(super) fn serialize<S: Serializer>(subject: &Option<Subject>, to: S) -> Result<S::Ok, S::Error> {
        match subject {
            Some(subject) => to.serialize_some(&subject.to_string()),
            None => to.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Subject>, D::Error> {
        let text: Option<String> = Option::deserialize(from)?;
        text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}
