//! 督办: the board, one case, and both as a file. What is posted is in `draft`, `act` and `handover`.

pub mod act;
pub mod draft;
pub mod handover;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use chrono::NaiveDate;
use schemas::{
    bureau::{BureauCode, Tree},
    campaign::Campaign,
    directive::Addressee,
    period::{Period, day_of},
    problem::Problem,
    statement::Subject,
    text::Text,
};
use serde::Deserialize;

use super::{
    frame,
    list::{self, Stamp, plain},
    page,
    scene::{self, Scene},
};
use crate::{
    app::Services,
    error::AppError,
    figures,
    identity::{Account, Role},
    measure::cache::Measured,
    store::{
        bureau::tree,
        supervision::{self, draft::Draft, handover as handed},
    },
    supervision::{
        case::Case,
        ground::{self, Grounds},
        handover::waits,
        proposal::Proposal,
        propose::propose,
    },
    web::{
        pages::supervision::{
            BoardPage, Shown, name_to,
            one::{Asked as AskedOne, CasePage},
        },
        visitor::Visitor,
    },
    words::supervision as words,
};

/// What the address of the board says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    period: Option<Period>,
    bureau: Option<BureauCode>,
}

/// Which case.
#[derive(Debug, Deserialize)]
pub struct One {
    serial: String,
}

impl One {
    /// The serial; what cannot be one is not there.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub(in crate::web) fn serial(&self) -> Result<Subject, AppError> {
        serial_of(&self.serial)
    }
}

pub(in crate::web) fn serial_of(text: &str) -> Result<Subject, AppError> {
    text.trim().parse().map_err(|_| Problem::NotFound.into())
}

/// What was read of the board, within the reader's scope.
pub(in crate::web) struct Read {
    pub(in crate::web) today: NaiveDate,
    pub(in crate::web) cases: Vec<Case>,
    drafts: Vec<(Draft, Grounds)>,
    proposals: Vec<Proposal>,
    handovers: usize,
    period: Period,
    measured: Arc<Measured>,
}

/// Reads the board. Whoever reads the whole city also sees what is proposed.
///
/// # Errors
/// [`Problem::NotFound`] for a bureau out of scope; the store's.
pub(in crate::web) async fn read(
    services: &Services,
    visitor: &Visitor,
    wanted: &Wanted,
) -> Result<Read, AppError> {
    let now = services.clock.now();
    let period = wanted.period.unwrap_or_else(|| scene::current(services, now));
    let (measured, bureaus) = list::in_scope(services, visitor, period, wanted.bureau.as_ref()).await?;
    let account = visitor.signed_in()?.account.clone();
    let codes: Vec<BureauCode> = match &wanted.bureau {
        Some(bureau) => vec![bureau.clone()],
        None => bureaus.iter().map(|bureau| bureau.code.clone()).collect(),
    };
    let all = account.reads_all(&measured.tree) && wanted.bureau.is_none();
    let found = services.store.read(move |connection| {
        let codes = (!all).then_some(codes);
        let cases = supervision::all(connection, codes.as_deref())?;
        let handovers = handed::in_force(connection, codes.as_deref())?;
        let drafts = if all { supervision::draft::waiting(connection)? } else { Vec::new() };
        Ok::<_, AppError>((cases, drafts, handovers.iter().filter(|one| waits(one)).count()))
    });
    let (cases, drafts, handovers) = found.await?;
    let cases: Vec<Case> = cases.into_iter().map(Case::of).collect();
    let (mut proposals, mut waiting): (Vec<Proposal>, Vec<(Draft, Grounds)>) = (Vec::new(), Vec::new());
    if all {
        let scene = Scene::of(services, Some(period)).await?;
        let rests = |draft: &Draft| draft.order.period.filter(|_| !draft.order.grounds.is_empty());
        // Each period is measured once, however many drafts rest on it.
        let others: BTreeSet<Period> = drafts.iter().filter_map(rests).filter(|of| *of != period).collect();
        let mut measured = BTreeMap::new();
        for other in others {
            measured.insert(other, propose(services, other).await?);
        }
        waiting = drafts
            .into_iter()
            .map(|draft| {
                let grounds = match rests(&draft) {
                    Some(other) => ground::of(measured.get(&other).unwrap_or(&scene.proposed), &draft.order),
                    None => Grounds::Firm,
                };
                (draft, grounds)
            })
            .collect();
        let answered = |proposal: &Proposal| {
            let of = |order: &schemas::directive::Order| {
                order.to.bureau() == Some(&proposal.bureau)
                    && order.period == Some(period)
                    && !order.grounds.is_empty()
            };
            let withdrawn = |case: &Case| case.standing.stage == schemas::directive::Stage::Withdrawn;
            waiting.iter().any(|(draft, _)| of(&draft.order))
                || cases.iter().any(|case| of(&case.issued.directive.order) && !withdrawn(case))
        };
        proposals = scene.proposed.proposals.iter().filter(|one| !answered(one)).cloned().collect();
    }
    let today = day_of(now);
    Ok(Read { today, cases, drafts: waiting, proposals, handovers, period, measured })
}

