//! Statements, their content, and what became of them.

mod event;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, JoinOnDsl, NullableExpressionMethods,
    OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use schemas::{
    bureau::BureauCode,
    entry::{Act, Entry},
    finding::Finding,
    hash::Sha,
    lines::{or_dash, undashed},
    note,
    period::Period,
    statement::{FilingKey, Purpose, Statement, Subject},
    tally::Tallies,
    wire::FilingState,
};

use super::{
    AnyConnection, StoreError, casebook, instant, micros,
    schema::{content, statement, verdict},
};

pub use event::latest;

/// A statement in the log.
#[derive(Clone, Debug)]
pub struct StatementRow {
    /// Identity.
    pub id: Sha,
    /// As it was signed.
    pub note: String,
    /// Who signed.
    pub node: String,
    /// What it is of.
    pub key: FilingKey,
    /// Revision.
    pub revision: u32,
    /// Whether it says that there is nothing to report.
    pub nil: bool,
    /// How it is meant.
    pub purpose: Purpose,
    /// Hash of its content.
    pub content: Option<Sha>,
    /// When it was received.
    pub received: DateTime<Utc>,
    /// Its leaf.
    pub leaf: u64,
    /// Its state.
    pub state: FilingState,
    /// When the first revision of the filing that stood was received.
    pub first_received: Option<DateTime<Utc>>,
    /// When it was confirmed.
    pub decided: Option<DateTime<Utc>>,
    /// By whom.
    pub decided_by: Option<String>,
    /// Hash of the findings the log holds of it, while the rows behind them are not here again after a restore.
    pub figures_awaited: Option<Sha>,
}

impl StatementRow {
    /// Whether its rows are awaited: for the first time, or again after a restore.
    pub fn awaits_rows(&self) -> bool {
        self.state.awaits_rows() || self.figures_awaited.is_some()
    }

    /// What was signed.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`]: it could be read when it was accepted.
    pub fn statement(&self) -> Result<Statement, StoreError> {
        let parsed = note::split(&self.note).ok().and_then(|(text, _)| Statement::parse(text).ok());
        parsed.ok_or(StoreError::Corrupt("statement"))
    }

    /// The leaf that tells the node what became of it.
    pub fn leaf_about(&self, act: Act, document: Option<Sha>, at: DateTime<Utc>) -> Entry {
        Entry::of_statement(act, &self.node, self.id, (self.key.clone(), self.revision), document, at)
    }
}

/// What checking the rows of a statement gave.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Tallies, recomputed from the rows.
    pub tallies: Tallies,
    /// Findings.
    pub findings: Vec<Finding>,
    /// Cases open at the end of the period.
    pub open_cases: Vec<String>,
    /// Cases open at its start; `None` where the form carries none over, and for what was filed before this was kept.
    pub opening_cases: Option<Vec<String>>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = statement, treat_none_as_default_value = false)]
struct Row {
    id: String,
    note: String,
    node: String,
    bureau: String,
    form: String,
    period: String,
    subject: String,
    revision: i32,
    nil: bool,
    purpose: String,
    content_sha256: Option<String>,
    received: i64,
    leaf: i64,
    state: String,
    first_received: Option<i64>,
    decided: Option<i64>,
    decided_by: Option<String>,
    figures_awaited: Option<String>,
}

/// Stores an accepted statement.
pub fn add(connection: &mut AnyConnection, new: &StatementRow) -> Result<(), StoreError> {
    let row = Row {
        id: new.id.to_string(),
        note: new.note.clone(),
        node: new.node.clone(),
        bureau: new.key.bureau.to_string(),
        form: new.key.form.clone(),
        period: new.key.period.to_string(),
        subject: or_dash(new.key.subject.as_ref()),
        revision: i32::try_from(new.revision).map_err(|_| StoreError::Corrupt("revision"))?,
        nil: new.nil,
        purpose: new.purpose.to_string(),
        content_sha256: new.content.map(|sha| sha.to_string()),
        received: micros(new.received),
        leaf: i64::try_from(new.leaf).map_err(|_| StoreError::Corrupt("leaf index"))?,
        state: word(new.state).to_owned(),
        first_received: new.first_received.map(micros),
        decided: new.decided.map(micros),
        decided_by: new.decided_by.clone(),
        figures_awaited: new.figures_awaited.map(|sha| sha.to_string()),
    };
    diesel::insert_into(statement::table).values(&row).execute(connection)?;
    Ok(())
}

