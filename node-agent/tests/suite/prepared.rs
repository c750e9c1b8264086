//! What can be made of ledgers held is offered: complete it waits for a signature, else it is a workbook to be completed;
//! nothing is made twice, and nothing signs itself.

use std::fs;

use crate::{
    city::{City, County, at, definitions, draft},
    commands::run,
};
use node_agent::{
    AgentError, Config, Draft, Node, Origin, SourceFile, State,
    jobs::Job,
    prepare::{Makeable, PREPARED, Prepared},
};
use schemas::{
    period::Period,
    statement::{Kind, Subject},
    text::Lang,
};

/// Ledgers by the month, serious cases by the month, duty days of a protection period, layoffs by the day, special reports.
const CAMPAIGN: &str = r#"
campaign = "test"
version = 1
name = { zh = "试", en = "Test" }
from = "2025-07-01"
to = "2025-12-31"
cadence = "month"
first_judged = "2025-07"
minimum_sample = 1
least_weight = 0
targets = []

[[protections]]
code = "p"
name = { zh = "重要会议", en = "A congress" }
from = "2025-08-14"
to = "2025-08-15"

[[grades]]
grade = "special"
forms = ["L3"]
persons = 50

[[grades]]
grade = "major"
forms = ["L3"]
persons = 10

[[duties]]
form = "L3"
cadence = "month"
due_days = 5
grace_days = 8
close_days = 20

[[duties]]
form = "L7M"
cadence = "month"
due_days = 5
grace_days = 8
close_days = 20

[[duties]]
form = "L9"
cadence = "day"
within = "protection"
due_days = 0
due_at = "16:30"
grace_days = 1
close_days = 7

[[duties]]
form = "L8"
cadence = "day"
from = "2025-08-14"
to = "2025-08-20"
due_days = 0
grace_days = 1
close_days = 2

[[reports]]
form = "L7"
grade = "special"
first_hours = 2
next_days = 1
kind = "stage"
last = "3"
"#;

pub const L3: &str = "\
案号,事项编号,受理日期,审限届满日,结案日期,结案方式,劳动者人数,用人单位名称,仲裁请求金额,开庭日期
1,M1,2025-06-10,2025-07-25,,,68,甲公司,3126000,2025-07-09
2,M2,2025-07-02,2025-08-16,,,3,丙公司,100,
";

pub const L7M: &str = "\
重案编号,事项编号,报送级别,纳入日期,接报时间,初报时间,用人单位名称,涉及人数,包案领导,处置状态,本月进展
重1,M1,重案,2025-06-10,2025-06-10 08:00,2025-06-10 09:12,旧名,40,示例副区长,在办,已接访
";

pub const ROSTER: &str =
    "班次编号,值班日期,班次,带班领导,值班员\n0814,2025-08-14,全天,示例甲,示例乙、示例丙\n";

pub fn of(form: &str, period: &str, text: &str) -> Draft {
    Draft { form: Some(form.into()), ..draft(period, text) }
}

pub async fn enrolled(city: &City, now: &str) -> (County, Node) {
    let (county, _) = County::enrolled(city).await;
    let folder = county.path().join("definitions");
    fs::create_dir(&folder).unwrap();
    for file in ["T3.toml", "TRES.toml"] {
        fs::copy(definitions().join(file), folder.join(file)).unwrap();
    }
    fs::write(folder.join("campaign.toml"), CAMPAIGN).unwrap();
    let config = Config { definitions: Some("definitions".into()), ..Config::read(county.path()).unwrap() };
    config.write(county.path()).unwrap();
    set(city, &county, now);
    let node = county.open();
    (county, node)
}

pub fn set(city: &City, county: &County, now: &str) {
    county.clock.set(at(now));
    city.with(|state| state.time = at(now));
}

pub fn say(county: &County, args: &[&str]) -> (i32, String) {
    let now = node_agent::Clock::now(&*county.clock).to_rfc3339();
    run(county.path(), &[&["--at", &now], args].concat())
}

pub fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// The rows of the last item as the city received them.
fn sealed(city: &City, node: &Node) -> String {
    let item = node.items().unwrap().pop().unwrap();
    let sha256 = item.statement.content.unwrap().sha256;
    String::from_utf8(city.with(|state| state.contents[&sha256].clone())).unwrap()
}

