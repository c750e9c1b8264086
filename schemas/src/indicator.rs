//! Indicators: versioned ratios, counts, medians and growth over tallies, with their words (DOMAIN §2.2).

use serde::{Deserialize, Serialize};

use crate::{
    fraction::Fraction,
    tally::{Tallies, Tally},
    text::Text,
};

/// Definition of an indicator.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Code: `I3`.
    pub indicator: String,
    /// Version.
    pub version: u32,
    /// Short name.
    pub name: Text,
    /// The formula in words, numerator and denominator said.
    pub formula: Text,
    /// What it is computed from.
    pub measure: Measure,
    /// Which way is good.
    pub better: Better,
    /// What the value is counted in.
    pub unit: Unit,
}

/// How the value comes about. Terms are full tally names, `L3.closed`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Measure {
    /// Sum of some tallies ÷ sum of others.
    Ratio {
        /// Counted on top.
        numerator: Vec<Term>,
        /// Counted below; with none there is nothing to judge.
        denominator: Vec<Term>,
    },
    /// A plain sum.
    Count {
        /// What is added.
        of: Vec<Term>,
    },
    /// Median of a distribution of days or minutes.
    Median {
        /// The distribution.
        of: String,
    },
    /// Mean of a distribution of days.
    Mean {
        /// The distribution.
        of: String,
    },
    /// (now − then) ÷ then.
    Growth {
        /// What grows.
        of: Vec<Term>,
        /// Then.
        against: Against,
    },
}

/// A tally, perhaps taken several times (a partial agreement counts half: 2 × full + 1 × partial over 2 × all).
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Term {
    /// Once.
    Once(String),
    /// Several times, or taken away.
    Times {
        /// Which.
        tally: String,
        /// How often; negative takes away.
        times: i64,
    },
}

/// With which earlier period something is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Against {
    /// 环比.
    #[serde(rename = "previous period")]
    Previous,
    /// 同比.
    #[serde(rename = "same period last year")]
    LastYear,
}

/// Which direction is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// ↑.
    Higher,
    /// ↓.
    Lower,
    /// Only zero is good.
    Zero,
}

/// Unit of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A share, printed as %.
    Percent,
    /// 天.
    Days,
    /// 分钟.
    Minutes,
    /// 件.
    Cases,
    /// 人次.
    Persons,
    /// Money: a value in 分, printed in 万元.
    Money,
}

/// What an indicator came to for one bureau (or a pool of them).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// The value; `None` when there is no denominator, which is neither 0 % nor 100 % (DOMAIN §2.3 item 2).
    pub value: Option<Fraction>,
    /// The sample: the denominator, or the number of rows behind a median.
    pub n: i64,
}

impl Term {
    /// Full name of the tally.
    pub fn tally(&self) -> &str {
        match self {
            Self::Once(tally) | Self::Times { tally, .. } => tally,
        }
    }

    fn times(&self) -> i64 {
        match self {
            Self::Once(_) => 1,
            Self::Times { times, .. } => *times,
        }
    }
}

impl Indicator {
    /// Every tally it needs.
    pub fn tallies(&self) -> Vec<&str> {
        match &self.measure {
            Measure::Ratio { numerator, denominator } => {
                numerator.iter().chain(denominator).map(Term::tally).collect()
            }
            Measure::Count { of } | Measure::Growth { of, .. } => of.iter().map(Term::tally).collect(),
            Measure::Median { of } | Measure::Mean { of } => vec![of],
        }
    }

