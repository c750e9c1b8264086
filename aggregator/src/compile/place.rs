//! The places of one indicator as every result shows them: a line a bureau with its figures in numbers and in words,
//! and the reason where there is no place.

use schemas::{
    bureau::BureauCode,
    fraction::{Fraction, decimal},
    indicator::Indicator,
    target::{Standing, Target},
    text::{Lang, Text},
};

use super::{Compiled, LedgerState, words};
use crate::{
    figures,
    measure::{
        composite::{CompositePlace, Score},
        standing::{Place, Row, Table, is_share},
    },
    words::place as place_words,
};

/// One bureau under one indicator, or the whole city.
#[derive(Clone, Debug)]
pub struct Line {
    /// The bureau.
    pub bureau: BureauCode,
    /// Its name.
    pub name: String,
    /// Its place.
    pub rank: Option<u32>,
    /// Numerator and denominator of a share.
    pub counts: Option<(i64, i64)>,
    /// The value, unrounded.
    pub value: Option<Fraction>,
    /// The value as it is printed, without its unit's sign.
    pub shown: Option<String>,
    /// The line it is held against.
    pub line: Option<Fraction>,
    /// How it stands to that.
    pub standing: Option<Standing>,
    /// How far short it is, in 百分点 or in the unit; nothing if the target is met.
    pub gap: Option<String>,
    /// The sample.
    pub n: i64,
    /// Ranked, or the reason in a word.
    pub state: String,
    /// The reason in a sentence; empty for a place.
    pub reason: String,
    /// 95 % interval in per cent.
    pub interval: Option<(f64, f64)>,
    /// Place in the period before.
    pub before: Option<u32>,
    /// Value in the period before.
    pub value_before: Option<Fraction>,
    /// Whether a finding behind it still wants a reason.
    pub unexplained: bool,
}

/// An indicator with its lines.
#[derive(Clone, Debug)]
pub struct Places<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// Its target.
    pub target: &'a Target,
    /// The table behind the lines.
    pub table: &'a Table,
    /// What is asked, in words.
    pub ask: String,
    /// Ranked bureaus by place, then the others by reason.
    pub lines: Vec<Line>,
    /// The whole city.
    pub city: Line,
}

/// One bureau in the composite.
#[derive(Clone, Debug)]
pub struct ScoreLine<'a> {
    /// What it rests on.
    pub score: &'a Score,
    /// Name of the bureau.
    pub name: String,
    /// Its place.
    pub rank: Option<u32>,
    /// Ranked, or the reason in a word.
    pub state: String,
    /// Why there is no place, or what was left out of it; empty for a place that rests on everything.
    pub reason: String,
}

impl Line {
    /// By how many places it rose (positive) or fell.
    pub fn movement(&self) -> Option<i64> {
        movement(self.rank, self.before)
    }
}

impl ScoreLine<'_> {
    /// By how many places it rose (positive) or fell.
    pub fn movement(&self) -> Option<i64> {
        movement(self.rank, self.score.before)
    }

    /// Points with so many decimals.
    pub fn points(&self, places: u32) -> Option<String> {
        self.score.points.as_ref().map(|points| decimal(points, places))
    }
}

fn movement(now: Option<u32>, before: Option<u32>) -> Option<i64> {
    now.zip(before).map(|(now, before)| i64::from(before) - i64::from(now))
}

