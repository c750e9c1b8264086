//! Reminders: each step once whoever looks, never for what is done, by every way, through servers that behave badly.

mod chains;
mod closed_line;
mod contacts;
mod servers;
mod undelivered;

use aggregator::{
    clock::Clock,
    config::Config,
    intake::duty::{self, Rules},
    jobs::tick::{Did, Jobs},
    reminder::webhook,
    store::{
        contact::{self, Contact, Post},
        message::Channel,
    },
};
use chrono::TimeDelta;
use node_agent::Node;
use reqwest::{Method, StatusCode};
use schemas::{
    duty_act::{Change, DutyAct},
    schedule::Outcome,
    statement::FilingKey,
    text::Text,
};

use self::servers::{Manner, Server};
use crate::{
    city::{City, Setting, at, postgres_schema},
    filing::push,
    jobs::jobs,
};

const RULE: &str = "\n[reminders]\nbefore = [\"3d\", \"1d\"]\nafter = [\"1d\", \"3d\"]\nescalate = \"3d\"\n\
                    quiet = { from = \"20:00\", to = \"08:00\", days_off = true }\n";
const SECRET: &str = "planted-secret-of-the-hooks-0123456789";
const QUIET: &str =
    "[scrub]\noff = true\n[confirm]\noff = true\n[sweep]\nat = \"0 3 1 1 *\"\n[defaulted]\noff = true\n";
const FORMS: [&str; 4] = ["L2", "L3", "L4", "L5"];

/// A city whose campaign reminds, with a mail server and a program of 东湖区's.
struct Reminding {
    city: City,
    definitions: tempfile::TempDir,
    jobs: Jobs,
    mail: Server,
    hook: Server,
}

impl Reminding {
    async fn start(database: Option<String>) -> Self {
        Self::with("", database).await
    }

    /// The same with more of a campaign.
    async fn with(more: &str, database: Option<String>) -> Self {
        let definitions = tempfile::tempdir().unwrap();
        let campaign = include_str!("../../../../schemas/definitions/campaigns/yunjiang-2025.toml");
        let text = campaign.replacen("version = 1\n", "version = 99\n", 1) + RULE + more;
        std::fs::write(definitions.path().join("yunjiang-2025.toml"), text).unwrap();
        let setting =
            Setting { database, definitions: Some(definitions.path().to_owned()), ..Setting::yunjiang() };
        let city = City::of(setting).await;
        let jobs = jobs(&city, QUIET);
        let (mail, hook) = (Server::mail().await, Server::program().await);
        let data = &jobs.config.data;
        std::fs::write(data.join("hook.secret"), SECRET).unwrap();
        let notify = format!(
            "[email]\nserver = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"tongbao@city.example\"\n\
             [webhook]\nsecret-file = \"{}\"\n",
            mail.port,
            data.join("hook.secret").display()
        );
        std::fs::write(data.join("notify.toml"), notify).unwrap();
        let reminding = Self { city, definitions, jobs, mail, hook };
        reminding.reach(Post::Filing, Channel::Email, "donghu@county.example").await;
        reminding.reach(Post::Leader, Channel::Email, "leader@county.example").await;
        let program = format!("http://127.0.0.1:{}/in?token=planted-token", reminding.hook.port);
        reminding.reach(Post::Filing, Channel::Webhook, &program).await;
        reminding
    }

    async fn reach(&self, post: Post, channel: Channel, address: &str) {
        let new = Contact { bureau: "519901".parse().unwrap(), post, channel, address: address.into() };
        let add = move |connection: &mut _| contact::add(connection, &new);
        assert!(self.city.services.store.write::<_, aggregator::store::StoreError>(add).await.unwrap());
    }

    /// What ticks at an instant did, until nothing more was to do.
    async fn tick_at(&self, now: &str) -> Vec<(&'static str, Outcome)> {
        self.city.clock.set(at(now));
        self.tick().await
    }

    async fn tick(&self) -> Vec<(&'static str, Outcome)> {
        let done = self.jobs.tick().await.unwrap();
        done.iter().map(|Did { job, outcome, .. }| (job.code(), *outcome)).collect()
    }

    fn count(&self, sql: &str) -> usize {
        self.city.line(&format!("SELECT CAST(count(*) AS TEXT) AS line FROM {sql}")).parse().unwrap()
    }

    fn fates(&self, channel: &str) -> Vec<String> {
        self.city.lines(&format!(
            "SELECT state AS line FROM message WHERE channel = '{channel}' ORDER BY made, address"
        ))
    }

    fn notes(&self) -> Vec<String> {
        self.city.lines("SELECT note AS line FROM message UNION ALL SELECT note AS line FROM job_run")
    }

