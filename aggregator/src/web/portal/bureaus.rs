//! 单位: the list, and one bureau over its periods.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use schemas::{bureau::BureauCode, problem::Problem};

use super::{
    drawn, frame, page,
    scene::{Asked, Scene},
};
use crate::{
    app::Services,
    error::AppError,
    measure::cache,
    web::{
        links::Links,
        pages::{bureau::BureauPage, bureaus::BureausPage, picture::Picture},
        visitor::Visitor,
    },
};

/// Periods a profile looks back over, besides its own.
pub(super) const BACK: usize = 7;

/// `GET /bureaus?period=`.
pub async fn list(
    services: Data<Services>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let scene = Scene::of(&services, asked.period).await?;
    let frame = frame::of(&request, Some(&scene.proposed.measured.tree), Some(scene.period));
    page(&BureausPage::new(&frame, scene.city(&services)?))
}

/// `GET /bureaus/{code}?period=`, of the reader's own subtree.
pub async fn one(
    services: Data<Services>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let code: BureauCode = code.parse().map_err(|_| Problem::NotFound)?;
    let scene = Scene::of(&services, asked.period).await?;
    let tree = &scene.proposed.measured.tree;
    if !visitor.signed_in()?.account.sees(tree, &code) {
        return Err(Problem::NotFound.into());
    }
    let history = cache::history(&services, scene.period, BACK).await?;
    let frame = frame::of(&request, Some(tree), Some(scene.period));
    let city = scene.city(&services)?;
    let links = Links { lang: frame.lang, period: Some(scene.period) };
    let charts = match city.bureau(&code) {
        Some(_) => drawn(Picture::of_bureau(city, links, &code, &history)),
        None => Vec::new(),
    };
    page(&BureauPage::new(&frame, city, &code, &history, charts).ok_or(Problem::NotFound)?)
}
