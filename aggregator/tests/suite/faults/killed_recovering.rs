//! A restored city is killed while its agents give back what they hold, most often in the request that makes it live: then
//! it has what was restored or all there ever was and nothing between, and it comes back whole (PROTOCOL §4.6, §7).

use std::time::{Duration, Instant};

use aggregator::{
    clock::Clock,
    config::Config,
    intake::recovery::progress,
    jobs::scrub,
    store::{AnyConnection, log, recovered},
};
use diesel::connection::SimpleConnection;
use node_agent::Node;
use tokio::{task::JoinSet, time::timeout};

use super::{
    chance::Chance,
    count,
    disaster::Disaster,
    program::Serving,
    stored::{Stored, connect},
};
use crate::{
    city::City,
    recovery::town::{Held, states},
};

/// Kills that copies of one restored city live through; then comes another disaster.
const LIFE: usize = 40;
/// Longer than anything here takes.
const STUCK: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recovering_city_is_killed_often_and_comes_back_whole() {
    let mut chance = Chance::of("a_recovering_city_is_killed_often_and_comes_back_whole");
    let (mut left, mut fell) = (count(12, 120), Fell::default());
    while left > 0 {
        Disaster::strike(City::start().await, &mut chance).await.lived(left.min(LIFE), &mut fell).await;
        left = left.saturating_sub(LIFE);
    }
    eprintln!("{fell:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recovering_city_on_postgresql_is_killed_often_and_comes_back_whole() {
    let mut chance = Chance::of("a_recovering_city_on_postgresql_is_killed_often_and_comes_back_whole");
    let Some(city) = City::start_on_postgres().await else { return };
    let mut fell = Fell::default();
    Disaster::strike(city, &mut chance).await.lived(count(4, 40), &mut fell).await;
    eprintln!("{fell:?}");
}

/// How many kills fell where.
#[derive(Debug, Default)]
struct Fell {
    /// Something was not given back yet.
    before: usize,
    /// All was given back and the city was not live: in the transaction that makes it live, or right before it.
    within: usize,
    /// The city was live.
    after: usize,
}

/// How long giving back takes.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// From the first request to the end of the one that makes the city live.
    whole: Duration,
    /// That one alone.
    last: Duration,
}

impl Disaster {
    async fn lived(mut self, kills: usize, fell: &mut Fell) {
        let (mut killed, mut span) = (0, self.undisturbed().await);
        eprintln!("{} leaves to be put back: {span:?}", self.before.leaves.len() - self.restored.len());
        while killed < kills {
            // Machines are faster and slower.
            if killed % 10 == 9 {
                span = self.undisturbed().await;
            }
            let (folder, place, mut nodes) = self.again();
            let mut serving = self.serve(&place);
            // Some are killed again when they have just been started.
            for kill in 0..if self.chance.percent(30) { 2 } else { 1 } {
                let (aimed, at_once) = (kill == 0 && self.chance.percent(75), self.chance.percent(30));
                let (begun, reporting) = (Instant::now(), nodes.len());
                let giving = tokio::spawn(give_back(nodes, at_once));
                if aimed {
                    self.reports(reporting).await;
                }
                let within = if aimed { span.last } else { span.whole };
                let within = usize::try_from(within.as_micros()).unwrap();
                // Letters are kept first and put back at the end of it.
                let from = if aimed && self.chance.percent(60) { within / 2 } else { 0 };
                let drawn = from + self.chance.below(within * 6 / 5 - from);
                tokio::time::sleep(Duration::from_micros(drawn.try_into().unwrap())).await;
                serving.kill();
                killed += 1;
                nodes = giving.await.unwrap();
                let after = format!("kill {killed}, {} µs after it began", begun.elapsed().as_micros());
                self.judge(&place, fell).unwrap_or_else(|fault| panic!("{after}: {fault}"));
                serving = self.serve(&place);
            }
            self.whole(&place, nodes, serving).await;
            drop(folder);
        }
    }

