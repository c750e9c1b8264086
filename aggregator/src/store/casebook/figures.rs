//! Figures of the casebook: disputes and procedures that came in within some days, employers that come again, and who has filed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::{
    ExpressionMethods, QueryDsl, RunQueryDsl,
    dsl::{count_star, max, sql},
    expression::SqlLiteral,
    sql_types::{BigInt, Nullable},
};
use schemas::{bureau::BureauCode, period::Period};

use super::{
    super::{
        AnyConnection, StoreError,
        filing::standing_words,
        schema::{casebook, statement},
    },
    read::codes,
};

/// Disputes of one kind that came in within some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Bureau.
    pub bureau: BureauCode,
    /// Form of the procedure they are counted by: its lists are those of the codes.
    pub form: String,
    /// Code of the cause.
    pub cause: Option<String>,
    /// Code of the industry.
    pub industry: Option<String>,
    /// Code of the kind of employer.
    pub employer_type: Option<String>,
    /// Code of the channel.
    pub source: Option<String>,
    /// How many disputes.
    pub disputes: i64,
    /// Persons.
    pub persons: i64,
    /// Money at issue, in 分.
    pub amount: i64,
}

/// The sum of a column as the integer it is; both engines would make another type of it.
fn total(column: &str) -> SqlLiteral<Nullable<BigInt>> {
    sql(&format!("CAST(SUM({column}) AS BIGINT)"))
}

/// The disputes that came in from one day to another, counted once each, by what they are about.
///
/// # Errors
/// Only if the store fails.
pub fn groups(
    connection: &mut AnyConnection,
    bureaus: Option<&[BureauCode]>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Group>, StoreError> {
    type Kinds = (String, String, Option<String>, Option<String>, Option<String>, Option<String>);
    let kinds = (
        casebook::bureau,
        casebook::form,
        casebook::cause,
        casebook::industry,
        casebook::employer_type,
        casebook::source,
    );
    let mut query = casebook::table
        .filter(casebook::head)
        .filter(casebook::opened.between(from.to_string(), to.to_string()))
        .group_by(kinds)
        .select((kinds, count_star(), total("persons"), total("amount")))
        .into_boxed();
    if let Some(bureaus) = bureaus {
        query = query.filter(casebook::bureau.eq_any(codes(bureaus)));
    }
    let rows: Vec<(Kinds, i64, Option<i64>, Option<i64>)> = query.load(connection)?;
    let group = |(kinds, disputes, persons, amount): (Kinds, i64, Option<i64>, Option<i64>)| {
        let (bureau, form, cause, industry, employer_type, source) = kinds;
        Some(Group {
            bureau: bureau.parse().ok()?,
            form,
            cause,
            industry,
            employer_type,
            source,
            disputes,
            persons: persons.unwrap_or_default(),
            amount: amount.unwrap_or_default(),
        })
    };
    rows.into_iter().map(|row| group(row).ok_or(StoreError::Corrupt("casebook"))).collect()
}

/// An employer with several disputes within some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// 统一社会信用代码.
    pub employer_code: String,
    /// Name, as its newest row has it.
    pub employer: String,
    /// How many disputes.
    pub disputes: i64,
    /// Bureaus they came to.
    pub bureaus: i64,
    /// Persons.
    pub persons: i64,
    /// Money at issue, in 分.
    pub amount: i64,
    /// The day the last one came in.
    pub last: NaiveDate,
}

/// Employers with so many disputes or more that came in from one day to another, the most first.
///
/// # Errors
/// Only if the store fails.
pub fn repeated(
    connection: &mut AnyConnection,
    bureaus: Option<&[BureauCode]>,
    (from, to): (NaiveDate, NaiveDate),
    least: i64,
    most: i64,
) -> Result<Vec<Repeated>, StoreError> {
    type Found = (Option<String>, i64, i64, Option<i64>, Option<i64>, Option<String>);
    let mut query = casebook::table
        .filter(casebook::head)
        .filter(casebook::opened.between(from.to_string(), to.to_string()))
        .filter(casebook::employer_code.is_not_null())
        .group_by(casebook::employer_code)
        .having(count_star().ge(least))
        .select((
            casebook::employer_code,
            count_star(),
            sql::<BigInt>("COUNT(DISTINCT bureau)"),
            total("persons"),
            total("amount"),
            max(casebook::opened),
        ))
        .order((count_star().desc(), casebook::employer_code))
        .limit(most)
        .into_boxed();
    if let Some(bureaus) = bureaus {
        query = query.filter(casebook::bureau.eq_any(codes(bureaus)));
    }
    let found: Vec<Found> = query.load(connection)?;
    let employers: Vec<&str> = found.iter().filter_map(|found| found.0.as_deref()).collect();
    let mut named = casebook::table
        .filter(casebook::employer_code.eq_any(employers))
        .filter(casebook::opened.between(from.to_string(), to.to_string()))
        .filter(casebook::head)
        .order((casebook::employer_code, casebook::opened))
        .select((casebook::employer_code, casebook::employer))
        .into_boxed();
    if let Some(bureaus) = bureaus {
        named = named.filter(casebook::bureau.eq_any(codes(bureaus)));
    }
    let names: Vec<(Option<String>, Option<String>)> = named.load(connection)?;
    let names: BTreeMap<String, String> =
        names.into_iter().filter_map(|(code, name)| Some((code?, name?))).collect();
    let read = |(code, disputes, bureaus, persons, amount, last): Found| {
        let code = code?;
        Some(Repeated {
            employer: names.get(&code).cloned().unwrap_or_default(),
            employer_code: code,
            disputes,
            bureaus,
            persons: persons.unwrap_or_default(),
            amount: amount.unwrap_or_default(),
            last: last?.parse().ok()?,
        })
    };
    found.into_iter().map(|found| read(found).ok_or(StoreError::Corrupt("casebook"))).collect()
}

/// The bureaus that have a ledger in force of one of some forms for a period, nil returns among them.
///
/// # Errors
/// Only if the store fails.
pub fn filed(
    connection: &mut AnyConnection,
    period: Period,
    forms: &[String],
) -> Result<BTreeSet<BureauCode>, StoreError> {
    let rows: Vec<String> = statement::table
        .filter(statement::period.eq(period.to_string()))
        .filter(statement::form.eq_any(forms))
        .filter(statement::state.eq_any(standing_words()))
        .select(statement::bureau)
        .distinct()
        .load(connection)?;
    rows.into_iter().map(|code| code.parse().map_err(|_| StoreError::Corrupt("statement"))).collect()
}

/// How many procedures about disputes came in from one day to another: one dispute may be several.
///
/// # Errors
/// Only if the store fails.
pub fn procedures(
    connection: &mut AnyConnection,
    bureaus: Option<&[BureauCode]>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<i64, StoreError> {
    let mut query = casebook::table
        .filter(casebook::latest)
        .filter(casebook::dispute.is_not_null())
        .filter(casebook::opened.between(from.to_string(), to.to_string()))
        .select(count_star())
        .into_boxed();
    if let Some(bureaus) = bureaus {
        query = query.filter(casebook::bureau.eq_any(codes(bureaus)));
    }
    Ok(query.first(connection)?)
}
