//! 以案定补: the sheet of a month as a page and as a file, and the acts on it.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Form, Path, Query},
};
use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::Subsidy,
    code::CodeList,
    form::Role as ColumnRole,
    period::{Cadence, Period, day_of},
    problem::Problem,
};
use serde::Deserialize;

use super::{
    frame,
    list::{self, MOST, Stamp, plain},
    page, scene,
};
use crate::{
    app::Services,
    error::AppError,
    identity::Role,
    measure::cache::Measured,
    store::{
        AnyConnection, bureau,
        subsidy::{self as kept, Line, Sheet, State},
    },
    subsidy::{self, Draft},
    web::{
        guard,
        links::Links,
        pages::subsidies::{May, Month, Named, SubsidiesPage},
        visitor::Visitor,
    },
    words::subsidy as words,
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    month: Option<Period>,
}

/// What the form of a proposal sends.
#[derive(Deserialize)]
pub struct Proposed {
    csrf: String,
    month: Period,
}

/// What a button sends.
#[derive(Deserialize)]
pub struct Act {
    csrf: String,
}

/// What was read of a month, within the reader's scope.
pub(in crate::web) struct Read {
    pub(in crate::web) month: Period,
    pub(in crate::web) sheet: Option<Sheet>,
    /// The cases of the sheet, or those one would hold now.
    pub(in crate::web) lines: Vec<Line>,
    pub(in crate::web) draft: Draft,
    /// What has to be claimed back.
    pub(in crate::web) back: Vec<Line>,
    bureaus: Vec<Bureau>,
    measured: Arc<Measured>,
}

/// Reads a month: the last that has ended if none is asked for.
///
/// # Errors
/// [`Problem::Malformed`] for what is no month; the store's.
pub(in crate::web) async fn read(
    services: &Services,
    visitor: &Visitor,
    wanted: &Wanted,
) -> Result<Read, AppError> {
    let pays = services.campaign.subsidy.is_some();
    let now = services.clock.now();
    let last = Period::holding(Cadence::Month, day_of(now)).and_then(Period::previous);
    let month = wanted.month.or(last).filter(|month| month.cadence() == Cadence::Month);
    let month = month.ok_or(Problem::Malformed)?;
    let period = scene::current(services, now);
    let list::Scoped { measured, bureaus, of } = list::scoped(services, visitor, period, &None).await?;
    let campaign = Arc::clone(&services.campaign);
    let account = visitor.signed_in()?.account.clone();
    let read = services.store.read(move |connection| {
        let decides = account.decides(&bureau::tree(connection)?);
        let sheets = kept::of_month(connection, &campaign.campaign, month)?;
        let shown = |sheet: &Sheet| match sheet.state {
            State::Approved => true,
            State::Proposed => decides,
            State::Withdrawn => false,
        };
        let sheet = sheets.into_iter().find(shown);
        let own = |bureau: &BureauCode| of.as_ref().is_none_or(|of| of.contains(bureau));
        let mut draft = match &sheet {
            Some(_) => Draft::default(),
            None if !pays => Draft::default(),
            None => subsidy::draft(connection, &campaign, month)?,
        };
        draft.held.retain(|(ended, _)| own(&ended.bureau));
        draft.lines.retain(|line| own(&line.bureau));
        let (lines, mut back) = match &sheet {
            Some(sheet) => (
                kept::lines(connection, &sheet.id, of.as_deref())?,
                subsidy::unfounded(connection, &campaign, sheet)?,
            ),
            None => (std::mem::take(&mut draft.lines), Vec::new()),
        };
        back.retain(|line| own(&line.bureau));
        Ok::<_, AppError>((sheet, lines, draft, back))
    });
    let (sheet, lines, draft, back) = read.await?;
    Ok(Read { month, sheet, lines, draft, back, bureaus, measured })
}

/// `GET /subsidies?month=2025-08`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let account = &visitor.signed_in()?.account;
    let other = read.sheet.as_ref().is_some_and(|sheet| sheet.proposed_by != account.login);
    let may = match account.role {
        Role::Staff => Some(May::Propose),
        Role::Leader if other => Some(May::Approve),
        _ => None,
    };
    let month = Month {
        month: read.month,
        rule: bands(&services),
        bureaus: &read.bureaus,
        sheet: read.sheet.as_ref(),
        lines: &read.lines,
        draft: &read.draft,
        back: &read.back,
        may,
    };
    page(&SubsidiesPage::new(&frame::of(&request, Some(&read.measured.tree), None), month))
}

/// `GET /subsidies.csv?month=2025-08`.
pub async fn csv(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let headings = [words::BUREAU, words::MEDIATOR, words::CASE, words::BAND, words::CLOSED, words::YUAN];
    let bands = bands(&services).map(|(_, bands)| bands);
    let named = Named::new(&read.bureaus, bands, visitor.lang);
    let records = read.lines.iter().take(MOST).map(|line| named.line(line).map(|cell| plain(&cell)));
    let beyond = read.lines.len().saturating_sub(MOST);
    let file = list::file_of(&headings, records, beyond, Stamp::of(&services, &visitor));
    list::answer(&format!("subsidies-{}", read.month), file)
}

/// The rule of the campaign with the list of bands of the form that is paid for; none where it pays nothing.
fn bands(services: &Services) -> Option<(&Subsidy, &CodeList)> {
    let rule = services.campaign.subsidy.as_ref()?;
    let form = services.definitions.form(&rule.form)?;
    Some((rule, form.list_of(form.with_role(ColumnRole::Band)?.0)?))
}

/// `POST /subsidies`: proposes the sheet of a month.
pub async fn propose(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Proposed>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let login = visitor.signed_in()?.account.login.clone();
    let (campaign, month, at) = (Arc::clone(&services.campaign), sent.month, services.clock.now());
    let unit = move |connection: &mut AnyConnection| {
        subsidy::propose(connection, &campaign, month, &login, at)?;
        Ok::<_, AppError>(month)
    };
    let month = services.store.write(unit).await?;
    Ok(to(&visitor, month))
}

/// `POST /subsidies/{id}/approve`.
pub async fn approve(
    services: Data<Services>,
    id: Path<String>,
    visitor: Visitor,
    sent: Form<Act>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let login = visitor.signed_in()?.account.login.clone();
    let (campaign, at) = (Arc::clone(&services.campaign), services.clock.now());
    let unit = move |connection: &mut AnyConnection| {
        subsidy::approve(connection, &campaign, &id, &login, at)?;
        month_of(connection, &campaign.campaign, &id)
    };
    let month = services.store.write(unit).await?;
    Ok(to(&visitor, month))
}

/// `POST /subsidies/{id}/withdraw`.
pub async fn withdraw(
    services: Data<Services>,
    id: Path<String>,
    visitor: Visitor,
    sent: Form<Act>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let campaign = Arc::clone(&services.campaign);
    let unit = move |connection: &mut AnyConnection| {
        subsidy::withdraw(connection, &campaign, &id)?;
        month_of(connection, &campaign.campaign, &id)
    };
    let month = services.store.write(unit).await?;
    Ok(to(&visitor, month))
}

fn month_of(connection: &mut AnyConnection, campaign: &str, id: &str) -> Result<Period, AppError> {
    Ok(kept::find(connection, campaign, id)?.ok_or(Problem::NotFound)?.month)
}

/// Back to a month.
fn to(visitor: &Visitor, month: Period) -> HttpResponse {
    let links = Links { lang: visitor.lang, period: None };
    let back = links.subsidies(Some(month)).to_string();
    HttpResponse::SeeOther().insert_header((header::LOCATION, back)).finish()
}
