//! 同级政法委: a filing that stands is handed over by a leaf of its own, whose receipt is the second one; a missing copy is
//! seen and made up for; the committee reads its own level and changes nothing.

use std::{path::Path, process::Command};

use aggregator::{
    error::AppError,
    identity::{Account, Role, password},
    store::{account, delivery, duty::EVER, filing},
    web::pages::edition,
};
use node_agent::Node;
use reqwest::{Method, StatusCode};
use schemas::{delivery::Delivery, entry::Act, period::Period, wire::Letter};

use crate::{
    city::{City, PASSWORD, Setting, at, postgres_schema},
    filing::{ledger, push},
    recovery::town::{Held, Town},
};

const PAGE: &str = "/filings/519901/L3/2025Q3";

/// The campaign of 云江市 with the committee as second recipient of the arbitration ledger.
fn with_committee(folder: &Path, database: Option<String>) -> Setting {
    let text = include_str!("../../../schemas/definitions/campaigns/yunjiang-2025.toml")
        .replace("campaign = \"yunjiang-2025\"", "campaign = \"two-2025\"")
        .replace("form = \"L3\"\n", "form = \"L3\"\nrecipients = [\"upper\", \"committee\"]\n");
    std::fs::write(folder.join("two.toml"), text).unwrap();
    let mut setting = Setting {
        definitions: Some(folder.to_owned()),
        campaign: "two-2025",
        database,
        ..Setting::yunjiang()
    };
    setting.accounts.push(("zfw", Role::Committee, "519901"));
    setting
}

/// Runs a journey in such a city on each engine.
macro_rules! on_both {
    ($(async fn $name:ident($city:ident: City) $body:block)*) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            async fn journey($city: City) $body
            let folder = tempfile::TempDir::new().unwrap();
            journey(City::of(with_committee(folder.path(), None)).await).await;
            if let Some(database) = postgres_schema() {
                journey(City::of(with_committee(folder.path(), Some(database))).await).await;
            }
        })*
    };
}

async fn filed(city: &City, bureau: &str) -> Node {
    let node = city.node(bureau).await;
    node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    push(&node).await;
    // Once more: what the city wrote after the receipt comes as a letter.
    push(&node).await;
    node
}

fn handed(node: &Node, city: &City) -> Vec<(u64, Delivery)> {
    let delivered = |letter: &Letter| {
        let proven = letter.prove(&city.services.log_key).unwrap();
        let document = letter.document.as_deref();
        (proven.entry.act == Act::Delivered)
            .then(|| (proven.index, Delivery::parse(document.unwrap()).unwrap()))
    };
    node.letters().unwrap().iter().filter_map(delivered).collect()
}

async fn get(city: &City, path: &str, login: &str) -> (StatusCode, String) {
    city.ask(Method::GET, path, Some(&city.cookie(login).await), "").await
}

fn hidden(page: &str, name: &str) -> String {
    let page = scraper::Html::parse_document(page);
    let field = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
    page.select(&field).next().unwrap().attr("value").unwrap().to_owned()
}

async fn hand_over(city: &City) -> (StatusCode, String) {
    hand_over_in(city, PAGE, "zh").await
}

async fn hand_over_in(city: &City, filing: &str, lang: &str) -> (StatusCode, String) {
    let cookie = city.cookie("staff").await;
    let (_, page) = city.ask(Method::GET, PAGE, Some(&cookie), "").await;
    let body =
        form_urlencoded::Serializer::new(String::new()).append_pair("csrf", &hidden(&page, "csrf")).finish();
    city.ask(Method::POST, &format!("{filing}/deliver?lang={lang}"), Some(&cookie), &body).await
}

