//! 以案定补 (DOMAIN §7.3 item 73): what a mediator is paid for a case that ended well and was performed, by the band of its
//! difficulty. The rates are each city's own and stand in its campaign.

use serde::Deserialize;

use crate::form::{Form, Role};

/// The rule of subsidies of a campaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subsidy {
    /// The ledger whose cases are paid for.
    pub form: String,
    /// Outcomes that count as success.
    pub outcomes: Vec<String>,
    /// How an agreement has to be performed.
    pub performed: Vec<String>,
    /// What each band is paid.
    pub bands: Vec<Band>,
}

/// What a band is paid.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its code.
    pub band: String,
    /// Whole yuan.
    pub yuan: u32,
}

impl Subsidy {
    /// What a band is paid, in 分; nothing for one that the campaign does not name.
    pub fn fen(&self, band: &str) -> Option<i64> {
        self.bands.iter().find(|known| known.band == band).map(|known| i64::from(known.yuan) * 100)
    }

    /// What is wrong: `key: reason`.
    pub(super) fn fault<'a>(&self, form: impl Fn(&str) -> Option<&'a Form>) -> Option<String> {
        let Some(form) = form(&self.form) else {
            return Some(format!("subsidy.form: no form `{}`", self.form));
        };
        let needed = [Role::Case, Role::Closed, Role::Outcome, Role::Mediator, Role::Band, Role::Performed];
        if let Some(role) = needed.into_iter().find(|role| form.with_role(*role).is_none()) {
            return Some(format!("subsidy.form: {} has no column with the role {role:?}", form.form));
        }
        let lists = [
            (Role::Outcome, self.outcomes.iter().collect::<Vec<_>>(), "outcomes"),
            (Role::Performed, self.performed.iter().collect(), "performed"),
            (Role::Band, self.bands.iter().map(|band| &band.band).collect(), "bands"),
        ];
        for (role, codes, key) in lists {
            if codes.is_empty() {
                return Some(format!("subsidy.{key}: at least one"));
            }
            let twice =
                codes.iter().enumerate().find(|(at, code)| codes.iter().take(*at).any(|one| one == *code));
            if let Some((_, code)) = twice {
                return Some(format!("subsidy.{key}: `{code}` stands twice"));
            }
            let list = form.with_role(role).and_then(|(index, _)| form.list_of(index));
            let known = |code: &String| list.is_some_and(|list| list.of(code).is_some());
            if let Some(code) = codes.into_iter().find(|code| !known(code)) {
                return Some(format!("subsidy.{key}: the list of {} has no code `{code}`", form.form));
            }
        }
        let zero = self.bands.iter().find(|band| band.yuan == 0)?;
        Some(format!("subsidy.bands: `{}` is paid nothing", zero.band))
    }
}
