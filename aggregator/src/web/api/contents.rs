//! Content of receipted statements, packed: whole in one request, or in parts that can be resumed (PROTOCOL §1).

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Payload},
};
use schemas::{
    hash::Sha,
    problem::Problem,
    request::{COMPLETE, OFFSET, complete},
    text::Text,
    wire::{CONTENT_TYPE, StatementStatus},
};

use super::describe::Words;
use crate::{
    app::Services,
    door::Full,
    error::AppError,
    intake::upload::{self, MAX_PART, Part, Position, Taken},
    web::signed::Signed,
};

/// How asking for the place is described.
pub fn head_words() -> Words {
    Words::of(Text::new(
        "续传位置：Upload-Offset 为已收字节数，Upload-Complete 为 ?1 时已收全。",
        "Where an upload stands: Upload-Offset bytes are here, all of them if Upload-Complete is ?1.",
    ))
    .nothing(204, Text::new("位置见响应头", "The place is in the headers"))
}

/// How sending is described.
pub fn patch_words() -> Words {
    Words::of(Text::new(
        "报送声明所签内容：不超过 512 KiB 的一次传完，更长的分段续传。",
        "The content a statement signed: whole if it has at most 512 KiB, else in parts that can be resumed.",
    ))
    .header("Upload-Offset", Text::new("本段起始字节", "Where this part begins"))
    .header("Upload-Complete", Text::new("末段为 ?1，其余为 ?0", "?1 with the last part, else ?0"))
    .header("Content-Encoding", Text::new("须为 zstd", "Must be zstd"))
    .header("Content-Digest", Text::new("本段的 SHA-256（RFC 9530）", "SHA-256 of this part (RFC 9530)"))
    .body(
        CONTENT_TYPE,
        Text::new(
            "zstd 压缩的 NDJSON，每段不超过 512 KiB，总长压缩后不超过 32 MiB",
            "NDJSON packed with zstd, a part at most 512 KiB, the whole at most 32 MiB packed",
        ),
    )
    .json::<StatementStatus>(
        200,
        Text::new("已校验；state 说明是否成立", "Judged; `state` says whether the rows stand"),
    )
    .nothing(202, Text::new("已收全并落盘，待校验", "All of it is on disk and waits to be judged"))
    .nothing(
        204,
        Text::new("本段已落盘，下一段位置见响应头", "This part is on disk; the next place is in the headers"),
    )
    .problems(&[
        Problem::DigestMismatch,
        Problem::UploadOffset,
        Problem::MediaType,
        Problem::SchemaUnsupported,
        Problem::ContentMismatch,
    ])
}

/// `HEAD /api/v1/contents/{sha256}`: where the upload stands.
pub async fn head(
    services: Data<Services>,
    signed: Signed,
    sha256: Path<String>,
) -> Result<HttpResponse, AppError> {
    let sha256: Sha = sha256.parse().map_err(|_| Problem::NotFound)?;
    Ok(standing(upload::position(&services, signed.node.name, sha256).await?))
}

/// `PATCH /api/v1/contents/{sha256}`: the next place, or the status of the statement it belongs to.
pub async fn patch(
    services: Data<Services>,
    request: HttpRequest,
    signed: Signed,
    sha256: Path<String>,
    body: Payload,
) -> Result<HttpResponse, AppError> {
    let sha256: Sha = sha256.parse().map_err(|_| Problem::NotFound)?;
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let offset = header(OFFSET).and_then(|offset| offset.parse().ok());
    let last = [true, false].into_iter().find(|last| header(COMPLETE) == Some(complete(*last)));
    let (Some(offset), Some(last)) = (offset, last) else { return Err(Problem::UploadOffset.into()) };
    if header("Content-Encoding") != Some("zstd") {
        return Err(Problem::MediaType.into());
    }
    // What nobody signed is refused before a byte of it is read.
    upload::position(&services, signed.node.name.clone(), sha256).await?;
    let read = body.to_bytes_limited(MAX_PART).await.map_err(|_| Problem::TooLarge)?;
    let bytes = read.map_err(|_| Problem::Incomplete)?.to_vec();
    signed.holds(&bytes)?;
    let part = Part { node: signed.node.name, sha256, offset, last, bytes };
    let taken = upload::take(&services, part);
    let taken =
        if last { services.uploads.pass(taken).await.map_err(|Full| Problem::Busy)?? } else { taken.await? };
    Ok(match taken {
        Taken::Part(offset) => standing(Position { offset, whole: false }),
        Taken::Judged(status) => HttpResponse::Ok().json(status),
        Taken::Queued => HttpResponse::Accepted().finish(),
    })
}

fn standing(position: Position) -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((OFFSET, position.offset))
        .insert_header((COMPLETE, complete(position.whole)))
        .finish()
}
