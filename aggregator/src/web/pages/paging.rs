//! Long lists in pages, so that a city of three hundred bureaus weighs no more than one of twelve.

use askama::{Template, filters::HtmlSafe};
use schemas::text::Lang;

use crate::{picture::Part, web::links::Address, words::frame as words};

/// Most bureaus on one page.
pub const BUREAUS: usize = 60;

/// Where in a list a page stands.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/paging.html")]
pub struct Paging {
    shown: String,
    before: Option<(String, Address)>,
    after: Option<(String, Address)>,
    pages: usize,
}

impl HtmlSafe for Paging {}

impl Paging {
    /// Page `page` (from 1) of `all` items, `size` on each; `here` is the address of the list.
    pub fn new(page: usize, size: usize, all: usize, here: &Address, lang: Lang) -> Self {
        let pages = all.div_ceil(size.max(1)).max(1);
        let page = page.clamp(1, pages);
        let shown = words::PAGE_OF.fill(&[("page", &page), ("pages", &pages), ("all", &all)]);
        let to =
            |other: usize, word: &schemas::text::Text| (word.get(lang).to_owned(), here.with("page", other));
        Self {
            shown: shown.get(lang).to_owned(),
            before: (page > 1).then(|| to(page - 1, &words::PAGE_BEFORE)),
            after: (page < pages).then(|| to(page + 1, &words::PAGE_AFTER)),
            pages,
        }
    }

    /// The items of a page.
    pub fn slice<T>(items: &[T], page: usize, size: usize) -> &[T] {
        Part::page(page, size, items.len()).of(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_end_is_the_last_one() {
        let items: Vec<usize> = (0..130).collect();
        assert_eq!(Paging::slice(&items, 1, 60).len(), 60);
        assert_eq!(Paging::slice(&items, 3, 60), &items[120..]);
        assert_eq!(Paging::slice(&items, usize::MAX, 60), &items[120..]);
        assert_eq!(Paging::slice(&items, 0, 60), &items[..60]);
        assert!(Paging::slice::<usize>(&[], 1, 60).is_empty());
    }

    #[test]
    fn one_page_shows_no_paging() {
        let here = Address::new("/rankings");
        assert_eq!(Paging::new(1, 60, 12, &here, Lang::Zh).render().unwrap(), "");
        let html = Paging::new(2, 60, 130, &here, Lang::Zh).render().unwrap();
        assert!(html.contains("第2/3页") && html.contains("page=1") && html.contains("page=3"), "{html}");
    }
}
