//! Scenario 4: mediation fails, the case goes to arbitration, the award is final, and the employer's application to set it aside is
//! rejected. One dispute, two procedures, each in its own indicator.

use super::page;
use crate::{city::at, filing::push};

const CAMPAIGN: &str = r#"
campaign = "court-2025"
version = 1
name = { zh = "调裁衔接", en = "Mediation and arbitration" }
from = "2025-01-01"
to = "2025-12-31"
cadence = "quarter"
first_judged = "2025Q2"
minimum_sample = 1
least_weight = 75
duties = [
    { form = "L2", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 },
    { form = "L3", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 },
]
targets = [
    { indicator = "I1", ask = "at-least", percent = "75", weight = 50 },
    { indicator = "I3", ask = "at-least", percent = "92", weight = 50 },
]
"#;

const L2: &str = "案号,调解类型,受理日期,用人单位名称,行业,劳动者人数,案由,15日届满日,结束日期,调解结果,转仲裁案号\n\
    调-1,5,2025-06-02,云江示例电子有限公司,C,1,0301,2025-06-17,2025-06-17,21,示例案〔2025〕7号\n";
const L3: &str = "案号,收到申请日期,受理日期,争议类别,申请人方,人数,用人单位名称,单位类型,行业,案由,审限届满日,结案日期,结案方式,裁决性质,送达日期,是否起诉,起诉日期,法院结果\n";

crate::journey! {
    "court-2025",
    CAMPAIGN,
    "2025-07-10 10:00",
    async fn a_mediation_that_failed_the_award_and_the_court_are_one_dispute(city: City) {
        let node = city.node("519901").await;
        let award = |last: &str| format!("{L3}示例案〔2025〕7号,2025-06-20,2025-06-24,劳动,劳动者,1,云江示例电子有限公司,私营,C,0301,2025-08-08,{last}\n");
        node.file(&city.draft("L2", "2025Q2", L2), None).unwrap();
        node.file(&city.draft("L3", "2025Q2", &award(",,,,,,")), None).unwrap();
        push(&node).await;
        let situation = city.json("/api/v1/situation?period=2025Q2").await;
        assert_eq!((&situation["disputes"], &situation["procedures"]), (&1.into(), &2.into()), "{situation}");
        city.clock.set(at("2025-10-10 10:00"));
        node.nil("L2", "2025Q3".parse().unwrap(), None, None).unwrap();
        node.file(&city.draft("L3", "2025Q3", &award("2025-08-05,21,终局,2025-08-08,是,2025-08-20,一致")), None).unwrap();
        push(&node).await;

        let whole = city.json("/api/v1/cases/one?bureau=519901&form=L3&case=%E7%A4%BA%E4%BE%8B%E6%A1%88%E3%80%942025%E3%80%957%E5%8F%B7").await;
        let procedures = whole["procedures"].as_array().unwrap();
        let line = |case: &serde_json::Value| format!("{} {} {} {}", case["form"], case["case"], case["closed"], case["counted"]).replace('"', "");
        assert_eq!(
            procedures.iter().map(line).collect::<Vec<_>>(),
            ["L2 调-1 2025-06-17 true", "L3 示例案〔2025〕7号 2025-08-05 false"]
        );
        assert_eq!(whole["ledgers"].as_array().unwrap().len(), 2, "both quarters have it");
        for (lang, words) in [
            ("zh", ["转示例案〔2025〕7号", "同一事项共2个程序，统计时计1件", "法院结果"]),
            ("en", ["went on as", "2 procedures of one dispute: counted once", "Court result"]),
        ] {
            let page = page(&city, &format!("/cases/one?bureau=519901&form=L2&case=%E8%B0%83-1&lang={lang}")).await;
            assert!(page.contains(words[0]) && page.contains(words[1]), "{page}");
            let page = super::page(&city, &format!("/cases/one?bureau=519901&form=L3&case=%E7%A4%BA%E4%BE%8B%E6%A1%88%E3%80%942025%E3%80%957%E5%8F%B7&lang={lang}")).await;
            assert!(page.contains(words[2]), "{page}");
        }
    }
}
