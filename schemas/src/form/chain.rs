//! Reports of one event follow each other: a first one, further ones with their number, a last one (初报, 续报, 终报).

use serde::Deserialize;

use super::{ColumnType, Form};

/// How the rows of one matter follow each other. A ledger of such reports holds all of a matter so far, so that a report
/// is held to those before it wherever the ledger is read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// Code of the findings: `L7-300`.
    pub code: String,
    /// Text column: rows with the same matter are one chain.
    pub of: String,
    /// Date-time column that orders them.
    pub at: String,
    /// Coded column that says which report a row is.
    pub stage: String,
    /// Number column: the reports between the first and the last are numbered from 1.
    pub number: String,
    /// Code of the first report.
    pub first: String,
    /// Code of a report that follows.
    pub next: String,
    /// Code of the last.
    pub last: String,
}

impl Chain {
    pub(super) fn fault(&self, form: &Form) -> Option<String> {
        let is = |key: &str, kind| form.column(key).is_some_and(|(_, column)| column.kind == kind);
        let fits = is(&self.of, ColumnType::Text)
            && is(&self.at, ColumnType::DateTime)
            && is(&self.stage, ColumnType::Code)
            && is(&self.number, ColumnType::Int);
        (!fits).then(|| "chain: wants a text, a date-time, a coded and a number column".into())
    }
}
