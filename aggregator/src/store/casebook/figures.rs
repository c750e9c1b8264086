//! Figures of the casebook: disputes and procedures that came in within some days, employers that come again, and who has filed.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::{
    ExpressionMethods, NullableExpressionMethods, QueryDsl, Queryable, RunQueryDsl,
    connection::DefaultLoadingMode, dsl::count_star,
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

/// A dispute that came in, as far as it is counted.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct CameIn {
    /// Code of the bureau.
    pub bureau: String,
    /// Form of the procedure it is counted by: its lists are those of the codes.
    pub form: String,
    /// Code of the cause.
    pub cause: Option<String>,
    /// Code of the industry.
    pub industry: Option<String>,
    /// Code of the kind of employer.
    pub employer_type: Option<String>,
    /// Code of the channel.
    pub source: Option<String>,
    /// Persons.
    pub persons: Option<i64>,
    /// Money at issue, in 分.
    pub amount: Option<i64>,
}

/// Hands over the disputes that came in from one day to another, once each and in no order, one by one: hardly two of a city are alike
/// in all they are counted by, and to let the engine group them would be to sort them.
///
/// # Errors
/// Only if the store fails.
pub fn came_in(
    connection: &mut AnyConnection,
    bureaus: Option<&[BureauCode]>,
    (from, to): (NaiveDate, NaiveDate),
    mut each: impl FnMut(&CameIn),
) -> Result<(), StoreError> {
    let mut query = casebook::table
        .filter(casebook::head)
        .filter(casebook::opened.between(from.to_string(), to.to_string()))
        .select((
            casebook::bureau,
            casebook::form,
            casebook::cause,
            casebook::industry,
            casebook::employer_type,
            casebook::source,
            casebook::persons,
            casebook::amount,
        ))
        .into_boxed();
    if let Some(bureaus) = bureaus {
        query = query.filter(casebook::bureau.eq_any(codes(bureaus)));
    }
    for row in query.load_iter::<CameIn, DefaultLoadingMode>(connection)? {
        each(&row?);
    }
    Ok(())
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

/// Employers with so many disputes or more that came in from one day to another, the most first: found by their codes alone, and
/// only of those that are wanted is the rest read.
///
/// # Errors
/// Only if the store fails.
pub fn repeated(
    connection: &mut AnyConnection,
    bureaus: Option<&[BureauCode]>,
    span: (NaiveDate, NaiveDate),
    least: i64,
    most: i64,
) -> Result<Vec<Repeated>, StoreError> {
    let came_in = || {
        let mut query = casebook::table
            .filter(casebook::head)
            .filter(casebook::opened.between(span.0.to_string(), span.1.to_string()))
            .into_boxed();
        if let Some(bureaus) = bureaus {
            query = query.filter(casebook::bureau.eq_any(codes(bureaus)));
        }
        query
    };
    let mut query = casebook::table
        .filter(casebook::head)
        .filter(casebook::opened.between(span.0.to_string(), span.1.to_string()))
        .filter(casebook::employer_code.is_not_null())
        .group_by(casebook::employer_code)
        .having(count_star().ge(least))
        .select((casebook::employer_code, count_star()))
        .order((count_star().desc(), casebook::employer_code))
        .limit(most)
        .into_boxed();
    if let Some(bureaus) = bureaus {
        query = query.filter(casebook::bureau.eq_any(codes(bureaus)));
    }
    let found: Vec<(Option<String>, i64)> = query.load(connection)?;
    let found: Vec<(String, i64)> = found.into_iter().filter_map(|(code, n)| Some((code?, n))).collect();
    let mut all: HashMap<String, Sum> = HashMap::new();
    for some in found.chunks(super::MOST) {
        let wanted = some.iter().map(|(code, _)| code.as_str());
        let rows = came_in().filter(casebook::employer_code.eq_any(wanted)).select((
            casebook::employer_code.assume_not_null(),
            casebook::employer,
            casebook::bureau,
            casebook::persons,
            casebook::amount,
            casebook::opened,
        ));
        for row in rows.load_iter::<Dispute, DefaultLoadingMode>(connection)? {
            let row = row?;
            all.entry(row.employer_code.clone()).or_default().add(row);
        }
    }
    let damaged = || StoreError::Corrupt("casebook");
    let read = |(code, disputes): (String, i64)| {
        let sum = all.remove(&code).ok_or_else(damaged)?;
        Ok(Repeated {
            employer_code: code,
            employer: sum.named.1,
            disputes,
            bureaus: i64::try_from(sum.bureaus.len()).map_err(|_| damaged())?,
            persons: sum.persons,
            amount: sum.amount,
            last: sum.last.parse().map_err(|_| damaged())?,
        })
    };
    found.into_iter().map(read).collect()
}

/// A dispute of an employer that comes again.
#[derive(Queryable)]
struct Dispute {
    employer_code: String,
    employer: Option<String>,
    bureau: String,
    persons: Option<i64>,
    amount: Option<i64>,
    opened: String,
}

/// The disputes of one employer together.
#[derive(Default)]
struct Sum {
    bureaus: BTreeSet<String>,
    persons: i64,
    amount: i64,
    last: String,
    /// The newest day with a name, and the name; of two of one day always the same.
    named: (String, String),
}

impl Sum {
    fn add(&mut self, row: Dispute) {
        self.persons += row.persons.unwrap_or_default();
        self.amount += row.amount.unwrap_or_default();
        self.bureaus.insert(row.bureau);
        if let Some(name) = row.employer {
            self.named = std::mem::take(&mut self.named).max((row.opened.clone(), name));
        }
        self.last = std::mem::take(&mut self.last).max(row.opened);
    }
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
