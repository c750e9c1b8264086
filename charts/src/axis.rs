//! Axes: a range of round numbers round the figures, ticks with exact labels, and places for values.

use std::ops::Range;

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

/// A range whose ends are ticks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    step: f64,
    decimals: usize,
    first: f64,
    last: f64,
}

impl Axis {
    /// Round numbers from zero, or from just below the least value if all are to be seen closely, to just
    /// above the greatest, in at most `parts` steps of 1, 2 or 5 times a power of ten. `cap` is a round number
    /// that values cannot exceed, such as 100 %.
    ///
    /// Values are finite and within ±[`Figure::LIMIT`](crate::Figure::LIMIT), which `Figure` sees to.
    pub(crate) fn around(
        values: impl Iterator<Item = f64> + Clone,
        from_zero: bool,
        cap: Option<f64>,
        parts: f64,
    ) -> Self {
        let zero = from_zero.then_some(0.0);
        let least = values.clone().chain(zero).fold(f64::INFINITY, f64::min);
        let most = values.chain(zero).fold(f64::NEG_INFINITY, f64::max);
        // Equal values still get an axis round them, and no values an axis to one.
        let (least, most) = if least > most || (least == 0.0 && most == 0.0) {
            (0.0, 1.0)
        } else if least == most {
            let room = most.abs() / 20.0;
            (least - room, cap.filter(|cap| *cap >= most).map_or(most + room, |cap| cap.min(most + room)))
        } else {
            (least, most)
        };
        // Values told apart only beyond the ninth digit are not spread further.
        let span = (most - least).max(least.abs().max(most.abs()) * 1e-9);
        let steps = (-9..=13).flat_map(|power: i32| [1.0, 2.0, 5.0].map(|m| (m * 10f64.powi(power), power)));
        let fits =
            |step: f64| ((most / step).ceil() - (least / step).floor()) <= parts && step * parts >= span;
        let (step, power) = steps.clone().find(|(step, _)| fits(*step)).unwrap_or((1e13, 13));
        let (first, last) = ((least / step).floor(), (most / step).ceil());
        let last = if last > first { last } else { first + 1.0 };
        let decimals = if power < 0 { usize::try_from(power.unsigned_abs()).unwrap_or(9) } else { 0 };
        Self { step, decimals, first, last }
    }

    /// Ticks from first to last with their labels, thousands separated.
    pub(crate) fn ticks(&self) -> Vec<(f64, String)> {
        let count = (0..64u8).map(f64::from).map(|k| self.first + k).take_while(|k| *k <= self.last);
        count.map(|k| (k * self.step, self.label(k))).collect()
    }

    fn label(&self, k: f64) -> String {
        let sign = if k < 0.0 { "−" } else { "" };
        let digits = format!("{:.*}", self.decimals, (k * self.step).abs());
        let (whole, fraction) = digits.split_once('.').map_or((digits.as_str(), None), |(w, f)| (w, Some(f)));
        let mut label = String::from(sign);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                label.push(',');
            }
            label.push(digit);
        }
        fraction.into_iter().for_each(|f| label.extend(['.'].into_iter().chain(f.chars())));
        label
    }

    /// Where `value` lies when the axis runs from `place.start` to `place.end` (which may be the smaller).
    pub(crate) fn map(&self, value: f64, place: &Range<i32>) -> i32 {
        let range = RangedCoordf64::from(self.first * self.step..self.last * self.step);
        range.map(&value, (place.start, place.end))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labels(values: &[f64], from_zero: bool) -> Vec<String> {
        Axis::around(values.iter().copied(), from_zero, None, 5.0)
            .ticks()
            .into_iter()
            .map(|(_, label)| label)
            .collect()
    }

    #[test]
    fn rates_get_an_axis_to_one_hundred() {
        assert_eq!(labels(&[97.73, 81.98, 95.0], true), ["0", "20", "40", "60", "80", "100"]);
    }

    #[test]
    fn a_cut_axis_begins_at_a_round_number_below_the_least() {
        assert_eq!(labels(&[65.65, 71.2, 75.0], false), ["65", "70", "75"]);
    }

    #[test]
    fn labels_are_exact_and_separate_thousands() {
        assert_eq!(labels(&[12_345.0], true), ["0", "5,000", "10,000", "15,000"]);
        assert_eq!(labels(&[0.3], true), ["0.0", "0.1", "0.2", "0.3"]);
        assert_eq!(labels(&[-3.0, 4.0], true), ["−4", "−2", "0", "2", "4"]);
        assert_eq!(labels(&[], false), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(&[0.0, 0.0], true), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(&[97.0, 97.0], false), ["92", "94", "96", "98", "100", "102"]);
    }

    #[test]
    fn one_hundred_per_cent_is_not_passed() {
        let axis = Axis::around([100.0, 100.0].into_iter(), false, Some(100.0), 5.0);
        assert_eq!(axis.ticks().last().unwrap().1, "100");
    }

    proptest! {
        #[test]
        fn every_value_lies_on_its_axis_in_order(
            mut values in prop::collection::vec(-1e12..1e12f64, 1..20), from_zero: bool,
        ) {
            let axis = Axis::around(values.iter().copied(), from_zero, None, 5.0);
            prop_assert!(axis.ticks().len() <= 7, "{:?}", axis.ticks());
            values.sort_by(f64::total_cmp);
            let places: Vec<i32> = values.iter().map(|v| axis.map(*v, &(0..2000))).collect();
            prop_assert!(places.iter().all(|p| (0..=2000).contains(p)), "{places:?}");
            prop_assert!(places.is_sorted());
        }
    }
}
