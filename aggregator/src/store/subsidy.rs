//! Subsidies by the case: which cases ended well, the sheets of months, and the cases that stand on them. A case is on one sheet, which
//! the key of its line sees to.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension,
    QueryDsl, RunQueryDsl,
};
use schemas::{bureau::BureauCode, period::Period};

use super::{
    AnyConnection, StoreError, instant, micros,
    schema::{casebook, casebook_band, subsidy_line, subsidy_sheet},
};

/// Most cases of a sheet, and rows written in one query.
pub const MOST: i64 = 20_000;
const AT_ONCE: usize = 500;

/// Where a sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 待审批.
    Proposed,
    /// 已审批.
    Approved,
    /// 已撤回.
    Withdrawn,
}

impl State {
    const ALL: [Self; 3] = [Self::Proposed, Self::Approved, Self::Withdrawn];

    /// Its word in the store and in the interface.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its identity: random.
    pub id: String,
    /// The month in which it is paid.
    pub month: Period,
    /// Where it stands.
    pub state: State,
    /// Login of who proposed it.
    pub proposed_by: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// When it was approved.
    pub approved_at: Option<DateTime<Utc>>,
}

/// A case on a sheet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Whose ledger it is in.
    pub bureau: BureauCode,
    /// Number in the register of the mediator who is paid.
    pub mediator: String,
    /// Number of the case.
    pub case_no: String,
    /// Its band.
    pub band: String,
    /// What is paid for it, in 分.
    pub fen: i64,
    /// The day it ended.
    pub closed: NaiveDate,
}

/// A case that ended well, as its newest ledger has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Whose ledger it is in.
    pub bureau: BureauCode,
    /// Number of the case.
    pub case_no: String,
    /// Number of the mediator in the register.
    pub mediator: Option<String>,
    /// Its band.
    pub band: String,
    /// How it was performed.
    pub performed: Option<String>,
    /// The day it ended.
    pub closed: NaiveDate,
    /// The sheet it stands on.
    pub sheet: Option<String>,
}

/// The cases with a band that ended within some days with one of some outcomes, by bureau and number; no more than
/// [`MOST`] and one.
///
/// # Errors
/// Only if the store fails.
pub fn ended(
    connection: &mut AnyConnection,
    form: &str,
    outcomes: &[String],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Ended>, StoreError> {
    type Row = (String, String, Option<String>, String, Option<String>, Option<String>, Option<String>);
    let of_row =
        casebook_band::statement.eq(casebook::statement).and(casebook_band::place.eq(casebook::place));
    let paid = subsidy_line::bureau
        .eq(casebook::bureau)
        .and(subsidy_line::form.eq(casebook::form))
        .and(subsidy_line::case_no.eq(casebook::case_no));
    let rows: Vec<Row> = casebook::table
        .inner_join(casebook_band::table.on(of_row))
        .left_join(subsidy_line::table.on(paid))
        .filter(casebook::form.eq(form))
        .filter(casebook::latest)
        .filter(casebook::closed.ge(from.to_string()))
        .filter(casebook::closed.le(to.to_string()))
        .filter(casebook::outcome.eq_any(outcomes))
        .order((casebook::bureau, casebook::case_no))
        .limit(MOST + 1)
        .select((
            casebook::bureau,
            casebook::case_no,
            casebook::mediator,
            casebook_band::band,
            casebook_band::performed,
            casebook::closed,
            subsidy_line::sheet.nullable(),
        ))
        .load(connection)?;
    let read = |(bureau, case_no, mediator, band, performed, closed, sheet): Row| {
        let (bureau, closed) = (bureau.parse().ok()?, closed?.parse().ok()?);
        Some(Ended { bureau, case_no, mediator, band, performed, closed, sheet })
    };
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("casebook"))).collect()
}

/// Keeps a proposed sheet with its cases.
///
/// # Errors
/// Only if the store fails; a case that stands on another sheet fails it whole.
pub fn propose(
    connection: &mut AnyConnection,
    campaign: &str,
    form: &str,
    sheet: &Sheet,
    lines: &[Line],
) -> Result<(), StoreError> {
    let values = (
        subsidy_sheet::id.eq(&sheet.id),
        subsidy_sheet::campaign.eq(campaign),
        subsidy_sheet::month.eq(sheet.month.to_string()),
        subsidy_sheet::state.eq(sheet.state.word()),
        subsidy_sheet::proposed_by.eq(&sheet.proposed_by),
        subsidy_sheet::proposed_at.eq(micros(sheet.proposed_at)),
    );
    diesel::insert_into(subsidy_sheet::table).values(values).execute(connection)?;
    let row = |line: &Line| {
        (
            subsidy_line::bureau.eq(line.bureau.to_string()),
            subsidy_line::form.eq(form.to_owned()),
            subsidy_line::case_no.eq(line.case_no.clone()),
            subsidy_line::sheet.eq(sheet.id.clone()),
            subsidy_line::mediator.eq(line.mediator.clone()),
            subsidy_line::band.eq(line.band.clone()),
            subsidy_line::fen.eq(line.fen),
            subsidy_line::closed.eq(line.closed.to_string()),
        )
    };
    for lines in lines.chunks(AT_ONCE) {
        let rows: Vec<_> = lines.iter().map(row).collect();
        match connection {
            AnyConnection::Sqlite(connection) => {
                diesel::insert_into(subsidy_line::table).values(&rows).execute(connection)?
            }
            AnyConnection::Postgres(connection) => {
                diesel::insert_into(subsidy_line::table).values(&rows).execute(connection)?
            }
        };
    }
    Ok(())
}

