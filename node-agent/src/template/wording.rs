//! What a template says of a column: its heading, what is wanted in a cell, which rules look at it, where it goes.

use schemas::{
    cell::yuan,
    form::{Column, ColumnType, Form, MOST_DATES, Role},
    text::{Lang, Text},
};

use super::words;

/// The heading, which a reader of ledgers knows again: a star marks what must be filled, 元 the unit.
pub(super) fn heading(column: &Column, lang: Lang) -> String {
    let title = column.title();
    let unit = if column.kind == ColumnType::Money && lang == Lang::Zh { "（元）" } else { "" };
    let star = if column.required { "*" } else { "" };
    format!("{}{unit}{star}", title.get(lang))
}

/// What a cell holds.
pub(super) fn wanted(form: &Form, index: usize, column: &Column) -> Text {
    let least = column.min.unwrap_or(0);
    let list = form.list_of(index).map_or_else(|| Text::same(""), |list| list.name.clone());
    match column.kind {
        ColumnType::Text => words::WANT_TEXT.fill(&[("n", &column.longest())]),
        ColumnType::Int => words::WANT_INT.fill(&[("n", &least)]),
        ColumnType::Money => words::WANT_MONEY.fill(&[("n", &yuan(least))]),
        ColumnType::Percent => words::WANT_PERCENT.fill(&[("how", &ratio(form, column))]),
        ColumnType::Date => words::WANT_DATE,
        ColumnType::Log => words::WANT_LOG.fill(&[("n", &column.longest())]),
        ColumnType::Dates => words::WANT_DATES.fill(&[("n", &MOST_DATES)]),
        ColumnType::DateTime => words::WANT_TIME,
        ColumnType::Bool => words::WANT_BOOL,
        ColumnType::Code => words::WANT_CODE.fill(&[("list", &list)]),
        ColumnType::Codes => words::WANT_CODES.fill(&[("list", &list)]),
        ColumnType::Uscc => words::WANT_USCC,
        ColumnType::IdNumber => words::WANT_ID,
    }
}

/// What a share is of what: `拟裁人数÷职工总数`.
fn ratio(form: &Form, column: &Column) -> Text {
    let title = |key: &str| form.column(key).map_or_else(|| Text::same(""), |(_, column)| column.title());
    column.ratio.as_ref().map_or_else(
        || Text::same(""),
        |ratio| {
            Text::new("{of}÷{to}", "{of} ÷ {to}")
                .fill(&[("of", &title(&ratio.of)), ("to", &title(&ratio.to))])
        },
    )
}

/// How a cell is filled: whether it must be, with what, and what the form's author adds.
pub(super) fn how(form: &Form, index: usize, column: &Column, lang: Lang) -> Vec<String> {
    let mut lines = vec![if column.required { words::MUST_FILL } else { words::MAY_FILL }];
    lines.push(wanted(form, index, column));
    if column.role == Some(Role::Case) {
        lines.push(words::STANDS_ONCE);
    }
    if column.event {
        lines.push(words::NOT_AFTER_PERIOD);
    }
    lines.extend(column.note.clone());
    if column.privacy.leaves() && column.kind == ColumnType::Text {
        lines.push(words::NO_PERSONAL_DATA);
    }
    lines.iter().map(|line| line.get(lang).to_owned()).collect()
}

/// Where the cells of a column go, by its privacy class.
pub(super) fn goes(column: &Column, lang: Lang) -> String {
    let where_to = if column.privacy.leaves() { words::GOES_UP } else { words::STAYS_HERE };
    where_to.fill(&[("class", &format!("{:?}", column.privacy))]).get(lang).to_owned()
}

/// Everything a heading's note says: how it is filled, the rules that point at it, where it goes.
pub(super) fn column(form: &Form, index: usize, column: &Column, lang: Lang) -> Vec<String> {
    let rules = form.rules.iter().filter(|rule| form.resolve(&rule.at).is_some_and(|(at, _)| at == index));
    let rules = rules.map(|rule| {
        let what = Text::owned(rule.zh.clone(), rule.en.clone());
        words::CHECKED.fill(&[("code", &rule.code), ("what", &what)]).get(lang).to_owned()
    });
    how(form, index, column, lang).into_iter().chain(rules).chain([goes(column, lang)]).collect()
}
