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
    assert_eq!(province.pooled("2022Q3", "I1").await.1, 798);
}
