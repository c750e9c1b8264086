//! One filing as data: its latest revision, the state of that, and the figures its rows gave.

use actix_web::{HttpResponse, web::Data};
use chrono::{DateTime, Utc};
use schemas::{bureau::BureauCode, period::Period, problem::Problem, tally::Tallies, wire::FilingState};
use serde::Serialize;

use crate::{
    app::Services,
    error::AppError,
    store::{bureau, filing},
    web::{
        filing_path::{Named, key_of},
        visitor::Visitor,
    },
};

/// The head of a filing. Figures and findings are absent until its rows have arrived.
#[derive(Serialize)]
struct Answer {
    bureau: BureauCode,
    form: String,
    period: Period,
    revision: u32,
    purpose: String,
    nil: bool,
    state: FilingState,
    received: DateTime<Utc>,
    rows: u64,
    tallies: Option<Tallies>,
    findings: Option<usize>,
}

/// `GET /api/v1/filings/519901/L3/2025Q3`: the latest revision; 404 if there is none or it is out of scope.
pub async fn get(services: Data<Services>, path: Named, visitor: Visitor) -> Result<HttpResponse, AppError> {
    let key = key_of(&path)?;
    let account = visitor.signed_in()?.account.clone();
    let answer = services.store.read(move |connection| {
        let tree = bureau::tree(connection)?;
        let seen = account.sees(&tree, &key.bureau);
        let head = filing::head(connection, &key)?.filter(|_| seen).ok_or(Problem::NotFound)?;
        let statement = head.statement()?;
        let verdict = filing::verdict(connection, &head.id)?;
        Ok::<_, AppError>(Answer {
            revision: head.revision,
            purpose: head.purpose.to_string(),
            nil: head.nil,
            state: head.state,
            received: head.received,
            rows: statement.content.map_or(0, |content| content.rows),
            findings: verdict.as_ref().map(|verdict| verdict.findings.len()),
            tallies: verdict.map(|verdict| verdict.tallies),
            bureau: key.bureau,
            form: key.form,
            period: key.period,
        })
    });
    Ok(HttpResponse::Ok().json(answer.await?))
}
