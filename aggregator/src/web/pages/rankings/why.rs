//! 为何是这个位次: the formula in words, the counts with links to their rows, last period, and what would change it.

use askama::{Template, filters::HtmlSafe};
use schemas::{
    bureau::BureauCode,
    fraction::decimal,
    indicator::{Indicator, Measure, Term, Unit},
    period::Period,
    target::{Basis, Target},
    text::{Lang, Wording},
};

use super::{change, reason};
use crate::{
    figures::{self, DASH},
    measure::{
        composite::{CompositePlace, Score},
        standing::{Row, Table, is_share},
    },
    web::{
        city::City,
        links::{Address, Links},
        mark::Mark,
    },
    words::{frame as frame_words, place as words},
};

/// The drawer.
#[derive(Clone, Debug, Template)]
#[template(path = "rankings/why.html")]
pub struct Why {
    lang: Lang,
    title: String,
    unconfirmed: Option<Mark>,
    mark: Option<Mark>,
    close: Address,
    sentences: Vec<String>,
    formula: String,
    tallies: Vec<Counted>,
    parts: Vec<Part>,
    total: Option<(String, String)>,
    compared: Vec<String>,
    changes: Vec<String>,
    gains: Vec<(String, String, String)>,
}

impl HtmlSafe for Why {}

/// A tally behind a value.
#[derive(Clone, Debug)]
struct Counted {
    name: String,
    side: String,
    count: String,
    href: Option<Address>,
}

/// A component of the composite.
#[derive(Clone, Debug)]
struct Part {
    name: String,
    href: Address,
    value: String,
    counts: Option<String>,
    ask: String,
    weight: u32,
    points: String,
}

impl Why {
    /// Why a bureau has its place in an indicator; `None` if one of them is not known.
    pub fn of_indicator(city: City<'_>, links: Links, bureau: &BureauCode, code: &str) -> Option<Self> {
        let lang = links.lang;
        let (target, indicator) = city.target(code)?;
        let table = city.standings.table(code)?;
        let row = table.row(bureau)?;
        let name = city.name(bureau, lang);
        Some(Self {
            lang,
            title: title(&name, row.place.rank(), lang),
            unconfirmed: row.unconfirmed.then(|| Mark::unconfirmed(lang)),
            mark: Mark::of_row(row, target, indicator.unit, lang),
            close: links.rankings(Some(code)),
            sentences: sentences(city, links, table, row, indicator)
                .into_iter()
                .chain(pace(city, row, target, indicator, lang))
                .collect(),
            formula: indicator.formula.get(lang).to_owned(),
            tallies: tallies(city, links, row, target, indicator),
            parts: Vec::new(),
            total: None,
            compared: compared(row, indicator, lang),
            changes: change::to_target(table, row, target, indicator, lang),
            gains: Vec::new(),
        })
    }

    /// Why a bureau has its place in the composite; `None` if it is not of the campaign.
    pub fn of_composite(city: City<'_>, links: Links, bureau: &BureauCode) -> Option<Self> {
        let lang = links.lang;
        let score = city.standings.composite.row(bureau)?;
        let rank = match score.place {
            CompositePlace::Ranked(rank) => Some(rank),
            _ => None,
        };
        let formula = words::SCORE_FORMULA.get(lang).to_owned();
        let scaled = (rank.is_some() && score.weight < 100)
            .then(|| words::SCORE_SCALED.fill(&[("weight", &score.weight)]).get(lang).to_owned());
        Some(Self {
            lang,
            title: title(&city.name(bureau, lang), rank, lang),
            unconfirmed: score.unconfirmed.then(|| Mark::unconfirmed(lang)),
            mark: None,
            close: links.rankings(None),
            sentences: score_sentences(city, links, score, rank)
                .into_iter()
                .chain(vetoes(city, score, lang))
                .chain(scaled)
                .collect(),
            formula,
            tallies: Vec::new(),
            parts: score.parts.iter().filter_map(|part| Part::new(city, links, score, part)).collect(),
            total: rank.and(score.shown()).map(|shown| (score.weight.to_string(), shown)),
            compared: vec![compared_place(rank, score.before, lang)],
            changes: if rank.is_some() && change::gains(city, score, lang).is_empty() {
                vec![words::ALL_MET.get(lang).to_owned()]
            } else {
                Vec::new()
            },
            gains: if rank.is_some() { change::gains(city, score, lang) } else { Vec::new() },
        })
    }
}

