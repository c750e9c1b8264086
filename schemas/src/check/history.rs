//! A case against what was filed of it before: what stays, what only grows, which state may follow which.

use std::collections::{BTreeMap, BTreeSet};

use super::{Against, Findings};
use crate::{
    cell::shown,
    finding::{Finding, Severity},
    form::{Form, History, Role, Step},
    place::Place,
    sheet::fold::fold,
    table::{Cell, Table},
    text::Text,
};

/// A row and the row of the same case that was filed before.
struct Pair<'a> {
    table: &'a Table,
    row: usize,
    earlier: &'a Table,
    at: usize,
}

pub(super) fn check(table: &Table, against: &Against<'_>, findings: &mut Findings<'_>) {
    let form = table.form();
    let Some(history) = &form.history else { return };
    let filed = newest(form, against.beside.unwrap_or_default());
    let Some((case, _)) = form.with_role(Role::Case) else { return };
    if history.kept {
        kept(table, case, history, &filed, findings);
    }
    for row in 0..table.len() {
        let Some((earlier, at)) = table.text(row, case).and_then(|case| filed.get(case)) else { continue };
        let pair = Pair { table, row, earlier, at: *at };
        pair.stays(history, findings);
        pair.grows(history, findings);
        pair.steps(history, findings);
    }
}

/// Every row that was filed stands again.
fn kept(
    table: &Table,
    case: usize,
    history: &History,
    filed: &BTreeMap<&str, (&Table, usize)>,
    findings: &mut Findings<'_>,
) {
    let here: BTreeSet<&str> = (0..table.len()).filter_map(|row| table.text(row, case)).collect();
    for gone in filed.keys().filter(|number| !here.contains(*number)) {
        let what = Text::new("此前已报的“{case}”不在表中", "“{case}”, filed before, is missing");
        let fix = Text::new(
            "已报的内容只增不减：列出此前各条，另加新的一条",
            "What was filed is only added to: list every row so far, and add the new one",
        );
        let code = format!("{}-kept", history.code);
        let mut finding = Finding::new(code, Severity::Block, what.fill(&[("case", gone)]), fix);
        finding.place = Place { row: None, column: None, ..table.place(0) };
        finding.case = Some((*gone).to_owned());
        findings.push(finding);
    }
}

/// For each case the row filed last. Ledgers come oldest first.
fn newest<'a>(form: &Form, beside: &'a [Table]) -> BTreeMap<&'a str, (&'a Table, usize)> {
    let mut filed = BTreeMap::new();
    for table in beside.iter().filter(|other| other.form().form == form.form) {
        let Some((case, _)) = table.form().with_role(Role::Case) else { continue };
        filed.extend((0..table.len()).filter_map(|row| Some((table.text(row, case)?, (table, row)))));
    }
    filed
}

