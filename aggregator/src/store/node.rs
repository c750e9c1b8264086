//! Who may sign: nodes and leaders with the key in force, and every key there ever was.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use schemas::{bureau::BureauCode, key::Role, note::VerifyKey, wire::KeyState};

use super::{
    AnyConnection, StoreError, instant, micros,
    schema::{node, node_key},
};

/// A node, or the leader of a bureau.
#[derive(Clone, Debug)]
pub struct NodeRow {
    /// Its name, from its first key.
    pub name: String,
    /// The key in force.
    pub key: VerifyKey,
    /// What it may sign.
    pub role: Role,
    /// The bureau it signs for.
    pub bureau: BureauCode,
    /// State of the key.
    pub state: KeyState,
    /// Leaf that admitted the key; none while it waits.
    pub leaf: Option<u64>,
    /// The token it came with; none for what was enrolled before this was kept.
    pub token: Option<String>,
    /// From when what it signed is suspect, as its revocation says.
    pub suspect_since: Option<DateTime<Utc>>,
    /// Version of its program, as it said last.
    pub program: Option<String>,
}

/// A key of a node, in force or not.
#[derive(Clone, Debug)]
pub struct KeyRow {
    /// The key.
    pub key: VerifyKey,
    /// Leaf that admitted it; none while it waits.
    pub leaf: Option<u64>,
    /// When it was replaced or revoked.
    pub ended: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = node)]
struct Row {
    name: String,
    verify_key: String,
    bureau: String,
    state: String,
    leaf: Option<i64>,
    role: String,
    token: Option<String>,
    suspect_since: Option<i64>,
    program: Option<String>,
}

/// Takes a node or leader in with its first key.
pub fn add(connection: &mut AnyConnection, row: &NodeRow, now: DateTime<Utc>) -> Result<(), StoreError> {
    let values = (
        node::name.eq(&row.name),
        node::verify_key.eq(row.key.to_string()),
        node::bureau.eq(row.bureau.as_str()),
        node::state.eq(word(row.state)),
        node::enrolled.eq(micros(now)),
        node::leaf.eq(row.leaf.map(index).transpose()?),
        node::role.eq(row.role.to_string()),
        node::token.eq(row.token.as_deref()),
    );
    diesel::insert_into(node::table).values(values).execute(connection)?;
    add_key(connection, &row.name, &row.key, row.leaf)
}

fn add_key(
    connection: &mut AnyConnection,
    name: &str,
    key: &VerifyKey,
    leaf: Option<u64>,
) -> Result<(), StoreError> {
    let values = (
        node_key::point.eq(key.encoded_point()),
        node_key::node.eq(name),
        node_key::verify_key.eq(key.to_string()),
        node_key::leaf.eq(leaf.map(index).transpose()?),
    );
    diesel::insert_into(node_key::table).values(values).execute(connection)?;
    Ok(())
}

/// A node by name.
pub fn find(connection: &mut AnyConnection, name: &str) -> Result<Option<NodeRow>, StoreError> {
    let row: Option<Row> = node::table.find(name).select(Row::as_select()).first(connection).optional()?;
    row.map(parse).transpose()
}

/// Keeps what version of its program a node says it has.
pub fn set_program(connection: &mut AnyConnection, name: &str, program: &str) -> Result<(), StoreError> {
    diesel::update(node::table.find(name)).set(node::program.eq(program)).execute(connection)?;
    Ok(())
}

/// How many active nodes have which version of the program; none is of those that have not said.
pub fn programs(connection: &mut AnyConnection) -> Result<BTreeMap<Option<String>, usize>, StoreError> {
    let said: Vec<Option<String>> = node::table
        .filter(node::state.eq(word(KeyState::Active)))
        .filter(node::role.eq(Role::Agent.to_string()))
        .select(node::program)
        .load(connection)?;
    let mut counted = BTreeMap::new();
    for program in said {
        *counted.entry(program).or_default() += 1;
    }
    Ok(counted)
}

/// Every node and leader, by name.
pub fn all(connection: &mut AnyConnection) -> Result<Vec<NodeRow>, StoreError> {
    let rows: Vec<Row> = node::table.order(node::name).select(Row::as_select()).load(connection)?;
    rows.into_iter().map(parse).collect()
}

/// The names of all nodes and leaders a bureau ever had.
pub fn of_bureau(connection: &mut AnyConnection, bureau: &BureauCode) -> Result<Vec<String>, StoreError> {
    let of = node::table.filter(node::bureau.eq(bureau.as_str())).order(node::name);
    Ok(of.select(node::name).load(connection)?)
}

