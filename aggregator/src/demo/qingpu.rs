//! A district with eleven towns and streets (`qingpu-2021`): inside the first window of stability, when every day is reported and
//! nothing is struck off before the danger is gone. Everything is invented.

mod days;
mod places;
mod tasks;

use schemas::{period::Period, text::Text};

use self::places::{HOME, TOWNS};
use super::{
    calendar::{Calendar, day},
    flow::Limit,
    ledger::{
        Case, Return, Told, bottom, cases,
        major::{self, Special},
        of_cases, of_rows, project, sanction,
        urgent::{self, Raised, Urgent},
        watch,
    },
    place::Town,
    plan::{Figures, Stream},
    script::{Asked, Login, Look, Script},
    story::{Round, Story, at, enrolments, reports},
    volume::{Shares, Volume},
};

const WEIGHTS: [usize; 11] = [60, 52, 48, 40, 44, 56, 46, 38, 30, 18, 12];

/// 金岚镇 files nothing for May, 白栖镇 is late, 徐栖镇 leaves most unresolved.
const SILENT: &str = "580118108";
const LATE: &str = "580118106";
const WEAK: usize = 5;
const UNFILED: (usize, usize) = (10, 2);

const DISPUTES: Volume = Volume {
    stock: 34,
    came: &[118, 92, 88],
    ending: &[54, 46, 38],
    late: &[3, 2, 2],
    overdue: &[1, 1, 1],
    good: 90,
    best: 100,
};
const MIGRANT_WAGES: Volume = Volume {
    stock: 28,
    came: &[36, 31, 29],
    ending: &[30, 27, 24],
    late: &[],
    overdue: &[],
    good: 0,
    best: 0,
};
const INSPECTION: Volume = Volume {
    stock: 18,
    came: &[22, 19, 18],
    ending: &[19, 17, 15],
    late: &[],
    overdue: &[],
    good: 0,
    best: 0,
};
const CLUES: Volume = Volume {
    stock: 22,
    came: &[72, 58, 54],
    ending: &[26, 22, 20],
    late: &[2, 1, 1],
    overdue: &[0, 0, 0],
    good: 74,
    best: 94,
};

/// Two special matters: one over, of the other a report is owed every day. Each is a dispute of the ledger that made it known.
const SPECIAL: [Special; 2] = [
    Special {
        town: "580118103",
        told: Told { matter: "QT-2021-T01", persons: 56, yuan: 862_000 },
        learnt: "2021-05-05 16:10",
        reported: &["2021-05-05 17:25", "2021-05-06 16:00", "2021-05-07 15:30", "2021-05-08 11:00"],
        over: true,
    },
    Special {
        town: "580118001",
        told: Told { matter: "QT-2021-T02", persons: 61, yuan: 894_000 },
        learnt: "2021-06-03 08:40",
        reported: &[
            "2021-06-03 10:25",
            "2021-06-04 16:10",
            "2021-06-05 16:20",
            "2021-06-06 15:40",
            "2021-06-07 16:30",
        ],
        over: false,
    },
];

/// Reported at once because it could not wait, and over the next day (DOMAIN §7.2 item 32).
const URGENT: Urgent = Urgent {
    town: "580118104",
    matter: "QT-2021-Y01",
    kind: "1",
    learnt: "2021-06-02 14:05",
    reported: &["2021-06-02 15:20", "2021-06-03 17:30"],
    facts: "示例服装厂突然停产，二十余名职工到镇政府反映工资（演示）",
};

/// Handed one level up, and not taken yet (items 41 and 96).
const RAISED: Raised = Raised {
    town: "580118106",
    note: "QT-2021-J01",
    handed: (2021, 6, 7),
    due: (2021, 6, 9),
    reason: "建设单位拖欠工程款，镇级多次协调未果（演示）",
};

