//! When a return that says nothing happened is doubtful: another ledger of the same days says otherwise (DOMAIN §8.4 item 8).
//!
//! ```toml
//! [[doubtful]]
//! code = "L9-401"
//! form = "L10"
//! by_day = "arrivals"                 # a tally there that is spread by the days of its period
//! silent = ["events", "gatherings"]   # it says nothing if these are 0; without the key, if every tally is
//! ```

use serde::Deserialize;

use super::Form;

/// Another ledger that a return which says nothing is held to. A doubt is a notice and never a refusal: which of the two is
/// wrong a person finds out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doubtful {
    /// Code of the notice: `L9-401`.
    pub code: String,
    /// The other form.
    pub form: String,
    /// Its tally: rows by the day of its period.
    pub by_day: String,
    /// The tallies of this form which are all 0 where it says nothing; every tally if none is named.
    #[serde(default)]
    pub silent: Vec<String>,
    /// What is doubtful, in Chinese; `{n}` rows of the other form.
    pub zh: String,
    /// What is doubtful, in English.
    pub en: String,
    /// What to do, in Chinese.
    pub fix_zh: String,
    /// What to do, in English.
    pub fix_en: String,
}

impl Doubtful {
    /// What does not fit: `key: reason`. `other` is the form it names, if there is one.
    pub(crate) fn fault(&self, form: &Form, other: Option<&Form>) -> Option<String> {
        let wrong = |reason: String| Some(format!("doubtful.{}: {reason}", self.code));
        let Some(other) = other else { return wrong(format!("no form `{}`", self.form)) };
        if other.tally(&self.by_day).is_none_or(|tally| tally.by_day.is_none()) {
            return wrong(format!("by_day: {} has no tally `{}` by the day", self.form, self.by_day));
        }
        let unknown = self.silent.iter().find(|key| form.tally(key).is_none());
        unknown.and_then(|key| wrong(format!("silent: no tally `{key}`")))
    }
}
