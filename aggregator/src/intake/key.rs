//! What becomes of a key: admitted by a person, replaced by its holder, revoked by the city. Each is a leaf of the log
//! whose document goes to the holder (PROTOCOL §3, RULINGS 17).

use chrono::{DateTime, SubsecRound, Utc};
use schemas::{
    entry::Entry,
    key::{KeyAct, KeyDocument, MAX_REASON, Revocation, Rotation, words},
    note::NoteFault,
    privacy::{Scan, personal_data},
    problem::Problem,
    receipt::Receipt,
    text::Text,
    wire::KeyState,
};

use crate::{
    app::Services,
    audit,
    error::AppError,
    store::{
        AnyConnection,
        audit::Record,
        document, log,
        node::{self, NodeRow},
        token,
    },
};

/// A node or leader as an administrator sees it.
#[derive(Clone, Debug)]
pub struct Holder {
    /// What is stored.
    pub row: NodeRow,
    /// The six words of its key.
    pub words: Text,
    /// Whether its token was also tried with another key: someone else has it, and words must be compared.
    pub contested: bool,
}

/// Every node and leader, by name.
///
/// # Errors
/// The store's.
pub fn holders(connection: &mut AnyConnection) -> Result<Vec<Holder>, AppError> {
    node::all(connection)?.into_iter().map(|row| holder(connection, row)).collect()
}

/// A node or leader by name.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn find(connection: &mut AnyConnection, name: &str) -> Result<Holder, AppError> {
    let row = node::find(connection, name)?.ok_or(Problem::NotFound)?;
    holder(connection, row)
}

fn holder(connection: &mut AnyConnection, row: NodeRow) -> Result<Holder, AppError> {
    let token = match &row.token {
        Some(id) => token::find(connection, id)?,
        None => None,
    };
    let contested = token.is_some_and(|token| token.burned.is_some());
    Ok(Holder { words: words::fingerprint(&row.key), row, contested })
}

/// Admits a key that waits; whoever calls has compared its words. Admitting one that is active changes nothing.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::KeyRevoked`] for a revoked one, which never comes back.
pub async fn approve(services: &Services, name: String) -> Result<(), AppError> {
    let now = services.clock.now();
    services
        .store
        .write(move |connection| {
            let row = node::find(connection, &name)?.ok_or(Problem::NotFound)?;
            match row.state {
                KeyState::Active => Ok(()),
                KeyState::Revoked => Err(Problem::KeyRevoked.into()),
                KeyState::Pending => admit(connection, &row, now),
            }
        })
        .await
}

/// Writes the leaf of a key and lets it sign.
pub(super) fn admit(
    connection: &mut AnyConnection,
    row: &NodeRow,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let document = of(row, KeyAct::Enrolled);
    let leaf = write_leaf(connection, Entry::of_key(&document, now), &document)?;
    node::activate(connection, row, leaf)?;
    note(connection, now, "key-admitted", row, format!("{} {} leaf {leaf}", row.bureau, row.role))
}

/// Takes the right to sign away. What was received since then is kept and flagged, never deleted.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::KeyRevoked`] if it was revoked before; [`Problem::Invalid`] for an instant to come
/// or a reason that cannot stand.
pub async fn revoke(
    services: &Services,
    name: String,
    since: DateTime<Utc>,
    reason: String,
) -> Result<(), AppError> {
    let now = services.clock.now();
    // As its document says it.
    let since = since.trunc_subsecs(3);
    let reason = reason.trim().to_owned();
    let invalid = |zh, en| Err(AppError::with(Problem::Invalid, Text::new(zh, en)));
    if since > now {
        return invalid("“自何时起”不能晚于现在", "`since` lies in the future");
    }
    if !(1..=MAX_REASON).contains(&reason.chars().count()) {
        return invalid("理由须有1至200字", "A reason has 1 to 200 characters");
    }
    if personal_data(&reason, Scan::FreeText).is_some() {
        return invalid("理由中不得有个人信息", "The reason holds personal data; remove it");
    }
    services
        .store
        .write(move |connection| {
            let row = node::find(connection, &name)?.ok_or(Problem::NotFound)?;
            match row.state {
                KeyState::Revoked => return Err(Problem::KeyRevoked.into()),
                // A key that was never admitted signed nothing: there is no leaf to end.
                KeyState::Pending => {
                    node::revoke(connection, &row, since, now)?;
                    return note(
                        connection,
                        now,
                        "key-rejected",
                        &row,
                        format!("{} {}", row.bureau, row.role),
                    );
                }
                KeyState::Active => {}
            }
            let not_after_leaf = log::size(connection)?.saturating_sub(1);
            let document = of(&row, KeyAct::Revoked(Revocation { since, not_after_leaf, reason }));
            let leaf = write_leaf(connection, Entry::of_key(&document, now), &document)?;
            node::revoke(connection, &row, since, now)?;
            note(connection, now, "key-revoked", &row, format!("{} {} leaf {leaf}", row.bureau, row.role))
        })
        .await
}

