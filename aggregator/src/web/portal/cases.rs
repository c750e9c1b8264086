//! 案件: the list of cases as a page and as a file, and one case with the procedures of its dispute.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use schemas::{
    bureau::{Bureau, BureauCode},
    form::{Column, Form, Role},
    problem::Problem,
    table::{Cell, Table},
    text::{Lang, Text},
};
use serde::Deserialize;
use std::sync::Arc;

use super::{
    frame,
    list::{self, MOST, Scoped, Stamp, chosen, plain},
    page, scene,
};
use crate::{
    app::Services,
    casebook::holds_disputes,
    error::AppError,
    identity,
    intake::content::of_rows,
    measure::cache::Measured,
    store::{
        casebook::read::{self, After, Kept},
        content as stored, filing,
    },
    web::{
        pages::{
            case::{CasePage, Shown},
            cases::{Asked, CASES, CasesPage, Filters, MAX_SEARCH, code_text},
            rows::shown,
        },
        visitor::Visitor,
    },
    words::casebook as words,
};

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    pub(in crate::web) form: Option<String>,
    pub(in crate::web) bureau: Option<String>,
    pub(in crate::web) open: Option<String>,
    pub(in crate::web) cause: Option<String>,
    pub(in crate::web) industry: Option<String>,
    pub(in crate::web) level: Option<String>,
    pub(in crate::web) q: Option<String>,
    pub(in crate::web) after: Option<String>,
}

/// What was read for one.
pub(in crate::web) struct Read {
    /// The ledgers there are, and how many cases each has.
    pub(in crate::web) forms: Vec<(Arc<Form>, i64)>,
    pub(in crate::web) form: Arc<Form>,
    pub(in crate::web) count: i64,
    pub(in crate::web) cases: Vec<Kept>,
    pub(in crate::web) more: Option<After>,
    pub(in crate::web) bureaus: Vec<Bureau>,
    measured: Arc<Measured>,
}

/// The forms whose rows are cases that anybody is asked for, in the order of their codes.
fn forms(services: &Services) -> Vec<Arc<Form>> {
    let campaign = &services.campaign;
    let forms = services.definitions.forms();
    let listed = |form: &&Arc<Form>| campaign.asks(&form.form) && form.with_role(Role::Case).is_some();
    forms.filter(listed).cloned().collect()
}

/// Reads a page of the list, or up to so many of it for a file, within the reader's scope.
///
/// # Errors
/// [`Problem::NotFound`] for a bureau out of it and a form that has no cases; the store's.
pub(in crate::web) async fn read(
    services: &Services,
    visitor: &Visitor,
    wanted: &Wanted,
    most: usize,
) -> Result<Read, AppError> {
    let period = scene::current(services, services.clock.now());
    let Scoped { measured, bureaus, of } = list::scoped(services, visitor, period, &wanted.bureau).await?;
    let (forms, asked) = (forms(services), chosen(&wanted.form).map(str::to_owned));
    let mut narrowed = read::Wanted {
        bureaus: of,
        form: String::new(),
        open: match chosen(&wanted.open) {
            Some("open") => Some(true),
            Some("closed") => Some(false),
            _ => None,
        },
        cause: chosen(&wanted.cause).map(str::to_owned),
        industry: chosen(&wanted.industry).map(str::to_owned),
        level: chosen(&wanted.level).map(str::to_owned),
        after: None,
    };
    let after = chosen(&wanted.after).map(|text| After::parse(text).ok_or(Problem::Malformed)).transpose()?;
    let looked_for = chosen(&wanted.q).map(|text| text.chars().take(MAX_SEARCH).collect::<String>());
    let read = services.store.read(move |connection| {
        let counted = read::by_form(connection, narrowed.bureaus.as_deref())?;
        let count = |form: &Form| counted.get(&form.form).copied().unwrap_or_default();
        let form = match &asked {
            Some(code) => forms.iter().find(|form| form.form == *code),
            // The first of disputes that has any.
            None => {
                forms.iter().find(|form| count(form) > 0 && holds_disputes(form)).or_else(|| forms.first())
            }
        };
        let form = form.map(Arc::clone).ok_or(Problem::NotFound)?;
        let forms: Vec<(Arc<Form>, i64)> = forms.iter().map(|form| (Arc::clone(form), count(form))).collect();
        narrowed.form.clone_from(&form.form);
        let wide = i64::try_from(most).unwrap_or(i64::MAX);
        let (count, cases) = match looked_for {
            Some(text) => {
                let found = read::search(connection, narrowed.bureaus.as_deref(), &text, wide)?;
                (i64::try_from(found.len()).unwrap_or(i64::MAX), found)
            }
            None => {
                let count = read::count(connection, &narrowed)?;
                let wanted = read::Wanted { after, ..narrowed };
                (count, read::page(connection, &wanted, wide.saturating_add(1))?)
            }
        };
        Ok::<_, AppError>((forms, form, count, cases))
    });
    let (forms, form, count, mut cases) = read.await?;
    let more = (cases.len() > most).then(|| cases.get(most.saturating_sub(1)).map(After::of)).flatten();
    cases.truncate(most);
    Ok(Read { forms, form, count, cases, more, bureaus, measured })
}

