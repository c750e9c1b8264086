//! 闭环处置: the stages a dispute goes through.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};

use super::{
    frame, page,
    scene::{Asked, Scene},
};
use crate::{
    app::Services,
    error::AppError,
    measure::funnel,
    web::{pages::funnel::FunnelPage, visitor::Visitor},
};

/// `GET /funnel?period=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    asked: Query<Asked>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let scene = Scene::of(&services, asked.period).await?;
    let city = scene.city(&services)?;
    let tree = &scene.proposed.measured.tree;
    let account = &visitor.signed_in()?.account;
    let seen = |code: &schemas::bureau::BureauCode| account.sees(tree, code);
    let funnel = funnel::of(city.field, scene.period, seen);
    let count = city.field.bureaus.iter().filter(|bureau| seen(&bureau.code)).count();
    page(&FunnelPage::new(&frame::of(&request, Some(tree), Some(scene.period)), city, &funnel, count))
}
