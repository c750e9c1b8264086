//! `demo --campaign province-2022`: a quarter with its copies, special cases, and days of a protection period.

use super::played::play;

#[tokio::test(flavor = "multi_thread")]
async fn twelve_cities_file_a_quarter_and_the_days_of_a_protection_period() {
    let province = play("province-2022").await;
    province
        .assert_board(&[
            ("L2", "2022Q3", [11, 1, 0, 1]),
            ("L3", "2022Q3", [11, 1, 0, 1]),
            ("L4", "2022Q3", [11, 1, 0, 1]),
            ("L5", "2022Q3", [11, 1, 0, 1]),
            ("L10", "2022Q3", [11, 1, 0, 1]),
            ("B1", "2022Q3", [11, 1, 0, 1]),
            ("L9R", "2022-10-15", [12, 0, 0, 0]),
            ("L9", "2022-10-16", [11, 0, 0, 1]),
            ("L9", "2022-10-17", [11, 1, 0, 1]),
            ("L8", "2022-10-14", [12, 0, 10, 0]),
            ("L8", "2022-10-17", [11, 0, 8, 1]),
        ])
        .await;
    let of = async |indicator: &str| province.pooled("2022Q3", indicator).await;
    // 46 + 812 mediations without the 2 of the one that did not file, 58 still open; 72 + 566 arbitrations without its 3.
    assert_eq!(of("I1").await, (615, 798, "77.07".into()));
    assert_eq!(of("I3").await, (601, 635, "94.65".into()));
    let lagging = province.place("2022Q3", "I3", "570400").await;
    assert_eq!(lagging["value"]["percent"], "86.30");
    assert_eq!(province.reports("LD-2022-T01").await, [4, 0], "one is over");
    assert_eq!(province.reports("LD-2022-T02").await, [5, 1], "of the other a report is owed today");
    for (bureau, stands) in [("570300", true), ("571100", false)] {
        let path = format!("/api/v1/filings/{bureau}/L7M/2022-09");
        assert_eq!(province.has(&path).await, stands, "{bureau}");
    }
    province
        .assert_pages(&[
            ("/?period=2022Q3", &["石汀市未报送", "建议督办桥汀市：进度滞后", "越级访重复访"]),
            ("/filings?period=2022Q3", &["缺送同级政法委4份", "迟报2天"]),
            ("/filings?period=2022-10-17", &["零报告", "石汀市"]),
            ("/filings/matters", &["特案2件", "续报4", "终报"]),
            ("/campaign", &["党的二十大"]),
            ("/situation?period=2022Q3", &["劳动报酬"]),
            ("/cases?period=2022Q3", &["岭东示例"]),
        ])
        .await;
}
