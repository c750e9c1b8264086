//! Cases taken over from another system: the same export adds nothing, a newer row replaces what that system says and nothing
//! that was typed, what cannot be taken over is refused whole with its cells, and what was taken over files like any ledger.

use std::{fs, process::Command};

use diesel::{Connection, RunQueryDsl, SqliteConnection};
use encoding_rs::GB18030;
use node_agent::{
    AgentError, Draft, Node, Reader, SourceFile,
    importer::{Change, Kept, MAX_CODES, MAX_SOURCES, Source, SourceFault, Taken},
    prepare::{Makeable, Prepared},
};
use schemas::{finding::Finding, text::Lang};

use crate::{
    city::{City, County},
    commands::run,
    prepared::period,
};

/// What a provincial system exports of four cases: three of the third quarter, and one closed before it.
const EXPORT: &str = "\
系统流水号,案件编号,当事人,立案时间,最迟办结日,办结日,办理结果,经办科室
S-001,云〔2025〕1号,王小芳,2025-04-03,2025-05-18,2025-05-10,调解成功,一科
S-002,云〔2025〕2号,李大海,2025-06-20,2025-08-04,,,一科
S-003,云〔2025〕3号,赵小燕,2025-07-09,2025-08-23,2025-08-20,调解成功,二科
S-004,云〔2025〕4号,孙大勇,2025-09-20,2025-11-04,2025-10-09,调解成功,二科
";

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.into(), bytes: text.as_bytes().to_vec() }
}

fn change(form: &str) -> Change {
    let pair = |(heading, key): (&str, &str)| (heading.to_owned(), key.to_owned());
    Change {
        form: Some(form.into()),
        id: Some("系统流水号".into()),
        map: [
            ("案件编号", "case_no"),
            ("当事人", "worker"),
            ("立案时间", "accepted"),
            ("最迟办结日", "due"),
            ("办结日", "closed"),
            ("办理结果", "outcome"),
        ]
        .map(pair)
        .to_vec(),
        codes: vec![("办理结果".into(), "调解成功".into(), "11".into())],
        skip: vec!["经办科室".into()],
    }
}

/// A county that knows the province's system.
fn county() -> (County, Node) {
    let county = County::new();
    let node = county.open();
    node.add_source("省系统", &change("T3")).unwrap();
    (county, node)
}

fn import(node: &Node, text: &str) -> Result<Taken, AgentError> {
    node.import_cases("省系统", &[file("导出.csv", text)], None, &Reader::InProcess)
}

fn counts(taken: &Taken) -> [usize; 4] {
    [taken.added.len(), taken.changed.len(), taken.unchanged, taken.absent]
}

fn refused(taken: Result<Taken, AgentError>) -> Vec<Finding> {
    match taken {
        Err(AgentError::NotImported(findings)) => findings,
        other => panic!("{other:?}"),
    }
}

/// The workbook of a quarter, read back.
fn rows(node: &Node, quarter: &str) -> Vec<String> {
    let Ok((bytes, _)) = node.prepare_workbook("T3", period(quarter), None, Lang::Zh) else {
        return Vec::new();
    };
    let file = SourceFile { name: "台账.xlsx".into(), bytes };
    let book = Reader::InProcess.read(&file, &schemas::sheet::read::Hints::default()).unwrap();
    let ledger = &book.sheets[0];
    let shown = |cells: &[schemas::sheet::book::RawCell]| {
        cells.iter().map(schemas::sheet::value::shown).collect::<Vec<_>>().join("|")
    };
    ledger.rows.iter().filter(|row| row.number > 4).map(|row| shown(&row.cells)).collect()
}

