//! Wilson's interval for a proportion, drawn beside a rate (STATS §2). It shows uncertainty and decides nothing.

use schemas::fraction::Fraction;

/// Normal quantile for 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// Lower and upper end of the 95 % interval of `value`, within 0 and 1; `None` if it is not a share.
pub fn wilson(value: Fraction) -> Option<(f64, f64)> {
    if value.num() < 0 || value.num() > value.den() {
        return None;
    }
    let (x, n) = (value.num() as f64, value.den() as f64);
    let p = x / n;
    let centre = (x + Z * Z / 2.0) / (n + Z * Z);
    let half = Z / (n + Z * Z) * (n * p * (1.0 - p) + Z * Z / 4.0).sqrt();
    Some(((centre - half).max(0.0), (centre + half).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_published_values() {
        // STATS §2, from statsmodels 0.15.0 `proportion_confint`.
        for (x, n, lo, hi) in [
            (0, 3, 0.0, 0.561_497_032),
            (1, 3, 0.061_491_945, 0.792_340_399),
            (3, 3, 0.438_502_968, 1.0),
            (5, 10, 0.236_593_090, 0.763_406_910),
            (9, 10, 0.595_849_973, 0.982_123_787),
        ] {
            let (low, high) = wilson(Fraction::new(x, n).unwrap()).unwrap();
            assert!((low - lo).abs() < 1e-8 && (high - hi).abs() < 1e-8, "{x}/{n}: {low} {high}");
        }
        assert_eq!(wilson(Fraction::new(4, 3).unwrap()), None);
    }
}
