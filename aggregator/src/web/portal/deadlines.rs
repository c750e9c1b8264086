//! 预警: the lists of cases near or beyond their time limits, as a page and as a file.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use schemas::{
    bureau::{Bureau, BureauCode},
    period::{Period, day_of},
};
use serde::Deserialize;

use super::{
    frame,
    list::{self, Stamp, plain},
    page, scene,
};
use crate::{
    app::Services,
    error::AppError,
    figures,
    warning::deadline::{Ledger, Listed, Shown, ledgers, listed},
    web::{
        pages::deadlines::{Asked, DeadlinesPage},
        visitor::Visitor,
    },
    words::{deadline as words, filing as filing_words},
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    pub(in crate::web) period: Option<Period>,
    pub(in crate::web) bureau: Option<BureauCode>,
    pub(in crate::web) stand: Option<String>,
    page: Option<usize>,
}

/// What was read for one: the bureaus in the reader's scope and their ledgers.
pub(in crate::web) struct Read {
    pub(in crate::web) period: Period,
    pub(in crate::web) bureaus: Vec<Bureau>,
    pub(in crate::web) ledgers: Vec<Ledger>,
    tree: schemas::bureau::Tree,
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
    let period = wanted.period.unwrap_or_else(|| scene::current(services, services.clock.now()));
    let (measured, bureaus) = list::in_scope(services, visitor, period, wanted.bureau.as_ref()).await?;
    let ledgers = ledgers(services, &bureaus, period).await?;
    Ok(Read { period, bureaus, ledgers, tree: measured.tree.clone() })
}

/// `GET /warnings/deadlines?period=&bureau=&stand=&page=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let today = day_of(services.clock.now());
    let all = listed(&read.ledgers, today, read.period.end());
    let asked = Asked {
        bureaus: &read.bureaus,
        period: read.period,
        today,
        listed: &all,
        bureau: wanted.bureau.as_ref(),
        shown: Shown::parse(wanted.stand.as_deref()),
        page: wanted.page.unwrap_or(1),
        any: !read.ledgers.is_empty(),
    };
    page(&DeadlinesPage::new(&frame::of(&request, Some(&read.tree), Some(read.period)), asked))
}

/// `GET /warnings/deadlines.csv?period=&bureau=&stand=`: every case of the list.
pub async fn csv(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let read = read(&services, &visitor, &wanted).await?;
    let today = day_of(services.clock.now());
    let shown = Shown::parse(wanted.stand.as_deref());
    let all = listed(&read.ledgers, today, read.period.end());
    let chosen = |one: &&Listed<'_>| {
        shown.holds(one.stand) && wanted.bureau.as_ref().is_none_or(|bureau| one.ledger.bureau == *bureau)
    };
    let cases: Vec<&Listed<'_>> = all.iter().filter(chosen).collect();
    list::answer(
        &format!("deadlines-{}-{today}", read.period),
        file(&read, &cases, Stamp::of(&services, &visitor)),
    )
}

/// The file, a line each case.
fn file(read: &Read, cases: &[&Listed<'_>], stamp: Stamp) -> Result<Vec<u8>, csv::Error> {
    let lang = stamp.lang;
    let headings = [
        words::BUREAU_CODE,
        filing_words::BUREAU,
        words::LEDGER,
        words::CASE,
        words::LIMIT,
        words::ARTICLE,
        words::RUNS_FROM,
        words::LAST,
        words::STAND,
        words::RESPONSIBLE,
        words::PERSONS,
        words::REMARK,
    ];
    let record = |one: &&Listed<'_>| {
        let timed = &one.case.timed;
        let bureau = read.bureaus.iter().find(|bureau| bureau.code == one.ledger.bureau);
        let remarks: Vec<String> = timed.notes().iter().map(|note| note.get(lang).to_owned()).collect();
        [
            one.ledger.bureau.to_string(),
            bureau.map_or_else(String::new, |bureau| bureau.name.get(lang).to_owned()),
            one.ledger.form.clone(),
            plain(&one.case.number),
            timed.rule.name.get(lang).to_owned(),
            timed.rule.article.get(lang).to_owned(),
            timed.from.to_string(),
            timed.last_day().map(|(day, _)| day.to_string()).unwrap_or_default(),
            one.stand.text().get(lang).to_owned(),
            plain(one.case.responsible.as_deref().unwrap_or_default()),
            one.case.persons.map(|persons| persons.to_string()).unwrap_or_default(),
            figures::joined(&remarks, lang),
        ]
    };
    list::file(&headings, cases.iter().map(record), stamp)
}

#[cfg(test)]
mod tests {
    use schemas::text::Lang;

    use super::{super::list::MOST, *};

    #[test]
    fn a_file_holds_so_many_cases_and_says_how_many_more() {
        let form = schemas::definition::Definitions::builtin().unwrap().form("L3").unwrap().clone();
        let mut table = schemas::table::Table::new(std::sync::Arc::clone(&form));
        let mut cells = vec![schemas::table::Cell::Empty; form.columns.len()];
        cells[form.column("accepted").unwrap().0] = schemas::table::Cell::Date("2025-07-01".parse().unwrap());
        for _ in 0..MOST + 3 {
            table.push(Default::default(), &cells).unwrap();
        }
        let bureau: BureauCode = "519901".parse().unwrap();
        let cases = std::sync::Arc::new(schemas::term::open_cases(&table));
        let ledgers = vec![Ledger { bureau, form: "L3".into(), cases }];
        let period: Period = "2025Q3".parse().unwrap();
        let tree = schemas::bureau::Tree::new(Vec::new()).unwrap();
        let read = Read { period, bureaus: Vec::new(), ledgers, tree };
        let all = listed(&read.ledgers, period.end(), period.end());
        let lines = |most: usize| {
            let cases: Vec<&Listed<'_>> = all.iter().take(most).collect();
            String::from_utf8(file(&read, &cases, Stamp { lang: Lang::Zh, demonstration: false }).unwrap())
                .unwrap()
        };
        let (whole, cut) = (lines(MOST), lines(MOST + 3));
        assert_eq!((whole.lines().count(), cut.lines().count()), (MOST + 1, MOST + 2));
        assert!(!whole.contains("未列出") && cut.trim_end().ends_with("另有3件未列出，请缩小范围"));
    }
}
