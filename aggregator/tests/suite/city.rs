//! A city for one test: its own folder, database, clock and port, and agents that enrol with it.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    sync::Arc,
};

use aggregator::{
    app::Services,
    clock::Clock,
    config::{Config, LOG_KEY},
    error::AppError,
    identity::{Account, Role, password},
    intake::enrolment,
    store::{account, bureau},
    web,
};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::{Connection, connection::SimpleConnection, pg::PgConnection};
use node_agent::{Draft, Node, OffsetClock, SourceFile};
use reqwest::{Client, Method, StatusCode};
use schemas::{
    bureau::{Bureau, Kind, Level, Tree},
    hash::Sha,
    text::Text,
};
use tempfile::TempDir;

use crate::faults::tls::http;

/// Password of every account in tests.
pub const PASSWORD: &str = "correct horse battery";

/// What a city is set up with.
pub struct Setting {
    /// Address of the database; a file in the city's folder if there is none.
    pub database: Option<String>,
    pub campaign: &'static str,
    pub definitions: Option<PathBuf>,
    pub bureaus: Vec<Bureau>,
    /// Login, role, bureau.
    pub accounts: Vec<(&'static str, Role, &'static str)>,
    pub now: DateTime<Utc>,
    /// Whether the keys of log and nodes are the same in every run, so that everything signed is.
    pub fixed_keys: bool,
}

/// A running city.
pub struct City<C = OffsetClock> {
    pub services: Services,
    pub clock: Arc<C>,
    pub address: String,
    client: Client,
    folder: TempDir,
    database: Option<String>,
    /// Folder of the site's own definitions.
    pub definitions: Option<PathBuf>,
    fixed_keys: bool,
}

/// An instant at +08:00, `2025-10-13 16:20`.
pub fn at(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    local.and_local_timezone(schemas::period::china()).unwrap().to_utc()
}

/// The address of a fresh schema in the PostgreSQL that `TONGBAO_TEST_POSTGRES` names. Without it the test says so;
/// in CI it fails.
pub fn postgres_schema() -> Option<String> {
    let Ok(base) = std::env::var("TONGBAO_TEST_POSTGRES") else {
        assert!(std::env::var_os("CI").is_none(), "CI runs with PostgreSQL; set TONGBAO_TEST_POSTGRES");
        eprintln!("NOT RUN ON POSTGRESQL: set TONGBAO_TEST_POSTGRES=postgres://… to run it");
        return None;
    };
    // A killed run leaves its schemas behind, and numbers of processes come again.
    let mut random = [0; 8];
    getrandom::fill(&mut random).unwrap();
    let schema = format!("test_{}", hex::encode(random));
    let mut connection = PgConnection::establish(&base).unwrap();
    connection.batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
    let glue = if base.contains('?') { '&' } else { '?' };
    Some(format!("{base}{glue}options=-csearch_path%3D{schema}"))
}

/// Runs each journey twice: on SQLite, and on PostgreSQL where there is one.
#[macro_export]
macro_rules! on_both_engines {
    ($(async fn $name:ident($city:ident: City) $body:block)*) => {
        $(async fn $name($city: City) $body)*

        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::city::City::start().await).await;
            })*
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                if let Some(city) = $crate::city::City::start_on_postgres().await {
                    super::$name(city).await;
                }
            })*
        }
    };
}

/// A bureau that exists since 2020.
pub fn place(code: &str, name: &str, level: Level, kind: Kind, parent: Option<&str>) -> Bureau {
    Bureau {
        code: code.parse().unwrap(),
        name: Text::same(name),
        level,
        kind,
        parent: parent.map(|parent| parent.parse().unwrap()),
        counted_in: None,
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        valid_to: None,
    }
}

impl Setting {
    /// The campaign of 云江市 on 13 October 2025, without bureaus and accounts.
    pub fn bare() -> Self {
        Self {
            database: None,
            campaign: "yunjiang-2025",
            definitions: None,
            bureaus: Vec::new(),
            accounts: Vec::new(),
            now: at("2025-10-13 16:20"),
            fixed_keys: false,
        }
    }

