//! Figures worked out apart from this project, and the same figures as the city has them.

use schemas::{fraction::Fraction, tally::Tallies};
use serde::Deserialize;

/// The figures of an office, or of all (`ALL`), for a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    pub period: String,
    pub office: String,
    opening: i64,
    accepted: i64,
    closed: i64,
    ending: i64,
    closure_den: i64,
    wins: i64,
    closed_within_60d: i64,
    /// With one decimal; empty where nothing was closed.
    median_days: String,
    transferred: i64,
    ledger_rows: u64,
}

/// Every row of the oracle.
pub fn all() -> Vec<Figures> {
    let mut reader = csv::Reader::from_path(super::cases::folder().join("quarters.csv")).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

impl Figures {
    /// From the tallies of rows.
    pub fn of(period: &str, office: &str, tallies: &Tallies, ledger_rows: u64) -> Self {
        let tally = |key: &str| tallies.get(&format!("NLRB.{key}")).unwrap_or_else(|| panic!("no {key}"));
        let count = |key| tally(key).count();
        Self {
            period: period.into(),
            office: office.into(),
            opening: count("opening"),
            accepted: count("accepted"),
            closed: count("closed"),
            ending: count("ending"),
            closure_den: count("opening") + count("accepted"),
            wins: count("wins"),
            closed_within_60d: count("closed_within_60d"),
            median_days: printed(tally("days").median()),
            transferred: count("transferred"),
            ledger_rows,
        }
    }

    /// What a share is counted from: numerator and denominator.
    pub fn share(&self, indicator: &str) -> (i64, i64) {
        match indicator {
            "N1" => (self.closed, self.closure_den),
            "N2" => (self.closed_within_60d, self.closed),
            "N3" => (self.wins, self.closed),
            other => panic!("{other} is no share"),
        }
    }

    /// The median, as the oracle prints it.
    pub fn median(&self) -> &str {
        &self.median_days
    }
}

/// A median as the oracle prints it: one decimal, empty if there is none.
pub fn printed(median: Option<Fraction>) -> String {
    let Some(median) = median else { return String::new() };
    assert_eq!(median.den(), 2);
    format!("{}.{}", median.num() / 2, median.num() % 2 * 5)
}
