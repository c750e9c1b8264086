//! What the duties of bureaus depend on besides the campaign: what was decided of them, and what is known of their
//! matters.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use schemas::{
    bureau::BureauCode,
    duty_act::DutyAct,
    hash::Sha,
    lines::or_dash,
    owed::{Acts, Shown, Told},
    statement::FilingKey,
};

use super::{
    AnyConnection, StoreError, document, instant, matter, micros,
    schema::{document as kept, duty_act},
};

/// Whatever is known: a leaf is never earlier than the one before it, so that after a step of the clock it may be later than
/// now.
pub const EVER: DateTime<Utc> = DateTime::<Utc>::MAX_UTC;

/// A decision on a duty, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What was decided.
    pub act: DutyAct,
    /// Its leaf.
    pub leaf: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Login of the person; `-` where only the log remembers.
    pub by: String,
}

/// What is known of one bureau.
type OfBureau = (Vec<DutyAct>, Vec<Shown>, Vec<Told>);

/// Keeps a decision whose leaf is in the log; gives the hash of the document.
pub fn keep(
    connection: &mut AnyConnection,
    act: &DutyAct,
    leaf: u64,
    at: DateTime<Utc>,
    by: &str,
) -> Result<Sha, StoreError> {
    let sha = document::keep(connection, &act.compose())?;
    let values = (
        duty_act::leaf.eq(i64::try_from(leaf).map_err(|_| StoreError::Corrupt("leaf index"))?),
        duty_act::bureau.eq(act.duty.bureau.as_str()),
        duty_act::form.eq(&act.duty.form),
        duty_act::period.eq(act.duty.period.to_string()),
        duty_act::subject.eq(or_dash(act.duty.subject.as_ref())),
        duty_act::document.eq(sha.to_string()),
        duty_act::at.eq(micros(at)),
        duty_act::decided_by.eq(by),
    );
    diesel::insert_into(duty_act::table).values(values).execute(connection)?;
    Ok(sha)
}

/// What was decided of one duty, first to last.
pub fn decided(connection: &mut AnyConnection, duty: &FilingKey) -> Result<Vec<Decided>, StoreError> {
    let rows: Vec<(i64, String, i64, String)> = duty_act::table
        .inner_join(kept::table.on(duty_act::document.eq(kept::sha256)))
        .filter(duty_act::bureau.eq(duty.bureau.as_str()))
        .filter(duty_act::form.eq(&duty.form))
        .filter(duty_act::period.eq(duty.period.to_string()))
        .filter(duty_act::subject.eq(or_dash(duty.subject.as_ref())))
        .order(duty_act::leaf)
        .select((duty_act::leaf, kept::text, duty_act::at, duty_act::decided_by))
        .load(connection)?;
    let read = |(leaf, text, at, by): (i64, String, i64, String)| {
        Some(Decided {
            act: DutyAct::parse(&text).ok()?,
            leaf: u64::try_from(leaf).ok()?,
            at: instant(at).ok()?,
            by,
        })
    };
    rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("decision on a duty"))).collect()
}

/// What the duties of every bureau depend on, as far as it was known at an instant; bureaus of which nothing was
/// are left out.
pub fn acts(
    connection: &mut AnyConnection,
    at: DateTime<Utc>,
) -> Result<BTreeMap<BureauCode, Acts>, StoreError> {
    let texts: Vec<String> = duty_act::table
        .inner_join(kept::table.on(duty_act::document.eq(kept::sha256)))
        .filter(duty_act::at.le(micros(at)))
        .order(duty_act::leaf)
        .select(kept::text)
        .load(connection)?;
    let mut all: BTreeMap<BureauCode, OfBureau> = BTreeMap::new();
    for text in texts {
        let act = DutyAct::parse(&text).map_err(|_| StoreError::Corrupt("decision on a duty"))?;
        all.entry(act.duty.bureau.clone()).or_default().0.push(act);
    }
    for (bureau, shown) in matter::shown(connection, at)? {
        all.entry(bureau).or_default().1.push(shown);
    }
    for (bureau, told) in matter::told(connection, at)? {
        all.entry(bureau).or_default().2.push(told);
    }
    let acts = |(bureau, (decided, shown, told)): (_, OfBureau)| (bureau, Acts::of(decided, &shown, told));
    Ok(all.into_iter().map(acts).collect())
}
