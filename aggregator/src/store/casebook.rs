//! The rows of the ledgers in force ([`crate::casebook`]): put in with the verdict by which they stand, taken out in the unit of
//! work in which they cease to.

pub mod figures;
pub mod read;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::{
    ExpressionMethods, Insertable, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use schemas::hash::Sha;

use super::{
    AnyConnection, StoreError,
    filing::{self, StatementRow},
    schema::{casebook, casebook_band, casebook_of, content, statement},
};
use crate::casebook::{Entry, Link, unite};

/// Most values asked for, and rows written, in one query.
const MOST: usize = 500;

/// A row as it is kept.
#[derive(Insertable)]
#[diesel(table_name = casebook)]
struct New<'a> {
    statement: &'a str,
    place: i32,
    bureau: &'a str,
    form: &'a str,
    period: &'a str,
    period_end: &'a str,
    leaf: i64,
    case_no: &'a str,
    matter: Option<&'a str>,
    went_on: Option<&'a str>,
    came_from: Option<&'a str>,
    dispute: Option<&'a str>,
    latest: bool,
    head: bool,
    opened: String,
    due: Option<String>,
    closed: Option<String>,
    followed: Option<String>,
    employer: Option<&'a str>,
    employer_code: Option<&'a str>,
    employer_type: Option<&'a str>,
    industry: Option<&'a str>,
    cause: Option<&'a str>,
    area: Option<&'a str>,
    source: Option<&'a str>,
    level: Option<&'a str>,
    outcome: Option<&'a str>,
    mediator: Option<&'a str>,
    responsible: Option<&'a str>,
    persons: Option<i64>,
    amount: Option<i64>,
    paid: Option<i64>,
}

/// A row as far as it is tied to others.
#[derive(Queryable, Selectable)]
#[diesel(table_name = casebook)]
struct Tied {
    statement: String,
    place: i32,
    form: String,
    period_end: String,
    leaf: i64,
    case_no: String,
    matter: Option<String>,
    went_on: Option<String>,
    came_from: Option<String>,
    dispute: Option<String>,
    latest: bool,
    head: bool,
    opened: String,
}

impl Tied {
    fn link(&self) -> Link {
        Link {
            form: self.form.clone(),
            case_no: self.case_no.clone(),
            ledger: (self.period_end.clone(), self.leaf),
            // Only rows of a form that holds disputes are ever of one.
            disputes: self.dispute.is_some(),
            matter: self.matter.clone(),
            went_on: self.went_on.clone(),
            came_from: self.came_from.clone(),
            opened: self.opened.parse().ok(),
            latest: self.latest,
            dispute: self.dispute.clone(),
            head: self.head,
        }
    }
}

/// Puts the rows of a statement in; putting them in twice is putting them in once.
///
/// # Errors
/// Only if the store fails.
pub fn put(
    connection: &mut AnyConnection,
    of: &StatementRow,
    disputes: bool,
    entries: &[Entry],
) -> Result<(), StoreError> {
    let id = of.id.to_string();
    let known: Option<String> =
        casebook_of::table.find(&id).select(casebook_of::statement).first(connection).optional()?;
    if known.is_some() {
        return Ok(());
    }
    diesel::insert_into(casebook_of::table).values(casebook_of::statement.eq(&id)).execute(connection)?;
    let (period, end) = (of.key.period.to_string(), of.key.period.end().to_string());
    let leaf = i64::try_from(of.leaf).map_err(|_| StoreError::Corrupt("leaf"))?;
    let new = entries.iter().map(|entry| Link {
        form: of.key.form.clone(),
        case_no: entry.case_no.clone(),
        ledger: (end.clone(), leaf),
        disputes,
        matter: entry.matter.clone(),
        went_on: entry.went_on.clone(),
        came_from: entry.came_from.clone(),
        opened: entry.opened,
        latest: false,
        dispute: None,
        head: false,
    });
    let bureau = of.key.bureau.as_str();
    let new: Vec<Link> = new.collect();
    let links = settle(connection, bureau, new, &[])?;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let mut rows = Vec::with_capacity(entries.len());
    for (entry, link) in entries.iter().zip(&links) {
        rows.push(New {
            statement: &id,
            place: i32::try_from(entry.place).map_err(|_| StoreError::Corrupt("place"))?,
            bureau,
            form: &of.key.form,
            period: &period,
            period_end: &end,
            leaf,
            case_no: &entry.case_no,
            matter: entry.matter.as_deref(),
            went_on: entry.went_on.as_deref(),
            came_from: entry.came_from.as_deref(),
            dispute: link.dispute.as_deref(),
            latest: link.latest,
            head: link.head,
            opened: day(entry.opened).unwrap_or_default(),
            due: day(entry.due),
            closed: day(entry.closed),
            followed: day(entry.followed),
            employer: entry.employer.as_deref(),
            employer_code: entry.employer_code.as_deref(),
            employer_type: entry.employer_type.as_deref(),
            industry: entry.industry.as_deref(),
            cause: entry.cause.as_deref(),
            area: entry.area.as_deref(),
            source: entry.source.as_deref(),
            level: entry.level.as_deref(),
            outcome: entry.outcome.as_deref(),
            mediator: entry.mediator.as_deref(),
            responsible: entry.responsible.as_deref(),
            persons: entry.persons,
            amount: entry.amount,
            paid: entry.paid,
        });
    }
    bands(connection, &id, entries)?;
    for rows in rows.chunks(MOST) {
        match connection {
            AnyConnection::Sqlite(connection) => {
                diesel::insert_into(casebook::table).values(rows).execute(connection)?
            }
            AnyConnection::Postgres(connection) => {
                diesel::insert_into(casebook::table).values(rows).execute(connection)?
            }
        };
    }
    Ok(())
}

