//! What offices and bureaus have reported of the tasks by the day this is seen. All of it is invented (演示数据).

use super::{LATE, SILENT, places::TOWNS};
use crate::{
    action::{Report, Said},
    demo::report::{Line, in_order, of_bureaus, of_offices},
};

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

/// Every report, earliest first.
pub(super) fn said() -> Vec<Report> {
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
