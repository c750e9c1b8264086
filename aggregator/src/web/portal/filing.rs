//! One filing: revisions, findings, receipt, its rows.

use actix_web::{HttpRequest, HttpResponse, http::header, web::Data};
use chrono::{DateTime, Utc};
use schemas::{
    bureau::Bureau,
    directive::FORM as ANSWERS,
    filter::{Filter, Window},
    finding::Finding,
    hash::Sha,
    note,
    period::day_of,
    problem::Problem,
    receipt::Receipt,
    returned::Returned,
    statement::{FilingKey, Purpose},
    table::Table,
    tally::Tallies,
    wire::FilingState,
};

use super::{frame, page, scene::Scene};
use crate::{
    app::Services,
    error::AppError,
    identity::Role,
    intake::{self, signature},
    jobs::confirm::RULE,
    matter,
    obligation::State,
    policy,
    store::{
        AnyConnection, content as stored, decision, delivery,
        duty::{self, Decided, EVER},
        filing::{self, StatementRow, Verdict},
        log,
    },
    web::{
        filing_path::Named,
        pages::{
            filing::{Allowed, Confirm, Copy, FilingPage, Matter, ReceiptCard, Revision},
            rows::{Asked, RowsPage},
        },
        visitor::Visitor,
    },
};

/// The filing an address names, if it lies in the reader's scope.
pub(super) fn named(
    path: &Named,
    scene_tree: &schemas::bureau::Tree,
    visitor: &Visitor,
) -> Result<FilingKey, AppError> {
    let key = path.0.clone();
    let seen = visitor.signed_in()?.account.sees(scene_tree, &key.bureau);
    if seen { Ok(key) } else { Err(Problem::NotFound.into()) }
}

/// What the page of a filing is drawn from.
struct Filed {
    revisions: Vec<Revision>,
    verdict: Option<Verdict>,
    found: Vec<Finding>,
    returned: Option<Returned>,
    decided: Vec<Decided>,
    before: Option<Tallies>,
    receipt: Option<ReceiptCard>,
    /// Leaf and instant of the committee's receipt of what stands; `None` within if there is none, and outside if nothing
    /// stands that could be handed over.
    copy: Option<Option<(u64, DateTime<Utc>)>>,
}

fn filed(connection: &mut AnyConnection, key: &FilingKey) -> Result<Filed, AppError> {
    let rows = filing::revisions(connection, key)?;
    let verdict = match rows.last() {
        Some(head) => filing::verdict(connection, &head.id)?,
        None => None,
    };
    let found = match rows.last() {
        Some(head) => intake::content::found(connection, head)?,
        None => Vec::new(),
    };
    let returned = match rows.last().filter(|head| head.state == FilingState::Returned) {
        Some(head) => decision::returned(connection, &head.id)?,
        None => None,
    };
    let decided = duty::decided(connection, key)?;
    let before = match key.period.previous() {
        Some(period) => filing::in_force(connection, &FilingKey { period, ..key.clone() })?,
        None => None,
    };
    let before = match before {
        Some(row) => filing::verdict(connection, &row.id)?.map(|verdict| verdict.tallies),
        None => None,
    };
    let receipt = match rows.last() {
        Some(head) => Some(card(&log::receipt(connection, head.leaf)?, head)?),
        None => None,
    };
    let in_force = log::policies(connection)?.last().map(|policy| policy.version);
    let revisions =
        rows.iter().rev().map(|row| revision(connection, row, in_force)).collect::<Result<_, _>>()?;
    let copy = match rows.iter().rev().find(|row| row.state.stands() && row.purpose != Purpose::History) {
        Some(row) => Some(delivery::find(connection, &row.id)?),
        None => None,
    };
    Ok(Filed { revisions, verdict, found, returned, decided, before, receipt, copy })
}

fn revision(
    connection: &mut AnyConnection,
    row: &StatementRow,
    in_force: Option<Sha>,
) -> Result<Revision, AppError> {
    let statement = row.statement()?;
    let signers = note::signers(&row.note).map_err(|_| Problem::Internal)?;
    let names: Vec<String> = signers.into_iter().map(|signer| signer.name).collect();
    Ok(Revision {
        id: row.id,
        number: row.revision,
        kind: statement.kind,
        purpose: row.purpose,
        state: row.state,
        received: row.received,
        signer: names.join(" + "),
        suspect: signature::is_suspect(connection, row)?,
        policy: statement.policy,
        earlier: statement.policy.is_some() && statement.policy != in_force,
        reason: statement.reason,
        rows: statement.content.map(|content| content.rows),
        figures_awaited: row.figures_awaited.is_some(),
        by_rule: row.state == FilingState::Confirmed && row.decided_by.as_deref() == Some(RULE),
    })
}

