//! Filling a form: cells of coded columns as people, drop-downs and spreadsheets write them, and sheets that are not read.

use std::sync::Arc;

use schemas::{
    definition::{Definitions, Source},
    fill::fill,
    finding::Severity,
    sheet::{
        book::{RawBook, RawCell, RawSheet},
        limits::Limits,
        read::{Hints, read},
    },
    table::Cell,
    text::Text,
};

#[test]
fn a_code_is_read_from_each_of_its_spellings() {
    let definitions = Definitions::builtin().unwrap();
    let form = definitions.form("L3").unwrap();
    let (outcome, column) = form.column("outcome").unwrap();
    let list = form.list_of(outcome).unwrap();
    for (at, item) in (0..).zip(&list.items) {
        let (code, zh, en) = (&item.code, &item.zh, &item.en);
        let spellings =
            [code.clone(), zh.clone(), en.clone(), format!("{code} {zh}"), format!("{code}\u{3000}{zh}")];
        for spelled in spellings.iter().chain(&item.also) {
            let file = format!("案号,{}\n示例案1号,\"{spelled}\"\n", column.zh);
            let book = read(file.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
            let filled = fill(&book, &Arc::clone(form), &[]);
            assert_eq!(filled.table.cell(0, outcome), Cell::Code(at), "{spelled}: {:?}", filled.findings);
        }
    }
}

fn book(text: &str) -> RawBook {
    read(text.as_bytes(), &Hints::default(), &Limits::default()).unwrap()
}

#[test]
fn a_code_that_became_a_number_is_read_unless_it_may_be_several() {
    let own = |code: &str| Source {
        file: "SRC.toml".into(),
        text: format!(
            r#"
            list = "SRC"
            version = 9
            name = {{ zh = "来源", en = "Source" }}
            source = "test"
            items = [{{ code = "01", zh = "来访", en = "Visit" }}, {{ code = "{code}", zh = "来信", en = "Letter" }}]"#
        ),
    };
    let mut book = book("案号,案件来源\n示例案1号,-\n");
    book.sheets[0].rows[1].cells[1] = RawCell::Number(1.0);
    for (other, read) in [("02", Cell::Code(0)), ("1", Cell::Empty), ("001", Cell::Empty)] {
        let definitions = Definitions::with_site(vec![own(other)]).unwrap();
        let form = definitions.form("L3").unwrap();
        let (source, _) = form.column("source").unwrap();
        let filled = fill(&book, form, &[]);
        assert_eq!(filled.table.cell(0, source), read, "{other}");
        let said: Vec<_> = filled.findings.iter().filter(|finding| finding.code == "unreadable").collect();
        assert_eq!(said.len(), usize::from(read == Cell::Empty), "{other}: {said:?}");
        let (zh, en) = (
            "“案件来源”应为以文本填写的代码（该数字去掉了前导零，对应多个代码），实际为“1”",
            "“Source”: expected a code in a cell formatted as text (the number has lost its leading zeros and may be \
             several codes), found “1”",
        );
        assert!(
            said.iter().all(|one| one.place.to_string() == "B2" && one.what == Text::new(zh, en)),
            "{said:?}"
        );
    }
}

#[test]
fn a_sheet_that_is_passed_over_is_named_with_what_it_lacks() {
    let definitions = Definitions::builtin().unwrap();
    let form = definitions.form("L3").unwrap();
    let named = |name: &str, text: &str| RawSheet { name: Some(name.into()), ..book(text).sheets.remove(0) };
    let mut both = book("案号,受理日期\n");
    both.sheets = vec![
        named("一季度", "案号,劳动者人数,受理日期\n示例案1号,3,2025-01-06\n"),
        named("二季度", "案号,劳动者人数,受理日期,审限届满日\n示例案2号,3,2025-04-07,2025-05-22\n"),
        named("说明", "本表由仲裁院填报\n"),
    ];
    let filled = fill(&both, form, &[]);
    assert_eq!(filled.table.len(), 1);
    let said: Vec<_> =
        filled.findings.iter().map(|f| (f.code.as_str(), f.severity, f.place.to_string())).collect();
    assert_eq!(said, [("sheet-set-aside", Severity::Notice, "一季度".to_owned())]);
    assert!(filled.findings[0].what.zh.contains("“审限届满日”"), "{:?}", filled.findings[0].what);
    // Where no sheet is whole the nearest is read and blocks; the others are named too.
    both.sheets.remove(1);
    both.sheets.push(named("三季度", "案号,受理日期\n示例案3号,2025-07-01\n"));
    let filled = fill(&both, form, &[]);
    let aside: Vec<_> = filled.findings.iter().filter(|finding| finding.code == "sheet-set-aside").collect();
    assert_eq!(aside.len(), 1);
    assert_eq!(aside[0].place.to_string(), "三季度");
    assert!(filled.findings.iter().any(|finding| finding.code == "missing-column"));
}
