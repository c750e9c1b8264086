//! The tables of the report: totals, ledgers of each bureau, the composite, places per indicator, files.

use schemas::{
    finding::Severity,
    summary::Unit,
    tally::Tallies,
    target::Standing,
    text::{Lang, Text},
};

use super::{
    Annex, Figure,
    table::{ABSENT, BAD, Cell, Grid, HALF, NEAR, OFF, OK, Table, head, right},
    words,
};
use crate::{
    compile::{
        Compiled, LedgerState,
        entry::State,
        place::{Line, Places, ScoreLine, standing},
        words as file_words,
    },
    figures::{self, DASH},
    words::place as place_words,
};

/// Columns of the summary that a bulletin prints.
const PRINTED: [&str; 7] = ["opening", "accepted", "closed", "ending", "overdue_open", "persons", "amount"];

impl Compiled {
    pub(super) fn totals_table(&self, lang: Lang) -> Option<Table> {
        let summary = self.definitions.summary("S1")?;
        let sheet = summary.of(&self.pooled(), &Tallies::default());
        let printed: Vec<(usize, &schemas::summary::Column)> = summary
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| PRINTED.contains(&column.key.as_str()))
            .collect();
        let heading = |(_, column): &(usize, &schemas::summary::Column)| {
            let name = Text::owned(column.zh.clone(), column.en.clone());
            let name =
                if column.unit == Unit::Money { words::TEN_THOUSAND.fill(&[("name", &name)]) } else { name };
            right(name.get(lang))
        };
        let cell = |cells: &Vec<Option<i64>>, (at, column): &(usize, &schemas::summary::Column)| {
            let shown = cells.get(*at).copied().flatten().map(|number| match column.unit {
                Unit::Money => figures::money(number, Lang::Zh).trim_end_matches("万元").to_owned(),
                Unit::Cases | Unit::Persons => figures::count(number),
            });
            Cell::number(shown.unwrap_or_else(|| DASH.into()))
        };
        let rows: Vec<Vec<Cell>> = summary
            .rows
            .iter()
            .zip(&sheet.0)
            .filter(|(_, cells)| cells.iter().any(Option::is_some))
            .map(|(row, cells)| {
                let name = if lang == Lang::Zh { &row.zh } else { &row.en };
                let cells = printed.iter().map(|column| cell(cells, column));
                [Cell::text(name)].into_iter().chain(cells).collect()
            })
            .collect();
        let n =
            self.bureaus.iter().filter(|bureau| self.book.of(&bureau.code, self.period).is_some()).count();
        (!rows.is_empty()).then(|| Table {
            caption: words::TABLE_TOTALS.fill(&[("n", &n)]).get(lang).to_owned(),
            head: [head("")].into_iter().chain(printed.iter().map(heading)).collect(),
            rows,
        })
    }

    pub(super) fn filed_table(&self, lang: Lang) -> Grid {
        let heads = self.forms.iter().map(|form| head(format!("{} {}", form.form, form.name.get(lang))));
        let row = |bureau: &schemas::bureau::Bureau| {
            let cells = self.forms.iter().map(|form| {
                let state = self.ledger_state(&bureau.code, &form.form);
                let mark = match state {
                    LedgerState::Counted => OK,
                    LedgerState::Unexplained => HALF,
                    LedgerState::Nil => OFF,
                    LedgerState::Returned => BAD,
                    LedgerState::NotFiled => ABSENT,
                };
                Cell::marked(mark, state.title().get(lang))
            });
            [Cell::text(bureau.name.get(lang))].into_iter().chain(cells).collect()
        };
        Table {
            caption: words::TABLE_FILED.get(lang).to_owned(),
            head: [head(place_words::BUREAU.get(lang))].into_iter().chain(heads).collect(),
            rows: self.bureaus.iter().map(row).collect(),
        }
    }

    pub(super) fn composite_table(&self, lang: Lang) -> Table {
        let word = |text: Text| text.get(lang).to_owned();
        let row = |line: &ScoreLine<'_>| {
            vec![
                Cell { small: pending(line.score.unconfirmed, lang), ..Cell::text(&line.name) },
                Cell::number(line.rank.map_or(DASH.into(), |rank| rank.to_string())),
                Cell::text(moved(line.rank, line.movement())),
                Cell::number(line.points(3).unwrap_or_else(|| DASH.into())),
                Cell::number(line.score.weight.to_string()),
                Cell::text(&line.reason),
            ]
        };
        Table {
            caption: word(words::TABLE_COMPOSITE),
            head: vec![
                head(word(place_words::BUREAU)),
                right(word(place_words::RANK)),
                head(word(place_words::MOVEMENT)),
                right(word(place_words::SCORE)),
                right(word(file_words::WEIGHT_JUDGED)),
                head(word(place_words::REASON)),
            ],
            rows: self.scores(lang).iter().map(row).collect(),
        }
    }

    pub(super) fn annex(&self, places: &Places<'_>, svg: String, lang: Lang) -> Annex {
        let word = |text: Text| text.get(lang).to_owned();
        let sign = figures::sign(places.indicator.unit, lang).trim();
        let value = file_words::WITH_UNIT.fill(&[("name", &place_words::VALUE), ("unit", &sign)]);
        let title = format!("{} {}", places.indicator.indicator, places.indicator.name.get(lang));
        Annex {
            figure: Figure { svg, caption: String::new() },
            table: Table {
                caption: places.ask.clone(),
                head: vec![
                    head(word(place_words::BUREAU)),
                    right(word(place_words::RANK)),
                    head(word(place_words::MOVEMENT)),
                    right(word(value)),
                    head(word(place_words::AGAINST_TARGET)),
                    head(word(place_words::REASON)),
                ],
                rows: places.lines.iter().chain([&places.city]).map(|line| place_row(line, lang)).collect(),
            },
            title,
        }
    }

    pub(super) fn files_table(&self, most: usize, lang: Lang) -> Table {
        let word = |text: Text| text.get(lang).to_owned();
        // What needs a person first.
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|entry| entry.state);
        let row = |entry: &&crate::compile::entry::Entry| {
            let mark = match entry.state {
                State::Counted if entry.unexplained() > 0 => HALF,
                State::Counted | State::Reasons => OK,
                State::Returned | State::Unclear => BAD,
                State::Nil | State::SetAside => OFF,
            };
            let said = entry
                .findings
                .iter()
                .find(|finding| entry.state != State::Counted || finding.severity != Severity::Notice);
            let fix = said.map_or("", |finding| finding.fix.get(lang));
            vec![
                Cell::text(&entry.file),
                Cell::text(entry.bureau.as_ref().map_or(DASH.into(), |code| self.name(code, lang))),
                Cell::text(entry.period.map_or(DASH.into(), |period| period.to_string())),
                Cell::text(entry.form.as_deref().unwrap_or(DASH)),
                Cell::marked(mark, entry.state.title().get(lang)),
                Cell::number(entry.rows.to_string()),
                Cell {
                    small: fix.to_owned(),
                    ..Cell::text(said.map_or("", |finding| finding.what.get(lang)))
                },
            ]
        };
        Table {
            caption: String::new(),
            head: vec![
                head(word(file_words::FILE)),
                head(word(place_words::BUREAU)),
                head(word(file_words::PERIOD)),
                head(word(file_words::FORM)),
                head(word(file_words::OUTCOME)),
                right(word(file_words::ROWS)),
                head(word(file_words::FIRST_FINDING)),
            ],
            rows: entries.iter().take(most).map(row).collect(),
        }
    }

    pub(super) fn files_note(&self, most: usize, lang: Lang) -> String {
        let more = self.entries.len().saturating_sub(most);
        let mut note = words::SEE_FINDINGS.get(lang).to_owned();
        if more > 0 {
            note.push_str(words::MORE_FILES.fill(&[("n", &more)]).get(lang));
        }
        note
    }
}

