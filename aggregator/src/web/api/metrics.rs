//! What was counted, for a program that watches this one. Not for the world: figures of use say when who is at work.

use actix_web::{HttpResponse, web::Data};
use schemas::text::Text;

use super::describe::Words;
use crate::{app::Services, error::AppError};

/// The text format of Prometheus.
const TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "运行计数与耗时，Prometheus 文本格式。",
        "Counts and durations, in the text format of Prometheus.",
    ))
    .text(200, TYPE, Text::new("计数", "The counts"))
}

/// `GET /metrics`, with `Authorization: Bearer` and the token in the data folder.
pub async fn get(services: Data<Services>) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().content_type(TYPE).body(services.store.metrics().text()))
}
