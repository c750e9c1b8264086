//! The filing that an address names as `{bureau}/{form}/{period}`; pages and API read it alike.

use actix_web::web::Path;
use schemas::{problem::Problem, statement::FilingKey};

use crate::error::AppError;

/// Bureau, form and period, as they stand in the address.
pub type Named = Path<(String, String, String)>;

/// The filing it is.
///
/// # Errors
/// [`Problem::NotFound`] if it cannot be one; whether the caller may see it is another question.
pub fn key_of(path: &Named) -> Result<FilingKey, AppError> {
    let (bureau, form, period) = (path.0.parse(), path.1.clone(), path.2.parse());
    match (bureau, period) {
        (Ok(bureau), Ok(period)) => Ok(FilingKey { bureau, form, period, subject: None }),
        _ => Err(Problem::NotFound.into()),
    }
}
