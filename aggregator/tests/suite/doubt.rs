//! What the ledgers of one bureau say of each other at the city: a return that says nothing while another has orders of the
//! same days, a duty day and its roster, a report and the ones before it.

use std::path::Path;

use aggregator::store::filing;
use node_agent::{AgentError, Draft, Node};
use reqwest::Method;
use schemas::{
    finding::{Explanation, Finding, Severity},
    statement::{FilingKey, Subject},
    wire::FilingState,
};

use crate::{
    city::{City, Setting, postgres_schema},
    filing::push,
};

/// The campaign of 云江市 with orders, clues, duty days at the end of September, and reports of special cases.
fn with_orders(folder: &Path, database: Option<String>) -> Setting {
    let more = r#"
[[protections]]
code = "september"
name = { zh = "国庆前", en = "Before the holiday" }
from = "2025-09-29"
to = "2025-09-30"

[[grades]]
grade = "special"
forms = ["L3"]
persons = 50

[[reports]]
form = "L7"
grade = "special"
first_hours = 2
next_days = 1
kind = "stage"
last = "3"

[[duties]]
form = "L10"
cadence = "quarter"
due_days = 15
grace_days = 20
close_days = 45

[[duties]]
form = "L9R"
cadence = "day"
from = "2025-09-28"
to = "2025-09-28"
due_days = 0
grace_days = 30
close_days = 45

[[duties]]
form = "L9"
cadence = "day"
within = "protection"
due_days = 0
due_at = "16:30"
grace_days = 30
close_days = 45
"#;
    let own = include_str!("../../../schemas/definitions/campaigns/yunjiang-2025.toml")
        .replace("campaign = \"yunjiang-2025\"", "campaign = \"orders-2025\"");
    std::fs::write(folder.join("orders.toml"), own + more).unwrap();
    Setting { definitions: Some(folder.to_owned()), campaign: "orders-2025", database, ..Setting::yunjiang() }
}

/// Runs a journey in such a city on each engine.
macro_rules! on_both {
    ($(async fn $name:ident($city:ident: City) $body:block)*) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            async fn journey($city: City) $body
            let folder = tempfile::TempDir::new().unwrap();
            journey(City::of(with_orders(folder.path(), None)).await).await;
            if let Some(database) = postgres_schema() {
                journey(City::of(with_orders(folder.path(), Some(database))).await).await;
            }
        })*
    };
}

/// The city's own definitions at hand, as its policy would bring them.
async fn node(city: &City) -> Node {
    aggregator::policy::publish(&city.services).await.unwrap();
    let node = city.node("519901").await;
    push(&node).await;
    node
}

/// Three orders: one in August, two on 29 September.
const ORDERS: &str = "\
工单号,诉求渠道,诉求类别,派单时间,办结时限
1,12345热线,投诉,2025-08-05 09:00,2025-08-22
2,12345热线,投诉,2025-09-29 10:00,2025-10-23
3,来访,投诉,2025-09-29 15:00,2025-11-28
";

fn day(city: &City, day: &str, leader: &str, counts: &str) -> Draft {
    let text = format!(
        "值班单位,值班日期,带班领导,值班员,报送时间,群体性事件数,欠薪聚集,极端苗头,进京赴省,舆情,其他情况,零报告,情况摘要,签字人\n\
         东湖区局,{day},{leader},示例乙,{day} 16:20,{counts},示例己\n"
    );
    city.draft("L9", day, &text)
}

const QUIET: &str = "0,0,0,0,0,0,是,";

/// State and findings of what stands of a filing.
fn stands(city: &City, form: &str, period: &str) -> (FilingState, Vec<Finding>) {
    let key = FilingKey {
        bureau: "519901".parse().unwrap(),
        form: form.into(),
        period: period.parse().unwrap(),
        subject: None,
    };
    city.services
        .store
        .read_now(|connection| {
            let row = filing::in_force(connection, &key)?.unwrap();
            let findings = filing::verdict(connection, &row.id)?.unwrap().findings;
            Ok::<_, aggregator::error::AppError>((row.state, findings))
        })
        .unwrap()
}

fn codes(city: &City, form: &str, period: &str) -> Vec<String> {
    let (state, findings) = stands(city, form, period);
    assert_eq!(state, FilingState::Validated, "a doubt refuses nothing");
    findings.into_iter().map(|finding| finding.code).collect()
}

