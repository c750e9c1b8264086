//! A district with fourteen towns, streets and a zone (`minhang-2022`): a week in the middle of clearing the backlog. Everything
//! is invented.

mod places;
mod tasks;

use schemas::{period::Period, text::Text};

use self::places::{HOME, TOWNS};
use super::{
    calendar::{Calendar, day},
    flow::Limit,
    ledger::{
        Return, cases, of_cases, of_rows, people,
        urgent::{self, Urgent},
    },
    place::Town,
    plan::{Figures, Stream},
    script::{Asked, Login, Look, Script},
    story::{Round, Story, at, enrolments, reports},
    volume::{Shares, Volume},
};

const WEIGHTS: [usize; 14] = [110, 92, 88, 78, 100, 64, 70, 82, 22, 66, 54, 46, 34, 60];

/// 锦栖街道 is silent in the last week, 吴栖镇 late, 马岚镇 lags behind.
const SILENT: &str = "580112004";
const LATE: &str = "580112106";
const WEAK: usize = 6;
const UNFILED: (usize, usize) = (12, 4);

const FORMS: [&str; 5] = ["L2", "L3", "L4", "L5", "L10"];

const MEDIATION: Volume = Volume {
    stock: 38,
    came: &[148, 142, 61, 151, 156],
    ending: &[42, 40, 26, 41, 43],
    late: &[],
    overdue: &[],
    good: 77,
    best: 0,
};
const ARBITRATION: Volume = Volume {
    stock: 92,
    came: &[112, 104, 43, 118, 121],
    ending: &[80, 70, 56, 46, 38],
    late: &[2, 1, 0, 2, 1],
    overdue: &[1, 1, 0, 1, 1],
    good: 0,
    best: 0,
};
const MIGRANT_WAGES: Volume = Volume {
    stock: 24,
    came: &[16, 14, 6, 15, 17],
    ending: &[24, 22, 20, 17, 15],
    late: &[],
    overdue: &[],
    good: 0,
    best: 0,
};
const INSPECTION: Volume = Volume {
    stock: 15,
    came: &[12, 11, 5, 12, 12],
    ending: &[15, 14, 13, 11, 10],
    late: &[],
    overdue: &[],
    good: 0,
    best: 0,
};
const CLUES: Volume = Volume {
    stock: 20,
    came: &[44, 40, 17, 42, 46],
    ending: &[24, 22, 15, 20, 22],
    late: &[],
    overdue: &[],
    good: 72,
    best: 94,
};
const ORDERS: Volume = Volume {
    stock: 22,
    came: &[64, 58, 24, 61, 66],
    ending: &[26, 24, 17, 23, 25],
    late: &[],
    overdue: &[],
    good: 66,
    best: 0,
};

/// What the upper city has published for each week: 解决率 (DOMAIN §7.1 item 11).
const LINES: &str = r#"# 演示数据: invented lines of an upper city.
benchmarks = "minhang-2022"
version = 1
issuer = { zh = "上级市局（演示）", en = "The upper city (demonstration)" }
lines = [
    { indicator = "I14", period = "2022W38", numerator = 1204, denominator = 1310 },
    { indicator = "I14", period = "2022W39", numerator = 1198, denominator = 1300 },
    { indicator = "I14", period = "2022W40", numerator = 588, denominator = 640 },
    { indicator = "I14", period = "2022W41", numerator = 1216, denominator = 1316 },
    { indicator = "I14", period = "2022W42", numerator = 1237, denominator = 1337 },
]
"#;

/// A case of public opinion, reported when it was learnt of and when it was calm again (DOMAIN §7.5 item 102).
const OPINION: Urgent = Urgent {
    town: "580112105",
    matter: "PL-2022-Y01",
    kind: "4",
    learnt: "2022-10-19 09:05",
    reported: &["2022-10-19 10:40", "2022-10-21 16:10"],
    facts: "网帖反映示例商场欠薪，已核实为工资结算争议（演示）",
};

