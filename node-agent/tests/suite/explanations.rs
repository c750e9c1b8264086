//! Reasons for findings: applied, sealed, kept, and never a way for personal data to leave.

use crate::city::{City, County, Q2, Q3, draft};
use node_agent::{AgentError, Draft, Reader, Report, SourceFile, read_reasons};
use schemas::finding::{Explanation, ListedReason};

fn reasons(text: &str) -> Result<Vec<Explanation>, AgentError> {
    let file = SourceFile { name: "说明.csv".into(), bytes: text.as_bytes().to_vec() };
    read_reasons(&file, &Reader::InProcess)
}

/// 2号 closed after it was due.
fn late() -> Draft {
    draft("2025Q3", &Q3.replace("2025-08-01", "2025-08-11"))
}

fn stopped(result: Result<node_agent::Item, AgentError>) -> Report {
    match result {
        Err(AgentError::Stopped(report)) => *report,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_reason_lets_an_explain_finding_be_filed_and_travels_with_it() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    let report = stopped(node.file(&late(), None));
    assert!(!report.blocks() && report.stops);
    let mut draft = late();
    draft.explanations = reasons("代码,案号,说明\nT3-101,云〔2025〕2号,等待鉴定\n").unwrap();
    let item = node.file(&draft, None).unwrap();
    node.push().await.unwrap();
    let sha = item.statement.content.unwrap().sha256;
    let bytes = city.with(|state| state.contents[&sha].clone());
    assert!(String::from_utf8(bytes).unwrap().lines().next().unwrap().contains("等待鉴定"));
    // The reason is kept: an amendment need not repeat it.
    let changed = Draft {
        explanations: Vec::new(),
        ..crate::city::draft("2025Q3", &Q3.replace("2025-08-01", "2025-08-12"))
    };
    assert!(node.amend(&changed, "录错").is_ok());
}

#[tokio::test]
async fn continuity_takes_a_listed_reason_and_nothing_else() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.file(&draft("2025Q2", Q2), None).unwrap();
    let gone = |reasons_given: Vec<Explanation>| {
        let text = Q3.lines().filter(|line| !line.contains("2号")).collect::<Vec<_>>().join("\n");
        Draft { explanations: reasons_given, ..draft("2025Q3", &text) }
    };
    let unlisted = reasons("代码,案号,说明\ncontinuity,云〔2025〕2号,移送了\n").unwrap();
    let report = stopped(node.file(&gone(unlisted), None));
    assert!(report.findings.iter().any(|finding| finding.code == "idle-reason"));
    let listed = reasons("代码,案号,理由,说明\ncontinuity,云〔2025〕2号,移送转出,移送西岭区\n").unwrap();
    assert_eq!(listed[0].reason, Some(ListedReason::TransferOut));
    assert!(node.file(&gone(listed), None).is_ok());
}

#[tokio::test]
async fn personal_data_in_a_reason_blocks() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    for text in ["当事人电话138 1234 5678", "身份证510104199001011230", "李大海申请延期"] {
        let mut draft = late();
        let (code, case) = ("T3-101".to_owned(), Some("云〔2025〕2号".to_owned()));
        draft.explanations = vec![Explanation { code, case, reason: None, text: text.into() }];
        let report = stopped(node.file(&draft, None));
        let said: Vec<_> = report.findings.iter().filter(|finding| finding.code == "personal-data").collect();
        assert_eq!(said.len(), 1, "{text}");
        assert!(!format!("{:?} {:?}", said[0].what, said[0].found).contains(text));
    }
    assert!(node.items().unwrap().is_empty());
}

#[test]
fn a_wrong_file_of_reasons_is_refused_with_its_row() {
    for (text, row) in [
        ("案号,受理日期\nx,y\n", 1),
        ("代码,案号,理由,说明\ncontinuity,1号,心情不好,说明\n", 2),
        ("代码,案号,说明\nT3-101,1号,好\nT3-101,2号,\n", 3),
        ("代码,案号,说明\n,1号,好\n", 2),
        (&format!("代码,案号,说明\nT3-101,1号,{}\n", "长".repeat(501)), 2),
    ] {
        match reasons(text) {
            Err(AgentError::Reasons { row: at, .. }) => assert_eq!(at, row, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}
