//! Enrolment of a node's key.

use actix_web::{HttpResponse, web::Data};
use schemas::wire::KeyState;

use crate::{app::Services, error::AppError, intake::enrolment};

/// `POST /api/v1/enrolments`: 200 when the key may be used, 202 while it waits for a person.
pub async fn post(services: Data<Services>, note: String) -> Result<HttpResponse, AppError> {
    let enrolled = enrolment::redeem(&services, &note).await?;
    let mut answer =
        if enrolled.state == KeyState::Active { HttpResponse::Ok() } else { HttpResponse::Accepted() };
    Ok(answer.json(enrolled))
}
