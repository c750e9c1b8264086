//! The board by cadence: its tabs, the strip of days with how each went, completeness and timeliness by the city's receipts,
//! and the same day as it was known before.

use aggregator::jobs::duties;
use reqwest::{Method, StatusCode};
use scraper::Html;

use crate::{
    city::{City, Setting, at},
    filing::push,
    pages::html::{all, keeps_the_rules, text},
};

/// A city under the provincial campaign, of whose three counties one files its daily report at nine on three days, one a day
/// late, and one never.
async fn province() -> City {
    let city =
        City::of(Setting { campaign: "province-2022", now: at("2022-10-17 08:00"), ..Setting::yunjiang() })
            .await;
    let (first, second) = (city.node("519901").await, city.node("519902").await);
    let nil = async |node: &node_agent::Node, day: &str| {
        node.nil("L8", day.parse().unwrap(), None, None).unwrap();
        push(node).await;
    };
    for day in ["2022-10-17", "2022-10-18", "2022-10-19"] {
        city.clock.set(at(&format!("{day} 09:00")));
        nil(&first, day).await;
        if day == "2022-10-18" {
            nil(&second, "2022-10-17").await;
            nil(&second, day).await;
        }
    }
    city
}

async fn board(city: &City, query: &str) -> Html {
    let cookie = city.cookie("staff").await;
    let (status, page) = city.ask(Method::GET, &format!("/filings?{query}"), Some(&cookie), "").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    keeps_the_rules(&page);
    Html::parse_document(&page)
}

fn tabs(page: &Html, label: &str) -> Vec<(String, bool)> {
    let links = all(page, &format!("nav[aria-label='{label}'] a"));
    links.iter().map(|link| (text(*link), link.attr("aria-current").is_some())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_cadence_has_its_tab_and_leads_to_its_latest_period() {
    let city = province().await;
    let page = board(&city, "period=2022Q3").await;
    let wanted = [("每日", false), ("每月", false), ("每季度", true), ("专报", false)];
    assert_eq!(tabs(&page, "按报送频次"), wanted.map(|(word, here)| (word.to_owned(), here)));
    let links: Vec<&str> =
        all(&page, "nav[aria-label='按报送频次'] a").iter().filter_map(|link| link.attr("href")).collect();
    let wanted = ["/filings?period=2022-10-19", "/filings?period=2022-09", "/filings?period=2022Q3"];
    assert_eq!(links[..3], wanted);
    assert!(links[3].starts_with("/filings/matters"), "{links:?}");
    let english = board(&city, "period=2022-09&lang=en").await;
    let wanted = [("daily", false), ("monthly", true), ("quarterly", false)];
    assert_eq!(tabs(&english, "By cadence")[..3], wanted.map(|(word, here)| (word.to_owned(), here)));
    let main = text(all(&english, "main")[0]);
    assert!(
        main.contains("Nothing is owed"),
        "no major case is known, so that nobody owes its report: {main}"
    );
    assert!(all(&page, "nav.daystrip").is_empty(), "a quarter has no days");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_strip_says_of_each_day_how_it_went() {
    let city = province().await;
    city.clock.set(at("2022-10-19 10:00"));
    duties::run(&city.services).await.unwrap();
    let shown = async |day: &str| {
        let page = board(&city, "period=2022-10-18").await;
        let days = all(&page, "nav.daystrip a");
        let link = days.iter().find(|link| link.attr("title") == Some(day)).unwrap();
        (link.html().split("#").nth(1).unwrap().split('"').next().unwrap().to_owned(), days.len())
    };
    // 31 days from 3 October on; the third county has filed nothing.
    assert_eq!(shown("2022年10月17日").await, ("todo".into(), 31));
    // A week later what was not filed has closed.
    city.clock.set(at("2022-10-26 10:00"));
    duties::run(&city.services).await.unwrap();
    assert_eq!(shown("2022年10月17日").await.0, "none", "the shape of what is absent");
    assert_eq!(shown("2022年10月20日").await.0, "todo", "still open");
}

#[tokio::test(flavor = "multi_thread")]
async fn completeness_and_timeliness_go_by_the_receipts_of_the_city() {
    let city = province().await;
    let rates = async |query: &str| text(all(&board(&city, query).await, "p.cap")[0]);
    // The duty post of the protection period is owed beside the layoffs: six are owed.
    assert_eq!(
        rates("period=2022-10-17").await,
        "完整率33.33%（2/6） · 按时率16.67%（1/6），按平台回执计",
        "the second came a day late"
    );
    assert_eq!(
        rates("period=2022-10-18&lang=en").await,
        "Complete 33.33 % (2/6) · on time 33.33 % (2/6), by the city's receipts"
    );
    // As it was known on the evening of the 17th, one had come.
    assert_eq!(
        rates("period=2022-10-17&as-of=2022-10-17").await,
        "完整率16.67%（1/6） · 按时率16.67%（1/6），按平台回执计"
    );
    let page = board(&city, "period=2022-10-17&as-of=2022-10-17&lang=en").await;
    let note = text(all(&page, "p.note")[0]);
    assert!(note.contains("By what had been received and decided on 17 October"), "{note}");
    assert!(all(&page, "input[name=bureau]").is_empty(), "of an earlier day nothing can be done");
}