/// `GET /cases?form=&bureau=&open=&cause=&industry=&level=&q=&after=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted, CASES).await?;
    let asked = Asked {
        forms: &read.forms,
        definitions: &services.definitions,
        form: &read.form,
        bureaus: &read.bureaus,
        filters: Filters {
            bureau: chosen(&wanted.bureau),
            open: chosen(&wanted.open),
            cause: chosen(&wanted.cause),
            industry: chosen(&wanted.industry),
            level: chosen(&wanted.level),
        },
        searched: chosen(&wanted.q),
        count: read.count,
        cases: &read.cases,
        more: read.more.as_ref(),
        later: chosen(&wanted.after).is_some(),
    };
    page(&CasesPage::new(&frame::of(&request, Some(&read.measured.tree), None), asked))
}

/// `GET /cases.csv?form=&bureau=&open=&cause=&industry=&level=`: every case of the list.
pub async fn csv(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let wanted = Wanted { after: None, ..wanted.into_inner() };
    let read = read(&services, &visitor, &wanted, MOST).await?;
    list::answer(&format!("cases-{}", read.form.form), file(&read, Stamp::of(&services, &visitor)))
}

/// The file, a line each case.
fn file(read: &Read, stamp: Stamp) -> Result<Vec<u8>, csv::Error> {
    let lang = stamp.lang;
    let headings = [
        words::BUREAU_CODE,
        words::BUREAU,
        words::CASE,
        words::MATTER,
        words::EMPLOYER,
        words::EMPLOYER_CODE,
        words::INDUSTRY,
        words::CAUSE,
        words::CHANNEL,
        words::LEVEL,
        words::PERSONS,
        words::AMOUNT,
        words::PAID,
        words::OPENED,
        words::DUE_ON,
        words::CLOSED_ON,
        words::OUTCOME,
        words::RESPONSIBLE,
        words::PERIOD,
    ];
    let record = |kept: &Kept| {
        let entry = &kept.entry;
        let code = |role, code: &Option<String>| code_text(&read.form, role, code.as_deref(), lang);
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let money = |fen: Option<i64>| fen.map(|fen| list::money(fen, lang)).unwrap_or_default();
        let name = read.bureaus.iter().find(|bureau| bureau.code == kept.bureau);
        [
            kept.bureau.to_string(),
            name.map(|bureau| bureau.name.get(lang).to_owned()).unwrap_or_default(),
            plain(&entry.case_no),
            plain(entry.matter.as_deref().unwrap_or_default()),
            plain(entry.employer.as_deref().unwrap_or_default()),
            entry.employer_code.clone().unwrap_or_default(),
            code(Role::Industry, &entry.industry),
            code(Role::Cause, &entry.cause),
            code(Role::Source, &entry.source),
            code(Role::Level, &entry.level),
            entry.persons.map(|persons| persons.to_string()).unwrap_or_default(),
            money(entry.amount),
            money(entry.paid),
            day(entry.opened),
            day(entry.due),
            day(entry.closed),
            code(Role::Outcome, &entry.outcome),
            plain(entry.responsible.as_deref().unwrap_or_default()),
            kept.period.to_string(),
        ]
    };
    let beyond = usize::try_from(read.count).unwrap_or(usize::MAX).saturating_sub(read.cases.len());
    list::file_of(&headings, read.cases.iter().map(record), beyond, stamp)
}

