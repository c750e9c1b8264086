//! Enrolment of a node's key.

use actix_web::{HttpResponse, web::Data};
use schemas::{
    problem::Problem,
    text::Text,
    wire::{Enrolled, KeyState, NOTE_TYPE},
};

use super::describe::Words;
use crate::{app::Services, error::AppError, intake::enrolment};

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new("凭入网码登记节点密钥。", "Enrols a node's key with a one-use token."))
        .body(NOTE_TYPE, Text::new("用该密钥签名的入网请求", "The request, signed with the key it brings"))
        .json::<Enrolled>(200, Text::new("密钥可用", "The key may be used"))
        .json::<Enrolled>(202, Text::new("等待市局核对指纹", "The key waits for a person"))
        .problems(&[Problem::BadSignature, Problem::Forbidden, Problem::TokenUsed])
}

/// `POST /api/v1/enrolments`: 200 when the key may be used, 202 while it waits for a person.
pub async fn post(services: Data<Services>, note: String) -> Result<HttpResponse, AppError> {
    let enrolled = enrolment::redeem(&services, &note).await?;
    let mut answer =
        if enrolled.state == KeyState::Active { HttpResponse::Ok() } else { HttpResponse::Accepted() };
    Ok(answer.json(enrolled))
}