#[tokio::test]
async fn a_complete_monthly_report_waits_and_is_signed_by_a_person() {
    let city = City::start().await;
    let (county, node) = enrolled(&city, "2025-08-02T01:00:00Z").await;
    node.file(&of("L7M", "2025-06", L7M), None).unwrap();
    node.file(&of("L3", "2025-07", L3), None).unwrap();
    assert!(node.push().await.unwrap().trouble.is_none());
    for (lang, words) in [
        ("zh", "可由本机台账生成：node-agent prepare L7M 2025-07"),
        ("en", "can be made of ledgers held here: `node-agent prepare L7M 2025-07`"),
    ] {
        for command in ["duties", "status"] {
            let (_, text) = say(&county, &["--lang", lang, command]);
            assert!(text.contains(words), "{command}: {text}");
        }
    }
    let (code, text) = say(&county, &["prepare", "L7M", "2025-07"]);
    assert!(code == 0 && text.contains("已由 L3 2025-07、L7M 2025-06 生成 L7M 2025-07"), "{text}");
    let waiting = node.checked().unwrap();
    assert_eq!((waiting.len(), waiting[0].origin), (1, Origin::Prepared));
    let number = waiting[0].number.to_string();
    // Asked for again it is the same one.
    let (code, text) = say(&county, &["--lang", "en", "prepare", "L7M", "2025-07"]);
    assert!(
        code == 0 && text.contains("L7M 2025-07 was made of L3 2025-07, L7M 2025-06, checked, and not filed"),
        "{text}"
    );
    assert_eq!(node.checked().unwrap().len(), 1);
    let number = node.checked().unwrap()[0].number.max(number.parse().unwrap()).to_string();
    let (_, text) = say(&county, &["waiting"]);
    assert!(text.contains("prepared/L7M_2025-07.xlsx") && text.contains("由本机台账生成"), "{text}");
    let (_, text) = say(&county, &["--lang", "en", "duties"]);
    assert!(
        text.contains(&format!("made of ledgers held here; to be signed: `node-agent sign {number}`")),
        "{text}"
    );
    assert_eq!(node.items().unwrap().len(), 2, "nothing signs itself");

    let (code, text) = say(&county, &["sign", &number]);
    assert_eq!(code, 0, "{text}");
    let item = node.items().unwrap().pop().unwrap();
    assert_eq!(
        (item.state, item.statement.kind, item.statement.filing.form.as_str()),
        (State::Valid, Kind::Ledger, "L7M")
    );
    assert!(node.checked().unwrap().is_empty());
    let rows = sealed(&city, &node);
    for wanted in ["重1", "甲公司", "68", "示例副区长", "本月开庭审理", "\"3\""] {
        assert!(rows.contains(wanted), "{wanted}: {rows}");
    }
    assert!(!rows.contains("丙公司"), "an ordinary case is none of the report: {rows}");
    for (lang, words) in [("zh", "已报送，不再生成"), ("en", "was filed; it is not made again")] {
        let (code, text) = say(&county, &["--lang", lang, "prepare", "L7M", "2025-07"]);
        assert!(code == 2 && text.contains(words), "{text}");
    }
}

#[tokio::test]
async fn what_is_missing_is_named_and_left_to_a_person() {
    let city = City::start().await;
    let (county, node) = enrolled(&city, "2025-08-02T01:00:00Z").await;
    for (lang, words) in
        [("zh", "本机没有该期或此前报送的 L3"), ("en", "no L3 of this time or before was filed from here")]
    {
        let (code, text) = say(&county, &["--lang", lang, "prepare", "L7M", "2025-07"]);
        assert!(code == 2 && text.contains(words), "{text}");
    }
    let (_, text) = say(&county, &["duties"]);
    assert!(!text.contains("prepare"), "nothing is held, nothing is offered: {text}");
    node.file(&of("L3", "2025-07", L3), None).unwrap();
    let (code, text) = say(&county, &["prepare", "L7M", "2025-07"]);
    assert!(
        code == 1 && text.contains("第1行 1：缺“包案领导”") && text.contains("node-agent file"),
        "{text}"
    );
    let file = county.path().join(PREPARED).join("L7M_2025-07.xlsx");
    assert!(file.exists() && node.checked().unwrap().is_empty(), "it waits for nobody's signature alone");
    let (_, text) = say(&county, &["--lang", "en", "duties"]);
    assert!(text.contains("(cells left to a person: 1)"), "{text}");
    // Completed by hand it is filed like any other; what somebody has worked on is never written over.
    let draft = Draft::of("L7M", period("2025-07"), vec![SourceFile::open(&file).unwrap()]);
    let Err(AgentError::Stopped(report)) = node.file(&draft, None) else { panic!("nobody answers for it") };
    assert_eq!(report.findings.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["required"]);
    fs::write(&file, "a person's work").unwrap();
    assert_eq!(say(&county, &["prepare", "L7M", "2025-07"]).0, 1);
    assert_eq!(fs::read(&file).unwrap(), b"a person's work");
    assert!(county.path().join(PREPARED).join("2-L7M_2025-07.xlsx").exists());
    // Elsewhere, for whoever likes to work there; once.
    let out = county.path().join("月报.xlsx");
    let args = ["prepare", "L7M", "2025-07", "--out", out.to_str().unwrap()];
    assert_eq!((say(&county, &args).0, say(&county, &args).0), (1, 2));

    let subject: Subject = "M1".parse().unwrap();
    let Prepared::Part { file, missing, .. } =
        node.prepare("L7", period("2025-08-01"), Some(&subject), Lang::Zh).unwrap()
    else {
        panic!("a first report is never complete")
    };
    assert!(file.ends_with("L7_2025-08-01_M1.xlsx"));
    let missing: Vec<&str> = missing.iter().map(|gap| gap.column.zh.as_ref()).collect();
    assert_eq!(missing, ["报告编号", "紧急程度", "接报时间", "上报时间", "签发人"]);
    for (lang, words) in [("zh", "一事一报"), ("en", "a report of one matter: name it with --subject")] {
        let (code, text) = say(&county, &["--lang", lang, "prepare", "L7", "2025-08-01"]);
        assert!(code == 2 && text.contains(words), "{text}");
    }
    for (lang, words) in [("zh", "L3 不能由其他台账生成"), ("en", "L3 cannot be made of other ledgers")]
    {
        let (code, text) = say(&county, &["--lang", lang, "prepare", "L3", "2025-08"]);
        assert!(code == 2 && text.contains(words), "{text}");
    }
}

