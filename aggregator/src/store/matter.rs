//! What the ledgers and reports of bureaus said of single matters, kept once their rows stood; which matters a bureau has is
//! for [`schemas::owed`] to say.

use std::collections::BTreeSet;

use chrono::{DateTime, SubsecRound, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::{
    bureau::BureauCode,
    campaign::{Grade, Graded},
    lines::or_dash,
    owed::{Reported, Said, Shown, Told},
    period::Period,
};

use super::{
    AnyConnection, StoreError, book,
    filing::StatementRow,
    instant, micros,
    schema::{matter_report, matter_shown},
};

/// Most bureaus asked for in one query.
const MOST: usize = 500;

/// Notes what the rows of a filing say, once they stand; noting it twice is noting it once.
pub fn note(connection: &mut AnyConnection, row: &StatementRow, said: &Said) -> Result<(), StoreError> {
    if is_noted(connection, row)? {
        return Ok(());
    }
    // As the receipt says it, so that both sides count from the same instant.
    let at = row.received.trunc_subsecs(3);
    said.shown().try_for_each(|case| show(connection, row, case, at))?;
    if let (Some((grade, last)), Some(subject)) = (said.report, &row.key.subject) {
        let values = (
            matter_report::statement.eq(row.id.to_string()),
            matter_report::bureau.eq(row.key.bureau.as_str()),
            matter_report::form.eq(&row.key.form),
            matter_report::subject.eq(subject.to_string()),
            matter_report::period.eq(row.key.period.to_string()),
            matter_report::grade.eq(grade.code()),
            matter_report::last.eq(last),
            matter_report::at.eq(micros(at)),
        );
        diesel::insert_into(matter_report::table).values(values).execute(connection)?;
    }
    Ok(())
}

fn is_noted(connection: &mut AnyConnection, row: &StatementRow) -> Result<bool, StoreError> {
    let id = row.id.to_string();
    let shown: i64 =
        matter_shown::table.filter(matter_shown::statement.eq(&id)).count().get_result(connection)?;
    let told: i64 =
        matter_report::table.filter(matter_report::statement.eq(&id)).count().get_result(connection)?;
    Ok(shown + told > 0)
}

fn show(
    connection: &mut AnyConnection,
    row: &StatementRow,
    case: Option<&Graded>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let values = (
        matter_shown::statement.eq(row.id.to_string()),
        matter_shown::subject.eq(or_dash(case.map(|case| &case.subject))),
        matter_shown::grade.eq(case.map_or(Grade::Ordinary, |case| case.grade).code()),
        matter_shown::bureau.eq(row.key.bureau.as_str()),
        matter_shown::form.eq(&row.key.form),
        matter_shown::period.eq(row.key.period.to_string()),
        matter_shown::closed.eq(case.and_then(|case| case.closed).map(|day| day.to_string())),
        matter_shown::at.eq(micros(at)),
    );
    diesel::insert_into(matter_shown::table).values(values).execute(connection)?;
    Ok(())
}

type Row = (String, String, String, String, String, Option<String>, i64);

/// What ledgers showed up to an instant, of every bureau that has had a special or major case.
pub fn shown(
    connection: &mut AnyConnection,
    known: DateTime<Utc>,
) -> Result<Vec<(BureauCode, Shown)>, StoreError> {
    let columns = (
        matter_shown::bureau,
        matter_shown::form,
        matter_shown::period,
        matter_shown::subject,
        matter_shown::grade,
        matter_shown::closed,
        matter_shown::at,
    );
    let of = || matter_shown::table.filter(matter_shown::at.le(micros(known))).select(columns);
    let mut rows: Vec<Row> = of().filter(matter_shown::subject.ne("-")).load(connection)?;
    let bureaus: BTreeSet<String> = rows.iter().map(|row| row.0.clone()).collect();
    // Ledgers without such a case say only when one was no longer one.
    for bureaus in bureaus.into_iter().collect::<Vec<_>>().chunks(MOST) {
        let without = of().filter(matter_shown::subject.eq("-")).filter(matter_shown::bureau.eq_any(bureaus));
        rows.extend(without.load::<Row>(connection)?);
    }
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("matter"))).collect()
}

fn read((bureau, form, period, subject, grade, closed, at): Row) -> Option<(BureauCode, Shown)> {
    let case = match subject.as_str() {
        "-" => None,
        subject => Some(Graded {
            subject: subject.parse().ok()?,
            grade: Grade::parse(&grade)?,
            closed: closed.map(|day| day.parse()).transpose().ok()?,
        }),
    };
    let shown = Shown { form, period: period.parse().ok()?, received: instant(at).ok()?, case };
    Some((bureau.parse().ok()?, shown))
}

/// The reports of matters up to an instant, and whether they stood then.
pub fn told(
    connection: &mut AnyConnection,
    known: DateTime<Utc>,
) -> Result<Vec<(BureauCode, Told)>, StoreError> {
    type Row = (String, String, String, String, String, String, bool, i64);
    let rows: Vec<Row> = matter_report::table
        .filter(matter_report::at.le(micros(known)))
        .select((
            matter_report::statement,
            matter_report::bureau,
            matter_report::form,
            matter_report::subject,
            matter_report::period,
            matter_report::grade,
            matter_report::last,
            matter_report::at,
        ))
        .order(matter_report::statement)
        .load(connection)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let periods: BTreeSet<&str> = rows.iter().map(|row| row.4.as_str()).collect();
    let periods: Result<Vec<Period>, _> = periods.into_iter().map(str::parse).collect();
    let bureaus: BTreeSet<&str> = rows.iter().map(|row| row.1.as_str()).collect();
    let bureaus: Vec<&str> = bureaus.into_iter().collect();
    let periods = periods.map_err(|_| StoreError::Corrupt("report"))?;
    let stood = book::stood(&book::received_of(connection, &periods, Some(&bureaus), known)?);
    let read = |(statement, bureau, form, subject, period, grade, last, at): &Row| {
        let period: Period = period.parse().ok()?;
        let reported =
            Reported { form: form.clone(), subject: subject.parse().ok()?, day: period.start(), last: *last };
        let told = Told {
            reported,
            grade: Grade::parse(grade)?,
            received: instant(*at).ok()?,
            stands: stood.contains(&statement.parse().ok()?),
        };
        Some((bureau.parse().ok()?, told))
    };
    rows.iter().map(|row| read(row).ok_or(StoreError::Corrupt("report"))).collect()
}
