//! Carry-over: the cases open at the end of the previous period are the cases open at the start of this one
//! (O(t) = E(t−1), DOMAIN §2.3 item 1; RULINGS 3).

use std::collections::BTreeSet;

use super::{Against, Findings};
use crate::{
    finding::{Finding, Severity},
    form::{History, Role},
    period::Period,
    place::Place,
    table::Table,
    text::{Lang, Text},
};

/// Code of the findings of this check.
pub const CONTINUITY: &str = "continuity";
/// Code of the finding on a ledger whose earlier period was amended afterwards.
pub const AMENDED_BEFORE: &str = "amended-before";
/// Most cases that finding names each way.
const NAMED: usize = 20;

/// The cases of a ledger that were open at the start of a period: row and case.
fn rows_open_at_start(table: &Table, period: Period) -> impl Iterator<Item = (usize, &str)> {
    let form = table.form();
    let index = |role| form.with_role(role).map_or(usize::MAX, |(index, _)| index);
    let (case, opened, closed) = (index(Role::Case), index(Role::Opened), index(Role::Closed));
    let of_history = |key: fn(&History) -> Option<&String>| {
        form.history
            .as_ref()
            .and_then(key)
            .and_then(|key| form.column(key))
            .map_or(usize::MAX, |(index, _)| index)
    };
    let again = of_history(|history| history.reopened.as_ref());
    let over = of_history(|history| history.over_before.as_ref());
    (0..table.len()).filter_map(move |row| {
        let before = |column| table.date(row, column).map(|day| day < period.start());
        let came = match before(again) {
            // It came in again before the period.
            Some(true) => true,
            // It came in again since, and was open when the period began if it had ended no earlier.
            Some(false) => before(opened) == Some(true) && before(over) == Some(false),
            None => before(opened) == Some(true),
        };
        let went = table.date(row, closed).is_some_and(|day| day < period.start());
        (came && !went).then(|| table.text(row, case)).flatten().map(|key| (row, key))
    })
}

/// The cases open at the end of a period.
pub fn open_at_end(table: &Table, period: Period) -> BTreeSet<String> {
    let Some(next) = period.next() else { return BTreeSet::new() };
    open_at_start(table, next)
}

/// The cases open at the start of a period.
pub fn open_at_start(table: &Table, period: Period) -> BTreeSet<String> {
    rows_open_at_start(table, period).map(|(_, case)| case.to_owned()).collect()
}

/// The finding on a ledger that no longer begins where the earlier one, amended since, now ends; `None` if the two
/// agree. Cases whose difference was explained when the ledger was filed are left alone (RULINGS 3).
pub fn amended_before(
    ending: &BTreeSet<String>,
    opening: &BTreeSet<String>,
    explained: &BTreeSet<&str>,
) -> Option<Finding> {
    let new = |a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> {
        a.difference(b).filter(|case| !explained.contains(case.as_str())).cloned().collect()
    };
    let (missing, extra) = (new(ending, opening), new(opening, ending));
    let parts = [
        (
            missing,
            Text::new(
                "上期期末未结而本期期初没有",
                "open at the end of the earlier period and not in this one",
            ),
        ),
        (
            extra,
            Text::new(
                "本期期初未结而上期期末没有",
                "open at the start of this period and not at the end of the earlier one",
            ),
        ),
    ];
    let parts: Vec<(Text, Text)> = parts
        .iter()
        .filter(|(cases, _)| !cases.is_empty())
        .map(|(cases, words)| (words.clone(), named(cases)))
        .collect();
    if parts.is_empty() {
        return None;
    }
    let join = |lang| -> Vec<String> {
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        parts.iter().map(|(words, cases)| format!("{}{colon}{}", words.get(lang), cases.get(lang))).collect()
    };
    let cases = Text::owned(join(Lang::Zh).join("；"), join(Lang::En).join("; "));
    let what = Text::new(
        "上期台账更正后，本期期初与上期期末不再一致。{cases}",
        "Since the earlier period was amended this one no longer begins where that one ends: {cases}",
    );
    let fix = Text::new(
        "核对后更正本期台账；确有转入、转出、合并的，在更正时说明理由",
        "Amend this ledger accordingly; where cases came or left by transfer or merger, give that reason in the amendment",
    );
    Some(Finding::new(AMENDED_BEFORE, Severity::Explain, what.fill(&[("cases", &cases)]), fix))
}

