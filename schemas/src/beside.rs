//! Which ledgers of another form speak of a period: what a ledger is held to, and what it can be made of.

use std::cmp::Reverse;

use crate::period::Period;

/// Those whose period shares a day with it, the newest first; where none does, the newest before it: a roster is filed
/// before the days it is for.
pub fn speaking<T>(period: Period, mut ledgers: Vec<T>, of: impl Fn(&T) -> Period) -> Vec<T> {
    ledgers.sort_by_key(|ledger| Reverse((of(ledger).end(), of(ledger).start())));
    let touches = |ledger: &T| of(ledger).touches(period);
    if ledgers.iter().any(touches) {
        ledgers.retain(touches);
        return ledgers;
    }
    ledgers.retain(|ledger| of(ledger).end() < period.start());
    let newest = ledgers.first().map(&of);
    ledgers.retain(|ledger| Some(of(ledger)) == newest);
    ledgers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_comes_before_what_is_older_and_what_is_later_says_nothing() {
        let spoken = |period: &str, held: &[&str]| -> Vec<String> {
            let held = held.iter().map(|held| held.parse().unwrap()).collect();
            speaking(period.parse().unwrap(), held, |held: &Period| *held)
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        let quarters = ["2022Q1", "2022Q2", "2022Q3", "2022Q4"];
        assert_eq!(spoken("2022-07", &quarters), ["2022Q3"]);
        assert_eq!(spoken("2022-07", &quarters[..2]), ["2022Q2"], "the newest before");
        assert_eq!(spoken("2022-07", &quarters[3..]), [""; 0], "nothing is known beforehand");
        assert_eq!(spoken("2022-10-16", &["2022-10-15", "2022-10-14"]), ["2022-10-15"]);
        assert_eq!(spoken("2022-10-16", &["2022-10-15", "2022-10"]), ["2022-10"]);
        assert_eq!(spoken("2022-10", &["2022-10-15", "2022-10-16"]), ["2022-10-16", "2022-10-15"]);
    }
}
