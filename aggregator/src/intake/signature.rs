//! Who signed a statement, and whether they may: the node of the bureau, and where the campaign asks for it its leader
//! (单位负责人会签). A statement carries no other line, for the leaf holds the hash of them all.

use schemas::{
    key::Role,
    note::{self, Signer},
    problem::Problem,
    statement::Statement,
    text::Text,
    wire::KeyState,
};

use super::key;
use crate::{
    error::AppError,
    store::{
        AnyConnection, StoreError,
        filing::StatementRow,
        node::{self, NodeRow},
    },
};

/// Who signed, each with the key in force.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    /// The node.
    pub(super) node: NodeRow,
    /// The leaders.
    officers: Vec<NodeRow>,
}

impl Signed {
    /// Whether everybody who signed still may, with the same key: a revocation may have come in between.
    pub(super) fn still(&self, connection: &mut AnyConnection) -> Result<bool, StoreError> {
        for signer in std::iter::once(&self.node).chain(&self.officers) {
            let now = node::find(connection, &signer.name)?;
            if !now.is_some_and(|now| now.state == KeyState::Active && now.key == signer.key) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Verifies the lines of a statement in the order of PROTOCOL §8.4: key known, signature, state, scope, then the leader.
///
/// # Errors
/// The listed problem.
pub(super) fn verify(
    connection: &mut AnyConnection,
    sent: &str,
    statement: &Statement,
    countersign: bool,
) -> Result<Signed, AppError> {
    let lines = note::signers(sent).map_err(|_| Problem::Malformed)?;
    let node = node::find(connection, &statement.node)?.ok_or(Problem::UnknownKey)?;
    if node.key.open(sent).is_err() {
        let former = node::keys(connection, &node.name)?;
        let replaced = former.iter().any(|known| known.key != node.key && known.key.open(sent).is_ok());
        return Err(if replaced { key::replaced() } else { Problem::BadSignature.into() });
    }
    match node.state {
        KeyState::Active => {}
        KeyState::Pending => return Err(Problem::KeyPending.into()),
        KeyState::Revoked => return Err(Problem::KeyRevoked.into()),
    }
    if node.role != Role::Agent {
        let words =
            Text::new("负责人密钥只能会签，不能报送", "A leader's key countersigns and does not file");
        return Err(AppError::with(Problem::OutOfScope, words));
    }
    if statement.filing.bureau != node.bureau {
        return Err(Problem::OutOfScope.into());
    }
    let is_node = |line: &&Signer| line.name == node.key.name() && line.id == node.key.id();
    let others = lines.iter().filter(|line| !is_node(line));
    let officers =
        others.map(|line| officer(connection, sent, line, &node)).collect::<Result<Vec<_>, _>>()?;
    if countersign && officers.is_empty() {
        return Err(missing(
            "本专项行动要求单位负责人会签",
            "This campaign asks for the signature of the bureau's leader",
        ));
    }
    Ok(Signed { node, officers })
}

/// The leader who signed a line.
fn officer(
    connection: &mut AnyConnection,
    sent: &str,
    line: &Signer,
    node: &NodeRow,
) -> Result<NodeRow, AppError> {
    let officer = node::find(connection, &line.name)?
        .filter(|row| row.role == Role::Officer && row.key.id() == line.id)
        .ok_or_else(|| {
            missing("会签密钥未登记为负责人密钥", "The second signature is by no leader's key known here")
        })?;
    if officer.bureau != node.bureau {
        return Err(missing(
            "会签的是另一单位的负责人",
            "The second signature is by the leader of another bureau",
        ));
    }
    if officer.state != KeyState::Active {
        return Err(missing("负责人密钥待核准或已吊销", "The leader's key waits for approval or is revoked"));
    }
    officer.key.open(sent).map_err(|_| Problem::BadSignature)?;
    Ok(officer)
}

fn missing(zh: &'static str, en: &'static str) -> AppError {
    AppError::with(Problem::OfficerSignatureMissing, Text::new(zh, en))
}

/// Whether a node may send the rows of a statement and be told of it: its own, or one of a node of its bureau that was
/// revoked, which cannot speak any more.
///
/// # Errors
/// The store's.
pub(super) fn speaks_for(
    connection: &mut AnyConnection,
    node: &str,
    row: &StatementRow,
) -> Result<bool, StoreError> {
    if row.node == node {
        return Ok(true);
    }
    let asks = node::find(connection, node)?.filter(|asks| asks.bureau == row.key.bureau);
    let signed = node::find(connection, &row.node)?.filter(|signed| signed.state == KeyState::Revoked);
    Ok(asks.is_some() && signed.is_some())
}

/// Whether a statement was received when a key that signed it is said to have been in other hands (`key-suspect`).
///
/// # Errors
/// [`StoreError::Corrupt`] if its note cannot be read.
pub fn is_suspect(connection: &mut AnyConnection, row: &StatementRow) -> Result<bool, StoreError> {
    let lines = note::signers(&row.note).map_err(|_| StoreError::Corrupt("statement"))?;
    for line in lines {
        let signer = node::find(connection, &line.name)?;
        if signer.and_then(|signer| signer.suspect_since).is_some_and(|since| since <= row.received) {
            return Ok(true);
        }
    }
    Ok(false)
}
