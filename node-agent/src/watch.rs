//! The watched folder: a workbook put there is checked, and a clean one waits for a person. Nothing files itself unless
//! the settings say so.

use std::{fs, path::Path};

use chrono::{DateTime, Utc};
use schemas::{
    hash::Sha,
    period::Period,
    text::{Lang, Text},
};

use crate::{
    draft::Draft,
    error::AgentError,
    node::Node,
    outbox::{Item, Look, Origin, Waiting},
    source::SourceFile,
    words,
};

/// Folder, in the watched one, of what is clean.
pub const CHECKED: &str = "checked";
/// Folder, in the watched one, of what is not.
pub const REFUSED: &str = "refused";
/// Most files that are checked in one look; the others have theirs at the next.
const AT_ONCE: usize = 20;
/// Most files of one name that are told apart by a number.
const NAMESAKES: u32 = 10_000;

/// What a look came to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Looked {
    checked: usize,
    refused: usize,
    sealed: usize,
}

/// A judged file: the folder it goes to, and what is written beside it.
struct Judged {
    ledger: Option<(String, Period)>,
    text: String,
    json: String,
}

impl Looked {
    /// For the log.
    pub(crate) fn note(self) -> String {
        format!("{} checked, {} refused, {} sealed", self.checked, self.refused, self.sealed)
    }
}

impl Node {
    /// Looks at the watched folder: files that are the same as at the look before are checked, given their findings, and
    /// put aside.
    pub(crate) fn look(&self) -> Result<Looked, AgentError> {
        let mut looked = Looked::default();
        let Some(watch) = &self.config.watch else { return Ok(looked) };
        let folder = self.dir.join(&watch.folder);
        let steady = self.outbox.looked(&seen(&folder)?)?;
        for look in steady.into_iter().take(AT_ONCE) {
            let Ok(file) = SourceFile::open(&folder.join(&look.name)) else { continue };
            let sha256 = Sha::of(&file.bytes);
            let judged = self.judge_file(file)?;
            let aside = folder.join(if judged.ledger.is_some() { CHECKED } else { REFUSED });
            fs::create_dir_all(&aside)?;
            let name = free_name(&aside, &look.name)?;
            fs::write(aside.join(format!("{name}.txt")), &judged.text)?;
            fs::write(aside.join(format!("{name}.json")), &judged.json)?;
            // The file goes last: after a cut before this it is checked anew, to the same names.
            let number = match &judged.ledger {
                Some((form, period)) => Some(self.outbox.wait_for_person(
                    &name,
                    (form, *period, None),
                    sha256,
                    Origin::Watched,
                )?),
                None => None,
            };
            fs::rename(folder.join(&look.name), aside.join(&name))?;
            match number {
                Some(number) => {
                    looked.checked += 1;
                    looked.sealed += usize::from(watch.file && self.seal_by_itself(number));
                }
                None => looked.refused += 1,
            }
        }
        Ok(looked)
    }

