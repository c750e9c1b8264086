//! One bureau's profile: its figures of the period, earlier periods, filings, and what is proposed.

use askama::Template;
use schemas::{
    bureau::{Bureau, BureauCode},
    period::day_of,
    text::Lang,
};

use super::{
    picture::Picture,
    rankings::{Counts, Movement},
    shell::{Frame, Section, Shell},
    year::{self, YearCell},
};
use crate::{
    figures::{self, DASH},
    measure::{
        composite::CompositePlace,
        standing::{Place, Standings, Table},
    },
    web::{
        city::City,
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{
        filing as filing_words, frame as frame_words, matter as matter_words, overview as words,
        place as place_words, reminder as reminder_words,
    },
};

/// Most earlier periods in the table.
const PERIODS: usize = 8;

/// The profile.
#[derive(Clone, Debug, Template)]
#[template(path = "bureau.html")]
pub struct BureauPage {
    shell: Shell,
    bureaus: Address,
    kind: String,
    name: String,
    state: String,
    why: Option<(String, Address)>,
    figures: Vec<Line>,
    has_year: bool,
    charts: Vec<Picture>,
    heads: Vec<String>,
    history: Vec<(String, Vec<String>)>,
    filings: Vec<FilingLine>,
    filings_href: Address,
    reminders: Address,
    matters: Option<Address>,
    summary: Option<(String, Address)>,
    proposals: Vec<(String, Vec<String>)>,
}

#[derive(Clone, Debug)]
struct Line {
    name: String,
    href: Address,
    value: String,
    counts: Option<Counts>,
    ask: String,
    mark: Option<Mark>,
    place: String,
    movement: Movement,
    year: Option<YearCell>,
    change: String,
    unconfirmed: Option<Shape>,
    why: Address,
}

#[derive(Clone, Debug)]
struct FilingLine {
    form: String,
    href: Address,
    mark: Mark,
    received: String,
    late: Option<Mark>,
}

impl BureauPage {
    /// The profile of a bureau; `None` if it is not of the campaign. `history` are standings of earlier periods,
    /// latest last; `charts` are small multiples, one an indicator.
    pub fn new(
        frame: &Frame,
        city: City<'_>,
        code: &BureauCode,
        history: &[Standings],
        charts: Vec<Picture>,
    ) -> Option<Self> {
        let lang = frame.lang;
        let links = Links { lang, period: Some(city.period()) };
        let bureau = city.bureau(code)?;
        let name = bureau.name.get(lang).to_owned();
        let tables = city.standings.tables.iter();
        let figures: Vec<Line> =
            tables.clone().filter_map(|table| Line::new(city, links, table, code)).collect();
        let proposals = city.proposals.iter().filter(|proposal| proposal.bureau == *code);
        Some(Self {
            shell: Shell::new(frame, Some(Section::Bureaus), &name),
            bureaus: links.bureaus(),
            kind: bureau.kind.title().get(lang).to_owned(),
            state: figures::joined(&state(city, bureau, lang), lang),
            why: composite_rank(city.standings, code).map(|rank| {
                let words = place_words::WHY_RANK.fill(&[("bureau", &name), ("rank", &rank)]);
                (words.get(lang).to_owned(), links.why(code, None))
            }),
            has_year: figures.iter().any(|line| line.year.is_some()),
            figures,
            charts,
            heads: tables
                .map(|table| {
                    city.target(&table.indicator)
                        .map_or_else(|| table.indicator.clone(), |(_, own)| own.name.get(lang).to_owned())
                })
                .collect(),
            history: past(city, code, history),
            filings: filings(city, links, code),
            filings_href: links.filings(),
            reminders: links.reminders(),
            matters: (!city.field.campaign.grades.is_empty()).then(|| links.matters().and("bureau", code)),
            summary: city.summary_name(lang).map(|name| (name, links.summary_of_bureau(code))),
            proposals: proposals
                .map(|proposal| {
                    let families: Vec<String> = proposal
                        .families()
                        .into_iter()
                        .map(|family| family.title().get(lang).to_owned())
                        .collect();
                    let reasons = proposal.reasons.iter().map(|reason| reason.sentence.get(lang).to_owned());
                    let later = (!proposal.ripe).then(|| words::PROPOSED_LATER.get(lang).to_owned());
                    (figures::listed(&families, lang), reasons.chain(later).collect())
                })
                .collect(),
            name,
        })
    }
}

fn composite_rank(standings: &Standings, code: &BureauCode) -> Option<u32> {
    match standings.composite.row(code)?.place {
        CompositePlace::Ranked(rank) => Some(rank),
        _ => None,
    }
}

fn state(city: City<'_>, bureau: &Bureau, lang: Lang) -> Vec<String> {
    let scores = city.standings.composite.rows.iter();
    let ranked = scores.filter(|row| matches!(row.place, CompositePlace::Ranked(_))).count();
    let place = composite_rank(city.standings, &bureau.code)
        .map(|rank| words::PLACE_OF.fill(&[("rank", &rank), ("ranked", &ranked)]).get(lang).to_owned());
    let waits = city.is_unconfirmed(&bureau.code).then(|| filing_words::VALIDATED.get(lang).to_owned());
    let seen = frame_words::AS_OF.fill(&[("at", &figures::minute(city.now))]);
    [Some(bureau.code.to_string()), Some(city.period().title().get(lang).to_owned()), place, waits]
        .into_iter()
        .flatten()
        .chain([seen.get(lang).to_owned()])
        .collect()
}

impl Line {
    fn new(city: City<'_>, links: Links, table: &Table, code: &BureauCode) -> Option<Self> {
        let lang = links.lang;
        let (target, indicator) = city.target(&table.indicator)?;
        let row = table.row(code)?;
        let ranked = table.rows.iter().filter(|row| matches!(row.place, Place::Ranked(_))).count();
        let place = row.place.rank().map(|rank| {
            words::PLACE_AMONG.fill(&[("rank", &rank), ("ranked", &ranked)]).get(lang).to_owned()
        });
        let now = row.value.value.zip(row.value_before);
        Some(Self {
            name: indicator.name.get(lang).to_owned(),
            href: links.rankings(Some(&table.indicator)),
            value: row
                .value
                .value
                .map_or_else(|| DASH.into(), |value| figures::value(value, row.line, indicator.unit)),
            counts: Counts::of(city, links, &table.indicator, row),
            ask: figures::ask_in_words(target, indicator, row.line.or(table.line), lang),
            mark: match row.place {
                Place::Ranked(_) => Mark::of_row(row, target, indicator.unit, lang),
                other => Mark::of_place(other, lang),
            },
            place: place.unwrap_or_else(|| DASH.into()),
            movement: Movement::new(row.place.rank(), row.before, lang),
            year: year::is_shown(city, target).then(|| YearCell::new(city, code, indicator, lang)),
            change: now
                .map_or_else(String::new, |(now, before)| figures::change(now, before, indicator.unit)),
            unconfirmed: row.unconfirmed.then_some(Shape::Half),
            why: links.why(code, Some(&table.indicator)),
        })
    }
}

/// Values of earlier periods, latest first; a gap is a dash and never zero.
fn past(city: City<'_>, code: &BureauCode, history: &[Standings]) -> Vec<(String, Vec<String>)> {
    let line = |standings: &Standings| {
        let cells = city.standings.tables.iter().map(|table| {
            let value = standings.table(&table.indicator)?.row(code)?.value.value?;
            let (_, indicator) = city.target(&table.indicator)?;
            Some(figures::value(value, None, indicator.unit))
        });
        let place = composite_rank(standings, code).map(|rank| rank.to_string());
        let cells = cells.chain([place]).map(|cell| cell.unwrap_or_else(|| DASH.into()));
        (standings.period.to_string(), cells.collect())
    };
    history.iter().rev().take(PERIODS).map(line).collect()
}

fn filings(city: City<'_>, links: Links, code: &BureauCode) -> Vec<FilingLine> {
    let owed = city.obligations.get(code).into_iter().flatten();
    let line = |(form, obligation): (&String, &crate::obligation::Obligation)| {
        let received = city.act(code, form).map(|act| figures::day(day_of(act.received)));
        let late = (obligation.late_days > 0).then(|| {
            let words = filing_words::LATE_DAYS.fill(&[("days", &obligation.late_days)]);
            Mark::new(Shape::Near, words.get(links.lang))
        });
        FilingLine {
            form: city.form_name(form, links.lang),
            href: links.filing(code, form, city.period()),
            mark: Mark::of_obligation(obligation, links.lang),
            received: received.unwrap_or_else(|| DASH.into()),
            late,
        }
    };
    owed.map(line).collect()
}
