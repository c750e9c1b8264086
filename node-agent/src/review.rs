//! From a draft to a judged ledger: filled, tallied, checked, findings explained, texts that would travel scanned.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use schemas::{
    check::{Against, check_after_reading, held_columns, of_another_matter},
    definition::Definitions,
    filter::Window,
    finding::{Explanation, Finding, Severity, explain, in_order},
    privacy::{Scan, mentions, names, personal_data},
    sheet::mapping::Mapping,
    table::Table,
    tally::Tallies,
    text::Text,
};

use crate::{
    derived::derived,
    draft::{Draft, Known},
    error::AgentError,
    report::{Carry, Report},
    words,
};

/// What a draft is judged against.
pub(crate) struct Grounds {
    pub(crate) carry: Carry,
    /// First day of the campaign in force by a policy of the city, which then counts from the same day.
    pub(crate) campaign_start: Option<NaiveDate>,
    /// Ledgers of other forms it must agree with; `None` where no node stands behind the check, or none is asked for.
    pub(crate) beside: Option<Vec<Table>>,
    /// Mappings kept from earlier workbooks.
    pub(crate) mappings: Vec<Mapping>,
    /// Reasons kept from an earlier revision.
    pub(crate) explanations: Vec<Explanation>,
}

/// A judged ledger.
pub(crate) struct Reviewed {
    pub(crate) report: Report,
    pub(crate) table: Table,
    /// The reasons that explain a finding; no other is sealed.
    pub(crate) explanations: Vec<Explanation>,
}

/// Judges a draft.
pub(crate) fn review(
    draft: &Draft,
    known: &Known,
    definitions: &Definitions,
    grounds: Grounds,
) -> Result<Reviewed, AgentError> {
    let filled = known.fill(&grounds.mappings)?;
    let window = Window { period: draft.period, campaign_start: grounds.campaign_start };
    let summary = Tallies::of(&filled.table, window);
    let against =
        Against { window, previously_open: grounds.carry.open_cases(), beside: grounds.beside.as_deref() };
    let mut findings = check_after_reading(filled.findings, &filled.table, &summary, &against);
    if let Some(subject) = &draft.subject {
        findings.extend(of_another_matter(&filled.table, subject));
    }
    let given = latest(grounds.explanations.iter().chain(&draft.explanations));
    explain(&mut findings, &given);
    let (used, idle): (Vec<Explanation>, Vec<Explanation>) =
        given.into_iter().partition(|given| explains(given, &findings));
    let names = held_names(&filled.table);
    findings.extend(used.iter().chain(&idle).filter_map(|given| travels(given, &names)));
    findings.extend(idle.iter().filter(|idle| draft.explanations.contains(idle)).map(explains_nothing));
    in_order(&mut findings);
    let derived = derived(definitions, draft.period, &summary);
    let rows = filled.table.len();
    let report = Report::new(&known.form, draft, rows, grounds.carry, findings, summary, derived);
    Ok(Reviewed { report, table: filled.table, explanations: used })
}

/// The kind of personal data in a text that would leave the node, or a name from the columns that do not leave it.
pub(crate) fn personal(text: &str, names: &BTreeSet<String>) -> Option<Text> {
    personal_data(text, Scan::FreeText)
        .map(|kind| kind.title())
        .or_else(|| mentions(text, names).then_some(words::explanation::PARTY_DETAILS))
}

/// What stands in the columns that never leave the node, as far as it could be recognised in a sentence.
pub(crate) fn held_names(table: &Table) -> BTreeSet<String> {
    let columns = held_columns(table.form());
    let cells = columns.iter().flat_map(|(index, person)| {
        (0..table.len()).filter_map(move |row| Some((table.text(row, *index)?, *person)))
    });
    cells.flat_map(|(cell, person)| names(cell, person)).collect()
}

/// One reason for each finding, a later one in place of an earlier one.
fn latest<'a>(given: impl Iterator<Item = &'a Explanation>) -> Vec<Explanation> {
    let by_finding: BTreeMap<_, _> =
        given.map(|one| ((one.code.clone(), one.case.clone()), one.clone())).collect();
    by_finding.into_values().collect()
}

fn explains(given: &Explanation, findings: &[Finding]) -> bool {
    let of = |finding: &&Finding| finding.code == given.code && finding.case == given.case;
    findings.iter().filter(of).any(|finding| finding.explained.is_some())
}

fn travels(given: &Explanation, names: &BTreeSet<String>) -> Option<Finding> {
    let kind = personal(&given.text, names)?;
    let what = words::explanation::PERSONAL_REASON.fill(&[("code", &given.code), ("kind", &kind)]);
    Some(Finding::new("personal-data", Severity::Block, what, words::explanation::PERSONAL_REASON_FIX))
}

fn explains_nothing(given: &Explanation) -> Finding {
    let what = words::explanation::IDLE_REASON.fill(&[("code", &given.code)]);
    let mut finding =
        Finding::new("idle-reason", Severity::Notice, what, words::explanation::IDLE_REASON_FIX);
    finding.case.clone_from(&given.case);
    finding
}
