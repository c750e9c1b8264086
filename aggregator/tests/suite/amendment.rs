//! An earlier period amended after the later one was filed: the city says so on the later ledger, until the two agree
//! again (RULINGS 3).

use node_agent::{Draft, Node, State};
use reqwest::{Method, StatusCode};
use schemas::{check::AMENDED_BEFORE, statement::Purpose};
use serde_json::Value;

use crate::{
    city::City,
    filing::{ledger, push},
    signing::{get, key_of},
};

/// Three cases of the second quarter; those named are closed in it.
fn second_quarter(city: &City, closed: &[u32]) -> Draft {
    let mut csv = ledger(0).lines().next().unwrap().to_owned();
    for case in 1..=3 {
        let end = if closed.contains(&case) { "2025-06-27,11" } else { "," };
        csv.push_str(&format!(
            "\n示例案〔2025〕二{case}号,2025-06-18,2025-06-20,劳动,劳动者,1,示例公司,私营,C,01,2025-08-04,{end}"
        ));
    }
    city.draft("L3", "2025Q2", &csv)
}

/// The third quarter with the named cases carried over.
fn third_quarter(city: &City, carried: &[u32]) -> Draft {
    let mut csv = ledger(38);
    for case in carried {
        csv.push_str(&format!(
            "示例案〔2025〕二{case}号,2025-06-18,2025-06-20,劳动,劳动者,1,示例公司,私营,C,01,2025-08-04,2025-07-20,11\n"
        ));
    }
    city.draft("L3", "2025Q3", &csv)
}

/// The findings of the later ledger, through the API.
async fn findings(city: &City) -> Vec<Value> {
    let filing = city.json("/api/v1/filings/519901/L3/2025Q3").await;
    assert_eq!(filing["state"], "validated", "the later ledger stays in force");
    let statement = filing["statement"].as_str().unwrap();
    let path = format!("/api/v1/statements/{statement}");
    let status = get(city, &key_of(city, "519901"), "GET", &path).await.json();
    let all = status["findings"].as_array().unwrap().clone();
    assert_eq!(filing["findings"], all.len());
    all.into_iter().filter(|finding| finding["code"] == AMENDED_BEFORE).collect()
}

async fn page(city: &City, lang: &str) -> String {
    let cookie = city.cookie("donghu").await;
    let path = format!("/filings/519901/L3/2025Q3?lang={lang}");
    let (status, page) = city.ask(Method::GET, &path, Some(&cookie), "").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    page
}

async fn amend(city: &City, node: &Node, closed: &[u32]) {
    node.amend(&second_quarter(city, closed), "结案日期录错").unwrap();
    assert!(push(node).await.iter().all(|state| *state == State::Valid || *state == State::Superseded));
}

crate::on_both_engines! {
    async fn the_later_ledger_says_that_it_no_longer_begins_where_the_earlier_one_ends(city: City) {
        let node = city.node("519901").await;
        node.file(&second_quarter(&city, &[1]), Some(Purpose::History)).unwrap();
        node.file(&third_quarter(&city, &[2, 3]), None).unwrap();
        push(&node).await;
        assert_eq!(findings(&city).await, Vec::<Value>::new());

        // 三号 turns out to have been closed, and 一号 not.
        amend(&city, &node, &[3]).await;
        let found = findings(&city).await;
        assert_eq!((found.len(), &found[0]["severity"]), (1, &"explain".into()), "{found:?}");
        let said = |lang: &str| found[0]["what"][lang].as_str().unwrap().to_owned();
        assert!(said("zh").contains("而本期期初没有：示例案〔2025〕二1号；"), "{}", said("zh"));
        assert!(said("zh").ends_with("而上期期末没有：示例案〔2025〕二3号"), "{}", said("zh"));
        assert!(said("en").contains("示例案〔2025〕二1号; ") && !said("en").contains("二2号"), "{}", said("en"));
        let (zh, en) = (page(&city, "zh").await, page(&city, "en").await);
        assert!(zh.contains("上期台账更正后") && zh.contains("示例案〔2025〕二3号"), "{zh}");
        assert!(en.contains("Since the earlier period was amended"), "{en}");

        // Amended again so that the two agree: nothing is left to say.
        amend(&city, &node, &[1]).await;
        assert_eq!(findings(&city).await, Vec::<Value>::new());

        // Amended once more; the later ledger follows.
        amend(&city, &node, &[3]).await;
        assert_eq!(findings(&city).await.len(), 1);
        node.amend(&third_quarter(&city, &[1, 2]), "按更正后的二季度期末改期初").unwrap();
        push(&node).await;
        assert_eq!(findings(&city).await, Vec::<Value>::new());
        assert!(!page(&city, "zh").await.contains("上期台账更正后"));
    }
}
