//! A ledger made of ledgers that were filed before, as its form says ([`crate::form::MadeFrom`]): what is known is filled in,
//! what is missing is named, and what only the signer knows is left for the signing. Nothing here files anything.

mod row;

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDateTime;

use self::row::{Source, carried};
use crate::{
    beside::speaking,
    campaign::{Campaign, subject_of_row},
    filter::{Filter, Window},
    form::{Chain, Form, Given, MadeFrom, Role, Signed},
    period::Period,
    place::Place,
    statement::Subject,
    table::{Cell, Table},
    text::Text,
};

/// What is to be made, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The form.
    pub form: &'a Arc<Form>,
    /// The period.
    pub period: Period,
    /// The matter, of a report of one.
    pub subject: Option<&'a Subject>,
    /// The campaign: it grades cases and names protection periods.
    pub campaign: &'a Campaign,
    /// The bureau's name.
    pub bureau: &'a str,
}

/// A ledger in force that is held.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its period.
    pub period: Period,
    /// The matter, of a report of one.
    pub subject: Option<Subject>,
    /// Its rows.
    pub table: Table,
}

/// A ledger that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its rows.
    pub table: Table,
    /// Cells that must be filled and could not be.
    pub missing: Vec<Gap>,
    /// The columns that the signing fills, by position.
    pub at_signing: Vec<usize>,
    /// Which of the ledgers held were looked into, by position.
    pub of: Vec<usize>,
}

/// An empty cell of a column that must be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Row, from 0.
    pub row: usize,
    /// The case of that row, as far as it is known.
    pub case: Option<String>,
    /// Heading of the column.
    pub column: Text,
}

/// Why nothing was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmade {
    /// The form does not say what it can be made of.
    ByHand,
    /// None of the ledgers is held that it could be made of: the codes of their forms.
    NoSource(Vec<String>),
    /// They hold nothing that belongs into it.
    Nothing,
    /// It is of a matter, and none was named.
    NoMatter,
    /// The last report of the matter was filed.
    Ended,
}

/// The ledger while it grows. Rows are in the order in which they were found.
struct Growing<'a> {
    asked: Asked<'a>,
    rows: Vec<Vec<Cell<'a>>>,
    /// Rows of the filing before, which are not touched.
    kept: usize,
    of: BTreeSet<usize>,
}

/// Makes a ledger of those held.
///
/// # Errors
/// [`Unmade`].
pub fn made(asked: Asked<'_>, held: &[Held]) -> Result<Made, Unmade> {
    let form = asked.form;
    if form.made_from.is_empty() {
        return Err(Unmade::ByHand);
    }
    if form.chain.is_some() && asked.subject.is_none() {
        return Err(Unmade::NoMatter);
    }
    let mut growing = Growing { asked, rows: Vec::new(), kept: 0, of: BTreeSet::new() };
    for block in &form.made_from {
        growing.take(block, held)?;
    }
    if growing.of.is_empty() {
        let others = form.made_from.iter().map(|block| &block.form).filter(|other| **other != form.form);
        return Err(Unmade::NoSource(others.cloned().collect::<BTreeSet<_>>().into_iter().collect()));
    }
    if growing.rows.len() == growing.kept {
        return Err(Unmade::Nothing);
    }
    growing.finish()
}

/// The ledger with what its signer adds: in each empty cell that waits for it, the name or the minute.
pub fn signed(table: &Table, name: &str, at: NaiveDateTime) -> Table {
    let form = table.form();
    let mut all = Table::new(Arc::clone(form));
    for row in 0..table.len() {
        let cell = |index: usize| match (table.cell(row, index), by_signer(form, index)) {
            (Cell::Empty, Some(Signed::Name)) => Cell::Text(name),
            (Cell::Empty, Some(Signed::Time)) => Cell::DateTime(at),
            (cell, _) => cell,
        };
        let cells: Vec<Cell<'_>> = (0..form.columns.len()).map(cell).collect();
        // Loading has shown that the columns hold them.
        let _ = all.push(table.place(row), &cells);
    }
    all
}

/// What the signing fills a column with, if it does.
pub fn by_signer(form: &Form, column: usize) -> Option<Signed> {
    let key = &form.columns.get(column)?.key;
    let gives = form.made_from.iter().flat_map(|block| &block.set);
    gives.filter(|give| give.column == *key).find_map(|give| match give.what {
        Given::Signed(signed) => Some(signed),
        _ => None,
    })
}

impl<'a> Growing<'a> {
    /// The rows of one block.
    fn take(&mut self, block: &'a MadeFrom, held: &'a [Held]) -> Result<(), Unmade> {
        let sources = self.sources(block, held);
        self.of.extend(sources.iter().map(|(at, _)| *at));
        if block.goes_on {
            return match (&self.asked.form.chain, sources.first()) {
                (Some(chain), Some((_, before))) => self.go_on(block, chain, before),
                _ => Ok(()),
            };
        }
        let (mut seen, mut here) = (BTreeSet::new(), BTreeSet::new());
        for (_, source) in sources {
            let (table, form) = (&source.table, source.table.form());
            let filter = Filter::new(&block.rows, form, Window::of(self.asked.period));
            let grades = self.asked.campaign.grades_of_rows(table, source.period);
            let case = form.with_role(Role::Case).map(|(at, _)| at);
            for row in (0..table.len()).filter(|row| filter.holds(table, *row)) {
                let grade = grades.get(row).copied().flatten();
                let graded =
                    block.grades.is_empty() || grade.is_some_and(|grade| block.grades.contains(&grade));
                let ours = |subject: &Subject| subject_of_row(table, row).as_ref() == Some(subject);
                if !graded || !self.asked.subject.is_none_or(ours) {
                    continue;
                }
                // Of a case that several ledgers hold, the newest is read.
                if !seen.insert(case.and_then(|case| table.text(row, case))) {
                    continue;
                }
                let cells = Source { asked: self.asked, held: source, row, grade }.cells(block);
                let at = self.put(cells, &here);
                here.insert(at);
            }
        }
        Ok(())
    }

