//! The ledgers of other forms that a form must agree with, as they were filed from here: the duty roster for a report from
//! a duty post.

use std::collections::BTreeMap;

use schemas::{form::Form, period::Period, statement::Kind, table::Table};

use crate::{
    error::AgentError,
    node::Node,
    outbox::{Item, StoreFault, head},
};

impl Node {
    /// The ledgers in force, of the forms this one is held to, whose periods touch a period; `None` if it is held to none.
    ///
    /// # Errors
    /// [`AgentError::RowsElsewhere`] if one was filed whose rows are not on this machine.
    pub(crate) fn beside(&self, form: &Form, period: Period) -> Result<Option<Vec<Table>>, AgentError> {
        if form.listed.is_empty() {
            return Ok(None);
        }
        let mut forms: Vec<&str> = form.listed.iter().map(|listed| listed.form.as_str()).collect();
        forms.sort_unstable();
        forms.dedup();
        let mut tables = Vec::new();
        for form in forms {
            for item in self.touching(form, period)? {
                tables.extend(self.rows_of(&item)?);
            }
        }
        Ok(Some(tables))
    }

    /// What stands of a form for periods that share a day with one, a filing once.
    fn touching(&self, form: &str, period: Period) -> Result<Vec<Item>, StoreFault> {
        let mut filings: BTreeMap<String, Vec<Item>> = BTreeMap::new();
        for item in self.outbox.of_form(form)? {
            let own = &item.statement.filing;
            if own.period.start() <= period.end() && period.start() <= own.period.end() {
                filings.entry(own.to_string()).or_default().push(item);
            }
        }
        Ok(filings.values().filter_map(|items| head(items)).cloned().collect())
    }

    fn rows_of(&self, item: &Item) -> Result<Option<Table>, AgentError> {
        let statement = &item.statement;
        if statement.content.is_none() || statement.kind == Kind::Void {
            return Ok(None);
        }
        if !item.has_content {
            return Err(AgentError::RowsElsewhere(statement.filing.period));
        }
        self.rows_filed(item)
    }
}
