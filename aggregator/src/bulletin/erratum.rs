//! 更正: what an issued bulletin said, and what the same figures come to now. A bulletin is never changed; the next one says what is
//! otherwise, bureau by bureau, with both figures (DOMAIN §8.4 scenario 9).

use schemas::{bureau::BureauCode, period::Period};
use serde::{Deserialize, Serialize};

use super::snapshot::{Count, Figures, Filed, Line, Snapshot};

/// The corrections of one earlier bulletin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Number of the bulletin that is put right.
    pub number: String,
    /// The period it was of.
    pub period: Period,
    /// The figures as they are now: what is said of the period from here on.
    pub now: Snapshot,
    /// What is otherwise.
    pub changes: Vec<Change>,
}

/// Something that is otherwise than it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// What a bureau had filed.
    Filed {
        /// The bureau.
        bureau: BureauCode,
        /// What was said.
        was: Filed,
        /// What is so now.
        is: Filed,
    },
    /// A value, of a bureau or of all of them together.
    Value {
        /// Code of the indicator.
        indicator: String,
        /// The bureau; none for all of them together.
        bureau: Option<BureauCode>,
        /// What was said.
        was: Option<Count>,
        /// What is so now.
        is: Option<Count>,
    },
    /// A place under an indicator, or in the composite.
    Place {
        /// Code of the indicator; none for the composite.
        indicator: Option<String>,
        /// The bureau.
        bureau: BureauCode,
        /// The place that was said.
        was: Option<u32>,
        /// The place now.
        is: Option<u32>,
    },
}

/// What is otherwise in the second of two snapshots of one period: filings, then values and places indicator by indicator, then the
/// composite. A bureau or an indicator that only one of them knows is not compared: another definition is no correction.
pub fn between(was: &Snapshot, is: &Snapshot) -> Vec<Change> {
    let mut changes = Vec::new();
    for told in &was.bureaus {
        let now = is.bureaus.iter().find(|now| now.bureau == told.bureau);
        if let Some(now) = now.filter(|now| now.filed != told.filed) {
            let (bureau, was, is) = (told.bureau.clone(), told.filed.clone(), now.filed.clone());
            changes.push(Change::Filed { bureau, was, is });
        }
    }
    for table in &was.tables {
        if let Some(now) = is.table(&table.indicator) {
            changes.extend(of_table(table, now, was));
        }
    }
    for told in &was.bureaus {
        let place = |of: &Snapshot| {
            of.composite.iter().find(|points| points.bureau == told.bureau).map(|points| points.place)
        };
        if let (Some(before), Some(now)) = (place(was), place(is))
            && before != now
        {
            let bureau = told.bureau.clone();
            changes.push(Change::Place { indicator: None, bureau, was: before, is: now });
        }
    }
    changes
}

/// The changes of one indicator, all bureaus together first, then in official order.
fn of_table(was: &Figures, is: &Figures, order: &Snapshot) -> Vec<Change> {
    let value = |bureau: Option<&BureauCode>, was: Option<Count>, of: Option<Count>| {
        // 2/4 and 1/2 are one rate and two statements: the counts are what is corrected.
        let indicator = is.indicator.clone();
        (was != of).then(|| Change::Value { indicator, bureau: bureau.cloned(), was, is: of })
    };
    let mut changes: Vec<Change> = value(None, was.pooled, is.pooled).into_iter().collect();
    for told in &order.bureaus {
        let (Some(before), Some(now)) = (was.row(&told.bureau), is.row(&told.bureau)) else { continue };
        changes.extend(value(Some(&told.bureau), before.value, now.value));
        let place = |line: &Line| line.place;
        if place(before) != place(now) {
            changes.push(Change::Place {
                indicator: Some(is.indicator.clone()),
                bureau: told.bureau.clone(),
                was: place(before),
                is: place(now),
            });
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use schemas::text::Text;

    use super::{
        super::snapshot::{Points, Told, Why},
        *,
    };

    fn code(text: &str) -> BureauCode {
        text.parse().unwrap()
    }

    fn line(bureau: &str, num: i64, den: i64, place: u32) -> Line {
        let value = Some(Count { num, den });
        Line { bureau: code(bureau), value, line: None, target: None, place: Some(place), why: None }
    }

    fn snapshot() -> Snapshot {
        let told = |bureau: &str, late_days| Told {
            bureau: code(bureau),
            name: Text::same(bureau.to_owned()),
            filed: Filed::Whole { late_days, nil: false },
        };
        let points = |bureau: &str, place| Points {
            bureau: code(bureau),
            points: Some("99.000".into()),
            place: Some(place),
            before: None,
            why: None,
        };
        Snapshot {
            period: "2025Q3".parse().unwrap(),
            bureaus: vec![told("1", 0), told("2", 3)],
            tables: vec![Figures {
                indicator: "I3".into(),
                pooled: Some(Count { num: 180, den: 200 }),
                line: None,
                target: None,
                rows: vec![line("1", 95, 100, 1), line("2", 85, 100, 2)],
            }],
            composite: vec![points("1", 1), points("2", 2)],
        }
    }

    #[test]
    fn the_same_figures_need_no_correction() {
        assert_eq!(between(&snapshot(), &snapshot()), []);
    }

    #[test]
    fn every_figure_that_changed_is_named_once_with_both_values() {
        let mut now = snapshot();
        now.tables[0].pooled = Some(Count { num: 191, den: 200 });
        now.tables[0].rows = vec![line("2", 96, 100, 1), line("1", 95, 100, 2)];
        now.composite[0].place = Some(2);
        now.composite[1].place = Some(1);
        now.bureaus[1].filed = Filed::Missing(vec!["L5".into()]);
        let value = |bureau: Option<&str>, was: i64, is: i64, den| Change::Value {
            indicator: "I3".into(),
            bureau: bureau.map(code),
            was: Some(Count { num: was, den }),
            is: Some(Count { num: is, den }),
        };
        let place = |indicator: Option<&str>, bureau: &str, was, is| Change::Place {
            indicator: indicator.map(str::to_owned),
            bureau: code(bureau),
            was: Some(was),
            is: Some(is),
        };
        let wanted = [
            Change::Filed {
                bureau: code("2"),
                was: Filed::Whole { late_days: 3, nil: false },
                is: Filed::Missing(vec!["L5".into()]),
            },
            value(None, 180, 191, 200),
            place(Some("I3"), "1", 1, 2),
            value(Some("2"), 85, 96, 100),
            place(Some("I3"), "2", 2, 1),
            place(None, "1", 1, 2),
            place(None, "2", 2, 1),
        ];
        assert_eq!(between(&snapshot(), &now), wanted);
    }

    #[test]
    fn what_only_one_of_them_knows_is_not_compared() {
        let mut now = snapshot();
        now.tables[0].indicator = "I4".into();
        now.bureaus.remove(1);
        now.composite.remove(1);
        assert_eq!(between(&snapshot(), &now), []);
        let mut lost = snapshot();
        lost.tables[0].rows[1].value = None;
        lost.tables[0].rows[1].place = None;
        lost.tables[0].rows[1].why = Some(Why::NotFiled);
        assert_eq!(between(&snapshot(), &lost).len(), 2, "a value and a place that are gone");
    }
}
