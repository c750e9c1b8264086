//! The text of a bulletin, in the order official bulletins have (DOMAIN §4.1): who filed, how the indicators stand, the places, what
//! is put right of earlier bulletins, and what the office asks. A pure function of what was frozen.

mod annex;
mod corrected;

use schemas::{
    bureau::BureauCode,
    campaign::Campaign,
    definition::Definitions,
    indicator::Indicator,
    period::Period,
    target::Target,
    text::{Lang, Text},
};
use serde::{Deserialize, Serialize};

pub use self::annex::Annex;
use self::corrected::corrected;

use super::{
    erratum::Correction,
    snapshot::{Count, Figures, Filed, Line, Met, Snapshot, Why},
};
use crate::{
    compile::report::words as report,
    figures::{self, DASH},
    measure::standing::is_share,
    words::{bulletin as words, place},
};

/// How many are named at each end of the composite.
const ENDS: usize = 3;

/// Everything a bulletin says: the log fixes the hash of its JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The figures.
    pub snapshot: Snapshot,
    /// What it puts right of earlier bulletins.
    pub corrections: Vec<Correction>,
    /// What the office asks of the bureaus, a paragraph each line; may be empty.
    pub demands: String,
}

/// What gives figures their names.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Its indicators.
    pub definitions: &'a Definitions,
}

/// A section of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
}

/// The title of a bulletin.
pub fn title(campaign: &Campaign, period: Period) -> Text {
    report::TITLE.fill(&[("period", &period.title()), ("campaign", &campaign.name)])
}

impl Content {
    /// The text, section by section.
    pub fn sections(&self, terms: Terms<'_>, lang: Lang) -> Vec<Section> {
        let mut sections = vec![
            section(words::BASICS, self.basics(&terms.campaign.whole, lang), lang),
            section(words::TARGETS, self.targets(terms, lang), lang),
        ];
        if !self.snapshot.composite.is_empty() {
            sections.push(section(words::PLACES, self.places(lang), lang));
        }
        if !self.corrections.is_empty() {
            let said = self.corrections.iter().flat_map(|correction| corrected(correction, terms, lang));
            sections.push(section(words::CORRECTIONS, said.collect(), lang));
        }
        let demands: Vec<String> =
            self.demands.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        if !demands.is_empty() {
            sections.push(section(words::DEMANDS, demands, lang));
        }
        for (number, section) in (1..).zip(&mut sections) {
            section.title = match lang {
                Lang::Zh => format!("{}、{}", figures::numeral(number), section.title),
                Lang::En => format!("{number}. {}", section.title),
            };
        }
        sections
    }

    /// Who filed, late, not, and whose figures wait for a person.
    fn basics(&self, area: &Text, lang: Lang) -> Vec<String> {
        let told = &self.snapshot.bureaus;
        let owing = told.iter().filter(|told| told.filed != Filed::Nothing).count();
        let whole = |wanted: &dyn Fn(i64, bool) -> bool| {
            let hit =
                |filed: &Filed| matches!(filed, Filed::Whole { late_days, nil } if wanted(*late_days, *nil));
            told.iter().filter(|told| hit(&told.filed)).count()
        };
        let missing = told.iter().filter(|told| matches!(told.filed, Filed::Missing(_))).count();
        let count = words::FILED.fill(&[
            ("whole", area),
            ("all", &owing),
            ("on_time", &whole(&|late, _| late == 0)),
            ("late", &whole(&|late, _| late > 0)),
            ("missing", &missing),
            ("waiting", &told.iter().filter(|told| matches!(told.filed, Filed::Unconfirmed(_))).count()),
            ("nil", &whole(&|_, nil| nil)),
        ]);
        let mut said = vec![count.get(lang).to_owned()];
        let mut named = |words: Text, what: &dyn Fn(&Filed) -> Option<String>| {
            let names: Vec<String> = told
                .iter()
                .filter_map(|told| Some((told, what(&told.filed)?)))
                .map(|(told, what)| {
                    let words = report::NAME_AND.fill(&[("name", &told.name), ("what", &what)]);
                    words.get(lang).to_owned()
                })
                .collect();
            if !names.is_empty() {
                said.push(words.fill(&[("names", &figures::listed(&names, lang))]).get(lang).to_owned());
            }
        };
        named(words::LATE, &|filed| match filed {
            Filed::Whole { late_days, .. } if *late_days > 0 => {
                Some(words::LATE_DAYS.fill(&[("days", late_days)]).get(lang).to_owned())
            }
            _ => None,
        });
        named(words::MISSING, &|filed| match filed {
            Filed::Missing(forms) => Some(figures::listed(forms, lang)),
            _ => None,
        });
        named(words::UNCONFIRMED, &|filed| match filed {
            Filed::Unconfirmed(forms) => Some(figures::listed(forms, lang)),
            _ => None,
        });
        said
    }