    /// The ledgers that wait for a person: checked ones of the watched folder, and those that were made here.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn checked(&self) -> Result<Vec<Waiting>, AgentError> {
        Ok(self.outbox.waiting()?)
    }

    /// Seals a ledger that waits, if it is still the one that was checked or made. `signer` is who signs, where its form
    /// says so.
    ///
    /// # Errors
    /// [`AgentError::NothingWaiting`], [`AgentError::ChangedSince`], [`AgentError::PreparedChanged`],
    /// [`AgentError::MadeOfOthers`], [`AgentError::WantsSigner`], and as [`Node::file`].
    pub fn sign_waiting(&self, number: i64, signer: Option<&str>) -> Result<Item, AgentError> {
        let ledger = self.outbox.waiting_one(number)?.ok_or(AgentError::NothingWaiting)?;
        let item = match ledger.origin {
            Origin::Watched => self.sign_checked(&ledger)?,
            Origin::Prepared | Origin::Nil => self.sign_prepared(&ledger, signer)?,
        };
        self.outbox.waits_no_more(number)?;
        Ok(item)
    }

    fn sign_checked(&self, ledger: &Waiting) -> Result<Item, AgentError> {
        let watch = self.config.watch.as_ref().ok_or(AgentError::NothingWaiting)?;
        let file = SourceFile::open(&self.dir.join(&watch.folder).join(CHECKED).join(&ledger.name))?;
        if Sha::of(&file.bytes) != ledger.sha256 {
            return Err(AgentError::ChangedSince(ledger.name.clone()));
        }
        self.file(&self.draft_of(Some(&ledger.form), ledger.period, file), None)
    }

    /// What cannot be sealed without a person goes on waiting for one.
    fn seal_by_itself(&self, number: i64) -> bool {
        let sealed = self.sign_waiting(number, None);
        if let Err(error) = &sealed {
            tracing::warn!(number, cause = crate::error::chain(error), "a checked ledger waits for a person");
        }
        sealed.is_ok()
    }

    fn draft_of(&self, form: Option<&str>, period: Period, file: SourceFile) -> Draft {
        let draft = Draft::of(form.unwrap_or_default(), period, vec![file]);
        Draft { form: form.map(str::to_owned), reader: self.reader.clone(), ..draft }
    }

    /// Checks a file. What is wrong with it is an answer; what is wrong with this machine is an error.
    fn judge_file(&self, file: SourceFile) -> Result<Judged, AgentError> {
        let words = words_of(&file.name);
        let periods: Vec<Period> = words.iter().filter_map(|word| word.parse().ok()).collect();
        let [period] = periods.as_slice() else { return Ok(refusal(&words::reading::NO_PERIOD_IN_NAME)) };
        let definitions = self.definitions();
        let form = words.iter().find(|word| definitions.form(word).is_some());
        match self.check(&self.draft_of(form.map(String::as_str), *period, file), None) {
            Ok(report) => Ok(Judged {
                text: format!("{}\n{}", report.text(Lang::Zh), report.text(Lang::En)),
                json: serde_json::to_string_pretty(&report).map_err(std::io::Error::other)?,
                ledger: (!report.stops).then(|| (report.form.clone(), report.period)),
            }),
            Err(error @ (AgentError::Store(_) | AgentError::Disk(_))) => Err(error),
            Err(error) => Ok(refusal(&error.text())),
        }
    }
}

fn refusal(why: &Text) -> Judged {
    let json = serde_json::json!({ "refused": { "zh": why.zh, "en": why.en } });
    Judged { ledger: None, text: format!("{}\n{}\n", why.zh, why.en), json: format!("{json:#}") }
}

/// The files of a folder, by name. Hidden ones, and those a spreadsheet leaves while it has a workbook open, are none.
fn seen(folder: &Path) -> Result<Vec<Look>, AgentError> {
    let mut seen = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        // It may just have been taken away.
        let Ok(about) = entry.metadata() else { continue };
        if about.is_file() && !name.starts_with('.') && !name.starts_with("~$") {
            let modified = DateTime::<Utc>::from(about.modified()?).timestamp_micros();
            seen.push(Look { name, length: i64::try_from(about.len()).unwrap_or(i64::MAX), modified });
        }
    }
    seen.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(seen)
}

/// The words of a file's name: codes of forms and periods as they are written on the command line.
fn words_of(name: &str) -> Vec<String> {
    let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let is_code = |character: char| character.is_ascii_alphanumeric() || character == '-';
    stem.split(|character| !is_code(character)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A name that no file of the folder has yet.
pub(crate) fn free_name(folder: &Path, name: &str) -> Result<String, AgentError> {
    let numbered = (2..NAMESAKES).map(|number| format!("{number}-{name}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = |name: &String| !folder.join(name).exists();
    names.find(free).ok_or_else(|| AgentError::FileExists(name.to_owned()))
}
