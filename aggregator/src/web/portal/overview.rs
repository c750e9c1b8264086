//! 总览: until it has a page of its own, the way to the places.

use actix_web::{HttpResponse, http::header};

use crate::error::AppError;

/// `GET /`.
pub async fn get() -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, "/rankings")).finish())
}
