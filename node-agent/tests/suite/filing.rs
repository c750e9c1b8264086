//! A ledger's way from a CSV file to a verified receipt and a judgement.

use crate::city::{City, County, Q2, Q3, draft};
use encoding_rs::GB18030;
use node_agent::{AgentError, SourceFile, State};
use schemas::{
    content,
    evidence::Evidence,
    statement::{Kind, Purpose},
};

#[tokio::test]
async fn a_ledger_is_sealed_sent_receipted_and_validated() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let sealed = node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!((sealed.state, sealed.statement.purpose), (State::Sealed, Purpose::Baseline));
    let pushed = node.push().await.unwrap();
    assert!(pushed.trouble.is_none(), "{:?}", pushed.trouble);
    assert_eq!(pushed.items.len(), 1);
    assert_eq!(pushed.items[0].state, State::Valid);
    let receipt = pushed.items[0].receipt.clone().unwrap();
    let key = city.with(|state| state.key.verify_key());
    let proven = {
        let evidence = Evidence { receipt: &receipt, statement: Some(&sealed.note), ..Evidence::default() };
        node_agent::verify(evidence, &key).unwrap().proven
    };
    assert_eq!(proven.entry.statement, Some(sealed.id));
    // Another opening of the folder knows all of it and has nothing left to do.
    let again = county.open();
    assert_eq!(again.items().unwrap()[0].receipt, Some(receipt));
    assert!(again.push().await.unwrap().items.is_empty());
}

#[tokio::test]
async fn the_next_quarter_carries_over_and_names_what_went_before() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    let first = node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    let missing = Q3.lines().filter(|line| !line.contains("2号")).collect::<Vec<_>>().join("\n");
    let Err(AgentError::Stopped(report)) = node.file(&draft("2025Q3", &missing), None) else { panic!() };
    assert!(
        report.findings.iter().any(|f| f.code == "continuity" && f.case.as_deref() == Some("云〔2025〕2号"))
    );
    let second = node.file(&draft("2025Q3", Q3), None).unwrap();
    let statement = &second.statement;
    assert_eq!((statement.purpose, statement.revision), (Purpose::Current, 1));
    assert_eq!(statement.previous, Some(first.id));
    assert_eq!(statement.seen.map(|(size, _)| size), Some(1));
    assert_eq!(statement.skew, 250);
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
    // A gap is not a new baseline by itself.
    let later = draft("2026Q1", "案号,受理日期,审限届满日\n云〔2026〕1号,2026-01-02,2026-02-16\n");
    assert!(matches!(node.file(&later, None), Err(AgentError::NoPrevious(_))));
    assert_eq!(node.file(&later, Some(Purpose::Baseline)).unwrap().statement.purpose, Purpose::Baseline);
}

#[tokio::test]
async fn gbk_and_several_files_seal_to_the_same_bytes_as_one_utf8_file() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    let one = node.file(&draft("2025Q3", Q3), None).unwrap();
    let lines: Vec<&str> = Q3.lines().collect();
    let file = |name: &str, text: String, gbk: bool| {
        let bytes = if gbk { GB18030.encode(&text).0.into_owned() } else { text.into_bytes() };
        SourceFile { name: name.into(), bytes }
    };
    // The second file has its columns in another order.
    let files = vec![
        file("一.csv", format!("{}\n{}\n", lines[0], lines[1]), true),
        file("二.csv", "受理日期,审限届满日,结案日期,结案方式,备考,案号,申请人\n2025-07-09,2025-08-23,2025-08-20,11,涉及68人,云〔2025〕3号,赵小燕\n".into(), false),
    ];
    let mut parts = draft("2025Q3", "");
    parts.files = files;
    assert_eq!(node.file(&parts, None).unwrap().number, one.number);
    parts.files[1] = file("二.csv", "受理日期,审限届满日,案号\n2025-07-09,很快,云〔2025〕3号\n".into(), true);
    let report = node.check(&parts, None).unwrap();
    assert_eq!(report.findings[0].place.to_string(), "二.csv!B2");
}

#[tokio::test]
async fn a_mapping_is_said_once_and_kept_with_what_was_filed() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let renamed = |text: &str| text.replacen("审限届满日", "最迟日", 1);
    let mut said = draft("2025Q2", &renamed(Q2));
    assert!(node.check(&said, None).unwrap().blocks());
    said.map = vec![("最迟日".into(), "due".into())];
    node.file(&said, None).unwrap();
    assert!(!county.open().check(&draft("2025Q3", &renamed(Q3)), None).unwrap().stops);
    assert!(County::new().open().check(&draft("2025Q3", &renamed(Q3)), None).unwrap().blocks());
}

#[tokio::test]
async fn a_nil_return_needs_nothing_open() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    let nil = node.nil("T3", "2025Q1".parse().unwrap(), None, None).unwrap();
    assert_eq!((nil.statement.kind, nil.statement.content), (Kind::Nil, None));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
    assert_eq!(node.nil("T3", "2025Q1".parse().unwrap(), None, None).unwrap().number, nil.number);
    let report = node.check(&draft("2025Q2", Q2), None).unwrap();
    assert!(!report.stops, "{:?}", report.findings);
    node.file(&draft("2025Q2", Q2), None).unwrap();
    let refused = node.nil("T3", "2025Q3".parse().unwrap(), None, None);
    assert!(matches!(refused, Err(AgentError::OpenCases(1))));
}

#[tokio::test]
async fn an_amendment_supersedes_the_head() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    assert!(matches!(node.amend(&draft("2025Q2", Q2), "更正"), Err(AgentError::NotFiled)));
    let first = node.file(&draft("2025Q2", Q2), None).unwrap();
    let corrected = Q2.replace("2025-05-10", "2025-05-12");
    assert!(matches!(node.file(&draft("2025Q2", &corrected), None), Err(AgentError::AlreadyFiled)));
    assert!(matches!(node.amend(&draft("2025Q2", Q2), "更正"), Err(AgentError::Unchanged)));
    for reason in ["", "   ", "电话138 1234 5678", "王小芳来电更正"] {
        assert!(
            matches!(node.amend(&draft("2025Q2", &corrected), reason), Err(AgentError::BadReason(_))),
            "{reason}"
        );
    }
    let second = node.amend(&draft("2025Q2", &corrected), "结案日期录错").unwrap();
    assert_eq!((second.statement.revision, second.statement.supersedes), (2, Some(first.id)));
    assert_eq!(second.statement.purpose, Purpose::Baseline);
    assert_eq!(node.amend(&draft("2025Q2", &corrected), "结案日期录错").unwrap().number, second.number);
    let states: Vec<State> = node.push().await.unwrap().items.iter().map(|item| item.state).collect();
    assert_eq!(states, [State::Valid, State::Valid]);
}

#[tokio::test]
async fn what_is_sealed_is_what_arrives() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    let item = node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    let signed = item.statement.content.unwrap();
    let bytes = city.with(|state| state.contents[&signed.sha256].clone());
    let form = node.definitions().form("T3").unwrap().clone();
    let statement = &item.statement;
    let (header, table) =
        content::open(&bytes, &form, &statement.filing, &statement.schema, &signed).unwrap();
    assert_eq!((table.len(), header.columns.len()), (2, 6));
}
