//! 专报: the board of special and major cases, as a page and as a file.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use schemas::{
    bureau::{Bureau, BureauCode, Tree},
    period::{day_of, end_of_day},
    text::Text,
};
use serde::Deserialize;
use std::sync::Arc;

use super::{
    frame,
    list::{self, Stamp, plain},
    page, scene,
};
use crate::{
    app::Services,
    error::AppError,
    figures,
    identity::Role,
    matter::{Matter, matters},
    store::{
        duty::EVER,
        filing::{self, StatementRow},
    },
    web::{
        pages::matters::{Asked, EVENTS, MattersPage, Shown, kind_word, shown_word},
        visitor::Visitor,
    },
    words::{deadline as deadline_words, filing as filing_words, matter as words},
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    bureau: Option<BureauCode>,
    stand: Option<String>,
    page: Option<usize>,
    #[serde(rename = "as-of")]
    as_of: Option<NaiveDate>,
}

impl Wanted {
    /// Which are shown.
    pub(in crate::web) fn shown(&self) -> Shown {
        Shown::parse(self.stand.as_deref())
    }
}

/// What was read for one: the bureaus in the reader's scope and their matters.
pub(in crate::web) struct Read {
    pub(in crate::web) now: DateTime<Utc>,
    today: NaiveDate,
    as_of: Option<NaiveDate>,
    bureaus: Vec<Bureau>,
    matters: Vec<Matter>,
    events: Vec<StatementRow>,
    tree: Tree,
}

impl Read {
    /// The matters that are asked for.
    pub(in crate::web) fn chosen<'a>(
        &'a self,
        wanted: &'a Wanted,
        shown: Shown,
    ) -> impl Iterator<Item = &'a Matter> {
        let of = |matter: &&Matter| wanted.bureau.as_ref().is_none_or(|bureau| matter.bureau == *bureau);
        self.matters.iter().filter(of).filter(move |matter| shown.holds(matter.stand(self.now)))
    }

    /// Name of a bureau.
    pub(in crate::web) fn name(&self, code: &BureauCode) -> Text {
        let bureau = self.bureaus.iter().find(|bureau| bureau.code == *code);
        bureau.map_or_else(|| Text::same(""), |bureau| bureau.name.clone())
    }
}

/// Reads what is asked for, within the reader's scope.
///
/// # Errors
/// [`Problem::NotFound`] for a bureau out of it; the store's.
pub(in crate::web) async fn read(
    services: &Services,
    visitor: &Visitor,
    wanted: &Wanted,
) -> Result<Read, AppError> {
    let clock = services.clock.now();
    let period = scene::current(services, clock);
    let (measured, bureaus) = list::in_scope(services, visitor, period, wanted.bureau.as_ref()).await?;
    let today = day_of(clock);
    let as_of = wanted.as_of.filter(|day| *day < today);
    let earlier = as_of.map(|day| end_of_day(day) - TimeDelta::microseconds(1));
    let (now, known) = earlier.map_or((clock, EVER), |at| (at, at));
    let matters = matters(services, bureaus.clone(), now, known).await?;
    let events = events(services, &bureaus, wanted, known).await?;
    Ok(Read { now, today, as_of, bureaus, matters, events, tree: measured.tree.clone() })
}

/// The last of what was reported because it happened, of the bureaus in the reader's scope or the one that is asked for.
async fn events(
    services: &Services,
    bureaus: &[Bureau],
    wanted: &Wanted,
    known: DateTime<Utc>,
) -> Result<Vec<StatementRow>, AppError> {
    let campaign = Arc::clone(&services.campaign);
    if campaign.on_event.is_empty() {
        return Ok(Vec::new());
    }
    let of = bureaus.iter().map(|bureau| bureau.code.clone());
    let of: Vec<BureauCode> =
        of.filter(|code| wanted.bureau.as_ref().is_none_or(|bureau| bureau == code)).collect();
    let read = services.store.read(move |connection| {
        let forms: Vec<&str> = campaign.on_event.iter().map(|one| one.form.as_str()).collect();
        filing::latest(connection, &forms, &of, known, EVENTS)
    });
    Ok(read.await?)
}

/// `GET /filings/matters?bureau=&stand=&page=&as-of=`: with a day, as it was known at its end.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let chosen: Vec<&Matter> = read.chosen(&wanted, Shown::Every).collect();
    let asked = Asked {
        campaign: &services.campaign,
        bureaus: &read.bureaus,
        matters: &chosen,
        events: &read.events,
        definitions: &services.definitions,
        now: read.now,
        today: read.today,
        as_of: read.as_of,
        bureau: wanted.bureau.as_ref(),
        shown: wanted.shown(),
        page: wanted.page.unwrap_or(1),
        staff: visitor.signed_in()?.account.role == Role::Staff,
    };
    page(&MattersPage::new(&frame::of(&request, Some(&read.tree), None), asked))
}

/// `GET /filings/matters.csv?bureau=&stand=&as-of=`: every case of the board.
pub async fn csv(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let chosen: Vec<&Matter> = read.chosen(&wanted, wanted.shown()).collect();
    let name = format!("matters-{}", read.as_of.unwrap_or(read.today));
    list::answer(&name, file(&read, &chosen, Stamp::of(&services, &visitor)))
}

/// The file, a line each matter.
fn file(read: &Read, matters: &[&Matter], stamp: Stamp) -> Result<Vec<u8>, csv::Error> {
    let lang = stamp.lang;
    let headings = [
        deadline_words::BUREAU_CODE,
        filing_words::BUREAU,
        words::MATTER,
        words::GRADE,
        words::SINCE,
        words::ENDED,
        words::MADE,
        words::FIRST_TOOK,
        words::NEXT,
        words::DEADLINE,
        deadline_words::STAND,
    ];
    let record = |matter: &&Matter| {
        let made = matter.reports.iter().filter_map(|report| {
            let word = kind_word(report);
            Some(format!("{} {}", word.get(lang), figures::second(report.received?)))
        });
        let next = matter.next();
        [
            matter.bureau.to_string(),
            read.name(&matter.bureau).get(lang).to_owned(),
            plain(&matter.subject.to_string()),
            matter.grade.title().get(lang).to_owned(),
            figures::second(matter.since),
            matter.until.map(|day| day.to_string()).unwrap_or_default(),
            made.collect::<Vec<_>>().join("; "),
            matter.took().map(|took| took.num_minutes().to_string()).unwrap_or_default(),
            next.map(|next| kind_word(next).get(lang).to_owned()).unwrap_or_default(),
            next.map(|next| figures::second(next.obligation.deadline.due)).unwrap_or_default(),
            shown_word(Shown::of(matter.stand(read.now))).get(lang).to_owned(),
        ]
    };
    list::file(&headings, matters.iter().map(record), stamp)
}
