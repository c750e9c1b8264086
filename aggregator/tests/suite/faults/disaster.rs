//! A city that was lost with an old backup left of it, and agents that know all it ever held; as often as it is wanted.

use std::{
    fs,
    future::{Future, ready},
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use aggregator::{
    backup::{Made, restore::bring_back},
    clock::Clock,
    config::Config,
    jobs::plan,
    policy,
};
use node_agent::{Node, Pause, State};
use schemas::{recovery::RECOVERY, statement::Purpose};
use tempfile::TempDir;
use tokio::sync::mpsc;

use super::{chance::Chance, corruption::copy, flaky::Flaky};
use crate::{
    backup::config,
    city::City,
    recovery::town::{Held, Town},
};

/// What happens to a city before and after its backup.
const EVENTS: usize = 10;

/// A lost city: its backup, what it held at the end, and agents that know all of it.
pub struct Disaster {
    pub town: Town,
    made: Made,
    /// Leaves of the backup.
    pub restored: Vec<String>,
    pub before: Held,
    pub states: Vec<Vec<State>>,
    /// The folder a backup was brought back to; SQLite alone, where it can be copied.
    template: TempDir,
    /// The address at which agents find the city.
    pub way: Flaky,
    /// When a request went up there, and whether it was a report.
    pub up: mpsc::UnboundedReceiver<(Instant, bool)>,
    pub chance: Chance,
}

/// Nobody waits between attempts.
struct AtOnce;

impl Pause for AtOnce {
    fn pause(&self, _: Duration, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(ready(()))
    }
}

impl Disaster {
    /// A city of three counties is lost.
    pub async fn strike(city: City, chance: &mut Chance) -> Self {
        let mut town = Town::found(city, "strike").await;
        town.chance = chance.fork();
        town.enrol("519923").await;
        policy::publish(&town.city.services).await.unwrap();
        for _ in 0..EVENTS {
            town.happen().await;
            town.contact().await;
        }
        let made = town.back_up();
        let size = usize::try_from(made.manifest.point.size).unwrap();
        for (_, node) in &town.nodes {
            // So many that putting them back takes its time.
            for year in 2016..2024 {
                let period = format!("{year}Q1").parse().unwrap();
                node.nil("L5", period, None, Some(Purpose::History)).unwrap();
            }
        }
        for _ in 0..EVENTS {
            town.happen().await;
            town.contact().await;
        }
        // Once more: who was first did not hear what the others were told.
        town.contact().await;
        let (before, states) = (Held::of(&town.city.services), town.states());
        let restored = before.leaves[..size].to_vec();
        // The program's clock is the machine's, and so is everybody's from now on.
        town.city.clock.set(Clock::system().now());
        let (said, up) = mpsc::unbounded_channel();
        let seen = move |bytes: &[u8]| {
            let reports = bytes.starts_with(format!("POST {RECOVERY}").as_bytes());
            // A body may go up by itself.
            if reports || [&b"GET /"[..], b"PUT /", b"POST /"].iter().any(|method| bytes.starts_with(method))
            {
                let _ = said.send((Instant::now(), reports));
            }
        };
        let way = Flaky::before(&town.city.address, chance.fork(), Arc::new(seen));
        let template = TempDir::new().unwrap();
        if !town.city.on_postgres() {
            let restored = config(&town.city, template.path().join("city"), None);
            bring_back(&restored, &made.folder, None, Clock::system().now()).unwrap();
        }
        Self { town, made, restored, before, states, template, way, up, chance: chance.fork() }
    }

    /// The restored city and its agents once more, as they were right after the disaster.
    pub fn again(&self) -> (TempDir, Config, Vec<Node>) {
        let folder = TempDir::new().unwrap();
        let city = &self.town.city;
        let place = config(city, folder.path().join("city"), city.database().map(str::to_owned));
        match city.database() {
            Some(database) => {
                let schema = database.rsplit("%3D").next().unwrap();
                city.sql(&format!("DROP SCHEMA {schema} CASCADE"));
                city.sql(&format!("CREATE SCHEMA {schema}"));
                bring_back(&place, &self.made.folder, None, Clock::system().now()).unwrap();
            }
            None => copy(&self.template.path().join("city"), &place.data),
        }
        // What the city does by itself would add leaves.
        let idle = ["defaulted", "confirm", "scrub"].map(|job| format!("[{job}]\noff = true\n"));
        fs::write(place.data.join(plan::FILE), idle.concat()).unwrap();
        let open = |(name, _): &(String, Node)| {
            let dir = folder.path().join(name);
            copy(&city.folder().join(format!("node-{name}")), &dir);
            let settings = dir.join("node.toml");
            let text = fs::read_to_string(&settings).unwrap();
            fs::write(&settings, text.replace(&city.address, &self.way.address)).unwrap();
            Node::open_with(&dir, city.clock.clone(), Arc::new(AtOnce)).unwrap()
        };
        let nodes = self.town.nodes.iter().map(open).collect();
        (folder, place, nodes)
    }
}
