//! The situation of a period, within the caller's scope.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use schemas::{period::Period, problem::Problem, text::Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::{describe::Words, standings::PERIOD};
use crate::{
    app::Services,
    error::AppError,
    situation::{Beside, Dimension, Key, Line},
    web::{
        portal::situation::{Wanted, read},
        visitor::Visitor,
    },
};

/// The disputes of a period, counted once each.
#[derive(Serialize, ToSchema)]
struct Situation {
    period: Period,
    disputes: i64,
    /// How many procedures they were.
    procedures: i64,
    /// How many procedures are of a dispute counted by another.
    counted_elsewhere: i64,
    persons: i64,
    /// In 分.
    amount: i64,
    /// Bureaus that have not filed.
    silent: usize,
    /// How many more than in the period before, of the bureaus that have filed for both.
    more_than_before: Option<i64>,
    /// How many more than in the same period last year, of the bureaus that have filed for both.
    more_than_last_year: Option<i64>,
    /// The paragraph, sentence by sentence.
    said: Vec<Text>,
    /// Every line of every dimension.
    lines: Vec<Parted>,
}

/// One line.
#[derive(Serialize, ToSchema)]
struct Parted {
    /// `cause`, `industry`, `employer`, `channel` or `bureau`.
    dimension: &'static str,
    /// Name of the code list; none for a bureau and for what was not filled in.
    list: Option<String>,
    code: Option<String>,
    name: Text,
    disputes: i64,
    more_than_before: Option<i64>,
    more_than_last_year: Option<i64>,
    persons: i64,
    /// In 分.
    amount: i64,
}

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "形势分析：一期的劳资纠纷，同一事项只计一次，按案由、行业、用人单位类型、渠道、单位分列，并与上期和去年同期比较。",
        "The disputes of a period, counted once each, by cause, industry, kind of employer, channel and bureau, beside the period before and last year.",
    ))
    .query::<Period>("period", PERIOD)
    .query::<String>("bureau", Text::new("只要一个单位的", "Only of one bureau"))
    .json::<Situation>(200, Text::new("形势", "The situation"))
    .problems(&[Problem::Malformed, Problem::NotFound])
}

/// `GET /api/v1/situation?period=&bureau=`.
pub async fn get(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted, None).await?;
    let situation = read.situation;
    let line = |dimension: Dimension, line: &Line| {
        let (list, code) = match &line.key {
            Key::Code(list, code) => (Some(list.clone()), Some(code.clone())),
            Key::Bureau(_, bureau) => (None, Some(bureau.clone())),
            Key::Unsaid => (None, None),
        };
        Parted {
            dimension: dimension.word(),
            list,
            code,
            name: line.label.clone(),
            disputes: line.now.disputes,
            more_than_before: situation.before.map(|_| line.before.more()),
            more_than_last_year: situation.last_year.map(|_| line.last_year.more()),
            persons: line.now.persons,
            amount: line.now.amount,
        }
    };
    let lines = Dimension::ALL
        .into_iter()
        .flat_map(|dimension| situation.by(dimension).iter().map(move |one| line(dimension, one)));
    Ok(HttpResponse::Ok().json(Situation {
        period: situation.period,
        disputes: situation.now.disputes,
        procedures: situation.procedures,
        counted_elsewhere: situation.counted_elsewhere(),
        persons: situation.now.persons,
        amount: situation.now.amount,
        silent: situation.silent,
        more_than_before: situation.before.map(Beside::more),
        more_than_last_year: situation.last_year.map(Beside::more),
        said: situation.said(&read.who),
        lines: lines.collect(),
    }))
}
