//! What has been filed and stands, by bureau, period and form: the only input of a standing besides definitions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemas::{
    bureau::BureauCode,
    campaign::Campaign,
    definition::Definitions,
    hash::Sha,
    period::Period,
    statement::Purpose,
    tally::{Tallies, Tally},
    target::Basis,
};

/// Where an indicator speaks of the acts of filing and not of a form.
const ACTS: &str = "filing";

/// A filing in force whose rows stand (validated or confirmed).
#[derive(Clone, Debug)]
pub struct Filed {
    /// The statement.
    pub statement: Sha,
    /// Its revision.
    pub revision: u32,
    /// Whether it says that there is nothing to report.
    pub nil: bool,
    /// How it is meant.
    pub purpose: Purpose,
    /// When the first revision that stood was received: on time goes by it (RULINGS 6).
    pub first_received: DateTime<Utc>,
    /// Whether a person or a rule has accepted it; until then its figures are marked 待确认.
    pub confirmed: bool,
    /// Its tallies.
    pub tallies: Tallies,
}

/// Everything filed for a set of periods.
#[derive(Clone, Debug, Default)]
pub struct Book {
    filings: BTreeMap<BureauCode, BTreeMap<Period, BTreeMap<String, Filed>>>,
}

impl Book {
    /// Enters a filing.
    pub fn enter(&mut self, bureau: BureauCode, period: Period, form: &str, filed: Filed) {
        let of_bureau = self.filings.entry(bureau).or_default();
        of_bureau.entry(period).or_default().insert(form.to_owned(), filed);
    }

    /// The filings of a bureau for a period, by form.
    pub fn of(&self, bureau: &BureauCode, period: Period) -> Option<&BTreeMap<String, Filed>> {
        self.filings.get(bureau)?.get(&period)
    }

    /// One filing.
    pub fn filed(&self, bureau: &BureauCode, period: Period, form: &str) -> Option<&Filed> {
        self.of(bureau, period)?.get(form)
    }

    /// Whether a bureau filed for a period, and every filing says that there is nothing to report.
    pub fn is_nil(&self, bureau: &BureauCode, period: Period) -> bool {
        self.of(bureau, period).is_some_and(|forms| forms.values().all(|filed| filed.nil))
    }

    /// Named tallies of a bureau over the span of a basis; `None` unless every form they are of stands for every
    /// period of the span, for a rate over half a span would be another rate.
    pub fn tallies(
        &self,
        bureau: &BureauCode,
        period: Period,
        names: &[&str],
        basis: Basis,
        campaign: &Campaign,
        definitions: &Definitions,
    ) -> Option<Tallies> {
        let first = match basis {
            Basis::Period => period,
            Basis::YearToDate => period.first_of_year()?,
            Basis::CampaignToDate => campaign.first_judged.min(period),
        };
        let mut sum: Option<Tallies> = None;
        for period in first.through(period) {
            let mut here = Tallies::default();
            let filings = self.of(bureau, period);
            for name in names {
                let form = name.split_once('.').map_or(*name, |(form, _)| form);
                if form == ACTS {
                    continue;
                }
                if let Some(tally) = filings?.get(form)?.tallies.get(name) {
                    here.0.insert((*name).to_owned(), tally.clone());
                }
            }
            match &mut sum {
                None => sum = Some(here),
                Some(sum) => sum.append(&here, |name| definitions.nature(name)),
            }
        }
        sum
    }

    /// A single tally of a period, 0 if it was not filed.
    pub fn count(&self, bureau: &BureauCode, period: Period, name: &str) -> i64 {
        let form = name.split_once('.').map_or(name, |(form, _)| form);
        self.filed(bureau, period, form).and_then(|filed| filed.tallies.get(name)).map_or(0, Tally::count)
    }
}
