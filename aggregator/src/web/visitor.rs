//! Who asks, in which language and which theme: read once by the guard, handed to handlers.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use schemas::{problem::Problem, text::Lang};

use crate::{error::AppError, identity::session::Session};

/// The visitor of a request.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The session, if somebody is signed in.
    pub session: Option<Session>,
    /// The language of the answer.
    pub lang: Lang,
    /// `light` or `dark`, if one was chosen.
    pub theme: Option<Theme>,
}

/// A chosen theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Visitor {
    /// Reads language and theme: `?lang=` and `?theme=`, then the cookies, then `Accept-Language`.
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
        let accepted = || {
            let header = request.headers().get(actix_web::http::header::ACCEPT_LANGUAGE)?.to_str().ok()?;
            header.split(',').find_map(|part| Lang::parse(part.trim()))
        };
        let chosen = |name| query(name).or_else(|| cookie(name));
        let lang = chosen("lang").and_then(|text| Lang::parse(&text)).or_else(accepted).unwrap_or_default();
        let theme = chosen("theme").and_then(|text| match text.as_str() {
            "light" => Some(Theme::Light),
            "dark" => Some(Theme::Dark),
            _ => None,
        });
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
