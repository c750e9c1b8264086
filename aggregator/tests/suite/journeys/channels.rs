//! Scenarios 2 and 3: a builder's unpaid wages come in by the hotline, by the national platform and to the inspectors. It is one
//! dispute, two of the three are not counted again, and each procedure stays in its own indicator. The third time within
//! twelve months the builder is on the list of those that come again.

use super::page;
use crate::{city::at, filing::push};

const CAMPAIGN: &str = r#"
campaign = "channels-2025"
version = 1
name = { zh = "多渠道", en = "Channels" }
from = "2025-01-01"
to = "2025-12-31"
cadence = "quarter"
first_judged = "2025Q1"
minimum_sample = 1
least_weight = 75
duties = [
    { form = "L4", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 },
    { form = "L5", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 },
    { form = "L10", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 },
]
targets = [
    { indicator = "I9", ask = "at-least", percent = "50", weight = 50 },
    { indicator = "I13", ask = "at-least", percent = "50", weight = 50 },
]
"#;

const CODE: &str = "91510100MA0000003T";
const L4: &str = "登记号,事项编号,案件来源,立案日期,被投诉单位名称,统一社会信用代码,所属行业,违法类型,涉及人数,涉及金额,办案期限届满日,处理结果,查实,调查终结日期,结案日期\n";
const L5: &str = "线索编号,事项编号,案件来源,接收时间,办结时限,被反映单位名称,统一社会信用代码,行业,反映人数,反映金额,办结时间,核处结论\n";
const L10: &str =
    "工单号,事项编号,诉求渠道,诉求类别,派单时间,办结时限,用人单位名称,统一社会信用代码,涉及人数,涉及金额\n";

crate::journey! {
    "channels-2025",
    CAMPAIGN,
    "2025-04-10 10:00",
    async fn one_dispute_by_three_channels_is_counted_once_and_its_employer_comes_again(city: City) {
        let node = city.node("519901").await;
        // Twice before, in the first and the second quarter, once each.
        let clue = |number: &str, matter: &str, day: &str, due: &str| {
            format!("{L5}{number},{matter},05,{day} 09:00,{due},云江示例建筑有限公司,{CODE},E,5,60000,{day} 17:00,10\n")
        };
        node.nil("L4", "2025Q1".parse().unwrap(), None, None).unwrap();
        node.nil("L10", "2025Q1".parse().unwrap(), None, None).unwrap();
        node.file(&city.draft("L5", "2025Q1", &clue("线-1", "M-1", "2025-02-11", "2025-03-04")), None).unwrap();
        push(&node).await;
        city.clock.set(at("2025-07-10 10:00"));
        node.nil("L4", "2025Q2".parse().unwrap(), None, None).unwrap();
        node.nil("L10", "2025Q2".parse().unwrap(), None, None).unwrap();
        node.file(&city.draft("L5", "2025Q2", &clue("线-2", "M-2", "2025-05-12", "2025-06-03")), None).unwrap();
        push(&node).await;
        // The third time by three channels, and another's clue.
        city.clock.set(at("2025-10-10 10:00"));
        let hotline = format!("{L10}单-1,M-3,12345热线,投诉,2025-08-04 09:00,2025-08-21,云江示例建筑有限公司,{CODE},12,180000\n");
        let platform = format!("{L5}线-3,M-3,05,2025-08-05 09:00,2025-08-26,云江示例建筑有限公司,{CODE},E,12,180000,2025-08-20 09:00,10\n线-4,,05,2025-08-06 09:00,2025-08-27,云江示例餐饮有限公司,,H,1,3000,2025-08-20 09:00,10\n");
        let inspection = format!("{L4}监-1,M-3,09,2025-08-07,云江示例建筑有限公司,{CODE},E,5,12,180000,2025-11-05,11,是,2025-09-08,2025-09-10\n");
        node.file(&city.draft("L10", "2025Q3", &hotline), None).unwrap();
        node.file(&city.draft("L5", "2025Q3", &platform), None).unwrap();
        node.file(&city.draft("L4", "2025Q3", &inspection), None).unwrap();
        push(&node).await;

        let situation = city.json("/api/v1/situation?period=2025Q3").await;
        let figure = |key: &str| situation[key].as_i64().unwrap();
        assert_eq!(
            [figure("disputes"), figure("procedures"), figure("counted_elsewhere"), figure("persons"), figure("more_than_before")],
            [2, 4, 2, 13, 1],
            "{situation}"
        );
        let standings = city.json("/api/v1/standings?period=2025Q3").await;
        let of = |indicator: &str| {
            let table = standings["indicators"].as_array().unwrap().iter().find(|table| table["indicator"] == indicator).unwrap();
            let value = &table["rows"].as_array().unwrap().iter().find(|row| row["bureau"] == "519901").unwrap()["value"];
            (value["numerator"].as_i64(), value["denominator"].as_i64())
        };
        assert_eq!(of("I9"), (Some(1), Some(1)), "the inspectors' case is one of theirs");
        let page_zh = page(&city, "/situation?period=2025Q3").await;
        let page_en = page(&city, "/situation?period=2025Q3&lang=en").await;
        for words in ["重复件剔除2件", "新发生劳资纠纷2件", "同一事项经多个渠道反映或转入其他程序的2件未重复计数", "两期均已报送的单位，件数比上期增加1件（100.0%）"] {
            assert!(page_zh.contains(words), "{words}: {page_zh}");
        }
        for words in ["2 not counted again", "2 labour disputes came in", "1 more (100.0 %) on the period before"] {
            assert!(page_en.contains(words), "{words}: {page_en}");
        }
        let case = page(&city, "/cases/one?bureau=519901&form=L4&case=%E7%9B%91-1").await;
        for words in ["单-1", "线-3", "监-1", "同一事项共3个程序，统计时计1件"] {
            assert!(case.contains(words), "{words}: {case}");
        }

        let employers = city.json("/api/v1/employers?least=3").await;
        assert_eq!(employers["employers"].as_array().unwrap().len(), 1, "{employers}");
        let builder = &employers["employers"][0];
        assert_eq!((&builder["code"], builder["disputes"].as_i64(), builder["persons"].as_i64()), (&CODE.into(), Some(3), Some(22)));
        for (lang, words) in [("zh", ["云江示例建筑有限公司", "3件及以上的1户"]), ("en", [CODE, "1 with 3 disputes or more"])] {
            let page = page(&city, &format!("/warnings/employers?least=3&lang={lang}")).await;
            assert!(words.iter().all(|words| page.contains(words)), "{page}");
        }
        // A year later nobody speaks of it any more.
        city.clock.set(at("2026-08-20 10:00"));
        assert_eq!(city.json("/api/v1/employers").await["employers"].as_array().unwrap().len(), 0);
    }
}