fn place_row(line: &Line, lang: Lang) -> Vec<Cell> {
    let counts = line.counts.map(|(num, den)| format!("{}/{}", figures::count(num), figures::count(den)));
    let against = match line.standing.filter(|_| line.reason.is_empty()) {
        None => Cell::default(),
        Some(stands) => {
            let gap = line.gap.as_deref().unwrap_or_default();
            let mark = match stands {
                Standing::Met => OK,
                Standing::Near => NEAR,
                Standing::Missed => BAD,
            };
            Cell::marked(mark, format!("{} {gap}", standing(line, lang)).trim())
        }
    };
    vec![
        Cell { small: pending(line.unexplained, lang), ..Cell::text(&line.name) },
        Cell::number(line.rank.map_or(DASH.into(), |rank| rank.to_string())),
        Cell::text(moved(line.rank, line.movement())),
        Cell {
            small: counts.unwrap_or_default(),
            ..Cell::number(line.shown.clone().unwrap_or_else(|| DASH.into()))
        },
        against,
        Cell::text(&line.reason),
    ]
}

fn pending(unexplained: bool, lang: Lang) -> String {
    if unexplained { file_words::TO_EXPLAIN.get(lang).to_owned() } else { String::new() }
}

/// `↑2`, `↓1`, `–`; nothing without a place now and before.
fn moved(rank: Option<u32>, movement: Option<i64>) -> String {
    match (rank, movement) {
        (Some(_), Some(by @ 1..)) => format!("↑{by}"),
        (Some(_), Some(0)) => "–".into(),
        (Some(_), Some(by)) => format!("↓{}", by.abs()),
        _ => String::new(),
    }
}
