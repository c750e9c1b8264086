//! What is owed for a period, within the caller's scope.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use chrono::NaiveDate;
use schemas::{bureau::BureauCode, period::Period, problem::Problem, text::Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    describe::Words,
    standings::{Asked, PERIOD},
};
use crate::{
    app::Services,
    error::AppError,
    measure::cache,
    obligation::{State, board},
    web::visitor::Visitor,
};

/// What is owed for a period.
#[derive(Serialize, ToSchema)]
struct Obligations {
    period: Period,
    obligations: Vec<Owed>,
}

/// One form owed by one bureau.
#[derive(Serialize, ToSchema)]
struct Owed {
    bureau: BureauCode,
    bureau_name: Text,
    form: String,
    state: State,
    /// Days after the due day on which it was received; 0 if on time or not filed.
    late_days: i64,
    due: NaiveDate,
    grace: NaiveDate,
}

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "报告期内各单位各表式的报送任务与状态。",
        "What every bureau owes for a period, and its state.",
    ))
    .query::<Period>("period", PERIOD)
    .json::<Obligations>(200, Text::new("报送任务", "The obligations"))
    .problems(&[Problem::Malformed])
}

/// `GET /api/v1/obligations?period=2025Q3`.
pub async fn get(
    services: Data<Services>,
    asked: Query<Asked>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = &visitor.signed_in()?.account;
    let period = asked.period.unwrap_or(services.campaign.first_judged);
    let measured = cache::measured(&services, period).await?;
    let own: Vec<_> = measured
        .bureaus
        .iter()
        .filter(|bureau| account.sees(&measured.tree, &bureau.code))
        .cloned()
        .collect();
    let board = board::board(&services, own.clone(), period, services.clock.now()).await?;
    let mut owed = Vec::new();
    for bureau in own {
        for (form, obligation) in board.owed.get(&bureau.code).into_iter().flatten() {
            owed.push(Owed {
                bureau: bureau.code.clone(),
                bureau_name: bureau.name.clone(),
                form: form.clone(),
                state: obligation.state,
                late_days: obligation.late_days,
                due: obligation.deadline.due,
                grace: obligation.deadline.grace,
            });
        }
    }
    Ok(HttpResponse::Ok().json(Obligations { period, obligations: owed }))
}
