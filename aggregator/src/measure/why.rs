//! "Why this place": what would change it. Exact arithmetic on the two counts of a rate.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive};
use schemas::{fraction::Fraction, target::Target};

/// How many more successes among the same cases would put a share at its line; 0 if it is met, `None` if all of
/// them would not do.
pub fn more_to_target(target: &Target, value: Fraction, line: Fraction) -> Option<i64> {
    if !target.shortfall(value, line).is_positive() {
        return Some(0);
    }
    let missing =
        (line.exact() * BigInt::from(value.den()) - BigRational::from_integer(value.num().into())).ceil();
    let more = missing.to_integer().to_i64()?;
    // A benchmark of the pool moves with the bureau's own figures; the line of today is what is meant.
    let reachable = line.exact() <= BigRational::one() && value.num().checked_add(more)? <= value.den();
    reachable.then_some(more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_closure_puts_gaoxin_at_the_target() {
        let target: Target = toml::from_str("indicator='I3'\nask='at-least'\npercent='95'").unwrap();
        let line = Fraction::new(95, 100).unwrap();
        assert_eq!(more_to_target(&target, Fraction::new(322, 339).unwrap(), line), Some(1));
        assert_eq!(more_to_target(&target, Fraction::new(91, 111).unwrap(), line), Some(15));
        assert_eq!(more_to_target(&target, Fraction::new(19, 20).unwrap(), line), Some(0));
        assert_eq!(more_to_target(&target, Fraction::new(0, 1).unwrap(), Fraction::new(3, 2).unwrap()), None);
    }
}
