//! 积案 (DOMAIN §7.3 item 50): what was open when the campaign began is counted from the day its policy says, by the county and by the city
//! alike, and the cases behind the figure can be opened.

use reqwest::{Method, StatusCode};

use super::page;
use crate::{city::at, filing::push};

const CAMPAIGN: &str = r#"
campaign = "backlog-2025"
version = 1
name = { zh = "积案清理", en = "Backlog" }
from = "2025-08-01"
to = "2025-12-31"
cadence = "quarter"
first_judged = "2025Q3"
minimum_sample = 1
least_weight = 75
duties = [{ form = "L3", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 }]
targets = [{ indicator = "I20", ask = "at-least", percent = "60", weight = 100 }]
"#;

const HEAD: &str = "案号,收到申请日期,受理日期,争议类别,申请人方,人数,用人单位名称,单位类型,行业,案由,审限届满日,结案日期,结案方式\n";

/// A case: number, the day it was accepted, and the day it was closed.
fn case(number: u32, opened: &str, closed: &str) -> String {
    let how = if closed.is_empty() { "" } else { "11" };
    let due = opened.parse::<chrono::NaiveDate>().unwrap() + chrono::Days::new(45);
    format!(
        "案〔2025〕{number:03}号,{opened},{opened},劳动,劳动者,1,示例公司,私营,C,01,{due},{closed},{how}\n"
    )
}

/// The numbers of a row of a table.
fn cells(page: &str, name: &str) -> Vec<String> {
    let row =
        page.split("<tr>").find(|row| row.contains(name) && row.contains("class=\"r\"")).unwrap_or_default();
    let text =
        |cell: &str| cell.trim_start_matches("<strong>").split('<').next().unwrap_or_default().to_owned();
    row.split("<td class=\"r\">").skip(1).map(text).collect()
}

crate::journey! {
    "backlog-2025",
    CAMPAIGN,
    "2025-10-13 10:00",
    async fn what_was_open_when_the_campaign_began_is_counted_by_both_programs(city: City) {
        let node = city.node("519901").await;
        let rows = [
            case(1, "2025-07-07", ""),
            case(2, "2025-07-07", "2025-08-20"),
            case(3, "2025-07-08", "2025-09-02"),
            // Closed before the campaign began, and come in after it did.
            case(4, "2025-07-08", "2025-07-25"),
            case(5, "2025-08-11", "2025-09-02"),
        ];
        let draft = city.draft("L3", "2025Q3", &format!("{HEAD}{}", rows.concat()));
        node.file(&draft, None).unwrap();
        push(&node).await;
        let filing = city.json("/api/v1/filings/519901/L3/2025Q3").await;
        let of = |tally: &str| filing["tallies"][format!("L3.{tally}")].as_i64();
        assert_eq!((of("backlog"), of("backlog_closed")), (Some(3), Some(2)), "{filing}");
        let standings = city.json("/api/v1/standings?period=2025Q3").await;
        let rows = standings["indicators"][0]["rows"].as_array().unwrap().clone();
        let own = rows.iter().find(|row| row["bureau"] == "519901").unwrap();
        assert_eq!((own["value"]["percent"].as_str(), own["target"].as_str()), (Some("66.67"), Some("met")), "{own}");
        let opened = page(&city, "/filings/519901/L3/2025Q3/rows?tally=L3.backlog").await;
        for (number, counted) in [(1, true), (2, true), (3, true), (4, false), (5, false)] {
            assert_eq!(opened.contains(&format!("案〔2025〕{number:03}号")), counted, "{number}: {opened}");
        }
        // How long the one left has been open on 30 September: 85 days. 西岭区 filed nothing and is not there.
        let shown = page(&city, "/backlog").await;
        for words in ["未结1件", "1/3个单位", "各期台账齐全的1个单位", "<h1>积案</h1>", "超180日"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert_eq!(cells(&shown, "东湖区"), ["1", "1", "1", "0", "0", "3", "2", "1"], "{shown}");
        assert_eq!(cells(&shown, "合计"), cells(&shown, "东湖区"));
        assert!(!shown.contains("西岭区"), "{shown}");
        // A quarter later nothing is left, and the way down has both ends.
        city.clock.set(at("2026-01-05 10:00"));
        let draft = city.draft("L3", "2025Q4", &format!("{HEAD}{}", case(1, "2025-07-07", "2025-11-20")));
        node.file(&draft, None).unwrap();
        push(&node).await;
        let shown = page(&city, "/backlog?period=2025Q4&lang=en").await;
        for words in ["0 open", "1 of 3 bureaus", "How long open", "Over 90 days", "bureaus whose ledgers are whole: 1"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        let way = shown.split("h-way").last().unwrap();
        assert_eq!(cells(way, "Q3 2025"), ["1"], "{way}");
        assert_eq!(cells(way, "Q4 2025"), ["0"], "{way}");
        // A county sees its own; a ledger that has no ages is none.
        let county = city.cookie("donghu").await;
        let ask = async |path: &str| city.ask(Method::GET, path, Some(&county), "").await;
        assert!(ask("/backlog?period=2025Q4").await.1.contains("1/1个单位"));
        assert_eq!(ask("/backlog?form=L9").await.0, StatusCode::NOT_FOUND);
        let (status, empty) = ask("/backlog?period=2025Q2").await;
        assert_eq!((status, empty.contains("本期还没有通过校验的台账")), (StatusCode::OK, true), "{empty}");
    }
}