impl Read {
    /// Name of an addressee.
    pub(in crate::web) fn name(&self, campaign: &Campaign, to: &Addressee) -> Text {
        name_to(&self.measured.tree, campaign, to)
    }
}

/// Name of a bureau of the tree; its code if it is not there.
pub(in crate::web) fn name(tree: &Tree, code: &BureauCode) -> Text {
    tree.get(code).map_or_else(|| Text::same(code.as_str()), |bureau| bureau.name.clone())
}

/// `GET /supervision?period=&bureau=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let account = &visitor.signed_in()?.account;
    let shown = Shown {
        campaign: &services.campaign,
        tree: &read.measured.tree,
        proposals: &read.proposals,
        drafts: &read.drafts,
        cases: &read.cases,
        handovers: read.handovers,
        today: read.today,
        bureau: wanted.bureau.as_ref(),
        whole: account.reads_all(&read.measured.tree),
        staff: account.role == Role::Staff,
    };
    page(&BoardPage::new(&frame::of(&request, Some(&read.measured.tree), Some(read.period)), shown))
}

/// `GET /supervision.csv?bureau=`: every case.
pub async fn csv(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let stamp = Stamp::of(&services, &visitor);
    list::answer(&format!("supervision-{}", read.today), file(&read, &services.campaign, stamp))
}

/// The file, a line each case.
fn file(read: &Read, campaign: &Campaign, stamp: Stamp) -> Result<Vec<u8>, csv::Error> {
    let lang = stamp.lang;
    let headings = [
        words::NUMBER,
        words::SERIAL,
        words::KIND,
        words::BUREAU,
        words::SUBJECT_TITLE,
        words::ISSUED,
        words::DUE,
        words::STAGE,
        words::LEFT,
        words::COLOUR,
        words::ENDED,
        words::FOLLOWS,
    ];
    let record = |case: &Case| {
        let (directive, standing) = (&case.issued.directive, &case.standing);
        let over = standing.stage.is_over();
        [
            plain(&directive.number),
            directive.serial.to_string(),
            directive.order.kind.title().get(lang).to_owned(),
            plain(read.name(campaign, &directive.order.to).get(lang)),
            plain(&directive.order.title),
            day_of(case.issued.at).to_string(),
            standing.due.to_string(),
            standing.stage.title(standing.kind).get(lang).to_owned(),
            if over { String::new() } else { standing.days_left(read.today).to_string() },
            case.colour(read.today).title().get(lang).to_owned(),
            case.ended().map(figures::second).unwrap_or_default(),
            directive.order.follows.as_ref().map(ToString::to_string).unwrap_or_default(),
        ]
    };
    list::file(&headings, read.cases.iter().map(record), stamp)
}

/// What was read of one case.
pub(in crate::web) struct Whole {
    pub(in crate::web) case: Case,
    pub(in crate::web) tree: Tree,
}

/// Reads one case, within the reader's scope.
///
/// # Errors
/// [`Problem::NotFound`] for what is out of it or is not there; the store's.
pub(in crate::web) async fn whole(
    services: &Services,
    account: &Account,
    serial: &Subject,
) -> Result<Whole, AppError> {
    let (account, serial) = (account.clone(), serial.clone());
    let read = services.store.read(move |connection| {
        let tree = tree(connection)?;
        let issued = supervision::find(connection, &serial)?;
        let issued = issued.filter(|issued| account.sees_put_to(&tree, &issued.directive.order.to));
        Ok::<_, AppError>(Whole { case: Case::of(issued.ok_or(Problem::NotFound)?), tree })
    });
    read.await
}

/// `GET /supervision/one?serial=`.
pub async fn one(
    services: Data<Services>,
    request: HttpRequest,
    one: Query<One>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = &visitor.signed_in()?.account;
    let Whole { case, tree } = whole(&services, account, &one.serial()?).await?;
    let order = &case.issued.directive.order;
    let all = account.reads_all(&tree);
    let gone = all && !case.standing.stage.is_over() && {
        ground::of_order(&services, order).await? == Grounds::Gone
    };
    let asked = AskedOne {
        campaign: &services.campaign,
        definitions: &services.definitions,
        tree: &tree,
        case: &case,
        today: day_of(services.clock.now()),
        role: &account.role,
        whole: all,
        gone,
    };
    page(&CasePage::new(&frame::of(&request, Some(&tree), None), asked))
}
