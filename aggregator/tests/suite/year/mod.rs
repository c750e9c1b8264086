//! A year of one city with its agents under a moved clock: every obligation appears, falls due, is reminded, and met or missed
//! exactly once; and the same year comes to the same bytes.

mod dates;
mod places;
mod play;

use std::collections::BTreeSet;

use aggregator::store::{AnyConnection, StoreError, bureau, duty, log};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use node_agent::{StandingClock, duties::Stage};
use reqwest::Method;
use schemas::{
    owed::{self, Acts},
    period::china,
};

use self::{
    dates::{COUNTED, Fate, Steps, fates},
    play::Year,
};
use crate::city::{City, at, postgres_schema};

/// What of a year is compared with the same year played again.
#[derive(Debug, PartialEq, Eq)]
struct Held {
    leaves: Vec<String>,
    checkpoint: String,
    journal: Vec<String>,
    reminded: Vec<String>,
    messages: Vec<String>,
    /// What the API answers: obligations of every period, and places of every quarter.
    answers: Vec<String>,
    nodes: Vec<String>,
}

/// A line of the journal, in columns that read alike on both engines.
const JOURNAL: &str = "SELECT bureau || ' ' || form || ' ' || period || ' ' || subject || ' ' || opens || ' ' || due || ' ' \
    || grace || ' ' || appeared || ' ' || COALESCE(CAST(fell_due AS TEXT), '-') || ' ' || COALESCE(CAST(settled AS TEXT), '-') \
    || ' ' || COALESCE(outcome, '-') || COALESCE(' ' || late_days, '') AS line FROM obligation";
const REMINDED: &str = "SELECT bureau || ' ' || form || ' ' || period || ' ' || subject || ' ' || step AS line FROM reminder_step";
/// Everything of a message but its name, which is drawn.
const MESSAGES: &str = "SELECT bureau || ' ' || channel || ' ' || step || ' ' || about || ' ' || made || ' ' || made_by || ' ' \
    || state || ' ' || tries AS line FROM message";

fn lines(city: &City<StandingClock>, sql: &str) -> Vec<String> {
    let mut lines = city.lines(sql);
    lines.sort();
    lines
}

async fn answer(city: &City<StandingClock>, cookie: &str, path: &str) -> String {
    let (status, text) = city.ask(Method::GET, path, Some(cookie), "").await;
    assert!(status.is_success(), "{path}: {text}");
    text
}

/// The periods a journal speaks of.
fn periods(journal: &[String]) -> BTreeSet<String> {
    journal.iter().filter_map(|line| line.split(' ').nth(2)).map(str::to_owned).collect()
}

/// What the API says of obligations and places.
async fn answers(city: &City<StandingClock>, periods: &BTreeSet<String>) -> Vec<String> {
    let cookie = city.cookie("staff").await;
    let mut answers = Vec::new();
    for period in periods {
        answers.push(answer(city, &cookie, &format!("/api/v1/obligations?period={period}")).await);
    }
    for quarter in ["2025Q1", "2025Q2", "2025Q3", "2025Q4"] {
        answers.push(answer(city, &cookie, &format!("/api/v1/standings?period={quarter}")).await);
    }
    answers
}

impl Held {
    async fn of(year: &Year) -> Self {
        let city = &year.city;
        let read = |connection: &mut AnyConnection| {
            let (size, checkpoint) = log::newest(connection)?.unwrap();
            let leaves = (0..size).map(|index| Ok(log::text(connection, index)?.unwrap()));
            Ok::<_, StoreError>((leaves.collect::<Result<Vec<String>, StoreError>>()?, checkpoint))
        };
        let (leaves, checkpoint) = city.services.store.read_now(read).unwrap();
        let journal = lines(city, JOURNAL);
        Self {
            leaves,
            checkpoint,
            answers: answers(city, &periods(&journal)).await,
            journal,
            reminded: lines(city, REMINDED),
            messages: lines(city, MESSAGES),
            nodes: year.at_nodes(),
        }
    }
}

/// What the engine that both programs ask lists for the year, by name and due instant.
fn engine(year: &Year) -> BTreeSet<String> {
    let services = &year.city.services;
    let read = |connection: &mut AnyConnection| {
        Ok::<_, StoreError>((bureau::tree(connection)?, duty::acts(connection, duty::EVER)?))
    };
    let (tree, acts) = services.store.read_now(read).unwrap();
    let (none, span) = (Acts::default(), (NaiveDate::MIN, NaiveDate::MAX));
    let mut listed = BTreeSet::new();
    for one in aggregator::measure::cache::owing(&tree) {
        let acts = acts.get(&one.code).unwrap_or(&none);
        for owed in owed::owed(&services.campaign, services.definitions.calendar(), (&one).into(), acts, span)
        {
            let subject = owed.subject.map_or_else(|| "-".to_owned(), ToString::to_string);
            let due = owed.deadline.due.timestamp_micros();
            listed.insert(format!("{} {} {} {subject} {due}", owed.bureau, owed.form, owed.period));
        }
    }
    listed
}

