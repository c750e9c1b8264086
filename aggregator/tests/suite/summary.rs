//! 季度汇总表: cells, relations and gaps against figures worked by hand, and the page that shows them.

use aggregator::{
    measure::summary::{self, Derived},
    web::pages::summary::SummaryPage,
};
use reqwest::{Method, StatusCode};
use schemas::{bureau::BureauCode, definition::Definitions, summary::Summary, text::Lang};
use scraper::Html;

use crate::{
    city,
    pages::{
        html::{all, href, one, parsed, text, texts},
        worked_city,
    },
    year_to_date::City,
};

/// Opening, accepted, closed, closed on time, ending, persons, amount in 分.
const Q2: [i64; 7] = [10, 20, 15, 15, 15, 30, 1_000_000];
const Q3: [i64; 7] = [15, 30, 33, 30, 12, 44, 2_500_050];

fn arbitration(city: &mut City, bureau: &str, period: &str, figures: [i64; 7]) {
    let [opening, accepted, closed, on_time, ending, persons, amount] = figures;
    let counts = [
        ("opening", opening),
        ("accepted", accepted),
        ("transferred_in", 0),
        ("closed", closed),
        ("closed_on_time", on_time),
        ("closed_late", closed - on_time),
        ("out", 0),
        ("ending", ending),
        ("overdue_open", 1),
        ("persons", persons),
        ("amount", amount),
        ("paid", 0),
    ];
    city.file(bureau, period, "L3", &counts);
}

/// Two bureaus; both filed L3 for all three quarters of the year, the second also L5 for the last.
fn worked_by_hand() -> City {
    let mut city = City::new(Definitions::builtin().unwrap(), "yunjiang-2025", &["519901", "519902"]);
    for bureau in ["519901", "519902"] {
        arbitration(&mut city, bureau, "2025Q1", [5, 9, 4, 4, 10, 9, 0]);
        arbitration(&mut city, bureau, "2025Q2", Q2);
        arbitration(&mut city, bureau, "2025Q3", Q3);
    }
    city.file(
        "519902",
        "2025Q3",
        "L5",
        &[("opening", 2), ("received", 3), ("done", 4), ("out", 0), ("ending", 1)],
    );
    city
}

fn s1(city: &City) -> &Summary {
    city.definitions.summary("S1").unwrap()
}

fn derived(city: &City, bureaus: &[&str]) -> Derived {
    let codes: Vec<BureauCode> = bureaus.iter().map(|code| code.parse().unwrap()).collect();
    city.with_field(|field| summary::of(field, codes.iter(), "2025Q3".parse().unwrap(), s1(city)))
}

fn cell(city: &City, derived: &Derived, row: &str, column: &str) -> Option<i64> {
    let row = s1(city).rows.iter().position(|each| each.key == row).unwrap();
    let column = s1(city).columns.iter().position(|each| each.key == column).unwrap();
    derived.sheet.0[row][column]
}

#[test]
fn a_bureau_and_the_city_add_up_by_hand() {
    let city = worked_by_hand();
    let one = derived(&city, &["519901"]);
    let of = |column| cell(&city, &one, "arbitration", column);
    assert_eq!(["opening", "accepted", "closed", "late", "ending"].map(of), [15, 30, 33, 3, 12].map(Some));
    // 9 + 20 + 30 and 4 + 15 + 33 since 1 January.
    assert_eq!(["year_accepted", "year_closed"].map(of), [Some(59), Some(52)]);
    assert_eq!(cell(&city, &one, "clues", "opening"), None, "not filed is not zero");
    assert_eq!(
        (one.absent.as_slice(), one.broken_years.as_slice()),
        (["L2", "L4", "L5"].map(String::from).as_slice(), [].as_slice())
    );
    assert_eq!(one.breaches, []);

    let both = derived(&city, &["519901", "519902"]);
    assert_eq!(cell(&city, &both, "arbitration", "closed"), Some(66));
    assert_eq!(cell(&city, &both, "arbitration", "year_closed"), Some(104));
    assert_eq!(cell(&city, &both, "clues", "closed"), Some(4));
    assert_eq!(
        cell(&city, &both, "clues", "year_closed"),
        None,
        "519902 filed clues for one quarter of three"
    );
    assert_eq!(both.broken_years, ["L5"]);
    assert_eq!((both.filers, both.breaches.len()), (2, 0));
}

#[test]
fn a_relation_that_fails_is_named_with_its_figures() {
    let mut city = worked_by_hand();
    arbitration(&mut city, "519901", "2025Q3", [15, 30, 33, 30, 13, 44, 0]);
    let breaches = derived(&city, &["519901"]).breaches;
    assert_eq!(breaches.len(), 1);
    assert_eq!((breaches[0].code.as_str(), breaches[0].at.as_str()), ("S1-101", "arbitration"));
    assert_eq!((breaches[0].left, breaches[0].right), (45, 46));
}

