//! 以案定补: a month's sheet pays each case once; who may not be paid, and what may not be done with a sheet, is said in both
//! languages, and what an amendment took away is claimed back.

use reqwest::StatusCode;

use crate::{
    bulletin::{page, post},
    city::{City, Setting, at, postgres_schema},
    filing::push,
};

const CAMPAIGN: &str = r#"
campaign = "subsidy-2025"
version = 1
name = { zh = "以案定补", en = "Subsidies" }
from = "2025-07-01"
to = "2025-12-31"
cadence = "month"
first_judged = "2025-07"
minimum_sample = 1
least_weight = 75
duties = [{ form = "L2", cadence = "month", due_days = 5, grace_days = 8, close_days = 60 }]
targets = [{ indicator = "I1", ask = "show" }]

[subsidy]
form = "L2"
outcomes = ["11", "12", "13"]
performed = ["1", "2"]
bands = [{ band = "1", yuan = 100 }, { band = "2", yuan = 250 }]
"#;

const HEAD: &str = "案号,调解类型,受理日期,劳动者人数,用人单位名称,调解员编号,补助档次,结束日期,调解结果,协议日期,履行情况,履行日期\n";

/// A mediation: number, mediator, band, outcome, performance.
fn case(month: &str, number: u32, mediator: &str, band: &str, outcome: &str, performed: &str) -> String {
    let good = outcome != "未达成";
    let (agreed, on) = if good { (format!("{month}-20"), format!("{month}-21")) } else { Default::default() };
    let on = if performed.is_empty() || performed == "未履行" { String::new() } else { on };
    format!(
        "调-{number},人民调解,{month}-08,1,云江示例服装有限公司,{mediator},{band},{month}-20,{outcome},{agreed},{performed},{on}\n"
    )
}

async fn begin(folder: &std::path::Path, database: Option<String>) -> City {
    std::fs::write(folder.join("subsidy-2025.toml"), CAMPAIGN).unwrap();
    let mut setting = Setting {
        database,
        campaign: "subsidy-2025",
        definitions: Some(folder.into()),
        now: at("2025-08-04 09:00"),
        ..Setting::yunjiang()
    };
    setting.accounts.push(("second", aggregator::identity::Role::Staff, "519900"));
    let city = City::of(setting).await;
    aggregator::policy::publish(&city.services).await.unwrap();
    city
}

async fn propose(city: &City, month: &str, lang: &str) -> (StatusCode, String) {
    post(city, "staff", "/subsidies", &format!("/subsidies?lang={lang}"), &[("month", month)]).await
}

async fn act(city: &City, who: &str, id: &str, what: &str, lang: &str) -> (StatusCode, String) {
    post(city, who, "/subsidies", &format!("/subsidies/{id}/{what}?lang={lang}"), &[]).await
}

/// The sheet that waits, or was decided last.
fn newest(city: &City) -> String {
    city.lines("SELECT id AS line FROM subsidy_sheet ORDER BY proposed_at DESC, id").remove(0)
}

