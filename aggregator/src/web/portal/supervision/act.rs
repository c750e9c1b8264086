//! What is posted of a case: inspected, given longer, ended, withdrawn. Who may is the table's to say, what stands against it the
//! domain's.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Form},
};
use chrono::NaiveDate;
use schemas::{directive::Change, period::Period, problem::Problem, text::Text};
use serde::Deserialize;

use super::{serial_of, whole};
use crate::{
    app::Services,
    error::AppError,
    supervision::{Desk, decide, ground},
    web::{guard, links::Links, visitor::Visitor},
};

/// What the form of a decision sends.
#[derive(Deserialize)]
pub struct Sent {
    csrf: String,
    serial: String,
    words: String,
}

/// What the form of an inspection sends.
#[derive(Deserialize)]
pub struct Inspected {
    csrf: String,
    serial: String,
    words: String,
    result: String,
    #[serde(default)]
    met: String,
}

/// What the form of an extension sends.
#[derive(Deserialize)]
pub struct Longer {
    csrf: String,
    serial: String,
    words: String,
    until: Option<NaiveDate>,
}

/// `POST /supervision/inspect`.
pub async fn inspect(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Inspected>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let met: Option<Period> = match sent.met.trim() {
        "" => None,
        period => Some(period.parse().map_err(|_| Problem::Malformed)?),
    };
    let change = match sent.result.as_str() {
        "passed" => Change::Passed(met),
        "failed" => Change::Failed,
        _ => return Err(Problem::Malformed.into()),
    };
    if let Change::Passed(Some(period)) = change {
        let account = &visitor.signed_in()?.account;
        let read = whole(&services, account, &serial_of(&sent.serial)?).await?;
        ground::met(&services, &read.case.issued.directive.order, period).await?;
    }
    act(&services, &visitor, &sent.serial, change, &sent.words).await
}

/// `POST /supervision/extend`.
pub async fn extend(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Longer>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let no_day = || {
        let text = Text::new("请填写延期至哪一天", "Say until which day it is extended");
        AppError::with(Problem::Invalid, text)
    };
    let until = sent.until.ok_or_else(no_day)?;
    act(&services, &visitor, &sent.serial, Change::Extended(until), &sent.words).await
}

/// `POST /supervision/close`.
pub async fn close(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Sent>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    act(&services, &visitor, &sent.serial, Change::Closed, &sent.words).await
}

/// `POST /supervision/withdraw`.
pub async fn withdraw(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Sent>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    act(&services, &visitor, &sent.serial, Change::Withdrawn, &sent.words).await
}

async fn act(
    services: &Services,
    visitor: &Visitor,
    serial: &str,
    change: Change,
    words: &str,
) -> Result<HttpResponse, AppError> {
    let account = visitor.signed_in()?.account.clone();
    let serial = serial_of(serial)?;
    let (of, words, now) = (serial.clone(), words.trim().to_owned(), services.clock.now());
    let city = services.clone();
    let unit = move |connection: &mut crate::store::AnyConnection| {
        decide::act(connection, Desk::of(&city), &of, change, &words, (&account, now))
    };
    services.store.write(unit).await?;
    let back = Links { lang: visitor.lang, period: None }.directive(&serial);
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back.to_string())).finish())
}
