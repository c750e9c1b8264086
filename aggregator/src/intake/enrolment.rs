//! Enrolling a node: a one-use token brings a key into the log (PROTOCOL §3).

use chrono::TimeDelta;
use schemas::{
    bureau::BureauCode,
    entry::{Act, Entry},
    hash::Sha,
    note::NoteFault,
    problem::Problem,
    text::Text,
    wire::{Enrolled, Enrolment, KeyState, Token, node_name},
};

use crate::{
    app::Services,
    error::AppError,
    identity::session,
    store::{
        bureau, document, log,
        node::{self, NodeRow, TokenRow},
    },
};

/// A token is good for so long.
pub const TOKEN_LIFE: TimeDelta = TimeDelta::hours(72);

/// Makes a token for a bureau. With `approved` the key it brings is active at once; otherwise a person compares
/// fingerprints first.
///
/// # Errors
/// [`Problem::NotFound`] if there is no such bureau.
pub async fn issue(services: &Services, bureau: BureauCode, approved: bool) -> Result<String, AppError> {
    let secret: [u8; 20] = {
        let mut bytes = [0; 20];
        getrandom::fill(&mut bytes).map_err(AppError::Random)?;
        bytes
    };
    let id: String = session::random()?.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    let token =
        Token { log_key: Token::key_hash(&services.log_key), id: id.clone(), secret: secret.to_vec() };
    let row = TokenRow {
        id,
        secret_sha256: Sha::of(&secret).to_string(),
        bureau: bureau.clone(),
        approved,
        expires: services.clock.now() + TOKEN_LIFE,
        used_by: None,
    };
    services
        .store
        .write(move |connection| {
            bureau::tree(connection)?.get(&bureau).ok_or(Problem::NotFound)?;
            Ok::<_, AppError>(node::add_token(connection, &row)?)
        })
        .await?;
    Ok(token.compose())
}

/// Redeems a token. The same token with the same key gives the same answer, for the first may have been lost;
/// with another key it is refused.
///
/// # Errors
/// The listed problem.
pub async fn redeem(services: &Services, note: &str) -> Result<Enrolled, AppError> {
    let request = Enrolment::open(note).map_err(|fault| match fault {
        NoteFault::Malformed | NoteFault::Key => Problem::Malformed,
        NoteFault::Unsigned(_) | NoteFault::Signature(_) => Problem::BadSignature,
    })?;
    if request.log != services.log_key.name() || request.key.name() != node_name(request.key.point()) {
        return Err(AppError::with(
            Problem::Malformed,
            Text::new("入网请求不是发给本平台的", "The request is not meant for this log"),
        ));
    }
    let now = services.clock.now();
    let campaign = services.campaign.campaign.clone();
    services
        .store
        .write(move |connection| {
            let secret = Sha::of(&request.secret).to_string();
            let token =
                node::token(connection, &request.token)?.filter(|token| token.secret_sha256 == secret);
            let token = token.ok_or_else(|| unusable("入网码不正确", "The token is not known"))?;
            let key = request.key.to_string();
            match &token.used_by {
                Some(used) if *used != key => return Err(Problem::TokenUsed.into()),
                Some(_) => {}
                None if token.expires <= now => {
                    return Err(unusable(
                        "入网码已过期，请向市局重新申请",
                        "The token has ended; ask the city for another",
                    ));
                }
                None => {
                    if node::find(connection, request.key.name())?.is_some() {
                        return Err(unusable("该节点已入网", "The node is enrolled already"));
                    }
                    let entry = Entry {
                        act: Act::KeyEnrolled,
                        addressee: request.key.name().to_owned(),
                        statement: None,
                        signatures: None,
                        filing: None,
                        digest: Some(document::keep(connection, &key)?),
                        key_leaf: None,
                        received: now,
                        due: None,
                    };
                    let (leaf, _) = log::append(connection, entry)?;
                    let state = if token.approved { KeyState::Active } else { KeyState::Pending };
                    let row = NodeRow {
                        name: request.key.name().to_owned(),
                        key: request.key.clone(),
                        bureau: token.bureau.clone(),
                        state,
                        leaf,
                    };
                    node::add(connection, &row, now)?;
                    node::use_token(connection, &token.id, &request.key)?;
                }
            }
            let enrolled = node::find(connection, request.key.name())?.ok_or(Problem::NotFound)?;
            let bureau_name = bureau::tree(connection)?
                .get(&enrolled.bureau)
                .map(|bureau| bureau.name.clone())
                .ok_or(Problem::NotFound)?;
            Ok(Enrolled {
                node: enrolled.name,
                bureau: enrolled.bureau,
                bureau_name,
                state: enrolled.state,
                campaign,
            })
        })
        .await
}

fn unusable(zh: &'static str, en: &'static str) -> AppError {
    AppError::with(Problem::Forbidden, Text::new(zh, en))
}