impl Pair<'_> {
    /// Where a column stands here and stood there; an earlier version of the form may not have had it.
    fn columns(&self, key: &str) -> Option<(usize, usize)> {
        Some((self.table.form().column(key)?.0, self.earlier.form().column(key)?.0))
    }

    fn title(&self, key: &str) -> Text {
        self.table.form().column(key).map_or_else(|| Text::same(""), |(_, column)| column.title())
    }

    fn differs(&self, here: usize, there: usize) -> bool {
        match (self.table.cell(self.row, here), self.earlier.cell(self.at, there)) {
            (Cell::Text(now), Cell::Text(then)) => fold(now) != fold(then),
            (Cell::Code(_), Cell::Code(_)) => {
                self.table.code(self.row, here) != self.earlier.code(self.at, there)
            }
            (now, then) => now != then,
        }
    }

    fn stays(&self, history: &History, findings: &mut Findings<'_>) {
        for key in &history.same {
            let Some((here, there)) = self.columns(key) else { continue };
            let Some(before) = self.said(there) else { continue };
            if !self.differs(here, there) {
                continue;
            }
            let what = Text::new(
                "“{column}”与此前报送的“{before}”不同",
                "“{column}” was “{before}” when it was filed before",
            );
            let (severity, fix) = match history.kept {
                false => (
                    Severity::Explain,
                    Text::new(
                        "改回此前报送的内容；确属更正的说明理由",
                        "Put back what was filed; if it corrects an error, give the reason",
                    ),
                ),
                true => (
                    Severity::Block,
                    Text::new(
                        "改回此前报送的内容；有误的另加一条说明",
                        "Put back what was filed; if it was wrong, say so in a row of its own",
                    ),
                ),
            };
            let what = what.fill(&[("column", &self.title(key)), ("before", &before)]);
            let code = format!("{}-same", history.code);
            findings.at(self.row, here, Finding::new(code, severity, what, fix));
        }
    }

    fn grows(&self, history: &History, findings: &mut Findings<'_>) {
        for key in &history.grows {
            let Some((here, there)) = self.columns(key) else { continue };
            let fallen = match (self.table.cell(self.row, here), self.earlier.cell(self.at, there)) {
                (Cell::Number(now), Cell::Number(then)) => now < then,
                (Cell::Date(now), Cell::Date(then)) => now < then,
                (Cell::Empty, then) => then != Cell::Empty,
                _ => false,
            };
            let Some(before) = self.said(there).filter(|_| fallen) else { continue };
            let what = Text::new(
                "“{column}”退到了此前报送的{before}之前",
                "“{column}” falls behind {before}, which was filed before",
            );
            let fix = Text::new(
                "跟进记录只增不减：补回此前已报的记录",
                "What was followed up is not taken back: put in again what was filed",
            );
            let what = what.fill(&[("column", &self.title(key)), ("before", &before)]);
            let code = format!("{}-grows", history.code);
            findings.at(self.row, here, Finding::new(code, Severity::Block, what, fix));
        }
    }

    fn steps(&self, history: &History, findings: &mut Findings<'_>) {
        let Some((here, there)) = history.status.as_ref().and_then(|key| self.columns(key)) else { return };
        let states = (self.earlier.code(self.at, there), self.table.code(self.row, here));
        let (Some(from), Some(to)) = states else { return };
        if from == to {
            return;
        }
        let leads = |step: &&Step| step.from.iter().any(|code| code == from);
        let reaches = |step: &&Step| step.to.iter().any(|code| code == to);
        let names = (named(self.table.form(), here, [from]), named(self.table.form(), here, [to]));
        let Some(step) = history.steps.iter().filter(leads).find(reaches) else {
            let next = history.steps.iter().filter(leads).flat_map(|step| step.to.iter().map(String::as_str));
            let next = named(self.table.form(), here, next);
            let what =
                Text::new("状态不能由“{from}”改为“{to}”", "The state cannot go from “{from}” to “{to}”");
            let fix = Text::new(
                "由“{from}”只能改为：{next}；保留原状态或按实际改正",
                "From “{from}” it may only become: {next}; leave it as it was, or say what it is",
            );
            let what = what.fill(&[("from", &names.0), ("to", &names.1)]);
            let fix = fix.fill(&[("from", &names.0), ("next", &next)]);
            let code = format!("{}-step", history.code);
            findings.at(self.row, here, Finding::new(code, Severity::Block, what, fix));
            return;
        };
        for (key, anew) in
            step.needs.iter().map(|key| (key, false)).chain(step.anew.iter().map(|key| (key, true)))
        {
            let Some((column, _)) = self.table.form().column(key) else { continue };
            let empty = self.table.cell(self.row, column) == Cell::Empty;
            let as_before = anew && self.columns(key).is_some_and(|(here, there)| !self.differs(here, there));
            if !empty && !as_before {
                continue;
            }
            let what = if empty {
                Text::new(
                    "由“{from}”改为“{to}”须填写“{column}”",
                    "To go from “{from}” to “{to}”, “{column}” must be filled",
                )
            } else {
                Text::new(
                    "由“{from}”改为“{to}”须另填“{column}”，不得沿用此前报送的内容",
                    "To go from “{from}” to “{to}”, “{column}” must be given anew, not as it was filed before",
                )
            };
            let fix = Text::new(
                "填写该单元格；尚未办到的保留原状态“{from}”",
                "Fill the cell, or leave it at “{from}” until it is so",
            );
            let what = what.fill(&[("from", &names.0), ("to", &names.1), ("column", &self.title(key))]);
            let code = format!("{}-needs", history.code);
            let fix = fix.fill(&[("from", &names.0)]);
            findings.at(self.row, column, Finding::new(code, Severity::Block, what, fix));
        }
    }

    /// What the earlier filing says in a column, codes by their names.
    fn said(&self, there: usize) -> Option<Text> {
        match self.earlier.code(self.at, there) {
            Some(code) => Some(named(self.earlier.form(), there, [code])),
            None => shown(self.earlier, self.at, there).map(Text::same),
        }
    }
}

/// Codes of a column's list by their names.
fn named<'c>(form: &Form, column: usize, codes: impl IntoIterator<Item = &'c str>) -> Text {
    let list = form.list_of(column);
    let items = codes.into_iter().filter_map(|code| list?.of(code));
    let (zh, en): (Vec<&str>, Vec<&str>) = items.map(|item| (item.zh.as_str(), item.en.as_str())).unzip();
    Text::owned(zh.join("、"), en.join(", "))
}
