//! The signed greeting: which log, which key, what time.

use actix_web::{HttpResponse, web::Data};
use schemas::{
    text::Text,
    wire::{Hello, NOTE_TYPE},
};

use super::describe::Words;
use crate::{app::Services, error::AppError};

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new("平台的签名问候：日志名、公钥、时间。", "The signed greeting: log, key, time.")).text(
        200,
        NOTE_TYPE,
        Text::new("签名文本", "A signed note"),
    )
}

/// `GET /.well-known/tongbao`.
pub async fn get(services: Data<Services>) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().content_type(NOTE_TYPE).body(sign(&services)))
}

/// The greeting of this instant.
pub fn sign(services: &Services) -> String {
    let hello = Hello {
        log: services.log_key.name().to_owned(),
        key: services.log_key.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        time: services.clock.now(),
    };
    hello.sign(&services.greeter)
}