/// Puts in which of them are paid for, and how they were performed.
fn bands(connection: &mut AnyConnection, id: &str, entries: &[Entry]) -> Result<(), StoreError> {
    let banded = entries.iter().filter_map(|entry| Some((entry, entry.band.as_deref()?)));
    let mut rows = Vec::new();
    for (entry, band) in banded {
        rows.push((
            casebook_band::statement.eq(id),
            casebook_band::place.eq(i32::try_from(entry.place).map_err(|_| StoreError::Corrupt("place"))?),
            casebook_band::band.eq(band),
            casebook_band::performed.eq(entry.performed.as_deref()),
        ));
    }
    for rows in rows.chunks(MOST) {
        match connection {
            AnyConnection::Sqlite(connection) => {
                diesel::insert_into(casebook_band::table).values(rows).execute(connection)?
            }
            AnyConnection::Postgres(connection) => {
                diesel::insert_into(casebook_band::table).values(rows).execute(connection)?
            }
        };
    }
    Ok(())
}

/// Takes the rows of a statement out that stands no more.
///
/// # Errors
/// Only if the store fails.
pub fn remove(connection: &mut AnyConnection, of: &Sha) -> Result<(), StoreError> {
    let id = of.to_string();
    if diesel::delete(casebook_of::table.find(&id)).execute(connection)? == 0 {
        return Ok(());
    }
    let of_statement = || casebook::table.filter(casebook::statement.eq(&id));
    let gone: Vec<Tied> = of_statement().select(Tied::as_select()).load(connection)?;
    let bureau: Option<String> = of_statement().select(casebook::bureau).first(connection).optional()?;
    let Some(bureau) = bureau else { return Ok(()) };
    diesel::delete(of_statement()).execute(connection)?;
    diesel::delete(casebook_band::table.filter(casebook_band::statement.eq(&id))).execute(connection)?;
    let gone: Vec<Link> = gone.iter().map(Tied::link).collect();
    settle(connection, &bureau, Vec::new(), &gone)?;
    Ok(())
}

/// Statements behind a leaf that stand and whose rows are here and not in it, in the order of the log: what an earlier version of
/// the program took in.
///
/// # Errors
/// Only if the store fails.
pub fn left_out(
    connection: &mut AnyConnection,
    after: i64,
    most: i64,
) -> Result<Vec<StatementRow>, StoreError> {
    let ids: Vec<String> = statement::table
        .inner_join(content::table.on(content::sha256.nullable().eq(statement::content_sha256)))
        .filter(statement::leaf.gt(after))
        .filter(statement::state.eq_any(filing::standing_words()))
        .filter(statement::figures_awaited.is_null())
        .filter(statement::id.ne_all(casebook_of::table.select(casebook_of::statement)))
        .order(statement::leaf)
        .limit(most)
        .select(statement::id)
        .load(connection)?;
    let damaged = || StoreError::Corrupt("statement");
    let mut rows = Vec::new();
    for id in ids {
        let id = id.parse().map_err(|_| damaged())?;
        rows.push(filing::find(connection, &id)?.ok_or_else(damaged)?);
    }
    Ok(rows)
}

/// By what rows are tied to others.
#[derive(Default)]
struct Ties {
    /// Cases, by form.
    cases: BTreeSet<(String, String)>,
    /// Numbers of cases that went on as others or came from them, of any form.
    named: BTreeSet<String>,
    matters: BTreeSet<String>,
    disputes: BTreeSet<String>,
}