/// A statement by identity.
pub fn find(connection: &mut AnyConnection, id: &Sha) -> Result<Option<StatementRow>, StoreError> {
    let row = statement::table.find(id.to_string()).select(Row::as_select()).first(connection).optional()?;
    row.map(parse).transpose()
}

/// The head of a filing: its highest revision.
pub fn head(connection: &mut AnyConnection, key: &FilingKey) -> Result<Option<StatementRow>, StoreError> {
    Ok(revisions(connection, key)?.pop())
}

/// Every revision of a filing, first to last.
pub fn revisions(connection: &mut AnyConnection, key: &FilingKey) -> Result<Vec<StatementRow>, StoreError> {
    let rows: Vec<Row> = statement::table
        .filter(
            statement::bureau
                .eq(key.bureau.as_str())
                .and(statement::form.eq(&key.form))
                .and(statement::period.eq(key.period.to_string()))
                .and(statement::subject.eq(or_dash(key.subject.as_ref()))),
        )
        .order(statement::revision)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(parse).collect()
}

/// The revision whose rows stand, if any.
pub fn in_force(connection: &mut AnyConnection, key: &FilingKey) -> Result<Option<StatementRow>, StoreError> {
    let all = revisions(connection, key)?;
    Ok(all.into_iter().rev().find(|row| row.state.stands()))
}

/// The contents in force of some bureaus and forms for a period: whose, of which form, and its hash.
pub fn contents_in_force(
    connection: &mut AnyConnection,
    period: Period,
    bureaus: &[&str],
    forms: &[&str],
) -> Result<Vec<(FilingKey, Sha)>, StoreError> {
    let rows: Vec<(String, String, Option<String>)> = statement::table
        .filter(statement::period.eq(period.to_string()))
        .filter(statement::state.eq_any(standing_words()))
        .filter(statement::subject.eq(or_dash(None::<&Subject>)))
        .filter(statement::form.eq_any(forms))
        .filter(statement::bureau.eq_any(bureaus))
        .order(statement::revision)
        .select((statement::bureau, statement::form, statement::content_sha256))
        .load(connection)?;
    let mut newest: BTreeMap<(String, String), Option<String>> = BTreeMap::new();
    newest.extend(rows.into_iter().map(|(bureau, form, sha256)| ((bureau, form), sha256)));
    let with_rows = newest.into_iter().filter_map(|(of, sha256)| Some((of, sha256?)));
    let read = |((bureau, form), sha256): ((String, String), String)| {
        let key = FilingKey { bureau: bureau.parse().ok()?, form, period, subject: None };
        Some((key, sha256.parse().ok()?))
    };
    with_rows.map(|row| read(row).ok_or(StoreError::Corrupt("statement"))).collect()
}

/// The filings of a bureau on a form whose rows stand, by period as it is written and subject.
pub fn standing(
    connection: &mut AnyConnection,
    bureau: &BureauCode,
    form: &str,
) -> Result<Vec<StatementRow>, StoreError> {
    let rows: Vec<Row> = statement::table
        .filter(statement::bureau.eq(bureau.as_str()))
        .filter(statement::form.eq(form))
        .filter(statement::state.eq_any(standing_words()))
        .order((statement::period, statement::subject, statement::revision))
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(parse).collect()
}

/// The statements that wait for content of a hash.
pub fn awaiting(connection: &mut AnyConnection, sha256: &Sha) -> Result<Vec<StatementRow>, StoreError> {
    let rows: Vec<Row> = statement::table
        .filter(statement::content_sha256.eq(sha256.to_string()))
        .order(statement::leaf)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(parse).collect()
}

/// Statements whose content is here and not judged, oldest first: at most so many.
pub fn unjudged(connection: &mut AnyConnection, most: i64) -> Result<Vec<StatementRow>, StoreError> {
    let rows: Vec<Row> = statement::table
        .inner_join(content::table.on(statement::content_sha256.eq(content::sha256.nullable())))
        .filter(
            statement::state
                .eq_any([word(FilingState::Receipted), word(FilingState::Defaulted)])
                .or(statement::figures_awaited.is_not_null()),
        )
        .order(statement::leaf)
        .limit(most)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(parse).collect()
}