#[tokio::test]
async fn a_quiet_duty_day_waits_for_a_named_signer() {
    let city = City::start().await;
    let (county, node) = enrolled(&city, "2025-08-14T01:00:00Z").await;
    node.file(&of("L9R", "2025-08-13", ROSTER), None).unwrap();
    let (code, text) = say(&county, &["prepare", "L9", "2025-08-14"]);
    assert!(code == 0 && text.contains("--signer 签字人姓名"), "{text}");
    let number = node.checked().unwrap()[0].number.to_string();
    for (lang, words) in [("zh", "此表须由签字人署名"), ("en", "This form names who signs it")] {
        let (code, text) = say(&county, &["--lang", lang, "sign", &number]);
        assert!(code == 2 && text.contains(words), "{text}");
    }
    assert_eq!(node.items().unwrap().len(), 1, "no zero report without a name");
    set(&city, &county, "2025-08-14T08:05:00Z");
    let (code, text) = say(&county, &["sign", &number, "--signer", "示例己"]);
    assert_eq!(code, 0, "{text}");
    let rows = sealed(&city, &node);
    for wanted in
        ["东湖区人社局", "重要会议", "示例甲", "示例乙、示例丙", "2025-08-14T16:05", "示例己", "true"]
    {
        assert!(rows.contains(wanted), "{wanted}: {rows}");
    }
    // Nobody is on the roster of the next day.
    let Err(error) = node.makeable("L9", period("2025-08-15"), None) else { panic!("of whom?") };
    assert!(matches!(error, AgentError::Unmade(..)), "{error:?}");
    assert!(error.text().zh.contains("本机台账中没有应列入 L9 的内容"), "{}", error.text().zh);
    assert!(
        error.text().en.contains("Nothing in the ledgers held here belongs into L9"),
        "{}",
        error.text().en
    );
}

#[tokio::test]
async fn a_bare_nil_return_is_offered_where_nothing_is_open_and_can_be_put_aside() {
    let city = City::start().await;
    let (county, node) = enrolled(&city, "2025-08-14T01:00:00Z").await;
    let (_, text) = say(&county, &["--lang", "en", "duties"]);
    assert!(text.contains("if there is nothing to report: `node-agent prepare L8 2025-08-14`"), "{text}");
    let (code, text) = say(&county, &["prepare", "L8", "2025-08-14"]);
    assert!(code == 0 && text.contains("签发零报告"), "{text}");
    let number = node.checked().unwrap()[0].number;
    assert_eq!(node.checked().unwrap()[0].origin, Origin::Nil);
    for (lang, words) in [("zh", "零报告"), ("en", "nil return")] {
        let (_, text) = say(&county, &["--lang", lang, "waiting"]);
        assert!(text.contains(&format!("{number}  L8 2025-08-14  {words}")), "{text}");
    }
    let (code, text) = say(&county, &["--lang", "en", "waiting", "--dismiss", &number.to_string()]);
    assert!(code == 0 && text.contains("dismissed") && node.checked().unwrap().is_empty(), "{text}");
    assert_eq!(say(&county, &["sign", &number.to_string()]).0, 2);
    say(&county, &["prepare", "L8", "2025-08-14"]);
    let number = node.checked().unwrap()[0].number;
    assert_eq!(node.sign_waiting(number, None).unwrap().statement.kind, Kind::Nil);
    // Open cases are something to report, and no form may be nil that wants a row.
    node.file(&of("L3", "2025-07", L3), None).unwrap();
    assert!(matches!(node.makeable("L3", period("2025-08"), None), Err(AgentError::Unmade(..))));
    assert!(matches!(node.makeable("B1", period("2025-08"), None), Err(AgentError::Unmade(..))));
    let closed = L3
        .replace("2025-07-25,,,", "2025-07-25,2025-07-20,11,")
        .replace("2025-08-16,,,", "2025-08-16,2025-07-21,11,");
    node.amend(&of("L3", "2025-07", &closed), "录错").unwrap();
    assert!(matches!(node.makeable("L3", period("2025-08"), None), Ok(Makeable::Nil)));
}

