//! `demo --campaign minhang-2022`: a district whose figures go round every week.

use super::played::play;

#[tokio::test(flavor = "multi_thread")]
async fn fourteen_towns_file_by_the_week_and_a_brief_goes_round() {
    let district = play("minhang-2022").await;
    district
        .assert_board(&[
            ("L2", "2022W38", [14, 0, 0, 0]),
            ("L3", "2022W40", [14, 0, 0, 0]),
            ("L2", "2022W42", [13, 1, 0, 1]),
            ("L3", "2022W42", [13, 1, 0, 1]),
            ("L4", "2022W42", [13, 1, 1, 1]),
            ("L5", "2022W42", [13, 1, 0, 1]),
            ("L10", "2022W42", [13, 1, 0, 1]),
        ])
        .await;
    let of = async |indicator: &str| district.pooled("2022W42", indicator).await;
    // Since the beginning, of the thirteen who filed: 92 + 498 cases without the 17 of the one who did not, 38 of them open.
    assert_eq!(of("I3").await, (535, 573, "93.37".into()));
    assert_eq!(of("I1").await, (484, 635, "76.22".into()));
    assert_eq!(of("I2").await, (956, 1_119, "85.43".into()));
    assert_eq!(of("I14").await, (117, 127, "92.13".into()));
    // The line of I14 is the upper city's, 1,237 of 1,337.
    let held = district.place("2022W42", "I14", "580112101").await;
    let line = (&held["line"]["numerator"], &held["line"]["denominator"]);
    assert_eq!((line.0.as_i64(), line.1.as_i64()), (Some(1_237), Some(1_337)));
    let lagging = district.place("2022W42", "I3", "580112107").await;
    assert_eq!(lagging["value"]["percent"], "81.82");
    district
        .assert_pages(&[
            ("/?period=2022W42", &["锦栖街道未报送", "建议督办马岚镇：进度滞后", "上级公布值92.52%"]),
            ("/brief?period=2022W42", &["14个单位中13个已报齐", "956/1,119", "浦岚区及其街镇"]),
            ("/filings?period=2022W42", &["吴栖镇", "迟报1天", "零报告"]),
            ("/campaign", &["积案攻坚阶段", "总结验收阶段"]),
            ("/filings/matters", &["PL-2022-Y01", "重案"]),
            ("/backlog?period=2022W42", &["积案清理进度", "各期台账齐全的13个单位"]),
            ("/rankings/commendation?period=2022W42", &["调解仲裁条线", "综合排名在前"]),
            ("/situation?period=2022W42", &["劳动报酬"]),
            ("/cases?period=2022W42", &["浦岚示例"]),
        ])
        .await;
}
