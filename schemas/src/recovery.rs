//! What a node gives back to a city that was restored from a backup: the letters the city may have lost, and the newest
//! checkpoint the node has verified (PROTOCOL §4.6). Nothing of it is believed on the node's word; the log's own key
//! proves each letter.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{hash::Sha, letter::Letter};

/// Address a node reports to while its city is recovering.
pub const RECOVERY: &str = "/api/v1/recovery";
/// Most letters of one page of a report.
pub const MAX_LETTERS: usize = 200;
/// Most bytes of letters a node puts into one page, unless a single letter is longer.
pub const PAGE_BYTES: usize = 1024 * 1024;
/// Most bytes of a page: the longest findings of a ledger, as JSON within JSON.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// A page of what a node holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// Letters whose leaves the city may have lost; those that admitted keys come first.
    pub letters: Vec<Letter>,
    /// The newest checkpoint the node has verified.
    pub checkpoint: Option<String>,
    /// Whether this is the last page: the node holds nothing else.
    pub complete: bool,
}

/// What the city says to a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reported {
    /// Whether its log is whole again and it takes filings in.
    pub live: bool,
    /// After the last page: the node's statements known here whose rows are not.
    pub lacking: Vec<Sha>,
}
