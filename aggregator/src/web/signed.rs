//! Requests of nodes that carry no signed text: verified before the handler sees them (PROTOCOL §8.2).
//!
//! A handler of such an address takes [`Signed`] as a parameter; there is no other way to a node's name, except where a
//! restored city may not know the node yet. Letters take [`Asker`]: who was revoked may hear why.

use std::pin::Pin;

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Data};
use schemas::{
    note::VerifyKey,
    problem::Problem,
    request::{COMPLETE, Claim, DIGEST, INPUT, OFFSET, Request, SIGNATURE, content_digest},
    text::Text,
    wire::{KeyState, Letter},
};

use crate::{
    app::Services,
    audit,
    error::AppError,
    store::{
        log,
        node::{self, NodeRow},
    },
    web::nonce,
};

/// What the name of a node's program begins with.
const AGENT: &str = "tongbao-node-agent/";
/// Most bytes of its version.
const LONGEST: usize = 32;

/// A request signed by a node that may sign.
#[derive(Debug)]
pub struct Signed {
    /// The node.
    pub node: NodeRow,
    digest: Option<String>,
}

impl Signed {
    /// Whether a body is the one whose digest was signed.
    ///
    /// # Errors
    /// [`Problem::BadSignature`] if no digest was signed, [`Problem::DigestMismatch`] if it is another's.
    pub fn holds(&self, body: &[u8]) -> Result<(), AppError> {
        is_digest(self.digest.as_deref(), body)
    }
}

/// Who may ask for letters.
#[derive(Debug)]
pub enum Asker {
    /// A node that may sign.
    Active(Box<Signed>),
    /// One whose key was revoked: it may hear why, in the letter that revokes its key.
    Revoked(Box<Letter>),
}

impl FromRequest for Signed {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let services = services(&request)?;
            written_down(services, &request, verify(services, &request).await).await
        })
    }
}

impl FromRequest for Asker {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let services = services(&request)?;
            written_down(services, &request, ask(services, &request).await).await
        })
    }
}

fn services(request: &HttpRequest) -> Result<&Services, AppError> {
    let services = request.app_data::<Data<Services>>().ok_or(AppError::from(Problem::Internal))?;
    Ok(services)
}

/// What was refused is written down.
async fn written_down<T>(
    services: &Services,
    request: &HttpRequest,
    verified: Result<T, AppError>,
) -> Result<T, AppError> {
    if let Err(error) = &verified {
        let claimed = only(request, INPUT).zip(only(request, SIGNATURE));
        let claim = claimed.and_then(|(input, signature)| Claim::parse(input, signature).ok());
        let who = claim.map_or_else(|| "-".to_owned(), |claim| claim.node);
        audit::refused(services, "request", &who, request.uri().path(), error).await;
    }
    verified
}

/// The node that has signed a request, whatever the state of its key.
async fn signer(services: &Services, request: &HttpRequest) -> Result<(Claim, NodeRow), AppError> {
    let claim = claim(request)?;
    let name = claim.node.clone();
    let node = services.store.read(move |connection| node::find(connection, &name)).await?;
    let node = node.ok_or(Problem::UnknownKey)?;
    is_by(request, &claim, &node.key)?;
    Ok((claim, node))
}

async fn verify(services: &Services, request: &HttpRequest) -> Result<Signed, AppError> {
    let (claim, node) = signer(services, request).await?;
    active(services, request, &claim, node).await
}

async fn ask(services: &Services, request: &HttpRequest) -> Result<Asker, AppError> {
    let (claim, node) = signer(services, request).await?;
    if node.state != KeyState::Revoked {
        return Ok(Asker::Active(Box::new(active(services, request, &claim, node).await?)));
    }
    spend(services, request, &claim).await?;
    let told = services.store.read(move |connection| log::revocation(connection, &node.name, &node.key));
    // A key that was rejected before it was admitted has no leaf.
    told.await?.map(|letter| Asker::Revoked(Box::new(letter))).ok_or_else(|| Problem::KeyRevoked.into())
}

