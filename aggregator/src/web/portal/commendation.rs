//! 表扬候选: whom the campaign's rule puts forward.

use std::collections::BTreeSet;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use schemas::{bureau::BureauCode, campaign::Step};

use super::{
    frame, page,
    scene::{Asked, Scene},
};
use crate::{
    app::Services,
    error::AppError,
    measure::{
        commendation::{Record, candidates},
        composite::Composite,
        scheme::{self, Weighed},
        standing::Standings,
    },
    obligation::State,
    store::supervision,
    supervision::case::Case,
    web::{city::City, pages::commendation::CommendationPage},
};

/// What is known of the bureaus besides their places.
struct Known<'a> {
    late: BTreeSet<&'a BureauCode>,
    listed: BTreeSet<BureauCode>,
}

impl Record for Known<'_> {
    fn late(&self, bureau: &BureauCode) -> bool {
        self.late.contains(bureau)
    }

    fn listed(&self, bureau: &BureauCode) -> bool {
        self.listed.contains(bureau)
    }
}

/// `GET /rankings/commendation?period=`.
pub async fn get(
    services: Data<Services>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, AppError> {
    let scene = Scene::of(&services, asked.period).await?;
    let frame = frame::of(&request, Some(&scene.proposed.measured.tree), Some(scene.period));
    let city = scene.city(&services)?;
    let rule = city.field.campaign.commendation.as_ref();
    let found = match rule {
        Some(rule) => {
            let issued = services.store.read(|connection| supervision::all(connection, None)).await?;
            let open = issued.into_iter().map(Case::of).filter(|case| !case.standing.stage.is_over());
            let listing = |case: &Case| case.standing.kind.step() == Some(Step::Listing);
            let listed =
                open.filter(listing).filter_map(|case| case.issued.directive.order.to.bureau().cloned());
            let known = Known { late: late(&scene, city), listed: listed.collect() };
            let back = usize::try_from(rule.running.unwrap_or(1).saturating_sub(1)).unwrap_or(0);
            let earlier = std::iter::successors(scene.period.previous(), |period| period.previous());
            let earlier = earlier.take(back).filter(|period| city.field.campaign.judges(*period));
            let earlier: Vec<Vec<Weighed>> = earlier
                .map(|period| scheme::all(city.field, period, &Standings::of(city.field, period)))
                .collect();
            let found = |(at, weighed): (usize, Weighed)| {
                let before = earlier.iter().filter_map(|all| Some(all.get(at)?.composite.clone()));
                let before: Vec<Composite> = before.collect();
                (weighed.name, candidates(rule, &weighed.composite, &before, &known))
            };
            // By the campaign's own weights; where it has none, by each of its schemes.
            let all = scheme::all(city.field, scene.period, city.standings);
            let own = all.iter().any(|weighed| weighed.code.is_none());
            let by = all.into_iter().enumerate().filter(|(_, weighed)| weighed.code.is_none() || !own);
            by.map(found).collect()
        }
        None => Vec::new(),
    };
    page(&CommendationPage::new(&frame, city, rule, &found))
}

/// Who was late in the year of the period, or has not filed for it.
fn late<'a>(scene: &'a Scene, city: City<'a>) -> BTreeSet<&'a BureauCode> {
    let late = scene.proposed.board.late.keys();
    let silent = city.obligations.iter().filter(|(_, forms)| {
        forms.values().any(|owed| matches!(owed.state, State::Overdue | State::Missing))
    });
    late.chain(silent.map(|(bureau, _)| bureau)).collect()
}
