//! From a workbook to a table: every mapped cell is read as its column's type, and what cannot be read is a
//! finding with its cell. No row is dropped in silence; totals and footnotes that were set aside are said.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    finding::{Finding, Severity},
    form::{Column, ColumnType, Form},
    place::Place,
    sheet::{
        book::{Epoch, RawBook, RawCell, RawRow, RawSheet},
        header,
        heading::Heading,
        mapping::Mapping,
        rows::{self, Why},
        value::{self, Unit, Unreadable},
    },
    table::{Cell, Table},
    text::Text,
};

/// A filled form with what reading it found.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The rows, in the order of the source.
    pub table: Table,
    /// Cells that could not be read, headings that are missing, rows set aside.
    pub findings: Vec<Finding>,
    /// How the columns of each sheet that was read were understood.
    pub mappings: Vec<Mapping>,
}

/// The headings a form looks for.
pub fn headings(form: &Form) -> Vec<Heading> {
    form.columns
        .iter()
        .map(|column| {
            let names: Vec<&str> = [&column.key, &column.zh, &column.en]
                .into_iter()
                .chain(&column.also)
                .map(String::as_str)
                .collect();
            Heading::new(&column.key, &names, column.required)
        })
        .collect()
}

/// Reads the sheets of a book that hold the form. `kept` are mappings a person confirmed earlier; a sheet whose
/// headings still agree with one is read by it.
pub fn fill(book: &RawBook, form: &Arc<Form>, kept: &[Mapping]) -> Filled {
    let mut filled =
        Filled { table: Table::new(Arc::clone(form)), findings: Vec::new(), mappings: Vec::new() };
    let wanted = headings(form);
    let mut candidates: Vec<(&RawSheet, Mapping)> = book
        .sheets
        .iter()
        .filter(|sheet| !sheet.hidden && !sheet.rows.is_empty())
        .filter_map(|sheet| {
            let known = kept.iter().find_map(|mapping| mapping.applied_to(sheet).ok());
            let mapping = known.or_else(|| header::find(sheet, &wanted).ok())?;
            Some((sheet, mapping))
        })
        .collect();
    // A workbook may hold several ledgers; the sheets that show all required headings of this one are meant.
    // If none does, the nearest is taken, so that a person is told what is missing.
    if candidates.iter().any(|(_, mapping)| whole(mapping)) {
        candidates.retain(|(_, mapping)| whole(mapping));
    } else {
        let nearest = candidates.iter().map(|(_, mapping)| mapping.columns.len()).max();
        let at = candidates.iter().position(|(_, mapping)| Some(mapping.columns.len()) == nearest);
        candidates = at.map(|at| candidates.swap_remove(at)).into_iter().collect();
    }
    if candidates.is_empty() {
        let what = Text::new("没有找到“{form}”的表头", "No headings of “{form}” were found")
            .fill(&[("form", &form.name)]);
        let fix = Text::new("核对表式，或下载填报模板", "Check the form, or start from its template");
        filled.findings.push(Finding::new("no-heading", Severity::Block, what, fix));
    }
    for (sheet, mapping) in candidates {
        let columns = form
            .columns
            .iter()
            .map(|column| (mapping.column(&column.key), mapping.unit_of(&column.key).unwrap_or(Unit::Yuan)))
            .collect();
        Reader { book, sheet, form, mapping: &mapping, filled: &mut filled, columns }.read();
        filled.mappings.push(mapping);
    }
    filled
}

fn whole(mapping: &Mapping) -> bool {
    mapping.missing.is_empty() && mapping.doubtful.is_empty()
}

struct Reader<'a> {
    book: &'a RawBook,
    sheet: &'a RawSheet,
    form: &'a Arc<Form>,
    mapping: &'a Mapping,
    filled: &'a mut Filled,
    /// For each column of the form where it stands in the sheet, and the unit of its amounts.
    columns: Vec<(Option<u32>, Unit)>,
}

