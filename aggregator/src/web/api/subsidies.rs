//! What mediators are paid for cases in a month, within the caller's scope.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use chrono::NaiveDate;
use schemas::{bureau::BureauCode, period::Period, problem::Problem, text::Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::describe::Words;
use crate::{
    app::Services,
    error::AppError,
    store::subsidy::Line,
    web::{
        portal::subsidies::{Wanted, read},
        visitor::Visitor,
    },
};

/// The sheet of a month.
#[derive(Serialize, ToSchema)]
struct Subsidies {
    month: Period,
    /// `proposed` or `approved`; none before it is proposed.
    state: Option<String>,
    /// The cases on the sheet, or those one would hold now.
    cases: Vec<Case>,
    /// What has to be claimed back.
    claimed_back: Vec<Case>,
}

/// A case that is paid for.
#[derive(Serialize, ToSchema)]
struct Case {
    bureau: BureauCode,
    /// Number in the register of mediators.
    mediator: String,
    case: String,
    band: String,
    /// In 分.
    fen: i64,
    closed: NaiveDate,
}

impl From<Line> for Case {
    fn from(line: Line) -> Self {
        let Line { bureau, mediator, case_no, band, fen, closed } = line;
        Self { bureau, mediator, case: case_no, band, fen, closed }
    }
}

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "一个月的以案定补发放表，或提请前可列入的案件；本次行动不设以案定补的没有案件。",
        "The sheet of subsidies of a month, or what one would hold; no cases where the campaign pays none.",
    ))
    .query::<Period>(
        "month",
        Text::new("月份，如 2025-08；不填为上月", "The month, such as 2025-08; the last one if left out"),
    )
    .json::<Subsidies>(200, Text::new("发放表", "The sheet"))
    .problems(&[Problem::Malformed])
}

/// `GET /api/v1/subsidies?month=2025-08`.
pub async fn get(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    Ok(HttpResponse::Ok().json(Subsidies {
        month: read.month,
        state: read.sheet.map(|sheet| sheet.state.word().to_owned()),
        cases: read.lines.into_iter().map(Case::from).collect(),
        claimed_back: read.back.into_iter().map(Case::from).collect(),
    }))
}
