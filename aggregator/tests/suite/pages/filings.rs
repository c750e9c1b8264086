//! 报送: the matrix, its filters, and the form that reminds.

use std::collections::BTreeMap;

use aggregator::web::pages::{
    filings::{FilingsPage, Seen, Shown},
    overview::May,
};
use schemas::text::Lang;
use scraper::Html;

use super::{
    html::{all, href, one, parsed, text, texts},
    worked_city::{Worked, city_of, frame, worked},
};

const STAFF: May = May { confirm: true, remind: true };

fn page(city: &Worked, shown: Shown, lang: Lang, may: May) -> Html {
    let days = BTreeMap::new();
    let seen = Seen { as_of: None, today: "2025-10-18".parse().unwrap(), days: &days };
    parsed(&FilingsPage::new(&frame(lang, "/filings"), city.city(), shown, 1, seen, may))
}

#[test]
fn every_cell_has_shape_word_and_day_and_opens_the_filing() {
    let html = page(&worked(), Shown::Every, Lang::Zh, STAFF);
    assert_eq!(all(&html, ".mx tbody tr").len(), 12);
    assert_eq!(texts(&html, ".mx thead th small"), ["L2", "L3", "L4", "L5"]);
    assert_eq!(texts(&html, ".mx tbody tr:nth-child(1) td:nth-child(3)"), ["已确认 10-13"]);
    assert_eq!(href(&html, ".mx tbody tr:nth-child(1) td:nth-child(3) a"), "/filings/519901/L3/2025Q3");
    assert_eq!(
        texts(&html, ".mx tbody tr:nth-child(2) td"),
        ["已确认 10-15", "待确认 10-15", "已确认 10-15", "已确认 10-15"]
    );
    assert_eq!(texts(&html, ".mx tbody tr:nth-child(12) td"), ["逾期未报"; 4]);
    assert_eq!(all(&html, ".mx tbody tr:nth-child(12) svg.none").len(), 4);
    assert_eq!(texts(&html, ".mx tbody .nd.c-bad"), ["逾期3天·已催报2次"]);
    assert_eq!(texts(&html, ".mx tbody .nd.c-near"), ["迟报3天"]);
}

#[test]
fn filters_count_and_keep_to_their_state() {
    let html = page(&worked(), Shown::Waiting, Lang::Zh, STAFF);
    assert_eq!(texts(&html, ".tabs a"), ["全部 48", "已确认 35", "待确认 5", "零报告 4", "未报送 4"]);
    assert_eq!(texts(&html, ".tabs [aria-current]"), ["待确认 5"]);
    assert_eq!(href(&html, ".tabs a:nth-child(3)"), "/filings?period=2025Q3&state=waiting");
    assert_eq!(texts(&html, ".mx tbody th a"), ["西岭区", "河口市"]);
    assert_eq!(all(&html, ".mx tbody tr:first-child td.faint").len(), 3);
    assert_eq!(Shown::parse(Some("waiting")), Shown::Waiting);
    assert_eq!(Shown::parse(Some("nonsense")), Shown::Every);
    let html = page(&worked(), Shown::Invalid, Lang::Zh, STAFF);
    assert_eq!(texts(&html, "p.empty"), ["没有处于此状态的报送。"]);
}

#[test]
fn who_has_not_filed_is_chosen_to_be_reminded() {
    let html = page(&worked(), Shown::Every, Lang::En, STAFF);
    let form = one(&html, "main form[method=post]");
    assert_eq!(form.attr("action"), Some("/filings/remind?lang=en"));
    assert_eq!(one(&html, "main form[method=post] input[name=period]").attr("value"), Some("2025Q3"));
    assert_eq!(all(&html, "input[name=bureau]").len(), 12);
    assert_eq!(one(&html, "input[name=bureau][checked]").attr("value"), Some("519900Z03"));
    assert_eq!(text(one(&html, "main form .bar button")), "Remind the chosen");
    let reader = page(&worked(), Shown::Every, Lang::Zh, May::default());
    assert!(all(&reader, "main form[method=post] button, main input[type=checkbox]").is_empty());
}

#[test]
fn three_hundred_bureaus_come_in_light_pages() {
    let city = city_of(25, &[("519901", "<b>&\"'")]);
    let html = page(&city, Shown::Every, Lang::En, STAFF);
    assert_eq!(all(&html, ".mx tbody tr").len(), 60);
    assert_eq!(texts(&html, ".mx tbody th a")[0], "<b>&\"'");
    assert_eq!(text(one(&html, "nav.pages span")), "Page 1 of 5, 300 items");
}
