//! What the duties of bureaus depend on besides the campaign: what was decided of them, the matters that became special or
//! major, and the reports of these.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{BoolExpressionMethods, ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use schemas::{
    bureau::BureauCode,
    campaign::{Grade, Graded},
    duty_act::DutyAct,
    hash::Sha,
    lines::or_dash,
    owed::{Acts, Matter, Reported},
    period::Period,
    statement::{FilingKey, Subject},
    wire::FilingState,
};

use super::{
    AnyConnection, StoreError, document,
    filing::{StatementRow, word},
    instant, micros,
    schema::{document as kept, duty_act, matter, matter_report, statement},
};

/// Whatever is known: a leaf is never earlier than the one before it, so that after a step of the clock it may be later than
/// now.
pub const EVER: DateTime<Utc> = DateTime::<Utc>::MAX_UTC;

/// A decision on a duty, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What was decided.
    pub act: DutyAct,
    /// Its leaf.
    pub leaf: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Login of the person; `-` where only the log remembers.
    pub by: String,
}

/// What is known of one bureau.
type OfBureau = (Vec<DutyAct>, Vec<Matter>, Vec<Reported>);

/// Keeps a decision whose leaf is in the log; gives the hash of the document.
pub fn keep(
    connection: &mut AnyConnection,
    act: &DutyAct,
    leaf: u64,
    at: DateTime<Utc>,
    by: &str,
) -> Result<Sha, StoreError> {
    let sha = document::keep(connection, &act.compose())?;
    let values = (
        duty_act::leaf.eq(i64::try_from(leaf).map_err(|_| StoreError::Corrupt("leaf index"))?),
        duty_act::bureau.eq(act.duty.bureau.as_str()),
        duty_act::form.eq(&act.duty.form),
        duty_act::period.eq(act.duty.period.to_string()),
        duty_act::subject.eq(or_dash(act.duty.subject.as_ref())),
        duty_act::document.eq(sha.to_string()),
        duty_act::at.eq(micros(at)),
        duty_act::decided_by.eq(by),
    );
    diesel::insert_into(duty_act::table).values(values).execute(connection)?;
    Ok(sha)
}

/// What was decided of one duty, first to last.
pub fn decided(connection: &mut AnyConnection, duty: &FilingKey) -> Result<Vec<Decided>, StoreError> {
    let rows: Vec<(i64, String, i64, String)> = duty_act::table
        .inner_join(kept::table.on(duty_act::document.eq(kept::sha256)))
        .filter(duty_act::bureau.eq(duty.bureau.as_str()))
        .filter(duty_act::form.eq(&duty.form))
        .filter(duty_act::period.eq(duty.period.to_string()))
        .filter(duty_act::subject.eq(or_dash(duty.subject.as_ref())))
        .order(duty_act::leaf)
        .select((duty_act::leaf, kept::text, duty_act::at, duty_act::decided_by))
        .load(connection)?;
    let read = |(leaf, text, at, by): (i64, String, i64, String)| {
        Some(Decided {
            act: DutyAct::parse(&text).ok()?,
            leaf: u64::try_from(leaf).ok()?,
            at: instant(at).ok()?,
            by,
        })
    };
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("decision on a duty"))).collect()
}

/// What the duties of every bureau depend on, as far as it was known at an instant; bureaus of which nothing was
/// are left out.
pub fn acts(
    connection: &mut AnyConnection,
    at: DateTime<Utc>,
) -> Result<BTreeMap<BureauCode, Acts>, StoreError> {
    let texts: Vec<String> = duty_act::table
        .inner_join(kept::table.on(duty_act::document.eq(kept::sha256)))
        .filter(duty_act::at.le(micros(at)))
        .order(duty_act::leaf)
        .select(kept::text)
        .load(connection)?;
    let mut all: BTreeMap<BureauCode, OfBureau> = BTreeMap::new();
    for text in texts {
        let act = DutyAct::parse(&text).map_err(|_| StoreError::Corrupt("decision on a duty"))?;
        all.entry(act.duty.bureau.clone()).or_default().0.push(act);
    }
    for (bureau, matter) in matters(connection, at)? {
        all.entry(bureau).or_default().1.push(matter);
    }
    for (bureau, report) in reports(connection, at)? {
        all.entry(bureau).or_default().2.push(report);
    }
    let acts = |(bureau, (decided, matters, reported))| (bureau, Acts::new(decided, matters, reported));
    Ok(all.into_iter().map(acts).collect())
}

