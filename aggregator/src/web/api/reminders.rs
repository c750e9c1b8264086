//! Reminders a node fetches: what its bureau was reminded of and still owes.

use actix_web::{HttpResponse, web::Data};
use chrono::TimeDelta;
use schemas::{problem::Problem, text::Text, wire::Reminder};

use super::describe::Words;
use crate::{
    app::Services,
    error::AppError,
    reminder::{deliver, words::step},
    store::message::{self, Channel, Fate},
    web::signed::Signed,
};

/// Most reminders of an answer.
pub const MOST: usize = 20;
/// Older ones are of no use.
const KEPT: TimeDelta = TimeDelta::days(60);

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "本单位收到且事项尚未办理的提醒，由新到旧，最多 20 条。",
        "What the asking bureau was reminded of and still owes, newest first, at most 20.",
    ))
    .json::<Vec<Reminder>>(200, Text::new("提醒", "The reminders"))
    .problems(&[Problem::BadSignature, Problem::UnknownKey])
}

/// `GET /api/v1/reminders`: those of the asking node's bureau.
pub async fn get(services: Data<Services>, asker: Signed) -> Result<HttpResponse, AppError> {
    let (bureau, now) = (asker.node.bureau.clone(), services.clock.now());
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let newest = services
        .store
        .read(move |connection| message::newest(connection, &bureau, Channel::Agent, most))
        .await?;
    let open = deliver::open(&services, now).await?;
    let (mut reminders, mut settled) = (Vec::new(), Vec::new());
    for one in newest.iter().filter(|one| one.made + KEPT > now && one.fate != Fate::Moot) {
        let about = deliver::still(one, &open);
        let fate = if about.is_empty() { Fate::Moot } else { Fate::Sent };
        if one.fate == Fate::Waiting {
            settled.push((one.id.clone(), fate));
        }
        if !about.is_empty() {
            let letter = deliver::letter(&services, &about, now);
            let step = step(&one.step);
            reminders.push(Reminder { made: one.made, step, title: letter.title, lines: letter.lines });
        }
    }
    if !settled.is_empty() {
        let write = services.store.write(move |connection| {
            for (id, fate) in &settled {
                message::settle(connection, id, (*fate, now), now, "")?;
            }
            Ok::<_, AppError>(())
        });
        write.await?;
    }
    Ok(HttpResponse::Ok().json(reminders))
}
