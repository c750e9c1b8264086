//! Reports of one event in their order: one first report, then numbered ones, one last, each later than the one before.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use super::Findings;
use crate::{
    finding::{Finding, Severity},
    form::{Chain, Form},
    table::Table,
    text::Text,
};

/// A row of a chain.
struct Report<'a> {
    row: usize,
    at: NaiveDateTime,
    stage: &'a str,
    number: Option<i64>,
}

pub(super) fn check(table: &Table, findings: &mut Findings<'_>) {
    let form = table.form();
    let Some(chain) = &form.chain else { return };
    let index = |key: &str| form.column(key).map_or(usize::MAX, |(index, _)| index);
    let (of, at, stage, number) =
        (index(&chain.of), index(&chain.at), index(&chain.stage), index(&chain.number));
    let mut matters: BTreeMap<&str, Vec<Report<'_>>> = BTreeMap::new();
    for row in 0..table.len() {
        // What is missing is said by the rule that wants it.
        let read = (table.text(row, of), table.instant(row, at), table.code(row, stage));
        let (Some(matter), Some(at), Some(stage)) = read else { continue };
        let report = Report { row, at, stage, number: table.number(row, number) };
        matters.entry(matter).or_default().push(report);
    }
    let code = |code: &str, what: Text, fix: Text| {
        Finding::new(format!("{}-{code}", chain.code), Severity::Block, what, fix)
    };
    for reports in matters.values_mut() {
        // Stable: reports of one minute stay in the order of the file.
        reports.sort_by_key(|report| report.at);
        let (first, next, last) = (
            named(form, chain, &chain.first),
            named(form, chain, &chain.next),
            named(form, chain, &chain.last),
        );
        let mut wanted = 1;
        for (position, report) in reports.iter().enumerate() {
            let (begins, ends) = (report.stage == chain.first, report.stage == chain.last);
            if begins != (position == 0) {
                let what = if begins {
                    Text::new(
                        "同一事项有两份{first}，或{first}晚于其他报告",
                        "A matter has a second “{first}”, or one later than another report",
                    )
                } else {
                    Text::new(
                        "该事项最早的一份不是{first}",
                        "The earliest report of the matter is not “{first}”",
                    )
                };
                let fix = Text::new(
                    "每一事项先{first}一次，此前各次报告都要列在表中；核对上报时间",
                    "A matter begins with one “{first}”, and every report so far is listed; check the times",
                );
                findings.at(
                    report.row,
                    stage,
                    code("first", what.fill(&[("first", &first)]), fix.fill(&[("first", &first)])),
                );
            }
            if position + 1 < reports.len() && ends {
                let what = Text::new("{last}之后还有报告", "There is a report after “{last}”")
                    .fill(&[("last", &last)]);
                let fix = Text::new(
                    "事项未了结的不作{last}；已了结后又起的，另立事项",
                    "Leave “{last}” until it is over; what begins again is a matter of its own",
                );
                findings.at(report.row, stage, code("last", what, fix.fill(&[("last", &last)])));
            }
            if report.stage == chain.next {
                if report.number != Some(wanted) {
                    let what =
                        Text::new("{next}序号应为{wanted}", "The number of “{next}” should be {wanted}");
                    let fix = Text::new(
                        "{next}按上报时间从1起连续编号，不得缺号",
                        "Number them from 1 in the order of their times, without a gap",
                    );
                    findings.at(
                        report.row,
                        number,
                        code(
                            "number",
                            what.fill(&[("next", &next), ("wanted", &wanted)]),
                            fix.fill(&[("next", &next)]),
                        ),
                    );
                }
                wanted += 1;
            }
        }
    }
}

/// A stage by its name in the code list.
fn named(form: &Form, chain: &Chain, code: &str) -> Text {
    let list = form.column(&chain.stage).and_then(|(index, _)| form.list_of(index));
    let item = list.and_then(|list| list.items.iter().find(|item| item.code == code));
    item.map_or_else(|| Text::same(code.to_owned()), |item| Text::owned(item.zh.clone(), item.en.clone()))
}
