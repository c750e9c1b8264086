//! A folder of workbooks in; ranking, findings, pictures and the draft of a bulletin out. No server and no database:
//! for a city officer who collects ledgers by mail (F36).
//!
//! [`files`] lists, [`naming`] says whose a file is, [`read`] checks it and folds it to tallies, [`gather`] puts them
//! together; [`crate::measure`] ranks them as it ranks what is filed; the other modules write one result each. The
//! same folder gives the same bytes: nothing here reads a clock.

pub mod entry;
pub mod error;
pub mod files;
pub mod gather;
pub mod naming;
pub mod output;
mod parallel;
pub mod pictures;
pub mod place;
pub mod rankings;
pub mod read;
pub mod report;
pub mod summary;
pub mod words;
pub mod workbook;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use node_agent::Reader;
use schemas::{
    bureau::{Bureau, BureauCode, Tree},
    campaign::Campaign,
    definition::Definitions,
    form::Form,
    fraction::Fraction,
    period::Period,
    text::{Lang, Text},
};

use self::{
    entry::{Entry, State},
    error::CompileError,
    gather::{Scope, Step},
};
use crate::{
    bureau_list, config,
    measure::{
        book::Book,
        cache::{judged_until, needed, ranked},
        standing::{Field, Standings},
    },
    supervision::proposal::{Evidence, Proposal, proposals},
};

/// The list of bureaus that is looked for in the folder.
pub const BUREAU_LIST: &str = "bureaus.csv";

/// What is asked.
#[derive(Clone, Debug)]
pub struct Order {
    /// The folder of workbooks.
    pub folder: PathBuf,
    /// The list of bureaus; [`BUREAU_LIST`] in the folder if none is named.
    pub bureaus: Option<PathBuf>,
    /// A site's own definitions.
    pub definitions: Option<PathBuf>,
    /// Code of the campaign.
    pub campaign: String,
    /// The period.
    pub period: Period,
    /// Where the results go.
    pub out: PathBuf,
    /// In which language they are written.
    pub lang: Lang,
    /// Whether an earlier result is replaced.
    pub force: bool,
    /// Who reads the files: they came by mail.
    pub reader: Reader,
}

/// Everything the results are written from.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The campaign.
    pub campaign: Arc<Campaign>,
    /// Forms and indicators.
    pub definitions: Definitions,
    /// The bureau above those that are ranked.
    pub city: Bureau,
    /// Those that are ranked, in official order.
    pub bureaus: Vec<Bureau>,
    /// The forms asked for.
    pub forms: Vec<Arc<Form>>,
    /// The period.
    pub period: Period,
    /// Lines published by the level above for the period.
    pub published: BTreeMap<String, Fraction>,
    /// What counts.
    pub book: Book,
    /// What became of each file.
    pub entries: Vec<Entry>,
    /// Standings of the judged periods up to this one; latest last.
    pub standings: Vec<Standings>,
    /// Whom the campaign's rules propose for supervision, as far as files can tell.
    pub proposals: Vec<Proposal>,
}

/// What became of a ledger that a bureau owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerState {
    /// 计入.
    Counted,
    /// 计入, with findings that want a reason.
    Unexplained,
    /// 零报告.
    Nil,
    /// 退回, or a file of the bureau whose form is not clear.
    Returned,
    /// 未报送.
    NotFiled,
}

/// A result file: path below the folder of results, and bytes.
pub type Output = (String, Vec<u8>);

/// The results of a compilation.
#[derive(Clone, Debug)]
pub struct Results {
    /// The files.
    pub files: Vec<Output>,
    /// Pictures that could not be drawn, and why.
    pub troubles: Vec<Text>,
}

