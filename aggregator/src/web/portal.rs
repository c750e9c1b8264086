//! Handlers of the portal: each reads what its page shows and hands it over. One file a page.

pub mod asset;
pub mod backlog;
pub mod brief;
pub mod bulletins;
pub mod bureaus;
pub mod campaign;
pub mod cases;
pub mod chart;
pub mod commendation;
pub mod deadlines;
pub mod decision;
pub mod department;
pub mod duty;
pub mod edition;
pub mod employers;
pub mod evidence;
pub mod filing;
pub mod filings;
pub mod frame;
pub mod funnel;
pub mod list;
pub mod login;
pub mod matters;
pub mod news;
pub mod overview;
pub mod plans;
pub mod rankings;
pub mod reminders;
pub mod risks;
pub mod scene;
pub mod situation;
pub mod subsidies;
pub mod summary;
pub mod supervision;

use actix_web::HttpResponse;
use askama::Template;

use crate::{error::AppError, picture::PictureError, web::pages::picture::Picture};

/// A page as an answer.
fn page(page: &impl Template) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page.render()?))
}

/// The pictures of a page. A page stands without one that cannot be drawn, and the log says why (RULINGS 19).
fn drawn(pictures: Result<impl IntoIterator<Item = Picture>, PictureError>) -> Vec<Picture> {
    let pictures: Vec<Picture> = match pictures {
        Ok(pictures) => pictures.into_iter().collect(),
        Err(error) => {
            tracing::warn!(%error, "a page stands without its chart");
            Vec::new()
        }
    };
    for missing in pictures.iter().flat_map(Picture::missing) {
        tracing::warn!(%missing, "a chart of a page is drawn in the reader's fonts");
    }
    pictures
}
