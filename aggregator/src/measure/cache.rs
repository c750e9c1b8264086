//! Standings are a pure function of what was filed, so they are kept until the store changes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Instant,
};

use schemas::{
    bureau::{Bureau, Tree},
    campaign::Campaign,
    definition::Definitions,
    fraction::Fraction,
    period::Period,
    target::{Ask, Basis},
};

use super::{
    book::{Book, periods_of},
    standing::{Field, Standings},
};
use crate::{
    app::Services,
    error::AppError,
    store::{self, bureau, reminder},
};

/// Most periods kept.
pub const KEPT: usize = 16;

/// What was computed for a period, with everything it was computed from.
#[derive(Debug)]
pub struct Measured {
    /// The bureau tree.
    pub tree: Tree,
    /// The bureaus that are ranked, in official order.
    pub bureaus: Vec<Bureau>,
    /// What stands for the periods that were needed.
    pub book: Book,
    /// Lines published from above for the period.
    pub published: BTreeMap<String, Fraction>,
    /// Standings of the judged periods up to this one, or of this one alone if it is not judged; latest last.
    pub standings: Vec<Standings>,
}

/// Measured periods by number of the change they reflect.
#[derive(Debug, Default)]
pub struct Cache(Mutex<BTreeMap<Period, (u64, Arc<Measured>)>>);

impl Measured {
    /// The field the standings were computed on.
    pub fn field<'a>(&'a self, services: &'a Services) -> Field<'a> {
        Field {
            campaign: &services.campaign,
            definitions: &services.definitions,
            bureaus: &self.bureaus,
            book: &self.book,
            published: &self.published,
        }
    }

    /// The standings of the period itself.
    pub fn latest(&self) -> Option<&Standings> {
        self.standings.last()
    }
}

/// The standings of a period, computed or remembered.
///
/// # Errors
/// Only if the store fails.
pub async fn measured(services: &Services, period: Period) -> Result<Arc<Measured>, AppError> {
    let change = services.store.changes().await?;
    let kept = services.standings.0.lock().ok().and_then(|kept| kept.get(&period).cloned());
    let earlier = match kept {
        Some((at, measured)) if at == change => return Ok(measured),
        kept => kept.map(|(_, measured)| measured),
    };
    let worker = services.clone();
    let measured = services.store.read(move |connection| {
        let tree = bureau::tree(connection)?;
        let bureaus = ranked(&tree, period);
        let judged = judged_until(&worker.campaign, period);
        let book = store::book::book(
            connection,
            &needed(&worker.campaign, &worker.definitions, &judged),
            earlier.as_ref().map(|earlier| &earlier.book),
        )?;
        let published = published(connection, &worker, period)?;
        let field = Field {
            campaign: &worker.campaign,
            definitions: &worker.definitions,
            bureaus: &bureaus,
            book: &book,
            published: &published,
        };
        let started = Instant::now();
        let standings = judged.iter().map(|period| Standings::of(field, *period)).collect();
        worker.store.metrics().standings(started.elapsed());
        Ok::<_, AppError>(Arc::new(Measured { tree, bureaus, book, published, standings }))
    });
    let measured = measured.await?;
    if let Ok(mut kept) = services.standings.0.lock() {
        kept.insert(period, (change, Arc::clone(&measured)));
        if kept.len() > KEPT
            && let Some(oldest) = kept.iter().min_by_key(|(_, (at, _))| *at).map(|(period, _)| *period)
        {
            kept.remove(&oldest);
        }
        services.store.metrics().periods_kept(kept.len());
    }
    Ok(measured)
}