    /// 云江市 with three counties, an account of the city and one of 东湖区.
    pub fn yunjiang() -> Self {
        Self {
            bureaus: vec![
                place("519900", "云江市", Level::City, Kind::City, None),
                place("519901", "东湖区", Level::County, Kind::District, Some("519900")),
                place("519902", "西岭区", Level::County, Kind::District, Some("519900")),
                place("519923", "保安县", Level::County, Kind::County, Some("519900")),
            ],
            accounts: vec![
                ("staff", Role::Staff, "519900"),
                ("leader", Role::Leader, "519900"),
                ("donghu", Role::County, "519901"),
                ("court", Role::Department("court".parse().unwrap()), "519900"),
                ("inspection", Role::Department("inspection".parse().unwrap()), "519900"),
            ],
            ..Self::bare()
        }
    }
}

impl City {
    /// A city without bureaus and accounts, on 13 October 2025.
    pub async fn empty() -> Self {
        Self::of(Setting::bare()).await
    }

    /// 云江市 with three counties, an account of the city and one of 东湖区, on 13 October 2025.
    pub async fn start() -> Self {
        Self::of(Setting::yunjiang()).await
    }

    /// The same city on PostgreSQL, in a schema of its own; `None` where no server is named.
    pub async fn start_on_postgres() -> Option<Self> {
        let database = Some(postgres_schema()?);
        Some(Self::of(Setting { database, ..Setting::yunjiang() }).await)
    }

    /// The city of a setting.
    pub async fn of(setting: Setting) -> Self {
        let clock = Arc::new(OffsetClock::at(setting.now));
        Self::by(clock, setting).await
    }
}

