//! Enrolment: the city proves its key against the token before it is told the secret (PROTOCOL §3). Running it again
//! with the same token asks whether the key has been admitted.

use schemas::wire::{self, Enrolled, KeyState, Token};

use crate::{
    config::{Config, Enrolment},
    error::AgentError,
    node::Node,
    push::{City, server_url},
};

impl Node {
    /// Enrols the node, pins the log's key and keeps bureau and campaign. The answer says whether the key waits for a
    /// person's approval.
    ///
    /// # Errors
    /// [`AgentError::BadToken`]; [`AgentError::WrongCity`] if who answers is not whom the token is for;
    /// [`AgentError::OtherCity`] if another log is pinned; [`AgentError::OtherBureau`]; [`AgentError::Trouble`].
    pub async fn enrol(&mut self, token: &str, server: &str) -> Result<Enrolled, AgentError> {
        let token = Token::parse(token).ok_or(AgentError::BadToken)?;
        let server = server_url(server)?;
        let city = City::new(&self.http, self.pause.as_ref(), server.as_str())?;
        let hello = city.hello().await?;
        if Token::key_hash(&hello.key) != token.log_key || hello.log != hello.key.name() {
            return Err(AgentError::WrongCity);
        }
        if self.config.enrolment.as_ref().is_some_and(|enrolment| enrolment.log_key != hello.key) {
            return Err(AgentError::OtherCity);
        }
        let request = wire::Enrolment {
            log: hello.log,
            token: token.id,
            secret: token.secret,
            key: self.key.verify_key(),
        };
        let enrolled = city.enrol(&request.sign(&self.key)).await?;
        self.accept(&enrolled)?;
        let enrolment = Enrolment {
            server: server.as_str().trim_end_matches('/').to_owned(),
            log_key: hello.key,
            bureau: enrolled.bureau.clone(),
            campaign: enrolled.campaign.clone(),
            state: enrolled.state,
            bureau_name: enrolled.bureau_name.clone(),
        };
        let config = Config { enrolment: Some(enrolment), ..self.config.clone() };
        config.write(&self.dir)?;
        self.config = config;
        let skew = (hello.time - self.clock.now()).num_milliseconds();
        self.store(move |outbox| outbox.met(skew)).await?;
        Ok(enrolled)
    }

    /// An answer for another node or bureau is not kept.
    fn accept(&self, enrolled: &Enrolled) -> Result<(), AgentError> {
        let meant = self.config.bureau.as_ref();
        let before = self.config.enrolment.as_ref().map(|enrolment| &enrolment.bureau);
        let other = meant.or(before).is_some_and(|bureau| *bureau != enrolled.bureau);
        if other || enrolled.node != self.name() {
            return Err(AgentError::OtherBureau(enrolled.bureau.to_string()));
        }
        if enrolled.state == KeyState::Revoked { Err(AgentError::Revoked) } else { Ok(()) }
    }
}
