//! How a restored city becomes whole: nodes give back what the log handed out after the backup, everything is proven by
//! the log's own key, and when every leaf up to the largest checkpoint anybody was shown is there and every active node
//! has spoken, all of it is put back in one transaction (PROTOCOL §4.6). Until then nothing is signed.

pub mod epoch;
mod live;
mod progress;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemas::{
    entry::{Act, Entry},
    hash::Sha,
    key::KeyDocument,
    letter::Letter,
    note::VerifyKey,
    problem::Problem,
    receipt::{Checkpoint, Receipt, ReceiptFault},
    recovery::{MAX_LETTERS, Report, Reported},
    text::Text,
    wire::{KeyState, Mode},
};

pub use self::{
    live::{Revived, Settled, resume, settle},
    progress::{Holder, Progress, progress},
};
use crate::{
    app::Services,
    error::AppError,
    store::{
        AnyConnection, filing, log, node,
        recovered::{self, LogFork, Recovered, ReportedBy, Shown},
        recovery,
    },
};

/// Who reports, with the key that signed the request.
#[derive(Clone, Debug)]
pub struct Reporter {
    /// Name of the node.
    pub node: String,
    /// A key the log has admitted for that name.
    pub key: VerifyKey,
}

/// A page whose letters and checkpoints are proven.
struct Proven {
    letters: Vec<(u64, Entry, Letter)>,
    /// By size and root; the notes are the log's.
    checkpoints: BTreeMap<(u64, [u8; 32]), String>,
    complete: bool,
}

/// The keys the log has admitted for a name: as the restored database has them, as others gave them back, and as what is
/// given back now proves.
///
/// # Errors
/// [`Problem::KeyPending`] if the only one known waits for approval; the store's.
pub async fn admitted<'a>(
    services: &Services,
    name: &str,
    letters: impl IntoIterator<Item = &'a Letter>,
) -> Result<Vec<VerifyKey>, AppError> {
    let brought = letters.into_iter().filter_map(|letter| admits(letter, name, &services.log_key));
    let mut keys: Vec<VerifyKey> = brought.collect();
    let name = name.to_owned();
    let known = services.store.read(move |connection| {
        let mut keys = Vec::new();
        for row in node::keys(connection, &name)? {
            keys.extend(row.leaf.map(|_| row.key));
        }
        let given_back = recovered::of_keys(connection)?;
        let documents = given_back.iter().filter_map(|given| document(&given.letter));
        keys.extend(documents.filter(|said| said.node == name).map(|said| said.key));
        let pending = node::find(connection, &name)?.is_some_and(|row| row.state == KeyState::Pending);
        Ok::<_, AppError>((keys, pending))
    });
    let (known, pending) = known.await?;
    keys.extend(known);
    if keys.is_empty() && pending { Err(Problem::KeyPending.into()) } else { Ok(keys) }
}

fn document(letter: &Letter) -> Option<KeyDocument> {
    KeyDocument::parse(letter.document.as_deref()?).ok()
}

/// The key that a letter of the log admits for a name.
fn admits(letter: &Letter, name: &str, log: &VerifyKey) -> Option<VerifyKey> {
    let said = document(letter).filter(|said| said.node == name)?;
    let proven = letter.prove(log).ok()?;
    matches!(proven.entry.act, Act::KeyEnrolled | Act::KeyRotated).then_some(said.key)
}

/// Takes a page of a report in. The last page may bring the city back to life.
///
/// # Errors
/// [`Problem::NotFound`] if the city is not recovering; [`Problem::Invalid`] for a letter or checkpoint that proves
/// nothing; [`Problem::LogForked`] for one that the log has signed and that cannot belong to the history known here, which
/// is kept as evidence.
pub async fn receive(services: &Services, by: Reporter, report: Report) -> Result<Reported, AppError> {
    let (log_key, now) = (services.log_key.clone(), services.clock.now());
    let proven = services.compute(move || prove(report, &log_key)).await?;
    let (complete, name, log_key) = (proven.complete, by.node.clone(), services.log_key.clone());
    let forks = services.store.write(move |connection| stage(connection, &by, proven, &log_key, now)).await?;
    if forks > 0 {
        return Err(forked(forks));
    }
    let settled = if complete { settle(services).await? } else { Settled::Waiting };
    if let Settled::Forked(forks) = settled {
        return Err(forked(forks));
    }
    let lacking = if complete { lacking(services, name).await? } else { Vec::new() };
    Ok(Reported { live: matches!(settled, Settled::Live(_)), lacking })
}

/// The statements of a node whose rows are not here.
///
/// # Errors
/// The store's.
pub async fn lacking(services: &Services, node: String) -> Result<Vec<Sha>, AppError> {
    Ok(services.store.read(move |connection| filing::lacking(connection, &node)).await?)
}

