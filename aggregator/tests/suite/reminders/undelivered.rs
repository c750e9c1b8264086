//! Servers that are slow, hostile or broken: a message is left, tried again or given up, and nothing is followed.

use std::{path::Path, time::Duration};

use aggregator::{
    reminder::{
        deliver,
        email::{self, MAX_SAID},
        notify::Notify,
        webhook,
        words::Letter,
    },
    store::message::{Channel, Fate, Message},
};
use schemas::text::Text;

use super::{
    SECRET,
    servers::{Manner, Server},
};
use crate::city::at;

pub fn letter() -> Letter {
    Letter { title: Text::new("【催报】甲", "Reminder, A"), lines: vec![Text::new("乙", "B")] }
}

fn settings(folder: &Path, mail: u16) -> Notify {
    std::fs::write(folder.join("secret"), SECRET).unwrap();
    let text = format!(
        "[email]\nserver = \"127.0.0.1\"\nport = {mail}\ntls = \"none\"\nfrom = \"t@city.example\"\n\
         [webhook]\nsecret-file = \"{}\"\n",
        folder.join("secret").display()
    );
    std::fs::write(folder.join("notify.toml"), text).unwrap();
    Notify::read(folder).unwrap()
}

const SHORT: Duration = Duration::from_millis(300);

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_slow_hostile_or_broken_is_left_and_tried_again() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::mail().await);
    let mail = settings(folder.path(), server.port).email.unwrap();
    let send = async |manner: Manner, patience: Duration| {
        server.becomes(manner);
        email::send(&mail, "m1", "to@county.example", &letter(), patience).await
    };
    send(Manner::Takes, email::PATIENCE).await.unwrap();
    let given = server.given();
    assert!(
        given[0].contains("Message-ID: <m1@city.example>")
            && given[0].contains("Content-Type: text/plain; charset=utf-8"),
        "{}",
        given[0]
    );
    for (manner, patience, again, why) in [
        (Manner::Silent, SHORT, true, "took too long"),
        // More than it may say ends the line, long before the time is up.
        (Manner::Floods, email::PATIENCE, true, "broken"),
        (Manner::Babbles, email::PATIENCE, true, "broken"),
        (Manner::Says(451), email::PATIENCE, true, "puts it off: 451"),
        (Manner::Says(550), email::PATIENCE, false, "refuses: 550"),
    ] {
        let undelivered = send(manner, patience).await.unwrap_err();
        assert!(undelivered.again == again && undelivered.why.contains(why), "{manner:?}: {undelivered:?}");
    }
    assert_eq!((server.given().len(), MAX_SAID), (1, 65_536));
    let nobody = email::send(&mail, "m1", "nobody", &letter(), SHORT).await.unwrap_err();
    assert!(!nobody.again && nobody.why.contains("no mail address"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_slow_hostile_or_broken_is_left_and_nothing_is_followed() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::program().await);
    let hook = settings(folder.path(), 1).webhook.unwrap();
    let now = at("2025-10-13 16:20");
    let message = |address: String| Message {
        id: "m1".into(),
        bureau: "519901".parse().unwrap(),
        channel: Channel::Webhook,
        address,
        step: "after-1d".into(),
        about: Vec::new(),
        made: now,
        by: "staff".into(),
        fate: Fate::Waiting,
        tries: 0,
        next: now,
        ended: None,
        note: String::new(),
    };
    let there = message(format!("http://127.0.0.1:{}/", server.port));
    let send = async |manner: Manner, patience: Duration| {
        server.becomes(manner);
        webhook::send(&hook, &there, &letter(), &[], (now, patience)).await
    };
    send(Manner::Takes, webhook::PATIENCE).await.unwrap();
    // Of an answer without end only the head is read.
    send(Manner::Floods, webhook::PATIENCE).await.unwrap();
    for (manner, patience, again, why) in [
        (Manner::Silent, SHORT, true, "takes too long"),
        (Manner::Babbles, webhook::PATIENCE, true, "cannot be reached"),
        (Manner::Says(302), webhook::PATIENCE, false, "302 and sends elsewhere"),
        (Manner::Says(500), webhook::PATIENCE, true, "answers 500"),
        (Manner::Says(429), webhook::PATIENCE, true, "busy"),
        (Manner::Says(404), webhook::PATIENCE, false, "refuses: 404"),
    ] {
        let undelivered = send(manner, patience).await.unwrap_err();
        assert!(undelivered.again == again && undelivered.why.contains(why), "{manner:?}: {undelivered:?}");
    }
    let elsewhere = message("http://hook.example/".into());
    let refused = webhook::send(&hook, &elsewhere, &letter(), &[], (now, SHORT)).await.unwrap_err();
    assert!(!refused.again && refused.why.contains("none that may be called"));
    assert_eq!([0, 1, 2, 3, 4, 9].map(|tries| deliver::wait(tries).num_minutes()), [1, 1, 5, 15, 60, 240]);
}
