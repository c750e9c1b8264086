//! What bureaus hand up or across: the rows of form X2, kept once they stood, and what the city answered to them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{bureau::BureauCode, handover::HandoverAnswer, period::Period};

use crate::store::{
    AnyConnection, StoreError, document,
    filing::{StatementRow, standing_words},
    instant, micros,
    schema::{document as kept, handover, handover_answer, statement},
};

/// A matter that a bureau hands over, as its ledger says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// Its number.
    pub case: String,
    /// Code of list `HANDOVER`.
    pub kind: String,
    /// To whom.
    pub to: String,
    /// Their code, if it is given.
    pub to_code: Option<String>,
    /// Number in the ledger it comes from.
    pub origin: String,
    /// The employer.
    pub employer: String,
    /// Workers.
    pub persons: Option<i64>,
    /// Money at issue, in 分.
    pub amount: Option<i64>,
    /// Code of list `RISK`.
    pub risk: Option<String>,
    /// Why it is handed over.
    pub reason: String,
    /// What was done.
    pub done: String,
    /// What is asked.
    pub asks: String,
    /// When.
    pub handed: NaiveDate,
    /// By when it is to be taken.
    pub due: Option<NaiveDate>,
    /// When the ledger says that it was.
    pub received: Option<NaiveDate>,
}

/// One of a ledger in force, and what was answered to it last.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Whose.
    pub bureau: BureauCode,
    /// The period of the ledger.
    pub period: Period,
    /// What is handed over.
    pub handed: Handed,
    /// What was answered, and when.
    pub answer: Option<(HandoverAnswer, DateTime<Utc>)>,
}

/// Notes the rows of a ledger, once they stand; noting it twice is noting it once.
pub fn note(connection: &mut AnyConnection, row: &StatementRow, all: &[Handed]) -> Result<(), StoreError> {
    let id = row.id.to_string();
    let known: Option<i64> = handover::table
        .filter(handover::statement.eq(&id))
        .select(handover::place)
        .first(connection)
        .optional()?;
    if known.is_some() {
        return Ok(());
    }
    for (place, one) in (0_i64..).zip(all) {
        let values = (
            handover::statement.eq(&id),
            handover::place.eq(place),
            handover::case_no.eq(&one.case),
            handover::kind.eq(&one.kind),
            handover::to_name.eq(&one.to),
            handover::to_code.eq(&one.to_code),
            handover::origin.eq(&one.origin),
            handover::employer.eq(&one.employer),
            handover::persons.eq(one.persons),
            handover::amount.eq(one.amount),
            handover::risk.eq(&one.risk),
            (
                handover::reason.eq(&one.reason),
                handover::done.eq(&one.done),
                handover::asks.eq(&one.asks),
                handover::handed.eq(one.handed.to_string()),
                handover::due.eq(one.due.map(|day| day.to_string())),
                handover::received.eq(one.received.map(|day| day.to_string())),
            ),
        );
        diesel::insert_into(handover::table).values(values).execute(connection)?;
    }
    Ok(())
}

/// Keeps an answer whose leaf is in the log.
pub fn answer(
    connection: &mut AnyConnection,
    said: &HandoverAnswer,
    (leaf, at): (u64, DateTime<Utc>),
    by: &str,
) -> Result<(), StoreError> {
    let sha = document::keep(connection, &said.compose())?;
    let values = (
        handover_answer::leaf.eq(super::signed(leaf)?),
        handover_answer::bureau.eq(said.bureau.as_str()),
        handover_answer::case_no.eq(&said.case),
        handover_answer::document.eq(sha.to_string()),
        handover_answer::at.eq(micros(at)),
        handover_answer::answered_by.eq(by),
    );
    diesel::insert_into(handover_answer::table).values(values).execute(connection)?;
    Ok(())
}

type Row = (
    (String, String, String, String, String, Option<String>, String, String),
    (Option<i64>, Option<i64>, Option<String>, String, String, String),
    (String, Option<String>, Option<String>),
);

/// The matters of each bureau's newest ledger in force, bureau by bureau, with what was answered to each.
pub fn in_force(
    connection: &mut AnyConnection,
    bureaus: Option<&[BureauCode]>,
) -> Result<Vec<Waiting>, StoreError> {
    let mut wanted = handover::table
        .inner_join(statement::table.on(handover::statement.eq(statement::id)))
        .filter(statement::state.eq_any(standing_words()))
        .order((statement::bureau, statement::leaf, handover::place))
        .select((
            (
                statement::bureau,
                statement::period,
                handover::case_no,
                handover::kind,
                handover::to_name,
                handover::to_code,
                handover::origin,
                handover::employer,
            ),
            (
                handover::persons,
                handover::amount,
                handover::risk,
                handover::reason,
                handover::done,
                handover::asks,
            ),
            (handover::handed, handover::due, handover::received),
        ))
        .into_boxed();
    if let Some(bureaus) = bureaus {
        let codes: Vec<&str> = bureaus.iter().map(BureauCode::as_str).collect();
        wanted = wanted.filter(statement::bureau.eq_any(codes));
    }
    let rows: Vec<Row> = wanted.load(connection)?;
    let all: Result<Vec<Waiting>, _> =
        rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("hand-over"))).collect();
    let mut all = all?;
    let mut newest: BTreeMap<BureauCode, Period> = BTreeMap::new();
    for one in &all {
        let of = newest.entry(one.bureau.clone()).or_insert(one.period);
        if one.period.end() > of.end() {
            *of = one.period;
        }
    }
    all.retain(|one| newest.get(&one.bureau) == Some(&one.period));
    if all.is_empty() {
        return Ok(all);
    }
    let mut answers = answers(connection)?;
    for one in &mut all {
        one.answer = answers.remove(&(one.bureau.clone(), one.handed.case.clone()));
    }
    Ok(all)
}

/// The newest answer to each, by bureau and number.
type Answers = BTreeMap<(BureauCode, String), (HandoverAnswer, DateTime<Utc>)>;

fn answers(connection: &mut AnyConnection) -> Result<Answers, StoreError> {
    let rows: Vec<(String, i64)> = handover_answer::table
        .inner_join(kept::table.on(handover_answer::document.eq(kept::sha256)))
        .order(handover_answer::leaf)
        .select((kept::text, handover_answer::at))
        .load(connection)?;
    let mut all = BTreeMap::new();
    for (text, at) in rows {
        let said = HandoverAnswer::parse(&text).map_err(|_| StoreError::Corrupt("hand-over"))?;
        all.insert((said.bureau.clone(), said.case.clone()), (said, instant(at)?));
    }
    Ok(all)
}

fn read(row: Row) -> Option<Waiting> {
    let ((bureau, period, case, kind, to, to_code, origin, employer), figures, days) = row;
    let (persons, amount, risk, reason, done, asks) = figures;
    let (handed, due, received) = days;
    let day = |day: Option<String>| day.map(|day| day.parse()).transpose().ok();
    let (due, received) = (day(due)?, day(received)?);
    let handed = handed.parse().ok()?;
    Some(Waiting {
        bureau: bureau.parse().ok()?,
        period: period.parse().ok()?,
        handed: Handed {
            case,
            kind,
            to,
            to_code,
            origin,
            employer,
            persons,
            amount,
            risk,
            reason,
            done,
            asks,
            handed,
            due,
            received,
        },
        answer: None,
    })
}
