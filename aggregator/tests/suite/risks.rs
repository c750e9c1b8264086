//! 风险台账 and the lists for the leading group: open cases by level, what was not followed up in time, nobody who answers; and a
//! workbook whose hash is in the log, so that its receipt proves it.

use reqwest::{Method, StatusCode};
use schemas::{
    evidence::{Evidence, Held},
    hash::Sha,
    issued_list::IssuedList,
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
};

use crate::{
    bulletin::{page, post},
    city::{City, Setting, postgres_schema},
    filing::push,
};

const CAMPAIGN: &str = r#"
campaign = "risks-2025"
version = 1
name = { zh = "风险排查", en = "Risks" }
from = "2025-07-01"
to = "2025-12-31"
cadence = "quarter"
first_judged = "2025Q3"
minimum_sample = 1
least_weight = 75
duties = [{ form = "L1", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 }]
targets = [{ indicator = "I21", ask = "show" }]
"#;

const HEAD: &str = "隐患编号,所属街镇,排查时间,案件来源,单位名称,信用代码,企业类型,行业,是否工程建设领域,案由,人数,涉案金额（万元）,拖欠月数,基本情况,风险颜色,化解措施,承办单位,分管领导,包案人,督办领导,领导职务,包案级别,计划化解日期,跟踪记录,辅导专家,辅导记录,当前状态,化解时间,处理结果,落实金额（万元）,落实人数,销账凭证,核查人,核查日期,销账时间\n";
const RED: &str = "险-1,临湖街道,2025-07-02,网格,云江示例建设有限公司,91310112MA1GB00A5Y,私营,E,否,拖欠工资,68,312.6,3,项目停工未发工资,红色,约谈总包,区人社局,副局长示例甲,示例乙,副区长示例丙,副区长,区县,2025-10-31,2025-09-28 约谈总包（示例乙）,示例丁,2025-09-20 指导制定支付方案（示例丁）,在办,,,,,,,,\n";
const ORANGE: &str = "险-2,湖滨镇,2025-08-20,12345热线,云江示例物流有限公司,91310112MA1GB00A5Y,私营企业,G,否,工资,12,60,2,两月工资未足额发放,橙色,协商分期支付,湖滨镇政府,副镇长示例戊,示例己,副区长示例丙,副区长,区县,2025-10-31,2025-09-10 电话跟进（示例己）,,,在办,,,,,,,,\n";
const OVER: &str = "险-3,湖滨镇,2025-07-20,12345热线,云江示例物流有限公司,91310112MA1GB00A5Y,私营企业,G,否,工资,12,8,1,两月工资未足额发放,黄色,协商分期支付,湖滨镇政府,副镇长示例戊,示例己,,,,2025-08-31,2025-08-05 电话跟进（示例己）,,,销账,2025-08-20,全部支付,8,12,银行回单第3号,示例庚,2025-08-22,2025-08-25\n";

async fn begin(folder: &std::path::Path, database: Option<String>) -> City {
    std::fs::write(folder.join("risks-2025.toml"), CAMPAIGN).unwrap();
    let definitions = Some(folder.to_owned());
    let city =
        City::of(Setting { database, definitions, campaign: "risks-2025", ..Setting::yunjiang() }).await;
    aggregator::policy::publish(&city.services).await.unwrap();
    city
}

