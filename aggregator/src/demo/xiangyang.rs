//! A city with nine counties and three zones (`xiangyang-2024`): the end of the first yearly milestone. Everything is invented.

mod places;
mod tasks;

use schemas::{period::Period, statement::Purpose, text::Text};

use self::places::{HOME, TOWNS};
use super::{
    calendar::{Calendar, day},
    flow::Limit,
    ledger::{Case, Return, cases, of_cases, of_rows, organisation, people, work},
    place::Town,
    plan::{Figures, Stream},
    script::{Asked, Login, Look, Script},
    story::{Round, Story, at, enrolments, period},
    volume::{Shares, Volume, apportion},
};

const WEIGHTS: [usize; 12] = [82, 96, 70, 30, 36, 18, 34, 48, 40, 66, 28, 20];

/// 保岚县 is silent in the last quarter, 老栖市 late, 南栖区 slow.
const SILENT: &str = "560626";
const LATE: &str = "560682";
const WEAK: usize = 2;
const UNFILED: usize = 5;

/// The two quarters that are judged, those before them back to the third of 2023, and one more, against which the growth of a
/// year later is told. Quarters that follow on one another are one run.
const EARLIER: [&str; 1] = ["2022Q4"];
const RUN: [&str; 6] = ["2023Q3", "2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4"];
const JUDGED: [&str; 2] = ["2024Q3", "2024Q4"];

const MEDIATION: [Volume; 2] =
    [mediation(40, &[506], &[44]), mediation(44, &[540, 566, 498, 552, 612, 640], &[46, 50, 42, 47, 48, 45])];
const ARBITRATION: [Volume; 2] = [
    arbitration(48, &[298], &[40]),
    arbitration(52, &[352, 374, 318, 356, 372, 388], &[46, 44, 48, 42, 36, 29]),
];
const PAPERS: Volume = Volume {
    stock: 14,
    came: &[62, 71],
    ending: &[16, 13],
    late: &[3, 2],
    overdue: &[1, 1],
    good: 68,
    best: 0,
};
/// Visitors and requests, by quarter.
const VISITORS: [usize; 2] = [6_840, 7_215];
const REQUESTS: [usize; 2] = [2_410, 2_568];
/// Mediators of their centres.
const MEDIATORS: usize = 420;

const fn mediation(stock: usize, came: &'static [usize], ending: &'static [usize]) -> Volume {
    Volume { stock, came, ending, late: &[], overdue: &[], good: 74, best: 0 }
}

const fn arbitration(stock: usize, came: &'static [usize], ending: &'static [usize]) -> Volume {
    Volume { stock, came, ending, late: &[6, 5, 7, 6, 6, 5], overdue: &[2, 1, 2, 1, 2, 1], good: 0, best: 0 }
}

/// The demonstration.
pub(super) static SCRIPT: Script = Script {
    campaign: "xiangyang-2024",
    home: &HOME,
    towns: &TOWNS,
    origin: "hanlan.example/1",
    caption: Some(Text::new(
        "演示数据：汉岚市及其县（市、区）、单位、人员、案件均为虚构",
        "Demonstration data: Hanlan, its counties, employers and cases are invented",
    )),
    county: Login { name: "fanlan", person: "樊示例", bureau: "560606" },
    committees: &[],
    departments: &[],
    lines: None,
    told: Text::new(
        "汉岚市九个县（市、区）和三个开发区，2024年第四季度，“打基础”一年届满；时钟停在 2025-01-17 10:00 后继续走。",
        "Nine counties and three zones, the fourth quarter of 2024, the end of the first milestone; the clock stood at 17 January 2025, 10:00, and runs on.",
    ),
    looks: &[
        Look {
            at: "/rankings?indicator=I19",
            zh: "位次：争议增速，比上年同期回落",
            en: "growth of disputes, slower than a year before",
        },
        Look { at: "/rankings?indicator=I8", zh: "位次：裁审一致率", en: "courts agree with awards" },
        Look {
            at: "/",
            zh: "总览：保岚县未报送，老栖市迟报，谷栖县建议书零报告",
            en: "one missing, one late, one nil",
        },
        Look {
            at: "/campaign",
            zh: "行动：四个年度节点，配套方案谁已报",
            en: "four yearly milestones; whose local plan is in",
        },
        Look {
            at: "/filings/560606/L13/2024Q4",
            zh: "樊岚区：普法、走访、用工体检等计数",
            en: "counts of work done",
        },
    ],
    together: true,
    story,
    ledger,
    said: tasks::said,
};

