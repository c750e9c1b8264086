//! What a person reads where a check stops a ledger: each kind of check is broken on a filled ledger, and every word of what
//! it finds is read in both languages. A word that is wrong, missing or exchanged fails here.

use std::{collections::BTreeSet, sync::Arc};

use schemas::{
    check::{Against, check, check_after_reading},
    fill::{Filled, fill},
    filter::Window,
    finding::Finding,
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
    table::Table,
    tally::{Tallies, Tally},
};

use crate::ledger::builtin;

mod limits;
mod reading;
mod reports;

/// A finding as it is read: its code, its cell, and what is wrong → what to do, in Chinese and in English.
pub type Said = [String; 4];

/// Findings as they are read.
pub fn said(findings: &[Finding]) -> Vec<Said> {
    let line = |one: &Finding| {
        let zh = format!("{} → {}", one.what.zh, one.fix.zh);
        let en = format!("{} → {}", one.what.en, one.fix.en);
        [one.code.clone(), one.place.to_string(), zh, en]
    };
    findings.iter().map(line).collect()
}

fn filled(form: &str, file: &str) -> Filled {
    let book = read(file.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
    fill(&book, &Arc::clone(builtin().form(form).unwrap()), &[])
}

/// What is found in a file whose headings are the keys of columns.
fn found(form: &str, period: &str, file: &str) -> Vec<Said> {
    found_against(form, period, file, None, None)
}

fn found_against(
    form: &str,
    period: &str,
    file: &str,
    previously_open: Option<&BTreeSet<String>>,
    beside: Option<&[Table]>,
) -> Vec<Said> {
    let filled = filled(form, file);
    let window = Window::of(period.parse().unwrap());
    let tallies = Tallies::of(&filled.table, window);
    let against = Against { window, previously_open, beside };
    said(&check_after_reading(filled.findings, &filled.table, &tallies, &against))
}

/// An arbitration ledger of the third quarter with more columns than it must have.
fn arbitration(more: &str, rows: &[&str]) -> Vec<Said> {
    found("L3", "2025Q3", &format!("case_no,accepted,persons,due,pre_mediated{more}\n{}\n", rows.join("\n")))
}

const CLEAN: &str = "甲1,2025-09-01,1,2025-10-16,否";

#[test]
fn a_clean_ledger_says_nothing() {
    assert_eq!(arbitration("", &[CLEAN]), Vec::<Said>::new());
}

#[test]
fn a_cell_that_must_be_filled() {
    assert_eq!(
        arbitration("", &["甲1,2025-09-01,1,,否"]),
        [[
            "required",
            "D2",
            "“审限届满日”为必填项 → 填写该单元格",
            "“Due on” must be filled → Fill the cell"
        ]]
    );
}

#[test]
fn a_case_that_stands_twice() {
    assert_eq!(
        arbitration("", &[CLEAN, CLEAN]),
        [[
            "duplicate",
            "A3",
            "与A2是同一案件，会被重复计数 → 删去其中一行，或更正编号",
            "The same case as A2; it would be counted twice → Remove one of the rows or correct the number"
        ]]
    );
}

#[test]
fn a_code_or_number_whose_digits_do_not_fit() {
    let fix = (
        "对照证照核对后更正；没有代码的留空",
        "Correct it from the document; leave it empty if there is none",
    );
    for (column, code, cell, zh, en) in [
        (
            "employer_code",
            "uscc",
            "91310112MA1GB00A5",
            "统一社会信用代码应为18位，不含I、O、S、V、Z",
            "A credit code has 18 characters, never I, O, S, V or Z",
        ),
        (
            "employer_code",
            "uscc",
            "91310112MA1GB00A6Y",
            "统一社会信用代码校验位不符",
            "The check digit of the credit code does not fit",
        ),
        ("worker_id", "id-number", "51010419900101123", "身份证号应为18位", "An ID number has 18 characters"),
        (
            "worker_id",
            "id-number",
            "510104199002301230",
            "身份证号中的出生日期不存在",
            "The date of birth in the ID number does not exist",
        ),
        (
            "worker_id",
            "id-number",
            "510104199001011231",
            "身份证号校验位不符",
            "The check digit of the ID number does not fit",
        ),
    ] {
        assert_eq!(
            arbitration(&format!(",{column}"), &[&format!("{CLEAN},{cell}")]),
            [[code, "F2", &format!("{zh} → {}", fix.0), &format!("{en} → {}", fix.1)]],
            "{cell}"
        );
    }
}

#[test]
fn a_day_after_the_period_and_a_row_that_is_not_of_it() {
    assert_eq!(
        arbitration("", &["甲1,2025-10-09,1,2025-11-24,否"]),
        [[
            "after-period",
            "B2",
            "“受理日期”晚于报告期末2025-09-30 → 报告期之后发生的事项填入下一期台账",
            "“Accepted on” is later than the end of the period, 2025-09-30 → What happened after the period goes into the \
             next ledger"
        ]]
    );
    assert_eq!(
        arbitration(",closed,outcome", &["甲1,2025-03-03,1,2025-04-17,否,2025-04-10,11"]),
        [[
            "not-of-period",
            "F2",
            "该行不属于2025年第三季度：期初前已结案，期内无到期或其他事项 → 删去该行，或核对日期与报告期",
            "The row is not of Q3 2025: closed before it, nothing due or dated in it → Remove the row, or check its dates \
             and the period"
        ]]
    );
}

#[test]
fn a_rule_of_the_form() {
    assert_eq!(
        arbitration(",migrant_workers", &["甲1,2025-09-01,1,2025-10-16,否,2"]),
        [[
            "L3-116",
            "F2",
            "农民工人数多于劳动者人数 → 核对两个人数",
            "More migrant workers than workers → Check the two numbers"
        ]]
    );
}

/// No ledger of ours breaks a relation, since its figures are counted of the same rows; so one figure is moved, and each
/// relation speaks up for itself, with its figures.
#[test]
fn a_relation_of_the_form() {
    let fix = ("核对构成这两个数的各行", "Check the rows that make up these two numbers");
    let window = Window::of("2025Q3".parse().unwrap());
    for form in builtin().forms() {
        let table = Table::new(Arc::clone(form));
        let against = Against { window, previously_open: None, beside: None };
        for relation in &form.relations {
            let term = relation.left.first().unwrap();
            let mut tallies = Tallies::nil(form);
            tallies.0.insert(format!("{}.{}", form.form, term.tally()), Tally::Number(7));
            let (left, right) = relation.sides(&form.form, &tallies);
            let found = said(&check(&table, &tallies, &against));
            let expected = [
                relation.code.clone(),
                String::new(),
                format!("{}，现为{left}和{right} → {}", relation.zh, fix.0),
                format!("{}; it is {left} and {right} → {}", relation.en, fix.1),
            ];
            assert!(found.contains(&expected), "{}: {found:?}", relation.code);
        }
    }
    // Nobody has counted the workers of a case.
    assert_eq!(
        arbitration("", &["甲1,2025-09-01,,2025-10-16,否"])[0],
        [
            "L3-214",
            "",
            "劳动者人数不应少于受理件数，现为1和0 → 核对构成这两个数的各行",
            "There are at least as many workers as cases; it is 1 and 0 → Check the rows that make up these two numbers"
        ]
    );
}

#[test]
fn a_share_that_is_not_the_quotient() {
    let layoff = "case_no,date,employer,staff,planned,ratio,marked,way,plan_reported,plan_on,union_heard\n\
                  C-7,2025-08-14,示例制造,180,24,13.8%,是,经济性裁员,是,2025-07-10,是\n";
    assert_eq!(
        found("L8", "2025-08-14", layoff),
        [[
            "ratio",
            "F2",
            "“占比”应为拟裁人数÷职工总数＝13.33% → 核对两个数；占比可以不填，由程序计算",
            "“Share of staff” should be To be laid off ÷ Staff = 13.33% → Check the two numbers; the share may be left out \
             and is computed"
        ]]
    );
}

#[test]
fn cases_that_the_earlier_ledger_did_not_leave_open() {
    let before: BTreeSet<String> = ["甲0".to_owned()].into();
    let file = "case_no,accepted,persons,due,pre_mediated,closed,outcome\n甲1,2025-06-02,1,2025-07-17,否,2025-07-10,11\n";
    assert_eq!(
        found_against("L3", "2025Q3", file, Some(&before), None),
        [
            [
                "continuity",
                "",
                "上期期末未结案件甲0不在本期台账中 → 补入该案；确有转出、更正、合并的，说明理由",
                "Case 甲0, open at the end of the previous period, is missing → Add the case; if it left by transfer, \
                 amendment or merger, give that reason"
            ],
            [
                "continuity",
                "B2",
                "期初未结中有此案，但上期期末未结中没有 → 核对受理日期；确有转入、更正、合并的，说明理由",
                "Open at the start, but not open at the end of the previous period → Check the date; if it came by \
                 transfer, amendment or merger, give that reason"
            ]
        ]
    );
}

#[test]
fn personal_data_in_a_cell_that_would_leave() {
    for (cell, zh, en) in [
        ("示例公司510104199001011230", "身份证号", "an ID number"),
        ("示例公司13812345678", "手机号", "a mobile number"),
        ("示例公司4111111111111111", "银行卡号", "a bank card number"),
        ("示例甲的饭店", "当事人信息", "a party's details"),
    ] {
        assert_eq!(
            arbitration(",employer,worker", &[&format!("{CLEAN},{cell},示例甲")]),
            [[
                "personal-data",
                "F2",
                &format!("“用人单位名称”中含有{zh}，不得上报 → 删去个人信息，只写事由"),
                &format!(
                    "“Employer” holds {en}, which must not leave this node → Remove it and state the matter only"
                )
            ]],
            "{cell}"
        );
    }
}
