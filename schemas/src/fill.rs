//! From a workbook to a table: every mapped cell is read as its column's type, and what cannot be read is a
//! finding with its cell. No row is dropped in silence; totals and footnotes that were set aside are said.

mod cell;

use std::{cmp::Ordering, collections::BTreeSet, sync::Arc};

use cell::{Kept, cell};

use crate::{
    check::{log, points, ratio},
    finding::{Finding, MAX_FINDINGS, Severity},
    form::Form,
    place::Place,
    sheet::{
        book::{RawBook, RawRow, RawSheet},
        header,
        heading::Heading,
        mapping::{Mapping, Reason},
        rows::{self, Why},
        value::{self, Unit},
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

/// How many columns of a form a sheet shows, if it shows every required one; `wanted` are the form's [`headings`].
pub fn fits(sheet: &RawSheet, wanted: &[Heading]) -> Option<usize> {
    let sure = |mapping: &Mapping| {
        mapping.missing.is_empty() && mapping.doubtful.iter().all(|doubt| doubt.reason == Reason::Similar)
    };
    header::find(sheet, wanted).ok().filter(sure).map(|mapping| mapping.columns.len())
}

/// Reads the sheets of a book that hold the form. `kept` are mappings a person confirmed earlier; a sheet whose
/// headings still agree with one is read by it.
pub fn fill(book: &RawBook, form: &Arc<Form>, kept: &[Mapping]) -> Filled {
    let mut filled =
        Filled { table: Table::new(Arc::clone(form)), findings: Vec::new(), mappings: Vec::new() };
    let wanted = headings(form);
    let candidates: Vec<(&RawSheet, Mapping)> = book
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
    let any_whole = candidates.iter().any(|(_, mapping)| whole(mapping));
    let most = candidates.iter().map(|(_, mapping)| mapping.columns.len()).max();
    let nearest = candidates.iter().position(|(_, mapping)| Some(mapping.columns.len()) == most);
    let mut at = 0..candidates.len();
    let (meant, passed_over): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|(_, mapping)| {
        let here = at.next();
        if any_whole { whole(mapping) } else { here == nearest }
    });
    filled
        .findings
        .extend(passed_over.iter().map(|(sheet, mapping)| sheet_passed_over(form, sheet, mapping)));
    if meant.is_empty() {
        let what = Text::new("没有找到“{form}”的表头", "No headings of “{form}” were found")
            .fill(&[("form", &form.name)]);
        let fix = Text::new("核对表式，或下载填报模板", "Check the form, or start from its template");
        filled.findings.push(Finding::new("no-heading", Severity::Block, what, fix));
    }
    for (sheet, mapping) in meant {
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

/// A sheet that shows some headings of the form while another is read: rows on it would otherwise be lost unseen.
fn sheet_passed_over(form: &Form, sheet: &RawSheet, mapping: &Mapping) -> Finding {
    let doubtful = mapping.doubtful.iter().flat_map(|doubt| &doubt.keys);
    let titles =
        mapping.missing.iter().chain(doubtful).filter_map(|key| form.column(key)).map(|(_, c)| c.title());
    let (zh, en): (Vec<String>, Vec<String>) =
        titles.map(|title| (title.zh.into_owned(), title.en.into_owned())).unzip();
    let lacking = Text::owned(zh.join("、"), en.join(", "));
    let what = Text::new(
        "该工作表未读取：缺少或不能确定列“{columns}”",
        "This sheet is not read: it lacks or leaves in doubt {columns}",
    );
    let fix = Text::new(
        "表上如有本表式的数据，补齐列名后再审核；没有的无需处理",
        "If it holds rows of this form, complete its headings and check again; otherwise nothing",
    );
    let place = Place { sheet: sheet.name.as_deref().map(Into::into), row: None, column: None };
    let finding = Finding::new("sheet-set-aside", Severity::Notice, what.fill(&[("columns", &lacking)]), fix);
    Finding { place, ..finding }
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
                    self.push(finding);
                }
            }
        }
        self.compute_shares(row, &mut kept);
        self.compute_from_logs(row, &mut kept);
        self.compute_points(&mut kept);
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

    /// Puts each share in as it is computed, and says so where the sheet says another.
    fn compute_shares(&mut self, row: &RawRow, kept: &mut [Kept]) {
        let form = Arc::clone(self.form);
        let shares = form
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| Some((at, column, column.ratio.as_ref()?)));
        for (at, column, ratio) in shares {
            let number = |key: &str| match kept.get(form.column(key)?.0)? {
                Kept::Cell(Cell::Number(number)) => Some(*number),
                _ => None,
            };
            let both = number(&ratio.of).zip(number(&ratio.to));
            let computed = both.and_then(|(of, to)| ratio::share(of, to));
            if let (Some(Kept::Share(said)), Some((of, to))) = (kept.get(at), both)
                && !said.says(of, to)
            {
                let stands = self.columns.get(at).and_then(|(column, _)| *column);
                let mut finding = ratio::contradicts(&form, column, computed);
                finding.place = self.place(Some(row.number), stands);
                finding.column = Some(column.key.clone());
                finding.found = stands.map(|column| value::shown(row.cell(column)));
                self.push(finding);
            }
            if let Some(slot) = kept.get_mut(at) {
                *slot = computed.map_or(Kept::Empty, |share| Kept::Cell(Cell::Number(share)));
            }
        }
    }

    /// Puts in what a log comes to, and says so where the sheet says another. Without a log what the sheet says stands.
    fn compute_from_logs(&mut self, row: &RawRow, kept: &mut [Kept]) {
        let form = Arc::clone(self.form);
        for (at, column) in form.columns.iter().enumerate() {
            let lines = column.last_of.as_ref().or(column.count_of.as_ref()).and_then(|key| form.column(key));
            let Some(Kept::Text(lines)) = lines.and_then(|(log, _)| kept.get(log)) else { continue };
            let Some(computed) = log::computed(column, lines) else { continue };
            if let Some(Kept::Cell(said)) = kept.get(at)
                && *said != computed
            {
                let stands = self.columns.get(at).and_then(|(column, _)| *column);
                let mut finding = log::contradicts(&form, column, computed);
                finding.place = self.place(Some(row.number), stands);
                finding.column = Some(column.key.clone());
                finding.found = stands.map(|column| value::shown(row.cell(column)));
                self.push(finding);
            }
            if let Some(slot) = kept.get_mut(at) {
                *slot = Kept::Cell(computed);
            }
        }
    }

    /// Puts in what the codes of the row come to, where the sheet says nothing.
    fn compute_points(&self, kept: &mut [Kept]) {
        for (at, column) in self.form.columns.iter().enumerate() {
            let of = column.points.as_ref().and_then(|points| self.form.column(&points.of));
            let (Some((of, _)), Some(Kept::Empty)) = (of, kept.get(at)) else { continue };
            let Some(Kept::Cell(Cell::Codes(bits))) = kept.get(of) else { continue };
            let computed = points::computed(self.form, column, *bits);
            if let Some((slot, computed)) = kept.get_mut(at).zip(computed) {
                *slot = Kept::Cell(Cell::Number(computed));
            }
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
            let columns = Text::owned(texts.join("”、“"), texts.join("”, “"));
            let keys = Text::owned(doubt.keys.join("、"), doubt.keys.join(", "));
            let what = what.fill(&[("columns", &columns), ("keys", &keys)]);
            let fix = Text::new(
                "用 --map 列=字段 指明，或改列名",
                "Say which with --map COLUMN=KEY, or rename the column",
            );
            let severity = if doubt.reason == Reason::Similar { Severity::Notice } else { Severity::Block };
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
        self.push(Finding { place, ..Finding::new(code, severity, what, fix) });
    }

    /// Adds a finding. A sheet with a bad cell in every row must not cost memory without bound: beyond
    /// [`MAX_FINDINGS`] one last finding says that there are more.
    fn push(&mut self, finding: Finding) {
        match self.filled.findings.len().cmp(&MAX_FINDINGS) {
            Ordering::Less => self.filled.findings.push(finding),
            Ordering::Equal => {
                let what = Text::new("还有更多问题未列出", "There are more findings, which are not listed");
                let fix =
                    Text::new("先处理已列出的问题，再重新审核", "Deal with those listed and check again");
                self.filled.findings.push(Finding::new("too-many", Severity::Block, what, fix));
            }
            Ordering::Greater => {}
        }
    }
}
