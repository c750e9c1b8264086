//! 位次: the composite, each indicator, all of them; and why a bureau has its place.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use schemas::{bureau::BureauCode, period::Period, problem::Problem};
use serde::Deserialize;

use super::{frame, page, scene::Scene};
use crate::{
    app::Services,
    error::AppError,
    web::pages::rankings::{Asked, RankingsPage},
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    period: Option<Period>,
    indicator: Option<String>,
    page: Option<usize>,
    bureau: Option<BureauCode>,
}

/// `GET /rankings?period=&indicator=&page=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, AppError> {
    drawn(&services, &request, &wanted, None).await
}

/// `GET /rankings/why?bureau=&indicator=&period=`: the same with a bureau's place explained.
pub async fn why(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, AppError> {
    let bureau = wanted.bureau.as_ref().ok_or(Problem::NotFound)?;
    drawn(&services, &request, &wanted, Some(bureau)).await
}

async fn drawn(
    services: &Services,
    request: &HttpRequest,
    wanted: &Wanted,
    why: Option<&BureauCode>,
) -> Result<HttpResponse, AppError> {
    let scene = Scene::of(services, wanted.period).await?;
    let frame = frame::of(request, Some(&scene.proposed.measured.tree), Some(scene.period));
    let asked = Asked::parse(wanted.indicator.as_deref());
    let drawn =
        RankingsPage::new(&frame, scene.city(services)?, &asked, wanted.page.unwrap_or(1), why, Vec::new());
    page(&drawn.ok_or(Problem::NotFound)?)
}