/// Statements that were receipted and nothing more, oldest first.
pub fn receipted(connection: &mut AnyConnection) -> Result<Vec<StatementRow>, StoreError> {
    let rows: Vec<Row> = statement::table
        .filter(statement::state.eq(word(FilingState::Receipted)))
        .order(statement::leaf)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(parse).collect()
}

/// Whether a statement was receipted and its rows have not come.
pub fn lacks_rows(connection: &mut AnyConnection, row: &StatementRow) -> Result<bool, StoreError> {
    let Some(sha256) = row.content.filter(|_| row.state == FilingState::Receipted) else { return Ok(false) };
    Ok(super::content::length(connection, &sha256)?.is_none())
}

/// Statements whose rows stand and that nobody has decided of, oldest first, with the instant they were judged: where
/// that is not known, when they were received.
pub fn undecided(connection: &mut AnyConnection) -> Result<Vec<(StatementRow, DateTime<Utc>)>, StoreError> {
    let rows: Vec<(Row, Option<i64>)> = statement::table
        .left_join(verdict::table.on(verdict::statement.eq(statement::id)))
        .filter(statement::state.eq(word(FilingState::Validated)))
        .order(statement::leaf)
        .select((Row::as_select(), verdict::judged.nullable()))
        .load(connection)?;
    let read = |(row, judged): (Row, Option<i64>)| {
        let row = parse(row)?;
        let since = judged.map_or(Ok(row.received), instant)?;
        Ok((row, since))
    };
    rows.into_iter().map(read).collect()
}

/// Moves a statement to a state. A revision that stands, or that withdraws the filing, puts the earlier ones out of
/// force.
pub fn set_state(
    connection: &mut AnyConnection,
    row: &StatementRow,
    state: FilingState,
) -> Result<(), StoreError> {
    let mut first = state.stands().then_some(row.received);
    if state.stands() || state == FilingState::Voided {
        for earlier in
            revisions(connection, &row.key)?.iter().rev().filter(|earlier| earlier.revision < row.revision)
        {
            // What was filed before a withdrawal does not make what comes after it timely.
            if earlier.state == FilingState::Voided {
                break;
            }
            first = first.map(|first| earlier.first_received.map_or(first, |earlier| first.min(earlier)));
            if earlier.state != FilingState::Superseded && earlier.state != FilingState::Invalid {
                let out = statement::state.eq(word(FilingState::Superseded));
                diesel::update(statement::table.find(earlier.id.to_string())).set(out).execute(connection)?;
                casebook::remove(connection, &earlier.id)?;
            }
        }
    }
    let set = (
        statement::state.eq(word(state)),
        statement::first_received.eq(row.first_received.or(first).map(micros)),
    );
    diesel::update(statement::table.find(row.id.to_string())).set(set).execute(connection)?;
    Ok(())
}

/// Notes that the log holds a verdict on a statement, with these findings, whose rows are not here; or that they are.
pub fn await_figures(
    connection: &mut AnyConnection,
    id: &Sha,
    findings: Option<&Sha>,
) -> Result<(), StoreError> {
    let set = statement::figures_awaited.eq(findings.map(ToString::to_string));
    diesel::update(statement::table.find(id.to_string())).set(set).execute(connection)?;
    Ok(())
}

/// The statements of a node that sign rows which are not here, oldest first.
pub fn lacking(connection: &mut AnyConnection, node: &str) -> Result<Vec<Sha>, StoreError> {
    let here = content::table.select(content::sha256.nullable());
    let ids: Vec<String> = statement::table
        .filter(statement::node.eq(node))
        .filter(statement::content_sha256.is_not_null())
        .filter(statement::content_sha256.ne_all(here))
        .order(statement::leaf)
        .select(statement::id)
        .load(connection)?;
    ids.into_iter().map(|id| id.parse().map_err(|_| StoreError::Corrupt("statement"))).collect()
}

