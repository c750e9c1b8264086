//! What the node says of duties, of what it makes and of what it does not seal, whole and in both languages: transcripts of the
//! commands as a county admin sees them, and the sentence of each gate. A word that changes is seen here.

use std::fmt::Write as _;

use diesel::{Connection, RunQueryDsl, SqliteConnection};
use node_agent::{AgentError, SourceFile};
use schemas::{duty_act::Change, statement::Subject, text::Text};

use crate::{
    city::{City, County, Fault, Q2, Q3, draft},
    duties::decide_of,
    prepared::{L3, L7M, ROSTER, enrolled, of, period, say, set},
};

/// Commands and what was said, in both languages.
struct Transcript<'a> {
    county: &'a County,
    said: String,
}

impl<'a> Transcript<'a> {
    fn of(county: &'a County) -> Self {
        Self { county, said: String::new() }
    }

    fn run(&mut self, args: &[&str]) {
        self.run_from(args, ["", ""]);
    }

    /// Of what was said only what begins with certain words, in each language.
    fn run_from(&mut self, args: &[&str], words: [&str; 2]) {
        for (lang, words) in ["zh", "en"].into_iter().zip(words) {
            let (code, text) = say(self.county, &[&["--lang", lang], args].concat());
            let from = text.find(words).expect(words);
            writeln!(self.said, "$ {} --lang {lang} ({code})\n{}", args.join(" "), &text[from..]).unwrap();
        }
    }

    /// What happened between commands.
    fn note(&mut self, what: &str) {
        writeln!(self.said, "# {what}\n").unwrap();
    }
}

const REPORTS: &str = "报告编号,事项编号,报告类型,续报序号,紧急程度,接报时间,上报时间,用人单位名称,涉及人数,包案领导,定向辅导专家,监察员到场时间,了结时间,处置结果,复盘,签发人\n";

/// The first and the last report of a matter, made on 2 August.
fn report_of(matter: &str) -> String {
    let head = format!(
        "{matter}-1,{matter},初报,,1,2025-08-02 09:00,2025-08-02 09:30,甲公司,68,副区长,,,,,,示例己\n"
    );
    let last = format!(
        "{matter}-2,{matter},终报,,1,2025-08-02 09:00,2025-08-02 12:00,甲公司,68,副区长,示例丙,2025-08-02 09:20,2025-08-02 11:00,已付,已复盘,示例己\n"
    );
    format!("{REPORTS}{head}{last}")
}

fn told(result: Result<impl Sized, AgentError>) -> Text {
    match result {
        Err(error) => error.text(),
        Ok(_) => panic!("it was done"),
    }
}

#[tokio::test]
async fn duties_from_the_first_to_the_last() {
    let city = City::start().await;
    let (county, node) = enrolled(&city, "2025-07-20T01:00:00Z").await;
    let mut said = Transcript::of(&county);
    said.run(&["duties"]);
    said.note("2 August, 09:00: the month's ledgers are due; the bureau's is sealed");
    set(&city, &county, "2025-08-02T01:00:00Z");
    node.file(&of("L3", "2025-07", L3), None).unwrap();
    said.run(&["duties"]);
    said.note("received: a special case becomes known");
    assert!(node.push().await.unwrap().trouble.is_none());
    said.run(&["duties"]);
    said.note("10:40");
    set(&city, &county, "2025-08-02T02:40:00Z");
    said.run(&["duties"]);
    said.note("14:00; the ledger of serious cases was extended");
    set(&city, &county, "2025-08-02T06:00:00Z");
    decide_of(&city, &node, ("L7M", "2025-07"), Change::Extended("2025-08-12".parse().unwrap()));
    assert!(node.push().await.unwrap().trouble.is_none());
    said.run(&["duties"]);
    said.note("let off; a first report is refused");
    decide_of(&city, &node, ("L7M", "2025-07"), Change::Exempted);
    let mut report = of("L7", "2025-08-02", &report_of("M1").lines().take(2).collect::<Vec<_>>().join("\n"));
    report.subject = Some("M1".parse().unwrap());
    node.file(&report, None).unwrap();
    city.fault("PUT", Fault::Problem(schemas::problem::Problem::StatementInvalid));
    node.push().await.unwrap();
    said.run(&["duties"]);
    said.note("16 August: days of protection and of layoffs");
    set(&city, &county, "2025-08-16T01:00:00Z");
    said.run(&["duties"]);
    insta::assert_snapshot!("duties", said.said);
    // The status names the most urgent and says how many there are besides.
    for (lang, words) in
        [("zh", "\n另有6项，见 node-agent duties\n"), ("en", "\n6 more: node-agent duties\n")]
    {
        let (_, text) = say(&county, &["--lang", lang, "status"]);
        assert!(text.contains(words), "{text}");
    }
}

