//! Other departments of a campaign as reporters that only add: what each sees, reports, tells and answers, and what nobody else does.

mod account;
mod directives;
mod news;
mod recovered;
mod reports;

use reqwest::{Method, StatusCode};

pub use crate::supervision::page;
use crate::{city::City, supervision::post_from};

/// Whatever somebody is answered.
pub async fn ask(city: &City, login: &str, path: &str) -> (StatusCode, String) {
    city.ask(Method::GET, path, Some(&city.cookie(login).await), "").await
}

/// What somebody posts, with the token of their own page of departments.
pub async fn post(city: &City, login: &str, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    post_from(city, login, "/department", path, fields).await
}

/// The same, that has to be done.
pub async fn done(city: &City, login: &str, path: &str, fields: &[(&str, &str)]) {
    let (status, text) = post(city, login, path, fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {text}");
}

/// The same, refused in both languages.
pub async fn refused(city: &City, login: &str, path: &str, fields: &[(&str, &str)], said: [&str; 2]) {
    for (lang, words) in ["zh", "en"].into_iter().zip(said) {
        let (status, page) = post(city, login, &format!("{path}?lang={lang}"), fields).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {fields:?}: {page}");
        assert!(page.contains(words), "{path}: {words}: {page}");
    }
}