fn title(name: &str, rank: Option<u32>, lang: Lang) -> String {
    match rank {
        Some(rank) => words::WHY_RANK.fill(&[("bureau", &name), ("rank", &rank)]),
        None => words::WHY_NO_RANK.fill(&[("bureau", &name)]),
    }
    .get(lang)
    .to_owned()
}

fn sentences(city: City<'_>, links: Links, table: &Table, row: &Row, indicator: &Indicator) -> Vec<String> {
    let lang = links.lang;
    let Some((rank, value)) = row.place.rank().zip(row.value.value) else {
        return vec![reason::of_row(city, links, row)];
    };
    let ranked: Vec<&Row> = table.rows.iter().filter(|row| row.place.rank().is_some()).collect();
    let mut out = vec![
        words::VALUE_AND_PLACE
            .fill(&[
                ("indicator", &indicator.name),
                ("value", &figures::value(value, row.line, indicator.unit)),
                ("sign", &figures::sign(indicator.unit, lang)),
                ("ranked", &ranked.len()),
                ("rank", &rank),
            ])
            .get(lang)
            .to_owned(),
    ];
    let sharing = ranked.iter().filter(|other| other.place == row.place).count() - 1;
    if sharing > 0 {
        out.push(words::SHARED_PLACE.fill(&[("count", &sharing)]).get(lang).to_owned());
    }
    let above = ranked.iter().rfind(|other| other.place.rank().is_some_and(|place| place < rank));
    if let Some((above, better)) = above.and_then(|above| Some((above, above.value.value?))) {
        let unit = match indicator.unit {
            Unit::Percent => words::POINTS.get(lang).to_owned(),
            unit => figures::sign(unit, lang).trim().to_owned(),
        };
        let gap = figures::distance(better, value, indicator.unit);
        let name = city.name(&above.bureau, lang);
        let behind = words::BEHIND.fill(&[("bureau", &name), ("gap", &gap), ("unit", &unit)]);
        out.push(behind.get(lang).to_owned());
    }
    out
}

/// What is left of a yearly total, and what each period that is left must bring (DOMAIN §7.1 item 17).
fn pace(city: City<'_>, row: &Row, target: &Target, indicator: &Indicator, lang: Lang) -> Option<String> {
    let pace = target.pace(city.period())?;
    let done = row.value.value?.num();
    let counted = |number: i64| figures::count(number) + figures::sign(indicator.unit, lang);
    let (total, missing) = (counted(pace.total), counted(pace.missing(done)));
    let words = match pace.each(done) {
        _ if pace.missing(done) == 0 => words::PACE_DONE,
        None => words::PACE_OVER,
        Some(_) => words::PACE_LEFT,
    };
    let each = pace.each(done).map_or_else(String::new, |each| figures::line(each, indicator.unit));
    let slots: [(&str, &dyn Wording); 5] = [
        ("total", &total),
        ("done", &counted(done)),
        ("missing", &missing),
        ("left", &pace.left),
        ("each", &each),
    ];
    Some(words.fill(&slots).get(lang).to_owned())
}

/// Why a bureau stands last whatever its score.
fn vetoes(city: City<'_>, score: &Score, lang: Lang) -> Vec<String> {
    let said = |code: &String| {
        let (_, indicator) = city.target(code)?;
        let value = city.standings.table(code)?.row(&score.bureau)?.value.value?;
        let value = figures::count(value.num()) + figures::sign(indicator.unit, lang);
        let words = words::VETOED_WHY.fill(&[("indicator", &indicator.name), ("value", &value)]);
        Some(words.get(lang).to_owned())
    };
    score.vetoed.iter().filter_map(said).collect()
}

fn score_sentences(city: City<'_>, links: Links, score: &Score, rank: Option<u32>) -> Vec<String> {
    let lang = links.lang;
    let Some(((rank, shown), points)) = rank.zip(score.shown()).zip(score.points.as_ref()) else {
        return vec![reason::of_score(city, links, score)];
    };
    let rows = &city.standings.composite.rows;
    let place = |row: &Score| match row.place {
        CompositePlace::Ranked(rank) => Some(rank),
        _ => None,
    };
    let ranked = rows.iter().filter(|row| place(row).is_some()).count();
    let words = words::SCORE_AND_PLACE.fill(&[("score", &shown), ("ranked", &ranked), ("rank", &rank)]);
    let mut out = vec![words.get(lang).to_owned()];
    let above = rows.iter().rfind(|row| place(row).is_some_and(|place| place < rank));
    if let Some((above, better)) = above.and_then(|above| Some((above, above.points.as_ref()?))) {
        let name = city.name(&above.bureau, lang);
        let unit = match lang {
            Lang::Zh => "分",
            Lang::En => "points",
        };
        let gap = decimal(&(better - points), 3);
        out.push(
            words::BEHIND.fill(&[("bureau", &name), ("gap", &gap), ("unit", &unit)]).get(lang).to_owned(),
        );
    }
    out
}

