//! The phases of a campaign on one bar with today's tick, what closes each, and the time gone by beside what is done.

use askama::{Template, filters::HtmlSafe};
use chrono::NaiveDate;
use num_rational::BigRational;
use schemas::{
    campaign::{Campaign, Phase, Task, span_title},
    text::{Lang, Text},
};

use super::{Matter, tasks::Tally};
use crate::{
    figures,
    web::{
        bar,
        mark::{Mark, Shape},
    },
    words::campaign as words,
};

/// The bar, laid out in per cents of its width.
#[derive(Clone, Debug, Template)]
#[template(path = "campaign/phases.html")]
pub(super) struct Bar {
    label: String,
    phases: Vec<Stretch>,
    today: Option<(String, String)>,
}

impl HtmlSafe for Bar {}

/// A phase on the bar; those that lie inside another stand a row below.
#[derive(Clone, Debug)]
struct Stretch {
    at: String,
    width: String,
    row: usize,
    class: &'static str,
    name: String,
}

/// A phase in the table.
#[derive(Clone, Debug)]
pub(super) struct PhaseLine {
    pub(super) name: String,
    pub(super) span: String,
    pub(super) gates: Vec<Mark>,
    pub(super) mark: Mark,
}

/// A share as a bar.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) counts: String,
    pub(super) bar: bar::Bar,
}

/// Days of a campaign up to a day, that day not included.
fn days(campaign: &Campaign, day: NaiveDate) -> i64 {
    (day - campaign.from).num_days()
}

fn percent(part: i64, whole: i64) -> String {
    // Hundredths of a per cent, so that no float is needed.
    let hundredths = part.clamp(0, whole.max(0)) * 10_000 / whole.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A phase, or a protection period that lies inside phases.
#[derive(Clone, Copy, Debug)]
struct Window<'a> {
    name: &'a Text,
    from: NaiveDate,
    to: NaiveDate,
    /// The phase, if it is one.
    phase: Option<&'a Phase>,
}

impl Window<'_> {
    fn class(&self, today: NaiveDate) -> &'static str {
        match today {
            _ if self.phase.is_none() => "guard",
            day if day < self.from => "tocome",
            day if day > self.to => "past",
            _ => "now",
        }
    }
}

/// Phases first, then protection periods.
fn windows(campaign: &Campaign) -> Vec<Window<'_>> {
    let phases = campaign.phases.iter();
    let phases = phases.map(|one| Window { name: &one.name, from: one.from, to: one.to, phase: Some(one) });
    let guarded = campaign.protections.iter();
    let guarded = guarded.map(|one| Window { name: &one.name, from: one.from, to: one.to, phase: None });
    phases.chain(guarded).collect()
}

impl Bar {
    pub(super) fn of(matter: Matter<'_>, lang: Lang) -> Option<Self> {
        let Matter { campaign, today, .. } = matter;
        let all = days(campaign, campaign.to) + 1;
        let mut rows: Vec<NaiveDate> = Vec::new();
        let stretch = |window: &Window| {
            let free = rows.iter().position(|until| *until < window.from);
            let row = free.unwrap_or(rows.len());
            match rows.get_mut(row) {
                Some(until) => *until = window.to,
                None => rows.push(window.to),
            }
            Stretch {
                at: percent(days(campaign, window.from), all),
                width: percent((window.to - window.from).num_days() + 1, all),
                row,
                class: window.class(today),
                name: window.name.get(lang).to_owned(),
            }
        };
        let windows = windows(campaign);
        let phases: Vec<Stretch> = windows.iter().map(stretch).collect();
        if phases.is_empty() {
            return None;
        }
        let today = (campaign.from..=campaign.to).contains(&today).then(|| {
            let word = words::TODAY.fill(&[("day", &figures::day_text(today))]);
            (percent(days(campaign, today) * 2 + 1, all * 2), word.get(lang).to_owned())
        });
        let said = |window: &Window| {
            format!("{} {}", window.name.get(lang), span_title(window.from, window.to).get(lang))
        };
        let mut parts: Vec<String> = windows.iter().map(said).collect();
        parts.extend(today.iter().map(|(_, word)| word.clone()));
        let label = words::PHASE_BAR.fill(&[("parts", &figures::listed(&parts, lang))]);
        Some(Self { label: label.get(lang).to_owned(), phases, today })
    }

