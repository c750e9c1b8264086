//! What the rules propose for a period.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use serde_json::json;

use super::standings::Asked;
use crate::{app::Services, error::AppError, supervision::propose::propose};

/// `GET /api/v1/proposals?period=2025Q3`.
pub async fn get(services: Data<Services>, asked: Query<Asked>) -> Result<HttpResponse, AppError> {
    let period = asked.period.unwrap_or(services.campaign.first_judged);
    let proposed = propose(&services, period).await?;
    let rows: Vec<serde_json::Value> = proposed
        .proposals
        .iter()
        .map(|proposal| {
            let reasons: Vec<_> = proposal
                .reasons
                .iter()
                .map(|reason| json!({ "family": reason.family, "sentence": reason.sentence }))
                .collect();
            json!({
                "bureau": proposal.bureau,
                "bureau_name": proposed.measured.tree.get(&proposal.bureau).map(|bureau| &bureau.name),
                "ripe": proposal.ripe,
                "reasons": reasons,
            })
        })
        .collect();
    Ok(HttpResponse::Ok().json(json!({ "period": period, "proposals": rows })))
}
