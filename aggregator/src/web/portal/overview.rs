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
    web::{
        links::{Address, Links},
        pages::{
            overview::{May, OverviewPage},
            picture::Picture,
        },
        visitor::Visitor,
    },
};

/// What city staff may do.
pub(super) const STAFF: May = May { confirm: true, remind: true };

/// `GET /?period=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    asked: Query<Asked>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let account = &visitor.signed_in()?.account;
    if account.role != Role::Staff {
        let own = Address::new(format!("/bureaus/{}", account.bureau));
        return Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, own.to_string())).finish());
    }
    let scene = Scene::of(&services, asked.period).await?;
    let frame = frame::of(&request, Some(&scene.proposed.measured.tree), Some(scene.period));
    let city = scene.city(&services)?;
    let links = Links { lang: frame.lang, period: Some(scene.period) };
    let picture = drawn(Picture::of_all(city, links)).pop();
    page(&OverviewPage::new(&frame, city, STAFF, picture))
}
