//! Enrolment: the city proves its key against the token before it is told the secret (PROTOCOL §3). Running it again
//! with the same token asks whether the key has been admitted.

use schemas::{
    note::SignKey,
    wire::{self, Enrolled, Hello, KeyState, Token},
};

use crate::{
    config::{Config, Enrolment},
    error::AgentError,
    keys,
    node::Node,
    push::{City, Trouble, server_url},
};

impl Node {
    /// Enrols the node, pins the log's key and keeps bureau and campaign. The answer says whether the key waits for a
    /// person's approval.
    ///
    /// # Errors
    /// [`AgentError::BadToken`]; [`AgentError::WrongCity`] if who answers is not whom the token is for;
    /// [`AgentError::OtherCity`] if another log is pinned; [`AgentError::OtherBureau`]; [`AgentError::Trouble`].
    pub async fn enrol(&mut self, token: &str, server: &str) -> Result<Enrolled, AgentError> {
        let server = server_url(server)?;
        let (hello, enrolled) = self.redeem(token, server.as_str(), &self.key).await?;
        let time = hello.time;
        self.keep_enrolment(&enrolled, hello, Some(server.as_str().trim_end_matches('/').to_owned()))?;
        let skew = (time - self.clock.now()).num_milliseconds();
        let now = self.clock.now();
        self.store(move |outbox| outbox.met(now, skew)).await?;
        self.learn_rules(&enrolled).await;
        Ok(enrolled)
    }

    /// Keeps what became of an enrolment, and pins the log's key. Without an address the node goes on with the one it has,
    /// or with none.
    pub(crate) fn keep_enrolment(
        &mut self,
        enrolled: &Enrolled,
        hello: Hello,
        server: Option<String>,
    ) -> Result<(), AgentError> {
        self.accept(enrolled)?;
        let before = self.config.enrolment.as_ref();
        let enrolment = Enrolment {
            server: server.or_else(|| before?.server.clone()),
            log_key: hello.key,
            former_keys: before.map(|before| before.former_keys.clone()).unwrap_or_default(),
            bureau: enrolled.bureau.clone(),
            campaign: enrolled.campaign.clone(),
            state: enrolled.state,
            key_since: before.and_then(|before| before.key_since).or(Some(hello.time)),
            bureau_name: enrolled.bureau_name.clone(),
        };
        let config = Config { enrolment: Some(enrolment), ..self.config.clone() };
        config.write(&self.dir)?;
        self.config = config;
        Ok(())
    }

    /// Fetches what the city has put in force, so that the first template is already of its forms. What is not fetched
    /// now is fetched with the next contact.
    async fn learn_rules(&self, enrolled: &Enrolled) {
        if enrolled.state != KeyState::Active {
            return;
        }
        if let Err(error) = self.fetch_letters().await {
            tracing::warn!(cause = crate::error::chain(&error), "the definitions in force are fetched later");
        }
    }

    /// Enrols anew with a key of its own, after the one before was revoked or lost its trust. What was filed from here
    /// stays known, so that the next period is held against it.
    ///
    /// # Errors
    /// As [`Node::enrol`], and [`AgentError::NotEnrolled`] if there is nothing to come back to; the key in force stays then.
    pub async fn enrol_anew(&mut self, token: &str) -> Result<Enrolled, AgentError> {
        let before = self.enrolment()?.clone();
        let new = keys::next(&self.dir, None)?;
        let (hello, enrolled) = match self.redeem(token, before.server()?, &new).await {
            Ok(redeemed) => redeemed,
            Err(error) => {
                // No answer may mean yes; anything else means that the city does not have the new key.
                if !matches!(error, AgentError::Trouble(Trouble::Unreachable(_) | Trouble::NotUnderstood(_)))
                {
                    keys::drop_next(&self.dir)?;
                }
                return Err(error);
            }
        };
        if enrolled.bureau != before.bureau || enrolled.node != new.verify_key().name() {
            keys::drop_next(&self.dir)?;
            return Err(AgentError::OtherBureau(enrolled.bureau.to_string()));
        }
        let enrolment = Enrolment { state: enrolled.state, key_since: Some(hello.time), ..before };
        let config = Config { enrolment: Some(enrolment), ..self.config.clone() };
        config.write(&self.dir)?;
        keys::take_over(&self.dir)?;
        (self.config, self.key) = (config, new);
        self.learn_rules(&enrolled).await;
        Ok(enrolled)
    }

    /// Brings a key to whom the token is for, and to nobody else.
    pub(crate) async fn redeem(
        &self,
        token: &str,
        server: &str,
        key: &SignKey,
    ) -> Result<(Hello, Enrolled), AgentError> {
        let token = Token::parse(token).ok_or(AgentError::BadToken)?;
        let city = City::new(&self.http, self.pause.as_ref(), server)?;
        let hello = city.hello().await?;
        if Token::key_hash(&hello.key) != token.log_key || hello.log != hello.key.name() {
            return Err(AgentError::WrongCity);
        }
        if self.config.enrolment.as_ref().is_some_and(|enrolment| enrolment.log_key != hello.key) {
            return Err(AgentError::OtherCity);
        }
        let request = wire::Enrolment {
            log: hello.log.clone(),
            token: token.id,
            secret: token.secret,
            key: key.verify_key(),
        };
        let enrolled = city.enrol(&request.sign(key)).await?;
        Ok((hello, enrolled))
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
