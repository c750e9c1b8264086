//! The timeline of the demonstration (RULINGS 12): who enrols, files, confirms and reminds, and when.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use schemas::{
    bureau::BureauCode,
    period::{Period, start_of_day},
};

use super::{
    FORMS,
    calendar::day,
    place::TOWNS,
    plan::{Filed, filed},
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
    /// The bureau files a form of a period, as [`super::workbook`] gives it.
    File {
        /// The form.
        form: &'static str,
        /// The period.
        period: Period,
        /// Whether it is filed as history (RULINGS 3).
        history: bool,
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
}

/// Day of October, hour and minute at which a bureau files 2025Q3; 鹭洲经济开发区 never does.
const FILED: [(&str, u32, (u32, u32)); 11] = [
    ("519901", 13, (10, 24)),
    ("519902", 15, (16, 52)),
    ("519903", 14, (15, 8)),
    ("519921", 11, (9, 36)),
    ("519922", 14, (11, 2)),
    ("519923", 10, (9, 15)),
    ("519981", 18, (9, 41)),
    ("519982", 13, (16, 20)),
    ("519983", 12, (14, 47)),
    ("519900Z01", 11, (10, 53)),
    ("519900Z02", 14, (9, 27)),
];
/// Silent on the day after due: reminded on these days of October.
const REMINDED: [u32; 2] = [16, 17];

/// The story, from the enrolment of the nodes to 18 October 2025, 10:00.
pub fn story() -> Story {
    let mut scenes: Vec<Scene> = TOWNS.iter().flat_map(|town| scenes(town.code)).collect();
    // Stable, so that bureaus in the same minute keep their official order.
    scenes.sort_by_key(|scene| scene.at);
    Story { scenes, ends: at(day((2025, 10, 18)), 10, 0) }
}

fn scenes(code: &'static str) -> Vec<Scene> {
    let Ok(bureau) = code.parse::<BureauCode>() else { return Vec::new() };
    let Some(period) = Period::quarter(2025, 3) else { return Vec::new() };
    let mut scenes = Vec::new();
    let mut then = |at: DateTime<Utc>, deed: Deed| scenes.push(Scene { at, bureau: bureau.clone(), deed });
    let enrolled = day((2025, 9, 22));
    then(at(enrolled, 9, 0), Deed::Enrol);
    let earlier = std::iter::successors(period.previous(), |period| period.previous()).take(3);
    let mut history: Vec<Period> = earlier.collect();
    history.reverse();
    for (hour, period) in (9..).zip(history) {
        for form in FORMS {
            then(at(enrolled + Days::new(1), hour, 30), Deed::File { form, period, history: true });
            then(at(enrolled + Days::new(3), hour, 30), Deed::Confirm { form, period });
        }
    }
    let filing = FILED.iter().find(|(filing, ..)| *filing == code && filed(code) != Filed::Not);
    let due = 15;
    if let Some((_, date, (hour, minute))) = filing {
        let received = at(day((2025, 10, *date)), *hour, *minute);
        for form in FORMS {
            then(received, Deed::File { form, period, history: false });
            // 西岭区's arbitration ledger is still being looked at; what came late nobody has looked at yet.
            if *date <= due && (code, form) != ("519902", "L3") {
                let looked_at = if *date < 13 { 13 } else { date + 1 };
                then(at(day((2025, 10, looked_at)), 17, 10), Deed::Confirm { form, period });
            }
        }
    }
    if filing.is_none_or(|(_, date, _)| *date > due) {
        for date in REMINDED {
            then(at(day((2025, 10, date)), 9, 0), Deed::Remind { period });
        }
    }
    scenes
}

/// An instant at +08:00.
fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    start_of_day(day) + (time - NaiveTime::MIN)
}
