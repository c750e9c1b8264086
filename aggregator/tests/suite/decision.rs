//! What becomes of a filing that stands: accepted, sent back, withdrawn; each a leaf, and each decided on the head that
//! was seen.

use node_agent::{Node, State};
use reqwest::{Method, StatusCode};
use schemas::{entry::Act, hash::Sha};
use serde_json::Value;

use crate::{
    city::{City, at},
    filing::{ledger, push},
};

const PAGE: &str = "/filings/519901/L3/2025Q3";

/// 519901's ledger of the quarter, filed and validated.
async fn filed(city: &City) -> Node {
    let node = city.node("519901").await;
    node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    push(&node).await;
    node
}

async fn state(city: &City) -> Value {
    city.json("/api/v1/filings/519901/L3/2025Q3").await["state"].clone()
}

/// Whether the bureau has a place, or why not.
async fn place(city: &City) -> Value {
    let standings = city.json("/api/v1/standings?period=2025Q3").await;
    let tables = standings["indicators"].as_array().unwrap();
    let closure = tables.iter().find(|table| table["indicator"] == "I3").unwrap();
    let row =
        closure["rows"].as_array().unwrap().iter().find(|row| row["bureau"] == "519901").unwrap().clone();
    if row["rank"].is_null() { row["not_ranked_because"].clone() } else { row["rank"].clone() }
}

async fn owed(city: &City) -> Value {
    let owed = city.json("/api/v1/obligations?period=2025Q3").await;
    let all = owed["obligations"].as_array().unwrap();
    let one = all.iter().find(|one| one["bureau"] == "519901" && one["form"] == "L3").unwrap();
    one["state"].clone()
}

fn hidden(page: &str, name: &str) -> String {
    let page = scraper::Html::parse_document(page);
    let field = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
    page.select(&field).next().unwrap().attr("value").unwrap().to_owned()
}

async fn seen(city: &City, cookie: &str) -> (String, String) {
    let (status, page) = city.ask(Method::GET, PAGE, Some(cookie), "").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    (hidden(&page, "csrf"), hidden(&page, "head"))
}

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

async fn give_back(city: &City, fields: &[(&str, &str)]) -> (StatusCode, String) {
    give_back_in(city, "zh", fields).await
}

async fn give_back_in(city: &City, lang: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let cookie = city.cookie("staff").await;
    let (csrf, head) = seen(city, &cookie).await;
    let mut all = vec![("csrf", csrf.as_str()), ("head", head.as_str())];
    for (key, value) in fields {
        all.retain(|(known, _)| known != key);
        all.push((key, value));
    }
    city.ask(Method::POST, &format!("{PAGE}/return?lang={lang}"), Some(&cookie), &form(&all)).await
}

const BACK: [(&str, &str); 3] = [
    ("reason", "结案日期与文书不符"),
    ("cases", "示例案〔2025〕001号 结案日期晚于送达日期\n\n示例案〔2025〕002号\t缺结案方式"),
    ("until", "2025-10-18"),
];

/// The acts of the log about a statement, in order.
fn acts(city: &City) -> Vec<(Act, Option<Sha>)> {
    let read = city.services.store.read_now(|connection| {
        let size = aggregator::store::log::size(connection)?;
        let leaf = |index| Ok(aggregator::store::log::receipt(connection, index)?);
        (0..size).map(leaf).collect::<Result<Vec<_>, aggregator::error::AppError>>()
    });
    let proven =
        read.unwrap().into_iter().map(|receipt| receipt.verify(&city.services.log_key).unwrap().entry);
    proven.map(|entry| (entry.act, entry.digest)).collect()
}

