//! What the letters of the city change here: a filing sent back or confirmed, rows that are missed, a key that was
//! revoked. Letters are heeded in the order of the log, each once; a leaf that is older than what an item was told last
//! changes nothing, so that letters may come twice and in any order.

use chrono::NaiveDate;
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SqliteConnection};
use schemas::{
    entry::{Act, Entry},
    finding::Finding,
    hash::Sha,
    key::{KeyAct, KeyDocument},
    note::VerifyKey,
    receipt::Receipt,
    returned::{RETURNED, Returned},
};

use super::{
    Outbox, State, StoreFault, matter,
    schema::{item, letter, revoked},
};

/// What the city has decided of a filing that its state does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// 已确认: accepted by a person or by rule.
    Confirmed,
    /// 明细未到: the rows had not come by the end of grace; they are judged if they come after all.
    Defaulted,
    /// Sent back, to be amended by the end of this day.
    Until(NaiveDate),
}

impl Decision {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "confirmed" => Some(Self::Confirmed),
            "defaulted" => Some(Self::Defaulted),
            day => day.parse().ok().map(Self::Until),
        }
    }

    fn text(self) -> String {
        match self {
            Self::Confirmed => "confirmed".to_owned(),
            Self::Defaulted => "defaulted".to_owned(),
            Self::Until(day) => day.to_string(),
        }
    }
}

/// Heeds the letters that were kept and not heeded yet.
pub(super) fn heed(connection: &mut SqliteConnection) -> Result<(), StoreFault> {
    let kept: Vec<(i64, String, Option<String>)> = letter::table
        .filter(letter::heeded.eq(false))
        .order(letter::leaf_index)
        .select((letter::leaf_index, letter::receipt, letter::document))
        .load(connection)?;
    for (index, receipt, document) in kept {
        // It was verified when it was kept; one that is damaged since is named by `doctor`.
        let entry = Receipt::parse(&receipt).ok().and_then(|receipt| Entry::parse(&receipt.entry).ok());
        match entry.map(|entry| (entry.act, entry.statement)) {
            Some((Act::KeyRevoked, _)) => revoke(connection, index, document.as_deref())?,
            Some((act, Some(statement))) => apply(connection, index, act, &statement, document.as_deref())?,
            _ => {}
        }
        diesel::update(letter::table.find(index)).set(letter::heeded.eq(true)).execute(connection)?;
    }
    Ok(())
}

/// Changes the item of a statement, if the act is one that does and the leaf is newer than what was told before.
fn apply(
    connection: &mut SqliteConnection,
    index: i64,
    act: Act,
    statement: &Sha,
    document: Option<&str>,
) -> Result<(), StoreFault> {
    let found: Option<(i64, String, Option<i64>, String)> = item::table
        .filter(item::statement.eq(statement.to_string()))
        .select((item::number, item::state, item::told, item::findings))
        .first(connection)
        .optional()?;
    let Some((number, state, told, findings)) = found else { return Ok(()) };
    // True whatever came after it, and said of rows that were sent back before anybody asked how they were judged.
    if matches!(act, Act::ContentValid | Act::Confirmed) {
        matter::stood(connection, number)?;
    }
    if told.is_some_and(|told| told >= index) {
        return Ok(());
    }
    let was = |states: &[State]| states.iter().any(|known| known.code() == state);
    let waiting = [State::Receipted, State::Stored];
    let said = document.and_then(|text| Returned::parse(text).ok());
    let (state, decision, findings) = match (act, said) {
        // What was superseded or withdrawn since stays so.
        (Act::Returned, Some(said))
            if was(&waiting) || was(&[State::Valid, State::Invalid, State::Returned]) =>
        {
            let mut all = said.findings();
            let earlier: Vec<Finding> = serde_json::from_str(&findings).unwrap_or_default();
            all.extend(earlier.into_iter().filter(|finding| finding.code != RETURNED));
            let findings = serde_json::to_string(&all).unwrap_or(findings);
            (State::Returned, Decision::Until(said.until), findings)
        }
        (Act::Confirmed, _) if was(&waiting) || was(&[State::Valid]) => {
            (State::Valid, Decision::Confirmed, findings)
        }
        (Act::Defaulted, _) if was(&[State::Receipted]) => (State::Receipted, Decision::Defaulted, findings),
        (Act::Defaulted, _) if was(&[State::Stored]) => (State::Stored, Decision::Defaulted, findings),
        _ => return Ok(()),
    };
    let set = (
        item::state.eq(state.code()),
        item::decision.eq(decision.text()),
        item::told.eq(index),
        item::findings.eq(findings),
    );
    diesel::update(item::table.find(number)).set(set).execute(connection)?;
    Ok(())
}

/// Keeps that a key was revoked.
fn revoke(connection: &mut SqliteConnection, index: i64, document: Option<&str>) -> Result<(), StoreFault> {
    let document = document.and_then(|text| KeyDocument::parse(text).ok());
    if let Some(KeyDocument { act: KeyAct::Revoked(revocation), key, .. }) = document {
        let row = (
            revoked::verify_key.eq(key.to_string()),
            revoked::leaf_index.eq(index),
            revoked::reason.eq(revocation.reason),
        );
        diesel::insert_into(revoked::table).values(row).on_conflict_do_nothing().execute(connection)?;
    }
    Ok(())
}

impl Outbox {
    /// Why a key was revoked, if a letter said so.
    pub(crate) fn revocation(&self, key: &VerifyKey) -> Result<Option<String>, StoreFault> {
        self.read(|connection| {
            let reason = revoked::table.find(key.to_string()).select(revoked::reason);
            Ok(reason.first(connection).optional()?)
        })
    }
}
