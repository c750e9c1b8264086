//! What is owed for a period, within the caller's scope.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use chrono::{NaiveDate, TimeDelta};
use schemas::{
    bureau::BureauCode,
    duty_act::Change,
    period::{Period, end_of_day},
    problem::Problem,
    text::Text,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{describe::Words, standings::PERIOD};
use crate::{
    app::Services,
    error::AppError,
    measure::cache,
    obligation::{State, board},
    store::duty::EVER,
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
    /// Days after the due day on which it was received, at least 1 if late; 0 if on time or not filed.
    late_days: i64,
    /// The day it is due, an extension included.
    due: NaiveDate,
    /// Cut-off within that day, if it is not its end.
    due_at: Option<String>,
    grace: NaiveDate,
    /// Until when it was extended, if it was.
    extended: Option<NaiveDate>,
}

/// Which period, and as known when.
#[derive(Debug, Deserialize)]
pub struct AsOf {
    period: Option<Period>,
    #[serde(rename = "as-of")]
    as_of: Option<NaiveDate>,
}

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "报告期内各单位各表式的报送任务与状态。",
        "What every bureau owes for a period, and its state.",
    ))
    .query::<Period>("period", PERIOD)
    .query::<String>(
        "as-of",
        Text::new("按此日终了时已知的情况；不填为现在", "As known at the end of this day; now if left out"),
    )
    .json::<Obligations>(200, Text::new("报送任务", "The obligations"))
    .problems(&[Problem::Malformed])
}

/// `GET /api/v1/obligations?period=2025Q3`.
pub async fn get(
    services: Data<Services>,
    asked: Query<AsOf>,
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
    let now = services.clock.now();
    let earlier = asked.as_of.map(|day| end_of_day(day) - TimeDelta::microseconds(1));
    let (at, known) = match earlier.filter(|at| *at < now) {
        Some(at) => (at, at),
        None => (now, EVER),
    };
    let board = board::board(&services, own.clone(), period, at, known).await?;
    let mut owed = Vec::new();
    for bureau in own {
        for (form, obligation) in board.owed.get(&bureau.code).into_iter().flatten() {
            owed.push(Owed {
                bureau: bureau.code.clone(),
                bureau_name: bureau.name.clone(),
                form: form.clone(),
                state: obligation.state,
                late_days: obligation.late_days,
                due: obligation.deadline.due_day(),
                due_at: obligation.deadline.cut_off(),
                grace: obligation.deadline.grace_day(),
                extended: match obligation.decided {
                    Some(Change::Extended(until)) => Some(until),
                    Some(Change::Exempted) | None => None,
                },
            });
        }
    }
    Ok(HttpResponse::Ok().json(Obligations { period, obligations: owed }))
}
