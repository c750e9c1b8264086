//! One file: bytes → grid → the ledgers it holds → checked and folded to tallies. The rows are dropped here.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
    sync::Arc,
};

use node_agent::{AgentError, Reader, SourceFile};
use schemas::{
    check::{Against, check_after_reading, open_at_end},
    fill::{fill, fits, headings},
    filter::Window,
    finding::{Explanation, Finding, Severity, explain, in_order},
    form::Form,
    hash::Sha,
    period::Period,
    place::Place,
    sheet::{
        book::{RawBook, RawSheet},
        heading::Heading,
        limits::FILE_BYTES,
        read::Hints,
    },
    tally::Tallies,
};

use super::{
    entry::{Entry, State},
    files::Found,
    naming::{Kind, Named},
    words,
};

/// A file whose bureau and period are known.
#[derive(Clone, Debug)]
pub struct Task<'a> {
    /// The file.
    pub found: &'a Found,
    /// What its name says.
    pub named: Named,
    /// Its bureau, period and state, without form.
    pub entry: Entry,
    /// Its period.
    pub period: Period,
}

/// What a ledger is read against.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'a> {
    /// The forms the campaign asks for.
    pub forms: &'a [Arc<Form>],
    /// First day of the campaign.
    pub campaign_start: chrono::NaiveDate,
    /// The headings of all of them.
    pub headings: &'a [Heading],
    /// The bureau's cases open at the end of the period before, by form.
    pub open_before: Option<&'a BTreeMap<String, BTreeSet<String>>>,
    /// The bureau's reasons.
    pub reasons: &'a [Explanation],
    /// Who reads the files.
    pub reader: &'a Reader,
}

/// A ledger read, or a file that could not be.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What is told about it.
    pub entry: Entry,
    /// What of it counts; nothing if it is refused.
    pub ledger: Option<Ledger>,
}

/// What remains of a ledger that counts.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The form.
    pub form: String,
    /// Hash of the file.
    pub hash: Sha,
    /// Whether it is a nil return.
    pub nil: bool,
    /// Its figures.
    pub tallies: Tallies,
    /// Cases open at its end.
    pub open: BTreeSet<String>,
}

impl Reading {
    fn refused(entry: &Entry, state: State, finding: Finding) -> Vec<Self> {
        vec![Self { entry: Entry { state, ..entry.clone() }.with(finding), ledger: None }]
    }
}

/// Reads a file into its ledgers.
pub fn ledgers(task: &Task<'_>, grounds: Grounds<'_>) -> Vec<Reading> {
    let forms = &task.named.forms;
    let form = forms.first().filter(|_| forms.len() == 1).cloned();
    let entry = Entry { form, ..task.entry.clone() };
    let hints = Hints { expected: grounds.headings, ..Hints::default() };
    let (hash, book) = match bytes(&task.found.path) {
        Ok(bytes) => {
            let file = SourceFile { name: task.found.name.clone(), bytes };
            (Sha::of(&file.bytes), grounds.reader.read(&file, &hints))
        }
        Err(cause) => {
            let what = words::NOT_OPENED.fill(&[("why", &cause.to_string())]);
            let finding = Finding::new("not-opened", Severity::Block, what, words::NOT_OPENED_FIX);
            return Reading::refused(&entry, State::Returned, finding);
        }
    };
    if task.named.kind == Kind::Nil {
        return nil(task, grounds, &entry, hash, book);
    }
    let book = match book {
        Ok(book) => book,
        Err(error) => {
            let finding = Finding::new("file", Severity::Block, error.text(), words::FILE_FIX);
            return Reading::refused(&entry, State::Returned, finding);
        }
    };
    match by_form(book, task, grounds) {
        Ok(books) => books.into_iter().map(|(form, book)| judge(task, grounds, &form, &book, hash)).collect(),
        Err(finding) => Reading::refused(&entry, State::Unclear, *finding),
    }
}

