//! Personal data in cells that would leave the node: blocked before anything is sealed (DOMAIN §6.3).

use super::Findings;
use crate::{
    finding::{Finding, Severity},
    form::{ColumnType, Role},
    privacy::{Scan, personal_data},
    table::Table,
    text::Text,
};

pub(super) fn check(table: &Table, findings: &mut Findings<'_>) {
    let form = table.form();
    let held: Vec<usize> = form
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| {
            !column.privacy.leaves() && matches!(column.kind, ColumnType::Text | ColumnType::IdNumber)
        })
        .map(|(index, _)| index)
        .collect();
    for (index, column) in form.leaving().filter(|(_, column)| column.kind == ColumnType::Text) {
        let scan = if matches!(column.role, Some(Role::Case | Role::Matter)) {
            Scan::Identifier
        } else {
            Scan::FreeText
        };
        for row in 0..table.len() {
            let Some(text) = table.text(row, index) else { continue };
            // A name of this very row repeated in its text would leave with it.
            let repeated = || {
                let names = held
                    .iter()
                    .filter_map(|held| table.text(row, *held))
                    .filter(|name| name.chars().count() >= 2);
                names.into_iter().any(|name| text.contains(name))
            };
            let kind = match personal_data(text, scan) {
                Some(kind) => kind.title(),
                None if repeated() => Text::new("当事人信息", "a party's details"),
                None => continue,
            };
            let what = Text::new(
                "“{column}”中含有{kind}，不得上报",
                "“{column}” holds {kind}, which must not leave this node",
            );
            let fix = Text::new("删去个人信息，只写事由", "Remove it and state the matter only");
            let mut finding = Finding::new(
                "personal-data",
                Severity::Block,
                what.fill(&[("column", &column.title()), ("kind", &kind)]),
                fix,
            );
            finding.place = table.column_place(row, index);
            finding.column = Some(column.key.clone());
            // Neither the text nor the case number is repeated: either may be what must not travel.
            findings.push(finding);
        }
    }
}
