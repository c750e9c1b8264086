//! What is said while a workbook becomes a ledger: headings that are missing, doubtful or unknown, rows and sheets that are
//! set aside, and cells that are not of their column's type.

use std::sync::Arc;

use schemas::{
    fill::fill,
    sheet::{
        book::{Merged, RawBook},
        limits::Limits,
        read::{Hints, read},
    },
};

use super::{Said, filled, said};
use crate::ledger::builtin;

fn book(file: &str) -> RawBook {
    read(file.as_bytes(), &Hints::default(), &Limits::default()).unwrap()
}

fn found(file: &str) -> Vec<Said> {
    said(&filled("L3", file).findings)
}

fn found_in(book: &RawBook) -> Vec<Said> {
    said(&fill(book, &Arc::clone(builtin().form("L3").unwrap()), &[]).findings)
}

#[test]
fn headings_that_are_not_those_of_the_form() {
    assert_eq!(
        found("甲,乙\n1,2\n"),
        [[
            "no-heading",
            "",
            "没有找到“劳动人事争议仲裁案件台账”的表头 → 核对表式，或下载填报模板",
            "No headings of “Arbitration case ledger” were found → Check the form, or start from its template"
        ]]
    );
    assert_eq!(
        found("案号,受理日期,劳动者人数\n甲1,2025-09-01,1\n"),
        [[
            "missing-column",
            "1:1",
            "缺少必需的列“审限届满日” → 补上该列，或在映射中指明",
            "The required column “Due on” is missing → Add the column, or map it"
        ]]
    );
    assert_eq!(
        found("案号,受理日期,立案日期,劳动者人数,审限届满日\n甲1,2025-09-01,2025-09-01,1,2025-10-16\n")[1..],
        [[
            "doubtful-column",
            "B1",
            "列“受理日期”、“立案日期”可能是accepted，需要确认 → 用 --map 列=字段 指明，或改列名",
            "Column “受理日期”, “立案日期” may be accepted; please confirm → Say which with --map COLUMN=KEY, or rename the \
             column"
        ]]
    );
    assert_eq!(
        found("案号,受理日期,劳动者人数,审限届满日,内部流水\n甲1,2025-09-01,1,2025-10-16,9\n"),
        [[
            "unknown-column",
            "E1",
            "列“内部流水”不在表式中，不读取 → 无需处理；如有对应字段，请改列名或指明",
            "Column “内部流水” is not of the form and is not read → Nothing to do; if it belongs to a field, rename or map it"
        ]]
    );
}

const WHOLE: &str = "案号,受理日期,劳动者人数,审限届满日\n甲1,2025-09-01,1,2025-10-16\n";

#[test]
fn rows_and_sheets_that_are_set_aside() {
    let aside = |zh: &str, en: &str| {
        [
            "row-set-aside".to_owned(),
            "3:3".to_owned(),
            format!("第3行为{zh}，未计入 → 无需处理；如为数据行，请更正首列内容"),
            format!("Row 3 is set aside: {en} → Nothing to do; if it is data, correct its first cells"),
        ]
    };
    for (row, zh, en) in [
        ("合计,,1,", "为合计行，不作为数据", "is a total and not read as data"),
        ("小计,,1,", "为小计行，不作为数据", "is a subtotal and not read as data"),
        ("填表人：示例甲,,,", "为表尾说明，不作为数据", "is a footnote and not read as data"),
        ("案号,受理日期,劳动者人数,审限届满日", "重复了表头，已跳过", "repeats the headings and was skipped"),
    ] {
        assert_eq!(found(&format!("{WHOLE}{row}\n")), [aside(zh, en)], "{row}");
    }

    let mut merged = book(&format!("{WHOLE}甲2,2025-09-01,1,2025-10-16\n"));
    merged.sheets[0].merged.push(Merged { first_row: 2, first_column: 1, last_row: 3, last_column: 1 });
    assert_eq!(
        found_in(&merged),
        [[
            "merged-data",
            "B2",
            "数据区有合并单元格，无法确定各行的值 → 取消合并，逐行填写",
            "Merged cells among the data: the value of each row is not clear → Unmerge them and fill every row"
        ]]
    );

    let mut both = book(WHOLE);
    let mut lacking = book("案号,劳动者人数,受理日期\n甲2,1,2025-01-06\n").sheets.remove(0);
    lacking.name = Some("一季度".into());
    both.sheets.push(lacking);
    assert_eq!(
        found_in(&both),
        [[
            "sheet-set-aside",
            "一季度",
            "该工作表未读取：缺少或不能确定列“审限届满日” → 表上如有本表式的数据，补齐列名后再审核；没有的无需处理",
            "This sheet is not read: it lacks or leaves in doubt Due on → If it holds rows of this form, complete its headings \
             and check again; otherwise nothing"
        ]]
    );
}

