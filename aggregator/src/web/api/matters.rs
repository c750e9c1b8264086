//! Special and major cases with their reports, within the caller's scope.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use chrono::{DateTime, NaiveDate, Utc};
use schemas::{bureau::BureauCode, period::Period, problem::Problem, text::Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::describe::Words;
use crate::{
    app::Services,
    error::AppError,
    matter::{Kind, Matter, Stand},
    obligation::State,
    web::{
        portal::{
            list::MOST,
            matters::{Wanted, read},
        },
        visitor::Visitor,
    },
};

/// The cases.
#[derive(Serialize, ToSchema)]
struct Matters {
    /// The instant they are seen from.
    at: DateTime<Utc>,
    /// Overdue longest first, then by what is due next, then those that owe nothing.
    matters: Vec<Case>,
    /// Cases beyond those listed.
    more: usize,
}

/// One of them.
#[derive(Serialize, ToSchema)]
struct Case {
    bureau: BureauCode,
    bureau_name: Text,
    /// Its number.
    subject: String,
    /// `special` or `major`.
    grade: &'static str,
    /// When that was first known here.
    since: DateTime<Utc>,
    /// The day it ended, if it did.
    until: Option<NaiveDate>,
    /// `overdue`, `due` or `over`.
    stand: &'static str,
    /// Minutes until the first report was received.
    first_minutes: Option<i64>,
    reports: Vec<Report>,
}

/// A report of it, or the ledger of a month.
#[derive(Serialize, ToSchema)]
struct Report {
    form: String,
    /// What it is owed for.
    period: Period,
    kind: Kind,
    state: State,
    due: DateTime<Utc>,
    received: Option<DateTime<Utc>>,
    late_days: i64,
    /// Whether the committee, which should, has no copy of it.
    lacks_copy: bool,
}

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "特案、重案及其初报、续报、终报和月报：已报、应报与逾期。",
        "Special and major cases with their reports: made, due and overdue.",
    ))
    .query::<String>("bureau", Text::new("只要一个单位的", "Only of one bureau"))
    .query::<String>(
        "stand",
        Text::new("overdue、due、over；不填为全部", "overdue, due or over; all if left out"),
    )
    .query::<String>(
        "as-of",
        Text::new("按此日终了时已知的情况；不填为现在", "As known at the end of this day; now if left out"),
    )
    .json::<Matters>(200, Text::new("特案和重案", "The cases"))
    .problems(&[Problem::Malformed, Problem::NotFound])
}

/// `GET /api/v1/matters?bureau=&stand=&as-of=`.
pub async fn get(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let shown = wanted.shown();
    let chosen: Vec<&Matter> = read.chosen(&wanted, shown).collect();
    let cases = chosen.iter().take(MOST).map(|matter| Case {
        bureau: matter.bureau.clone(),
        bureau_name: read.name(&matter.bureau),
        subject: matter.subject.to_string(),
        grade: matter.grade.code(),
        since: matter.since,
        until: matter.until,
        stand: match matter.stand(read.now) {
            Stand::Overdue => "overdue",
            Stand::Due => "due",
            Stand::Over => "over",
        },
        first_minutes: matter.took().map(|took| took.num_minutes()),
        reports: matter.reports.iter().map(Report::of).collect(),
    });
    let more = chosen.len().saturating_sub(MOST);
    Ok(HttpResponse::Ok().json(Matters { at: read.now, matters: cases.collect(), more }))
}

impl Report {
    fn of(report: &crate::matter::Report) -> Self {
        Self {
            form: report.filing.form.clone(),
            period: report.period,
            kind: report.kind,
            state: report.obligation.state,
            due: report.obligation.deadline.due,
            received: report.received,
            late_days: report.obligation.late_days,
            lacks_copy: report.lacks_copy,
        }
    }
}
