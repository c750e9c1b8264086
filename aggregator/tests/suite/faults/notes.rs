//! Small counties: a key each, statements of the library's own types, signed and ready to be sent.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use aggregator::{
    app::Services,
    clock::Clock,
    config::{Config, MONITOR_TOKEN},
    error::AppError,
    intake::enrolment,
    store::{StoreError, bureau},
};
use chrono::DateTime;
use diesel::connection::SimpleConnection;
use schemas::{
    bureau::{Bureau, Kind as Sort, Level, Tree},
    hash::Sha,
    note::{self, SignKey},
    period::Period,
    statement::{ContentRef, FilingKey, Kind, Purpose, Schema, Statement},
    text::Text,
    wire::{self, Token, node_name},
};

use tokio::{sync::Semaphore, task::JoinSet};

use super::{chance::Chance, stored};

pub const FORMS: [&str; 4] = ["L2", "L3", "L4", "L5"];

/// A statement as it is sent.
#[derive(Clone)]
pub struct Note {
    pub id: Sha,
    pub text: String,
    pub filing: FilingKey,
    pub revision: u32,
}

/// A county without a program: a key, and what it knows of the heads of its filings.
pub struct County {
    pub key: SignKey,
    pub bureau: String,
    log: String,
    schemas: BTreeMap<&'static str, Schema>,
    heads: BTreeMap<FilingKey, (u32, Sha)>,
    chance: Chance,
}

/// Where a city of these tests lies.
pub fn place(folder: &Path, database: Option<String>) -> Config {
    Config {
        data: folder.join("city"),
        database,
        campaign: "yunjiang-2025".into(),
        definitions: None,
        origin: "tongbao.test/1".into(),
        secure_cookies: false,
    }
}

/// A city of so many bureaus with two counties' keys each: two nodes that may say different things of one filing.
pub async fn found(config: &Config, bureaus: usize, chance: &mut Chance) -> (Services, Vec<County>) {
    let services = config.open(Clock::system()).unwrap();
    let codes: Vec<String> = (1..=bureaus).map(|number| format!("{}", 519_900 + number)).collect();
    let mut places = vec![bureau_of("519900", Level::City, Sort::City, None)];
    places.extend(codes.iter().map(|code| bureau_of(code, Level::County, Sort::District, Some("519900"))));
    let tree = Tree::new(places).unwrap();
    let entered =
        services.store.write(move |connection| Ok::<_, AppError>(bureau::enter(connection, &tree)?));
    entered.await.unwrap();
    let mut enrolling = JoinSet::new();
    // A queue that is too long turns away; these do not come back.
    let turns = Arc::new(Semaphore::new(64));
    for (number, code) in codes.iter().flat_map(|code| [code, code]).enumerate() {
        let (county, services) = (County::new(&services, code, chance), services.clone());
        let turn = Arc::clone(&turns).acquire_owned().await.unwrap();
        enrolling.spawn(async move {
            let _turn = turn;
            enrol(&services, &county.bureau, &county.key).await;
            (number, county)
        });
    }
    let mut counties = enrolling.join_all().await;
    counties.sort_by_key(|(number, _)| *number);
    (services, counties.into_iter().map(|(_, county)| county).collect())
}

/// The same city in another folder, where nobody has its database open: a store that was dropped closes in its own time.
pub fn at_rest(config: &Config, data: PathBuf) -> Config {
    fs::create_dir(&data).unwrap();
    for name in ["log.key", MONITOR_TOKEN] {
        fs::copy(config.data.join(name), data.join(name)).unwrap();
    }
    let whole = format!("VACUUM INTO '{}'", data.join("tongbao.db").display());
    stored::sqlite(&config.data.join("tongbao.db")).batch_execute(&whole).unwrap();
    Config { data, ..config.clone() }
}

