//! What bureaus answered to what was put to them: the rows of form D1, kept once they stood.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{
    directive::{Answer, AnswerKind},
    hash::Sha,
    period::Period,
    wire::FilingState,
};

use crate::store::{
    AnyConnection, StoreError,
    filing::{StatementRow, state},
    instant,
    schema::{directive_answer, statement},
};

/// An answer that stands.
#[derive(Clone, Debug)]
pub struct Answered {
    /// What was answered.
    pub answer: Answer,
    /// The leaf of the filing that brought it, or its own.
    pub leaf: u64,
    /// When that was received.
    pub at: DateTime<Utc>,
    /// The period of the filing that brought it, a day; none where a department answered at the portal.
    pub filed: Option<Period>,
}

/// Notes the answers of a filing, once its rows stand; noting it twice is noting it once.
pub fn note(
    connection: &mut AnyConnection,
    row: &StatementRow,
    answers: &[Answer],
) -> Result<(), StoreError> {
    let (Some(serial), false) = (&row.key.subject, answers.is_empty()) else { return Ok(()) };
    let id = row.id.to_string();
    let known: Option<i64> = directive_answer::table
        .filter(directive_answer::statement.eq(&id))
        .select(directive_answer::place)
        .first(connection)
        .optional()?;
    if known.is_some() {
        return Ok(());
    }
    let values = (0_i64..).zip(answers).map(|(place, answer)| {
        (
            directive_answer::statement.eq(&id),
            directive_answer::place.eq(place),
            directive_answer::serial.eq(serial.to_string()),
            directive_answer::number.eq(&answer.number),
            directive_answer::kind.eq(answer.kind.code()),
            directive_answer::day.eq(answer.day.to_string()),
            directive_answer::content.eq(&answer.content),
            directive_answer::measures.eq(&answer.measures),
            directive_answer::evidence.eq(&answer.evidence),
            directive_answer::until.eq(answer.until.map(|day| day.to_string())),
            directive_answer::leader.eq(&answer.leader),
            directive_answer::responsible.eq(&answer.responsible),
        )
    });
    // A batch of values is not what both engines insert alike; a filing has a handful of rows.
    for values in values {
        diesel::insert_into(directive_answer::table).values(values).execute(connection)?;
    }
    Ok(())
}

type Row = (
    (String, String, i64, i64, String),
    (String, String, String, String, String),
    (Option<String>, Option<String>, Option<String>, Option<String>, Option<String>),
);

/// The answers to one or to all that stand, by serial: those of the newest filing in force, each since the first that had it.
pub(super) fn standing(
    connection: &mut AnyConnection,
    serial: Option<&str>,
) -> Result<BTreeMap<String, Vec<Answered>>, StoreError> {
    let mut wanted = directive_answer::table
        .inner_join(statement::table.on(directive_answer::statement.eq(statement::id)))
        .order((statement::leaf, directive_answer::place))
        .select((
            (statement::id, statement::state, statement::leaf, statement::received, statement::period),
            (
                directive_answer::serial,
                directive_answer::number,
                directive_answer::kind,
                directive_answer::day,
                directive_answer::content,
            ),
            (
                directive_answer::measures,
                directive_answer::evidence,
                directive_answer::until,
                directive_answer::leader,
                directive_answer::responsible,
            ),
        ))
        .into_boxed();
    if let Some(serial) = serial {
        wanted = wanted.filter(directive_answer::serial.eq(serial));
    }
    let rows: Vec<Row> = wanted.load(connection)?;
    let read = |row: Row| read(row).ok_or(StoreError::Corrupt("answer"));
    let mut by_serial: BTreeMap<String, Vec<Noted>> = BTreeMap::new();
    for row in rows {
        let (serial, noted) = read(row)?;
        by_serial.entry(serial).or_default().push(noted);
    }
    Ok(by_serial.into_iter().map(|(serial, noted)| (serial, in_force(noted))).collect())
}

/// A row of a filing, with what became of the filing.
struct Noted {
    statement: Sha,
    state: FilingState,
    answered: Answered,
}

/// The answers of the newest filing in force, each as it is there and since the first filing that had it and was not sent back.
fn in_force(noted: Vec<Noted>) -> Vec<Answered> {
    let newest = noted
        .iter()
        .filter(|one| one.state.stands())
        .max_by_key(|one| (one.answered.filed, one.answered.leaf))
        .map(|one| one.statement);
    let mut first: BTreeMap<String, (u64, DateTime<Utc>, Option<Period>)> = BTreeMap::new();
    for one in &noted {
        if one.state.stands() || one.state == FilingState::Superseded {
            let Answered { leaf, at, filed, answer } = &one.answered;
            first.entry(answer.number.clone()).or_insert((*leaf, *at, *filed));
        }
    }
    let mut seen = BTreeSet::new();
    let standing = noted.into_iter().filter(|one| Some(one.statement) == newest);
    let standing = standing.filter(|one| seen.insert(one.answered.answer.number.clone()));
    let mut answers: Vec<Answered> = standing
        .map(|one| match first.get(&one.answered.answer.number) {
            Some((leaf, at, filed)) => Answered { leaf: *leaf, at: *at, filed: *filed, ..one.answered },
            None => one.answered,
        })
        .collect();
    answers.sort_by_key(|one| one.leaf);
    answers
}

fn read(row: Row) -> Option<(String, Noted)> {
    let ((id, word, leaf, received, period), (serial, number, kind, day, content), rest) = row;
    let (measures, evidence, until, leader, responsible) = rest;
    let answer = Answer {
        number,
        kind: AnswerKind::of_code(&kind)?,
        day: day.parse().ok()?,
        content,
        measures,
        evidence,
        until: until.map(|day| day.parse()).transpose().ok()?,
        leader,
        responsible,
    };
    let answered = Answered {
        answer,
        leaf: u64::try_from(leaf).ok()?,
        at: instant(received).ok()?,
        filed: Some(period.parse().ok()?),
    };
    Some((serial, Noted { statement: id.parse().ok()?, state: state(&word)?, answered }))
}
