//! Accepting a filing, and sending one back with reasons. Both say which head they were decided on.

use std::{collections::BTreeSet, sync::Arc};

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Form},
};
use chrono::NaiveDate;
use schemas::{
    form::Role, hash::Sha, problem::Problem, returned::Returned, statement::FilingKey, text::Text,
};
use serde::Deserialize;

use super::filing::table;
use crate::{
    app::Services,
    error::AppError,
    intake::{
        decision::{self, Decision},
        delivery,
    },
    store::{AnyConnection, bureau},
    web::{filing_path::Named, guard, links::Links, visitor::Visitor},
};

/// What the form of an acceptance sends.
#[derive(Deserialize)]
pub struct Accepted {
    csrf: String,
    head: Sha,
}

/// What the form of a return sends.
#[derive(Deserialize)]
pub struct Back {
    csrf: String,
    head: Sha,
    reason: String,
    cases: String,
    until: NaiveDate,
}

/// `POST /filings/{bureau}/{form}/{period}/confirm`.
pub async fn confirm(
    services: Data<Services>,
    path: Named,
    visitor: Visitor,
    sent: Form<Accepted>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    decide(&services, &path, &visitor, sent.head, decision::confirm).await
}

/// `POST /filings/{bureau}/{form}/{period}/return`.
pub async fn give_back(
    services: Data<Services>,
    path: Named,
    visitor: Visitor,
    sent: Form<Back>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let said = Returned {
        statement: sent.head,
        until: sent.until,
        reason: sent.reason.trim().to_owned(),
        cases: cases(&sent.cases)?,
    };
    in_ledger(&services, &path, &visitor, &said).await?;
    let unit = move |connection: &mut AnyConnection, key: &FilingKey, by: &Decision| {
        decision::give_back(connection, key, by, &said)
    };
    decide(&services, &path, &visitor, sent.head, unit).await
}

/// What the form that hands a copy over sends.
#[derive(Deserialize)]
pub struct HandOver {
    csrf: String,
}

/// `POST /filings/{bureau}/{form}/{period}/deliver`: the committee's copy, where it is missing.
pub async fn deliver(
    services: Data<Services>,
    path: Named,
    visitor: Visitor,
    sent: Form<HandOver>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let campaign = Arc::clone(&services.campaign);
    let unit = move |connection: &mut AnyConnection, key: &FilingKey, by: &Decision| {
        delivery::afterwards(connection, &campaign, key, by.at)
    };
    // A copy is of what stands, whichever revision the page showed.
    decide(&services, &path, &visitor, Sha::of(b""), unit).await
}

/// The lines of a return: case number, space, words. An empty line says nothing.
fn cases(text: &str) -> Result<Vec<(String, String)>, AppError> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let read = |(number, line): (usize, &str)| {
        let (case, words) = line.trim().split_once(char::is_whitespace).ok_or_else(|| {
            let what = Text::new(
                "逐案说明第{line}行缺少问题：每行写案号、空格、问题",
                "Line {line} of the cases says nothing of what is wrong: write case number, space, words",
            );
            AppError::with(Problem::Invalid, what.fill(&[("line", &number)]))
        })?;
        Ok((case.to_owned(), words.trim().to_owned()))
    };
    lines.map(read).collect()
}

/// What is said of a case is said of one that the ledger has.
async fn in_ledger(
    services: &Services,
    path: &Named,
    visitor: &Visitor,
    said: &Returned,
) -> Result<(), AppError> {
    if said.cases.is_empty() {
        return Ok(());
    }
    let none = |case: &str| {
        let what = Text::new("台账中没有案号“{case}”", "The ledger has no case “{case}”");
        AppError::with(Problem::Invalid, what.fill(&[("case", &case)]))
    };
    let (key, account) = (path.0.clone(), visitor.signed_in()?.account.clone());
    let bureau = key.bureau.clone();
    let seen = services
        .store
        .read(move |connection| Ok::<_, AppError>(account.sees(&bureau::tree(connection)?, &bureau)));
    if !seen.await? {
        return Err(Problem::NotFound.into());
    }
    let known: BTreeSet<String> = match table(services, &key).await {
        Ok(table) => {
            let column = table.form().with_role(Role::Case).map(|(column, _)| column);
            let case = |row| column.and_then(|column| table.text(row, column)).map(str::to_owned);
            (0..table.len()).filter_map(case).collect()
        }
        // No rows stand any more: the decision comes too late, and says so.
        Err(error) if error.problem() == Problem::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    said.cases.iter().find(|(case, _)| !known.contains(case)).map_or(Ok(()), |(case, _)| Err(none(case)))
}

async fn decide(
    services: &Services,
    path: &Named,
    visitor: &Visitor,
    head: Sha,
    unit: impl FnOnce(&mut AnyConnection, &FilingKey, &Decision) -> Result<(), AppError> + Send + 'static,
) -> Result<HttpResponse, AppError> {
    let key = path.0.clone();
    let account = visitor.signed_in()?.account.clone();
    let decision = Decision { head, by: account.login.clone(), at: services.clock.now() };
    let links = Links { lang: visitor.lang, period: None };
    let back = links.of(&key).to_string();
    services
        .store
        .write(move |connection| {
            let tree = bureau::tree(connection)?;
            if !account.sees(&tree, &key.bureau) {
                return Err(Problem::NotFound.into());
            }
            unit(connection, &key, &decision)
        })
        .await?;
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back)).finish())
}
