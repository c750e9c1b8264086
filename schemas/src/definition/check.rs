//! What makes a set of definitions wrong although each file can be read: names that lead nowhere, parts that do not fit.

use std::collections::BTreeMap;

use super::{DefinitionError, Definitions, split};
use crate::{campaign::Campaign, form::Form};

impl Definitions {
    /// Before a calendar is made of them.
    pub(super) fn check_years(&self) -> Result<(), DefinitionError> {
        let mut years = self.years.values().flat_map(BTreeMap::values);
        let fault = years.find_map(|(year, file)| Some(split(file, &year.fault()?)));
        fault.map_or(Ok(()), Err)
    }

    /// Everything else, when all of them stand together.
    pub(super) fn check(&self) -> Result<(), DefinitionError> {
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
        let unknown =
            [&chain.first, &chain.next, &chain.last].into_iter().find(|code| list.of(code).is_none())?;
        Some(format!("chain: list {} has no code `{unknown}`", list.list))
    });
    let counted = form.columns.iter().find_map(|column| {
        let points = column.points.as_ref()?;
        let list = form.list_of(form.column(&points.of)?.0)?;
        let unknown = points.each.keys().find(|code| !list.items.iter().any(|item| item.code == **code))?;
        Some(format!("columns.{}: points: list {} has no code `{unknown}`", column.key, list.list))
    });
    chained.or(counted).or_else(|| form.history.as_ref()?.unknown_code(form)).or_else(|| {
        rules
            .chain(tallies)
            .flat_map(|(key, clause)| clause.conditions().iter().map(move |condition| (key, condition)))
            .find_map(|(key, condition)| Some(format!("{key}: {}", condition.unknown_code(form)?)))
    })
}