fn story() -> Story {
    let mut scenes = enrolments(&TOWNS, "2024-09-25 09:30");
    let history: [(&str, &str); 5] = [
        ("2022Q4", "2024-09-26 10:00"),
        ("2023Q3", "2024-09-26 14:00"),
        ("2023Q4", "2024-09-26 16:00"),
        ("2024Q1", "2024-09-27 10:00"),
        ("2024Q2", "2024-09-27 15:00"),
    ];
    for (text, when) in history {
        let Some(period) = period(text) else { continue };
        let round = Round {
            towns: &TOWNS,
            forms: &["L2", "L3"],
            period,
            purpose: Some(Purpose::History),
            waves: &[when],
            late: &[],
            silent: &[],
            accepted: Some("2024-09-29 16:30"),
            unread: &[],
            reminded: &[],
        };
        scenes.extend(round.scenes());
    }
    let told: [(&str, [&str; 3], &str); 2] = [
        ("2024Q3", ["2024-10-11 09:50", "2024-10-12 15:20", "2024-10-14 10:40"], "2024-10-17 16:30"),
        ("2024Q4", ["2025-01-10 10:15", "2025-01-13 14:50", "2025-01-14 09:40"], "2025-01-16 16:30"),
    ];
    for (nth, (text, waves, accepted)) in told.into_iter().enumerate() {
        let Some(period) = period(text) else { continue };
        let last = nth == 1;
        let counts = Round {
            towns: &TOWNS,
            forms: &["L13", "R1", "R3", "R5"],
            period,
            purpose: None,
            waves: &waves,
            late: if last { &[(LATE, "2025-01-17 09:10")] } else { &[] },
            silent: if last { &[SILENT] } else { &[] },
            accepted: Some(accepted),
            unread: &[],
            reminded: if last { &["2025-01-16 09:00", "2025-01-17 09:00"] } else { &[] },
        };
        let ledgers = Round {
            forms: &["L2", "L3"],
            unread: if last { &[("560683", "L3")] } else { &[] },
            reminded: &[],
            ..counts
        };
        scenes.extend(ledgers.scenes().into_iter().chain(counts.scenes()));
    }
    Story::of(scenes, at("2025-01-17 10:00"))
}

fn ledger(town: &Town, asked: Asked<'_>) -> Option<Return> {
    let nth = TOWNS.iter().position(|one| one.code == town.code)?;
    let (form, period) = (asked.form, asked.period);
    let among = |told: &[&str]| told.iter().position(|one| self::period(one) == Some(period));
    let (quarter, earlier) = (among(&JUDGED), among(&EARLIER).or(among(&RUN)));
    if earlier.is_none() || quarter == Some(1) && nth == UNFILED {
        return None;
    }
    let rows = match form.form.as_str() {
        "L13" => {
            let of = |all: [usize; 2]| apportion(*all.get(quarter?)?, &WEIGHTS).get(nth).copied();
            work::rows(town, period, of(VISITORS)?, of(REQUESTS)?)
        }
        "R5" => {
            quarter?;
            people::rows(town, period.end(), 4 + nth % 4)
        }
        "R1" => {
            let others = 2 + nth % 3 + quarter?;
            let sorts =
                std::iter::once(organisation::CENTRE).chain(organisation::OTHERS.into_iter().take(others));
            let sorts: Vec<organisation::Sort> = sorts.collect();
            let mediators = apportion(MEDIATORS, &WEIGHTS).get(nth).copied()?;
            let founded = (quarter? == 1).then(|| day((2024, 11, 12)));
            organisation::rows(town, period.end(), &sorts, mediators, founded)
        }
        _ => {
            let calendar = Calendar::of(asked.calendar, day((2022, 7, 1)), day((2025, 12, 24)));
            let flow = |stream, limit| figures(stream, limit, period, &calendar).into_iter().nth(nth);
            let flow = |stream, limit| flow(stream, limit).unwrap_or_default();
            let mut own = cases(town, &form.form, &calendar, flow)?;
            if form.form == "R3" {
                about(&mut own, &cases(town, "L3", &calendar, flow)?);
            }
            return of_cases(town, form, period, &calendar, &own);
        }
    };
    of_rows(town, form, period, &rows)
}

/// Each paper is about one of the last arbitration cases that came in before it.
fn about(papers: &mut [Case<'_>], disputes: &[Case<'_>]) {
    for paper in papers {
        let before = disputes.partition_point(|case| case.course.came <= paper.course.came);
        let back = 1 + paper.chance.draw("about", before.min(24));
        let of = before.checked_sub(back).and_then(|at| disputes.get(at));
        paper.about = of.map(|case| (case.matter("A"), case.chance));
    }
}

/// What a stream comes to in each bureau, in the run of quarters that one belongs to.
fn figures(stream: Stream, limit: Limit, of: Period, calendar: &Calendar) -> Vec<Vec<Figures>> {
    let later = usize::from(EARLIER.iter().all(|one| period(one) != Some(of)));
    let run: &[&str] = match (stream, later) {
        (Stream::Papers, _) => &JUDGED,
        (_, 0) => &EARLIER,
        _ => &RUN,
    };
    let of_run = |all: [Volume; 2]| all.get(later).copied().unwrap_or_default();
    let (volume, weights) = match stream {
        Stream::Mediation => (of_run(MEDIATION), WEIGHTS),
        Stream::Arbitration => (of_run(ARBITRATION), WEIGHTS),
        // 谷栖县 sends no papers.
        _ => (PAPERS, WEIGHTS.map(|weight| if weight == 36 { 0 } else { weight })),
    };
    let periods: Vec<Period> = run.iter().filter_map(|one| period(one)).collect();
    let silent = periods.len().checked_sub(1).filter(|_| later == 1).map(|last| (UNFILED, last));
    let shares = Shares { periods: &periods, before: 60, weights: &weights, silent, weak: Some(WEAK) };
    volume.figures(shares, |period, came| limit.undue(calendar, period, came))
}