    /// The forms it needs, once each.
    pub fn forms(&self) -> Vec<&str> {
        let mut forms: Vec<&str> =
            self.tallies().iter().filter_map(|name| Some(name.split_once('.')?.0)).collect();
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// The value from the tallies of a period; growth also needs those of the earlier period.
    pub fn value(&self, now: &Tallies, then: Option<&Tallies>) -> Value {
        self.value_of(|name| now.get(name), |name| then?.get(name))
    }

    /// The value from tallies wherever they are held: `now` finds one of the period, `then` one of the earlier period.
    pub fn value_of<'a>(
        &self,
        now: impl Fn(&str) -> Option<&'a Tally>,
        then: impl Fn(&str) -> Option<&'a Tally>,
    ) -> Value {
        let count = |terms: &[Term]| sum(terms, |name| now(name).map_or(0, Tally::count));
        match &self.measure {
            Measure::Ratio { numerator, denominator } => {
                let below = count(denominator);
                Value { value: Fraction::new(count(numerator), below), n: below }
            }
            Measure::Count { of } => {
                let count = count(of);
                Value { value: Some(Fraction::whole(count)), n: count }
            }
            Measure::Median { of } => spread(now(of), Tally::median),
            Measure::Mean { of } => spread(now(of), Tally::mean),
            Measure::Growth { of, .. } => {
                let before = sum(of, |name| then(name).map_or(0, Tally::count));
                Value { value: Fraction::new(count(of).saturating_sub(before), before), n: before }
            }
        }
    }

    /// With which earlier period it compares, if it does.
    pub fn against(&self) -> Option<Against> {
        match &self.measure {
            Measure::Growth { against, .. } => Some(*against),
            _ => None,
        }
    }
}

/// The terms added up, each tally as `of` gives it.
pub(crate) fn sum(terms: &[Term], of: impl Fn(&str) -> i64) -> i64 {
    let each = terms.iter().map(|term| term.times().saturating_mul(of(term.tally())));
    each.fold(0, i64::saturating_add)
}

fn spread(tally: Option<&Tally>, of: impl Fn(&Tally) -> Option<Fraction>) -> Value {
    Value { value: tally.and_then(of), n: tally.map_or(0, Tally::count) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn tallies(pairs: &[(&str, i64)]) -> Tallies {
        Tallies(pairs.iter().map(|(name, number)| ((*name).into(), Tally::Number(*number))).collect())
    }

    fn with(measure: &str) -> Indicator {
        toml::from_str(&format!(
            "indicator='T'\nversion=1\nname={{zh='a',en='a'}}\nformula={{zh='b',en='b'}}\nbetter='higher'\nunit='percent'\n{measure}"
        ))
        .unwrap()
    }

    #[test]
    fn closure_counts_the_opening_stock() {
        let closure =
            with("measure.ratio = { numerator=['L3.closed'], denominator=['L3.opening','L3.accepted'] }");
        let city = tallies(&[("L3.closed", 2314), ("L3.opening", 303), ("L3.accepted", 2198)]);
        let value = closure.value(&city, None);
        assert_eq!((value.value.unwrap().percent(2).as_str(), value.n), ("92.52", 2501));
        assert_eq!(closure.value(&tallies(&[]), None), Value { value: None, n: 0 });
        assert_eq!(closure.forms(), ["L3"]);
    }

    #[test]
    fn a_partial_agreement_counts_half() {
        let agreement = with(
            "measure.ratio = { numerator=[{tally='L3.same',times=2},'L3.partly'], denominator=[{tally='L3.judged',times=2}] }",
        );
        let value = agreement.value(&tallies(&[("L3.same", 3), ("L3.partly", 1), ("L3.judged", 5)]), None);
        assert_eq!(value.value.unwrap().percent(0), "70");
    }

    #[test]
    fn growth_without_a_base_is_not_infinite() {
        let growth = with("measure.growth = { of=['L3.accepted'], against='same period last year' }");
        let (now, then) = (tallies(&[("L3.accepted", 90)]), tallies(&[("L3.accepted", 100)]));
        assert_eq!(growth.value(&now, Some(&then)).value.unwrap().percent(1), "-10.0");
        assert_eq!(growth.value(&now, None).value, None);
    }

    #[test]
    fn medians_come_from_the_distribution() {
        let median = with("measure.median = { of='L3.days' }");
        let tallies =
            Tallies(BTreeMap::from([("L3.days".into(), Tally::Days(BTreeMap::from([(10, 1), (45, 1)])))]));
        assert_eq!(median.value(&tallies, None), Value { value: Fraction::new(55, 2), n: 2 });
    }
}
