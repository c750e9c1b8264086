//! 存证: reads the log for the page, looks up, recomputes, verifies.

use actix_multipart::{
    MultipartError,
    form::{MultipartForm, MultipartFormConfig, bytes::Bytes, text::Text},
};
use actix_web::{
    HttpRequest, HttpResponse,
    error::PayloadError,
    http::header,
    web::{Data, Form as Posted, Query},
};
use schemas::{
    bureau::Tree,
    entry::Entry,
    evidence::Evidence,
    hash::Sha,
    letter::EVERYONE,
    note::VerifyKey,
    problem::Problem,
    receipt::{Checkpoint, Receipt},
};
use serde::Deserialize;

use super::{frame, login::Token, page};
use crate::{
    app::Services,
    error::AppError,
    identity::{Account, Role},
    intake::recovery::{Progress, progress},
    jobs,
    store::{AnyConnection, bureau, filing, log, node, scrub},
    web::{
        filing_path::key_of,
        guard,
        links::Links,
        pages::evidence::{EvidencePage, LookedUp, Matter, Verified},
        visitor::Visitor,
    },
};

/// Most bytes of a receipt, statement or proof that is brought; the form's fields say the same.
pub const MAX_TEXT: usize = 64 * 1024;
/// Most bytes of a document that is brought; longer ones are verified by the commands.
pub const MAX_DOCUMENT: usize = 1024 * 1024;
/// Most bytes of all fields of any form with files; each has a bound of its own.
pub const MAX_FORM: usize = 7 * 1024 * 1024;
/// Leaves on the page.
const RECENT: u32 = 12;
/// Most characters that are looked up.
const MAX_ASKED: usize = 128;

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    q: Option<String>,
}

/// What somebody brings. An empty field was left out.
#[derive(Debug, MultipartForm)]
#[multipart(deny_unknown_fields, duplicate_field = "deny")]
pub struct Brought {
    #[multipart(limit = "1KiB")]
    csrf: Text<String>,
    #[multipart(limit = "64KiB")]
    receipt: Option<Text<String>>,
    #[multipart(limit = "64KiB")]
    receipt_file: Option<Bytes>,
    #[multipart(limit = "64KiB")]
    statement: Option<Text<String>>,
    #[multipart(limit = "64KiB")]
    statement_file: Option<Bytes>,
    #[multipart(limit = "1MiB")]
    document_file: Option<Bytes>,
    #[multipart(limit = "64KiB")]
    growth_file: Option<Bytes>,
}

/// How the form's bounds are said.
pub fn bounds() -> MultipartFormConfig {
    MultipartFormConfig::default().memory_limit(MAX_FORM).error_handler(|error, _| {
        let problem = match error {
            MultipartError::Payload(PayloadError::Overflow) => Problem::TooLarge,
            MultipartError::ContentTypeIncompatible => Problem::MediaType,
            _ => Problem::Malformed,
        };
        AppError::from(problem).into()
    })
}

/// What the page shows of the store.
struct Read {
    tree: Tree,
    newest: Option<String>,
    last: Option<Entry>,
    scrub: Option<jobs::scrub::Run>,
    recent: Vec<(u64, Entry)>,
    looked_up: LookedUp,
    recovery: Option<Progress>,
    /// The policy in force, and that of the statement that was found.
    policy: Option<log::Published>,
    made_under: Option<Sha>,
}

/// `GET /evidence?q=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    show(&services, &request, &visitor, wanted.into_inner().q, None).await
}

/// `POST /evidence/scrub`: recomputes the log, and shows what was found.
pub async fn recompute(
    services: Data<Services>,
    visitor: Visitor,
    token: Posted<Token>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, token.token())?;
    jobs::scrub::run(&services).await?;
    let back = Links { lang: visitor.lang, period: None }.plain("/evidence").to_string();
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back)).finish())
}

/// `POST /evidence/verify`: the page with what the verification came to.
pub async fn verify(
    services: Data<Services>,
    request: HttpRequest,
    visitor: Visitor,
    brought: MultipartForm<Brought>,
) -> Result<HttpResponse, AppError> {
    let brought = brought.into_inner();
    guard::form_token(&visitor, &brought.csrf)?;
    let verified = brought.verify(&services);
    show(&services, &request, &visitor, None, Some(verified)).await
}

impl Brought {
    fn verify(&self, services: &Services) -> Verified {
        let receipt = given(self.receipt_file.as_ref(), self.receipt.as_ref());
        let statement = given(self.statement_file.as_ref(), self.statement.as_ref());
        let document = given(self.document_file.as_ref(), None);
        let growth = given(self.growth_file.as_ref(), None);
        let Some(receipt) = receipt else { return Verified::Nothing };
        let evidence = Evidence {
            receipt: &receipt,
            statement: statement.as_deref(),
            document: document.as_deref(),
            growth: growth.as_deref(),
        };
        // What a log that ended has signed holds for good.
        let of = |key: &&VerifyKey| {
            Receipt::parse(&receipt).is_ok_and(|receipt| key.open(&receipt.checkpoint).is_ok())
        };
        let former = services.former_keys.iter().find(of);
        match evidence.verify(former.unwrap_or(&services.log_key)) {
            Ok(held) => Verified::Holds(Box::new(held), statement.is_some(), document.is_some()),
            Err(fault) => Verified::Fails(fault),
        }
    }
}

