//! What is owed for a period, within the caller's scope.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use serde_json::json;

use super::standings::Asked;
use crate::{app::Services, error::AppError, measure::cache, obligation::board, web::visitor::Visitor};

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
    let rows: Vec<serde_json::Value> = own
        .iter()
        .filter_map(|bureau| Some((bureau, board.owed.get(&bureau.code)?)))
        .flat_map(|(bureau, forms)| {
            forms.iter().map(move |(form, obligation)| {
                json!({
                    "bureau": bureau.code, "bureau_name": bureau.name, "form": form, "state": obligation.state,
                    "late_days": obligation.late_days, "due": obligation.deadline.due, "grace": obligation.deadline.grace,
                })
            })
        })
        .collect();
    Ok(HttpResponse::Ok().json(json!({ "period": period, "obligations": rows })))
}
