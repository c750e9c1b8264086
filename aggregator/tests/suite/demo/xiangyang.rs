//! `demo --campaign xiangyang-2024`: a city at the end of its first yearly milestone.

use super::played::play;

#[tokio::test(flavor = "multi_thread")]
async fn twelve_bureaus_end_their_first_year() {
    let city = play("xiangyang-2024").await;
    city.assert_board(&[
        ("L2", "2024Q3", [12, 0, 0, 0]),
        ("L2", "2024Q4", [11, 1, 0, 1]),
        ("L3", "2024Q4", [11, 1, 0, 1]),
        ("L13", "2024Q4", [11, 1, 0, 1]),
        ("R1", "2024Q4", [11, 1, 0, 1]),
        ("R3", "2024Q3", [12, 0, 1, 0]),
        ("R3", "2024Q4", [11, 1, 1, 1]),
    ])
    .await;
    let of = async |period: &str, indicator: &str| city.pooled(period, indicator).await;
    // 388 accepted; a year before 374, without the 12 of the one who did not file.
    assert_eq!(of("2024Q4", "I19").await, (26, 362, "7.18".into()));
    // 44 open at the new year and 1,434 accepted in it, without the 34 of the one who did not file; 29 open at its end.
    assert_eq!(of("2024Q4", "I3").await, (1_415, 1_444, "97.99".into()));
    // 22 decisions of courts, each counted twice, so that one that agrees in part counts half.
    assert_eq!(of("2024Q4", "I8").await, (39, 44, "88.64".into()));
    let grown = city.place("2024Q4", "I19", "560625").await;
    assert_eq!((grown["rank"].as_i64(), grown["value"]["percent"].as_str()), (Some(1), Some("4.17")));
    city.assert_pages(&[
        ("/?period=2024Q4", &["保岚县未报送", "老栖市", "争议增速"]),
        ("/rankings?indicator=I8&period=2024Q4", &["样本量小"]),
        ("/filings?period=2024Q4", &["谷栖县", "零报告"]),
        ("/filings/560606/L13/2024Q4", &["走访企业"]),
        ("/campaign", &["打基础（2024年）", "11/12已完成"]),
        ("/situation?period=2024Q4", &["劳动报酬"]),
        ("/cases?period=2024Q4", &["汉岚示例"]),
    ])
    .await;
}
