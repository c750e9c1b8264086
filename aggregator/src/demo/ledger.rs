//! The ledgers as a county would keep them: a CSV workbook with Chinese headings and all columns, those that never
//! leave a node too.
//!
//! A ledger holds what RULINGS 2 says: cases open in the period, due in it, or with a dated event in it, as known at
//! its end. The attributes of a case are drawn under its number, so every ledger shows the same.

mod arbitration;
pub(super) mod bottom;
mod clue;
mod dispute;
pub(super) mod duty_day;
mod inspection;
pub(super) mod layoff;
pub(super) mod major;
mod mediation;
pub(super) mod mediator;
mod order;
pub(super) mod organisation;
mod paper;
pub(super) mod people;
pub(super) mod project;
pub(super) mod sanction;
pub(super) mod urgent;
pub(super) mod watch;
pub(super) mod work;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use schemas::{
    bureau::BureauCode,
    form::{ColumnType, Form},
    period::Period,
};

use super::{
    calendar::Calendar,
    chance::Chance,
    flow::{Course, Limit, courses},
    place::{TOWNS, Town},
    plan::{self, Figures, Filed, Stream, WARM_UP, figures},
};

/// Service, suits and payments come within this time after a closing, and so does the due day of a case closed early.
const FOLLOW_UP: Days = Days::new(120);

/// What a bureau hands in for a form and a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Return {
    /// A workbook, as CSV in UTF-8 with a title row that says 演示数据.
    Ledger(String),
    /// Nothing to report.
    Nil,
}

/// What a bureau of the worked city hands in; `None` if it stays silent (鹭洲经济开发区 for 2025Q3), or if bureau, form or period
/// are not of the story, which runs from 2024Q4 to 2025Q3.
pub fn workbook(bureau: &BureauCode, form: &Form, period: Period) -> Option<Return> {
    worked(TOWNS.iter().find(|town| town.code == bureau.as_str())?, form, period)
}

pub(super) fn worked(town: &Town, form: &Form, period: Period) -> Option<Return> {
    let (year, quarter) = WARM_UP;
    let told = Period::quarter(year, quarter)?.next()?.through(Period::quarter(2025, 3)?);
    let last = *told.last().filter(|_| told.contains(&period))?;
    if period == last && plan::filed(town.code) == Filed::Not {
        return None;
    }
    let calendar = Calendar::new();
    let flow = |stream: Stream, limit: Limit| {
        figures(town.code, stream, |period, came| limit.undue(&calendar, period, came))
    };
    let cases = cases(town, &form.form, &calendar, flow)?;
    of_cases(town, form, period, &calendar, &cases)
}

/// The ledger of a period that holds these cases; a nil return if there are none.
pub(super) fn of_cases(
    town: &Town,
    form: &Form,
    period: Period,
    calendar: &Calendar,
    cases: &[Case<'_>],
) -> Option<Return> {
    of_rows(town, form, period, &known(period, calendar, cases))
}

/// The rows of the cases that a ledger of a period holds.
fn known(period: Period, calendar: &Calendar, cases: &[Case<'_>]) -> Vec<Row> {
    cases
        .iter()
        .filter(|case| case.course.came <= period.end() && case.may_matter(period))
        .map(|case| case.row(calendar, period.end()))
        .filter(|row| row.belongs(period))
        .collect()
}

/// The ledger of a period with these rows; a nil return if there are none.
pub(super) fn of_rows(town: &Town, form: &Form, period: Period, rows: &[Row]) -> Option<Return> {
    Some(if rows.is_empty() { Return::Nil } else { Return::Ledger(csv(town, form, period, rows)?) })
}

/// One case.
pub(super) struct Case<'a> {
    pub(super) town: &'a Town,
    stream: Stream,
    /// Counts up within the year in which it came in.
    number: usize,
    pub(super) course: Course,
    pub(super) chance: Chance,
    /// What was agreed on and paid at once, where the script says so.
    pub(super) settled: Option<Settled>,
    /// What the script tells of it, where it is not left to chance.
    pub(super) told: Option<Told>,
    /// Matter of the case that a paper is about, and the chance its employer was drawn by.
    pub(super) about: Option<(String, Chance)>,
}

/// A mediation whose outcome a script tells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled {
    pub(super) yuan: usize,
    /// How many mediators the register of the bureau has.
    pub(super) mediators: usize,
}

