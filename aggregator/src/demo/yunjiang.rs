//! The worked city 云江市: the timeline of RULINGS 12, who enrols, files, confirms and reminds, and when.

mod tasks;

use chrono::{DateTime, Days, Utc};
use schemas::{bureau::BureauCode, period::Period, statement::Purpose, text::Text};

use super::{
    CAMPAIGN, FORMS,
    calendar::day,
    ledger,
    place::{TOWNS, YUNJIANG},
    plan::{Filed, filed},
    script::{Login, Look, Script},
    story::{Deed, Scene, Story, on},
};

/// The demonstration that is played unless another is named.
pub(super) static SCRIPT: Script = Script {
    campaign: CAMPAIGN,
    home: &YUNJIANG,
    towns: &TOWNS,
    origin: "yunjiang.example/1",
    // The preset is invented as well, and says so itself.
    caption: None,
    county: Login { name: "hekou", person: "何示例", bureau: "519981" },
    committees: &[],
    departments: &tasks::THEMSELVES,
    lines: None,
    told: Text::new(
        "云江市人社局 2025年第三季度，时钟停在 10-18 10:00 后继续走。",
        "The city's clock stood at 18 October 2025, 10:00, and runs on.",
    ),
    looks: &LOOKS,
    together: false,
    story,
    ledger: |town, asked| ledger::worked(town, asked.form, asked.period),
    said: tasks::reports,
};

const LOOKS: [Look; 4] = [
    Look {
        at: "/", zh: "总览：现在要办、报送情况、全市指标", en: "what needs the city now"
    },
    Look {
        at: "/rankings?indicator=I3",
        zh: "位次：高新区 322/339=94.99% 未达95%",
        en: "just below its target",
    },
    Look {
        at: "/filings",
        zh: "报送：鹭洲未报送，河口市迟报，保安县零报告",
        en: "one missing, one late, one nil",
    },
    Look {
        at: "/bureaus/519981", zh: "单位：河口市：进度滞后、问题突出", en: "proposed for supervision"
    },
];

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
    Story { scenes, ends: on(day((2025, 10, 18)), 10, 0) }
}

fn scenes(code: &'static str) -> Vec<Scene> {
    let Ok(bureau) = code.parse::<BureauCode>() else { return Vec::new() };
    let Some(period) = Period::quarter(2025, 3) else { return Vec::new() };
    let mut scenes = Vec::new();
    let mut then = |at: DateTime<Utc>, deed: Deed| scenes.push(Scene { at, bureau: bureau.clone(), deed });
    let enrolled = day((2025, 9, 22));
    then(on(enrolled, 9, 0), Deed::Enrol);
    let earlier = std::iter::successors(period.previous(), |period| period.previous()).take(3);
    let mut history: Vec<Period> = earlier.collect();
    history.reverse();
    for (hour, period) in (9..).zip(history) {
        for form in FORMS {
            then(
                on(enrolled + Days::new(1), hour, 30),
                Deed::File { form, period, subject: None, purpose: Some(Purpose::History) },
            );
            then(on(enrolled + Days::new(3), hour, 30), Deed::Confirm { form, period });
        }
    }
    let filing = FILED.iter().find(|(filing, ..)| *filing == code && filed(code) != Filed::Not);
    let due = 15;
    if let Some((_, date, (hour, minute))) = filing {
        let received = on(day((2025, 10, *date)), *hour, *minute);
        for form in FORMS {
            then(received, Deed::File { form, period, subject: None, purpose: None });
            // 西岭区's arbitration ledger is still being looked at; what came late nobody has looked at yet.
            if *date <= due && (code, form) != ("519902", "L3") {
                let looked_at = if *date < 13 { 13 } else { date + 1 };
                then(on(day((2025, 10, looked_at)), 17, 10), Deed::Confirm { form, period });
            }
        }
    }
    if filing.is_none_or(|(_, date, _)| *date > due) {
        for date in REMINDED {
            then(on(day((2025, 10, date)), 9, 0), Deed::Remind { period });
        }
    }
    scenes
}