#[test]
fn nobody_s_summary_is_empty() {
    let city = City::new(Definitions::builtin().unwrap(), "yunjiang-2025", &["519901"]);
    let none = derived(&city, &["519901"]);
    assert_eq!((none.filers, none.breaches.len()), (0, 0));
    assert!(none.sheet.0.iter().flatten().all(Option::is_none));
}

fn page(city: &City, bureau: Option<&str>, lang: Lang) -> Html {
    city.with_seen("2025Q3", |seen| {
        let frame = worked_city::frame(lang, "/summaries/S1");
        parsed(&match bureau.map(|code| code.parse().unwrap()) {
            Some(code) => SummaryPage::of_bureau(&frame, seen, seen.bureau(&code).unwrap(), s1(city)),
            None => SummaryPage::of_city(&frame, seen, s1(city)),
        })
    })
}

#[test]
fn the_page_shows_the_sheet_and_offers_no_way_to_edit_it() {
    let city = worked_by_hand();
    let html = page(&city, Some("519901"), Lang::Zh);
    assert!(all(&html, "main input, main textarea, main select, main button, main form").is_empty());
    let rows = texts(&html, "section.sum tbody tr th");
    assert!(
        rows.iter().all(|row| !row.contains("隐患")),
        "nobody keeps L1: no row of it and no word: {rows:?}"
    );
    let arbitration = "section.sum tbody tr:nth-child(9)";
    assert_eq!(texts(&html, &format!("{arbitration} th")), ["仲裁"]);
    let cells = texts(&html, &format!("{arbitration} td"));
    assert_eq!(cells[..11], ["15", "30", "0", "33", "30", "3", "0", "12", "1", "44", "2.50"]);
    assert_eq!(cells[11..], ["0.00", "—", "—", "—", "59", "52"]);
    let closed = href(&html, &format!("{arbitration} td:nth-child(5) a"));
    assert_eq!(closed, "/filings/519901/L3/2025Q3/rows?tally=L3.closed");
    assert!(all(&html, &format!("{arbitration} td:nth-child(4) a")).is_empty(), "a zero has no rows");
    assert!(texts(&html, ".cap").concat().contains("表号：通报S1表"));
    assert_eq!(
        texts(&html, "section.sum .cap"),
        ["劳动人事争议调解台账、劳动保障监察举报投诉案件台账、欠薪线索台账未报送，相应各行为“—”。"]
    );
    assert_eq!(text(one(&html, "#h-rel + .s")), "14条均成立");
    let html = page(&city, None, Lang::En);
    assert_eq!(text(one(&html, "h1")), "Quarterly summary of labour disputes: whole city");
    assert!(all(&html, "section.sum td a").is_empty(), "rows are a bureau's");
    assert!(text(one(&html, ".state")).contains("2 bureaus"));
    assert!(
        texts(&html, ".cap").concat().contains("a period of the year is missing; the year is not shown.")
    );
}

#[test]
fn the_page_of_a_breach_and_of_nothing() {
    let mut city = worked_by_hand();
    arbitration(&mut city, "519901", "2025Q3", [15, 30, 33, 30, 13, 44, 0]);
    let html = page(&city, Some("519901"), Lang::Zh);
    assert_eq!(text(one(&html, "#h-rel + .s")), "1处不成立");
    assert!(
        texts(&html, ".st.bad").contains(&"仲裁：45，应与46相符".to_owned()),
        "{:?}",
        texts(&html, ".st")
    );
    let empty = City::new(Definitions::builtin().unwrap(), "yunjiang-2025", &["519901"]);
    let html = page(&empty, Some("519901"), Lang::Zh);
    assert_eq!(texts(&html, ".empty"), ["本期还没有通过校验的台账，无从汇总。"]);
    assert!(all(&html, "main table").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_reads_its_own_summary_and_nobody_else_s() {
    let city = city::City::start().await;
    let (staff, donghu) = (city.cookie("staff").await, city.cookie("donghu").await);
    let ask = async |path: &str, cookie: &str| city.ask(Method::GET, path, Some(cookie), "").await.0;
    assert_eq!(ask("/summaries/S1?period=2025Q3", &staff).await, StatusCode::OK);
    assert_eq!(ask("/summaries/S9?period=2025Q3", &staff).await, StatusCode::NOT_FOUND);
    assert_eq!(ask("/summaries/S1?period=2025Q3", &donghu).await, StatusCode::FORBIDDEN);
    assert_eq!(ask("/bureaus/519901/summaries/S1?period=2025Q3", &donghu).await, StatusCode::OK);
    assert_eq!(ask("/bureaus/519902/summaries/S1?period=2025Q3", &donghu).await, StatusCode::NOT_FOUND);
    assert_eq!(ask("/bureaus/519999/summaries/S1?period=2025Q3", &staff).await, StatusCode::NOT_FOUND);
}
