//! 特案专报、重案月报: the city and the node know the same matters and owe the same reports, each by itself, whatever becomes
//! of the ledger that made a case known.

mod board;
mod intake;
mod recovered;

use std::path::Path;

use aggregator::{
    error::AppError,
    identity::{Account, Role, password},
    intake::decision::{self, Decision},
    store::{AnyConnection, account, bureau, duty, duty::EVER, filing},
};
use chrono::{DateTime, Days, DurationRound, TimeDelta, Utc};
use node_agent::{Brought, Node, State, duties::Stage};
use schemas::{
    campaign::Grade,
    owed::{self, Owing},
    period::day_of,
    returned::Returned,
    statement::{FilingKey, Purpose},
    text::Lang,
};

use crate::{
    city::{City, PASSWORD, Setting, at},
    filing::push,
};

/// The campaign of 云江市 with grades, reports of special cases and a monthly ledger of major ones.
pub fn with_matters(folder: &Path, database: Option<String>) -> Setting {
    let text = include_str!("../../../schemas/definitions/campaigns/yunjiang-2025.toml")
        .replace("campaign = \"yunjiang-2025\"", "campaign = \"matters-2025\"")
        + include_str!("matters.toml");
    std::fs::write(folder.join("matters.toml"), text).unwrap();
    let mut setting = Setting {
        definitions: Some(folder.to_owned()),
        campaign: "matters-2025",
        database,
        now: at("2025-10-13 09:00"),
        ..Setting::yunjiang()
    };
    setting.accounts.push(("zfw", Role::Committee, "519901"));
    setting.accounts.push(("szfw", Role::Committee, "519900"));
    setting
}

/// Runs a journey in such a city on each engine, whose definitions are in force.
#[macro_export]
macro_rules! with_matters_on_both {
    ($(async fn $name:ident($city:ident: City) $body:block)*) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            async fn journey($city: $crate::city::City) {
                aggregator::policy::publish(&$city.services).await.unwrap();
                $body
            }
            let folder = tempfile::TempDir::new().unwrap();
            let city = |database| $crate::city::City::of($crate::matters::with_matters(folder.path(), database));
            journey(city(None).await).await;
            if let Some(database) = $crate::city::postgres_schema() {
                journey(city(Some(database)).await).await;
            }
        })*
    };
}

/// An arbitration ledger of these cases: matter, persons, the day it was closed or nothing.
pub fn ledger(cases: &[(&str, u32, &str)]) -> String {
    let mut csv = String::from(
        "案号,事项编号,收到申请日期,受理日期,争议类别,申请人方,人数,用人单位名称,单位类型,行业,案由,审限届满日,结案日期,结案方式\n",
    );
    for (at, (matter, persons, closed)) in cases.iter().enumerate() {
        let end = if closed.is_empty() { ",".to_owned() } else { format!("{closed},11") };
        csv.push_str(&format!(
            "示例案〔2025〕{:03}号,{matter},2025-07-02,2025-07-07,劳动,劳动者,{persons},示例公司,私营,C,01,2025-08-21,{end}\n",
            at + 1
        ));
    }
    csv
}

const HEAD: &str = "报告编号,事项编号,报告类型,续报序号,紧急程度,接报时间,上报时间,用人单位名称,职工总数,涉及人数,涉及金额（元）,主要案由,风险等级,行为表现,监察员到场时间,包案领导,定向辅导专家,了结时间,处置结果,复盘,签发人\n";

/// The reports on a matter so far: kind and the day of each; the last one may be 终报.
pub fn reports(matter: &str, days: &[(&str, &str)]) -> String {
    let mut csv = HEAD.to_owned();
    let (mut further, learnt) = (0, days[0].1);
    for (at, (kind, day)) in days.iter().enumerate() {
        let number = if *kind == "续报" {
            further += 1;
            further.to_string()
        } else {
            String::new()
        };
        let ended = if *kind == "终报" {
            format!("{day} 09:30,全部支付到位,完善保证金")
        } else {
            ",,".into()
        };
        csv.push_str(&format!(
            "特{matter}-{at},{matter},{kind},{number},特急,{learnt} 09:00,{day} 10:00,示例公司,120,68,3126000,01,红,10,{learnt} 09:40,副区长示例甲,示例丙,{ended},示例乙\n"
        ));
    }
    csv
}