    /// Where a row of stretches begins, in pixels.
    fn y(&self, row: &usize) -> usize {
        row * 12 + 4
    }

    /// Height of the bar in pixels.
    fn height(&self) -> usize {
        self.phases.iter().map(|phase| phase.row).max().unwrap_or(0) * 12 + 16
    }
}

pub(super) fn lines(matter: Matter<'_>, lang: Lang) -> Vec<PhaseLine> {
    windows(matter.campaign).into_iter().map(|window| line(matter, window, lang)).collect()
}

fn line(matter: Matter<'_>, window: Window<'_>, lang: Lang) -> PhaseLine {
    let code = window.phase.and_then(|phase| phase.code.as_ref());
    let tasks = matter.campaign.tasks.iter().filter(|task| task.gate && code.is_some());
    let gates: Vec<(&Task, usize, usize)> = tasks
        .filter(|task| task.phase.as_ref() == code)
        .map(|task| {
            let (done, all) = super::tasks::done(matter, task);
            (task, done, all)
        })
        .collect();
    let open = gates.iter().any(|(_, done, all)| done < all);
    let (shape, word) = match matter.today {
        day if day < window.from => (Shape::Todo, words::TO_COME),
        day if day > window.to => match gates.is_empty() {
            _ if open => (Shape::Bad, words::NOT_PASSED),
            true => (Shape::Off, words::ENDED),
            false => (Shape::Ok, words::PASSED),
        },
        _ if !gates.is_empty() && !open => (Shape::Ok, words::PASSED),
        _ => (Shape::Half, words::RUNS),
    };
    let gate = |(task, done, all): &(&Task, usize, usize)| {
        let shape = if done == all { Shape::Ok } else { Shape::Todo };
        let word = words::GATE.fill(&[("task", &task.name), ("done", done), ("all", all)]);
        Mark::new(shape, word.get(lang))
    };
    PhaseLine {
        name: window.name.get(lang).to_owned(),
        span: span_title(window.from, window.to).get(lang).to_owned(),
        gates: gates.iter().map(gate).collect(),
        mark: Mark::new(shape, word.get(lang)),
    }
}

/// Time gone by, and what is done of it.
pub(super) fn paces(matter: Matter<'_>, tally: &Tally, lang: Lang) -> Vec<Pace> {
    let Matter { campaign, today, .. } = matter;
    let all = days(campaign, campaign.to) + 1;
    let gone = (days(campaign, today) + 1).clamp(0, all);
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let pace = |name: &Text, unit: &Text, done: i64, all: i64| {
        let value = percent(done, all);
        let counts = unit.fill(&[("done", &figures::count(done)), ("all", &figures::count(all))]);
        let label = format!("{} {value}% ({})", name.get(lang), counts.get(lang));
        let whole = |number: i64| BigRational::from_integer(number.into());
        Pace {
            name: name.get(lang).to_owned(),
            bar: bar::Bar::new(&whole(done), &whole(all), label),
            counts: counts.get(lang).to_owned(),
            value: format!("{value}%"),
        }
    };
    let time = pace(&words::TIME, &words::DAYS, gone, all);
    let tasks = pace(&words::TASKS_DONE, &words::PARTS, count(tally.done), count(tally.all));
    if tally.all == 0 { vec![time] } else { vec![time, tasks] }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_share_is_of_whole_numbers_and_within_the_bar() {
        assert_eq!([percent(1, 3), percent(0, 3), percent(3, 3)], ["33.33", "0.00", "100.00"]);
        assert_eq!([percent(5, 3), percent(-1, 3), percent(1, 0)], ["100.00", "0.00", "0.00"]);
    }
}