/// What the daemon's look of this quarter of an hour made.
async fn tick(city: &City, county: &County, node: &Node, now: &str) -> String {
    set(city, county, now);
    let did = node.tick().await.unwrap();
    did.into_iter().find(|did| did.job == Job::Prepare).unwrap().note
}

#[tokio::test]
async fn the_daemon_makes_what_is_due_once_and_again_if_its_source_was_amended() {
    let city = City::start().await;
    let (county, node) = enrolled(&city, "2025-08-02T01:00:00Z").await;
    let none = "0 ready to sign, 0 to complete";
    assert_eq!(tick(&city, &county, &node, "2025-08-02T01:00:00Z").await, none, "nothing is held");
    node.file(&of("L7M", "2025-06", L7M), None).unwrap();
    node.file(&of("L3", "2025-07", L3), None).unwrap();
    assert_eq!(
        tick(&city, &county, &node, "2025-08-02T01:15:00Z").await,
        "1 ready to sign, 1 to complete",
        "the month's ledger, and the first report of the special case, which the city knows by now"
    );
    assert_eq!(tick(&city, &county, &node, "2025-08-02T01:30:00Z").await, none, "never twice");
    let first = node.checked().unwrap();
    assert_eq!(first.len(), 1, "and no nil return by itself");
    assert_eq!(node.items().unwrap().len(), 2, "nothing signs itself");
    // The ledger it was made of is amended: what was made no longer holds, and is made anew.
    node.amend(&of("L3", "2025-07", &L3.replace(",68,", ",70,")), "人数录错").unwrap();
    let Err(error) = node.sign_waiting(first[0].number, None) else { panic!("of an old ledger") };
    assert!(matches!(error, AgentError::MadeOfOthers), "{error:?}");
    assert!(error.text().zh.contains("已经更正") && error.text().en.contains("amended since"));
    assert_eq!(tick(&city, &county, &node, "2025-08-02T01:45:00Z").await, "1 ready to sign, 1 to complete");
    let second = node.checked().unwrap();
    assert_eq!(second.len(), 1);
    assert_ne!(second[0].sha256, first[0].sha256);
    assert_eq!(fs::read_dir(county.path().join(PREPARED)).unwrap().count(), 2, "each in its place");
    // Put aside it stays away, until it is asked for.
    node.dismiss(second[0].number).unwrap();
    assert_eq!(fs::read_dir(county.path().join(PREPARED)).unwrap().count(), 1, "the report to be completed");
    assert_eq!(tick(&city, &county, &node, "2025-08-02T02:00:00Z").await, none);
    assert!(matches!(node.prepare("L7M", period("2025-07"), None, Lang::Zh), Ok(Prepared::Ready { .. })));
    // A person changes the workbook: it is not what was made any more.
    let waiting = node.checked().unwrap().remove(0);
    let path = county.path().join(&waiting.name);
    let made = fs::read(&path).unwrap();
    fs::write(&path, "changed").unwrap();
    let Err(error) = node.sign_waiting(waiting.number, None) else { panic!("not what was shown") };
    assert!(matches!(error, AgentError::PreparedChanged(_)), "{error:?}");
    assert!(error.text().zh.contains("按普通台账报送") && error.text().en.contains("filed like any ledger"));
    fs::write(&path, made).unwrap();
    // A person files it otherwise: what was made waits no more, and does not come back.
    let by_hand =
        L7M.replace("2025-06-10 09:12,旧名,40", "2025-06-10 09:12,甲公司,70").replace("重案,", "特案,");
    node.file(&of("L7M", "2025-07", &by_hand), None).unwrap();
    assert!(matches!(node.sign_waiting(waiting.number, None), Err(AgentError::FiledBefore(..))));
    assert_eq!(tick(&city, &county, &node, "2025-08-02T02:15:00Z").await, none);
    assert!(node.checked().unwrap().is_empty());
}