/// The demonstration.
pub(super) static SCRIPT: Script = Script {
    campaign: "qingpu-2021",
    home: &HOME,
    towns: &TOWNS,
    origin: "qingting.example/1",
    caption: Some(Text::new(
        "演示数据：青汀区及其街镇、单位、人员、案件均为虚构",
        "Demonstration data: Qingting, its towns, employers and cases are invented",
    )),
    county: Login { name: "xiaqi", person: "夏示例", bureau: "580118001" },
    committees: &[
        Login { name: "zfw", person: "政法委示例", bureau: "580118" },
        Login { name: "zfw1", person: "夏栖示例", bureau: "580118001" },
        Login { name: "zfw2", person: "盈岚示例", bureau: "580118002" },
        Login { name: "zfw3", person: "香汀示例", bureau: "580118003" },
        Login { name: "zfw4", person: "朱汀示例", bureau: "580118101" },
        Login { name: "zfw5", person: "赵岚示例", bureau: "580118102" },
        Login { name: "zfw6", person: "徐栖示例", bureau: "580118103" },
        Login { name: "zfw7", person: "华汀示例", bureau: "580118104" },
        Login { name: "zfw8", person: "重岚示例", bureau: "580118105" },
        Login { name: "zfw9", person: "白栖示例", bureau: "580118106" },
        Login { name: "zfw11", person: "金岚示例", bureau: "580118108" },
    ],
    departments: &tasks::OFFICES_THEMSELVES,
    lines: None,
    told: Text::new(
        "青汀区十一个街镇，2021年5月月报，集中稳控第八天；时钟停在 2021-06-08 10:00 后继续走。",
        "Eleven towns and streets, the month of May 2021, the eighth day of a window of stability; the clock stood at 8 June 2021, 10:00, and runs on.",
    ),
    looks: &[
        Look {
            at: "/",
            zh: "总览：金岚镇未报送，白栖镇迟报；三个零",
            en: "one missing, one late; the three zeros",
        },
        Look {
            at: "/filings/matters",
            zh: "专报：特案两件，徐栖镇已终报，夏栖街道每日续报；重案月报",
            en: "two special matters, one over, one reported every day; major ones by month",
        },
        Look {
            at: "/filings?period=2021-06-07",
            zh: "每日：集中稳控值班零报告，练汀镇7日迟报",
            en: "by day: the reports of the window",
        },
        Look {
            at: "/filings/580118103/L1/2021-05",
            zh: "徐栖镇排查台账：隐患不消除不销账",
            en: "a ledger of disputes by grade of risk",
        },
        Look {
            at: "/department?department=court&show=directives",
            zh: "部门报送：交办区仲裁院一件，已签收、反馈进展",
            en: "what was put to a department, signed for and answered",
        },
        Look {
            at: "/news",
            zh: "动态信息：区仲裁院以部门账号报送，作简报素材",
            en: "what a department tells from its own account, for the brief",
        },
        Look {
            at: "/campaign",
            zh: "行动：交叠的阶段、领导小组、任务",
            en: "windows that overlap, the leading group, tasks",
        },
    ],
    together: true,
    story,
    ledger,
    said: tasks::said,
};

fn months() -> Vec<Period> {
    (3..=5).filter_map(|month| Period::month(2021, month)).collect()
}

fn story() -> Story {
    let mut scenes = enrolments(&TOWNS, "2021-03-02 09:30");
    let told: [([&str; 2], &str); 3] = [
        (["2021-04-01 10:10", "2021-04-02 14:40"], "2021-04-06 16:30"),
        (["2021-05-05 10:30", "2021-05-05 15:10"], "2021-05-07 16:30"),
        (["2021-06-02 10:20", "2021-06-03 14:50"], "2021-06-07 16:30"),
    ];
    for (nth, (period, (waves, accepted))) in months().into_iter().zip(told).enumerate() {
        let last = nth == UNFILED.1;
        // Whoever has a special matter files the ledger that makes it known before it is reported.
        let known: &[(&str, &str)] = match nth {
            1 => &[("580118103", "2021-05-05 16:40")],
            2 => &[("580118001", "2021-06-03 09:10"), (LATE, "2021-06-07 17:20")],
            _ => &[],
        };
        let round = Round {
            towns: &TOWNS,
            forms: &["L1", "L6", "L4", "L5", "B1"],
            period,
            purpose: None,
            waves: &waves,
            late: known,
            silent: if last { &[SILENT] } else { &[] },
            accepted: Some(accepted),
            unread: if last { &[("580118102", "L1")] } else { &[] },
            reminded: if last { &["2021-06-07 09:00", "2021-06-08 09:00"] } else { &[] },
        };
        scenes.extend(round.scenes());
        // What a ledger of March made known is reported from April on.
        if nth > 0 {
            let major = Round { forms: &["L7M"], unread: &[], reminded: &[], ..round };
            scenes.extend(major.scenes());
        }
    }
    if let Some(quarter) = Period::quarter(2021, 1) {
        let registers = Round {
            towns: &TOWNS,
            forms: &["R2", "R4"],
            period: quarter,
            purpose: None,
            waves: &["2021-04-12 10:20", "2021-04-13 15:30"],
            late: &[],
            silent: &[],
            accepted: Some("2021-04-16 16:00"),
            unread: &[],
            reminded: &[],
        };
        scenes.extend(registers.scenes());
    }
    for special in &SPECIAL {
        scenes.extend(reports(special.town, "L7", special.told.matter, special.reported));
    }
    scenes.extend(reports(URGENT.town, "X1", URGENT.matter, URGENT.reported));
    scenes.extend(reports(RAISED.town, "X2", RAISED.note, &["2021-06-07 11:20"]));
    scenes.extend(days::scenes());
    scenes.extend(tasks::put());
    Story::of(scenes, at("2021-06-08 10:00"))
}

