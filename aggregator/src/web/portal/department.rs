//! 部门报送: the page of a department, and what it reports and tells. It only adds, and only of its own.

pub mod directive;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Form, Query},
};
use chrono::NaiveDate;
use schemas::{
    campaign::{Department, DepartmentCode},
    directive::Addressee,
    period::{day_of, start_of_day},
    problem::Problem,
    text::Text,
};
use serde::Deserialize;

use super::{frame, page};
use crate::{
    action::{self, Entered, Report, Reporter, Said},
    app::Services,
    error::AppError,
    identity::{Account, Role, session},
    news::{self, News},
    store::{self, AnyConnection, bureau::tree, supervision, task_report},
    supervision::case::Case,
    web::{
        guard,
        links::Links,
        pages::{
            department::{DepartmentPage, NEWS, Part, Shown},
            empty::EmptyPage,
            shell::Section,
        },
        visitor::Visitor,
    },
    words::department as words,
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    department: Option<String>,
    show: Option<String>,
    page: Option<usize>,
}

/// What the form of a report sends.
#[derive(Deserialize)]
pub struct Reported {
    csrf: String,
    /// The form does not send it; whoever does may name no other than the own.
    #[serde(default)]
    department: String,
    task: String,
    said: String,
    words: String,
}

/// What the form of news sends.
#[derive(Deserialize)]
pub struct Told {
    csrf: String,
    /// As in [`Reported`].
    #[serde(default)]
    department: String,
    #[serde(default)]
    task: String,
    title: String,
    day: Option<NaiveDate>,
    body: String,
}

/// The department an account is for; another that is named is not there.
pub(super) fn own(account: &Account, named: &str) -> Result<DepartmentCode, AppError> {
    let own = account.role.department().ok_or(Problem::Forbidden)?;
    let agrees = named.trim().is_empty() || named.trim() == own.as_str();
    agrees.then(|| own.clone()).ok_or_else(|| Problem::NotFound.into())
}

/// Which department is looked at: the own, or of whoever reads the whole city any of the campaign.
enum Looked<'a> {
    At(DepartmentCode, &'a Department),
    /// The account's department is none of the campaign any more.
    Gone,
    /// The campaign has none.
    None,
}

fn looked<'a>(services: &'a Services, account: &Account, named: &str) -> Result<Looked<'a>, AppError> {
    let campaign = &services.campaign;
    if account.role.department().is_some() {
        let own = own(account, named)?;
        return Ok(campaign.reporting_department(&own).map_or(Looked::Gone, |found| Looked::At(own, found)));
    }
    let mut all = campaign.reporting_departments();
    let found = match named.trim() {
        "" => all.next(),
        code => Some(all.find(|department| department.code == code).ok_or(Problem::NotFound)?),
    };
    let Some(department) = found else { return Ok(Looked::None) };
    Ok(Looked::At(department.code.parse().map_err(|_| Problem::Internal)?, department))
}

/// `GET /department?department=&show=&page=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = &visitor.signed_in()?.account;
    let named = wanted.department.as_deref().unwrap_or_default();
    let found = looked(&services, account, named)?;
    let (code, department) = match found {
        Looked::At(code, department) => (code, department),
        Looked::Gone | Looked::None => {
            let tree = services.store.read(tree).await?;
            let gone = matches!(found, Looked::Gone);
            let (section, note) =
                if gone { (Section::Department, words::UNKNOWN) } else { (Section::Campaign, words::NONE) };
            let frame = frame::of(&request, Some(&tree), None);
            return page(&EmptyPage::new(&frame, section, &words::TITLE, &note));
        }
    };
    let part = Part::parse(wanted.show.as_deref());
    let at = wanted.page.unwrap_or(1).max(1);
    let (campaign, of) = (std::sync::Arc::clone(&services.campaign), code.clone());
    let read = services.store.read(move |connection| {
        let wanted = store::news::Wanted { campaign: &campaign.campaign, department: Some(&of), days: None };
        let told = store::news::count(connection, wanted)?;
        let at = at.min(told.div_ceil(NEWS).max(1));
        let news = match part {
            Part::News => store::news::some(connection, wanted, ((at - 1) * NEWS, NEWS))?,
            Part::Tasks | Part::Directives => Vec::new(),
        };
        let reports = task_report::of_department(connection, &campaign.campaign, &of)?;
        let put = supervision::put_to(connection, &Addressee::Department(of.clone()))?;
        Ok::<_, AppError>((tree(connection)?, reports, (news, told), put))
    });
    let (tree, reports, (news, told), put) = read.await?;
    let mut cases: Vec<Case> = put.into_iter().map(Case::of).collect();
    cases.sort_by_key(|case| (case.standing.stage.is_over(), case.standing.due));
    let shown = Shown {
        campaign: &services.campaign,
        department,
        reports: &reports,
        news: (&news, told),
        cases: &cases,
        today: day_of(services.clock.now()),
        part,
        page: at,
        own: account.role.department().is_some(),
        may_assign: account.role == Role::Staff,
    };
    page(&DepartmentPage::new(&frame::of(&request, Some(&tree), None), shown))
}