    fn serve(&mut self, place: &Config) -> Serving {
        let serving = Serving::start(place, &[]);
        self.way.lead_to(&serving.address);
        while self.up.try_recv().is_ok() {}
        serving
    }

    /// Waits until so many reports have gone up.
    async fn reports(&mut self, number: usize) -> Instant {
        let mut left = number;
        loop {
            let (at, reports) = timeout(STUCK, self.up.recv()).await.unwrap().unwrap();
            left -= usize::from(reports);
            if left == 0 {
                return at;
            }
        }
    }

    /// Nobody is killed: all is well, and how long it takes is known.
    async fn undisturbed(&mut self) -> Span {
        let (_folder, place, nodes) = self.again();
        let serving = self.serve(&place);
        let begun = Instant::now();
        let nodes = give_back(nodes, false).await;
        let last = self.reports(nodes.len()).await;
        let (next, _) = timeout(STUCK, self.up.recv()).await.unwrap().unwrap();
        self.whole(&place, nodes, serving).await;
        Span { whole: next - begun, last: next - last }
    }

    /// What a killed city has on its disk: what was restored, or all there ever was.
    fn judge(&self, place: &Config, fell: &mut Fell) -> Result<(), String> {
        let location = place.location().unwrap();
        let mut connection = connect(&location);
        if let AnyConnection::Postgres(postgres) = &mut connection {
            // The server may be ending what the killed one had begun.
            postgres.batch_execute("BEGIN; LOCK TABLE leaf, recovery IN SHARE MODE; ROLLBACK").unwrap();
        }
        let stored = Stored::read(&location, &self.town.city.services.log_key)?;
        let whole = match progress(&mut connection).unwrap() {
            Some(progress) => {
                if progress.is_ready() {
                    fell.within += 1
                } else {
                    fell.before += 1
                }
                &self.restored
            }
            None => {
                fell.after += 1;
                let left = recovered::indexes(&mut connection).unwrap();
                let newest = log::newest(&mut connection).unwrap().map(|(_, note)| note);
                if !left.is_empty() || newest.as_ref() != Some(&self.before.checkpoint) {
                    return Err(format!("live with {} letters left over, under {newest:?}", left.len()));
                }
                &self.before.leaves
            }
        };
        if stored.leaves == *whole {
            return Ok(());
        }
        Err(format!("{} leaves, and {} were to be there", stored.leaves.len(), whole.len()))
    }

    /// The agents go on until the city is live, and it is what it was.
    async fn whole(&self, place: &Config, nodes: Vec<Node>, serving: Serving) {
        // Those that were first wait; then the city is live; then rows come again.
        let mut nodes = give_back(nodes, false).await;
        assert_eq!(progress(&mut connect(&place.location().unwrap())).unwrap(), None, "nothing is missing");
        for _ in 0..2 {
            nodes = give_back(nodes, false).await;
        }
        serving.kill();
        let services = place.open(Clock::system()).unwrap();
        assert_eq!(Held::of(&services), self.before);
        assert_eq!(nodes.iter().map(states).collect::<Vec<_>>(), self.states);
        for node in &nodes {
            assert!(node.forks().unwrap().is_empty(), "nobody saw a second history");
            assert!(node.given_back().unwrap().is_none());
        }
        assert!(scrub::run(&services).await.unwrap().is_clean());
        Stored::read(&place.location().unwrap(), &services.log_key).unwrap();
    }
}

/// Every agent talks to the city, one after the other or all at once; who hears nothing does not mind.
async fn give_back(nodes: Vec<Node>, at_once: bool) -> Vec<Node> {
    if !at_once {
        for node in &nodes {
            node.push_now().await.unwrap();
        }
        return nodes;
    }
    let mut pushing = JoinSet::new();
    for (number, node) in nodes.into_iter().enumerate() {
        pushing.spawn(async move {
            node.push_now().await.unwrap();
            (number, node)
        });
    }
    let mut nodes = pushing.join_all().await;
    nodes.sort_by_key(|(number, _)| *number);
    nodes.into_iter().map(|(_, node)| node).collect()
}
