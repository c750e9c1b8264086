//! What the rules propose for a period.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use schemas::{bureau::BureauCode, campaign::Family, period::Period, problem::Problem, text::Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    describe::Words,
    standings::{Asked, PERIOD},
};
use crate::{app::Services, error::AppError, supervision::propose::propose};

/// What the rules propose.
#[derive(Serialize, ToSchema)]
struct Proposals {
    period: Period,
    proposals: Vec<Proposed>,
}

/// A bureau proposed for supervision.
#[derive(Serialize, ToSchema)]
struct Proposed {
    bureau: BureauCode,
    bureau_name: Option<Text>,
    /// Whether it may be approved already.
    ripe: bool,
    reasons: Vec<Because>,
}

/// A rule that hit, with its figures.
#[derive(Serialize, ToSchema)]
struct Because {
    family: Family,
    sentence: Text,
}

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new("规则提出的督办建议及理由。", "Whom the rules propose to supervise, and why."))
        .query::<Period>("period", PERIOD)
        .json::<Proposals>(200, Text::new("督办建议", "The proposals"))
        .problems(&[Problem::Malformed])
}

/// `GET /api/v1/proposals?period=2025Q3`.
pub async fn get(services: Data<Services>, asked: Query<Asked>) -> Result<HttpResponse, AppError> {
    let period = asked.period.unwrap_or(services.campaign.first_judged);
    let proposed = propose(&services, period).await?;
    let tree = &proposed.measured.tree;
    let proposals = proposed.proposals.iter().map(|proposal| Proposed {
        bureau: proposal.bureau.clone(),
        bureau_name: tree.get(&proposal.bureau).map(|bureau| bureau.name.clone()),
        ripe: proposal.ripe,
        reasons: proposal
            .reasons
            .iter()
            .map(|reason| Because { family: reason.family, sentence: reason.sentence.clone() })
            .collect(),
    });
    Ok(HttpResponse::Ok().json(Proposals { period, proposals: proposals.collect() }))
}
