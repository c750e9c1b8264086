//! Finds the heading rows of a sheet below its titles and proposes which column is which.
//!
//! Only an agreement of names maps a column. What is merely similar, and what fits twice, is put before a person.

use std::{cmp::Reverse, collections::BTreeSet};

use super::book::{RawCell, RawRow, RawSheet};
use super::fold::fold;
use super::heading::{Heading, Label};
use super::heading_rows::{ColumnHeading, column_headings};
use super::mapping::{Mapped, Mapping, Reason};
use super::names::Names;
use super::value::Unit;
use crate::text::Text;

/// Headings are looked for in rows 1 to this.
pub const HEADER_ROWS: u32 = 30;

/// Headings may be stacked this deep: group, subgroup, column.
const MAX_DEPTH: u32 = 3;

/// No row in reach shows enough of the expected headings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text().en)]
pub struct NoHeader {
    /// The sheet that was searched, if it has a name.
    pub sheet: Option<String>,
}

/// Finds the headings of a sheet and proposes a mapping; the row or stack of rows that shows most of them wins,
/// the lower stack of equals, then the topmost.
///
/// # Errors
/// [`NoHeader`] when fewer than two expected headings (or fewer than one, if the form has only one) stand together.
pub fn find(sheet: &RawSheet, headings: &[Heading]) -> Result<Mapping, NoHeader> {
    let names = Names::of(headings);
    let mut best: Option<((usize, Reverse<u32>), u32)> = None;
    for first in sheet.rows.iter().map(|row| row.number).take_while(|row| *row <= HEADER_ROWS) {
        for depth in (0..MAX_DEPTH).take_while(|depth| first + depth <= HEADER_ROWS) {
            let last = covering_merges(sheet, first, first + depth);
            let score = (shown(sheet, first, last, &names), Reverse(last - first));
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, first));
            }
        }
    }
    let enough = headings.len().clamp(1, 2);
    best.filter(|((shown, _), _)| *shown >= enough)
        .map(|((_, Reverse(depth)), first)| propose(sheet, first, first + depth, &names))
        .ok_or_else(|| NoHeader { sheet: sheet.name.clone() })
}

impl NoHeader {
    /// What is wrong and what to do, in both languages.
    pub fn text(&self) -> Text {
        let (zh, en) = match &self.sheet {
            Some(name) => (format!("工作表“{name}”"), format!("sheet “{name}”")),
            None => ("文件".into(), "the file".into()),
        };
        Text {
            zh: format!("{zh}前 {HEADER_ROWS} 行没有找到表头。请使用下发的模板，或检查是否选错了表式。").into(),
            en: format!("No headings found in the first {HEADER_ROWS} rows of {en}; use the template or check the form.").into(),
        }
    }
}

/// Headings merged downward take their rows along.
fn covering_merges(sheet: &RawSheet, first: u32, last: u32) -> u32 {
    let reach = |region: &&super::book::Merged| (first..=last).contains(&region.first_row);
    let lowest = sheet.merged.iter().filter(reach).map(|region| region.last_row).max().unwrap_or(last);
    if lowest < first + MAX_DEPTH { lowest.max(last) } else { last }
}

/// How many expected headings a stack of rows shows, each once, and columns that could be several of them. What is
/// merely similar is looked for in the best stack only: it costs far more and decides nothing here.
fn shown(sheet: &RawSheet, first: u32, last: u32, names: &Names) -> usize {
    let mut keys = BTreeSet::new();
    let mut several = 0;
    for column in &column_headings(sheet, first, last) {
        match names.agreeing(column) {
            [] => {}
            [only] => {
                keys.insert(*only);
            }
            _ => several += 1,
        }
    }
    keys.len() + several
}

fn propose(sheet: &RawSheet, first: u32, last: u32, names: &Names) -> Mapping {
    let columns = column_headings(sheet, first, last);
    let mut by_key: Vec<Vec<&ColumnHeading>> = vec![Vec::new(); names.headings.len()];
    let mut rest = Vec::new();
    let mut doubtful = Vec::new();
    for column in &columns {
        match names.agreeing(column) {
            [] => rest.push(column),
            [only] => by_key.get_mut(*only).into_iter().for_each(|found| found.push(column)),
            several => doubtful.push(names.doubt(Reason::SeveralKeys, &[column], several)),
        }
    }
    let mut mapped = Vec::new();
    let mut found = vec![None; names.headings.len()];
    for (at, heading) in names.headings.iter().enumerate() {
        match by_key.get(at).map(Vec::as_slice).unwrap_or_default() {
            [] => {}
            [only] => mapped.push(Mapped {
                key: heading.key.clone(),
                column: only.column,
                text: only.shown(),
                unit: only.tails().find_map(|text| Label::of(&text).unit),
            }),
            several => doubtful.push(names.doubt(Reason::SeveralColumns, several, &[at])),
        }
        if let (Some(slot), Some([_, ..])) = (found.get_mut(at), by_key.get(at).map(Vec::as_slice)) {
            *slot = Some(at);
        }
    }
    let mut unknown = Vec::new();
    for column in rest {
        match names.similar(column, &found).as_slice() {
            [] => unknown.push(column.text()),
            keys => doubtful.push(names.doubt(Reason::Similar, &[column], keys)),
        }
    }
    mapped.sort_by_key(|mapped| mapped.column);
    let absent = |required: bool| {
        let is_absent =
            |heading: &&Heading| heading.required == required && !mapped.iter().any(|m| m.key == heading.key);
        names.headings.iter().filter(is_absent).map(|heading| heading.key.clone()).collect()
    };
    Mapping {
        sheet: sheet.name.clone(),
        first_header_row: first,
        last_header_row: last,
        first_data_row: first_data_row(sheet, last),
        unit: title_unit(sheet, first),
        missing: absent(true),
        absent: absent(false),
        columns: mapped,
        unknown,
        doubtful,
    }
}