    async fn decide(&self, bureau: &str, form: &str, change: Change) {
        let duty = FilingKey {
            bureau: bureau.parse().unwrap(),
            form: form.into(),
            period: "2025Q3".parse().unwrap(),
            subject: None,
        };
        let act = DutyAct { duty, change, reason: "系统故障".into(), by: "业务科".into() };
        let services = self.city.services.clone();
        let now = services.clock.now();
        let decided = self.city.services.store.write(move |connection| {
            let rules = Rules { campaign: &services.campaign, calendar: services.definitions.calendar() };
            duty::decide(connection, rules, &act, "staff", now)
        });
        decided.await.unwrap();
    }

    async fn nil(&self, node: &Node, forms: &[&str]) {
        for form in forms {
            node.nil(form, "2025Q3".parse().unwrap(), None, None).unwrap();
        }
        push(node).await;
    }
}

/// Each journey on SQLite, and on PostgreSQL where there is one.
macro_rules! journeys {
    ($(async fn $name:ident($city:ident: Reminding) $body:block)*) => {
        $(async fn $name($city: Reminding) $body)*

        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(super::Reminding::start(None).await).await;
            })*
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                if let Some(schema) = super::postgres_schema() {
                    super::$name(super::Reminding::start(Some(schema)).await).await;
                }
            })*
        }
    };
}

// Behind the macro that it uses.
mod put;

