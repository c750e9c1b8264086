//! Several assessment schemes over the same ledgers, and the way of a dispute through the procedures, as a campaign names them.

use reqwest::StatusCode;

use crate::{
    bulletin::page,
    city::{City, Setting, at, postgres_schema},
    filing::push,
};

const CAMPAIGN: &str = r#"
campaign = "loop-2024"
version = 1
name = { zh = "闭环处置", en = "The loop" }
from = "2024-01-01"
to = "2025-12-31"
cadence = "month"
first_judged = "2024-01"
minimum_sample = 1
least_weight = 75
duties = [
    { form = "L2", cadence = "month", due_days = 5, grace_days = 8, close_days = 700 },
    { form = "L13", cadence = "month", due_days = 5, grace_days = 8, close_days = 700 },
]
targets = [
    { indicator = "I1", ask = "at-least", percent = "75", weight = 100 },
    { indicator = "I26", ask = "at-least", percent = "50" },
    { indicator = "I1R", ask = "show", basis = "campaign-to-date" },
]

[[schemes]]
code = "line"
name = { zh = "条线考核", en = "Line of authority" }
weights = [{ indicator = "I1", weight = 20 }, { indicator = "I26", weight = 80 }]

[[funnel]]
name = { zh = "受理诉求", en = "Requests" }
of = ["L13.requests"]
words = { zh = "受理", en = "taken in" }

[[funnel]]
name = { zh = "接收调解", en = "Received" }
of = ["L2.accepted"]
words = { zh = "调解", en = "for mediation" }

[[funnel]]
name = { zh = "司法确认", en = "Confirmed" }
of = ["L2.confirmed_court"]
words = { zh = "确认", en = "in court" }
"#;

const L2: &str =
    "案号,调解类型,受理日期,劳动者人数,用人单位名称,先行调解,结束日期,调解结果,协议日期,协议确认\n";

/// So many mediations of a month: of them `good` settled, `before` before arbitration and settled.
fn mediations(month: &str, all: usize, good: usize, before: usize) -> String {
    let row = |number: usize| {
        let (outcome, agreed) = if number <= good {
            ("书面协议", format!("{month}-20"))
        } else {
            ("未达成", String::new())
        };
        let pre = if number <= before || number > good { "是" } else { "否" };
        let confirmed = if number == 1 { "司法确认" } else { "" };
        format!(
            "调{month}-{number},人民调解,{month}-08,1,云江示例服装有限公司,{pre},{month}-20,{outcome},{agreed},{confirmed}\n"
        )
    };
    format!("{L2}{}", (1..=all).map(row).collect::<String>())
}

async fn begin(folder: &std::path::Path, database: Option<String>) -> City {
    std::fs::write(folder.join("loop-2024.toml"), CAMPAIGN).unwrap();
    let definitions = Some(folder.to_owned());
    let now = at("2025-11-04 09:00");
    let city =
        City::of(Setting { database, definitions, campaign: "loop-2024", now, ..Setting::yunjiang() }).await;
    aggregator::policy::publish(&city.services).await.unwrap();
    city
}

async fn schemes_stand_side_by_side_and_stages_add_up_since_the_beginning(city: City) {
    let (east, west) = (city.node("519901").await, city.node("519902").await);
    // 东湖区 from the first month of 2024 on, twenty-two months; 西岭区 the last alone.
    let mut month: schemas::period::Period = "2024-01".parse().unwrap();
    let last: schemas::period::Period = "2025-10".parse().unwrap();
    while month <= last {
        let text = month.to_string();
        east.file(&city.draft("L2", &text, &mediations(&text, 4, 3, 0)), None).unwrap();
        let counts = "行号,工作类别,次数,人次,佐证材料\n1,受理诉求,10,,登记簿\n2,接待群众,5,8,登记簿\n";
        east.file(&city.draft("L13", &text, counts), None).unwrap();
        month = month.next().unwrap();
    }
    push(&east).await;
    west.file(&city.draft("L2", "2025-10", &mediations("2025-10", 4, 2, 2)), None).unwrap();
    west.nil("L13", last, None, None).unwrap();
    push(&west).await;

    // By the campaign's weights 东湖区 is first with 3/4; by the line's 西岭区, which settled half of its own before arbitration.
    let (status, shown) = page(&city, "staff", "/rankings/schemes?period=2025-10").await;
    assert_eq!(status, StatusCode::OK);
    let cells = |name: &str| -> Vec<String> {
        let row = shown.split("<tr>").find(|row| row.contains(&format!(">{name}</a>"))).unwrap();
        row.split("<td class=\"r\">").skip(1).map(|cell| cell.split('<').next().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (cells("东湖区"), cells("西岭区")),
        (vec!["1".into(), "2".into()], vec!["2".into(), "1".into()]),
        "{shown}"
    );
    assert!(shown.contains("条线考核") && shown.contains("调解成功率20、案前化解率80"), "{shown}");
    let (_, shown) = page(&city, "staff", "/rankings?period=2025-10&lang=en").await;
    assert!(shown.contains("Schemes side by side"), "{shown}");

    let (_, shown) = page(&city, "staff", "/funnel?period=2025-10").await;
    for words in ["2/3个单位", "自2024年1月", ">220<", ">88<", ">22<", "40.00%", "10.00%"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    // 22 months lie further back than any comparison: what is counted since the beginning has all of them.
    let standings = city.json("/api/v1/standings?period=2025-10").await;
    let tables = standings["indicators"].as_array().unwrap();
    let rows =
        tables.iter().find(|table| table["indicator"] == "I1R").unwrap()["rows"].as_array().unwrap().clone();
    let east = rows.iter().find(|row| row["bureau"] == "519901").unwrap();
    assert_eq!(
        (east["value"]["numerator"].as_i64(), east["value"]["denominator"].as_i64()),
        (Some(66), Some(88)),
        "{east}"
    );
    let (_, own) = page(&city, "donghu", "/funnel?period=2025-10&lang=en").await;
    assert!(own.contains("1 of 1 bureaus") && !own.contains("西岭区"), "{own}");
    let (_, none) = page(&city, "staff", "/funnel?period=2024-03").await;
    assert!(none.contains("1/3个单位"), "{none}");
}

mod sqlite {
    #[tokio::test(flavor = "multi_thread")]
    async fn schemes_stand_side_by_side_and_stages_add_up_since_the_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let city = super::begin(folder.path(), None).await;
        super::schemes_stand_side_by_side_and_stages_add_up_since_the_beginning(city).await;
    }
}

mod postgres {
    #[tokio::test(flavor = "multi_thread")]
    async fn schemes_stand_side_by_side_and_stages_add_up_since_the_beginning() {
        let folder = tempfile::tempdir().unwrap();
        if let Some(schema) = super::postgres_schema() {
            let city = super::begin(folder.path(), Some(schema)).await;
            super::schemes_stand_side_by_side_and_stages_add_up_since_the_beginning(city).await;
        }
    }
}
