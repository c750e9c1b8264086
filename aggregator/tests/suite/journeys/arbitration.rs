//! Scenario 5: a third person joins an arbitration and the clock begins anew, the days of an announcement are not counted, and
//! fifteen days are granted: the due day goes from the forty-fifth day to the right one.

use node_agent::{AgentError, Node, OwnCase};
use schemas::{check::DUE_DAY, finding::Explanation, text::Lang};

use super::page;
use crate::{
    city::{City, at},
    filing::push,
};

const HEAD: &str = "案号,受理日期,追加第三人日期,公告起始日期,公告期满日期,延期审批,延期天数,延期批准日期,延期批准文号,人数,承办仲裁员,审限届满日,结案日期,结案方式\n";

/// What the ledger knows of the case, event by event, with the day it is due by then.
const KNOWN: [(&str, &str); 4] = [
    ("2025-07-01,,,,,,,", "2025-08-15"),
    ("2025-07-01,2025-07-15,,,,,,", "2025-08-29"),
    ("2025-07-01,2025-07-15,2025-07-20,2025-08-18,,,,", "2025-09-28"),
    ("2025-07-01,2025-07-15,2025-07-20,2025-08-18,是,15,2025-09-20,延字1号", "2025-10-13"),
];

fn csv(known: &str, due: &str) -> String {
    format!("{HEAD}示例案1号,{known},3,李示例,{due},,\n")
}

/// The one case as the node counts it.
fn own(node: &Node) -> OwnCase {
    let mut cases = node.deadlines().unwrap();
    assert_eq!(cases.len(), 1);
    cases.remove(0)
}

crate::on_both_engines! {
    async fn the_due_day_goes_from_the_forty_fifth_to_the_right_one(city: City) {
        let node = city.node("519901").await;
        city.clock.set(at("2025-10-13 09:00"));
        let days = [
            ("超期59天", "59 d overdue"),
            ("超期45天", "45 d overdue"),
            ("超期15天", "15 d overdue"),
            ("今日到期", "due today"),
        ];
        for (revision, ((known, due), (zh, en))) in KNOWN.into_iter().zip(days).enumerate() {
            let draft = city.draft("L3", "2025Q3", &csv(known, due));
            match revision {
                0 => node.file(&draft, None).unwrap(),
                _ => node.amend(&draft, "补录程序事项").unwrap(),
            };
            push(&node).await;
            // The node counts it from its own rows, the city from the rows it holds: the same day.
            let case = own(&node);
            let (last, _) = case.case.timed.last_day().unwrap();
            assert_eq!((last.to_string().as_str(), case.stand.text().zh.as_ref()), (due, zh));
            assert_eq!(case.stand.text().en, en);
            let said = city.json("/api/v1/deadlines?period=2025Q3").await;
            assert_eq!((&said["cases"][0]["case"], &said["cases"][0]["last_day"]), (&"示例案1号".into(), &due.into()));
            for (lang, words) in [("zh", zh), ("en", en)] {
                let page = page(&city, &format!("/warnings/deadlines?period=2025Q3&lang={lang}")).await;
                assert!(page.contains("示例案1号") && page.contains(due) && page.contains(words), "{page}");
            }
        }
    }

    async fn a_due_day_that_contradicts_is_named_with_the_right_one(city: City) {
        let node = city.node("519901").await;
        let (known, _) = KNOWN[3];
        let draft = city.draft("L3", "2025Q3", &csv(known, "2025-08-15"));
        let Err(AgentError::Stopped(report)) = node.file(&draft, None) else { panic!("the 45th day is not it") };
        let (zh, en) = (report.text(Lang::Zh), report.text(Lang::En));
        assert!(zh.contains("届满日应为2025-10-13") && zh.contains("第43条"), "{zh}");
        assert!(en.contains("2025-10-13"), "{en}");
        // With a reason it is filed, and the city sees both.
        let why = Explanation { code: DUE_DAY.into(), case: Some("示例案1号".into()), reason: None, text: "系统按旧规则生成".into() };
        node.file(&node_agent::Draft { explanations: vec![why], ..draft }, None).unwrap();
        push(&node).await;
        for (lang, words) in [("zh", "届满日应为2025-10-13"), ("en", "2025-10-13")] {
            let page = page(&city, &format!("/filings/519901/L3/2025Q3?lang={lang}")).await;
            assert!(page.contains(words) && page.contains("系统按旧规则生成"), "{page}");
        }
        let said = city.json("/api/v1/deadlines?period=2025Q3").await;
        assert_eq!(said["cases"][0]["last_day"], "2025-10-13", "the count is what holds");
    }
}
