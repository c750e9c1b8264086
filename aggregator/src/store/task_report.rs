//! What departments report of the tasks of a campaign: rows are added and never changed.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};

use super::{AnyConnection, StoreError, instant, micros, schema::task_report};
use crate::action::{Report, Reporter, Said};

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
    );
    diesel::insert_into(task_report::table).values(values).execute(connection)?;
    Ok(())
}

/// Every report of a campaign, newest first.
pub fn of_campaign(connection: &mut AnyConnection, campaign: &str) -> Result<Vec<Report>, StoreError> {
    type Row = (String, String, String, String, String, i64, String);
    let rows: Vec<Row> = task_report::table
        .filter(task_report::campaign.eq(campaign))
        .order((task_report::at.desc(), task_report::id))
        .select((
            task_report::task,
            task_report::department,
            task_report::bureau,
            task_report::said,
            task_report::words,
            task_report::at,
            task_report::written_by,
        ))
        .load(connection)?;
    let read = |(task, department, bureau, said, words, at, by): Row| {
        let bureau = match bureau.as_str() {
            NONE => None,
            code => Some(code.parse().ok()?),
        };
        let reporter = Reporter { department, bureau };
        Some(Report { task, reporter, said: Said::from_word(&said)?, words, at: instant(at).ok()?, by })
    };
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("task report"))).collect()
}
