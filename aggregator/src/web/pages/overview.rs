//! 总览: what needs somebody now, the filing strip, the city's figures against their targets, the first places.

mod figures_of_city;
mod strip;
mod todo;

use askama::Template;
use chrono::{Days, NaiveDate};
use schemas::{
    period::day_of,
    text::{Lang, Text},
};

pub use self::figures_of_city::CityFigures;
pub use self::todo::Pending;
use self::{strip::Strip, todo::ToDo};
use super::{
    picture::Picture,
    rankings::{Movement, has_composite},
    shell::{Frame, Section, Shell},
};
use crate::{
    figures,
    measure::{
        composite::{CompositePlace, Score},
        standing::Place,
    },
    obligation::coming::{self, Coming},
    warning::deadline::Shown,
    web::{
        city::City,
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{filing as filing_words, frame as frame_words, overview as words, place as place_words},
};

/// Most places shown on the overview; the rest is one link away.
const PLACES: usize = 12;
/// How far ahead deadlines are listed, in days.
const AHEAD: u64 = 10;

/// What the reader's role may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct May {
    /// 确认.
    pub confirm: bool,
    /// 催报.
    pub remind: bool,
}

/// The first page.
#[derive(Clone, Debug, Template)]
#[template(path = "overview.html")]
pub struct OverviewPage {
    shell: Shell,
    state: String,
    todo: ToDo,
    strip: Strip,
    figures: CityFigures,
    places: Option<Places>,
    days: Vec<(String, String)>,
    limits: Address,
    all: Address,
    picture: Option<Picture>,
}

/// The compact ranking.
#[derive(Clone, Debug)]
struct Places {
    note: String,
    href: Address,
    rows: Vec<PlaceLine>,
    without: Option<String>,
}

#[derive(Clone, Debug)]
struct PlaceLine {
    rank: u32,
    movement: Movement,
    name: String,
    href: Address,
    unconfirmed: Option<Shape>,
    score: String,
    why: Address,
    mark: Mark,
}

impl OverviewPage {
    /// The overview of a period, for a reader who may do some things.
    pub fn new(frame: &Frame, city: City<'_>, may: May, picture: Option<Picture>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: Some(city.period()) };
        Self {
            shell: Shell::new(frame, Some(Section::Overview), frame_words::OVERVIEW.get(lang)),
            state: figures::joined(&city.state(lang), lang),
            todo: ToDo::new(city, links, may),
            strip: Strip::new(city, links),
            figures: CityFigures::new(city, links),
            places: has_composite(city).then(|| Places::new(city, links)),
            days: days(city, lang),
            limits: links.deadlines(None, Shown::Ten.key()),
            all: links.rankings(Some("all")),
            picture,
        }
    }

    /// The same with what waits of supervision.
    pub fn with(mut self, pending: Pending, links: Links) -> Self {
        self.todo.put(pending, links);
        self
    }
}

impl Places {
    fn new(city: City<'_>, links: Links) -> Self {
        let lang = links.lang;
        let scores = &city.standings.composite.rows;
        let ranked: Vec<(u32, &Score)> = scores
            .iter()
            .filter_map(|score| match score.place {
                CompositePlace::Ranked(rank) => Some((rank, score)),
                _ => None,
            })
            .collect();
        let count = place_words::IN_COMPOSITE.fill(&[("count", &ranked.len())]);
        let rows = ranked.iter().take(PLACES).map(|(rank, score)| PlaceLine::new(city, links, *rank, score));
        Self {
            note: count.get(lang).to_owned(),
            href: links.rankings(None),
            rows: rows.collect(),
            without: without(city, lang),
        }
    }
}

