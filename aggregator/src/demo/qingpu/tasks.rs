//! What offices and bureaus have reported of the tasks by the day this is seen. All of it is invented (演示数据).

use schemas::{bureau::BureauCode, directive::AnswerKind};

use super::{
    SILENT,
    places::{HOME, TOWNS},
};
use crate::{
    action::{Report, Said},
    demo::{
        put::{Assignment, Reply},
        report::{Line, in_order, of_bureaus, of_offices},
        script::{Office, Telling},
        story::{Deed, Scene, at},
    },
};

const OFFICES: [Line; 18] = [
    ("1.1", "office", Said::Done, "2021-03-31 16:00", "排查摸底完成，台账已报领导小组"),
    ("1.1", "brigade", Said::Done, "2021-03-31 16:20", "重点企业逐户排查"),
    ("1.2", "office", Said::Done, "2021-03-31 17:00", "逐件方案、责任领导已落实"),
    ("2.1", "office", Said::Going, "2021-06-04 10:00", "高风险事项逐件包案"),
    ("2.1", "brigade", Said::Going, "2021-06-04 10:30", "两件特案每日调度"),
    ("2.1", "court", Said::Going, "2021-06-04 11:00", "涉包案仲裁优先开庭"),
    ("2.2", "office", Said::Going, "2021-05-20 14:00", "重点个案三件突破"),
    ("2.3", "office", Said::Going, "2021-05-12 09:30", "归口处置清单已下"),
    ("2.3", "industries", Said::Blocked, "2021-05-26 15:00", "两处项目发包方待认定"),
    ("2.4", "brigade", Said::Going, "2021-06-03 15:00", "实名制、专户逐项核查"),
    ("2.4", "industries", Said::Going, "2021-06-03 15:30", "会同检查政府投资项目"),
    ("2.5", "brigade", Said::Going, "2021-05-28 10:00", "移送公安三件"),
    ("2.6", "brigade", Said::Going, "2021-05-18 10:00", "监察仲裁联席会商"),
    ("2.6", "court", Said::Going, "2021-05-18 10:30", "引导案件当日衔接"),
    ("3.1", "brigade", Said::Going, "2021-06-07 09:30", "稳控首周到场均在两小时内"),
    ("3.2", "office", Said::Going, "2021-06-07 11:00", "动态信息第二期"),
    ("3.3", "office", Said::Done, "2021-04-20 16:00", "政策宣讲三场"),
    ("3.3", "brigade", Said::Done, "2021-04-22 16:00", "专题学习两次"),
];

/// The arbitration court reports for itself.
pub(super) const OFFICES_THEMSELVES: [Office; 1] = [Office {
    name: "court",
    person: "钟示例",
    department: "court",
    news: &[
        Telling {
            at: "2021-05-18 11:00",
            task: "2.6",
            title: "监察仲裁联席会商首次召开",
            body: "会商引导案件11件，当日衔接立案9件，2件补充材料后立案。",
        },
        Telling {
            at: "2021-06-04 16:30",
            task: "2.1",
            title: "涉包案仲裁优先开庭",
            body: "两件特案涉及的仲裁申请合并受理、优先排期，6月9日集中开庭。\n巡回庭设在夏栖街道，当事人就近参加。",
        },
        Telling {
            at: "2021-06-07 15:20",
            task: "2.1",
            title: "更正：集中开庭改为6月10日",
            body: "因送达期限，6月4日所报开庭日期更正为6月10日，其余不变。",
        },
    ],
}];

/// What was put to it: one matter, signed for, with a first answer.
pub(super) fn put() -> Vec<Scene> {
    let assigned = Deed::Assign(Assignment {
        department: "court",
        title: "关于两件特案所涉仲裁案件优先审理的交办单",
        matter: "两件特案（QT-2021-T01、QT-2021-T02）涉及的仲裁申请须优先立案、优先排庭、优先裁决。",
        demand: "6月10日前开庭，每周反馈进展，裁决后报送办结报告。",
    });
    let reply = |kind, content| Deed::Reply(Reply { department: "court", kind, content });
    let told = [
        ("2021-06-04 09:10", assigned),
        ("2021-06-04 10:05", reply(AnswerKind::Receipt, "已收悉，由立案庭牵头。")),
        (
            "2021-06-07 15:40",
            reply(AnswerKind::Progress, "两件均已立案，排期6月10日开庭；送达回证一件待补。"),
        ),
    ];
    let Ok(bureau) = HOME.code.parse::<BureauCode>() else { return Vec::new() };
    told.map(|(when, deed)| Scene { at: at(when), bureau: bureau.clone(), deed }).into()
}

/// Every report, earliest first.
pub(super) fn said() -> Vec<Report> {
    let mut all = of_offices(&OFFICES);
    let lines = [
        ("1.1", "towns", Said::Done, "2021-03-30 15:00", "详细名单已报"),
        ("1.2", "towns", Said::Done, "2021-03-31 11:00", "方案和责任人已落实"),
        ("2.1", "towns", Said::Going, "2021-06-04 15:00", "包案事项逐件推进"),
        ("3.1", "towns", Said::Going, "2021-06-07 10:00", "值班到位，网格先行"),
    ];
    for line in lines {
        all.extend(of_bureaus(&TOWNS, line, if line.0 < "2" { &[] } else { &[SILENT] }));
    }
    in_order(all)
}
