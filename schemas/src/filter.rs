//! Conditions bound to a form's columns and to a period, ready to be asked row by row.

use chrono::NaiveDate;

use crate::{
    form::{Clause, Condition, Field, Form, Number, Test, When},
    fraction::Fraction,
    period::Period,
    sheet::fold::names,
    table::{Cell, Table},
};

/// The dates that conditions speak of.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// The period of the ledger.
    pub period: Period,
    /// First day of the campaign, where one is meant.
    pub campaign_start: Option<NaiveDate>,
}

impl Window {
    /// The window of a period without a campaign.
    pub fn of(period: Period) -> Self {
        Self { period, campaign_start: None }
    }
}

/// Conditions that must all hold, with columns and codes looked up once.
#[derive(Clone, Debug)]
pub struct Filter {
    clauses: Vec<Vec<Bound>>,
    first: NaiveDate,
    last: NaiveDate,
    campaign: Option<NaiveDate>,
}

#[derive(Clone, Debug)]
struct Bound {
    column: usize,
    test: BoundTest,
    negated: bool,
}

#[derive(Clone, Debug)]
enum BoundTest {
    Is(When),
    Codes(Vec<bool>),
    Texts(Vec<String>),
    AtLeast(Operand),
    AtMost(Operand),
    NotAfter(usize),
    Within(usize, i64),
    WithinHours(usize, i64),
    Share(usize, Fraction),
    Fresh(i64),
    DiffersFrom(usize),
    /// The definition named a column that is not there; loading refuses that, so no row passes.
    Never,
}

#[derive(Clone, Copy, Debug)]
enum Operand {
    Fixed(i64),
    Column(usize),
}

impl Filter {
    /// Binds conditions. Definitions are checked on loading; a condition that fits no column holds nowhere.
    pub fn new(clauses: &[Clause], form: &Form, window: Window) -> Self {
        let clauses = clauses
            .iter()
            .map(|clause| clause.conditions().iter().map(|condition| Bound::new(condition, form)).collect())
            .collect();
        Self {
            clauses,
            first: window.period.start(),
            last: window.period.end(),
            campaign: window.campaign_start,
        }
    }

    /// Binds conditions that speak of no period.
    pub(crate) fn timeless(clauses: &[Clause], form: &Form) -> Self {
        let bind = |clause: &Clause| clause.conditions().iter().map(|one| Bound::new(one, form)).collect();
        let never = NaiveDate::MIN;
        Self { clauses: clauses.iter().map(bind).collect(), first: never, last: never, campaign: None }
    }

    /// Whether the row passes.
    pub fn holds(&self, table: &Table, row: usize) -> bool {
        self.clauses.iter().all(|any| any.iter().any(|bound| self.test(bound, table, row) != bound.negated))
    }

    fn test(&self, bound: &Bound, table: &Table, row: usize) -> bool {
        let column = bound.column;
        match &bound.test {
            BoundTest::Is(When::Filled) => table.cell(row, column) != Cell::Empty,
            BoundTest::Is(When::Yes) => table.cell(row, column) == Cell::Bool(true),
            BoundTest::Is(when) => table.date(row, column).is_some_and(|day| self.lies(day, *when)),
            BoundTest::Codes(among) => match table.cell(row, column) {
                Cell::Code(code) => among.get(usize::from(code)).copied().unwrap_or(false),
                Cell::Codes(bits) => {
                    among.iter().enumerate().any(|(at, wanted)| *wanted && bits >> at & 1 == 1)
                }
                _ => false,
            },
            BoundTest::Texts(among) => {
                table.text(row, column).is_some_and(|text| among.iter().any(|wanted| wanted == text))
            }
            BoundTest::AtLeast(operand) => compare(table, row, column, *operand, |a, b| a >= b),
            BoundTest::AtMost(operand) => compare(table, row, column, *operand, |a, b| a <= b),
            BoundTest::NotAfter(other) => {
                // Of two instants the minute decides; a day has none.
                if let (Some(at), Some(bound)) = (table.instant(row, column), table.instant(row, *other)) {
                    return at <= bound;
                }
                match (table.date(row, column), table.date(row, *other)) {
                    (Some(day), Some(bound)) => day <= bound,
                    _ => false,
                }
            }
            BoundTest::Within(other, days) => match (table.date(row, column), table.date(row, *other)) {
                (Some(day), Some(from)) => (day - from).num_days() <= *days,
                _ => false,
            },
            BoundTest::WithinHours(other, hours) => {
                match (table.instant(row, column), table.instant(row, *other)) {
                    (Some(at), Some(from)) => (at - from).num_minutes() <= hours.saturating_mul(60),
                    _ => false,
                }
            }
            BoundTest::Share(other, least) => match (table.number(row, column), table.number(row, *other)) {
                (Some(part), Some(whole)) => Fraction::new(part, whole).is_some_and(|share| share >= *least),
                _ => false,
            },
            BoundTest::Fresh(days) => {
                table.date(row, column).is_some_and(|day| (self.last - day).num_days() <= *days)
            }
            BoundTest::DiffersFrom(other) => match (table.text(row, column), table.text(row, *other)) {
                (Some(here), Some(there)) => {
                    let there = persons(there);
                    persons(here).iter().all(|name| !there.contains(name))
                }
                _ => false,
            },
            BoundTest::Never => bound.negated,
        }
    }

