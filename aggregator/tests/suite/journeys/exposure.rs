//! 曝光 (DOMAIN §7.6 item 113): what was decided to be published is a list of the whole city, without anything that may not leave a bureau.

use super::page;
use crate::filing::push;

const CAMPAIGN: &str = r#"
campaign = "exposure-2025"
version = 1
name = { zh = "曝光", en = "Exposure" }
from = "2025-09-01"
to = "2025-12-31"
cadence = "month"
first_judged = "2025-09"
minimum_sample = 1
least_weight = 75
duties = [{ form = "R4", cadence = "month", due_days = 15, grace_days = 20, close_days = 45 }]
targets = [{ indicator = "I3", ask = "at-least", percent = "95", weight = 100 }]
"#;

const R4: &str = "登记号,措施类型,失信主体,信用代码,违法情形,人数,拖欠金额（万元）,作出决定日期,文书号,公安机关,公布媒体,是否推送信用平台,推送时间,直接责任人姓名\n\
S-1,移送公安机关,云江示例建设有限公司,91310112MA1GB00A5Y,逃匿欠薪,68,312.6,2025-09-20,云人社移〔2025〕2号,云江市公安局东湖分局,,,,示例责任人\n\
S-3,社会公布,云江示例餐饮有限公司,91310112MA1GB00A5Y,逾期不支付,12,18,2025-09-05,云人社公〔2025〕5号,,市局网站,是,2025-09-06,示例责任人\n";

crate::journey! {
    "exposure-2025",
    CAMPAIGN,
    "2025-10-08 10:00",
    async fn what_is_to_be_published_is_one_list(city: City) {
        let node = city.node("519901").await;
        node.file(&city.draft("R4", "2025-09", R4), None).unwrap();
        push(&node).await;
        for (address, has, lacks) in [
            ("/cases.csv?form=R4&level=2", "S-3", "S-1"),
            ("/cases.csv?form=R4&level=1", "S-1", "S-3"),
            ("/cases?form=R4&level=2", "S-3", "S-1"),
        ] {
            let shown = page(&city, address).await;
            assert!(shown.contains(has) && !shown.contains(lacks), "{address}: {shown}");
            assert!(!shown.contains("示例责任人"), "{address}: {shown}");
        }
        assert!(page(&city, "/cases.csv?form=R4&level=2").await.contains("社会公布"));
    }
}
