//! What is proposed and decided before it goes out: a person proposes, a leader who is another person approves or declines, and what
//! single matters need goes out at once. Numbers are given where it goes out, so that none is left out.

use chrono::{DateTime, Datelike, Utc};
use schemas::{
    campaign::Campaign,
    directive::{Addressee, Change, Directive, DirectiveAct, Kind, Order, Stage, rung_of, upward},
    entry::Act,
    period::day_of,
    problem::Problem,
    statement::{MAX_REASON, Subject},
    text::Text,
};

use super::{Desk, case::Case, decide::sound_words, letter::post, order};
use crate::{
    error::AppError,
    identity::Account,
    reminder::directive as told,
    store::{
        AnyConnection, bureau,
        supervision::{
            self,
            draft::{self, Decided, Draft},
        },
    },
};

/// Most that wait at once.
pub const MAX_WAITING: usize = 500;

pub(super) fn unfit<T>(text: Text) -> Result<T, AppError> {
    Err(AppError::with(Problem::Invalid, text))
}

/// Proposes something that a leader has to approve; gives its id.
///
/// # Errors
/// [`Problem::NotFound`] for a bureau that is not there; [`Problem::Invalid`] with what stands against it; the store's.
pub fn propose(
    connection: &mut AnyConnection,
    desk: Desk<'_>,
    order: Order,
    (id, by, at): (&str, &Account, DateTime<Utc>),
) -> Result<(), AppError> {
    if !order.wants_approval() {
        return unfit(Text::new(
            "交办、催办、通报邻区不经审批，直接下达",
            "Assignments, urging notes and notices to neighbours are not approved; they go out at once",
        ));
    }
    fits(connection, desk.campaign, &order, by, at)?;
    let waiting = draft::waiting(connection)?;
    if waiting.len() >= MAX_WAITING {
        return unfit(Text::new(
            "待审批的建议过多，请先处理",
            "Too many proposals wait; decide on them first",
        ));
    }
    // Several matters may be assigned to a department at once; twice the same may not.
    let same = |draft: &&Draft| {
        let again = order.kind.wants_approval() || draft.order.title == order.title;
        draft.order.to == order.to && draft.order.kind == order.kind && again
    };
    if let Some(same) = waiting.iter().find(same) {
        let text = Text::new(
            "该单位的{kind}已由{by}提请，正待审批",
            "“{kind}” of this bureau was proposed by {by} already and waits",
        );
        return unfit(text.fill(&[("kind", &order.kind.title()), ("by", &same.proposed_by)]));
    }
    let new = Draft { id: id.to_owned(), order, proposed: at, proposed_by: by.login.clone(), decided: None };
    Ok(draft::add(connection, &new)?)
}

/// What stands against an order whoever decides on it.
fn fits(
    connection: &mut AnyConnection,
    campaign: &Campaign,
    order: &Order,
    by: &Account,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    sound(campaign, order, at)?;
    let tree = bureau::tree(connection)?;
    let there = match &order.to {
        Addressee::Bureau(bureau) => tree.get(bureau).is_some(),
        Addressee::Department(department) => campaign.reporting_department(department).is_some(),
    };
    if !there || !by.sees_put_to(&tree, &order.to) {
        return Err(Problem::NotFound.into());
    }
    if !order.to.takes(order.kind) {
        let text = Text::new(
            "对成员部门只能交办、督办、催办，不能发{kind}",
            "To a department go assignments, notices of supervision and urging notes, and no “{kind}”",
        );
        return unfit(text.fill(&[("kind", &order.kind.title())]));
    }
    match &order.follows {
        Some(serial) => follows(connection, campaign, order, serial, at),
        None => fresh(connection, order),
    }
}