/// The sheets of a month, the newest first.
///
/// # Errors
/// Only if the store fails.
pub fn of_month(
    connection: &mut AnyConnection,
    campaign: &str,
    month: Period,
) -> Result<Vec<Sheet>, StoreError> {
    type Row = (String, String, String, String, i64, Option<i64>);
    let rows: Vec<Row> = subsidy_sheet::table
        .filter(subsidy_sheet::campaign.eq(campaign))
        .filter(subsidy_sheet::month.eq(month.to_string()))
        .order(subsidy_sheet::proposed_at.desc())
        .select(SHEET)
        .load(connection)?;
    rows.into_iter().map(sheet).collect()
}

/// One sheet.
///
/// # Errors
/// Only if the store fails.
pub fn find(connection: &mut AnyConnection, campaign: &str, id: &str) -> Result<Option<Sheet>, StoreError> {
    let row: Option<(String, String, String, String, i64, Option<i64>)> = subsidy_sheet::table
        .find(id)
        .filter(subsidy_sheet::campaign.eq(campaign))
        .select(SHEET)
        .first(connection)
        .optional()?;
    row.map(sheet).transpose()
}

/// The columns of a sheet.
const SHEET: (
    subsidy_sheet::id,
    subsidy_sheet::month,
    subsidy_sheet::state,
    subsidy_sheet::proposed_by,
    subsidy_sheet::proposed_at,
    subsidy_sheet::approved_at,
) = (
    subsidy_sheet::id,
    subsidy_sheet::month,
    subsidy_sheet::state,
    subsidy_sheet::proposed_by,
    subsidy_sheet::proposed_at,
    subsidy_sheet::approved_at,
);

fn sheet(
    (id, month, state, proposed_by, at, approved): (String, String, String, String, i64, Option<i64>),
) -> Result<Sheet, StoreError> {
    let damaged = || StoreError::Corrupt("subsidy sheet");
    Ok(Sheet {
        id,
        month: month.parse().map_err(|_| damaged())?,
        state: State::ALL.into_iter().find(|known| known.word() == state).ok_or_else(damaged)?,
        proposed_by,
        proposed_at: instant(at)?,
        approved_at: approved.map(instant).transpose()?,
    })
}

/// The cases of a sheet, of some bureaus or of all, by bureau, mediator and number.
///
/// # Errors
/// Only if the store fails.
pub fn lines(
    connection: &mut AnyConnection,
    sheet: &str,
    bureaus: Option<&[BureauCode]>,
) -> Result<Vec<Line>, StoreError> {
    let mut query = subsidy_line::table.filter(subsidy_line::sheet.eq(sheet)).into_boxed();
    if let Some(bureaus) = bureaus {
        query = query.filter(subsidy_line::bureau.eq_any(bureaus.iter().map(BureauCode::as_str)));
    }
    let rows: Vec<(String, String, String, String, i64, String)> = query
        .order((subsidy_line::bureau, subsidy_line::mediator, subsidy_line::case_no))
        .select((
            subsidy_line::bureau,
            subsidy_line::mediator,
            subsidy_line::case_no,
            subsidy_line::band,
            subsidy_line::fen,
            subsidy_line::closed,
        ))
        .load(connection)?;
    let read =
        |(bureau, mediator, case_no, band, fen, closed): (String, String, String, String, i64, String)| {
            let (bureau, closed) = (bureau.parse().ok()?, closed.parse().ok()?);
            Some(Line { bureau, mediator, case_no, band, fen, closed })
        };
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("subsidy"))).collect()
}

/// The months of approved sheets whose cases these are, by bureau and case; what stands on none is not in it.
///
/// # Errors
/// Only if the store fails.
pub fn months(
    connection: &mut AnyConnection,
    campaign: &str,
) -> Result<BTreeMap<String, Period>, StoreError> {
    let rows: Vec<(String, String)> = subsidy_sheet::table
        .filter(subsidy_sheet::campaign.eq(campaign))
        .filter(subsidy_sheet::state.ne(State::Withdrawn.word()))
        .select((subsidy_sheet::id, subsidy_sheet::month))
        .load(connection)?;
    let read = |(id, month): (String, String)| Some((id, month.parse().ok()?));
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("subsidy sheet"))).collect()
}

/// Approves a proposed sheet.
///
/// # Errors
/// Only if the store fails.
pub fn approve(
    connection: &mut AnyConnection,
    id: &str,
    login: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let set = (
        subsidy_sheet::state.eq(State::Approved.word()),
        subsidy_sheet::approved_by.eq(login),
        subsidy_sheet::approved_at.eq(micros(at)),
    );
    diesel::update(subsidy_sheet::table.find(id)).set(set).execute(connection)?;
    Ok(())
}

/// Withdraws a proposed sheet; its cases are free for another.
///
/// # Errors
/// Only if the store fails.
pub fn withdraw(connection: &mut AnyConnection, id: &str) -> Result<(), StoreError> {
    let set = subsidy_sheet::state.eq(State::Withdrawn.word());
    diesel::update(subsidy_sheet::table.find(id)).set(set).execute(connection)?;
    diesel::delete(subsidy_line::table.filter(subsidy_line::sheet.eq(id))).execute(connection)?;
    Ok(())
}