/// Whether the nodes and the city's board say the same of what is open, for every period whose window has opened.
async fn nodes_and_board_agree(year: &Year, all: &[Fate], now: DateTime<Utc>) {
    let cookie = year.city.cookie("staff").await;
    let open = all
        .iter()
        .filter(|fate| fate.subject == "-" && fate.form != "L7M" && fate.opens <= now && now < fate.close);
    let known: BTreeSet<(&str, &str, &str)> =
        open.map(|fate| (fate.bureau, fate.form, fate.period.as_str())).collect();
    let periods: BTreeSet<&str> = known.iter().map(|(.., period)| *period).collect();
    let mut board = BTreeSet::new();
    for period in periods {
        let text = answer(&year.city, &cookie, &format!("/api/v1/obligations?period={period}")).await;
        let said: serde_json::Value = serde_json::from_str(&text).unwrap();
        for one in said["obligations"].as_array().unwrap() {
            let (bureau, form) = (one["bureau"].as_str().unwrap(), one["form"].as_str().unwrap());
            let undone = ["open", "overdue", "missing", "invalid", "returned"];
            if undone.contains(&one["state"].as_str().unwrap()) && known.contains(&(bureau, form, period)) {
                board.insert((bureau.to_owned(), form.to_owned(), period.to_owned()));
            }
        }
    }
    let nodes = year.open_at_nodes();
    assert!(nodes.values().all(|stage| *stage != Stage::Sealed), "{now}: what is sealed was sent");
    let nodes: BTreeSet<_> = nodes.into_keys().collect();
    assert_eq!(nodes, board, "{now}: at the nodes, on the board");
}

/// Plays the year and holds it to what dates and habits come to.
async fn played(database: Option<String>, definitions: &std::path::Path) -> (Year, Held) {
    let mut year = Year::begin(database, definitions).await;
    let calendar = year.city.services.definitions.calendar().clone();
    let all = play::steps(&calendar);
    let steps = Steps { all: &all, calendar: &calendar };
    let fates = fates(&steps);
    for now in &all {
        year.step(*now).await;
        let day = now.with_timezone(&china()).day();
        if day == 7 || day == 1 || *now == at("2025-09-30 18:00") {
            nodes_and_board_agree(&year, &fates, *now).await;
        }
    }
    year.hear().await;
    let held = Held::of(&year).await;

    // One row each for what the engine lists, and no other; with every instant and outcome that dates and habits come to.
    let listed = engine(&year);
    let expected = |of: &dyn Fn(&Fate) -> String| fates.iter().map(of).collect::<BTreeSet<String>>();
    let named = expected(&|fate| {
        let Fate { bureau, form, period, subject, due, .. } = fate;
        format!("{bureau} {form} {period} {subject} {}", due.timestamp_micros())
    });
    assert_eq!(listed, named);
    let mut journal: Vec<String> = fates.iter().map(|fate| fate.journal(&steps)).collect();
    journal.sort();
    pretty(&held.journal, &journal);
    for (bureau, count) in COUNTED {
        assert_eq!(fates.iter().filter(|fate| fate.bureau == bureau).count(), count, "{bureau}");
    }
    // Each was noted once: the runs together have done as much as there are rows.
    let once = held.journal.len();
    assert_eq!((year.done.appeared, year.done.fell_due, year.done.settled), (once, once, once));

    let mut reminded: Vec<String> = fates.iter().flat_map(|fate| fate.reminders(&steps)).collect();
    reminded.sort();
    pretty(&held.reminded, &reminded);
    // Messages name each step of each obligation once for the portal and once for the agent.
    let about = |channel: &str| -> usize {
        let of = format!(" {channel} ");
        let said = held.messages.iter().filter(|line| line.contains(&of));
        said.map(|line| line.matches("\"form\"").count()).sum()
    };
    assert_eq!((about("portal"), about("agent")), (reminded.len(), reminded.len()));
    (year, held)
}

/// The same lines, or those that differ.
fn pretty(found: &[String], expected: &[String]) {
    let of = |lines: &[String]| lines.iter().cloned().collect::<BTreeSet<String>>();
    let (one, other) = (of(found), of(expected));
    let extra: Vec<&String> = one.difference(&other).take(20).collect();
    let missing: Vec<&String> = other.difference(&one).take(20).collect();
    assert!(
        extra.is_empty() && missing.is_empty(),
        "only in the store: {extra:#?}\nonly expected: {missing:#?}"
    );
    assert_eq!(found.len(), expected.len(), "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_comes_to_what_was_owed_and_again_to_the_same_bytes() {
    let definitions = tempfile::tempdir().unwrap();
    std::fs::write(definitions.path().join("year.toml"), include_str!("campaign.toml")).unwrap();
    // Where there is PostgreSQL the second year is played on it.
    let (one, other) =
        tokio::join!(played(None, definitions.path()), played(postgres_schema(), definitions.path()));
    let ((mut first, one), (_, other)) = (one, other);
    assert_eq!(one.checkpoint, other.checkpoint);
    assert_eq!(one, other);
    // Lost at the year's end and brought back from July, the city comes to the same duties.
    let before = first.outcomes();
    first.restore().await;
    pretty(&first.outcomes(), &before);
    assert_eq!(first.at_nodes(), one.nodes);
    assert_eq!(answers(&first.city, &periods(&one.journal)).await, one.answers);
}
