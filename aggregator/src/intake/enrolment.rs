//! Enrolling a key: a one-use token for one log, one bureau and one role brings it in (PROTOCOL §3). A key that waits for
//! a person has no leaf; admitting it writes one.

use chrono::{DateTime, TimeDelta, Utc};
use schemas::{
    bureau::BureauCode,
    hash::Sha,
    key::Role,
    note::NoteFault,
    problem::Problem,
    text::Text,
    wire::{Enrolled, Enrolment, KeyState, Token},
};

use super::key;
use crate::{
    app::Services,
    audit,
    error::AppError,
    identity::session,
    store::{
        AnyConnection,
        audit::Record,
        bureau,
        node::{self, NodeRow},
        token::{self, TokenRow},
    },
};

/// A token is good for at most so long.
pub const TOKEN_LIFE: TimeDelta = TimeDelta::hours(72);

/// What a token is made for.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The bureau.
    pub bureau: BureauCode,
    /// What the key it brings may sign.
    pub role: Role,
    /// Whether that key is active at once; otherwise a person compares words first.
    pub approved: bool,
    /// How long it is good, at most [`TOKEN_LIFE`].
    pub life: TimeDelta,
}

/// Makes a token for a node of a bureau, good for [`TOKEN_LIFE`].
///
/// # Errors
/// As [`issue_for`].
pub async fn issue(services: &Services, bureau: BureauCode, approved: bool) -> Result<String, AppError> {
    issue_for(services, Grant { bureau, role: Role::Agent, approved, life: TOKEN_LIFE }).await
}

/// Makes a token.
///
/// # Errors
/// [`Problem::NotFound`] if there is no such bureau; [`Problem::Invalid`] if it would last too long.
pub async fn issue_for(services: &Services, grant: Grant) -> Result<String, AppError> {
    if grant.life <= TimeDelta::zero() || grant.life > TOKEN_LIFE {
        let words = Text::new("入网码的有效期最长72小时", "A token lasts at most 72 hours");
        return Err(AppError::with(Problem::Invalid, words));
    }
    let secret: [u8; 20] = {
        let mut bytes = [0; 20];
        getrandom::fill(&mut bytes).map_err(AppError::Random)?;
        bytes
    };
    let id: String = session::random()?.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    let log_key = Token::key_hash(&services.log_key);
    let token = Token { log_key, id: id.clone(), secret: secret.to_vec() };
    let now = services.clock.now();
    let row = TokenRow {
        id,
        secret_sha256: Sha::of(&secret).to_string(),
        log_key: log_key.to_string(),
        bureau: grant.bureau,
        role: grant.role,
        approved: grant.approved,
        expires: now + grant.life,
        used_by: None,
        burned: None,
    };
    services
        .store
        .write(move |connection| {
            bureau::tree(connection)?.get(&row.bureau).ok_or(Problem::NotFound)?;
            let how = if row.approved { "approved" } else { "to be approved" };
            let detail = format!("token {} for {} {}, {how}", row.id, row.bureau, row.role);
            crate::store::audit::add(
                connection,
                &Record { at: now, what: "token-issued".into(), who: "-".into(), detail },
            )?;
            Ok::<_, AppError>(token::add(connection, &row)?)
        })
        .await?;
    Ok(token.compose())
}

/// What became of a redemption; a burned token is kept as burned although the request is refused.
enum Outcome {
    Enrolled(Box<Enrolled>),
    Burned,
}

/// Redeems a token. The same token with the same key gives the same answer, for the first may have been lost; with
/// another key it is refused and the token is burned.
///
/// # Errors
/// The listed problem.
pub async fn redeem(services: &Services, note: &str) -> Result<Enrolled, AppError> {
    let opened = open(services, note);
    let (who, of) = match &opened {
        Ok(request) => (request.key.name().to_owned(), format!("token {}", request.token)),
        Err(_) => Default::default(),
    };
    let done = match opened {
        Ok(request) => enrol(services, request).await,
        Err(error) => Err(error),
    };
    if let Err(error) = &done {
        audit::refused(services, "enrolment", &who, &of, error).await;
    }
    done
}