impl PlaceLine {
    fn new(city: City<'_>, links: Links, rank: u32, score: &Score) -> Self {
        let lang = links.lang;
        let one = num_rational::BigRational::from_integer(1.into());
        let missed = score.parts.iter().filter_map(|part| {
            part.reached.as_ref().filter(|reached| **reached < one)?;
            city.standings.table(&part.indicator)?.row(&score.bureau)?.target
        });
        let worst = missed.clone().map(crate::web::mark::standing_shape);
        let shape = worst.fold(Shape::Ok, |worst, shape| match (worst, shape) {
            (Shape::Bad, _) | (_, Shape::Bad) => Shape::Bad,
            _ => Shape::Near,
        });
        let word = match missed.count() {
            0 => words::ALL_ARE_MET,
            count => words::MISSED_COUNT.fill(&[("count", &count)]),
        };
        Self {
            rank,
            movement: Movement::new(Some(rank), score.before, lang),
            name: city.name(&score.bureau, lang),
            href: links.bureau(&score.bureau),
            unconfirmed: score.unconfirmed.then_some(Shape::Half),
            score: score.shown().unwrap_or_default(),
            why: links.why(&score.bureau, None),
            mark: Mark::new(shape, word.get(lang)),
        }
    }
}

/// Who has no place in the composite, with the reason in a word; only counted where there are many.
fn without(city: City<'_>, lang: Lang) -> Option<String> {
    let scores = city.standings.composite.rows.iter();
    let left: Vec<&Score> =
        scores.filter(|score| !matches!(score.place, CompositePlace::Ranked(_))).collect();
    let words = match left.len() {
        0 => return None,
        all if all == city.standings.composite.rows.len() => return None,
        1..=PLACES => {
            let named: Vec<String> = left.iter().map(|score| named(city, score, lang)).collect();
            words::WITHOUT_PLACE.fill(&[("bureaus", &figures::listed(&named, lang))])
        }
        many => words::WITHOUT_PLACE_COUNT.fill(&[("count", &many)]),
    };
    Some(words.get(lang).to_owned())
}

fn named(city: City<'_>, score: &Score, lang: Lang) -> String {
    let all = |place| score.parts.iter().all(|part| part.place == place);
    let reason: Text = match score.place {
        CompositePlace::Awaited => place_words::AWAITED,
        CompositePlace::NotFiled => place_words::NOT_FILED,
        _ if all(Place::NoCases) => place_words::NO_CASES,
        CompositePlace::TooLittle { available, .. } if available > 0 => {
            words::WEIGHT_ONLY.fill(&[("available", &available)])
        }
        _ => place_words::SMALL_SAMPLE,
    };
    let name = city.name(&score.bureau, lang);
    words::NAMED_WITH_REASON.fill(&[("bureau", &name), ("reason", &reason)]).get(lang).to_owned()
}

/// Deadlines of the period in the next days.
fn days(city: City<'_>, lang: Lang) -> Vec<(String, String)> {
    let today = day_of(city.now);
    let last = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    let deadlines = city.obligations.values().flat_map(|forms| forms.values().map(|owed| owed.deadline));
    let mut days: Vec<(NaiveDate, Text)> = deadlines
        .flat_map(|deadline| {
            [
                (deadline.due_day(), words::DAY_DUE),
                (deadline.grace_day(), words::DAY_GRACE),
                (deadline.close_day(), words::DAY_CLOSE),
            ]
        })
        .filter(|(day, _)| *day >= today && *day <= last)
        .collect();
    let campaign = city.field.campaign;
    let calendar = city.field.definitions.calendar();
    let coming = coming::coming(campaign, calendar, (today, last)).into_iter();
    let others = coming.filter(|one| one.period.cadence() != campaign.cadence);
    days.extend(others.map(|one| (one.day, falls_due(city, &one, lang))));
    days.sort();
    days.dedup();
    days.into_iter().map(|(day, word)| (figures::day(day), word.get(lang).to_owned())).collect()
}

/// What falls due of a duty that is not of the campaign's own cadence.
fn falls_due(city: City<'_>, one: &Coming<'_>, lang: Lang) -> Text {
    let form = city.field.definitions.form(one.form);
    let form = form.map_or_else(|| Text::same(one.form.to_owned()), |form| form.name.clone());
    let time = one.cut_off.as_ref().map(|time| format!(" {time}")).unwrap_or_default();
    match one.until {
        Some(until) => words::DAILY_DUE.fill(&[
            ("form", &form),
            ("time", &time),
            ("until", &figures::day_in_words(until, lang)),
        ]),
        None => words::FORM_DUE.fill(&[("form", &form), ("period", &one.period.title()), ("time", &time)]),
    }
}
