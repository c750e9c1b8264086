//! The account of a department: made for one that the campaign has, led to its own page, and told where it is none any more.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use aggregator::identity::Role;
use reqwest::{Method, StatusCode};

use super::{ask, page};
use crate::city::{City, PASSWORD, Setting};

/// What the command line says, and whether it did what it was asked.
fn add(city: &City, login: &str, more: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
    command.args(["user", "add", login, "--name", "示例", "--data"]);
    command.arg(city.folder().join("city")).args(["--origin", "tongbao.test/1"]);
    command.args(city.database().map(|address| format!("--database={address}")));
    let mut child = command
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // What is refused before a password is asked for may have closed its input.
    let _ = child.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.success(), said)
}

crate::on_both_engines! {
    async fn an_account_is_made_for_a_department_the_campaign_has(city: City) {
        let at_city = ["--role", "department", "--bureau", "519900"];
        let with = |code: &'static str| [&at_city[..], &["--department", code]].concat();
        // Without a department, with one that is none, or that stands for every bureau: the list is said.
        for more in [at_city.to_vec(), with("nobody"), with("bureaus")] {
            let (done, said) = add(&city, "new", &more);
            assert!(!done, "{said}");
            for words in ["--department", "court 市仲裁院", "inspection 市监察支队", "yunjiang-2025", "names one of"] {
                assert!(said.contains(words), "{words}: {said}");
            }
            assert!(!said.contains("各县市区"), "{said}");
        }
        let (done, said) = add(&city, "new", &["--role", "staff", "--bureau", "519900", "--department", "court"]);
        assert!(!done && said.contains("只用于部门账号") && said.contains("accounts of departments alone"), "{said}");
        let (done, said) = add(&city, "new", &["--role", "department", "--bureau", "519901", "--department", "court"]);
        assert!(!done && said.contains("部门账号设在市局") && said.contains("stands at the city"), "{said}");
        let (done, said) = add(&city, "relations", &with("relations"));
        assert!(done, "{said}");
        let own = page(&city, "relations", "/department").await;
        assert!(own.contains("劳动关系科"), "{own}");
    }

    async fn signing_in_leads_to_its_own_page_and_nothing_else_is_offered(city: City) {
        let body = format!("account=court&password={}", PASSWORD.replace(' ', "+"));
        let (status, said) = city.ask(Method::POST, "/login", None, &body).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
        let cookie = city.cookie("court").await;
        let answer = city.file("/", &cookie).await;
        assert_eq!(answer.headers()["location"], "/department");
        let own = page(&city, "court", "/department").await;
        let html = scraper::Html::parse_document(&own);
        let links = scraper::Selector::parse("nav a, .ph a").unwrap();
        let mut led: Vec<&str> = html.select(&links).filter_map(|link| link.attr("href")).collect();
        led.sort_unstable();
        led.dedup();
        assert_eq!(led, ["/", "/department", "/department?show=directives", "/department?show=news"]);
        // What is refused is refused in words, with the same navigation.
        let (status, refused) = ask(&city, "court", "/supervision").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert!(refused.contains("/department") && !refused.contains("href=\"/rankings"), "{refused}");
    }
}

/// A campaign that is changed after the account was made.
#[tokio::test(flavor = "multi_thread")]
async fn a_department_the_campaign_does_not_have_any_more_is_told_so() {
    let mut setting = Setting::yunjiang();
    setting.accounts.push(("gone", Role::Department("gone".parse().unwrap()), "519900"));
    let city = City::of(setting).await;
    let own = page(&city, "gone", "/department").await;
    assert!(own.contains("不在现行专项行动的部门名单中"), "{own}");
    let own = page(&city, "gone", "/department?lang=en").await;
    assert!(own.contains("does not name the department of this account"), "{own}");
    let (status, _) = ask(&city, "gone", "/department/directive?serial=D2025-1").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    // Nothing can be posted from there, and nothing is taken.
    let fields = [
        ("task", "2.3"),
        ("said", "done"),
        ("words", "已完成"),
        ("title", "标题"),
        ("day", "2025-10-13"),
        ("body", "内容"),
    ];
    for path in ["/department/report", "/department/news"] {
        let (status, said) = super::post(&city, "gone", path, &fields).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}: {said}");
    }
    // Of a campaign without departments whoever reads the city is told how they come.
    let (status, _) = ask(&city, "staff", "/department?department=gone").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
