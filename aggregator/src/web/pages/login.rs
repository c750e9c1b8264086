//! Login: account and password, and what went wrong the last time.

use askama::Template;
use schemas::text::Text;

use super::shell::{Frame, Shell};
use crate::{web::links::Address, words::frame as frame_words};

/// The login page.
#[derive(Clone, Debug, Template)]
#[template(path = "login.html")]
pub struct LoginPage {
    shell: Shell,
    bureau: String,
    account: String,
    fault: Option<String>,
    action: Address,
}

impl LoginPage {
    /// The page of a bureau's portal. `account` is what was typed before, `fault` why it was refused, `next` the
    /// local address to go to afterwards.
    pub fn new(
        frame: &Frame,
        bureau: &Text,
        account: &str,
        fault: Option<&Text>,
        next: Option<&str>,
    ) -> Self {
        let login = Address::new("/login").in_lang(frame.lang);
        Self {
            shell: Shell::new(frame, None, frame_words::SIGN_IN.get(frame.lang)),
            bureau: bureau.get(frame.lang).to_owned(),
            account: account.to_owned(),
            fault: fault.map(|fault| fault.get(frame.lang).to_owned()),
            action: match next {
                Some(next) => login.and("next", Address::parse(next)),
                None => login,
            },
        }
    }
}
