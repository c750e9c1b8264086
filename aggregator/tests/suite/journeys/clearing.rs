//! Scenario 6: a project of the government owes seven workers 124,000 yuan at the end of the quarter: not cleared, which nothing
//! makes up for.

use super::page;
use crate::{
    city::{City, at},
    filing::push,
};

const CAMPAIGN: &str = r#"
campaign = "clear-2025"
version = 1
name = { zh = "清零行动2025", en = "Clearing 2025" }
from = "2025-07-01"
to = "2025-12-31"
cadence = "quarter"
first_judged = "2025Q3"
minimum_sample = 1
least_weight = 75
duties = [
    { form = "L4", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 },
    { form = "L5", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 },
]
targets = [{ indicator = "I16", ask = "zero", veto = true }]
flags = [{ family = "prominent", rule = "veto" }]
"#;

const HEAD: &str = "线索编号,接收时间,办结时限,项目名称,投资性质,工程建设领域,反映人数,反映金额,核实人数,核实金额,办结时间,核处结论,支付到位金额,支付到位人数,支付到位日期\n";
const OPEN: &str = "线-1,2025-08-20 09:00,2025-10-20,示例学校,政府投资,是,7,124000,7,124000,,,,,\n";
const PAID: &str = "线-1,2025-08-20 09:00,2025-10-20,示例学校,政府投资,是,7,124000,7,124000,2025-09-28 09:00,欠薪已全部支付,124000,7,2025-09-27\n";
/// As much, of a private project.
const PRIVATE: &str = "线-2,2025-08-20 09:00,2025-10-20,示例楼盘,房地产,是,7,124000,7,124000,,,,,\n";

async fn file(city: &City, bureau: &str, rows: &str) {
    let node = city.node(bureau).await;
    node.nil("L4", "2025Q3".parse().unwrap(), None, None).unwrap();
    node.file(&city.draft("L5", "2025Q3", &format!("{HEAD}{rows}")), None).unwrap();
    push(&node).await;
}

crate::journey! {
    "clear-2025",
    CAMPAIGN,
    "2025-10-13 10:00",
    async fn arrears_of_a_public_project_at_the_end_of_the_quarter_fail_the_clearing(city: City) {
        file(&city, "519901", OPEN).await;
        file(&city, "519902", PRIVATE).await;
        file(&city, "519923", PAID).await;
        let standings = city.json("/api/v1/standings?period=2025Q3").await;
        let table = &standings["indicators"][0];
        let of = |bureau: &str| {
            let row = table["rows"].as_array().unwrap().iter().find(|row| row["bureau"] == bureau).unwrap();
            (row["value"]["numerator"].as_i64(), row["target"].as_str().map(str::to_owned), row["rank"].as_i64())
        };
        assert_eq!(table["indicator"], "I16");
        assert_eq!(of("519901"), (Some(1), Some("missed".into()), Some(3)));
        assert_eq!(of("519902"), (Some(0), Some("met".into()), Some(1)), "private money is another matter");
        assert_eq!(of("519923"), (Some(0), Some("met".into()), Some(1)), "paid within the quarter");
        for (lang, words) in [
            ("zh", ["政府国企项目欠薪动态清零", "一票否决"]),
            ("en", ["Arrears of public projects at zero", "veto"]),
        ] {
            let rankings = page(&city, &format!("/rankings?period=2025Q3&indicator=I16&lang={lang}")).await;
            assert!(words.iter().all(|word| rankings.contains(word)), "{rankings}");
        }
        // It is proposed at once, with the sentence.
        let proposals = city.json("/api/v1/proposals?period=2025Q3").await;
        let text = proposals.to_string();
        for words in ["519901", "政府国企项目欠薪动态清零1件，属一票否决事项", "which is a veto"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(!text.contains("519902") && !text.contains("519923"), "{text}");
        // Paid in the next quarter, this quarter's end stays what it was.
        city.clock.set(at("2026-01-05 10:00"));
        let again = city.json("/api/v1/proposals?period=2025Q3").await;
        assert!(again.to_string().contains("属一票否决事项"), "{again}");
    }
}