/// `receipts` of an agent, as its keeper sees them in a language.
fn receipts(city: &City, bureau: &str, lang: &str) -> String {
    let agent = Path::new(env!("CARGO_BIN_EXE_aggregator")).with_file_name("node-agent");
    let dir = city.folder().join(format!("node-{bureau}"));
    let output = Command::new(agent)
        .args(["receipts", "--lang", lang])
        .env("TONGBAO_NODE", dir)
        .env_remove("LANG")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

async fn open_account(city: &City, bureau: &str) {
    let stored = password::hash(PASSWORD).unwrap();
    let bureau = bureau.parse().unwrap();
    let account = Account { login: "later".into(), name: "later".into(), role: Role::Committee, bureau };
    let unit = move |connection: &mut aggregator::store::AnyConnection| {
        Ok::<_, AppError>(account::put(connection, &account, &stored)?)
    };
    city.services.store.write(unit).await.unwrap();
}

on_both! {
    async fn one_act_has_two_receipts(city: City) {
        let node = filed(&city, "519901").await;
        let item = node.items().unwrap().remove(0);
        let found = handed(&node, &city);
        assert_eq!(found.len(), 1);
        let (index, said) = &found[0];
        assert_eq!((said.statement, said.content), (item.id, item.statement.content.map(|content| content.sha256)));
        assert_eq!(said.bureau.as_str(), "519901");
        let (_, page) = get(&city, PAGE, "staff").await;
        assert!(page.contains("同级政法委回执") && page.contains(&format!("<p class=\"no\">{index}</p>")), "{page}");
        assert!(!page.contains("缺送"), "{page}");
        let (_, matrix) = get(&city, "/filings?period=2025Q3", "staff").await;
        assert!(!matrix.contains("缺送"), "{matrix}");
        // An amendment that stands is handed over as well; the same again is not.
        node.amend(&city.draft("L3", "2025Q3", &ledger(37)), "一件误录为结案").unwrap();
        push(&node).await;
        push(&node).await;
        assert_eq!(handed(&node, &city).len(), 2);
        // A form the campaign does not name is nobody else's.
        node.nil("L4", "2025Q3".parse().unwrap(), None, None).unwrap();
        push(&node).await;
        push(&node).await;
        assert_eq!(handed(&node, &city).len(), 2);
        for (lang, words) in [("zh", "该表不须抄送同级政法委"), ("en", "This ledger is not owed to the committee")] {
            let (status, page) = hand_over_in(&city, "/filings/519901/L4/2025Q3", lang).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
            assert!(page.contains(words), "{page}");
        }
    }

    async fn a_nil_return_and_an_invalid_one(city: City) {
        let node = city.node("519901").await;
        node.nil("L3", "2025Q3".parse().unwrap(), None, None).unwrap();
        push(&node).await;
        push(&node).await;
        let found = handed(&node, &city);
        assert_eq!((found.len(), found[0].1.content), (1, None), "a nil return stands at once");
        let (status, page) = get(&city, &format!("{PAGE}/edition"), "zfw").await;
        assert!(status == StatusCode::OK && page.contains("零报告：单位签署声明"), "{page}");
    }

    async fn a_missing_copy_is_seen_and_made_up_for(city: City) {
        // Nobody reads for 519902's committee.
        let node = filed(&city, "519902").await;
        assert!(handed(&node, &city).is_empty());
        let period: Period = "2025Q3".parse().unwrap();
        let missing = city.services.store.read_now(|connection| delivery::missing(connection, &[period], &["L3", "L4"], EVER));
        let missing: Vec<String> = missing.unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(missing, ["519902 L3 2025Q3 -"]);
        for (path, words) in [
            ("/filings?period=2025Q3", "缺送同级政法委1份：西岭区 L3"),
            ("/filings?period=2025Q3&lang=en", "1 copies for the committees are missing: 西岭区 L3"),
            ("/filings/519902/L3/2025Q3", "缺送同级政法委：尚未送达"),
            ("/filings/519902/L3/2025Q3?lang=en", "The committee&#39;s copy is missing"),
        ] {
            let (_, page) = get(&city, path, "staff").await;
            assert!(page.contains(words), "{path}: {page}");
        }
        let other = filed(&city, "519901").await;
        city.sql("DELETE FROM account WHERE login = 'zfw'");
        other.amend(&city.draft("L3", "2025Q3", &ledger(37)), "一件误录为结案").unwrap();
        push(&other).await;
        push(&other).await;
        assert_eq!(handed(&other, &city).len(), 1, "the amendment has no reader");
        for (lang, words) in [
            ("zh", "该单位的同级政法委还没有账号：先由系统管理员开立（user add --role committee），再补送"),
            (
                "en",
                "The committee of this bureau has no account yet: let the administrator open one (user add --role committee) \
                 first",
            ),
        ] {
            let (status, page) = hand_over_in(&city, PAGE, lang).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
            assert!(page.contains(words), "{page}");
        }
        open_account(&city, "519901").await;
        let (status, page) = hand_over(&city).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let (status, _) = hand_over(&city).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "again is the same");
        push(&other).await;
        assert_eq!(handed(&other, &city).len(), 2);
    }

    async fn the_committee_reads_its_level_and_changes_nothing(city: City) {
        filed(&city, "519901").await;
        filed(&city, "519902").await;
        let (status, _) = get(&city, "/", "zfw").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        for path in [PAGE, "/filings/519901/L3/2025Q3/rows", "/filings/519901/L3/2025Q3/edition", "/bureaus/519901", "/campaign"] {
            let (status, page) = get(&city, path, "zfw").await;
            assert_eq!(status, StatusCode::OK, "{path}: {page}");
            assert!(page.contains("政法委 zfw") && !page.contains("西岭"), "{path}: {page}");
            for action in ["/confirm", "/return", "/deliver", "/remind", "/campaign/report"] {
                assert!(!page.contains(&format!("{action}\"")), "{path} offers {action}");
            }
        }
        for path in ["/filings/519902/L3/2025Q3", "/filings/519902/L3/2025Q3/edition", "/bureaus/519902"] {
            assert_eq!(get(&city, path, "zfw").await.0, StatusCode::NOT_FOUND, "{path}");
        }
        for path in ["/filings", "/rankings", "/api/v1/standings"] {
            assert_eq!(get(&city, path, "zfw").await.0, StatusCode::FORBIDDEN, "{path}");
        }
        let cookie = city.cookie("zfw").await;
        for action in ["confirm", "return", "deliver"] {
            let (status, _) = city.ask(Method::POST, &format!("{PAGE}/{action}"), Some(&cookie), "").await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{action}");
        }
    }

    async fn an_edition_has_every_case_in_parts(city: City) {
        let node = city.node("519901").await;
        let more: String = (41..=edition::CASES + 3)
            .map(|case| format!("示例案〔2025〕{case:03}号,2025-07-02,2025-07-07,劳动,劳动者,1,示例公司,私营,C,01,2025-08-21,2025-08-08,11\n"))
            .collect();
        node.file(&city.draft("L3", "2025Q3", &(ledger(40) + &more)), None).unwrap();
        push(&node).await;
        let cases = |page: &str| scraper::Html::parse_document(page).select(&scraper::Selector::parse(".case").unwrap()).count();
        let (_, first) = get(&city, &format!("{PAGE}/edition"), "zfw").await;
        assert_eq!(cases(&first), edition::CASES);
        assert!(first.contains("第1/2页") && first.contains("示例案〔2025〕001号"), "{first}");
        let index = city.services.store.read_now(|connection| {
            let key = schemas::statement::FilingKey {
                bureau: "519901".parse().unwrap(), form: "L3".into(), period: "2025Q3".parse().unwrap(), subject: None,
            };
            let row = filing::in_force(connection, &key)?.unwrap();
            delivery::find(connection, &row.id)
        });
        assert!(first.contains(&format!("政法委回执 {}", index.unwrap().unwrap().0)), "{first}");
        let (_, second) = get(&city, &format!("{PAGE}/edition?page=2&lang=en"), "zfw").await;
        assert_eq!(cases(&second), 3);
        crate::pages::html::keeps_the_rules(&first);
    }

    async fn a_restored_city_still_knows_what_was_handed_over(city: City) {
        let mut town = Town::found(city, "committee").await;
        let made = town.back_up();
        town.file("519901");
        town.contact().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        let id = town.node("519901").items().unwrap().remove(0).id;
        let copy = |town: &Town| town.city.services.store.read_now(|connection| delivery::find(connection, &id)).unwrap();
        let handed = copy(&town).unwrap();
        town.restore(&made);
        assert_eq!(copy(&town), None, "it is behind the backup");
        town.contact().await;
        town.contact().await;
        town.contact().await;
        assert_eq!(Held::of(&town.city.services).leaves, before.leaves);
        let again = copy(&town).unwrap();
        assert_eq!((again.0, again.1.timestamp_millis()), (handed.0, handed.1.timestamp_millis()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agent_shows_both_receipts() {
    let folder = tempfile::TempDir::new().unwrap();
    let city = City::of(with_committee(folder.path(), None)).await;
    aggregator::policy::publish(&city.services).await.unwrap();
    let node = filed(&city, "519901").await;
    let index = handed(&node, &city)[0].0;
    for (lang, receipt, act) in [
        ("zh", format!("第二回执（同级政法委）：第 {index} 条"), "送达同级政法委"),
        (
            "en",
            format!("second receipt (political-legal committee): leaf {index}"),
            "handed to the committee",
        ),
    ] {
        let said = receipts(&city, "519901", lang);
        assert!(said.contains(&receipt) && said.contains(act), "{said}");
    }
    let late = filed(&city, "519902").await;
    assert!(handed(&late, &city).is_empty());
    for (lang, words) in [
        ("zh", "第二回执（同级政法委）：未到，请催市局补送"),
        (
            "en",
            "second receipt (political-legal committee): not here yet; ask the city to hand the copy over",
        ),
    ] {
        let said = receipts(&city, "519902", lang);
        assert!(said.contains(words), "{said}");
    }
    city.clock.set(at("2025-10-14 09:00"));
}
