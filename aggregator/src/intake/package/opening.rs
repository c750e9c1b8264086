//! Whether a package is whole, meant for this city, and signed by the node it names: only then is anything of it taken.

use schemas::{
    hash::Sha,
    key::{Role, Rotation},
    note::{self, VerifyKey},
    package::{Kind, MAX_STATEMENTS, Package, PackageFault, Part, To},
    problem::Problem,
    recovery::{MAX_BYTES, Report},
    text::Text,
    wire::{Enrolment, KeyState, Mode},
};

use crate::{
    app::Services,
    error::AppError,
    intake::recovery,
    store::node::{self, NodeRow},
};

/// Most requests about keys in one package: the node's and the leader's.
const MAX_KEYS: usize = 8;

/// A package that may be taken.
pub(super) struct Opened<'a> {
    pub(super) package: Package<'a>,
    /// The key it is signed with.
    pub(super) signer: VerifyKey,
    /// The pages of what it gives back, in order.
    pub(super) reports: Vec<Report>,
}

fn malformed(words: Text) -> AppError {
    AppError::with(Problem::Malformed, words)
}

/// A package that is whole, for this city, and signed by the node it names.
pub(super) async fn open<'a>(services: &Services, bytes: &'a [u8]) -> Result<Opened<'a>, AppError> {
    let package = Package::parse(bytes).map_err(|fault| malformed(fault.text()))?;
    let head = &package.head;
    if head.to != To::City || head.log != services.log_key.name() {
        return Err(malformed(Text::new("文件包不是给本平台的", "The package is not meant for this city")));
    }
    let meant = [Kind::Enrolment, Kind::Statement, Kind::Content, Kind::Rotation, Kind::Report];
    let count = |kind| package.of_kind(kind).count();
    let many =
        count(Kind::Statement) > MAX_STATEMENTS || count(Kind::Enrolment) + count(Kind::Rotation) > MAX_KEYS;
    if many || package.parts.iter().any(|part| !meant.contains(&part.kind)) {
        return Err(malformed(Text::new(
            "文件包里有不应发给平台的内容",
            "The package holds what no node sends to a city",
        )));
    }
    let sound = |part: &Part<'_>| match part.kind {
        Kind::Content => part.of.is_some(),
        Kind::Statement => part.of.is_some() && note_of(part).is_ok(),
        Kind::Report => part.of.is_none(),
        _ => part.of.is_none_or(|of| of == Sha::of(part.bytes)) && note_of(part).is_ok(),
    };
    if let Some(at) = package.parts.iter().position(|part| !sound(part)) {
        return Err(malformed(PackageFault::Part(at + 1).text()));
    }
    let reports = reports(&package)?;
    let recovering = services.store.mode().await? == Mode::Recovering;
    let signer = match recovering && !reports.is_empty() {
        true => admitted(services, &package, &reports).await?,
        false => {
            let known = signer(services, &package).await;
            let signer = known.and_then(|signer| {
                let opened = package.open(&signer);
                opened.map_err(|fault| AppError::with(Problem::BadSignature, fault.text()))?;
                Ok(signer)
            });
            signer.map_err(|error| if recovering { not_known_yet(error) } else { error })?
        }
    };
    Ok(Opened { package, signer, reports })
}

/// The pages that are given back, in order.
fn reports(package: &Package<'_>) -> Result<Vec<Report>, AppError> {
    let pages = package.parts.iter().enumerate().filter(|(_, part)| part.kind == Kind::Report);
    let read = pages.map(|(at, part)| {
        let fitting = Some(part.bytes).filter(|bytes| bytes.len() <= MAX_BYTES);
        let page = fitting.and_then(|bytes| serde_json::from_slice(bytes).ok());
        page.ok_or_else(|| malformed(PackageFault::Part(at + 1).text()))
    });
    read.collect()
}

/// The key a package that gives something back is signed with; what it gives back may itself prove that the log admitted
/// it.
async fn admitted(
    services: &Services,
    package: &Package<'_>,
    reports: &[Report],
) -> Result<VerifyKey, AppError> {
    let letters = reports.iter().flat_map(|page| &page.letters);
    let (mut by, mut fault) = (None, None);
    for key in recovery::admitted(services, &package.head.node, letters).await? {
        match package.open(&key) {
            Ok(()) => by = Some(key),
            Err(other) => fault = Some(other),
        }
    }
    match (by, fault) {
        (Some(key), _) => Ok(key),
        (None, Some(fault)) => Err(AppError::with(Problem::BadSignature, fault.text())),
        (None, None) => Err(Problem::UnknownKey.into()),
    }
}

/// The backup may be older than the node's key; then only what the node gives back proves it.
fn not_known_yet(error: AppError) -> AppError {
    if ![Problem::UnknownKey, Problem::BadSignature].contains(&error.problem()) {
        return error;
    }
    let words = Text::new(
        "平台正在从备份恢复，备份中没有该节点现用的密钥。请县里运行 node-agent export --give-back 另行导出",
        "The city is recovering, and its backup does not know the key this node has now. The county runs `node-agent export --give-back`",
    );
    AppError::with(Problem::LogRecovering, words)
}

/// The key a package must be signed with: that of its node; one it replaces itself; or the one it brings.
async fn signer(services: &Services, package: &Package<'_>) -> Result<VerifyKey, AppError> {
    let name = package.head.node.clone();
    let row = services.store.read(move |connection| node::find(connection, &name)).await?;
    let texts = |kind| package.of_kind(kind).filter_map(|part| part.text());
    let Some(NodeRow { key, role, state, .. }) = row else {
        let mut brought = texts(Kind::Enrolment).filter_map(|note| Enrolment::open(note).ok());
        let brought = brought.find(|brought| brought.key.name() == package.head.node);
        return brought.map(|brought| brought.key).ok_or_else(|| Problem::UnknownKey.into());
    };
    if role != Role::Agent {
        return Err(Problem::OutOfScope.into());
    }
    if state == KeyState::Revoked {
        return Err(Problem::KeyRevoked.into());
    }
    // The same package again, after the key it asks for has taken the place of the one it is signed with.
    let mut wishes = texts(Kind::Rotation).filter_map(|note| Rotation::open(note).ok());
    let replaced = wishes.find(|wish| wish.new == key && wish.old.name() == key.name()).map(|wish| wish.old);
    Ok(replaced.filter(|old| package.open(old).is_ok()).unwrap_or(key))
}

/// A part that is a signed text.
pub(super) fn note_of<'a>(part: &Part<'a>) -> Result<&'a str, AppError> {
    let note = part.text().filter(|note| note.len() <= note::MAX_BYTES);
    note.ok_or_else(|| Problem::Malformed.into())
}
