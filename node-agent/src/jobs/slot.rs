//! When in the last hours before a deadline a node sends what it sends by itself, so that a city's counties do not all
//! come at once (PROTOCOL §6). A person who says `push` does not wait, and neither does what is sealed before.

use chrono::{DateTime, TimeDelta, Utc};
use schemas::{hash::Sha, period::Period};

/// How long before the deadline the counties begin to take turns.
pub(super) const OPENS: TimeDelta = TimeDelta::hours(6);
/// The last part of it is free of turns, for whatever went wrong.
const FREE: TimeDelta = TimeDelta::minutes(30);

/// The turn of a node: always the same for a node and a period, and spread evenly over the nodes. Before the turns
/// begin there is none to wait for.
pub fn slot(node: &str, period: Period, due: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let opens = due.checked_sub_signed(OPENS)?;
    if now < opens {
        return None;
    }
    let window = u64::try_from((OPENS - FREE).num_seconds()).ok()?;
    let drawn = Sha::of(format!("{node} {period}").as_bytes());
    let number = drawn.bytes().iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    opens.checked_add_signed(TimeDelta::seconds(i64::try_from(number.checked_rem(window)?).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_spread_over_the_last_hours_and_leave_the_end_free() {
        let due: DateTime<Utc> = "2025-10-15T16:00:00Z".parse().unwrap();
        let (q3, q4): (Period, Period) = ("2025Q3".parse().unwrap(), "2025Q4".parse().unwrap());
        let opens: DateTime<Utc> = "2025-10-15T10:00:00Z".parse().unwrap();
        let turn = |node: &str, period| slot(node, period, due, opens).unwrap();
        assert_eq!(slot("n1", q3, due, opens - TimeDelta::seconds(1)), None, "18:00 at +08:00");
        assert_eq!(turn("n1", q3), slot("n1", q3, due, opens + TimeDelta::hours(5)).unwrap());
        assert_ne!(turn("n1", q3), turn("n1", q4));
        let mut hours = [0_u32; 6];
        for node in 0..3_000 {
            let after = turn(&format!("n{node}"), q3) - opens;
            assert!(after >= TimeDelta::zero() && after < TimeDelta::minutes(330), "{after}");
            hours[usize::try_from(after.num_hours()).unwrap()] += 1;
        }
        // 3000 nodes in five hours and a half: 545 an hour, give or take chance.
        assert!(
            hours[..5].iter().all(|n| (450..650).contains(n)) && (200..350).contains(&hours[5]),
            "{hours:?}"
        );
    }
}