#[test]
fn the_same_export_adds_nothing_and_a_newer_row_replaces_the_older() {
    let (_county, node) = county();
    let first = import(&node, EXPORT).unwrap();
    assert_eq!(counts(&first), [4, 0, 0, 0]);
    assert!(first.findings.is_empty(), "every heading is mapped or skipped: {:?}", first.findings);
    assert_eq!(first.added[2].id, "S-003");
    assert_eq!(first.added[2].case.as_deref(), Some("云〔2025〕3号"));
    assert_eq!(counts(&import(&node, EXPORT).unwrap()), [0, 0, 4, 0]);
    // The next export is of a few days: one case ended, one is new, the others are not in it.
    let head = EXPORT.lines().next().unwrap();
    let next = format!(
        "{head}\nS-002,云〔2025〕2号,李大海,2025-06-20,2025-08-04,2025-08-01,调解成功,一科\n\
         S-005,云〔2025〕5号,钱小多,2025-09-25,2025-11-09,,,一科\n"
    );
    let second = import(&node, &next).unwrap();
    assert_eq!(counts(&second), [1, 1, 0, 3]);
    let titles: Vec<&str> = second.changed[0].columns.iter().map(|title| &*title.zh).collect();
    assert_eq!((second.changed[0].row.id.as_str(), titles), ("S-002", vec!["结案日期", "结案方式"]));
    assert_eq!(node.rows_of_source("省系统").unwrap().len(), 5);
    // An older export puts back what it says: the other system's word is taken as it comes.
    assert_eq!(counts(&import(&node, EXPORT).unwrap()), [0, 1, 3, 1]);
}

#[test]
fn a_workbook_holds_the_cases_of_its_period_as_they_were_known_at_its_end() {
    let (_county, node) = county();
    import(&node, EXPORT).unwrap();
    let third = rows(&node, "2025Q3");
    assert_eq!(third.len(), 3, "{third:#?}");
    assert!(third[0].starts_with("云〔2025〕2号|李大海||2025-06-20|2025-08-04"), "{third:#?}");
    assert!(third[1].contains("2025-08-20|11"), "translated: {third:#?}");
    assert_eq!(third[2], "云〔2025〕4号|孙大勇||2025-09-20|2025-11-04", "closed in October");
    let (_, ledger) = node.prepare_workbook("T3", period("2025Q3"), None, Lang::Zh).unwrap();
    assert_eq!(ledger.of, ["省系统"]);
    let said: Vec<&str> = ledger.said.iter().map(|text| &*text.zh).collect();
    assert_eq!(said, ["云〔2025〕4号：“结案日期、结案方式”晚于2025年第三季度，留空，填入下一期台账"]);
    assert_eq!(rows(&node, "2025Q4").len(), 2, "the open one, and the one closed in it");
    assert_eq!(rows(&node, "2025Q2").len(), 2);
    let nothing = node.prepare_workbook("T3", period("2024Q4"), None, Lang::Zh);
    assert!(matches!(nothing, Err(AgentError::Unmade(..))));
}

#[test]
fn what_is_wrong_is_said_by_cell_and_nothing_of_the_file_is_taken_over() {
    let (_county, node) = county();
    import(&node, EXPORT).unwrap();
    let broken = |from: &str, to: &str| {
        let findings = refused(import(&node, &EXPORT.replace(from, to).replace("王小芳", "王小方")));
        let blocking = findings.into_iter().filter(Finding::stops);
        blocking.map(|one| (one.code.clone(), one.place.to_string(), one)).collect::<Vec<_>>()
    };
    let one = |from: &str, to: &str, code: &str, place: &str| {
        let found = broken(from, to);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (code, place));
        found[0].2.clone()
    };
    one("2025-08-23", "8月底", "unreadable", "E4");
    let unknown = one("2025-10-09,调解成功", "2025-10-09,达成协议", "unreadable", "G5");
    assert!(
        unknown.fix.zh.contains("node-agent source add 省系统 --code \"outcome:达成协议=代码\""),
        "{unknown:?}"
    );
    assert!(unknown.fix.en.contains("--code \"outcome:达成协议=CODE\""), "{unknown:?}");
    one("S-003,", ",", "row-without-id", "A4");
    one("S-003,", "4.40106E+17,", "id-unreadable", "A4");
    let twice = one("S-003,", "S-002,", "id-twice", "4:4");
    assert_eq!(twice.what.zh, "编号“S-002”出现两次而内容不同，前一次在第 3 行");
    let gone = one("最迟办结日", "办结期限", "missing-column", "1:1");
    assert!(gone.what.zh.contains("缺少来源“省系统”的列“最迟办结日”（字段 due）"), "{gone:?}");
    assert!(
        gone.what.en.contains("The heading “最迟办结日” (due) of source “省系统” is missing"),
        "{gone:?}"
    );
    let lost = one("系统流水号", "流水", "missing-column", "1:1");
    assert!(lost.what.zh.contains("列“系统流水号”"), "{lost:?}");
    let none = refused(import(&node, "甲,乙\n1,2\n"));
    assert_eq!(none[0].code, "no-heading");
    assert_eq!(counts(&import(&node, EXPORT).unwrap()), [0, 0, 4, 0], "nothing of any of them was kept");
}

