//! Which rows below the headings are data, and which are totals, footnotes or blank. What is set aside is said.

use super::book::{Merged, RawCell, RawRow, RawSheet};
use super::fold::fold;
use super::mapping::Mapping;
use crate::text::Text;

/// Words that make a row a total when they stand alone at its start.
const TOTALS: [&str; 12] = [
    "合计",
    "总计",
    "共计",
    "总合计",
    "全市合计",
    "全区合计",
    "全县合计",
    "累计",
    "总数",
    "total",
    "grandtotal",
    "sum",
];

/// Words that make a row a subtotal.
const SUBTOTALS: [&str; 4] = ["小计", "本页合计", "本页小计", "subtotal"];

/// Words that begin a line below a statistical form when a colon or nothing follows them.
const FOOTNOTES: [&str; 20] = [
    "填表人",
    "填报人",
    "制表人",
    "制表",
    "经办人",
    "审核人",
    "复核人",
    "审核",
    "复核",
    "负责人",
    "单位负责人",
    "填报单位负责人",
    "填报日期",
    "填表日期",
    "报出日期",
    "联系电话",
    "备注",
    "注",
    "说明",
    "填表说明",
];

/// The rows below the headings, sorted out.
#[derive(Clone, Debug, PartialEq)]
pub struct Body<'a> {
    /// Rows that hold data, in order.
    pub data: Vec<&'a RawRow>,
    /// Everything else, in order.
    pub skipped: Vec<Skipped<'a>>,
    /// Merged regions that reach into data rows. What they mean for the rows they cover is the filler's to say.
    pub merged: Vec<Merged>,
}

/// Rows that are not data.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped<'a> {
    /// First row, from 1.
    pub first: u32,
    /// Last row; the same as the first except for runs of blank rows.
    pub last: u32,
    /// Why they are no data.
    pub why: Why,
    /// The row itself, so that a total can be compared with the rows; none for rows that do not exist.
    pub row: Option<&'a RawRow>,
}

/// Why a row is no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing in it, between rows that hold something.
    Blank,
    /// A total of the rows above.
    Total,
    /// A total of some of the rows above.
    Subtotal,
    /// A line for signatures or remarks below the table.
    Footnote,
    /// The headings again, as printouts repeat them on every page.
    Headings,
}

/// Sorts the rows below the headings of a mapping.
pub fn body<'a>(sheet: &'a RawSheet, mapping: &Mapping) -> Body<'a> {
    let mut data = Vec::new();
    let mut skipped = Vec::new();
    let mut next = mapping.first_data_row;
    for row in sheet.rows.iter().filter(|row| row.number >= mapping.first_data_row && !row.is_blank()) {
        if row.number > next {
            skipped.push(Skipped { first: next, last: row.number - 1, why: Why::Blank, row: None });
        }
        next = row.number.saturating_add(1);
        match classify(row, mapping) {
            Some(why) => skipped.push(Skipped { first: row.number, last: row.number, why, row: Some(row) }),
            None => data.push(row),
        }
    }
    let holds_data = |region: &&Merged| {
        let first = data.partition_point(|row: &&RawRow| row.number < region.first_row);
        data.get(first).is_some_and(|row| row.number <= region.last_row)
    };
    let merged = sheet.merged.iter().filter(holds_data).copied().collect();
    Body { data, skipped, merged }
}

impl Skipped<'_> {
    /// The numbers of a total with their columns (0 is A), for comparison with the rows.
    pub fn numbers(&self) -> impl Iterator<Item = (u32, &RawCell)> {
        let is_figure = |cell: &RawCell| match cell {
            RawCell::Number(_) => true,
            RawCell::Text(text) => {
                fold(text).starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '¥')
            }
            _ => false,
        };
        let is_total = matches!(self.why, Why::Total | Why::Subtotal);
        self.row
            .filter(|_| is_total)
            .into_iter()
            .flat_map(RawRow::filled)
            .filter(move |(_, cell)| is_figure(cell))
    }

    /// What was set aside and why, in both languages.
    pub fn text(&self) -> Text {
        let (zh, en) = if self.first == self.last {
            (format!("第 {} 行", self.first), format!("row {}", self.first))
        } else {
            (format!("第 {}–{} 行", self.first, self.last), format!("rows {}–{}", self.first, self.last))
        };
        let why = self.why.text();
        Text { zh: format!("{zh}{}", why.zh).into(), en: format!("{en} {}", why.en).into() }
    }
}

