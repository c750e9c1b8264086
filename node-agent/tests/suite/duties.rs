//! The node knows what its bureau owes and by when, and goes by what the city's letters say of it.

use chrono::TimeDelta;
use node_agent::{
    Node, State,
    duties::{Duty, Stage},
};
use schemas::{
    duty_act::{Change, DutyAct},
    entry::Entry,
    statement::FilingKey,
};

use crate::{
    city::{City, County, Q2, at, draft},
    commands::run,
};

/// The city decides of the bureau's duty for 2025Q2.
fn decide(city: &City, node: &Node, change: Change) {
    decide_of(city, node, ("T3", "2025Q2"), change);
}

/// The city decides of a duty of the bureau.
pub fn decide_of(city: &City, node: &Node, (form, period): (&str, &str), change: Change) {
    let act = DutyAct {
        duty: FilingKey {
            bureau: node.config().enrolment.as_ref().unwrap().bureau.clone(),
            form: form.into(),
            period: period.parse().unwrap(),
            subject: None,
        },
        change,
        reason: "机房迁移".into(),
        by: "staff".into(),
    };
    city.with(|state| {
        state.documents.insert(state.leaves.len(), act.compose());
        let entry = Entry::of_duty(&act, state.time);
        state.append(entry.compose());
    });
}

fn owed(node: &Node) -> Vec<(String, Stage, String)> {
    let line = |duty: Duty| (duty.period.to_string(), duty.stage, duty.deadline.due_day().to_string());
    node.duties().unwrap().into_iter().map(line).collect()
}

fn said(county: &County, lang: &str) -> (i32, String) {
    let now = node_agent::Clock::now(&*county.clock).to_rfc3339();
    run(county.path(), &["--lang", lang, "--at", &now, "duties"])
}

#[tokio::test]
async fn what_is_owed_is_known_here_and_letters_move_it() {
    let city = City::start().await;
    let (county, _) = County::enrolled(&city).await;
    county.asks_by_quarter("2025Q2");
    let node = county.open();
    county.clock.set(at("2025-06-30T15:59:00Z"));
    assert_eq!(owed(&node), [], "not within ten days");
    county.clock.set(at("2025-07-06T01:00:00Z"));
    let line = |stage, due: &str| [("2025Q2".to_owned(), stage, due.to_owned())];
    assert_eq!(owed(&node), line(Stage::ToFile, "2025-07-15"));
    let (code, text) = said(&county, "zh");
    assert!(
        code == 0 && text.contains("剩9天") && text.contains("待报") && text.contains("2025-07-15"),
        "{text}"
    );

    county.clock.set(at("2025-07-17T01:00:00Z"));
    let (code, text) = said(&county, "en");
    assert!(code == 1 && text.contains("2 d overdue") && text.contains("to file"), "{text}");

    decide(&city, &node, Change::Extended("2025-07-25".parse().unwrap()));
    assert!(node.push().await.unwrap().trouble.is_none());
    assert_eq!(owed(&node), line(Stage::ToFile, "2025-07-25"));
    assert_eq!(node.deadline("T3", "2025Q2".parse().unwrap()).unwrap().due, at("2025-07-25T16:00:00Z"));
    for (lang, words) in
        [("zh", "市局准予延期至 2025-07-25：机房迁移"), ("en", "extended by the city until 2025-07-25")]
    {
        let (code, text) = said(&county, lang);
        assert!(code == 0 && text.contains(words), "{text}");
    }
    // A node that is opened anew knows it from its disk.
    assert_eq!(owed(&county.open()), line(Stage::ToFile, "2025-07-25"));

    decide(&city, &node, Change::Exempted);
    assert!(node.push().await.unwrap().trouble.is_none());
    assert_eq!(owed(&node), line(Stage::Exempt, "2025-07-15"));
    for (lang, words) in [("zh", "市局准予豁免：机房迁移"), ("en", "let off by the city: 机房迁移")]
    {
        let (code, text) = said(&county, lang);
        assert!(code == 0 && text.contains(words), "{text}");
    }

    decide(&city, &node, Change::Extended("2025-07-26".parse().unwrap()));
    assert!(node.push().await.unwrap().trouble.is_none());
    node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!(owed(&node), line(Stage::Sealed, "2025-07-26"));
    assert_eq!(node.push().await.unwrap().items[0].state, State::Valid);
    assert_eq!(owed(&node), []);
    county.clock.set(node_agent::Clock::now(&*county.clock) + TimeDelta::hours(1));
    let (code, text) = said(&county, "en");
    assert!(code == 0 && text.contains("Nothing is owed"), "{text}");
}