/// Admits a node's key, as its program would ask for it.
pub async fn enrol(services: &Services, bureau: &str, key: &SignKey) {
    // Whoever is told to come later does, as a person would.
    let token = loop {
        match enrolment::issue(services, bureau.parse().unwrap(), true).await {
            Err(AppError::Store(StoreError::Later(_))) => tokio::task::yield_now().await,
            token => break Token::parse(&token.unwrap()).unwrap(),
        }
    };
    let request = wire::Enrolment {
        log: services.log_key.name().into(),
        token: token.id,
        secret: token.secret,
        key: key.verify_key(),
    };
    let request = request.sign(key);
    while let Err(error) = enrolment::redeem(services, &request).await {
        assert!(matches!(error, AppError::Store(StoreError::Later(_))), "{error:?}");
        tokio::task::yield_now().await;
    }
}

/// A bureau whose name is its code.
pub fn bureau_of(code: &str, level: Level, kind: Sort, parent: Option<&str>) -> Bureau {
    Bureau {
        code: code.parse().unwrap(),
        name: Text::same(code),
        level,
        kind,
        parent: parent.map(|parent| parent.parse().unwrap()),
        counted_in: None,
        valid_from: "2020-01-01".parse().unwrap(),
        valid_to: None,
    }
}

/// The statement a note carries.
pub fn statement(text: &str) -> Statement {
    Statement::parse(note::split(text).unwrap().0).unwrap()
}

impl County {
    pub fn new(services: &Services, bureau: &str, chance: &mut Chance) -> Self {
        let seed: Vec<u8> = (0..4).flat_map(|_| chance.next().to_le_bytes()).collect();
        let seed: [u8; 32] = seed.try_into().unwrap();
        let point = SignKey::from_seed("node", &seed).unwrap().verify_key();
        let schema = |code| {
            let form = services.definitions.form(code).unwrap();
            (code, Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) })
        };
        Self {
            key: SignKey::from_seed(&node_name(point.point()), &seed).unwrap(),
            bureau: bureau.to_owned(),
            log: services.log_key.name().to_owned(),
            schemas: FORMS.into_iter().map(schema).collect(),
            heads: BTreeMap::new(),
            chance: chance.fork(),
        }
    }

    /// A filing of the bureau by number; both keys of a bureau count alike.
    pub fn filing(&self, number: usize) -> FilingKey {
        let (quarter, form) = (number / FORMS.len(), FORMS[number % FORMS.len()]);
        let year = 2024 - i32::try_from(quarter / 4).unwrap();
        let period = Period::quarter(year, u32::try_from(quarter % 4).unwrap() + 1).unwrap();
        FilingKey { bureau: self.bureau.parse().unwrap(), form: form.into(), period, subject: None }
    }

    /// What the county would say next of a filing: the first ledger, or an amendment of the head it knows. Every call
    /// says something else.
    pub fn say(&mut self, filing: FilingKey) -> Note {
        let head = self.heads.get(&filing).copied();
        let nil = head.is_none() && self.chance.percent(20);
        let kind = if nil { Kind::Nil } else { head.map_or(Kind::Ledger, |_| Kind::Amendment) };
        let mut random = || Sha::of(&self.chance.next().to_le_bytes());
        let content =
            (!nil).then(|| ContentRef { rows: 1, length: 100, sha256: random(), rows_root: random() });
        let statement = Statement {
            log: self.log.clone(),
            kind,
            node: self.key.verify_key().name().into(),
            schema: self.schemas[filing.form.as_str()].clone(),
            revision: head.map_or(1, |(revision, _)| revision + 1),
            supersedes: head.map(|(_, id)| id),
            policy: None,
            content,
            previous: None,
            seen: None,
            created: DateTime::from_timestamp(1_760_000_000 + (self.chance.next() % 1_000_000) as i64, 0)
                .unwrap(),
            skew: 0,
            purpose: Purpose::History,
            reason: head.map(|_| "更正".into()),
            filing,
        };
        let text = statement.compose();
        let (filing, revision) = (statement.filing, statement.revision);
        Note { id: Statement::id_of(&text), text: self.key.sign(&text), filing, revision }
    }

    /// Learns which revision is in force.
    pub fn learn(&mut self, filing: &FilingKey, revision: u32, id: Sha) {
        let known = self.heads.entry(filing.clone()).or_insert((revision, id));
        if revision > known.0 {
            *known = (revision, id);
        }
    }
}
