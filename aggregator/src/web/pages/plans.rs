//! 各地配套方案: which bureaus have brought the document of a task, every one they brought, and the form for another.

use std::collections::BTreeSet;

use askama::Template;
use chrono::NaiveDate;
use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::{Campaign, Task},
    text::Lang,
};

use super::{
    campaign::tasks::said,
    paging::{BUREAUS, Paging},
    shell::{Frame, Section, Shell},
};
use crate::{
    action::Said,
    figures,
    plan::{MAX_BYTES, Plan, tasks},
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{frame as frame_words, plan as words},
};

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Bureaus the reader sees, in official order.
    pub bureaus: &'a [Bureau],
    /// The task that is looked at; none where bureaus bring nothing.
    pub task: Option<&'a Task>,
    /// What was brought to it, the newest first.
    pub plans: &'a [Plan],
    /// The bureaus that have reported the task as done.
    pub done: &'a BTreeSet<BureauCode>,
    /// The day it is seen.
    pub today: NaiveDate,
    /// Whether the reader may bring another.
    pub may_bring: bool,
    /// The page, from 1.
    pub page: usize,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "plans.html")]
pub struct PlansPage {
    shell: Shell,
    back: Address,
    state: Option<String>,
    tabs: Vec<(String, Address, bool)>,
    form: Option<Form>,
    rows: Vec<Row>,
    paging: Paging,
}

#[derive(Clone, Debug)]
struct Form {
    action: Address,
    task: String,
    bureaus: Vec<(String, String)>,
    said: Vec<(&'static str, String)>,
    note: String,
    /// Whether the only bureau it can be for has brought nothing yet.
    open: bool,
}

/// A document, or that a bureau has brought none.
#[derive(Clone, Debug)]
struct Row {
    name: String,
    mark: Option<Mark>,
    file: Option<File>,
}

#[derive(Clone, Debug)]
struct File {
    name: String,
    href: Address,
    size: String,
    at: String,
    by: String,
}

impl PlansPage {
    /// The page.
    pub fn new(frame: &Frame, shown: Shown<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        let brought = |bureau: &&Bureau| shown.plans.iter().any(|plan| plan.bureau == bureau.code);
        let some = shown.bureaus.iter().filter(brought).count();
        let tab = |task: &Task| {
            let current = shown.task.is_some_and(|shown| shown.code == task.code);
            (format!("{} {}", task.code, task.name.get(lang)), links.plans(Some(&task.code)), current)
        };
        let from = (shown.page.max(1) - 1) * BUREAUS;
        let rows = shown.task.into_iter().flat_map(|task| {
            let on_page = shown.bureaus.iter().skip(from).take(BUREAUS);
            on_page.flat_map(move |bureau| rows(shown, task, bureau, links))
        });
        let state = words::BROUGHT.fill(&[("all", &shown.bureaus.len()), ("some", &some)]);
        let here = links.plans(shown.task.map(|task| task.code.as_str()));
        Self {
            shell: Shell::new(frame, Some(Section::Campaign), words::TITLE.get(lang)),
            back: links.campaign(),
            state: shown.task.map(|_| state.get(lang).to_owned()),
            tabs: tasks(shown.campaign).map(|(task, _)| tab(task)).collect(),
            form: shown.task.filter(|_| shown.may_bring).map(|task| Form {
                action: links.plans(None),
                task: task.code.clone(),
                bureaus: shown
                    .bureaus
                    .iter()
                    .map(|bureau| (bureau.code.to_string(), bureau.name.get(lang).to_owned()))
                    .collect(),
                said: [Said::Done, Said::Going]
                    .map(|one| (one.word(), said(one).1.get(lang).to_owned()))
                    .to_vec(),
                note: words::NOTE.fill(&[("most", &(MAX_BYTES / 1024 / 1024))]).get(lang).to_owned(),
                open: shown.bureaus.len() == 1 && some == 0,
            }),
            rows: rows.collect(),
            paging: Paging::new(shown.page, BUREAUS, shown.bureaus.len(), &here, lang),
        }
    }
}

/// Every document of a bureau, the newest first; one line without, if it has brought none.
fn rows(shown: Shown<'_>, task: &Task, bureau: &Bureau, links: Links) -> Vec<Row> {
    let lang = links.lang;
    let file = |plan: &Plan| File {
        name: plan.name.clone(),
        href: links.plan(&plan.id),
        size: words::KIB.fill(&[("n", &figures::count(kib(plan.size)))]).get(lang).to_owned(),
        at: figures::minute(plan.at),
        by: plan.by.clone(),
    };
    let own = shown.plans.iter().filter(|plan| plan.bureau == bureau.code);
    let mut rows: Vec<Row> =
        own.map(|plan| Row { name: String::new(), mark: None, file: Some(file(plan)) }).collect();
    if rows.is_empty() {
        rows.push(Row { name: String::new(), mark: Some(awaited(shown, task, bureau, lang)), file: None });
    } else if let Some(first) = rows.first_mut() {
        first.mark = Some(Mark::new(Shape::Ok, words::THERE.get(lang)));
    }
    if let Some(first) = rows.first_mut() {
        bureau.name.get(lang).clone_into(&mut first.name);
    }
    rows
}

fn awaited(shown: Shown<'_>, task: &Task, bureau: &Bureau, lang: Lang) -> Mark {
    if shown.done.contains(&bureau.code) {
        return Mark::new(Shape::Half, words::WITHOUT.get(lang));
    }
    let late = (shown.today - shown.campaign.task_due(task)).num_days();
    match late > 0 {
        true => Mark::new(Shape::Bad, words::LATE.fill(&[("days", &late)]).get(lang)),
        false => Mark::new(Shape::Todo, words::AWAITED.get(lang)),
    }
}

/// Kibibytes, of a part a whole one.
fn kib(bytes: u64) -> i64 {
    i64::try_from(bytes.div_ceil(1024)).unwrap_or(i64::MAX)
}
