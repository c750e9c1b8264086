//! The filing that an address names as `{bureau}/{form}/{period}`; pages and API read it alike.

use actix_web::web::Path;
use schemas::{problem::Problem, statement::FilingKey};

use crate::error::AppError;

/// Most letters of the code of a form.
pub const MAX_FORM: usize = 16;

/// Bureau, form and period, as they stand in the address.
pub type Named = Path<(String, String, String)>;

/// The filing it is.
///
/// # Errors
/// [`Problem::NotFound`] if it cannot be one; whether the caller may see it is another question.
pub fn key_of(path: &Named) -> Result<FilingKey, AppError> {
    let (bureau, form, period) = (path.0.parse(), path.1.clone(), path.2.parse());
    // A form has a code of letters and digits; nothing else is put to the database.
    let plain = (1..=MAX_FORM).contains(&form.len()) && form.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match (bureau, period) {
        (Ok(bureau), Ok(period)) if plain => Ok(FilingKey { bureau, form, period, subject: None }),
        _ => Err(Problem::NotFound.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_form_is_short_and_plain() {
        let named = |form: &str| key_of(&("519901".into(), form.to_owned(), "2025Q3".into()).into()).is_ok();
        assert!(named("L3") && named(&"A".repeat(MAX_FORM)));
        for wrong in ["", "L 3", "L3\0", "仲裁", "../L3", &"A".repeat(MAX_FORM + 1)] {
            assert!(!named(wrong), "{wrong}");
        }
    }
}
