//! Words in two languages, and the catalogue every crate writes its own words with.
//!
//! A [`Text`] cannot exist without both languages, so a missing translation is a compile error for the words
//! in the code and a refused definition for the words in a file.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The language a person reads. Chinese is the default everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// 简体中文 (zh-CN).
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Reads `zh…` or `en…` (any region, any case); everything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.get(..2)?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The tag for an HTML `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

/// One piece of wording in both languages; may hold `{name}` slots that [`Text::fill`] replaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// 中文.
    #[schema(value_type = String)]
    pub zh: Cow<'static, str>,
    /// English.
    #[schema(value_type = String)]
    pub en: Cow<'static, str>,
}

impl Text {
    /// Wording known at compile time.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh: Cow::Borrowed(zh), en: Cow::Borrowed(en) }
    }

    /// Wording built at run time.
    pub fn owned(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: Cow::Owned(zh.into()), en: Cow::Owned(en.into()) }
    }

    /// The same wording in both languages: names of places, numbers, identifiers.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh: Cow::Owned(text.clone()), en: Cow::Owned(text) }
    }

    /// The wording in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Replaces each `{name}` by its value in both languages. A slot without a value stays as it is, so that
    /// an omission is seen and not hidden.
    pub fn fill(&self, slots: &[(&str, &dyn Wording)]) -> Text {
        Text::owned(fill(&self.zh, Lang::Zh, slots), fill(&self.en, Lang::En, slots))
    }
}

/// What may stand in a slot: a plain string (the same in both languages), a number, or another [`Text`].
pub trait Wording {
    /// The words in `lang`.
    fn words(&self, lang: Lang) -> Cow<'_, str>;
}

impl Wording for Text {
    fn words(&self, lang: Lang) -> Cow<'_, str> {
        Cow::Borrowed(self.get(lang))
    }
}

macro_rules! wording_by_display {
    ($($kind:ty),*) => {$(
        impl Wording for $kind {
            fn words(&self, _: Lang) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )*};
}
wording_by_display!(str, String, usize, u32, u64, i64, chrono::NaiveDate, crate::period::Period);

impl<T: Wording + ?Sized> Wording for &T {
    fn words(&self, lang: Lang) -> Cow<'_, str> {
        (**self).words(lang)
    }
}

fn fill(pattern: &str, lang: Lang, slots: &[(&str, &dyn Wording)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find('}') else { break };
        let name = &rest[1..close];
        match slots.iter().find(|(slot, _)| *slot == name) {
            Some((_, value)) => out.push_str(&value.words(lang)),
            None => out.push_str(&rest[..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

/// The `{name}` slots of a wording, sorted; both languages of a [`Text`] must have the same.
pub fn slots(pattern: &str) -> Vec<&str> {
    let mut found: Vec<&str> =
        pattern.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect();
    found.sort_unstable();
    found
}

/// Declares the words of one module as constants and lists them in `ALL`, so that a test can go through them.
///
/// ```
/// schemas::catalogue! {
///     /// Title of the page of places.
///     RANKINGS = "位次", "Rankings";
/// }
/// assert_eq!(ALL[0].1, &RANKINGS);
/// ```
#[macro_export]
macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident = $zh:literal, $en:literal;)*) => {
        $($(#[$doc])* pub const $name: $crate::text::Text = $crate::text::Text::new($zh, $en);)*
        /// Every wording of this module with the name of its constant.
        pub const ALL: &[(&str, &$crate::text::Text)] = &[$((stringify!($name), &$name)),*];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_slots_in_both_languages() {
        let text = Text::new("{who}还差{n}件", "{who} is {n} short");
        let filled = text.fill(&[("who", &Text::new("东湖区", "Donghu")), ("n", &3_i64)]);
        assert_eq!(filled, Text::new("东湖区还差3件", "Donghu is 3 short"));
    }

    #[test]
    fn a_slot_without_a_value_stays_visible() {
        assert_eq!(Text::new("{a}{b}", "{a}{b}").fill(&[("a", &"x")]).en, "x{b}");
        assert_eq!(Text::new("{a", "{").fill(&[("a", &"x")]).zh, "{a");
    }

    #[test]
    fn reads_language_tags() {
        assert_eq!(Lang::parse("zh-Hans"), Some(Lang::Zh));
        assert_eq!(Lang::parse("EN-gb"), Some(Lang::En));
        assert_eq!(Lang::parse("中"), None);
        assert_eq!(Lang::parse(""), None);
    }
}
