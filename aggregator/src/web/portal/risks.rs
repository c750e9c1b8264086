//! 风险台账: open graded cases as a page, and the lists made of them with their receipts.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Form, Path, Query},
};
use schemas::{
    bureau::Bureau, form::Form as LedgerForm, form::Role as ColumnRole, hash::Sha, period::day_of,
    problem::Problem, text::Text,
};
use serde::Deserialize;

use super::{
    frame,
    list::{self, Scoped, chosen},
    page, scene,
};
use crate::{
    app::Services,
    error::AppError,
    identity::Role,
    measure::cache::Measured,
    risk::{self, list as lists},
    store::{
        casebook::read::{self as casebook, Kept},
        issued_list, log,
    },
    web::{
        guard,
        links::Links,
        pages::{
            cases::code_text,
            risks::{Asked, RisksPage},
        },
        visitor::Visitor,
    },
    words::risk as words,
};

/// Most issued lists shown.
const LISTS: i64 = 20;

/// What the address or the form says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    level: Option<String>,
    bureau: Option<String>,
}

/// What the form of a list sends.
#[derive(Deserialize)]
pub struct Sent {
    csrf: String,
    level: Option<String>,
    bureau: Option<String>,
}

/// What was read.
pub(in crate::web) struct Read {
    pub(in crate::web) form: Option<Arc<LedgerForm>>,
    pub(in crate::web) cases: Vec<Kept>,
    pub(in crate::web) bureaus: Vec<Bureau>,
    measured: Arc<Measured>,
}

/// Reads the open cases, the gravest first, within the reader's scope.
///
/// # Errors
/// [`Problem::NotFound`] for a bureau out of it; the store's.
pub(in crate::web) async fn read(
    services: &Services,
    visitor: &Visitor,
    wanted: &Wanted,
) -> Result<Read, AppError> {
    let period = scene::current(services, services.clock.now());
    let Scoped { measured, bureaus, of } = list::scoped(services, visitor, period, &wanted.bureau).await?;
    let form = risk::graded(&services.definitions).cloned();
    let Some(code) = form.as_ref().map(|form| form.form.clone()) else {
        return Ok(Read { form, cases: Vec::new(), bureaus, measured });
    };
    let level = chosen(&wanted.level).map(str::to_owned);
    let most = i64::try_from(lists::MOST).unwrap_or(i64::MAX).saturating_add(1);
    let cases = services.store.read(move |connection| {
        let cases = casebook::graded(connection, &code, of.as_deref(), level.as_deref(), most)?;
        Ok::<_, AppError>(cases)
    });
    Ok(Read { form, cases: cases.await?, bureaus, measured })
}

/// `GET /risks?level=&bureau=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let staff = visitor.signed_in()?.account.role == Role::Staff;
    let issued = services.store.read(|connection| {
        let issued = issued_list::newest(connection, LISTS)?;
        Ok::<_, AppError>(issued)
    });
    let issued = if staff { Some(issued.await?) } else { None };
    let asked = Asked {
        form: read.form.as_deref(),
        bureaus: &read.bureaus,
        cases: &read.cases,
        bureau: chosen(&wanted.bureau),
        level: chosen(&wanted.level),
        today: day_of(services.clock.now()),
        lists: issued.as_deref(),
    };
    page(&RisksPage::new(&frame::of(&request, Some(&read.measured.tree), None), asked))
}

/// `POST /risks/list`: a workbook of the open cases, entered in the log.
pub async fn issue(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Sent>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let sent = sent.into_inner();
    let wanted = Wanted { level: sent.level, bureau: sent.bureau };
    let read = read(&services, &visitor, &wanted).await?;
    let form = read.form.ok_or(Problem::NotFound)?;
    let level = match chosen(&wanted.level) {
        Some(code) => Text::owned(
            code_text(&form, ColumnRole::Level, Some(code), schemas::text::Lang::Zh),
            code_text(&form, ColumnRole::Level, Some(code), schemas::text::Lang::En),
        ),
        None => words::ALL_LEVELS,
    };
    let today = day_of(services.clock.now());
    let title = words::LIST_OF.fill(&[("level", &level), ("day", &today)]);
    let login = &visitor.signed_in()?.account.login;
    lists::issue(&services, &form, &read.cases, title, login).await?;
    let links = Links { lang: visitor.lang, period: None };
    let back = links.risks(chosen(&wanted.bureau), chosen(&wanted.level)).to_string();
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, format!("{back}#h-lists"))).finish())
}

/// `GET /risks/lists/{sha256}/{part}`: the workbook, its receipt, or the document of its leaf.
pub async fn part(services: Data<Services>, path: Path<(String, String)>) -> Result<HttpResponse, AppError> {
    let (sha, part) = path.into_inner();
    let sha: Sha = sha.parse().map_err(|_| Problem::NotFound)?;
    let found = services.store.read(move |connection| {
        let found = issued_list::find(connection, &sha)?;
        let (kept, bytes) = found.ok_or(AppError::from(Problem::NotFound))?;
        let receipt = log::receipt(connection, kept.leaf)?.compose();
        Ok::<_, AppError>((kept.said.compose(), receipt, bytes))
    });
    let (document, receipt, bytes) = found.await?;
    let name = format!("risks-{}", &sha.to_string()[..12]);
    let (kind, ending, body) = match part.as_str() {
        "list.xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", bytes),
        "receipt" => (schemas::wire::NOTE_TYPE, "tlog-proof", receipt.into_bytes()),
        "document" => ("text/plain; charset=utf-8", "txt", document.into_bytes()),
        _ => return Err(Problem::NotFound.into()),
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{ending}\"")))
        .body(body))
}