impl<C: node_agent::Clock + 'static> City<C> {
    /// The city of a setting, by a clock that shows its time.
    pub async fn by(clock: Arc<C>, setting: Setting) -> Self {
        let folder = TempDir::new().unwrap();
        let config = Config {
            data: folder.path().join("city"),
            database: setting.database.clone(),
            campaign: setting.campaign.into(),
            definitions: setting.definitions.clone(),
            origin: "tongbao.test/1".into(),
            secure_cookies: false,
        };
        if setting.fixed_keys {
            std::fs::create_dir(&config.data).unwrap();
            let key = config.data.join(LOG_KEY);
            std::fs::write(&key, format!("{}\n{}\n", config.origin, Sha::of(b"log"))).unwrap();
        }
        let services = config.open(Clock::of(clock.clone())).unwrap();
        let tree = Tree::new(setting.bureaus).unwrap();
        let stored = password::hash(PASSWORD).unwrap();
        services
            .store
            .write(move |connection| {
                bureau::enter(connection, &tree)?;
                for (login, role, code) in setting.accounts {
                    let account = Account {
                        login: login.into(),
                        name: login.into(),
                        role,
                        bureau: code.parse().unwrap(),
                    };
                    account::put(connection, &account, &stored)?;
                }
                Ok::<_, AppError>(())
            })
            .await
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(web::serve(services.clone(), listener).unwrap());
        let client = http().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self {
            services,
            clock,
            address,
            client,
            folder,
            database: setting.database,
            definitions: setting.definitions,
            fixed_keys: setting.fixed_keys,
        }
    }

    /// The same city, reached at another address.
    pub fn reached_at(self, address: String) -> Self {
        Self { address, ..self }
    }

    /// An agent that has enrolled for a bureau.
    pub async fn node(&self, bureau: &str) -> Node {
        self.node_named(bureau, bureau).await
    }

    /// Another agent of a bureau, in a folder of its own.
    pub async fn node_named(&self, bureau: &str, name: &str) -> Node {
        let token = enrolment::issue(&self.services, bureau.parse().unwrap(), true).await.unwrap();
        let mut node = self.bare_node(name);
        node.enrol(&token, &self.address).await.unwrap();
        node
    }

    /// An agent that has not enrolled.
    pub fn bare_node(&self, name: &str) -> Node {
        let dir = self.folder.path().join(format!("node-{name}"));
        Node::init(&dir, &node_agent::Config::default()).unwrap();
        if self.fixed_keys {
            // Over the file that was made, which nobody else may read.
            std::fs::write(dir.join("node.key"), format!("{}\n", Sha::of(name.as_bytes()))).unwrap();
        }
        Node::open(&dir, self.clock.clone()).unwrap()
    }

    /// The same node again from a copy of its folder, as after restoring an old backup.
    pub fn copy_node(&self, of: &str, name: &str) -> Node {
        let (from, to) =
            (self.folder.path().join(format!("node-{of}")), self.folder.path().join(format!("node-{name}")));
        std::fs::create_dir(&to).unwrap();
        for file in std::fs::read_dir(&from)
            .unwrap()
            .map(Result::unwrap)
            .filter(|file| file.file_type().unwrap().is_file())
        {
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
        Node::open(&to, self.clock.clone()).unwrap()
    }

    /// A ledger as a file.
    pub fn draft(&self, form: &str, period: &str, csv: &str) -> Draft {
        let path = self.folder.path().join(format!("{form}-{period}.csv"));
        std::fs::write(&path, csv).unwrap();
        Draft::of(form, period.parse().unwrap(), vec![SourceFile::open(Path::new(&path)).unwrap()])
    }

    /// A request to the city; `cookie` signs it.
    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        cookie: Option<&str>,
        body: &str,
    ) -> (StatusCode, String) {
        let mut request =
            self.client.request(method.clone(), format!("{}{path}", self.address)).body(body.to_owned());
        if let Some(cookie) = cookie {
            request = request.header("Cookie", cookie);
        }
        if method == Method::POST {
            request = request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        let answer = request.send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    /// The whole answer to a request for a file.
    pub async fn file(&self, path: &str, cookie: &str) -> reqwest::Response {
        self.client.get(format!("{}{path}", self.address)).header("Cookie", cookie).send().await.unwrap()
    }

    /// Runs SQL behind the program's back, as a hostile administrator or a bad disk would; gives the rows it touched.
    pub fn sql(&self, sql: &str) -> usize {
        use diesel::{RunQueryDsl, sql_query, sqlite::SqliteConnection};
        match &self.database {
            Some(address) => sql_query(sql).execute(&mut PgConnection::establish(address).unwrap()).unwrap(),
            None => {
                let file = self.folder.path().join("city/tongbao.db");
                let mut connection = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
                connection.batch_execute("PRAGMA busy_timeout = 30000").unwrap();
                sql_query(sql).execute(&mut connection).unwrap()
            }
        }
    }

    /// What a query behind the program's back gives in its column `line`.
    pub fn lines(&self, sql: &str) -> Vec<String> {
        use diesel::{QueryableByName, RunQueryDsl, sql_query, sqlite::SqliteConnection};
        #[derive(QueryableByName)]
        struct Line {
            #[diesel(sql_type = diesel::sql_types::Text)]
            line: String,
        }
        let found: Vec<Line> = match &self.database {
            Some(address) => sql_query(sql).load(&mut PgConnection::establish(address).unwrap()).unwrap(),
            None => {
                let file = self.folder.path().join("city/tongbao.db");
                sql_query(sql)
                    .load(&mut SqliteConnection::establish(&file.to_string_lossy()).unwrap())
                    .unwrap()
            }
        };
        found.into_iter().map(|line| line.line).collect()
    }

    /// The only such line.
    pub fn line(&self, sql: &str) -> String {
        let mut lines = self.lines(sql);
        assert_eq!(lines.len(), 1, "{sql}");
        lines.remove(0)
    }

    /// Address of its PostgreSQL; none where it runs on SQLite.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// Whether it runs on PostgreSQL.
    pub fn on_postgres(&self) -> bool {
        self.database.is_some()
    }

    /// The folder of this city.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A session cookie for an account of the tests, made without the page.
    pub async fn cookie(&self, login: &str) -> String {
        self.cookie_for(login, PASSWORD).await
    }

    /// A session cookie for a login.
    pub async fn cookie_for(&self, login: &str, password: &str) -> String {
        let id = aggregator::identity::session::sign_in(
            &self.services.store,
            &self.services.clock,
            login.into(),
            password.into(),
        )
        .await
        .unwrap();
        format!("{}={id}", web::guard::PLAIN_COOKIE)
    }

    /// JSON from the API as city staff.
    pub async fn json(&self, path: &str) -> serde_json::Value {
        self.json_as("staff", PASSWORD, path).await
    }

    /// JSON from the API as somebody.
    pub async fn json_as(&self, login: &str, password: &str, path: &str) -> serde_json::Value {
        let cookie = self.cookie_for(login, password).await;
        let (status, text) = self.ask(Method::GET, path, Some(&cookie), "").await;
        assert_eq!(status, StatusCode::OK, "{text}");
        serde_json::from_str(&text).unwrap()
    }
}