/// The demonstration.
pub(super) static SCRIPT: Script = Script {
    campaign: "minhang-2022",
    home: &HOME,
    towns: &TOWNS,
    origin: "pulan.example/1",
    caption: Some(Text::new(
        "演示数据：浦岚区及其街镇、单位、人员、案件均为虚构",
        "Demonstration data: Pulan, its towns, employers and cases are invented",
    )),
    county: Login { name: "meilan", person: "梅示例", bureau: "580112105" },
    committees: &[],
    departments: &[],
    lines: Some(LINES),
    told: Text::new(
        "浦岚区十四个街镇、工业区，积案攻坚第五周（2022年第42周）；时钟停在 2022-10-25 10:00 后继续走。",
        "Fourteen towns, streets and a zone, the fifth week of clearing (week 42 of 2022); the clock stood at 25 October 2022, 10:00, and runs on.",
    ),
    looks: &[
        Look {
            at: "/brief?period=2022W42",
            zh: "简报：在办案件数、先行调解率、结案率，一页",
            en: "the brief of the week, one page",
        },
        Look {
            at: "/",
            zh: "总览：锦栖街道未报送，吴栖镇迟报，马岚镇进度滞后",
            en: "one missing, one late, one lagging",
        },
        Look {
            at: "/rankings?indicator=I3",
            zh: "位次：仲裁结案率自行动开始累计，目标92%",
            en: "closures since the beginning",
        },
        Look {
            at: "/rankings?indicator=I14",
            zh: "位次：欠薪解决率与上级市平均线",
            en: "against the line of the upper city",
        },
        Look {
            at: "/campaign", zh: "行动：三个阶段、任务与验收清单", en: "three phases, tasks and gates"
        },
    ],
    together: true,
    story,
    ledger,
    said: tasks::said,
};

fn weeks() -> Vec<Period> {
    (38..=42).filter_map(|week| Period::week(2022, week)).collect()
}

fn story() -> Story {
    let mut scenes = enrolments(&TOWNS, "2022-09-19 09:30");
    // When each week is filed, on its Monday, and accepted.
    let told: [([&str; 2], &str); 5] = [
        (["2022-09-26 09:40", "2022-09-26 14:20"], "2022-09-27 16:30"),
        (["2022-10-03 10:10", "2022-10-03 15:00"], "2022-10-08 09:30"),
        (["2022-10-10 09:30", "2022-10-10 14:40"], "2022-10-11 16:30"),
        (["2022-10-17 09:50", "2022-10-17 15:10"], "2022-10-18 16:30"),
        (["2022-10-24 09:45", "2022-10-24 14:30"], "2022-10-25 09:10"),
    ];
    for (nth, (period, (waves, accepted))) in weeks().into_iter().zip(told).enumerate() {
        let last = nth == UNFILED.1;
        let round = Round {
            towns: &TOWNS,
            forms: &FORMS,
            period,
            purpose: None,
            waves: &waves,
            late: if last { &[(LATE, "2022-10-25 09:20")] } else { &[] },
            silent: if last { &[SILENT] } else { &[] },
            accepted: Some(accepted),
            unread: if last { &[("580112103", "L3"), ("580112108", "L5")] } else { &[] },
            reminded: if last { &["2022-10-25 09:00"] } else { &[] },
        };
        scenes.extend(round.scenes());
    }
    // The register as the campaign began.
    if let Some(quarter) = Period::quarter(2022, 3) {
        let register = Round {
            towns: &TOWNS,
            forms: &["R5"],
            period: quarter,
            purpose: None,
            waves: &["2022-10-11 10:20", "2022-10-12 15:30"],
            late: &[],
            silent: &[],
            accepted: Some("2022-10-14 16:30"),
            unread: &[],
            reminded: &[],
        };
        scenes.extend(register.scenes());
    }
    scenes.extend(reports(OPINION.town, "X1", OPINION.matter, OPINION.reported));
    Story::of(scenes, at("2022-10-25 10:00"))
}

fn ledger(town: &Town, asked: Asked<'_>) -> Option<Return> {
    let nth = TOWNS.iter().position(|one| one.code == town.code)?;
    let (form, period) = (asked.form, asked.period);
    match form.form.as_str() {
        "R5" => return of_rows(town, form, period, &people::rows(town, period.end(), 3 + nth % 4)),
        "X1" => return of_rows(town, form, period, &urgent::reports(town, &OPINION, period.start())),
        _ => {}
    }
    let week = weeks().iter().position(|week| *week == period)?;
    if (nth, week) == UNFILED {
        return None;
    }
    let calendar = Calendar::of(asked.calendar, day((2022, 1, 4)), day((2023, 3, 31)));
    let flow = |stream, limit| figures(stream, limit, &calendar).into_iter().nth(nth).unwrap_or_default();
    of_cases(town, form, period, &calendar, &cases(town, &form.form, &calendar, flow)?)
}

/// What a stream comes to in each town.
fn figures(stream: Stream, limit: Limit, calendar: &Calendar) -> Vec<Vec<Figures>> {
    let volume = match stream {
        Stream::Mediation => MEDIATION,
        Stream::Arbitration => ARBITRATION,
        Stream::MigrantWages => MIGRANT_WAGES,
        Stream::OtherInspection => INSPECTION,
        Stream::Clues => CLUES,
        _ => ORDERS,
    };
    let weeks = weeks();
    let shares =
        Shares { periods: &weeks, before: 70, weights: &WEIGHTS, silent: Some(UNFILED), weak: Some(WEAK) };
    volume.figures(shares, |period, came| limit.undue(calendar, period, came))
}
