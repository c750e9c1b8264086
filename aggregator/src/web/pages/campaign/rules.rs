//! Who directs a campaign, the steps of supervision in its order, and who is put forward for commendation, in words.

use schemas::{
    campaign::{Bar, Campaign, Commendation, LeadingGroup, Rung},
    text::Lang,
};

use crate::{figures, words::campaign as words};

/// 领导小组.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) members: Vec<(String, String)>,
    pub(super) team: Option<String>,
    pub(super) contacts: Vec<(String, String, Option<String>)>,
}

/// What the campaign says will follow.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) ladder: Vec<String>,
    pub(super) commendation: Vec<String>,
}

impl Group {
    pub(super) fn of(group: &LeadingGroup, lang: Lang) -> Self {
        let team = group.team.as_ref().map(|team| {
            words::TEAM.fill(&[("name", &team.name), ("persons", &team.persons), ("months", &team.months)])
        });
        Self {
            name: group.name.get(lang).to_owned(),
            members: group
                .members
                .iter()
                .map(|member| (member.seat.title().get(lang).to_owned(), member.post.get(lang).to_owned()))
                .collect(),
            team: team.map(|team| team.get(lang).to_owned()),
            contacts: group
                .contacts
                .iter()
                .map(|one| {
                    let about = one.about.as_ref().map(|about| about.get(lang).to_owned());
                    (one.office.get(lang).to_owned(), one.phone.clone(), about)
                })
                .collect(),
        }
    }
}

impl Rules {
    pub(super) fn of(campaign: &Campaign, lang: Lang) -> Self {
        let rung = |rung: &Rung| match rung.days {
            Some(days) => {
                let words = words::RUNG_DAYS.fill(&[("step", &rung.step.title()), ("days", &days)]);
                words.get(lang).to_owned()
            }
            None => rung.step.title().get(lang).to_owned(),
        };
        Self {
            ladder: campaign.ladder.iter().map(rung).collect(),
            commendation: campaign.commendation.as_ref().map_or_else(Vec::new, |rule| said(rule, lang)),
        }
    }
}

fn said(rule: &Commendation, lang: Lang) -> Vec<String> {
    let titles: Vec<String> = rule.titles.iter().map(|title| title.get(lang).to_owned()).collect();
    let bars: Vec<String> = rule.without.iter().map(|bar: &Bar| bar.title().get(lang).to_owned()).collect();
    let places = match rule.score {
        Some(score) => {
            let score = figures::line(score.value(), schemas::indicator::Unit::Cases);
            words::OR_SCORE.fill(&[("places", &rule.places), ("score", &score)])
        }
        None => words::PLACES.fill(&[("places", &rule.places)]),
    };
    let listed = |items: &[String]| figures::listed(items, lang);
    let lines = [
        (!titles.is_empty()).then(|| words::TITLES.fill(&[("titles", &listed(&titles))])),
        Some(places),
        (!bars.is_empty()).then(|| words::RULED_OUT.fill(&[("bars", &listed(&bars))])),
        rule.running.map(|periods| words::RUNNING.fill(&[("periods", &periods)])),
        rule.risen.map(|places| words::RISEN.fill(&[("places", &places)])),
        rule.least_cases.map(|cases| words::LEAST_CASES.fill(&[("cases", &cases)])),
        Some(words::PUBLIC.fill(&[("days", &rule.public_days)])),
    ];
    lines.into_iter().flatten().map(|line| line.get(lang).to_owned()).collect()
}
