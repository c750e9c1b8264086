//! A province with twelve cities (`province-2022`): the third quarter has just been filed, with copies to the political-legal
//! committees, and a protection period has begun. Everything is invented.

mod days;
mod places;
mod tasks;

use schemas::{period::Period, statement::Purpose, text::Text};

use self::places::{HOME, TOWNS};
use super::{
    calendar::{Calendar, day},
    flow::Limit,
    ledger::{
        Case, Return, Told, bottom, cases,
        major::{self, Special},
        of_cases, of_rows,
    },
    place::Town,
    plan::{Figures, Stream},
    script::{Asked, Login, Look, Script},
    story::{Round, Story, at, enrolments, reports},
    volume::{Shares, Volume},
};

const WEIGHTS: [usize; 12] = [96, 80, 58, 64, 40, 52, 36, 44, 30, 34, 24, 28];

/// 远泽市 is late, 石汀市 silent, 桥汀市 lags behind.
const LATE: &str = "571000";
const SILENT: &str = "571100";
const WEAK: usize = 3;
/// Where the silent one stands in the tables.
const UNFILED: usize = 10;

const QUARTER: (i32, u32) = (2022, 3);
const LEDGERS: [&str; 5] = ["L2", "L3", "L4", "L5", "L10"];

// The same quarter of the year before, and this one.
const MEDIATION: Volume = Volume {
    stock: 46,
    came: &[774, 812],
    ending: &[63, 58],
    late: &[11, 9],
    overdue: &[0, 0],
    good: 77,
    best: 0,
};
const ARBITRATION: Volume = Volume {
    stock: 72,
    came: &[548, 566],
    ending: &[46, 34],
    late: &[12, 14],
    overdue: &[4, 7],
    good: 0,
    best: 0,
};
const MIGRANT_WAGES: Volume =
    Volume { stock: 14, came: &[214, 196], ending: &[9, 5], late: &[], overdue: &[], good: 0, best: 0 };
const INSPECTION: Volume =
    Volume { stock: 22, came: &[151, 148], ending: &[14, 9], late: &[], overdue: &[], good: 0, best: 0 };
const CLUES: Volume = Volume {
    stock: 28,
    came: &[341, 312],
    ending: &[36, 30],
    late: &[10, 8],
    overdue: &[4, 3],
    good: 72,
    best: 93,
};
const PETITIONS: Volume = Volume {
    stock: 20,
    came: &[388, 342],
    ending: &[26, 24],
    late: &[6, 5],
    overdue: &[1, 1],
    good: 66,
    best: 0,
};

/// Two special cases: one is over, of the other a report is owed every day.
const SPECIAL: [Special; 2] = [
    Special {
        town: "570200",
        told: Told { matter: "LD-2022-T01", persons: 68, yuan: 3_126_000 },
        learnt: "2022-10-12 09:20",
        reported: &["2022-10-12 10:32", "2022-10-13 16:10", "2022-10-14 16:00", "2022-10-15 11:30"],
        over: true,
    },
    Special {
        town: "570600",
        told: Told { matter: "LD-2022-T02", persons: 54, yuan: 1_880_000 },
        learnt: "2022-10-13 14:10",
        reported: &[
            "2022-10-13 15:25",
            "2022-10-14 16:40",
            "2022-10-15 16:30",
            "2022-10-16 16:20",
            "2022-10-17 16:30",
        ],
        over: false,
    },
];
/// Major cases that were open in September, told of before the quarter was filed.
const MAJOR: [(&str, Told); 4] = [
    ("570100", Told { matter: "LD-2022-Z01", persons: 24, yuan: 640_000 }),
    ("570300", Told { matter: "LD-2022-Z02", persons: 17, yuan: 388_000 }),
    ("570400", Told { matter: "LD-2022-Z03", persons: 31, yuan: 912_000 }),
    ("570800", Told { matter: "LD-2022-Z04", persons: 12, yuan: 276_000 }),
];