#[test]
fn what_is_not_read_is_said_once_it_is_not_skipped() {
    let (_county, node) = county();
    let more = EXPORT.replace("经办科室", "内部批注");
    let taken = import(&node, &more).unwrap();
    let said: Vec<_> = taken.findings.iter().map(|one| (one.code.as_str(), one.place.to_string())).collect();
    assert_eq!(said, [("unknown-column", "H1".to_owned())]);
    assert!(taken.findings[0].fix.zh.contains("--skip \"内部批注\""), "{:?}", taken.findings);
    let twice = format!("{EXPORT}{}\n", EXPORT.lines().nth(2).unwrap());
    let taken = import(&node, &twice).unwrap();
    assert_eq!((taken.rows, taken.findings[0].code.as_str()), (4, "id-twice"), "the same twice counts once");
    node.add_source("省系统", &Change { skip: vec!["内部批注".into()], ..Change::default() }).unwrap();
    assert!(import(&node, &more).unwrap().findings.is_empty());
}

#[test]
fn json_gbk_and_several_files_are_taken_over_alike() {
    let (_county, node) = county();
    import(&node, EXPORT).unwrap();
    let lines: Vec<&str> = EXPORT.lines().collect();
    let headings: Vec<&str> = lines[0].split(',').collect();
    let object = |line: &&str| {
        let cells = headings.iter().zip(line.split(',')).map(|(name, cell)| match cell {
            "" => format!("\"{name}\":null"),
            cell => format!("\"{name}\":\"{cell}\""),
        });
        format!("{{{}}}", cells.collect::<Vec<_>>().join(","))
    };
    let objects: Vec<String> = lines[1..].iter().map(object).collect();
    assert_eq!(counts(&import(&node, &format!("[{}]", objects.join(",\n"))).unwrap()), [0, 0, 4, 0]);
    let gbk = |lines: &[&str]| GB18030.encode(&lines.join("\n")).0.into_owned();
    let files = [
        SourceFile { name: "一.csv".into(), bytes: gbk(&lines[..3]) },
        SourceFile { name: "二.csv".into(), bytes: gbk(&[lines[0], lines[3], lines[4]]) },
    ];
    let taken = node.import_cases("省系统", &files, None, &Reader::InProcess).unwrap();
    assert_eq!(counts(&taken), [0, 0, 4, 0]);
    let nested = import(&node, "[{\"系统流水号\":{\"值\":1}}]");
    assert!(matches!(nested, Err(AgentError::Unreadable { .. })));
}

#[test]
fn without_a_case_number_of_its_own_a_system_lends_its_id() {
    let county = County::new();
    let node = county.open();
    let map = vec![("工单内容".into(), "remark".into()), ("来电日期".into(), "accepted".into())];
    let hotline = Change { form: Some("T3".into()), id: Some("工单号".into()), map, ..Change::default() };
    node.add_source("12345", &hotline).unwrap();
    let text = "工单号,来电日期,工单内容\n20250901,2025-09-01,欠薪\n";
    let taken = node.import_cases("12345", &[file("工单.csv", text)], None, &Reader::InProcess).unwrap();
    assert_eq!(taken.added[0].case.as_deref(), Some("20250901"));
    // Where the id is the case number anyway, nothing has to be said.
    let own = Change { form: Some("T3".into()), ..Change::default() };
    node.add_source("本表", &own).unwrap();
    let text = "案号,立案日期\n云9,2025-09-01\n";
    let taken = node.import_cases("本表", &[file("表.csv", text)], None, &Reader::InProcess).unwrap();
    assert_eq!((taken.added[0].id.as_str(), taken.added[0].case.as_deref()), ("云9", Some("云9")));
}