fn matters(
    connection: &mut AnyConnection,
    at: DateTime<Utc>,
) -> Result<Vec<(BureauCode, Matter)>, StoreError> {
    type Row = (String, String, String, i64, Option<String>);
    let rows: Vec<Row> = matter::table.filter(matter::since.le(micros(at))).load(connection)?;
    let read = |(bureau, subject, grade, since, until): Row| {
        let matter = Matter {
            subject: subject.parse().ok()?,
            grade: Grade::parse(&grade)?,
            since: instant(since).ok()?,
            until: until.map(|day| day.parse()).transpose().ok()?,
        };
        Some((bureau.parse().ok()?, matter))
    };
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("matter"))).collect()
}

fn reports(
    connection: &mut AnyConnection,
    at: DateTime<Utc>,
) -> Result<Vec<(BureauCode, Reported)>, StoreError> {
    type Row = (String, String, String, String, bool);
    let stands: Vec<&str> =
        FilingState::ALL.iter().copied().filter(|state| state.stands()).map(word).collect();
    let rows: Vec<Row> = matter_report::table
        .inner_join(statement::table.on(matter_report::statement.eq(statement::id)))
        .filter(statement::state.eq_any(stands))
        .filter(matter_report::at.le(micros(at)))
        .select((
            matter_report::bureau,
            matter_report::form,
            matter_report::subject,
            matter_report::period,
            matter_report::last,
        ))
        .load(connection)?;
    let read = |(bureau, form, subject, period, last): Row| {
        let period: Period = period.parse().ok()?;
        Some((
            bureau.parse().ok()?,
            Reported { form, subject: subject.parse().ok()?, day: period.start(), last },
        ))
    };
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("report"))).collect()
}

/// Notes the special and major cases of a filing that stands, in whatever order filings come: each is known since the first
/// of them, and has ended if one says so and none of a later end of period shows it open.
pub fn note_matters(
    connection: &mut AnyConnection,
    row: &StatementRow,
    graded: &[Graded],
) -> Result<(), StoreError> {
    for one in graded {
        note_matter(connection, &row.key.bureau, &one.subject, one.grade, row.received)?;
        let of = || {
            let of_bureau = matter::table.filter(matter::bureau.eq(row.key.bureau.as_str()));
            of_bureau.filter(matter::subject.eq(one.subject.to_string()))
        };
        // Days compare as they are written.
        match one.closed.map(|day| day.to_string()) {
            Some(day) => {
                let earlier = of().filter(matter::until.is_null().or(matter::until.lt(day.clone())));
                diesel::update(earlier).set(matter::until.eq(day)).execute(connection)?;
            }
            None => {
                let ended = of().filter(matter::until.le(row.key.period.end().to_string()));
                diesel::update(ended).set(matter::until.eq(None::<String>)).execute(connection)?;
            }
        }
    }
    Ok(())
}

fn note_matter(
    connection: &mut AnyConnection,
    bureau: &BureauCode,
    subject: &Subject,
    grade: Grade,
    since: DateTime<Utc>,
) -> Result<(), StoreError> {
    let of = || matter::table.find((bureau.as_str(), subject.to_string(), grade.code()));
    let known: Vec<i64> = of().select(matter::since).load(connection)?;
    match known.first() {
        Some(earlier) if *earlier <= micros(since) => {}
        Some(_) => {
            diesel::update(of()).set(matter::since.eq(micros(since))).execute(connection)?;
        }
        None => {
            let values = (
                matter::bureau.eq(bureau.as_str()),
                matter::subject.eq(subject.to_string()),
                matter::grade.eq(grade.code()),
                matter::since.eq(micros(since)),
                matter::until.eq(None::<String>),
            );
            diesel::insert_into(matter::table).values(values).execute(connection)?;
        }
    }
    Ok(())
}

/// Notes a report of a matter whose rows stand. A matter nobody had graded before is of the report's grade from now on.
pub fn note_report(
    connection: &mut AnyConnection,
    row: &StatementRow,
    grade: Grade,
    last: bool,
) -> Result<(), StoreError> {
    let Some(of) = &row.key.subject else { return Ok(()) };
    note_matter(connection, &row.key.bureau, of, grade, row.received)?;
    let known = matter_report::table.find(row.id.to_string()).select(matter_report::statement);
    if !known.load::<String>(connection)?.is_empty() {
        return Ok(());
    }
    let values = (
        matter_report::statement.eq(row.id.to_string()),
        matter_report::bureau.eq(row.key.bureau.as_str()),
        matter_report::form.eq(&row.key.form),
        matter_report::subject.eq(of.to_string()),
        matter_report::period.eq(row.key.period.to_string()),
        matter_report::last.eq(last),
        matter_report::at.eq(micros(row.received)),
    );
    diesel::insert_into(matter_report::table).values(values).execute(connection)?;
    Ok(())
}
