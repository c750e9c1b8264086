//! Which cases are near or beyond their time limits, from the rows this node has filed: of every form the newest ledger.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemas::{
    period::{Period, day_of},
    statement::Kind,
    term::{Case, Stand, open_cases},
};

use crate::{error::AgentError, node::Node, outbox::Item};

/// An open case of this node's own rows.
#[derive(Clone, Debug)]
pub struct OwnCase {
    /// Code of the form.
    pub form: String,
    /// The period of its ledger.
    pub period: Period,
    /// The case.
    pub case: Case,
    /// Where it stands today.
    pub stand: Stand,
}

impl Node {
    /// The open cases under limits, the most urgent first, counted on the day this node's clock shows.
    ///
    /// # Errors
    /// [`AgentError::Store`], [`AgentError::UnknownForm`], or what is wrong with sealed rows.
    pub fn deadlines(&self) -> Result<Vec<OwnCase>, AgentError> {
        let today = day_of(self.clock.now());
        let mut newest: BTreeMap<(String, Option<String>), Item> = BTreeMap::new();
        for item in self.items()?.into_iter().filter(Item::may_stand) {
            let of = &item.statement.filing;
            let key = (of.form.clone(), of.subject.as_ref().map(ToString::to_string));
            let later = |known: &Item| {
                let (one, other) = (&known.statement, &item.statement);
                (one.filing.period, one.revision) < (other.filing.period, other.revision)
            };
            if newest.get(&key).is_none_or(later) {
                newest.insert(key, item);
            }
        }
        let mut cases = Vec::new();
        for item in newest.into_values().filter(|item| item.statement.kind != Kind::Void) {
            cases.extend(self.cases_of(&item, today)?);
        }
        cases.sort_by_key(|own| (own.stand.rank(), own.case.timed.last_day().map(|(day, _)| day)));
        Ok(cases)
    }

    fn cases_of(&self, item: &Item, today: NaiveDate) -> Result<Vec<OwnCase>, AgentError> {
        let filing = &item.statement.filing;
        if self.form_of(&item.statement)?.terms.is_empty() {
            return Ok(Vec::new());
        }
        let Some(table) = self.rows_filed(item)? else { return Ok(Vec::new()) };
        let known = filing.period.end();
        let own = |case: Case| {
            let stand = case.timed.stand(today, known)?;
            Some(OwnCase { form: filing.form.clone(), period: filing.period, case, stand })
        };
        Ok(open_cases(&table).into_iter().filter_map(own).collect())
    }
}
