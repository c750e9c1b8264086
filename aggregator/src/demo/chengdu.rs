//! A city with 1+23 one-stop centres (`chengdu-onestop`): three months since the beginning, whose counters come to the public
//! figures of DOMAIN §8.1. City, centres and cases are invented.

mod places;
mod tasks;

use schemas::{period::Period, text::Text};

use self::places::{HOME, TOWNS};
use super::{
    calendar::{Calendar, day},
    chance::Chance,
    flow::Limit,
    ledger::{Case, Return, Settled, cases, mediator, of_cases, of_rows, organisation, work},
    place::Town,
    plan::{Figures, Stream},
    script::{Asked, Login, Look, Script},
    story::{Round, Story, at, enrolments},
    volume::{Shares, Volume, apportion},
};

/// DOMAIN §8.1: 接收调解14,234件, of which succeeded 7,546 (53.01 %).
const RECEIVED: [usize; 3] = [4_986, 4_112, 5_136];
const SUCCEEDED: usize = 7_546;
/// DOMAIN §8.1: 接待5万余人次 and 受理3.1万余件; month by month.
const VISITORS: [usize; 3] = [17_204, 15_310, 17_812];
const REQUESTS: [usize; 3] = [10_886, 9_214, 11_108];
/// DOMAIN §8.1: 落实2.97亿元余, in tens of yuan.
const PAID_TENS: usize = 29_736_000;
/// DOMAIN §7.3 item 74: 1,473 mediators, by code of education.
const MEDIATORS: [(&str, usize); 4] = [("1", 1), ("2", 63), ("3", 790), ("4", 619)];

/// How much of the mediations and visits each has.
const WEIGHTS: [usize; 24] =
    [64, 92, 88, 96, 90, 84, 60, 48, 62, 44, 70, 52, 34, 24, 18, 14, 36, 28, 20, 24, 30, 80, 26, 22];
/// And of what arbitration and inspection do, which the city's own centre leaves to the districts.
const COURTS: [usize; 24] =
    [0, 46, 42, 50, 44, 40, 32, 24, 30, 20, 36, 26, 16, 12, 8, 6, 18, 14, 10, 12, 14, 40, 12, 10];

/// 蒲泽县 files neither arbitration nor inspection nor disputes for March; 简汀市 is late for the second time. Every mediation is
/// there: who does not file is in no total, and the headline counters are of all centres.
const SILENT: &str = "590123";
const LATE: &str = "590185";
const SOME_LACK: [&str; 3] = ["L3", "L4", "L1"];
/// Where the one stands that lags behind, 双桐区.
const WEAK: usize = 10;
/// Where the silent one and its month stand in the tables.
const UNFILED: (usize, usize) = (15, 2);

const ARBITRATION: Volume = Volume {
    stock: 402,
    came: &[296, 238, 312],
    ending: &[420, 384, 398],
    late: &[5, 4, 6],
    overdue: &[2, 1, 3],
    good: 0,
    best: 0,
};
const MIGRANT_WAGES: Volume = Volume {
    stock: 96,
    came: &[84, 61, 72],
    ending: &[104, 88, 82],
    late: &[],
    overdue: &[],
    good: 0,
    best: 0,
};
const INSPECTION: Volume = Volume {
    stock: 48,
    came: &[40, 33, 44],
    ending: &[52, 46, 50],
    late: &[],
    overdue: &[],
    good: 0,
    best: 0,
};
const MEDIATION: Volume = Volume {
    stock: 0,
    came: &RECEIVED,
    ending: &[812, 640, 701],
    late: &[24, 18, 22],
    overdue: &[0, 0, 0],
    good: 0,
    best: 0,
};
const DISPUTES: Volume = Volume {
    stock: 58,
    came: &[98, 80, 104],
    ending: &[74, 66, 78],
    late: &[3, 2, 3],
    overdue: &[1, 1, 1],
    good: 88,
    best: 100,
};

