//! Lines that the level above has published, against which relative targets are held (达市平均线以上, DOMAIN §7.1 item 11).
//!
//! They are a definition of a site, so that they reach every node with the policy and stay what they were.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{fraction::Fraction, period::Period, text::Text};

/// The published lines of a campaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benchmarks {
    /// Code of the campaign.
    pub benchmarks: String,
    /// Version; a further period is a higher version with the earlier lines in it.
    pub version: u32,
    /// Who published them.
    pub issuer: Text,
    /// The lines.
    pub lines: Vec<PublishedLine>,
}

/// A value of an indicator for a period, as its two counts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedLine {
    /// Code of the indicator.
    pub indicator: String,
    /// The period it is of.
    pub period: Period,
    /// Numerator as published.
    pub numerator: i64,
    /// Denominator as published, above 0.
    pub denominator: i64,
}

impl Benchmarks {
    /// The lines of a period, by indicator.
    pub fn of(&self, period: Period) -> BTreeMap<String, Fraction> {
        let of_period = self.lines.iter().filter(|line| line.period == period);
        of_period.filter_map(|line| Some((line.indicator.clone(), line.value()?))).collect()
    }

    /// What is wrong: `key: reason`.
    pub(crate) fn fault(&self, has_indicator: impl Fn(&str) -> bool) -> Option<String> {
        self.lines.iter().enumerate().find_map(|(at, line)| {
            let twice =
                |other: &&PublishedLine| other.indicator == line.indicator && other.period == line.period;
            if !has_indicator(&line.indicator) {
                return Some(format!("lines: no indicator `{}`", line.indicator));
            }
            if line.value().is_none() {
                return Some(format!("lines.{}: the denominator is above 0", line.indicator));
            }
            let earlier = self.lines.iter().take(at).find(twice);
            earlier.map(|_| format!("lines.{}: {} stands twice", line.indicator, line.period))
        })
    }
}

impl PublishedLine {
    /// The value.
    pub fn value(&self) -> Option<Fraction> {
        Fraction::new(self.numerator, self.denominator)
    }
}
