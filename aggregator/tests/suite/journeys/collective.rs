//! Scenario 1: sixty-eight workers of a transport firm whose owner is in hiding with 3,126,000 yuan of their wages. The case in the
//! filed ledger makes the duty; a first report after an hour and twelve minutes, three further ones of which one is late, and
//! the last on the ninth day answer it.

use aggregator::{
    jobs::duties,
    reminder::digest,
    store::obligation::{self, Outcome},
};
use node_agent::{Draft, Node};
use schemas::statement::Subject;

use super::page;
use crate::{
    city::{City, at},
    filing::push,
};

const CAMPAIGN: &str = r#"
campaign = "special-2025"
version = 1
name = { zh = "特案专报行动", en = "Special cases" }
from = "2025-08-01"
to = "2025-12-31"
cadence = "month"
first_judged = "2025-08"
minimum_sample = 1
least_weight = 75
duties = [
    { form = "L5", cadence = "day", due_days = 0, grace_days = 1, close_days = 3, from = "2025-08-14", to = "2025-08-14" },
    { form = "L7M", cadence = "month", due_days = 5, grace_days = 8, close_days = 20 },
]
grades = [{ grade = "special", forms = ["L5"], persons = 50 }]
targets = [{ indicator = "I25", ask = "within", minutes = 120 }]
reminders = { before = ["6h"], after = ["9h"] }

[[reports]]
form = "L7"
grade = "special"
first_hours = 2
next_days = 2
kind = "stage"
last = "3"
"#;

const CLUE: &str = "线索编号,事项编号,接收时间,办结时限,被反映单位名称,行业,反映人数,反映金额,督办\n\
                    线-68,M-2025-0068,2025-08-14 08:00,2025-10-14,云江示例物流有限公司,G,68,3126000,\n";
const HEAD: &str = "报告编号,事项编号,报告类型,续报序号,紧急程度,接报时间,上报时间,用人单位名称,行业,职工总数,涉及人数,涉及金额（元）,垫付金额（元）,主要案由,风险等级,行为表现,监察员到场时间,包案领导,定向辅导专家,了结时间,处置结果,复盘,签发人\n";
const EACH: &str = "2025-08-14 08:00";
/// The reports, each with the instant it was made and what its row says after the numbers.
const REPORTS: [(&str, &str); 5] = [
    (
        "2025-08-14 09:12",
        "初报,,特急,@,2025-08-14 09:12,#,,01,红,10,2025-08-14 08:40,副区长示例甲,,,,,示例乙",
    ),
    (
        "2025-08-15 16:00",
        "续报,1,特急,@,2025-08-15 16:00,#,,01,红,10,2025-08-14 08:40,副区长示例甲,示例丙,,,,示例乙",
    ),
    (
        "2025-08-17 16:00",
        "续报,2,加急,@,2025-08-17 16:00,#,800000,01,红,10,2025-08-14 08:40,副区长示例甲,示例丙,,,,示例乙",
    ),
    (
        "2025-08-20 16:00",
        "续报,3,加急,@,2025-08-20 16:00,#,800000,01,橙,90,2025-08-14 08:40,副区长示例甲,示例丙,,,,示例乙",
    ),
    (
        "2025-08-22 17:00",
        "终报,,平急,@,2025-08-22 17:00,#,800000,01,蓝,90,2025-08-14 08:40,副区长示例甲,示例丙,2025-08-22 15:00,垫付并移送公安,完善保证金,示例乙",
    ),
];
const MONTH: &str = "重案编号,事项编号,报送级别,风险等级,纳入日期,接报时间,初报时间,到场时间,用人单位名称,涉及人数,涉及金额,包案领导,处置状态,本月进展,化解日期,销账依据,复核人\n\
    重-1,M-2025-0068,特案,红,2025-08-14,2025-08-14 08:00,2025-08-14 09:12,2025-08-14 08:40,云江示例物流有限公司,68,3126000,副区长示例甲,已销账,垫付并移送公安,2025-08-22,垫付凭证,示例丙\n";

fn matter() -> Subject {
    "M-2025-0068".parse().unwrap()
}

/// The ledger of the reports up to one, filed for its day and for the matter.
fn report(city: &City, last: usize) -> Draft {
    let row = |(number, (_, said)): (usize, &(&str, &str))| {
        let said = said.replace('@', EACH).replace('#', "云江示例物流有限公司,G,120,68,3126000");
        format!("云东特3-{},M-2025-0068,{said}\n", number + 1)
    };
    let rows: String = REPORTS.iter().take(last + 1).enumerate().map(row).collect();
    let (day, _) = REPORTS[last].0.split_once(' ').unwrap();
    Draft { subject: Some(matter()), ..city.draft("L7", day, &format!("{HEAD}{rows}")) }
}

/// The reports of the matter that somebody at the node still has to make, as `node-agent duties` names them.
fn open_at(node: &Node) -> Vec<String> {
    let open = node.duties().unwrap().into_iter().filter(|duty| duty.form == "L7" && duty.stage.is_open());
    open.map(|duty| format!("{} {} {}", duty.period, duty.subject.unwrap(), duty.which.unwrap().zh)).collect()
}