/// Files a report of the day the clock shows.
pub async fn report(city: &City, node: &Node, matter: &str, days: &[(&str, &str)]) -> Vec<State> {
    let day = day_of(city.services.clock.now()).to_string();
    let mut draft = city.draft("L7", &day, &reports(matter, days));
    draft.subject = Some(matter.parse().unwrap());
    node.file(&draft, None).unwrap();
    push(node).await
}

fn line(form: &str, period: &str, subject: &str, due: DateTime<Utc>) -> String {
    let due = due.with_timezone(&schemas::period::china()).format("%m-%d %H:%M:%S%.3f");
    format!("{form} {period} {subject} {due}")
}

/// What the node says is owed and open of single matters and of ledgers of major cases.
pub fn owed_here(node: &Node) -> Vec<String> {
    let duties = node.duties().unwrap().into_iter();
    let of_matters = duties.filter(|duty| duty.form.starts_with("L7") && duty.stage != Stage::Exempt);
    let mut lines: Vec<String> = of_matters
        .map(|duty| {
            let subject = duty.subject.map(|subject| subject.to_string()).unwrap_or_default();
            line(&duty.form, &duty.period.to_string(), &subject, duty.deadline.due)
        })
        .collect();
    lines.sort();
    lines
}

/// What the city says of a bureau, the same way.
pub fn owed_there(city: &City, bureau: &str) -> Vec<String> {
    let services = &city.services;
    let code: schemas::bureau::BureauCode = bureau.parse().unwrap();
    let tree = services.store.read_now(bureau::tree).unwrap();
    let acts = services.store.read_now(|connection| duty::acts(connection, EVER)).unwrap();
    let none = owed::Acts::default();
    let acts = acts.get(&code).unwrap_or(&none);
    let today = day_of(services.clock.now());
    let span = (chrono::NaiveDate::MIN, today.checked_add_days(Days::new(10)).unwrap());
    let who = Owing::from(tree.get(&code).unwrap());
    let calendar = services.definitions.calendar();
    let owed = owed::owed(&services.campaign, calendar, who, acts, span);
    let open = owed.filter(|owed| {
        let filed = services
            .store
            .read_now(|connection| filing::in_force(connection, &owed.key()))
            .unwrap()
            .is_some();
        let near = services.clock.now() >= owed.opens || owed.deadline.due_day() <= span.1;
        owed.form.starts_with("L7") && owed.exempt.is_none() && !filed && near
    });
    let mut lines: Vec<String> = open
        .map(|owed| {
            let subject = owed.subject.map(|subject| subject.to_string()).unwrap_or_default();
            line(owed.form, &owed.period.to_string(), &subject, owed.deadline.due)
        })
        .collect();
    lines.sort();
    lines
}

/// Both, which are the same.
fn both(city: &City, node: &Node) -> Vec<String> {
    let (here, there) = (owed_here(node), owed_there(city, "519901"));
    assert_eq!(here, there, "the node and the city owe the same");
    // What was kept gives the same again, without a row being read.
    assert_eq!(owed_here(node), here);
    // Seconds and fractions are for the comparison.
    here.into_iter().map(|line| line.rsplit_once(':').unwrap().0.to_owned()).collect()
}

const SPECIAL: (&str, u32, &str) = ("YJ-1", 68, "");
const MAJOR: (&str, u32, &str) = ("YJ-2", 15, "");
const ORDINARY: (&str, u32, &str) = ("YJ-3", 3, "");

async fn node(city: &City) -> Node {
    let node = city.node("519901").await;
    // The definitions in force come first.
    push(&node).await;
    assert_eq!(both(city, &node), [""; 0]);
    node
}