/// The same is not under way.
fn fresh(connection: &mut AnyConnection, order: &Order) -> Result<(), AppError> {
    if !order.kind.wants_approval() {
        return Ok(());
    }
    let open = supervision::put_to(connection, &order.to)?;
    let same = |case: &Case| case.issued.directive.order.kind == order.kind && !case.standing.stage.is_over();
    match open.into_iter().map(Case::of).find(same) {
        Some(case) => unfit(
            Text::new(
                "该单位已有在办的{kind}（{number}），办结前不再另立；需要加重的请升级",
                "“{kind}” of this bureau is under way ({number}); raise it if more is needed",
            )
            .fill(&[("kind", &order.kind.title()), ("number", &case.issued.directive.number)]),
        ),
        None => Ok(()),
    }
}

/// It is the next of one under way that may be raised, and stands above it; or takes up one that is over.
fn follows(
    connection: &mut AnyConnection,
    campaign: &Campaign,
    order: &Order,
    serial: &Subject,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let before = supervision::find(connection, serial)?.map(Case::of);
    let before = before.filter(|case| case.issued.directive.order.to == order.to);
    let before = before.ok_or(Problem::NotFound)?;
    let ended = matches!(before.standing.stage, Stage::Closed | Stage::Withdrawn | Stage::Signed);
    if ended && order.kind != Kind::Urge {
        return Ok(());
    }
    // What is under way can be urged; that raises nothing.
    if order.kind == Kind::Urge {
        return match before.standing.stage.is_over() {
            false => Ok(()),
            true => unfit(Text::new("该件已结束，不必催办", "It is over, and there is nothing to urge")),
        };
    }
    let raised = Change::Escalated(serial.clone());
    before.standing.allows(&raised, day_of(at)).or_else(unfit)?;
    let kind = before.issued.directive.order.kind;
    if upward(&campaign.ladder, kind).contains(&order.kind) {
        return Ok(());
    }
    let text = Text::new(
        "只能沿阶梯向上升级：{to}不在{from}之上",
        "It is only raised up the ladder: “{to}” does not stand above “{from}”",
    );
    unfit(text.fill(&[("to", &order.kind.title()), ("from", &kind.title())]))
}

/// The order reads back as a document, is of the ladder, and names nobody.
fn sound(campaign: &Campaign, order: &Order, at: DateTime<Utc>) -> Result<(), AppError> {
    if order.kind.wants_approval() && rung_of(&campaign.ladder, order.kind).is_none() {
        let text = Text::new("本行动的阶梯没有{kind}", "The ladder of this campaign has no “{kind}”");
        return unfit(text.fill(&[("kind", &order.kind.title())]));
    }
    let tried = numbered(campaign, order, 1, at, "-")
        .filter(|directive| Directive::parse(&directive.compose()).is_ok());
    if tried.is_none() {
        return unfit(Text::new(
            "标题（100字内）、事项和要求（各2000字内）、主办科室须填写，依据和解除方式各500字内",
            "Fill in the title (100 characters), matter and demand (2000 each) and office; basis and release have 500 each",
        ));
    }
    match order.personal() {
        Some(kind) => unfit(
            Text::new("文书含{kind}，请删去", "The text holds personal data ({kind}); leave it out")
                .fill(&[("kind", &kind.title())]),
        ),
        None => Ok(()),
    }
}

fn numbered(campaign: &Campaign, order: &Order, n: u32, at: DateTime<Utc>, role: &str) -> Option<Directive> {
    let today = day_of(at);
    let (year, kind) = (today.year(), order.kind);
    Some(Directive {
        serial: Directive::serial_of(year, n)?,
        number: campaign.supervision.number(year, n),
        due: order::due(campaign, kind, today),
        order: order.clone(),
        by: role.to_owned(),
    })
}

/// Lets something out that needs no approval; gives its serial.
///
/// # Errors
/// As [`propose`].
pub fn issue_at_once(
    connection: &mut AnyConnection,
    desk: Desk<'_>,
    order: &Order,
    (by, at): (&Account, DateTime<Utc>),
) -> Result<Subject, AppError> {
    if order.wants_approval() {
        return unfit(Text::new("该类文书须经审批", "This kind has to be approved"));
    }
    fits(connection, desk.campaign, order, by, at)?;
    issue(connection, desk, order, &by.login, (by, at))
}