fn card(receipt: &Receipt, row: &StatementRow) -> Result<ReceiptCard, AppError> {
    // The store's own checkpoint; whoever downloads the receipt verifies it with the log's key.
    let text = note::split(&receipt.checkpoint).map_err(|_| Problem::Internal)?.0;
    let mut lines = text.lines().skip(1);
    let size = lines.next().and_then(|size| size.parse().ok()).ok_or(Problem::Internal)?;
    let root = lines.next().and_then(schemas::receipt::sha).ok_or(Problem::Internal)?;
    Ok(ReceiptCard { statement: row.id, index: receipt.index, received: row.received, size, root })
}

/// Most tallies whose rows one page shows together.
pub const MAX_TALLIES: usize = 8;

/// `GET /filings/{bureau}/{form}/{period}`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    path: Named,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let scene = Scene::of(&services, Some(path.0.period)).await?;
    let tree = &scene.proposed.measured.tree;
    let key = named(&path, tree, &visitor)?;
    let bureau = tree.get(&key.bureau).ok_or(Problem::NotFound)?;
    let form = services.definitions.form(&key.form).ok_or(Problem::NotFound)?;
    let asked = services.campaign.asks(&key.form);
    let filed = services.store.read({
        let key = key.clone();
        move |connection| filed(connection, &key)
    });
    let filed = filed.await?;
    // An answer to what was put to the bureau is owed by no campaign.
    if !asked && (key.form != ANSWERS || filed.revisions.is_empty()) {
        return Err(Problem::NotFound.into());
    }
    let report = match &key.subject {
        Some(_) => report_of(&services, bureau.clone(), &key).await?,
        None => None,
    };
    let staff = visitor.signed_in()?.account.role == Role::Staff;
    let head = filed.revisions.first().map(|head| head.state);
    let back = filed.returned.iter().flat_map(Returned::findings);
    let findings: Vec<Finding> = back.chain(filed.found).collect();
    let asked = services.campaign.goes_to_committee(&key.form);
    let copy = filed.copy.filter(|_| asked).map(|found| match found {
        Some((leaf, at)) => Copy::Handed(leaf, at),
        None => Copy::Missing { offered: staff },
    });
    let matter = Matter {
        bureau,
        form,
        period: key.period,
        subject: key.subject.as_ref(),
        obligation: match &key.subject {
            Some(_) => report.as_ref().map(|report| &report.obligation),
            None => scene.proposed.board.owed.get(&key.bureau).and_then(|forms| forms.get(&key.form)),
        },
        revisions: &filed.revisions,
        findings: &findings,
        returned: filed.returned.as_ref(),
        decided: &filed.decided,
        tallies: filed.verdict.as_ref().map(|verdict| &verdict.tallies),
        tallies_before: filed.before.as_ref(),
        receipt: filed.receipt.as_ref(),
        copy: copy.as_ref(),
    };
    let awaited = filed.revisions.first().is_some_and(|head| head.figures_awaited);
    let offered = staff && head == Some(FilingState::Validated) && !awaited;
    let confirm = if offered { Confirm::Offered } else { Confirm::Absent };
    let today = day_of(services.clock.now());
    let stands = head.is_some_and(FilingState::stands);
    let duty = services.campaign.duty(&key.form, key.period.cadence());
    let asks = match key.subject {
        Some(_) => report.is_some(),
        None => duty.is_some_and(|duty| duty.asks_for(&services.campaign, key.period)),
    };
    let owed =
        services.campaign.judged && asks && matter.obligation.is_some_and(|owed| owed.state != State::Exempt);
    let may = Allowed {
        give_back: (staff && stands).then_some(today),
        decide_duty: (staff && owed && !stands).then_some(today),
    };
    page(&FilingPage::new(&frame::of(&request, Some(tree), Some(key.period)), matter, confirm, may))
}

