//! Letters: what the log holds for a node and its bureau, with the documents, so that the node can keep and prove it.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use schemas::{problem::Problem, text::Text, wire::Letter};
use serde::Deserialize;

use super::describe::Words;
use crate::{
    app::Services,
    error::AppError,
    store::{log, node},
    web::signed::Asker,
};

/// How they are described.
pub fn words() -> Words {
    Words::of(Text::new(
        "发给本单位各节点、负责人和全体节点的回执与文书，由旧到新，一次最多 200 件。密钥已吊销的节点只得到吊销该密钥的一件文书。",
        "Receipts and documents for the nodes and leaders of the asking bureau and for everyone, oldest first, at most 200 at a time. A node whose key was revoked gets the one letter that revokes it.",
    ))
    .query::<u64>(
        "after",
        Text::new("只要序号大于此的；不填为全部", "Only those behind this leaf; all if left out"),
    )
    .json::<Vec<Letter>>(200, Text::new("回执与文书", "The letters"))
    .problems(&[Problem::BadSignature, Problem::UnknownKey, Problem::Malformed])
}

/// Behind which leaf.
#[derive(Debug, Deserialize)]
pub struct After {
    after: Option<u64>,
}

/// `GET /api/v1/letters?after=`: the next letters of the asking node. One whose key was revoked is handed the letter that
/// says so, wherever it stands, and nothing else.
pub async fn get(
    services: Data<Services>,
    asker: Asker,
    after: Query<After>,
) -> Result<HttpResponse, AppError> {
    let letters = match asker {
        Asker::Active(asker) => {
            let (bureau, after) = (asker.node.bureau, after.after);
            let letters = services.store.read(move |connection| {
                // What goes to a leader, or to a node that was revoked, is kept by the bureau's others.
                let addressees = node::addressees(connection, &bureau)?;
                log::letters(connection, addressees, after)
            });
            letters.await?
        }
        Asker::Revoked(letter) => vec![*letter],
    };
    Ok(HttpResponse::Ok().json(letters))
}