    /// The ledgers a block reads, with their positions, the newest first.
    fn sources(&self, block: &MadeFrom, held: &'a [Held]) -> Vec<(usize, &'a Held)> {
        let of_form = |(_, held): &(usize, &Held)| held.table.form().form == block.form;
        let all = held.iter().enumerate().filter(of_form);
        if block.form != self.asked.form.form {
            return speaking(self.asked.period, all.collect(), |(_, held)| held.period);
        }
        let (start, subject) = (self.asked.period.start(), self.asked.subject);
        let before = all.filter(|(_, held)| held.period.end() < start && held.subject.as_ref() == subject);
        before.max_by_key(|(_, held)| held.period).into_iter().collect()
    }

    /// Keeps the reports so far and begins the one after the last of them.
    fn go_on(&mut self, block: &'a MadeFrom, chain: &'a Chain, before: &'a Held) -> Result<(), Unmade> {
        let (table, form) = (&before.table, self.asked.form);
        let index = |key: &str| table.form().column(key).map(|(at, _)| at);
        let (at, stage) = (index(&chain.at), index(&chain.stage));
        let newest = (0..table.len()).max_by_key(|row| at.and_then(|at| table.instant(*row, at)));
        let stage_of = |row| stage.and_then(|stage| table.code(row, stage));
        let Some(newest) = newest else { return Ok(()) };
        if (0..table.len()).any(|row| stage_of(row) == Some(chain.last.as_str())) {
            return Err(Unmade::Ended);
        }
        for row in 0..table.len() {
            let keep = |(to, column): (usize, &crate::form::Column)| {
                index(&column.key).map_or(Cell::Empty, |from| carried(table, row, from, form, to))
            };
            self.rows.push(form.columns.iter().enumerate().map(keep).collect());
        }
        self.kept = self.rows.len();
        let mut cells = Source { asked: self.asked, held: before, row: newest, grade: None }.cells(block);
        let further = (0..table.len()).filter(|row| stage_of(*row) == Some(chain.next.as_str())).count();
        let number = i64::try_from(further).unwrap_or(i64::MAX).saturating_add(1);
        let next = row::code(form, &chain.stage, &chain.next);
        for (key, cell) in [(&chain.stage, next), (&chain.number, Some(Cell::Number(number)))] {
            let slot = form.column(key).and_then(|(at, _)| cells.get_mut(at));
            if let (Some(slot), Some(cell)) = (slot, cell) {
                *slot = cell;
            }
        }
        self.rows.push(cells);
        Ok(())
    }

    /// Puts a row to those there are: into the one of the same case, else of the same matter, else below them. `here` are
    /// rows of the same block, whose cases are others even if the matter is one.
    fn put(&mut self, cells: Vec<Cell<'a>>, here: &BTreeSet<usize>) -> usize {
        let same = |role: Role, row: &[Cell<'a>]| {
            let at = self.asked.form.with_role(role).map(|(at, _)| at);
            let pair = at.and_then(|at| Some((*cells.get(at)?, *row.get(at)?)));
            pair.is_some_and(|(one, other)| one != Cell::Empty && one == other)
        };
        let rows = || self.rows.iter().enumerate().skip(self.kept);
        let of_case = rows().find(|(_, row)| same(Role::Case, row)).map(|(at, _)| at);
        let of_matter =
            || rows().find(|(at, row)| !here.contains(at) && same(Role::Matter, row)).map(|(at, _)| at);
        let Some(at) = of_case.or_else(of_matter) else {
            self.rows.push(cells);
            return self.rows.len() - 1;
        };
        for (slot, cell) in self.rows.get_mut(at).into_iter().flatten().zip(cells) {
            if *slot == Cell::Empty {
                *slot = cell;
            }
        }
        at
    }

    fn finish(self) -> Result<Made, Unmade> {
        let form = self.asked.form;
        let at_signing: Vec<usize> =
            (0..form.columns.len()).filter(|at| by_signer(form, *at).is_some()).collect();
        let mut table = Table::new(Arc::clone(form));
        let mut missing = Vec::new();
        let case = form.with_role(Role::Case).map(|(at, _)| at);
        for (row, cells) in self.rows.iter().enumerate() {
            // Loading has shown that every cell fits its column.
            let _ = table.push(Place::default(), cells);
            let empty = |at: &usize| cells.get(*at) == Some(&Cell::Empty) && !at_signing.contains(at);
            let wanted = form.columns.iter().enumerate().filter(|(_, column)| column.required);
            for (_, column) in wanted.filter(|(at, _)| row >= self.kept && empty(at)) {
                let case = case.and_then(|case| table.text(row, case)).map(str::to_owned);
                missing.push(Gap { row, case, column: column.title() });
            }
        }
        Ok(Made { table, missing, at_signing, of: self.of.into_iter().collect() })
    }
}