#[test]
fn cells_that_are_not_of_their_column() {
    let fix = ("按要求的格式填写，不确定的查原始材料", "Write it in that form; if in doubt look at the file");
    let long = "长".repeat(201);
    for (form, column, title, cell, zh, en) in [
        (
            "L3",
            "received",
            ("收到申请日期", "Application received on"),
            "近日",
            "日期（如 2025-07-03，年份 1949–2100）",
            "a date (such as 2025-07-03, years 1949–2100)",
        ),
        (
            "L3",
            "suspended",
            ("中止日期", "Suspended on"),
            "近日",
            "日期，多个用顿号隔开（如 2025-07-03、2025-08-01）",
            "dates separated by commas (such as 2025-07-03, 2025-08-01)",
        ),
        (
            "L3",
            "migrant_workers",
            ("其中农民工人数", "Of them migrant workers"),
            "若干",
            "整数",
            "a whole number",
        ),
        (
            "L3",
            "amount",
            ("仲裁请求金额", "Amount claimed"),
            "若干",
            "金额（精确到分）",
            "an amount of money, to the fen",
        ),
        ("L3", "collective", ("集体争议", "Collective"), "也许", "是或否", "yes or no"),
        (
            "L3",
            "representatives",
            ("代表人数", "Representatives"),
            "-1",
            "不小于0的数",
            "a number not below 0",
        ),
        (
            "L7",
            "stage",
            ("报告类型", "Which report"),
            "快报",
            "报告类型代码（1 初报、2 续报、3 终报）",
            "a code of Which report it is (1 First report, 2 Further report, 3 Last report)",
        ),
        (
            "L7",
            "learnt",
            ("接报时间", "Learnt of at"),
            "清早",
            "日期和时刻（如 2025-07-03 09:41）",
            "a date and time (such as 2025-07-03 09:41)",
        ),
        ("L8", "ratio", ("占比", "Share of staff"), "不少", "百分数", "a percentage"),
        (
            "L3",
            "employer",
            ("用人单位名称", "Employer"),
            long.as_str(),
            "不超过128个字",
            "at most 128 characters",
        ),
    ] {
        let form_of = builtin().form(form).unwrap();
        let must = form_of.columns.iter().filter(|one| one.required && one.key != column);
        let heads: String = must.map(|one| format!(",{}", one.key)).collect();
        let shown: String = if cell == long { format!("{}…", "长".repeat(60)) } else { cell.into() };
        let findings =
            filled(form, &format!("{column}{heads}\n{cell}{}\n", ",".repeat(heads.matches(',').count())))
                .findings;
        assert_eq!(
            said(&findings),
            [[
                "unreadable",
                "A2",
                &format!("“{}”应为{zh}，实际为“{shown}” → {}", title.0, fix.0),
                &format!("“{}”: expected {en}, found “{shown}” → {}", title.1, fix.1)
            ]],
            "{form} {column}"
        );
    }
    // What stays at the node is not repeated in a message.
    let file =
        format!("worker,case_no,accepted,persons,due\n{},甲1,2025-09-01,1,2025-10-16\n", "长".repeat(501));
    assert_eq!(
        found(&file),
        [[
            "unreadable",
            "A2",
            &format!("“劳动者姓名”不超过500个字 → {}", fix.0),
            &format!("“Worker”: at most 500 characters → {}", fix.1)
        ]]
    );
}
