//! A chart drawn elsewhere, with the table of its figures one click away.

use askama::{Template, filters::HtmlSafe};
use schemas::text::Lang;

use crate::words::frame as words;

/// A picture and its figures.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/picture.html")]
pub struct Picture {
    /// The finding, if the picture does not say it itself.
    pub title: Option<String>,
    /// An `<svg>` element, with its own title and description. It is put into the page as it is.
    pub svg: String,
    /// Headings of the table.
    pub head: Vec<String>,
    /// Rows of the table; the first cell names the row.
    pub rows: Vec<Vec<String>>,
    /// Word for the table.
    word: String,
}

impl HtmlSafe for Picture {}

impl Picture {
    /// A picture with the table of its figures. `svg` comes from the `charts` crate, which escapes what it draws.
    pub fn new(
        title: Option<String>,
        svg: String,
        head: Vec<String>,
        rows: Vec<Vec<String>>,
        lang: Lang,
    ) -> Self {
        Self { title, svg, head, rows, word: words::DATA_TABLE.get(lang).to_owned() }
    }
}
