//! The ledgers that another must agree with, as they were filed from here: the duty roster for a report from a duty post, the
//! reports of a matter so far for the next one, what was filed of a case for what is filed of it now.

use std::collections::BTreeMap;

use schemas::{
    beside::speaking,
    form::Form,
    period::Period,
    statement::{Kind, Subject},
    table::Table,
};

use crate::{
    error::AgentError,
    node::Node,
    outbox::{Item, State, StoreFault, head},
};

impl Node {
    /// The ledgers in force, of the forms this one is held to, that speak of a period; `None` if it is held to none.
    ///
    /// # Errors
    /// [`AgentError::RowsElsewhere`] if one was filed whose rows are not on this machine.
    pub(crate) fn beside(
        &self,
        form: &Form,
        period: Period,
        subject: Option<&Subject>,
    ) -> Result<Option<Vec<Table>>, AgentError> {
        if form.listed.is_empty() && form.chain.is_none() && form.history.is_none() {
            return Ok(None);
        }
        let mut forms: Vec<&str> = form.listed.iter().map(|listed| listed.form.as_str()).collect();
        forms.sort_unstable();
        forms.dedup();
        let mut tables = Vec::new();
        for other in forms {
            for item in speaking(period, self.in_force(other)?, |item| item.statement.filing.period) {
                tables.extend(self.rows_of(&item)?);
            }
        }
        if form.chain.is_some()
            && let Some(item) = self.before(&form.form, period, subject)?
        {
            tables.extend(self.rows_of(&item)?);
        } else if form.history.is_some() {
            for item in self.binding(&form.form, period, subject)? {
                match self.rows_of(&item) {
                    // The city has them, and holds this ledger to them.
                    Err(AgentError::RowsElsewhere(_)) => {}
                    rows => tables.extend(rows?),
                }
            }
        }
        Ok(Some(tables))
    }

    /// The newest filing of a form and matter that stands and ended before a period begins.
    pub(crate) fn before(
        &self,
        form: &str,
        period: Period,
        subject: Option<&Subject>,
    ) -> Result<Option<Item>, StoreFault> {
        let earlier = |item: &Item| {
            let of = &item.statement.filing;
            of.period.end() < period.start() && of.subject.as_ref() == subject
        };
        let standing = self.in_force(form)?.into_iter().filter(earlier);
        Ok(standing.max_by_key(|item| item.statement.filing.period))
    }

    /// What was filed of a form and matter and found valid, or not judged yet: the newest of an earlier period, and the revision
    /// that the next one of this period replaces. What the city found invalid or sent back binds nobody.
    fn binding(
        &self,
        form: &str,
        period: Period,
        subject: Option<&Subject>,
    ) -> Result<Vec<Item>, StoreFault> {
        let items = self.outbox.of_form(form)?;
        let binds = |item: &&Item| {
            item.may_stand()
                && !matches!(item.state, State::Invalid | State::Returned)
                && item.statement.filing.subject.as_ref() == subject
        };
        let newest = |when: &dyn Fn(Period) -> bool| {
            let of = items.iter().filter(binds).filter(|item| when(item.statement.filing.period));
            of.max_by_key(|item| (item.statement.filing.period, item.statement.revision)).cloned()
        };
        let earlier = newest(&|of| of.end() < period.start());
        Ok(earlier.into_iter().chain(newest(&|of| of == period)).collect())
    }

    /// What stands of a form, a filing once; what was withdrawn does not.
    pub(crate) fn in_force(&self, form: &str) -> Result<Vec<Item>, StoreFault> {
        let mut filings: BTreeMap<String, Vec<Item>> = BTreeMap::new();
        for item in self.outbox.of_form(form)? {
            filings.entry(item.statement.filing.to_string()).or_default().push(item);
        }
        let heads = filings.values().filter_map(|items| head(items));
        Ok(heads.filter(|item| item.statement.kind != Kind::Void).cloned().collect())
    }

    /// The rows of a filing; none of a nil return.
    pub(crate) fn rows_of(&self, item: &Item) -> Result<Option<Table>, AgentError> {
        let statement = &item.statement;
        if statement.content.is_none() {
            return Ok(None);
        }
        if !item.has_content {
            return Err(AgentError::RowsElsewhere(statement.filing.period));
        }
        self.rows_filed(item)
    }
}
