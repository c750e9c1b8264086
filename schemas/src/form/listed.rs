//! What a row says must stand in a ledger of another form too: who reports from a duty post is on the roster of that day.

use serde::Deserialize;

use super::{ColumnType, Field, Form, Severity};

/// A row of the other ledger must have the same values.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Code of the finding: `L9-301`.
    pub code: String,
    /// What a breach does.
    pub severity: Severity,
    /// The column the finding points at.
    pub at: Field,
    /// Code of the other form. Its ledgers that speak of the period ([`crate::beside::speaking`]) are looked into.
    pub form: String,
    /// Columns of this form, which must agree with those of the same key there. A cell of texts agrees if each of the names
    /// in it is among those there.
    pub same: Vec<String>,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What is wrong, in English.
    pub en: String,
    /// What to do, in Chinese.
    pub fix_zh: String,
    /// What to do, in English.
    pub fix_en: String,
}

impl Listed {
    pub(super) fn fault(&self, form: &Form) -> Option<String> {
        let fits = |key: &String| {
            let column = form.column(key).map(|(_, column)| column);
            column.is_some_and(|own| {
                own.privacy.leaves() && matches!(own.kind, ColumnType::Text | ColumnType::Date)
            })
        };
        if self.same.is_empty() || !self.same.iter().all(fits) {
            return Some(format!("listed.{}: same: text or date columns that leave the node", self.code));
        }
        form.resolve(&self.at).is_none().then(|| format!("listed.{}: at: no such column", self.code))
    }
}
