//! The signed greeting: which log, which key, what time, and whether anything is taken in.

use actix_web::{HttpResponse, web::Data};
use schemas::{
    merkle::Edge,
    receipt::Checkpoint,
    text::Text,
    wire::{Hello, NOTE_TYPE},
};

use super::describe::Words;
use crate::{
    app::Services,
    error::AppError,
    store::{StoreError, log},
};

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "平台的签名问候：日志名、公钥、时间、运行或恢复状态、最新检查点。",
        "The signed greeting: log, key, time, live or recovering, newest checkpoint.",
    ))
    .text(200, NOTE_TYPE, Text::new("签名文本", "A signed note"))
}

/// `GET /.well-known/tongbao`.
pub async fn get(services: Data<Services>) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().content_type(NOTE_TYPE).body(sign(&services).await?))
}

/// The greeting of this instant.
///
/// # Errors
/// The store's.
pub async fn sign(services: &Services) -> Result<String, AppError> {
    let mode = services.store.mode().await?;
    let point = match services.store.read(log::newest).await? {
        Some((_, note)) => Checkpoint::open(&note, &services.log_key)
            .map(|point| (point.size, point.root))
            .map_err(|_| StoreError::Corrupt("checkpoint"))?,
        None => (0, Edge::default().root()),
    };
    let (size, root) = point;
    let hello = Hello {
        log: services.log_key.name().to_owned(),
        key: services.log_key.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        time: services.clock.now(),
        mode,
        size,
        root,
    };
    Ok(hello.sign(&services.greeter))
}
