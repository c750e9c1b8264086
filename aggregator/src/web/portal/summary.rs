//! 季度汇总表: of one bureau, and of the whole city.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use schemas::{bureau::BureauCode, problem::Problem};

use super::{
    frame, page,
    scene::{Asked, Scene},
};
use crate::{
    app::Services,
    error::AppError,
    web::{pages::summary::SummaryPage, visitor::Visitor},
};

/// `GET /summaries/{summary}?period=`: the whole city.
pub async fn of_city(
    services: Data<Services>,
    request: HttpRequest,
    name: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let summary = services.definitions.summary(&name).ok_or(Problem::NotFound)?;
    let scene = Scene::of(&services, asked.period).await?;
    let frame = frame::of(&request, Some(&scene.proposed.measured.tree), Some(scene.period));
    page(&SummaryPage::of_city(&frame, scene.city(&services)?, summary))
}

/// `GET /bureaus/{code}/summaries/{summary}?period=`: one bureau of the reader's own subtree.
pub async fn of_bureau(
    services: Data<Services>,
    request: HttpRequest,
    path: Path<(String, String)>,
    asked: Query<Asked>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let (code, name) = path.into_inner();
    let code: BureauCode = code.parse().map_err(|_| Problem::NotFound)?;
    let summary = services.definitions.summary(&name).ok_or(Problem::NotFound)?;
    let scene = Scene::of(&services, asked.period).await?;
    let tree = &scene.proposed.measured.tree;
    if !visitor.signed_in()?.account.sees(tree, &code) {
        return Err(Problem::NotFound.into());
    }
    let city = scene.city(&services)?;
    let bureau = city.bureau(&code).ok_or(Problem::NotFound)?;
    let frame = frame::of(&request, Some(tree), Some(scene.period));
    page(&SummaryPage::of_bureau(&frame, city, bureau, summary))
}