/// The demonstration.
pub(super) static SCRIPT: Script = Script {
    campaign: "province-2022",
    home: &HOME,
    towns: &TOWNS,
    origin: "lingdong.example/1",
    caption: Some(Text::new(
        "演示数据：岭东省及其各市、单位、人员、案件均为虚构",
        "Demonstration data: Lingdong, its cities, employers and cases are invented",
    )),
    county: Login { name: "songze", person: "宋示例", bureau: "570200" },
    committees: &[
        Login { name: "zfw", person: "政法委示例", bureau: "570000" },
        Login { name: "zfw5701", person: "岭安示例", bureau: "570100" },
        Login { name: "zfw5702", person: "松泽示例", bureau: "570200" },
        Login { name: "zfw5703", person: "平岚示例", bureau: "570300" },
        Login { name: "zfw5704", person: "桥汀示例", bureau: "570400" },
        Login { name: "zfw5705", person: "栖岭示例", bureau: "570500" },
        Login { name: "zfw5706", person: "泽川示例", bureau: "570600" },
        Login { name: "zfw5707", person: "湖岚示例", bureau: "570700" },
        Login { name: "zfw5708", person: "云汀示例", bureau: "570800" },
        Login { name: "zfw5709", person: "金栖示例", bureau: "570900" },
        Login { name: "zfw5710", person: "远泽示例", bureau: "571000" },
    ],
    departments: &[],
    lines: None,
    told: Text::new(
        "岭东省十二个市，2022年第三季度，特别防护期第三天；时钟停在 2022-10-18 10:00 后继续走。",
        "Twelve cities, the third quarter of 2022, the third day of a protection period; the clock stood at 18 October 2022, 10:00, and runs on.",
    ),
    looks: &[
        Look {
            at: "/",
            zh: "总览：石汀市未报送，远泽市迟报，桥汀市进度滞后",
            en: "one missing, one late, one lagging",
        },
        Look {
            at: "/filings/matters",
            zh: "专报：两件特案，松泽市已终报，泽川市每日续报；重案四市",
            en: "two special cases, one over, one reported every day; major ones of four cities",
        },
        Look {
            at: "/filings?period=2022-10-17",
            zh: "每日：裁员日报、特别防护期零报告",
            en: "by day: layoffs, and nil reports of the protection period",
        },
        Look {
            at: "/filings/571200/L3/2022Q3",
            zh: "北栖市：抄送政法委缺一份（该级还没有账号）",
            en: "the copy to the committee is missing: it has no account",
        },
        Look {
            at: "/rankings?indicator=I3", zh: "位次：仲裁结案率，目标95%", en: "closures against 95 %"
        },
    ],
    together: true,
    story,
    ledger,
    said: tasks::said,
};

fn quarter() -> Option<Period> {
    Period::quarter(QUARTER.0, QUARTER.1)
}

fn story() -> Story {
    let mut scenes = enrolments(&TOWNS, "2022-09-30 14:00");
    let Some(quarter) = quarter() else { return Story::of(scenes, at("2022-10-18 10:00")) };
    let bottom = Round {
        towns: &TOWNS,
        forms: &["B1"],
        period: quarter,
        purpose: None,
        waves: &["2022-10-12 09:40", "2022-10-13 14:30", "2022-10-14 10:10"],
        late: &[("570200", "2022-10-12 09:50"), ("570600", "2022-10-13 14:40"), (LATE, "2022-10-17 15:20")],
        silent: &[SILENT],
        accepted: Some("2022-10-17 11:00"),
        unread: &[],
        reminded: &["2022-10-16 09:00", "2022-10-17 09:00"],
    };
    // The quarters since the year before are not told: each ledger is a new beginning (RULINGS 3).
    let ledgers = Round {
        forms: &LEDGERS,
        purpose: Some(Purpose::Baseline),
        unread: &[("570500", "L3"), ("570900", "L2")],
        reminded: &[],
        ..bottom
    };
    scenes.extend(ledgers.scenes().into_iter().chain(bottom.scenes()));
    if let Some(before) = quarter.same_last_year() {
        let history = Round {
            period: before,
            purpose: Some(Purpose::History),
            waves: &["2022-10-08 15:00"],
            late: &[],
            silent: &[],
            accepted: Some("2022-10-10 10:00"),
            unread: &[],
            ..ledgers
        };
        scenes.extend(history.scenes());
    }
    if let Some(september) = Period::month(2022, 9) {
        let serious: Vec<Town> =
            TOWNS.into_iter().filter(|town| MAJOR.iter().any(|(code, _)| *code == town.code)).collect();
        let month = Round {
            towns: &serious,
            forms: &["L7M"],
            period: september,
            waves: &["2022-10-05 10:30"],
            late: &[],
            silent: &[],
            accepted: Some("2022-10-08 16:30"),
            purpose: None,
            unread: &[],
            ..ledgers
        };
        scenes.extend(month.scenes());
    }
    for special in &SPECIAL {
        scenes.extend(reports(special.town, "L7", special.told.matter, special.reported));
    }
    scenes.extend(days::scenes());
    Story::of(scenes, at("2022-10-18 10:00"))
}

