//! Statements: sent by content address, so sending again is harmless.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};
use schemas::{hash::Sha, note, problem::Problem, wire};

use crate::{
    app::Services,
    error::AppError,
    intake::{content, statement},
};

/// `PUT /api/v1/statements/{id}`: 201 with the receipt, 200 with the same receipt when sent again.
pub async fn put(services: Data<Services>, id: Path<String>, note: String) -> Result<HttpResponse, AppError> {
    let id: Sha = id.parse().map_err(|_| Problem::NotFound)?;
    if note.len() > note::MAX_BYTES {
        return Err(Problem::TooLarge.into());
    }
    let accepted = statement::accept(&services, id, note).await?;
    let mut answer = if accepted.again { HttpResponse::Ok() } else { HttpResponse::Created() };
    Ok(answer
        .insert_header((header::LOCATION, wire::statement_path(&id)))
        .content_type(wire::NOTE_TYPE)
        .body(accepted.receipt.compose()))
}

/// `GET /api/v1/statements/{id}`: state, receipt, findings. The identity is a hash of a signed text, which only
/// its node and this log know.
pub async fn get(services: Data<Services>, id: Path<String>) -> Result<HttpResponse, AppError> {
    let id: Sha = id.parse().map_err(|_| Problem::NotFound)?;
    Ok(HttpResponse::Ok().json(content::status(&services, id).await?))
}
