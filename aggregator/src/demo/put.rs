//! What a demonstration puts to a department, and what that answers: by the functions that a person at the portal calls. All of it is
//! invented (演示数据).

use chrono::{DateTime, Utc};
use schemas::{
    bureau::BureauCode,
    campaign::NotADepartmentCode,
    directive::{Addressee, AnswerKind, Order},
    period::day_of,
    problem::Problem,
};

use super::{
    DemoError, Office,
    perform::{LEADER, STAFF},
};
use crate::{
    app::Services,
    identity::{Account, Role},
    store::{AnyConnection, bureau::tree, supervision},
    supervision::{
        Desk, draft,
        feedback::{self, Said},
        order,
    },
};

/// An assignment to a department: staff words it, a leader approves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Code of the department.
    pub department: &'static str,
    /// What about, in a line.
    pub title: &'static str,
    /// What about.
    pub matter: &'static str,
    /// What is demanded.
    pub demand: &'static str,
}

/// What a department answers to what was put to it last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Code of the department.
    pub department: &'static str,
    /// What it is.
    pub kind: AnswerKind,
    /// In words.
    pub content: &'static str,
}

fn to(department: &str) -> Result<Addressee, DemoError> {
    let code =
        department.parse().map_err(|error: NotADepartmentCode| DemoError::Unknown(error.to_string()))?;
    Ok(Addressee::Department(code))
}

fn account(login: &str, role: Role, bureau: &BureauCode) -> Account {
    Account { login: login.into(), name: login.into(), role, bureau: bureau.clone() }
}

/// Puts an assignment to a department.
///
/// # Errors
/// [`DemoError`].
pub(super) async fn assign(
    services: &Services,
    assignment: &Assignment,
    at: DateTime<Utc>,
) -> Result<(), DemoError> {
    let begun = order::by_hand(&services.campaign, to(assignment.department)?);
    let order = Order {
        title: format!("{}（演示）", assignment.title),
        matter: assignment.matter.into(),
        demand: assignment.demand.into(),
        ..begun
    };
    let (city, id) = (services.clone(), format!("demo-{}", at.timestamp()));
    let unit = move |connection: &mut AnyConnection| {
        let root = tree(connection)?.root().map(|root| root.code.clone()).ok_or(Problem::NotFound)?;
        let (staff, leader) = (account(STAFF, Role::Staff, &root), account(LEADER, Role::Leader, &root));
        draft::propose(connection, Desk::of(&city), order, (&id, &staff, at))?;
        draft::approve(connection, Desk::of(&city), &id, (&leader, at)).map(|_| ())
    };
    Ok(services.store.write(unit).await?)
}

/// Has a department answer.
///
/// # Errors
/// [`DemoError`].
pub(super) async fn reply(
    services: &Services,
    offices: &[Office],
    reply: &Reply,
    at: DateTime<Utc>,
) -> Result<(), DemoError> {
    let office = offices.iter().find(|office| office.department == reply.department);
    let office = office.ok_or_else(|| DemoError::Unknown(reply.department.into()))?;
    let (to, login) = (to(reply.department)?, office.name);
    let said = Said {
        kind: reply.kind,
        day: day_of(at),
        content: reply.content.into(),
        measures: None,
        evidence: None,
        until: None,
    };
    let city = services.clone();
    let unit = move |connection: &mut AnyConnection| {
        let root = tree(connection)?.root().map(|root| root.code.clone()).ok_or(Problem::NotFound)?;
        let put = supervision::put_to(connection, &to)?;
        let serial = put.last().map(|last| last.directive.serial.clone()).ok_or(Problem::NotFound)?;
        let department = to.department().cloned().ok_or(Problem::NotFound)?;
        let by = account(login, Role::Department(department), &root);
        feedback::answer(connection, Desk::of(&city), &serial, said, (&by, at))
    };
    Ok(services.store.write(unit).await?)
}
