//! Matters handed one level up and across: taken with a letter to the county, sent back, and passed on to the neighbour without
//! anything that may not leave a bureau.

use reqwest::StatusCode;
use schemas::{directive::Kind, handover::Taken};

use super::{CAMPAIGN, done, page, refused, stage};
use crate::{city::at, filing::push};

const X2: &str = "通报编号,类型,来源表式,台账编号,接收地区,接收地区代码,企业名称,案由,人数,欠薪金额（万元）,风险颜色,提级理由,处置情况,请求事项,移交时间,经办人,批准人,签收期限,接收日期,接收人,接收案号,劳动者姓名,联系电话\n\
Y-1,提级,L1,0001,云江市人力资源和社会保障局,,云江示例建设有限公司,欠薪,68,312.6,红色,跨区项目先期处置不能应对,约谈总包,市级协调拨付,2025-10-08,示例甲,示例乙,2025-10-10,,,,示例工友,13800138000\n\
Y-2,跨区域通报,L1,0001,西岭区人力资源和社会保障局,519902,云江示例建设有限公司,欠薪,68,312.6,红色,部分工人居住在西岭,已安抚,协助回访,2025-10-08,示例甲,示例乙,2025-10-10,,,,示例工友,13800138000\n\
Y-3,跨区域通报,L1,0001,外省某局,,云江示例建设有限公司,欠薪,6,2.6,橙色,工人在外省,已安抚,协助回访,2025-10-08,示例甲,示例乙,2025-10-10,,,,,\n\
Y-4,提级,L1,0002,云江市人力资源和社会保障局,,云江示例餐饮有限公司,欠薪,60,20,橙色,本级无力处置,已约谈,市级协调,2025-10-08,示例甲,示例乙,2025-10-10,,,,,\n";

crate::journey! {
    "listing-2025",
    CAMPAIGN,
    "2025-10-09 10:00",
    async fn what_is_handed_up_is_taken_and_what_is_for_a_neighbour_is_passed_on(city: City) {
        let (node, neighbour) = (city.node("519901").await, city.node("519902").await);
        node.file(&city.draft("X2", "2025-10-08", X2), None).unwrap();
        push(&node).await;
        for (lang, words) in [
            ("zh", ["待接收4件", "跨区项目先期处置不能应对", "转送西岭区", "接收单位不是本市其他单位"]),
            ("en", ["4 to be taken", "跨区项目先期处置不能应对", "Pass on to 西岭区", "No other bureau of this city is named"]),
        ] {
            let shown = page(&city, "staff", &format!("/supervision/handovers?lang={lang}")).await;
            for word in words {
                assert!(shown.contains(word), "{word}: {shown}");
            }
            assert!(!shown.contains("示例工友") && !shown.contains("13800138000"), "what is P0 is not here at all");
        }
        assert!(page(&city, "staff", "/supervision").await.contains("移交事项（待接收4）"));
        let of = |case: &'static str, more: &[(&'static str, &'static str)]| {
            let mut fields = vec![("bureau", "519901"), ("case", case)];
            fields.extend(more);
            fields
        };
        // What stands against it.
        let path = "/supervision/handovers/take";
        let invalid = StatusCode::UNPROCESSABLE_ENTITY;
        refused(&city, "staff", path, &of("Y-1", &[("number", "云人社接〔2025〕1号"), ("words", "")]), invalid, [
            "须写明理由、佐证或公告内容（不超过500字）",
            "Give the reason, the evidence or the announcement (at most 500 characters)",
        ]).await;
        refused(&city, "staff", path, &of("Y-2", &[("number", "1"), ("words", "接收")]), invalid, [
            "跨区域通报请转送邻区",
            "A notice to another area is passed on to it",
        ]).await;
        refused(&city, "staff", "/supervision/handovers/pass", &of("Y-3", &[]), invalid, [
            "接收单位不是本市其他单位，不能转送；请退回，由单位填写接收单位代码",
            "The addressee is no other bureau of this city; send it back, so that its code is filled in",
        ]).await;
        done(&city, "staff", path, &of("Y-1", &[("number", "云人社接〔2025〕1号"), ("words", "由市局牵头协调")])).await;
        refused(&city, "staff", path, &of("Y-1", &[("number", "2"), ("words", "再次")]), StatusCode::CONFLICT, [
            "该移交事项已处理，请刷新",
            "This hand-over was answered before; load the page again",
        ]).await;
        done(&city, "staff", "/supervision/handovers/return", &of("Y-4", &[("words", "未达到提级条件")])).await;
        done(&city, "staff", "/supervision/handovers/pass", &of("Y-2", &[])).await;

        // The county holds the letters.
        push(&node).await;
        let handed = node.directives().unwrap().handed;
        let said: Vec<(&str, &Taken)> = handed.iter().map(|one| (one.case.as_str(), &one.taken)).collect();
        assert_eq!(
            said,
            [
                ("Y-1", &Taken::Accepted("云人社接〔2025〕1号".into())),
                ("Y-2", &Taken::Accepted("D2025-1".into())),
                ("Y-4", &Taken::SentBack),
            ]
        );
        // The neighbour is told, signs for it, and that is all.
        push(&neighbour).await;
        let put = neighbour.directives().unwrap().put;
        assert_eq!((put.len(), put[0].directive.order.kind), (1, Kind::Neighbour));
        let matter = &put[0].directive.order.matter;
        assert!(matter.contains("部分工人居住在西岭") && !matter.contains("示例工友") && !matter.contains("138"), "{matter}");
        let serial = put[0].directive.serial.to_string();
        super::answer(&city, &neighbour, &serial, "2025-10-09", &["签收,2025-10-09,已收悉并安排回访,,,,,示例丁"]).await;
        assert_eq!(stage(&city, &serial).await, "已签收");
        let county = page(&city, "donghu", "/supervision/handovers").await;
        assert!(county.contains("已接收，编号云人社接〔2025〕1号") && !county.contains("handovers/take"), "{county}");

        // When the ledger says that it was taken, it waits no more.
        city.clock.set(at("2025-10-10 10:00"));
        let closed = X2
            .replace("示例甲,示例乙,2025-10-10,,,,", "示例甲,示例乙,2025-10-10,2025-10-09,示例丙,云人社接〔2025〕1号,");
        node.file(&city.draft("X2", "2025-10-09", &closed), None).unwrap();
        push(&node).await;
        assert!(page(&city, "staff", "/supervision/handovers").await.contains("待接收0件"));
    }
}