impl Why {
    /// The reason in both languages, to follow the number of the row.
    pub fn text(self) -> Text {
        match self {
            Self::Blank => Text::new("为空行，已跳过", "is blank and was skipped"),
            Self::Total => Text::new("为合计行，不作为数据", "is a total and not read as data"),
            Self::Subtotal => Text::new("为小计行，不作为数据", "is a subtotal and not read as data"),
            Self::Footnote => Text::new("为表尾说明，不作为数据", "is a footnote and not read as data"),
            Self::Headings => Text::new("重复了表头，已跳过", "repeats the headings and was skipped"),
        }
    }
}

fn classify(row: &RawRow, mapping: &Mapping) -> Option<Why> {
    let mut filled = row.filled();
    let (_, first) = filled.next()?;
    let RawCell::Text(text) = first else { return None };
    let text = fold(text);
    let word = text.trim_end_matches([':', '.']);
    let word = word.split_once('(').map_or(word, |(before, _)| before);
    if SUBTOTALS.contains(&word) {
        return Some(Why::Subtotal);
    }
    if TOTALS.contains(&word) {
        return Some(Why::Total);
    }
    let start = text.split_once(':').map_or(text.as_str(), |(before, _)| before);
    if FOOTNOTES.contains(&start) {
        return Some(Why::Footnote);
    }
    repeats_headings(row, mapping).then_some(Why::Headings)
}

/// Every filled cell says what the lowest heading above it says.
fn repeats_headings(row: &RawRow, mapping: &Mapping) -> bool {
    let heading = |column: u32| {
        let mapped = mapping.columns.iter().find(|mapped| mapped.column == column).map(|mapped| &mapped.text);
        let unknown =
            || mapping.unknown.iter().find(|unknown| unknown.column == column).map(|unknown| &unknown.text);
        mapped.or_else(unknown).map(|text| fold(text.rsplit(" / ").next().unwrap_or(text)))
    };
    let same = |(column, cell): (u32, &RawCell)| match cell {
        RawCell::Text(text) => heading(column).is_some_and(|heading| heading == fold(text)),
        _ => false,
    };
    row.filled().count() > 1 && row.filled().all(same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::header::find;
    use crate::sheet::heading::Heading;
    use crate::sheet::limits::Limits;
    use crate::sheet::read::{Hints, read};

    const FORM: &str = "案号,人数,金额\n云1,3,5\n小计,3,5\n\n\n云2,4,6\n案 号,人数,金额\n合 计：,7,\"¥11\"\n填表人：张三,审核人：李四,\n备注\n";

    fn sorted(text: &str, check: impl FnOnce(Body)) {
        let form = [Heading::new("case", &["案号"], true), Heading::new("persons", &["人数"], true)];
        let book = read(text.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
        let mut sheet = book.sheets.into_iter().next().unwrap();
        sheet.merged.push(Merged { first_row: 2, first_column: 0, last_row: 3, last_column: 0 });
        sheet.merged.push(Merged { first_row: 7, first_column: 0, last_row: 8, last_column: 0 });
        let mapping = find(&sheet, &form).unwrap();
        check(body(&sheet, &mapping));
    }

    #[test]
    fn every_row_is_data_or_said_to_be_none() {
        sorted(FORM, |body| {
            assert_eq!(body.data.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 6]);
            let skipped: Vec<_> =
                body.skipped.iter().map(|skipped| (skipped.first, skipped.last, skipped.why)).collect();
            let expected = [
                (3, 3, Why::Subtotal),
                (4, 5, Why::Blank),
                (7, 7, Why::Headings),
                (8, 8, Why::Total),
                (9, 9, Why::Footnote),
                (10, 10, Why::Footnote),
            ];
            assert_eq!(skipped, expected);
            assert_eq!(body.skipped[1].text().zh, "第 4–5 行为空行，已跳过");
            assert_eq!(body.skipped[3].text().en, "row 8 is a total and not read as data");
        });
    }

    #[test]
    fn totals_hand_over_their_figures_and_merged_data_is_named() {
        sorted(FORM, |body| {
            let numbers: Vec<_> =
                body.skipped[3].numbers().map(|(column, cell)| (column, cell.clone())).collect();
            assert_eq!(numbers, [(1, RawCell::Text("7".into())), (2, RawCell::Text("¥11".into()))]);
            assert_eq!(body.skipped[4].numbers().count(), 0);
            assert_eq!(body.merged.iter().map(|region| region.first_row).collect::<Vec<_>>(), [2]);
        });
    }

    #[test]
    fn words_inside_a_name_make_no_total() {
        sorted(
            "案号,人数\n合计服务有限公司,3\n注册纠纷,2\n总计12件,5\n,合计,\n",
            |body| {
                assert_eq!(body.data.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 4]);
                assert_eq!(body.skipped.iter().map(|skipped| skipped.why).collect::<Vec<_>>(), [Why::Total]);
            },
        );
    }
}
