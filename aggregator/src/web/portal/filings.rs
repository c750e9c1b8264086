//! 报送: the matrix of a period, and reminding those who have not filed.

use std::collections::BTreeSet;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Bytes, Data, Query},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use schemas::{
    bureau::BureauCode,
    period::{Period, day_of, end_of_day},
    problem::Problem,
};
use serde::Deserialize;

use super::{frame, overview::may, page, scene::Scene};
use crate::{
    app::Services,
    error::AppError,
    obligation::board,
    reminder::digest,
    store::{bureau, delivery, duty::EVER, obligation},
    web::{
        MAX_BODY,
        city::City,
        guard,
        links::Address,
        pages::filings::{FilingsPage, Seen, Shown, days},
        visitor::Visitor,
    },
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    period: Option<Period>,
    state: Option<String>,
    page: Option<usize>,
    #[serde(rename = "as-of")]
    as_of: Option<NaiveDate>,
}

/// `GET /filings?period=&state=&page=&as-of=`: with a day, as it was known at its end.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let role = &visitor.signed_in()?.account.role;
    let scene = Scene::of(&services, wanted.period).await?;
    let frame = frame::of(&request, Some(&scene.proposed.measured.tree), Some(scene.period));
    let shown = Shown::parse(wanted.state.as_deref());
    let today = day_of(scene.now);
    let around = days(scene.period);
    let went =
        services.store.read(move |connection| Ok::<_, AppError>(obligation::tallies(connection, &around)?));
    let went = went.await?;
    let seen = Seen { as_of: wanted.as_of.filter(|day| *day < today), today, days: &went };
    let earlier = match seen.as_of {
        Some(day) => {
            let bureaus = scene.proposed.measured.bureaus.clone();
            let at = end_of_day(day) - TimeDelta::microseconds(1);
            Some((board::board(&services, bureaus, scene.period, at, at).await?, at))
        }
        None => None,
    };
    let city = scene.city(&services)?;
    let city = match &earlier {
        Some((board, now)) => City {
            obligations: &board.owed,
            acts: &board.acts,
            reminders: &board.reminded,
            now: *now,
            ..city
        },
        None => city,
    };
    let matrix = FilingsPage::new(&frame, city, shown, wanted.page.unwrap_or(1), seen, may(role));
    let known = earlier.as_ref().map_or(EVER, |(_, at)| *at);
    page(&matrix.with_missing_copies(city, &missing_copies(&services, scene.period, known).await?))
}

/// Filings of a period that stood at an instant and had not been handed to the committee, though the campaign asks for it.
async fn missing_copies(
    services: &Services,
    period: Period,
    known: DateTime<Utc>,
) -> Result<Vec<(BureauCode, String)>, AppError> {
    let campaign = std::sync::Arc::clone(&services.campaign);
    let read = services.store.read(move |connection| {
        let missing = delivery::missing(connection, &[period], &campaign.forms_of_committee(), known)?;
        Ok::<_, AppError>(missing.into_iter().map(|key| (key.bureau, key.form)).collect())
    });
    read.await
}

/// `POST /filings/remind`: bureaus are reminded of what they owe for a period by every way they are reached;
/// who owes nothing is left alone, and each reminder is on record.
pub async fn remind(
    services: Data<Services>,
    visitor: Visitor,
    body: Bytes,
) -> Result<HttpResponse, AppError> {
    if body.len() > MAX_BODY {
        return Err(Problem::TooLarge.into());
    }
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    fn field<'a>(fields: &'a [(String, String)], name: &'a str) -> impl Iterator<Item = &'a str> {
        fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    guard::form_token(&visitor, field(&fields, "csrf").next().unwrap_or_default())?;
    let period: Period =
        field(&fields, "period").next().and_then(|text| text.parse().ok()).ok_or(Problem::Invalid)?;
    let chosen: Result<BTreeSet<BureauCode>, _> = field(&fields, "bureau").map(str::parse).collect();
    let chosen = chosen.map_err(|_| Problem::Invalid)?;
    let by = visitor.signed_in()?.account.login.clone();
    let tree = services.store.read(bureau::tree).await?;
    if chosen.iter().any(|code| tree.get(code).is_none()) {
        return Err(Problem::NotFound.into());
    }
    let chosen: Vec<BureauCode> = chosen.into_iter().collect();
    digest::remind(&services, &chosen, period, &by).await?;
    let back = Address::new("/filings").and("period", period);
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back.to_string())).finish())
}
