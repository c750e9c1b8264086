//! The annex of a bulletin: every indicator of every bureau beside the others.

use schemas::{bureau::BureauCode, indicator::Indicator, text::Lang};

use super::{
    super::snapshot::{Figures, Told},
    Content, Terms, shown, why,
};
use crate::figures::{self, DASH};

/// The table of the annex: a column an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annex {
    /// Names of the indicators.
    pub heads: Vec<String>,
    /// A row a bureau: its name, and for each indicator value and place.
    pub rows: Vec<(String, Vec<(String, String)>)>,
    /// All of them together.
    pub city: Vec<String>,
}

impl Content {
    /// The table of all indicators.
    pub fn annex(&self, terms: Terms<'_>, lang: Lang) -> Annex {
        let known: Vec<(&Figures, &Indicator)> = self
            .snapshot
            .tables
            .iter()
            .filter_map(|table| Some((table, terms.of(&table.indicator)?.1)))
            .collect();
        let head = |(_, indicator): &(&Figures, &Indicator)| {
            format!("{} {}", indicator.name.get(lang), figures::sign(indicator.unit, lang).trim())
        };
        let cell = |code: &BureauCode, table: &Figures, indicator: &Indicator| {
            let Some(row) = table.row(code) else { return (DASH.to_owned(), String::new()) };
            let place = match (row.place, row.why) {
                (Some(place), _) => place.to_string(),
                (None, Some(why)) => self::why(why).get(lang).to_owned(),
                (None, None) => String::new(),
            };
            (shown(row.value, row.line, indicator), place)
        };
        let row = |told: &Told| {
            let cells = known.iter().map(|(table, indicator)| cell(&told.bureau, table, indicator));
            (told.name.get(lang).to_owned(), cells.collect())
        };
        Annex {
            heads: known.iter().map(head).collect(),
            rows: self.snapshot.bureaus.iter().map(row).collect(),
            city: known.iter().map(|(table, of)| shown(table.pooled, table.line, of)).collect(),
        }
    }
}
