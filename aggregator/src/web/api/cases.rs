//! Cases, one case with its dispute, and employers that come again, within the caller's scope.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use chrono::NaiveDate;
use schemas::{
    bureau::{Bureau, BureauCode},
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
    store::casebook::{figures::Repeated, read::Kept},
    web::{
        pages::{cases::CASES, employers::EMPLOYERS},
        portal::{
            cases::{One, Wanted, dispute, read},
            employers,
        },
        visitor::Visitor,
    },
};

/// A page of cases.
#[derive(Serialize, ToSchema)]
struct Cases {
    form: String,
    /// Cases of the whole list.
    count: i64,
    /// The newest first.
    cases: Vec<Case>,
    /// What `after` has to be for the next page.
    after: Option<String>,
}

/// A case, as its newest ledger has it; codes are those of the form's lists.
#[derive(Serialize, ToSchema)]
struct Case {
    bureau: BureauCode,
    bureau_name: Text,
    form: String,
    /// Of the newest ledger that has it.
    period: Period,
    case: String,
    matter: Option<String>,
    /// Number of the case it went on as.
    went_on: Option<String>,
    /// Whether its dispute is counted by it.
    counted: bool,
    opened: Option<NaiveDate>,
    due: Option<NaiveDate>,
    closed: Option<NaiveDate>,
    followed: Option<NaiveDate>,
    employer: Option<String>,
    employer_code: Option<String>,
    employer_type: Option<String>,
    industry: Option<String>,
    cause: Option<String>,
    area: Option<String>,
    source: Option<String>,
    level: Option<String>,
    outcome: Option<String>,
    persons: Option<i64>,
    /// In 分.
    amount: Option<i64>,
    /// In 分.
    paid: Option<i64>,
}

impl Case {
    fn of(kept: Kept, bureaus: &[Bureau]) -> Self {
        let entry = kept.entry;
        let name = bureaus.iter().find(|bureau| bureau.code == kept.bureau);
        Self {
            bureau_name: name
                .map_or_else(|| Text::same(kept.bureau.to_string()), |bureau| bureau.name.clone()),
            bureau: kept.bureau,
            form: kept.form,
            period: kept.period,
            case: entry.case_no,
            matter: entry.matter,
            went_on: entry.went_on,
            counted: kept.head,
            opened: entry.opened,
            due: entry.due,
            closed: entry.closed,
            followed: entry.followed,
            employer: entry.employer,
            employer_code: entry.employer_code,
            employer_type: entry.employer_type,
            industry: entry.industry,
            cause: entry.cause,
            area: entry.area,
            source: entry.source,
            level: entry.level,
            outcome: entry.outcome,
            persons: entry.persons,
            amount: entry.amount,
            paid: entry.paid,
        }
    }
}

/// How the list is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "现行台账中的案件，每案取最近一期，按受理日期由近到远，一页一百件。",
        "The cases of the ledgers in force, each as its newest ledger has it, the newest first, a hundred a page.",
    ))
    .query::<String>("form", Text::new("台账代码；不填为第一个办案台账", "Code of the ledger; the first of disputes if left out"))
    .query::<String>("bureau", Text::new("只要一个单位的", "Only of one bureau"))
    .query::<String>("open", Text::new("open 未结，closed 已结", "open or closed"))
    .query::<String>("cause", Text::new("案由代码，含下级", "Code of a cause, with those below it"))
    .query::<String>("industry", Text::new("行业代码，含下级", "Code of an industry, with those below it"))
    .query::<String>("level", Text::new("等级代码", "Code of a level"))
    .query::<String>("q", Text::new("在各台账中查找：案号、事项编号、信用代码或用人单位名称开头", "Looks in every ledger for a number, a matter, a credit code or how an employer's name begins"))
    .query::<String>("after", Text::new("上一页给出的位置", "What the page before gave"))
    .json::<Cases>(200, Text::new("案件", "The cases"))
    .problems(&[Problem::Malformed, Problem::NotFound])
}

/// `GET /api/v1/cases`.
pub async fn get(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted, CASES).await?;
    Ok(HttpResponse::Ok().json(Cases {
        form: read.form.form.clone(),
        count: read.count,
        cases: read.cases.into_iter().map(|kept| Case::of(kept, &read.bureaus)).collect(),
        after: read.more.map(|after| after.to_string()),
    }))
}

/// One case.
#[derive(Serialize, ToSchema)]
struct Whole {
    /// As each ledger in force has it, the oldest first.
    ledgers: Vec<Case>,
    /// The procedures of its dispute, in the order in which they came in.
    procedures: Vec<Case>,
}

/// How one case is described.
pub fn one_words() -> Words {
    Words::of(Text::new(
        "一件案件在各期台账中的情况，和同一事项的各个程序（调、裁、审、执）。",
        "A case as its ledgers have it, and every procedure of its dispute.",
    ))
    .query::<String>("bureau", Text::new("单位代码", "Code of the bureau"))
    .query::<String>("form", Text::new("台账代码", "Code of the ledger"))
    .query::<String>("case", Text::new("案号", "Number of the case"))
    .json::<Whole>(200, Text::new("案件", "The case"))
    .problems(&[Problem::Malformed, Problem::NotFound])
}

/// `GET /api/v1/cases/one?bureau=&form=&case=`.
pub async fn one(
    services: Data<Services>,
    one: Query<One>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = dispute(&services, &visitor, &one).await?;
    let bureaus = std::slice::from_ref(&read.bureau);
    let all = |rows: Vec<Kept>| rows.into_iter().map(|kept| Case::of(kept, bureaus)).collect();
    Ok(HttpResponse::Ok().json(Whole { ledgers: all(read.ledgers), procedures: all(read.procedures) }))
}

/// Employers with several disputes within twelve months.
#[derive(Serialize, ToSchema)]
struct Employers {
    from: NaiveDate,
    to: NaiveDate,
    least: i64,
    /// The most disputes first, a hundred at most.
    employers: Vec<Employer>,
}

/// One of them.
#[derive(Serialize, ToSchema)]
struct Employer {
    code: String,
    name: String,
    disputes: i64,
    bureaus: i64,
    persons: i64,
    /// In 分.
    amount: i64,
    last: NaiveDate,
}

/// How the employers are described.
pub fn employers_words() -> Words {
    Words::of(Text::new(
        "十二个月内多次发生纠纷的用人单位，同一事项只计一次。",
        "Employers with several disputes within twelve months, each dispute counted once.",
    ))
    .query::<String>("bureau", Text::new("只要一个单位的", "Only of one bureau"))
    .query::<i64>("least", Text::new("不少于几件，缺省为2", "At least so many; 2 if left out"))
    .json::<Employers>(200, Text::new("用人单位", "The employers"))
    .problems(&[Problem::Malformed, Problem::NotFound])
}

/// `GET /api/v1/employers?bureau=&least=`.
pub async fn repeated(
    services: Data<Services>,
    wanted: Query<employers::Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = employers::read(&services, &visitor, &wanted, EMPLOYERS).await?;
    let employer = |one: Repeated| Employer {
        code: one.employer_code,
        name: one.employer,
        disputes: one.disputes,
        bureaus: one.bureaus,
        persons: one.persons,
        amount: one.amount,
        last: one.last,
    };
    let employers = read.employers.into_iter().map(employer).collect();
    Ok(HttpResponse::Ok().json(Employers {
        from: read.span.0,
        to: read.span.1,
        least: read.least,
        employers,
    }))
}
