//! The tree of tasks with how every department stands, who is late, what was reported, and the form for the next report.

use std::collections::BTreeMap;

use schemas::{
    bureau::Bureau,
    campaign::{Department, Task},
    text::{Lang, Text},
};

use super::{Matter, REPORTS};
use crate::{
    action::{self, Entered, Report, Reporter, Said, Standing},
    figures,
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::campaign as words,
};

/// A task or a heading.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) href: Address,
    /// Class of its indent.
    pub(super) class: &'static str,
    pub(super) heading: bool,
    pub(super) due: String,
    pub(super) lead: Option<(String, Vec<Mark>)>,
    pub(super) implementing: Vec<(String, Vec<Mark>)>,
}

/// How many parts there are, how many are done, and whose are late.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) all: usize,
    pub(super) done: usize,
    pub(super) late: usize,
    /// By department or bureau: its late tasks, each with a link and its standing.
    pub(super) by_department: Vec<Late>,
}

/// Who is late with what.
#[derive(Clone, Debug)]
pub(super) struct Late {
    reporter: Reporter,
    pub(super) name: String,
    pub(super) tasks: Vec<(Mark, Address)>,
}

/// What was reported.
#[derive(Clone, Debug, Default)]
pub(super) struct Reported {
    pub(super) title: Option<String>,
    pub(super) lines: Vec<ReportLine>,
    pub(super) more: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct ReportLine {
    pub(super) shape: Shape,
    pub(super) at: String,
    pub(super) title: String,
    pub(super) words: String,
    pub(super) by: String,
}

/// The form.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) action: Address,
    pub(super) tasks: Vec<(String, String, bool)>,
    pub(super) reporters: Vec<(String, String)>,
    pub(super) said: Vec<(&'static str, String)>,
}

fn reporter_of(department: &Department, bureau: Option<&Bureau>) -> Reporter {
    Reporter { department: department.code.clone(), bureau: bureau.map(|bureau| bureau.code.clone()) }
}

/// The newest report of every reporter of every task.
fn newest<'a>(matter: Matter<'a>) -> BTreeMap<(&'a str, &'a Reporter), &'a Report> {
    // Newest first: what is entered last would be the oldest.
    matter.reports.iter().rev().map(|report| ((report.task.as_str(), &report.reporter), report)).collect()
}

/// Who reports of a task, and how each stands.
fn standings<'a>(matter: Matter<'a>, task: &'a Task) -> Vec<(&'a Department, Option<&'a Bureau>, Standing)> {
    let newest = newest(matter);
    let stand = |(department, bureau): (&'a Department, Option<&'a Bureau>)| {
        let reporter = reporter_of(department, bureau);
        let said = newest.get(&(task.code.as_str(), &reporter)).copied();
        (department, bureau, action::standing(matter.campaign, task, said, matter.today))
    };
    action::reporters(matter.campaign, task, matter.bureaus).map(stand).collect()
}

/// How many parts of a task are done, of how many.
pub(super) fn done(matter: Matter<'_>, task: &Task) -> (usize, usize) {
    let all = standings(matter, task);
    (all.iter().filter(|(.., standing)| *standing == Standing::Done).count(), all.len())
}

pub(in crate::web::pages) fn mark(standing: Standing, lang: Lang) -> Mark {
    let (shape, word) = match standing {
        Standing::ToCome => (Shape::Todo, words::TO_COME),
        Standing::Awaited => (Shape::Off, words::AWAITED),
        Standing::Going => (Shape::Half, words::GOING),
        Standing::Blocked => (Shape::Near, words::BLOCKED),
        Standing::Silent => (Shape::Near, words::SILENT),
        Standing::Overdue { days } => (Shape::Bad, words::OVERDUE.fill(&[("days", &days)])),
        Standing::Done => (Shape::Ok, words::DONE),
    };
    Mark::new(shape, word.get(lang))
}

pub(super) fn lines(matter: Matter<'_>, links: Links) -> Vec<Line> {
    matter.campaign.tasks.iter().map(|task| line(matter, task, links)).collect()
}

fn line(matter: Matter<'_>, task: &Task, links: Links) -> Line {
    let lang = links.lang;
    let mut departments: Vec<(&Department, Vec<Standing>)> = Vec::new();
    for (department, _, standing) in standings(matter, task) {
        match departments.last_mut().filter(|(last, _)| last.code == department.code) {
            Some((_, all)) => all.push(standing),
            None => departments.push((department, vec![standing])),
        }
    }
    let shown = |(department, all): &(&Department, Vec<Standing>)| {
        (department.name.get(lang).to_owned(), marks(department, all, lang))
    };
    let is_lead =
        |(department, _): &&(&Department, Vec<Standing>)| task.lead.as_ref() == Some(&department.code);
    Line {
        code: task.code.clone(),
        name: task.name.get(lang).to_owned(),
        href: links.task(&task.code),
        class: match matter.campaign.task_depth(task) {
            0 => "d0",
            1 => "d1",
            _ => "d2",
        },
        heading: task.lead.is_none(),
        due: if task.lead.is_some() { figures::day(matter.campaign.task_due(task)) } else { String::new() },
        lead: departments.iter().find(is_lead).map(shown),
        implementing: departments.iter().filter(|one| !is_lead(one)).map(shown).collect(),
    }
}