/// A file, or else what was pasted. Browsers paste lines with carriage returns and people lose the last line's end;
/// neither stands in what is verified.
fn given(file: Option<&Bytes>, text: Option<&Text<String>>) -> Option<String> {
    let file = file.map(|file| String::from_utf8_lossy(&file.data).into_owned());
    let pasted = text.map(|text| text.0.replace("\r\n", "\n")).filter(|text| !text.trim().is_empty());
    let pasted = pasted.map(|text| format!("{}\n", text.trim_matches('\n')));
    file.filter(|file| !file.is_empty()).or(pasted)
}

async fn show(
    services: &Services,
    request: &HttpRequest,
    visitor: &Visitor,
    asked: Option<String>,
    verified: Option<Verified>,
) -> Result<HttpResponse, AppError> {
    let account = visitor.signed_in()?.account.clone();
    let staff = account.role == Role::Staff;
    let read = services.store.read(move |connection| read(connection, &account, asked)).await?;
    // The store's own checkpoint; one that is broken is the scrub's to name, and no page fails of it.
    let newest = read.newest.as_deref().and_then(|note| Checkpoint::open(note, &services.log_key).ok());
    let matter = Matter {
        key: &services.log_key,
        newest: newest.map(|point| (point.size, point.root)),
        at: read.last.as_ref().map(|entry| entry.received),
        scrub: read.scrub.as_ref(),
        may_scrub: staff,
        recent: &read.recent,
        looked_up: &read.looked_up,
        policy: read.policy.as_ref(),
        made_under: read.made_under,
        verified: verified.as_ref(),
        tree: &read.tree,
        recovery: read.recovery.as_ref(),
    };
    page(&EvidencePage::new(&frame::of(request, Some(&read.tree), None), matter))
}

fn read(connection: &mut AnyConnection, account: &Account, asked: Option<String>) -> Result<Read, AppError> {
    let tree = bureau::tree(connection)?;
    let newest = log::newest(connection)?;
    let last = match &newest {
        Some((size, _)) => log::entry(connection, size.saturating_sub(1))?.map(|(_, entry)| entry),
        None => None,
    };
    let recent = if account.role == Role::Staff {
        log::recent(connection, None, RECENT)?
    } else {
        let own = node::all(connection)?.into_iter().filter(|node| account.sees(&tree, &node.bureau));
        let names: Vec<String> = own.map(|node| node.name).chain([EVERYONE.to_owned()]).collect();
        log::recent(connection, Some(&names), RECENT)?
    };
    let asked = asked.map(|asked| asked.trim().chars().take(MAX_ASKED).collect::<String>());
    let looked_up = match asked.filter(|asked| !asked.is_empty()) {
        None => LookedUp::NotAsked,
        Some(asked) => match find(connection, account, &tree, &asked)? {
            Some((index, entry)) => LookedUp::Found(asked, index, Box::new(entry)),
            None => LookedUp::Nothing(asked),
        },
    };
    let made_under = match &looked_up {
        LookedUp::Found(_, _, entry) => match entry.statement {
            Some(id) => filing::find(connection, &id)?.map(|row| row.statement()).transpose()?,
            None => None,
        },
        _ => None,
    };
    Ok(Read {
        policy: log::policies(connection)?.pop(),
        made_under: made_under.and_then(|statement| statement.policy),
        scrub: scrub::newest(connection)?,
        newest: newest.map(|(_, note)| note),
        last,
        recent,
        looked_up,
        tree,
        // Who files and who has been heard is the city's own matter.
        recovery: if account.role == Role::Staff { progress(connection)? } else { None },
    })
}

/// The leaf of a statement by its hash, by the index, or of the head of a filing; only what the account may see.
fn find(
    connection: &mut AnyConnection,
    account: &Account,
    tree: &Tree,
    asked: &str,
) -> Result<Option<(u64, Entry)>, AppError> {
    let words: Vec<&str> = asked.split([' ', '/', ',']).filter(|word| !word.is_empty()).collect();
    let index = match words.as_slice() {
        [word] => match (word.parse::<Sha>(), word.parse::<u64>()) {
            (Ok(id), _) => filing::find(connection, &id)?.map(|row| row.leaf),
            (_, Ok(index)) => Some(index),
            _ => None,
        },
        [bureau, form, period] => match key_of(bureau, form, period, None) {
            Ok(key) => filing::head(connection, &key)?.map(|row| row.leaf),
            Err(AppError::Problem { problem: Problem::NotFound, .. }) => None,
            Err(error) => return Err(error),
        },
        _ => None,
    };
    let Some(index) = index else { return Ok(None) };
    let seen = |entry: &Entry| match &entry.filing {
        Some((key, _)) => account.sees(tree, &key.bureau),
        None => account.role == Role::Staff,
    };
    Ok(log::entry(connection, index)?.filter(|(_, entry)| seen(entry)))
}
