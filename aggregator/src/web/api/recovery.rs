//! What nodes give back to a city that was restored. The request is signed like any other of a node; but the key may be
//! one that the restored database does not know, and then the report itself must prove that the log admitted it.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Payload},
};
use schemas::{
    problem::Problem,
    recovery::{MAX_BYTES, Report, Reported},
    text::Text,
    wire::Mode,
};

use super::describe::Words;
use crate::{
    app::Services,
    audit,
    door::Full,
    error::AppError,
    intake::recovery::{self, Reporter},
    web::signed,
};

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "平台从备份恢复期间，节点交还其所持、平台可能缺失的回执与文书，以及所见最新检查点；分页，重复发送无妨。平台正常时返回 404。",
        "While the city is recovering from a backup: a node gives back letters the city may have lost, and the newest checkpoint it has verified; in pages, and twice does no harm. 404 while the city is live.",
    ))
    .body("application/json", Text::new("一页", "A page"))
    .json::<Reported>(
        200,
        Text::new("已收下；live 说明平台是否已恢复收件", "Kept; `live` says whether the city takes filings in again"),
    )
    .problems(&[Problem::NotFound, Problem::DigestMismatch, Problem::Invalid, Problem::LogForked])
}

/// `POST /api/v1/recovery`.
pub async fn post(
    services: Data<Services>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, AppError> {
    let taken = services.uploads.pass(take(&services, &request, body)).await.map_err(|Full| Problem::Busy)?;
    if let Err(error) = &taken {
        let who = signed::claim(&request).map_or_else(|_| "-".to_owned(), |claim| claim.node);
        audit::refused(&services, "recovery", &who, "report", error).await;
    }
    Ok(HttpResponse::Ok().json(taken?))
}

async fn take(services: &Services, request: &HttpRequest, body: Payload) -> Result<Reported, AppError> {
    let claim = signed::claim(request)?;
    if services.store.mode().await? == Mode::Live {
        return Err(recovery::not_recovering());
    }
    let read = body.to_bytes_limited(MAX_BYTES).await.map_err(|_| Problem::TooLarge)?;
    let bytes = read.map_err(|_| Problem::Incomplete)?;
    signed::holds(request, &bytes)?;
    let report: Report = serde_json::from_slice(&bytes).map_err(|_| Problem::Malformed)?;
    let admitted = recovery::admitted(services, &claim.node, &report.letters).await?;
    if admitted.is_empty() {
        return Err(Problem::UnknownKey.into());
    }
    let mut refusal = None;
    let mut by = None;
    for key in admitted {
        match signed::is_by(request, &claim, &key) {
            Ok(()) => by = Some(key),
            Err(error) => refusal = Some(error),
        }
    }
    let Some(key) = by else { return Err(refusal.unwrap_or_else(|| Problem::BadSignature.into())) };
    signed::spend(services, request, &claim).await?;
    recovery::receive(services, Reporter { node: claim.node, key }, report).await
}