#[tokio::test]
async fn what_a_person_typed_outlives_every_import() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    node.add_source("省系统", &change("T3")).unwrap();
    import(&node, EXPORT).unwrap();
    let typed = "案号,申请人,受理日期,审限届满日,结案日期,结案方式,备考\n\
        云〔2025〕2号,李大海,2025-06-20,2025-08-04,2025-08-02,11,已回访\n\
        云〔2025〕3号,赵小燕,2025-07-09,2025-08-23,2025-08-20,11,涉及68人\n\
        云〔2025〕9号,,2025-07-09,2025-08-23,,,本地收的\n";
    let kept = node.keep_typed("T3", &file("台账.csv", typed), &Reader::InProcess).unwrap();
    assert_eq!(kept, Kept { rows: 2, differing: 0, strangers: 1 });
    // The system says now when the second case ended, and otherwise than was typed: its word stands, the remark stays.
    let newer = EXPORT.replace("2025-08-04,,,", "2025-08-04,2025-08-01,调解成功,");
    assert_eq!(counts(&import(&node, &newer).unwrap()), [0, 1, 3, 0]);
    let third = rows(&node, "2025Q3");
    assert!(third[0].contains("2025-08-01|11 ") && third[0].ends_with("|已回访"), "{third:#?}");
    assert!(third[1].ends_with("|涉及68人"), "{third:#?}");
    let kept = node.keep_typed("T3", &file("台账.csv", typed), &Reader::InProcess).unwrap();
    assert_eq!((kept.rows, kept.differing), (0, 1), "2025-08-02 was typed where the system says 2025-08-01");
    // What a person takes out is out, and a workbook that has no such column says nothing of it.
    let cleared = typed.replace("涉及68人", "");
    assert_eq!(node.keep_typed("T3", &file("台账.csv", &cleared), &Reader::InProcess).unwrap().rows, 1);
    let narrow = "案号,受理日期,审限届满日\n云〔2025〕2号,2025-06-20,2025-08-04\n";
    assert_eq!(node.keep_typed("T3", &file("台账.csv", narrow), &Reader::InProcess).unwrap().rows, 0);
    assert!(rows(&node, "2025Q3")[0].ends_with("|已回访"));
    // Filing keeps what was typed, too.
    let filed = typed.replace("2025-08-02", "2025-08-01").replace("涉及68人", "已归档");
    node.file(&Draft { form: Some("T3".into()), ..crate::city::draft("2025Q3", &filed) }, None).unwrap();
    assert!(rows(&node, "2025Q3")[1].ends_with("|已归档"));
    let unread =
        node.keep_typed("T3", &file("台账.csv", &typed.replace("2025-08-20", "?")), &Reader::InProcess);
    assert!(matches!(unread, Err(AgentError::NotImported(_))));
}

#[tokio::test]
async fn what_was_taken_over_is_checked_signed_and_received_without_what_stays_here() {
    let city = City::start().await;
    let (county, _) = County::enrolled(&city).await;
    county.asks_by_quarter("2025Q3");
    let node = county.open();
    node.add_source("省系统", &change("T3")).unwrap();
    import(&node, EXPORT).unwrap();
    assert!(matches!(node.makeable("T3", period("2025Q3"), None), Ok(Makeable::Ledger(_))));
    let made = node.prepare("T3", period("2025Q3"), None, Lang::Zh).unwrap();
    let Prepared::Ready { waiting, of, .. } = made else { panic!("{made:?}") };
    assert_eq!(of, ["省系统"]);
    let (code, text) = crate::prepared::say(&county, &["duties"]);
    assert!(text.contains(&format!("node-agent sign {}", waiting.number)), "{code} {text}");
    let (code, text) = crate::prepared::say(&county, &["sign", &waiting.number.to_string()]);
    assert_eq!(code, 0, "{text}");
    let requests = city.requests().await;
    let seen = |needle: &str| {
        requests.iter().any(|(_, _, body)| body.windows(needle.len()).any(|part| part == needle.as_bytes()))
    };
    assert!(seen("云〔2025〕4号"), "the search finds what does leave");
    for stays in ["李大海", "孙大勇", "S-002", "省系统", "一科"] {
        assert!(!seen(stays), "{stays} left the node");
    }
    // A correction begins with them as well.
    import(&node, &EXPORT.replace("2025-08-23,2025-08-20", "2025-08-23,2025-08-19")).unwrap();
    let (bytes, _) = node.prepare_workbook("T3", period("2025Q3"), None, Lang::Zh).unwrap();
    let draft = Draft::of("T3", period("2025Q3"), vec![SourceFile { name: "更正.xlsx".into(), bytes }]);
    assert_eq!(node.amend(&draft, "对方系统更正了日期").unwrap().statement.revision, 2);
}

