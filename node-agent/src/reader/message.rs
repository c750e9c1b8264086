//! What the two processes say to each other: one line of JSON and the file go in, one JSON document comes out.

use schemas::sheet::{book::RawBook, encoding::Encoding, error::ReadError, heading::Heading};
use serde::{Deserialize, Serialize};

/// Most bytes of the first line: the headings of all forms of a site.
pub(super) const REQUEST_BYTES: u64 = 16 * 1024 * 1024;

/// The first line; the bytes of the file follow.
#[derive(Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) encoding: Option<Encoding>,
    pub(super) expected: Vec<Heading>,
}

/// The answer.
pub(super) type Answer = Result<RawBook, ReadError>;

/// How the reader exits when it was refused memory and could still say so.
pub(super) const NO_MEMORY: u8 = 12;
