//! Content of receipted statements, packed; whole in one request.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Payload},
};
use schemas::{
    hash::Sha,
    problem::Problem,
    text::Text,
    wire::{CONTENT_TYPE, StatementStatus},
};

use super::describe::Words;
use crate::{app::Services, door::Full, error::AppError, intake::content};

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "报送声明所签内容，一次传完。",
        "The content a statement signed, whole in one request.",
    ))
    .header("Upload-Offset", Text::new("须为 0", "Must be 0"))
    .header("Upload-Complete", Text::new("须为 ?1", "Must be ?1"))
    .header("Content-Encoding", Text::new("须为 zstd", "Must be zstd"))
    .body(
        CONTENT_TYPE,
        Text::new(
            "zstd 压缩的 NDJSON，压缩后不超过 32 MiB",
            "NDJSON packed with zstd, at most 32 MiB packed",
        ),
    )
    .json::<StatementStatus>(
        200,
        Text::new("已校验；state 说明是否成立", "Judged; `state` says whether the rows stand"),
    )
    .problems(&[
        Problem::UploadOffset,
        Problem::MediaType,
        Problem::SchemaUnsupported,
        Problem::ContentMismatch,
    ])
}

/// `PATCH /api/v1/contents/{sha256}`: the status of the statement it belongs to.
pub async fn patch(
    services: Data<Services>,
    request: HttpRequest,
    sha256: Path<String>,
    body: Payload,
) -> Result<HttpResponse, AppError> {
    let sha256: Sha = sha256.parse().map_err(|_| Problem::NotFound)?;
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if header("Upload-Offset") != Some("0") || header("Upload-Complete") != Some("?1") {
        return Err(Problem::UploadOffset.into());
    }
    if header("Content-Encoding") != Some("zstd") {
        return Err(Problem::MediaType.into());
    }
    content::awaited(&services, sha256).await?;
    let taken = async {
        let read = body.to_bytes_limited(content::MAX_PACKED).await.map_err(|_| Problem::TooLarge)?;
        content::take(&services, sha256, read.map_err(|_| Problem::Malformed)?.to_vec()).await
    };
    let status = services.uploads.pass(taken).await.map_err(|Full| Problem::Busy)??;
    Ok(HttpResponse::Ok().json(status))
}
