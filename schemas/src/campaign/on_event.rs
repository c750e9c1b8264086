//! Reports that nobody is asked for: filed on the day on which something happens, and never missing (急事急报、提级移交; DOMAIN §7.2 items
//! 32 and 41, §7.5 items 97 and 102).

use serde::Deserialize;

use super::{Campaign, Recipient};
use crate::{form::Form, period::Cadence};

/// A form that is filed when there is something to report: for the day and the matter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnEvent {
    /// Form.
    pub form: String,
    /// Who receives it.
    #[serde(default = "upper")]
    pub recipients: Vec<Recipient>,
}

fn upper() -> Vec<Recipient> {
    vec![Recipient::Upper]
}

impl OnEvent {
    /// What is wrong: `key: reason`.
    pub(super) fn fault<'a>(
        &self,
        campaign: &Campaign,
        form: impl Fn(&str) -> Option<&'a Form>,
    ) -> Option<String> {
        let wrong = |reason: &str| Some(format!("on_event.{}: {reason}", self.form));
        if form(&self.form).is_none() {
            return wrong("no such form");
        }
        let by_day =
            |form: &str| campaign.duties.iter().any(|duty| duty.form == form && duty.cadence == Cadence::Day);
        if by_day(&self.form) || campaign.report(&self.form).is_some() {
            return wrong("the form is owed by the day or for a matter as well");
        }
        if campaign.on_event.iter().filter(|other| other.form == self.form).count() > 1 {
            return wrong("stands twice");
        }
        if !self.recipients.is_sorted_by(|one, next| one < next) || self.recipients.is_empty() {
            return wrong("recipients: `upper`, `committee` or both in this order");
        }
        None
    }
}