/// Statistical forms number their columns in a row of their own below the headings: `甲 乙 1 2 3`.
pub(super) fn first_data_row(sheet: &RawSheet, last_header_row: u32) -> u32 {
    let next = last_header_row + 1;
    next + u32::from(sheet.row(next).is_some_and(numbers_columns))
}

fn numbers_columns(row: &RawRow) -> bool {
    let mut expected = 1_u32;
    let mut stems = "甲乙丙丁戊己庚辛壬癸".chars();
    let mut count = 0;
    for (_, cell) in row.filled() {
        let shown = match cell {
            RawCell::Text(text) => fold(text).trim_matches(['(', ')']).to_owned(),
            RawCell::Number(number) => number.to_string(),
            _ => return false,
        };
        count += 1;
        if shown == expected.to_string() {
            expected += 1;
        } else if !(expected == 1 && shown.chars().eq(stems.next())) {
            return false;
        }
    }
    count >= 3
}

/// `单位：万元` in a title row holds for the columns that do not name a unit themselves.
pub(super) fn title_unit(sheet: &RawSheet, first_header_row: u32) -> Option<Unit> {
    let titles = sheet.rows.iter().take_while(|row| row.number < first_header_row);
    let texts = titles.flat_map(RawRow::filled).filter_map(|(_, cell)| match cell {
        RawCell::Text(text) => Some(fold(text)),
        _ => None,
    });
    texts.flat_map(|text| text.split(['(', ')', ';', '、']).map(str::to_owned).collect::<Vec<_>>()).find_map(
        |part| {
            let (before, after) = part.rsplit_once("单位:")?;
            (before.is_empty() || before.ends_with("金额")).then(|| Unit::named(after)).flatten()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::book::Merged;
    use crate::sheet::limits::Limits;
    use crate::sheet::mapping::ColumnText;
    use crate::sheet::read::{Hints, read};

    fn sheet(text: &str) -> RawSheet {
        read(text.as_bytes(), &Hints::default(), &Limits::default()).unwrap().sheets.remove(0)
    }

    fn form() -> Vec<Heading> {
        vec![
            Heading::new("case", &["案号", "Case number"], true),
            Heading::new("opened", &["受理日期", "立案日期"], true),
            Heading::new("persons", &["涉及人数", "人数"], true),
            Heading::new("amount", &["仲裁请求金额", "涉案金额"], false),
            Heading::new("awarded", &["裁决金额"], false),
            Heading::new("employer", &["用人单位名称"], false),
        ]
    }

    fn found(mapping: &Mapping) -> Vec<(&str, u32)> {
        mapping.columns.iter().map(|mapped| (mapped.key.as_str(), mapped.column)).collect()
    }

    fn regions(sheet: &mut RawSheet, merged: &[(u32, u32, u32, u32)]) {
        sheet.merged = merged
            .iter()
            .map(|&(first_row, first_column, last_row, last_column)| Merged {
                first_row,
                first_column,
                last_row,
                last_column,
            })
            .collect();
        sheet.merged.sort_unstable();
    }

    #[test]
    fn headings_below_titles_are_found_in_any_spelling() {
        let sheet = sheet(
            "云江市劳动人事争议仲裁案件台账\n单位：千元\n\n★案 号：,立案日期,涉及人数（人）,\"涉案金额\n(万元)\",备注\n1,2,3,4,5\n云1,2025-07-03,3,1.5,\n",
        );
        let mapping = find(&sheet, &form()).unwrap();
        assert_eq!(found(&mapping), [("case", 0), ("opened", 1), ("persons", 2), ("amount", 3)]);
        assert_eq!((mapping.first_header_row, mapping.last_header_row, mapping.first_data_row), (4, 4, 6));
        assert_eq!(mapping.unit_of("amount"), Some(Unit::TenThousand));
        assert_eq!(mapping.unit_of("persons"), Some(Unit::Thousand));
        assert_eq!(mapping.columns[3].text, "涉案金额 (万元)");
        assert_eq!(mapping.unknown, [ColumnText { column: 4, text: "备注".into() }]);
        assert_eq!((mapping.missing.len(), mapping.absent), (0, vec!["awarded".into(), "employer".into()]));
    }

    #[test]
    fn merged_parents_name_their_children() {
        let mut sheet = sheet(
            "台账,,,,,\n案号,用人单位,,涉及人数,金额,\n,名称,地址,,仲裁请求金额,裁决金额\n云1,甲,乙,3,4,5\n",
        );
        regions(&mut sheet, &[(1, 0, 1, 5), (2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 3, 3), (2, 4, 2, 5)]);
        let mapping = find(&sheet, &form()).unwrap();
        assert_eq!(
            found(&mapping),
            [("case", 0), ("employer", 1), ("persons", 3), ("amount", 4), ("awarded", 5)]
        );
        assert_eq!((mapping.first_header_row, mapping.last_header_row), (2, 3));
        assert_eq!(mapping.columns[1].text, "用人单位 / 名称");
        assert_eq!(mapping.unknown, [ColumnText { column: 2, text: "用人单位 / 地址".into() }]);
        assert_eq!(mapping.missing, ["opened"]);
    }

    #[test]
    fn a_text_file_keeps_its_parents_too() {
        let sheet = sheet("案号,用人单位,,涉及人数\n,名称,地址,\n云1,甲,乙,3\n");
        let mapping = find(&sheet, &form()).unwrap();
        assert_eq!(found(&mapping), [("case", 0), ("employer", 1), ("persons", 3)]);
        assert_eq!(mapping.first_data_row, 3);
    }

    #[test]
    fn headings_merged_downward_are_no_data() {
        let mut sheet = sheet("案号,立案日期,其他,\n,,甲类,乙类\n云1,2025-07-03,,\n");
        regions(&mut sheet, &[(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3)]);
        let mapping = find(&sheet, &form()).unwrap();
        assert_eq!((mapping.last_header_row, mapping.first_data_row), (2, 3));
        assert_eq!(mapping.unknown.last().unwrap().text, "其他 / 乙类");
    }

    #[test]
    fn what_fits_twice_or_nearly_is_put_before_a_person() {
        let mapping = find(&sheet("案号,立案日期,受理日期,涉及人数合计\n"), &form()).unwrap();
        assert_eq!(found(&mapping), [("case", 0)]);
        let doubts: Vec<_> =
            mapping.doubtful.iter().map(|doubt| (doubt.reason, doubt.keys.join(","))).collect();
        assert_eq!(doubts, [(Reason::SeveralColumns, "opened".into()), (Reason::Similar, "persons".into())]);
        assert_eq!(mapping.missing, ["opened", "persons"]);
        let shared = [Heading::new("a", &["金额(请求)"], true), Heading::new("b", &["金额(裁决)"], true)];
        let mapping = find(&sheet("金额（裁决）,金额(元)\n"), &shared).unwrap();
        assert_eq!(found(&mapping), [("b", 0)]);
        assert_eq!((mapping.doubtful[0].reason, mapping.doubtful[0].keys.len()), (Reason::SeveralKeys, 2));
    }

    #[test]
    fn a_sheet_without_headings_says_so() {
        let error = find(&sheet("一,二\n三,四\n"), &form()).unwrap_err();
        assert!(error.text().zh.contains("没有找到表头"));
        let deep = format!("{}案号,受理日期\n", "x\n".repeat(30));
        assert!(find(&sheet(&deep), &form()).is_err());
        assert!(find(&RawSheet::default(), &form()).is_err());
    }

    #[test]
    fn a_kept_mapping_is_applied_or_says_what_changed() {
        let kept = find(&sheet("台账\n案号,立案日期,备注\n云1,2025-07-03,\n"), &form()).unwrap();
        let kept: Mapping = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        let moved =
            kept.applied_to(&sheet("台账\n第三季度\n\n案 号,立案日期,备注\n云2,2025-10-03,\n")).unwrap();
        assert_eq!(
            (moved.first_header_row, moved.first_data_row, moved.columns.clone()),
            (4, 5, kept.columns.clone())
        );
        let changes = kept.applied_to(&sheet("台账\n案号,结案日期,,新列\n")).unwrap_err();
        let said: Vec<_> = changes.iter().map(|change| change.text().zh.into_owned()).collect();
        assert_eq!(said, ["B 列表头由“立案日期”变为“结案日期”", "C 列“备注”不见了", "D 列“新列”是新增的"]);
    }

    #[test]
    fn only_a_whole_run_of_numbers_numbers_columns() {
        for (row, expected) in [
            ("甲,乙,1,2,3", true),
            ("(1),(2),(3)", true),
            ("1,2", false),
            ("1,2,4", false),
            ("甲,1,丁", false),
            ("云1,2,3", false),
        ] {
            assert_eq!(numbers_columns(&sheet(row).rows[0]), expected, "{row}");
        }
    }
}
