//! What was put to a department as it sees it, and its answer. Whoever reads the whole city is led to the city's own page of it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Form, Query},
};
use chrono::NaiveDate;
use schemas::{directive::AnswerKind, period::day_of, problem::Problem, text::Text};
use serde::Deserialize;

use super::own;
use crate::{
    app::Services,
    error::AppError,
    store::AnyConnection,
    supervision::{
        Desk,
        feedback::{self, Said},
    },
    web::{
        guard,
        links::Links,
        pages::supervision::one::{Asked, CasePage},
        portal::{
            frame, page,
            supervision::{One, Whole, serial_of, whole},
        },
        visitor::Visitor,
    },
};

/// What the form of an answer sends.
#[derive(Deserialize)]
pub struct Sent {
    csrf: String,
    serial: String,
    kind: String,
    day: Option<NaiveDate>,
    content: String,
    #[serde(default)]
    measures: String,
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    until: String,
}

/// `GET /department/directive?serial=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    one: Query<One>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = &visitor.signed_in()?.account;
    let serial = one.serial()?;
    let Whole { case, tree } = whole(&services, account, &serial).await?;
    if account.role.department().is_none() {
        let city = Links { lang: visitor.lang, period: None }.directive(&serial);
        return Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, city.to_string())).finish());
    }
    let asked = Asked {
        campaign: &services.campaign,
        definitions: &services.definitions,
        tree: &tree,
        case: &case,
        today: day_of(services.clock.now()),
        role: &account.role,
        whole: false,
        gone: false,
    };
    page(&CasePage::new(&frame::of(&request, Some(&tree), None), asked))
}

/// `POST /department/directive`.
pub async fn answer(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Sent>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let account = visitor.signed_in()?.account.clone();
    own(&account, "")?;
    let serial = serial_of(&sent.serial)?;
    let text = |text: &str| text.trim().replace("\r\n", "\n");
    let may = |words: &str| Some(text(words)).filter(|words| !words.is_empty());
    let until: Option<NaiveDate> = match sent.until.trim() {
        "" => None,
        day => Some(day.parse().map_err(|_| Problem::Malformed)?),
    };
    let no_day =
        || AppError::with(Problem::Invalid, Text::new("请填写反馈日期", "Give the day of the answer"));
    let said = Said {
        kind: AnswerKind::of_code(&sent.kind).ok_or(Problem::Malformed)?,
        day: sent.day.ok_or_else(no_day)?,
        content: text(&sent.content),
        measures: may(&sent.measures),
        evidence: may(&sent.evidence),
        until,
    };
    let (city, of, now) = (Services::clone(&services), serial.clone(), services.clock.now());
    let unit = move |connection: &mut AnyConnection| {
        feedback::answer(connection, Desk::of(&city), &of, said, (&account, now))
    };
    services.store.write(unit).await?;
    let back = Links { lang: visitor.lang, period: None }.put_to_department(&serial);
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back.to_string())).finish())
}
