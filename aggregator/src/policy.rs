//! The definitions this city runs, as the policy its log puts in force for every node, and the earlier ones under which
//! filings of the log were made. A statement names the one it was made under.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use schemas::{
    campaign::Campaign,
    definition::Definitions,
    entry::Entry,
    filter::Window,
    form::Form,
    hash::Sha,
    policy::{Policy, PolicyFault},
    problem::Problem,
    statement::Statement,
    text::Text,
    wire::Mode,
};

use crate::{
    app::Services,
    error::AppError,
    store::{
        AnyConnection, StoreError, document,
        log::{self, Published},
    },
};

/// The city's own policy, and what is known of those its log has put in force.
#[derive(Debug)]
pub struct Policies {
    text: String,
    version: Sha,
    /// Definitions of policies of the log that were asked for; none where this program cannot follow them.
    known: Mutex<BTreeMap<Sha, Option<Followed>>>,
}

/// A policy of the log that this program can follow.
#[derive(Clone, Debug)]
struct Followed {
    definitions: Arc<Definitions>,
    /// Code of its campaign.
    campaign: String,
}

impl Policies {
    /// With the policy that these definitions and this campaign are.
    pub fn of(policy: &Policy) -> Self {
        let text = policy.compose();
        Self { version: Sha::of(text.as_bytes()), text, known: Mutex::default() }
    }

    /// Version of the city's own definitions.
    pub fn version(&self) -> Sha {
        self.version
    }

    fn remembered(&self, version: &Sha) -> Option<Option<Followed>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(version).cloned()
    }

    /// The definitions of a policy of the log.
    fn definitions(
        &self,
        connection: &mut AnyConnection,
        version: &Sha,
    ) -> Result<Option<Followed>, StoreError> {
        if let Some(known) = self.remembered(version) {
            return Ok(known);
        }
        let text = log::policy_text(connection, version)?;
        let loaded = Policy::parse(&text).and_then(|policy| {
            let definitions = Arc::new(policy.definitions()?);
            Ok(Followed { definitions, campaign: policy.campaign().to_owned() })
        });
        let loaded = loaded.inspect_err(|fault| unfollowed(version, fault)).ok();
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(*version, loaded.clone());
        Ok(loaded)
    }
}

fn unfollowed(version: &Sha, fault: &PolicyFault) {
    tracing::warn!(%version, fault = fault as &dyn std::error::Error, "a policy of the log is beyond this program");
}

/// Puts the city's definitions in force, unless the newest policy of the log is theirs: the text is kept and a leaf for
/// everyone is appended, which is given back. A city that is recovering appends nothing.
///
/// # Errors
/// The store's.
pub async fn publish(services: &Services) -> Result<Option<u64>, AppError> {
    put_in_force(services, |_| true).await
}

/// The same for a city that has just become live again, whose log may have put others in force: one that never put any
/// in force does not begin here.
///
/// # Errors
/// As [`publish`].
pub async fn renew(services: &Services) -> Result<Option<u64>, AppError> {
    put_in_force(services, |policies| !policies.is_empty()).await
}

async fn put_in_force(services: &Services, may: fn(&[Published]) -> bool) -> Result<Option<u64>, AppError> {
    if services.store.mode().await? == Mode::Recovering {
        return Ok(None);
    }
    let (policies, now) = (Arc::clone(&services.policies), services.clock.now());
    // On the writer, where one process at a time appends: of several that start at once one publishes.
    let published = services.store.write(move |connection| {
        let before = log::policies(connection)?;
        let same = before.last().is_some_and(|newest| newest.version == policies.version);
        if same || !may(&before) {
            return Ok(None);
        }
        let digest = document::keep(connection, &policies.text)?;
        let (leaf, _) = log::append(connection, Entry::of_policy(digest, now))?;
        Ok::<_, AppError>(Some(leaf))
    });
    let leaf = published.await?;
    if let Some(leaf) = leaf {
        tracing::info!(leaf, version = %services.policies.version, "definitions are in force for every node");
    }
    Ok(leaf)
}

/// The form a statement was made under: of this city's definitions, or of a policy its log once put in force.
///
/// # Errors
/// [`Problem::SchemaUnsupported`] if its form is not known, or if it names a policy that this log never put in force;
/// the store's.
pub async fn form_of(services: &Services, statement: &Statement) -> Result<Arc<Form>, AppError> {
    let (code, digest) = (&statement.filing.form, statement.schema.digest);
    let own = services.definitions.form_with_digest(code, digest.bytes()).cloned();
    let known = |version: &Sha| services.policies.remembered(version).is_some();
    if let Some(form) = own.clone().filter(|_| statement.policy.as_ref().is_none_or(known)) {
        return named(form, statement);
    }
    let (policies, statement) = (Arc::clone(&services.policies), statement.clone());
    services
        .store
        .read(move |connection| {
            let published = log::policies(connection)?;
            if let Some(version) = statement.policy {
                if !published.iter().any(|one| one.version == version) {
                    return Err(never_here(&version));
                }
                policies.definitions(connection, &version)?;
            }
            let mut form = own;
            for one in published.iter().rev().filter(|_| form.is_none()).collect::<Vec<_>>() {
                if let Some(Followed { definitions, .. }) = policies.definitions(connection, &one.version)? {
                    form = form
                        .or(definitions.form_with_digest(&statement.filing.form, digest.bytes()).cloned());
                }
            }
            named(form.ok_or(Problem::SchemaUnsupported)?, &statement)
        })
        .await
}

/// The campaign by whose rules the cases of a statement are graded and counted: as the policy it names has it, so that the node, which
/// made it under that, does the same. To be asked once the statement's form is known.
pub fn campaign_of(services: &Services, statement: &Statement) -> Arc<Campaign> {
    let followed = statement.policy.and_then(|version| services.policies.remembered(&version)?);
    let named = followed.and_then(|followed| followed.definitions.campaign(&followed.campaign).cloned());
    named.unwrap_or_else(|| Arc::clone(&services.campaign))
}

/// What the conditions of a statement's ledger speak of: its period, and the first day of the campaign it was made under. One that
/// was made under no policy knows no campaign.
pub fn window_of(campaign: &Campaign, statement: &Statement) -> Window {
    let campaign_start = statement.policy.map(|_| campaign.from);
    Window { period: statement.filing.period, campaign_start }
}

fn named(form: Arc<Form>, statement: &Statement) -> Result<Arc<Form>, AppError> {
    if form.schema() == statement.schema.name { Ok(form) } else { Err(Problem::SchemaUnsupported.into()) }
}

fn never_here(version: &Sha) -> AppError {
    let short = short(version);
    let words = Text::owned(
        format!("定义版本{short}不是本平台发布的；请先收取平台的现行定义，再重新报送"),
        format!(
            "The definitions {short} were never put in force by this city; fetch those in force and file again"
        ),
    );
    AppError::with(Problem::SchemaUnsupported, words)
}

/// Enough of a version to tell it from others by eye.
pub fn short(version: &Sha) -> String {
    version.to_string().chars().take(12).collect()
}
