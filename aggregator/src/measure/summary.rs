//! The quarterly summary S1 (季度汇总表) of a bureau and of the whole city, derived from what stands and never edited
//! (RULINGS 4, DOMAIN §3.11).

use std::collections::BTreeMap;

use schemas::{
    bureau::BureauCode,
    period::Period,
    summary::{Breach, Sheet, Summary},
    tally::Tallies,
    target::Basis,
};

use super::standing::Field;

/// A summary that was derived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// Its cells.
    pub sheet: Sheet,
    /// Relations that do not hold.
    pub breaches: Vec<Breach>,
    /// Codes of its forms that nobody in it filed: their cells are `—`. Rows shown only where filed are silent.
    pub absent: Vec<String>,
    /// Codes of its forms of which somebody in it missed a period of the year: their 累计 is `—`, for a sum over
    /// fewer bureaus than the period's would be another city's.
    pub broken_years: Vec<String>,
    /// How many bureaus are in it.
    pub filers: usize,
}

/// The summary of some bureaus of the field taken together; one bureau is a city of one. Bureaus that filed none of
/// its forms for the period are not in it.
pub fn of<'a>(
    field: Field<'_>,
    bureaus: impl Iterator<Item = &'a BureauCode>,
    period: Period,
    summary: &Summary,
) -> Derived {
    let forms = forms(summary);
    let filed = |bureau: &BureauCode, form: &str| field.book.filed(bureau, period, form).is_some();
    let within: Vec<&BureauCode> =
        bureaus.filter(|bureau| forms.keys().any(|form| filed(bureau, form))).collect();
    let filers = |form: &str| -> Vec<&BureauCode> {
        within.iter().copied().filter(|bureau| filed(bureau, form)).collect()
    };
    let (mut now, mut year, mut then, mut year_then) =
        (Tallies::default(), Tallies::default(), Tallies::default(), Tallies::default());
    let (mut absent, mut broken_years) = (Vec::new(), Vec::new());
    let before = period.previous().filter(|_| period.first_of_year() != Some(period));
    for (form, names) in forms {
        let filers = filers(form);
        if filers.is_empty() {
            absent.extend((!summary.is_optional(form)).then(|| form.to_owned()));
            continue;
        }
        now.pool(&pooled(field, &filers, period, &names, Basis::Period).unwrap_or_default());
        match pooled(field, &filers, period, &names, Basis::YearToDate) {
            None => broken_years.push(form.to_owned()),
            Some(tallies) => year.pool(&tallies),
        }
        // The same bureaus a period earlier, so that the two years can be compared.
        if let Some(before) = before {
            let of = |basis| pooled(field, &filers, before, &names, basis).unwrap_or_default();
            then.pool(&of(Basis::Period));
            year_then.pool(&of(Basis::YearToDate));
        }
    }
    let sheet = summary.of(&now, &year);
    let earlier = before.map(|_| summary.of(&then, &year_then));
    let breaches = summary.breaches(&sheet, earlier.as_ref());
    Derived { breaches, sheet, absent, broken_years, filers: within.len() }
}

/// Named tallies of a form of all these bureaus together; `None` unless each has every period of the basis.
fn pooled(
    field: Field<'_>,
    bureaus: &[&BureauCode],
    period: Period,
    names: &[&str],
    basis: Basis,
) -> Option<Tallies> {
    let mut pool = Tallies::default();
    for bureau in bureaus {
        let shelf = field.book.shelf(bureau)?;
        let span = shelf.tallies(period, names, basis, field.campaign, field.definitions)?;
        pool.pool_named(names, |name| span.get(name));
    }
    Some(pool)
}

/// The tallies it shows, by their forms in order of codes.
fn forms(summary: &Summary) -> BTreeMap<&str, Vec<&str>> {
    let mut forms: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for tally in summary.rows.iter().flat_map(|row| row.cells.values()) {
        if let Some((form, _)) = tally.split_once('.') {
            forms.entry(form).or_default().push(tally);
        }
    }
    forms
}
