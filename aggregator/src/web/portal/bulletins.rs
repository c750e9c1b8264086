//! 通报: the list, the draft of a period, one bulletin with its annex, and the acts on it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Form, Path, Query},
};
use schemas::{period::Period, problem::Problem, text::Text};
use serde::Deserialize;

use super::{
    frame,
    list::{self, Stamp},
    page,
    scene::{self, Asked},
};
use crate::{
    app::Services,
    bulletin::{
        draft::{Annex, Content, Terms},
        issue,
    },
    error::AppError,
    identity::Role,
    store::{
        bulletin::{self as kept, Kept, State},
        bureau,
    },
    web::{
        guard,
        links::Links,
        pages::{
            bulletin::{BulletinPage, May},
            bulletins::BulletinsPage,
        },
        visitor::Visitor,
    },
    words::place,
};

/// What the form of a proposal sends.
#[derive(Deserialize)]
pub struct Proposed {
    csrf: String,
    period: Period,
    demands: String,
}

/// What the buttons on a proposed one send.
#[derive(Deserialize)]
pub struct Act {
    csrf: String,
}

/// Reads the bulletins that a reader may see: everybody those that were issued, staff and leaders all.
///
/// # Errors
/// Only if the store fails.
pub(in crate::web) async fn seen(services: &Services, visitor: &Visitor) -> Result<Vec<Kept>, AppError> {
    let account = visitor.signed_in()?.account.clone();
    let code = services.campaign.campaign.clone();
    let all = services.store.read(move |connection| {
        let decides = account.decides(&bureau::tree(connection)?);
        let mut all = kept::of_campaign(connection, &code)?;
        all.retain(|bulletin| decides || bulletin.state == State::Issued);
        Ok::<_, AppError>(all)
    });
    all.await
}

/// Reads one that a reader may see.
///
/// # Errors
/// [`Problem::NotFound`] for what is not there or not issued; the store's.
pub(in crate::web) async fn one_of(
    services: &Services,
    visitor: &Visitor,
    id: &str,
) -> Result<(Kept, Option<Content>), AppError> {
    let account = visitor.signed_in()?.account.clone();
    let decides =
        services.store.read(move |connection| Ok::<_, AppError>(account.decides(&bureau::tree(connection)?)));
    let (bulletin, content) = issue::find(services, id).await?;
    if bulletin.state != State::Issued && !decides.await? {
        return Err(Problem::NotFound.into());
    }
    Ok((bulletin, content.and_then(|json| serde_json::from_str(&json).ok())))
}

/// `GET /bulletins`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    asked: Query<Asked>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let bulletins = seen(&services, &visitor).await?;
    let period = asked.period.unwrap_or_else(|| scene::current(&services, services.clock.now()));
    let staff = visitor.signed_in()?.account.role == Role::Staff;
    let spoken_of = |bulletin: &Kept| bulletin.period == period && bulletin.state != State::Withdrawn;
    let may = staff && services.campaign.judged && services.campaign.judges(period);
    let may = may && !bulletins.iter().any(spoken_of);
    let tree = services.store.read(|connection| Ok::<_, AppError>(bureau::tree(connection)?)).await?;
    let frame = frame::of(&request, Some(&tree), Some(period));
    page(&BulletinsPage::new(&frame, &bulletins, may.then_some(period)))
}

/// `GET /bulletins/draft?period=`.
pub async fn draft(
    services: Data<Services>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let period = asked.period.unwrap_or_else(|| scene::current(&services, services.clock.now()));
    let drafted = issue::draft(&services, period).await?;
    let tree = services.store.read(|connection| Ok::<_, AppError>(bureau::tree(connection)?)).await?;
    let frame = frame::of(&request, Some(&tree), Some(period));
    page(&BulletinPage::of_draft(&frame, terms(&services), &drafted))
}

/// `POST /bulletins`: proposes the bulletin of a period.
pub async fn propose(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Proposed>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let login = visitor.signed_in()?.account.login.clone();
    let id = issue::propose(&services, sent.period, &sent.demands, &login).await?;
    Ok(to(&visitor, &id))
}

/// `GET /bulletins/{id}`.
pub async fn one(
    services: Data<Services>,
    request: HttpRequest,
    id: Path<String>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let (bulletin, content) = one_of(&services, &visitor, &id).await?;
    let account = &visitor.signed_in()?.account;
    let may = match account.role {
        Role::Staff => Some(May::Withdraw),
        Role::Leader if account.login != bulletin.proposed_by => Some(May::Issue),
        _ => None,
    };
    let tree = services.store.read(|connection| Ok::<_, AppError>(bureau::tree(connection)?)).await?;
    let frame = frame::of(&request, Some(&tree), None);
    page(&BulletinPage::of_kept(&frame, terms(&services), &bulletin, content.as_ref(), may))
}

/// `GET /bulletins/{id}/annex.csv`.
pub async fn csv(
    services: Data<Services>,
    id: Path<String>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let (bulletin, content) = one_of(&services, &visitor, &id).await?;
    let content = content.ok_or(Problem::NotFound)?;
    let annex = content.annex(terms(&services), visitor.lang);
    list::answer(
        &format!("bulletin-{}", bulletin.period),
        file(&annex, &services.campaign.whole, Stamp::of(&services, &visitor)),
    )
}

/// `POST /bulletins/{id}/issue`.
pub async fn issue(
    services: Data<Services>,
    id: Path<String>,
    visitor: Visitor,
    sent: Form<Act>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    issue::issue(&services, &id, &visitor.signed_in()?.account.login).await?;
    Ok(to(&visitor, &id))
}

/// `POST /bulletins/{id}/withdraw`.
pub async fn withdraw(
    services: Data<Services>,
    id: Path<String>,
    visitor: Visitor,
    sent: Form<Act>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    issue::withdraw(&services, &id).await?;
    Ok(to(&visitor, &id))
}

fn terms(services: &Services) -> Terms<'_> {
    Terms { campaign: &services.campaign, definitions: &services.definitions }
}

/// Back to a bulletin.
fn to(visitor: &Visitor, id: &str) -> HttpResponse {
    let links = Links { lang: visitor.lang, period: None };
    let back = links.bulletin(id, "").to_string();
    HttpResponse::SeeOther().insert_header((header::LOCATION, back)).finish()
}

/// The annex, a line a bureau: each value with its place behind it.
fn file(annex: &Annex, whole: &Text, stamp: Stamp) -> Result<Vec<u8>, csv::Error> {
    let lang = stamp.lang;
    let (bureau, rank) = (place::BUREAU, place::RANK);
    let whole = place::WHOLE.fill(&[("whole", whole)]);
    let heads = annex.heads.iter().flat_map(|head| [head.as_str(), rank.get(lang)]);
    let heads: Vec<&str> = std::iter::once(bureau.get(lang)).chain(heads).collect();
    let rows = annex.rows.iter().map(|(name, cells)| {
        let cells = cells.iter().flat_map(|(value, place)| [value.as_str(), place.as_str()]);
        std::iter::once(name.as_str()).chain(cells).collect()
    });
    let city = annex.city.iter().flat_map(|value| [value.as_str(), ""]);
    let city = std::iter::once(whole.get(lang)).chain(city).collect();
    list::annex(&heads, rows.chain([city]), stamp)
}
