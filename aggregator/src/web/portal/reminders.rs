//! 提醒记录: what was sent to the bureaus in the reader's scope.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use schemas::bureau::{Bureau, BureauCode};
use serde::Deserialize;

use super::{frame, page, scene};
use crate::{
    app::Services,
    error::AppError,
    measure::cache,
    store::{contact, message},
    web::{
        pages::reminders::{Asked, MESSAGES, RemindersPage},
        visitor::Visitor,
    },
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    page: Option<usize>,
}

/// `GET /reminders?page=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = &visitor.signed_in()?.account;
    let period = scene::current(&services, services.clock.now());
    let measured = cache::measured(&services, period).await?;
    let own = |bureau: &&Bureau| account.sees(&measured.tree, &bureau.code);
    let bureaus: Vec<Bureau> = measured.bureaus.iter().filter(own).cloned().collect();
    let codes: Vec<BureauCode> = bureaus.iter().map(|bureau| bureau.code.clone()).collect();
    let number = wanted.page.unwrap_or(1).max(1);
    let read = services.store.read(move |connection| {
        let from = |page: usize| i64::try_from((page - 1).saturating_mul(MESSAGES)).unwrap_or(i64::MAX);
        let most = i64::try_from(MESSAGES).unwrap_or(i64::MAX);
        let (mut messages, all) = message::of_bureaus(connection, &codes, from(number), most)?;
        let last = all.div_ceil(MESSAGES).max(1);
        // A page beyond the end is the last one.
        if number > last {
            messages = message::of_bureaus(connection, &codes, from(last), most)?.0;
        }
        let contacts = contact::all(connection, None)?;
        let contacts = contacts.into_iter().filter(|one| codes.contains(&one.bureau)).collect::<Vec<_>>();
        Ok::<_, AppError>((messages, all, contacts))
    });
    let (messages, all, contacts) = read.await?;
    let asked = Asked {
        bureaus: &bureaus,
        messages: &messages,
        all,
        contacts: &contacts,
        page: number,
        by_rule: services.campaign.reminders.is_some(),
    };
    page(&RemindersPage::new(&frame::of(&request, Some(&measured.tree), None), asked))
}
