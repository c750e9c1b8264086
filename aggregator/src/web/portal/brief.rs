//! 简报: the brief of a period.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use schemas::problem::Problem;

use super::{
    frame, page,
    scene::{Asked, Scene},
};
use crate::{
    app::Services,
    error::AppError,
    web::{links::SUMMARY, pages::brief::BriefPage},
};

/// `GET /brief?period=`: the whole city.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let summary = services.definitions.summary(SUMMARY).ok_or(Problem::NotFound)?;
    let scene = Scene::of(&services, asked.period).await?;
    let frame = frame::of(&request, Some(&scene.proposed.measured.tree), Some(scene.period));
    page(&BriefPage::new(&frame, scene.city(&services)?, summary))
}
