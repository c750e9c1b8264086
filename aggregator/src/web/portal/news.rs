//! 动态信息 of every department: the list for whoever reads the whole city, and the same as a file.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use schemas::{
    campaign::{Campaign, DepartmentCode},
    period::day_of,
    problem::Problem,
};
use serde::Deserialize;

use super::{
    frame,
    list::{self, MOST, Stamp, chosen, plain},
    page,
};
use crate::{
    app::Services,
    error::AppError,
    figures,
    news::News,
    store::{self, bureau::tree, news::Wanted as Of},
    web::{
        pages::news::{EACH, NewsPage, Shown},
        visitor::Visitor,
    },
    words::department as words,
};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    department: Option<String>,
    page: Option<usize>,
}

impl Wanted {
    /// The department that is asked for; what cannot be one is not there.
    fn department(&self) -> Result<Option<DepartmentCode>, AppError> {
        chosen(&self.department).map(|code| code.parse().map_err(|_| Problem::NotFound.into())).transpose()
    }
}

/// `GET /news?department=&page=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    _: Visitor,
) -> Result<HttpResponse, AppError> {
    let (department, at) = (wanted.department()?, wanted.page.unwrap_or(1).max(1));
    let (campaign, of) = (std::sync::Arc::clone(&services.campaign), department.clone());
    let read = services.store.read(move |connection| {
        let all = Of { campaign: &campaign.campaign, department: None, days: None };
        let counts = store::news::by_department(connection, all)?;
        let wanted = Of { department: of.as_ref(), ..all };
        let told = store::news::count(connection, wanted)?;
        let at = at.min(told.div_ceil(EACH).max(1));
        let news = store::news::some(connection, wanted, ((at - 1) * EACH, EACH))?;
        Ok::<_, AppError>((tree(connection)?, counts, news, told))
    });
    let (tree, counts, news, told) = read.await?;
    let shown = Shown {
        campaign: &services.campaign,
        counts: &counts,
        news: &news,
        told,
        department: department.as_ref(),
        page: at,
    };
    page(&NewsPage::new(&frame::of(&request, Some(&tree), None), shown))
}

/// `GET /news.csv?department=`.
pub async fn csv(
    services: Data<Services>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let department = wanted.department()?;
    let campaign = std::sync::Arc::clone(&services.campaign);
    let read = services.store.read(move |connection| {
        let wanted = Of { campaign: &campaign.campaign, department: department.as_ref(), days: None };
        let told = store::news::count(connection, wanted)?;
        Ok::<_, AppError>((store::news::some(connection, wanted, (0, MOST))?, told))
    });
    let (news, told) = read.await?;
    let more = told.saturating_sub(news.len());
    let today = day_of(services.clock.now());
    list::answer(
        &format!("news-{today}"),
        file(&services.campaign, &news, more, Stamp::of(&services, &visitor)),
    )
}

fn file(campaign: &Campaign, news: &[News], more: usize, stamp: Stamp) -> Result<Vec<u8>, csv::Error> {
    let lang = stamp.lang;
    let headings = [words::DEPARTMENT, words::DAY, words::HEADING, words::BODY, words::TASK, words::TOLD];
    let record = |told: &News| {
        [
            plain(campaign.department_name(told.department.as_str()).get(lang)),
            told.day.to_string(),
            plain(&told.title),
            plain(&told.body),
            told.task.clone().unwrap_or_default(),
            figures::second(told.at),
        ]
    };
    list::file_of(&headings, news.iter().map(record), more, stamp)
}
