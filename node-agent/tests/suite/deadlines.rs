//! The cases of this node's own ledgers by how long is left, as `deadlines` lists them.

use node_agent::{Clock, Draft};

use crate::{
    city::{City, County, at, draft},
    commands::run,
};

/// Ending on 30 November, 2 and 7 December, on 12 November, and beyond the calendar; one stands still, one is closed.
const LEDGER: &str = "\
案号,受理日期,审限届满日,劳动者人数,中止日期,结案日期,结案方式
三日,2026-10-16,2026-11-30,1,,,
五日,2026-10-18,2026-12-02,1,,,
十日,2026-10-23,2026-12-07,1,,,
超期,2026-09-28,2026-11-12,1,,,
历外,2026-11-20,2027-01-04,1,,,
中止,2026-11-01,2027-02-01,1,2026-11-10,,
已结,2026-10-05,2026-11-19,1,,2026-11-11,11
";

#[tokio::test]
async fn cases_are_listed_by_how_long_is_left() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let said = |args: &[&str]| {
        let now = county.clock.now().to_rfc3339();
        run(county.path(), &[&["--at", &now, "deadlines"], args].concat())
    };
    county.clock.set(at("2026-11-27T01:00:00Z"));
    let (code, text) = said(&[]);
    assert!(code == 0 && text.starts_with("未结案件0件，其中超期0件"), "{text}");
    node.file(&Draft { form: Some("L3".into()), ..draft("2026Q4", LEDGER) }, None).unwrap();

    let (code, text) = said(&[]);
    assert_eq!(code, 1, "one is overdue: {text}");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "未结案件6件，其中超期1件；以下4件需要留意");
    for (line, words) in [
        (1, "L3 超期  超期15天  届满日 2026-11-12"),
        (2, "L3 三日  剩3天  届满日 2026-11-30"),
        (3, "L3 五日  剩5天  届满日 2026-12-02"),
        (4, "L3 十日  剩10天  届满日 2026-12-07"),
    ] {
        assert!(lines[line].contains(words), "{words}: {text}");
    }
    assert_eq!(lines.len(), 5, "{text}");
    let (code, text) = said(&["--all", "--lang", "en"]);
    assert_eq!(code, 1);
    for words in [
        "open cases: 6, overdue: 1; to look at: 6",
        "L3 超期  15 d overdue  last day 2026-11-12",
        "L3 三日  3 d left",
        "L3 五日  5 d left",
        "L3 十日  10 d left  last day 2026-12-07",
        "L3 历外  38 d left  last day 2027-01-04",
        "may be put off: the calendar was not updated",
        "L3 中止  stopped with 37 d left  last day —",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("已结"), "{text}");
    let (_, text) = said(&["--all"]);
    for words in ["末日是否顺延待定：日历未更新", "L3 中止  停止计算，剩37天  届满日 —"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}
