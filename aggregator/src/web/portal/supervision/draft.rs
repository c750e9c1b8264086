//! Proposing something, and deciding on what is proposed: the form with the words it begins with, the draft, and what is posted.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Form, Query},
};
use schemas::{
    bureau::{BureauCode, Tree},
    directive::{Addressee, CaseNamed, Kind, Order, Stage, upward},
    period::Period,
    problem::Problem,
    text::Text,
};
use serde::Deserialize;

use super::{name, serial_of, whole};
use crate::{
    app::Services,
    error::AppError,
    identity::Account,
    store::{AnyConnection, bureau::tree, supervision::draft as store},
    supervision::{Desk, draft, ground, order, propose::propose as by_rules},
    web::{
        guard,
        links::Links,
        pages::supervision::{
            draft::{Asked, DraftPage},
            new::{Begun, NewPage},
        },
        portal::{frame, page},
        visitor::Visitor,
    },
};

/// What a new one is about, as the address of the form and the form itself say it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct About {
    /// The addressee: the code of a bureau, or `department/` and that of a department.
    pub(in crate::web) bureau: Option<String>,
    pub(in crate::web) kind: Option<String>,
    /// The period whose rules it rests on.
    pub(in crate::web) rules: Option<Period>,
    pub(in crate::web) follows: Option<String>,
    pub(in crate::web) form: Option<String>,
    pub(in crate::web) case: Option<String>,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Sent {
    csrf: String,
    /// As in the address.
    bureau: String,
    kind: String,
    #[serde(default)]
    rules: String,
    #[serde(default)]
    follows: String,
    #[serde(default)]
    form: String,
    #[serde(default)]
    case: String,
    title: String,
    matter: String,
    basis: String,
    demand: String,
    release: String,
    office: String,
}

/// Which draft.
#[derive(Debug, Deserialize)]
pub struct One {
    id: String,
}

/// What the form of a decision sends.
#[derive(Deserialize)]
pub struct Decided {
    csrf: String,
    id: String,
    #[serde(default)]
    words: String,
}

fn kind_of(word: &str) -> Result<Kind, AppError> {
    word.parse().map_err(|_| Problem::Malformed.into())
}

fn addressee(text: &str) -> Result<Addressee, AppError> {
    text.trim().parse().map_err(|_| Problem::Malformed.into())
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// `GET /supervision/new?bureau=&kind=&rules=&follows=&form=&case=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    about: Query<About>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = &visitor.signed_in()?.account;
    let tree = services.store.read(tree).await?;
    let campaign = &services.campaign;
    let asked = about.kind.as_deref().map(kind_of).transpose()?;
    let mut kinds: Vec<Kind> = order::rungs(campaign);
    let begun = if let Some(serial) = about.follows.as_deref().and_then(filled) {
        let serial = serial_of(serial)?;
        let before = whole(&services, account, &serial).await?.case;
        let directive = &before.issued.directive;
        if before.standing.stage.is_over() && before.standing.stage != Stage::Escalated {
            kinds.insert(0, Kind::Assign);
        } else {
            kinds = upward(&campaign.ladder, directive.order.kind);
            kinds.push(Kind::Urge);
        }
        let kind = asked.or_else(|| kinds.first().copied()).unwrap_or(Kind::Notice);
        order::following(&directive.order, &serial, &directive.number, kind, &campaign.supervision.office)
    } else {
        let to = about.bureau.as_deref().map(addressee).transpose()?;
        let bureau = to.as_ref().and_then(Addressee::bureau).cloned().ok_or(Problem::NotFound);
        match (about.form.as_deref().and_then(filled), about.case.as_deref().and_then(filled), about.rules) {
            (Some(form), Some(case), _) => {
                kinds = vec![Kind::Assign, Kind::Urge];
                let form_name = form_name(&services, form);
                order::of_case(campaign, bureau?, (form, &form_name), case)
            }
            (_, _, Some(period)) => {
                let bureau = bureau?;
                let proposed = by_rules(&services, period).await?;
                let proposal = proposed.proposals.iter().find(|one| one.bureau == bureau);
                let kind = asked.or_else(|| kinds.first().copied()).unwrap_or(Kind::Notice);
                let proposal = proposal.ok_or(Problem::NotFound)?;
                order::of_proposal(campaign, &name(&tree, &bureau), proposal, period, kind)
            }
            _ => {
                let to = to.map_or_else(|| first_below(&tree, account).map(Addressee::Bureau), Ok)?;
                kinds = order::kinds_by_hand(campaign, &to);
                order::by_hand(campaign, to)
            }
        }
    };
    let there = match &begun.to {
        Addressee::Bureau(bureau) => tree.get(bureau).is_some(),
        Addressee::Department(department) => campaign.reporting_department(department).is_some(),
    };
    kinds.retain(|kind| begun.to.takes(*kind));
    if !there || !account.sees_put_to(&tree, &begun.to) {
        return Err(Problem::NotFound.into());
    }
    let begun = Begun {
        campaign,
        tree: &tree,
        order: &begun,
        kinds: &kinds,
        by_hand: about.bureau.is_none() && about.follows.is_none(),
    };
    page(&NewPage::new(&frame::of(&request, Some(&tree), None), begun))
}

