//! Plays the story: real agents enrol and file over real HTTP with a real server, under one clock that steps
//! through the weeks and then runs on.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use node_agent::{AgentError, Draft, Node, OffsetClock, SourceFile};
use schemas::{
    bureau::{BureauCode, Tree, TreeError},
    problem::Problem,
    statement::{FilingKey, Purpose},
};

use super::{CAMPAIGN, Deed, Return, Scene, place, report::reports, story, workbook};
use crate::{
    app::Services,
    error::AppError,
    identity::{Account, Role, password},
    intake::{
        decision::{self, Decision},
        enrolment,
    },
    reminder::digest,
    store::{account, bureau, filing, task_report},
};

/// Password of the demonstration's accounts. They live on this machine's loopback address only.
pub const PASSWORD: &str = "tongbao-demo";
/// Who confirms and reminds in the story.
const STAFF: &str = "chen";

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

/// Puts bureaus, accounts and what departments have reported into an empty city.
///
/// # Errors
/// [`DemoError`].
pub async fn found(services: &Services) -> Result<(), DemoError> {
    let tree = Tree::new(place::bureaus())?;
    let stored = password::hash(PASSWORD)?;
    let root =
        tree.root().map(|root| root.code.clone()).ok_or_else(|| DemoError::Unknown("a root".into()))?;
    let county: BureauCode = "519981".parse().map_err(|_| DemoError::Unknown("519981".into()))?;
    let accounts = [
        Account { login: STAFF.into(), name: "陈示例".into(), role: Role::Staff, bureau: root },
        Account { login: "hekou".into(), name: "何示例".into(), role: Role::County, bureau: county },
    ];
    services
        .store
        .write(move |connection| {
            bureau::enter(connection, &tree)?;
            for one in &accounts {
                account::put(connection, one, &stored)?;
            }
            for (number, report) in (1..).zip(reports()) {
                task_report::add(connection, &format!("demo-{number}"), CAMPAIGN, &report)?;
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
    clock: &Arc<OffsetClock>,
    address: &str,
    folder: &Path,
    watch: impl Fn(Progress<'_>),
) -> Result<(), DemoError> {
    let story = story();
    let mut play = Play { services, clock, address, folder, nodes: BTreeMap::new() };
    let all = story.scenes.len();
    for (at, scene) in story.scenes.iter().enumerate() {
        clock.set(scene.at);
        play.scene(scene).await?;
        watch(Progress { done: at + 1, all, scene });
    }
    clock.set(story.ends);
    Ok(())
}

struct Play<'a> {
    services: &'a Services,
    clock: &'a Arc<OffsetClock>,
    address: &'a str,
    folder: &'a Path,
    nodes: BTreeMap<BureauCode, Arc<Node>>,
}

impl Play<'_> {
    async fn scene(&mut self, scene: &Scene) -> Result<(), DemoError> {
        match &scene.deed {
            Deed::Enrol => self.enrol(&scene.bureau).await,
            Deed::File { form, period, history } => {
                let key = FilingKey {
                    bureau: scene.bureau.clone(),
                    form: (*form).into(),
                    period: *period,
                    subject: None,
                };
                self.file(key, *history).await
            }
            Deed::Confirm { form, period } => {
                let key = FilingKey {
                    bureau: scene.bureau.clone(),
                    form: (*form).into(),
                    period: *period,
                    subject: None,
                };
                let now = scene.at;
                let confirmed = self.services.store.write(move |connection| {
                    let head = filing::head(connection, &key)?.ok_or(AppError::from(Problem::NotFound))?;
                    let decision = Decision { head: head.id, by: STAFF.into(), at: now };
                    decision::confirm(connection, &key, &decision)
                });
                Ok(confirmed.await?)
            }
            Deed::Remind { period } => {
                let bureau = std::slice::from_ref(&scene.bureau);
                digest::remind(self.services, bureau, *period, STAFF).await?;
                Ok(())
            }
        }
    }

    async fn enrol(&mut self, code: &BureauCode) -> Result<(), DemoError> {
        let failed = |error| DemoError::Agent(code.clone(), Box::new(error));
        let token = enrolment::issue(self.services, code.clone(), true).await?;
        let dir = self.node_folder(code);
        Node::init(&dir, &node_agent::Config::default()).map_err(failed)?;
        let mut node = Node::open(&dir, self.clock.clone()).map_err(failed)?;
        node.enrol(&token, self.address).await.map_err(failed)?;
        self.nodes.insert(code.clone(), Arc::new(node));
        Ok(())
    }

    async fn file(&self, key: FilingKey, history: bool) -> Result<(), DemoError> {
        let form = self
            .services
            .definitions
            .form(&key.form)
            .cloned()
            .ok_or_else(|| DemoError::Unknown(key.form.clone()))?;
        let node =
            self.nodes.get(&key.bureau).cloned().ok_or_else(|| DemoError::Unknown(key.bureau.to_string()))?;
        let code = key.bureau.clone();
        let failed = |error| DemoError::Agent(code.clone(), Box::new(error));
        let purpose = history.then_some(Purpose::History);
        let Some(handed_in) = workbook(&key.bureau, &form, key.period) else {
            return Err(DemoError::Unknown(key.to_string()));
        };
        let sealed = {
            let node = Arc::clone(&node);
            let key = key.clone();
            tokio::task::spawn_blocking(move || match handed_in {
                Return::Nil => node.nil(&key.form, key.period, None, purpose),
                Return::Ledger(text) => {
                    let workbook = SourceFile {
                        name: format!("{}-{}.csv", key.form, key.period),
                        bytes: text.into_bytes(),
                    };
                    node.file(&Draft::of(&key.form, key.period, vec![workbook]), purpose)
                }
            })
        };
        let item =
            sealed.await.map_err(|_| DemoError::Unknown("an agent's thread".into()))?.map_err(failed)?;
        node.push().await.map_err(failed)?;
        let state = node
            .items()
            .map_err(failed)?
            .into_iter()
            .find(|known| known.id == item.id)
            .map(|known| known.state);
        match state {
            Some(node_agent::State::Valid) => Ok(()),
            other => Err(DemoError::NotValid(key.to_string(), format!("{other:?}"))),
        }
    }

    fn node_folder(&self, code: &BureauCode) -> PathBuf {
        self.folder.join(format!("node-{code}"))
    }
}
