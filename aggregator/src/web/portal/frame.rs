//! The frame of a page from its request: language, colours, who reads, where.

use actix_web::{HttpMessage, HttpRequest, web::Data};
use schemas::{bureau::Tree, period::Period, text::Text, wire::Mode};

use crate::{
    app::Services,
    identity::Role,
    web::{
        links::Address,
        pages::shell::{Frame, Reader},
        visitor::Visitor,
    },
};

/// The address that was asked for.
pub fn address(request: &HttpRequest) -> Address {
    Address::parse(request.uri().path_and_query().map_or("/", |path| path.as_str()))
}

/// The frame of a page that knows no bureaus: log in, errors.
pub fn bare(request: &HttpRequest) -> Frame {
    of(request, None, None)
}

/// The frame of a page of a period.
pub fn of(request: &HttpRequest, tree: Option<&Tree>, period: Option<Period>) -> Frame {
    let visitor = request.extensions().get::<Visitor>().cloned().unwrap_or_default();
    let services = request.app_data::<Data<Services>>();
    let campaign = services.map(|services| services.campaign.clone());
    let reader = visitor.session.as_ref().map(|session| Reader {
        bureau: tree
            .and_then(|tree| tree.get(&session.account.bureau))
            .map_or_else(|| Text::same(""), |bureau| bureau.name.clone()),
        name: session.account.name.clone(),
        department: session.account.role.department().is_some(),
        role: match &session.account.role {
            Role::Staff => Text::new("业务科", "City staff"),
            Role::Leader => Text::new("局领导", "Leader"),
            Role::County => Text::new("填报员", "County"),
            Role::Committee => Text::new("政法委", "Committee"),
            Role::Department(code) => campaign
                .as_ref()
                .and_then(|campaign| campaign.reporting_department(code))
                .map_or_else(|| Text::new("成员部门", "Department"), |department| department.name.clone()),
        },
    });
    Frame {
        lang: visitor.lang,
        theme: visitor.theme,
        address: address(request),
        reader,
        campaign: campaign.as_ref().map(|campaign| campaign.name.clone()),
        period,
        demonstration: campaign.is_some_and(|campaign| campaign.demonstration),
        recovering: services.is_some_and(|services| services.store.last_mode() == Mode::Recovering),
        flash: None,
        csrf: visitor.session.map(|session| session.form_token).unwrap_or_default(),
    }
}