/// The demonstration.
pub(super) static SCRIPT: Script = Script {
    campaign: "chengdu-onestop",
    home: &HOME,
    towns: &TOWNS,
    origin: "jinze.example/1",
    caption: Some(Text::new(
        "演示数据：锦泽市及其中心、单位、人员、案件均为虚构；累计数取自公开报道的口径",
        "Demonstration data: Jinze, its centres, employers and cases are invented; the totals follow a public report",
    )),
    county: Login { name: "jinlan", person: "金示例", bureau: "590101" },
    committees: &[],
    departments: &[],
    lines: None,
    told: Text::new(
        "锦泽市1+23个联处中心，2024年3月月报，累计自1月1日起；时钟停在 2024-04-07 10:00 后继续走。",
        "1+23 one-stop centres, the month of March 2024, counted since 1 January; the clock stood at 7 April 2024, 10:00, and runs on.",
    ),
    looks: &[
        Look {
            at: "/rankings?indicator=I1R",
            zh: "位次：接收14,234件、成功7,546件，53.01%（按接收）；按结案的另列",
            en: "of those received; of those closed beside it",
        },
        Look {
            at: "/",
            zh: "总览：接待、受理、接收、成功、落实金额累计",
            en: "the counters since the beginning",
        },
        Look {
            at: "/filings",
            zh: "报送：蒲泽县三张未报送，简汀市第二次迟报，市联处中心仲裁、监察零报告",
            en: "one missing, one late again, one nil",
        },
        Look {
            at: "/filings?period=2024Q1",
            zh: "季度：调解员资源库1,473人、24个平台",
            en: "1,473 mediators, 24 platforms",
        },
        Look {
            at: "/subsidies?month=2024-03",
            zh: "以案定补：7,546件成功案件按档计发，一人提请、另一人审批",
            en: "mediators paid by the case",
        },
    ],
    together: true,
    story,
    ledger,
    said: tasks::said,
};

fn months() -> Vec<Period> {
    (1..=3).filter_map(|month| Period::month(2024, month)).collect()
}

