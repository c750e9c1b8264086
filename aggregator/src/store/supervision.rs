//! What was put to bureaus and departments: what went out, each with its acts and the answers that stand. What waits for a leader is in [`draft`].

pub mod answer;
pub mod draft;
pub mod feedback;
pub mod handover;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl, dsl::max};
use schemas::{
    bureau::BureauCode,
    campaign::DepartmentCode,
    directive::{Addressee, Directive, DirectiveAct, Event},
    statement::Subject,
};

use self::answer::Answered;
use super::{
    AnyConnection, StoreError, document, instant, micros,
    schema::{directive, directive_act, document as kept},
};

const DAMAGED: StoreError = StoreError::Corrupt("directive");
/// What stands for no bureau: no code reads so.
const NONE: &str = "-";

/// The bureau of an addressee as the store has it.
fn bureau_of(to: &Addressee) -> &str {
    to.bureau().map_or(NONE, BureauCode::as_str)
}

/// Something that went out, with what happened of it.
#[derive(Clone, Debug)]
pub struct Issued {
    /// What was put.
    pub directive: Directive,
    /// Its leaf.
    pub leaf: u64,
    /// When it went out.
    pub at: DateTime<Utc>,
    /// Login of who proposed it; `-` where only the log remembers.
    pub proposed_by: String,
    /// Login of who let it out.
    pub issued_by: String,
    /// The acts on it, first to last.
    pub acts: Vec<Acted>,
    /// The answers that stand, in the order in which they came.
    pub answers: Vec<Answered>,
}

/// An act.
#[derive(Clone, Debug)]
pub struct Acted {
    /// What was done.
    pub act: DirectiveAct,
    /// Its leaf.
    pub leaf: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Login of the person; `-` where only the log remembers.
    pub by: String,
}

impl Issued {
    /// What happened of it, in the order of the log.
    pub fn events(&self) -> Vec<Event> {
        let acts = self.acts.iter().map(|acted| (acted.leaf, Event::Acted(acted.act.change.clone())));
        let answers = self.answers.iter().map(|one| (one.leaf, Event::Answered(one.answer.kind)));
        let mut all: Vec<(u64, Event)> = answers.chain(acts).collect();
        // Answers of one filing stay in its order.
        all.sort_by_key(|(leaf, _)| *leaf);
        all.into_iter().map(|(_, event)| event).collect()
    }
}

pub(super) fn signed(leaf: u64) -> Result<i64, StoreError> {
    i64::try_from(leaf).map_err(|_| StoreError::Corrupt("leaf index"))
}

/// The next number of a year, from 1.
pub fn next_number(connection: &mut AnyConnection, year: i32) -> Result<u32, StoreError> {
    let last: Option<i64> = directive::table
        .filter(directive::year.eq(i64::from(year)))
        .select(max(directive::number))
        .first(connection)?;
    u32::try_from(last.unwrap_or(0) + 1).map_err(|_| DAMAGED)
}

/// Keeps what went out, whose leaf is in the log, under its year and number.
pub fn issue(
    connection: &mut AnyConnection,
    said: &Directive,
    (leaf, at): (u64, DateTime<Utc>),
    (proposed_by, issued_by): (&str, &str),
) -> Result<(), StoreError> {
    let (year, number) = numbered(&said.serial).ok_or(DAMAGED)?;
    let sha = document::keep(connection, &said.compose())?;
    let values = (
        directive::serial.eq(said.serial.to_string()),
        directive::year.eq(year),
        directive::number.eq(number),
        directive::leaf.eq(signed(leaf)?),
        directive::bureau.eq(bureau_of(&said.order.to)),
        directive::department.eq(said.order.to.department().map(DepartmentCode::as_str)),
        directive::document.eq(sha.to_string()),
        directive::at.eq(micros(at)),
        directive::proposed_by.eq(proposed_by),
        directive::issued_by.eq(issued_by),
    );
    diesel::insert_into(directive::table).values(values).execute(connection)?;
    Ok(())
}

/// Year and number of a serial.
fn numbered(serial: &Subject) -> Option<(i64, i64)> {
    let text = serial.to_string();
    let (year, number) = text.strip_prefix('D')?.split_once('-')?;
    Some((year.parse().ok()?, number.parse().ok()?))
}

/// Keeps an act whose leaf is in the log.
pub fn act(
    connection: &mut AnyConnection,
    said: &DirectiveAct,
    (leaf, at): (u64, DateTime<Utc>),
    by: &str,
) -> Result<(), StoreError> {
    let sha = document::keep(connection, &said.compose())?;
    let values = (
        directive_act::leaf.eq(signed(leaf)?),
        directive_act::serial.eq(said.serial.to_string()),
        directive_act::document.eq(sha.to_string()),
        directive_act::at.eq(micros(at)),
        directive_act::acted_by.eq(by),
    );
    diesel::insert_into(directive_act::table).values(values).execute(connection)?;
    Ok(())
}

