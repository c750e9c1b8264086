//! 总览: what needs me now. A county is shown its own bureau instead.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Query},
};

use super::{
    drawn, frame, page,
    scene::{Asked, Scene},
};
use crate::{
    app::Services,
    error::AppError,
    identity::Role,
    store::bureau::tree,
    web::{
        links::{Address, Links},
        pages::{
            overview::{May, OverviewPage},
            picture::Picture,
        },
        visitor::Visitor,
    },
};

/// What a reader of the whole city may do there.
pub(super) fn may(role: Role) -> May {
    let staff = role == Role::Staff;
    May { confirm: staff, remind: staff }
}

/// `GET /?period=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    asked: Query<Asked>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = &visitor.signed_in()?.account;
    let reader = account.clone();
    let all = services.store.read(move |connection| Ok::<_, AppError>(reader.reads_all(&tree(connection)?)));
    if !all.await? {
        let own = Address::new(format!("/bureaus/{}", account.bureau));
        return Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, own.to_string())).finish());
    }
    let scene = Scene::of(&services, asked.period).await?;
    let frame = frame::of(&request, Some(&scene.proposed.measured.tree), Some(scene.period));
    let city = scene.city(&services)?;
    let links = Links { lang: frame.lang, period: Some(scene.period) };
    let picture = drawn(Picture::of_all(city, links)).pop();
    page(&OverviewPage::new(&frame, city, may(account.role), picture))
}
