//! 行动: phases as a bar with today's tick, time beside progress, targets, the tree of tasks with what each department says, who
//! directs it, and the form with which a report is entered.

mod phases;
mod rules;
pub(super) mod tasks;

use askama::Template;
use chrono::NaiveDate;
use schemas::{
    bureau::Bureau,
    campaign::{Campaign, span_title},
    text::Lang,
};

use self::{
    phases::{Bar as PhaseBar, Pace, PhaseLine},
    rules::{Group, Rules},
    tasks::{Entry, Line, Reported, Tally},
};
use super::{
    overview::CityFigures,
    shell::{Frame, Section, Shell},
};
use crate::{
    action::Report,
    figures, plan,
    web::links::{Address, Links},
    words::{
        campaign as words, demand as demand_words, department as department_words, filing as filing_words,
        frame as frame_words, plan as plan_words,
    },
};

/// Most reports listed at once.
pub const REPORTS: usize = 15;

/// What the page is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Bureaus the reader sees, in official order.
    pub bureaus: &'a [Bureau],
    /// Every report of the campaign, newest first.
    pub reports: &'a [Report],
    /// The day it is seen.
    pub today: NaiveDate,
    /// Code of the task whose reports alone are listed.
    pub task: Option<&'a str>,
    /// Whether the reader reads the whole city.
    pub reads_all: bool,
    /// Whether the reader may enter reports.
    pub may_write: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "campaign.html")]
pub struct CampaignPage {
    shell: Shell,
    name: String,
    state: String,
    superior: Option<String>,
    bar: Option<PhaseBar>,
    phases: Vec<PhaseLine>,
    paces: Vec<Pace>,
    figures: Option<CityFigures>,
    tasks: Vec<Line>,
    tally: Tally,
    reported: Reported,
    entry: Option<Entry>,
    group: Option<Group>,
    rules: Rules,
    clear: Address,
    preview: Option<Address>,
    /// Where bureaus bring documents, if the campaign has tasks for each.
    plans: Option<Address>,
    /// Where what departments report and tell is read, for who reads the whole city.
    departments: Option<(Address, Address)>,
}

impl CampaignPage {
    /// The page; `figures` are the city's targets, for who may see them.
    pub fn new(frame: &Frame, matter: Matter<'_>, figures: Option<CityFigures>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        let tally = Tally::of(matter, links);
        Self {
            shell: Shell::new(frame, Some(Section::Campaign), frame_words::CAMPAIGN.get(lang)),
            name: matter.campaign.name.get(lang).to_owned(),
            state: state(matter, lang),
            superior: matter.campaign.superior.as_ref().map(|document| {
                words::CARRIES_OUT.fill(&[("document", &document.cited())]).get(lang).to_owned()
            }),
            bar: PhaseBar::of(matter, lang),
            phases: phases::lines(matter, lang),
            paces: phases::paces(matter, &tally, lang),
            figures,
            tasks: tasks::lines(matter, links),
            reported: Reported::of(matter, lang),
            entry: Entry::of(matter, links),
            group: matter.campaign.leading_group.as_ref().map(|group| Group::of(group, lang)),
            rules: Rules::of(matter.campaign, lang),
            clear: links.campaign(),
            plans: plan::tasks(matter.campaign).next().map(|_| links.plans(None)),
            preview: matter.may_write.then(|| links.preview()),
            departments: (matter.reads_all && matter.campaign.reporting_departments().next().is_some())
                .then(|| (links.department(None), links.news())),
            tally,
        }
    }
}

/// Span, day and days left.
fn state(matter: Matter<'_>, lang: Lang) -> String {
    let Matter { campaign, today, .. } = matter;
    let all = (campaign.to - campaign.from).num_days() + 1;
    let day = (today - campaign.from).num_days() + 1;
    let words = if day < 1 {
        words::BEGINS_IN.fill(&[("days", &(1 - day))])
    } else if day > all {
        words::IS_OVER
    } else {
        words::DAY_OF.fill(&[("day", &day), ("all", &all)])
    };
    let mut parts =
        vec![span_title(campaign.from, campaign.to).get(lang).to_owned(), words.get(lang).to_owned()];
    if (1..=all).contains(&day) {
        parts.push(words::DAYS_LEFT.fill(&[("days", &(all - day))]).get(lang).to_owned());
    }
    figures::joined(&parts, lang)
}
