//! Employers with several disputes within twelve months (反复欠薪, DOMAIN §7.5 item 89), as a page and as a file.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use chrono::{Days, Months, NaiveDate};
use schemas::{bureau::Bureau, period::day_of};
use serde::Deserialize;

use super::{
    frame,
    list::{self, MOST, Scoped, Stamp, chosen, plain},
    page, scene,
};
use crate::{
    app::Services,
    error::AppError,
    measure::cache::Measured,
    store::casebook::figures::{Repeated, repeated},
    web::{
        pages::employers::{Asked, EMPLOYERS, EmployersPage, LEAST},
        visitor::Visitor,
    },
    words::casebook as words,
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    bureau: Option<String>,
    least: Option<i64>,
}

/// What was read for one.
pub(in crate::web) struct Read {
    pub(in crate::web) span: (NaiveDate, NaiveDate),
    pub(in crate::web) least: i64,
    pub(in crate::web) employers: Vec<Repeated>,
    bureaus: Vec<Bureau>,
    measured: Arc<Measured>,
}

/// Reads the employers of the twelve months up to today, the most disputes first, within the reader's scope.
///
/// # Errors
/// [`schemas::problem::Problem::NotFound`] for a bureau out of it; the store's.
pub(in crate::web) async fn read(
    services: &Services,
    visitor: &Visitor,
    wanted: &Wanted,
    most: usize,
) -> Result<Read, AppError> {
    let now = services.clock.now();
    let period = scene::current(services, now);
    let Scoped { measured, bureaus, of } = list::scoped(services, visitor, period, &wanted.bureau).await?;
    let to = day_of(now);
    let from = to.checked_sub_months(Months::new(12)).and_then(|day| day.checked_add_days(Days::new(1)));
    let span = (from.unwrap_or(to), to);
    let least = wanted.least.unwrap_or(LEAST[0]).max(2);
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let read = services
        .store
        .read(move |connection| Ok::<_, AppError>(repeated(connection, of.as_deref(), span, least, most)?));
    Ok(Read { span, least, employers: read.await?, bureaus, measured })
}

/// `GET /warnings/employers?bureau=&least=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted, EMPLOYERS + 1).await?;
    let asked = Asked {
        span: read.span,
        least: read.least,
        employers: &read.employers,
        bureaus: &read.bureaus,
        bureau: chosen(&wanted.bureau),
    };
    page(&EmployersPage::new(&frame::of(&request, Some(&read.measured.tree), None), asked))
}

/// `GET /warnings/employers.csv?bureau=&least=`.
pub async fn csv(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted, MOST).await?;
    list::answer(&format!("employers-{}", read.span.1), file(&read.employers, Stamp::of(&services, &visitor)))
}

fn file(employers: &[Repeated], stamp: Stamp) -> Result<Vec<u8>, csv::Error> {
    let lang = stamp.lang;
    let headings = [
        words::EMPLOYER_CODE,
        words::EMPLOYER,
        words::DISPUTES,
        words::BUREAUS,
        words::PERSONS,
        words::AMOUNT,
        words::LAST,
    ];
    let record = |one: &Repeated| {
        [
            one.employer_code.clone(),
            plain(&one.employer),
            one.disputes.to_string(),
            one.bureaus.to_string(),
            one.persons.to_string(),
            list::money(one.amount, lang),
            one.last.to_string(),
        ]
    };
    list::file(&headings, employers.iter().map(record), stamp)
}
