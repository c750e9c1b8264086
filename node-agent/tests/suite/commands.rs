//! The binary: exit codes, two languages, and the commands a county admin types.

use std::{
    path::Path,
    process::{Command, Output},
};

use crate::city::{City, County, Fault, Q2, Q3, definitions};
use encoding_rs::GB18030;
use tempfile::TempDir;

pub fn run(dir: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_node-agent"));
    let output: Output = command
        .args(args)
        .current_dir(dir)
        .env_remove("LANG")
        .env_remove("TONGBAO_NODE")
        .env_remove("TONGBAO_AT")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), text)
}

pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, text) in files {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

#[test]
fn check_needs_no_node() {
    let bad = Q3.replace("2025-08-20", "12/1710").replace("2025-08-01", "2025-08-11");
    let dir = folder(&[("good.csv", Q2), ("bad.csv", &bad), ("late.csv", &Q3.replace("08-01", "08-11"))]);
    let definitions = definitions();
    let definitions = definitions.to_str().unwrap();
    let check = |args: &[&str]| run(dir.path(), &[&["check", "--definitions", definitions], args].concat());
    let (code, text) = check(&["good.csv", "--form", "T3", "--period", "2025Q2"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("结论：可以报送") && text.contains("期初未结"), "{text}");
    let (code, text) = check(&["bad.csv", "--form", "T3", "--period", "2025Q3"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("F3") && text.contains("12/1710"), "{text}");
    let (code, text) = check(&["late.csv", "--period", "2025Q3", "--lang", "en", "--form", "T3"]);
    assert_eq!(code, 0, "a reason is wanted, nothing blocks: {text}");
    assert!(text.contains("need a reason") && text.contains("[T3-101] F2 云〔2025〕2号"), "{text}");
    let (code, text) = check(&["good.csv", "--form", "T3", "--period", "2025Q2", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &json["rows"], &json["stops"]), (0, &2.into(), &false.into()));
    for args in [
        &["missing.csv", "--form", "T3", "--period", "2025Q2"] as &[&str],
        &["good.csv", "--form", "T9", "--period", "2025Q2"],
        &["good.csv", "--form", "T3", "--period", "2025Q5"],
        &["--form", "T3", "--period", "2025Q2"],
    ] {
        assert_eq!(check(args).0, 2, "{args:?}");
    }
}

#[test]
fn the_form_is_told_by_its_headings() {
    let dir = folder(&[("good.csv", Q2), ("other.csv", "甲,乙\n1,2\n")]);
    let definitions = definitions();
    let check = |file: &str| {
        run(
            dir.path(),
            &["check", file, "--period", "2025Q2", "--definitions", definitions.to_str().unwrap()],
        )
    };
    let (code, text) = check("good.csv");
    assert!(code == 0 && text.starts_with("T3 "), "{text}");
    let (code, text) = check("other.csv");
    assert!(code == 2 && text.contains("--form"), "{text}");
}

#[test]
fn a_column_can_be_named() {
    let county = County::new();
    let text = Q2.replacen("审限届满日", "最迟日", 1);
    std::fs::write(county.path().join("a.csv"), GB18030.encode(&text).0).unwrap();
    let check = ["check", "a.csv", "--form", "T3", "--period", "2025Q2"];
    let (code, text) = run(county.path(), &check);
    assert!(code == 1 && text.contains("missing-column"), "{text}");
    let mapped = [&check[..], &["--map", "最迟日=due", "--encoding", "gbk"]].concat();
    assert_eq!(run(county.path(), &mapped).0, 0);
    assert_eq!(run(county.path(), &[&check[..], &["--map", "最迟日=nonsense"]].concat()).0, 2);
}

#[tokio::test]
async fn a_county_admins_quarter() {
    let city = City::start().await;
    let dir = folder(&[("q2.csv", Q2), ("q3.csv", Q3), ("q3b.csv", &Q3.replace("08-20", "08-21"))]);
    let node = |args: &[&str]| run(dir.path(), &[&["--dir", "node"], args].concat());
    assert_eq!(node(&["status"]).0, 2);
    let definitions = definitions();
    assert_eq!(node(&["init", "--definitions", definitions.to_str().unwrap()]).0, 0);
    assert_eq!(node(&["init"]).0, 2);
    assert_eq!(node(&["file", "q2.csv", "--form", "T3", "--period", "2025Q2"]).0, 2);
    let (code, text) = node(&["enrol", &city.token(), "--server", &city.url()]);
    assert!(code == 0 && text.contains("东湖区人社局"), "{text}");
    let q2 = ["file", "q2.csv", "--form", "T3", "--period", "2025Q2"];
    let (code, text) = node(&[&q2[..], &["--history", "--no-send"]].concat());
    assert!(code == 0 && text.contains("已封存"), "{text}");
    city.fault("PUT", Fault::Gateway(403));
    let (code, text) = node(&["push"]);
    assert!(code == 3 && text.contains("尚未取得回执"), "{text}");
    let (code, text) = node(&["push", "--lang", "en"]);
    assert!(code == 0 && text.contains("validated"), "{text}");
    assert_eq!(node(&["nil", "--form", "T3", "--period", "2025Q3"]).0, 2);
    assert_eq!(node(&["file", "q3.csv", "--form", "T3", "--period", "2025Q3"]).0, 0);
    assert_eq!(node(&["file", "q3b.csv", "--form", "T3", "--period", "2025Q3"]).0, 2);
    let amend = ["amend", "q3b.csv", "--form", "T3", "--period", "2025Q3", "--reason"];
    assert_eq!(node(&[&amend[..], &["电话13812345678"]].concat()).0, 2);
    city.fault("PUT", Fault::Problem(schemas::problem::Problem::PeriodClosed));
    let (code, text) = node(&[&amend[..], &["录错"]].concat());
    assert!(code == 4 && text.contains("该期已关闭报送") && text.contains("详情"), "{text}");
    let (code, text) = node(&["status"]);
    assert!(code == 0 && text.lines().filter(|line| line.contains("T3 2025Q3")).count() == 2, "{text}");

    assert_eq!(node(&["receipts", "--export", "out"]).0, 0);
    let mut files: Vec<_> =
        std::fs::read_dir(dir.path().join("out")).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    // Two receipts with their statements, and the two letters of the log with their documents.
    assert_eq!(files.len(), 8);
    let letter = |at: usize| files[at].to_str().unwrap();
    let (code, text) = node(&["verify", letter(5), "--document", letter(4)]);
    assert!(code == 0 && text.contains("文书即该条所记的文书"), "{text}");
    assert_eq!(node(&["verify", letter(5), "--document", letter(6)]).0, 1);
    let growth = city.with(|state| state.growth(1, 2));
    std::fs::write(dir.path().join("growth"), &growth).unwrap();
    let (code, text) = node(&["verify", letter(5), "--consistency", "growth"]);
    assert!(code == 0 && text.contains("2 条时的日志仍含该条"), "{text}");
    assert_eq!(node(&["verify", letter(7), "--consistency", "growth"]).0, 1);
    let (statement, receipt) = (files[0].to_str().unwrap(), files[1].to_str().unwrap());
    let (code, text) = node(&["verify", receipt, "--statement", statement]);
    assert!(code == 0 && text.contains("519901 T3 2025Q2 - r1"), "{text}");
    assert_eq!(node(&["verify", receipt, "--statement", files[2].to_str().unwrap()]).0, 1);
    let key = city.with(|state| state.key.verify_key()).to_string();
    assert_eq!(run(dir.path(), &["verify", receipt, "--key", &key]).0, 0);
    assert_eq!(run(dir.path(), &["verify", receipt]).0, 2);
    let forged = std::fs::read_to_string(receipt).unwrap().replace("index 0", "index 1");
    std::fs::write(dir.path().join("forged"), forged).unwrap();
    assert_eq!(run(dir.path(), &["verify", "forged", "--key", &key]).0, 1);
}

#[test]
fn a_template_is_written_once_and_checked_as_it_is() {
    let dir = folder(&[]);
    let (code, text) = run(dir.path(), &["template", "L3", "-o", "l3.xlsx"]);
    assert!(code == 0 && text.contains("check l3.xlsx --form L3"), "{text}");
    let first = std::fs::read(dir.path().join("l3.xlsx")).unwrap();
    let (code, text) = run(dir.path(), &["template", "L3", "-o", "l3.xlsx", "--lang", "en"]);
    assert!(code == 2 && text.contains("--force"), "{text}");
    assert_eq!(std::fs::read(dir.path().join("l3.xlsx")).unwrap(), first, "not overwritten");
    let (code, text) = run(dir.path(), &["check", "l3.xlsx", "--period", "2025Q3"]);
    assert!(code == 0 && text.starts_with("L3 "), "its headings tell the form: {text}");
    assert_eq!(run(dir.path(), &["template", "L3", "-o", "l3.xlsx", "--lang", "en", "--force"]).0, 0);
    assert_ne!(std::fs::read(dir.path().join("l3.xlsx")).unwrap(), first);
    let (code, text) = run(dir.path(), &["template", "T3"]);
    assert!(code == 2 && text.contains("没有表式 T3"), "{text}");
    let own = definitions();
    assert_eq!(run(dir.path(), &["template", "T3", "--definitions", own.to_str().unwrap()]).0, 0);
    assert!(dir.path().join("T3.xlsx").exists());
}

const L3: &str = "\
案号,受理日期,审限届满日,结案日期,结案方式,劳动者人数,仲裁请求金额
示例1号,2025-05-06,2025-06-20,2025-06-18,11,1,100.5
示例2号,2025-06-20,2025-08-04,2025-08-01,21,2,2000
示例3号,2025-07-09,2025-08-23,,,60,30000.25
";

#[test]
fn a_check_shows_what_the_ledger_adds_to_the_summary() {
    let dir = folder(&[("l3.csv", L3), ("few.csv", &L3.replace(",60,", ",,"))]);
    let q3 =
        |more: &[&str]| run(dir.path(), &[&["check", "--form", "L3", "--period", "2025Q3"], more].concat());
    let (_, text) = q3(&["l3.csv"]);
    let line =
        |row: &str| text.lines().find(|line| line.starts_with(&format!("  {row}: "))).unwrap().to_owned();
    assert!(text.contains("S1 劳动关系矛盾纠纷季度汇总表"), "{text}");
    assert!(line("仲裁").contains("上期未结 1, 本期新增 1"), "{text}");
    assert!(line("仲裁").contains("本期办结 1") && line("仲裁").contains("期末未结 1"), "{text}");
    assert!(line("仲裁").contains("涉案金额 30000.25元") && !text.contains("当年累计"), "{text}");
    assert!(text.contains("逻辑关系：均成立") && !text.contains("  调解: "), "{text}");
    let (_, text) = run(dir.path(), &["check", "--form", "L3", "--period", "2025Q1", "l3.csv"]);
    assert!(text.contains("当年累计新增 0"), "the first quarter is the year so far: {text}");
    // A row without persons: fewer persons than cases.
    let (code, text) = q3(&["few.csv", "--lang", "en"]);
    assert!(code == 1 && text.contains("[S1-108] Arbitration: ") && text.contains("it is 1 and 0"), "{text}");
    let (_, json) = q3(&["few.csv", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let s1 = &json["derived"][0];
    assert_eq!((&s1["summary"], &s1["breaches"][0]["code"]), (&"S1".into(), &"S1-108".into()));
    let arbitration = s1["rows"].as_array().unwrap().iter().find(|row| row["key"] == "arbitration").unwrap();
    let amount =
        arbitration["cells"].as_array().unwrap().iter().find(|cell| cell["column"] == "amount").unwrap();
    assert_eq!(amount["value"], 3_000_025);
}
