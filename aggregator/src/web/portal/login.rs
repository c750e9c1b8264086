//! Log in and log out.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite},
    http::header,
    web::{Data, Form, Query},
};
use schemas::{problem::Problem, text::Text};
use serde::Deserialize;

use super::{frame, page};
use crate::{
    app::Services,
    error::AppError,
    identity::session,
    store::bureau,
    web::{guard, links::Address, pages::login::LoginPage, visitor::Visitor},
};

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub struct Next {
    next: Option<String>,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    account: String,
    password: String,
}

/// What a form of a session sends besides its matter.
#[derive(Deserialize)]
pub struct Token {
    csrf: String,
}

impl Token {
    /// The token as it was sent.
    pub fn token(&self) -> &str {
        &self.csrf
    }
}

/// `GET /login`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    next: Query<Next>,
) -> Result<HttpResponse, AppError> {
    let name = root_name(&services).await?;
    page(&LoginPage::new(&frame::bare(&request), &name, "", None, next.next.as_deref()))
}

/// `POST /login`: to the page that was wanted, or the form again with the reason.
pub async fn post(
    services: Data<Services>,
    request: HttpRequest,
    next: Query<Next>,
    typed: Form<Typed>,
) -> Result<HttpResponse, AppError> {
    let Typed { account, password } = typed.into_inner();
    match session::sign_in(&services.store, &services.clock, account.clone(), password).await {
        Ok(id) => {
            let to = Address::parse(next.next.as_deref().unwrap_or("/")).to_string();
            Ok(HttpResponse::SeeOther()
                .cookie(cookie(&services, id))
                .insert_header((header::LOCATION, to))
                .finish())
        }
        Err(AppError::Problem { problem: problem @ Problem::SignInFailed, .. }) => {
            let name = root_name(&services).await?;
            let mut answer = page(&LoginPage::new(
                &frame::bare(&request),
                &name,
                &account,
                Some(&problem.title()),
                next.next.as_deref(),
            ))?;
            *answer.status_mut() = actix_web::http::StatusCode::OK;
            Ok(answer)
        }
        Err(other) => Err(other),
    }
}

/// `POST /logout`.
pub async fn sign_out(
    services: Data<Services>,
    visitor: Visitor,
    token: Form<Token>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, token.token())?;
    if let Some(session) = visitor.session {
        session::sign_out(&services.store, session).await?;
    }
    let mut gone = cookie(&services, String::new());
    gone.make_removal();
    Ok(HttpResponse::SeeOther().cookie(gone).insert_header((header::LOCATION, "/login")).finish())
}

fn cookie(services: &Services, id: String) -> Cookie<'static> {
    let name = if services.secure_cookies { guard::COOKIE } else { guard::PLAIN_COOKIE };
    Cookie::build(name, id)
        .path("/")
        .http_only(true)
        .secure(services.secure_cookies)
        .same_site(SameSite::Strict)
        .finish()
}

async fn root_name(services: &Services) -> Result<Text, AppError> {
    let tree = services.store.read(bureau::tree).await?;
    Ok(tree.root().map_or_else(|| services.campaign.name.clone(), |root| root.name.clone()))
}
