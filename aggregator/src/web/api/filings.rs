//! One filing as data: its latest revision, the state of that, and the figures its rows gave.

use actix_web::{HttpResponse, web::Data};
use chrono::{DateTime, Utc};
use schemas::{
    bureau::BureauCode, hash::Sha, period::Period, problem::Problem, tally::Tallies, text::Text,
    wire::FilingState,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::describe::Words;
use crate::{
    app::Services,
    error::AppError,
    store::{bureau, filing, log},
    web::{filing_path::Named, visitor::Visitor},
};

/// The head of a filing. Figures and findings are absent until its rows have arrived.
#[derive(Serialize, ToSchema)]
struct Filing {
    bureau: BureauCode,
    form: String,
    period: Period,
    /// The statement; its node is told what was found under `/api/v1/statements/{id}`.
    statement: Sha,
    revision: u32,
    purpose: String,
    nil: bool,
    state: FilingState,
    received: DateTime<Utc>,
    /// Version of the definitions it was made under; none before the city's first reached the node.
    policy: Option<Sha>,
    /// Whether those are in force.
    policy_in_force: bool,
    rows: u64,
    tallies: Option<Tallies>,
    findings: Option<usize>,
}

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "一份台账的最新版本、状态与统计项。",
        "The latest revision of a ledger, its state and tallies.",
    ))
    .json::<Filing>(200, Text::new("最新版本", "The latest revision"))
}

/// `GET /api/v1/filings/519901/L3/2025Q3`: the latest revision; 404 if there is none or it is out of scope.
pub async fn get(services: Data<Services>, path: Named, visitor: Visitor) -> Result<HttpResponse, AppError> {
    let key = path.0.clone();
    let account = visitor.signed_in()?.account.clone();
    let answer = services.store.read(move |connection| {
        let tree = bureau::tree(connection)?;
        let seen = account.sees(&tree, &key.bureau);
        let head = filing::head(connection, &key)?.filter(|_| seen).ok_or(Problem::NotFound)?;
        let statement = head.statement()?;
        let verdict = filing::verdict(connection, &head.id)?;
        let in_force = log::policies(connection)?.last().map(|policy| policy.version);
        Ok::<_, AppError>(Filing {
            policy: statement.policy,
            policy_in_force: statement.policy == in_force,
            statement: head.id,
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
