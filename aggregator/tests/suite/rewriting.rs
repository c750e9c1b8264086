//! The history of a case cannot be rewritten: what was filed of it binds the next ledger and the next revision, at the node
//! that knows it and at the city whoever files.

use std::path::Path;

use node_agent::{AgentError, Draft, Node, State};
use schemas::{
    finding::{Finding, Severity},
    statement::Purpose,
};

use crate::{
    city::{City, Setting, postgres_schema},
    filing::push,
};

/// The campaign of 云江市 with the ledger of disputes.
fn with_disputes(folder: &Path, database: Option<String>) -> Setting {
    let more = "\n[[duties]]\nform = \"L1\"\ncadence = \"quarter\"\ndue_days = 15\ngrace_days = 20\nclose_days = 45\n";
    let own = include_str!("../../../schemas/definitions/campaigns/yunjiang-2025.toml")
        .replace("campaign = \"yunjiang-2025\"", "campaign = \"disputes-2025\"");
    std::fs::write(folder.join("disputes.toml"), own + more).unwrap();
    Setting {
        definitions: Some(folder.to_owned()),
        campaign: "disputes-2025",
        database,
        ..Setting::yunjiang()
    }
}

/// One case of L1: how often and when it was followed up, its state and what belongs to that.
fn ledger(city: &City, period: &str, followed: &str, times: u32, state: &str) -> Draft {
    let head = "台账编号,所属镇街,排查日期,来源,单位名称,信用代码,企业类型,行业,案由,人数,涉案金额,拖欠月数,风险颜色,化解措施,承办单位,\
                分管领导,责任人员,时限,最近跟进,跟踪次数,状态,化解时间,处理结果,实际支付金额,销账凭证,核查人,核查日期,销账时间,前次销账日期,重启日期,重启原因\n";
    let row = format!(
        "D-1,临湖街道,2025-05-10,网格,云江示例电子有限公司,91310112MA1GB00A5Y,私营,C39,拖欠工资,5,50000,1,黄色,约谈后分期支付,\
         区人社局,示例甲,示例乙,2025-12-31,{followed},{times},{state}\n"
    );
    city.draft("L1", period, &format!("{head}{row}"))
}

const OPEN: &str = "在办,,,,,,,,,,";
const STRUCK_OFF: &str = "已销账,2025-08-20,已支付到位,50000,回单3号,示例丙,2025-08-22,2025-08-25,,,";
const REOPENED: &str = "在办,,,,,,,,2025-08-25,2025-09-10,再次欠薪";

fn stopped(result: Result<impl std::fmt::Debug, AgentError>) -> Vec<Finding> {
    match result {
        Err(AgentError::Stopped(report)) => report.findings.clone(),
        other => panic!("{other:?}"),
    }
}

fn history(findings: &[Finding]) -> Vec<(&str, &str, &str)> {
    let own = findings.iter().filter(|one| one.code.starts_with("L1-300"));
    assert!(own.clone().all(|one| one.severity == Severity::Block), "{findings:?}");
    own.map(|one| (one.code.as_str(), one.what.zh.as_ref(), one.what.en.as_ref())).collect()
}

async fn node(city: &City, name: &str) -> Node {
    aggregator::policy::publish(&city.services).await.unwrap();
    let node = city.node_named("519901", name).await;
    push(&node).await;
    node
}

async fn journey(city: City) {
    let first = node(&city, "first").await;
    // Of the quarter before the campaign's first.
    first.file(&ledger(&city, "2025Q2", "2025-06-25", 3, OPEN), Some(Purpose::History)).unwrap();
    assert_eq!(push(&first).await, [State::Valid]);

    // The node that filed it knows what it filed.
    let fallen = (
        "L1-300-grows",
        "“跟进次数”退到了此前报送的3之前",
        "“Times followed up” falls behind 3, which was filed before",
    );
    let back = (
        "L1-300-step",
        "状态不能由“在办”改为“待核实”",
        "The state cannot go from “Being dealt with” to “To be verified”",
    );
    let found = stopped(first.file(&ledger(&city, "2025Q3", "2025-09-25", 2, OPEN), None));
    assert_eq!(history(&found), [fallen]);
    let found = stopped(first.file(&ledger(&city, "2025Q3", "2025-09-25", 4, "待核实,,,,,,,,,,"), None));
    assert_eq!(history(&found), [back]);

    // Another node of the bureau does not; the city does.
    let second = node(&city, "second").await;
    second.file(&ledger(&city, "2025Q3", "2025-09-25", 2, OPEN), None).unwrap();
    assert_eq!(push(&second).await.last(), Some(&State::Invalid));
    let told = second.items().unwrap().into_iter().flat_map(|item| item.findings).collect::<Vec<_>>();
    assert_eq!(history(&told), [fallen]);
    second.amend(&ledger(&city, "2025Q3", "2025-08-25", 5, STRUCK_OFF), "更正").unwrap();
    assert_eq!(push(&second).await.last(), Some(&State::Valid), "evidence, a second person, day and result");

    // What a revision replaces binds it as well: what is struck off comes back by a reopening and not by an amendment.
    let found = stopped(second.amend(&ledger(&city, "2025Q3", "2025-09-25", 6, OPEN), "更正"));
    let needs = |column: &str, title: &str| {
        (
            format!("由“已销账”改为“在办”须填写“{column}”"),
            format!("To go from “Struck off” to “Being dealt with”, “{title}” must be filled"),
        )
    };
    let mut said: Vec<(String, String)> =
        history(&found).into_iter().map(|(_, zh, en)| (zh.to_owned(), en.to_owned())).collect();
    said.sort();
    assert_eq!(
        said,
        [
            needs("前次销账日期", "Struck off before on"),
            needs("重启原因", "Why it was reopened"),
            needs("重启日期", "Reopened on")
        ]
    );
    second.amend(&ledger(&city, "2025Q3", "2025-09-25", 6, REOPENED), "再次欠薪，重启").unwrap();
    let states = push(&second).await;
    let told = second.items().unwrap().into_iter().map(|item| item.findings).collect::<Vec<_>>();
    assert_eq!(states.last(), Some(&State::Valid), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_filed_of_a_case_binds_node_and_city() {
    let folder = tempfile::TempDir::new().unwrap();
    journey(City::of(with_disputes(folder.path(), None)).await).await;
    if let Some(database) = postgres_schema() {
        journey(City::of(with_disputes(folder.path(), Some(database))).await).await;
    }
}