async fn what_is_open_is_seen_by_level_and_a_list_of_it_is_proved_by_the_log(city: City) {
    let refused =
        post(&city, "staff", "/risks", "/risks/list?lang=zh", &[("level", ""), ("bureau", "")]).await;
    assert!(refused.0.is_client_error() && refused.1.contains("没有符合条件的风险事项"), "{}", refused.1);
    let refused =
        post(&city, "staff", "/risks", "/risks/list?lang=en", &[("level", ""), ("bureau", "")]).await;
    assert!(refused.1.contains("there is nothing to list"), "{}", refused.1);
    let (_, empty) = page(&city, "staff", "/risks").await;
    assert!(empty.contains("没有未销账的风险事项"), "{empty}");

    let east = city.node("519901").await;
    let draft = city.draft("L1", "2025Q3", &format!("{HEAD}{RED}{ORANGE}{OVER}"));
    let report = east.check(&draft, None).unwrap();
    assert!(!report.blocks(), "{}", report.text(schemas::text::Lang::Zh));
    east.file(&draft, None).unwrap();
    push(&east).await;
    let west = city.node("519902").await;
    west.file(&city.draft("L1", "2025Q3", &format!("{HEAD}{}", ORANGE.replace("险-2", "险-9"))), None)
        .unwrap();
    push(&west).await;

    let (_, shown) = page(&city, "staff", "/risks").await;
    for words in
        ["未销账3件，超期未跟进2件，未落实责任人0件", "险-1", "险-9", "3日内", "2日前", "20日未跟进，超13日"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("险-3"), "what is struck off is not open: {shown}");
    let (_, shown) = page(&city, "staff", "/risks?level=1&lang=en").await;
    assert!(shown.contains("1 open, 0 not followed up in time") && !shown.contains("险-2"), "{shown}");
    // A county sees its own, and neither makes nor reads lists.
    let (_, own) = page(&city, "donghu", "/risks").await;
    assert!(own.contains("险-2") && !own.contains("险-9") && !own.contains("督办清单"), "{own}");

    let issue =
        async || post(&city, "staff", "/risks", "/risks/list", &[("level", ""), ("bureau", "")]).await;
    let (status, text) = issue().await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    assert_eq!(issue().await.0, StatusCode::SEE_OTHER, "again is the same list");
    let sha = city.line("SELECT sha256 AS line FROM issued_list");
    let staff = city.cookie("staff").await;
    let (status, _) = city
        .ask(Method::GET, &format!("/risks/lists/{sha}/receipt"), Some(&city.cookie("donghu").await), "")
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let part = async |part: &str| city.file(&format!("/risks/lists/{sha}/{part}"), &staff).await;
    let workbook = part("list.xlsx").await.bytes().await.unwrap();
    assert_eq!(Sha::of(&workbook).to_string(), sha);
    let (document, receipt) =
        (part("document").await.text().await.unwrap(), part("receipt").await.text().await.unwrap());
    let evidence = Evidence { receipt: &receipt, statement: None, document: Some(&document), growth: None };
    let Held { proven, .. } = evidence.verify(&city.services.log_key).unwrap();
    let said = IssuedList::parse(&document).unwrap();
    assert_eq!(
        (said.workbook.to_string(), said.rows, proven.entry.addressee.as_str()),
        (sha.clone(), 3, "*")
    );
    // Everything that may leave a bureau is in it, and nothing else.
    let book = read(&workbook, &Hints::default(), &Limits::default()).unwrap();
    let all = format!("{book:?}");
    for words in ["险-1", "约谈总包", "副区长示例丙", "2025-10-31", "东湖区", "西岭区", "险-9"]
    {
        assert!(all.contains(words), "{words}: {all}");
    }
    assert!(!all.contains("项目停工未发工资") && !all.contains("电话跟进"), "{all}");
    let (_, shown) = page(&city, "staff", "/risks").await;
    assert!(shown.contains("风险台账督办清单（全部等级，截至2025-10-13）"), "{shown}");
    let (status, _) = city.ask(Method::GET, "/risks/lists/00/receipt", Some(&staff), "").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

mod sqlite {
    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_open_is_seen_by_level_and_a_list_of_it_is_proved_by_the_log() {
        let folder = tempfile::tempdir().unwrap();
        let city = super::begin(folder.path(), None).await;
        super::what_is_open_is_seen_by_level_and_a_list_of_it_is_proved_by_the_log(city).await;
    }
}

mod postgres {
    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_open_is_seen_by_level_and_a_list_of_it_is_proved_by_the_log() {
        let folder = tempfile::tempdir().unwrap();
        if let Some(schema) = super::postgres_schema() {
            let city = super::begin(folder.path(), Some(schema)).await;
            super::what_is_open_is_seen_by_level_and_a_list_of_it_is_proved_by_the_log(city).await;
        }
    }
}
