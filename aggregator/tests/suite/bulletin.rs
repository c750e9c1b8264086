//! Bulletins: what may not be proposed or issued is refused in both languages; what is issued stands for everyone and for good.

use reqwest::{Method, StatusCode};
use schemas::{bulletin::Issued, entry::Act, hash::Sha};

use crate::{
    city::{City, Setting, at, postgres_schema},
    filing::{ledger, push},
};

const CAMPAIGN: &str = r#"
campaign = "bulletin-2025"
version = 1
name = { zh = "专项行动", en = "the campaign" }
from = "2025-07-01"
to = "2026-06-30"
cadence = "quarter"
first_judged = "2025Q3"
minimum_sample = 1
least_weight = 75
duties = [{ form = "L3", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 150 }]
targets = [{ indicator = "I3", ask = "at-least", percent = "95", weight = 100 }]
"#;

/// A city with two officers under that campaign, on 13 October 2025.
pub async fn city(folder: &std::path::Path, database: Option<String>) -> City {
    std::fs::write(folder.join("bulletin-2025.toml"), CAMPAIGN).unwrap();
    let mut setting = Setting {
        database,
        campaign: "bulletin-2025",
        definitions: Some(folder.into()),
        ..Setting::yunjiang()
    };
    setting.accounts.push(("second", aggregator::identity::Role::Staff, "519900"));
    let city = City::of(setting).await;
    aggregator::policy::publish(&city.services).await.unwrap();
    city
}

fn hidden(page: &str, name: &str) -> String {
    let page = scraper::Html::parse_document(page);
    let field = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
    page.select(&field).next().unwrap_or_else(|| panic!("{name}")).attr("value").unwrap().to_owned()
}

/// A page as somebody sees it.
pub async fn page(city: &City, who: &str, path: &str) -> (StatusCode, String) {
    let cookie = city.cookie(who).await;
    city.ask(Method::GET, path, Some(&cookie), "").await
}

/// Sends a form of a page as somebody; gives status and body, or the address that is led to.
pub async fn post(
    city: &City,
    who: &str,
    from: &str,
    to: &str,
    fields: &[(&str, &str)],
) -> (StatusCode, String) {
    let cookie = city.cookie(who).await;
    let (_, page) = city.ask(Method::GET, from, Some(&cookie), "").await;
    let csrf = hidden(&page, "csrf");
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("csrf", &csrf)
        .extend_pairs(fields)
        .finish();
    city.ask(Method::POST, to, Some(&cookie), &body).await
}

