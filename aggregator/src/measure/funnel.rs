//! The way of a dispute through the procedures, from the tallies of filings: each stage of the campaign in the period and since the
//! campaign began (DOMAIN §7.3 item 71).

use schemas::{bureau::BureauCode, period::Period, tally::Tally, target::Basis};

use super::standing::Field;

/// What the stages come to for some bureaus, in the campaign's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funnel {
    /// One a bureau that filed something for the period.
    pub bureaus: Vec<(BureauCode, Vec<Count>)>,
    /// All of them together.
    pub all: Vec<Count>,
}

/// A stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// In the period; none where a ledger it needs was not filed.
    pub period: Option<i64>,
    /// Since the campaign began; none where a ledger of any of its periods is missing.
    pub so_far: Option<i64>,
}

/// The stages of a period for the bureaus of a field that somebody sees.
pub fn of(field: Field<'_>, period: Period, seen: impl Fn(&BureauCode) -> bool) -> Funnel {
    let stages = &field.campaign.funnel;
    let mut funnel = Funnel { bureaus: Vec::new(), all: vec![Count::default(); stages.len()] };
    for bureau in field.bureaus.iter().filter(|bureau| seen(&bureau.code)) {
        let Some(shelf) = field.book.shelf(&bureau.code).filter(|shelf| shelf.of(period).is_some()) else {
            continue;
        };
        let sum = |names: &[String], basis| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let span = shelf.tallies(period, &names, basis, field.campaign, field.definitions)?;
            Some(names.iter().filter_map(|name| span.get(name)).map(Tally::count).sum())
        };
        let count = |stage: &schemas::campaign::Stage| Count {
            period: sum(&stage.of, Basis::Period),
            so_far: sum(&stage.of, Basis::CampaignToDate),
        };
        let counts: Vec<Count> = stages.iter().map(count).collect();
        for (all, own) in funnel.all.iter_mut().zip(&counts) {
            all.add(*own);
        }
        funnel.bureaus.push((bureau.code.clone(), counts));
    }
    funnel
}

impl Count {
    fn add(&mut self, other: Self) {
        let add = |sum: &mut Option<i64>, own: Option<i64>| {
            if let Some(own) = own {
                *sum = Some(sum.unwrap_or(0).saturating_add(own));
            }
        };
        add(&mut self.period, other.period);
        add(&mut self.so_far, other.so_far);
    }
}