async fn each_case_is_paid_for_once_and_every_gate_says_why(city: City) {
    let refused = |answer: (StatusCode, String), words: &str| {
        let (status, text) = answer;
        assert!(status.is_client_error() && text.contains(words), "{words}: {status} {text}");
    };
    let (zh, en) = ("zh", "en");
    let (east, west) = (city.node("519901").await, city.node("519902").await);
    refused(propose(&city, "2025-07", zh).await, "没有可发放的案件");
    refused(propose(&city, "2025-07", en).await, "There is no case to be paid for");
    let july = [
        case("2025-07", 1, "T-1", "一档", "书面协议", "按期履行"),
        case("2025-07", 2, "T-1", "二档", "书面协议", "即时履行"),
        case("2025-07", 3, "T-2", "一档", "书面协议", "未履行"),
        case("2025-07", 4, "", "一档", "书面协议", "按期履行"),
        case("2025-07", 5, "T-2", "四档", "书面协议", "按期履行"),
        case("2025-07", 6, "T-2", "一档", "未达成", ""),
    ];
    let ledger = |rows: &[String]| format!("{HEAD}{}", rows.concat());
    east.file(&city.draft("L2", "2025-07", &ledger(&july)), None).unwrap();
    push(&east).await;
    west.file(
        &city.draft("L2", "2025-07", &ledger(&[case("2025-07", 1, "T-9", "二档", "书面协议", "按期履行")])),
        None,
    )
    .unwrap();
    push(&west).await;

    // What would be paid, and what not and why; a county sees its own alone.
    let (_, shown) = page(&city, "staff", "/subsidies?month=2025-07").await;
    for words in [
        "2名调解员，3件，共600元",
        "未提请",
        "一档100元、二档250元",
        "调解成功未列入的3件",
        "协议未履行到位",
        "没有调解员编号",
        "该档次没有补助标准",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let (_, shown) = page(&city, "donghu", "/subsidies?month=2025-07&lang=en").await;
    for words in [
        "mediators: 1; cases: 2; 350 yuan in all",
        "3 ended well and are not on it",
        "not performed",
        "no rate for this band",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("西岭区") && !shown.contains("T-9"), "{shown}");
    refused(propose(&city, "2025-08", zh).await, "2025年8月尚未结束");
    refused(propose(&city, "2025-08", en).await, "is not over");

    let (status, text) = propose(&city, "2025-07", zh).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    let first = newest(&city);
    refused(propose(&city, "2025-07", zh).await, "本月已有一份待审批的发放表");
    refused(propose(&city, "2025-07", en).await, "A sheet of this month waits to be approved");
    refused(act(&city, "staff", &first, "approve", zh).await, "须由另一人审批");
    refused(act(&city, "staff", &first, "approve", en).await, "it takes another person");
    // A case on it is amended meanwhile.
    let mut amended = july.clone();
    amended[1] = case("2025-07", 2, "T-1", "一档", "书面协议", "即时履行");
    east.amend(&city.draft("L2", "2025-07", &ledger(&amended)), "档次误填").unwrap();
    push(&east).await;
    refused(act(&city, "second", &first, "approve", zh).await, "519901的调-2在提请后有变化");
    refused(act(&city, "second", &first, "approve", en).await, "调-2 of 519901 is not as it was");
    assert_eq!(act(&city, "staff", &first, "withdraw", zh).await.0, StatusCode::SEE_OTHER);
    refused(act(&city, "second", &first, "approve", zh).await, "已审批或已撤回");
    refused(act(&city, "second", &first, "withdraw", en).await, "approved or withdrawn already");

    city.clock.set(at("2025-08-04 09:10"));
    assert_eq!(propose(&city, "2025-07", zh).await.0, StatusCode::SEE_OTHER);
    let second = newest(&city);
    assert_ne!(first, second);
    let (status, text) = act(&city, "second", &second, "approve", zh).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    refused(propose(&city, "2025-07", zh).await, "2025年7月发放表已审批");
    refused(propose(&city, "2025-07", en).await, "is approved; what is new comes on the next one");
    let sheet = city.json("/api/v1/subsidies?month=2025-07").await;
    let fen: i64 = sheet["cases"].as_array().unwrap().iter().map(|case| case["fen"].as_i64().unwrap()).sum();
    assert_eq!((sheet["state"].as_str(), fen), (Some("approved"), 45_000), "{sheet}");

    // In August the same cases are not paid for again; what was performed late is.
    city.clock.set(at("2025-09-03 09:00"));
    amended[2] = case("2025-07", 3, "T-2", "一档", "书面协议", "按期履行");
    east.amend(&city.draft("L2", "2025-07", &ledger(&amended)), "协议已履行").unwrap();
    push(&east).await;
    let (_, shown) = page(&city, "staff", "/subsidies?month=2025-08").await;
    assert!(shown.contains("另有3件已列入发放表") && shown.contains("1名调解员，1件，共100元"), "{shown}");
    assert_eq!(propose(&city, "2025-08", zh).await.0, StatusCode::SEE_OTHER);
    assert_eq!(act(&city, "second", &newest(&city), "approve", zh).await.0, StatusCode::SEE_OTHER);
    let twice =
        city.lines("SELECT case_no AS line FROM subsidy_line GROUP BY bureau, case_no HAVING count(*) > 1");
    assert!(twice.is_empty(), "{twice:?}");
    let file =
        city.file("/subsidies.csv?month=2025-08", &city.cookie("donghu").await).await.text().await.unwrap();
    assert!(file.contains("东湖区,T-2,调-3,一档,2025-07-20,100\r\n"), "{file}");

    // A settlement that was none after all has to be claimed back.
    amended[0] = case("2025-07", 1, "T-1", "一档", "未达成", "");
    east.amend(&city.draft("L2", "2025-07", &ledger(&amended)), "协议未达成").unwrap();
    push(&east).await;
    let (_, shown) = page(&city, "staff", "/subsidies?month=2025-07").await;
    assert!(shown.contains("须核实追回的1件") && shown.contains("450元"), "{shown}");
    let sheet = city.json("/api/v1/subsidies?month=2025-07").await;
    assert_eq!(sheet["claimed_back"][0]["case"], "调-1", "{sheet}");
    assert_eq!(sheet["cases"].as_array().unwrap().len(), 3, "what was approved is not changed");
}

mod sqlite {
    #[tokio::test(flavor = "multi_thread")]
    async fn each_case_is_paid_for_once_and_every_gate_says_why() {
        let folder = tempfile::tempdir().unwrap();
        super::each_case_is_paid_for_once_and_every_gate_says_why(super::begin(folder.path(), None).await)
            .await;
    }
}

mod postgres {
    #[tokio::test(flavor = "multi_thread")]
    async fn each_case_is_paid_for_once_and_every_gate_says_why() {
        let folder = tempfile::tempdir().unwrap();
        if let Some(schema) = super::postgres_schema() {
            let city = super::begin(folder.path(), Some(schema)).await;
            super::each_case_is_paid_for_once_and_every_gate_says_why(city).await;
        }
    }
}
