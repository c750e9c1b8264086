//! Giving a duty longer and letting it off: of one filing, or of several bureaus of the board at once.

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::header,
    web::{Bytes, Data, Form},
};
use chrono::NaiveDate;
use schemas::{
    bureau::BureauCode,
    duty_act::{Change, DutyAct},
    owed,
    period::Period,
    problem::Problem,
    statement::FilingKey,
    text::Text,
};
use serde::Deserialize;

use crate::{
    app::Services,
    error::AppError,
    identity::Role,
    intake::duty::{self, Known, Rules},
    store::{AnyConnection, filing},
    web::{
        MAX_BODY,
        filing_path::Named,
        guard,
        links::{Address, Links},
        visitor::Visitor,
    },
};

/// What the form of an extension sends.
#[derive(Deserialize)]
pub struct Longer {
    csrf: String,
    until: NaiveDate,
    reason: String,
}

/// What the form of an exemption sends.
#[derive(Deserialize)]
pub struct LetOff {
    csrf: String,
    reason: String,
}

/// `POST /filings/{bureau}/{form}/{period}/extend`.
pub async fn extend(
    services: Data<Services>,
    path: Named,
    visitor: Visitor,
    sent: Form<Longer>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    one(&services, &path, &visitor, Change::Extended(sent.until), &sent.reason).await
}

/// `POST /filings/{bureau}/{form}/{period}/exempt`.
pub async fn exempt(
    services: Data<Services>,
    path: Named,
    visitor: Visitor,
    sent: Form<LetOff>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    one(&services, &path, &visitor, Change::Exempted, &sent.reason).await
}

async fn one(
    services: &Services,
    path: &Named,
    visitor: &Visitor,
    change: Change,
    reason: &str,
) -> Result<HttpResponse, AppError> {
    let key = path.0.clone();
    let account = visitor.signed_in()?.account.clone();
    let links = Links { lang: visitor.lang, period: None };
    let back = links.of(&key).to_string();
    let act = act(key, change, reason, &account.role);
    let (campaign, definitions, now) =
        (Arc::clone(&services.campaign), Arc::clone(&services.definitions), services.clock.now());
    let unit = move |connection: &mut AnyConnection| {
        let known = Known::read(connection)?;
        if !account.sees(&known.tree, &act.duty.bureau) {
            return Err(Problem::NotFound.into());
        }
        let rules = Rules { campaign: &campaign, calendar: definitions.calendar() };
        duty::decide_by(connection, rules, &known, &act, (&account.login, now))
    };
    services.store.write(unit).await?;
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back)).finish())
}

fn act(duty: FilingKey, change: Change, reason: &str, role: &Role) -> DutyAct {
    DutyAct { duty, change, reason: reason.trim().to_owned(), by: role.word().to_owned() }
}

/// `POST /filings/duties`: what the chosen bureaus owe for a period and have not filed is given longer or let off, all of it
/// or nothing.
pub async fn chosen(
    services: Data<Services>,
    visitor: Visitor,
    body: Bytes,
) -> Result<HttpResponse, AppError> {
    if body.len() > MAX_BODY {
        return Err(Problem::TooLarge.into());
    }
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    guard::form_token(&visitor, field("csrf").unwrap_or_default())?;
    let period: Period = field("period").and_then(|text| text.parse().ok()).ok_or(Problem::Invalid)?;
    let bureaus: Result<Vec<BureauCode>, _> =
        fields.iter().filter(|(key, _)| key == "bureau").map(|(_, value)| value.parse()).collect();
    let bureaus = bureaus.map_err(|_| Problem::Invalid)?;
    let change = match field("what") {
        Some("extend") => {
            let until = field("until").and_then(|day| day.parse().ok());
            let no_day = || {
                let text = Text::new("请填写延期至哪一天", "Say until which day it is extended");
                AppError::with(Problem::Invalid, text)
            };
            Change::Extended(until.ok_or_else(no_day)?)
        }
        Some("exempt") => Change::Exempted,
        _ => return Err(Problem::Invalid.into()),
    };
    let reason = field("reason").unwrap_or_default().to_owned();
    let account = visitor.signed_in()?.account.clone();
    let (campaign, definitions, now) =
        (Arc::clone(&services.campaign), Arc::clone(&services.definitions), services.clock.now());
    let unit = move |connection: &mut AnyConnection| {
        let rules = Rules { campaign: &campaign, calendar: definitions.calendar() };
        let known = Known::read(connection)?;
        let none = owed::Acts::default();
        let mut open = Vec::new();
        for code in &bureaus {
            let tree = &known.tree;
            let bureau = tree.get(code).filter(|_| account.sees(tree, code)).ok_or(Problem::NotFound)?;
            let acts = known.acts.get(code).unwrap_or(&none);
            let span = (period.end(), period.end());
            let owed = owed::owed(rules.campaign, rules.calendar, bureau.into(), acts, span);
            open.extend(
                owed.filter(|owed| owed.period == period && owed.exempt.is_none()).map(|owed| owed.key()),
            );
        }
        let mut decided = false;
        for key in open {
            if filing::in_force(connection, &key)?.is_none() {
                decided = true;
                let act = act(key, change, &reason, &account.role);
                duty::decide_by(connection, rules, &known, &act, (&account.login, now))?;
            }
        }
        let nothing = || {
            let text = Text::new(
                "所选单位本期没有未报送的任务",
                "The chosen bureaus owe nothing for the period that is not filed",
            );
            AppError::with(Problem::Invalid, text)
        };
        if decided { Ok(()) } else { Err(nothing()) }
    };
    services.store.write(unit).await?;
    let back = Address::new("/filings").and("period", period);
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back.to_string())).finish())
}
