//! Handlers of the portal: each reads what its page shows and hands it over. One file a page.

pub mod asset;
pub mod bureaus;
pub mod filing;
pub mod filings;
pub mod frame;
pub mod login;
pub mod overview;
pub mod rankings;
pub mod scene;

use actix_web::HttpResponse;
use askama::Template;

use crate::error::AppError;

/// A page as an answer.
fn page(page: &impl Template) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page.render()?))
}