crate::on_both_engines! {
    async fn a_returned_filing_counts_no_more_until_it_is_amended(city: City) {
        let node = filed(&city).await;
        assert_eq!((state(&city).await, place(&city).await), ("validated".into(), 1.into()));
        let (status, text) = give_back(&city, &BACK).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        assert_eq!((state(&city).await, place(&city).await), ("returned".into(), "not filed".into()));
        assert_eq!(owed(&city).await, "returned");

        // The leaf holds the document, and the document is kept.
        let (act, digest) = *acts(&city).last().unwrap();
        assert_eq!(act, Act::Returned);
        let digest = digest.unwrap();
        let document = city.services.store.read_now(|connection| {
            aggregator::store::document::find(connection, &digest)
        });
        let said = schemas::returned::Returned::parse(&document.unwrap().unwrap()).unwrap();
        assert_eq!((said.cases.len(), said.cases[1].1.as_str()), (2, "缺结案方式"));

        let county = city.cookie("donghu").await;
        for (lang, words) in [("zh", "已退回，须在10月18日前更正重报。理由：结案日期与文书不符"), ("en", "Returned, to be amended by 18 Oct")] {
            let (_, page) = city.ask(Method::GET, &format!("{PAGE}?lang={lang}"), Some(&county), "").await;
            assert!(page.contains(words) && page.contains("结案日期晚于送达日期"), "{page}");
            assert!(!page.contains("/return"), "a county does not send back");
        }
        // It stays returned when the day has passed: late is late, and the filing is not silent.
        city.clock.set(at("2025-10-19 09:00"));
        assert_eq!(owed(&city).await, "returned");

        node.amend(&city.draft("L3", "2025Q3", &ledger(37)), "按退回理由更正").unwrap();
        assert_eq!(push(&node).await.last(), Some(&State::Valid));
        assert_eq!((state(&city).await, owed(&city).await), ("validated".into(), "validated".into()));
        assert_eq!(place(&city).await, 1);
    }

    async fn a_decision_holds_for_the_head_that_was_seen_and_once(city: City) {
        let node = filed(&city).await;
        let cookie = city.cookie("staff").await;
        let (csrf, head) = seen(&city, &cookie).await;
        node.amend(&city.draft("L3", "2025Q3", &ledger(37)), "一件误录为结案").unwrap();
        push(&node).await;
        let decide = async |act: &str, head: &str| {
            let mut fields = vec![("csrf", csrf.as_str()), ("head", head)];
            fields.extend(BACK.iter().filter(|_| act == "return"));
            city.ask(Method::POST, &format!("{PAGE}/{act}"), Some(&cookie), &form(&fields)).await.0
        };
        // Somebody who saw the first revision does not accept the second.
        assert_eq!(decide("confirm", &head).await, StatusCode::CONFLICT);
        assert_eq!(decide("return", &head).await, StatusCode::CONFLICT);
        assert_eq!(state(&city).await, "validated");
        let (_, head) = seen(&city, &cookie).await;
        assert_eq!(decide("confirm", &head).await, StatusCode::SEE_OTHER);
        assert_eq!(decide("confirm", &head).await, StatusCode::CONFLICT);
        assert_eq!(state(&city).await, "confirmed");
        assert_eq!(acts(&city).iter().filter(|(act, _)| *act == Act::Confirmed).count(), 1);
        // What was accepted can still go back, once.
        assert_eq!(decide("return", &head).await, StatusCode::SEE_OTHER);
        assert_eq!(decide("return", &head).await, StatusCode::CONFLICT);
    }

    async fn a_return_that_cannot_stand_changes_nothing(city: City) {
        filed(&city).await;
        let size = acts(&city).len();
        let long = "长".repeat(501);
        let reason = (
            "退回须写理由（不超过500字）；逐案说明不超过200条，每条须有案号和问题",
            "A return needs a reason of at most 500 characters, and at most 200 lines of case number and words",
        );
        for (field, status, (zh, en)) in [
            (("reason", ""), StatusCode::UNPROCESSABLE_ENTITY, reason),
            (("reason", long.as_str()), StatusCode::UNPROCESSABLE_ENTITY, reason),
            (
                ("reason", "请核对张三丰，身份证11010519491231002X"),
                StatusCode::UNPROCESSABLE_ENTITY,
                ("退回理由含身份证号，请删去", "The reasons hold personal data (an ID number); leave it out"),
            ),
            (
                ("cases", "示例案〔2025〕001号"),
                StatusCode::UNPROCESSABLE_ENTITY,
                (
                    "逐案说明第1行缺少问题：每行写案号、空格、问题",
                    "Line 1 of the cases says nothing of what is wrong: write case number, space, words",
                ),
            ),
            (
                ("cases", "示例案〔2025〕999号 没有这件案"),
                StatusCode::UNPROCESSABLE_ENTITY,
                ("台账中没有案号“示例案〔2025〕999号”", "The ledger has no case “示例案〔2025〕999号”"),
            ),
            (
                ("until", "2025-10-12"),
                StatusCode::UNPROCESSABLE_ENTITY,
                ("重报期限不能早于今天", "The day for the amendment has passed already"),
            ),
            (("until", "soon"), StatusCode::BAD_REQUEST, ("", "")),
            (("csrf", "stale"), StatusCode::FORBIDDEN, ("", "")),
        ] {
            let mut fields: Vec<(&str, &str)> = BACK.to_vec();
            fields.retain(|(key, _)| *key != field.0);
            fields.push(field);
            for (lang, words) in [("zh", zh), ("en", en)] {
                let (answered, page) = give_back_in(&city, lang, &fields).await;
                assert_eq!(answered, status, "{field:?}: {page}");
                assert!(page.contains(words), "{field:?}: {page}");
            }
        }
        assert_eq!((state(&city).await, acts(&city).len()), ("validated".into(), size));
    }

    async fn a_withdrawn_filing_is_as_if_not_filed_and_can_be_filed_anew(city: City) {
        let node = filed(&city).await;
        node.void("L3", "2025Q3".parse().unwrap(), None, "误报他期台账").unwrap();
        assert_eq!(push(&node).await, [State::Superseded, State::Voided]);
        assert_eq!((state(&city).await, place(&city).await, owed(&city).await), ("voided".into(), "not filed".into(), "open".into()));
        let county = city.cookie("donghu").await;
        let (_, page) = city.ask(Method::GET, PAGE, Some(&county), "").await;
        assert!(page.contains("单位已撤回本次报送") && page.contains("误报他期台账"), "{page}");
        // Withdrawing again is the same.
        let again = node.void("L3", "2025Q3".parse().unwrap(), None, "再次撤回").unwrap();
        assert_eq!(again.state, State::Voided);

        // What was timely before does not make the next one timely.
        city.clock.set(at("2025-10-17 09:00"));
        assert_eq!(owed(&city).await, "overdue");
        node.amend(&city.draft("L3", "2025Q3", &ledger(37)), "撤回后重报").unwrap();
        assert_eq!(push(&node).await.last(), Some(&State::Valid));
        let owed = city.json("/api/v1/obligations?period=2025Q3").await;
        let all = owed["obligations"].as_array().unwrap().clone();
        let one = all.iter().find(|one| one["bureau"] == "519901" && one["form"] == "L3").unwrap();
        assert_eq!((&one["state"], &one["late_days"]), (&"validated".into(), &2.into()), "{one}");
    }
}