/// One mark for an office; for all bureaus how many are done, and how many are late.
fn marks(department: &Department, all: &[Standing], lang: Lang) -> Vec<Mark> {
    if !department.each_bureau {
        return all.iter().map(|standing| mark(*standing, lang)).collect();
    }
    let done = all.iter().filter(|standing| **standing == Standing::Done).count();
    let late = all.iter().filter(|standing| standing.is_late()).count();
    let shape = if done == all.len() { Shape::Ok } else { Shape::Half };
    let whole = words::DONE_OF.fill(&[("done", &done), ("all", &all.len())]);
    let mut marks = vec![Mark::new(shape, whole.get(lang))];
    if late > 0 {
        marks.push(Mark::new(Shape::Near, words::LATE_OF.fill(&[("late", &late)]).get(lang)));
    }
    marks
}

impl Tally {
    pub(super) fn of(matter: Matter<'_>, links: Links) -> Self {
        let lang = links.lang;
        let mut tally = Self::default();
        for task in &matter.campaign.tasks {
            for (department, bureau, standing) in standings(matter, task) {
                tally.all += 1;
                tally.done += usize::from(standing == Standing::Done);
                if !standing.is_late() {
                    continue;
                }
                tally.late += 1;
                let said = mark(standing, lang);
                let one =
                    (Mark::new(said.shape, format!("{} {}", task.code, said.word)), links.task(&task.code));
                let reporter = reporter_of(department, bureau);
                match tally.by_department.iter_mut().find(|known| known.reporter == reporter) {
                    Some(known) => known.tasks.push(one),
                    None => tally.by_department.push(Late {
                        reporter,
                        name: name(department, bureau, lang),
                        tasks: vec![one],
                    }),
                }
            }
        }
        tally
    }

    /// Beside the heading of the tasks.
    pub(super) fn note(&self, lang: Lang) -> String {
        let text = match self.late {
            0 => words::NONE_LATE,
            late => words::LATE_COUNT.fill(&[("late", &late)]),
        };
        text.get(lang).to_owned()
    }
}

fn name(department: &Department, bureau: Option<&Bureau>, lang: Lang) -> String {
    bureau.map_or(&department.name, |bureau| &bureau.name).get(lang).to_owned()
}

impl Reported {
    pub(super) fn of(matter: Matter<'_>, lang: Lang) -> Self {
        let named = |report: &Report| {
            let department = matter.campaign.department(&report.reporter.department);
            let bureau = report.reporter.bureau.as_ref();
            let known = bureau.and_then(|code| matter.bureaus.iter().find(|one| one.code == *code));
            // What bureaus outside the reader's scope report is not shown.
            (bureau.is_none() || known.is_some()).then(|| match department {
                Some(department) => name(department, known, lang),
                None => report.reporter.department.clone(),
            })
        };
        let wanted = |report: &&Report| matter.task.is_none_or(|task| report.task == task);
        let shown = matter.reports.iter().filter(wanted).filter_map(|report| Some((report, named(report)?)));
        let all: Vec<(&Report, String)> = shown.collect();
        let line = |(report, department): &(&Report, String)| {
            let task =
                matter.campaign.task(&report.task).map_or_else(|| Text::same(""), |task| task.name.clone());
            let title = words::ONE_TASK.fill(&[("code", &report.task), ("task", &task)]);
            let by = match report.entered {
                Entered::ForIt => words::REPORT_BY,
                Entered::ByItself => words::REPORT_BY_ITSELF,
            };
            let by = by.fill(&[("department", department), ("by", &report.by)]);
            let (shape, word) = said(report.said);
            ReportLine {
                shape,
                at: figures::minute(report.at),
                title: format!("{} · {}", title.get(lang), word.get(lang)),
                words: report.words.clone(),
                by: by.get(lang).to_owned(),
            }
        };
        let task = matter.task.and_then(|code| matter.campaign.task(code));
        Self {
            title: task.map(|task| format!("{} {}", task.code, task.name.get(lang))),
            lines: all.iter().take(REPORTS).map(line).collect(),
            more: (all.len() > REPORTS).then(|| {
                let more = words::MORE_REPORTS.fill(&[("count", &(all.len() - REPORTS))]);
                more.get(lang).to_owned()
            }),
        }
    }
}

pub(in crate::web::pages) fn said(said: Said) -> (Shape, Text) {
    match said {
        Said::Going => (Shape::Half, words::GOING),
        Said::Blocked => (Shape::Near, words::BLOCKED),
        Said::Done => (Shape::Ok, words::DONE),
    }
}

impl Entry {
    /// The form, for who may write and where there is something to report of.
    pub(super) fn of(matter: Matter<'_>, links: Links) -> Option<Self> {
        let lang = links.lang;
        let led = matter.campaign.tasks.iter().filter(|task| task.lead.is_some());
        let tasks: Vec<(String, String, bool)> = led
            .map(|task| {
                let words = format!("{} {}", task.code, task.name.get(lang));
                (task.code.clone(), words, matter.task == Some(task.code.as_str()))
            })
            .collect();
        let offices = matter.campaign.departments.iter().flat_map(|department| {
            let each: &[Bureau] = if department.each_bureau { matter.bureaus } else { &[] };
            let own = (!department.each_bureau)
                .then(|| (department.code.clone(), department.name.get(lang).to_owned()));
            own.into_iter().chain(each.iter().map(move |bureau| {
                (format!("{}/{}", department.code, bureau.code), bureau.name.get(lang).to_owned())
            }))
        });
        (matter.may_write && !tasks.is_empty()).then(|| Self {
            action: links.plain("/campaign/report"),
            tasks,
            reporters: offices.collect(),
            said: Said::ALL.iter().map(|one| (one.word(), said(*one).1.get(lang).to_owned())).collect(),
        })
    }
}
