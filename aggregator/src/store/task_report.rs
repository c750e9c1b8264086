//! What departments report of the tasks of a campaign: rows are added and never changed.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::{bureau::BureauCode, campaign::DepartmentCode};

use super::{AnyConnection, StoreError, instant, micros, schema::task_report};
use crate::action::{Entered, Report, Reporter, Said};

/// What stands for no bureau.
const NONE: &str = "-";

/// Adds a report.
pub fn add(
    connection: &mut AnyConnection,
    id: &str,
    campaign: &str,
    report: &Report,
) -> Result<(), StoreError> {
    let bureau = report.reporter.bureau.as_ref().map_or(NONE, |bureau| bureau.as_str());
    let values = (
        task_report::id.eq(id),
        task_report::campaign.eq(campaign),
        task_report::task.eq(&report.task),
        task_report::department.eq(&report.reporter.department),
        task_report::bureau.eq(bureau),
        task_report::said.eq(report.said.word()),
        task_report::words.eq(&report.words),
        task_report::at.eq(micros(report.at)),
        task_report::written_by.eq(&report.by),
        task_report::entered.eq(report.entered.word()),
    );
    diesel::insert_into(task_report::table).values(values).execute(connection)?;
    Ok(())
}

type Row = (String, String, String, String, String, i64, String, String);

type Columns = (
    task_report::task,
    task_report::department,
    task_report::bureau,
    task_report::said,
    task_report::words,
    task_report::at,
    task_report::written_by,
    task_report::entered,
);

fn columns() -> Columns {
    (
        task_report::task,
        task_report::department,
        task_report::bureau,
        task_report::said,
        task_report::words,
        task_report::at,
        task_report::written_by,
        task_report::entered,
    )
}

/// Every report of a campaign, newest first.
pub fn of_campaign(connection: &mut AnyConnection, campaign: &str) -> Result<Vec<Report>, StoreError> {
    some(connection, campaign, None)
}

/// Every report of one department, newest first.
pub fn of_department(
    connection: &mut AnyConnection,
    campaign: &str,
    department: &DepartmentCode,
) -> Result<Vec<Report>, StoreError> {
    some(connection, campaign, Some(department))
}

fn some(
    connection: &mut AnyConnection,
    campaign: &str,
    department: Option<&DepartmentCode>,
) -> Result<Vec<Report>, StoreError> {
    let mut query = task_report::table.filter(task_report::campaign.eq(campaign)).into_boxed();
    if let Some(department) = department {
        query = query.filter(task_report::department.eq(department.as_str()));
    }
    let rows: Vec<Row> =
        query.order((task_report::at.desc(), task_report::id)).select(columns()).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// The bureaus that have reported a task as done.
pub fn done(
    connection: &mut AnyConnection,
    campaign: &str,
    task: &str,
) -> Result<BTreeSet<BureauCode>, StoreError> {
    let rows: Vec<String> = task_report::table
        .filter(task_report::campaign.eq(campaign))
        .filter(task_report::task.eq(task))
        .filter(task_report::said.eq(Said::Done.word()))
        .filter(task_report::bureau.ne(NONE))
        .select(task_report::bureau)
        .distinct()
        .load(connection)?;
    rows.into_iter().map(|code| code.parse().map_err(|_| StoreError::Corrupt("task report"))).collect()
}

/// How many a department has reported itself at or after an instant.
pub fn since(
    connection: &mut AnyConnection,
    campaign: &str,
    department: &str,
    at: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let count: i64 = task_report::table
        .filter(task_report::campaign.eq(campaign))
        .filter(task_report::department.eq(department))
        .filter(task_report::entered.eq(Entered::ByItself.word()))
        .filter(task_report::at.ge(micros(at)))
        .count()
        .get_result(connection)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

fn read((task, department, bureau, said, words, at, by, entered): Row) -> Result<Report, StoreError> {
    const DAMAGED: StoreError = StoreError::Corrupt("task report");
    let bureau = match bureau.as_str() {
        NONE => None,
        code => Some(code.parse().map_err(|_| DAMAGED)?),
    };
    Ok(Report {
        task,
        reporter: Reporter { department, bureau },
        said: Said::from_word(&said).ok_or(DAMAGED)?,
        words,
        at: instant(at)?,
        by,
        entered: Entered::from_word(&entered).ok_or(DAMAGED)?,
    })
}