/// A case that a script tells of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    /// Number of the matter.
    pub(super) matter: &'static str,
    pub(super) persons: usize,
    /// Amount at issue.
    pub(super) yuan: usize,
}

/// A row of a ledger: mostly a case, as known at the end of a period.
pub(super) struct Row {
    known: NaiveDate,
    course: Course,
    cells: BTreeMap<&'static str, String>,
    events: Vec<NaiveDate>,
}

/// The cases of a form of a bureau, numbered in the order they came in, by what each of its streams comes to.
pub(super) fn cases<'a>(
    town: &'a Town,
    form: &str,
    calendar: &Calendar,
    flow: impl Fn(Stream, Limit) -> Vec<Figures>,
) -> Option<Vec<Case<'a>>> {
    let limit = match form {
        "L2" | "R3" => Limit::Days(15),
        "L1" => Limit::Days(30),
        "L3" => Limit::Days(45),
        "L4" => Limit::WorkingDays(60),
        "L5" => Limit::WorkingDays(15),
        "L10" => Limit::WorkingDays(13),
        _ => return None,
    };
    let mut all: Vec<(Stream, Course)> = Vec::new();
    // The first year is told from its third quarter only; numbers before are taken by cases nobody sees.
    let mut unseen = 0;
    for stream in Stream::of(form) {
        let figures = flow(*stream, limit);
        unseen += figures.get(1).map_or(0, |quarter| 2 * quarter.came);
        let chance = Chance::of(&[town.code, &format!("{stream:?}"), "dates"]);
        all.extend(courses(calendar, chance, limit, &figures).into_iter().map(|course| (*stream, course)));
    }
    all.sort_by_key(|(_, course)| (course.came, course.due));
    let first = all.first().map_or(0, |(_, course)| course.came.year());
    let mut last = (first, unseen);
    let numbered = all.into_iter().map(|(stream, course)| {
        let year = course.came.year();
        last = (year, if year == last.0 { last.1 + 1 } else { 1 });
        let chance = Chance::of(&[town.code, form, &format!("{year}-{}", last.1)]);
        Case { town, stream, number: last.1, course, chance, settled: None, told: None, about: None }
    });
    Some(numbered.collect())
}

impl Case<'_> {
    /// Whether it was not long over when a period began. Spares making rows that no ledger holds.
    fn may_matter(&self, period: Period) -> bool {
        self.course.closed.is_none_or(|closed| closed + FOLLOW_UP >= period.start())
    }

    fn row(&self, calendar: &Calendar, known: NaiveDate) -> Row {
        let hidden = self.course.closed.is_some_and(|closed| closed > known);
        let closed = self.course.closed.filter(|_| !hidden);
        let course = Course { closed, ..self.course };
        let mut row = Row { known, course, cells: BTreeMap::new(), events: Vec::new() };
        match self.stream {
            Stream::Mediation => mediation::fill(self, calendar, &mut row),
            Stream::Arbitration => arbitration::fill(self, calendar, &mut row),
            Stream::MigrantWages | Stream::OtherInspection => inspection::fill(self, calendar, &mut row),
            Stream::Clues => clue::fill(self, calendar, &mut row),
            Stream::Disputes => dispute::fill(self, calendar, &mut row),
            Stream::Orders => order::fill(self, calendar, &mut row),
            Stream::Papers => paper::fill(self, calendar, &mut row),
        }
        row
    }

    /// A number as files bear it: `东湖劳人仲案〔2025〕12号`.
    fn number(&self, series: &str) -> String {
        format!("{}{series}〔{}〕{}号", self.town.short, self.course.came.year(), self.number)
    }

    /// The number of the matter behind the case.
    pub(super) fn matter(&self, series: &str) -> String {
        if let Some(told) = self.told {
            return told.matter.to_owned();
        }
        format!("{}-{series}{}-{}", self.town.code, self.course.came.year(), self.number)
    }

    /// Workers: one, a few, or a collective case (about 1.3 % of cases with about 23 workers; more in zones).
    pub(super) fn persons(&self) -> usize {
        if let Some(told) = self.told {
            return told.persons;
        }
        let zone = self.town.kind == schemas::bureau::Kind::Zone;
        match self.chance.draw("size", 1000) {
            0..13 => 10 + self.chance.draw("collective", 27),
            13..22 if zone => 12 + self.chance.draw("collective", 32),
            970.. => 2 + self.chance.draw("few", 2),
            _ => 1,
        }
    }

    /// Yuan at issue, about 22,000 a case.
    pub(super) fn yuan(&self, persons: usize) -> usize {
        if let Some(told) = self.told {
            return told.yuan;
        }
        let each = 300 + self.chance.draw("each", 1200) + self.chance.draw("more", 1200);
        each * 10 * persons
    }

    /// So many thousandths of an amount, in whole tens.
    fn part(&self, name: &str, yuan: usize, from: usize, to: usize) -> usize {
        yuan * (from + self.chance.draw(name, to - from + 1)) / 10_000 * 10
    }
}

