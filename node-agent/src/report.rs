//! What checking a draft gave: findings and figures, as data and as text for a terminal.

use std::{
    collections::BTreeSet,
    fmt::{self, Write as _},
    sync::Arc,
};

use schemas::{
    cell::yuan,
    finding::{Finding, Severity},
    form::{ColumnType, Form},
    period::Period,
    statement::Subject,
    tally::{Tallies, Tally, TallyDefinition},
    text::{Lang, Text},
};
use serde::Serialize;

use crate::{derived::Derived, draft::Draft, matters::Brought, words};

/// The judgement of one ledger.
#[derive(Clone, Serialize)]
pub struct Report {
    /// Code of the form.
    pub form: String,
    /// Its title.
    pub form_name: Text,
    /// The period.
    pub period: Period,
    /// The matter of an event report.
    pub subject: Option<String>,
    /// Rows read.
    pub rows: usize,
    /// What the opening cases were held against.
    #[serde(skip)]
    pub carry: Carry,
    /// Whether a finding keeps the ledger from being filed.
    pub stops: bool,
    /// Findings, gravest first.
    pub findings: Vec<Finding>,
    /// The figures of the rows.
    pub summary: Tallies,
    /// What they give of the quarterly summaries.
    pub derived: Vec<Derived>,
    /// What filing it brings besides: reports of its special cases, the ledger of its major ones.
    pub brings: Vec<Brought>,
    #[serde(skip)]
    definition: Arc<Form>,
}

/// The cases open at the end of the previous period (RULINGS 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carry {
    /// These, of the period filed from here.
    Open(Period, BTreeSet<String>),
    /// None: this is the first ledger of its form, or is filed as a baseline.
    First,
    /// The form carries nothing over.
    Free,
    /// Not known: no node stands behind the check.
    Unknown,
}

impl Carry {
    pub(crate) fn open_cases(&self) -> Option<&BTreeSet<String>> {
        match self {
            Self::Open(_, cases) => Some(cases),
            _ => None,
        }
    }

    fn text(&self) -> Option<Text> {
        match self {
            Self::Open(period, cases) => {
                Some(words::check::CARRIED.fill(&[("period", &period.title()), ("n", &cases.len())]))
            }
            Self::First => Some(words::check::FIRST_LEDGER),
            Self::Unknown => Some(words::check::CARRY_UNKNOWN),
            Self::Free => None,
        }
    }
}

/// Without cells: what is written for a programmer ends in logs.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<&str> = self.findings.iter().map(|finding| finding.code.as_str()).collect();
        write!(f, "Report({} {}, {} rows, {codes:?})", self.form, self.period, self.rows)
    }
}

impl Report {
    pub(crate) fn new(
        form: &Arc<Form>,
        draft: &Draft,
        rows: usize,
        carry: Carry,
        findings: Vec<Finding>,
        summary: Tallies,
        derived: Vec<Derived>,
    ) -> Self {
        Self {
            form: form.form.clone(),
            form_name: form.name.clone(),
            period: draft.period,
            subject: draft.subject.as_ref().map(Subject::to_string),
            rows,
            carry,
            stops: findings.iter().any(Finding::stops),
            findings,
            summary,
            derived,
            brings: Vec::new(),
            definition: Arc::clone(form),
        }
    }

    /// How many findings keep the ledger from being filed.
    pub fn stopping(&self) -> usize {
        self.findings.iter().filter(|finding| finding.stops()).count()
    }

