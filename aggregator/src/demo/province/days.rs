//! The daily reports: layoffs, who is on duty, and the days of the protection period.

use chrono::NaiveDate;
use schemas::period::Period;

use super::{SILENT, places::TOWNS};
use crate::demo::{
    calendar::day,
    ledger::{
        Row,
        duty_day::{self, Happened},
        layoff::{self, Layoff},
    },
    place::Town,
    story::{Round, Scene},
};

const WINDOW: &str = "党的二十大";

const LAYOFFS: [Layoff; 4] = [
    Layoff { town: "570100", staff: 412, planned: 46, from: "2022-10-09", to: "2022-10-31" },
    Layoff { town: "570100", staff: 96, planned: 7, from: "2022-10-13", to: "2022-10-31" },
    Layoff { town: "570400", staff: 180, planned: 24, from: "2022-10-11", to: "2022-10-31" },
    Layoff { town: "570800", staff: 260, planned: 18, from: "2022-10-17", to: "2022-10-31" },
];

/// Layoffs since the last day of the quarter, the roster, and the days of the protection period.
pub(super) fn scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    let all = day((2022, 9, 30)).iter_days().take_while(|one| *one <= day((2022, 10, 18)));
    for one in all {
        let Some(period) = Period::day(one) else { continue };
        let today = one == day((2022, 10, 18));
        let evening = format!("{one} {}", if today { "09:10" } else { "17:10" });
        let later = format!("{one} {}", if today { "09:30" } else { "17:40" });
        let waves = [evening.as_str(), later.as_str()];
        let round = Round {
            towns: if today { TOWNS.get(..5).unwrap_or(&TOWNS) } else { &TOWNS },
            forms: &["L8"],
            period,
            purpose: None,
            waves: &waves,
            late: &[],
            // Silent in everything since the weekend.
            silent: if one >= day((2022, 10, 16)) { &[SILENT] } else { &[] },
            accepted: None,
            unread: &[],
            reminded: &[],
        };
        scenes.extend(round.scenes());
        let reported = format!("{one} 16:05");
        let reported = [reported.as_str()];
        if one == day((2022, 10, 15)) {
            let roster = Round { towns: &TOWNS, forms: &["L9R"], waves: &reported, silent: &[], ..round };
            scenes.extend(roster.scenes());
        }
        if one >= day((2022, 10, 16)) && !today {
            let missed = format!("{one} 18:20");
            let late = [("570700", missed.as_str())];
            let duty = Round {
                towns: &TOWNS,
                forms: &["L9"],
                waves: &reported,
                late: if one == day((2022, 10, 17)) { &late } else { &[] },
                ..round
            };
            scenes.extend(duty.scenes());
        }
    }
    scenes
}

/// What a city reports of a day on one of the daily forms.
pub(super) fn rows(town: &Town, form: &str, day: NaiveDate) -> Vec<Row> {
    match form {
        "L8" => layoff::rows(town, day, &LAYOFFS),
        "L9R" => duty_day::roster(town, WINDOW, &protected()),
        _ => duty_day::report(town, WINDOW, day, happened(town, day)),
    }
}

/// The days of the protection period.
fn protected() -> Vec<NaiveDate> {
    day((2022, 10, 16)).iter_days().take_while(|one| *one <= day((2022, 10, 22))).collect()
}

/// All quiet, but for one gathering over wages.
fn happened(town: &Town, on: NaiveDate) -> Option<Happened> {
    let facts = "上午十时八名工人在示例项目部讨薪，十一时劝离（演示）";
    (town.code == "570600" && on == day((2022, 10, 17))).then_some(Happened {
        gatherings: 1,
        opinion: 0,
        facts,
    })
}
