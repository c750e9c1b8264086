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
    store::news,
    web::{
        links::{Links, SUMMARY},
        pages::brief::{BriefPage, Told},
    },
};

/// Most titles of news that the brief names.
const LATEST: usize = 3;

/// `GET /brief?period=`: the whole city.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let summary = services.definitions.summary(SUMMARY).ok_or(Problem::NotFound)?;
    let scene = Scene::of(&services, asked.period).await?;
    let campaign = std::sync::Arc::clone(&services.campaign);
    let days = (scene.period.start(), scene.period.end());
    let read = services.store.read(move |connection| {
        let wanted = news::Wanted { campaign: &campaign.campaign, department: None, days: Some(days) };
        let latest = news::some(connection, wanted, (0, LATEST))?;
        Ok::<_, AppError>((news::by_department(connection, wanted)?, latest))
    });
    let (counts, latest) = read.await?;
    let told = Told { campaign: &services.campaign, counts: &counts, latest: &latest };
    let frame = frame::of(&request, Some(&scene.proposed.measured.tree), Some(scene.period));
    let links = Links { lang: frame.lang, period: None };
    page(&BriefPage::new(&frame, scene.city(&services)?, summary).with(told, links))
}