/// What became of a request for another key.
#[derive(Debug)]
pub struct Rotated {
    /// Receipt of the leaf.
    pub receipt: Receipt,
    /// Whether it was done before.
    pub again: bool,
}

/// Puts a new key in place of the one in force, as a note signed with both asks. The same note again gives the same
/// receipt. What the old key signed before stays as it is: its leaf still names that key.
///
/// # Errors
/// The listed problem.
pub async fn rotate(services: &Services, note: &str) -> Result<Rotated, AppError> {
    let opened = Rotation::open(note).map_err(|fault| match fault {
        NoteFault::Malformed | NoteFault::Key => AppError::from(Problem::Malformed),
        NoteFault::Unsigned(_) | NoteFault::Signature(_) => Problem::BadSignature.into(),
    });
    let who = opened.as_ref().map(|rotation| rotation.old.name().to_owned()).unwrap_or_default();
    let done = match opened {
        Ok(rotation) => replace(services, rotation, note.to_owned()).await,
        Err(error) => Err(error),
    };
    if let Err(error) = &done {
        audit::refused(services, "rotation", &who, "key", error).await;
    }
    done
}

async fn replace(services: &Services, rotation: Rotation, note: String) -> Result<Rotated, AppError> {
    if rotation.log != services.log_key.name() {
        return Err(AppError::with(
            Problem::Malformed,
            Text::new("换钥请求不是发给本平台的", "The request is not meant for this log"),
        ));
    }
    let now = services.clock.now();
    let done = services.store.write(move |connection| swap(connection, &rotation, &note, now)).await?;
    let receipt = services.store.read(move |connection| log::receipt(connection, done.0)).await?;
    Ok(Rotated { receipt, again: done.1 })
}

fn swap(
    connection: &mut AnyConnection,
    rotation: &Rotation,
    note: &str,
    now: DateTime<Utc>,
) -> Result<(u64, bool), AppError> {
    let row = node::find(connection, rotation.old.name())?.ok_or(Problem::UnknownKey)?;
    match row.state {
        KeyState::Pending => return Err(Problem::KeyPending.into()),
        KeyState::Revoked => return Err(Problem::KeyRevoked.into()),
        KeyState::Active => {}
    }
    if row.key != rotation.old {
        let keys = node::keys(connection, &row.name)?;
        let place = keys.iter().position(|known| known.key == rotation.old).ok_or(Problem::UnknownKey)?;
        // The same exchange again: the new key is the very next one.
        let next = keys.get(place + 1).filter(|next| next.key == rotation.new);
        let leaf = next.and_then(|next| next.leaf).ok_or_else(replaced)?;
        return Ok((leaf, true));
    }
    if node::holder(connection, &rotation.new)?.is_some() {
        return Err(AppError::with(
            Problem::Forbidden,
            Text::new("新密钥已登记过，请另行生成", "The new key is known here already; make another"),
        ));
    }
    let document =
        KeyDocument { key: rotation.new.clone(), ..of(&row, KeyAct::Rotated(rotation.old.clone())) };
    // The wish itself is kept too: it proves that both keys agreed.
    document::keep(connection, note)?;
    let signatures = schemas::note::signatures_hash(note).map_err(|_| Problem::Malformed)?;
    let entry = Entry { signatures: Some(signatures), ..Entry::of_key(&document, now) };
    let leaf = write_leaf(connection, entry, &document)?;
    node::rotate(connection, &row, &rotation.new, leaf, now)?;
    self::note(connection, now, "key-rotated", &row, format!("{} {} leaf {leaf}", row.bureau, row.role))?;
    Ok((leaf, false))
}

/// A key that has been replaced does not sign any more.
pub(super) fn replaced() -> AppError {
    AppError::with(
        Problem::KeyRevoked,
        Text::new("该密钥已更换，请用新密钥", "The key has been replaced; use the new one"),
    )
}

fn of(row: &NodeRow, act: KeyAct) -> KeyDocument {
    KeyDocument {
        act,
        node: row.name.clone(),
        role: row.role,
        bureau: row.bureau.clone(),
        key: row.key.clone(),
    }
}

fn write_leaf(connection: &mut AnyConnection, entry: Entry, document: &KeyDocument) -> Result<u64, AppError> {
    document::keep(connection, &document.compose())?;
    Ok(log::append(connection, entry)?.0)
}

fn note(
    connection: &mut AnyConnection,
    at: DateTime<Utc>,
    what: &str,
    row: &NodeRow,
    detail: String,
) -> Result<(), AppError> {
    let record = Record { at, what: what.into(), who: row.name.clone(), detail };
    Ok(crate::store::audit::add(connection, &record)?)
}
