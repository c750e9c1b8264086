//! What the rows of items say of single matters: kept once they were looked through, which is done once they are known to
//! have stood with the city, whatever became of them since.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl, SqliteConnection};
use schemas::{
    campaign::{Grade, Graded},
    owed::{Reported, Said, Shown, Told},
    period::Period,
};

use super::{
    Item, Outbox, State, StoreFault,
    item::{by_number, subject_text},
    schema::{item, matter_report, matter_shown},
};

/// Its rows stood, and were not looked through.
const STOOD: i64 = 1;
/// Its rows were looked through.
const LOOKED: i64 = 2;

/// Notes that the rows of an item stood with the city.
pub(super) fn stood(connection: &mut SqliteConnection, number: i64) -> Result<(), StoreFault> {
    let new = item::table.find(number).filter(item::looked.eq(0));
    diesel::update(new).set(item::looked.eq(STOOD)).execute(connection)?;
    Ok(())
}

impl Outbox {
    /// The items whose rows stood and are here, but were not looked through.
    pub(crate) fn to_look_through(&self) -> Result<Vec<Item>, StoreFault> {
        self.read(|connection| {
            let numbers: Vec<i64> = item::table
                .filter(item::looked.eq(STOOD))
                .filter(item::content.is_not_null())
                .filter(item::receipt.is_not_null())
                .order(item::number)
                .select(item::number)
                .load(connection)?;
            // What is damaged is named by `doctor`.
            let whole = numbers.into_iter().filter_map(|number| by_number(connection, number).ok());
            Ok(whole.collect())
        })
    }

    /// Keeps what the rows of an item say, received at an instant.
    pub(crate) fn looked_through(
        &self,
        of: &Item,
        received: DateTime<Utc>,
        said: &Said,
    ) -> Result<(), StoreFault> {
        let at = received.timestamp_micros();
        self.write(|connection| {
            said.shown().try_for_each(|case| show(connection, of, case, at))?;
            let filing = &of.statement.filing;
            if let (Some((grade, last)), Some(subject)) = (said.report, &filing.subject) {
                let row = (
                    matter_report::number.eq(of.number),
                    matter_report::form.eq(&filing.form),
                    matter_report::period.eq(filing.period.to_string()),
                    matter_report::subject.eq(subject.to_string()),
                    matter_report::grade.eq(grade.code()),
                    matter_report::last.eq(last),
                    matter_report::at.eq(at),
                );
                diesel::replace_into(matter_report::table).values(row).execute(connection)?;
            }
            diesel::update(item::table.find(of.number)).set(item::looked.eq(LOOKED)).execute(connection)?;
            Ok(())
        })
    }

    /// What ledgers showed whose leaves the log in force holds.
    pub(crate) fn matters_shown(&self) -> Result<Vec<Shown>, StoreFault> {
        type Row = (i64, String, String, String, String, Option<String>, i64);
        let rows: Vec<Row> = self.read(|connection| {
            let of = matter_shown::table.inner_join(item::table.on(matter_shown::number.eq(item::number)));
            Ok(of
                .filter(item::receipt.is_not_null())
                .order((matter_shown::number, matter_shown::subject))
                .select(matter_shown::all_columns)
                .load(connection)?)
        })?;
        let read = |(number, form, period, subject, grade, closed, at): Row| {
            let case = || {
                let closed = closed.map(|day| day.parse()).transpose().ok()?;
                Some(Graded { subject: subject.parse().ok()?, grade: Grade::parse(&grade)?, closed })
            };
            let shown = || {
                Some(Shown {
                    form,
                    period: period.parse().ok()?,
                    received: DateTime::from_timestamp_micros(at)?,
                    case: if subject == "-" { None } else { Some(case()?) },
                })
            };
            shown().ok_or(StoreFault::Damaged(number))
        };
        rows.into_iter().map(read).collect()
    }

    /// The reports of matters whose leaves the log in force holds.
    pub(crate) fn matters_told(&self) -> Result<Vec<Told>, StoreFault> {
        type Row = (i64, String, String, String, String, bool, i64, String);
        let rows: Vec<Row> = self.read(|connection| {
            let of = matter_report::table.inner_join(item::table.on(matter_report::number.eq(item::number)));
            Ok(of
                .filter(item::receipt.is_not_null())
                .order(matter_report::number)
                .select((
                    matter_report::number,
                    matter_report::form,
                    matter_report::period,
                    matter_report::subject,
                    matter_report::grade,
                    matter_report::last,
                    matter_report::at,
                    item::state,
                ))
                .load(connection)?)
        })?;
        let read = |(number, form, period, subject, grade, last, at, state): Row| {
            let told = || {
                let period: Period = period.parse().ok()?;
                let reported = Reported { form, subject: subject.parse().ok()?, day: period.start(), last };
                Some(Told {
                    reported,
                    grade: Grade::parse(&grade)?,
                    received: DateTime::from_timestamp_micros(at)?,
                    stands: state == State::Valid.code(),
                })
            };
            told().ok_or(StoreFault::Damaged(number))
        };
        rows.into_iter().map(read).collect()
    }
}

fn show(
    connection: &mut SqliteConnection,
    of: &Item,
    case: Option<&Graded>,
    at: i64,
) -> Result<(), StoreFault> {
    let filing = &of.statement.filing;
    let row = (
        matter_shown::number.eq(of.number),
        matter_shown::form.eq(&filing.form),
        matter_shown::period.eq(filing.period.to_string()),
        matter_shown::subject.eq(subject_text(case.map(|case| &case.subject))),
        matter_shown::grade.eq(case.map_or(Grade::Ordinary, |case| case.grade).code()),
        matter_shown::closed.eq(case.and_then(|case| case.closed).map(|day| day.to_string())),
        matter_shown::at.eq(at),
    );
    diesel::replace_into(matter_shown::table).values(row).execute(connection)?;
    Ok(())
}