#[tokio::test]
async fn what_is_made_in_part() {
    let city = City::start().await;
    let (county, node) = enrolled(&city, "2025-08-02T01:00:00Z").await;
    let mut said = Transcript::of(&county);
    for filing in [&["L7M", "2025-07"][..], &["L3", "2025-08"], &["L7", "2025-08-01"]] {
        said.run(&[&["prepare"], filing].concat());
    }
    node.file(&of("L3", "2025-07", L3), None).unwrap();
    said.run(&["prepare", "L7M", "2025-07"]);
    said.run(&["duties"]);
    insta::assert_snapshot!("made_in_part", said.said);
    // Of many cells the first are named.
    let rows: String =
        (3..25).map(|at| format!("{at},M{at},2025-07-02,2025-08-16,,,12,丙公司,100,\n")).collect();
    node.amend(&of("L3", "2025-07", &format!("{L3}{rows}")), "漏列案件").unwrap();
    for (lang, words) in [
        ("zh", "\n  另有 3 处，见工作簿中的黄色单元格\n"),
        ("en", "\n  cells left besides these: 3; they are yellow in the workbook\n"),
    ] {
        let (_, text) = say(&county, &["--lang", lang, "prepare", "L7M", "2025-07"]);
        assert!(text.contains(words), "{text}");
    }
    // After its last report there is none to be made.
    let mut report = of("L7", "2025-08-02", &report_of("M1"));
    report.subject = Some("M1".parse().unwrap());
    set(&city, &county, "2025-08-02T05:00:00Z");
    node.file(&report, None).unwrap();
    let subject: Subject = "M1".parse().unwrap();
    assert_eq!(
        told(node.makeable("L7", period("2025-08-03"), Some(&subject))),
        Text::new(
            "该事项已终报，不再续报。",
            "The last report of the matter was filed; there is none after it."
        )
    );
}

#[tokio::test]
async fn what_is_made_whole_and_signed() {
    let city = City::start().await;
    let (county, node) = enrolled(&city, "2025-08-02T01:00:00Z").await;
    let mut said = Transcript::of(&county);
    node.file(&of("L7M", "2025-06", L7M), None).unwrap();
    node.file(&of("L3", "2025-07", L3), None).unwrap();
    assert!(node.push().await.unwrap().trouble.is_none());
    said.run(&["duties"]);
    said.run(&["prepare", "L7M", "2025-07"]);
    said.run(&["duties"]);
    said.run(&["waiting"]);
    said.run(&["sign", "99"]);
    said.note("the ledger it was made of is amended");
    node.amend(&of("L3", "2025-07", &L3.replace(",68,", ",70,")), "人数录错").unwrap();
    let number = node.checked().unwrap()[0].number.to_string();
    said.run(&["sign", &number]);
    said.note("made again; a person changes the workbook");
    say(&county, &["prepare", "L7M", "2025-07"]);
    let waiting = node.checked().unwrap().remove(0);
    let path = county.path().join(&waiting.name);
    let made = std::fs::read(&path).unwrap();
    std::fs::write(&path, "changed").unwrap();
    said.run(&["sign", &waiting.number.to_string()]);
    said.note("put back and signed");
    std::fs::write(&path, made).unwrap();
    assert_eq!(say(&county, &["sign", &waiting.number.to_string()]).0, 0);
    said.run(&["prepare", "L7M", "2025-07"]);
    said.run(&["waiting"]);
    insta::assert_snapshot!("made_whole", said.said);
}

