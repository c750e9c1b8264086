//! A province with twelve cities (`province-2022`): the third quarter has just been filed, with copies to the political-legal
//! committees, and a protection period has begun. Everything is invented.

use chrono::NaiveDate;
use schemas::{
    bureau::{Kind, Level},
    period::Period,
    statement::Purpose,
    text::Text,
};

use super::{
    calendar::{Calendar, day},
    flow::Limit,
    ledger::{
        Case, Return, Told, bottom, cases,
        duty_day::{self, Happened},
        layoff::{self, Layoff},
        major::{self, Special},
        of_cases, of_rows,
    },
    place::{Home, Town},
    plan::{Figures, Stream},
    report::{Line, in_order, of_bureaus, of_offices},
    script::{Asked, Login, Look, Script},
    story::{Round, Scene, Story, at, enrolments, reports},
    volume::{Shares, Volume},
};
use crate::action::{Report, Said};

const HOME: Home = Home {
    code: "570000",
    name: "岭东省",
    en: "Lingdong",
    brand: "岭东",
    level: Level::Province,
    kind: Kind::Province,
    below: Level::City,
    // Daily reports began with the fourth quarter; nothing older is owed of them.
    since: (2022, 9, 30),
    office: "人力资源和社会保障局",
};

const TOWNS: [Town; 12] = [
    town("570100", "岭安市", "Ling'an", "岭安"),
    town("570200", "松泽市", "Songze", "松泽"),
    town("570300", "平岚市", "Pinglan", "平岚"),
    town("570400", "桥汀市", "Qiaoting", "桥汀"),
    town("570500", "栖岭市", "Qiling", "栖岭"),
    town("570600", "泽川市", "Zechuan", "泽川"),
    town("570700", "湖岚市", "Hulan East", "湖岚"),
    town("570800", "云汀市", "Yunting", "云汀"),
    town("570900", "金栖市", "Jinqi", "金栖"),
    town("571000", "远泽市", "Yuanze", "远泽"),
    town("571100", "石汀市", "Shiting", "石汀"),
    town("571200", "北栖市", "Beiqi", "北栖"),
];
const WEIGHTS: [usize; 12] = [96, 80, 58, 64, 40, 52, 36, 44, 30, 34, 24, 28];

/// 远泽市 is late, 石汀市 silent, 桥汀市 lags behind.
const LATE: &str = "571000";
const SILENT: &str = "571100";
const WEAK: usize = 3;
/// Where the silent one stands in the tables.
const UNFILED: usize = 10;

const QUARTER: (i32, u32) = (2022, 3);
const WINDOW: &str = "党的二十大";
const LEDGERS: [&str; 5] = ["L2", "L3", "L4", "L5", "L10"];

// The same quarter of the year before, and this one.
const MEDIATION: Volume =
    Volume { stock: 46, came: &[774, 812], ending: &[63, 58], late: &[11, 9], overdue: &[0, 0], good: 77, best: 0 };
const ARBITRATION: Volume =
    Volume { stock: 72, came: &[548, 566], ending: &[46, 34], late: &[12, 14], overdue: &[4, 7], good: 0, best: 0 };
const MIGRANT_WAGES: Volume =
    Volume { stock: 14, came: &[214, 196], ending: &[9, 5], late: &[], overdue: &[], good: 0, best: 0 };
const INSPECTION: Volume =
    Volume { stock: 22, came: &[151, 148], ending: &[14, 9], late: &[], overdue: &[], good: 0, best: 0 };
const CLUES: Volume =
    Volume { stock: 28, came: &[341, 312], ending: &[36, 30], late: &[10, 8], overdue: &[4, 3], good: 72, best: 93 };
const PETITIONS: Volume =
    Volume { stock: 20, came: &[388, 342], ending: &[26, 24], late: &[6, 5], overdue: &[1, 1], good: 66, best: 0 };

