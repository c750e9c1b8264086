//! A city with its agents, through what happens to them, a disaster, and an old backup.

use aggregator::{
    app::Services,
    backup::{self, Made, restore::bring_back},
    clock::Clock,
    config::Config,
    intake::{
        decision::{self, Decision},
        enrolment, key,
        recovery::{Progress, progress},
    },
    store::{AnyConnection, StoreError, filing, log, node},
};
use chrono::TimeDelta;
use node_agent::{Node, State, Trouble};
use schemas::{
    entry::{Act, Entry},
    note::VerifyKey,
    period::day_of,
    receipt::Checkpoint,
    returned::Returned,
    statement::FilingKey,
};

use crate::{
    backup::{config, of},
    city::City,
    faults::chance::Chance,
    filing::ledger,
    restore::{moved, serve},
};

/// Everything.
pub struct Town {
    pub city: City,
    /// Where the city is now.
    pub config: Config,
    /// Agents, by the name of their folder.
    pub nodes: Vec<(String, Node)>,
    pub chance: Chance,
    restored: usize,
    backups: usize,
}

/// What a city holds, to be compared.
#[derive(Debug, PartialEq, Eq)]
pub struct Held {
    pub leaves: Vec<String>,
    pub checkpoint: String,
    pub statements: Vec<String>,
    pub keys: Vec<String>,
    pub figures: Vec<String>,
}

impl Held {
    pub fn of(services: &Services) -> Self {
        services.store.read_now(Self::read).unwrap()
    }

    fn read(connection: &mut AnyConnection) -> Result<Self, StoreError> {
        let (size, checkpoint) = log::newest(connection)?.unwrap();
        let leaves = (0..size).map(|index| Ok(log::text(connection, index)?.unwrap()));
        let leaves = leaves.collect::<Result<Vec<String>, StoreError>>()?;
        let (mut statements, mut figures, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for leaf in &leaves {
            let entry = Entry::parse(leaf).unwrap();
            if let Some(id) = entry.statement.filter(|_| entry.act == Act::StatementAccepted) {
                let row = filing::find(connection, &id)?.unwrap();
                let millis = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| at.timestamp_millis());
                let (first, decided) = (millis(row.first_received), millis(row.decided));
                let returned = aggregator::store::decision::returned(connection, &row.id)?;
                statements.push(format!(
                    "{} {} {} r{} {:?} {:?} leaf {} at {} first {first:?} decided {decided:?} {returned:?}",
                    row.id,
                    row.node,
                    row.key,
                    row.revision,
                    row.state,
                    row.purpose,
                    row.leaf,
                    row.received.timestamp_millis(),
                ));
                figures.push(format!("{} {:?}", row.id, filing::verdict(connection, &row.id)?));
            }
        }
        for row in node::all(connection)? {
            let all = node::keys(connection, &row.name)?;
            let all = all.iter().map(|key| (key.key.to_string(), key.leaf, key.ended.is_some()));
            let all: Vec<_> = all.collect();
            // A document says milliseconds.
            let since = row.suspect_since.map(|since| since.timestamp_millis());
            keys.push(format!("{} {} {:?} {:?} {since:?} {all:?}", row.name, row.key, row.state, row.leaf));
        }
        Ok(Self { leaves, checkpoint, statements, keys, figures })
    }

    /// Leaves under its newest checkpoint, and the root over them.
    pub fn point(&self, log: &VerifyKey) -> Checkpoint {
        Checkpoint::open(&self.checkpoint, log).unwrap()
    }
}

impl Town {
    /// A city in which 东湖区 and 西岭区 have enrolled.
    pub async fn found(city: City, test: &str) -> Self {
        let config = of(&city);
        let mut town =
            Self { city, config, nodes: Vec::new(), chance: Chance::of(test), restored: 0, backups: 0 };
        for bureau in ["519901", "519902"] {
            town.enrol(bureau).await;
        }
        town
    }

    pub async fn enrol(&mut self, bureau: &str) {
        if !self.nodes.iter().any(|(name, _)| name == bureau) {
            let node = self.city.node(bureau).await;
            self.nodes.push((bureau.to_owned(), node));
        }
    }

    pub fn node(&mut self, bureau: &str) -> &mut Node {
        &mut self.nodes.iter_mut().find(|(name, _)| name == bureau).unwrap().1
    }

    /// Something happens. What may not happen just now does not.
    pub async fn happen(&mut self) {
        let bureau = self.nodes[self.chance.below(self.nodes.len())].0.clone();
        match self.chance.below(12) {
            0..=3 => self.file(&bureau),
            4 => drop(self.node(&bureau).nil("L4", "2025Q3".parse().unwrap(), None, None)),
            5 => self.void(&bureau),
            6 | 7 => self.give_back(&bureau).await,
            8 => self.confirm(&bureau).await,
            9 => drop(self.node(&bureau).rotate().await),
            10 => self.enrol("519923").await,
            _ => self.revoke(&bureau).await,
        }
    }

    /// A ledger, or an amendment of it.
    pub fn file(&mut self, bureau: &str) {
        let draft = self.city.draft("L3", "2025Q3", &ledger(28 + self.chance.below(12)));
        let node = self.node(bureau);
        let filed = node.items().unwrap().iter().any(|item| item.statement.filing.form == "L3");
        drop(if filed { node.amend(&draft, "更正") } else { node.file(&draft, None) });
    }

