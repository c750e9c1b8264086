//! Reasons given for findings, kept by ledger, so that an amendment need not repeat them.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::{finding::Explanation, period::Period, statement::Subject};

use crate::outbox::{Outbox, StoreFault, schema::explanation, subject_text};

impl Outbox {
    /// The reasons kept for a ledger.
    pub(crate) fn explanations(
        &self,
        form: &str,
        period: Period,
        subject: Option<&Subject>,
    ) -> Result<Vec<Explanation>, StoreFault> {
        let rows: Vec<String> = self.read(|connection| {
            Ok(explanation::table
                .filter(explanation::form.eq(form))
                .filter(explanation::period.eq(period.to_string()))
                .filter(explanation::subject.eq(subject_text(subject)))
                .order((explanation::code, explanation::case_no))
                .select(explanation::given)
                .load(connection)?)
        })?;
        Ok(rows.iter().filter_map(|row| serde_json::from_str(row).ok()).collect())
    }

    /// Keeps reasons for a ledger; a newer one for the same finding takes the older one's place.
    pub(crate) fn keep_explanations(
        &self,
        form: &str,
        period: Period,
        subject: Option<&Subject>,
        given: &[Explanation],
    ) -> Result<(), StoreFault> {
        self.write(|connection| {
            for one in given {
                diesel::replace_into(explanation::table)
                    .values((
                        explanation::form.eq(form),
                        explanation::period.eq(period.to_string()),
                        explanation::subject.eq(subject_text(subject)),
                        explanation::code.eq(&one.code),
                        explanation::case_no.eq(one.case.as_deref().unwrap_or("-")),
                        explanation::given.eq(serde_json::to_string(one).unwrap_or_default()),
                    ))
                    .execute(connection)?;
            }
            Ok(())
        })
    }
}
