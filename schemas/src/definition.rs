//! The set of definitions a program runs with: the built-in ones, plus a site's own that add or override by
//! version. A wrong definition is refused with file, key and reason; nothing half-loaded is ever used.

use std::{collections::BTreeMap, sync::Arc};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::{
    benchmark::Benchmarks,
    calendar::{Calendar, CalendarYear},
    campaign::Campaign,
    code::CodeList,
    deadline::Deadlines,
    form::{ColumnType, Form},
    fraction::Fraction,
    indicator::Indicator,
    period::Period,
    summary::Summary,
    tally::Nature,
    target::Target,
    term::Term,
};

mod builtin;

/// Most bytes of one definition file.
pub const MAX_BYTES: usize = 256 * 1024;

/// What a definition file can be of: the key that names it.
const KINDS: [&str; 8] =
    ["list", "form", "indicator", "campaign", "summary", "deadlines", "calendar", "benchmarks"];

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

    fn read(&mut self, source: &Source) -> Result<(), DefinitionError> {
        let refuse = |key: &str, reason: String| DefinitionError {
            file: source.file.clone(),
            key: key.into(),
            reason,
        };
        if source.text.len() > MAX_BYTES {
            return Err(refuse("-", format!("larger than {MAX_BYTES} bytes")));
        }
        let table: toml::Table = source
            .text
            .parse()
            .map_err(|error| refuse(&line(&source.text, &error), error.message().into()))?;
        let kinds: Vec<&str> =
            KINDS.into_iter().filter(|kind| table.get(*kind).is_some_and(toml::Value::is_str)).collect();
        match kinds.as_slice() {
            ["list"] => {
                let list: CodeList = parse(source)?;
                add(&mut self.lists, list.list.clone(), list.version, list, source)
            }
            ["form"] => {
                let mut form: Form = parse(source)?;
                form.write_out_parts();
                form.digest = Sha256::digest(source.text.replace("\r\n", "\n").as_bytes()).into();
                add(&mut self.forms, form.form.clone(), form.version, form, source)
            }
            ["indicator"] => {
                let indicator: Indicator = parse(source)?;
                add(&mut self.indicators, indicator.indicator.clone(), indicator.version, indicator, source)
            }
            ["campaign"] => {
                let campaign: Campaign = parse(source)?;
                add(&mut self.campaigns, campaign.campaign.clone(), campaign.version, campaign, source)
            }
            ["summary"] => {
                let summary: Summary = parse(source)?;
                add(&mut self.summaries, summary.summary.clone(), summary.version, summary, source)
            }
            ["deadlines"] => {
                let deadlines: Deadlines = parse(source)?;
                add(&mut self.deadlines, deadlines.deadlines.clone(), deadlines.version, deadlines, source)
            }
            ["benchmarks"] => {
                let lines: Benchmarks = parse(source)?;
                add(&mut self.benchmarks, lines.benchmarks.clone(), lines.version, lines, source)
            }
            ["calendar"] => {
                let year: CalendarYear = parse(source)?;
                add(&mut self.years, year.calendar.clone(), year.version, year, source)
            }
            _ => Err(refuse("-", format!("a definition names one of `{}`", KINDS.join("`, `")))),
        }
    }

    /// Gives every coded column its list.
    fn link(&mut self) -> Result<(), DefinitionError> {
        let lists = self.lists.clone();
        for (form, file) in self.forms.values_mut().flat_map(BTreeMap::values_mut) {
            let fault = form.fault(|list| lists.contains_key(list));
            if let Some(fault) = fault {
                return Err(split(file, &fault));
            }
            let linked =
                form.columns.iter().map(|column| latest(&lists, column.list.as_deref()?).cloned()).collect();
            let wide =
                form.columns.iter().zip(&linked as &Vec<Option<Arc<CodeList>>>).find(|(column, list)| {
                    column.kind == ColumnType::Codes
                        && list.as_ref().is_some_and(|list| list.items.len() > 64)
                });
            if let Some((column, _)) = wide {
                return Err(split(
                    file,
                    &format!("columns.{}: a set of codes takes a list of at most 64", column.key),
                ));
            }
            Arc::make_mut(form).lists = linked;
        }
        Ok(())
    }

    /// Gives every term of a form its rule, and every form the calendar.
    fn bind(&mut self) -> Result<(), DefinitionError> {
        let (deadlines, calendar) = (self.deadlines.clone(), Arc::clone(&self.calendar));
        let rule = |term: &Term| {
            let (procedure, code) = term.named()?;
            latest(&deadlines, procedure)?.rule(code).cloned()
        };
        for (form, file) in self.forms.values_mut().flat_map(BTreeMap::values_mut) {
            let mut rules = Vec::new();
            for term in &form.terms {
                let refuse = |reason: &str| split(file, &format!("terms.{}: {reason}", term.rule));
                let rule = rule(term).ok_or_else(|| refuse("no such procedure and rule"))?;
                if let Some(fault) = term.fault(form, &rule) {
                    return Err(refuse(&fault));
                }
                rules.push(rule);
            }
            let form = Arc::make_mut(form);
            (form.rules_of_terms, form.calendar) = (rules, Arc::clone(&calendar));
        }
        Ok(())
    }

    /// Before a calendar is made of them.
    fn check_years(&self) -> Result<(), DefinitionError> {
        let mut years = self.years.values().flat_map(BTreeMap::values);
        let fault = years.find_map(|(year, file)| Some(split(file, &year.fault()?)));
        fault.map_or(Ok(()), Err)
    }

    /// Gives each campaign the targets of the one above that it does not name itself, without weight; one that asks less
    /// than the one above is refused.
    fn inherit(&mut self) -> Result<(), DefinitionError> {
        let campaigns = self.campaigns.clone();
        for (campaign, file) in self.campaigns.values_mut().flat_map(BTreeMap::values_mut) {
            let mut above = campaign.parent.clone();
            let mut seen = vec![campaign.campaign.clone()];
            while let Some(code) = above.take() {
                let parent = latest(&campaigns, &code)
                    .ok_or_else(|| split(file, &format!("parent: no campaign `{code}`")))?;
                if seen.contains(&code) {
                    return Err(split(file, &format!("parent: `{code}` is above itself")));
                }
                for target in &parent.targets {
                    let own = campaign.target(&target.indicator);
                    if let Some(looser) = own.and_then(|own| own.looser_than(target)) {
                        return Err(split(file, &format!("targets.{}: {looser} ({code})", target.indicator)));
                    }
                    if own.is_none() {
                        Arc::make_mut(campaign).targets.push(Target { weight: 0, ..target.clone() });
                    }
                }
                seen.push(code);
                above.clone_from(&parent.parent);
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<(), DefinitionError> {
        for (list, file) in self.lists.values().flat_map(BTreeMap::values) {
            if let Some(fault) = list.fault() {
                return Err(split(file, &fault));
            }
        }
        for (form, file) in self.forms.values().flat_map(BTreeMap::values) {
            let fault = unknown_code(form).or_else(|| self.unknown_listing(form));
            let doubtful = || {
                form.doubtful
                    .iter()
                    .find_map(|doubt| doubt.fault(form, self.form(&doubt.form).map(AsRef::as_ref)))
            };
            if let Some(fault) = fault.or_else(|| self.unfit_source(form)).or_else(doubtful) {
                return Err(split(file, &fault));
            }
        }
        for (indicator, file) in self.indicators.values().flat_map(BTreeMap::values) {
            if let Some(name) = indicator.tallies().into_iter().find(|name| !self.has_tally(name)) {
                return Err(split(file, &format!("measure: no tally `{name}`")));
            }
        }
        for (campaign, file) in self.campaigns.values().flat_map(BTreeMap::values) {
            let fault = campaign.fault(
                |form| self.form(form).is_some(),
                |indicator| self.indicator(indicator).is_some(),
                |tally| self.has_tally(tally),
            );
            let owed = || campaign.fault_of_duties(|form| self.form(form).map(AsRef::as_ref), &self.calendar);
            if let Some(fault) = fault.or_else(owed) {
                return Err(split(file, &fault));
            }
            let unfit = campaign.targets.iter().find_map(|target| {
                let fault = target.fault(self.indicator(&target.indicator)?, campaign.cadence)?;
                Some(format!("targets.{}: {fault}", target.indicator))
            });
            if let Some(fault) = unfit.or_else(|| self.unfed_target(campaign)) {
                return Err(split(file, &fault));
            }
        }
        for (lines, file) in self.benchmarks.values().flat_map(BTreeMap::values) {
            if self.campaign(&lines.benchmarks).is_none() {
                return Err(split(file, &format!("benchmarks: no campaign `{}`", lines.benchmarks)));
            }
            if let Some(fault) = lines.fault(|indicator| self.indicator(indicator).is_some()) {
                return Err(split(file, &fault));
            }
        }
        for (deadlines, file) in self.deadlines.values().flat_map(BTreeMap::values) {
            if let Some(fault) = deadlines.fault() {
                return Err(split(file, &fault));
            }
        }
        for (summary, file) in self.summaries.values().flat_map(BTreeMap::values) {
            if let Some(fault) = summary.fault(|tally| self.has_tally(tally)) {
                return Err(split(file, &fault));
            }
        }
        Ok(())
    }

    /// A target taken from above over a form that nobody owes here would never have a value.
    fn unfed_target(&self, campaign: &Campaign) -> Option<String> {
        campaign.parent.as_ref()?;
        campaign.targets.iter().find_map(|target| {
            let indicator = self.indicator(&target.indicator)?;
            let form = indicator
                .forms()
                .into_iter()
                .find(|form| self.form(form).is_some() && !campaign.asks(form))?;
            Some(format!("targets.{}: asked from above or here, but nobody owes {form}", target.indicator))
        })
    }

    /// A ledger that is held to another form, which is not there or lacks the column.
    fn unknown_listing(&self, form: &Form) -> Option<String> {
        form.listed.iter().find_map(|listed| {
            let Some(other) = self.form(&listed.form) else {
                return Some(format!("listed.{}: no form `{}`", listed.code, listed.form));
            };
            let kind = |form: &Form, key: &str| form.column(key).map(|(_, column)| column.kind);
            let unlike = listed.same.iter().find(|key| kind(other, key) != kind(form, key))?;
            Some(format!("listed.{}: {} has no such column `{unlike}`", listed.code, listed.form))
        })
    }

    /// A form that is made of another, which is not there or does not fit.
    fn unfit_source(&self, form: &Form) -> Option<String> {
        form.made_from.iter().find_map(|made| {
            let source =
                if made.form == form.form { Some(form) } else { self.form(&made.form).map(AsRef::as_ref) };
            match source {
                Some(source) => made.fault(form, source),
                None => Some(format!("made_from.{0}: no form `{0}`", made.form)),
            }
        })
    }

    fn has_tally(&self, name: &str) -> bool {
        const ACTS: [&str; 4] = ["filing.due", "filing.on_time", "filing.filed", "filing.accepted_at_once"];
        ACTS.contains(&name)
            || name
                .split_once('.')
                .is_some_and(|(form, key)| self.form(form).is_some_and(|form| form.tally(key).is_some()))
    }
}

/// A condition that names a code which its list does not have would silently match nothing.
fn unknown_code(form: &Form) -> Option<String> {
    let rules = form
        .rules
        .iter()
        .flat_map(|rule| rule.when.iter().chain(&rule.must).map(move |clause| (&rule.code, clause)));
    let tallies =
        form.tallies.iter().flat_map(|tally| tally.rows.iter().map(move |clause| (&tally.key, clause)));
    let chained = form.chain.as_ref().and_then(|chain| {
        let (index, _) = form.column(&chain.stage)?;
        let list = form.list_of(index)?;
        let unknown = [&chain.first, &chain.next, &chain.last]
            .into_iter()
            .find(|code| !list.items.iter().any(|item| item.code == **code))?;
        Some(format!("chain: list {} has no code `{unknown}`", list.list))
    });
    chained.or_else(|| {
        rules
            .chain(tallies)
            .flat_map(|(key, clause)| clause.conditions().iter().map(move |condition| (key, condition)))
            .find_map(|(key, condition)| Some(format!("{key}: {}", condition.unknown_code(form)?)))
    })
}

fn parse<T: DeserializeOwned>(source: &Source) -> Result<T, DefinitionError> {
    let refuse = |key: String, reason: String| DefinitionError { file: source.file.clone(), key, reason };
    let deserializer = toml::Deserializer::parse(&source.text)
        .map_err(|error| refuse(line(&source.text, &error), error.message().into()))?;
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let at = line(&source.text, error.inner());
        refuse(format!("{} ({at})", error.path()), error.inner().message().into())
    })
}