/// `POST /department/report`: how a task of the own department stands.
pub async fn report(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Reported>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let account = &visitor.signed_in()?.account;
    let own = own(account, &sent.department)?;
    services.campaign.reporting_department(&own).ok_or(Problem::NotFound)?;
    let report = Report {
        task: sent.task.clone(),
        reporter: Reporter { department: own.to_string(), bureau: None },
        said: Said::from_word(&sent.said).ok_or(Problem::Invalid)?,
        words: sent.words.trim().replace("\r\n", "\n"),
        at: services.clock.now(),
        by: account.login.clone(),
        entered: Entered::ByItself,
    };
    action::sound(&services.campaign, &[], &report)?;
    let (id, campaign) = (session::random()?, services.campaign.campaign.clone());
    let today = start_of_day(day_of(report.at));
    let unit = move |connection: &mut AnyConnection| {
        let department = report.reporter.department.as_str();
        room(task_report::since(connection, &campaign, department, today)?, action::MOST_A_DAY)?;
        Ok::<_, AppError>(task_report::add(connection, &id, &campaign, &report)?)
    };
    services.store.write(unit).await?;
    Ok(back(&visitor, Part::Tasks))
}

/// `POST /department/news`: something the own department tells.
pub async fn tell(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Told>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let account = &visitor.signed_in()?.account;
    let now = services.clock.now();
    let told = News {
        department: own(account, &sent.department)?,
        task: Some(sent.task.trim().to_owned()).filter(|task| !task.is_empty()),
        title: sent.title.trim().to_owned(),
        day: sent.day.ok_or(Problem::Malformed)?,
        body: sent.body.trim().replace("\r\n", "\n"),
        at: now,
        by: account.login.clone(),
    };
    news::sound(&services.campaign, &told, day_of(now))?;
    let (id, campaign) = (session::random()?, services.campaign.campaign.clone());
    let unit = move |connection: &mut AnyConnection| {
        let own = store::news::Wanted { campaign: &campaign, department: Some(&told.department), days: None };
        room(store::news::since(connection, own, start_of_day(day_of(now)))?, news::MOST_A_DAY)?;
        Ok::<_, AppError>(store::news::add(connection, &id, &campaign, &told)?)
    };
    services.store.write(unit).await?;
    Ok(back(&visitor, Part::News))
}

/// Whether a department may add another today.
fn room(today: usize, most: usize) -> Result<(), AppError> {
    if today < most {
        return Ok(());
    }
    let text = Text::new(
        "本部门今天已报送{most}条，请明天再报；急事请电话告知市局",
        "The department has sent {most} today; send more tomorrow, and telephone what cannot wait",
    );
    Err(AppError::with(Problem::Invalid, text.fill(&[("most", &most)])))
}

fn back(visitor: &Visitor, part: Part) -> HttpResponse {
    let links = Links { lang: visitor.lang, period: None };
    let back = part.of(links.department(None));
    HttpResponse::SeeOther().insert_header((header::LOCATION, back.to_string())).finish()
}