/// The first bureau under the reader's, which a form by hand begins with.
fn first_below(tree: &Tree, account: &Account) -> Result<BureauCode, AppError> {
    let below = tree.all().iter().find(|bureau| bureau.parent.as_ref() == Some(&account.bureau));
    below.map(|bureau| bureau.code.clone()).ok_or_else(|| Problem::NotFound.into())
}

fn form_name(services: &Services, form: &str) -> Text {
    services.definitions.form(form).map_or_else(|| Text::same(form), |form| form.name.clone())
}

/// `POST /supervision/new`.
pub async fn propose(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Sent>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let Sent { bureau, kind, rules, follows, form, case, .. } = &*sent;
    let (kind, to) = (kind_of(kind)?, addressee(bureau)?);
    let period: Option<Period> =
        filled(rules).map(|period| period.parse().map_err(|_| Problem::Malformed)).transpose()?;
    let follows = filled(follows).map(serial_of).transpose()?;
    let order_to_bureau = to.bureau().is_some();
    let account = visitor.signed_in()?.account.clone();
    // What rules found is read again, and not taken from the form.
    let mut grounds = match period {
        Some(period) => {
            let proposed = by_rules(&services, period).await?;
            let hit = proposed.proposals.iter().find(|one| Some(&one.bureau) == to.bureau());
            hit.map(order::grounds).unwrap_or_default()
        }
        None => Vec::new(),
    };
    let (mut of, mut cases) = (period, Vec::new());
    if let Some(serial) = &follows {
        let before = whole(&services, &account, serial).await?.case.issued.directive.order;
        if before.to == to {
            (of, cases, grounds) = (before.period, before.cases, before.grounds);
        }
    }
    // A case is a bureau's; a department sees none.
    let case = filled(case).filter(|_| order_to_bureau);
    if let (Some(form), Some(number)) = (filled(form), case) {
        cases = vec![CaseNamed { form: form.to_owned(), number: number.to_owned() }];
    }
    let text = |text: &str| text.trim().replace("\r\n", "\n");
    let order = Order {
        kind,
        to,
        follows,
        period: of,
        title: text(&sent.title),
        matter: text(&sent.matter),
        basis: text(&sent.basis),
        demand: text(&sent.demand),
        release: text(&sent.release),
        office: text(&sent.office),
        grounds,
        cases,
    };
    let (city, now) = (Services::clone(&services), services.clock.now());
    let links = Links { lang: visitor.lang, period: None };
    let back = if !order.wants_approval() {
        let unit = move |connection: &mut AnyConnection| {
            draft::issue_at_once(connection, Desk::of(&city), &order, (&account, now))
        };
        links.directive(&services.store.write(unit).await?)
    } else {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(AppError::Random)?;
        let id = hex::encode(random);
        let new = id.clone();
        let unit = move |connection: &mut AnyConnection| {
            draft::propose(connection, Desk::of(&city), order, (&new, &account, now))
        };
        services.store.write(unit).await?;
        links.draft(&id)
    };
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back.to_string())).finish())
}

/// `GET /supervision/draft?id=`.
pub async fn one(
    services: Data<Services>,
    request: HttpRequest,
    one: Query<One>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = visitor.signed_in()?.account.clone();
    let id = one.id.clone();
    let read = services.store.read(move |connection| {
        let draft = store::find(connection, &id)?.ok_or(Problem::NotFound)?;
        Ok::<_, AppError>((draft, tree(connection)?))
    });
    let (draft, tree) = read.await?;
    if !account.sees_put_to(&tree, &draft.order.to) {
        return Err(Problem::NotFound.into());
    }
    let against = match &draft.decided {
        None => ground::of_order(&services, &draft.order).await?.against(),
        Some(_) => None,
    };
    let asked = Asked { campaign: &services.campaign, tree: &tree, draft: &draft, reader: &account, against };
    page(&DraftPage::new(&frame::of(&request, Some(&tree), None), asked))
}

/// `POST /supervision/draft/approve`.
pub async fn approve(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Decided>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let id = sent.id.clone();
    let found = services.store.read(move |connection| store::find(connection, &id)).await?;
    let found = found.ok_or(Problem::NotFound)?;
    if let (None, Some(against)) =
        (&found.decided, ground::of_order(&services, &found.order).await?.against())
    {
        return Err(AppError::with(Problem::Invalid, against));
    }
    let account = visitor.signed_in()?.account.clone();
    let (city, now, id) = (Services::clone(&services), services.clock.now(), sent.id.clone());
    let unit = move |connection: &mut AnyConnection| {
        draft::approve(connection, Desk::of(&city), &id, (&account, now))
    };
    let serial = services.store.write(unit).await?;
    let back = Links { lang: visitor.lang, period: None }.directive(&serial);
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back.to_string())).finish())
}

/// `POST /supervision/draft/decline`, and by staff `/supervision/draft/withdraw`.
pub async fn decline(
    services: Data<Services>,
    visitor: Visitor,
    sent: Form<Decided>,
) -> Result<HttpResponse, AppError> {
    guard::form_token(&visitor, &sent.csrf)?;
    let account = visitor.signed_in()?.account.clone();
    let (now, id, words) = (services.clock.now(), sent.id.clone(), sent.words.trim().to_owned());
    let unit = move |connection: &mut AnyConnection| draft::decline(connection, &id, &words, (&account, now));
    services.store.write(unit).await?;
    let back = Links { lang: visitor.lang, period: None }.supervision();
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back.to_string())).finish())
}
