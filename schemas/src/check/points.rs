//! What a row's codes come to is computed: a number that is left out is put in, and another than the sum is explained.

use super::Findings;
use crate::{
    finding::{Finding, Severity},
    form::{Column, Form},
    table::{Cell, Table},
    text::Text,
};

pub(super) fn check(table: &Table, findings: &mut Findings<'_>) {
    let form = table.form();
    for (index, column) in form.columns.iter().enumerate() {
        let Some((of, _)) = column.points.as_ref().and_then(|points| form.column(&points.of)) else {
            continue;
        };
        for row in 0..table.len() {
            let (Some(said), Cell::Codes(bits)) = (table.number(row, index), table.cell(row, of)) else {
                continue;
            };
            let Some(computed) = computed(form, column, bits).filter(|computed| *computed != said) else {
                continue;
            };
            findings.at(row, index, contradicts(form, column, computed));
        }
    }
}

/// What the codes of a row, as bits of their places in the list, come to.
pub(crate) fn computed(form: &Form, column: &Column, bits: u64) -> Option<i64> {
    let points = column.points.as_ref()?;
    let (of, _) = form.column(&points.of)?;
    let items = form.list_of(of)?.items.iter().enumerate();
    let given = items.filter(|(place, _)| {
        bits.checked_shr(u32::try_from(*place).unwrap_or(u32::MAX)).unwrap_or(0) & 1 == 1
    });
    let each = given.filter_map(|(_, item)| points.each.get(&item.code));
    let sum = each.fold(0_u32, |sum, points| sum.saturating_add(*points));
    Some(sum.min(points.most).into())
}

fn contradicts(form: &Form, column: &Column, computed: i64) -> Finding {
    let of = column.points.as_ref().and_then(|points| form.column(&points.of));
    let of = of.map_or_else(|| Text::same(""), |(_, column)| column.title());
    let what = Text::new("“{column}”按“{of}”计为{computed}", "“{column}” comes to {computed} by “{of}”");
    let fix = Text::new(
        "核对；该列可以不填，由程序计算。按其他办法评定的，说明依据",
        "Check; it may be left out and is computed. If it was found in another way, say how",
    );
    let what = what.fill(&[("column", &column.title()), ("of", &of), ("computed", &computed)]);
    Finding::new("points", Severity::Explain, what, fix)
}