#[test]
fn an_import_is_whole_or_nothing() {
    let (county, node) = county();
    import(&node, EXPORT).unwrap();
    let path = county.path().join("outbox.db");
    let mut store = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    // The disk gives way at the last row.
    let trap = "CREATE TRIGGER trap BEFORE INSERT ON import_row WHEN NEW.source_id = 'S-006' \
                BEGIN SELECT RAISE(ABORT, 'disk'); END";
    diesel::sql_query(trap).execute(&mut store).unwrap();
    let more = EXPORT.replace("2025-08-20", "2025-08-19")
        + "S-005,云5,钱,2025-09-25,2025-11-09,,,\nS-006,云6,周,2025-09-25,2025-11-09,,,\n";
    assert!(matches!(import(&node, &more), Err(AgentError::Store(_))));
    diesel::sql_query("DROP TRIGGER trap").execute(&mut store).unwrap();
    assert_eq!(counts(&import(&county.open(), &more).unwrap()), [2, 1, 3, 0], "not a row of it was there");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "names of workers are for the owner of the folder only");
    }
}

#[test]
fn two_imports_at_once_add_every_case_once() {
    let (county, node) = county();
    drop(node);
    fs::write(county.path().join("导出.csv"), EXPORT).unwrap();
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_node-agent"))
            .args(["source", "import", "省系统", "导出.csv", "--lang", "en"])
            .current_dir(county.path())
            .env_remove("TONGBAO_NODE")
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap()
    };
    let said: Vec<String> = [start(), start()]
        .map(|child| String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap())
        .to_vec();
    assert_eq!(said.iter().filter(|text| text.contains("New: 4;")).count(), 1, "{said:#?}");
    assert_eq!(said.iter().filter(|text| text.contains("Nothing new: all 4")).count(), 1, "{said:#?}");
}

#[test]
fn a_source_is_handed_on_as_a_file() {
    let (_county, node) = county();
    let source = node.source("省系统").unwrap();
    assert_eq!(Source::parse(&source.to_toml()).unwrap(), source);
    let other = County::new().open();
    assert_eq!(other.keep_source(Source::parse(&source.to_toml()).unwrap()).unwrap(), source);
    assert_eq!(other.sources().unwrap(), std::slice::from_ref(&source));
    assert_eq!(counts(&import(&other, EXPORT).unwrap()), [4, 0, 0, 0]);
    for text in ["", "name = \"x\"", "form = 3", "name = \"x\"\nform = \"T3\"\nmore = 1"] {
        assert!(matches!(Source::parse(text), Err(SourceFault::BadFile(_))), "{text}");
    }
}