with_matters_on_both! {
    async fn a_special_case_brings_its_chain_on_both_sides(city: City) {
        let node = node(&city).await;
        let draft = city.draft("L3", "2025Q3", &ledger(&[SPECIAL, MAJOR, ORDINARY]));
        let said = node.check(&draft, None).unwrap();
        assert!(!said.stops, "{}", said.text(Lang::Zh));
        for (lang, first, month) in [
            (
                Lang::Zh,
                "特案 YJ-1：L7《重大集体劳动争议报告表（特案专报）》初报，平台收到本台账后2小时内（如现在报送，2025-10-13 11:00前）",
                "重案1件：2025年10月L7M《",
            ),
            (
                Lang::En,
                "special case YJ-1: L7 Report on a major collective dispute, first report, within 2 h of the city's receipt (filed now: by 2025-10-13 11:00)",
                "major case, 1: L7M",
            ),
        ] {
            let text = said.text(lang);
            assert!(text.contains(first) && text.contains(month), "{text}");
        }
        let item = node.file(&draft, None).unwrap();
        let texts = |brought: Vec<Brought>| brought.into_iter().map(|one| one.text).collect::<Vec<_>>();
        assert_eq!(texts(node.brings(&item).unwrap()), texts(said.brings), "filed, it says what it said when checked");
        city.clock.set(at("2025-10-13 09:30"));
        assert_eq!(both(&city, &node), [""; 0], "nothing is known before the city has it");
        assert_eq!(push(&node).await, [State::Valid]);
        // From the city's receipt, not from the sealing; the month has not ended.
        assert_eq!(both(&city, &node), ["L7 2025-10-13 YJ-1 10-13 11:30"]);

        city.clock.set(at("2025-10-13 10:05"));
        let done = report(&city, &node, "YJ-1", &[("初报", "2025-10-13")]).await;
        assert_eq!(done, [State::Valid, State::Valid]);
        assert_eq!(both(&city, &node), ["L7 2025-10-14 YJ-1 10-15 00:00"]);
        city.clock.set(at("2025-10-16 10:05"));
        report(&city, &node, "YJ-1", &[("初报", "2025-10-13"), ("续报", "2025-10-16")]).await;
        assert_eq!(both(&city, &node), ["L7 2025-10-17 YJ-1 10-18 00:00"], "a late one moves those that follow");
        city.clock.set(at("2025-10-17 10:05"));
        let days = [("初报", "2025-10-13"), ("续报", "2025-10-16"), ("终报", "2025-10-17")];
        let mut states = report(&city, &node, "YJ-1", &days).await;
        assert_eq!(states.pop(), Some(State::Valid));
        assert_eq!(both(&city, &node), [""; 0], "the last report ends it");
        // Checked again, the ledger brings nothing of a matter that is over.
        let again = node.check(&draft, None).unwrap();
        assert!(again.brings.iter().all(|brought| brought.subject.is_none()), "{:?}", again.brings);
    }

    async fn a_major_case_brings_its_months_until_it_ends(city: City) {
        let node = node(&city).await;
        node.file(&city.draft("L3", "2025Q3", &ledger(&[MAJOR, ORDINARY])), None).unwrap();
        push(&node).await;
        city.clock.set(at("2025-10-28 09:00"));
        assert_eq!(both(&city, &node), ["L7M 2025-10  11-06 00:00"], "within ten days");
        city.clock.set(at("2025-11-10 09:00"));
        assert_eq!(both(&city, &node), ["L7M 2025-10  11-06 00:00"], "overdue");
        // It was closed within the quarter, as an amendment says: from its closing on no month is owed.
        let amended = ledger(&[("YJ-2", 15, "2025-09-28"), ORDINARY]);
        node.amend(&city.draft("L3", "2025Q3", &amended), "结案日期漏录").unwrap();
        push(&node).await;
        assert_eq!(both(&city, &node), [""; 0]);
    }

    async fn what_was_known_stays_known_whatever_becomes_of_the_ledger(city: City) {
        let node = node(&city).await;
        node.file(&city.draft("L3", "2025Q3", &ledger(&[SPECIAL, MAJOR, ORDINARY])), None).unwrap();
        push(&node).await;
        let first = "L7 2025-10-13 YJ-1 10-13 11:00";
        assert_eq!(both(&city, &node), [first]);

        // Sent back: what was learnt from it was learnt.
        send_back(&city, "519901").await;
        push(&node).await;
        assert_eq!(node.items().unwrap()[0].state, State::Returned);
        assert_eq!(both(&city, &node), [first]);

        // Corrected to fewer persons: the chain that began goes on; the ledger of major cases is owed for the months up to
        // the correction, and the case is none of them since.
        city.clock.set(at("2025-11-03 09:00"));
        assert_eq!(both(&city, &node), [first, "L7M 2025-10  11-06 00:00"]);
        node.amend(&city.draft("L3", "2025Q3", &ledger(&[("YJ-1", 8, ""), ("YJ-2", 2, ""), ORDINARY])), "人数误录").unwrap();
        push(&node).await;
        assert_eq!(node.items().unwrap()[1].state, State::Valid);

        // Withdrawn, and filed again as it was first: known since the first time.
        city.clock.set(at("2025-11-04 09:00"));
        node.void("L3", "2025Q3".parse().unwrap(), None, "误报").unwrap();
        push(&node).await;
        assert_eq!(node.items().unwrap()[2].state, State::Voided);
        assert_eq!(both(&city, &node)[0], first);
        node.amend(&city.draft("L3", "2025Q3", &ledger(&[SPECIAL, ORDINARY])), "核实无误").unwrap();
        push(&node).await;
        city.clock.set(at("2025-12-10 09:00"));
        assert_eq!(both(&city, &node), [first, "L7M 2025-10  11-06 00:00", "L7M 2025-11  12-06 00:00"]);
        city.clock.set(at("2026-01-02 09:00"));
        assert_eq!(both(&city, &node).len(), 3, "December is not owed");
    }

    async fn history_and_what_cannot_stand_make_nothing_known(city: City) {
        let node = node(&city).await;
        let history = ledger(&[SPECIAL]).replace("2025-", "2024-");
        node.file(&city.draft("L3", "2024Q3", &history), Some(Purpose::History)).unwrap();
        push(&node).await;
        assert_eq!(node.items().unwrap()[0].state, State::Valid);
        assert_eq!(both(&city, &node), [""; 0]);
        // A report is earlier than the ledger: the matter is known since then.
        city.clock.set(at("2025-10-13 10:00"));
        report(&city, &node, "YJ-1", &[("初报", "2025-10-13")]).await;
        assert_eq!(both(&city, &node), ["L7 2025-10-14 YJ-1 10-15 00:00"]);
        node.file(&city.draft("L3", "2025Q3", &ledger(&[SPECIAL])), Some(Purpose::Baseline)).unwrap();
        push(&node).await;
        assert_eq!(both(&city, &node), ["L7 2025-10-14 YJ-1 10-15 00:00"], "and not once more");
        let acts = city.services.store.read_now(|connection| duty::acts(connection, EVER)).unwrap();
        let matters = acts.values().next().unwrap().matters();
        let minute = matters[0].since.duration_trunc(TimeDelta::minutes(1)).unwrap();
        assert_eq!((matters.len(), matters[0].grade, minute), (1, Grade::Special, at("2025-10-13 10:00")));
    }
}

