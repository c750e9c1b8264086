//! The bulletins that were issued, with the figures each has frozen.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::{DateTime, Utc};
use schemas::{hash::Sha, period::Period, problem::Problem, text::Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::describe::Words;
use crate::{
    app::Services,
    bulletin::{issue::numbered, snapshot::Snapshot},
    error::AppError,
    store::bulletin::Kept,
    web::{
        portal::bulletins::{one_of, seen},
        visitor::Visitor,
    },
};

/// A bulletin.
#[derive(Serialize, ToSchema)]
struct Bulletin {
    id: String,
    /// Its number, once issued.
    number: Option<Text>,
    title: String,
    period: Period,
    /// `proposed`, `issued` or `withdrawn`.
    state: String,
    issued: Option<DateTime<Utc>>,
    /// Its leaf in the log.
    leaf: Option<u64>,
    /// Hash of everything it says.
    content_sha256: Sha,
}

impl Bulletin {
    fn of(kept: Kept) -> Self {
        Self {
            number: kept.number.map(|(year, number)| numbered(year, number)),
            title: kept.title,
            period: kept.period,
            state: kept.state.word().to_owned(),
            issued: kept.issued_at,
            leaf: kept.leaf,
            content_sha256: kept.sha256,
            id: kept.id,
        }
    }
}

/// The bulletins.
#[derive(Serialize, ToSchema)]
struct Bulletins {
    /// The newest first.
    bulletins: Vec<Bulletin>,
}

/// A bulletin with its figures.
#[derive(Serialize, ToSchema)]
struct Whole {
    bulletin: Bulletin,
    /// The figures; none where a restore has lost them.
    figures: Option<Snapshot>,
    /// What it puts right of earlier ones.
    corrected: Vec<Corrected>,
}

/// Of which bulletin something is put right, and what the figures are now.
#[derive(Serialize, ToSchema)]
struct Corrected {
    number: String,
    now: Snapshot,
}

/// How the list is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "本次行动的通报，由近到远；业务科以外只列已印发的。",
        "The bulletins of the campaign, the newest first; only issued ones but for the staff.",
    ))
    .json::<Bulletins>(200, Text::new("通报", "The bulletins"))
}

/// `GET /api/v1/bulletins`.
pub async fn get(services: Data<Services>, visitor: Visitor) -> Result<HttpResponse, AppError> {
    let bulletins = seen(&services, &visitor).await?.into_iter().map(Bulletin::of).collect();
    Ok(HttpResponse::Ok().json(Bulletins { bulletins }))
}

/// How one is described.
pub fn one_words() -> Words {
    Words::of(Text::new(
        "一份通报及其冻结的数据、更正的数据。",
        "A bulletin with the figures it froze and those it puts right.",
    ))
    .json::<Whole>(200, Text::new("通报", "The bulletin"))
    .problems(&[Problem::NotFound])
}

/// `GET /api/v1/bulletins/{id}`.
pub async fn one(
    services: Data<Services>,
    id: Path<String>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let (kept, content) = one_of(&services, &visitor, &id).await?;
    let (figures, corrections) = content.map(|content| (content.snapshot, content.corrections)).unzip();
    let corrected = corrections.unwrap_or_default().into_iter();
    let corrected = corrected.map(|one| Corrected { number: one.number, now: one.now }).collect();
    Ok(HttpResponse::Ok().json(Whole { bulletin: Bulletin::of(kept), figures, corrected }))
}
