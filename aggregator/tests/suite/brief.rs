//! 简报: its figures by hand, its page in both languages, empty and with doubts, and who may read it.

use std::sync::Arc;

use aggregator::{measure::brief, web::pages::brief::BriefPage};
use reqwest::{Method, StatusCode};
use schemas::{
    definition::Definitions,
    fraction::Fraction,
    tally::{Tallies, Tally},
    text::Lang,
};
use scraper::Html;

use crate::{
    city,
    pages::{
        html::{all, one, parsed, text, texts},
        worked_city,
    },
    year_to_date::City,
};

/// A week of the hundred days: two bureaus of three filed; the second says nil of clues while the hotline gave it 3 orders.
fn worked_by_hand() -> City {
    let mut city =
        City::new(Definitions::builtin().unwrap(), "minhang-2022", &["519901", "519902", "519903"]);
    for bureau in ["519901", "519902"] {
        let arbitration = [
            ("opening", 10),
            ("accepted", 30),
            ("closed", 33),
            ("ending", 7),
            ("pre_mediated", 24),
            ("direct", 6),
        ];
        city.file(bureau, "2022W38", "L3", &arbitration);
        city.file(bureau, "2022W38", "L2", &[("ending", 5), ("pre_mediated", 24)]);
    }
    city.file("519902", "2022W38", "L4", &[("opening", 2), ("filed", 2), ("closed", 3), ("ending", 1)]);
    city.file("519902", "2022W38", "L10", &[("received", 3)]);
    // Two of the orders came on the Monday, one on the Wednesday.
    let week = "2022W38".parse().unwrap();
    let mut orders = city.book.filed(&"519902".parse().unwrap(), week, "L10").unwrap().clone();
    let by_day = Tally::Days([(0, 2), (2, 1)].into());
    orders.tallies = Arc::new(Tallies([("L10.arrivals".to_owned(), by_day)].into()));
    city.book.enter("519902".parse().unwrap(), week, "L10", orders);
    city.file("519902", "2022W38", "L5", &[]);
    let bureau = "519902".parse().unwrap();
    let mut nil = city.book.filed(&bureau, "2022W38".parse().unwrap(), "L5").unwrap().clone();
    nil.nil = true;
    nil.tallies = Arc::new(Tallies::nil(city.definitions.form("L5").unwrap()));
    city.book.enter(bureau, "2022W38".parse().unwrap(), "L5", nil);
    city
}

fn page(city: &City, lang: Lang) -> Html {
    city.with_seen("2022W38", |seen| {
        let frame = worked_city::frame(lang, "/brief");
        parsed(&BriefPage::new(&frame, seen, city.definitions.summary("S1").unwrap()))
    })
}

#[test]
fn a_week_adds_up_by_hand() {
    let city = worked_by_hand();
    let s1 = city.definitions.summary("S1").unwrap();
    let brief = city.with_field(|field| brief::of(field, "2022W38".parse().unwrap(), s1));
    assert_eq!(brief.filers, 2);
    let first = brief.bureaus[0].figures.as_ref().unwrap();
    assert_eq!(first.open, [Some(5), Some(7), None, None], "what was not filed is not zero");
    let rates: Vec<Option<Fraction>> =
        first.rates.iter().map(|rate| rate.and_then(|rate| rate.value)).collect();
    assert_eq!(rates[1], Fraction::new(33, 40), "33 closed of 10 open and 30 accepted");
    assert_eq!(rates[2], None, "inspection was not filed");
    assert_eq!(brief.bureaus[2].figures, None);
    assert_eq!(brief.city.open, [Some(10), Some(14), Some(1), Some(0)]);
    assert_eq!(brief.city.rates[1].unwrap().value, Fraction::new(66, 80));
    assert_eq!(brief.city.rates[2].unwrap().value, Fraction::new(3, 4), "of the one that filed it");
}

/// Scenario 8 of DOMAIN §8.4.
#[test]
fn a_nil_return_beside_orders_of_the_hotline_is_a_doubt() {
    let city = worked_by_hand();
    let html = page(&city, Lang::Zh);
    assert_eq!(
        texts(&html, "#h-doubts + ul li"),
        ["519902：欠薪线索台账：零报告或全部为零，而本单位同期有12345、信访工单3件"]
    );
    let html = page(&city, Lang::En);
    assert_eq!(
        texts(&html, "#h-doubts + ul li"),
        [
            "519902: Wage-arrears clue ledger: A nil return, or every figure is 0, while the bureau has orders of the hotline and petitions of the same time: 3"
        ]
    );
}

#[test]
fn the_page_is_one_table_and_one_sentence() {
    let html = page(&worked_by_hand(), Lang::Zh);
    assert_eq!(text(one(&html, "h1")), "劳动人事争议百日攻坚专项行动2022周报");
    let lead = texts(&html, "main > p").concat();
    assert!(lead.contains("在办案件25件") && lead.contains("仲裁结案率82.50%（66/80）"), "{lead}");
    assert_eq!(texts(&html, "main thead th")[..4], ["单位", "报送", "在办案件", "调解"]);
    assert_eq!(texts(&html, "main tbody tr:nth-child(1) td")[1..6], ["12", "5", "7", "—", "—"]);
    assert_eq!(texts(&html, "main tbody tr:nth-child(3) td")[1..4], ["—", "—", "—"]);
    assert_eq!(texts(&html, "main tfoot td")[1..6], ["25", "10", "14", "1", "0"]);
    let english = page(&worked_by_hand(), Lang::En);
    assert!(text(one(&english, "h1")).ends_with(": weekly brief"), "{}", text(one(&english, "h1")));
    assert!(texts(&english, "main > p").concat().contains("25 cases are in hand"));
}

#[test]
fn an_empty_week_says_so() {
    let empty = City::new(Definitions::builtin().unwrap(), "minhang-2022", &["519901"]);
    let html = page(&empty, Lang::Zh);
    assert_eq!(texts(&html, ".empty"), ["本期还没有通过校验的台账，暂无简报。"]);
    assert!(all(&html, "main table").is_empty());
    assert_eq!(
        texts(&page(&empty, Lang::En), ".empty"),
        ["No ledger of this period has been validated; there is no brief yet."]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_brief_is_the_city_s() {
    let city = city::City::start().await;
    let (staff, donghu) = (city.cookie("staff").await, city.cookie("donghu").await);
    let ask = async |cookie: &str| city.ask(Method::GET, "/brief?period=2025Q3", Some(cookie), "").await.0;
    assert_eq!(ask(&staff).await, StatusCode::OK);
    assert_eq!(ask(&donghu).await, StatusCode::FORBIDDEN);
}