/// When a month was filed, when accepted, and who filed when instead.
type Told = ([&'static str; 3], &'static str, &'static [(&'static str, &'static str)]);

fn story() -> Story {
    let mut scenes = enrolments(&TOWNS, "2024-01-02 09:30");
    let told: [Told; 3] = [
        (["2024-02-01 10:20", "2024-02-02 15:10", "2024-02-05 09:45"], "2024-02-06 17:10", &[]),
        (
            ["2024-03-01 10:05", "2024-03-04 14:30", "2024-03-05 11:15"],
            "2024-03-08 17:10",
            &[(LATE, "2024-03-07 16:20")],
        ),
        (
            ["2024-04-01 10:15", "2024-04-02 15:40", "2024-04-03 09:50"],
            "2024-04-07 09:20",
            &[(LATE, "2024-04-07 09:40")],
        ),
    ];
    for (nth, (period, (waves, accepted, late))) in months().into_iter().zip(told).enumerate() {
        let last = nth == UNFILED.1;
        let counters = Round {
            towns: &TOWNS,
            forms: &["L2", "L13"],
            period,
            purpose: None,
            waves: &waves,
            late,
            silent: &[],
            accepted: Some(accepted),
            unread: if last { &[("590104", "L2")] } else { &[] },
            reminded: &[],
        };
        let cases = Round {
            forms: &SOME_LACK,
            silent: if last { &[SILENT] } else { &[] },
            unread: if last { &[("590106", "L3")] } else { &[] },
            reminded: if last { &["2024-04-07 09:00"] } else { &[] },
            ..counters
        };
        scenes.extend(counters.scenes().into_iter().chain(cases.scenes()));
    }
    if let Some(quarter) = Period::quarter(2024, 1) {
        let registers = Round {
            towns: &TOWNS,
            forms: &["L11", "R1"],
            period: quarter,
            purpose: None,
            waves: &["2024-04-02 16:20", "2024-04-03 14:05"],
            late: &[],
            silent: &[],
            accepted: Some("2024-04-07 09:25"),
            unread: &[],
            reminded: &[],
        };
        scenes.extend(registers.scenes());
    }
    Story::of(scenes, at("2024-04-07 10:00"))
}

fn ledger(town: &Town, asked: Asked<'_>) -> Option<Return> {
    let nth = TOWNS.iter().position(|one| one.code == town.code)?;
    let (form, period) = (asked.form, asked.period);
    if form.form == "L11" || form.form == "R1" {
        return (period == Period::quarter(2024, 1)?).then(|| register(town, nth, asked)).flatten();
    }
    let month = months().iter().position(|month| *month == period)?;
    if (nth, month) == UNFILED && SOME_LACK.contains(&form.form.as_str()) {
        return None;
    }
    if form.form == "L13" {
        let of =
            |all: &[usize; 3]| apportion(all.get(month).copied().unwrap_or(0), &WEIGHTS).get(nth).copied();
        let (visitors, requests) = (of(&VISITORS)?, of(&REQUESTS)?);
        return of_rows(town, form, period, &work::rows(town, period, visitors, requests));
    }
    let calendar = Calendar::of(asked.calendar, day((2023, 7, 1)), day((2024, 12, 31)));
    let flow = |stream, limit| figures(stream, limit, &calendar).into_iter().nth(nth).unwrap_or_default();
    let mut cases = cases(town, &form.form, &calendar, flow)?;
    if form.form == "L2" {
        settle(&mut cases, nth, &calendar);
    }
    of_cases(town, form, period, &calendar, &cases)
}

/// What a stream comes to at each centre.
fn figures(stream: Stream, limit: Limit, calendar: &Calendar) -> Vec<Vec<Figures>> {
    let (volume, weights) = match stream {
        Stream::Mediation => (MEDIATION, &WEIGHTS),
        Stream::Arbitration => (ARBITRATION, &COURTS),
        Stream::MigrantWages => (MIGRANT_WAGES, &COURTS),
        Stream::OtherInspection => (INSPECTION, &COURTS),
        _ => (DISPUTES, &WEIGHTS),
    };
    let (months, silent) = (months(), Some(UNFILED).filter(|_| stream != Stream::Mediation));
    let shares = Shares { periods: &months, before: 60, weights, silent, weak: Some(WEAK) };
    let mut all = volume.figures(shares, |period, came| limit.undue(calendar, period, came));
    if stream == Stream::Mediation {
        // Each does a little better or worse.
        let cells: Vec<usize> = all
            .iter()
            .enumerate()
            .flat_map(|(at, told)| told.iter().skip(1).map(move |month| month.closed * shares.skill(at)))
            .collect();
        let mut good = apportion(SUCCEEDED, &cells).into_iter();
        for told in all.iter_mut().flat_map(|told| told.iter_mut().skip(1)) {
            told.good = good.next().unwrap_or(0);
        }
    }
    all
}

/// Shares the money that was paid out over the mediations that succeeded, so that all centres together come to it.
fn settle(cases: &mut [Case<'_>], nth: usize, calendar: &Calendar) {
    let good: Vec<usize> = figures(Stream::Mediation, Limit::Days(15), calendar)
        .iter()
        .map(|told| told.iter().map(|figures| figures.good).sum())
        .collect();
    let mine = apportion(PAID_TENS, &good).get(nth).copied().unwrap_or(0);
    let mediators = registered().get(nth).copied().unwrap_or(1);
    let well: Vec<&mut Case<'_>> = cases.iter_mut().filter(|case| case.course.good).collect();
    let sizes: Vec<usize> = well
        .iter()
        .map(|case| 300 + case.chance.draw("settled", 1000) + case.chance.draw("settled more", 1400))
        .collect();
    for (case, tens) in well.into_iter().zip(apportion(mine, &sizes)) {
        case.settled = Some(Settled { yuan: tens * 10, mediators });
    }
}

/// How many mediators the register of each centre has.
fn registered() -> Vec<usize> {
    apportion(MEDIATORS.iter().map(|(_, persons)| persons).sum(), &WEIGHTS)
}

/// The mediators and organisations of a centre.
fn register(town: &Town, nth: usize, asked: Asked<'_>) -> Option<Return> {
    let known = asked.period.end();
    let counts = registered();
    let mine = counts.get(nth).copied()?;
    let rows = if asked.form.form == "L11" {
        let mut educations: Vec<&'static str> =
            MEDIATORS.iter().flat_map(|(code, persons)| std::iter::repeat_n(*code, *persons)).collect();
        Chance::of(&["educations"]).shuffle(&mut educations);
        let before: usize = counts.iter().take(nth).sum();
        mediator::rows(town, known, educations.get(before..before + mine)?)
    } else {
        let centre = if nth == 0 { organisation::OF_CITY } else { organisation::CENTRE };
        let others = organisation::OTHERS.into_iter().take(if nth == 0 { 0 } else { 2 + nth % 4 });
        let sorts: Vec<organisation::Sort> = std::iter::once(centre).chain(others).collect();
        organisation::rows(town, known, &sorts, mine, None)
    };
    of_rows(town, asked.form, asked.period, &rows)
}
