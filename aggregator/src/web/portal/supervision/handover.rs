//! 移交事项: what bureaus hand up or across, and what is posted of it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Form},
};
use schemas::{bureau::BureauCode, handover::Taken};
use serde::Deserialize;

use crate::{
    app::Services,
    error::AppError,
    identity::Role,
    store::{AnyConnection, bureau::tree, supervision::handover as store},
    supervision::{Desk, handover},
    web::{
        guard,
        links::Links,
        pages::supervision::handovers::HandoversPage,
        portal::{frame, page},
        visitor::Visitor,
    },
};

/// What the forms send.
#[derive(Deserialize)]
pub struct Sent {
    csrf: String,
    bureau: BureauCode,
    case: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    words: String,
}

/// `GET /supervision/handovers`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = visitor.signed_in()?.account.clone();
    let staff = account.role == Role::Staff;
    let read = services.store.read(move |connection| {
        let tree = tree(connection)?;
        let seen = tree.all().iter().filter(|bureau| account.sees(&tree, &bureau.code));
        let codes: Option<Vec<BureauCode>> =
            (!account.reads_all(&tree)).then(|| seen.map(|bureau| bureau.code.clone()).collect());
        let all = store::in_force(connection, codes.as_deref())?;
        Ok::<_, AppError>((all, tree))
    });
    let (all, tree) = read.await?;
    page(&HandoversPage::new(
        &frame::of(&request, Some(&tree), None),
        &services.definitions,
        &tree,
        &all,
        staff,
    ))
}

/// `POST /supervision/handovers/take`.
pub async fn take(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Sent>,
) -> Result<HttpResponse, AppError> {
    let taken = Taken::Accepted(sent.number.trim().to_owned());
    answer(&services, &visitor, &sent, taken).await
}

/// `POST /supervision/handovers/return`.
pub async fn give_back(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Sent>,
) -> Result<HttpResponse, AppError> {
    answer(&services, &visitor, &sent, Taken::SentBack).await
}

async fn answer(
    services: &Services,
    visitor: &Visitor,
    sent: &Sent,
    taken: Taken,
) -> Result<HttpResponse, AppError> {
    guard::form_token(visitor, &sent.csrf)?;
    let account = visitor.signed_in()?.account.clone();
    let (of, case, words) = (sent.bureau.clone(), sent.case.clone(), sent.words.trim().to_owned());
    let now = services.clock.now();
    let unit = move |connection: &mut AnyConnection| {
        handover::answer(connection, (&of, &case), (taken, &words), (&account, now))
    };
    services.store.write(unit).await?;
    Ok(back(visitor))
}

/// `POST /supervision/handovers/pass`: the neighbour is told.
pub async fn pass_on(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Sent>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let account = visitor.signed_in()?.account.clone();
    let (city, now) = (Services::clone(&services), services.clock.now());
    let (of, case) = (sent.bureau.clone(), sent.case.clone());
    let unit = move |connection: &mut AnyConnection| {
        handover::pass_on(connection, Desk::of(&city), (&of, &case), (&account, now))
    };
    services.store.write(unit).await?;
    Ok(back(&visitor))
}

fn back(visitor: &Visitor) -> HttpResponse {
    let back = Links { lang: visitor.lang, period: None }.plain("/supervision/handovers");
    HttpResponse::SeeOther().insert_header((header::LOCATION, back.to_string())).finish()
}
