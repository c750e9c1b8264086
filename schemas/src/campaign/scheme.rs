//! Assessment schemes beside the campaign's own weights (对标条线考核标准, DOMAIN §7.1 item 23): the same indicators and targets, weighted as
//! another line of authority weighs them, shown side by side.

use serde::Deserialize;

use super::Campaign;
use crate::text::Text;

/// Another set of weights over the targets of a campaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Its code.
    pub code: String,
    /// Whose scheme it is.
    pub name: Text,
    /// Weights by indicator; they add up to 100.
    pub weights: Vec<Weight>,
}

/// The weight of an indicator.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// Code of the indicator.
    pub indicator: String,
    /// Of 100.
    pub weight: u32,
}

impl Campaign {
    /// The campaign as a scheme weighs it.
    pub fn weighed_by(&self, scheme: &Scheme) -> Self {
        let mut weighed = self.clone();
        for target in &mut weighed.targets {
            let of = scheme.weights.iter().find(|weight| weight.indicator == target.indicator);
            target.weight = of.map_or(0, |weight| weight.weight);
        }
        weighed
    }

    /// What is wrong with its schemes: `key: reason`.
    pub(super) fn scheme_fault(&self) -> Option<String> {
        self.schemes.iter().enumerate().find_map(|(at, scheme)| {
            let key = format!("schemes.{}", scheme.code);
            if self.schemes.iter().take(at).any(|earlier| earlier.code == scheme.code) {
                return Some(format!("{key}: stands twice"));
            }
            let sum: u32 = scheme.weights.iter().map(|weight| weight.weight).sum();
            if sum != 100 {
                return Some(format!("{key}: the weights add up to {sum}, not 100"));
            }
            scheme.weights.iter().enumerate().find_map(|(at, weight)| {
                let code = &weight.indicator;
                if scheme.weights.iter().take(at).any(|earlier| earlier.indicator == *code) {
                    return Some(format!("{key}: `{code}` is weighed twice"));
                }
                let hard = self.target(code).is_some_and(|target| target.is_hard());
                (!hard).then(|| format!("{key}: `{code}` is no target that can carry weight"))
            })
        })
    }
}
