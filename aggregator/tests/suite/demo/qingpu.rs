//! `demo --campaign qingpu-2021`: a district inside a window of stability.

use super::played::play;

#[tokio::test(flavor = "multi_thread")]
async fn eleven_towns_keep_their_dangers_and_report_every_day_of_a_window() {
    let district = play("qingpu-2021").await;
    district
        .assert_board(&[
            ("L1", "2021-03", [11, 0, 0, 0]),
            ("L1", "2021-05", [10, 1, 0, 1]),
            ("L6", "2021-05", [10, 1, 0, 1]),
            ("L4", "2021-05", [10, 1, 0, 1]),
            ("L5", "2021-05", [10, 1, 0, 1]),
            ("B1", "2021-05", [10, 1, 0, 1]),
            ("L7M", "2021-05", [2, 0, 0, 0]),
            ("R2", "2021Q1", [11, 0, 0, 0]),
            ("R4", "2021Q1", [11, 0, 4, 0]),
            ("L9R", "2021-05-31", [11, 0, 0, 0]),
            ("L9", "2021-06-01", [11, 0, 0, 0]),
            ("L9", "2021-06-07", [10, 1, 0, 1]),
        ])
        .await;
    let of = async |indicator: &str| district.pooled("2021-05", indicator).await;
    // 零失控 and 零增长: 88 found, in April 92 without the 2 of the one who did not file.
    assert_eq!((of("I17").await.0, of("I16").await.0), (0, 0));
    assert_eq!(of("I21G").await, (-2, 90, "-2.22".into()));
    assert_eq!(of("I21").await, (258, 326, "79.14".into()));
    assert_eq!(district.reports("QT-2021-T01").await, [4, 0], "one is over");
    assert_eq!(district.reports("QT-2021-T02").await, [5, 1], "of the other a report is owed today");
    district
        .assert_pages(&[
            ("/?period=2021-05", &["金岚镇未报送", "白栖镇", "重大事件首报时长"]),
            ("/filings/matters", &["QT-2021-T02", "续报4", "终报", "QT-2021-Y01", "QT-2021-J01"]),
            ("/filings/580118103/L1/2021-05", &["期末未销账", "化解"]),
            ("/filings?period=2021-06-07", &["练汀镇", "逾期未报"]),
            ("/supervision/handovers", &["镇级多次协调未果"]),
            ("/campaign", &["集中稳控阶段", "劳资纠纷矛盾化解工作领导小组"]),
            ("/news", &["区仲裁院", "更正：集中开庭改为6月10日"]),
            ("/department?department=court&show=directives", &["优先审理的交办单", "整改中·余"]),
            ("/supervision/one?serial=D2021-1", &["区仲裁院", "送达回证一件待补", "签收"]),
            ("/situation?period=2021-05", &["劳动报酬"]),
            ("/cases?period=2021-05", &["青汀示例"]),
        ])
        .await;
}