journeys! {
    async fn a_step_comes_once_whoever_looks_and_goes_by_every_way(it: Reminding) {
        it.city.clock.set(at("2025-10-13 16:20"));
        let config = Config { definitions: Some(it.definitions.path().to_owned()), ..it.jobs.config.clone() };
        let open = || config.open(Clock::of(it.city.clock.clone())).unwrap();
        let other = Jobs { services: open(), ..it.jobs.clone() };
        let (one, two) = tokio::join!(it.jobs.tick(), other.tick());
        assert!(one.unwrap().iter().chain(&two.unwrap()).all(|did| did.outcome == Outcome::Done));
        let both = |sql: &str| it.count(sql);
        assert_eq!(both("reminder_step"), 12, "three bureaus, four ledgers");
        assert_eq!(both("reminder_step WHERE step <> 'before-3d'"), 0);
        // Portal and node for each bureau; mail and program for the one that has them.
        assert_eq!(both("message"), 8);
        assert_eq!(both("reminder"), 0, "before the due day nobody was reminded of being late");
        it.tick_at("2025-10-13 16:30").await;
        // Another process begins anew, as after a stop; nothing is made or sent twice.
        let again = Jobs { services: open(), ..it.jobs.clone() };
        it.city.clock.set(at("2025-10-13 16:40"));
        again.tick().await.unwrap();
        assert_eq!((both("message"), both("reminder_step")), (8, 12));
        assert_eq!((it.mail.given().len(), it.hook.given().len()), (1, 1));

        let mail = &it.mail.given()[0];
        assert!(mail.contains("To: donghu@county.example") && mail.contains("From: tongbao@city.example"), "{mail}");
        assert!(!mail.contains("leader@"), "the leader is addressed later");
        let hook = &it.hook.given()[0];
        let (head, body) = hook.split_once("\n\n").unwrap_or_else(|| hook.split_once("\r\n\n").unwrap());
        let said: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((&said["bureau"], &said["step"]), (&"519901".into(), &"before-3d".into()));
        assert_eq!(said["obligations"].as_array().unwrap().len(), 4);
        assert_eq!(said["title"]["zh"], "【催报】云江专项行动2025：4项待报");
        assert_eq!(said["title"]["en"], "Reminder, Yunjiang campaign 2025: 4 to file");
        assert!(said["lines"][0]["zh"].as_str().unwrap().contains("2025-10-15 23:59截止") || said["lines"][0]["zh"].as_str().unwrap().contains("23:59截止"), "{said}");
        // The signature is what whoever knows the secret makes of name, instant and body.
        let line = head.lines().find_map(|line| line.to_ascii_lowercase().starts_with("tongbao-signature").then(|| line.split_once(": ").unwrap().1)).unwrap();
        let field = |name: &str| line.trim().split(',').find_map(|part| part.strip_prefix(name)).unwrap().to_owned();
        let now = chrono::DateTime::from_timestamp(field("t=").parse().unwrap(), 0).unwrap();
        assert_eq!(webhook::sign(SECRET, &field("id="), now, body.as_bytes()).unwrap(), line.trim());
    }

    async fn what_is_done_is_never_reminded_of_and_the_leader_hears_later(it: Reminding) {
        let (node, whole) = (it.city.node("519901").await, it.city.node("519902").await);
        it.nil(&node, &["L3"]).await;
        it.nil(&whole, &FORMS).await;
        // Friday the 17th, a day after the due day.
        it.tick_at("2025-10-17 09:00").await;
        let reminded = it.city.lines("SELECT bureau || ' ' || form || ' ' || step AS line FROM reminder_step ORDER BY 1");
        let expected = ["519901 L2 after-1d", "519901 L4 after-1d", "519901 L5 after-1d", "519923 L2 after-1d",
            "519923 L3 after-1d", "519923 L4 after-1d", "519923 L5 after-1d"];
        assert_eq!(reminded, expected);
        assert_eq!(it.count("reminder"), 2, "they count on the board");
        let given = it.hook.given();
        assert!(given[0].contains("\"L2\"") && !given[0].contains("\"L3\""), "{}", given[0]);
        // Two days off: the step of the 19th, a Sunday, comes on Monday, and the leader has a mail of his own.
        assert!(it.tick_at("2025-10-19 10:00").await.contains(&("remind", Outcome::Done)));
        assert_eq!(it.count("reminder_step WHERE step = 'leader-3d'"), 0);
        it.tick_at("2025-10-20 08:00").await;
        assert_eq!(it.count("reminder_step WHERE step = 'leader-3d'"), 7);
        let to_leader = it.mail.given().iter().filter(|mail| mail.contains("To: leader@county.example")).count();
        assert_eq!((to_leader, it.mail.given().len()), (1, 3));
        // Nothing more comes after the last step.
        it.tick_at("2025-11-05 09:00").await;
        assert_eq!(it.count("reminder_step WHERE step <> 'after-1d' AND step <> 'leader-3d'"), 0);
        assert_eq!(it.mail.given().len(), 3);
    }

    async fn who_was_given_time_is_reminded_later_and_who_was_let_off_is_not(it: Reminding) {
        it.city.clock.set(at("2025-10-14 09:00"));
        it.decide("519901", "L3", Change::Extended("2025-10-22".parse().unwrap())).await;
        it.decide("519901", "L2", Change::Exempted).await;
        let of = |step: &str| {
            it.city.lines(&format!(
                "SELECT form AS line FROM reminder_step WHERE bureau = '519901' AND step = '{step}' ORDER BY 1"
            ))
        };
        it.tick_at("2025-10-17 09:00").await;
        assert_eq!(of("after-1d"), ["L4", "L5"]);
        it.tick_at("2025-10-22 09:00").await;
        assert_eq!((of("before-1d"), of("leader-3d")), (vec!["L3".to_owned()], vec!["L4".to_owned(), "L5".to_owned()]));
        it.tick_at("2025-10-24 09:00").await;
        assert_eq!(of("after-1d"), ["L3", "L4", "L5"]);
        assert_eq!(it.count("reminder_step WHERE form = 'L2' AND bureau = '519901'"), 0);
    }

    async fn what_was_done_while_a_message_waited_is_not_sent(it: Reminding) {
        it.mail.becomes(Manner::Says(451));
        it.hook.becomes(Manner::Says(500));
        it.tick_at("2025-10-15 09:00").await;
        assert_eq!((it.fates("email"), it.fates("webhook")), (vec!["waiting".to_owned()], vec!["waiting".to_owned()]));
        let node = it.city.node("519901").await;
        it.nil(&node, &FORMS).await;
        it.mail.becomes(Manner::Takes);
        it.hook.becomes(Manner::Takes);
        it.tick_at("2025-10-15 09:05").await;
        assert_eq!((it.fates("email"), it.fates("webhook")), (vec!["moot".to_owned()], vec!["moot".to_owned()]));
        assert_eq!((it.mail.given().len(), it.hook.given().len()), (0, 1), "only what was refused at first");
    }

    async fn at_quiet_hours_nothing_is_made_or_sent(it: Reminding) {
        for quiet in ["2025-10-13 21:00", "2025-10-14 07:50", "2025-10-18 10:00"] {
            it.tick_at(quiet).await;
            assert_eq!(it.count("message"), 0, "{quiet}");
        }
        it.city.clock.set(at("2025-10-13 19:50"));
        it.mail.becomes(Manner::Says(451));
        it.tick().await;
        assert_eq!(it.fates("email"), ["waiting"]);
        it.mail.becomes(Manner::Takes);
        it.tick_at("2025-10-13 20:10").await;
        assert_eq!(it.fates("email"), ["waiting"], "it can wait until the morning");
        it.tick_at("2025-10-14 08:00").await;
        assert_eq!(it.fates("email"), ["sent"]);
    }

    async fn what_is_not_taken_is_tried_ever_later_and_given_up(it: Reminding) {
        it.hook.becomes(Manner::Says(503));
        it.mail.becomes(Manner::Says(550));
        let begun = at("2025-10-14 08:00");
        it.city.clock.set(begun);
        it.tick().await;
        assert_eq!(it.fates("email"), ["failed"], "a refusal for good is not asked again");
        let mut tries = vec![0];
        for minute in 1..=700 {
            it.city.clock.set(begun + TimeDelta::minutes(minute));
            let before = it.hook.given().len();
            it.tick().await;
            if it.hook.given().len() > before {
                tries.push(minute);
            }
        }
        assert_eq!(tries, [0, 1, 6, 21, 81, 321], "after 1, 5, 15, 60 and 240 minutes");
        assert_eq!(it.fates("webhook"), ["failed"]);
        let notes = it.notes().join("\n");
        assert!(notes.contains("it answers 503") && notes.contains("the mail server refuses: 550"), "{notes}");
        // Neither the secret nor what an address may hold is written down.
        for secret in [SECRET, "planted-token", "/in?"] {
            assert!(!notes.contains(secret), "{notes}");
        }
    }

    async fn a_node_fetches_the_newest_and_its_own(it: Reminding) {
        let (node, other) = (it.city.node("519901").await, it.city.node("519902").await);
        it.nil(&other, &FORMS).await;
        it.tick_at("2025-10-14 09:00").await;
        for node in [&node, &other] {
            node.tick().await.unwrap();
        }
        let reminded = node.reminders().unwrap().unwrap();
        assert_eq!((reminded.all.len(), reminded.all[0].lines.len()), (1, 4));
        assert_eq!(reminded.all[0].step, Text::new("截止前3天", "3 days before it is due"));
        assert_eq!(other.reminders().unwrap().unwrap().all, []);
        assert_eq!(it.count("message WHERE channel = 'agent' AND state = 'sent'"), 1, "that it was fetched is on record");
        // So many from the board that an answer does not hold them all.
        let by_hand = ["519901".parse().unwrap()];
        for second in 0..25 {
            it.city.clock.set(at("2025-10-14 10:00") + TimeDelta::seconds(second));
            let made = aggregator::reminder::digest::remind(&it.city.services, &by_hand, "2025Q3".parse().unwrap(), "staff");
            assert_eq!(made.await.unwrap(), 1);
        }
        it.city.clock.set(at("2025-10-14 10:30"));
        node.tick().await.unwrap();
        let all = node.reminders().unwrap().unwrap().all;
        let newest = at("2025-10-14 10:00") + TimeDelta::seconds(24);
        assert_eq!((all.len(), all[0].made.timestamp()), (20, newest.timestamp()));
        // What is done is no longer among them.
        it.nil(&node, &FORMS).await;
        it.city.clock.set(at("2025-10-14 11:00"));
        node.tick().await.unwrap();
        assert_eq!(node.reminders().unwrap().unwrap().all, []);
    }

    async fn the_board_reminds_who_owes_and_the_page_says_what_became_of_it(it: Reminding) {
        let city = &it.city;
        let page = async |login: &str, path: &str| {
            let (status, text) = city.ask(Method::GET, path, Some(&city.cookie(login).await), "").await;
            assert_eq!(status, StatusCode::OK);
            text
        };
        for (lang, words) in [("zh", "还没有提醒"), ("en", "No reminder yet")] {
            assert!(page("staff", &format!("/reminders?lang={lang}")).await.contains(words));
        }
        let whole = city.node("519902").await;
        it.nil(&whole, &FORMS).await;
        city.clock.set(at("2025-10-16 09:00"));
        let staff = city.cookie("staff").await;
        let (_, board) = city.ask(Method::GET, "/filings?period=2025Q3", Some(&staff), "").await;
        let csrf = board.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let form = |bureaus: &str| format!("csrf={csrf}&period=2025Q3{bureaus}");
        let (status, _) = city.ask(Method::POST, "/filings/remind", Some(&staff), &form("&bureau=519901&bureau=519902")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(it.city.lines("SELECT bureau AS line FROM reminder"), ["519901"], "who has filed is left alone");
        let (status, _) = city.ask(Method::POST, "/filings/remind", Some(&staff), &form("&bureau=999999")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        it.tick().await;
        let said = page("staff", "/reminders").await;
        for words in ["人工催报", "东湖区", "donghu@county.example", "已送达", "邮件", "接口推送", "待送达", "节点程序", "staff", "仅门户和节点程序"] {
            assert!(said.contains(words), "{words}: {said}");
        }
        let english = page("staff", "/reminders?lang=en").await;
        assert!(english.contains("sent by hand") && english.contains("delivered") && english.contains("portal and node only"), "{english}");
        let own = page("donghu", "/reminders").await;
        assert!(own.contains("人工催报") && !own.contains("西岭区") && !own.contains("519902"), "{own}");
        assert!(page("staff", "/filings?period=2025Q3").await.contains("已催报1次"));
    }
}