async fn make(city: &City, node: &Node, number: usize) {
    city.clock.set(at(REPORTS[number].0));
    node.file(&report(city, number), None).unwrap();
    push(node).await;
}

/// The links of the chain as the journal keeps them: the day each is owed for, whether it fell due, and how it went.
async fn chain(city: &City) -> Vec<(String, bool, Option<Outcome>)> {
    duties::run(&city.services).await.unwrap();
    let bureau = "519901".parse().unwrap();
    let kept = city.services.store.read_now(|connection| obligation::of_bureau(connection, &bureau)).unwrap();
    let of = kept.into_iter().filter(|kept| kept.key.form == "L7");
    of.map(|kept| (kept.key.period.to_string(), kept.fell_due.is_some(), kept.settled.map(|(_, how)| how)))
        .collect()
}

crate::journey! {
    "special-2025",
    CAMPAIGN,
    "2025-08-14 08:05",
    async fn a_case_of_sixty_eight_is_reported_at_once_until_it_is_over(city: City) {
        let node = city.node("519901").await;
        assert_eq!(chain(&city).await, []);
        // The row of the day's ledger is a special case, and makes the duty: due two hours after it was known.
        node.file(&city.draft("L5", "2025-08-14", CLUE), None).unwrap();
        push(&node).await;
        assert_eq!(chain(&city).await, [("2025-08-14".into(), false, None)]);
        assert_eq!(open_at(&node), ["2025-08-14 M-2025-0068 初报"], "the node knows it by its own rows");
        for (lang, words) in [("zh", ["特案1件", "M-2025-0068", "初报"]), ("en", ["1 special", "M-2025-0068", "First"])] {
            let board = page(&city, &format!("/filings/matters?lang={lang}")).await;
            assert!(words.iter().all(|word| board.contains(word)), "{words:?}: {board}");
        }
        make(&city, &node, 0).await;
        assert_eq!(chain(&city).await, [("2025-08-14".into(), false, Some(Outcome::Met))]);
        make(&city, &node, 1).await;
        make(&city, &node, 2).await;
        let met = |day: &str, due: bool| (day.to_owned(), due, Some(Outcome::Met));
        let open = |day: &str, due: bool| (day.to_owned(), due, None);
        city.clock.set(at("2025-08-18 08:00"));
        assert_eq!(
            chain(&city).await,
            [met("2025-08-14", true), met("2025-08-16", true), met("2025-08-17", true), open("2025-08-19", false)]
        );
        // Nobody has reported by the end of the nineteenth: overdue, and reminded in the morning.
        city.clock.set(at("2025-08-20 09:30"));
        assert_eq!(chain(&city).await[3], open("2025-08-19", true));
        assert_eq!(digest::run(&city.services).await.unwrap(), 1);
        assert_eq!(digest::run(&city.services).await.unwrap(), 0, "once");
        node.tick().await.unwrap();
        let reminded = node.reminders().unwrap().unwrap().all;
        let line = &reminded[0].lines[0];
        assert!(line.zh.contains("M-2025-0068") && line.en.contains("M-2025-0068"), "{line:?}");
        assert_eq!(reminded[0].step.zh, "逾期9小时");
        make(&city, &node, 3).await;
        assert_eq!(chain(&city).await[3], ("2025-08-19".into(), true, Some(Outcome::Late(1))));
        // What is done is reminded of no more, and the last report ends it.
        node.tick().await.unwrap();
        assert_eq!(node.reminders().unwrap().unwrap().all, []);
        make(&city, &node, 4).await;
        let ended = chain(&city).await;
        assert_eq!((ended.len(), &ended[4]), (5, &("2025-08-22".into(), false, Some(Outcome::Met))));
        city.clock.set(at("2025-09-02 09:00"));
        assert_eq!(chain(&city).await.len(), 5, "nothing more is owed");
        assert_eq!(open_at(&node), [""; 0]);
        for (lang, words) in [("zh", ["用时1小时6分", "终报", "无待报"]), ("en", ["took 1 h 6 min", "Last", "Nothing due"])] {
            let board = page(&city, &format!("/filings/matters?lang={lang}")).await;
            assert!(words.iter().all(|word| board.contains(word)), "{words:?}: {board}");
        }

        // The first report came after seventy-two minutes; so says the month's report.
        node.file(&city.draft("L7M", "2025-08", MONTH), None).unwrap();
        push(&node).await;
        let standings = city.json("/api/v1/standings?period=2025-08").await;
        let row = &standings["indicators"][0]["rows"][0];
        assert_eq!((&row["bureau"], &row["target"]), (&"519901".into(), &"met".into()), "{row}");
        for (lang, words) in [("zh", "重大事件首报时长"), ("en", "Minutes to the first report")] {
            let rankings = page(&city, &format!("/rankings?period=2025-08&indicator=I25&lang={lang}")).await;
            assert!(rankings.contains(words) && rankings.contains("72"), "{rankings}");
        }
    }
}