#[tokio::test]
async fn what_is_signed_by_name_and_what_is_nothing() {
    let city = City::start().await;
    let (county, node) = enrolled(&city, "2025-08-14T01:00:00Z").await;
    let mut said = Transcript::of(&county);
    said.run(&["duties"]);
    node.file(&of("L9R", "2025-08-13", ROSTER), None).unwrap();
    said.run(&["prepare", "L9", "2025-08-14"]);
    said.run(&["waiting"]);
    said.run(&["duties"]);
    let number = node.checked().unwrap()[0].number.to_string();
    said.run(&["sign", &number]);
    said.run(&["nil", "--form", "L9", "--period", "2025-08-14"]);
    said.note("nobody is on the roster of the next day");
    said.run(&["prepare", "L9", "2025-08-15"]);
    said.run(&["prepare", "L8", "2025-08-14"]);
    said.run(&["waiting"]);
    for lang in ["zh", "en"] {
        say(&county, &["prepare", "L8", "2025-08-14"]);
        let checked = node.checked().unwrap();
        let nil = checked.iter().find(|one| one.form == "L8").unwrap().number.to_string();
        let (code, text) = say(&county, &["--lang", lang, "waiting", "--dismiss", &nil]);
        writeln!(said.said, "$ waiting --dismiss {nil} --lang {lang} ({code})\n{text}").unwrap();
    }
    insta::assert_snapshot!("signed_by_name", said.said);
}

#[tokio::test]
async fn a_campaign_that_is_not_known_makes_nothing() {
    let (_city, (_county, node)) = {
        let city = City::start().await;
        let enrolled = County::enrolled(&city).await;
        (city, enrolled)
    };
    assert_eq!(
        told(node.makeable("L7M", period("2025-07"), None)),
        Text::new(
            "尚不知道本单位所在的专项行动，无法生成。请先运行 node-agent push 取得市局的定义。",
            "The bureau's campaign is not known yet, so nothing can be made. Run `node-agent push` first to fetch the city's \
             definitions."
        )
    );
}

#[tokio::test]
async fn a_report_of_a_check_and_what_the_ledger_brings() {
    let city = City::start().await;
    let (county, node) = enrolled(&city, "2025-08-02T01:00:00Z").await;
    let late = Q3.replace("2025-08-01", "2025-08-11");
    let bad = late.replace("2025-08-20", "12/1710");
    for (name, text) in [("good.csv", Q2), ("late.csv", &late), ("bad.csv", &bad), ("cases.csv", L3)] {
        std::fs::write(county.path().join(name), text).unwrap();
    }
    let mut said = Transcript::of(&county);
    said.run(&["check", "good.csv", "--form", "T3", "--period", "2025Q2"]);
    said.run(&["check", "late.csv", "--form", "T3", "--period", "2025Q3"]);
    node.file(&draft("2025Q2", Q2), None).unwrap();
    said.run(&["check", "bad.csv", "--form", "T3", "--period", "2025Q3"]);
    said.note("a case of 68 workers makes a report due, and still does when the city knows of it");
    let brought = ["报送后", "Once filed"];
    said.run_from(&["check", "cases.csv", "--form", "L3", "--period", "2025-07"], brought);
    node.file(&of("L3", "2025-07", L3), None).unwrap();
    assert!(node.push().await.unwrap().trouble.is_none());
    said.run_from(&["check", "cases.csv", "--form", "L3", "--period", "2025-07"], brought);
    insta::assert_snapshot!("checked", said.said);
}

