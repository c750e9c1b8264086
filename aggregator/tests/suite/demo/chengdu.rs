//! `demo --campaign chengdu-onestop`: 1+23 centres whose counters are the public ones of DOMAIN §8.1.

use super::played::play;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_four_centres_come_to_the_public_counters() {
    let city = play("chengdu-onestop").await;
    city.assert_board(&[
        ("L2", "2024-01", [24, 0, 0, 0]),
        ("L2", "2024-02", [24, 1, 0, 0]),
        ("L2", "2024-03", [24, 1, 0, 0]),
        ("L13", "2024-03", [24, 1, 0, 0]),
        ("L3", "2024-02", [24, 1, 1, 0]),
        ("L3", "2024-03", [23, 1, 1, 1]),
        ("L4", "2024-03", [23, 1, 1, 1]),
        ("L1", "2024-03", [23, 1, 0, 1]),
        ("L11", "2024Q1", [24, 0, 0, 0]),
        ("R1", "2024Q1", [24, 0, 0, 0]),
    ])
    .await;
    let of = async |indicator: &str| city.pooled("2024-03", indicator).await;
    assert_eq!(of("I1R").await, (7_546, 14_234, "53.01".into()));
    // Of 14,234 received 701 are still open: the other denominator is of those closed.
    assert_eq!(of("I1").await, (7_546, 13_533, "55.76".into()));
    let counters = [of("H1").await.0, of("H2").await.0, of("H3").await.0, of("H4").await.0, of("H5").await.0];
    assert_eq!(counters, [50_326, 31_208, 14_234, 7_546, 29_736_000_000], "the last in fen");
    let lagging = city.place("2024-03", "I1R", "590110").await;
    assert_eq!((lagging["rank"].as_i64(), lagging["sample"].as_i64()), (Some(24), Some(826)));
    let formula = "接收调解案件数；未结案的也在分母，与I1（按结案）不同";
    city.assert_pages(&[
        ("/?period=2024-03", &["53.01", "7,546/14,234", "13,533", "50,326", "31,208", "建议督办"]),
        ("/rankings?indicator=I1R&period=2024-03", &["53.01", "锦澜区"]),
        ("/rankings/why?indicator=I1R&bureau=590101&period=2024-03", &[formula]),
        ("/filings?period=2024-03", &["蒲泽县", "逾期未报", "零报告"]),
        ("/campaign", &["调解员资源库更新"]),
        // Each success is paid for once, by the band it was in.
        ("/subsidies?month=2024-03", &["7,546件", "锦澜区"]),
        ("/situation?period=2024-03", &["劳动报酬"]),
        ("/cases?period=2024-03", &["锦泽示例"]),
    ])
    .await;
    assert!(city.text("/subsidies.csv?month=2024-03").await.contains("590101-T001"));
    // 1,473 = 1 + 63 + 790 + 619 mediators of 24 platforms.
    let mut sums = [0; 6];
    for bureau in aggregator::demo::script("chengdu-onestop").unwrap().bureaus().iter().skip(1) {
        let tally = async |form: &str, key: &str| {
            let filing = city.json(&format!("/api/v1/filings/{}/{form}/2024Q1", bureau.code)).await;
            filing["tallies"][format!("{form}.{key}")].as_i64().unwrap()
        };
        let keys = ["mediators", "doctors", "masters", "bachelors", "others"];
        for (sum, key) in sums.iter_mut().zip(keys) {
            *sum += tally("L11", key).await;
        }
        sums[5] += tally("R1", "centres").await;
    }
    assert_eq!(sums, [1_473, 1, 63, 790, 619, 24]);
}
