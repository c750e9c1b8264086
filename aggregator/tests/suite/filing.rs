//! A ledger from file to place: checked, sealed, receipted, validated, ranked; and what happens when it is sent
//! again, conflicts, is nil, or is not allowed.

use node_agent::State;
use reqwest::{Method, StatusCode};
use schemas::{statement::Purpose, wire::FilingState};

use crate::city::{City, at};

/// 40 cases accepted in July, due in August, `closed` of them closed.
fn ledger(closed: usize) -> String {
    let mut csv = String::from(
        "案号,收到申请日期,受理日期,争议类别,申请人方,人数,用人单位名称,单位类型,行业,案由,审限届满日,结案日期,结案方式\n",
    );
    for case in 1..=40 {
        let end = if case <= closed { "2025-08-08,11" } else { "," };
        csv.push_str(&format!("示例案〔2025〕{case:03}号,2025-07-02,2025-07-07,劳动,劳动者,1,示例公司,私营,C,01,2025-08-21,{end}\n"));
    }
    csv
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_becomes_a_place() {
    let city = City::start().await;
    let node = city.node("519901").await;
    let draft = city.draft("L3", "2025Q3", &ledger(38));
    let report = node.check(&draft, None).unwrap();
    assert!(!report.blocks(), "{}", report.text(schemas::text::Lang::Zh));
    node.file(&draft, None).unwrap();
    let pushed = node.push().await.unwrap();
    assert!(pushed.trouble.is_none(), "{pushed:?}");
    let items = node.items().unwrap();
    assert!(items.iter().all(|item| item.state == State::Valid), "{items:?}");

    let standings = city.json("/api/v1/standings?period=2025Q3").await;
    let closure =
        standings["indicators"].as_array().unwrap().iter().find(|table| table["indicator"] == "I3").unwrap();
    let row = &closure["rows"][0];
    assert_eq!(row["bureau"], "519901");
    assert_eq!(
        (row["value"]["numerator"].as_i64(), row["value"]["denominator"].as_i64()),
        (Some(38), Some(40))
    );
    assert_eq!(
        (row["value"]["percent"].as_str(), row["target"].as_str(), row["rank"].as_u64()),
        (Some("95.00"), Some("met"), Some(1))
    );
    assert_eq!(closure["rows"][1]["not_ranked_because"], "not filed");
    assert_eq!(closure["filers"], 1);
}
