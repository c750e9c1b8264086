//! Judging the rows of a receipted statement: unpacked under the signed length, checked as the node checked them,
//! tallied, and compared with the node's own summary (F5).

use std::{collections::BTreeSet, io::Read, sync::Arc};

use chrono::{DateTime, Utc};
use schemas::{
    campaign::Campaign,
    check::{self, Against, CONTINUITY},
    content::{self, Header},
    definition::Definitions,
    directive::{self, Answer},
    entry::Act,
    finding::{self, Finding, Severity, explain},
    form::Form,
    hash::Sha,
    owed::Said,
    problem::Problem,
    statement::{ContentRef, FilingKey, Statement},
    table::Table,
    tally::Tallies,
    text::Text,
    wire::{FilingState, StatementStatus},
};

use super::{beside, carried, delivery, doubt, signature};
use crate::{
    app::Services,
    casebook::{Entry, entries, holds_disputes},
    error::AppError,
    policy,
    store::{
        AnyConnection, StoreError,
        audit::{self, Record},
        casebook, content as stored, decision, document,
        filing::{self, StatementRow, Verdict},
        log, matter,
        supervision::{answer, handover},
    },
    supervision::handover::handed,
};

/// Code of the finding on rows that are judged otherwise than the log says.
pub const DIFFERS: &str = "verdict-differs";
/// Largest window of packed content, as a power of two: 8 MiB.
pub const WINDOW: u32 = 23;

/// State, receipt and findings of a statement, for the node that signed it.
///
/// # Errors
/// [`Problem::NotFound`], also for another node's.
pub async fn status_for(services: &Services, id: Sha, node: String) -> Result<StatementStatus, AppError> {
    let own = services.store.read(move |connection| match filing::find(connection, &id)? {
        Some(row) => signature::speaks_for(connection, &node, &row),
        None => Ok(false),
    });
    if own.await? { status(services, id).await } else { Err(Problem::NotFound.into()) }
}

/// State, receipt and findings of a statement.
///
/// # Errors
/// [`Problem::NotFound`].
pub async fn status(services: &Services, id: Sha) -> Result<StatementStatus, AppError> {
    services
        .store
        .read(move |connection| {
            let row = filing::find(connection, &id)?.ok_or(Problem::NotFound)?;
            let receipt = log::receipt(connection, row.leaf)?.compose();
            let mut findings = match row.state {
                FilingState::Returned => decision::returned(connection, &id)?.map(|said| said.findings()),
                _ => None,
            }
            .unwrap_or_default();
            findings.extend(found(connection, &row)?);
            let key_suspect = signature::is_suspect(connection, &row)?;
            Ok(StatementStatus { state: row.state, receipt, findings, key_suspect })
        })
        .await
}

/// What was found in the rows of a statement: by its verdict, or by the log while the rows are not here again.
///
/// # Errors
/// The store's.
pub fn found(connection: &mut AnyConnection, row: &StatementRow) -> Result<Vec<Finding>, StoreError> {
    match row.figures_awaited {
        Some(findings) => logged(connection, &findings),
        None => Ok(filing::verdict(connection, &row.id)?.map(|verdict| verdict.findings).unwrap_or_default()),
    }
}

/// The findings whose hash a leaf holds.
fn logged(connection: &mut AnyConnection, findings: &Sha) -> Result<Vec<Finding>, StoreError> {
    let damaged = || StoreError::Corrupt("findings");
    let text = document::find(connection, findings)?.ok_or_else(damaged)?;
    serde_json::from_str(&text).map_err(|_| damaged())
}

