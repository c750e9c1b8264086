//! What departments of the demonstration have reported of its tasks by the day it is seen: most is done, one bureau and two
//! offices are late. All of it is invented (演示数据).

use chrono::{DateTime, NaiveTime, Utc};
use schemas::{bureau::BureauCode, period::start_of_day};

use crate::{
    action::{Entered, Report, Reporter, Said},
    demo::{
        calendar::day,
        place::TOWNS,
        script::{Office, Telling},
    },
};

/// Task, department, what it says, month and day, words.
type Line = (&'static str, &'static str, Said, (u32, u32), &'static str);

/// What offices have said.
const OFFICES: [Line; 9] = [
    ("1.1", "relations", Said::Done, (7, 10), "方案已印发（演示）"),
    ("1.1", "court", Said::Done, (7, 25), "积案底数已摸清，建立清单（演示）"),
    ("1.1", "inspection", Said::Done, (7, 28), "欠薪线索底数已摸清（演示）"),
    ("1.2", "relations", Said::Done, (7, 31), "配套方案汇总备案，1个单位未报（演示）"),
    ("2.1", "court", Said::Going, (10, 10), "积案已结七成，疑难案件逐件会商（演示）"),
    ("2.2", "inspection", Said::Going, (9, 28), "线索按期办结，个别项目核实难（演示）"),
    ("2.3", "court", Said::Going, (8, 20), "抽查案卷开始（演示）"),
    ("2.3", "court", Said::Done, (9, 26), "评查结束，结果已通报各庭（演示）"),
    ("2.3", "relations", Said::Blocked, (9, 12), "评查标准待市局会签（演示）"),
];
/// Its local plan never came.
const SILENT: &str = "519900Z03";

/// The arbitration court reports for itself.
pub(super) const THEMSELVES: [Office; 1] = [Office {
    name: "court",
    person: "钟示例",
    department: "court",
    news: &[
        Telling {
            at: "2025-09-26 16:40",
            task: "2.3",
            title: "办案质量评查结束",
            body: "抽查案卷120件，优良率91%；问题清单已通报各庭，限10月底前整改。",
        },
        Telling {
            at: "2025-10-10 11:20",
            task: "2.1",
            title: "积案清理进入疑难会商",
            body: "超两年积案已结七成，余下逐件会商，每周三集中排庭。",
        },
    ],
}];

/// Every report, earliest first.
pub(super) fn reports() -> Vec<Report> {
    let office = |(task, department, said, (month, date), words): &Line| {
        written(task, department, None, *said, at(*month, *date), words)
    };
    let mut all: Vec<Report> = OFFICES.iter().map(office).collect();
    for (number, town) in (1..).zip(TOWNS.iter().filter(|town| town.code != SILENT)) {
        let bureau: Option<BureauCode> = town.code.parse().ok();
        let plan = at(7, 12 + number);
        all.push(written("1.2", "bureaus", bureau.clone(), Said::Done, plan, "配套方案已报（演示）"));
        if number % 2 == 0 {
            all.push(written(
                "2.1",
                "bureaus",
                bureau,
                Said::Going,
                at(9, 5 + number),
                "积案逐件包案（演示）",
            ));
        }
    }
    all.sort_by_key(|report| report.at);
    all
}

fn written(
    task: &str,
    department: &str,
    bureau: Option<BureauCode>,
    said: Said,
    at: DateTime<Utc>,
    words: &str,
) -> Report {
    let reporter = Reporter { department: department.into(), bureau };
    Report {
        task: task.into(),
        reporter,
        said,
        words: words.into(),
        at,
        by: "chen".into(),
        entered: Entered::ForIt,
    }
}

/// Half past four in the afternoon of a day of 2025.
fn at(month: u32, date: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(16, 30, 0).unwrap_or_default();
    start_of_day(day((2025, month, date))) + (time - NaiveTime::MIN)
}

#[cfg(test)]
mod tests {
    use schemas::{bureau::Tree, definition::Definitions};

    use super::*;
    use crate::{action, demo::place};

    #[test]
    fn every_report_of_the_demonstration_can_stand() {
        let definitions = Definitions::builtin().unwrap();
        let campaign = definitions.campaign(crate::demo::CAMPAIGN).unwrap();
        let tree = Tree::new(place::bureaus()).unwrap();
        let all = reports();
        assert!(all.len() > 20, "{}", all.len());
        for report in &all {
            action::sound(campaign, tree.all(), report).unwrap();
            assert!(report.words.contains("演示"), "{report:?}");
        }
    }
}
