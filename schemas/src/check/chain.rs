//! Reports of one event in their order: one first report, then numbered ones, one last, each later than the one before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;

use super::{Against, Findings};
use crate::{
    campaign::subject_of,
    finding::{Finding, Severity},
    form::{Chain, Form, Role},
    place::Place,
    statement::Subject,
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

pub(super) fn check(table: &Table, against: &Against<'_>, findings: &mut Findings<'_>) {
    let form = table.form();
    let Some(chain) = &form.chain else { return };
    for before in against.beside.unwrap_or_default().iter().filter(|other| other.form().form == form.form) {
        follows(table, chain, before, findings);
    }
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

/// The reports that were filed before stand in this one as they were: number, kind and place in the order.
fn follows(table: &Table, chain: &Chain, before: &Table, findings: &mut Findings<'_>) {
    let name = |table: &Table, row: usize| -> (Option<String>, Option<String>, Option<i64>) {
        let form = table.form();
        let column = |key: &str| form.column(key).map(|(index, _)| index);
        let case = form.with_role(Role::Case).and_then(|(case, _)| table.text(row, case));
        let stage = column(&chain.stage).and_then(|stage| table.code(row, stage));
        let number = column(&chain.number).and_then(|number| table.number(row, number));
        (case.map(str::to_owned), stage.map(str::to_owned), number)
    };
    let here: BTreeSet<_> = (0..table.len()).map(|row| name(table, row)).collect();
    for filed in (0..before.len()).map(|row| name(before, row)).filter(|filed| !here.contains(filed)) {
        let (case, stage, number) = filed;
        let stage = stage.map_or_else(|| Text::same(""), |stage| named(table.form(), chain, &stage));
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        let what = Text::new(
            "此前已报的{stage}{number}（{case}）不在表中，或类型、序号与已报的不同",
            "“{stage}” {number} ({case}), filed before, is missing or is another kind or number now",
        );
        let fix = Text::new(
            "列出此前各次报告，编号、类型、序号不变；报错的先更正那一次的报送",
            "List every report so far with its number and kind; if one was wrong, amend that filing first",
        );
        let shown = case.clone().unwrap_or_default();
        let what = what.fill(&[("stage", &stage), ("number", &number), ("case", &shown)]);
        let mut finding = Finding::new(format!("{}-before", chain.code), Severity::Block, what, fix);
        finding.place = Place { row: None, column: None, ..table.place(0) };
        finding.case = case;
        findings.push(finding);
    }
}

/// Rows of reports whose matter is not the one the filing is of: it names one, and whoever looks for it finds others.
pub fn of_another_matter(table: &Table, subject: &Subject) -> Vec<Finding> {
    let form = table.form();
    let mut findings = Findings { table, found: Vec::new(), more: 0 };
    let matter = form.chain.as_ref().and_then(|chain| Some((chain, form.column(&chain.of)?.0)));
    if let Some((chain, column)) = matter {
        for row in 0..table.len() {
            let Some(of) = table.text(row, column).and_then(subject_of).filter(|of| of != subject) else {
                continue;
            };
            let what = Text::new(
                "该行的事项（{of}）不是报送时指明的事项 {subject}",
                "This row is of the matter {of}, and the filing is of {subject}",
            );
            let fix = Text::new(
                "一事一报：更正事项编号，或以 --subject {of} 另行报送",
                "One report, one matter: correct its number, or file it with --subject {of}",
            );
            let (of, subject) = (of.to_string(), subject.to_string());
            let fill = |text: Text| text.fill(&[("of", &of), ("subject", &subject)]);
            let finding =
                Finding::new(format!("{}-subject", chain.code), Severity::Block, fill(what), fill(fix));
            findings.at(row, column, finding);
        }
    }
    findings.finish()
}

/// A stage by its name in the code list.
fn named(form: &Form, chain: &Chain, code: &str) -> Text {
    let list = form.column(&chain.stage).and_then(|(index, _)| form.list_of(index));
    list.map_or_else(|| Text::same(code.to_owned()), |list| list.meaning(code))
}
