//! Statements: sent by content address, so sending again is harmless.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};
use schemas::{
    hash::Sha,
    note,
    problem::Problem,
    text::Text,
    wire::{self, StatementStatus},
};

use super::describe::Words;
use crate::{
    app::Services,
    error::AppError,
    intake::{content, statement},
    web::signed::Signed,
};

/// How sending one is described.
pub fn put_words() -> Words {
    Words::of(Text::new(
        "报送声明；重复发送等于发送一次。",
        "Files a statement; sending it again is the same.",
    ))
    .body(wire::NOTE_TYPE, Text::new("签名的报送声明，不超过 4 KiB", "The signed statement, at most 4 KiB"))
    .text(201, wire::NOTE_TYPE, Text::new("回执，已落盘", "The receipt; what it proves is on disk"))
    .text(200, wire::NOTE_TYPE, Text::new("此前已收，同一回执", "It was here already: the same receipt"))
    .problems(&[
        Problem::DigestMismatch,
        Problem::BadSignature,
        Problem::UnknownKey,
        Problem::OutOfScope,
        Problem::KeyRevoked,
        Problem::KeyPending,
        Problem::OfficerSignatureMissing,
        Problem::RevisionConflict,
        Problem::PeriodClosed,
        Problem::PeriodNotOpen,
        Problem::SchemaUnsupported,
        Problem::StatementInvalid,
        Problem::NilWithOpenCases,
    ])
}

/// How asking after one is described.
pub fn get_words() -> Words {
    Words::of(Text::new(
        "一份报送声明的状态、回执与审核问题。",
        "State, receipt and findings of a statement.",
    ))
    .json::<StatementStatus>(200, Text::new("现状", "What became of it"))
}

/// `PUT /api/v1/statements/{id}`: 201 with the receipt, 200 with the same receipt when sent again.
pub async fn put(services: Data<Services>, id: Path<String>, note: String) -> Result<HttpResponse, AppError> {
    let id: Sha = id.parse().map_err(|_| Problem::NotFound)?;
    if note.len() > note::MAX_BYTES {
        return Err(Problem::TooLarge.into());
    }
    let accepted = statement::accept(&services, id, note).await?;
    let mut answer = if accepted.again { HttpResponse::Ok() } else { HttpResponse::Created() };
    Ok(answer
        .insert_header((header::LOCATION, wire::statement_path(&id)))
        .content_type(wire::NOTE_TYPE)
        .body(accepted.receipt.compose()))
}

/// `GET /api/v1/statements/{id}`: state, receipt, findings, for the node that signed it.
pub async fn get(
    services: Data<Services>,
    signed: Signed,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let id: Sha = id.parse().map_err(|_| Problem::NotFound)?;
    Ok(HttpResponse::Ok().json(content::status_for(&services, id, signed.node.name).await?))
}
