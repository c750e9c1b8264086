//! The cases as the agency's file has them, and the ledger an office would have filed for a quarter.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use schemas::period::Period;
use serde::{Deserialize, Serialize};

/// The folder of the data, the definitions and the oracle.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/nlrb")
}

/// One case; the fields are the headings of the file, in its order.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Case {
    case_number: String,
    pub office: String,
    r#type: String,
    date_filed: NaiveDate,
    date_closed: Option<NaiveDate>,
    closing_method: String,
    naics: String,
    city: String,
    state: String,
    election_result: String,
    eligible_employees: String,
}

/// Every case.
pub fn all() -> Vec<Case> {
    let mut reader = csv::Reader::from_path(folder().join("cases_to_2004-09-30.csv")).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

impl Case {
    /// The case as it was known at the end of a period, if it was open on some day of it (RULINGS 2).
    fn known(&self, period: Period) -> Option<Self> {
        if self.date_filed > period.end() || self.date_closed.is_some_and(|day| day < period.start()) {
            return None;
        }
        let mut known = self.clone();
        if self.date_closed.is_none_or(|day| day > period.end()) {
            known.date_closed = None;
            known.closing_method.clear();
            known.election_result.clear();
        }
        Some(known)
    }

    fn lacks_its_method(&self) -> bool {
        self.date_closed.is_some() && self.closing_method.is_empty()
    }
}

/// The ledger of some cases for a period.
pub struct Ledger(Vec<Case>);

impl Ledger {
    pub fn of<'a>(cases: impl Iterator<Item = &'a Case>, period: Period) -> Self {
        Self(cases.filter_map(|case| case.known(period)).collect())
    }

    /// Under the headings of the agency's own file.
    pub fn write(&self, path: &Path) {
        let mut file = csv::Writer::from_path(path).unwrap();
        self.0.iter().for_each(|case| file.serialize(case).unwrap());
        file.flush().unwrap();
    }

    /// A reason for each closing whose method the record lacks; how many there are.
    pub fn write_reasons(&self, path: &Path) -> usize {
        let mut file = csv::Writer::from_path(path).unwrap();
        file.write_record(["code", "case", "text"]).unwrap();
        let lacking = self.0.iter().filter(|case| case.lacks_its_method());
        let given = lacking.map(|case| {
            let reason = "The agency's record gives no closing method";
            file.write_record(["NLRB-101", &case.case_number, reason]).unwrap();
        });
        given.count()
    }
}
