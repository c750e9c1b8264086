//! Putting a new key in place of the old one.

use actix_web::{HttpResponse, web::Data};
use schemas::{problem::Problem, text::Text, wire::NOTE_TYPE};

use super::describe::Words;
use crate::{app::Services, error::AppError, intake::key};

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "更换节点或负责人的密钥；重复发送等于发送一次。",
        "Puts a new key of a node or leader in place of the old one; sending it again is the same.",
    ))
    .body(
        NOTE_TYPE,
        Text::new("新旧两把密钥都签名的换钥请求", "The request, signed with the old key and the new one"),
    )
    .text(201, NOTE_TYPE, Text::new("回执，旧密钥即刻停用", "The receipt; the old key has stopped"))
    .text(200, NOTE_TYPE, Text::new("此前已更换，同一回执", "It was done before: the same receipt"))
    .problems(&[
        Problem::BadSignature,
        Problem::UnknownKey,
        Problem::KeyPending,
        Problem::KeyRevoked,
        Problem::Forbidden,
    ])
}

/// `POST /api/v1/keys/rotate`: 201 with the receipt of the leaf, 200 with the same when sent again.
pub async fn post(services: Data<Services>, note: String) -> Result<HttpResponse, AppError> {
    let rotated = key::rotate(&services, &note).await?;
    let mut answer = if rotated.again { HttpResponse::Ok() } else { HttpResponse::Created() };
    Ok(answer.content_type(NOTE_TYPE).body(rotated.receipt.compose()))
}
