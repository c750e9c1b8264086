//! Style, script, icon: the same bytes for everybody, named by their hash and kept by browsers.

use actix_web::{HttpResponse, http::header, web::Path};
use schemas::problem::Problem;

use crate::{error::AppError, web::assets::Asset};

/// `GET /assets/{name}`.
pub async fn get(name: Path<String>) -> Result<HttpResponse, AppError> {
    let asset = Asset::named(&name).ok_or(Problem::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .content_type(asset.content_type)
        .body(asset.bytes))
}