/// The first cases by name, and how many there are.
fn named(cases: &[String]) -> Text {
    let first = |comma: &str| cases.iter().take(NAMED).cloned().collect::<Vec<_>>().join(comma);
    let all = cases.len();
    if all <= NAMED {
        return Text::owned(first("、"), first(", "));
    }
    Text::owned(format!("{}等{all}件", first("、")), format!("{} and others, {all} in all", first(", ")))
}

pub(super) fn check(table: &Table, against: &Against<'_>, findings: &mut Findings<'_>) {
    let form = table.form();
    let (true, Some(before)) = (form.continuity, against.previously_open) else { return };
    let Some((column, _)) = form.with_role(Role::Opened) else { return };
    let mut here = BTreeSet::new();
    for (row, case) in rows_open_at_start(table, against.window.period) {
        here.insert(case);
        if before.contains(case) {
            continue;
        }
        let what = Text::new(
            "期初未结中有此案，但上期期末未结中没有",
            "Open at the start, but not open at the end of the previous period",
        );
        let fix = Text::new(
            "核对受理日期；确有转入、更正、合并的，说明理由",
            "Check the date; if it came by transfer, amendment or merger, give that reason",
        );
        findings.at(row, column, Finding::new(CONTINUITY, Severity::Block, what, fix));
    }
    for case in before.iter().filter(|case| !here.contains(case.as_str())) {
        let what = Text::new(
            "上期期末未结案件{case}不在本期台账中",
            "Case {case}, open at the end of the previous period, is missing",
        );
        let fix = Text::new(
            "补入该案；确有转出、更正、合并的，说明理由",
            "Add the case; if it left by transfer, amendment or merger, give that reason",
        );
        let mut finding = Finding::new(CONTINUITY, Severity::Block, what.fill(&[("case", case)]), fix);
        finding.place = Place { row: None, column: None, ..table.place(0) };
        finding.case = Some(case.clone());
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(cases: &[&str]) -> BTreeSet<String> {
        cases.iter().map(|case| (*case).to_owned()).collect()
    }

    #[test]
    fn an_amended_earlier_period_is_named_case_by_case() {
        let none = BTreeSet::new();
        assert_eq!(amended_before(&set(&["甲", "乙"]), &set(&["乙", "甲"]), &none), None);
        let finding = amended_before(&set(&["甲", "乙"]), &set(&["乙", "丙"]), &none).unwrap();
        assert_eq!((finding.code.as_str(), finding.severity), (AMENDED_BEFORE, Severity::Explain));
        let what = Text::new(
            "上期台账更正后，本期期初与上期期末不再一致。上期期末未结而本期期初没有：甲；本期期初未结而上期期末没有：丙",
            "Since the earlier period was amended this one no longer begins where that one ends: open at the end of the \
             earlier period and not in this one: 甲; open at the start of this period and not at the end of the earlier \
             one: 丙",
        );
        let fix = Text::new(
            "核对后更正本期台账；确有转入、转出、合并的，在更正时说明理由",
            "Amend this ledger accordingly; where cases came or left by transfer or merger, give that reason in the \
             amendment",
        );
        assert_eq!((finding.what, finding.fix), (what, fix));
        assert_eq!(amended_before(&set(&["甲", "乙"]), &set(&["乙"]), &BTreeSet::from(["甲"])), None);
    }

    #[test]
    fn many_cases_are_counted_and_not_all_named() {
        let cases: BTreeSet<String> = (0..NAMED + 5).map(|case| format!("{case:02}号")).collect();
        let finding = amended_before(&cases, &BTreeSet::new(), &BTreeSet::new()).unwrap();
        let (zh, en) = (&finding.what.zh, &finding.what.en);
        assert!(zh.ends_with("18号、19号等25件"), "{zh}");
        assert!(en.ends_with("18号, 19号 and others, 25 in all"), "{en}");
    }
}
