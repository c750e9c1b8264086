//! 位次: the composite, each indicator, all of them; and why a bureau has its place.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use schemas::{bureau::BureauCode, period::Period, problem::Problem};
use serde::Deserialize;

use super::{drawn, frame, page, scene::Scene};
use crate::{
    app::Services,
    error::AppError,
    measure::scheme,
    web::{
        links::Links,
        pages::{
            picture::Picture,
            rankings::{Asked, RankingsPage},
            schemes::SchemesPage,
        },
    },
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
    answer(&services, &request, &wanted, None).await
}

/// `GET /rankings/why?bureau=&indicator=&period=`: the same with a bureau's place explained.
pub async fn why(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, AppError> {
    let bureau = wanted.bureau.as_ref().ok_or(Problem::NotFound)?;
    answer(&services, &request, &wanted, Some(bureau)).await
}

/// `GET /rankings/schemes?period=`: the composite as each scheme weighs it.
pub async fn schemes(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, AppError> {
    let scene = Scene::of(&services, wanted.period).await?;
    let frame = frame::of(&request, Some(&scene.proposed.measured.tree), Some(scene.period));
    let city = scene.city(&services)?;
    let schemes = scheme::all(city.field, scene.period, city.standings);
    page(&SchemesPage::new(&frame, city, &schemes))
}

async fn answer(
    services: &Services,
    request: &HttpRequest,
    wanted: &Wanted,
    why: Option<&BureauCode>,
) -> Result<HttpResponse, AppError> {
    let scene = Scene::of(services, wanted.period).await?;
    let frame = frame::of(request, Some(&scene.proposed.measured.tree), Some(scene.period));
    let asked = Asked::parse(wanted.indicator.as_deref());
    let city = scene.city(services)?;
    let links = Links { lang: frame.lang, period: Some(scene.period) };
    let number = wanted.page.unwrap_or(1);
    let pictures = match &asked {
        Asked::Indicator(code) if city.target(code).is_some() => {
            drawn(Picture::of_indicator(city, links, code, number))
        }
        _ => Vec::new(),
    };
    page(&RankingsPage::new(&frame, city, &asked, number, why, pictures).ok_or(Problem::NotFound)?)
}
