//! One ledger as counties send it, in four formats, reads to the same table as its clean twin, and every defect is said
//! at its cell. The files and how they were made: `tests/data/messy`.

use schemas::{
    definition::Definitions,
    fill::{Filled, fill},
    finding::{Finding, Severity},
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
};

const CLEAN: &[u8] = include_bytes!("../data/messy/clean.csv");
/// Name, content, and whether its sheet has a name.
const MESSY: [(&str, &[u8], bool); 4] = [
    ("messy.xlsx", include_bytes!("../data/messy/messy.xlsx"), true),
    ("messy.xls", include_bytes!("../data/messy/messy.xls"), true),
    ("messy.ods", include_bytes!("../data/messy/messy.ods"), true),
    ("messy-gbk.csv", include_bytes!("../data/messy/messy-gbk.csv"), false),
];
/// Every finding of the messy set: row, column as a spreadsheet shows it, code, and whether it blocks.
const DEFECTS: [(u32, &str, &str, bool); 12] = [
    (4, "A", "unknown-column", false),
    (9, "", "row-set-aside", false),
    (10, "D", "unreadable", true),
    (11, "D", "unreadable", true),
    (11, "E", "unreadable", true),
    (11, "G", "unreadable", true),
    (13, "C", "unreadable", true),
    (13, "J", "unreadable", true),
    (14, "E", "unreadable", true),
    (14, "M", "unreadable", true),
    (15, "", "row-set-aside", false),
    (16, "", "row-set-aside", false),
];

fn filled(bytes: &[u8]) -> Filled {
    let definitions = Definitions::builtin().unwrap();
    let book = read(bytes, &Hints::default(), &Limits::default()).unwrap();
    fill(&book, definitions.form("L3").unwrap(), &[])
}

fn said(finding: &Finding) -> (u32, String, String, bool) {
    let column = finding.place.column.map(schemas::place::letters).unwrap_or_default();
    (finding.place.row.unwrap_or(0), column, finding.code.clone(), finding.severity == Severity::Block)
}

#[test]
fn a_messy_ledger_reads_to_the_table_of_its_clean_twin_with_every_defect_at_its_cell() {
    let clean = filled(CLEAN);
    assert_eq!(clean.findings, [], "the clean twin is clean");
    assert_eq!(clean.table.len(), 7);
    for (name, bytes, has_sheets) in MESSY {
        let messy = filled(bytes);
        assert_eq!(messy.table.len(), clean.table.len(), "{name}: no row is lost");
        for row in 0..clean.table.len() {
            for (index, column) in clean.table.form().columns.iter().enumerate() {
                let (found, wanted) = (messy.table.cell(row, index), clean.table.cell(row, index));
                assert_eq!(found, wanted, "{name}: row {row}, {}", column.key);
            }
        }
        let mut found: Vec<_> = messy.findings.iter().map(said).collect();
        found.sort();
        let wanted =
            DEFECTS.map(|(row, column, code, blocks)| (row, column.to_owned(), code.to_owned(), blocks));
        assert_eq!(found, wanted, "{name}");
        let sheet = has_sheets.then_some("仲裁台账");
        assert!(messy.findings.iter().all(|finding| finding.place.sheet.as_deref() == sheet), "{name}");
        assert!(
            messy.findings.iter().all(|finding| !finding.fix.zh.is_empty() && !finding.fix.en.is_empty())
        );
    }
}