/// Judges the stored content of a statement: verdict, leaf and state in one unit of work.
///
/// # Errors
/// Whatever the store says. Rows that cannot stand are no error: the state says invalid.
pub async fn judge(services: &Services, row: StatementRow) -> Result<(), AppError> {
    let now = services.clock.now();
    let sha256 = row.content.ok_or(Problem::NotFound)?;
    let packed = services.store.read(move |connection| stored::packed(connection, &sha256)).await?;
    let packed = packed.ok_or(Problem::NotFound)?;
    let again = row.figures_awaited.is_some();
    let before = services.store.read({
        let key = row.key.clone();
        // Of rows that come again, the log says already how they were held to the period before.
        move |connection| if again { Ok(None) } else { open_before(connection, &key) }
    });
    let before = before.await?;
    let statement = row.statement()?;
    let form = policy::form_of(services, &statement).await?;
    let beside = if again { None } else { Some(beside::tables(services, &form, &row).await?) };
    let campaign = policy::campaign_of(services, &statement);
    let (judged, row) = services
        .compute(move || {
            let signed = statement.content.ok_or(Problem::NotFound)?;
            let bytes = unpack(&packed, &signed)?;
            let judged = check_rows(
                &bytes,
                &form,
                &campaign,
                &statement,
                &signed,
                before.as_ref(),
                beside.as_deref(),
            )?;
            Ok::<_, AppError>((judged, row))
        })
        .await?;
    let stands = !judged.verdict.findings.iter().any(Finding::stops);
    let rows = row.statement()?.content.map_or(0, |content| content.rows);
    let counted = services.store.metrics().clone();
    let campaign = Arc::clone(&services.campaign);
    let definitions = Arc::clone(&services.definitions);
    services
        .store
        .write(move |connection| {
            let current = filing::find(connection, &row.id)?.filter(StatementRow::awaits_rows);
            // Someone else was faster; receiving anything twice equals receiving it once.
            let Some(current) = current else { return Ok(()) };
            if let Some(findings) = current.figures_awaited {
                return restore(connection, &definitions, &current, judged, &findings, now);
            }
            let Judged { verdict, said, entries, disputes, put } = judged;
            filing::add_verdict(connection, &current.id, &verdict, now)?;
            // The addressee is given the findings with the receipt, and can prove what was found (RULINGS 17).
            let findings = finding::canonical(&verdict.findings).map_err(|_| Problem::Internal)?;
            let digest = document::keep(connection, &findings)?;
            let act = if stands { Act::ContentValid } else { Act::ContentInvalid };
            log::append(connection, current.leaf_about(act, Some(digest), now))?;
            counted.rows(stands, rows);
            self::put(connection, &definitions, &current, stands)?;
            if stands {
                matter::note(connection, &current, &said)?;
                put.note(connection, &current)?;
                casebook::put(connection, &current, disputes, &entries)?;
                delivery::at_once(connection, &campaign, &current, now)?;
            }
            Ok::<_, AppError>(())
        })
        .await
}

/// Puts a judged statement in force, or says that it cannot stand.
pub(super) fn put(
    connection: &mut AnyConnection,
    definitions: &Definitions,
    row: &StatementRow,
    stands: bool,
) -> Result<(), StoreError> {
    filing::set_state(connection, row, if stands { FilingState::Validated } else { FilingState::Invalid })?;
    if stands {
        // The earlier period may have been amended while these rows were judged.
        carried::review(connection, &row.key)?;
        carried::review_next(connection, &row.key)?;
        doubt::review(connection, definitions, &row.key)?;
    }
    Ok(())
}

/// Gives a statement whose verdict the log holds its figures back: the rows have come again after a restore. What the
/// log says stands; rows that would be judged otherwise now are said to be so.
fn restore(
    connection: &mut AnyConnection,
    definitions: &Definitions,
    row: &StatementRow,
    judged: Judged,
    findings: &Sha,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let mut findings = logged(connection, findings)?;
    let stopped = findings.iter().any(|finding| finding.stops() && finding.code != CONTINUITY);
    let Judged { verdict, said, entries, disputes, put } = judged;
    if stopped != verdict.findings.iter().any(Finding::stops) {
        tracing::error!(statement = %row.id, "rows that came again are judged otherwise than the log says");
        let detail = format!("statement {} is judged otherwise than its leaf says", row.id);
        let record = Record { at: now, what: "verdict-differs".into(), who: row.node.clone(), detail };
        audit::add(connection, &record)?;
        let what = Text::new(
            "恢复后补传的数据，按现在的校验与存证日志所记的结论不同；以日志为准",
            "The rows that came again after a restore are judged otherwise now than the log says; the log stands",
        );
        let fix = Text::new("请核对表式版本与数据", "Compare the version of the form and the rows");
        findings.insert(0, Finding::new(DIFFERS, Severity::Notice, what, fix));
    }
    filing::add_verdict(connection, &row.id, &Verdict { findings, ..verdict }, now)?;
    filing::await_figures(connection, &row.id, None)?;
    // What stood once was known, whatever took its place since.
    if !stopped {
        matter::note(connection, row, &said)?;
        put.note(connection, row)?;
    }
    if row.state.stands() {
        casebook::put(connection, row, disputes, &entries)?;
        carried::review(connection, &row.key)?;
        carried::review_next(connection, &row.key)?;
        doubt::review(connection, definitions, &row.key)?;
    }
    Ok(())
}

/// The cases open at the end of the period before, if that was filed.
fn open_before(
    connection: &mut AnyConnection,
    key: &FilingKey,
) -> Result<Option<BTreeSet<String>>, AppError> {
    let Some(period) = key.period.previous() else { return Ok(None) };
    let before = FilingKey { period, ..key.clone() };
    let Some(row) = filing::in_force(connection, &before)? else { return Ok(None) };
    let verdict = filing::verdict(connection, &row.id)?;
    Ok(verdict.map(|verdict| verdict.open_cases.into_iter().collect()))
}