const LAYOFFS: [Layoff; 4] = [
    Layoff { town: "570100", staff: 412, planned: 46, from: "2022-10-09", to: "2022-10-31" },
    Layoff { town: "570100", staff: 96, planned: 7, from: "2022-10-13", to: "2022-10-31" },
    Layoff { town: "570400", staff: 180, planned: 24, from: "2022-10-11", to: "2022-10-31" },
    Layoff { town: "570800", staff: 260, planned: 18, from: "2022-10-17", to: "2022-10-31" },
];

/// Two special cases: one is over, of the other a report is owed every day.
const SPECIAL: [Special; 2] = [
    Special {
        town: "570200",
        told: Told { matter: "LD-2022-T01", persons: 68, yuan: 3_126_000 },
        building: false,
        learnt: "2022-10-12 09:20",
        reported: &["2022-10-12 10:32", "2022-10-13 16:10", "2022-10-14 16:00", "2022-10-15 11:30"],
        over: true,
    },
    Special {
        town: "570600",
        told: Told { matter: "LD-2022-T02", persons: 54, yuan: 1_880_000 },
        building: false,
        learnt: "2022-10-13 14:10",
        reported: &["2022-10-13 15:25", "2022-10-14 16:40", "2022-10-15 16:30", "2022-10-16 16:20", "2022-10-17 16:30"],
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

const fn town(code: &'static str, name: &'static str, en: &'static str, short: &'static str) -> Town {
    Town::of(&HOME, code, (name, en), short, Kind::City)
}

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
    lines: None,
    told: Text::new(
        "岭东省十二个市，2022年第三季度，特别防护期第三天；时钟停在 2022-10-18 10:00 后继续走。",
        "Twelve cities, the third quarter of 2022, the third day of a protection period; the clock stood at 18 October 2022, 10:00, and runs on.",
    ),
    looks: &[
        Look { at: "/", zh: "总览：石汀市未报送，远泽市迟报，桥汀市进度滞后", en: "one missing, one late, one lagging" },
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
        Look { at: "/rankings?indicator=I3", zh: "位次：仲裁结案率，目标95%", en: "closures against 95 %" },
    ],
    together: true,
    story,
    ledger,
    said,
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
    scenes.extend(days());
    Story::of(scenes, at("2022-10-18 10:00"))
}

/// The daily reports: layoffs since the last day of the quarter, the roster, and the days of the protection period.
fn days() -> Vec<Scene> {
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

fn ledger(town: &Town, asked: Asked<'_>) -> Option<Return> {
    let nth = TOWNS.iter().position(|one| one.code == town.code)?;
    let (form, period) = (asked.form, asked.period);
    let calendar = Calendar::of(asked.calendar, day((2021, 1, 4)), day((2022, 12, 31)));
    let rows = match form.form.as_str() {
        "B1" => bottom::rows(town, period, day((2022, 10, 10))),
        "L8" => layoff::rows(town, period.start(), &LAYOFFS),
        "L9R" => duty_day::roster(town, WINDOW, &protected()),
        "L9" => duty_day::report(town, WINDOW, period.start(), happened(town, period.start())),
        "L7M" => major::month(&disputes(town, nth, quarter()?, &calendar)?, period),
        "L7" => {
            let special = SPECIAL.iter().find(|special| {
                special.town == town.code && asked.subject.is_some_and(|of| of.to_string() == special.told.matter)
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
fn disputes<'a>(
    town: &'a Town,
    nth: usize,
    period: Period,
    calendar: &Calendar,
) -> Option<Vec<Case<'a>>> {
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

/// The days of the protection period.
fn protected() -> Vec<NaiveDate> {
    day((2022, 10, 16)).iter_days().take_while(|one| *one <= day((2022, 10, 22))).collect()
}

/// All quiet, but for one gathering over wages.
fn happened(town: &Town, on: NaiveDate) -> Option<Happened> {
    let facts = "上午十时八名工人在示例项目部讨薪，十一时劝离（演示）";
    (town.code == "570600" && on == day((2022, 10, 17))).then_some(Happened { gatherings: 1, opinion: 0, facts })
}

const OFFICES: [Line; 24] = [
    ("1.1", "relations", Said::Done, "2022-05-30 10:00", "省方案已印发"),
    ("1.2", "relations", Said::Going, "2022-10-17 16:30", "三季度台账十一个市已报"),
    ("1.3", "relations", Said::Going, "2022-10-17 09:30", "特案两件，每日调度"),
    ("1.3", "arbitration", Said::Going, "2022-10-10 09:30", "重案月报四个市"),
    ("1.4", "relations", Said::Going, "2022-10-17 17:30", "三季度通报起草中"),
    ("1.5", "team", Said::Going, "2022-10-11 10:00", "九月督促情况已反馈"),
    ("2.1", "relations", Said::Going, "2022-10-10 15:00", "裁员日报平稳"),
    ("3.1", "inspection", Said::Going, "2022-10-09 11:20", "政府投资项目欠薪逐件清零"),
    ("3.2", "inspection", Said::Blocked, "2022-10-12 15:30", "两件裁判执行不能，待法院协调"),
    ("4.1", "arbitration", Said::Going, "2022-10-14 10:30", "两件五十人以上争议已派辅导员"),
    ("5.1", "relations", Said::Going, "2022-10-17 18:00", "特别防护期值班到位"),
    ("1.2", "arbitration", Said::Going, "2022-10-17 15:00", "仲裁台账已汇总"),
    ("1.2", "inspection", Said::Going, "2022-10-17 15:10", "监察台账已汇总"),
    ("1.2", "centre", Said::Going, "2022-10-17 15:20", "调解台账已汇总"),
    ("1.3", "inspection", Said::Going, "2022-10-10 14:00", "重案欠薪同步督办"),
    ("1.3", "centre", Said::Going, "2022-10-10 14:30", "调解力量下沉两市"),
    ("1.4", "team", Said::Going, "2022-10-17 16:00", "通报数据已核对"),
    ("1.5", "relations", Said::Going, "2022-10-12 10:00", "督促事项逐项销号"),
    ("2.4", "relations", Said::Going, "2022-10-08 10:00", "省级清单十二项"),
    ("2.4", "arbitration", Said::Going, "2022-10-08 10:20", "仲裁风险三项"),
    ("3.1", "relations", Said::Going, "2022-10-09 11:00", "会同国资部门排查"),
    ("4.1", "relations", Said::Going, "2022-10-14 11:00", "同步报省厅领导小组"),
    ("5.2", "relations", Said::Going, "2022-10-11 09:30", "重复访逐件领导包案"),
    ("5.2", "inspection", Said::Going, "2022-10-11 09:40", "信访积案八件已办结五件"),
];

/// Tasks of which every city says how it goes, month by month.
const MONTHLY: [(&str, &str); 6] = [
    ("1.3", "九月无漏报"),
    ("2.1", "裁员日报逐日报送"),
    ("2.4", "问题清单已更新"),
    ("3.1", "在办欠薪逐件包案"),
    ("4.1", "集体争议已派辅导员"),
    ("5.2", "积案逐件约访"),
];

fn said() -> Vec<Report> {
    let mut all = of_offices(&OFFICES);
    let plan = ("1.1", "cities", Said::Done, "2022-06-24 16:00", "配套方案已印发");
    all.extend(of_bureaus(&TOWNS, plan, &[SILENT]));
    let ledgers = ("1.2", "cities", Said::Going, "2022-10-14 17:00", "三季度台账已报省厅并抄送同级政法委");
    all.extend(of_bureaus(&TOWNS, ledgers, &[SILENT, LATE]));
    let duty = ("5.1", "cities", Said::Going, "2022-10-16 17:30", "值班表已报，领导带班");
    all.extend(of_bureaus(&TOWNS, duty, &[]));
    for (task, words) in MONTHLY {
        let month = (task, "cities", Said::Going, "2022-10-09 15:30", words);
        all.extend(of_bureaus(&TOWNS, month, &[SILENT]));
    }
    in_order(all)
}
