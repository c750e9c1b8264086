//! What offices and bureaus have reported of the tasks by the day this is seen. All of it is invented (演示数据).

use super::{SILENT, places::TOWNS};
use crate::{
    action::{Report, Said},
    demo::report::{Line, in_order, of_bureaus, of_offices},
};

const OFFICES: [Line; 26] = [
    ("0.1", "division", Said::Done, "2022-09-16 16:00", "方案已印发并抄送市局"),
    ("0.1", "court", Said::Done, "2022-09-19 10:00", "仲裁院细化措施已报"),
    ("0.1", "brigade", Said::Done, "2022-09-19 11:00", "大队细化措施已报"),
    ("0.2", "court", Said::Done, "2022-09-20 15:30", "积案清单已锁定"),
    ("0.2", "brigade", Said::Done, "2022-09-20 15:40", "监察积案清单已锁定"),
    ("1.1", "division", Said::Going, "2022-10-24 16:30", "积案清理过半"),
    ("1.1", "court", Said::Going, "2022-10-24 16:40", "剩余积案逐件排期"),
    ("1.2", "division", Said::Going, "2022-10-24 16:00", "临近审限的已提前开庭"),
    ("1.2", "court", Said::Going, "2022-10-24 16:10", "本周三件超审限，已专报原因"),
    ("1.3", "division", Said::Going, "2022-10-24 15:00", "街镇代收平稳"),
    ("1.3", "court", Said::Going, "2022-10-24 15:10", "先行调解引导到位"),
    ("1.4", "division", Said::Going, "2022-10-14 10:00", "两个街镇分庭挂牌"),
    ("1.5", "court", Said::Going, "2022-10-20 10:30", "集体争议快速通道已开"),
    ("1.6", "court", Said::Going, "2022-10-21 14:00", "要素式审理占四成"),
    ("2.1", "division", Said::Going, "2022-10-24 14:00", "线索按期办结"),
    ("2.1", "brigade", Said::Going, "2022-10-24 14:10", "两件核实困难，已会同街镇"),
    ("2.2", "industries", Said::Blocked, "2022-10-19 09:30", "一处项目主管部门待明确"),
    ("2.3", "division", Said::Going, "2022-10-24 13:30", "工单当日签收"),
    ("2.3", "court", Said::Going, "2022-10-24 13:40", "仲裁类工单均已回复"),
    ("2.3", "brigade", Said::Going, "2022-10-24 13:50", "监察类工单均已回复"),
    ("2.4", "division", Said::Going, "2022-10-20 15:00", "三件重点案件联合调处"),
    ("3.1", "division", Said::Going, "2022-10-24 11:00", "重点企业周监测"),
    ("3.1", "brigade", Said::Going, "2022-10-24 11:10", "两家企业约谈"),
    ("4.1", "division", Said::Going, "2022-10-24 17:00", "第五期周报已发"),
    ("4.1", "court", Said::Going, "2022-10-24 17:10", "数据已核"),
    ("4.1", "brigade", Said::Going, "2022-10-24 17:20", "数据已核"),
];
/// Tasks of which every town says how it goes, week by week.
const WEEKLY: [(&str, &str); 5] = [
    ("1.3", "代收、先行调解正常"),
    ("2.1", "线索当周清"),
    ("2.3", "工单按时反馈"),
    ("3.1", "重点企业已走访"),
    ("4.1", "周报数据已报"),
];

/// Every report, earliest first.
pub(super) fn said() -> Vec<Report> {
    let mut all = of_offices(&OFFICES);
    let listed = ("0.2", "towns", Said::Done, "2022-09-20 11:00", "积案底数已报");
    all.extend(of_bureaus(&TOWNS, listed, &[]));
    for (task, words) in WEEKLY {
        let week = (task, "towns", Said::Going, "2022-10-24 10:30", words);
        all.extend(of_bureaus(&TOWNS, week, &[SILENT]));
    }
    in_order(all)
}
