//! 部门报送: what a department has to do and has said: its tasks with how each stands, its news, and what was put to it. Nothing of
//! anybody else's, and none of the city's figures.

use askama::Template;
use chrono::NaiveDate;
use schemas::{
    campaign::{Campaign, Department, Task},
    text::Lang,
};

use super::{
    campaign::tasks::{mark, said},
    news::Row as NewsRow,
    paging::Paging,
    shell::{Frame, Section, Shell},
    supervision::days,
};
use crate::{
    action::{self, Entered, MAX_WORDS, Report, Said},
    figures,
    news::{MAX_BODY, MAX_TITLE, News},
    supervision::case::Case,
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{
        campaign as campaign_words, department as words, frame as frame_words,
        supervision as supervision_words,
    },
};

/// Most news on one page.
pub const NEWS: usize = 20;
/// Most reports on one page.
const REPORTS: usize = 20;
/// Most directives on one page.
const DIRECTIVES: usize = 30;

/// Which part of the page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Tasks, and what was reported of them.
    #[default]
    Tasks,
    /// 动态信息.
    News,
    /// 交办单.
    Directives,
}

impl Part {
    const ALL: [Self; 3] = [Self::Tasks, Self::News, Self::Directives];

    /// Its word in an address; anything unknown is the tasks.
    pub fn parse(text: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|part| part.key() == text).unwrap_or_default()
    }

    fn key(self) -> Option<&'static str> {
        match self {
            Self::Tasks => None,
            Self::News => Some("news"),
            Self::Directives => Some("directives"),
        }
    }

    /// The address of the part.
    pub fn of(self, page: Address) -> Address {
        self.key().iter().fold(page, |page, key| page.and("show", key))
    }
}

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The department.
    pub department: &'a Department,
    /// What it has reported, newest first.
    pub reports: &'a [Report],
    /// The news of the page, and how many there are.
    pub news: (&'a [News], usize),
    /// What was put to it, what is open first.
    pub cases: &'a [Case],
    /// The day it is seen.
    pub today: NaiveDate,
    /// Which part.
    pub part: Part,
    /// The page of the part, from 1.
    pub page: usize,
    /// Whether it is the reader's own department; others only read.
    pub own: bool,
    /// Whether the reader may put something to it.
    pub may_assign: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "department.html")]