/// To whom letters go that a bureau's nodes may have: the bureau itself, and all nodes and leaders it ever had.
pub fn addressees(connection: &mut AnyConnection, bureau: &BureauCode) -> Result<Vec<String>, StoreError> {
    let mut addressees = of_bureau(connection, bureau)?;
    addressees.push(bureau.to_string());
    Ok(addressees)
}

/// Whose key this is or was, whatever the name it comes under.
pub fn holder(connection: &mut AnyConnection, key: &VerifyKey) -> Result<Option<String>, StoreError> {
    let named = node_key::table.find(key.encoded_point()).select(node_key::node);
    Ok(named.first(connection).optional()?)
}

/// The keys of a node, in the order they were admitted.
pub fn keys(connection: &mut AnyConnection, name: &str) -> Result<Vec<KeyRow>, StoreError> {
    type Row = (String, Option<i64>, Option<i64>);
    let rows: Vec<Row> = node_key::table
        .filter(node_key::node.eq(name))
        .order(node_key::leaf)
        .select((node_key::verify_key, node_key::leaf, node_key::ended))
        .load(connection)?;
    let row = |(key, leaf, ended): Row| {
        Ok(KeyRow {
            key: VerifyKey::parse(&key).map_err(|_| StoreError::Corrupt("key"))?,
            leaf: leaf.map(unsigned).transpose()?,
            ended: ended.map(instant).transpose()?,
        })
    };
    rows.into_iter().map(row).collect()
}

/// Admits the key of a node that waits.
pub fn activate(connection: &mut AnyConnection, row: &NodeRow, leaf: u64) -> Result<(), StoreError> {
    let (leaf, point) = (index(leaf)?, row.key.encoded_point());
    diesel::update(node::table.find(&row.name))
        .set((node::state.eq(word(KeyState::Active)), node::leaf.eq(leaf)))
        .execute(connection)?;
    diesel::update(node_key::table.find(point)).set(node_key::leaf.eq(leaf)).execute(connection)?;
    Ok(())
}

/// Puts a new key in place of the one in force.
pub fn rotate(
    connection: &mut AnyConnection,
    row: &NodeRow,
    new: &VerifyKey,
    leaf: u64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    end_key(connection, row, now)?;
    add_key(connection, &row.name, new, Some(leaf))?;
    diesel::update(node::table.find(&row.name))
        .set((node::verify_key.eq(new.to_string()), node::leaf.eq(index(leaf)?)))
        .execute(connection)?;
    Ok(())
}

/// Takes the right to sign away.
pub fn revoke(
    connection: &mut AnyConnection,
    row: &NodeRow,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    end_key(connection, row, now)?;
    diesel::update(node::table.find(&row.name))
        .set((node::state.eq(word(KeyState::Revoked)), node::suspect_since.eq(micros(since))))
        .execute(connection)?;
    Ok(())
}

fn end_key(connection: &mut AnyConnection, row: &NodeRow, now: DateTime<Utc>) -> Result<(), StoreError> {
    let key = node_key::table.find(row.key.encoded_point());
    diesel::update(key).set(node_key::ended.eq(micros(now))).execute(connection)?;
    Ok(())
}

fn index(leaf: u64) -> Result<i64, StoreError> {
    i64::try_from(leaf).map_err(|_| StoreError::Corrupt("leaf index"))
}

fn unsigned(leaf: i64) -> Result<u64, StoreError> {
    u64::try_from(leaf).map_err(|_| StoreError::Corrupt("leaf index"))
}

fn parse(row: Row) -> Result<NodeRow, StoreError> {
    let corrupt = StoreError::Corrupt("node");
    let states = [KeyState::Pending, KeyState::Active, KeyState::Revoked];
    let (Some(state), Ok(key), Ok(bureau), Ok(role)) = (
        states.into_iter().find(|known| word(*known) == row.state),
        VerifyKey::parse(&row.verify_key),
        row.bureau.parse(),
        row.role.parse(),
    ) else {
        return Err(corrupt);
    };
    Ok(NodeRow {
        name: row.name,
        key,
        role,
        bureau,
        state,
        leaf: row.leaf.map(unsigned).transpose()?,
        token: row.token,
        suspect_since: row.suspect_since.map(instant).transpose()?,
        program: row.program,
    })
}

/// The word of a state, as it is stored and listed.
pub fn word(state: KeyState) -> &'static str {
    match state {
        KeyState::Pending => "pending",
        KeyState::Active => "active",
        KeyState::Revoked => "revoked",
    }
}
