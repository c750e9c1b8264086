//! How long a unit of work would wait for the writer: what is queued, times what commits have lately taken.
//!
//! Admission goes by this estimate and not by a count: a burst that commits in a second is let in whole, and a disk
//! that has become slow turns callers away early (PROTOCOL §6).

use std::time::Duration;

use super::writer::{GROUP, Lane, REST_GROUP, REST_TIME};

/// A commit that takes longer than this had too much in it: a statement that just misses one waits for two.
const SLOW: Duration = Duration::from_millis(25);

/// Moving averages of what the writer has lately done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    commit: Duration,
    rest_unit: Duration,
    allowed: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { commit: Duration::ZERO, rest_unit: Duration::ZERO, allowed: REST_GROUP }
    }
}

/// Units that wait, by lane.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waiting {
    pub(super) statements: usize,
    pub(super) rest: usize,
}

impl Pace {
    /// A commit took so long.
    pub(super) fn committed(&mut self, took: Duration) {
        self.commit = average(self.commit, took);
        // What a unit costs shows only when its bytes go to the disk: less of the rest next time, or one more.
        self.allowed = if took > SLOW { (self.allowed / 2).max(1) } else { REST_GROUP.min(self.allowed + 1) };
    }

    /// Units of the lane *rest* that may go with the next commit.
    pub(super) fn allowed(&self) -> usize {
        self.allowed
    }

    /// A unit of the lane *rest* took so long.
    pub(super) fn did_rest(&mut self, took: Duration) {
        self.rest_unit = average(self.rest_unit, took);
    }

    /// How long a unit that joins a lane now would wait.
    pub(super) fn wait(&self, lane: Lane, waiting: Waiting) -> Duration {
        let commits = waiting.statements.div_ceil(GROUP);
        let commits = match lane {
            Lane::Statements => commits,
            Lane::Rest => commits + waiting.rest.div_ceil(self.rest_in_a_commit()),
        };
        self.commit.saturating_mul(u32::try_from(commits).unwrap_or(u32::MAX))
    }

    /// Units of the lane *rest* that fit into a commit: as many as their share of the time allows.
    fn rest_in_a_commit(&self) -> usize {
        let fit = REST_TIME.as_nanos() / self.rest_unit.as_nanos().max(1);
        usize::try_from(fit).unwrap_or(usize::MAX).clamp(1, self.allowed)
    }
}

/// The newest counts for an eighth.
fn average(so_far: Duration, newest: Duration) -> Duration {
    if so_far.is_zero() { newest } else { (so_far * 7 + newest) / 8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(commit: u64, rest_unit: u64) -> Pace {
        let mut pace = Pace::default();
        pace.committed(Duration::from_millis(commit));
        pace.did_rest(Duration::from_millis(rest_unit));
        pace
    }

    fn seconds(pace: Pace, lane: Lane, statements: usize, rest: usize) -> f64 {
        pace.wait(lane, Waiting { statements, rest }).as_secs_f64()
    }

    #[test]
    fn a_burst_that_commits_quickly_waits_little_and_a_slow_disk_shows() {
        assert_eq!(seconds(pace(30, 1), Lane::Statements, 3000, 0), 0.36);
        assert_eq!(seconds(pace(1000, 1), Lane::Statements, 3000, 0), 12.0);
        assert_eq!(seconds(Pace::default(), Lane::Statements, 3000, 3000), 0.0);
    }

    #[test]
    fn statements_do_not_wait_for_the_rest_and_the_rest_waits_for_both() {
        assert_eq!(seconds(pace(100, 5), Lane::Statements, 0, 4000), 0.0);
        // Five milliseconds each: four fit into a commit beside the statements.
        assert_eq!(seconds(pace(100, 5), Lane::Rest, 256, 40), 1.1);
        // One is always taken, however long it takes; and never more than the bound.
        assert_eq!(seconds(pace(100, 500), Lane::Rest, 0, 3), 0.3);
        assert_eq!(seconds(pace(10, 0), Lane::Rest, 0, 2 * REST_GROUP), 0.02);
    }

    #[test]
    fn slow_commits_take_less_of_the_rest_until_they_are_quick_again() {
        let mut pace = Pace::default();
        let allowed: Vec<usize> = (0..6)
            .map(|_| {
                pace.committed(SLOW * 2);
                pace.allowed()
            })
            .collect();
        assert_eq!(allowed, [8, 4, 2, 1, 1, 1]);
        (0..REST_GROUP).for_each(|_| pace.committed(SLOW));
        assert_eq!(pace.allowed(), REST_GROUP);
    }

    #[test]
    fn the_average_follows_slowly() {
        let mut pace = pace(80, 1);
        pace.committed(Duration::from_millis(0));
        assert_eq!(pace.commit, Duration::from_millis(70));
    }
}
