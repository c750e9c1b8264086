//! Exact decimal numbers, so that no amount passes through a float's rounding.

use std::fmt;

/// `digits / 10^scale`, with no needless zeros at the end of a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: i128,
    scale: u32,
}

/// More digits than any honest figure has; keeps every product within `i128`.
const MOST_DIGITS: u32 = 24;

/// Below this, 15 significant digits are all the digits of a whole number.
const EXACT: f64 = 1e15;

impl Decimal {
    /// Reads `-1,234.50`. Thousands may be separated by `,` but only in threes, and not inside the fraction.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix(['-', '+']) {
            Some(rest) => (text.starts_with('-'), rest),
            None => (false, text),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let plain = if whole.contains(',') { without_separators(whole)? } else { whole.to_owned() };
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if plain.is_empty() || !is_digits(&plain) || !is_digits(fraction) || unsigned.ends_with('.') {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let digits = format!("{plain}{fraction}");
        if u32::try_from(digits.trim_start_matches('0').len()).ok()? > MOST_DIGITS {
            return None;
        }
        let digits: i128 = digits.parse().ok()?;
        Some(Self {
            digits: if negative { -digits } else { digits },
            scale: u32::try_from(fraction.len()).ok()?,
        })
    }

    /// The number a spreadsheet shows for a stored float: 15 significant digits, so `0.1 + 0.2` is 0.3.
    pub(super) fn displayed(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        // Counts, days and most amounts are whole, and the conversion cuts nothing off.
        if number.fract() == 0.0 && number.abs() < EXACT {
            return Some(Self { digits: number as i128, scale: 0 });
        }
        let scientific = format!("{number:.14e}");
        let (mantissa, exponent) = scientific.split_once('e')?;
        let mantissa = Self::parse(mantissa)?;
        let exponent: i32 = exponent.parse().ok()?;
        // Fewer decimals than the exponent leave zeros to append; a very small number keeps its decimals.
        let scale = i32::try_from(mantissa.scale).ok()?.checked_sub(exponent)?;
        match u32::try_from(scale) {
            Ok(scale) if scale <= 40 => Some(Self { digits: mantissa.digits, scale }.reduced()),
            Ok(_) => Some(Self { digits: 0, scale: 0 }),
            Err(_) => {
                let factor = 10_i128.checked_pow(scale.unsigned_abs())?;
                let digits = mantissa.digits.checked_mul(factor)?;
                (digits.unsigned_abs() < 10_u128.pow(MOST_DIGITS)).then_some(Self { digits, scale: 0 })
            }
        }
    }

    /// The whole number this is after multiplication with a factor; `None` if a fraction remains or it is too large.
    pub(super) fn whole(self, factor: i64) -> Option<i64> {
        let product = self.digits.checked_mul(i128::from(factor))?;
        let divisor = 10_i128.checked_pow(self.scale)?;
        if product % divisor != 0 {
            return None;
        }
        i64::try_from(product / divisor).ok()
    }

    /// The whole part, rounded down, and the fraction left over in units of `1/per`, rounded half up.
    pub(super) fn split(self, per: i64) -> Option<(i64, i64)> {
        let divisor = 10_i128.checked_pow(self.scale)?;
        let whole = i64::try_from(self.digits.div_euclid(divisor)).ok()?;
        let rest = self.digits.rem_euclid(divisor).checked_mul(i128::from(per))?;
        let part = i64::try_from((rest.checked_mul(2)? + divisor) / (divisor.checked_mul(2)?)).ok()?;
        Some((whole, part))
    }

    /// A hundred times this.
    pub(super) fn hundredfold(self) -> Self {
        match self.scale.checked_sub(2) {
            Some(scale) => Self { scale, ..self },
            None => Self { digits: self.digits.saturating_mul(10_i128.pow(2 - self.scale)), scale: 0 },
        }
    }

    /// Whether 100 × `of` ÷ `to` lies less than a unit of the last decimal away, of two decimals at most.
    pub(super) fn is_percentage(self, of: i64, to: i64) -> bool {
        let near = || {
            let scale = 10_i128.checked_pow(self.scale)?;
            let exact = i128::from(of).checked_mul(100)?.checked_mul(scale)?;
            let gap = self.digits.checked_mul(to.into())?.checked_sub(exact)?;
            let unit = i128::from(to).checked_mul(scale)?;
            Some(gap.checked_abs()?.checked_mul(10_i128.pow(self.scale.min(2)))? < unit)
        };
        to > 0 && near().unwrap_or(false)
    }

    fn reduced(mut self) -> Self {
        while self.scale > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = usize::try_from(self.scale).unwrap_or(0);
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(scale));
        let sign = if self.digits < 0 { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

/// `1,234,567` without its commas; anything but groups of three is not a number but a doubt.
fn without_separators(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let rest: Option<Vec<&str>> = groups.map(|group| Some(group).filter(|group| group.len() == 3)).collect();
    Some(format!("{first}{}", rest?.concat()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        let read = |text: &str| Decimal::parse(text).map(|decimal| decimal.to_string());
        for (text, expected) in [
            ("12", "12"),
            ("-0.50", "-0.5"),
            ("1,234,567.80", "1234567.8"),
            ("+7", "7"),
            ("007", "7"),
            ("0", "0"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "", "-", ".5", "5.", "1,23", "12,34.5", ",123", "1.2.3", "1e5", "１", "1 2", "--1", "1,2345",
            "0x1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"9".repeat(25)), None);
    }

    #[test]
    fn floats_are_taken_as_a_spreadsheet_shows_them() {
        let shown = |number: f64| Decimal::displayed(number).map(|decimal| decimal.to_string());
        for (number, expected) in [
            (0.1 + 0.2, "0.3"),
            (1.005 * 1000.0, "1005"),
            (123_456.78, "123456.78"),
            (-2.5, "-2.5"),
            (0.0, "0"),
            (-0.0, "0"),
            (1e15, "1000000000000000"),
            (4.5e-9, "0.0000000045"),
            (1e-300, "0"),
        ] {
            assert_eq!(shown(number).as_deref(), Some(expected));
        }
        for number in [f64::NAN, f64::INFINITY, 1e300, -1e60] {
            assert_eq!(shown(number), None);
        }
    }

    #[test]
    fn a_fraction_is_split_into_units_half_up() {
        let split = |text: &str| Decimal::parse(text).and_then(|decimal| decimal.split(86_400));
        assert_eq!(split("45841.5"), Some((45_841, 43_200)));
        assert_eq!(split("45841.999999"), Some((45_841, 86_400)));
        assert_eq!(split("-0.25"), Some((-1, 64_800)));
    }

    proptest! {
        #[test]
        fn printing_and_reading_agree(digits in -999_999_999_999_i64..999_999_999_999, scale in 0_u32..9) {
            let decimal = Decimal { digits: digits.into(), scale }.reduced();
            prop_assert_eq!(Decimal::parse(&decimal.to_string()), Some(decimal));
        }

        #[test]
        fn no_text_and_no_float_panics(text in ".*", bits in any::<u64>()) {
            if let Some(decimal) = Decimal::parse(&text) { decimal.whole(1_000_000); decimal.split(86_400); }
            if let Some(decimal) = Decimal::displayed(f64::from_bits(bits)) { decimal.whole(1_000_000); decimal.split(86_400); }
        }
    }
}
