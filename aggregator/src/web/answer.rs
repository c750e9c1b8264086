//! How every answer leaves: security headers, and a failed request as problem+json or as a page in the reader's
//! language; and it is counted. The cause is logged here, once, under the incident number the reader is given.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::PayloadError,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use askama::Template;
use schemas::{
    problem::{Next as Step, Problem, ProblemBody, URN},
    request::OFFSET,
    text::Lang,
};

use super::{
    api::hello, links::Address, pages::error::ErrorPage, patience::did_not_arrive, portal::frame, routes,
    visitor::Visitor,
};
use crate::{app::Services, error::AppError, identity::session, metrics::Request as Counted};

const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.problem().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.status_code())
    }
}

/// Dresses every answer.
///
/// # Errors
/// Only what the framework itself fails with.
pub async fn dress(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let services = request.app_data::<Data<Services>>().cloned();
    let mut response = next.call(request).await?.map_into_boxed_body();
    if response.status().is_client_error() || response.status().is_server_error() {
        let replaced = failed(&response, greeting(&response).await);
        response = response.into_response(replaced);
    }
    set_headers(response.headers_mut());
    if let Some(services) = services {
        services.store.metrics().request(counted_as(&response), started.elapsed());
    }
    Ok(response)
}

/// The answer in words from closed sets: what nobody serves is `none`, whatever was asked.
fn counted_as<B>(response: &ServiceResponse<B>) -> Counted<'static> {
    let request = response.request();
    let pattern = request.match_pattern();
    let entry = pattern.as_deref().and_then(|pattern| routes::find(request.method(), pattern));
    let (route, method) = entry.map_or(("none", "other"), |entry| (entry.path, entry.method.as_str()));
    Counted { route, method, status: response.status().as_u16() }
}

/// The signed greeting for whoever's clock is off: it tells the time.
async fn greeting(response: &ServiceResponse<BoxBody>) -> Option<String> {
    let failure = response.response().error().and_then(|error| error.as_error::<AppError>());
    failure.filter(|failure| failure.problem() == Problem::ClockSkew)?;
    let services = response.request().app_data::<Data<Services>>()?.clone();
    hello::sign(&services).await.ok()
}

fn failed(response: &ServiceResponse<BoxBody>, hello: Option<String>) -> HttpResponse {
    let request = response.request();
    let path = request.path();
    let for_program = path.starts_with("/api/")
        || path.starts_with("/.well-known/")
        || path == "/healthz"
        || path == routes::METRICS;
    let lang = request.extensions().get::<Visitor>().map_or(Lang::Zh, |visitor| visitor.lang);
    let failure = response.response().error().and_then(|error| error.as_error::<AppError>());
    let cut = response.response().error().and_then(|error| error.as_error::<PayloadError>());
    let problem = match (failure, cut) {
        (Some(failure), _) => failure.problem(),
        (None, Some(cut)) if did_not_arrive(cut) => Problem::Incomplete,
        (None, _) => of_framework(response.status()),
    };
    // Somebody who is not signed in and wants a page is shown the way.
    if problem == Problem::SignInRequired && !for_program {
        let to = Address::new("/login").and("next", frame::address(request));
        return HttpResponse::SeeOther().insert_header((header::LOCATION, to.to_string())).finish();
    }
    let incident = incident(problem, failure);
    let mut answer = if for_program {
        problem_json(&ProblemBody { hello, ..body(problem, failure, incident, lang) })
    } else {
        error_page(request, problem, failure, incident.as_deref())
    };
    if let Some(seconds) = retry_after(problem, failure) {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(AppError::Offset(stands)) = failure {
        answer.headers_mut().insert(HeaderName::from_static(OFFSET), HeaderValue::from(*stands));
    }
    answer
}

/// Seconds until the same request may do better. What is known to last is spread, so that those who were turned away
/// together do not come back together (PROTOCOL §6).
fn retry_after(problem: Problem, failure: Option<&AppError>) -> Option<u64> {
    if problem.next() != Step::Retry {
        return None;
    }
    let Some(lasts) = failure.and_then(AppError::lasts) else {
        return Some(match problem {
            // The sender has to change something first, and then need not wait.
            Problem::ClockSkew | Problem::DigestMismatch | Problem::UploadOffset | Problem::Incomplete => 0,
            // A person has to.
            Problem::KeyPending | Problem::LogRecovering | Problem::DiskLow | Problem::Storage => 60,
            _ => 2,
        });
    };
    let mut random = [0; 2];
    // Without randomness all of it is waited: slower, never a stampede.
    let part = getrandom::fill(&mut random).map_or(u16::MAX, |()| u16::from_le_bytes(random));
    let spread = lasts * u32::from(part) / u32::from(u16::MAX);
    Some(
        (lasts.as_millis().div_ceil(1000) + spread.as_millis().div_ceil(1000)).try_into().unwrap_or(u64::MAX),
    )
}

/// Logs the cause of a fault of ours and numbers it; a caller's mistake is no news for the log.
fn incident(problem: Problem, failure: Option<&AppError>) -> Option<String> {
    (problem.status() >= 500).then(|| {
        let number: String = session::random()
            .unwrap_or_default()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(8)
            .collect();
        let cause = failure.map(|failure| failure as &dyn std::error::Error);
        tracing::error!(incident = number, problem = problem.code(), error = cause, "request failed");
        number
    })
}

fn set_headers(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

/// What the framework itself refuses: bodies too large, unreadable forms.
fn of_framework(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Problem::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::MediaType,
        status if status.is_client_error() => Problem::Malformed,
        _ => Problem::Internal,
    }
}

/// A failure as the body of an answer that is carried by hand, in Chinese.
pub(crate) fn carried(failure: &AppError) -> ProblemBody {
    let problem = failure.problem();
    body(problem, Some(failure), incident(problem, Some(failure)), Lang::Zh)
}

fn body(problem: Problem, failure: Option<&AppError>, incident: Option<String>, lang: Lang) -> ProblemBody {
    let (detail, head) = match failure {
        Some(AppError::Problem { detail, head, .. }) => {
            (detail.as_ref().map(|detail| detail.get(lang).to_owned()), head.as_deref().cloned())
        }
        _ => (None, None),
    };
    ProblemBody {
        kind: format!("{URN}{}", problem.code()),
        title: problem.title().get(lang).to_owned(),
        status: problem.status(),
        detail,
        incident,
        retryable: problem.next() == Step::Retry,
        head,
        hello: None,
    }
}

fn status(problem: Problem) -> StatusCode {
    StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn problem_json(body: &ProblemBody) -> HttpResponse {
    let status = StatusCode::from_u16(body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    HttpResponse::build(status)
        .content_type("application/problem+json")
        .body(serde_json::to_string(body).unwrap_or_default())
}

fn error_page(
    request: &HttpRequest,
    problem: Problem,
    failure: Option<&AppError>,
    incident: Option<&str>,
) -> HttpResponse {
    let detail = match failure {
        Some(AppError::Problem { detail, .. }) => detail.as_ref(),
        _ => None,
    };
    let page = ErrorPage::new(&frame::bare(request), problem, detail, incident, Vec::new());
    // If the error page itself fails there is nothing better to show than its title.
    let text = page.render().unwrap_or_else(|_| problem.title().zh.into_owned());
    HttpResponse::build(status(problem)).content_type("text/html; charset=utf-8").body(text)
}