    /// A paragraph an indicator.
    fn targets(&self, terms: Terms<'_>, lang: Lang) -> Vec<String> {
        let one = |table: &Figures| {
            let (target, indicator) = terms.of(&table.indicator)?;
            let (stop, between) = if lang == Lang::Zh { ("。", "") } else { (". ", " ") };
            let city = city(&terms.campaign.whole, table, target, indicator, lang);
            let bureaus = self.bureaus_of(table, indicator, target, lang);
            Some(format!("{}{stop}{city}{between}{bureaus}", indicator.name.get(lang)))
        };
        self.snapshot.tables.iter().filter_map(one).collect()
    }

    /// Who met a target and who did not.
    fn bureaus_of(&self, table: &Figures, indicator: &Indicator, target: &Target, lang: Lang) -> String {
        let ranked: Vec<&Line> = table.rows.iter().filter(|row| row.place.is_some()).collect();
        let stop = if lang == Lang::Zh { "。" } else { "." };
        let name = |row: &Line| self.snapshot.name(&row.bureau);
        let shown = |row: &Line| shown(row.value, row.line, indicator);
        if ranked.is_empty() {
            return format!("{}{stop}", report::NOBODY.get(lang));
        }
        let mut said = if ranked.iter().any(|row| row.target.is_some()) {
            let met = ranked.iter().filter(|row| row.target == Some(Met::Met)).count();
            let words = report::MET.fill(&[("ranked", &ranked.len()), ("met", &met)]);
            let missed = ranked.iter().filter(|row| row.target.is_some_and(|target| target != Met::Met));
            let missed: Vec<String> = missed
                .map(|row| {
                    let gap = gap(row, target, indicator).unwrap_or_else(|| DASH.to_owned());
                    let words = report::MISSED_BY.fill(&[
                        ("name", &name(row)),
                        ("value", &shown(row)),
                        ("sign", &figures::sign(indicator.unit, lang)),
                        ("gap", &gap),
                    ]);
                    words.get(lang).to_owned()
                })
                .collect();
            let mut said = words.get(lang).to_owned();
            if !missed.is_empty() {
                let names = figures::listed(&missed, lang);
                said.push_str(report::MISSED.fill(&[("names", &names)]).get(lang));
            }
            said
        } else {
            report::RANKED.fill(&[("ranked", &ranked.len())]).get(lang).to_owned()
        };
        said.push_str(stop);
        said
    }

