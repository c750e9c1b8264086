//! Cells of coded columns as people and drop-downs write them, from the text of a file to the code in the table.

use std::sync::Arc;

use schemas::{
    definition::Definitions,
    fill::fill,
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
    table::Cell,
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