impl Row {
    /// A row that is no case, as known at the end of a period.
    pub(super) fn known_at(known: NaiveDate) -> Self {
        let course = Course { came: known, due: known, closed: None, good: false, best: false };
        Self { known, course, cells: BTreeMap::new(), events: Vec::new() }
    }

    fn set(&mut self, key: &'static str, value: impl Into<String>) {
        self.cells.insert(key, value.into());
    }

    fn count(&mut self, key: &'static str, value: usize) {
        self.set(key, value.to_string());
    }

    fn yes(&mut self, key: &'static str, yes: bool) {
        self.set(key, if yes { "是" } else { "否" });
    }

    fn money(&mut self, key: &'static str, yuan: usize) {
        self.set(key, format!("{yuan}.00"));
    }

    /// A date that is no event, such as a due day.
    fn date(&mut self, key: &'static str, day: NaiveDate) {
        self.set(key, day.to_string());
    }

    /// An event, if it has happened by the end of the period.
    fn event(&mut self, key: &'static str, day: NaiveDate) -> bool {
        self.event_at(key, day, "")
    }

    /// An event with a time of day, such as ` 09:41`.
    fn event_at(&mut self, key: &'static str, day: NaiveDate, time: &str) -> bool {
        let happened = day <= self.known;
        if happened {
            self.set(key, format!("{day}{time}"));
            self.events.push(day);
        }
        happened
    }

    /// Whether a ledger of the period holds the row (RULINGS 2).
    fn belongs(&self, period: Period) -> bool {
        let open = self.course.closed.is_none_or(|closed| closed >= period.start());
        open || period.contains(self.course.due) || self.events.iter().any(|day| period.contains(*day))
    }
}

fn csv(town: &Town, form: &Form, period: Period, rows: &[Row]) -> Option<String> {
    let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let title = format!("演示数据　{}{}（{}）", town.name, form.name.zh, period.title().zh);
    csv.write_record([title.as_str()]).ok()?;
    let reporter = format!("填报单位：{}{}（虚构）", town.name, town.home.office);
    csv.write_record([reporter.as_str(), form.survey.number.as_str()]).ok()?;
    csv.write_record(form.columns.iter().map(|column| match column.kind {
        ColumnType::Money => format!("{}（元）", column.zh),
        _ => column.zh.clone(),
    }))
    .ok()?;
    for row in rows {
        let cells =
            form.columns.iter().map(|column| row.cells.get(column.key.as_str()).map_or("", String::as_str));
        csv.write_record(cells).ok()?;
    }
    String::from_utf8(csv.into_inner().ok()?).ok()
}
