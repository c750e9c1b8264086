//! Whether a return that says nothing is doubtful, from the figures of both ledgers alone: whichever of the two comes first.

use chrono::Days;

use crate::{
    finding::{Finding, Severity},
    form::{Doubtful, Form},
    period::Period,
    tally::{Tallies, Tally},
    text::Text,
};

impl Doubtful {
    /// Whether the figures of a filing of this form say nothing.
    pub fn is_silent(&self, form: &Form, tallies: &Tallies) -> bool {
        let zero =
            |key: &str| tallies.get(&format!("{}.{key}", form.form)).is_none_or(|tally| tally.count() == 0);
        match self.silent.as_slice() {
            [] => form.tallies.iter().all(|tally| zero(&tally.key)),
            named => named.iter().all(|key| zero(key)),
        }
    }

    /// How many rows of a ledger of the other form lie on the days of a period.
    pub fn rows_on(&self, period: Period, other: Period, tallies: &Tallies) -> i64 {
        let Some(Tally::Days(days)) = tallies.get(&format!("{}.{}", self.form, self.by_day)) else {
            return 0;
        };
        let on = |day: &i64| {
            let day = u64::try_from(*day).ok().and_then(|day| other.start().checked_add_days(Days::new(day)));
            day.is_some_and(|day| (period.start()..=period.end()).contains(&day))
        };
        days.iter().filter(|(day, _)| on(day)).map(|(_, rows)| rows).sum()
    }

    /// The notice on a return that says nothing while there are so many rows; none if there are none.
    pub fn notice(&self, rows: i64) -> Option<Finding> {
        let what = Text::owned(self.zh.clone(), self.en.clone()).fill(&[("n", &rows)]);
        let fix = Text::owned(self.fix_zh.clone(), self.fix_en.clone());
        (rows > 0).then(|| Finding::new(self.code.clone(), Severity::Notice, what, fix))
    }
}