impl Compiled {
    /// The places of every indicator, in the campaign's order.
    pub fn places(&self, lang: Lang) -> Vec<Places<'_>> {
        let tables = self.latest().map(|standings| standings.tables.as_slice()).unwrap_or_default();
        tables.iter().filter_map(|table| self.places_of(table, lang)).collect()
    }

    fn places_of<'a>(&'a self, table: &'a Table, lang: Lang) -> Option<Places<'a>> {
        let target = self.campaign.target(&table.indicator)?;
        let indicator = self.definitions.indicator(&table.indicator)?.as_ref();
        let city = Row {
            bureau: self.city.code.clone(),
            value: table.pooled,
            line: table.line.filter(|_| table.target.is_some()),
            target: table.target,
            interval: None,
            place: Place::Ranked(0),
            before: None,
            value_before: None,
            unconfirmed: false,
        };
        let mut city = self.line(&city, target, indicator, lang);
        (city.rank, city.name) = (None, self.city.name.get(lang).to_owned());
        city.state = words::POOLED.get(lang).to_owned();
        Some(Places {
            ask: figures::ask_in_words(target, indicator, table.line, lang),
            lines: table.rows.iter().map(|row| self.line(row, target, indicator, lang)).collect(),
            indicator,
            target,
            table,
            city,
        })
    }

    fn line(&self, row: &Row, target: &Target, indicator: &Indicator, lang: Lang) -> Line {
        let value = row.value.value;
        let gap =
            value.zip(row.line).and_then(|(value, line)| figures::gap(target, value, line, indicator.unit));
        let state = match row.place {
            Place::NotFiled => self.absence(&row.bureau, &indicator.forms()).title().get(lang).to_owned(),
            place => word(place).get(lang).to_owned(),
        };
        Line {
            bureau: row.bureau.clone(),
            name: self.name(&row.bureau, lang),
            rank: row.place.rank(),
            counts: value.filter(|_| is_share(indicator)).map(|value| (value.num(), value.den())),
            value,
            shown: value.map(|value| figures::value(value, row.line, indicator.unit)),
            line: row.line,
            standing: row.target,
            gap,
            n: row.value.n,
            state,
            reason: self.reason(row, indicator, lang),
            interval: row.interval.map(|(low, high)| (low * 100.0, high * 100.0)),
            before: row.before,
            value_before: row.value_before,
            unexplained: row.unconfirmed,
        }
    }

    fn reason(&self, row: &Row, indicator: &Indicator, lang: Lang) -> String {
        let why = match row.place {
            Place::Ranked(_) => return String::new(),
            Place::SmallSample => {
                let (n, least) = (figures::count(row.value.n), self.campaign.minimum_sample);
                place_words::SMALL_SAMPLE_WHY.fill(&[("n", &n), ("least", &least)])
            }
            Place::NoCases => self.no_cases(&row.bureau),
            // Nothing is restored here.
            Place::Awaited => place_words::AWAITED,
            Place::NotFiled => return self.missing(&row.bureau, &indicator.forms(), lang),
        };
        why.get(lang).to_owned()
    }

    /// The bureaus in the composite: ranked ones by place, then the others.
    pub fn scores(&self, lang: Lang) -> Vec<ScoreLine<'_>> {
        let rows = self.latest().map(|standings| standings.composite.rows.as_slice()).unwrap_or_default();
        let line = |score| {
            let (rank, state, reason) = self.of_score(score, lang);
            ScoreLine { score, name: self.name(&score.bureau, lang), rank, state, reason }
        };
        rows.iter().map(line).collect()
    }

    fn of_score(&self, score: &Score, lang: Lang) -> (Option<u32>, String, String) {
        let word = |text: &Text| text.get(lang).to_owned();
        match score.place {
            CompositePlace::Ranked(rank) => {
                let left = self.left_out(score, lang);
                let why = words::PARTLY_JUDGED.fill(&[("weight", &score.weight), ("left", &left)]);
                let why = if left.is_empty() { String::new() } else { word(&why) };
                (Some(rank), word(&words::RANKED), why)
            }
            CompositePlace::Awaited | CompositePlace::NotFiled => {
                let forms: Vec<&str> = self.forms.iter().map(|form| form.form.as_str()).collect();
                let state = self.absence(&score.bureau, &forms).title();
                (None, word(&state), self.missing(&score.bureau, &forms, lang))
            }
            CompositePlace::TooLittle { available, needed } => {
                let left = self.left_out(score, lang);
                let why = place_words::TOO_LITTLE_WHY;
                let why = why.fill(&[("available", &available), ("needed", &needed), ("left", &left)]);
                (None, word(&place_words::NOT_PLACED), word(&why))
            }
        }
    }

    /// Which components could not be judged: all of them alike, or each with its word.
    fn left_out(&self, score: &Score, lang: Lang) -> String {
        let all = |place: Place| score.parts.iter().all(|part| part.place == place);
        if all(Place::NoCases) {
            return self.no_cases(&score.bureau).get(lang).to_owned();
        }
        if all(Place::SmallSample) {
            let least = self.campaign.minimum_sample;
            return place_words::ALL_SMALL_WHY.fill(&[("least", &least)]).get(lang).to_owned();
        }
        let out = score.parts.iter().filter_map(|part| {
            let word = match part.place {
                Place::Ranked(_) => return None,
                Place::NotFiled => words::NOT_COUNTED,
                place => word(place),
            };
            let name = &self.definitions.indicator(&part.indicator)?.name;
            let words = place_words::LEFT_OUT.fill(&[("indicator", name), ("reason", &word)]);
            Some(words.get(lang).to_owned())
        });
        figures::listed(&out.collect::<Vec<_>>(), lang)
    }

    fn no_cases(&self, bureau: &BureauCode) -> Text {
        if self.book.is_nil(bureau, self.period) { place_words::NIL_WHY } else { place_words::NO_CASES_WHY }
    }

    /// The gravest of what keeps some forms of a bureau from counting.
    fn absence(&self, bureau: &BureauCode, forms: &[&str]) -> LedgerState {
        let states = forms.iter().map(|form| self.ledger_state(bureau, form));
        if states.into_iter().any(|state| state == LedgerState::Returned) {
            LedgerState::Returned
        } else {
            LedgerState::NotFiled
        }
    }

    /// Which forms do not count, and why: `L3退回、L5未报送，无数值`.
    fn missing(&self, bureau: &BureauCode, forms: &[&str], lang: Lang) -> String {
        if self.forms.iter().all(|form| self.ledger_state(bureau, &form.form) == LedgerState::NotFiled) {
            return place_words::NOT_FILED_WHY.get(lang).to_owned();
        }
        let absent = forms.iter().filter_map(|form| {
            let state = self.ledger_state(bureau, form);
            let out = matches!(state, LedgerState::Returned | LedgerState::NotFiled);
            let words = words::FORM_IS.fill(&[("form", form), ("state", &state.title())]);
            out.then(|| words.get(lang).to_owned())
        });
        let listed = figures::listed(&absent.collect::<Vec<_>>(), lang);
        words::NO_VALUE.fill(&[("forms", &listed)]).get(lang).to_owned()
    }
}

/// The word for a standing to a target; nothing where nothing is asked.
pub fn standing(line: &Line, lang: Lang) -> String {
    let word = match line.standing {
        None => return String::new(),
        Some(Standing::Met) => place_words::MET,
        Some(Standing::Near) => place_words::NEAR,
        Some(Standing::Missed) => place_words::MISSED,
    };
    word.get(lang).to_owned()
}

/// The word for a place, or for why there is none.
fn word(place: Place) -> Text {
    match place {
        Place::Ranked(_) => words::RANKED,
        Place::SmallSample => place_words::SMALL_SAMPLE,
        Place::NoCases => place_words::NO_CASES,
        Place::Awaited => place_words::AWAITED,
        Place::NotFiled => place_words::NOT_FILED,
    }
}
