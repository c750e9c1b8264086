//! The signed greeting: which log, which key, what time.

use actix_web::{HttpResponse, web::Data};
use schemas::wire::{Hello, NOTE_TYPE};

use crate::{app::Services, error::AppError};

/// `GET /.well-known/tongbao`.
pub async fn get(services: Data<Services>) -> Result<HttpResponse, AppError> {
    let hello = Hello {
        log: services.log_key.name().to_owned(),
        key: services.log_key.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        time: services.clock.now(),
    };
    Ok(HttpResponse::Ok().content_type(NOTE_TYPE).body(hello.sign(&services.greeter)))
}