    fn lies(&self, day: NaiveDate, when: When) -> bool {
        match when {
            When::BeforePeriod => day < self.first,
            When::InPeriod => self.first <= day && day <= self.last,
            When::AfterPeriod => day > self.last,
            When::ByPeriodEnd => day <= self.last,
            When::BeforeCampaign => self.campaign.is_some_and(|start| day < start),
            When::Filled | When::Yes => true,
        }
    }
}

/// The persons named in a cell, without what stands in brackets behind a name, such as a post.
fn persons(cell: &str) -> Vec<String> {
    let bare = |name: String| name.split_once('(').map_or(name.clone(), |(bare, _)| bare.to_owned());
    names(cell).into_iter().map(bare).collect()
}

fn compare(table: &Table, row: usize, column: usize, operand: Operand, test: fn(i64, i64) -> bool) -> bool {
    let bound = match operand {
        Operand::Fixed(number) => Some(number),
        Operand::Column(other) => table.number(row, other),
    };
    matches!((table.number(row, column), bound), (Some(a), Some(b)) if test(a, b))
}

impl Bound {
    fn new(condition: &Condition, form: &Form) -> Self {
        let index = |field: &Field| form.resolve(field).map(|(index, _)| index);
        let operand = |number: &Number| match number {
            Number::Fixed(number) => Some(Operand::Fixed(*number)),
            Number::Of(field) => index(field).map(Operand::Column),
        };
        let column = index(&condition.on);
        let test = column.and_then(|column| match &condition.test {
            Test::Is(when) => Some(BoundTest::Is(*when)),
            Test::Among(wanted) => Some(match form.list_of(column) {
                Some(list) => {
                    BoundTest::Codes(list.items.iter().map(|item| wanted.contains(&item.code)).collect())
                }
                None => BoundTest::Texts(wanted.clone()),
            }),
            Test::AtLeast(number) => operand(number).map(BoundTest::AtLeast),
            Test::AtMost(number) => operand(number).map(BoundTest::AtMost),
            Test::NotAfter(other) => index(other).map(BoundTest::NotAfter),
            Test::Within(other, days) => index(other).map(|other| BoundTest::Within(other, *days)),
            Test::WithinHours(other, hours) => {
                index(other).map(|other| BoundTest::WithinHours(other, *hours))
            }
            Test::Share(other, percent) => {
                index(other).map(|other| BoundTest::Share(other, percent.of_hundred()))
            }
            Test::Fresh(days) => Some(BoundTest::Fresh(*days)),
            Test::DiffersFrom(other) => index(other).map(BoundTest::DiffersFrom),
        });
        Self {
            column: column.unwrap_or(usize::MAX),
            test: test.unwrap_or(BoundTest::Never),
            negated: condition.negated,
        }
    }
}