fn line(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start);
    format!("line {}", text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1)
}

fn split(file: &str, fault: &str) -> DefinitionError {
    let (key, reason) = fault.split_once(": ").unwrap_or(("-", fault));
    DefinitionError { file: file.into(), key: key.into(), reason: reason.into() }
}

fn add<T>(
    versions: &mut Versions<T>,
    code: String,
    version: u32,
    definition: T,
    source: &Source,
) -> Result<(), DefinitionError> {
    let of_code = versions.entry(code.clone()).or_default();
    if let Some((_, other)) = of_code.get(&version) {
        let reason =
            format!("{code} version {version} is already defined in {other}; give it a higher version");
        return Err(DefinitionError { file: source.file.clone(), key: "version".into(), reason });
    }
    of_code.insert(version, (Arc::new(definition), source.file.clone()));
    Ok(())
}

fn latest<'a, T>(versions: &'a Versions<T>, code: &str) -> Option<&'a Arc<T>> {
    versions.get(code)?.values().next_back().map(|(definition, _)| definition)
}

fn in_force<T>(versions: &Versions<T>) -> impl Iterator<Item = &Arc<T>> {
    versions.values().filter_map(|of_code| of_code.values().next_back().map(|(definition, _)| definition))
}

#[cfg(test)]
mod tests;
