//! Lists of single cases, shown as a page and taken away as a file: of which bureaus.

mod file;

use std::sync::Arc;

use schemas::{
    bureau::{Bureau, BureauCode},
    period::Period,
    problem::Problem,
};

pub use file::{MOST, Stamp, annex, answer, file, file_of, money, plain};

use crate::{
    app::Services,
    error::AppError,
    measure::cache::{self, Measured},
    web::visitor::Visitor,
};

/// The ranked bureaus of a period that the reader sees.
///
/// # Errors
/// [`Problem::NotFound`] if the one that is asked for is none of them; the store's.
pub async fn in_scope(
    services: &Services,
    visitor: &Visitor,
    period: Period,
    asked: Option<&BureauCode>,
) -> Result<(Arc<Measured>, Vec<Bureau>), AppError> {
    let account = &visitor.signed_in()?.account;
    let measured = cache::measured(services, period).await?;
    let own = |bureau: &&Bureau| account.sees(&measured.tree, &bureau.code);
    let bureaus: Vec<Bureau> = measured.bureaus.iter().filter(own).cloned().collect();
    if asked.is_some_and(|code| !bureaus.iter().any(|bureau| bureau.code == *code)) {
        return Err(Problem::NotFound.into());
    }
    Ok((measured, bureaus))
}

/// What a list over the cases of all ledgers is of.
pub struct Scoped {
    /// The period it is seen from, as it is measured.
    pub measured: Arc<Measured>,
    /// The ranked bureaus that the reader sees.
    pub bureaus: Vec<Bureau>,
    /// Whose cases: none where all of them may be shown.
    pub of: Option<Vec<BureauCode>>,
}

/// The scope of a reader, or the one bureau that a field of the address asks for.
///
/// # Errors
/// [`Problem::Malformed`] for what is no code, [`Problem::NotFound`] if the bureau is not the reader's; the store's.
pub async fn scoped(
    services: &Services,
    visitor: &Visitor,
    period: Period,
    bureau: &Option<String>,
) -> Result<Scoped, AppError> {
    let code = chosen(bureau).map(|code| code.parse().map_err(|_| Problem::Malformed));
    let asked: Option<BureauCode> = code.transpose()?;
    let (measured, bureaus) = in_scope(services, visitor, period, asked.as_ref()).await?;
    let of = match asked {
        Some(bureau) => Some(vec![bureau]),
        None if bureaus.len() == measured.bureaus.len() => None,
        None => Some(bureaus.iter().map(|bureau| bureau.code.clone()).collect()),
    };
    Ok(Scoped { measured, bureaus, of })
}

/// What a field of the address says; one that was sent empty chooses nothing.
pub fn chosen(field: &Option<String>) -> Option<&str> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty())
}