fn open(services: &Services, note: &str) -> Result<Enrolment, AppError> {
    let request = Enrolment::open(note).map_err(|fault| match fault {
        NoteFault::Malformed | NoteFault::Key => Problem::Malformed,
        NoteFault::Unsigned(_) | NoteFault::Signature(_) => Problem::BadSignature,
    })?;
    if request.log != services.log_key.name() {
        return Err(AppError::with(
            Problem::Malformed,
            Text::new("入网请求不是发给本平台的", "The request is not meant for this log"),
        ));
    }
    Ok(request)
}

async fn enrol(services: &Services, request: Enrolment) -> Result<Enrolled, AppError> {
    let (now, log_key) = (services.clock.now(), Token::key_hash(&services.log_key).to_string());
    let campaign = services.campaign.campaign.clone();
    let (who, token) = (request.key.name().to_owned(), request.token.clone());
    let outcome = services
        .store
        .write(move |connection| {
            let secret = Sha::of(&request.secret).to_string();
            let known = token::find(connection, &request.token)?
                .filter(|token| token.secret_sha256 == secret && token.log_key == log_key);
            let token = known.ok_or_else(|| unusable("入网码不正确", "The token is not known"))?;
            match &token.used_by {
                Some(used) if *used != request.key.to_string() => {
                    burn(connection, &token, &request, now)?;
                    return Ok(Outcome::Burned);
                }
                Some(_) => {}
                None => take_in(connection, &token, &request, now)?,
            }
            let enrolled = node::find(connection, request.key.name())?.ok_or(Problem::NotFound)?;
            let bureau_name = bureau::tree(connection)?
                .get(&enrolled.bureau)
                .map(|bureau| bureau.name.clone())
                .ok_or(Problem::NotFound)?;
            Ok::<_, AppError>(Outcome::Enrolled(Box::new(Enrolled {
                node: enrolled.name,
                bureau: enrolled.bureau,
                bureau_name,
                state: enrolled.state,
                campaign,
            })))
        })
        .await?;
    match outcome {
        Outcome::Enrolled(enrolled) => Ok(*enrolled),
        Outcome::Burned => {
            tracing::warn!(token, by = who, "an enrolment token was tried with a second key: it is burned");
            services.store.metrics().token_burned();
            Err(Problem::TokenUsed.into())
        }
    }
}

fn burn(
    connection: &mut AnyConnection,
    token: &TokenRow,
    request: &Enrolment,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    if token.burned.is_none() {
        token::burn(connection, &token.id, now)?;
    }
    let detail = format!("token {} for {} was used with another key", token.id, token.bureau);
    let who = request.key.name().to_owned();
    Ok(crate::store::audit::add(connection, &Record { at: now, what: "token-burned".into(), who, detail })?)
}

fn take_in(
    connection: &mut AnyConnection,
    token: &TokenRow,
    request: &Enrolment,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    if token.burned.is_some() {
        return Err(unusable(
            "入网码已作废（平台曾从备份恢复），请向市局重新申请",
            "The token was burned when the city was restored; ask the city for another",
        ));
    }
    if token.expires <= now {
        return Err(unusable(
            "入网码已过期，请向市局重新申请",
            "The token has ended; ask the city for another",
        ));
    }
    if request.key.name() != token.role.name_of(request.key.point()) {
        return Err(unusable("入网码不是给这类密钥的", "The token is for a key of another kind"));
    }
    if node::holder(connection, &request.key)?.is_some() {
        return Err(unusable(
            "该密钥已登记过；节点与负责人不得共用密钥，吊销的须换新密钥",
            "The key is known here already; a node and a leader share none, and after a revocation a new one is needed",
        ));
    }
    let row = NodeRow {
        name: request.key.name().to_owned(),
        key: request.key.clone(),
        role: token.role,
        bureau: token.bureau.clone(),
        state: KeyState::Pending,
        leaf: None,
        token: Some(token.id.clone()),
        suspect_since: None,
        program: None,
    };
    node::add(connection, &row, now)?;
    token::use_up(connection, &token.id, &request.key)?;
    if token.approved {
        key::admit(connection, &row, now)?;
    }
    Ok(())
}

fn unusable(zh: &'static str, en: &'static str) -> AppError {
    AppError::with(Problem::Forbidden, Text::new(zh, en))
}
