//! Plays the story: real agents enrol and file over real HTTP with a real server, under one clock that steps
//! through the weeks and then runs on.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use node_agent::{AgentError, Draft, Item, Node, OffsetClock, SourceFile};
use schemas::{
    bureau::{BureauCode, Tree, TreeError},
    problem::Problem,
    statement::{FilingKey, Purpose},
    text::Lang,
};
use tokio::task::JoinSet;

use super::{Deed, Login, Return, Scene, Script, put};
use crate::{
    app::Services,
    error::AppError,
    identity::{Account, Role, password},
    intake::{
        decision::{self, Decision},
        enrolment,
    },
    reminder::digest,
    store::{account, bureau, filing, news, task_report},
};

/// Password of the demonstration's accounts. They live on this machine's loopback address only.
pub const PASSWORD: &str = "tongbao-demo";
/// Who confirms and reminds in the story.
pub const STAFF: &str = "chen";
/// Who approves what the staff proposes: supervision, bulletins, subsidies.
pub const LEADER: &str = "lin";

/// The story could not be played.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The city refused or failed.
    #[error("the city: {0}")]
    City(#[from] AppError),
    /// An agent could not do its part.
    #[error("the agent of {0}")]
    Agent(BureauCode, #[source] Box<AgentError>),
    /// A filing did not become valid.
    #[error("{0} is not valid: {1}")]
    NotValid(String, String),
    /// The bureaus of the story are no tree.
    #[error("the bureaus of the story")]
    Tree(#[from] TreeError),
    /// The password cannot be hashed.
    #[error("the password of the accounts")]
    Password(#[from] password::PasswordError),
    /// The story names something that is not defined.
    #[error("the story names {0}, which is not defined")]
    Unknown(String),
}

/// What has been played so far, for a person who watches.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Scenes played.
    pub done: usize,
    /// Scenes in all.
    pub all: usize,
    /// The one just played.
    pub scene: &'a Scene,
}

/// Writes the folder of definitions of a site, where the script has lines that the level above has published.
///
/// # Errors
/// The file system's.
pub fn site(script: &Script, folder: &Path) -> io::Result<Option<PathBuf>> {
    let Some(lines) = script.lines else { return Ok(None) };
    let site = folder.join("site");
    std::fs::create_dir(&site)?;
    std::fs::write(site.join("lines.toml"), lines)?;
    Ok(Some(site))
}

/// Puts bureaus, accounts and what departments have reported into an empty city.
///
/// # Errors
/// [`DemoError`].
pub async fn found(services: &Services, script: &'static Script) -> Result<(), DemoError> {
    let tree = Tree::new(script.bureaus())?;
    let stored = password::hash(PASSWORD)?;
    let root =
        tree.root().map(|root| root.code.clone()).ok_or_else(|| DemoError::Unknown("a root".into()))?;
    let of_city = [(STAFF, "陈示例", Role::Staff), (LEADER, "林示例", Role::Leader)];
    let officer = |(login, name, role): (&str, &str, Role)| Account {
        login: login.into(),
        name: name.into(),
        role,
        bureau: root.clone(),
    };
    let mut accounts: Vec<Account> = of_city.into_iter().map(officer).collect();
    let others = std::iter::once((&script.county, Role::County))
        .chain(script.committees.iter().map(|committee| (committee, Role::Committee)));
    for (Login { name, person, bureau }, role) in others {
        let bureau = bureau.parse().map_err(|_| DemoError::Unknown((*bureau).into()))?;
        accounts.push(Account { login: (*name).into(), name: (*person).into(), role, bureau });
    }
    for office in script.departments {
        let department = office.department.parse();
        let role = Role::Department(department.map_err(|_| DemoError::Unknown(office.department.into()))?);
        accounts.push(officer((office.name, office.person, role)));
    }
    services
        .store
        .write(move |connection| {
            bureau::enter(connection, &tree)?;
            for one in &accounts {
                account::put(connection, one, &stored)?;
            }
            for (number, report) in (1..).zip(script.said()) {
                task_report::add(connection, &format!("demo-{number}"), script.campaign, &report)?;
            }
            for (number, told) in (1..).zip(script.news()) {
                news::add(connection, &format!("demo-{number}"), script.campaign, &told)?;
            }
            Ok::<_, AppError>(())
        })
        .await?;
    Ok(())
}

/// Plays the whole story against the server at `address`, with the agents' folders under `folder`.
///
/// # Errors
/// [`DemoError`] at the first scene that fails; a demonstration that lies is worse than none.
pub async fn perform(
    services: &Services,
    script: &'static Script,
    clock: &Arc<OffsetClock>,
    address: &str,
    folder: &Path,
    watch: impl Fn(Progress<'_>),
) -> Result<(), DemoError> {
    let story = script.story();
    let stage = Arc::new(Stage {
        services: services.clone(),
        script,
        clock: Arc::clone(clock),
        address: address.to_owned(),
        folder: folder.to_owned(),
        nodes: Mutex::default(),
    });
    let (all, mut done) = (story.scenes.len(), 0);
    let at_one_instant = |one: &Scene, next: &Scene| script.together && one.at == next.at;
    for scenes in story.scenes.chunk_by(at_one_instant) {
        clock.set(scenes.first().map_or(story.ends, |scene| scene.at));
        let mut acting = JoinSet::new();
        for turn in turns(scenes) {
            let stage = Arc::clone(&stage);
            acting.spawn(async move { stage.turn(turn).await });
        }
        while let Some(acted) = acting.join_next().await {
            acted.map_err(|_| DemoError::Unknown("a bureau's turn".into()))??;
        }
        for scene in scenes {
            done += 1;
            watch(Progress { done, all, scene });
        }
    }
    clock.set(story.ends);
    Ok(())
}

/// What each bureau does at an instant, in its order.
fn turns(scenes: &[Scene]) -> Vec<Vec<Scene>> {
    let mut turns: BTreeMap<&BureauCode, Vec<Scene>> = BTreeMap::new();
    for scene in scenes {
        turns.entry(&scene.bureau).or_default().push(scene.clone());
    }
    turns.into_values().collect()
}

struct Stage {
    services: Services,
    script: &'static Script,
    clock: Arc<OffsetClock>,
    address: String,
    folder: PathBuf,
    nodes: Mutex<BTreeMap<BureauCode, Arc<Node>>>,
}

impl Stage {
    /// What one bureau does: it seals one ledger after another and sends all of them.
    async fn turn(&self, scenes: Vec<Scene>) -> Result<(), DemoError> {
        let mut sealed: Vec<(FilingKey, Item)> = Vec::new();
        for scene in scenes {
            match scene.deed {
                Deed::Enrol => self.enrol(&scene.bureau).await?,
                Deed::File { form, period, subject, purpose } => {
                    let unknown = |_| DemoError::Unknown(format!("{subject:?}"));
                    let subject = subject.map(str::parse).transpose().map_err(unknown)?;
                    let key = FilingKey { bureau: scene.bureau, form: form.into(), period, subject };
                    let item = self.seal(key.clone(), purpose).await?;
                    sealed.push((key, item));
                }
                Deed::Confirm { form, period } => {
                    let key = FilingKey { bureau: scene.bureau, form: form.into(), period, subject: None };
                    self.confirm(key, scene.at).await?;
                }
                Deed::Assign(assignment) => put::assign(&self.services, &assignment, scene.at).await?,
                Deed::Reply(reply) => {
                    put::reply(&self.services, self.script.departments, &reply, scene.at).await?;
                }
                Deed::Remind { period } => {
                    let bureau = std::slice::from_ref(&scene.bureau);
                    digest::remind(&self.services, bureau, period, STAFF).await?;
                }
            }
        }
        match sealed.first() {
            Some((key, _)) => self.send(&key.bureau, &sealed).await,
            None => Ok(()),
        }
    }

    async fn confirm(&self, key: FilingKey, now: DateTime<Utc>) -> Result<(), DemoError> {
        let confirmed = self.services.store.write(move |connection| {
            let head = filing::head(connection, &key)?.ok_or(AppError::from(Problem::NotFound))?;
            let decision = Decision { head: head.id, by: STAFF.into(), at: now };
            decision::confirm(connection, &key, &decision)
        });
        Ok(confirmed.await?)
    }

    async fn enrol(&self, code: &BureauCode) -> Result<(), DemoError> {
        let failed = |error| DemoError::Agent(code.clone(), Box::new(error));
        let token = enrolment::issue(&self.services, code.clone(), true).await?;
        let dir = self.folder.join(format!("node-{code}"));
        Node::init(&dir, &node_agent::Config::default()).map_err(failed)?;
        let mut node = Node::open(&dir, self.clock.clone()).map_err(failed)?;
        node.enrol(&token, &self.address).await.map_err(failed)?;
        // The definitions in force come first, so that the first ledger is already made under them.
        if self.script.together {
            node.push().await.map_err(failed)?;
        }
        let mut nodes = self.nodes.lock().unwrap_or_else(PoisonError::into_inner);
        nodes.insert(code.clone(), Arc::new(node));
        Ok(())
    }

    fn node(&self, code: &BureauCode) -> Result<Arc<Node>, DemoError> {
        let nodes = self.nodes.lock().unwrap_or_else(PoisonError::into_inner);
        nodes.get(code).cloned().ok_or_else(|| DemoError::Unknown(code.to_string()))
    }

    async fn seal(&self, key: FilingKey, purpose: Option<Purpose>) -> Result<Item, DemoError> {
        let (node, code) = (self.node(&key.bureau)?, key.bureau.clone());
        let (script, definitions) = (self.script, Arc::clone(&self.services.definitions));
        let sealed = tokio::task::spawn_blocking(move || {
            let Some(handed_in) = script.hand_in(&key, &definitions) else {
                return Err(DemoError::Unknown(key.to_string()));
            };
            let sealed = match handed_in {
                Return::Nil => node.nil(&key.form, key.period, key.subject.as_ref(), purpose),
                Return::Ledger(text) => {
                    let workbook = SourceFile {
                        name: format!("{}-{}.csv", key.form, key.period),
                        bytes: text.into_bytes(),
                    };
                    let mut draft = Draft::of(&key.form, key.period, vec![workbook]);
                    draft.subject = key.subject.clone();
                    node.file(&draft, purpose)
                }
            };
            sealed.map_err(|error| match error {
                AgentError::Stopped(report) => DemoError::NotValid(key.to_string(), report.text(Lang::En)),
                error => DemoError::Agent(code, Box::new(error)),
            })
        });
        sealed.await.map_err(|_| DemoError::Unknown("an agent's thread".into()))?
    }

    async fn send(&self, code: &BureauCode, sealed: &[(FilingKey, Item)]) -> Result<(), DemoError> {
        let failed = |error| DemoError::Agent(code.clone(), Box::new(error));
        let node = self.node(code)?;
        node.push().await.map_err(failed)?;
        let known = node.items().map_err(failed)?;
        for (key, item) in sealed {
            match known.iter().find(|known| known.id == item.id).map(|known| known.state) {
                Some(node_agent::State::Valid) => {}
                other => return Err(DemoError::NotValid(key.to_string(), format!("{other:?}"))),
            }
        }
        Ok(())
    }
}
