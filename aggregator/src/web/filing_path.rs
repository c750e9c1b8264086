//! The filing that an address names as `{bureau}/{form}/{period}`, a report of a matter with `?subject=`; pages and API read it
//! alike.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use schemas::{problem::Problem, statement::FilingKey};

use crate::error::AppError;

/// Most letters of the code of a form.
pub const MAX_FORM: usize = 16;

/// The filing an address names. Whether the caller may see it is another question.
#[derive(Clone, Debug)]
pub struct Named(pub FilingKey);

impl FromRequest for Named {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let part = |name: &str| request.match_info().query(name);
        let mut query = form_urlencoded::parse(request.query_string().as_bytes());
        let subject = query.find(|(name, _)| name == "subject").map(|(_, subject)| subject.into_owned());
        ready(key_of(part("bureau"), part("form"), part("period"), subject.as_deref()).map(Self))
    }
}

/// The filing these name.
///
/// # Errors
/// [`Problem::NotFound`] if it cannot be one.
pub fn key_of(bureau: &str, form: &str, period: &str, subject: Option<&str>) -> Result<FilingKey, AppError> {
    // A form has a code of letters and digits; nothing else is put to the database.
    let plain = (1..=MAX_FORM).contains(&form.len()) && form.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match (bureau.parse(), period.parse(), subject.map(str::parse).transpose()) {
        (Ok(bureau), Ok(period), Ok(subject)) if plain => {
            Ok(FilingKey { bureau, form: form.to_owned(), period, subject })
        }
        _ => Err(Problem::NotFound.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_form_is_short_and_plain() {
        let named = |form: &str| key_of("519901", form, "2025Q3", None).is_ok();
        assert!(named("L3") && named(&"A".repeat(MAX_FORM)));
        for wrong in ["", "L 3", "L3\0", "仲裁", "../L3", &"A".repeat(MAX_FORM + 1)] {
            assert!(!named(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_matter_is_named_by_a_subject_or_not_at_all() {
        let named = |subject: &str| key_of("519901", "L7", "2025-10-13", Some(subject)).ok()?.subject;
        assert_eq!(named("YJ-1").map(|subject| subject.to_string()).as_deref(), Some("YJ-1"));
        assert!(["", "-1 or 1=1", "事项"].into_iter().all(|wrong| named(wrong).is_none()));
    }
}
