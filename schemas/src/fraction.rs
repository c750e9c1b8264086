//! Exact fractions: rates are pairs of integers, compared by cross-multiplication, printed half-up.
//!
//! No float decides anything (DOMAIN §2.3 item 10): 322/339 prints as 94.99 and is still below 95 %.

use std::{cmp::Ordering, fmt, str::FromStr};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;
use serde::{Deserialize, Serialize};

/// `num / den` with `den > 0`; not reduced, because people are shown the two counts.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Fraction {
    num: i64,
    den: i64,
}

impl Fraction {
    /// A fraction, or `None` when there is no denominator (nothing to judge) or it is negative.
    pub fn new(num: i64, den: i64) -> Option<Self> {
        (den > 0).then_some(Self { num, den })
    }

    /// A whole number.
    pub fn whole(num: i64) -> Self {
        Self { num, den: 1 }
    }

    /// The numerator as counted.
    pub fn num(self) -> i64 {
        self.num
    }

    /// The denominator as counted, > 0.
    pub fn den(self) -> i64 {
        self.den
    }

    /// The value as a reduced rational for sums and products.
    pub fn exact(self) -> BigRational {
        BigRational::new(self.num.into(), self.den.into())
    }

    /// Whether two values are less than one 百分点 apart. Exact, and without numbers of any length: a product too large
    /// for 128 bits is larger than the other side can be.
    pub fn within_a_point(self, other: Self) -> bool {
        let cross = |a: i64, b: i64| i128::from(a) * i128::from(b);
        let gap = cross(self.num, other.den).checked_sub(cross(other.num, self.den));
        let hundredfold = gap.and_then(|gap| gap.checked_abs()?.checked_mul(100));
        hundredfold.is_some_and(|gap| gap < cross(self.den, other.den))
    }

    /// Position on an axis. For drawing only.
    pub fn approx(self) -> f64 {
        self.num as f64 / self.den as f64
    }

    /// The value as a percentage with `places` decimals, half-up: `94.99`.
    pub fn percent(self, places: u32) -> String {
        decimal(&(self.exact() * BigInt::from(100)), places)
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (i128::from(self.num) * i128::from(other.den)).cmp(&(i128::from(other.num) * i128::from(self.den)))
    }
}

/// `value` with `places` decimals, rounded half away from zero (四舍五入), without exponent or grouping.
pub fn decimal(value: &BigRational, places: u32) -> String {
    let scale = BigInt::from(10).pow(places);
    let scaled = (value.abs() * &scale).round().to_integer();
    let sign = if value.is_negative() && scaled.is_positive() { "-" } else { "" };
    let whole = &scaled / &scale;
    if places == 0 {
        return format!("{sign}{whole}");
    }
    let rest = (&scaled % &scale).to_string();
    format!("{sign}{whole}.{rest:0>width$}", width = places as usize)
}

/// `value` with at least `places` decimals, and as many more (up to 8) as it takes not to print the same as
/// `bound` when the two differ (RULINGS 23).
pub fn decimal_apart(value: &BigRational, bound: &BigRational, places: u32) -> String {
    let shown = (places..=8).find(|p| value == bound || decimal(value, *p) != decimal(bound, *p));
    decimal(value, shown.unwrap_or(8))
}

/// A percentage or number written in a definition: `95`, `99.5`; kept exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal {
    units: i64,
    places: u32,
}

impl Decimal {
    /// The number divided by 100: `95` becomes 95/100.
    pub fn of_hundred(self) -> Fraction {
        Fraction { num: self.units, den: 10_i64.pow(self.places) * 100 }
    }

    /// The number itself.
    pub fn value(self) -> Fraction {
        Fraction { num: self.units, den: 10_i64.pow(self.places) }
    }
}

/// The text is not a decimal number of at most 12 digits, 6 of them after the point.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a number such as \"95\" or \"99.5\"")]
pub struct NotADecimal(String);

impl FromStr for Decimal {
    type Err = NotADecimal;

    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        let refuse = || NotADecimal(text.chars().take(40).collect());
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = !whole.is_empty()
            && whole.len() + rest.len() <= 12
            && rest.len() <= 6
            && (digits.contains('.') != rest.is_empty())
            && (whole.bytes().chain(rest.bytes())).all(|b| b.is_ascii_digit());
        if !plain {
            return Err(refuse());
        }
        let units: i64 = format!("{whole}{rest}").parse().map_err(|_| refuse())?;
        Ok(Self { units: sign * units, places: rest.len() as u32 })
    }
}

impl TryFrom<String> for Decimal {
    type Error = NotADecimal;

    fn try_from(text: String) -> Result<Self, NotADecimal> {
        text.parse()
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> Self {
        decimal.to_string()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(&self.value().exact(), self.places))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(num: i64, den: i64) -> Fraction {
        Fraction::new(num, den).unwrap()
    }

    #[test]
    fn a_point_apart_is_not_within_a_point() {
        let of = |num, den| Fraction::new(num, den).unwrap();
        assert!(of(322, 339).within_a_point(of(95, 100)) && of(95, 100).within_a_point(of(322, 339)));
        assert!(!of(94, 100).within_a_point(of(95, 100)) && !of(96, 100).within_a_point(of(95, 100)));
        assert!(of(9401, 10_000).within_a_point(of(95, 100)));
        let (most, least) = (Fraction::whole(i64::MAX), Fraction::whole(i64::MIN));
        assert!(!most.within_a_point(least) && !least.within_a_point(most) && most.within_a_point(most));
        assert!(of(i64::MAX, i64::MAX).within_a_point(of(i64::MAX - 1, i64::MAX)));
    }

    #[test]
    fn compares_unrounded() {
        let target = "95".parse::<Decimal>().unwrap().of_hundred();
        assert_eq!(of(322, 339).percent(2), "94.99");
        assert!(of(322, 339) < target);
        assert!(of(90, 120) == "75".parse::<Decimal>().unwrap().of_hundred());
        assert!(of(i64::MAX, i64::MAX) < of(i64::MAX, i64::MAX - 1));
        assert!(Fraction::new(1, 0).is_none());
    }

    #[test]
    fn prints_half_up_and_apart_from_the_target() {
        assert_eq!(of(1, 8).percent(0), "13");
        assert_eq!(of(-1, 8).percent(1), "-12.5");
        assert_eq!(of(-1, 100_000).percent(2), "0.00");
        let (value, target) = (of(999_954, 1_000_000).exact(), of(1, 1).exact());
        assert_eq!(decimal_apart(&value, &target, 2), "0.99995");
        assert_eq!(decimal_apart(&target, &target, 2), "1.00");
    }

    #[test]
    fn decimals_are_read_exactly_or_refused() {
        assert_eq!("99.5".parse::<Decimal>().unwrap().of_hundred(), of(995, 1000));
        assert_eq!("-3".parse::<Decimal>().unwrap().value(), of(-3, 1));
        for text in ["", ".5", "5.", "1e3", "９５", "1,000", "1234567890123", "--1", "0.1234567"] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn order_agrees_with_rationals(a in any::<i64>(), b in 1..i64::MAX, c in any::<i64>(), d in 1..i64::MAX) {
            let (x, y) = (of(a, b), of(c, d));
            prop_assert_eq!(x.cmp(&y), x.exact().cmp(&y.exact()));
        }

        #[test]
        fn printing_is_within_half_a_unit(a in -10_000_i64..10_000, b in 1_i64..10_000) {
            let shown: f64 = of(a, b).percent(2).parse().unwrap();
            prop_assert!((shown - of(a, b).approx() * 100.0).abs() <= 0.005 + 1e-9);
        }
    }
}