fn tallies(city: City<'_>, links: Links, row: &Row, target: &Target, indicator: &Indicator) -> Vec<Counted> {
    let sides: Vec<(&Term, String)> = match &indicator.measure {
        Measure::Ratio { numerator, denominator } => {
            let side = |word: &schemas::text::Text| word.get(links.lang).to_owned();
            let top = numerator.iter().map(|term| (term, side(&words::ON_TOP)));
            top.chain(denominator.iter().map(|term| (term, side(&words::BELOW)))).collect()
        }
        Measure::Count { of } | Measure::Growth { of, .. } => {
            of.iter().map(|term| (term, String::new())).collect()
        }
        Measure::Median { .. } | Measure::Mean { .. } => Vec::new(),
    };
    let now = city.period();
    let periods = match target.basis {
        Basis::Period => vec![now],
        Basis::YearToDate => now.first_of_year().map_or_else(Vec::new, |first| first.through(now)),
        Basis::CampaignToDate => city.field.campaign.first_judged.min(now).through(now),
    };
    let each = |period: Period| {
        sides.iter().filter_map(move |(term, side)| counted(city, links, row, term, side, period))
    };
    periods.iter().flat_map(|period| each(*period)).collect()
}

fn counted(
    city: City<'_>,
    links: Links,
    row: &Row,
    term: &Term,
    side: &str,
    period: Period,
) -> Option<Counted> {
    let (form, key) = term.tally().split_once('.')?;
    let filed = city.field.book.filed(&row.bureau, period, form)?;
    let tally = city.field.definitions.form(form)?.tally(key)?;
    let name = tally.title().get(links.lang).to_owned();
    let count = filed.tallies.get(term.tally())?.count();
    Some(Counted {
        name: if period == city.period() { name } else { format!("{name} {period}") },
        side: side.to_owned(),
        count: figures::count(count),
        href: (count != 0).then(|| links.rows(&row.bureau, form, period, &[term.tally()])),
    })
}

fn compared(row: &Row, indicator: &Indicator, lang: Lang) -> Vec<String> {
    let Some((now, before)) = row.value.value.zip(row.value_before) else {
        return vec![words::NOTHING_BEFORE.get(lang).to_owned()];
    };
    let values = words::COMPARED_VALUE.fill(&[
        ("before", &figures::value(before, None, indicator.unit)),
        ("now", &figures::value(now, row.line, indicator.unit)),
        ("sign", &figures::sign(indicator.unit, lang)),
        ("change", &figures::change(now, before, indicator.unit)),
    ]);
    let place = row
        .before
        .zip(row.place.rank())
        .map(|(before, now)| words::COMPARED_PLACE.fill(&[("before", &before), ("now", &now)]));
    [Some(values), place].into_iter().flatten().map(|text| text.get(lang).to_owned()).collect()
}

fn compared_place(now: Option<u32>, before: Option<u32>, lang: Lang) -> String {
    match before.zip(now) {
        Some((before, now)) => words::COMPARED_PLACE.fill(&[("before", &before), ("now", &now)]),
        None => words::NOTHING_BEFORE,
    }
    .get(lang)
    .to_owned()
}

impl Part {
    fn new(
        city: City<'_>,
        links: Links,
        score: &Score,
        part: &crate::measure::composite::Part,
    ) -> Option<Self> {
        let lang = links.lang;
        let (target, indicator) = city.target(&part.indicator)?;
        let row = city.standings.table(&part.indicator)?.row(&score.bureau)?;
        Some(Self {
            name: indicator.name.get(lang).to_owned(),
            href: links.why(&score.bureau, Some(&part.indicator)),
            value: row
                .value
                .value
                .map_or_else(|| DASH.into(), |value| figures::value(value, row.line, indicator.unit)),
            counts: row
                .value
                .value
                .filter(|_| is_share(indicator))
                .map(|value| format!("{}/{}", figures::count(value.num()), figures::count(value.den()))),
            ask: figures::ask_in_words(target, indicator, row.line, lang),
            weight: part.weight,
            points: match &part.reached {
                Some(reached) => decimal(&(reached * change::share_of(score, part.weight)), 3),
                None => Mark::of_place(part.place, lang).map_or_else(|| DASH.into(), |mark| mark.word),
            },
        })
    }
}
