//! A value as a bar with the tick of its target, the shortfall hatched, and the whisker of its interval. Laid out
//! in per cents of the width, so that text beside it never scales and no style attribute is needed.

use askama::{Template, filters::HtmlSafe};
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use schemas::fraction::{Fraction, decimal};

/// A bar; every position is a per cent with two decimals.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/bar.html")]
pub struct Bar {
    label: String,
    value: String,
    tick: Option<String>,
    missing: Option<(String, String)>,
    whisker: Option<(String, String)>,
}

impl HtmlSafe for Bar {}

impl Bar {
    /// A bar of `value` on an axis from 0 to `full`; `label` says the figures to those who do not see it.
    pub fn new(value: &BigRational, full: &BigRational, label: String) -> Self {
        Self { label, value: position(value, full), tick: None, missing: None, whisker: None }
    }

    /// Adds the tick of a target, and hatches what is short of it.
    pub fn with_target(mut self, value: Fraction, line: Fraction, full: &BigRational, short: bool) -> Self {
        self.tick = Some(position(&line.exact(), full));
        if short && value < line {
            let width = position(&(line.exact() - value.exact()), full);
            self.missing = Some((self.value.clone(), width));
        }
        self
    }

    /// Adds the whisker of a share's interval.
    pub fn with_interval(mut self, interval: Option<(f64, f64)>) -> Self {
        self.whisker =
            interval.map(|(low, high)| (format!("{:.2}", low * 100.0), format!("{:.2}", high * 100.0)));
        self
    }
}

/// Where a value lies on an axis from 0 to `full`, in per cent, kept within it.
fn position(value: &BigRational, full: &BigRational) -> String {
    if !full.is_positive() {
        return "0.00".into();
    }
    let hundred = BigRational::from_integer(100.into());
    decimal(&(value / full * &hundred).clamp(BigRational::zero(), hundred), 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(number: i64) -> BigRational {
        BigRational::from_integer(number.into())
    }

    #[test]
    fn positions_stay_within_the_axis() {
        assert_eq!(position(&whole(3), &whole(4)), "75.00");
        assert_eq!(position(&whole(5), &whole(4)), "100.00");
        assert_eq!(position(&whole(-1), &whole(4)), "0.00");
        assert_eq!(position(&whole(1), &whole(0)), "0.00");
    }

    #[test]
    fn only_a_miss_is_hatched() {
        let (value, line) = (Fraction::new(91, 111).unwrap(), Fraction::new(95, 100).unwrap());
        let bar = |short| {
            let bar = Bar::new(&value.exact(), &whole(1), "河口市 <81.98>".into());
            bar.with_target(value, line, &whole(1), short).render().unwrap()
        };
        assert!(bar(true).contains(r#"class="miss" x="81.98%" y="4" width="13.02%""#));
        assert!(!bar(false).contains("miss"));
        assert!(bar(true).contains("&#60;81.98&#62;"));
    }
}
