//! The document of the level above that a campaign carries out (DOMAIN §7.1 item 6).

use chrono::NaiveDate;
use serde::Deserialize;

use crate::text::Text;

/// A document: who issued it, under which number, and when.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Title.
    pub title: Option<Text>,
    /// Number: `青委政法〔2021〕4号`.
    pub number: Option<String>,
    /// Who issued it.
    pub issuer: Text,
    /// When, as far as it is known.
    pub issued: Option<NaiveDate>,
}

impl Document {
    /// How it is cited: title, number, issuer, day; what is not known is left out.
    pub fn cited(&self) -> Text {
        let say = |title: Option<&str>, issuer: &str, marks: (&str, &str), sep: &str| {
            let title = title.map(|title| format!("{}{title}{}", marks.0, marks.1));
            let day = self.issued.map(|day| day.to_string());
            let parts = [title, self.number.clone(), Some(issuer.to_owned()), day];
            parts.into_iter().flatten().collect::<Vec<_>>().join(sep)
        };
        let (zh, en) = self.title.as_ref().map(|title| (title.zh.as_ref(), title.en.as_ref())).unzip();
        Text::owned(say(zh, &self.issuer.zh, ("《", "》"), "，"), say(en, &self.issuer.en, ("“", "”"), ", "))
    }

    /// What is wrong: `key: reason`.
    pub(super) fn fault(&self) -> Option<String> {
        let nameless = self.title.is_none() && self.number.as_deref().is_none_or(str::is_empty);
        nameless.then(|| "superior: a document has a title or a number".into())
    }
}