/// The standings of up to `back` periods before one, oldest first; those for which nothing was filed are left out.
///
/// # Errors
/// Only if the store fails.
pub async fn history(services: &Services, period: Period, back: usize) -> Result<Vec<Standings>, AppError> {
    let mut periods: Vec<Period> =
        std::iter::successors(period.previous(), |earlier| earlier.previous()).take(back).collect();
    periods.reverse();
    let worker = services.clone();
    let measured = measured(services, period).await?;
    services
        .store
        .read(move |connection| {
            let needed = needed(&worker.campaign, &worker.definitions, &periods);
            let book = store::book::book(connection, &needed, Some(&measured.book))?;
            let none = BTreeMap::new();
            let field = Field { book: &book, published: &none, ..measured.field(&worker) };
            let filed = |period: &&Period| {
                measured.bureaus.iter().any(|bureau| book.of(&bureau.code, **period).is_some())
            };
            Ok(periods.iter().filter(filed).map(|period| Standings::of(field, *period)).collect())
        })
        .await
}

/// The lines of the level above for a period: those of the policy in force, and any that this city took down itself.
fn published(
    connection: &mut store::AnyConnection,
    services: &Services,
    period: Period,
) -> Result<BTreeMap<String, Fraction>, AppError> {
    let mut lines = services.definitions.published(&services.campaign.campaign, period);
    lines.extend(reminder::published(connection, period)?);
    Ok(lines)
}

/// The bureaus that owe, in official order, whenever they exist: directly below the root, and counted apart.
pub fn owing(tree: &Tree) -> Vec<Bureau> {
    let root = tree.root().map(|root| &root.code);
    let owing = |bureau: &&Bureau| bureau.parent.as_ref() == root && bureau.counted_in.is_none();
    tree.all().iter().filter(owing).cloned().collect()
}

/// The bureaus that are ranked for a period, in official order: directly below the root, existing in it, and counted
/// apart.
pub fn ranked(tree: &Tree, period: Period) -> Vec<Bureau> {
    let (first, last) = (period.start(), period.end());
    owing(tree).into_iter().filter(|bureau| bureau.exists(first, last)).collect()
}

/// The judged periods that rules may look back over: the last four, or the period alone.
pub fn judged_until(campaign: &Campaign, period: Period) -> Vec<Period> {
    if !campaign.judges(period) {
        return vec![period];
    }
    let all = campaign.first_judged.through(period);
    all.get(all.len().saturating_sub(4)..).map(<[Period]>::to_vec).unwrap_or_default()
}

/// Those periods, the ones before them, and everything back to the year's and last year's: what bases and
/// comparisons may ask for, the growth of an earlier period included; of forms that are owed more often than the campaign
/// stands, and that a target asks for, their own periods too.
pub fn needed(campaign: &Campaign, definitions: &Definitions, judged: &[Period]) -> Vec<Period> {
    let mut all = Vec::new();
    for period in judged {
        let before = period
            .previous()
            .and_then(Period::same_last_year)
            .filter(|_| compares_growth(campaign, definitions));
        let begun = campaign.targets.iter().any(|target| target.basis == Basis::CampaignToDate);
        let begun = begun.then_some(campaign.first_judged.min(*period));
        let bases = [period.first_of_year(), period.previous(), period.same_last_year(), before, begun];
        let first = bases.into_iter().flatten().min();
        all.extend(first.unwrap_or(*period).through(*period));
    }
    let asked = campaign.targets.iter().filter_map(|target| definitions.indicator(&target.indicator));
    let mut forms: Vec<&str> = asked.flat_map(|indicator| indicator.forms()).collect();
    forms.sort_unstable();
    forms.dedup();
    let inner = |period: &Period| -> Vec<Period> {
        forms.iter().flat_map(|form| periods_of(form, *period, campaign)).collect()
    };
    let inner: Vec<Period> = all.iter().flat_map(inner).collect();
    all.extend(inner);
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a target holds growth against the growth of the period before (增速变化).
fn compares_growth(campaign: &Campaign, definitions: &Definitions) -> bool {
    campaign.targets.iter().any(|target| {
        let grows = definitions.indicator(&target.indicator).is_some_and(|own| own.against().is_some());
        grows && matches!(target.ask, Ask::Falling { .. } | Ask::Rising { .. })
    })
}
