//! What offices and bureaus have reported of the tasks by the day this is seen. All of it is invented (演示数据).

use super::{SILENT, places::TOWNS};
use crate::{
    action::{Report, Said},
    demo::report::{Line, in_order, of_bureaus, of_offices},
};

const OFFICES: [Line; 16] = [
    ("1.1", "division", Said::Done, "2024-12-27 16:00", "配套方案汇总，一个县未报"),
    ("2.1", "division", Said::Done, "2024-12-30 10:00", "年内新建调解组织二十四个"),
    ("2.2", "division", Said::Going, "2025-01-10 15:00", "裁调、诉调对接月会"),
    ("2.2", "union", Said::Going, "2025-01-10 15:30", "工会驻点调解员到岗"),
    ("2.2", "judges", Said::Going, "2025-01-13 10:00", "委派案件四十一件"),
    ("2.4", "division", Said::Going, "2025-01-14 11:00", "服务企业名册更新"),
    ("2.4", "court", Said::Going, "2025-01-14 11:30", "开放日两次"),
    ("3.1", "court", Said::Going, "2025-01-13 16:00", "四季度裁审比对完成"),
    ("3.1", "judges", Said::Going, "2025-01-13 16:30", "不一致案件逐件会商"),
    ("3.2", "court", Said::Going, "2024-12-20 10:00", "要素式办案占比过半"),
    ("3.3", "court", Said::Going, "2024-12-25 10:00", "仲裁建议书回复率提高"),
    ("3.3", "union", Said::Going, "2024-12-25 10:30", "一函两书十七份"),
    ("3.4", "division", Said::Going, "2024-12-18 10:00", "局长督导日四次"),
    ("3.5", "division", Said::Going, "2025-01-08 10:00", "集中培训两期"),
    ("3.5", "court", Said::Going, "2025-01-08 10:30", "仲裁员旁听互评"),
    ("2.3", "division", Said::Blocked, "2025-01-15 10:00", "两个县场地未落实"),
];

/// Every report, earliest first.
pub(super) fn said() -> Vec<Report> {
    let mut all = of_offices(&OFFICES);
    let lines = [
        ("1.1", "counties", Said::Done, "2024-07-18 15:00", "配套方案已报"),
        ("2.1", "counties", Said::Done, "2024-12-26 15:00", "调解组织名册已更新"),
        ("2.2", "counties", Said::Going, "2025-01-13 15:00", "对接机制运行正常"),
        ("2.4", "counties", Said::Going, "2025-01-14 15:00", "走访、普法计数已报"),
        ("3.1", "counties", Said::Going, "2025-01-14 16:00", "比对清单已核"),
        ("3.5", "counties", Said::Going, "2025-01-09 15:00", "培训已落实"),
    ];
    for line in lines {
        all.extend(of_bureaus(&TOWNS, line, &[SILENT]));
    }
    in_order(all)
}