    /// The first, the last, and who takes no part.
    fn places(&self, lang: Lang) -> Vec<String> {
        let composite = &self.snapshot.composite;
        let name = |code: &BureauCode| self.snapshot.name(code).get(lang).to_owned();
        let ranked: Vec<&BureauCode> =
            composite.iter().filter(|points| points.place.is_some()).map(|points| &points.bureau).collect();
        let names = |codes: &[&BureauCode]| {
            figures::listed(&codes.iter().map(|code| name(code)).collect::<Vec<_>>(), lang)
        };
        let n = ranked.len();
        let said = match (ranked.get(..ENDS), n.checked_sub(ENDS).and_then(|from| ranked.get(from..))) {
            (Some(first), Some(last)) if n >= 2 * ENDS => report::FIRST_AND_LAST.fill(&[
                ("n", &n),
                ("k", &ENDS),
                ("first", &names(first)),
                ("last", &names(last)),
            ]),
            _ if n > 0 => report::IN_ORDER.fill(&[("n", &n), ("names", &names(&ranked))]),
            _ => report::NONE_IN_COMPOSITE,
        };
        let mut said = vec![said.get(lang).to_owned()];
        let moved = composite.iter().filter_map(|points| {
            let by = i64::from(points.before?) - i64::from(points.place?);
            let words = match by {
                0 => return None,
                1.. => report::ROSE,
                _ => report::FELL,
            };
            let words = words.fill(&[("name", &name(&points.bureau)), ("n", &by.abs())]);
            Some(words.get(lang).to_owned())
        });
        let moved: Vec<String> = moved.collect();
        if !moved.is_empty() {
            let words = report::MOVED.fill(&[("moves", &figures::listed(&moved, lang))]);
            said.push(words.get(lang).to_owned());
        }
        let apart = composite.iter().filter_map(|points| {
            let why = why(points.why?);
            let words = report::NAME_AND.fill(&[("name", &name(&points.bureau)), ("what", &why)]);
            Some(words.get(lang).to_owned())
        });
        let apart: Vec<String> = apart.collect();
        if !apart.is_empty() {
            let words = report::APART.fill(&[("names", &figures::listed(&apart, lang))]);
            said.push(words.get(lang).to_owned());
        }
        said
    }
}

impl<'a> Terms<'a> {
    fn of(self, indicator: &str) -> Option<(&'a Target, &'a Indicator)> {
        let target = self.campaign.target(indicator)?;
        Some((target, self.definitions.indicator(indicator)?.as_ref()))
    }
}

fn section(title: Text, paragraphs: Vec<String>, lang: Lang) -> Section {
    Section { title: title.get(lang).to_owned(), paragraphs }
}

/// One indicator of all bureaus together.
fn city(whole: &Text, table: &Figures, target: &Target, indicator: &Indicator, lang: Lang) -> String {
    let Some((pooled, value)) = table.pooled.and_then(|pooled| Some((pooled, pooled.fraction()?))) else {
        return report::CITY_EMPTY.get(lang).to_owned();
    };
    let unit = indicator.unit;
    let line = table.line.and_then(Count::fraction);
    let ask = figures::ask_in_words(target, indicator, line, lang);
    let gap = line.and_then(|line| figures::gap(target, value, line, unit));
    let stands = match (table.target, gap) {
        (Some(Met::Met), _) => report::STANDS_MET,
        (Some(_), Some(gap)) => {
            report::STANDS_SHORT.fill(&[("gap", &gap), ("unit", &figures::gap_sign(unit, lang))])
        }
        _ if line == Some(value) => report::STANDS_LINE,
        _ => report::STANDS_OPEN,
    };
    let stands = stands.fill(&[("ask", &ask)]);
    let words = if is_share(indicator) { report::WHOLE_IS } else { report::WHOLE_IS_PLAIN };
    let said = words.fill(&[
        ("whole", whole),
        ("value", &figures::value(value, line, unit)),
        ("sign", &figures::sign(unit, lang)),
        ("num", &figures::count(pooled.num)),
        ("den", &figures::count(pooled.den)),
        ("stands", &stands),
        ("change", &""),
    ]);
    said.get(lang).to_owned()
}

fn shown(value: Option<Count>, line: Option<Count>, indicator: &Indicator) -> String {
    let value = value.and_then(Count::fraction);
    value.map_or_else(
        || DASH.to_owned(),
        |value| figures::value(value, line.and_then(Count::fraction), indicator.unit),
    )
}

fn gap(row: &Line, target: &Target, indicator: &Indicator) -> Option<String> {
    figures::gap(target, row.value?.fraction()?, row.line?.fraction()?, indicator.unit)
}

fn why(why: Why) -> Text {
    match why {
        Why::SmallSample => place::SMALL_SAMPLE,
        Why::NoCases => place::NO_CASES,
        Why::Awaited => place::AWAITED,
        Why::NotFiled => place::NOT_FILED,
        Why::Unconfirmed => words::WAS_UNCONFIRMED,
        Why::TooLittle => words::TOO_LITTLE,
    }
}