/// Never more of a file than a ledger may have, and nothing but plain files: reading a pipe would never end.
pub fn bytes(path: &Path) -> Result<Vec<u8>, io::Error> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::other("not a plain file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(FILE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The sheets of each form. A name that says one form settles it; otherwise each sheet goes to the form whose
/// required headings it shows, the one that knows most of its columns.
fn by_form(
    book: RawBook,
    task: &Task<'_>,
    grounds: Grounds<'_>,
) -> Result<Vec<(Arc<Form>, RawBook)>, Box<Finding>> {
    let said = |form: &&Arc<Form>| task.named.forms.is_empty() || task.named.forms.contains(&form.form);
    let candidates: Vec<&Arc<Form>> = grounds.forms.iter().filter(said).collect();
    if let (1, [form]) = (task.named.forms.len(), candidates.as_slice()) {
        return Ok(vec![(Arc::clone(form), book)]);
    }
    let wanted: Vec<(&Arc<Form>, Vec<Heading>)> =
        candidates.into_iter().map(|form| (form, headings(form))).collect();
    let mut sheets: BTreeMap<&str, (&Arc<Form>, Vec<RawSheet>)> = BTreeMap::new();
    for sheet in book.sheets.into_iter().filter(|sheet| !sheet.hidden && !sheet.rows.is_empty()) {
        let fitting: Vec<(usize, &Arc<Form>)> =
            wanted.iter().filter_map(|(form, wanted)| Some((fits(&sheet, wanted)?, *form))).collect();
        let most = fitting.iter().map(|(columns, _)| *columns).max();
        let best: Vec<&Arc<Form>> =
            fitting.iter().filter(|(columns, _)| Some(*columns) == most).map(|(_, form)| *form).collect();
        match best.as_slice() {
            // A sheet of notes or sums beside the ledgers.
            [] => {}
            [form] => sheets.entry(&form.form).or_insert_with(|| (*form, Vec::new())).1.push(sheet),
            several => {
                let forms: Vec<&str> = several.iter().map(|form| form.form.as_str()).collect();
                let what = words::SEVERAL_FORMS.fill(&[("forms", &forms.join(", "))]);
                return Err(Box::new(Finding::new("form", Severity::Block, what, words::FORM_FIX)));
            }
        }
    }
    if sheets.is_empty() {
        return Err(Box::new(Finding::new("form", Severity::Block, words::NO_FORM, words::FORM_FIX)));
    }
    let part =
        |sheets| RawBook { sheets, epoch: book.epoch, source: book.source, replaced: book.replaced.clone() };
    Ok(sheets.into_values().map(|(form, sheets)| (Arc::clone(form), part(sheets))).collect())
}

/// Fills, checks and folds one ledger.
fn judge(task: &Task<'_>, grounds: Grounds<'_>, form: &Arc<Form>, book: &RawBook, hash: Sha) -> Reading {
    let filled = fill(book, form, &[]);
    let window = Window { period: task.period, campaign_start: Some(grounds.campaign_start) };
    let tallies = Tallies::of(&filled.table, window);
    let previously_open = grounds.open_before.and_then(|open| open.get(&form.form));
    let read = book.replaced.iter().map(undecodable).chain(filled.findings).collect();
    let against = Against { window, previously_open, beside: None };
    let mut findings = check_after_reading(read, &filled.table, &tallies, &against);
    if filled.table.is_empty() && !findings.iter().any(|finding| finding.severity == Severity::Block) {
        findings.push(Finding::new("no-rows", Severity::Block, words::NO_ROWS, words::NO_ROWS_FIX));
    }
    explain(&mut findings, grounds.reasons);
    in_order(&mut findings);
    let stands = findings.iter().all(|finding| finding.severity != Severity::Block);
    let entry = Entry {
        form: Some(form.form.clone()),
        state: if stands { State::Counted } else { State::Returned },
        rows: filled.table.len(),
        findings,
        ..task.entry.clone()
    };
    let ledger = stands.then(|| Ledger {
        form: form.form.clone(),
        hash,
        nil: false,
        tallies,
        open: open_at_end(&filled.table, task.period),
    });
    Reading { entry, ledger }
}

/// A nil return: its name says so. What it holds is only looked at so that no rows pass unseen.
fn nil(
    task: &Task<'_>,
    grounds: Grounds<'_>,
    entry: &Entry,
    hash: Sha,
    book: Result<RawBook, AgentError>,
) -> Vec<Reading> {
    let rows = |book: RawBook| {
        let books = by_form(book, task, grounds).unwrap_or_default();
        books.iter().map(|(form, book)| fill(book, form, &[]).table.len()).sum::<usize>()
    };
    let rows = book.map_or(0, rows);
    if rows > 0 {
        let what = words::NIL_WITH_ROWS.fill(&[("n", &rows)]);
        let finding = Finding::new("nil", Severity::Block, what, words::NIL_WITH_ROWS_FIX);
        return Reading::refused(&Entry { rows, ..entry.clone() }, State::Returned, finding);
    }
    let said = |form: &&Arc<Form>| task.named.forms.is_empty() || task.named.forms.contains(&form.form);
    let one = |form: &Arc<Form>| {
        let entry = Entry { form: Some(form.form.clone()), state: State::Nil, ..entry.clone() };
        let open = grounds.open_before.and_then(|open| open.get(&form.form)).map_or(0, BTreeSet::len);
        if open > 0 {
            let what = words::NIL_WITH_OPEN.fill(&[("n", &open)]);
            let finding = Finding::new("nil", Severity::Block, what, words::NIL_WITH_OPEN_FIX);
            return Reading { entry: Entry { state: State::Returned, ..entry }.with(finding), ledger: None };
        }
        let (form, tallies) = (form.form.clone(), Tallies::nil(form));
        Reading { entry, ledger: Some(Ledger { form, hash, nil: true, tallies, open: BTreeSet::new() }) }
    };
    grounds.forms.iter().filter(said).map(one).collect()
}

fn undecodable(place: &Place) -> Finding {
    let finding = Finding::new("undecodable", Severity::Block, words::UNDECODABLE, words::UNDECODABLE_FIX);
    Finding { place: place.clone(), ..finding }
}
