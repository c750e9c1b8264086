//! Who asks, in which language and which theme: read once by the guard, handed to handlers.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use schemas::{problem::Problem, text::Lang};

use super::pages::shell::Theme;
use crate::{error::AppError, identity::session::Session};

/// The visitor of a request.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The session, if somebody is signed in.
    pub session: Option<Session>,
    /// The language of the answer.
    pub lang: Lang,
    /// The colours that were chosen.
    pub theme: Theme,
}

impl Visitor {
    /// Reads the language from `?lang=`, then the cookie; Chinese otherwise, whatever the browser's
    /// own. The theme comes from its cookie.
    pub fn of(request: &HttpRequest, session: Option<Session>) -> Self {
        let query = |name: &str| {
            request
                .query_string()
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.to_owned())
        };
        let cookie = |name: &str| request.cookie(name).map(|cookie| cookie.value().to_owned());
        let lang =
            query("lang").or_else(|| cookie("lang")).and_then(|text| Lang::parse(&text)).unwrap_or_default();
        let theme = Theme::from_cookie(cookie("theme").as_deref());
        Self { session, lang, theme }
    }

    /// The session, which a signed-in route always has.
    ///
    /// # Errors
    /// [`Problem::SignInRequired`].
    pub fn signed_in(&self) -> Result<&Session, AppError> {
        self.session.as_ref().ok_or_else(|| Problem::SignInRequired.into())
    }
}

impl FromRequest for Visitor {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(request.extensions().get::<Visitor>().cloned().unwrap_or_default()))
    }
}
