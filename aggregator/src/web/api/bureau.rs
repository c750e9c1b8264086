//! The bureau of the node that asks: what its duties depend on besides the campaign.

use actix_web::{HttpResponse, web::Data};
use schemas::{bureau::Bureau, problem::Problem, text::Text};

use super::describe::Words;
use crate::{app::Services, error::AppError, store::bureau, web::signed::Signed};

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "本单位的登记：类型、起止日期。节点据此推算应报事项。",
        "The asking bureau as it is entered: its kind, its first and last day. A node works out its duties by it.",
    ))
    .json::<Bureau>(200, Text::new("单位", "The bureau"))
    .problems(&[Problem::BadSignature, Problem::UnknownKey, Problem::NotFound])
}

/// `GET /api/v1/bureau`: that of the asking node.
pub async fn get(services: Data<Services>, asker: Signed) -> Result<HttpResponse, AppError> {
    let code = asker.node.bureau;
    let read = services.store.read(bureau::tree);
    let tree = read.await?;
    let entered = tree.get(&code).ok_or(Problem::NotFound)?;
    Ok(HttpResponse::Ok().json(entered))
}
