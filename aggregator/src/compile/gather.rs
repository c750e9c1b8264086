//! From a list of files to what stands: period after period, because what was open at the end of one is what the
//! next is held against; within a period in parallel.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use node_agent::{Reader, SourceFile, read_reasons};
use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::Campaign,
    definition::Definitions,
    fill::headings,
    finding::{Explanation, Finding, Severity},
    form::Form,
    period::{Period, start_of_day},
    sheet::heading::Heading,
    statement::Purpose,
};

use super::{
    entry::{Entry, State},
    files::Found,
    naming::{Kind, Named, Names},
    parallel,
    read::{self, Grounds, Ledger, Reading, Task},
    words,
};
use crate::measure::book::{Book, Filed};

/// What is compiled.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Forms and indicators.
    pub definitions: &'a Definitions,
    /// The bureaus that are ranked.
    pub bureaus: &'a [Bureau],
    /// The period asked for.
    pub period: Period,
    /// Every period that its standings may look back to, and itself.
    pub needed: &'a [Period],
    /// Who reads the files.
    pub reader: &'a Reader,
}

/// What was gathered.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// What counts.
    pub book: Book,
    /// What became of each file, by name and form.
    pub entries: Vec<Entry>,
}

/// How far it is.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// Files done.
    pub done: usize,
    /// Files there are.
    pub all: usize,
    /// The one just done.
    pub file: &'a str,
}

/// The cases of each bureau open at the end of a period, by form.
type Open = BTreeMap<BureauCode, BTreeMap<String, BTreeSet<String>>>;

impl Scope<'_> {
    /// The forms asked for in this cadence, in the campaign's order.
    pub fn forms(&self) -> Vec<Arc<Form>> {
        let duties = self.campaign.duties.iter().filter(|duty| duty.cadence == self.period.cadence());
        duties.filter_map(|duty| self.definitions.form(&duty.form).cloned()).collect()
    }

    /// Reads every file.
    pub fn gather(&self, files: &[Found], mut progress: impl FnMut(Step<'_>)) -> Gathered {
        let names = Names::new(self.bureaus, self.definitions, self.period);
        let forms = self.forms();
        let headings: Vec<Heading> = forms.iter().flat_map(|form| headings(form)).collect();
        let mut gathered = Gathered::default();
        let mut tasks: BTreeMap<Period, Vec<Task<'_>>> = BTreeMap::new();
        for found in files {
            match self.task(found, names.read(&found.name), &forms) {
                Ok(task) => tasks.entry(task.period).or_default().push(task),
                Err(entry) => gathered.entries.push(entry),
            }
        }
        let all = files.len();
        let mut done = gathered.entries.len();
        let mut open: (Option<Period>, Open) = (None, Open::new());
        for (period, tasks) in tasks {
            let before = match &open {
                (Some(earlier), open) if period.previous() == Some(*earlier) => open,
                _ => &Open::new(),
            };
            let (reasons, ledgers): (Vec<_>, Vec<_>) =
                tasks.into_iter().partition(|task| task.named.kind == Kind::Reasons);
            done += reasons.len();
            let reasons = given(reasons, self.reader, &mut gathered.entries);
            let one = |task: &Task<'_>| {
                let bureau = task.entry.bureau.as_ref();
                let grounds = Grounds {
                    forms: &forms,
                    campaign_start: self.campaign.from,
                    headings: &headings,
                    open_before: bureau.and_then(|bureau| before.get(bureau)),
                    reasons: bureau.and_then(|bureau| reasons.get(bureau)).map_or(&[], Vec::as_slice),
                    reader: self.reader,
                };
                read::ledgers(task, grounds)
            };
            let readings = parallel::map(&ledgers, one, |at| {
                done += 1;
                let file = ledgers.get(at).map_or("", |task| task.found.name.as_str());
                progress(Step { done, all, file });
            });
            let mut readings: Vec<Reading> = readings.into_iter().flatten().collect();
            refuse_doubles(&mut readings);
            open = (Some(period), Open::new());
            for Reading { entry, ledger } in readings {
                if let (Some(ledger), Some(bureau)) = (ledger, &entry.bureau) {
                    let open = open.1.entry(bureau.clone()).or_default();
                    open.insert(ledger.form.clone(), ledger.open.clone());
                    let form = ledger.form.clone();
                    gathered.book.enter(bureau.clone(), period, &form, filed(ledger, &entry, period));
                }
                gathered.entries.push(entry);
            }
        }
        gathered.entries.sort_by(|a, b| (&a.file, &a.form).cmp(&(&b.file, &b.form)));
        gathered
    }

    /// What is to be read, or what became of a file that is not.
    fn task<'a>(&self, found: &'a Found, named: Named, forms: &[Arc<Form>]) -> Result<Task<'a>, Entry> {
        let unclear = |code, what, fix| {
            Err(Entry::new(&found.name, State::Unclear).with(Finding::new(code, Severity::Block, what, fix)))
        };
        let aside = |entry: Entry, what, fix| {
            let entry = Entry { state: State::SetAside, ..entry };
            Err(entry.with(Finding::new("set-aside", Severity::Notice, what, fix)))
        };
        let mut entry = Entry::new(&found.name, State::Unclear);
        if named.kind == Kind::Litter {
            return aside(entry, words::LITTER, words::NOTHING_TO_DO);
        }
        let periods: Vec<Period> = named.periods.iter().copied().collect();
        let period = match periods.as_slice() {
            [] => self.period,
            [period] => *period,
            several => {
                let listed: Vec<String> = several.iter().map(ToString::to_string).collect();
                let what = words::SEVERAL_PERIODS.fill(&[("periods", &listed.join(", "))]);
                return unclear("period", what, words::NAME_FIX);
            }
        };
        entry.period = Some(period);
        let bureaus: Vec<&BureauCode> = named.bureaus.iter().collect();
        match bureaus.as_slice() {
            [] => return unclear("bureau", words::NO_BUREAU, words::NAME_FIX),
            [bureau] => entry.bureau = Some((*bureau).clone()),
            several => {
                let listed: Vec<&str> = several.iter().map(|code| code.as_str()).collect();
                let what = words::SEVERAL_BUREAUS.fill(&[("bureaus", &listed.join(", "))]);
                return unclear("bureau", what, words::NAME_FIX);
            }
        }
        if !self.needed.contains(&period) {
            return aside(
                entry,
                words::OTHER_PERIOD.fill(&[("period", &period.title())]),
                words::NOTHING_TO_DO,
            );
        }
        let asked = |form: &String| forms.iter().any(|asked| asked.form == *form);
        if let Some(form) = named.forms.iter().find(|form| !asked(form)) {
            return aside(entry, words::OTHER_FORM.fill(&[("form", form)]), words::NOTHING_TO_DO);
        }
        Ok(Task { found, named, entry, period })
    }
}