impl Reader<'_> {
    fn read(&mut self) {
        self.say_headings();
        let body = rows::body(self.sheet, self.mapping);
        for skipped in body.skipped.iter().filter(|skipped| skipped.why != Why::Blank) {
            let what = Text::new("第{row}行为{why}，未计入", "Row {row} is set aside: {why}");
            let what = what.fill(&[("row", &skipped.first), ("why", &skipped.why.text())]);
            let fix = Text::new(
                "无需处理；如为数据行，请更正首列内容",
                "Nothing to do; if it is data, correct its first cells",
            );
            self.say("row-set-aside", Severity::Notice, self.place(Some(skipped.first), None), what, fix);
        }
        for region in &body.merged {
            let place = self.place(Some(region.first_row), Some(region.first_column));
            let what = Text::new(
                "数据区有合并单元格，无法确定各行的值",
                "Merged cells among the data: the value of each row is not clear",
            );
            let fix = Text::new("取消合并，逐行填写", "Unmerge them and fill every row");
            self.say("merged-data", Severity::Block, place, what, fix);
        }
        let covered: BTreeSet<u32> =
            body.merged.iter().flat_map(|region| region.first_row..=region.last_row).collect();
        self.filled.table.came_from(self.columns.iter().map(|(at, _)| *at).collect());
        for row in body.data.into_iter().filter(|row| !covered.contains(&row.number)) {
            self.row(row);
        }
    }

    fn row(&mut self, row: &RawRow) {
        let form = Arc::clone(self.form);
        let mut kept: Vec<Kept> = Vec::with_capacity(form.columns.len());
        let columns = form.columns.iter().zip(self.columns.clone());
        for (index, (column, (at, unit))) in columns.enumerate() {
            let Some(at) = at else {
                kept.push(Kept::Empty);
                continue;
            };
            match cell(row.cell(at), &form, index, column, self.book.epoch, unit) {
                Ok(cell) => kept.push(cell),
                Err(unreadable) => {
                    kept.push(Kept::Empty);
                    let place = self.place(Some(row.number), Some(at));
                    let what = Text::new("“{column}”{why}", "“{column}”: {why}");
                    let shown = unreadable.text();
                    // A cell of a class that stays here is not repeated in a message that may travel.
                    let why = if column.privacy.leaves() { shown } else { unreadable.expected.clone() };
                    let what = what.fill(&[("column", &column.title()), ("why", &why)]);
                    let fix = Text::new(
                        "按要求的格式填写，不确定的查原始材料",
                        "Write it in that form; if in doubt look at the file",
                    );
                    let mut finding = Finding::new("unreadable", Severity::Block, what, fix);
                    finding.place = place;
                    finding.column = Some(column.key.clone());
                    finding.found = column.privacy.leaves().then(|| unreadable.found.clone());
                    self.filled.findings.push(finding);
                }
            }
        }
        let cells: Vec<Cell<'_>> = kept.iter().map(Kept::cell).collect();
        let place = self.place(Some(row.number), None);
        if let Err(misfit) = self.filled.table.push(place.clone(), &cells) {
            let what = Text::owned(
                format!("该行无法读入：{misfit}"),
                format!("The row cannot be taken in: {misfit}"),
            );
            let fix = Text::new("核对该行", "Check the row");
            self.say("unreadable", Severity::Block, place, what, fix);
        }
    }

    fn say_headings(&mut self) {
        let place = |column| self.place(Some(self.mapping.last_header_row), column);
        let mut said = Vec::new();
        for key in &self.mapping.missing {
            let title =
                self.form.column(key).map_or_else(|| Text::same(key.clone()), |(_, column)| column.title());
            let what = Text::new("缺少必需的列“{column}”", "The required column “{column}” is missing")
                .fill(&[("column", &title)]);
            let fix = Text::new("补上该列，或在映射中指明", "Add the column, or map it");
            said.push(("missing-column", Severity::Block, place(None), what, fix));
        }
        for doubt in &self.mapping.doubtful {
            let texts: Vec<&str> = doubt.columns.iter().map(|column| column.text.as_str()).collect();
            let what = Text::new(
                "列“{columns}”可能是{keys}，需要确认",
                "Column “{columns}” may be {keys}; please confirm",
            );
            let what = what.fill(&[("columns", &texts.join("”、“")), ("keys", &doubt.keys.join(", "))]);
            let fix = Text::new(
                "用 --map 列=字段 指明，或改列名",
                "Say which with --map COLUMN=KEY, or rename the column",
            );
            let severity = if doubt.reason == crate::sheet::mapping::Reason::Similar {
                Severity::Notice
            } else {
                Severity::Block
            };
            said.push((
                "doubtful-column",
                severity,
                place(doubt.columns.first().map(|column| column.column)),
                what,
                fix,
            ));
        }
        for column in &self.mapping.unknown {
            let what = Text::new(
                "列“{column}”不在表式中，不读取",
                "Column “{column}” is not of the form and is not read",
            );
            let fix = Text::new(
                "无需处理；如有对应字段，请改列名或指明",
                "Nothing to do; if it belongs to a field, rename or map it",
            );
            said.push((
                "unknown-column",
                Severity::Notice,
                place(Some(column.column)),
                what.fill(&[("column", &column.text)]),
                fix,
            ));
        }
        for (code, severity, place, what, fix) in said {
            self.say(code, severity, place, what, fix);
        }
    }

    fn place(&self, row: Option<u32>, column: Option<u32>) -> Place {
        Place { sheet: self.sheet.name.as_deref().map(Into::into), row, column }
    }

    fn say(&mut self, code: &str, severity: Severity, place: Place, what: Text, fix: Text) {
        self.filled.findings.push(Finding { place, ..Finding::new(code, severity, what, fix) });
    }
}

