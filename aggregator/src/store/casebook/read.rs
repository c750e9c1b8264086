//! What lists and chains read of the casebook: each through an index (`plans.rs` looks at how).

use std::collections::BTreeMap;

use diesel::{
    BoolExpressionMethods, ExpressionMethods, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    dsl::count_star,
};
use schemas::{bureau::BureauCode, hash::Sha, period::Period};

use super::super::{AnyConnection, StoreError, schema::casebook};
use crate::casebook::Entry;

/// A row with what it stands in.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Identity of the statement.
    pub statement: Sha,
    /// Whose.
    pub bureau: BureauCode,
    /// Form of the ledger.
    pub form: String,
    /// Period of the ledger.
    pub period: Period,
    /// Name of the dispute.
    pub dispute: Option<String>,
    /// Whether the dispute is counted by it.
    pub head: bool,
    /// The row.
    pub entry: Entry,
}

/// Which rows a list is of.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of these bureaus; none is all.
    pub bureaus: Option<Vec<BureauCode>>,
    /// Of this form.
    pub form: String,
    /// Still open, or ended.
    pub open: Option<bool>,
    /// Of this cause, the codes below it included.
    pub cause: Option<String>,
    /// Of this industry, the codes below it included.
    pub industry: Option<String>,
    /// Of this level.
    pub level: Option<String>,
    /// The first on the page comes after this one.
    pub after: Option<After>,
}

/// Where a page of a list ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// The day the last row came in; empty where none is known.
    pub opened: String,
    /// Its bureau.
    pub bureau: String,
    /// Its number.
    pub case_no: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = casebook)]
struct Row {
    statement: String,
    place: i32,
    bureau: String,
    form: String,
    period: String,
    case_no: String,
    matter: Option<String>,
    went_on: Option<String>,
    came_from: Option<String>,
    dispute: Option<String>,
    head: bool,
    opened: String,
    due: Option<String>,
    closed: Option<String>,
    followed: Option<String>,
    employer: Option<String>,
    employer_code: Option<String>,
    employer_type: Option<String>,
    industry: Option<String>,
    cause: Option<String>,
    area: Option<String>,
    source: Option<String>,
    level: Option<String>,
    outcome: Option<String>,
    mediator: Option<String>,
    responsible: Option<String>,
    persons: Option<i64>,
    amount: Option<i64>,
    paid: Option<i64>,
}

impl Row {
    fn read(self) -> Result<Kept, StoreError> {
        let damaged = || StoreError::Corrupt("casebook");
        let day = |day: Option<String>| day.map(|day| day.parse()).transpose().map_err(|_| damaged());
        let entry = Entry {
            place: u32::try_from(self.place).map_err(|_| damaged())?,
            case_no: self.case_no,
            matter: self.matter,
            went_on: self.went_on,
            came_from: self.came_from,
            opened: day((!self.opened.is_empty()).then_some(self.opened))?,
            due: day(self.due)?,
            closed: day(self.closed)?,
            followed: day(self.followed)?,
            employer: self.employer,
            employer_code: self.employer_code,
            employer_type: self.employer_type,
            industry: self.industry,
            cause: self.cause,
            area: self.area,
            source: self.source,
            level: self.level,
            outcome: self.outcome,
            mediator: self.mediator,
            responsible: self.responsible,
            persons: self.persons,
            amount: self.amount,
            paid: self.paid,
            // Lists and chains do not show them.
            band: None,
            performed: None,
        };
        Ok(Kept {
            statement: self.statement.parse().map_err(|_| damaged())?,
            bureau: self.bureau.parse().map_err(|_| damaged())?,
            form: self.form,
            period: self.period.parse().map_err(|_| damaged())?,
            dispute: self.dispute,
            head: self.head,
            entry,
        })
    }
}

fn read(rows: Vec<Row>) -> Result<Vec<Kept>, StoreError> {
    rows.into_iter().map(Row::read).collect()
}

pub(super) fn codes(bureaus: &[BureauCode]) -> Vec<&str> {
    bureaus.iter().map(BureauCode::as_str).collect()
}

/// The last text that begins with one.
fn below(code: &str) -> String {
    format!("{code}\u{10FFFF}")
}

/// What narrows a list, on a boxed query.
macro_rules! narrowed {
    ($query:expr, $wanted:expr) => {{
        let mut query = $query.filter(casebook::latest).filter(casebook::form.eq($wanted.form.clone()));
        if let Some(bureaus) = &$wanted.bureaus {
            query =
                query.filter(casebook::bureau.eq_any(bureaus.iter().map(|code| code.as_str().to_owned())));
        }
        query = match $wanted.open {
            Some(true) => query.filter(casebook::closed.is_null()),
            Some(false) => query.filter(casebook::closed.is_not_null()),
            None => query,
        };
        if let Some(cause) = &$wanted.cause {
            query = query.filter(casebook::cause.ge(cause.clone())).filter(casebook::cause.le(below(cause)));
        }
        if let Some(industry) = &$wanted.industry {
            query = query
                .filter(casebook::industry.ge(industry.clone()))
                .filter(casebook::industry.le(below(industry)));
        }
        if let Some(level) = &$wanted.level {
            query = query.filter(casebook::level.eq(level.clone()));
        }
        query
    }};
}