/// The city sends the bureau's arbitration ledger back.
pub async fn send_back(city: &City, bureau: &str) {
    send_back_of(city, bureau, "L3", "2025Q3", None).await;
}

/// The city sends a filing back.
pub async fn send_back_of(city: &City, bureau: &str, form: &str, period: &str, subject: Option<&str>) {
    let key = FilingKey {
        bureau: bureau.parse().unwrap(),
        form: form.into(),
        period: period.parse().unwrap(),
        subject: subject.map(|subject| subject.parse().unwrap()),
    };
    let at = city.services.clock.now();
    let unit = move |connection: &mut AnyConnection| {
        let head = filing::head(connection, &key)?.unwrap().id;
        let until = day_of(at);
        let said =
            Returned { statement: head, until, reason: "人数与文书不符".into(), cases: Vec::new() };
        decision::give_back(connection, &key, &Decision { head, by: "staff".into(), at }, &said)
    };
    city.services.store.write(unit).await.unwrap();
}

/// A committee gets an account.
pub async fn open_committee(city: &City, bureau: &str) {
    let stored = password::hash(PASSWORD).unwrap();
    let bureau = bureau.parse().unwrap();
    let account = Account { login: "later".into(), name: "later".into(), role: Role::Committee, bureau };
    let unit =
        move |connection: &mut AnyConnection| Ok::<_, AppError>(account::put(connection, &account, &stored)?);
    city.services.store.write(unit).await.unwrap();
}
