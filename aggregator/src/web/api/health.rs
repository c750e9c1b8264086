//! Whether the program can do its work: the database answers.

use actix_web::{HttpResponse, web::Data};

use crate::{app::Services, error::AppError, store::log};

/// `GET /healthz`.
pub async fn get(services: Data<Services>) -> Result<HttpResponse, AppError> {
    let size = services.store.read(log::size).await?;
    Ok(HttpResponse::Ok()
        .json(serde_json::json!({ "status": "ok", "log_size": size, "version": env!("CARGO_PKG_VERSION") })))
}
