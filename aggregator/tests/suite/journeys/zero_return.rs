//! Scenario 8: a county says that it has no arrears while the hotline has three orders for it: nothing is refused, and everybody
//! who looks is told to look again.

use schemas::wire::FilingState;

use super::page;
use crate::{city::at, filing::push};

const CAMPAIGN: &str = r#"
campaign = "orders-2025"
version = 1
name = { zh = "零报告核对", en = "Zero returns" }
from = "2025-07-01"
to = "2025-12-31"
cadence = "quarter"
first_judged = "2025Q3"
minimum_sample = 1
least_weight = 75
brief = "quarter"
duties = [
    { form = "L5", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 },
    { form = "L10", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 },
]
targets = [{ indicator = "I18", ask = "show" }]
"#;

const ORDERS: &str = "工单号,诉求渠道,诉求类别,派单时间,办结时限\n\
    1,12345热线,投诉,2025-08-05 09:00,2025-08-22\n\
    2,12345热线,投诉,2025-09-29 10:00,2025-10-23\n\
    3,12345热线,投诉,2025-09-29 15:00,2025-10-23\n";

crate::journey! {
    "orders-2025",
    CAMPAIGN,
    "2025-10-13 10:00",
    async fn a_zero_return_is_doubtful_while_the_hotline_has_orders(city: City) {
        let (node, quiet) = (city.node("519901").await, city.node("519902").await);
        for node in [&node, &quiet] {
            node.nil("L5", "2025Q3".parse().unwrap(), None, None).unwrap();
            push(node).await;
        }
        quiet.nil("L10", "2025Q3".parse().unwrap(), None, None).unwrap();
        push(&quiet).await;
        let words = [
            ("zh", "零报告或全部为零，而本单位同期有12345、信访工单3件"),
            ("en", "A nil return, or every figure is 0, while the bureau has orders of the hotline and petitions of the same time: 3"),
        ];
        for (lang, words) in words {
            assert!(!page(&city, &format!("/filings/519901/L5/2025Q3?lang={lang}")).await.contains(words), "not yet");
        }
        node.file(&city.draft("L10", "2025Q3", ORDERS), None).unwrap();
        push(&node).await;
        // The return stands, with the notice; the other's has none.
        for (lang, words) in words {
            assert!(page(&city, &format!("/filings/519901/L5/2025Q3?lang={lang}")).await.contains(words));
            assert!(!page(&city, &format!("/filings/519902/L5/2025Q3?lang={lang}")).await.contains(words));
        }
        let nil = node.items().unwrap().into_iter().find(|item| item.statement.filing.form == "L5").unwrap();
        let told = aggregator::intake::content::status(&city.services, nil.id).await.unwrap();
        assert_eq!((told.state, told.findings.len()), (FilingState::Validated, 1));
        assert_eq!(told.findings[0].what.zh, words[0].1);
        // Whoever reads the brief is told as well.
        for (lang, words) in words {
            let brief = page(&city, &format!("/brief?period=2025Q3&lang={lang}")).await;
            assert!(brief.contains(words), "{brief}");
        }
        // It looks again, files the clue it had overlooked, and the doubt is gone.
        city.clock.set(at("2025-10-14 10:00"));
        let clue = "线索编号,接收时间,办结时限,反映人数,反映金额\n线-1,2025-09-29 10:00,2025-11-29,2,8000\n";
        node.amend(&city.draft("L5", "2025Q3", clue), "补报热线转来的线索").unwrap();
        push(&node).await;
        for (lang, words) in words {
            assert!(!page(&city, &format!("/filings/519901/L5/2025Q3?lang={lang}")).await.contains(words));
        }
    }
}