async fn active(
    services: &Services,
    request: &HttpRequest,
    claim: &Claim,
    node: NodeRow,
) -> Result<Signed, AppError> {
    match node.state {
        KeyState::Active => {}
        KeyState::Pending => return Err(Problem::KeyPending.into()),
        KeyState::Revoked => return Err(Problem::KeyRevoked.into()),
    }
    spend(services, request, claim).await?;
    if let Some(program) = program(request).filter(|program| node.program.as_deref() != Some(*program)) {
        let (name, program) = (node.name.clone(), program.to_owned());
        services.store.write(move |connection| node::set_program(connection, &name, &program)).await?;
    }
    Ok(Signed { digest: only(request, DIGEST).map(str::to_owned), node })
}

/// What the headers of a request claim; nothing of it is verified.
///
/// # Errors
/// [`Problem::BadSignature`].
pub(super) fn claim(request: &HttpRequest) -> Result<Claim, AppError> {
    let (Some(input), Some(signature)) = (only(request, INPUT), only(request, SIGNATURE)) else {
        return Err(refused("the request has no signature of a node"));
    };
    Claim::parse(input, signature).map_err(|fault| refused(&fault.to_string()))
}

/// Whether the request is as claimed, by this key.
///
/// # Errors
/// [`Problem::BadSignature`].
pub(super) fn is_by(request: &HttpRequest, claim: &Claim, key: &VerifyKey) -> Result<(), AppError> {
    let authority = only(request, header::HOST.as_str()).unwrap_or_default().to_ascii_lowercase();
    let signed = Request {
        method: request.method().as_str(),
        authority: &authority,
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        digest: only(request, DIGEST),
        upload: only(request, OFFSET).zip(only(request, COMPLETE)),
    };
    claim.verify(&signed, key).map_err(|fault| refused(&fault.to_string()))
}

/// Whether a verified claim is of now, and the first of its kind; it is not good a second time.
///
/// # Errors
/// [`Problem::ClockSkew`], [`Problem::NodeRate`], [`Problem::BadSignature`].
pub(super) async fn spend(services: &Services, request: &HttpRequest, claim: &Claim) -> Result<(), AppError> {
    let now = services.clock.now();
    if !claim.is_current(now) {
        return Err(Problem::ClockSkew.into());
    }
    let spent = |after| AppError::Later { problem: Problem::NodeRate, after };
    services.rates.nodes.take(&claim.node).map_err(spent)?;
    services.nonces.take(claim, now)?;
    if !request.method().is_safe() {
        nonce::take_for_all(&services.store, claim, now).await?;
    }
    Ok(())
}

/// Whether a body is the one whose digest was signed with the request.
///
/// # Errors
/// [`Problem::BadSignature`] if no digest was signed, [`Problem::DigestMismatch`] if it is another's.
pub(super) fn holds(request: &HttpRequest, body: &[u8]) -> Result<(), AppError> {
    is_digest(only(request, DIGEST), body)
}

fn is_digest(signed: Option<&str>, body: &[u8]) -> Result<(), AppError> {
    let signed = signed.ok_or_else(|| refused("the signature covers no content-digest"))?;
    (signed == content_digest(body)).then_some(()).ok_or_else(|| Problem::DigestMismatch.into())
}

/// Version of the node's program, as its requests say.
fn program(request: &HttpRequest) -> Option<&str> {
    let version = only(request, header::USER_AGENT.as_str())?.strip_prefix(AGENT)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
    (version.len() <= LONGEST && version.chars().all(plain)).then_some(version)
}

/// The value of a header that is there once.
fn only<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let mut values = request.headers().get_all(name);
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn refused(why: &str) -> AppError {
    AppError::with(
        Problem::BadSignature,
        Text::owned(format!("请求签名：{why}"), format!("Signature of the request: {why}")),
    )
}