/// Numbers it, writes the leaf and keeps it.
fn issue(
    connection: &mut AnyConnection,
    desk: Desk<'_>,
    order: &Order,
    proposed_by: &str,
    (by, at): (&Account, DateTime<Utc>),
) -> Result<Subject, AppError> {
    let n = supervision::next_number(connection, day_of(at).year())?;
    let directive = numbered(desk.campaign, order, n, at, by.role.word()).ok_or(Problem::Internal)?;
    let leaf = post(connection, desk.key, (Act::DirectiveIssued, &order.to, &directive.compose()), at)?;
    supervision::issue(connection, &directive, leaf, (proposed_by, &by.login))?;
    if let Some(bureau) = order.to.bureau() {
        told::tell(connection, &directive, bureau, (&by.login, leaf.1))?;
    }
    Ok(directive.serial)
}

/// One that waits.
fn waiting(connection: &mut AnyConnection, id: &str) -> Result<Draft, AppError> {
    let draft = draft::find(connection, id)?.ok_or(Problem::NotFound)?;
    match &draft.decided {
        None => Ok(draft),
        Some(_) => Err(AppError::with(
            Problem::RevisionConflict,
            Text::new(
                "该建议已被处理，请刷新",
                "Somebody decided on this proposal before; load the page again",
            ),
        )),
    }
}

/// Approves a proposal, which goes out; gives its serial. What it rests on was looked at before.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::Forbidden`] to who proposed it; [`Problem::RevisionConflict`] if it was decided;
/// [`Problem::Invalid`] with what stands against it.
pub fn approve(
    connection: &mut AnyConnection,
    desk: Desk<'_>,
    id: &str,
    (by, at): (&Account, DateTime<Utc>),
) -> Result<Subject, AppError> {
    let draft = waiting(connection, id)?;
    if draft.proposed_by == by.login {
        return Err(AppError::with(
            Problem::Forbidden,
            Text::new(
                "不能批准本人提请的建议，请由另一位局领导批准",
                "Nobody approves what they proposed themselves; another leader does",
            ),
        ));
    }
    fits(connection, desk.campaign, &draft.order, by, at)?;
    let serial = issue(connection, desk, &draft.order, &draft.proposed_by, (by, at))?;
    let decided = Decided { at, by: by.login.clone(), serial: Some(serial.clone()), note: String::new() };
    draft::decide(connection, id, &decided)?;
    if let Some(before) = &draft.order.follows {
        raise(connection, desk, (before, &serial), &draft.order, (by, at))?;
    }
    Ok(serial)
}

/// Says of the one before that it was raised, if it was under way.
fn raise(
    connection: &mut AnyConnection,
    desk: Desk<'_>,
    (before, next): (&Subject, &Subject),
    order: &Order,
    (by, at): (&Account, DateTime<Utc>),
) -> Result<(), AppError> {
    let case = Case::of(supervision::find(connection, before)?.ok_or(Problem::NotFound)?);
    if case.standing.stage.is_over() {
        return Ok(());
    }
    let act = DirectiveAct {
        serial: before.clone(),
        to: order.to.clone(),
        change: Change::Escalated(next.clone()),
        words: format!("升级为{}", order.kind.title().zh),
        by: by.role.word().to_owned(),
    };
    let leaf = post(connection, desk.key, (Act::DirectiveActed, &act.to, &act.compose()), at)?;
    Ok(supervision::act(connection, &act, leaf, &by.login)?)
}

/// Declines a proposal, or takes it back; it stays with the reason.
///
/// # Errors
/// As [`approve`].
pub fn decline(
    connection: &mut AnyConnection,
    id: &str,
    note: &str,
    (by, at): (&Account, DateTime<Utc>),
) -> Result<(), AppError> {
    waiting(connection, id)?;
    sound_words(note, MAX_REASON)?;
    let decided = Decided { at, by: by.login.clone(), serial: None, note: note.to_owned() };
    Ok(draft::decide(connection, id, &decided)?)
}
