//! What has been filed and stands, by bureau, period and form: the only input of a standing besides definitions.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use schemas::{
    bureau::BureauCode,
    campaign::Campaign,
    definition::Definitions,
    hash::Sha,
    period::{Cadence, Period},
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
    /// Its tallies: they never change, so that books of different instants share them.
    pub tallies: Arc<Tallies>,
}

/// Everything filed for a set of periods.
#[derive(Clone, Debug, Default)]
pub struct Book {
    shelves: BTreeMap<BureauCode, Shelf>,
}

/// What one bureau filed.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    filed: BTreeMap<Period, BTreeMap<String, Filed>>,
    awaited: bool,
}

/// The tallies of a bureau over a span of periods.
#[derive(Clone, Debug)]
pub enum Span<'a> {
    /// Those of one period, as they were filed.
    One(&'a BTreeMap<String, Filed>),
    /// Those of several, put together.
    Sum(Tallies),
}

impl Book {
    /// Enters a filing.
    pub fn enter(&mut self, bureau: BureauCode, period: Period, form: &str, filed: Filed) {
        let shelf = self.shelves.entry(bureau).or_default();
        shelf.filed.entry(period).or_default().insert(form.to_owned(), filed);
    }

    /// Notes that rows of a bureau stood before the city was restored, and have to come again.
    pub fn await_rows(&mut self, bureau: BureauCode) {
        self.shelves.entry(bureau).or_default().awaited = true;
    }

    /// All that a bureau filed. Whoever asks of one bureau often keeps this, for finding it among thousands is what
    /// costs.
    pub fn shelf(&self, bureau: &BureauCode) -> Option<&Shelf> {
        self.shelves.get(bureau)
    }

    /// The same without what nobody has accepted yet: bulletins rest on it (RULINGS 5).
    pub fn confirmed(&self) -> Self {
        let accepted = |forms: &BTreeMap<String, Filed>| -> BTreeMap<String, Filed> {
            let accepted = forms.iter().filter(|(_, filed)| filed.confirmed);
            accepted.map(|(form, filed)| (form.clone(), filed.clone())).collect()
        };
        let shelf = |shelf: &Shelf| Shelf {
            filed: shelf
                .filed
                .iter()
                .map(|(period, forms)| (*period, accepted(forms)))
                .filter(|(_, forms)| !forms.is_empty())
                .collect(),
            awaited: shelf.awaited,
        };
        Self { shelves: self.shelves.iter().map(|(code, of)| (code.clone(), shelf(of))).collect() }
    }

    /// The filings of a bureau for a period, by form.
    pub fn of(&self, bureau: &BureauCode, period: Period) -> Option<&BTreeMap<String, Filed>> {
        self.shelf(bureau)?.of(period)
    }

    /// One filing.
    pub fn filed(&self, bureau: &BureauCode, period: Period, form: &str) -> Option<&Filed> {
        self.shelf(bureau)?.filed(period, form)
    }

    /// Whether a bureau filed for a period, and every filing says that there is nothing to report.
    pub fn is_nil(&self, bureau: &BureauCode, period: Period) -> bool {
        self.of(bureau, period).is_some_and(|forms| forms.values().all(|filed| filed.nil))
    }

    /// A single tally of a period, 0 if it was not filed.
    pub fn count(&self, bureau: &BureauCode, period: Period, name: &str) -> i64 {
        self.shelf(bureau).map_or(0, |shelf| shelf.count(period, name))
    }
}

impl Shelf {
    /// Whether rows have to come again after a restore.
    pub fn awaits_rows(&self) -> bool {
        self.awaited
    }

    /// The filings for a period, by form.
    pub fn of(&self, period: Period) -> Option<&BTreeMap<String, Filed>> {
        self.filed.get(&period)
    }

    /// One filing.
    pub fn filed(&self, period: Period, form: &str) -> Option<&Filed> {
        self.of(period)?.get(form)
    }

