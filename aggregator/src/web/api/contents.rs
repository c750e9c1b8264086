//! Content of receipted statements, packed; whole in one request.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data, Path},
};
use schemas::{hash::Sha, problem::Problem};

use crate::{app::Services, error::AppError, intake::content};

/// `PATCH /api/v1/contents/{sha256}`: the status of the statement it belongs to.
pub async fn patch(
    services: Data<Services>,
    request: HttpRequest,
    sha256: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, AppError> {
    let sha256: Sha = sha256.parse().map_err(|_| Problem::NotFound)?;
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if header("Upload-Offset") != Some("0") || header("Upload-Complete") != Some("?1") {
        return Err(Problem::UploadOffset.into());
    }
    if header("Content-Encoding") != Some("zstd") {
        return Err(Problem::MediaType.into());
    }
    Ok(HttpResponse::Ok().json(content::take(&services, sha256, body.to_vec()).await?))
}