    /// Whether a finding blocks, so that no reason helps.
    pub fn blocks(&self) -> bool {
        self.of(Severity::Block).next().is_some()
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity == severity)
    }

    /// The report in one language: findings by severity with place, value, what and fix; then the figures.
    pub fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        let head = words::check::REPORT_HEAD.fill(&[
            ("form", &self.form),
            ("name", &self.form_name),
            ("period", &self.period.title()),
            ("rows", &self.rows),
        ]);
        line(&mut out, head.get(lang));
        if let Some(carry) = self.carry.text() {
            line(&mut out, carry.get(lang));
        }
        for (severity, title) in [
            (Severity::Block, words::check::BLOCKING),
            (Severity::Explain, words::check::TO_EXPLAIN),
            (Severity::Notice, words::check::NOTICES),
        ] {
            let count = self.of(severity).count();
            if count > 0 {
                line(&mut out, "");
                line(&mut out, title.fill(&[("n", &count)]).get(lang));
                self.of(severity).for_each(|finding| show(&mut out, finding, lang));
            }
        }
        line(&mut out, "");
        line(&mut out, words::check::FIGURES.get(lang));
        for (definition, value) in self.figures() {
            let name = if lang == Lang::Zh { &definition.zh } else { &definition.en };
            line(&mut out, &format!("  {name}  {value}"));
        }
        for derived in &self.derived {
            line(&mut out, "");
            derived.lines(lang).iter().for_each(|text| line(&mut out, text));
        }
        if !self.brings.is_empty() {
            line(&mut out, "");
            line(&mut out, words::check::BRINGS.get(lang));
            self.brings.iter().for_each(|brought| line(&mut out, brought.text.get(lang)));
        }
        let verdict = match (self.blocks(), self.stops) {
            (true, _) => words::check::VERDICT_BLOCKED.fill(&[("n", &self.of(Severity::Block).count())]),
            (false, true) => words::check::VERDICT_EXPLAIN.fill(&[("n", &self.stopping())]),
            (false, false) => words::check::VERDICT_CLEAN,
        };
        line(&mut out, "");
        line(&mut out, verdict.get(lang));
        out
    }

    /// The figures by the form's own order, as people read them.
    pub fn figures(&self) -> Vec<(&TallyDefinition, String)> {
        figures(&self.definition, &self.summary)
    }
}

/// A finding in one language: place, value, what and fix.
pub(crate) fn show(out: &mut String, finding: &Finding, lang: Lang) {
    // A cell is named as in a spreadsheet; a whole row in words.
    let place = match finding.place.column {
        Some(_) => finding.place.to_string(),
        None => finding.place.text().get(lang).to_owned(),
    };
    let mut head = format!("  [{}]", finding.code);
    for part in
        [Some(place.as_str()), finding.case.as_deref()].into_iter().flatten().filter(|p| !p.is_empty())
    {
        let _ = write!(head, " {part}");
    }
    if let Some(found) = &finding.found {
        head.push_str(words::check::FOUND.fill(&[("found", found)]).get(lang));
    }
    line(out, &head);
    line(out, &format!("    {}", finding.what.get(lang)));
    line(out, &format!("    → {}", finding.fix.get(lang)));
    if let Some(reason) = &finding.explained {
        line(out, &format!("    {}", words::explanation::EXPLAINED.fill(&[("reason", reason)]).get(lang)));
    }
}

/// The figures of a summary by the form's own order, as people read them.
pub(crate) fn figures<'a>(form: &'a Form, summary: &Tallies) -> Vec<(&'a TallyDefinition, String)> {
    let shown = |definition: &TallyDefinition| {
        let value = summary.get(&format!("{}.{}", form.form, definition.key))?;
        if !definition.shows(value) {
            return None;
        }
        let money = definition
            .sum
            .as_ref()
            .and_then(|field| form.resolve(field))
            .is_some_and(|(_, column)| column.kind == ColumnType::Money);
        Some(match value {
            Tally::Number(fen) if money => yuan(*fen),
            Tally::Number(number) => number.to_string(),
            Tally::Days(days) => {
                days.iter().map(|(day, n)| format!("{day}d×{n}")).collect::<Vec<_>>().join(" ")
            }
        })
    };
    form.tallies.iter().filter_map(|definition| Some((definition, shown(definition)?))).collect()
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}
