//! 总览: what needs me now. A county is shown its own bureau instead.

use std::collections::BTreeSet;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Query},
};

use schemas::{
    bureau::BureauCode,
    directive::{Order, Stage},
    period::{Period, day_of},
};

use super::{
    drawn, frame, page,
    scene::{Asked, Scene},
};
use crate::{
    app::Services,
    error::AppError,
    identity::{Account, Role},
    store::{
        bureau::tree,
        supervision::{self, draft, handover},
    },
    supervision::{case::Case, handover::waits, proposal::Proposal},
    web::{
        city::City,
        links::{Address, Links},
        pages::{
            overview::{May, OverviewPage, Pending},
            picture::Picture,
        },
        visitor::Visitor,
    },
};

/// What a reader of the whole city may do there.
pub(super) fn may(role: &Role) -> May {
    let staff = *role == Role::Staff;
    May { confirm: staff, remind: staff }
}

/// What waits of supervision for the reader, and the bureaus whose proposals of a period somebody has taken up.
async fn pending(
    services: &Services,
    account: &Account,
    period: Period,
) -> Result<(Pending, BTreeSet<BureauCode>), AppError> {
    let read = services.store.read(|connection| {
        let drafts = draft::waiting(connection)?;
        let handed = handover::in_force(connection, None)?;
        Ok::<_, AppError>((drafts, supervision::all(connection, None)?, handed))
    });
    let (drafts, issued, handed) = read.await?;
    let cases: Vec<Case> = issued.into_iter().map(Case::of).collect();
    let today = day_of(services.clock.now());
    let count = |holds: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| holds(case)).count();
    let (staff, leader) = (account.role == Role::Staff, account.role == Role::Leader);
    let pending = Pending {
        to_approve: if leader { drafts.len() } else { 0 },
        to_end: if leader { count(&|case| case.standing.stage == Stage::Passed) } else { 0 },
        to_inspect: if staff { count(&|case| case.standing.stage == Stage::Applied) } else { 0 },
        overdue: if staff { count(&|case| case.standing.is_overdue(today)) } else { 0 },
        to_take: if staff { handed.iter().filter(|one| waits(one)).count() } else { 0 },
    };
    let rests = |order: &Order| order.period == Some(period) && !order.grounds.is_empty();
    let stands = |case: &&Case| case.standing.stage != Stage::Withdrawn;
    let drafted = drafts.iter().map(|draft| &draft.order);
    let put = cases.iter().filter(stands).map(|case| &case.issued.directive.order);
    let taken =
        drafted.chain(put).filter(|order| rests(order)).filter_map(|order| order.to.bureau().cloned());
    Ok((pending, taken.collect()))
}

/// `GET /?period=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    asked: Query<Asked>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = &visitor.signed_in()?.account;
    if account.role.department().is_some() {
        let own = Links { lang: visitor.lang, period: None }.department(None);
        return Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, own.to_string())).finish());
    }
    let reader = account.clone();
    let all = services.store.read(move |connection| Ok::<_, AppError>(reader.reads_all(&tree(connection)?)));
    if !all.await? {
        let own = Address::new(format!("/bureaus/{}", account.bureau));
        return Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, own.to_string())).finish());
    }
    let scene = Scene::of(&services, asked.period).await?;
    let frame = frame::of(&request, Some(&scene.proposed.measured.tree), Some(scene.period));
    let city = scene.city(&services)?;
    let links = Links { lang: frame.lang, period: Some(scene.period) };
    let picture = drawn(Picture::of_all(city, links)).pop();
    let (pending, taken) = pending(&services, account, scene.period).await?;
    let left: Vec<Proposal> =
        city.proposals.iter().filter(|proposal| !taken.contains(&proposal.bureau)).cloned().collect();
    let city = City { proposals: &left, ..city };
    page(&OverviewPage::new(&frame, city, may(&account.role), picture).with(pending, links))
}
