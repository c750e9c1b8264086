//! The log for anyone who wants to copy, watch or recompute it (C2SP tlog-tiles): newest checkpoint, tiles, bundles of
//! entries, and proofs of growth. Public, because leaves hold hashes and codes and no person.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path, Query},
};
use schemas::{problem::Problem, text::Text, tile::Tile, wire::NOTE_TYPE};
use serde::Deserialize;

use super::describe::Words;
use crate::{
    app::Services,
    error::AppError,
    store::{epoch, log},
};

/// Media type of tiles and bundles.
const BYTES: &str = "application/octet-stream";
/// What never changes may be kept for good.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// A partial tile does not change either, but soon nobody asks for it.
const FOR_AN_HOUR: &str = "public, max-age=3600";
/// The next statement changes it.
const NOT_KEPT: &str = "no-cache";

/// How the newest checkpoint is described.
pub fn checkpoint_words() -> Words {
    Words::of(Text::new("日志最新检查点。", "The log's newest checkpoint."))
        .text(200, NOTE_TYPE, Text::new("签名的检查点", "The signed checkpoint"))
        .problems(&[Problem::NotFound])
}

/// How tiles are described.
pub fn tile_words() -> Words {
    Words::of(Text::new(
        "日志的哈希块（级/序号）与条目块（entries/序号），不满的块加 .p/宽度；按 C2SP tlog-tiles。",
        "Tiles of hashes (level/number) and bundles of entries (entries/number), partial ones with .p/width; as in C2SP tlog-tiles.",
    ))
    .text(200, BYTES, Text::new("哈希或条目", "Hashes or entries"))
}

/// How proofs of growth are described.
pub fn consistency_words() -> Words {
    Words::of(Text::new(
        "两个检查点之间的一致性证明：日志只增不改。",
        "The proof between two checkpoints that the log has only grown.",
    ))
    .query::<u64>("from", Text::new("较早检查点的条数", "Leaves of the earlier checkpoint"))
    .query::<u64>(
        "to",
        Text::new("较晚检查点的条数；不填为最新", "Leaves of the later; the newest if left out"),
    )
    .text(200, NOTE_TYPE, Text::new("证明与较晚的检查点", "The proof with the later checkpoint"))
    .problems(&[Problem::NotFound, Problem::Malformed])
}

/// How the note of an epoch is described.
pub fn epoch_words() -> Words {
    Words::of(Text::new(
        "日志终止并以新名续立的说明，由新旧两把密钥共同签名。",
        "The note with which a log ended and went on under another name, signed with the old key and the new.",
    ))
    .query::<String>("from", Text::new("终止的日志名", "Name of the log that ended"))
    .text(200, NOTE_TYPE, Text::new("签名文本", "A signed note"))
    .problems(&[Problem::NotFound, Problem::Malformed])
}

/// Which log ended.
#[derive(Debug, Deserialize)]
pub struct Ended {
    from: String,
}

/// `GET /api/v1/log/epoch?from=`.
pub async fn epoch(services: Data<Services>, ended: Query<Ended>) -> Result<HttpResponse, AppError> {
    let read = services.store.read(move |connection| epoch::of(connection, &ended.from));
    let note = read.await?.ok_or(Problem::NotFound)?;
    Ok(HttpResponse::Ok().content_type(NOTE_TYPE).insert_header((header::CACHE_CONTROL, NOT_KEPT)).body(note))
}

/// `GET /api/v1/log/checkpoint`.
pub async fn checkpoint(services: Data<Services>) -> Result<HttpResponse, AppError> {
    let newest = services.store.read(|connection| Ok::<_, AppError>(log::newest(connection)?)).await?;
    let (_, note) = newest.ok_or(Problem::NotFound)?;
    Ok(HttpResponse::Ok().content_type(NOTE_TYPE).insert_header((header::CACHE_CONTROL, NOT_KEPT)).body(note))
}

/// `GET /api/v1/log/tile/…`: 256 hashes or entries, fewer at the right edge.
pub async fn tile(services: Data<Services>, path: Path<String>) -> Result<HttpResponse, AppError> {
    let tile = Tile::parse(&path).ok_or(Problem::NotFound)?;
    let read =
        services.store.read(move |connection| Ok::<_, AppError>(log::tile(connection, &tile)?)).await?;
    let kept = if tile.is_full() { FOR_GOOD } else { FOR_AN_HOUR };
    Ok(HttpResponse::Ok()
        .content_type(BYTES)
        .insert_header((header::CACHE_CONTROL, kept))
        .body(read.ok_or(Problem::NotFound)?))
}

/// Between which sizes.
#[derive(Debug, Deserialize)]
pub struct Between {
    from: u64,
    to: Option<u64>,
}

/// `GET /api/v1/log/consistency?from=&to=`.
pub async fn consistency(
    services: Data<Services>,
    between: Query<Between>,
) -> Result<HttpResponse, AppError> {
    let Between { from, to } = between.into_inner();
    let key = services.log_key.clone();
    let read = services.store.read(move |connection| {
        log::consistency(connection, from, to, &key)?.ok_or_else(|| AppError::from(Problem::NotFound))
    });
    Ok(HttpResponse::Ok()
        .content_type(NOTE_TYPE)
        .insert_header((header::CACHE_CONTROL, NOT_KEPT))
        .body(read.await?.compose()))
}
