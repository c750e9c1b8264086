//! Every workbook of the city, read as a node would read it. Made once for all tests.

use std::{collections::BTreeMap, sync::LazyLock};

use aggregator::demo::{self, Return, place};
use schemas::{
    bureau::{Bureau, BureauCode},
    definition::Definitions,
    fill::{Filled, fill, headings},
    filter::Window,
    period::Period,
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
    tally::Tallies,
};

pub const QUARTERS: [&str; 4] = ["2024Q4", "2025Q1", "2025Q2", "2025Q3"];

pub struct City {
    pub definitions: Definitions,
    /// In official order, without the city's own.
    pub bureaus: Vec<Bureau>,
    pub ledgers: BTreeMap<(BureauCode, String, Period), Ledger>,
}

/// What a bureau handed in.
pub struct Ledger {
    pub text: Option<String>,
    /// Nothing for a nil return.
    pub filled: Option<Filled>,
    pub tallies: Tallies,
}

static CITY: LazyLock<City> = LazyLock::new(|| {
    let definitions = Definitions::builtin().unwrap();
    let bureaus: Vec<Bureau> =
        place::bureaus().into_iter().filter(|bureau| bureau.code.as_str() != place::CITY).collect();
    let mut ledgers = BTreeMap::new();
    for (bureau, form, quarter) in bureaus
        .iter()
        .flat_map(|bureau| demo::FORMS.map(|form| (bureau, form)))
        .flat_map(|(bureau, form)| QUARTERS.map(|quarter| (bureau, form, quarter)))
    {
        let (period, form) = (quarter.parse().unwrap(), definitions.form(form).unwrap());
        let ledger = match demo::workbook(&bureau.code, form, period) {
            None => continue,
            Some(Return::Nil) => Ledger { text: None, filled: None, tallies: Tallies::nil(form) },
            Some(Return::Ledger(text)) => {
                let expected = headings(form);
                let hints = Hints { expected: &expected, ..Hints::default() };
                let book = read(text.as_bytes(), &hints, &Limits::default()).unwrap();
                let filled = fill(&book, form, &[]);
                let campaign = definitions.campaign(demo::CAMPAIGN).unwrap();
                let window = Window { period, campaign_start: Some(campaign.from) };
                let tallies = Tallies::of(&filled.table, window);
                Ledger { text: Some(text), filled: Some(filled), tallies }
            }
        };
        ledgers.insert((bureau.code.clone(), form.form.clone(), period), ledger);
    }
    City { definitions, bureaus, ledgers }
});

pub fn city() -> &'static City {
    &CITY
}

impl City {
    pub fn ledger(&self, bureau: &str, form: &str, quarter: &str) -> Option<&Ledger> {
        self.ledgers.get(&(bureau.parse().unwrap(), form.into(), quarter.parse().unwrap()))
    }
}

/// Lines of a file of figures, by heading.
pub fn lines(text: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}
