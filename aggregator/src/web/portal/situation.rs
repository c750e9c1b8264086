//! 形势分析: the situation of a period within the reader's scope, as a page and as a file.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use schemas::{
    bureau::{Bureau, BureauCode},
    period::Period,
    text::{Lang, Text},
};
use serde::Deserialize;

use super::{
    frame,
    list::{self, Scoped, Stamp, chosen},
    page, scene,
};
use crate::{
    app::Services,
    error::AppError,
    figures,
    measure::cache::Measured,
    situation::{self, Beside, Dimension, Line, Situation},
    web::{
        pages::situation::{Asked, SituationPage},
        visitor::Visitor,
    },
    words::{casebook as case_words, situation as words},
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    period: Option<Period>,
    bureau: Option<String>,
    rows: Option<String>,
    columns: Option<String>,
}

/// What was read for one.
pub(in crate::web) struct Read {
    pub(in crate::web) situation: Situation,
    pub(in crate::web) who: Text,
    bureaus: Vec<Bureau>,
    measured: Arc<Measured>,
}

/// Reads the disputes of a period, of the one before and of the same one last year, within the reader's scope; with two dimensions,
/// the disputes by both.
///
/// # Errors
/// [`schemas::problem::Problem::NotFound`] for a bureau out of it; the store's.
pub(in crate::web) async fn read(
    services: &Services,
    visitor: &Visitor,
    wanted: &Wanted,
    cross: Option<(Dimension, Dimension)>,
) -> Result<Read, AppError> {
    let period = wanted.period.unwrap_or_else(|| scene::current(services, services.clock.now()));
    let Scoped { measured, bureaus, of } = list::scoped(services, visitor, period, &wanted.bureau).await?;
    let who = match of.as_deref() {
        None => words::WHOLE.fill(&[("whole", &services.campaign.whole)]),
        Some(codes) => {
            let name = |code: &BureauCode| bureaus.iter().find(|bureau| bureau.code == *code);
            let names = |lang: Lang| -> Vec<String> {
                codes.iter().filter_map(name).map(|bureau| bureau.name.get(lang).to_owned()).collect()
            };
            let named = |lang| figures::listed(&names(lang), lang);
            Text::owned(named(Lang::Zh), named(Lang::En))
        }
    };
    let ranked: Vec<Bureau> = match of.as_deref() {
        None => measured.bureaus.clone(),
        Some(codes) => bureaus.iter().filter(|bureau| codes.contains(&bureau.code)).cloned().collect(),
    };
    let asked = situation::Wanted { bureaus: ranked, of, period, cross };
    let situation = Situation::read(&services.store, &services.definitions, asked).await?;
    Ok(Read { situation, who, bureaus, measured })
}

/// `GET /situation?period=&bureau=&rows=&columns=`: with two dimensions, disputes by both.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let dimension = |field: &Option<String>| chosen(field).and_then(Dimension::parse);
    let rows = dimension(&wanted.rows).unwrap_or(Dimension::Cause);
    let columns = dimension(&wanted.columns).filter(|columns| *columns != rows);
    let standard = if rows == Dimension::Industry { Dimension::Cause } else { Dimension::Industry };
    let cross = (rows, columns.unwrap_or(standard));
    let read = read(&services, &visitor, &wanted, Some(cross)).await?;
    let asked = Asked {
        situation: &read.situation,
        who: &read.who,
        whole: &services.campaign.whole,
        bureaus: &read.bureaus,
        bureau: chosen(&wanted.bureau),
        cross,
    };
    let frame = frame::of(&request, Some(&read.measured.tree), Some(read.situation.period));
    page(&SituationPage::new(&frame, asked))
}

/// `GET /situation.csv?period=&bureau=`: every line of every dimension.
pub async fn csv(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted, None).await?;
    let name = format!("situation-{}", read.situation.period);
    list::answer(&name, file(&read.situation, Stamp::of(&services, &visitor)))
}

/// How many more of the bureaus that have filed for both; empty where there is nothing to compare.
fn beside(whole: Option<Beside>, own: Beside) -> String {
    whole.map(|_| own.more().to_string()).unwrap_or_default()
}

fn file(situation: &Situation, stamp: Stamp) -> Result<Vec<u8>, csv::Error> {
    let lang = stamp.lang;
    let headings = [
        words::BY,
        words::TITLE,
        words::DISPUTES,
        words::BEFORE,
        words::LAST_YEAR,
        case_words::PERSONS,
        words::AMOUNT,
    ];
    let lines: Vec<(Dimension, &Line)> = Dimension::ALL
        .into_iter()
        .flat_map(|dimension| situation.by(dimension).iter().map(move |line| (dimension, line)))
        .collect();
    let record = |(dimension, line): &(Dimension, &Line)| {
        [
            dimension.title().get(lang).to_owned(),
            list::plain(line.label.get(lang)),
            line.now.disputes.to_string(),
            beside(situation.before, line.before),
            beside(situation.last_year, line.last_year),
            line.now.persons.to_string(),
            list::money(line.now.amount, lang),
        ]
    };
    list::file(&headings, lines.iter().map(record), stamp)
}