fn ledger(town: &Town, asked: Asked<'_>) -> Option<Return> {
    let nth = TOWNS.iter().position(|one| one.code == town.code)?;
    let (form, period) = (asked.form, asked.period);
    let calendar = Calendar::of(asked.calendar, day((2021, 1, 4)), day((2022, 12, 31)));
    let rows = match form.form.as_str() {
        "B1" => bottom::rows(town, period, day((2022, 10, 10))),
        "L8" | "L9" | "L9R" => days::rows(town, &form.form, period.start()),
        "L7M" => major::month(&disputes(town, nth, quarter()?, &calendar)?, period),
        "L7" => {
            let special = SPECIAL.iter().find(|special| {
                special.town == town.code
                    && asked.subject.is_some_and(|of| of.to_string() == special.told.matter)
            })?;
            let disputes = disputes(town, nth, quarter()?, &calendar)?;
            let case = disputes.iter().find(|case| case.matter("A") == special.told.matter)?;
            major::reports(case, special, period.start())
        }
        "L3" => return of_cases(town, form, period, &calendar, &disputes(town, nth, period, &calendar)?),
        _ => {
            let flow = |stream, limit| figures(stream, limit, period, &calendar).into_iter().nth(nth);
            let flow = |stream, limit| flow(stream, limit).unwrap_or_default();
            return of_cases(town, form, period, &calendar, &cases(town, &form.form, &calendar, flow)?);
        }
    };
    of_rows(town, form, period, &rows)
}

/// The arbitration cases of a city, with those the script tells of: open ones of September, the newest first.
fn disputes<'a>(town: &'a Town, nth: usize, period: Period, calendar: &Calendar) -> Option<Vec<Case<'a>>> {
    let flow = |stream, limit| figures(stream, limit, period, calendar).into_iter().nth(nth);
    let mut all = cases(town, "L3", calendar, |stream, limit| flow(stream, limit).unwrap_or_default())?;
    let end = quarter()?.end();
    if period.end() != end {
        return Some(all);
    }
    let special = SPECIAL.iter().filter(|special| special.town == town.code).map(|special| special.told);
    let major = MAJOR.iter().filter(|(code, _)| *code == town.code).map(|(_, told)| *told);
    let open = all.iter_mut().rev().filter(|case| case.course.closed.is_none_or(|closed| closed > end));
    for (case, told) in open.zip(special.chain(major)) {
        case.told = Some(told);
    }
    Some(all)
}

/// What a stream comes to in each city, in this quarter or that of the year before.
fn figures(stream: Stream, limit: Limit, period: Period, calendar: &Calendar) -> Vec<Vec<Figures>> {
    let volume = match stream {
        Stream::Mediation => MEDIATION,
        Stream::Arbitration => ARBITRATION,
        Stream::MigrantWages => MIGRANT_WAGES,
        Stream::OtherInspection => INSPECTION,
        Stream::Clues => CLUES,
        _ => PETITIONS,
    };
    let now = quarter() == Some(period);
    if !now && quarter().and_then(Period::same_last_year) != Some(period) {
        return Vec::new();
    }
    let shares = Shares {
        periods: &[period],
        before: 60,
        weights: &WEIGHTS,
        silent: Some((UNFILED, 0)).filter(|_| now),
        weak: Some(WEAK).filter(|_| now),
    };
    volume.only(usize::from(now)).figures(shares, |period, came| limit.undue(calendar, period, came))
}
