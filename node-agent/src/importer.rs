//! Cases taken over from other systems (DOMAIN §7.2 item 47), so that nobody types twice: a source says which heading of its
//! exports is which column of a form, an import adds what is new to the working ledger of that form, and `prepare` makes
//! workbooks of it. All of it stays in the node; a ledger leaves it only by being filed.

mod fault;
mod keeping;
mod sheets;
mod source;
mod taking;
mod working;

pub use fault::SourceFault;
pub use keeping::Kept;
pub(crate) use sheets::Row;
pub use source::{Change, MAX_CODES, MAX_HEADINGS, MAX_SOURCES, Source};
pub use taking::{Changed, Named, Taken};
pub(crate) use working::{Working, gaps};

use std::collections::BTreeMap;

use serde_json::Value;

/// Cells of a row by the keys of their columns, as they would be sealed; an empty cell is left out.
pub(crate) type Cells = BTreeMap<String, Value>;

/// Most rows that are held of one source: as many as a sheet may have.
pub const MAX_ROWS: usize = schemas::sheet::limits::ROWS;

/// A row of the working ledger. Its cells are for no log, so it prints nothing.
pub(crate) struct Held {
    /// Its number in the store: the order in which rows came.
    pub(crate) number: i64,
    /// Name of the source.
    pub(crate) source: String,
    /// The source's own id.
    pub(crate) id: String,
    /// What the source said last.
    pub(crate) imported: Cells,
    /// What a person has put in.
    pub(crate) typed: Cells,
}

impl Held {
    /// A cell: the source's, and where that is empty the person's.
    pub(crate) fn cell(&self, key: &str) -> Option<&Value> {
        self.imported.get(key).or_else(|| self.typed.get(key))
    }

    /// The case number, if the form has one.
    pub(crate) fn case(&self, key: Option<&str>) -> Option<&str> {
        self.cell(key?)?.as_str()
    }
}
