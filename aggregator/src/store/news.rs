//! 动态信息 of departments: rows are added and never changed.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, dsl::count_star};
use schemas::campaign::DepartmentCode;

use super::{AnyConnection, StoreError, instant, micros, schema::news};
use crate::news::News;

/// Which of a campaign.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Code of the campaign.
    pub campaign: &'a str,
    /// Only of this department.
    pub department: Option<&'a DepartmentCode>,
    /// Only of these days, both included.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// Adds something a department tells.
pub fn add(connection: &mut AnyConnection, id: &str, campaign: &str, told: &News) -> Result<(), StoreError> {
    let values = (
        news::id.eq(id),
        news::campaign.eq(campaign),
        news::department.eq(told.department.as_str()),
        news::task.eq(&told.task),
        news::title.eq(&told.title),
        news::day.eq(told.day.to_string()),
        news::body.eq(&told.body),
        news::at.eq(micros(told.at)),
        news::written_by.eq(&told.by),
    );
    diesel::insert_into(news::table).values(values).execute(connection)?;
    Ok(())
}

/// Narrows a query to what is wanted.
macro_rules! narrowed {
    ($query:expr, $wanted:expr) => {{
        let mut query = $query.filter(news::campaign.eq($wanted.campaign)).into_boxed();
        if let Some(department) = $wanted.department {
            query = query.filter(news::department.eq(department.as_str()));
        }
        if let Some((first, last)) = $wanted.days {
            query = query.filter(news::day.between(first.to_string(), last.to_string()));
        }
        query
    }};
}

/// How many there are.
pub fn count(connection: &mut AnyConnection, wanted: Wanted<'_>) -> Result<usize, StoreError> {
    let count: i64 = narrowed!(news::table.select(count_star()), wanted).first(connection)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// So many of them behind so many, newest first.
pub fn some(
    connection: &mut AnyConnection,
    wanted: Wanted<'_>,
    (skip, most): (usize, usize),
) -> Result<Vec<News>, StoreError> {
    type Row = (String, Option<String>, String, String, String, i64, String);
    let bound = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let columns =
        (news::department, news::task, news::title, news::day, news::body, news::at, news::written_by);
    let rows: Vec<Row> = narrowed!(news::table.select(columns), wanted)
        .order((news::at.desc(), news::id))
        .offset(bound(skip))
        .limit(bound(most))
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// How many a department has told at or after an instant.
pub fn since(
    connection: &mut AnyConnection,
    wanted: Wanted<'_>,
    at: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let told = narrowed!(news::table.select(count_star()), wanted).filter(news::at.ge(micros(at)));
    let count: i64 = told.first(connection)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// How many each department told, by its code.
pub fn by_department(
    connection: &mut AnyConnection,
    wanted: Wanted<'_>,
) -> Result<Vec<(DepartmentCode, usize)>, StoreError> {
    let counted = news::table.group_by(news::department).select((news::department, count_star()));
    let rows: Vec<(String, i64)> = narrowed!(counted, wanted).order(news::department).load(connection)?;
    let read = |(code, count): (String, i64)| {
        let code = code.parse().map_err(|_| StoreError::Corrupt("news"))?;
        Ok((code, usize::try_from(count).unwrap_or(0)))
    };
    rows.into_iter().map(read).collect()
}

fn read(
    (department, task, title, day, body, at, by): (
        String,
        Option<String>,
        String,
        String,
        String,
        i64,
        String,
    ),
) -> Result<News, StoreError> {
    const DAMAGED: StoreError = StoreError::Corrupt("news");
    Ok(News {
        department: department.parse().map_err(|_| DAMAGED)?,
        task,
        title,
        day: day.parse().map_err(|_| DAMAGED)?,
        body,
        at: instant(at)?,
        by,
    })
}
