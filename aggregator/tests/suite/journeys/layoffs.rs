//! Scenario 7: 24 of 180 are to be laid off, 13.3 %: flagged by itself, whatever the employer says; 19 of 250 are not.

use node_agent::{AgentError, Node};
use schemas::text::Lang;

use super::page;
use crate::{city::City, filing::push};

const HEAD: &str = "裁员事项编号,日期,企业名称,职工总数,拟裁人数,占比(%),是否达到报告标准,裁员方式,已报告裁员方案,报告方案日期,已听取工会意见,当日新增\n";
const DAY: &str = "2022-07-14";

/// The findings of a row in both languages; none if it is filed.
fn stopped(city: &City, node: &Node, rest: &str) -> Option<(String, String)> {
    let csv = format!("{HEAD}裁-7,{DAY},云江示例制造有限公司,{rest}\n");
    match node.file(&city.draft("L8", DAY, &csv), None) {
        Err(AgentError::Stopped(report)) => Some((report.text(Lang::Zh), report.text(Lang::En))),
        Err(error) => panic!("{error}"),
        Ok(_) => None,
    }
}

crate::journey! {
    "province-2022",
    &include_str!("../../../../schemas/definitions/campaigns/province-2022.toml")
        .replacen("version = 1\n", "version = 99\n", 1),
    "2022-07-14 10:00",
    async fn layoffs_are_flagged_by_their_number_or_share(city: City) {
        let (large, small) = (city.node("519901").await, city.node("519902").await);
        // Unmarked it is not taken, and the share is worked out.
        let (zh, en) = stopped(&city, &large, "180,24,,否,协商解除,,,,是").unwrap();
        assert!(zh.contains("拟裁20人以上或占职工总数10%以上，应标为达到报告标准"), "{zh}");
        assert!(en.contains("20 or more, or at least 10 % of the staff: must be marked"), "{en}");
        let (zh, en) = stopped(&city, &large, "180,24,12%,是,协商解除,,,,是").unwrap();
        assert!(zh.contains("应为拟裁人数÷职工总数＝13.33%") && en.contains("To be laid off ÷ Staff = 13.33%"), "{zh}{en}");
        assert_eq!(stopped(&city, &large, "180,24,13.3%,是,协商解除,,,,是"), None);
        // 7.6 %, and fewer than twenty: marked it is refused, unmarked it is taken.
        let (zh, en) = stopped(&city, &small, "250,19,,是,协商解除,,,,是").unwrap();
        assert!(zh.contains("标为达到报告标准，但不足20人且不足职工总数10%"), "{zh}");
        assert!(en.contains("Marked, but fewer than 20 and less than 10 % of the staff"), "{en}");
        assert_eq!(stopped(&city, &small, "250,19,,否,协商解除,,,,是"), None);
        push(&large).await;
        push(&small).await;

        let of = async |bureau: &str| {
            let filing = city.json(&format!("/api/v1/filings/{bureau}/L8/{DAY}")).await;
            assert_eq!(filing["state"], "validated", "{filing}");
            let tally = |key: &str| filing["tallies"][format!("L8.{key}")].as_i64().unwrap();
            [tally("layoffs"), tally("marked"), tally("planned"), tally("staff")]
        };
        assert_eq!((of("519901").await, of("519902").await), ([1, 1, 24, 180], [1, 0, 19, 250]));
        for (lang, words) in [("zh", "达到报告标准"), ("en", "Marked")] {
            let page = page(&city, &format!("/filings/519901/L8/{DAY}?lang={lang}")).await;
            assert!(page.contains(words), "{page}");
        }
    }
}
