//! The set of definitions a program runs with: the built-in ones, plus a site's own that add or override by
//! version. A wrong definition is refused with file, key and reason; nothing half-loaded is ever used.

mod builtin;
mod check;
mod link;
mod read;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    benchmark::Benchmarks,
    calendar::{Calendar, CalendarYear},
    campaign::Campaign,
    code::CodeList,
    deadline::Deadlines,
    form::Form,
    fraction::Fraction,
    indicator::Indicator,
    period::Period,
    summary::Summary,
    tally::Nature,
};

/// Most bytes of one definition file.
pub const MAX_BYTES: usize = 256 * 1024;

/// A definition file: its name (for messages) and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path or name, as a person would look for it.
    pub file: String,
    /// TOML.
    pub text: String,
}

/// Why a definition is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {key}: {reason}")]
pub struct DefinitionError {
    /// The file.
    pub file: String,
    /// Where in it.
    pub key: String,
    /// What is wrong.
    pub reason: String,
}

/// Versions of one definition, the highest in force.
type Versions<T> = BTreeMap<String, BTreeMap<u32, (Arc<T>, String)>>;

/// Everything that is data: code lists, forms, indicators, campaigns, published lines, summaries, time limits, and the calendar.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    lists: Versions<CodeList>,
    forms: Versions<Form>,
    indicators: Versions<Indicator>,
    campaigns: Versions<Campaign>,
    summaries: Versions<Summary>,
    deadlines: Versions<Deadlines>,
    benchmarks: Versions<Benchmarks>,
    years: Versions<CalendarYear>,
    calendar: Arc<Calendar>,
}

impl Definitions {
    /// The definitions inside the program.
    ///
    /// # Errors
    /// Never in a released program: a test loads them.
    pub fn builtin() -> Result<Self, DefinitionError> {
        Self::with_site(Vec::new())
    }

    /// The definitions inside the program and a site's own.
    ///
    /// # Errors
    /// The first definition that is wrong.
    pub fn with_site(site: Vec<Source>) -> Result<Self, DefinitionError> {
        Self::load(Self::builtin_sources().into_iter().chain(site).collect())
    }

    /// The definition files inside the program.
    pub fn builtin_sources() -> Vec<Source> {
        let source = |(file, text): &(&str, &str)| Source { file: (*file).into(), text: (*text).into() };
        builtin::FILES.iter().map(source).collect()
    }

    /// Exactly these definitions.
    ///
    /// # Errors
    /// The first definition that is wrong.
    pub fn load(sources: Vec<Source>) -> Result<Self, DefinitionError> {
        let mut all = Self::default();
        for source in &sources {
            all.read(source)?;
        }
        all.link()?;
        all.check_years()?;
        all.inherit()?;
        all.calendar = Arc::new(Calendar::of(in_force(&all.years).cloned()));
        all.bind()?;
        all.check()?;
        Ok(all)
    }

    /// The form in force.
    pub fn form(&self, code: &str) -> Option<&Arc<Form>> {
        latest(&self.forms, code)
    }

    /// The form a filing was made under, by the digest its statement names.
    pub fn form_with_digest(&self, code: &str, digest: &[u8; 32]) -> Option<&Arc<Form>> {
        self.forms.get(code)?.values().map(|(form, _)| form).find(|form| form.digest == *digest)
    }

    /// The indicator in force.
    pub fn indicator(&self, code: &str) -> Option<&Arc<Indicator>> {
        latest(&self.indicators, code)
    }

    /// The campaign in force.
    pub fn campaign(&self, code: &str) -> Option<&Arc<Campaign>> {
        latest(&self.campaigns, code)
    }

    /// The file the campaign in force stands in.
    pub fn file_of_campaign(&self, code: &str) -> Option<&str> {
        self.campaigns.get(code)?.values().next_back().map(|(_, file)| file.as_str())
    }

    /// The summary in force.
    pub fn summary(&self, code: &str) -> Option<&Arc<Summary>> {
        latest(&self.summaries, code)
    }

    /// The code list in force.
    pub fn list(&self, code: &str) -> Option<&Arc<CodeList>> {
        latest(&self.lists, code)
    }

    /// Forms in force, by code.
    pub fn forms(&self) -> impl Iterator<Item = &Arc<Form>> {
        in_force(&self.forms)
    }

    /// Indicators in force, by code.
    pub fn indicators(&self) -> impl Iterator<Item = &Arc<Indicator>> {
        in_force(&self.indicators)
    }

    /// Summaries in force, by code.
    pub fn summaries(&self) -> impl Iterator<Item = &Arc<Summary>> {
        in_force(&self.summaries)
    }

    /// Campaigns in force, by code.
    pub fn campaigns(&self) -> impl Iterator<Item = &Arc<Campaign>> {
        in_force(&self.campaigns)
    }

    /// The time limits of a procedure in force.
    pub fn deadlines_of(&self, procedure: &str) -> Option<&Arc<Deadlines>> {
        latest(&self.deadlines, procedure)
    }

    /// Time limits in force, by procedure.
    pub fn deadlines(&self) -> impl Iterator<Item = &Arc<Deadlines>> {
        in_force(&self.deadlines)
    }

    /// What the level above has published for a campaign and a period, by indicator.
    pub fn published(&self, campaign: &str, period: Period) -> BTreeMap<String, Fraction> {
        latest(&self.benchmarks, campaign).map(|lines| lines.of(period)).unwrap_or_default()
    }

    /// What the level above has published for a campaign.
    pub fn benchmarks(&self, campaign: &str) -> Option<&Arc<Benchmarks>> {
        latest(&self.benchmarks, campaign)
    }

    /// The working days of the years that were loaded.
    pub fn calendar(&self) -> &Arc<Calendar> {
        &self.calendar
    }

    /// How a tally adds up over periods; acts of filing (`filing.…`) are flows.
    pub fn nature(&self, tally: &str) -> Nature {
        let defined = tally.split_once('.').and_then(|(form, key)| self.form(form)?.tally(key));
        defined.map_or(Nature::Flow, |tally| tally.nature)
    }
}

fn split(file: &str, fault: &str) -> DefinitionError {
    let (key, reason) = fault.split_once(": ").unwrap_or(("-", fault));
    DefinitionError { file: file.into(), key: key.into(), reason: reason.into() }
}

fn latest<'a, T>(versions: &'a Versions<T>, code: &str) -> Option<&'a Arc<T>> {
    versions.get(code)?.values().next_back().map(|(definition, _)| definition)
}

fn in_force<T>(versions: &Versions<T>) -> impl Iterator<Item = &Arc<T>> {
    versions.values().filter_map(|of_code| of_code.values().next_back().map(|(definition, _)| definition))
}