/// One that went out.
pub fn find(connection: &mut AnyConnection, serial: &Subject) -> Result<Option<Issued>, StoreError> {
    let serial = serial.to_string();
    let row: Option<(i64, String, i64, String, String)> = directive::table
        .inner_join(kept::table.on(directive::document.eq(kept::sha256)))
        .filter(directive::serial.eq(&serial))
        .select((directive::leaf, kept::text, directive::at, directive::proposed_by, directive::issued_by))
        .first(connection)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let mut issued = read(row)?;
    issued.acts = acts(connection, Some(&serial))?.remove(&serial).unwrap_or_default();
    issued.answers = answers(connection, Some(&serial))?.remove(&serial).unwrap_or_default();
    Ok(Some(issued))
}

/// What went out, in the order of the log: a query to be narrowed. Its type is not worth a line.
macro_rules! directives {
    () => {
        directive::table
            .inner_join(kept::table.on(directive::document.eq(kept::sha256)))
            .order(directive::leaf)
            .select((
                directive::leaf,
                kept::text,
                directive::at,
                directive::proposed_by,
                directive::issued_by,
            ))
            .into_boxed()
    };
}

/// All that went out to some bureaus, or to any, in the order of the log.
pub fn all(
    connection: &mut AnyConnection,
    bureaus: Option<&[BureauCode]>,
) -> Result<Vec<Issued>, StoreError> {
    let mut wanted = directives!();
    if let Some(bureaus) = bureaus {
        let codes: Vec<&str> = bureaus.iter().map(BureauCode::as_str).collect();
        wanted = wanted.filter(directive::bureau.eq_any(codes));
    }
    let rows = wanted.load(connection)?;
    whole(connection, rows)
}

/// All that went out to somebody, in the order of the log.
pub fn put_to(connection: &mut AnyConnection, to: &Addressee) -> Result<Vec<Issued>, StoreError> {
    let mut wanted = directives!().filter(directive::bureau.eq(bureau_of(to)));
    if let Some(department) = to.department() {
        wanted = wanted.filter(directive::department.eq(department.as_str()));
    }
    let rows = wanted.load(connection)?;
    whole(connection, rows)
}

type Row = (i64, String, i64, String, String);

/// What went out, with acts and answers.
fn whole(connection: &mut AnyConnection, rows: Vec<Row>) -> Result<Vec<Issued>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let (mut acts, mut answers) = (acts(connection, None)?, answers(connection, None)?);
    let whole = |row| {
        let mut issued = read(row)?;
        let serial = issued.directive.serial.to_string();
        issued.acts = acts.remove(&serial).unwrap_or_default();
        issued.answers = answers.remove(&serial).unwrap_or_default();
        Ok(issued)
    };
    rows.into_iter().map(whole).collect()
}

fn read((leaf, text, at, proposed_by, issued_by): Row) -> Result<Issued, StoreError> {
    Ok(Issued {
        directive: Directive::parse(&text).map_err(|_| DAMAGED)?,
        leaf: u64::try_from(leaf).map_err(|_| DAMAGED)?,
        at: instant(at)?,
        proposed_by,
        issued_by,
        acts: Vec::new(),
        answers: Vec::new(),
    })
}

/// The answers to one or to all, by serial: by ledger of a bureau, or of a department.
fn answers(
    connection: &mut AnyConnection,
    serial: Option<&str>,
) -> Result<BTreeMap<String, Vec<Answered>>, StoreError> {
    let mut all = answer::standing(connection, serial)?;
    // A serial has one addressee, so that nothing is put over something else.
    all.extend(feedback::said(connection, serial)?);
    Ok(all)
}

/// The acts on one or on all, by serial.
fn acts(
    connection: &mut AnyConnection,
    serial: Option<&str>,
) -> Result<BTreeMap<String, Vec<Acted>>, StoreError> {
    let mut wanted = directive_act::table
        .inner_join(kept::table.on(directive_act::document.eq(kept::sha256)))
        .order(directive_act::leaf)
        .select((directive_act::leaf, kept::text, directive_act::at, directive_act::acted_by))
        .into_boxed();
    if let Some(serial) = serial {
        wanted = wanted.filter(directive_act::serial.eq(serial));
    }
    let rows: Vec<(i64, String, i64, String)> = wanted.load(connection)?;
    let mut all: BTreeMap<String, Vec<Acted>> = BTreeMap::new();
    for (leaf, text, at, by) in rows {
        let act = DirectiveAct::parse(&text).map_err(|_| DAMAGED)?;
        let leaf = u64::try_from(leaf).map_err(|_| DAMAGED)?;
        all.entry(act.serial.to_string()).or_default().push(Acted { act, leaf, at: instant(at)?, by });
    }
    Ok(all)
}
