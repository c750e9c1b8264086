//! Who may be commended by the rule of a campaign (DOMAIN §4.6, §7.6 item 111): who stands high, has stood so for long or has risen most, and
//! what rules a bureau out. The rule only puts forward: a panel decides, and the list is shown in public first.

use schemas::{
    bureau::BureauCode,
    campaign::{Bar, Commendation},
};

use super::composite::{Composite, CompositePlace, Score};

/// A bureau that the rule puts forward, or would but for a bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The bureau.
    pub bureau: BureauCode,
    /// Its place in the composite.
    pub place: u32,
    /// Its points, as they are printed.
    pub points: String,
    /// Why it is put forward.
    pub merits: Vec<Merit>,
    /// What rules it out all the same.
    pub bars: Vec<Bar>,
}

/// Why a bureau is put forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merit {
    /// Among the first places, or with enough points.
    Placed,
    /// So for the periods running that the rule asks.
    Running,
    /// Risen by so many places.
    Risen(u32),
}

/// What the rule asks of a bureau besides its places.
pub trait Record {
    /// Whether a filing of the year was late or is missing.
    fn late(&self, bureau: &BureauCode) -> bool;
    /// Whether it is under listed supervision.
    fn listed(&self, bureau: &BureauCode) -> bool;
}

/// The candidates by place. `earlier` are the composites of the periods before, the latest first. A confirmed fault of the data is for the
/// panel to say: no record of the city tells one from an honest amendment.
pub fn candidates(
    rule: &Commendation,
    now: &Composite,
    earlier: &[Composite],
    record: &impl Record,
) -> Vec<Candidate> {
    let candidate = |score: &Score| {
        let CompositePlace::Ranked(place) = score.place else { return None };
        let running = |periods: u32| {
            let before = usize::try_from(periods.saturating_sub(1)).unwrap_or(usize::MAX);
            let so =
                |composite: &Composite| composite.row(&score.bureau).is_some_and(|row| placed(rule, row));
            earlier.len() >= before && earlier.iter().take(before).all(so)
        };
        let mut merits = Vec::new();
        if placed(rule, score) {
            merits.push(Merit::Placed);
            merits.extend(rule.running.filter(|periods| running(*periods)).map(|_| Merit::Running));
        }
        let risen = score.before.map(|before| before.saturating_sub(place));
        merits
            .extend(risen.filter(|risen| rule.risen.is_some_and(|least| *risen >= least)).map(Merit::Risen));
        if merits.is_empty() {
            return None;
        }
        let barred = |bar: &&Bar| match bar {
            Bar::Veto => !score.vetoed.is_empty(),
            Bar::Late => record.late(&score.bureau),
            Bar::Listing => record.listed(&score.bureau),
            Bar::Fault => false,
        };
        Some(Candidate {
            bureau: score.bureau.clone(),
            place,
            points: score.shown().unwrap_or_default(),
            merits,
            bars: rule.without.iter().filter(barred).copied().collect(),
        })
    };
    now.rows.iter().filter_map(candidate).collect()
}

/// Whether a score is among the first places or high enough.
fn placed(rule: &Commendation, score: &Score) -> bool {
    let CompositePlace::Ranked(place) = score.place else { return false };
    let first = usize::try_from(place).is_ok_and(|place| place <= rule.places);
    let high = rule.score.zip(score.points.as_ref());
    first || high.is_some_and(|(least, points)| *points >= least.value().exact())
}
