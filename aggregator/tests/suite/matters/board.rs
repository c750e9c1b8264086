//! 专报: the board of special and major cases as page, file and API, in scope, as known on a day; what is decided from it; and
//! the committees' copies.

use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::{MAJOR, ORDINARY, SPECIAL, both, ledger, node, report};
use crate::{
    city::{City, at},
    filing::push,
    with_matters_on_both,
};

const NEXT: &str = "/filings/519901/L7/2025-10-14";

async fn get(city: &City, login: &str, path: &str) -> (StatusCode, String) {
    city.ask(Method::GET, path, Some(&city.cookie(login).await), "").await
}

async fn post(
    city: &City,
    login: &str,
    page: &str,
    action: &str,
    fields: &[(&str, &str)],
) -> (StatusCode, String) {
    let cookie = city.cookie(login).await;
    let (_, html) = city.ask(Method::GET, page, Some(&cookie), "").await;
    let csrf = {
        let html = scraper::Html::parse_document(&html);
        let field = scraper::Selector::parse("input[name=csrf]").unwrap();
        html.select(&field).next().unwrap().attr("value").unwrap().to_owned()
    };
    let mut form = form_urlencoded::Serializer::new(String::new());
    let body = form.append_pair("csrf", &csrf).extend_pairs(fields).finish();
    city.ask(Method::POST, action, Some(&cookie), &body).await
}

/// The matters of the API: number, grade, stand and the states of what is owed.
async fn matters(city: &City, query: &str) -> Vec<String> {
    let all = city.json(&format!("/api/v1/matters{query}")).await;
    let line = |one: &Value| {
        let reports = one["reports"].as_array().unwrap().iter();
        let reports: Vec<String> = reports
            .map(|report| {
                let kind = match &report["kind"] {
                    Value::String(kind) => kind.clone(),
                    kind => format!("further {}", kind["further"]),
                };
                format!("{kind} {}", report["state"].as_str().unwrap())
            })
            .collect();
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        format!(
            "{} {} {} {}: {}",
            text("bureau"),
            text("subject"),
            text("grade"),
            text("stand"),
            reports.join(", ")
        )
    };
    all["matters"].as_array().unwrap().iter().map(line).collect()
}