#[test]
fn a_source_that_cannot_be_used_is_refused_in_words() {
    let (_county, node) = county();
    let known = node.source("省系统").unwrap();
    let fault = |change: &dyn Fn(&mut Source)| {
        let mut source = known.clone();
        change(&mut source);
        let error = node.keep_source(source).unwrap_err();
        let text = error.text();
        assert!(!text.zh.contains('{') && !text.en.contains('{'), "{text:?}");
        (text.zh.into_owned(), text.en.into_owned())
    };
    let says = |change: &dyn Fn(&mut Source), zh: &str, en: &str| {
        let said = fault(change);
        assert!(said.0.contains(zh) && said.1.contains(en), "{said:?}");
    };
    says(&|s| s.name = " ".into(), "来源名称应为", "A source's name");
    says(&|s| s.form = "T9".into(), "没有表式 T9", "no form T9");
    says(&|s| drop(s.columns.insert("甲".into(), "nothing".into())), "没有字段 nothing", "no field nothing");
    says(&|s| drop(s.columns.insert("另一列".into(), "due".into())), "都对应字段 due", "both stand for due");
    says(&|s| s.skip.push("办结日".into()), "既要用又列入", "to be skipped too");
    let code = |s: &mut Source| drop(s.codes.get_mut("outcome").unwrap().insert("撤诉".into(), "99".into()));
    says(&code, "没有“99”", "“99” is not in the code list");
    says(&|s| s.skip = vec!["长".repeat(201)], "超过 200 字", "longer than 200");
    says(&|s| s.skip = (0..130).map(|n| n.to_string()).collect(), "不超过 128 个", "128 headings");
    let many = |s: &mut Source| {
        let codes = (0..=MAX_CODES).map(|n| (format!("值{n}"), "11".to_owned())).collect();
        s.codes.insert("outcome".into(), codes);
    };
    says(&many, "不超过 2000 条", "2000 translations");
    assert_eq!(node.source("省系统").unwrap(), known, "nothing was changed by any of them");
    for n in 1..MAX_SOURCES {
        node.keep_source(Source { name: format!("第{n}个"), ..known.clone() }).unwrap();
    }
    says(&|s| s.name = "多一个".into(), "已达 50 个", "There are 50 sources");
    let unknown = node.add_source("新的", &Change::default()).unwrap_err();
    assert!(unknown.text().zh.contains("请用 --form"), "{unknown}");
    let column = Change { codes: vec![("没有".into(), "甲".into(), "11".into())], ..Change::default() };
    assert!(node.add_source("省系统", &column).unwrap_err().text().zh.contains("没有对应的字段"));
}

#[test]
fn rows_are_listed_forgotten_and_removed_knowingly() {
    let (_county, node) = county();
    import(&node, EXPORT).unwrap();
    assert!(matches!(
        node.remove_source("省系统", false),
        Err(AgentError::Source(SourceFault::HasRows { rows: 4, .. }))
    ));
    let ids = |ids: &[&str]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(node.forget_rows("省系统", &ids(&["S-001", "S-009"])).is_err());
    node.forget_rows("省系统", &ids(&["S-001"])).unwrap();
    let held: Vec<String> = node.rows_of_source("省系统").unwrap().into_iter().map(|row| row.id).collect();
    assert_eq!(held, ["S-002", "S-003", "S-004"]);
    assert_eq!(node.remove_source("省系统", true).unwrap(), 3);
    assert!(node.sources().unwrap().is_empty());
    assert!(matches!(node.rows_of_source("省系统"), Err(AgentError::Source(SourceFault::Unknown(_)))));
}

