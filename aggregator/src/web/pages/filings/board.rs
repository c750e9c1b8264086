//! The switches of the board: which cadences the campaign has, the stages of one that goes by stages, and the days around
//! one that goes by days, each by how it went.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use schemas::{
    campaign::Duty,
    period::{Cadence, Period},
};

use crate::{
    store::obligation::Tally,
    web::{
        city::City,
        links::{Address, Links},
        mark::Shape,
    },
    words::matter as matter_words,
};

/// Days shown before the one the board is of, and days shown in all.
const BEFORE: Days = Days::new(15);
const SHOWN: usize = 31;

/// A cadence of the campaign.
#[derive(Clone, Debug)]
pub struct Tab {
    /// Its word.
    pub word: String,
    /// Its latest period.
    pub href: Address,
    /// Whether the board is of it.
    pub current: bool,
}

/// A period beside the one the board is of.
#[derive(Clone, Debug)]
pub struct Step {
    /// How it went.
    pub shape: Shape,
    /// What it is called, short.
    pub word: String,
    /// What it is called.
    pub title: String,
    /// Its board.
    pub href: Address,
    /// Whether it is the one.
    pub current: bool,
}

/// The cadences the campaign has, and its special and major cases; none if there is only one.
pub(super) fn cadences(city: City<'_>, links: Links) -> Vec<Tab> {
    let campaign = city.field.campaign;
    let today = schemas::period::day_of(city.now);
    let latest = |cadence: Cadence| {
        let of = campaign.duties.iter().filter(|duty| duty.cadence == cadence);
        let ended = |duty: &Duty| duty.periods(campaign, (NaiveDate::MIN, today)).last();
        let first = |duty: &Duty| duty.periods(campaign, (NaiveDate::MIN, NaiveDate::MAX)).next();
        of.clone().filter_map(ended).max().or_else(|| of.filter_map(first).min())
    };
    let here = city.period().cadence();
    let tab = |cadence: Cadence| {
        let period = if cadence == here { city.period() } else { latest(cadence)? };
        Some(Tab {
            word: cadence.title().get(links.lang).to_owned(),
            href: Links { period: Some(period), ..links }.filings(),
            current: cadence == here,
        })
    };
    let cadences = Cadence::ALL.into_iter();
    let mut tabs: Vec<Tab> = cadences
        .filter(|cadence| campaign.duties.iter().any(|duty| duty.cadence == *cadence))
        .filter_map(tab)
        .collect();
    if !campaign.grades.is_empty() {
        let word = matter_words::TITLE.get(links.lang).to_owned();
        tabs.push(Tab { word, href: links.matters(), current: false });
    }
    if tabs.len() > 1 { tabs } else { Vec::new() }
}

/// The days that a strip round a day shows.
pub fn days(period: Period) -> Vec<Period> {
    let Period::Day(day) = period else { return Vec::new() };
    let first = day.checked_sub_days(BEFORE).unwrap_or(day);
    first.iter_days().take(SHOWN).filter_map(Period::day).collect()
}

/// The stages of a campaign that goes by them, or the days around the one the board is of on which something is owed.
pub(super) fn strip(city: City<'_>, links: Links, went: &BTreeMap<Period, Tally>) -> Vec<Step> {
    let campaign = city.field.campaign;
    let asked = |period: &Period| campaign.duties.iter().any(|duty| duty.asks_for(campaign, *period));
    let periods: Vec<Period> = match city.period() {
        Period::Day(_) => days(city.period()),
        Period::Phase(..) => {
            let phases = campaign.phases.iter().filter_map(|phase| Period::phase(phase.from, phase.to));
            phases.collect()
        }
        Period::Week(_) | Period::Month(_) | Period::Quarter(_) => return Vec::new(),
    };
    let step = |period: Period| {
        let title = period.title().get(links.lang).to_owned();
        Step {
            shape: how(went.get(&period)),
            word: match period {
                Period::Day(day) => format!("{}-{}", day.month(), day.day()),
                _ => title.clone(),
            },
            title,
            href: Links { period: Some(period), ..links }.filings(),
            current: period == city.period(),
        }
    };
    periods.into_iter().filter(asked).map(step).collect()
}

/// How a period went: all filed, some late, some missing, or not settled.
fn how(tally: Option<&Tally>) -> Shape {
    match tally {
        Some(tally) if tally.missed > 0 => Shape::Absent,
        Some(tally) if tally.open > 0 || tally.met + tally.late == 0 => Shape::Todo,
        Some(tally) if tally.late > 0 => Shape::Near,
        Some(_) => Shape::Ok,
        None => Shape::Todo,
    }
}