with_matters_on_both! {
    async fn the_board_shows_what_was_made_and_what_is_next(city: City) {
        for (lang, words) in [("zh", "目前没有特案、重案"), ("en", "There are no special or major cases")] {
            let (status, page) = get(&city, "staff", &format!("/filings/matters?lang={lang}")).await;
            assert!(status == StatusCode::OK && page.contains(words), "{page}");
        }
        let here = node(&city).await;
        here.file(&city.draft("L3", "2025Q3", &ledger(&[SPECIAL, MAJOR, ORDINARY])), None).unwrap();
        push(&here).await;
        city.clock.set(at("2025-10-13 10:06"));
        assert_eq!(
            matters(&city, "").await,
            ["519901 YJ-1 special due: first open", "519901 YJ-2 major due: ledger not-due"]
        );
        report(&city, &here, "YJ-1", &[("初报", "2025-10-13")]).await;
        let other = city.node("519902").await;
        push(&other).await;
        other.file(&city.draft("L3", "2025Q3", &ledger(&[("XL-9", 80, "")])), None).unwrap();
        push(&other).await;
        city.clock.set(at("2025-10-13 14:59"));
        assert_eq!(
            matters(&city, "").await,
            [
                "519902 XL-9 special overdue: first overdue",
                "519901 YJ-1 special due: first validated, further 1 not-due",
                "519901 YJ-2 major due: ledger not-due",
            ],
            "overdue first"
        );
        assert_eq!(matters(&city, "?bureau=519902&stand=overdue").await.len(), 1);
        assert_eq!(matters(&city, "?stand=over").await.len(), 0);
        let (_, page) = get(&city, "staff", "/filings/matters").await;
        for words in ["特案2件", "重案1件", "逾期1件", "YJ-1", "初报", "用时1小时5分", "续报1或终报", "10-14 24:00", "剩33小时0分", "逾期2小时", "2025年10月L7M"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(page.contains(&format!("{NEXT}?subject=YJ-1")), "{page}");
        let (_, page) = get(&city, "staff", "/filings/matters?lang=en&stand=over").await;
        assert!(page.contains("No case answers to this"), "{page}");
        let (_, page) = get(&city, "staff", "/filings/matters?lang=en").await;
        assert!(page.contains("took 1 h 5 min") && page.contains("33 h 0 min left"), "{page}");
        crate::pages::html::keeps_the_rules(&page);
        let (_, tab) = get(&city, "staff", "/filings?period=2025Q3").await;
        assert!(tab.contains("href=\"/filings/matters\">专报</a>"), "{tab}");
        let (status, file) = get(&city, "staff", "/filings/matters.csv?stand=due").await;
        assert_eq!(status, StatusCode::OK);
        assert!(file.contains("519901,东湖区,YJ-1,特案,2025-10-13 09:00") && file.contains(",65,续报1或终报,"), "{file}");
        assert!(!file.contains("XL-9"), "{file}");

        // Before it was known there was nothing.
        assert_eq!(matters(&city, "?as-of=2025-10-12").await, [""; 0]);
        city.clock.set(at("2025-10-20 09:00"));
        assert_eq!(matters(&city, "?as-of=2025-10-13&bureau=519901").await[0], "519901 YJ-1 special due: first validated, further 1 not-due");
        let (_, page) = get(&city, "staff", "/filings/matters?as-of=2025-10-13").await;
        assert!(page.contains("按10月13日当日已收到的报送和决定列示") && !page.contains(">延期或豁免<"), "{page}");

        // A county sees its own, and no other bureau's.
        let (status, page) = get(&city, "donghu", "/filings/matters").await;
        assert!(status == StatusCode::OK && page.contains("YJ-1") && !page.contains("XL-9"), "{page}");
        assert!(!page.contains(">延期或豁免<"), "a county extends nothing");
        for path in ["/filings/matters", "/filings/matters.csv", "/api/v1/matters"] {
            assert_eq!(get(&city, "donghu", &format!("{path}?bureau=519902")).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        let (_, bureau) = get(&city, "donghu", "/bureaus/519901?period=2025Q3").await;
        assert!(bureau.contains("/filings/matters?bureau=519901"), "{bureau}");
    }

    async fn what_is_due_of_a_matter_is_given_longer_and_let_off(city: City) {
        let here = node(&city).await;
        here.file(&city.draft("L3", "2025Q3", &ledger(&[SPECIAL])), None).unwrap();
        push(&here).await;
        city.clock.set(at("2025-10-13 10:05"));
        report(&city, &here, "YJ-1", &[("初报", "2025-10-13")]).await;
        city.clock.set(at("2025-10-16 09:00"));
        let page = format!("{NEXT}?subject=YJ-1");
        let extend = format!("{NEXT}/extend?subject=YJ-1");
        let fields = [("until", "2025-10-17"), ("reason", "现场已平息，次日续报")];
        let (status, text) = post(&city, "staff", &page, &extend, &fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        push(&here).await;
        assert_eq!(both(&city, &here), ["L7 2025-10-14 YJ-1 10-18 00:00"]);
        let (_, said) = get(&city, "staff", &page).await;
        assert!(said.contains("YJ-1") && said.contains("现场已平息，次日续报"), "{said}");
        // Another matter of the same day is another duty.
        let (status, _) = post(&city, "staff", &page, &format!("{NEXT}/extend?subject=YJ-7"), &fields).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(get(&city, "staff", &format!("{NEXT}?subject=a+b")).await.0, StatusCode::NOT_FOUND);

        let exempt = format!("{NEXT}/exempt?subject=YJ-1");
        let (status, text) = post(&city, "staff", &page, &exempt, &[("reason", "案情核实为普案")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        push(&here).await;
        assert_eq!(both(&city, &here), [""; 0], "letting the open link off ends the chain");
        assert_eq!(matters(&city, "").await, ["519901 YJ-1 special over: first validated, further 1 exempt"]);
    }

    async fn what_is_taken_back_later_still_answered_as_of_the_day_before(city: City) {
        let here = node(&city).await;
        report(&city, &here, "YJ-1", &[("初报", "2025-10-13")]).await;
        city.clock.set(at("2025-10-14 10:00"));
        report(&city, &here, "YJ-1", &[("初报", "2025-10-13"), ("终报", "2025-10-14")]).await;
        let over = "519901 YJ-1 special over: first validated, last validated";
        assert_eq!(matters(&city, "").await, [over]);
        // Amended it is the newer revision that answers; withdrawn none does.
        city.clock.set(at("2025-10-15 10:00"));
        let mut draft = city.draft("L7", "2025-10-14", &super::reports("YJ-1", &[("初报", "2025-10-13"), ("终报", "2025-10-14")]).replace("完善保证金", "补足保证金"));
        draft.subject = Some("YJ-1".parse().unwrap());
        here.amend(&draft, "补签发人").unwrap();
        push(&here).await;
        assert_eq!((matters(&city, "").await, matters(&city, "?as-of=2025-10-14").await), (vec![over.into()], vec![over.into()]));
        city.clock.set(at("2025-10-16 10:00"));
        here.void("L7", "2025-10-14".parse().unwrap(), Some(&"YJ-1".parse().unwrap()), "事项未了结").unwrap();
        push(&here).await;
        assert_eq!(matters(&city, "").await, ["519901 YJ-1 special overdue: first validated, further 1 missing"]);
        assert_eq!(matters(&city, "?as-of=2025-10-15").await, [over]);
        assert_eq!(matters(&city, "?as-of=2025-10-13").await, ["519901 YJ-1 special due: first validated, further 1 not-due"]);
    }

    async fn committees_get_their_copies_of_reports_and_the_citys_reads_the_city(city: City) {
        let (here, other) = (node(&city).await, city.node("519902").await);
        report(&city, &here, "YJ-1", &[("初报", "2025-10-13")]).await;
        push(&other).await;
        report(&city, &other, "XL-9", &[("初报", "2025-10-13")]).await;
        push(&here).await;
        push(&other).await;
        let handed = |node: &node_agent::Node| {
            let letters = node.letters().unwrap();
            let acts = letters.iter().map(|letter| letter.prove(&city.services.log_key).unwrap().entry.act);
            acts.filter(|act| *act == schemas::entry::Act::Delivered).count()
        };
        assert_eq!((handed(&here), handed(&other)), (1, 0), "nobody reads for the other's committee");
        let (_, page) = get(&city, "staff", "/filings/matters").await;
        assert_eq!(page.matches("缺送政法委").count(), 1, "{page}");
        let (_, own) = get(&city, "zfw", "/filings/519901/L7/2025-10-13?subject=YJ-1").await;
        assert!(own.contains("同级政法委回执"), "{own}");
        assert_eq!(get(&city, "zfw", "/filings/519901/L7/2025-10-13/edition?subject=YJ-1").await.0, StatusCode::OK);
        assert_eq!(get(&city, "zfw", "/filings/519902/L7/2025-10-13?subject=XL-9").await.0, StatusCode::NOT_FOUND);

        // Made up for a day later; on the day itself it was missing.
        city.clock.set(at("2025-10-14 09:00"));
        super::open_committee(&city, "519902").await;
        let page = "/filings/519902/L7/2025-10-13?subject=XL-9";
        let (status, text) = post(&city, "staff", page, "/filings/519902/L7/2025-10-13/deliver?subject=XL-9", &[]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        let lacking = async |query: &str| get(&city, "staff", &format!("/filings/matters{query}")).await.1.matches("缺送政法委").count();
        assert_eq!((lacking("").await, lacking("?as-of=2025-10-13").await), (0, 1));

        // The committee of the city reads the city, and changes nothing.
        for path in ["/", "/filings", "/filings/matters", "/rankings", "/bureaus", "/bureaus/519902", "/campaign", "/api/v1/matters", page] {
            let (status, page) = get(&city, "szfw", path).await;
            assert_eq!(status, StatusCode::OK, "{path}: {page}");
            for action in ["/filings/remind", "/filings/duties", "/confirm", "/return", "/extend", "/campaign/report"] {
                assert!(!page.contains(&format!("action=\"{action}")), "{path} offers {action}");
            }
        }
        let (status, _) = city.ask(Method::POST, "/filings/remind", Some(&city.cookie("szfw").await), "").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert_eq!(get(&city, "zfw", "/filings").await.0, StatusCode::FORBIDDEN, "a county's does not");
    }
}
