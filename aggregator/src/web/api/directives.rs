//! What was put to bureaus and how far each is, within the caller's scope.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use chrono::{DateTime, NaiveDate, Utc};
use schemas::{
    bureau::BureauCode,
    campaign::{Campaign, DepartmentCode},
    period::Period,
    problem::Problem,
    text::Text,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::describe::Words;
use crate::{
    app::Services,
    error::AppError,
    supervision::case::Case,
    web::{
        pages::supervision::name_to,
        portal::{
            list::MOST,
            supervision::{One, Wanted, read, whole},
        },
        visitor::Visitor,
    },
};

/// All of them.
#[derive(Serialize, ToSchema)]
struct Directives {
    /// In the order in which they went out.
    directives: Vec<Directive>,
    /// Beyond those listed.
    more: usize,
}

/// One of them.
#[derive(Serialize, ToSchema)]
struct Directive {
    /// What answers name.
    serial: String,
    /// The official number.
    number: String,
    /// `assign`, `neighbour`, `urge`, `notice`, `circular`, `listing`, `interview`, `accountability` or `veto`.
    kind: &'static str,
    /// The bureau it was put to; none where that is a department.
    bureau: Option<BureauCode>,
    /// Code of the department it was put to; none where that is a bureau.
    department: Option<String>,
    /// Name of whom it was put to.
    bureau_name: Text,
    title: String,
    issued: DateTime<Utc>,
    /// The last day, an extension included.
    due: NaiveDate,
    /// How far it is.
    stage: Text,
    /// Whether it is over.
    over: bool,
    overdue: bool,
    extended: bool,
    /// The one it was raised from, or takes up again.
    follows: Option<String>,
}

/// One of them, whole.
#[derive(Serialize, ToSchema)]
struct Whole {
    directive: Directive,
    period: Option<Period>,
    matter: String,
    basis: String,
    demand: String,
    release: String,
    office: String,
    /// What the rules found.
    grounds: Vec<Text>,
    cases: Vec<CaseOf>,
    answers: Vec<Answer>,
    acts: Vec<Act>,
}

/// A case of a ledger.
#[derive(Serialize, ToSchema)]
struct CaseOf {
    form: String,
    number: String,
}

/// An answer of the bureau that stands.
#[derive(Serialize, ToSchema)]
struct Answer {
    number: String,
    kind: Text,
    day: NaiveDate,
    received: DateTime<Utc>,
    content: String,
    measures: Option<String>,
    evidence: Option<String>,
    until: Option<NaiveDate>,
}

/// What the city did of it.
#[derive(Serialize, ToSchema)]
struct Act {
    what: Text,
    words: String,
    at: DateTime<Utc>,
    /// Index of its leaf.
    leaf: u64,
}

impl Directive {
    fn of(case: &Case, bureau_name: Text, today: NaiveDate) -> Self {
        let (of, standing) = (&case.issued.directive, &case.standing);
        Self {
            serial: of.serial.to_string(),
            number: of.number.clone(),
            kind: of.order.kind.word(),
            bureau: of.order.to.bureau().cloned(),
            department: of.order.to.department().map(DepartmentCode::to_string),
            bureau_name,
            title: of.order.title.clone(),
            issued: case.issued.at,
            due: standing.due,
            stage: standing.stage.title(standing.kind),
            over: standing.stage.is_over(),
            overdue: standing.is_overdue(today),
            extended: standing.extended,
            follows: of.order.follows.as_ref().map(ToString::to_string),
        }
    }
}

/// How the list is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "督办、挂牌、约谈、交办各件及其阶段和期限。",
        "What was put to bureaus: assignments, supervision, listings, interviews, with stage and due day.",
    ))
    .query::<String>("bureau", Text::new("只要一个单位的", "Only of one bureau"))
    .query::<Period>("period", Text::new("报告期；只影响督办建议", "Period; it concerns proposals only"))
    .json::<Directives>(200, Text::new("各件", "All of them"))
    .problems(&[Problem::Malformed, Problem::NotFound])
}

/// How one is described.
pub fn one_words() -> Words {
    Words::of(Text::new("一件及其反馈和处理。", "One of them with its answers and acts."))
        .query::<String>("serial", Text::new("系统编号，如 D2025-3", "Serial, such as D2025-3"))
        .json::<Whole>(200, Text::new("该件", "It"))
        .problems(&[Problem::Malformed, Problem::NotFound])
}

/// `GET /api/v1/directives?bureau=`.
pub async fn get(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let campaign: &Campaign = &services.campaign;
    let name = |case: &Case| read.name(campaign, &case.issued.directive.order.to);
    let of = |case: &Case| Directive::of(case, name(case), read.today);
    let directives = read.cases.iter().take(MOST).map(of).collect();
    Ok(HttpResponse::Ok().json(Directives { directives, more: read.cases.len().saturating_sub(MOST) }))
}

/// `GET /api/v1/directives/one?serial=`.
pub async fn one(
    services: Data<Services>,
    one: Query<One>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = whole(&services, &visitor.signed_in()?.account, &one.serial()?).await?;
    let (case, order) = (&read.case, &read.case.issued.directive.order);
    let today = schemas::period::day_of(services.clock.now());
    let answers = case.issued.answers.iter().map(|one| Answer {
        number: one.answer.number.clone(),
        kind: one.answer.kind.title(),
        day: one.answer.day,
        received: one.at,
        content: one.answer.content.clone(),
        measures: one.answer.measures.clone(),
        evidence: one.answer.evidence.clone(),
        until: one.answer.until,
    });
    let acts = case.issued.acts.iter().map(|acted| Act {
        what: acted.act.change.text(),
        words: acted.act.words.clone(),
        at: acted.at,
        leaf: acted.leaf,
    });
    let cases =
        order.cases.iter().map(|case| CaseOf { form: case.form.clone(), number: case.number.clone() });
    Ok(HttpResponse::Ok().json(Whole {
        directive: Directive::of(case, name_to(&read.tree, &services.campaign, &order.to), today),
        period: order.period,
        matter: order.matter.clone(),
        basis: order.basis.clone(),
        demand: order.demand.clone(),
        release: order.release.clone(),
        office: order.office.clone(),
        grounds: order.grounds.iter().map(|ground| ground.sentence.clone()).collect(),
        cases: cases.collect(),
        answers: answers.collect(),
        acts: acts.collect(),
    }))
}
