//! Cases near or beyond their time limits, within the caller's scope.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use chrono::NaiveDate;
use schemas::{
    bureau::BureauCode,
    period::{Period, day_of},
    problem::Problem,
    term::{Basis, Stand},
    text::Text,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{describe::Words, standings::PERIOD};
use crate::{
    app::Services,
    error::AppError,
    warning::deadline::{Shown, listed},
    web::{
        portal::{
            deadlines::{Wanted, read},
            list::MOST,
        },
        visitor::Visitor,
    },
};

/// Open cases of a period.
#[derive(Serialize, ToSchema)]
struct Deadlines {
    period: Period,
    /// The day they are counted on.
    day: NaiveDate,
    /// The day after which the ledgers know nothing.
    known_until: NaiveDate,
    bureaus: Vec<Counted>,
    /// The most urgent first.
    cases: Vec<Open>,
    /// Cases beyond those listed.
    more: usize,
}

/// How many open cases of a bureau are where.
#[derive(Serialize, ToSchema)]
struct Counted {
    bureau: BureauCode,
    bureau_name: Text,
    open: usize,
    overdue: usize,
    within_3: usize,
    within_5: usize,
    within_10: usize,
    lapsed: usize,
}

/// One of them.
#[derive(Serialize, ToSchema)]
struct Open {
    bureau: BureauCode,
    form: String,
    case: String,
    /// Code of the limit, with its procedure's own words beside it.
    limit: Text,
    article: Text,
    from: NaiveDate,
    /// `overdue`, `due`, `lapsed`, `stopped` or `unknown`.
    stand: &'static str,
    /// Days overdue, left, or passed since.
    days: Option<u32>,
    last_day: Option<NaiveDate>,
    /// `counted`, `unsettled` (the calendar does not say whether the day is worked) or `filled`.
    basis: Option<&'static str>,
    notes: Vec<Text>,
}

/// How it is described.
pub fn words() -> Words {
    Words::of(Text::new(
        "未结案件的办案时限：临近届满与超期，按法条、日历和台账所记事项逐件推算。",
        "Time limits of open cases, near their end and beyond it, counted from article, calendar and recorded events.",
    ))
    .query::<Period>("period", PERIOD)
    .query::<String>("bureau", Text::new("只要一个单位的", "Only of one bureau"))
    .query::<String>(
        "stand",
        Text::new(
            "overdue、3、5、10、lapsed、stopped、unknown；不填为全部未结",
            "overdue, 3, 5, 10, lapsed, stopped or unknown; all open if left out",
        ),
    )
    .json::<Deadlines>(200, Text::new("未结案件", "The open cases"))
    .problems(&[Problem::Malformed, Problem::NotFound])
}

/// `GET /api/v1/deadlines?period=&bureau=&stand=`.
pub async fn get(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let (today, known) = (day_of(services.clock.now()), read.period.end());
    let all = listed(&read.ledgers, today, known);
    let shown = Shown::parse(wanted.stand.as_deref());
    let bureaus = read.bureaus.iter().map(|bureau| {
        let count = |shown: Shown| {
            all.iter().filter(|one| one.ledger.bureau == bureau.code && shown.holds(one.stand)).count()
        };
        Counted {
            bureau: bureau.code.clone(),
            bureau_name: bureau.name.clone(),
            open: count(Shown::Every),
            overdue: count(Shown::Overdue),
            within_3: count(Shown::Three),
            within_5: count(Shown::Five),
            within_10: count(Shown::Ten),
            lapsed: count(Shown::Lapsed),
        }
    });
    let chosen = all.iter().filter(|one| {
        shown.holds(one.stand) && wanted.bureau.as_ref().is_none_or(|bureau| one.ledger.bureau == *bureau)
    });
    let cases: Vec<Open> = chosen
        .map(|one| {
            let timed = &one.case.timed;
            let (stand, days) = match one.stand {
                Stand::Overdue(days) => ("overdue", Some(days)),
                Stand::Lapsed(days) => ("lapsed", Some(days)),
                Stand::Due(_, days) => ("due", Some(days)),
                Stand::Stopped(days) => ("stopped", Some(days)),
                Stand::Unknown => ("unknown", None),
            };
            let last = timed.last_day();
            Open {
                bureau: one.ledger.bureau.clone(),
                form: one.ledger.form.clone(),
                case: one.case.number.clone(),
                limit: timed.rule.name.clone(),
                article: timed.rule.article.clone(),
                from: timed.from,
                stand,
                days,
                last_day: last.map(|(day, _)| day),
                basis: last.map(|(_, basis)| match basis {
                    Basis::Counted => "counted",
                    Basis::Unsettled => "unsettled",
                    Basis::Filled => "filled",
                }),
                notes: timed.notes(),
            }
        })
        .collect();
    let more = cases.len().saturating_sub(MOST);
    Ok(HttpResponse::Ok().json(Deadlines {
        period: read.period,
        day: today,
        known_until: known,
        bureaus: bureaus.collect(),
        cases: cases.into_iter().take(MOST).collect(),
        more,
    }))
}
