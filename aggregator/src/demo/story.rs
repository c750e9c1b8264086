//! What a demonstration tells: scenes at instants, in a small vocabulary of deeds, and rounds of filing put together of them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use schemas::{
    bureau::BureauCode,
    period::{Period, china, start_of_day},
    statement::Purpose,
};

use super::{
    place::Town,
    put::{Assignment, Reply},
};

/// The story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// What happens, earliest first.
    pub scenes: Vec<Scene>,
    /// Where the clock stands when the city is shown; it runs on from there.
    pub ends: DateTime<Utc>,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: the bureau that acts, or that the city acts upon.
    pub bureau: BureauCode,
    /// What.
    pub deed: Deed,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The bureau's node enrols.
    Enrol,
    /// The bureau files a form of a period, as its script gives it: rows or a nil return.
    File {
        /// The form.
        form: &'static str,
        /// The period.
        period: Period,
        /// The matter, where the form reports one.
        subject: Option<&'static str>,
        /// What it is filed as, where that is not left to the node (RULINGS 3).
        purpose: Option<Purpose>,
    },
    /// The city accepts a filing.
    Confirm {
        /// The form.
        form: &'static str,
        /// The period.
        period: Period,
    },
    /// The city reminds the bureau of a period.
    Remind {
        /// The period.
        period: Period,
    },
    /// The bureau at the top puts something to a department.
    Assign(Assignment),
    /// A department answers to that.
    Reply(Reply),
}

impl Story {
    /// A story of these scenes, which are put in order; those of one instant keep theirs.
    pub(super) fn of(mut scenes: Vec<Scene>, ends: DateTime<Utc>) -> Self {
        scenes.retain(|scene| scene.at <= ends);
        scenes.sort_by_key(|scene| scene.at);
        Self { scenes, ends }
    }
}

/// A round of filing: some bureaus, some forms, one period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round<'a> {
    pub(super) towns: &'a [Town],
    pub(super) forms: &'a [&'static str],
    pub(super) period: Period,
    pub(super) purpose: Option<Purpose>,
    /// When they file, at +08:00: the bureaus take these instants in turn.
    pub(super) waves: &'a [&'a str],
    /// Code of a bureau that files at an instant of its own.
    pub(super) late: &'a [(&'a str, &'a str)],
    /// Codes of bureaus that never file it.
    pub(super) silent: &'a [&'a str],
    /// When the city accepts what was filed until then.
    pub(super) accepted: Option<&'a str>,
    /// Bureau and form of what it has not looked at yet.
    pub(super) unread: &'a [(&'a str, &'a str)],
    /// When whoever has not filed by then is reminded.
    pub(super) reminded: &'a [&'a str],
}

impl Round<'_> {
    /// Its scenes, bureau by bureau.
    pub(super) fn scenes(&self) -> Vec<Scene> {
        let mut scenes = Vec::new();
        for (nth, town) in self.towns.iter().enumerate() {
            let Ok(bureau) = town.code.parse::<BureauCode>() else { continue };
            let mut then = |at, deed| scenes.push(Scene { at, bureau: bureau.clone(), deed });
            let late = self.late.iter().find(|(code, _)| *code == town.code);
            let turn = nth.checked_rem(self.waves.len()).and_then(|turn| self.waves.get(turn));
            let filed = late.map(|(_, at)| at).or(turn).filter(|_| !self.silent.contains(&town.code));
            let filed = filed.map(|text| at(text));
            let Self { period, purpose, .. } = *self;
            for form in self.forms {
                if let Some(filed) = filed {
                    then(filed, Deed::File { form, period, subject: None, purpose });
                }
                let accepted = self.accepted.map(at).filter(|at| filed.is_some_and(|filed| filed < *at));
                if let Some(accepted) = accepted.filter(|_| !self.unread.contains(&(town.code, form))) {
                    then(accepted, Deed::Confirm { form, period });
                }
            }
            for reminded in self.reminded.iter().map(|text| at(text)) {
                if filed.is_none_or(|filed| filed > reminded) {
                    then(reminded, Deed::Remind { period });
                }
            }
        }
        scenes
    }
}

/// The nodes enrol at an instant.
pub(super) fn enrolments(towns: &[Town], when: &str) -> Vec<Scene> {
    let scene = |town: &Town| {
        let bureau = town.code.parse().ok()?;
        Some(Scene { at: at(when), bureau, deed: Deed::Enrol })
    };
    towns.iter().filter_map(scene).collect()
}

/// A bureau reports a matter on a form, each time for the day it does so: `2022-10-12 10:40`.
pub(super) fn reports(
    code: &str,
    form: &'static str,
    subject: &'static str,
    instants: &[&str],
) -> Vec<Scene> {
    let Ok(bureau) = code.parse::<BureauCode>() else { return Vec::new() };
    let scene = |text: &&str| {
        let period = Period::day(local(text).date())?;
        let deed = Deed::File { form, period, subject: Some(subject), purpose: None };
        Some(Scene { at: at(text), bureau: bureau.clone(), deed })
    };
    instants.iter().filter_map(scene).collect()
}

/// An instant at +08:00: `2025-10-13 16:20`. The scripts hold no text that is none.
pub(super) fn at(text: &str) -> DateTime<Utc> {
    local(text).and_local_timezone(china()).single().map(|local| local.to_utc()).unwrap_or_default()
}

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap_or_default()
}

/// An instant at +08:00 of a day.
pub(super) fn on(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    start_of_day(day) + (time - NaiveTime::MIN)
}

/// A period of the scripts: `2024-03`, `2022Q3`, `2022W42`. They hold no text that is none.
pub(super) fn period(text: &str) -> Option<Period> {
    text.parse().ok()
}