impl Ties {
    /// Those of a row that are not among these yet.
    fn of(&self, link: &Link, new: &mut Self) {
        let add = |known: &BTreeSet<String>, value: &String, new: &mut BTreeSet<String>| {
            if !known.contains(value) {
                new.insert(value.clone());
            }
        };
        let case = (link.form.clone(), link.case_no.clone());
        if !self.cases.contains(&case) {
            new.cases.insert(case);
        }
        link.went_on.iter().chain(&link.came_from).for_each(|name| add(&self.named, name, &mut new.named));
        link.matter.iter().for_each(|matter| add(&self.matters, matter, &mut new.matters));
        link.dispute.iter().for_each(|dispute| add(&self.disputes, dispute, &mut new.disputes));
    }

    fn add(&mut self, other: Self) {
        self.cases.extend(other.cases);
        self.named.extend(other.named);
        self.matters.extend(other.matters);
        self.disputes.extend(other.disputes);
    }

    fn is_empty(&self) -> bool {
        [&self.named, &self.matters, &self.disputes].into_iter().all(BTreeSet::is_empty)
            && self.cases.is_empty()
    }
}

/// Finds out again which rows are the newest of their cases and of which disputes they are, when some have gone and others come,
/// which it gives back; those that are kept are corrected.
fn settle(
    connection: &mut AnyConnection,
    bureau: &str,
    new: Vec<Link>,
    gone: &[Link],
) -> Result<Vec<Link>, StoreError> {
    let kept = around(connection, bureau, new.iter().chain(gone))?;
    let mut links: Vec<Link> = kept.iter().map(Tied::link).collect();
    links.extend(new);
    unite(&mut links);
    let new = links.split_off(kept.len());
    for (was, is) in kept.iter().zip(&links).filter(|(was, is)| was.link() != **is) {
        let set = (
            casebook::latest.eq(is.latest),
            casebook::dispute.eq(is.dispute.as_deref()),
            casebook::head.eq(is.head),
        );
        diesel::update(casebook::table.find((&was.statement, was.place))).set(set).execute(connection)?;
    }
    Ok(new)
}

/// Every row of a bureau that is tied to some that come or go, however far: an older ledger may become the newest of a case, and tie it to what
/// the newer one did not.
fn around<'a>(
    connection: &mut AnyConnection,
    bureau: &str,
    links: impl Iterator<Item = &'a Link>,
) -> Result<Vec<Tied>, StoreError> {
    let mut found: BTreeMap<(String, i32), Tied> = BTreeMap::new();
    let (mut known, mut next) = (Ties::default(), Ties::default());
    links.for_each(|link| known.of(link, &mut next));
    while !next.is_empty() {
        let rows = tied(connection, bureau, &next)?;
        known.add(std::mem::take(&mut next));
        for row in rows {
            known.of(&row.link(), &mut next);
            found.insert((row.statement.clone(), row.place), row);
        }
    }
    Ok(found.into_values().collect())
}

/// The rows of a bureau that any of these ties holds.
fn tied(connection: &mut AnyConnection, bureau: &str, ties: &Ties) -> Result<Vec<Tied>, StoreError> {
    let of_bureau = || casebook::table.filter(casebook::bureau.eq(bureau)).select(Tied::as_select());
    let mut rows = Vec::new();
    let mut of_form: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (form, case) in &ties.cases {
        of_form.entry(form).or_default().push(case);
    }
    for (form, cases) in of_form {
        for cases in cases.chunks(MOST) {
            let of_form = || of_bureau().filter(casebook::form.eq(form));
            rows.extend(of_form().filter(casebook::case_no.eq_any(cases)).load(connection)?);
            rows.extend(of_bureau().filter(casebook::went_on.eq_any(cases)).load(connection)?);
            rows.extend(of_bureau().filter(casebook::came_from.eq_any(cases)).load(connection)?);
        }
    }
    let chunks = |values: &BTreeSet<String>| -> Vec<Vec<String>> {
        values.iter().cloned().collect::<Vec<_>>().chunks(MOST).map(<[String]>::to_vec).collect()
    };
    for named in chunks(&ties.named) {
        rows.extend(of_bureau().filter(casebook::case_no.eq_any(named)).load(connection)?);
    }
    for matters in chunks(&ties.matters) {
        rows.extend(of_bureau().filter(casebook::matter.eq_any(matters)).load(connection)?);
    }
    for disputes in chunks(&ties.disputes) {
        rows.extend(of_bureau().filter(casebook::dispute.eq_any(disputes)).load(connection)?);
    }
    Ok(rows)
}
