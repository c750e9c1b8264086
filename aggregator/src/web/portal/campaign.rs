//! 行动: the campaign as its reader sees it, and entering what a department reports.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Form, Query},
};
use schemas::{
    bureau::Bureau,
    period::{Period, day_of},
    problem::Problem,
};
use serde::Deserialize;

use super::{frame, page, scene::Scene};
use crate::{
    action::{self, Entered, Report, Reporter, Said},
    app::Services,
    demand::Demand,
    error::AppError,
    identity::{Role, session},
    store::{bureau, task_report},
    web::{
        guard,
        links::Links,
        pages::{
            campaign::{CampaignPage, Matter},
            overview::CityFigures,
            preview::PreviewPage,
        },
        visitor::Visitor,
    },
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    period: Option<Period>,
    task: Option<String>,
}

/// What the form of a report sends.
#[derive(Deserialize)]
pub struct Sent {
    csrf: String,
    task: String,
    /// Code of the department; of a bureau that reports for itself, `department/bureau`.
    reporter: String,
    said: String,
    words: String,
}

/// `GET /campaign?period=&task=`. The city's figures are for its staff; of the bureaus everybody sees those of the own
/// subtree.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = &visitor.signed_in()?.account;
    let scene = Scene::of(&services, wanted.period).await?;
    let tree = &scene.proposed.measured.tree;
    let city = scene.city(&services)?;
    let campaign = &services.campaign;
    let staff = account.role == Role::Staff;
    let seen = |bureau: &&Bureau| account.sees(tree, &bureau.code);
    let bureaus: Vec<Bureau> = city.field.bureaus.iter().filter(seen).cloned().collect();
    let code = campaign.campaign.clone();
    let reports = services
        .store
        .read(move |connection| Ok::<_, AppError>(task_report::of_campaign(connection, &code)?));
    let reports = reports.await?;
    let frame = frame::of(&request, Some(tree), Some(scene.period));
    let links = Links { lang: frame.lang, period: Some(scene.period) };
    let matter = Matter {
        campaign,
        bureaus: &bureaus,
        reports: &reports,
        today: day_of(scene.now),
        task: wanted.task.as_deref().filter(|code| campaign.task(code).is_some()),
        reads_all: account.reads_all(tree),
        may_write: staff,
    };
    page(&CampaignPage::new(&frame, matter, staff.then(|| CityFigures::new(city, links))))
}

/// What the address of the preview says.
#[derive(Debug, Deserialize)]
pub struct Part {
    period: Option<Period>,
    page: Option<usize>,
}

/// `GET /campaign/preview?period=&page=`: who will owe what, and when, by the campaign in force.
pub async fn preview(
    services: Data<Services>,
    request: HttpRequest,
    part: Query<Part>,
) -> Result<HttpResponse, AppError> {
    let scene = Scene::of(&services, part.period).await?;
    let city = scene.city(&services)?;
    let today = day_of(scene.now);
    let demand = Demand::of(&services.definitions, &services.campaign, city.field.bureaus, today);
    let frame = frame::of(&request, Some(&scene.proposed.measured.tree), Some(scene.period));
    page(&PreviewPage::new(&frame, &services.definitions, &demand, part.page.unwrap_or(1)))
}

/// `POST /campaign/report`: what a department says of a task, entered by the staff. Nothing that was entered is changed.
pub async fn report(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Sent>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let account = visitor.signed_in()?.account.clone();
    let (department, bureau) = match sent.reporter.split_once('/') {
        Some((department, code)) => (department, Some(code.parse().map_err(|_| Problem::Invalid)?)),
        None => (sent.reporter.as_str(), None),
    };
    let report = Report {
        task: sent.task.clone(),
        reporter: Reporter { department: department.to_owned(), bureau },
        said: Said::from_word(&sent.said).ok_or(Problem::Invalid)?,
        words: sent.words.trim().to_owned(),
        at: services.clock.now(),
        by: account.login.clone(),
        entered: Entered::ForIt,
    };
    let (id, campaign) = (session::random()?, std::sync::Arc::clone(&services.campaign));
    let links = Links { lang: visitor.lang, period: None };
    let back = format!("{}#reports", links.task(&report.task));
    services
        .store
        .write(move |connection| {
            let tree = bureau::tree(connection)?;
            let own: Vec<Bureau> =
                tree.all().iter().filter(|bureau| account.sees(&tree, &bureau.code)).cloned().collect();
            action::sound(&campaign, &own, &report)?;
            Ok::<_, AppError>(task_report::add(connection, &id, &campaign.campaign, &report)?)
        })
        .await?;
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back)).finish())
}