/// What is read of the rows of a statement that were judged, in the form they were made under.
///
/// # Errors
/// The store's, and [`Problem::Internal`] if they cannot be opened any more.
pub async fn of_rows<T: Send + 'static>(
    services: &Services,
    row: &StatementRow,
    packed: Vec<u8>,
    read: impl FnOnce(Header, Table) -> T + Send + 'static,
) -> Result<T, AppError> {
    let statement = row.statement()?;
    let signed = statement.content.ok_or(Problem::NotFound)?;
    let form = policy::form_of(services, &statement).await?;
    let opened = services.compute(move || {
        let bytes = unpack(&packed, &signed)?;
        let opened = content::open(&bytes, &form, &statement.filing, &statement.schema, &signed);
        opened.map(|(header, table)| read(header, table)).map_err(|_| Problem::Internal.into())
    });
    opened.await
}

/// Unpacks, never beyond the signed length.
pub fn unpack(packed: &[u8], signed: &ContentRef) -> Result<Vec<u8>, AppError> {
    if signed.length > content::MAX_BYTES {
        return Err(Problem::TooLarge.into());
    }
    let mut decoder = zstd::Decoder::new(packed).map_err(|_| Problem::Malformed)?;
    decoder.window_log_max(WINDOW).map_err(|_| Problem::Malformed)?;
    let mut bytes = Vec::new();
    decoder.take(signed.length + 1).read_to_end(&mut bytes).map_err(|_| Problem::Malformed)?;
    Ok(bytes)
}

/// What the rows of a statement come to.
#[derive(Default)]
struct Judged {
    verdict: Verdict,
    /// What they say of single matters.
    said: Said,
    /// The rows by their roles, and whether they are procedures about disputes.
    entries: Vec<Entry>,
    disputes: bool,
    put: Put,
}

/// What rows say that people put to each other: answers to directives, and matters handed over.
#[derive(Default)]
struct Put {
    answers: Vec<Answer>,
    handed: Vec<handover::Handed>,
}

impl Put {
    fn note(&self, connection: &mut AnyConnection, row: &StatementRow) -> Result<(), StoreError> {
        answer::note(connection, row, &self.answers)?;
        handover::note(connection, row, &self.handed)
    }
}

fn check_rows(
    bytes: &[u8],
    form: &Arc<Form>,
    campaign: &Campaign,
    statement: &Statement,
    signed: &ContentRef,
    before: Option<&BTreeSet<String>>,
    beside: Option<&[Table]>,
) -> Result<Judged, AppError> {
    let opened = content::open(bytes, form, &statement.filing, &statement.schema, signed);
    let (header, table) = match opened {
        Ok(opened) => opened,
        // The bytes are those that were signed; what else the statement says of them may still be wrong.
        Err(fault) => {
            let what = Text::owned(format!("内容无法识读：{fault}"), fault.to_string());
            let fix = Text::new("用当前版本的程序重新报送", "File again with the current program");
            let findings = vec![Finding::new("content", Severity::Block, what, fix)];
            return Ok(Judged { verdict: Verdict { findings, ..Verdict::default() }, ..Judged::default() });
        }
    };
    let window = policy::window_of(campaign, statement);
    let tallies = Tallies::of(&table, window);
    let mut findings = check::check(&table, &tallies, &Against { window, previously_open: before, beside });
    if let Some(subject) = &statement.filing.subject {
        findings.extend(check::of_another_matter(&table, subject));
    }
    explain(&mut findings, &header.explanations);
    beside::soften(&mut findings, form);
    if header.summary != tallies {
        let what = Text::new("汇总数与各行不一致", "The summary does not agree with the rows");
        let fix = Text::new("用当前版本的程序重新生成", "Make the filing again with the current program");
        findings.insert(0, Finding::new("summary", Severity::Block, what, fix));
    }
    let period = statement.filing.period;
    let open_cases = check::open_at_end(&table, period).into_iter().collect();
    let opening_cases = form.continuity.then(|| check::open_at_start(&table, period).into_iter().collect());
    let said = Said::of(campaign, &table, &statement.filing, statement.purpose);
    let verdict = Verdict { tallies, findings, open_cases, opening_cases };
    let put = Put {
        answers: directive::answers(&table, statement.filing.subject.as_ref()),
        handed: handed(&table),
    };
    // An answer is no case.
    let entries = if form.form == directive::FORM { Vec::new() } else { entries(&table) };
    Ok(Judged { verdict, said, entries, disputes: holds_disputes(form), put })
}
