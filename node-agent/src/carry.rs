//! Which cases were open when a ledger's period began, from the filing of the period before (RULINGS 3).

use std::collections::BTreeSet;

use schemas::{
    check::open_at_end,
    form::Form,
    period::Period,
    statement::{FilingKey, Kind, Purpose},
};

use crate::{
    error::AgentError,
    node::Node,
    outbox::{Item, StoreFault},
    report::Carry,
};

impl Node {
    /// What the opening cases of a filing are held against, and how the filing is meant: as the person says, else as
    /// a baseline where it is the first of a form that carries cases over.
    pub(crate) fn carry(
        &self,
        form: &Form,
        filing: &FilingKey,
        purpose: Option<Purpose>,
    ) -> Result<(Carry, Purpose), AgentError> {
        if !form.continuity {
            return Ok((Carry::Free, purpose.unwrap_or(Purpose::Current)));
        }
        let Some(before) = filing.period.previous().filter(|_| purpose != Some(Purpose::Baseline)) else {
            return Ok((Carry::First, Purpose::Baseline));
        };
        let earlier = FilingKey { period: before, ..filing.clone() };
        if let Some(item) = self.outbox.head(&earlier)?.filter(|item| item.statement.kind != Kind::Void) {
            let open = Carry::Open(before, self.open_cases(&item)?);
            return Ok((open, purpose.unwrap_or(Purpose::Current)));
        }
        if purpose.is_none() && self.has_earlier(filing)? {
            return Err(AgentError::NoPrevious(before));
        }
        Ok((Carry::First, purpose.unwrap_or(Purpose::Baseline)))
    }

    /// Whether an earlier period of this form was filed from here.
    fn has_earlier(&self, filing: &FilingKey) -> Result<bool, StoreFault> {
        let earlier = |period: Period| period.cadence() == filing.period.cadence() && period < filing.period;
        Ok(self.outbox.of_form(&filing.form)?.iter().any(|item| {
            let of = &item.statement.filing;
            of.subject == filing.subject && earlier(of.period) && item.may_stand()
        }))
    }

    /// The cases of a filing that were open at the end of its period.
    fn open_cases(&self, item: &Item) -> Result<BTreeSet<String>, AgentError> {
        let statement = &item.statement;
        if statement.content.is_some() && !item.has_content {
            return Err(AgentError::RowsElsewhere(statement.filing.period));
        }
        let rows = self.rows_filed(item)?;
        Ok(rows.map(|rows| open_at_end(&rows, statement.filing.period)).unwrap_or_default())
    }
}
