//! Where bureaus are reached outside of the program.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::bureau::BureauCode;

use super::{AnyConnection, StoreError, message::Channel, schema::contact};

/// Most contacts of a bureau.
pub const MOST: i64 = 20;

/// Who is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Post {
    /// Who files.
    Filing,
    /// The bureau's leader, from the step on at which the campaign escalates.
    Leader,
}

impl Post {
    /// Its word in the store and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Filing => "filing",
            Self::Leader => "leader",
        }
    }
}

/// A way to a post of a bureau.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contact {
    /// The bureau.
    pub bureau: BureauCode,
    /// Whose.
    pub post: Post,
    /// By which way; never the pages or the nodes, which need none.
    pub channel: Channel,
    /// Where.
    pub address: String,
}

/// The contacts of all bureaus, or of one, in order.
pub fn all(connection: &mut AnyConnection, of: Option<&BureauCode>) -> Result<Vec<Contact>, StoreError> {
    let mut query = contact::table
        .order((contact::bureau, contact::post, contact::channel, contact::address))
        .select((contact::bureau, contact::post, contact::channel, contact::address))
        .into_boxed();
    if let Some(bureau) = of {
        query = query.filter(contact::bureau.eq(bureau.as_str().to_owned()));
    }
    let rows: Vec<(String, String, String, String)> = query.load(connection)?;
    let read = |(bureau, post, channel, address): (String, String, String, String)| {
        Some(Contact {
            bureau: bureau.parse().ok()?,
            post: [Post::Filing, Post::Leader].into_iter().find(|known| known.word() == post)?,
            channel: Channel::from_word(&channel)?,
            address,
        })
    };
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("contact"))).collect()
}

/// Adds a contact; false if the bureau has as many as it may have. One that is there is left.
pub fn add(connection: &mut AnyConnection, new: &Contact) -> Result<bool, StoreError> {
    let known = all(connection, Some(&new.bureau))?;
    if known.contains(new) {
        return Ok(true);
    }
    if i64::try_from(known.len()).unwrap_or(i64::MAX) >= MOST {
        return Ok(false);
    }
    let row = (
        contact::bureau.eq(new.bureau.as_str()),
        contact::post.eq(new.post.word()),
        contact::channel.eq(new.channel.word()),
        contact::address.eq(&new.address),
    );
    diesel::insert_into(contact::table).values(row).execute(connection)?;
    Ok(true)
}

/// Removes a contact; false if there was none.
pub fn remove(connection: &mut AnyConnection, gone: &Contact) -> Result<bool, StoreError> {
    let key = (gone.bureau.as_str(), gone.post.word(), gone.channel.word(), gone.address.as_str());
    Ok(diesel::delete(contact::table.find(key)).execute(connection)? > 0)
}