/// What the address of one case says.
#[derive(Debug, Deserialize)]
pub struct One {
    bureau: BureauCode,
    form: String,
    case: String,
}

/// What was read of one case.
pub(in crate::web) struct Dispute {
    pub(in crate::web) bureau: Bureau,
    pub(in crate::web) form: Arc<Form>,
    /// Every ledger in force that has it, the oldest first.
    pub(in crate::web) ledgers: Vec<Kept>,
    /// The procedures of its dispute, in the order in which they came in.
    pub(in crate::web) procedures: Vec<Kept>,
    /// What its newest ledger says of it, column by column.
    fields: Vec<(Text, Text)>,
    measured: Arc<Measured>,
}

/// Reads one case, within the reader's scope.
///
/// # Errors
/// [`Problem::NotFound`] for what is out of it or is not there; the store's.
pub(in crate::web) async fn dispute(
    services: &Services,
    visitor: &Visitor,
    one: &One,
) -> Result<Dispute, AppError> {
    let period = scene::current(services, services.clock.now());
    let (measured, bureaus) = list::in_scope(services, visitor, period, Some(&one.bureau)).await?;
    let form = services.definitions.form(&one.form).map(Arc::clone).ok_or(Problem::NotFound)?;
    let (bureau, code, case) = (one.bureau.clone(), one.form.clone(), one.case.clone());
    let rows = services.store.read(move |connection| {
        let ledgers = read::case(connection, &bureau, &code, &case)?;
        let procedures = match ledgers.last().and_then(|kept| kept.dispute.clone()) {
            Some(dispute) => read::dispute(connection, &bureau, &dispute)?,
            None => Vec::new(),
        };
        let newest = match ledgers.last() {
            Some(kept) => filing::find(connection, &kept.statement)?,
            None => None,
        };
        let newest = match newest.and_then(|row| Some((row.content?, row))) {
            Some((sha256, row)) => stored::packed(connection, &sha256)?.map(|packed| (row, packed)),
            None => None,
        };
        Ok::<_, AppError>((ledgers, procedures, newest))
    });
    let (ledgers, procedures, newest) = rows.await?;
    let (Some(kept), Some((row, packed))) = (ledgers.last(), newest) else {
        return Err(Problem::NotFound.into());
    };
    let place = usize::try_from(kept.entry.place).unwrap_or(usize::MAX);
    let fields = of_rows(services, &row, packed, move |_, table| fields(&table, place));
    let fields = fields.await?;
    let bureau = bureaus.into_iter().find(|bureau| bureau.code == one.bureau).ok_or(Problem::NotFound)?;
    Ok(Dispute { bureau, form, ledgers, procedures, fields, measured })
}

/// What a row says in the columns that leave a bureau, as far as they are filled in.
fn fields(table: &Table, row: usize) -> Vec<(Text, Text)> {
    let columns = table.form().leaving();
    let filled = columns.filter(|(index, _)| table.cell(row, *index) != Cell::Empty);
    let said = |(index, column): (usize, &Column)| {
        let value = |lang| shown(table, row, index, lang);
        (column.title(), Text::owned(value(Lang::Zh), value(Lang::En)))
    };
    filled.map(said).collect()
}

/// `GET /cases/one?bureau=&form=&case=`.
pub async fn one(
    services: Data<Services>,
    request: HttpRequest,
    one: Query<One>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = dispute(&services, &visitor, &one).await?;
    let frame = frame::of(&request, Some(&read.measured.tree), None);
    let asked = Shown {
        definitions: &services.definitions,
        bureau: &read.bureau,
        form: &read.form,
        ledgers: &read.ledgers,
        procedures: &read.procedures,
        fields: &read.fields,
        staff: visitor.signed_in()?.account.role == identity::Role::Staff,
    };
    page(&CasePage::new(&frame, asked))
}