/// The reasons given in files, by bureau.
fn given(
    tasks: Vec<Task<'_>>,
    reader: &Reader,
    entries: &mut Vec<Entry>,
) -> BTreeMap<BureauCode, Vec<Explanation>> {
    let mut given: BTreeMap<BureauCode, Vec<Explanation>> = BTreeMap::new();
    for task in tasks {
        let file = |bytes| SourceFile { name: task.found.name.clone(), bytes };
        let read = read::bytes(&task.found.path)
            .map_err(|cause| words::NOT_OPENED.fill(&[("why", &cause.to_string())]))
            .and_then(|bytes| read_reasons(&file(bytes), reader).map_err(|error| error.text()));
        match read {
            Ok(reasons) => {
                let entry = Entry { state: State::Reasons, rows: reasons.len(), ..task.entry };
                if let Some(bureau) = &entry.bureau {
                    given.entry(bureau.clone()).or_default().extend(reasons);
                }
                entries.push(entry);
            }
            Err(what) => {
                let entry = Entry { state: State::Returned, ..task.entry };
                entries.push(entry.with(Finding::new("reasons", Severity::Block, what, words::FILE_FIX)));
            }
        }
    }
    given
}

/// Two files for one ledger: taking one would be a guess and taking both would count twice, so none counts.
fn refuse_doubles(readings: &mut [Reading]) {
    let mut files: BTreeMap<(BureauCode, String), Vec<String>> = BTreeMap::new();
    for Reading { entry, .. } in readings.iter() {
        if let (Some(bureau), Some(form)) = (&entry.bureau, &entry.form) {
            files.entry((bureau.clone(), form.clone())).or_default().push(entry.file.clone());
        }
    }
    for Reading { entry, ledger } in readings {
        let key = entry.bureau.clone().zip(entry.form.clone());
        let Some(of_ledger) = key.and_then(|key| files.get(&key)).filter(|files| files.len() > 1) else {
            continue;
        };
        let others: Vec<&str> =
            of_ledger.iter().filter(|file| **file != entry.file).map(String::as_str).collect();
        let what = words::SEVERAL_FILES.fill(&[("files", &others.join(", "))]);
        entry.findings.insert(0, Finding::new("twice", Severity::Block, what, words::SEVERAL_FILES_FIX));
        entry.state = State::Returned;
        *ledger = None;
    }
}

/// A ledger as the book holds it. A folder does not say when a ledger came, so every one is taken as on time.
fn filed(ledger: Ledger, entry: &Entry, period: Period) -> Filed {
    Filed {
        statement: ledger.hash,
        revision: 1,
        nil: ledger.nil,
        purpose: Purpose::Current,
        first_received: start_of_day(period.end()),
        confirmed: entry.unexplained() == 0,
        tallies: ledger.tallies.into(),
    }
}
