//! 各地配套方案: the documents of a task, one of them to take away, and bringing another, which is a report of the task, too.

use actix_multipart::form::{MultipartForm, bytes::Bytes, text::Text};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
    web::{Data, Path, Query},
};
use schemas::{
    bureau::{Bureau, BureauCode, Tree},
    hash::Sha,
    period::{day_of, start_of_day},
    problem::Problem,
};
use serde::Deserialize;

use super::{frame, page, scene};
use crate::{
    action::{self, Entered, Report, Reporter, Said},
    app::Services,
    error::AppError,
    identity::{Account, Role, session},
    measure::cache,
    plan::{self, MOST_A_DAY, Plan},
    store::{self, AnyConnection, bureau::tree, task_report},
    web::{
        guard,
        links::Links,
        pages::plans::{PlansPage, Shown},
        visitor::Visitor,
    },
    words::plan as words,
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    task: Option<String>,
    page: Option<usize>,
}

/// What the form sends.
#[derive(Debug, MultipartForm)]
#[multipart(deny_unknown_fields, duplicate_field = "deny")]
pub struct Brought {
    #[multipart(limit = "1KiB")]
    csrf: Text<String>,
    #[multipart(limit = "1KiB")]
    task: Text<String>,
    #[multipart(limit = "1KiB")]
    bureau: Text<String>,
    #[multipart(limit = "1KiB")]
    said: Text<String>,
    /// More than is taken, so that what is a little too long is told in words.
    #[multipart(limit = "6MiB")]
    file: Bytes,
}

/// The ranked bureaus that an account sees, in official order.
fn in_sight(services: &Services, account: &Account, tree: &Tree) -> Vec<Bureau> {
    let ranked = cache::ranked(tree, scene::current(services, services.clock.now()));
    ranked.into_iter().filter(|bureau| account.sees(tree, &bureau.code)).collect()
}

/// Whether an account brings documents: the staff on behalf of any bureau, a county its own.
fn brings(account: &Account) -> bool {
    matches!(account.role, Role::Staff | Role::County)
}

/// `GET /campaign/plans?task=&page=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = &visitor.signed_in()?.account;
    let tree = services.store.read(tree).await?;
    let bureaus = in_sight(&services, account, &tree);
    let campaign = &services.campaign;
    let task = match wanted.task.as_deref() {
        Some(code) => {
            let named = plan::tasks(campaign).find(|(task, _)| task.code == code);
            Some(named.ok_or(Problem::NotFound)?.0)
        }
        None => plan::tasks(campaign).next().map(|(task, _)| task),
    };
    let codes: Vec<BureauCode> = bureaus.iter().map(|bureau| bureau.code.clone()).collect();
    let (code, of) = (campaign.campaign.clone(), task.map(|task| task.code.clone()));
    let read = services.store.read(move |connection| {
        let Some(task) = of else { return Ok::<_, AppError>(Default::default()) };
        let plans = store::plan::of_task(connection, &code, &task, &codes)?;
        Ok((plans, task_report::done(connection, &code, &task)?))
    });
    let (plans, done) = read.await?;
    let shown = Shown {
        campaign,
        bureaus: &bureaus,
        task,
        plans: &plans,
        done: &done,
        today: day_of(services.clock.now()),
        may_bring: brings(account),
        page: wanted.page.unwrap_or(1),
    };
    page(&PlansPage::new(&frame::of(&request, Some(&tree), None), shown))
}

/// `POST /campaign/plans`: another document, with the report that it was brought. What was brought stays.
pub async fn bring(
    services: Data<Services>,
    visitor: Visitor,
    brought: MultipartForm<Brought>,
) -> Result<HttpResponse, AppError> {
    let brought = brought.into_inner();
    guard::form_token(&visitor, &brought.csrf)?;
    let account = visitor.signed_in()?.account.clone();
    if !brings(&account) {
        return Err(Problem::Forbidden.into());
    }
    let bureau: BureauCode = brought.bureau.parse().map_err(|_| Problem::Malformed)?;
    let said = Said::from_word(&brought.said).ok_or(Problem::Invalid)?;
    let name = brought.file.file_name.as_deref().unwrap_or_default().trim().to_owned();
    let bytes = brought.file.data;
    let tree = services.store.read(tree).await?;
    let bureaus = in_sight(&services, &account, &tree);
    let campaign = &services.campaign;
    let department = plan::sound(campaign, &bureaus, (&brought.task, &bureau), (&name, &bytes))?;
    let at = services.clock.now();
    let report = Report {
        task: brought.task.clone(),
        reporter: Reporter { department: department.code.clone(), bureau: Some(bureau.clone()) },
        said,
        words: words::REPORTED.fill(&[("name", &name)]).zh.into_owned(),
        at,
        by: account.login.clone(),
        entered: if account.role == Role::Staff { Entered::ForIt } else { Entered::ByItself },
    };
    action::sound(campaign, &bureaus, &report)?;
    let new = Plan {
        id: Sha::of(session::random()?.as_bytes()),
        task: brought.task.clone(),
        bureau,
        name,
        size: bytes.len() as u64,
        sha256: Sha::of(&bytes),
        at,
        by: account.login,
    };
    let (of, report_id) = (campaign.campaign.clone(), session::random()?);
    let unit = move |connection: &mut AnyConnection| {
        let today = store::plan::since(connection, &of, &new.bureau, start_of_day(day_of(at)))?;
        if today >= MOST_A_DAY {
            let text = plan::TOO_MANY.fill(&[("most", &MOST_A_DAY)]);
            return Err(AppError::with(Problem::Invalid, text));
        }
        store::plan::add(connection, &of, &new, &bytes)?;
        Ok::<_, AppError>(task_report::add(connection, &report_id, &of, &report)?)
    };
    services.store.write(unit).await?;
    let back = Links { lang: visitor.lang, period: None }.plans(Some(&brought.task)).to_string();
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back)).finish())
}

/// `GET /campaign/plans/{id}`: the document as it was brought, always to be kept and never to be opened in the page.
pub async fn one(
    services: Data<Services>,
    id: Path<String>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = visitor.signed_in()?.account.clone();
    let id: Sha = id.parse().map_err(|_| Problem::NotFound)?;
    let campaign = services.campaign.campaign.clone();
    let read = services.store.read(move |connection| {
        let found = store::plan::find(connection, &campaign, &id)?;
        let tree = tree(connection)?;
        Ok::<_, AppError>(found.filter(|(plan, _)| account.sees(&tree, &plan.bureau)))
    });
    let (plan, bytes) = read.await?.ok_or(Problem::NotFound)?;
    let name = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: plan.name.into_bytes(),
    };
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(name)],
    };
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(bytes))
}
