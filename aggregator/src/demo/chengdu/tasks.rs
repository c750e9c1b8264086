//! What offices and bureaus have reported of the tasks by the day this is seen. All of it is invented (演示数据).

use super::{LATE, SILENT, places::TOWNS};
use crate::{
    action::{Report, Said},
    demo::report::{Line, in_order, of_bureaus, of_offices},
};

const OFFICES: [Line; 8] = [
    ("1.1", "centre", Said::Going, "2024-03-06 16:30", "受理、分流、调解、仲裁衔接平稳运行"),
    ("1.1", "centre", Said::Going, "2024-04-03 16:30", "三月闭环流转五千余件"),
    ("1.1", "court", Said::Going, "2024-04-02 10:00", "调解不成的当日转仲裁立案"),
    ("1.2", "centre", Said::Done, "2024-02-20 11:00", "一键申请入口已上线"),
    ("1.3", "justice", Said::Going, "2024-03-18 09:40", "人民调解员轮驻联处中心"),
    ("2.1", "centre", Said::Going, "2024-04-03 17:00", "资源库1,473人已复核学历"),
    ("2.2", "centre", Said::Blocked, "2024-04-02 15:20", "补助标准待财政会签"),
    ("3.1", "centre", Said::Going, "2024-04-03 15:00", "三月涉众事项研判两次"),
];

/// Every report, earliest first.
pub(super) fn said() -> Vec<Report> {
    let mut all = of_offices(&OFFICES);
    let loop_line = ("1.1", "centres", Said::Going, "2024-04-02 16:00", "本月流转情况已汇总");
    all.extend(of_bureaus(&TOWNS, loop_line, &[SILENT]));
    let fees = ("2.2", "centres", Said::Going, "2024-04-03 11:00", "一季度案件已核对");
    all.extend(of_bureaus(&TOWNS, fees, &[SILENT, LATE, "590122"]));
    in_order(all)
}