/// Compiles a folder and writes the results; what is there already is untouched unless all of them can be written.
///
/// # Errors
/// [`CompileError`]. A file that cannot be used is no error but an [`Entry`].
pub fn compile(order: &Order, progress: impl FnMut(Step<'_>)) -> Result<(Compiled, Vec<Text>), CompileError> {
    let place = output::Place::of(order)?;
    let compiled = Compiled::of(order, progress)?;
    let results = compiled.results(order.lang)?;
    place.put(&results.files)?;
    Ok((compiled, results.troubles))
}

impl Compiled {
    /// Reads and measures, and writes nothing.
    ///
    /// # Errors
    /// [`CompileError`].
    pub fn of(order: &Order, progress: impl FnMut(Step<'_>)) -> Result<Self, CompileError> {
        let definitions = config::definitions(order.definitions.as_deref())?;
        let campaign = config::campaign(&definitions, &order.campaign)?;
        let period = order.period;
        if period.cadence() != campaign.cadence {
            return Err(CompileError::Period(period));
        }
        let mut files = files::walk(&order.folder, &order.out)?;
        let list = order.bureaus.clone().unwrap_or_else(|| order.folder.join(BUREAU_LIST));
        let tree = bureaus(&list)?;
        files.retain(|file| file.path != list);
        let bureaus = ranked(&tree, period);
        let city = tree.root().filter(|_| !bureaus.is_empty()).cloned();
        let city = city.ok_or(CompileError::NoBureaus(period))?;
        let judged = judged_until(&campaign, period);
        let needed = needed(&campaign, &definitions, &judged);
        let scope = Scope {
            campaign: &campaign,
            definitions: &definitions,
            bureaus: &bureaus,
            period,
            needed: &needed,
            reader: &order.reader,
        };
        let forms = scope.forms();
        let gathered = scope.gather(&files, progress);
        let mut compiled = Self {
            campaign: Arc::clone(&campaign),
            definitions: definitions.clone(),
            city,
            bureaus: bureaus.clone(),
            forms,
            period,
            published: definitions.published(&campaign.campaign, period),
            book: gathered.book,
            entries: gathered.entries,
            standings: Vec::new(),
            proposals: Vec::new(),
        };
        // A judged period of which the folder holds nothing says nothing: a bureau was not silent then.
        let held = |period: &&Period| **period == compiled.period || compiled.holds(**period);
        let standings =
            judged.iter().filter(held).map(|period| Standings::of(compiled.field(), *period)).collect();
        compiled.standings = standings;
        compiled.proposals = compiled.proposed();
        Ok(compiled)
    }

    /// Every result.
    ///
    /// # Errors
    /// [`CompileError::Make`].
    pub fn results(&self, lang: Lang) -> Result<Results, CompileError> {
        let pictures = self.pictures(lang);
        let mut files = vec![
            ("rankings.csv".to_owned(), self.rankings_csv(lang)?),
            ("rankings.xlsx".to_owned(), self.rankings_workbook(lang)?),
            ("findings.xlsx".to_owned(), self.findings_workbook(lang)?),
            ("report.html".to_owned(), self.report(&pictures, lang)?.into_bytes()),
        ];
        let troubles = pictures.iter().filter_map(|picture| picture.trouble.clone()).collect();
        files.extend(pictures.into_iter().flat_map(|picture| picture.files));
        Ok(Results { files, troubles })
    }

    /// What the standings are computed on.
    pub fn field(&self) -> Field<'_> {
        Field {
            campaign: &self.campaign,
            definitions: &self.definitions,
            bureaus: &self.bureaus,
            book: &self.book,
            published: &self.published,
        }
    }

    /// The standings of the period.
    pub fn latest(&self) -> Option<&Standings> {
        self.standings.last()
    }

    /// Whether anything of a period counts.
    pub fn holds(&self, period: Period) -> bool {
        self.bureaus.iter().any(|bureau| self.book.of(&bureau.code, period).is_some())
    }

    /// Name of a bureau.
    pub fn name(&self, code: &BureauCode, lang: Lang) -> String {
        let found = self.bureaus.iter().find(|bureau| bureau.code == *code);
        found.map_or_else(|| code.to_string(), |bureau| bureau.name.get(lang).to_owned())
    }

    /// What became of a ledger of the period.
    pub fn ledger_state(&self, bureau: &BureauCode, form: &str) -> LedgerState {
        if let Some(filed) = self.book.filed(bureau, self.period, form) {
            return match (filed.nil, filed.confirmed) {
                (true, _) => LedgerState::Nil,
                (false, true) => LedgerState::Counted,
                (false, false) => LedgerState::Unexplained,
            };
        }
        let lost = self.entries.iter().any(|entry| {
            entry.state.is_lost()
                && entry.period == Some(self.period)
                && entry.bureau.as_ref() == Some(bureau)
                && entry.form.as_deref().is_none_or(|found| found == form)
        });
        if lost { LedgerState::Returned } else { LedgerState::NotFiled }
    }

    /// The files that were meant to count and do not.
    pub fn lost(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.state.is_lost())
    }

    /// How many entries are in a state.
    pub fn count(&self, state: State) -> usize {
        self.entries.iter().filter(|entry| entry.state == state).count()
    }

    /// Files do not say when they came nor who was reminded, so the rules about that stay silent.
    fn proposed(&self) -> Vec<Proposal> {
        let (field, standings) = (self.field(), self.standings.as_slice());
        let (obligations, reminded, late_periods) = (&BTreeMap::new(), &BTreeSet::new(), &BTreeMap::new());
        proposals(Evidence { field, standings, obligations, reminded, late_periods })
    }
}

impl LedgerState {
    /// The word.
    pub fn title(self) -> Text {
        match self {
            Self::Counted => words::COUNTED,
            Self::Unexplained => words::TO_EXPLAIN,
            Self::Nil => words::NIL,
            Self::Returned => words::RETURNED,
            Self::NotFiled => words::NOT_FILED,
        }
    }
}

/// The bureau tree from its list.
fn bureaus(list: &Path) -> Result<Tree, CompileError> {
    let path = list.to_owned();
    let bytes = match read::bytes(list) {
        Ok(bytes) => bytes,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
            return Err(CompileError::NoBureauList(path));
        }
        Err(cause) => return Err(CompileError::Folder { path, cause }),
    };
    bureau_list::tree(&bytes).map_err(|cause| CompileError::BureauList { path, cause })
}
