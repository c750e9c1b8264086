//! Whether the program can do its work: the database answers.

use actix_web::{HttpResponse, web::Data};
use schemas::text::Text;
use serde::Serialize;
use utoipa::ToSchema;

use super::describe::Words;
use crate::{app::Services, error::AppError, store::log};

/// What is said of health.
#[derive(Serialize, ToSchema)]
struct Health {
    /// `ok`; a program that is not well answers with a problem.
    status: &'static str,
    /// Leaves in the log.
    log_size: u64,
    /// Version of the program.
    version: &'static str,
}

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new("程序是否正常：数据库有应答。", "Whether the program is well: its database answers."))
        .json::<Health>(200, Text::new("正常", "It is"))
}

/// `GET /healthz`.
pub async fn get(services: Data<Services>) -> Result<HttpResponse, AppError> {
    let log_size = services.store.read(log::size).await?;
    Ok(HttpResponse::Ok().json(Health { status: "ok", log_size, version: env!("CARGO_PKG_VERSION") }))
}
