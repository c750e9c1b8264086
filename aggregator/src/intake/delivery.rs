//! Handing a filing that stands to the political-legal committee of its bureau's level: a leaf of its own, whose receipt is
//! the second one of the same act (RULINGS 15, DOMAIN §7.2 item 25).

use chrono::{DateTime, Utc};
use schemas::{
    campaign::Campaign,
    delivery::Delivery,
    entry::Act,
    problem::Problem,
    statement::{FilingKey, Purpose},
    text::Text,
};

use crate::{
    error::AppError,
    store::{
        AnyConnection, account, delivery, document,
        filing::{self, StatementRow},
        log,
    },
};

/// Hands a filing over that has just come to stand, if the campaign asks for it and there is a committee to have it. Where
/// there is none, the copy is missing, and pages say so.
///
/// # Errors
/// The store's.
pub fn at_once(
    connection: &mut AnyConnection,
    campaign: &Campaign,
    row: &StatementRow,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let asked = row.purpose != Purpose::History && campaign.goes_to_committee(&row.key.form);
    if asked && account::has_committee(connection, &row.key.bureau)? {
        hand_over(connection, row, at)?;
    }
    Ok(())
}

/// Hands over what is missing: the filing that stands, asked for by a person.
///
/// # Errors
/// [`Problem::NotFound`] without a filing that stands; [`Problem::Invalid`] if it is not owed to a committee, or there is
/// none to have it.
pub fn afterwards(
    connection: &mut AnyConnection,
    campaign: &Campaign,
    key: &FilingKey,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let row = filing::in_force(connection, key)?.ok_or(Problem::NotFound)?;
    if row.purpose == Purpose::History || !campaign.goes_to_committee(&key.form) {
        let text = Text::new("该表不须抄送同级政法委", "This ledger is not owed to the committee");
        return Err(AppError::with(Problem::Invalid, text));
    }
    if !account::has_committee(connection, &key.bureau)? {
        let text = Text::new(
            "该单位的同级政法委还没有账号：先由系统管理员开立（user add --role committee），再补送",
            "The committee of this bureau has no account yet: let the administrator open one (user add --role committee) first",
        );
        return Err(AppError::with(Problem::Invalid, text));
    }
    hand_over(connection, &row, at)
}

/// Once a statement, whoever asks and however often.
fn hand_over(connection: &mut AnyConnection, row: &StatementRow, at: DateTime<Utc>) -> Result<(), AppError> {
    if delivery::find(connection, &row.id)?.is_some() {
        return Ok(());
    }
    let said = Delivery { statement: row.id, bureau: row.key.bureau.clone(), content: row.content };
    let digest = document::keep(connection, &said.compose())?;
    let (leaf, entry) = log::append(connection, row.leaf_about(Act::Delivered, Some(digest), at))?;
    Ok(delivery::add(connection, &row.id, leaf, entry.received)?)
}
