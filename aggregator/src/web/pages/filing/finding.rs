//! What checking found, one table a severity; a severity with none says 0.

use schemas::{
    finding::{Finding, Severity},
    text::Lang,
};

use super::Matter;
use crate::{
    figures,
    web::{links::Links, mark::Shape},
    words::filing as words,
};

/// Most findings listed of one severity; the annotated workbook has all.
const LISTED: usize = 200;

/// The findings of one severity.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its shape.
    pub shape: Shape,
    /// Its word.
    pub word: String,
    /// How many.
    pub count: usize,
    /// What it does to the filing.
    pub note: String,
    /// Heading of the last column.
    pub last: String,
    /// The findings.
    pub lines: Vec<Line>,
    /// How many are not listed.
    pub more: Option<String>,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Line {
    /// Sheet, row and column, or the whole ledger.
    pub place: String,
    /// The case.
    pub case: Option<String>,
    /// What stands there.
    pub found: String,
    /// What is wrong.
    pub what: String,
    /// What to do, or the reason given.
    pub last: String,
}

/// The findings by severity, gravest first.
pub(super) fn groups(matter: Matter<'_>, links: Links) -> Vec<Group> {
    if matter.revisions.is_empty() {
        return Vec::new();
    }
    [Severity::Block, Severity::Explain, Severity::Notice]
        .into_iter()
        .map(|severity| group(matter, severity, links.lang))
        .collect()
}

/// `阻断0·须说明2·提示3`.
pub(super) fn counts(findings: &[Finding], lang: Lang) -> String {
    let each = [Severity::Block, Severity::Explain, Severity::Notice].map(|severity| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        let gap = if lang == Lang::En { " " } else { "" };
        format!("{}{gap}{count}", word(severity).get(lang))
    });
    figures::joined(&each, lang)
}

fn word(severity: Severity) -> schemas::text::Text {
    match severity {
        Severity::Block => words::BLOCK,
        Severity::Explain => words::EXPLAIN,
        Severity::Notice => words::NOTICE,
    }
}

fn group(matter: Matter<'_>, severity: Severity, lang: Lang) -> Group {
    let found: Vec<&Finding> =
        matter.findings.iter().filter(|finding| finding.severity == severity).collect();
    let (shape, note) = match severity {
        Severity::Block => (Shape::Bad, words::BLOCK_NOTE),
        Severity::Explain => (Shape::Near, words::EXPLAIN_NOTE),
        Severity::Notice => (Shape::Off, words::NOTICE_NOTE),
    };
    let more = found.len().saturating_sub(LISTED);
    let last = if severity == Severity::Explain { words::EXPLANATION } else { words::FIX };
    Group {
        shape: if found.is_empty() { Shape::Ok } else { shape },
        word: word(severity).get(lang).to_owned(),
        count: found.len(),
        note: note.get(lang).to_owned(),
        last: last.get(lang).to_owned(),
        lines: found.iter().take(LISTED).map(|finding| Line::new(matter, finding, lang)).collect(),
        more: (more > 0).then(|| words::MORE_FINDINGS.fill(&[("count", &more)]).get(lang).to_owned()),
    }
}

impl Line {
    fn new(matter: Matter<'_>, finding: &Finding, lang: Lang) -> Self {
        // The city knows rows by their number in what was sealed; sheet and column are the county's own.
        let place = match (&finding.place.sheet, finding.place.row, finding.place.column) {
            (None, Some(row), None) => words::ROW.fill(&[("row", &row)]).get(lang).to_owned(),
            _ => finding.place.to_string(),
        };
        let column = finding.column.as_deref().and_then(|key| matter.form.column(key));
        let column = column.map(|(_, column)| column.title().get(lang).to_owned());
        let explained = match &finding.explained {
            Some(reason) => format!("“{reason}”"),
            None => words::NOT_EXPLAINED.get(lang).to_owned(),
        };
        Self {
            found: match &finding.found {
                Some(found) => found.clone(),
                None if finding.place.column.is_none() && column.is_none() => "—".to_owned(),
                None => words::EMPTY_CELL.get(lang).to_owned(),
            },
            // A case is a place where there is no other.
            case: finding.case.clone().filter(|_| !place.is_empty() || column.is_some()),
            place: match (place.is_empty(), column, &finding.case) {
                (false, ..) => place,
                (true, Some(column), _) => column,
                (true, None, Some(case)) => case.clone(),
                (true, None, None) => words::WHOLE_LEDGER.get(lang).to_owned(),
            },
            what: finding.what.get(lang).to_owned(),
            last: match finding.severity {
                Severity::Explain => explained,
                _ => finding.fix.get(lang).to_owned(),
            },
        }
    }
}
