//! A sentence in the two languages of the product, so that no message exists in one only.

use std::borrow::Cow;

/// The language a person reads in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// Chinese, the default of every screen.
    Zh,
    /// English.
    En,
}

/// One sentence, said in Chinese and in English.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// The sentence in Chinese.
    pub zh: Cow<'static, str>,
    /// The sentence in English.
    pub en: Cow<'static, str>,
}

impl Text {
    /// A sentence known when the program is written.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh: Cow::Borrowed(zh), en: Cow::Borrowed(en) }
    }

    /// The sentence in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}