/// Accepts a filing as the office does.
pub async fn confirm(city: &City, bureau: &str, period: &str) {
    let path = format!("/filings/{bureau}/L3/{period}");
    let (_, seen) = page(city, "staff", &path).await;
    let head = hidden(&seen, "head");
    let (status, text) = post(city, "staff", &path, &format!("{path}/confirm"), &[("head", &head)]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
}

/// Proposes the bulletin of a period; gives the status and where it is, or why not.
pub async fn propose(
    city: &City,
    who: &str,
    period: &str,
    demands: &str,
    lang: &str,
) -> (StatusCode, String) {
    let fields = [("period", period), ("demands", demands)];
    post(city, who, "/bulletins", &format!("/bulletins?lang={lang}"), &fields).await
}

/// The newest bulletin as the office's API has it.
pub async fn newest(city: &City) -> serde_json::Value {
    city.json("/api/v1/bulletins").await["bulletins"][0].clone()
}

pub async fn act(city: &City, who: &str, id: &str, what: &str, lang: &str) -> (StatusCode, String) {
    post(city, who, "/bulletins", &format!("/bulletins/{id}/{what}?lang={lang}"), &[]).await
}

async fn what_may_not_be_is_refused_and_what_is_issued_stands(city: City) {
    let refused = async |answer: (StatusCode, String), words: &str| {
        let (status, text) = answer;
        assert!(status.is_client_error() && text.contains(words), "{words}: {status} {text}");
    };
    let (zh, en) = ("zh", "en");
    let (first, second) = ("staff", "second");
    // Before grace is over.
    refused(propose(&city, first, "2025Q3", "", zh).await, "宽限期2025-10-20才满，之前不能提请签发").await;
    refused(propose(&city, first, "2025Q3", "", en).await, "Grace lasts until 2025-10-20").await;
    let (_, draft) = page(&city, first, "/bulletins/draft?period=2025Q3").await;
    assert!(draft.contains("10月20日宽限期满后才能提请签发") && draft.contains("未编号"), "{draft}");
    // What the campaign does not judge.
    refused(propose(&city, first, "2025Q2", "", zh).await, "2025年第二季度不在本次行动的报告期内").await;
    refused(propose(&city, first, "2025Q2", "", en).await, "is not judged by the campaign").await;
    let mut nodes = Vec::new();
    for (bureau, closed) in [("519901", 35), ("519902", 38)] {
        let node = city.node(bureau).await;
        node.file(&city.draft("L3", "2025Q3", &ledger(closed)), None).unwrap();
        push(&node).await;
        nodes.push(node);
    }
    city.clock.set(at("2025-10-21 09:00"));
    // Nothing is accepted yet.
    refused(propose(&city, first, "2025Q3", "", zh).await, "没有已确认的台账").await;
    refused(propose(&city, first, "2025Q3", "", en).await, "No filing of the period is accepted").await;
    confirm(&city, "519902", "2025Q3").await;
    // What the office asks names nobody and has an end.
    refused(propose(&city, first, "2025Q3", "联系13812345678", zh).await, "工作要求含手机号").await;
    refused(propose(&city, first, "2025Q3", "联系13812345678", en).await, "personal data (a mobile number)")
        .await;
    let long = "字".repeat(4001);
    refused(propose(&city, first, "2025Q3", &long, zh).await, "不能超过4000字").await;
    refused(propose(&city, first, "2025Q3", &long, en).await, "at most 4000 characters").await;
    // A county neither drafts nor sees what waits.
    let (status, _) = page(&city, "donghu", "/bulletins/draft").await;
    assert_eq!(status, StatusCode::FORBIDDEN);

    let (status, text) = propose(&city, first, "2025Q3", "请于11月10日前整改。", zh).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    let id = newest(&city).await["id"].as_str().unwrap().to_owned();
    let (status, _) = page(&city, "donghu", &format!("/bulletins/{id}")).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "what waits is the office's");
    refused(propose(&city, second, "2025Q3", "", zh).await, "本期已有一份待签发的通报").await;
    refused(propose(&city, second, "2025Q3", "", en).await, "One of this period waits to be issued").await;
    refused(act(&city, first, &id, "issue", zh).await, "须由另一人签发").await;
    refused(act(&city, first, &id, "issue", en).await, "it takes another person").await;
    // 东湖区 is accepted meanwhile: what was proposed is not what there is.
    confirm(&city, "519901", "2025Q3").await;
    refused(act(&city, second, &id, "issue", zh).await, "提请签发后台账数据有变化").await;
    refused(act(&city, second, &id, "issue", en).await, "Filings have changed since it was proposed").await;
    let (status, _) = act(&city, first, &id, "withdraw", zh).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    refused(act(&city, first, &id, "withdraw", zh).await, "该通报已印发或已撤回").await;
    refused(act(&city, second, &id, "issue", en).await, "issued or withdrawn already").await;

    let (status, _) = propose(&city, first, "2025Q3", "请于11月10日前整改。\n请核对数据。", zh).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let id = newest(&city).await["id"].as_str().unwrap().to_owned();
    let (status, text) = act(&city, second, &id, "issue", zh).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    refused(propose(&city, first, "2025Q3", "", zh).await, "通报〔2025〕1号已通报本期情况").await;
    refused(propose(&city, first, "2025Q3", "", en).await, "Bulletin 1 of 2025 is of this period already")
        .await;

    // It is open to everyone, with its figures, and proved by the log.
    let (status, read) = page(&city, "donghu", &format!("/bulletins/{id}")).await;
    assert_eq!(status, StatusCode::OK);
    for words in [
        "通报〔2025〕1号",
        "全市3个报送单位中，按时报送2个，逾期报送0个，未报送1个",
        "未报送或未按要求更正的有：保安县（L3）",
        "全市91.25%（73/80），目标95%，差3.75个百分点",
        "东湖区（87.50%，差7.50）",
        "参与综合排名的2个单位依次为西岭区、东湖区",
        "请核对数据。",
    ] {
        assert!(read.contains(words), "{words}: {read}");
    }
    let (_, read) = page(&city, "donghu", &format!("/bulletins/{id}?lang=en")).await;
    for words in ["2 filed on time, 0 late, 1 did not", "91.25 % (73/80)", "in order, 西岭区, 东湖区"] {
        assert!(read.contains(words), "{words}: {read}");
    }
    let csv = city.file(&format!("/bulletins/{id}/annex.csv"), &city.cookie("donghu").await).await;
    let csv = csv.text().await.unwrap();
    assert!(csv.contains("西岭区,95.00,1\r\n") && csv.contains("保安县,—,未报送\r\n"), "{csv}");
    let one = newest(&city).await;
    assert_eq!(
        (one["state"].as_str(), one["number"]["zh"].as_str()),
        (Some("issued"), Some("通报〔2025〕1号"))
    );
    // Every node has it as a letter, with what it fixes.
    push(&nodes[0]).await;
    let letters = nodes[0].letters().unwrap();
    let letter = letters.iter().find_map(|letter| Issued::parse(letter.document.as_deref()?).ok()).unwrap();
    assert_eq!(
        (letter.number, letter.content.to_string()),
        (1, one["content_sha256"].as_str().unwrap().into())
    );
    let content = city.line("SELECT content AS line FROM bulletin WHERE state = 'issued'");
    assert_eq!(Sha::of(content.as_bytes()), letter.content, "the log fixes every byte of it");
    assert_eq!(Act::BulletinIssued.to_string(), "bulletin-issued");
}

mod sqlite {
    #[tokio::test(flavor = "multi_thread")]
    async fn what_may_not_be_is_refused_and_what_is_issued_stands() {
        let folder = tempfile::tempdir().unwrap();
        super::what_may_not_be_is_refused_and_what_is_issued_stands(super::city(folder.path(), None).await)
            .await;
    }
}

mod postgres {
    #[tokio::test(flavor = "multi_thread")]
    async fn what_may_not_be_is_refused_and_what_is_issued_stands() {
        let folder = tempfile::tempdir().unwrap();
        if let Some(schema) = super::postgres_schema() {
            let city = super::city(folder.path(), Some(schema)).await;
            super::what_may_not_be_is_refused_and_what_is_issued_stands(city).await;
        }
    }
}
