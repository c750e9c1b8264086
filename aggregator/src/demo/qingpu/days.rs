//! The daily reports: who is on duty, and the days of the window of stability.

use chrono::NaiveDate;
use schemas::period::Period;

use super::{SILENT, places::TOWNS};
use crate::demo::{
    calendar::day,
    ledger::{
        Row,
        duty_day::{self, Happened},
    },
    place::Town,
    story::{Round, Scene},
};

const WINDOW: &str = "建党100周年集中稳控";

/// The roster, and the days of the window since it began.
pub(super) fn scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for one in day((2021, 5, 31)).iter_days().take_while(|one| *one <= day((2021, 6, 7))) {
        let Some(period) = Period::day(one) else { continue };
        let (reported, missed) = (format!("{one} 16:05"), format!("{one} 18:10"));
        let (reported, late) = ([reported.as_str()], [("580118107", missed.as_str())]);
        let round = Round {
            towns: &TOWNS,
            forms: if one == day((2021, 5, 31)) { &["L9R"] } else { &["L9"] },
            period,
            purpose: None,
            waves: &reported,
            late: if one == day((2021, 6, 7)) { &late } else { &[] },
            silent: if one >= day((2021, 6, 6)) { &[SILENT] } else { &[] },
            accepted: None,
            unread: &[],
            reminded: &[],
        };
        scenes.extend(round.scenes());
    }
    scenes
}

/// What a town reports of a day on one of the daily forms.
pub(super) fn rows(town: &Town, form: &str, day: NaiveDate) -> Vec<Row> {
    match form {
        "L9R" => duty_day::roster(town, WINDOW, &window()),
        _ => duty_day::report(town, WINDOW, day, happened(town, day)),
    }
}

/// The days of the window of stability.
fn window() -> Vec<NaiveDate> {
    day((2021, 6, 1)).iter_days().take_while(|one| *one <= day((2021, 7, 31))).collect()
}

/// All quiet, but for one case of public opinion.
fn happened(town: &Town, on: NaiveDate) -> Option<Happened> {
    let facts = "网帖反映示例项目欠薪，已核实回应（演示）";
    (town.code == "580118102" && on == day((2021, 6, 4))).then_some(Happened {
        gatherings: 0,
        opinion: 1,
        facts,
    })
}
