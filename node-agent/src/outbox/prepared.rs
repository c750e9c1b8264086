//! What was made here last of each filing, so that the same is not made twice, and what was dismissed stays away until the
//! ledgers it was made of have changed.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::{
    hash::Sha,
    lines::{or_dash, undashed},
    period::Period,
    statement::Subject,
};

use super::{Outbox, StoreFault, schema::prepared};

/// What was made last of a filing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Last {
    pub(crate) form: String,
    pub(crate) period: Period,
    pub(crate) subject: Option<Subject>,
    /// Hash of what it was made of.
    pub(crate) basis: Sha,
    /// Name of its workbook among the prepared ones.
    pub(crate) name: String,
    /// The bytes as they were written.
    pub(crate) sha256: Sha,
    /// The number under which it waits; none if it wants more than a signature, or was signed or dismissed.
    pub(crate) number: Option<i64>,
}

type Row = (String, String, String, String, String, String, Option<i64>);

fn last((form, period, subject, basis, name, sha256, number): Row) -> Result<Last, StoreFault> {
    let read = || {
        Some(Last {
            period: period.parse().ok()?,
            subject: undashed(&subject).ok()?,
            basis: basis.parse().ok()?,
            sha256: sha256.parse().ok()?,
            form: form.clone(),
            name: name.clone(),
            number,
        })
    };
    read().ok_or(StoreFault::Damaged(number.unwrap_or_default()))
}

impl Outbox {
    /// What was made last of one.
    pub(crate) fn last_prepared(
        &self,
        form: &str,
        period: Period,
        subject: Option<&Subject>,
    ) -> Result<Option<Last>, StoreFault> {
        self.read(|connection| {
            let key = (form.to_owned(), period.to_string(), or_dash(subject));
            let row: Option<Row> = prepared::table.find(key).first(connection).optional()?;
            row.map(last).transpose()
        })
    }

    /// Keeps it in place of what was made before.
    pub(crate) fn keep_prepared(&self, last: &Last) -> Result<(), StoreFault> {
        self.write(|connection| {
            let row = (
                prepared::form.eq(&last.form),
                prepared::period.eq(last.period.to_string()),
                prepared::subject.eq(or_dash(last.subject.as_ref())),
                prepared::basis.eq(last.basis.to_string()),
                prepared::name.eq(&last.name),
                prepared::sha256.eq(last.sha256.to_string()),
                prepared::number.eq(last.number),
            );
            diesel::replace_into(prepared::table).values(row).execute(connection)?;
            Ok(())
        })
    }
}
