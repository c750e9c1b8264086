//! What the decisions of a leader rest on: a proposal of the rules that still holds, confirmed filings (RULINGS 5), grace that is over
//! for who is silent (RULINGS 12), and for the end a later period in which no rule hits.

use std::collections::BTreeSet;

use schemas::{
    campaign::Family,
    directive::Order,
    period::{Period, day_of},
    problem::Problem,
    text::Text,
};

use super::propose::{Proposed, propose};
use crate::{app::Services, error::AppError, obligation::State};

/// Whether what the rules found of a bureau can be approved now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grounds {
    /// It can.
    Firm,
    /// 原因已消失: no rule hits any more.
    Gone,
    /// The bureau is silent, and grace is not over.
    Unripe,
    /// Filings it rests on are not confirmed: their forms.
    Unconfirmed(Vec<String>),
}

impl Grounds {
    /// What stands against approving, and what can be done.
    pub fn against(&self) -> Option<Text> {
        match self {
            Self::Firm => None,
            Self::Gone => Some(Text::new(
                "原因已消失：按现有报送，规则不再命中该单位；请撤回该建议",
                "The cause is gone: by what is filed now no rule hits the bureau any more; withdraw the proposal",
            )),
            Self::Unripe => Some(Text::new(
                "宽限期未满，尚不能批准：该单位未报送，宽限期满后再批准",
                "It cannot be approved before grace is over: the bureau has not filed; approve it afterwards",
            )),
            Self::Unconfirmed(forms) => {
                let zh = format!("所依据的报送尚未确认：{}；请先确认或退回，再批准", forms.join("、"));
                let en = format!(
                    "Filings it rests on are not confirmed: {}; confirm them or send them back first",
                    forms.join(", ")
                );
                Some(Text::owned(zh, en))
            }
        }
    }
}

/// Whether what an order rests on holds now. What names no rule rests on whoever words it.
///
/// # Errors
/// Only if the store fails.
pub async fn of_order(services: &Services, order: &Order) -> Result<Grounds, AppError> {
    match (order.period, order.grounds.is_empty()) {
        (Some(period), false) => Ok(of(&propose(services, period).await?, order)),
        _ => Ok(Grounds::Firm),
    }
}

/// The families of an order.
pub fn families(order: &Order) -> BTreeSet<Family> {
    order.grounds.iter().map(|ground| ground.family).collect()
}

/// Whether what the rules found of the bureau of an order, in its families, holds. Rules look at bureaus alone.
pub fn of(proposed: &Proposed, order: &Order) -> Grounds {
    let Some(bureau) = order.to.bureau() else { return Grounds::Firm };
    let hit = proposed.proposals.iter().find(|proposal| proposal.bureau == *bureau);
    let Some(proposal) = hit.filter(|proposal| !proposal.families().is_disjoint(&families(order))) else {
        return Grounds::Gone;
    };
    if !proposal.ripe {
        return Grounds::Unripe;
    }
    let unconfirmed = |state: State| matches!(state, State::Validated | State::Receipted | State::Awaited);
    let owed = proposed.board.owed.get(bureau);
    let forms = owed.into_iter().flatten().filter(|(_, owed)| unconfirmed(owed.state));
    let forms: Vec<String> = forms.map(|(form, _)| form.clone()).collect();
    if forms.is_empty() { Grounds::Firm } else { Grounds::Unconfirmed(forms) }
}

/// Whether the indicators of an order are met in a later period: it has ended, all of it is filed, and no rule of the order's families
/// hits.
///
/// # Errors
/// [`Problem::Invalid`] with what is wanting; the store's.
pub async fn met(services: &Services, order: &Order, period: Period) -> Result<(), AppError> {
    let unfit = |zh: &'static str, en: &'static str| {
        let text = Text::new(zh, en).fill(&[("period", &period.title())]);
        Err(AppError::with(Problem::Invalid, text))
    };
    let later = order.period.is_some_and(|of| period > of) && services.campaign.judges(period);
    if order.grounds.is_empty() || !later {
        return unfit(
            "不能以{period}指标达标为由：该件不是按指标规则立项，或该期不在立项之后",
            "The indicators of {period} say nothing here: it rests on no rule, or the period is not a later one",
        );
    }
    let proposed = propose(services, period).await?;
    let owed = order.to.bureau().and_then(|bureau| proposed.board.owed.get(bureau));
    let filed = owed.is_some_and(|forms| {
        forms.values().all(|owed| matches!(owed.state, State::Confirmed | State::Nil | State::Exempt))
    });
    if day_of(services.clock.now()) <= period.end() || !filed {
        return unfit(
            "{period}尚未结束，或该单位该期报送未全部确认，不能认定达标",
            "{period} is not over, or not all that the bureau files for it is confirmed",
        );
    }
    let families = families(order);
    let hits = proposed.proposals.iter().find(|proposal| Some(&proposal.bureau) == order.to.bureau());
    let still =
        hits.into_iter().flat_map(|hit| &hit.reasons).find(|reason| families.contains(&reason.family));
    match still {
        Some(reason) => {
            let text = Text::new(
                "{period}仍未达标：{sentence}；不能按达标验收通过",
                "{period} is not met: {sentence}; it does not pass by that",
            );
            let text = text.fill(&[("period", &period.title()), ("sentence", &reason.sentence)]);
            Err(AppError::with(Problem::Invalid, text))
        }
        None => Ok(()),
    }
}