    /// Named tallies over the span of a basis; `None` unless every form they are of stands for every period of the
    /// span, for a rate over half a span would be another rate.
    pub fn tallies(
        &self,
        period: Period,
        names: &[&str],
        basis: Basis,
        campaign: &Campaign,
        definitions: &Definitions,
    ) -> Option<Span<'_>> {
        let first = match basis {
            Basis::Period => period,
            Basis::YearToDate => period.first_of_year()?,
            Basis::CampaignToDate => campaign.first_judged.min(period),
        };
        if names.iter().any(|name| finer(form_of(name), period, campaign).is_some()) {
            return self.put_together(&first.through(period), names, campaign, definitions).map(Span::Sum);
        }
        // Who filed nothing for a period at all has no span, even of what only the acts of filing tell.
        let whole = |period: Period| {
            let filings = self.of(period)?;
            names
                .iter()
                .all(|name| form_of(name) == ACTS || filings.contains_key(form_of(name)))
                .then_some(filings)
        };
        if first == period {
            return whole(period).map(Span::One);
        }
        let mut sum = Tallies::default();
        for period in first.through(period) {
            let one = Span::One(whole(period)?);
            let named = names.iter().filter_map(|name| Some(((*name).to_owned(), one.get(name)?.clone())));
            sum.append(&Tallies(named.collect()), |name| definitions.nature(name));
        }
        Some(Span::Sum(sum))
    }

    /// Named tallies over periods of the campaign where a form is owed more often than it stands: its own periods that end
    /// in each are put together; `None` if one of them is missing.
    fn put_together(
        &self,
        periods: &[Period],
        names: &[&str],
        campaign: &Campaign,
        definitions: &Definitions,
    ) -> Option<Tallies> {
        let mut sum = Tallies::default();
        for name in names {
            let form = form_of(name);
            for own in periods.iter().flat_map(|period| periods_of(form, *period, campaign)) {
                let filings = self.of(own)?;
                if form == ACTS {
                    continue;
                }
                if let Some(value) = filings.get(form)?.tallies.get(name) {
                    let one = Tallies([((*name).to_owned(), value.clone())].into());
                    sum.append(&one, |name| definitions.nature(name));
                }
            }
        }
        Some(sum)
    }

    /// A single tally of a period, 0 if it was not filed.
    pub fn count(&self, period: Period, name: &str) -> i64 {
        self.filed(period, form_of(name)).and_then(|filed| filed.tallies.get(name)).map_or(0, Tally::count)
    }
}

impl Span<'_> {
    /// A tally by full name.
    pub fn get(&self, name: &str) -> Option<&Tally> {
        match self {
            Self::One(filings) => filings.get(form_of(name))?.tallies.get(name),
            Self::Sum(tallies) => tallies.get(name),
        }
    }
}

/// The periods of a form that make up a period of the campaign: those that end in it if the form is only owed more often,
/// and the period itself otherwise.
pub fn periods_of(form: &str, period: Period, campaign: &Campaign) -> Vec<Period> {
    let Some(cadence) = finer(form, period, campaign) else { return vec![period] };
    let holding = |day| Period::holding(cadence, day);
    let Some((first, last)) = holding(period.start()).zip(holding(period.end())) else { return vec![period] };
    first.through(last).into_iter().filter(|own| period.contains(own.end())).collect()
}

/// How often a form is owed that is owed more often than a period of the campaign lasts, and not for that too.
fn finer(form: &str, period: Period, campaign: &Campaign) -> Option<Cadence> {
    let cadences = campaign.duties.iter().filter(|duty| duty.form == form).map(|duty| duty.cadence);
    cadences.filter(|cadence| *cadence <= period.cadence()).max().filter(|most| *most < period.cadence())
}

/// `L3` of `L3.closed`.
fn form_of(name: &str) -> &str {
    name.split_once('.').map_or(name, |(form, _)| form)
}
