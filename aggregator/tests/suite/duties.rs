//! What is given longer and what is let off: decided once, proven to the bureau, heeded by its node, and done again after
//! a restore; and the journal of what is owed.

use aggregator::{
    jobs::duties::{self, Done},
    store::{
        bureau as store_of,
        obligation::{self, Outcome},
    },
};
use node_agent::duties::Stage;
use reqwest::{Method, StatusCode};
use schemas::{
    bureau::{Bureau, BureauCode, Tree},
    duty_act::{Change, DutyAct},
    entry::Act,
};
use serde_json::Value;

use crate::{
    city::{City, at},
    filing::{ledger, push},
};

const PAGE: &str = "/filings/519901/L3/2025Q3";

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

async fn csrf(city: &City, cookie: &str) -> String {
    let (status, page) = city.ask(Method::GET, PAGE, Some(cookie), "").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let page = scraper::Html::parse_document(&page);
    let field = scraper::Selector::parse("input[name=csrf]").unwrap();
    page.select(&field).next().unwrap().attr("value").unwrap().to_owned()
}

async fn post(city: &City, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let cookie = city.cookie("staff").await;
    let csrf = csrf(city, &cookie).await;
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    city.ask(Method::POST, path, Some(&cookie), &form(&all)).await
}

async fn extend(city: &City, until: &str) -> (StatusCode, String) {
    post(city, &format!("{PAGE}/extend"), &[("until", until), ("reason", "机房迁移停机")]).await
}

async fn owed(city: &City, query: &str) -> Value {
    let owed = city.json(&format!("/api/v1/obligations?period=2025Q3{query}")).await;
    let all = owed["obligations"].as_array().unwrap();
    all.iter().find(|one| one["bureau"] == "519901" && one["form"] == "L3").unwrap().clone()
}

fn bureau() -> BureauCode {
    "519901".parse().unwrap()
}

/// The journal of the bureau's arbitration ledgers: when due, whether it fell due, and what became of it.
fn journal(city: &City) -> Vec<(String, bool, Option<Outcome>)> {
    let kept = city.services.store.read_now(|connection| obligation::of_bureau(connection, &bureau()));
    let of = kept.unwrap().into_iter().filter(|kept| kept.key.form == "L3");
    of.map(|kept| {
        let due =
            kept.deadline.due.with_timezone(&schemas::period::china()).format("%m-%d %H:%M").to_string();
        (due, kept.fell_due.is_some(), kept.settled.map(|(_, outcome)| outcome))
    })
    .collect()
}

