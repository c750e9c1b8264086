//! 积案: what has been open for how long.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use schemas::{bureau::BureauCode, form::Form, period::Period, problem::Problem};
use serde::Deserialize;

use super::{frame, list::chosen, page, scene::Scene};
use crate::{
    app::Services,
    error::AppError,
    measure::backlog,
    web::{
        pages::backlog::{Asked, BacklogPage},
        visitor::Visitor,
    },
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    period: Option<Period>,
    form: Option<String>,
}

/// `GET /backlog?period=&form=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let scene = Scene::of(&services, wanted.period).await?;
    let city = scene.city(&services)?;
    let tree = &scene.proposed.measured.tree;
    let account = &visitor.signed_in()?.account;
    let seen = |code: &BureauCode| account.sees(tree, code);
    let forms = backlog::forms(city.field);
    let asked: Option<&Form> = match chosen(&wanted.form) {
        Some(code) => Some(forms.iter().find(|form| form.form == code).ok_or(Problem::NotFound)?),
        // Arbitration has a backlog before any other; else the first there is.
        None => forms.iter().find(|form| form.tally("backlog").is_some()).or(forms.first()).copied(),
    };
    let found = asked.map(|form| (form, backlog::of(city.field, form, scene.period, seen)));
    let count = city.field.bureaus.iter().filter(|bureau| seen(&bureau.code)).count();
    let asked =
        Asked { forms: &forms, chosen: found.as_ref().map(|(form, backlog)| (*form, backlog)), seen: count };
    page(&BacklogPage::new(&frame::of(&request, Some(tree), Some(scene.period)), city, asked))
}