/// A page of a list: the newest first.
///
/// # Errors
/// Only if the store fails.
pub fn page(connection: &mut AnyConnection, wanted: &Wanted, most: i64) -> Result<Vec<Kept>, StoreError> {
    let mut query = narrowed!(casebook::table.select(Row::as_select()).into_boxed(), wanted);
    if let Some(After { opened, bureau, case_no }) = wanted.after.clone() {
        let later = casebook::bureau
            .gt(bureau.clone())
            .or(casebook::bureau.eq(bureau).and(casebook::case_no.gt(case_no)));
        query = query
            .filter(casebook::opened.le(opened.clone()))
            .filter(casebook::opened.lt(opened.clone()).or(casebook::opened.eq(opened).and(later)));
    }
    let query = query.order((casebook::opened.desc(), casebook::bureau, casebook::case_no)).limit(most);
    read(query.load(connection)?)
}

/// The open cases of a form that have a level, the gravest and oldest first; of one level, or of all.
///
/// # Errors
/// Only if the store fails.
pub fn graded(
    connection: &mut AnyConnection,
    form: &str,
    bureaus: Option<&[BureauCode]>,
    level: Option<&str>,
    most: i64,
) -> Result<Vec<Kept>, StoreError> {
    let mut query = casebook::table
        .select(Row::as_select())
        .filter(casebook::latest)
        .filter(casebook::form.eq(form))
        .filter(casebook::closed.is_null())
        .filter(casebook::level.is_not_null())
        .into_boxed();
    if let Some(bureaus) = bureaus {
        query = query.filter(casebook::bureau.eq_any(codes(bureaus)));
    }
    if let Some(level) = level {
        query = query.filter(casebook::level.eq(level));
    }
    let order = (casebook::level, casebook::opened, casebook::bureau, casebook::case_no);
    read(query.order(order).limit(most).load(connection)?)
}

/// How many rows a list has.
///
/// # Errors
/// Only if the store fails.
pub fn count(connection: &mut AnyConnection, wanted: &Wanted) -> Result<i64, StoreError> {
    Ok(narrowed!(casebook::table.select(count_star()).into_boxed(), wanted).first(connection)?)
}

/// How many cases there are of each form.
///
/// # Errors
/// Only if the store fails.
pub fn by_form(
    connection: &mut AnyConnection,
    bureaus: Option<&[BureauCode]>,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut query = casebook::table
        .filter(casebook::latest)
        .group_by(casebook::form)
        .select((casebook::form, count_star()))
        .into_boxed();
    if let Some(bureaus) = bureaus {
        query = query.filter(casebook::bureau.eq_any(codes(bureaus)));
    }
    let rows: Vec<(String, i64)> = query.load(connection)?;
    Ok(rows.into_iter().collect())
}

/// The rows whose number, matter or credit code is what somebody looks for, or whose employer's name begins with it.
///
/// # Errors
/// Only if the store fails.
pub fn search(
    connection: &mut AnyConnection,
    bureaus: Option<&[BureauCode]>,
    text: &str,
    most: i64,
) -> Result<Vec<Kept>, StoreError> {
    let mut found: Vec<Row> = Vec::new();
    // One query a column, so that each goes through its index.
    for column in 0..4 {
        let mut query = casebook::table.select(Row::as_select()).filter(casebook::latest).into_boxed();
        query = match column {
            0 => query.filter(casebook::case_no.eq(text)),
            1 => query.filter(casebook::matter.eq(text)),
            2 => query.filter(casebook::employer_code.eq(text)),
            _ => query.filter(casebook::employer.ge(text)).filter(casebook::employer.le(below(text))),
        };
        if let Some(bureaus) = bureaus {
            query = query.filter(casebook::bureau.eq_any(codes(bureaus)));
        }
        let rows: Vec<Row> = query.limit(most).load(connection)?;
        let new = |row: &Row| {
            !found.iter().any(|known| (&known.statement, known.place) == (&row.statement, row.place))
        };
        let rows: Vec<Row> = rows.into_iter().filter(new).collect();
        found.extend(rows);
    }
    found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    read(found)
}

/// Every row that a bureau's ledgers in force have of a case, the oldest ledger first.
///
/// # Errors
/// Only if the store fails.
pub fn case(
    connection: &mut AnyConnection,
    bureau: &BureauCode,
    form: &str,
    case_no: &str,
) -> Result<Vec<Kept>, StoreError> {
    let rows = casebook::table
        .filter(casebook::case_no.eq(case_no))
        .filter(casebook::bureau.eq(bureau.as_str()))
        .filter(casebook::form.eq(form))
        .order((casebook::period_end, casebook::leaf))
        .select(Row::as_select());
    read(rows.load(connection)?)
}

/// The procedures of a dispute, in the order in which they came in.
///
/// # Errors
/// Only if the store fails.
pub fn dispute(
    connection: &mut AnyConnection,
    bureau: &BureauCode,
    dispute: &str,
) -> Result<Vec<Kept>, StoreError> {
    let rows = casebook::table
        .filter(casebook::dispute.eq(dispute))
        .filter(casebook::bureau.eq(bureau.as_str()))
        .filter(casebook::latest)
        .order((casebook::opened, casebook::form, casebook::case_no))
        .select(Row::as_select());
    read(rows.load(connection)?)
}

impl After {
    /// The row a page ends with.
    pub fn of(last: &Kept) -> Self {
        Self {
            opened: last.entry.opened.map(|day| day.to_string()).unwrap_or_default(),
            bureau: last.bureau.to_string(),
            case_no: last.entry.case_no.clone(),
        }
    }

    /// As an address has it: day, bureau and number.
    pub fn parse(text: &str) -> Option<Self> {
        let (opened, rest) = text.split_once('~')?;
        let (bureau, case_no) = rest.split_once('~')?;
        Some(Self { opened: opened.to_owned(), bureau: bureau.to_owned(), case_no: case_no.to_owned() })
    }
}

impl std::fmt::Display for After {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}~{}~{}", self.opened, self.bureau, self.case_no)
    }
}

#[cfg(test)]
mod plans;