    fn void(&mut self, bureau: &str) {
        drop(self.node(bureau).void("L3", "2025Q3".parse().unwrap(), None, "误报"));
    }

    async fn decide(
        &self,
        bureau: &str,
        decide: impl FnOnce(&mut AnyConnection, &FilingKey, &Decision) -> bool + Send + 'static,
    ) -> bool {
        let (bureau, at) = (bureau.parse().unwrap(), self.city.services.clock.now());
        let unit = move |connection: &mut AnyConnection| {
            let key =
                FilingKey { bureau, form: "L3".into(), period: "2025Q3".parse().unwrap(), subject: None };
            let Some(head) = filing::head(connection, &key)? else { return Ok(false) };
            let decision = Decision { head: head.id, by: "staff".into(), at };
            Ok::<_, StoreError>(decide(connection, &key, &decision))
        };
        self.city.services.store.write(unit).await.unwrap()
    }

    pub async fn confirm(&self, bureau: &str) {
        self.decide(bureau, |connection, key, by| decision::confirm(connection, key, by).is_ok()).await;
    }

    pub async fn give_back(&self, bureau: &str) {
        let give_back = |connection: &mut AnyConnection, key: &FilingKey, by: &Decision| {
            let said = Returned {
                statement: by.head,
                until: day_of(by.at) + TimeDelta::days(5),
                reason: "结案日期与文书不符".into(),
                cases: Vec::new(),
            };
            decision::give_back(connection, key, by, &said).is_ok()
        };
        self.decide(bureau, give_back).await;
    }

    /// A key is revoked, and another brought in its place.
    pub async fn revoke(&mut self, bureau: &str) {
        let (name, now) = (self.node(bureau).name(), self.city.services.clock.now());
        key::revoke(&self.city.services, name, now, "电脑遗失".into()).await.unwrap();
        let token = enrolment::issue(&self.city.services, bureau.parse().unwrap(), true).await.unwrap();
        self.node(bureau).enrol_anew(&token).await.unwrap();
    }

    /// Every agent talks to the city.
    pub async fn contact(&self) {
        for (_, node) in &self.nodes {
            node.push().await.unwrap();
        }
    }

    pub fn back_up(&mut self) -> Made {
        let now = self.city.services.clock.now();
        self.backups += 1;
        let to = self.city.folder().join(format!("backups-{}", self.backups));
        backup::make(&self.config, &to, None, now).unwrap()
    }

    /// The city is lost, and an old backup takes its place at another address.
    pub fn restore(&mut self, made: &Made) {
        if let Some(database) = self.city.database() {
            let schema = database.rsplit("%3D").next().unwrap();
            self.city.sql(&format!("DROP SCHEMA {schema} CASCADE"));
            self.city.sql(&format!("CREATE SCHEMA {schema}"));
        }
        self.restored += 1;
        let data = self.city.folder().join(format!("again-{}", self.restored));
        self.config = config(&self.city, data, self.city.database().map(str::to_owned));
        bring_back(&self.config, &made.folder, None, self.city.services.clock.now()).unwrap();
        self.serve();
    }

    /// Serves what is on the disk at another address, where the agents find it.
    pub fn serve(&mut self) {
        let (services, address) = serve(&self.city, &self.config);
        let before = std::mem::replace(&mut self.city.address, address);
        self.city.services = services;
        for (name, node) in &mut self.nodes {
            *node = moved(&self.city, name, &before);
        }
    }

    /// Opens the folder of every agent anew, as the next command does.
    pub fn reopen(&mut self) {
        for (name, node) in &mut self.nodes {
            *node = Node::open(&self.city.folder().join(format!("node-{name}")), self.city.clock.clone())
                .unwrap();
        }
    }

    /// Runs SQL behind the back of the city as it is now.
    pub fn sql(&self, sql: &str) {
        use diesel::{Connection, connection::SimpleConnection, pg::PgConnection, sqlite::SqliteConnection};
        match self.city.database() {
            Some(address) => PgConnection::establish(address).unwrap().batch_execute(sql).unwrap(),
            None => {
                let file = self.config.data.join("tongbao.db");
                let mut connection = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
                connection.batch_execute("PRAGMA busy_timeout = 30000").unwrap();
                connection.batch_execute(sql).unwrap();
            }
        }
    }

    /// How far recovery is; none if the city is live.
    pub fn progress(&self) -> Option<Progress> {
        self.city.services.store.read_now(progress).unwrap()
    }

    /// States of all items, by agent. That one was returned is heard of only when its rows are asked after.
    pub fn states(&self) -> Vec<Vec<State>> {
        self.nodes.iter().map(|(_, node)| states(node)).collect()
    }

    /// Another city from the same disk, as after a kill.
    pub fn reopened(&self) -> Services {
        self.config.open(Clock::of(self.city.clock.clone())).unwrap()
    }
}

/// States of an agent's items; one that was returned counts as valid.
pub fn states(node: &Node) -> Vec<State> {
    let heard = |state| if state == State::Returned { State::Valid } else { state };
    node.items().unwrap().iter().map(|item| heard(item.state)).collect()
}

/// Whether an agent was told to wait.
pub fn waits(pushed: &node_agent::Pushed) -> bool {
    matches!(pushed.trouble, Some(Trouble::Recovering(_)))
}
