//! The reports of single matters: the first is owed when the matter became what it is, each other one after the one before,
//! until one says that it is the last.

use chrono::{Days, NaiveDate, TimeDelta};

use super::{
    Because, Obligation, Owing,
    acts::{Acts, Matter},
    decided,
};
use crate::{
    campaign::{Campaign, Deadline, Report},
    period::{Period, day_of, end_of_day, start_of_day},
};

/// What is owed of the chains of a bureau for the days of a span: matter by matter, link by link.
pub fn reports<'a>(
    campaign: &'a Campaign,
    who: Owing<'a>,
    acts: &'a Acts,
    span: (NaiveDate, NaiveDate),
) -> impl Iterator<Item = Obligation<'a>> + use<'a> {
    let matters = campaign.reports.iter().flat_map(|report| {
        let of_grade = acts.matters().iter().filter(|matter| matter.grade == report.grade);
        of_grade.map(move |matter| (report, matter))
    });
    let in_force = move |matter: &Matter| {
        let day = day_of(matter.since);
        campaign.from <= day && day <= campaign.to && who.from <= day && who.to.is_none_or(|to| day <= to)
    };
    let chains = matters.filter(move |(_, matter)| in_force(matter));
    let owed = chains.flat_map(move |(report, matter)| links(report, matter, who, acts));
    owed.filter(move |owed| (span.0..=span.1).contains(&owed.period.end()))
}

/// The links of one chain, first to last.
fn links<'a>(
    report: &'a Report,
    matter: &'a Matter,
    who: Owing<'a>,
    acts: &'a Acts,
) -> impl Iterator<Item = Obligation<'a>> + use<'a> {
    let made = acts.reports(&report.form, &matter.subject);
    // Up to the last report there are as many links as reports; one more if none says that it is the last.
    let ended = made.iter().position(|one| one.last).map(|at| at + 1);
    (0..ended.unwrap_or(made.len() + 1)).filter_map(move |number| {
        let before = number.checked_sub(1).and_then(|at| made.get(at));
        let later = |day: NaiveDate, days: u32| day.checked_add_days(Days::new(days.into())).unwrap_or(day);
        let (day, opens, due, because) = match before {
            None => {
                let hours = TimeDelta::hours(report.first_hours.into());
                let due = matter.since.checked_add_signed(hours)?;
                (day_of(matter.since), matter.since, due, Because::Became(matter.grade))
            }
            Some(before) => {
                let day = later(before.day, report.next_days);
                let opens = start_of_day(later(before.day, 1));
                (day, opens, end_of_day(day), Because::GoesOn(before.day))
            }
        };
        // It closes when periods end: a report that is owed is never refused for being late.
        let close = start_of_day(NaiveDate::from_ymd_opt(2101, 1, 1)?);
        let deadline = Deadline { due, grace: due, close };
        let grace = end_of_day(later(deadline.due_day(), report.grace_days));
        let new = Obligation {
            bureau: who.code,
            form: &report.form,
            period: Period::day(day)?,
            subject: Some(&matter.subject),
            opens,
            deadline: Deadline { grace, ..deadline },
            recipients: &report.recipients,
            because,
            decided: None,
            exempt: None,
            answered: made.get(number),
        };
        Some(decided(new, who, acts))
    })
}
