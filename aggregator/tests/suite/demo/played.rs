//! Each demonstration played once, with real agents over real HTTP: what was filed, late, nil and missing, and what it comes to,
//! against tables written out here.

use std::{net::TcpListener, sync::Arc};

use aggregator::{
    clock::Clock,
    config::Config,
    demo::{self, Script, perform},
    identity::session,
    policy, web,
};
use node_agent::OffsetClock;
use serde_json::Value;
use tempfile::TempDir;

use crate::faults::tls::http;

/// A demonstration whose story has been told.
pub struct Played {
    address: String,
    cookie: String,
    client: reqwest::Client,
    _folder: TempDir,
}

/// Plays a campaign's demonstration.
pub async fn play(campaign: &str) -> Played {
    let script: &'static Script = demo::script(campaign).unwrap();
    let folder = TempDir::new().unwrap();
    let clock = Arc::new(OffsetClock::at(script.story().scenes[0].at));
    let config = Config {
        data: folder.path().join("city"),
        database: None,
        campaign: campaign.into(),
        definitions: perform::site(script, folder.path()).unwrap(),
        origin: script.origin.into(),
        secure_cookies: false,
    };
    let services = script.mark(config.open(Clock::of(clock.clone())).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(web::serve(services.clone(), listener).unwrap());
    perform::found(&services, script).await.unwrap();
    policy::publish(&services).await.unwrap();
    perform::perform(&services, script, &clock, &address, folder.path(), |_| ()).await.unwrap();
    let password = perform::PASSWORD.into();
    let id = session::sign_in(&services.store, &services.clock, "chen".into(), password).await.unwrap();
    let cookie = format!("{}={id}", web::guard::PLAIN_COOKIE);
    Played { address, cookie, client: http().build().unwrap(), _folder: folder }
}

/// What became of a form in a period: filed (nil returns and late ones among them), late, nil, not filed.
pub type Counts = (&'static str, &'static str, [usize; 4]);

impl Played {
    /// Whether there is something at an address.
    pub async fn has(&self, path: &str) -> bool {
        let asked = self.client.get(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        asked.send().await.unwrap().status().is_success()
    }

    /// A page or an answer of the API, as staff.
    pub async fn text(&self, path: &str) -> String {
        let asked = self.client.get(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        let answer = asked.send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.text().await.unwrap()
    }

    pub async fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path).await).unwrap()
    }

    /// Every line of a table of counts is what the board says.
    pub async fn assert_board(&self, expected: &[Counts]) {
        let mut found = Vec::new();
        for (form, period, _) in expected {
            let answer = self.json(&format!("/api/v1/obligations?period={period}")).await;
            let owed = answer["obligations"].as_array().unwrap();
            let of_form: Vec<&Value> = owed.iter().filter(|owed| owed["form"] == **form).collect();
            let count = |test: &dyn Fn(&Value) -> bool| of_form.iter().filter(|owed| test(owed)).count();
            let state = |owed: &Value, of: &[&str]| of.contains(&owed["state"].as_str().unwrap());
            let filed = count(&|owed| state(owed, &["validated", "confirmed", "nil"]));
            let late = count(&|owed| owed["late_days"].as_i64().unwrap() > 0);
            let nil = count(&|owed| state(owed, &["nil"]));
            let not = count(&|owed| state(owed, &["overdue", "missing"]));
            found.push((*form, *period, [filed, late, nil, not]));
        }
        assert_eq!(found, expected);
    }

    /// An indicator of a period: numerator, denominator, percentage printed, of all who filed.
    pub async fn pooled(&self, period: &str, indicator: &str) -> (i64, i64, String) {
        let answer = self.json(&format!("/api/v1/standings?period={period}")).await;
        assert_eq!(answer["demonstration"], true, "invented figures are marked");
        let all = answer["indicators"].as_array().unwrap();
        let pooled = &all.iter().find(|table| table["indicator"] == indicator).unwrap()["pooled"];
        let number = |key: &str| pooled[key].as_i64().unwrap();
        (number("numerator"), number("denominator"), pooled["percent"].as_str().unwrap().to_owned())
    }

    /// A bureau's place on an indicator, and why it has none.
    pub async fn place(&self, period: &str, indicator: &str, bureau: &str) -> Value {
        let answer = self.json(&format!("/api/v1/standings?period={period}")).await;
        let all = answer["indicators"].as_array().unwrap();
        let table = all.iter().find(|table| table["indicator"] == indicator).unwrap();
        table["rows"].as_array().unwrap().iter().find(|row| row["bureau"] == bureau).unwrap().clone()
    }

    /// How many reports of a special matter were made, all in time, and how many are owed.
    pub async fn reports(&self, subject: &str) -> [usize; 2] {
        let matters = self.json("/api/v1/matters").await;
        let all = matters["matters"].as_array().unwrap();
        let matter = all.iter().find(|matter| matter["subject"] == subject).unwrap();
        let reports = matter["reports"].as_array().unwrap();
        assert!(reports.iter().all(|report| report["late_days"] == 0), "{matter}");
        let made = reports.iter().filter(|report| !report["received"].is_null()).count();
        [made, reports.len() - made]
    }

    /// Each of these pages stands, marks its figures as invented, and holds these words.
    pub async fn assert_pages(&self, expected: &[(&str, &[&str])]) {
        for (path, words) in expected {
            let page = self.text(path).await;
            assert!(page.contains("演示数据"), "{path} does not say that it is invented");
            for word in *words {
                assert!(page.contains(word), "{path} does not say {word}");
            }
        }
    }
}
