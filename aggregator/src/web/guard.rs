//! What stands before every handler: who asks, whether the route table lets them, and whether a form was sent from
//! our own pages.

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web::Data,
};
use schemas::{hash::Sha, problem::Problem, wire::Mode};

use super::{
    MAX_ADDRESS,
    patience::{self, Patience},
    routes::{self, Access},
    visitor::Visitor,
};
use crate::{
    app::Services,
    error::AppError,
    identity::{Role, session},
    rate,
    store::bureau::tree,
};

/// Name of the session cookie; the prefix makes browsers insist on TLS and on this host.
pub const COOKIE: &str = "__Host-tongbao";
/// Its name on plain HTTP, where the prefix is not allowed.
pub const PLAIN_COOKIE: &str = "tongbao";

/// Longest cookie that is looked up.
pub const MAX_COOKIE: usize = 100;

/// The guard. A refusal is an answer that carries its cause, as a handler's is.
///
/// # Errors
/// Only what the framework itself fails with.
pub async fn check(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match enter(&request).await {
        Ok(()) => {
            let body = request.take_payload();
            request.set_payload(patience::watched(body, request.app_data::<Data<Patience>>()));
            next.call(request).await.map(ServiceResponse::map_into_boxed_body)
        }
        Err(refusal) => Ok(request.error_response(refusal)),
    }
}

async fn enter(request: &ServiceRequest) -> Result<(), AppError> {
    if request.uri().path_and_query().is_some_and(|address| address.as_str().len() > MAX_ADDRESS) {
        return Err(Problem::TooLarge.into());
    }
    let services = request.app_data::<Data<Services>>().cloned().ok_or(AppError::from(Problem::Internal))?;
    let entry = request.match_pattern().and_then(|pattern| routes::find(request.method(), &pattern));
    if entry.is_some_and(|entry| entry.access == Access::Node) {
        not_too_often(request, &services)?;
    }
    let name = if services.secure_cookies { COOKIE } else { PLAIN_COOKIE };
    let session = match request.cookie(name) {
        Some(cookie) if cookie.value().len() <= MAX_COOKIE => {
            session::find(&services.store, &services.clock, cookie.value()).await?
        }
        _ => None,
    };
    let account = session.as_ref().map(|session| session.account.clone());
    let visitor = Visitor::of(request.request(), session);
    request.extensions_mut().insert(visitor);
    let Some(entry) = entry else { return Ok(()) };
    if entry.changes() && services.store.mode().await? == Mode::Recovering {
        return Err(Problem::LogRecovering.into());
    }
    if entry.access == Access::Monitor {
        return monitors(request.request(), &services);
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    // A leader and the committee read the whole city only from its top; a leader decides from there, too.
    let from_the_top = match (entry.access, account.as_ref().map(|account| &account.role)) {
        (Access::Staff | Access::Department, Some(Role::Committee | Role::Leader)) => reads,
        (Access::Leader, Some(Role::Leader)) => true,
        _ => false,
    };
    if let (true, Some(account)) = (from_the_top, &account) {
        let account = account.clone();
        let all =
            services.store.read(move |connection| Ok::<_, AppError>(account.reads_all(&tree(connection)?)));
        if !all.await? {
            return Err(Problem::Forbidden.into());
        }
        return if reads { Ok(()) } else { same_site(request.request()) };
    }
    allowed(entry.access, account.as_ref().map(|account| &account.role), reads)?;
    if reads || entry.access == Access::Node { Ok(()) } else { same_site(request.request()) }
}

/// Takes one from the bucket of the address that asks.
fn not_too_often(request: &ServiceRequest, services: &Services) -> Result<(), AppError> {
    let Some(peer) = request.peer_addr() else { return Ok(()) };
    let named = || {
        let last = request.headers().get_all("X-Forwarded-For").last()?.to_str().ok()?.rsplit(',').next()?;
        last.trim().parse().ok()
    };
    let asks = rate::asking(peer.ip(), named());
    let spent = |after| AppError::Later { problem: Problem::NodeRate, after };
    asks.map_or(Ok(()), |asks| services.rates.addresses.take(&rate::bucket_of(asks)).map_err(spent))
}

fn allowed(access: Access, role: Option<&Role>, reads: bool) -> Result<(), AppError> {
    let wants_session = !matches!(access, Access::Anyone | Access::Node);
    let Some(role) = role.filter(|_| access != Access::Monitor) else {
        return if wants_session { Err(Problem::SignInRequired.into()) } else { Ok(()) };
    };
    let may = match access {
        Access::Anyone | Access::Node | Access::Reporter => true,
        // A department sees nothing but what is marked for it.
        Access::SignedIn => role.department().is_none(),
        Access::Staff => *role == Role::Staff,
        Access::Leader => *role == Role::Leader,
        Access::Department => role.department().is_some() || reads && *role == Role::Staff,
        Access::Monitor => false,
    };
    if may { Ok(()) } else { Err(Problem::Forbidden.into()) }
}

/// The monitoring token, compared by its hash. The address of the caller says nothing: behind a proxy everybody
/// comes from this machine.
fn monitors(request: &HttpRequest, services: &Services) -> Result<(), AppError> {
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = given.and_then(|given| given.strip_prefix("Bearer ")).map(str::trim);
    let known = token.is_some_and(|token| Sha::of(token.as_bytes()) == services.monitor);
    known.then_some(()).ok_or_else(|| Problem::SignInRequired.into())
}

/// A browser says where a form came from; a form from another site is refused even with a good cookie. The token
/// in the form is compared by the handler.
fn same_site(request: &HttpRequest) -> Result<(), AppError> {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match header("Sec-Fetch-Site") {
        Some("same-origin" | "none") | None => {}
        Some(_) => return Err(Problem::StaleForm.into()),
    }
    let host = header("Host");
    match header("Origin").and_then(|origin| origin.split_once("://")) {
        Some((_, origin)) if Some(origin) != host => Err(Problem::StaleForm.into()),
        _ => Ok(()),
    }
}

/// Whether a form carries the token of its session.
///
/// # Errors
/// [`Problem::StaleForm`].
pub fn form_token(visitor: &Visitor, given: &str) -> Result<(), AppError> {
    let wanted = &visitor.signed_in()?.form_token;
    (wanted == given).then_some(()).ok_or_else(|| Problem::StaleForm.into())
}

/// No such address.
///
/// # Errors
/// Always [`Problem::NotFound`].
pub async fn nothing_here() -> Result<actix_web::HttpResponse, AppError> {
    Err(Problem::NotFound.into())
}

/// An address asked with another method than it has.
///
/// # Errors
/// Always [`Problem::MethodNotAllowed`].
pub async fn wrong_method() -> Result<actix_web::HttpResponse, AppError> {
    Err(Problem::MethodNotAllowed.into())
}
