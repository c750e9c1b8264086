//! The power is cut under the agent at random points of a recorded run: a statement that had left the machine is in the
//! store as it was sent, and one whose rows had left has its verified receipt (PROTOCOL §7, T5 and T6).

use std::sync::Arc;

use node_agent::{Config, Node, SystemClock};
use schemas::hash::Sha;
use tempfile::TempDir;

use super::{
    acknowledged::Acknowledged,
    chance::Chance,
    count,
    flaky::{Flaky, Seen as Passing},
    killed_agent::{Agent, Seen, city, saying},
    program::recorder,
    replay::{Disk, Event, Record, start_of},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_power_is_cut_under_the_agent_and_nothing_is_lost() {
    let mut chance = Chance::of("the_power_is_cut_under_the_agent_and_nothing_is_lost");
    let (city, token) = city().await;
    let folder = TempDir::new().unwrap();
    let record = Arc::new(Record::at(folder.path().join("record")));
    let marks = Arc::clone(&record);
    let leaving: Passing = Arc::new(move |bytes: &[u8]| marked(&marks, &String::from_utf8_lossy(bytes)));
    let way = Flaky::before(&city.address, chance.fork(), leaving);
    let mut agent = Agent::at(folder.path().join("node"));
    Node::init(&agent.folder, &Config::default()).unwrap();
    Node::open(&agent.folder, Arc::new(SystemClock)).unwrap().enrol(&token, &way.address).await.unwrap();
    let before = start_of(&agent.folder);
    let set = |name: &str, value: &std::path::Path| (name.to_owned(), value.display().to_string());
    agent.variables = vec![
        set("LD_PRELOAD", &recorder()),
        set("TONGBAO_FOLDER", &agent.folder),
        set("TONGBAO_RECORD", record.path()),
    ];
    way.lose(10);
    for number in 0..count(30, 120) {
        let args =
            if chance.percent(80) { saying(&mut chance, folder.path(), number) } else { vec!["push".into()] };
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let within = chance.millis(100, 500);
        tokio::task::block_in_place(|| agent.run(&args, within));
    }
    let events = record.events();
    let marks = events.iter().filter(|event| matches!(event, Event::Mark(_))).count();
    assert!(marks >= 10, "{marks} statements left: the record proves nothing");

    let points = count(100, 1_200);
    let mut cuts: Vec<usize> = (0..points).map(|_| chance.below(events.len())).collect();
    cuts.sort_unstable();
    let (mut disk, mut happened, mut left) = (Disk::default(), 0, Vec::new());
    before.iter().for_each(|event| disk.happen(event));
    let told = Acknowledged::by(city.services.log_key.clone());
    let mut lost = Vec::new();
    for cut in cuts {
        for event in &events[happened..cut] {
            disk.happen(event);
            if let Event::Mark(what) = event {
                left.push(what.as_str());
            }
        }
        happened = cut;
        let after = TempDir::new_in(folder.path()).unwrap();
        disk.cut(after.path(), &mut chance);
        if let Err(fault) = opened(after.path(), &left, &told, &city.services.log_key) {
            lost.push(format!("cut at event {cut}: {fault}"));
        }
    }
    eprintln!(
        "{points} cuts over {} events, {marks} things left the machine: {} lost",
        events.len(),
        lost.len()
    );
    assert!(lost.is_empty(), "{} of {points}: {}", lost.len(), lost[0]);
}

/// Notes what a request says of the store it comes from: a statement is sealed, or even receipted.
fn marked(record: &Record, request: &str) {
    for (start, what) in [("PUT /api/v1/statements/", "sealed"), ("PATCH /api/v1/contents/", "receipted")] {
        if let Some(id) = request.strip_prefix(start).and_then(|rest| rest.get(..64)) {
            record.mark(&format!("{what} {id}"));
        }
    }
}

fn opened(
    folder: &std::path::Path,
    left: &[&str],
    told: &Acknowledged,
    log: &schemas::note::VerifyKey,
) -> Result<(), String> {
    let node =
        Node::open(folder, Arc::new(SystemClock)).map_err(|error| format!("does not open: {error:?}"))?;
    Seen::default().look(&node, log, told)?;
    let items = node.items().map_err(|error| error.to_string())?;
    for what in left {
        let (how, id) = what.split_once(' ').ok_or("a mark without identity")?;
        let id: Sha = id.parse().map_err(|_| "a mark without identity")?;
        let kept = items.iter().any(|item| match how {
            "sealed" => item.id == id,
            _ => item.statement.content.is_some_and(|content| content.sha256 == id) && item.receipt.is_some(),
        });
        if !kept {
            return Err(format!("what had left is not there: {what}"));
        }
    }
    Ok(())
}
