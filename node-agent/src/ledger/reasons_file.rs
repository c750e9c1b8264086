//! The reasons a person gives for findings, as a sheet with the columns 问题代码, 案号, 理由 and 说明: the tool they
//! keep their ledgers in serves for this too.

use schemas::{
    finding::{Explanation, ListedReason},
    sheet::{book::RawRow, header, heading::Heading, mapping::Mapping, read::Hints, rows, value},
    text::Text,
};

use crate::{error::AgentError, reader::Reader, source::SourceFile, words};

/// Most characters of one reason.
const LONGEST: usize = 500;
/// Words of the listed reasons (RULINGS 3).
const LISTED: [(ListedReason, &[&str]); 5] = [
    (ListedReason::TransferIn, &["transfer-in", "移送转入", "转入"]),
    (ListedReason::TransferOut, &["transfer-out", "移送转出", "转出"]),
    (ListedReason::Amendment, &["amendment", "前期更正", "更正"]),
    (ListedReason::Merger, &["merger", "机构合并", "合并"]),
    (ListedReason::Baseline, &["baseline", "首次建账"]),
];

/// Reads a file of reasons.
///
/// # Errors
/// [`AgentError::Unreadable`] if it is no sheet, [`AgentError::NotRead`] if reading was stopped, [`AgentError::Reasons`] for a row that cannot stand.
pub fn read_reasons(file: &SourceFile, reader: &Reader) -> Result<Vec<Explanation>, AgentError> {
    let headings = [
        Heading::new("code", &["问题代码", "代码", "code"], true),
        Heading::new("case", &["案号", "案件", "case"], false),
        Heading::new("reason", &["理由", "原因", "reason"], false),
        Heading::new("text", &["说明", "说明文字", "text"], true),
    ];
    let hints = Hints { expected: &headings, ..Hints::default() };
    let book = reader.read(file, &hints)?;
    let mut found = Vec::new();
    for sheet in book.sheets.iter().filter(|sheet| !sheet.hidden && !sheet.rows.is_empty()) {
        let mapping = header::find(sheet, &headings).ok().filter(|mapping| mapping.missing.is_empty());
        let mapping =
            mapping.ok_or(AgentError::Reasons { row: 1, what: words::explanation::REASON_HEADINGS })?;
        for row in rows::body(sheet, &mapping).data {
            found.push(reason(row, &mapping)?);
        }
    }
    Ok(found)
}

fn reason(row: &RawRow, mapping: &Mapping) -> Result<Explanation, AgentError> {
    let refuse = |what: Text| AgentError::Reasons { row: row.number, what };
    let cell = |key: &str| -> Result<Option<String>, AgentError> {
        let Some(column) = mapping.column(key) else { return Ok(None) };
        let text = value::text(row.cell(column)).map_err(|unreadable| refuse(unreadable.text()))?;
        Ok(text.filter(|text| !text.is_empty()))
    };
    let listed = cell("reason")?;
    let known =
        |word: &str| LISTED.iter().find(|(_, words)| words.contains(&word)).map(|(reason, _)| *reason);
    let reason = listed
        .map(|word| known(&word).ok_or_else(|| refuse(words::explanation::UNLISTED_REASON)))
        .transpose()?;
    let text = cell("text")?.ok_or_else(|| refuse(words::explanation::REASON_WITHOUT_TEXT))?;
    if text.chars().count() > LONGEST {
        return Err(refuse(words::explanation::REASON_TOO_LONG));
    }
    let code = cell("code")?.ok_or_else(|| refuse(words::explanation::REASON_WITHOUT_CODE))?;
    Ok(Explanation { code, case: cell("case")?, reason, text })
}
