//! The ledgers that another must agree with, as they were filed from here: the duty roster for a report from a duty post, the
//! reports of a matter so far for the next one.

use std::collections::BTreeMap;

use schemas::{
    beside::speaking,
    content,
    form::Form,
    period::Period,
    statement::{Kind, Subject},
    table::Table,
};

use crate::{
    error::AgentError,
    node::Node,
    outbox::{Item, StoreFault, head},
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
        if form.listed.is_empty() && form.chain.is_none() {
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
        let Some(signed) = &statement.content else { return Ok(None) };
        if !item.has_content {
            return Err(AgentError::RowsElsewhere(statement.filing.period));
        }
        let bytes = self.outbox.unpacked(item)?;
        let form = self.form_of(statement)?;
        let (_, table) = content::open(&bytes, &form, &statement.filing, &statement.schema, signed)?;
        Ok(Some(table))
    }
}