/// Stores a verdict.
pub fn add_verdict(
    connection: &mut AnyConnection,
    id: &Sha,
    new: &Verdict,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let json = |value: Result<String, serde_json::Error>| value.map_err(|_| StoreError::Corrupt("verdict"));
    let values = (
        verdict::statement.eq(id.to_string()),
        verdict::tallies.eq(json(serde_json::to_string(&new.tallies))?),
        verdict::findings.eq(json(serde_json::to_string(&new.findings))?),
        verdict::open_cases.eq(json(serde_json::to_string(&new.open_cases))?),
        verdict::opening_cases.eq(new
            .opening_cases
            .as_ref()
            .map(serde_json::to_string)
            .map(json)
            .transpose()?),
        verdict::judged.eq(micros(now)),
    );
    diesel::insert_into(verdict::table).values(values).execute(connection)?;
    Ok(())
}

/// Replaces the findings of a verdict.
pub fn set_findings(
    connection: &mut AnyConnection,
    id: &Sha,
    findings: &[Finding],
) -> Result<(), StoreError> {
    let findings = serde_json::to_string(findings).map_err(|_| StoreError::Corrupt("verdict"))?;
    let set = verdict::findings.eq(findings);
    diesel::update(verdict::table.find(id.to_string())).set(set).execute(connection)?;
    Ok(())
}

/// The verdict of a statement.
pub fn verdict(connection: &mut AnyConnection, id: &Sha) -> Result<Option<Verdict>, StoreError> {
    type Row = (String, String, String, Option<String>);
    let row: Option<Row> = verdict::table
        .find(id.to_string())
        .select((verdict::tallies, verdict::findings, verdict::open_cases, verdict::opening_cases))
        .first(connection)
        .optional()?;
    let bad = |_| StoreError::Corrupt("verdict");
    row.map(|(tallies, findings, open, opening)| {
        Ok(Verdict {
            tallies: serde_json::from_str(&tallies).map_err(bad)?,
            findings: serde_json::from_str(&findings).map_err(bad)?,
            open_cases: serde_json::from_str(&open).map_err(bad)?,
            opening_cases: opening.as_deref().map(serde_json::from_str).transpose().map_err(bad)?,
        })
    })
    .transpose()
}

fn parse(row: Row) -> Result<StatementRow, StoreError> {
    let fields = || {
        Some(StatementRow {
            id: row.id.parse().ok()?,
            key: FilingKey {
                bureau: row.bureau.parse().ok()?,
                form: row.form.clone(),
                period: row.period.parse().ok()?,
                subject: undashed(&row.subject).ok()?,
            },
            revision: u32::try_from(row.revision).ok()?,
            nil: row.nil,
            purpose: row.purpose.parse().ok()?,
            content: match &row.content_sha256 {
                Some(sha) => Some(sha.parse().ok()?),
                None => None,
            },
            received: instant(row.received).ok()?,
            leaf: u64::try_from(row.leaf).ok()?,
            state: state(&row.state)?,
            first_received: row.first_received.map(instant).transpose().ok()?,
            decided: row.decided.map(instant).transpose().ok()?,
            decided_by: row.decided_by.clone(),
            figures_awaited: match &row.figures_awaited {
                Some(sha) => Some(sha.parse().ok()?),
                None => None,
            },
            note: row.note.clone(),
            node: row.node.clone(),
        })
    };
    fields().ok_or(StoreError::Corrupt("statement"))
}

/// The words of the states in which a statement stands.
pub(super) fn standing_words() -> impl Iterator<Item = &'static str> {
    FilingState::ALL.iter().copied().filter(|state| state.stands()).map(word)
}

pub(super) fn word(state: FilingState) -> &'static str {
    match state {
        FilingState::Receipted => "receipted",
        FilingState::Validated => "validated",
        FilingState::Invalid => "invalid",
        FilingState::Confirmed => "confirmed",
        FilingState::Returned => "returned",
        FilingState::Voided => "voided",
        FilingState::Defaulted => "defaulted",
        FilingState::Superseded => "superseded",
    }
}

pub(super) fn state(text: &str) -> Option<FilingState> {
    FilingState::ALL.iter().copied().find(|known| word(*known) == text)
}
