//! The printable edition of a filing that stands.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use schemas::problem::Problem;
use serde::Deserialize;

use super::{
    filing::{named, table},
    frame, page,
};
use crate::{
    app::Services,
    error::AppError,
    policy,
    store::{bureau, delivery, filing},
    web::{
        filing_path::Named,
        pages::edition::{Edition, EditionPage},
        visitor::Visitor,
    },
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    page: Option<usize>,
}

/// `GET /filings/{bureau}/{form}/{period}/edition?page=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    path: Named,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let tree = services.store.read(|connection| Ok::<_, AppError>(bureau::tree(connection)?)).await?;
    let key = named(&path, &tree, &visitor)?;
    let bureau = tree.get(&key.bureau).ok_or(Problem::NotFound)?;
    let read = services.store.read({
        let key = key.clone();
        move |connection| {
            let row = filing::in_force(connection, &key)?.ok_or(AppError::from(Problem::NotFound))?;
            let verdict = filing::verdict(connection, &row.id)?.ok_or(AppError::from(Problem::NotFound))?;
            let copy = delivery::find(connection, &row.id)?.map(|(leaf, _)| leaf);
            Ok::<_, AppError>((row, verdict, copy))
        }
    });
    let (row, verdict, copy) = read.await?;
    let rows = if row.nil { None } else { Some(table(&services, &key).await?) };
    let form = policy::form_of(&services, &row.statement()?).await?;
    let edition = Edition {
        bureau,
        form: &form,
        period: key.period,
        subject: key.subject.as_ref(),
        statement: row.id,
        index: row.leaf,
        received: row.received,
        copy,
        tallies: &verdict.tallies,
        table: rows.as_ref(),
        page: wanted.page.unwrap_or(1),
    };
    page(&EditionPage::new(&frame::of(&request, Some(&tree), Some(key.period)), edition))
}