fn forked(forks: usize) -> AppError {
    tracing::error!(forks, "the log has signed two histories; the evidence is kept");
    let detail = Text::owned(
        format!("{forks}处与本平台所存的日志不能属于同一历史，双方证据均已保存，恢复不能继续"),
        format!(
            "{forks} of these cannot belong to the history known here; both sides are kept, and recovery stops"
        ),
    );
    AppError::with(Problem::LogForked, detail)
}

/// Whether the log signed every letter and checkpoint of a page.
fn prove(report: Report, log: &VerifyKey) -> Result<Proven, AppError> {
    let unfit = |zh: String, en: String| AppError::with(Problem::Invalid, Text::owned(zh, en));
    if report.letters.len() > MAX_LETTERS {
        return Err(Problem::TooLarge.into());
    }
    let mut checkpoints = BTreeMap::new();
    if let Some(note) = report.checkpoint {
        let point = opened(&note, log).map_err(|fault| {
            unfit(
                format!("检查点不成立：{}", fault.text().zh),
                format!("the checkpoint: {}", fault.text().en),
            )
        })?;
        checkpoints.insert((point.size, *point.root.bytes()), note);
    }
    let mut letters = Vec::with_capacity(report.letters.len());
    for (number, letter) in (1..).zip(report.letters) {
        let refused = |why: Text| {
            unfit(format!("第{number}件文书不成立：{}", why.zh), format!("letter {number}: {}", why.en))
        };
        let proven = letter.prove(log).map_err(|fault| refused(fault.text()))?;
        let receipt = Receipt::parse(&letter.receipt).map_err(|fault| refused(fault.text()))?;
        let point = &proven.checkpoint;
        checkpoints.insert((point.size, *point.root.bytes()), receipt.checkpoint);
        letters.push((proven.index, proven.entry, letter));
    }
    Ok(Proven { letters, checkpoints, complete: report.complete })
}

/// A checkpoint of this log.
fn opened(note: &str, log: &VerifyKey) -> Result<Checkpoint, ReceiptFault> {
    let point = Checkpoint::open(note, log)?;
    if point.origin == log.name() { Ok(point) } else { Err(ReceiptFault::Origin) }
}

/// Keeps what is new, and as evidence what cannot be; gives the number of the latter. A report with any is not whole.
fn stage(
    connection: &mut AnyConnection,
    by: &Reporter,
    proven: Proven,
    log_key: &VerifyKey,
    now: DateTime<Utc>,
) -> Result<usize, AppError> {
    if recovery::mode(connection)? == Mode::Live {
        return Err(not_recovering());
    }
    let size = log::size(connection)?;
    let fork = |place, here: String, shown: &str| LogFork {
        node: by.node.clone(),
        at: now,
        place,
        here,
        shown: shown.to_owned(),
    };
    let mut forks = Vec::new();
    for ((leaves, root), note) in proven.checkpoints {
        let here = if leaves <= size {
            let own = log::root_of(connection, leaves)?;
            (*own.bytes() != root).then(|| rebuilt(log_key, leaves, &own))
        } else {
            match recovered::shown_of(connection, leaves)? {
                Some(known) => {
                    let same = opened(&known, log_key).is_ok_and(|known| *known.root.bytes() == root);
                    (!same).then_some(known)
                }
                None => {
                    let shown = Shown { size: leaves, note: note.clone(), node: by.node.clone() };
                    recovered::show(connection, &shown)?;
                    None
                }
            }
        };
        forks.extend(here.map(|here| fork(leaves, here, &note)));
    }
    for (index, entry, letter) in proven.letters {
        let text = entry.compose();
        let here = if index < size {
            log::text(connection, index)?.filter(|here| *here != text)
        } else {
            match recovered::letter(connection, index)? {
                Some(known) => {
                    let same = Receipt::parse(&known.letter.receipt).is_ok_and(|known| known.entry == text);
                    (!same).then_some(known.letter.receipt)
                }
                None => {
                    let (act, letter) = (entry.act, letter.clone());
                    recovered::keep(connection, &Recovered { index, act, letter, node: by.node.clone() })?;
                    None
                }
            }
        };
        forks.extend(here.map(|here| fork(index, here, &letter.receipt)));
    }
    for fork in &forks {
        recovered::keep_fork(connection, fork)?;
    }
    if proven.complete && forks.is_empty() {
        let point = by.key.encoded_point();
        recovered::report(connection, &ReportedBy { node: by.node.clone(), point, at: now })?;
    }
    Ok(forks.len())
}

/// A tree as it is here, as the text a checkpoint of it would have.
fn rebuilt(log: &VerifyKey, size: u64, root: &Sha) -> String {
    format!("{}\n{size}\n{root}\n", log.name())
}

/// There is nothing to report to.
pub fn not_recovering() -> AppError {
    let detail = Text::new("平台没有在恢复，不需要交还", "The city is not recovering and needs nothing back");
    AppError::with(Problem::NotFound, detail)
}
