//! 表扬候选 (DOMAIN §4.6, §7.6 item 111): the campaign's rule puts forward who stands first, has stood so or has risen, and says what rules
//! a bureau out; nobody but the staff sees it.

use reqwest::{Method, StatusCode};

use super::page;
use crate::{city::at, filing::push};

const CAMPAIGN: &str = r#"
campaign = "praise-2025"
version = 1
name = { zh = "评优", en = "Praise" }
from = "2025-08-01"
to = "2025-12-31"
cadence = "month"
first_judged = "2025-08"
minimum_sample = 1
least_weight = 75
duties = [{ form = "L2", cadence = "month", due_days = 5, grace_days = 8, close_days = 40 }]
targets = [{ indicator = "I1", ask = "at-least", percent = "100", weight = 100 }]
commendation = { places = 1, without = ["veto", "late", "fault", "listing"], running = 2, risen = 1, public_days = 5 }
"#;

/// Four mediations of a month, of which so many were settled.
fn mediations(month: &str, good: usize) -> String {
    let row = |number: usize| {
        let (outcome, agreed) = if number <= good {
            ("书面协议", format!("{month}-20"))
        } else {
            ("未达成", String::new())
        };
        format!(
            "调{month}-{number},人民调解,{month}-08,1,云江示例服装有限公司,是,{month}-20,{outcome},{agreed}\n"
        )
    };
    let head = "案号,调解类型,受理日期,劳动者人数,用人单位名称,先行调解,结束日期,调解结果,协议日期\n";
    format!("{head}{}", (1..=4).map(row).collect::<String>())
}

/// The cells of a bureau's row, without marks.
fn row(page: &str, name: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(page);
    let (rows, cells) =
        (scraper::Selector::parse("tbody tr").unwrap(), scraper::Selector::parse("td").unwrap());
    let text = |cell: scraper::ElementRef<'_>| cell.text().collect::<String>().trim().to_owned();
    let found = page.select(&rows).map(|row| row.select(&cells).map(text).collect::<Vec<_>>());
    found.into_iter().find(|row| row.first().is_some_and(|first| first == name)).unwrap_or_default()
}

crate::journey! {
    "praise-2025",
    CAMPAIGN,
    "2025-09-03 10:00",
    async fn who_stands_high_is_put_forward_unless_something_rules_it_out(city: City) {
        let (east, west) = (city.node("519901").await, city.node("519902").await);
        for (month, filed, late, good) in [
            ("2025-08", "2025-09-03 10:00", "2025-09-03 11:00", [3, 2]),
            ("2025-09", "2025-10-03 10:00", "2025-10-08 10:00", [3, 4]),
            ("2025-10", "2025-11-03 10:00", "2025-11-03 11:00", [3, 4]),
        ] {
            city.clock.set(at(filed));
            east.file(&city.draft("L2", month, &mediations(month, good[0])), None).unwrap();
            push(&east).await;
            city.clock.set(at(late));
            west.file(&city.draft("L2", month, &mediations(month, good[1])), None).unwrap();
            push(&west).await;
        }
        let rule = "/rankings/commendation";
        let august = page(&city, &format!("{rule}?period=2025-08")).await;
        assert_eq!(row(&august, "东湖区"), ["东湖区", "1", "75.000", "综合排名在前", "无", "候选"], "{august}");
        assert_eq!(row(&august, "西岭区"), [""; 0], "it is second");
        assert!(august.contains("评定后公示5个工作日再公布"), "{august}");
        // Risen to the first place, and late: put forward and ruled out.
        let september = page(&city, &format!("{rule}?period=2025-09")).await;
        let risen = "综合排名在前、上升1位，进步明显";
        assert_eq!(row(&september, "西岭区"), ["西岭区", "1", "100.000", risen, "报送迟报或未报", "不列入"], "{september}");
        let english = page(&city, &format!("{rule}?period=2025-10&lang=en")).await;
        let shown = row(&english, "西岭区");
        let running = "high in the composite, 2 periods running: for the year";
        assert_eq!(shown[3..], [running, "a filing was late or is missing", "ruled out"], "{english}");
        assert!(page(&city, "/rankings?period=2025-10").await.contains("表扬候选"));
        let county = city.cookie("donghu").await;
        let (status, _) = city.ask(Method::GET, rule, Some(&county), "").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
}