#[tokio::test]
async fn what_is_not_sealed_or_not_again() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    let changed = draft("2025Q2", &Q2.replace("05-10", "05-12"));
    let q3 = period("2025Q3");
    assert_eq!(
        told(node.amend(&changed, "录错")),
        Text::new(
            "该期该表尚未报送。请用 node-agent file。",
            "This form and period have not been filed. Use `node-agent file`."
        )
    );
    node.file(&draft("2025Q2", Q2), None).unwrap();
    node.push().await.unwrap();
    let with_subject = |subject: &str| {
        let mut of = draft(
            "2025-07-09",
            "案号,申请人,受理日期,审限届满日\n云〔2025〕9号,示例甲,2025-07-09,2025-08-23\n",
        );
        of.subject = Some(subject.parse().unwrap());
        of
    };
    let unread = draft("2025Q3", &Q3.replace("2025-08-20", "12/1710"));
    let nothing = draft("2026Q1", "案号,受理日期,审限届满日\n云〔2026〕1号,2026-01-02,2026-02-16\n");
    let none = of_files(Vec::new());
    for (said, zh, en) in [
        (
            told(node.file(&changed, None)),
            "该期该表已报送，内容不同。更正请用 node-agent amend --reason 理由。",
            "This form and period were filed with other content. Correct it with `node-agent amend --reason`.",
        ),
        (
            told(node.amend(&draft("2025Q2", Q2), "录错")),
            "内容与已报送的相同，无需更正。",
            "The content is what was filed; there is nothing to amend.",
        ),
        (
            told(node.amend(&changed, " ")),
            "理由不能成立：须有1至500字",
            "The reason cannot stand: it has 1 to 500 characters",
        ),
        (
            told(node.amend(&changed, "电话13812345678")),
            "理由不能成立：含有手机号，不得上报。请删去个人信息",
            "The reason cannot stand: it holds a mobile number, which must not leave this node; remove it",
        ),
        (
            told(node.file(&with_subject("13812345678"), None)),
            "事项编号含有手机号，不得上报。请改用事项自身的编号。",
            "The subject holds a mobile number, which must not leave this node; use the matter's own number.",
        ),
        (
            told(node.nil("T3", q3, None, None)),
            "上期尚有 1 件未结案件，不能零报告。请报送台账。",
            "1 cases were open at the end of the previous period; file a ledger instead of a nil return.",
        ),
        (
            told(node.file(&nothing, None)),
            "2025年第四季度尚未从本节点报送。先报该期；确需从本期重新建账的，加 --baseline。",
            "Q4 2025 has not been filed from this node. File it first, or start anew with --baseline.",
        ),
        (
            told(node.file(&unread, None)),
            "有 1 条问题须先处理，未报送。",
            "1 findings have to be dealt with first; nothing was filed.",
        ),
        (
            told(node.file(&none, None)),
            "没有指定文件。请给出台账文件。",
            "No file was named. Name the ledger's file.",
        ),
    ] {
        assert_eq!(said, Text::new(zh, en));
    }
}

fn of_files(files: Vec<SourceFile>) -> node_agent::Draft {
    node_agent::Draft { files, ..draft("2025Q3", Q3) }
}

#[tokio::test]
async fn reminders_stand_in_the_status_as_the_city_wrote_them() {
    let city = City::start().await;
    let (county, _) = enrolled(&city, "2025-07-20T01:00:00Z").await;
    let reminder = schemas::wire::Reminder {
        made: "2025-07-19T01:00:00Z".parse().unwrap(),
        step: Text::new("到期前1天", "1 d before it is due"),
        title: Text::new("有1项将到期", "1 falls due"),
        lines: vec![Text::new("L3 2025年6月，7月20日24时前", "L3 June 2025, by the end of 20 July")],
    };
    let list = serde_json::to_string(&[reminder]).unwrap();
    let mut store = SqliteConnection::establish(county.path().join("outbox.db").to_str().unwrap()).unwrap();
    diesel::sql_query("INSERT OR REPLACE INTO reminder VALUES (1, 1752973200000000, ?)")
        .bind::<diesel::sql_types::Text, _>(list)
        .execute(&mut store)
        .unwrap();
    for (lang, words) in [
        (
            "zh",
            "市局提醒1条（07-20 09:00收取）\n  07-19 09:00 到期前1天  有1项将到期\n      L3 2025年6月，7月20日24时前\n",
        ),
        (
            "en",
            "reminders of the city: 1 (fetched 07-20 09:00)\n  07-19 09:00 1 d before it is due  1 falls due\n      L3 June 2025, by the end of 20 July\n",
        ),
    ] {
        let (_, said) = say(&county, &["--lang", lang, "status"]);
        assert!(said.contains(words), "{said}");
    }
}
