//! Standings as data: every figure with numerator and denominator, place or reason.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use schemas::{
    bureau::BureauCode,
    fraction::{Fraction, decimal},
    period::Period,
    problem::Problem,
    target::Standing,
    text::Text,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::describe::Words;
use crate::{
    app::Services,
    error::AppError,
    measure::{
        cache::{self, Measured},
        composite::CompositePlace,
        standing::{Place, Row, Table},
    },
};

/// Which period; the campaign's first judged one if none is said.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// The period.
    pub period: Option<Period>,
}

#[derive(Serialize, ToSchema)]
struct Standings<'a> {
    campaign: &'a str,
    period: Period,
    demonstration: bool,
    indicators: Vec<OfIndicator<'a>>,
    composite: Vec<OfComposite<'a>>,
}

#[derive(Serialize, ToSchema)]
struct OfIndicator<'a> {
    indicator: &'a str,
    name: Option<&'a Text>,
    formula: Option<&'a Text>,
    pooled: Option<Rate>,
    filers: usize,
    line: Option<Rate>,
    target: Option<Standing>,
    rows: Vec<OfBureau<'a>>,
}

/// A value: exact counts, and the percentage printed half-up.
#[derive(Serialize, ToSchema)]
struct Rate {
    numerator: i64,
    denominator: i64,
    percent: String,
}

#[derive(Serialize, ToSchema)]
struct OfBureau<'a> {
    bureau: &'a BureauCode,
    bureau_name: Option<&'a Text>,
    value: Option<Rate>,
    sample: i64,
    line: Option<Rate>,
    target: Option<Standing>,
    rank: Option<u32>,
    not_ranked_because: Option<&'static str>,
    rank_before: Option<u32>,
    interval: Option<(f64, f64)>,
    unconfirmed: bool,
}

#[derive(Serialize, ToSchema)]
struct OfComposite<'a> {
    bureau: &'a BureauCode,
    bureau_name: Option<&'a Text>,
    points: Option<String>,
    rank: Option<u32>,
    not_ranked_because: Option<String>,
    rank_before: Option<u32>,
    unconfirmed: bool,
}

impl Rate {
    fn of(value: Fraction) -> Self {
        Self { numerator: value.num(), denominator: value.den(), percent: value.percent(2) }
    }
}

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "各指标与综合位次，含分子分母与未参评原因。",
        "Places on every indicator and on the whole, with numerators, denominators and reasons.",
    ))
    .query::<Period>("period", PERIOD)
    .json::<Standings>(200, Text::new("位次", "The standings"))
    .problems(&[Problem::Malformed])
}

/// What the query says of the period.
pub(super) const PERIOD: Text =
    Text::new("报告期；不写则为首个考核期", "The period; the first judged one if absent");

/// `GET /api/v1/standings?period=2025Q3`.
pub async fn get(services: Data<Services>, asked: Query<Asked>) -> Result<HttpResponse, AppError> {
    let period = asked.period.unwrap_or(services.campaign.first_judged);
    let measured = cache::measured(&services, period).await?;
    let Some(standings) = measured.latest() else { return Err(Problem::NotFound.into()) };
    let answer = Standings {
        campaign: &services.campaign.campaign,
        period,
        demonstration: services.campaign.demonstration,
        indicators: standings.tables.iter().map(|table| indicator(&services, &measured, table)).collect(),
        composite: standings
            .composite
            .rows
            .iter()
            .map(|score| OfComposite {
                bureau: &score.bureau,
                bureau_name: measured.tree.get(&score.bureau).map(|bureau| &bureau.name),
                points: score.points.as_ref().map(|points| decimal(points, 6)),
                rank: match score.place {
                    CompositePlace::Ranked(rank) => Some(rank),
                    _ => None,
                },
                not_ranked_because: match score.place {
                    CompositePlace::Ranked(_) => None,
                    CompositePlace::TooLittle { available, needed } => {
                        Some(format!("weight available {available} of 100, {needed} needed"))
                    }
                    CompositePlace::Awaited => Some("figures awaited".into()),
                    CompositePlace::NotFiled => Some("not filed".into()),
                },
                rank_before: score.before,
                unconfirmed: score.unconfirmed,
            })
            .collect(),
    };
    Ok(HttpResponse::Ok().json(answer))
}

fn indicator<'a>(services: &'a Services, measured: &'a Measured, table: &'a Table) -> OfIndicator<'a> {
    let definition = services.definitions.indicator(&table.indicator);
    OfIndicator {
        indicator: &table.indicator,
        name: definition.map(|definition| &definition.name),
        formula: definition.map(|definition| &definition.formula),
        pooled: table.pooled.value.map(Rate::of),
        filers: table.filers,
        line: table.line.map(Rate::of),
        target: table.target,
        rows: table.rows.iter().map(|row| answer(measured, row)).collect(),
    }
}

fn answer<'a>(measured: &'a Measured, row: &'a Row) -> OfBureau<'a> {
    OfBureau {
        bureau: &row.bureau,
        bureau_name: measured.tree.get(&row.bureau).map(|bureau| &bureau.name),
        value: row.value.value.map(Rate::of),
        sample: row.value.n,
        line: row.line.map(Rate::of),
        target: row.target,
        rank: row.place.rank(),
        not_ranked_because: match row.place {
            Place::Ranked(_) => None,
            Place::SmallSample => Some("small sample"),
            Place::NoCases => Some("no cases"),
            Place::Awaited => Some("figures awaited"),
            Place::NotFiled => Some("not filed"),
        },
        rank_before: row.before,
        interval: row.interval,
        unconfirmed: row.unconfirmed,
    }
}