pub struct DepartmentPage {
    shell: Shell,
    back: Option<Address>,
    /// The form with which something is put to it, for staff.
    assign: Option<Address>,
    name: String,
    state: String,
    part: Part,
    own: bool,
    /// The departments to choose from, for who reads the whole city.
    departments: Vec<(String, Address, bool)>,
    parts: Vec<(String, usize, Address, bool)>,
    tasks: Vec<TaskLine>,
    to_report: Vec<(String, String)>,
    said: Vec<(&'static str, String)>,
    reports: Vec<ReportLine>,
    news: Vec<NewsRow>,
    to_tell: Vec<(String, String)>,
    from: String,
    today: String,
    directives: Vec<DirectiveLine>,
    paging: Paging,
    report_to: Address,
    tell_to: Address,
    most_words: usize,
    most_title: usize,
    most_body: usize,
}

#[derive(Clone, Debug)]
struct TaskLine {
    name: String,
    part: String,
    due: String,
    mark: Mark,
}

#[derive(Clone, Debug)]
struct ReportLine {
    shape: Shape,
    at: String,
    title: String,
    words: String,
    by: String,
}

#[derive(Clone, Debug)]
struct DirectiveLine {
    href: Address,
    number: String,
    title: String,
    due: String,
    mark: Mark,
}

impl DepartmentPage {
    /// The page.
    pub fn new(frame: &Frame, shown: Shown<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let code = shown.department.code.as_str();
        let page = links.department((!shown.own).then_some(code));
        let tasks: Vec<(&Task, action::Standing)> =
            action::tasks_of(shown.campaign, code).map(|task| (task, standing(shown, task))).collect();
        let late = tasks.iter().filter(|(_, standing)| standing.is_late()).count();
        let open = shown.cases.iter().filter(|case| !case.standing.stage.is_over()).count();
        let overdue = shown.cases.iter().filter(|case| case.standing.is_overdue(shown.today)).count();
        let mut state = vec![words::TASKS_COUNT.fill(&[("n", &tasks.len())])];
        for (words, n) in
            [(words::LATE_COUNT, late), (words::OPEN_COUNT, open), (words::OVERDUE_COUNT, overdue)]
        {
            state.extend((n > 0).then(|| words.fill(&[("n", &n)])));
        }
        let state: Vec<String> = state.iter().map(|part| part.get(lang).to_owned()).collect();
        let (told, all_told) = shown.news;
        let parts = [
            (Part::Tasks, words::TASKS, tasks.len()),
            (Part::News, words::NEWS, all_told),
            (Part::Directives, words::DIRECTIVES, shown.cases.len()),
        ];
        let parts = parts.into_iter().map(|(part, word, count)| {
            (word.get(lang).to_owned(), count, part.of(page.clone()), part == shown.part)
        });
        let departments = shown.campaign.reporting_departments().map(|department| {
            let to = shown.part.of(links.department(Some(&department.code)));
            (department.name.get(lang).to_owned(), to, department.code == code)
        });
        let titled = |task: &Task| format!("{} {}", task.code, task.name.get(lang));
        let to_tell: Vec<(String, String)> =
            tasks.iter().map(|(task, _)| (task.code.clone(), titled(task))).collect();
        let (all, each) = match shown.part {
            Part::Tasks => (shown.reports.len(), REPORTS),
            Part::News => (all_told, NEWS),
            Part::Directives => (shown.cases.len(), DIRECTIVES),
        };
        let line = |(task, standing): &(&Task, action::Standing)| {
            let leads = task.lead.as_deref() == Some(code);
            let part = if leads { words::LEADS } else { words::IMPLEMENTS };
            TaskLine {
                name: titled(task),
                part: part.get(lang).to_owned(),
                due: figures::day(shown.campaign.task_due(task)),
                mark: mark(*standing, lang),
            }
        };
        let reports = Paging::slice(shown.reports, shown.page, REPORTS);
        let directives = Paging::slice(shown.cases, shown.page, DIRECTIVES);
        let section = if shown.own { Section::Department } else { Section::Campaign };
        Self {
            shell: Shell::new(frame, Some(section), words::TITLE.get(lang)),
            back: (!shown.own).then(|| links.campaign()),
            assign: shown
                .may_assign
                .then(|| links.new_directive().and("bureau", format!("department/{code}"))),
            name: shown.department.name.get(lang).to_owned(),
            state: figures::joined(&state, lang),
            part: shown.part,
            own: shown.own,
            departments: if shown.own { Vec::new() } else { departments.collect() },
            parts: parts.collect(),
            tasks: tasks.iter().map(line).collect(),
            to_report: to_tell.clone(),
            said: Said::ALL.iter().map(|one| (one.word(), said(*one).1.get(lang).to_owned())).collect(),
            reports: reports.iter().map(|report| ReportLine::new(shown.campaign, report, lang)).collect(),
            news: told.iter().map(|one| NewsRow::new(shown.campaign, one, lang)).collect(),
            to_tell,
            from: shown.campaign.from.to_string(),
            today: shown.today.to_string(),
            directives: directives.iter().map(|case| DirectiveLine::new(case, shown, links)).collect(),
            paging: Paging::new(shown.page, each, all, &shown.part.of(page), lang),
            report_to: links.plain("/department/report"),
            tell_to: links.plain("/department/news"),
            most_words: MAX_WORDS,
            most_title: MAX_TITLE,
            most_body: MAX_BODY,
        }
    }
}

/// How the department stands to a task, by its newest report.
fn standing(shown: Shown<'_>, task: &Task) -> action::Standing {
    let newest = shown.reports.iter().find(|report| report.task == task.code);
    action::standing(shown.campaign, task, newest, shown.today)
}

impl ReportLine {
    fn new(campaign: &Campaign, report: &Report, lang: Lang) -> Self {
        let (shape, word) = said(report.said);
        let task = campaign.task(&report.task).map_or("", |task| task.name.get(lang));
        let by = match report.entered {
            Entered::ForIt => words::FOR_IT,
            Entered::ByItself => words::BY_ITSELF,
        };
        Self {
            shape,
            at: figures::minute(report.at),
            title: format!("{} {task} · {}", report.task, word.get(lang)),
            words: report.words.clone(),
            by: by.fill(&[("by", &report.by)]).get(lang).to_owned(),
        }
    }
}

impl DirectiveLine {
    fn new(case: &Case, shown: Shown<'_>, links: Links) -> Self {
        let directive = &case.issued.directive;
        let serial = &directive.serial;
        Self {
            href: if shown.own { links.put_to_department(serial) } else { links.directive(serial) },
            number: directive.number.clone(),
            title: directive.order.title.clone(),
            due: case.standing.due.to_string(),
            mark: days(case, shown.today, links.lang),
        }
    }
}