#[test]
fn the_commands_in_both_languages() {
    let county = County::new();
    fs::write(county.path().join("导出.csv"), GB18030.encode(EXPORT).0).unwrap();
    fs::write(county.path().join("坏.csv"), EXPORT.replace("2025-08-23", "8月底")).unwrap();
    let node = |args: &[&str]| run(county.path(), args);
    let (code, text) = node(&["source", "list"]);
    assert!(code == 0 && text.contains("还没有来源"), "{text}");
    let add = "source add 省系统 --form T3 --id 系统流水号 --map 案件编号=case_no --map 当事人=worker \
               --map 立案时间=accepted --map 最迟办结日=due --map 办结日=closed --map 办理结果=outcome";
    let (code, text) = node(&add.split_whitespace().collect::<Vec<_>>());
    assert!(code == 0 && text.contains("已保存来源“省系统”（T3 测试仲裁台账）：指明 6 列"), "{text}");
    let (code, text) = node(&["source", "import", "省系统", "导出.csv"]);
    assert!(code == 1 && text.contains("--code \"outcome:调解成功=代码\""), "{text}");
    assert!(text.contains("（共 3 处）"), "{text}");
    assert!(text.contains("有 1 处问题，整份未导入"), "{text}");
    let (code, text) =
        node(&["source", "add", "省系统", "--code", "办理结果:调解成功=11", "--skip", "经办科室"]);
    assert!(code == 0 && text.contains("略去 1 列，换算代码 1 条"), "{text}");
    let (code, text) = node(&["source", "import", "省系统", "导出.csv", "--period", "2025Q3", "--list"]);
    assert!(code == 0 && text.contains("新增 4 件，有变化 0 件"), "{text}");
    assert!(
        text.contains("  S-003  云〔2025〕3号") && text.contains("属于2025年第三季度的共 3 件"),
        "{text}"
    );
    assert!(text.contains("node-agent prepare T3 2025Q3 --out 文件.xlsx"), "{text}");
    let (code, text) = node(&["source", "import", "省系统", "导出.csv", "--lang", "en"]);
    assert!(code == 0 && text.contains("Nothing new: all 4 were taken over before"), "{text}");
    let (code, text) = node(&["source", "import", "省系统", "坏.csv", "--lang", "en"]);
    assert!(
        code == 1 && text.contains("[unreadable] E4") && text.contains("Nothing was taken over"),
        "{text}"
    );
    let (code, text) = node(&["source", "show", "省系统"]);
    assert!(
        code == 0 && text.contains("办结日 → closed 结案日期") && text.contains("“调解成功” → 11"),
        "{text}"
    );
    let (_, toml) = node(&["source", "show", "省系统", "--toml"]);
    fs::write(county.path().join("来源.toml"), &toml).unwrap();
    let (code, text) = node(&["source", "add", "市系统", "--file", "来源.toml"]);
    assert!(code == 0 && text.contains("已保存来源“市系统”"), "{text}");
    let (code, text) = node(&["source", "list", "--lang", "en"]);
    assert!(
        code == 0 && text.contains("省系统  T3  rows held: 4") && text.contains("市系统  T3  rows held: 0"),
        "{text}"
    );
    let (code, text) = node(&["prepare", "T3", "2025Q3", "--out", "台账.xlsx"]);
    assert!(code == 0 && text.contains("晚于2025年第三季度，留空"), "{text}");
    let (code, text) = node(&["check", "台账.xlsx", "--form", "T3", "--period", "2025Q3"]);
    assert!(code == 0 && text.contains("结论：可以报送"), "{text}");
    let (code, text) = node(&["source", "keep", "台账.xlsx", "--form", "T3", "--lang", "en"]);
    assert!(code == 0 && text.contains("rows: 0"), "{text}");
    let (code, text) = node(&["source", "remove", "省系统"]);
    assert!(code == 2 && text.contains("--with-rows"), "{text}");
    assert_eq!(node(&["source", "forget", "省系统", "S-001"]).0, 0);
    let (code, text) = node(&["source", "rows", "省系统"]);
    assert!(code == 0 && text.contains("已导入 3 行") && !text.contains("S-001"), "{text}");
    assert_eq!(node(&["source", "remove", "省系统", "--with-rows"]).0, 0);
}

#[test]
fn an_import_that_is_killed_has_taken_over_all_of_an_export_or_nothing() {
    const ROWS: usize = 3_000;
    let (county, node) = county();
    drop(node);
    let head = EXPORT.lines().next().unwrap();
    let row = |number: usize| {
        format!("S-{number},云〔2025〕{number}号,王小芳,2025-07-09,2025-08-23,2025-08-20,调解成功,二科\n")
    };
    let text: String = std::iter::once(format!("{head}\n")).chain((0..ROWS).map(row)).collect();
    fs::write(county.path().join("导出.csv"), &text).unwrap();
    let (mut killed, mut whole) = (0, false);
    for within in [20, 40, 60, 80, 100, 120, 140, 160, 200, 250, 300, 400, 600, 900, 1_300, 2_000, 4_000] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_node-agent"));
        let arguments = ["source", "import", "省系统", "导出.csv"];
        command.args(arguments).current_dir(county.path()).env("TONGBAO_NODE", county.path());
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut child = command.spawn().unwrap();
        // The schedule of faults; no judgement hangs on whether the program was done.
        std::thread::sleep(std::time::Duration::from_millis(within));
        killed += usize::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        let held = county.open().rows_of_source("省系统").unwrap().len();
        assert!(held == ROWS || held == 0 && !whole, "{held} rows after a kill at {within} ms");
        whole = held == ROWS;
        if whole {
            break;
        }
    }
    assert!(killed > 0, "a program that has not begun is killed in 20 ms");
    // Again to its end: what came is not there twice.
    let node = county.open();
    let taken = import(&node, &text).unwrap();
    assert_eq!(taken.added.len() + taken.unchanged, ROWS);
    assert_eq!(node.rows_of_source("省系统").unwrap().len(), ROWS);
    assert_eq!(counts(&import(&node, &text).unwrap()), [0, 0, ROWS, 0]);
}