on_both! {
    async fn a_nil_return_is_doubtful_while_there_are_orders_of_the_same_time(city: City) {
        let node = node(&city).await;
        node.nil("L5", "2025Q3".parse().unwrap(), None, None).unwrap();
        push(&node).await;
        assert_eq!(codes(&city, "L5", "2025Q3"), [""; 0], "nothing is known against it");
        // The orders come later.
        node.file(&city.draft("L10", "2025Q3", ORDERS), None).unwrap();
        push(&node).await;
        assert_eq!(codes(&city, "L5", "2025Q3"), ["L5-401"]);
        let (_, findings) = stands(&city, "L5", "2025Q3");
        assert_eq!(findings[0].severity, Severity::Notice);
        let cookie = city.cookie("staff").await;
        for (lang, words) in [
            ("zh", "零报告或全部为零，而本单位同期有12345、信访工单3件"),
            ("en", "A nil return, or every figure is 0, while the bureau has orders of the hotline and petitions of the same time: 3"),
        ] {
            let (_, page) = city.ask(Method::GET, &format!("/filings/519901/L5/2025Q3?lang={lang}"), Some(&cookie), "").await;
            assert!(page.contains(words), "{page}");
        }
        // The node that filed it is given it with the state of its filing.
        let nil = node.items().unwrap().into_iter().find(|item| item.statement.filing.form == "L5").unwrap();
        let told = aggregator::intake::content::status(&city.services, nil.id).await.unwrap();
        assert_eq!(told.findings.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["L5-401"]);
        // The orders turn out to be of an earlier time: the doubt goes, and comes again with them.
        let earlier = ORDERS.replace("2025-08-05", "2025-06-05").replace("2025-09-29", "2025-06-29").replace("2025-10-23", "2025-07-16").replace("2025-08-22", "2025-06-24");
        node.amend(&city.draft("L10", "2025Q3", &earlier), "派单时间录错").unwrap();
        push(&node).await;
        assert_eq!(codes(&city, "L5", "2025Q3"), [""; 0]);
        node.amend(&city.draft("L10", "2025Q3", ORDERS), "派单时间更正").unwrap();
        push(&node).await;
        assert_eq!(codes(&city, "L5", "2025Q3"), ["L5-401"]);
        // Withdrawn they say nothing.
        node.void("L10", "2025Q3".parse().unwrap(), None, "误报").unwrap();
        push(&node).await;
        assert_eq!(codes(&city, "L5", "2025Q3"), [""; 0]);
    }

    async fn a_quiet_duty_day_is_doubtful_for_the_orders_of_that_day_alone(city: City) {
        let node = node(&city).await;
        node.file(&city.draft("L10", "2025Q3", ORDERS), None).unwrap();
        let roster = "班次编号,值班日期,班次,带班领导,值班员\n1,2025-09-29,全天,示例甲,示例乙\n2,2025-09-30,全天,示例甲,示例乙\n";
        node.file(&city.draft("L9R", "2025-09-28", roster), None).unwrap();
        push(&node).await;
        for period in ["2025-09-29", "2025-09-30"] {
            node.file(&day(&city, period, "示例甲", QUIET), None).unwrap();
        }
        push(&node).await;
        assert_eq!(codes(&city, "L9", "2025-09-29"), ["L9-401"], "two orders came on this day");
        assert_eq!(codes(&city, "L9", "2025-09-30"), [""; 0], "and none on this one");
        let (_, findings) = stands(&city, "L9", "2025-09-29");
        assert!(findings[0].what.zh.ends_with("工单2件") && findings[0].what.en.ends_with("same time: 2"), "{findings:?}");
        let item = node.items().unwrap().into_iter().find(|item| item.statement.filing.period.to_string() == "2025-09-29").unwrap();
        let told: Vec<&str> = item.findings.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(told, ["L9-401"], "the node has it with the verdict");
        // Who says what happened is not silent.
        node.amend(&day(&city, "2025-09-29", "示例甲", "0,1,0,0,0,0,否,十二人到访，已接访"), "补报").unwrap();
        push(&node).await;
        assert_eq!(codes(&city, "L9", "2025-09-29"), [""; 0]);
    }

    async fn the_city_holds_a_duty_day_to_the_roster_it_has(city: City) {
        let node = node(&city).await;
        let roster = "班次编号,值班日期,班次,带班领导,值班员\n1,2025-09-29,全天,示例甲,示例乙\n";
        node.file(&city.draft("L9R", "2025-09-28", roster), None).unwrap();
        push(&node).await;
        let mut swapped = day(&city, "2025-09-29", "示例丁", QUIET);
        let Err(AgentError::Stopped(_)) = node.file(&swapped, None) else { panic!("not on the roster") };
        swapped.explanations =
            vec![Explanation { code: "L9-301".into(), case: Some("东湖区局".into()), reason: None, text: "临时换班".into() }];
        node.file(&swapped, None).unwrap();
        push(&node).await;
        let (state, findings) = stands(&city, "L9", "2025-09-29");
        assert_eq!((state, findings.len()), (FilingState::Validated, 1), "{findings:?}");
        assert_eq!((findings[0].code.as_str(), findings[0].explained.as_deref()), ("L9-301", Some("临时换班")));
        assert_eq!(findings[0].what.zh, "带班领导不在当日值班表上");
        // Another node of the bureau has not filed the roster and asks for a reason; here the roster is known, and who is on it is.
        let other = city.node_named("519901", "second").await;
        push(&other).await;
        let mut next = day(&city, "2025-09-30", "示例甲", QUIET);
        let reason = |code: &str| Explanation { code: code.into(), case: None, reason: None, text: "值班表由另一节点报送".into() };
        next.explanations = vec![reason("L9-301-none"), reason("L9-302-none")];
        other.file(&next, None).unwrap();
        push(&other).await;
        let (state, findings) = stands(&city, "L9", "2025-09-30");
        let codes: Vec<(&str, Severity)> = findings.iter().map(|one| (one.code.as_str(), one.severity)).collect();
        assert_eq!(state, FilingState::Validated);
        assert_eq!(codes, [("L9-301", Severity::Notice), ("L9-302", Severity::Notice)], "said, and refused by nobody");
        // The roster is put right, and what was said of both days goes; withdrawn, nobody is on it.
        let whole = "班次编号,值班日期,班次,带班领导,值班员\n1,2025-09-29,全天,示例丁,示例乙\n2,2025-09-30,全天,示例甲,示例乙\n";
        node.amend(&city.draft("L9R", "2025-09-28", whole), "换班").unwrap();
        push(&node).await;
        let said = |period: &str| -> Vec<String> {
            stands(&city, "L9", period).1.into_iter().map(|one| format!("{} {:?}", one.code, one.severity)).collect()
        };
        assert_eq!((said("2025-09-29"), said("2025-09-30")), (vec![], vec![]));
        node.void("L9R", "2025-09-28".parse().unwrap(), None, "误报").unwrap();
        push(&node).await;
        assert_eq!(said("2025-09-29"), ["L9-301-none Notice", "L9-302-none Notice"]);
        assert_eq!(said("2025-09-30"), ["L9-301-none Explain", "L9-302-none Explain"], "these were given a reason");
    }

    async fn a_report_is_held_to_those_before_it_at_node_and_city(city: City) {
        let node = node(&city).await;
        let matter: Subject = "M1".parse().unwrap();
        let head = "报告编号,事项编号,报告类型,续报序号,紧急程度,接报时间,上报时间,用人单位名称,涉及人数,签发人,监察员到场时间\n";
        let first = "1号,M1,初报,,特急,2025-10-10 08:00,2025-10-10 09:12,甲公司,12,示例甲,\n";
        let second = "2号,M1,续报,1,特急,2025-10-10 08:00,2025-10-11 09:00,甲公司,12,示例甲,2025-10-10 08:40\n";
        let of = |day: &str, rows: &[&str]| {
            let text = format!("{head}{}", rows.concat());
            Draft { subject: Some(matter.clone()), ..city.draft("L7", day, &text) }
        };
        let stopped = |node: &Node, draft: &Draft| match node.file(draft, None) {
            Err(AgentError::Stopped(report)) => report.findings.clone(),
            other => panic!("{other:?}"),
        };
        let wrong = stopped(&node, &of("2025-10-10", &[&first.replace("M1", "M2")]));
        assert_eq!(wrong[0].code, "L7-300-subject");
        assert_eq!(wrong[0].what.zh, "该行的事项（M2）不是报送时指明的事项 M1");
        assert_eq!(wrong[0].what.en, "This row is of the matter M2, and the filing is of M1");
        node.file(&of("2025-10-10", &[first]), None).unwrap();
        push(&node).await;
        // The next one lists the first under another number.
        let renumbered = first.replace("1号", "9号");
        let gone = stopped(&node, &of("2025-10-11", &[&renumbered, second]));
        assert_eq!((gone[0].code.as_str(), gone[0].severity), ("L7-300-before", Severity::Block));
        assert_eq!(gone[0].what.zh, "此前已报的初报（1号）不在表中，或类型、序号与已报的不同");
        assert_eq!(gone[0].what.en, "“First report”  (1号), filed before, is missing or is another kind or number now");
        // A node that does not know the first one lets it pass; the city does not.
        let other = city.node_named("519901", "second").await;
        push(&other).await;
        other.file(&of("2025-10-11", &[&renumbered, second]), None).unwrap();
        assert_eq!(push(&other).await, [node_agent::State::Invalid]);
        let item = other.items().unwrap().remove(0);
        assert!(item.findings.iter().any(|one| one.code == "L7-300-before"), "{:?}", item.findings);
        other.amend(&of("2025-10-11", &[first, second]), "补列初报").unwrap();
        assert_eq!(push(&other).await.last(), Some(&node_agent::State::Valid));
    }
}
