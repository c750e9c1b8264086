//! Supervision as a case: who may do what, what stands against it in both languages, and what the pages and the API say of it.

mod answers;
mod gates;
mod handovers;
pub mod recovered;
mod rows;

use node_agent::{Draft, Node};
use reqwest::{Method, StatusCode};

use crate::{city::City, filing::push};

/// A campaign by the month, whose first period is behind where six of ten cases are closed.
pub const CAMPAIGN: &str = r#"
campaign = "listing-2025"
version = 1
name = { zh = "挂牌督办行动", en = "Listed supervision" }
from = "2025-09-01"
to = "2025-12-31"
cadence = "month"
first_judged = "2025-09"
minimum_sample = 1
least_weight = 75
duties = [
    { form = "L3", cadence = "month", due_days = 15, grace_days = 20, close_days = 45 },
    { form = "X2", cadence = "day", due_days = 0, grace_days = 1, close_days = 30, from = "2025-10-08", to = "2025-10-09" },
]
targets = [{ indicator = "I3", ask = "at-least", percent = "95", weight = 100 }]
flags = [
    { family = "lagging", rule = "below-target", points = "5" },
    { family = "weak", rule = "silent-after-reminder" },
]
ladder = [
    { step = "reminder" },
    { step = "notice", days = 15 },
    { step = "listing", days = 60 },
    { step = "interview" },
]
supervision = { number = "云人社督〔{year}〕{n}号", office = "劳动关系科", days = 20 }
"#;

const CASES: &str = "案号,收到申请日期,受理日期,争议类别,申请人方,人数,用人单位名称,单位类型,行业,案由,审限届满日,结案日期,结案方式\n";
pub const ANSWERS: &str =
    "反馈编号,督办编号,反馈类型,反馈日期,反馈内容,整改措施,佐证材料,申请延期至,责任领导,责任人\n";

/// Ten cases accepted on 1 September, of which so many were closed in it.
pub fn september(closed: usize) -> String {
    let row = |case: usize| {
        let end = if case <= closed { "2025-09-20,11" } else { "," };
        format!(
            "示例案〔2025〕{case:02}号,2025-08-27,2025-09-01,劳动,劳动者,1,示例公司,私营,C,01,2025-10-16,{end}\n"
        )
    };
    format!("{CASES}{}", (1..=10).map(row).collect::<String>())
}

/// What September left open, closed in October.
pub fn october(left: std::ops::RangeInclusive<usize>) -> String {
    let row = |case: usize| {
        format!(
            "示例案〔2025〕{case:02}号,2025-08-27,2025-09-01,劳动,劳动者,1,示例公司,私营,C,01,2025-10-16,2025-10-10,11\n"
        )
    };
    format!("{CASES}{}", left.map(row).collect::<String>())
}

pub fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// A page as somebody sees it.
pub async fn page(city: &City, login: &str, path: &str) -> String {
    let cookie = city.cookie(login).await;
    let (status, page) = city.ask(Method::GET, path, Some(&cookie), "").await;
    assert_eq!(status, StatusCode::OK, "{path}: {page}");
    crate::pages::html::keeps_the_rules(&page);
    page
}

/// What somebody posts, with the token of their own page; gives where it led.
pub async fn post(city: &City, login: &str, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    post_from(city, login, "/supervision", path, fields).await
}

/// The same, with the token of another page.
pub async fn post_from(
    city: &City,
    login: &str,
    from: &str,
    path: &str,
    fields: &[(&str, &str)],
) -> (StatusCode, String) {
    let cookie = city.cookie(login).await;
    let (_, page) = city.ask(Method::GET, from, Some(&cookie), "").await;
    let parsed = scraper::Html::parse_document(&page);
    let field = scraper::Selector::parse("input[name=csrf]").unwrap();
    let csrf = parsed.select(&field).next().unwrap().attr("value").unwrap().to_owned();
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    city.ask(Method::POST, path, Some(&cookie), &form(&all)).await
}

/// The same, that has to be done.
pub async fn done(city: &City, login: &str, path: &str, fields: &[(&str, &str)]) {
    let (status, text) = post(city, login, path, fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {text}");
}

/// The same, refused in both languages.
pub async fn refused(
    city: &City,
    login: &str,
    path: &str,
    fields: &[(&str, &str)],
    status: StatusCode,
    said: [&str; 2],
) {
    for (lang, words) in ["zh", "en"].into_iter().zip(said) {
        let (answered, page) = post(city, login, &format!("{path}?lang={lang}"), fields).await;
        assert_eq!(answered, status, "{path} {fields:?}: {page}");
        assert!(page.contains(words), "{path}: {words}: {page}");
    }
}

/// The words of a new one.
pub fn new<'a>(bureau: &'a str, kind: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("bureau", bureau),
        ("kind", kind),
        ("title", "关于仲裁结案进度滞后的督办"),
        ("matter", "2025年9月仲裁结案率60.00%，低于目标。"),
        ("basis", "专项行动方案"),
        ("demand", "五日内报送整改方案。"),
        ("release", "验收通过后解除。"),
        ("office", "劳动关系科"),
    ];
    for (key, value) in more {
        fields.retain(|(known, _)| known != key);
        fields.push((key, value));
    }
    fields
}

/// Ids of the drafts that wait.
pub fn waiting(city: &City) -> Vec<String> {
    city.lines("SELECT id AS line FROM directive_draft WHERE decided IS NULL ORDER BY proposed, id")
}

/// Proposes a kind of the ladder for a bureau and has it approved; gives the serial.
pub async fn issued(city: &City, kind: &str, more: &[(&str, &str)]) -> String {
    done(city, "staff", "/supervision/new", &new("519901", kind, more)).await;
    let id = waiting(city).pop().unwrap();
    done(city, "leader", "/supervision/draft/approve", &[("id", &id)]).await;
    city.lines("SELECT serial AS line FROM directive ORDER BY leaf").pop().unwrap()
}

/// A ledger of answers on a day: rows without number and serial.
pub fn answers(city: &City, serial: &str, day: &str, rows: &[&str]) -> Draft {
    let row = |(at, row): (usize, &&str)| format!("{},{serial},{row}\n", at + 1);
    let rows: String = rows.iter().enumerate().map(row).collect();
    let draft = city.draft("D1", day, &format!("{ANSWERS}{rows}"));
    Draft { subject: Some(serial.parse().unwrap()), ..draft }
}

/// Files answers and sends them.
pub async fn answer(city: &City, node: &Node, serial: &str, day: &str, rows: &[&str]) {
    node.file(&answers(city, serial, day, rows), None).unwrap();
    push(node).await;
}

/// The stage of one, in Chinese.
pub async fn stage(city: &City, serial: &str) -> String {
    let one = city.json(&format!("/api/v1/directives/one?serial={serial}")).await;
    one["directive"]["stage"]["zh"].as_str().unwrap().to_owned()
}

/// Accepts a filing.
pub async fn confirm(city: &City, bureau: &str, period: &str) {
    let path = format!("/filings/{bureau}/L3/{period}");
    let page = page(city, "staff", &path).await;
    let parsed = scraper::Html::parse_document(&page);
    let field = scraper::Selector::parse("input[name=head]").unwrap();
    let head = parsed.select(&field).next().unwrap().attr("value").unwrap().to_owned();
    done(city, "staff", &format!("{path}/confirm"), &[("head", &head)]).await;
}