/// The link of a chain that a filing is, if it is owed.
async fn report_of(
    services: &Services,
    bureau: Bureau,
    key: &FilingKey,
) -> Result<Option<matter::Report>, AppError> {
    let matters = matter::matters(services, vec![bureau], services.clock.now(), EVER).await?;
    let mut reports = matters.into_iter().flat_map(|matter| matter.reports);
    Ok(reports.find(|report| report.filing == *key))
}

/// `GET /filings/{bureau}/{form}/{period}/receipt`: the receipt of the head as a file.
pub async fn receipt(
    services: Data<Services>,
    path: Named,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let key = path.0.clone();
    let account = visitor.signed_in()?.account.clone();
    let name = format!("{}-{}-{}.tlog-proof", key.bureau, key.form, key.period);
    let text = services.store.read(move |connection| {
        let tree = crate::store::bureau::tree(connection)?;
        let seen = account.sees(&tree, &key.bureau);
        let head =
            filing::head(connection, &key)?.filter(|_| seen).ok_or(AppError::from(Problem::NotFound))?;
        Ok::<_, AppError>(log::receipt(connection, head.leaf)?.compose())
    });
    let text = text.await?;
    Ok(HttpResponse::Ok()
        .content_type(schemas::wire::NOTE_TYPE)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(text))
}

/// `GET /filings/{bureau}/{form}/{period}/rows?tally=&page=`: the rows behind a figure.
pub async fn rows(
    services: Data<Services>,
    request: HttpRequest,
    path: Named,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let scene = Scene::of(&services, Some(path.0.period)).await?;
    let tree = &scene.proposed.measured.tree;
    let key = named(&path, tree, &visitor)?;
    let bureau = tree.get(&key.bureau).ok_or(Problem::NotFound)?;
    let fields: Vec<(String, String)> =
        form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
    let tallies: Vec<String> =
        fields.iter().filter(|(key, _)| key == "tally").map(|(_, value)| value.clone()).collect();
    if tallies.len() > MAX_TALLIES {
        return Err(Problem::TooLarge.into());
    }
    let page_number =
        fields.iter().find(|(key, _)| key == "page").and_then(|(_, value)| value.parse().ok()).unwrap_or(1);
    let (table, window) = seen(&services, &key).await?;
    let counted = counted(&table, &tallies, window)?;
    let asked = Asked {
        bureau,
        period: key.period,
        subject: key.subject.as_ref(),
        table: &table,
        tallies: &tallies,
        counted: &counted,
        page: page_number,
    };
    page(&RowsPage::new(&frame::of(&request, Some(tree), Some(key.period)), asked))
}

/// The rows in force of a filing, unpacked from what was sealed.
pub(super) async fn table(services: &Services, key: &FilingKey) -> Result<Table, AppError> {
    Ok(seen(services, key).await?.0)
}

/// The same, with what its conditions speak of.
async fn seen(services: &Services, key: &FilingKey) -> Result<(Table, Window), AppError> {
    let wanted = key.clone();
    let read = services.store.read(move |connection| {
        let row = filing::in_force(connection, &wanted)?.ok_or(AppError::from(Problem::NotFound))?;
        let sha256 = row.content.ok_or(AppError::from(Problem::NotFound))?;
        let packed = stored::packed(connection, &sha256)?.ok_or(AppError::from(Problem::NotFound))?;
        Ok::<_, AppError>((row, packed))
    });
    let (row, packed) = read.await?;
    let table = intake::content::of_rows(services, &row, packed, |_, table| table).await?;
    let statement = row.statement()?;
    let window = policy::window_of(&policy::campaign_of(services, &statement), &statement);
    Ok((table, window))
}

/// The rows that any of the tallies counts; all rows without a tally.
fn counted(table: &Table, tallies: &[String], window: Window) -> Result<Vec<usize>, AppError> {
    let form = table.form();
    let filters: Option<Vec<Filter>> = tallies
        .iter()
        .map(|name| {
            let key = name.strip_prefix(&form.form)?.strip_prefix('.')?;
            Some(Filter::new(&form.tally(key)?.rows, form, window))
        })
        .collect();
    let filters = filters.ok_or(Problem::NotFound)?;
    let shown = |row: &usize| filters.is_empty() || filters.iter().any(|filter| filter.holds(table, *row));
    Ok((0..table.len()).filter(shown).collect())
}