/// A cell read, owning its text until the row is pushed.
enum Kept {
    Empty,
    Text(String),
    Cell(Cell<'static>),
}

impl Kept {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(text),
            Self::Cell(cell) => *cell,
        }
    }
}

fn cell(
    raw: &RawCell,
    form: &Form,
    index: usize,
    column: &Column,
    epoch: Epoch,
    unit: Unit,
) -> Result<Kept, Unreadable> {
    let text = |text: Option<String>| text.filter(|text| !text.is_empty()).map_or(Kept::Empty, Kept::Text);
    let refuse = |expected: Text| Unreadable { expected, found: value::shown(raw) };
    let number = |number: i64| {
        let least = column.min.unwrap_or(0);
        let refuse =
            || refuse(Text::owned(format!("不小于{least}的数"), format!("a number not below {least}")));
        (number >= least).then_some(Kept::Cell(Cell::Number(number))).ok_or_else(refuse)
    };
    match column.kind {
        ColumnType::Text => {
            let read = value::text(raw)?;
            let longest = column.longest();
            match &read {
                Some(text) if text.chars().nth(longest as usize).is_some() => Err(refuse(Text::owned(
                    format!("不超过{longest}个字"),
                    format!("at most {longest} characters"),
                ))),
                _ => Ok(text(read)),
            }
        }
        ColumnType::Uscc | ColumnType::IdNumber => {
            let read = value::code(raw)?;
            Ok(text(read.map(|code| {
                code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_uppercase()
            })))
        }
        ColumnType::Int => value::integer(raw)?.map_or(Ok(Kept::Empty), number),
        ColumnType::Money => value::money(raw, unit)?.map_or(Ok(Kept::Empty), number),
        ColumnType::Date => {
            Ok(value::date(raw, epoch)?.map_or(Kept::Empty, |day| Kept::Cell(Cell::Date(day))))
        }
        ColumnType::DateTime => Ok(value::datetime(raw, epoch)?
            .map_or(Kept::Empty, |at| Kept::Cell(Cell::DateTime(at.naive_local())))),
        ColumnType::Bool => Ok(value::flag(raw)?.map_or(Kept::Empty, |yes| Kept::Cell(Cell::Bool(yes)))),
        ColumnType::Code => {
            let Some(code) = value::listed(raw)? else { return Ok(Kept::Empty) };
            let position = form.list_of(index).and_then(|list| list.find(&code));
            position.map(|at| Kept::Cell(Cell::Code(at))).ok_or_else(|| refuse(codes_expected(form, index)))
        }
        ColumnType::Codes => {
            let Some(codes) = value::listed(raw)? else { return Ok(Kept::Empty) };
            let parts =
                codes.split(['、', ',', '，', ';', '；', '/']).map(str::trim).filter(|part| !part.is_empty());
            let bits = parts
                .map(|part| form.list_of(index)?.find(part).filter(|at| *at < 64))
                .try_fold(0_u64, |bits, at| Some(bits | 1 << at?));
            bits.map(|bits| Kept::Cell(Cell::Codes(bits))).ok_or_else(|| refuse(codes_expected(form, index)))
        }
    }
}

/// "one of 11 调解书, 12 和解撤回, …", cut to a length that fits a message.
fn codes_expected(form: &Form, index: usize) -> Text {
    const SHOWN: usize = 6;
    let Some(list) = form.list_of(index) else { return Text::new("代码", "a code") };
    let join = |name: fn(&crate::code::Item) -> &str| {
        let items: Vec<String> =
            list.items.iter().take(SHOWN).map(|item| format!("{} {}", item.code, name(item))).collect();
        items.join("、")
    };
    let more = list.items.len() > SHOWN;
    Text::owned(
        format!("{}代码（{}{}）", list.name.zh, join(|item| &item.zh), if more { "……" } else { "" }),
        format!("a code of {} ({}{})", list.name.en, join(|item| &item.en), if more { ", …" } else { "" }),
    )
}
