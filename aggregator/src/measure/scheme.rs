//! Several assessment schemes side by side (DOMAIN §7.1 item 23): the composite of one period as each of them weighs the same targets.

use schemas::{period::Period, text::Text};

use super::{
    composite::Composite,
    standing::{Field, Standings},
};
use crate::words::scheme as words;

/// The composite as a scheme weighs it.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// Code of the scheme; none for the campaign's own weights.
    pub code: Option<String>,
    /// Whose scheme it is.
    pub name: Text,
    /// Weights by indicator, those of the scheme's own order.
    pub weights: Vec<(String, u32)>,
    /// Points and places.
    pub composite: Composite,
}

/// The campaign's own composite, where it has weights, and that of each scheme.
pub fn all(field: Field<'_>, period: Period, own: &Standings) -> Vec<Weighed> {
    let weighted = field.campaign.targets.iter().filter(|target| target.weight > 0);
    let weights: Vec<(String, u32)> =
        weighted.map(|target| (target.indicator.clone(), target.weight)).collect();
    let first = (!weights.is_empty()).then(|| Weighed {
        code: None,
        name: words::OWN,
        weights,
        composite: own.composite.clone(),
    });
    let schemes = field.campaign.schemes.iter().map(|scheme| {
        let campaign = field.campaign.weighed_by(scheme);
        let weighed = Field { campaign: &campaign, ..field };
        Weighed {
            code: Some(scheme.code.clone()),
            name: scheme.name.clone(),
            weights: scheme.weights.iter().map(|of| (of.indicator.clone(), of.weight)).collect(),
            composite: Standings::of(weighed, period).composite,
        }
    });
    first.into_iter().chain(schemes).collect()
}