crate::on_both_engines! {
    async fn an_extension_moves_the_duty_for_city_and_node_and_opens_what_was_closed(city: City) {
        let node = city.node("519901").await;
        city.clock.set(at("2025-10-22 09:00"));
        assert_eq!(owed(&city, "").await["state"], "missing");
        let (status, text) = extend(&city, "2025-10-24").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        let now = owed(&city, "").await;
        assert_eq!((&now["state"], &now["due"], &now["extended"]), (&"open".into(), &"2025-10-24".into(), &"2025-10-24".into()));
        assert_eq!(now["grace"], "2025-10-29", "grace moves with it");
        // As it was known before, it still was not filed.
        assert_eq!(owed(&city, "&as-of=2025-10-21").await["state"], "missing");
        assert_eq!(owed(&city, "&as-of=2025-10-18").await["state"], "overdue");

        // The node is handed the letter, proven, and goes by it.
        push(&node).await;
        let letters = node.letters().unwrap();
        let letter = letters.last().unwrap();
        let proven = letter.verify(&node.name(), &bureau(), &city.services.log_key).unwrap();
        assert_eq!((proven.entry.act, proven.entry.addressee.as_str()), (Act::DutyExtended, "519901"));
        let said = DutyAct::parse(letter.document.as_deref().unwrap()).unwrap();
        assert_eq!((said.change, said.by.as_str()), (Change::Extended("2025-10-24".parse().unwrap()), "staff"));
        let deadline = node.deadline("L3", "2025Q3".parse().unwrap()).unwrap();
        assert_eq!(deadline.due_day().to_string(), "2025-10-24");

        // History and author stand on the page, in both languages.
        let county = city.cookie("donghu").await;
        for (lang, words) in [("zh", "准予延期至10月24日"), ("en", "Extended until 24 Oct")] {
            let (_, page) = city.ask(Method::GET, &format!("{PAGE}?lang={lang}"), Some(&county), "").await;
            assert!(page.contains(words) && page.contains("机房迁移停机") && page.contains("staff"), "{page}");
            assert!(!page.contains("/extend"), "a county extends nothing");
        }

        // Filed in the extended time it is on time.
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&node).await;
        let now = owed(&city, "").await;
        assert_eq!((&now["state"], &now["late_days"]), (&"validated".into(), &0.into()));
        // What stands needs no more time.
        for (lang, words) in [
            ("zh", "该台账已报送并通过校验，无须延期或豁免"),
            ("en", "It is filed and its rows stand: there is nothing to extend or to let off"),
        ] {
            let fields = [("until", "2025-11-30"), ("reason", "机房迁移停机")];
            let (status, page) = post(&city, &format!("{PAGE}/extend?lang={lang}"), &fields).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.contains(words), "{page}");
        }
    }

    async fn after_close_only_an_extension_lets_a_filing_in(city: City) {
        let node = city.node("519901").await;
        city.clock.set(at("2025-12-20 09:00"));
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&node).await;
        assert_eq!(owed(&city, "").await["state"], "missing", "the period is closed");
        let (status, text) = extend(&city, "2025-12-22").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        city.clock.set(at("2025-12-21 09:00"));
        // A person files it again: the same bytes, which were blocked.
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&node).await;
        let now = owed(&city, "").await;
        assert_eq!((&now["state"], &now["late_days"]), (&"validated".into(), &0.into()));
    }

    async fn a_decision_that_cannot_stand_changes_nothing(city: City) {
        city.node("519901").await;
        let long = "长".repeat(501);
        let extend = |until, reason| ("extend", [("until", until), ("reason", reason)]);
        let reason =
            ("延期和豁免须写理由（不超过500字）", "An extension or exemption needs a reason of at most 500 characters");
        for ((path, fields), status, zh, en) in [
            (extend("2025-10-15", "停机"), 422, "延期须晚于现行截止日2025-10-15", "An extension has to end after 2025-10-15, when it is due now"),
            (extend("2025-10-12", "停机"), 422, "延期不能早于今天", "An extension cannot end before today"),
            (extend("2025-10-20", " "), 422, reason.0, reason.1),
            (extend("2025-10-20", long.as_str()), 422, reason.0, reason.1),
            (extend("2025-10-20", "张三丰11010519491231002X住院"), 422, "理由含身份证号，请删去", "The reason holds personal data (an ID number); leave it out"),
            (extend("soon", "停机"), 400, "", ""),
            (("exempt", [("until", ""), ("reason", "")]), 422, reason.0, reason.1),
        ] {
            for (lang, words) in [("zh", zh), ("en", en)] {
                let (answered, page) = post(&city, &format!("{PAGE}/{path}?lang={lang}"), &fields).await;
                assert_eq!(answered.as_u16(), status, "{fields:?}: {page}");
                assert!(page.contains(words), "{fields:?}: {page}");
            }
        }
        // Of history, and of what the campaign does not ask for, there is nothing to extend.
        for path in ["/filings/519901/L3/2025Q2/extend", "/filings/519901/L9/2025Q3/extend", "/filings/519901/L3/2025-07/extend"] {
            for (lang, words) in [
                ("zh", "该单位本期没有这项报送任务，不能延期或豁免"),
                ("en", "The bureau does not owe this for the period: there is nothing to extend or to let off"),
            ] {
                let path = format!("{path}?lang={lang}");
                let (answered, page) = post(&city, &path, &[("until", "2025-12-20"), ("reason", "停机")]).await;
                assert_eq!(answered, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {page}");
                assert!(page.contains(words), "{page}");
            }
        }
        let (answered, page) = post(&city, "/filings/999999/L3/2025Q3/extend", &[("until", "2025-12-20"), ("reason", "停机")]).await;
        assert_eq!(answered, StatusCode::NOT_FOUND, "{page}");
        assert!(owed(&city, "").await["extended"].is_null());
    }

    async fn what_is_let_off_is_not_missed_and_can_be_asked_for_again(city: City) {
        let node = city.node("519901").await;
        let exempt = || post(&city, "/filings/519901/L3/2025Q3/exempt", &[("reason", "机构合并")]);
        let (status, text) = exempt().await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        city.clock.set(at("2025-10-22 09:00"));
        assert_eq!(owed(&city, "").await["state"], "exempt");
        for (lang, words) in [("zh", "该任务已经豁免"), ("en", "It has been let off already")] {
            let path = format!("/filings/519901/L3/2025Q3/exempt?lang={lang}");
            let (status, page) = post(&city, &path, &[("reason", "机构合并")]).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.contains(words), "{page}");
        }
        push(&node).await;
        let (status, page) = city.ask(Method::GET, &format!("{PAGE}?lang=en"), Some(&city.cookie("donghu").await), "").await;
        assert!(status == StatusCode::OK && page.contains("Let off") && page.contains("机构合并"), "{page}");
        let (status, text) = extend(&city, "2025-10-31").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        assert_eq!(owed(&city, "").await["state"], "open");
    }

    async fn the_board_decides_for_several_at_once_or_not_at_all(city: City) {
        city.node("519901").await;
        let chosen = |what: &'static str, until: &'static str| {
            let fields = [("period", "2025Q3"), ("bureau", "519901"), ("bureau", "519902"), ("what", what), ("until", until), ("reason", "系统停机")];
            async move { fields }
        };
        for (lang, words) in [("zh", "请填写延期至哪一天"), ("en", "Say until which day it is extended")] {
            let path = format!("/filings/duties?lang={lang}");
            let (status, page) = post(&city, &path, &chosen("extend", "").await).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.contains(words), "{page}");
        }
        let (status, text) = post(&city, "/filings/duties", &chosen("extend", "2025-10-20").await).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        let owed = city.json("/api/v1/obligations?period=2025Q3").await;
        let extended = |code: &str| {
            let all = owed["obligations"].as_array().unwrap();
            let of = all.iter().filter(|one| one["bureau"] == code);
            of.map(|one| one["extended"] == "2025-10-20").collect::<Vec<_>>()
        };
        assert!(!extended("519901").is_empty() && extended("519901").iter().all(|is| *is));
        assert!(extended("519902").iter().all(|is| *is));
        // Somebody who is not there spoils it for all.
        let fields = [("period", "2025Q3"), ("bureau", "519901"), ("bureau", "999999"), ("what", "exempt"), ("reason", "系统停机")];
        let (status, _) = post(&city, "/filings/duties", &fields).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        // Whoever is let off of everything owes nothing that could be decided.
        let (status, text) = post(&city, "/filings/duties", &chosen("exempt", "").await).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        for (lang, words) in [
            ("zh", "所选单位本期没有未报送的任务"),
            ("en", "The chosen bureaus owe nothing for the period that is not filed"),
        ] {
            let path = format!("/filings/duties?lang={lang}");
            let (status, page) = post(&city, &path, &chosen("exempt", "").await).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.contains(words), "{page}");
        }
    }

    async fn every_obligation_appears_falls_due_and_is_settled_once(city: City) {
        let node = city.node("519901").await;
        let run = async || duties::run(&city.services).await.unwrap();
        city.clock.set(at("2025-09-30 23:59"));
        assert_eq!(run().await, Done::default(), "no window is open");
        city.clock.set(at("2025-10-01 00:00"));
        let first = run().await;
        assert!(first.appeared > 0 && first.fell_due == 0 && first.settled == 0, "{first:?}");
        assert_eq!(run().await, Done::default(), "again is nothing");
        assert_eq!(journal(&city), [("10-16 00:00".into(), false, None)]);

        city.clock.set(at("2025-10-13 10:00"));
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&node).await;
        assert_eq!(run().await, Done { settled: 1, ..Done::default() });
        assert_eq!(journal(&city), [("10-16 00:00".into(), false, Some(Outcome::Met))]);

        city.clock.set(at("2025-10-16 00:00"));
        let due = run().await;
        assert_eq!((due.appeared, due.fell_due, due.settled), (0, first.appeared, 0));
        // What is filed, then sent back, was still met once.
        city.clock.set(at("2025-11-30 00:00"));
        let closed = run().await;
        assert_eq!(closed.settled, first.appeared - 1, "all others have closed");
        assert_eq!(run().await, Done::default());
        assert_eq!(journal(&city), [("10-16 00:00".into(), true, Some(Outcome::Met))]);
        // The next quarter's appear, and none twice, also if nobody looked for half a year.
        city.clock.set(at("2026-06-01 00:00"));
        let next = run().await;
        assert_eq!((next.appeared, next.fell_due, next.settled), (first.appeared, first.appeared, first.appeared));
    }

    async fn a_node_hears_what_is_entered_of_its_bureau(city: City) {
        let node = city.node("519901").await;
        let stages = || node.duties().unwrap().into_iter().map(|duty| duty.stage).collect::<Vec<_>>();
        assert_eq!(stages(), [Stage::ToFile; 4]);
        // It is merged into another before the quarter's ledgers are due.
        let tree = city.services.store.read_now(store_of::tree).unwrap();
        let last = |one: &Bureau| if one.code == bureau() { "2025-10-14".parse().ok() } else { one.valid_to };
        let bureaus = tree.all().iter().map(|one| Bureau { valid_to: last(one), ..one.clone() });
        let tree = Tree::new(bureaus.collect()).unwrap();
        city.services.store.write(move |connection| store_of::enter(connection, &tree)).await.unwrap();
        node.tick().await.unwrap();
        assert_eq!(stages(), [Stage::Exempt; 4], "as on the board");
        assert_eq!(owed(&city, "").await["state"], "exempt");
        for (lang, words) in [
            ("zh", "该单位已于2025-10-14撤并，任务已免除"),
            ("en", "The bureau existed until 2025-10-14; it owes this no more"),
        ] {
            let fields = [("until", "2025-10-31"), ("reason", "系统停机")];
            let (status, page) = post(&city, &format!("{PAGE}/extend?lang={lang}"), &fields).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.contains(words), "{page}");
        }
    }

    async fn what_was_missed_is_open_again_when_it_is_extended(city: City) {
        let node = city.node("519901").await;
        city.clock.set(at("2025-12-20 09:00"));
        duties::run(&city.services).await.unwrap();
        assert_eq!(journal(&city), [("10-16 00:00".into(), true, Some(Outcome::Missed))]);
        let (status, text) = extend(&city, "2025-12-22").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        assert_eq!(journal(&city), [("12-23 00:00".into(), true, None)]);
        city.clock.set(at("2025-12-24 09:00"));
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&node).await;
        assert_eq!(duties::run(&city.services).await.unwrap().settled, 1);
        assert_eq!(journal(&city), [("12-23 00:00".into(), true, Some(Outcome::Late(2)))]);
    }
}