fn ledger(town: &Town, asked: Asked<'_>) -> Option<Return> {
    let nth = TOWNS.iter().position(|one| one.code == town.code)?;
    let (form, period) = (asked.form, asked.period);
    let calendar = Calendar::of(asked.calendar, day((2020, 7, 1)), day((2021, 12, 24)));
    let month = months().iter().position(|month| *month == period);
    if month == Some(UNFILED.1) && nth == UNFILED.0 {
        return None;
    }
    let rows = match form.form.as_str() {
        "L6" => watch::rows(town, period, (2021, 3, 1), 3 + nth % 4),
        "B1" => bottom::rows(town, period, period.end()),
        "R2" => project::rows(town, period.end(), 3 + nth % 3),
        "R4" => sanction::rows(town, period.end(), nth % 3),
        "L9" | "L9R" => days::rows(town, &form.form, period.start()),
        "X1" => urgent::reports(town, &URGENT, period.start()),
        "X2" => urgent::note(town, &RAISED),
        "L7M" => major::month(&disputes(town, nth, &calendar)?, period),
        "L7" => {
            let special = SPECIAL.iter().find(|special| {
                special.town == town.code
                    && asked.subject.is_some_and(|of| of.to_string() == special.told.matter)
            })?;
            let disputes = disputes(town, nth, &calendar)?;
            let case = disputes.iter().find(|case| case.matter("P") == special.told.matter)?;
            major::reports(case, special, period.start())
        }
        "L1" => {
            month?;
            return of_cases(town, form, period, &calendar, &disputes(town, nth, &calendar)?);
        }
        _ => {
            month?;
            let flow =
                |stream, limit| figures(stream, limit, &calendar).into_iter().nth(nth).unwrap_or_default();
            return of_cases(town, form, period, &calendar, &cases(town, &form.form, &calendar, flow)?);
        }
    };
    of_rows(town, form, period, &rows)
}

/// The disputes of a town, with that which the script tells of: the newest still open at the end of the month that made it
/// known, which stays open.
fn disputes<'a>(town: &'a Town, nth: usize, calendar: &Calendar) -> Option<Vec<Case<'a>>> {
    let flow = |stream, limit| figures(stream, limit, calendar).into_iter().nth(nth).unwrap_or_default();
    let mut all = cases(town, "L1", calendar, flow)?;
    for (special, month) in SPECIAL.iter().zip(months().into_iter().skip(1)) {
        let end = month.end();
        let open = |case: &&mut Case<'_>| {
            month.contains(case.course.came) && case.course.closed.is_none_or(|closed| closed > end)
        };
        if special.town == town.code
            && let Some(case) = all.iter_mut().rev().find(open)
        {
            case.told = Some(special.told);
        }
    }
    Some(all)
}

/// What a stream comes to in each town.
fn figures(stream: Stream, limit: Limit, calendar: &Calendar) -> Vec<Vec<Figures>> {
    let volume = match stream {
        Stream::MigrantWages => MIGRANT_WAGES,
        Stream::OtherInspection => INSPECTION,
        Stream::Clues => CLUES,
        _ => DISPUTES,
    };
    let months = months();
    let shares =
        Shares { periods: &months, before: 70, weights: &WEIGHTS, silent: Some(UNFILED), weak: Some(WEAK) };
    volume.figures(shares, |period, came| limit.undue(calendar, period, came))
}
