//! When a job is due: the newest instant of its schedule that no run was for. However many were missed while the
//! program was not running, one run makes up for all of them.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use schemas::{hash::Sha, schedule::Schedule};

use super::Job;
use crate::{
    outbox::{Outcome, Run},
    push::{TRIES, full_jitter},
};

/// The longest wait between runs that fail.
const CAP: Duration = Duration::from_secs(300);
/// The same in the last hour before something is due.
const CAP_IN_HASTE: Duration = Duration::from_secs(60);

/// The instant whose run is to be made now, if there is one. `runs` are the latest, newest first.
pub fn due(job: Job, runs: &[Run], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    // A run in the future was made under a clock that was wrong; it says nothing about now.
    let last = runs.iter().find(|run| run.due_at <= now && run.ended.is_some());
    schedule(job)?.due(last.map(|last| last.due_at), now)
}

/// The next instant of the schedule.
pub fn next(job: Job, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    schedule(job)?.next(now)
}

/// Before which instant nothing is tried again after runs that failed: a random part of a wait that doubles, with the
/// tries within each run counted (PROTOCOL §1). The part follows from node and run, so that it is another for each
/// node and the same after a restart. `haste`: something is due within the hour.
pub fn backoff(node: &str, runs: &[Run], haste: bool) -> Option<DateTime<Utc>> {
    let failed = |run: &&Run| matches!(run.ended, Some((_, Outcome::Failed)));
    let mut ended = runs.iter().filter(|run| run.ended.is_some()).peekable();
    let last = *ended.peek()?;
    let failures = u32::try_from(ended.take_while(failed).count()).unwrap_or(u32::MAX);
    let (finished, _) = last.ended.filter(|_| failures > 0)?;
    let longest = full_jitter(TRIES.saturating_mul(failures), if haste { CAP_IN_HASTE } else { CAP });
    let drawn = Sha::of(format!("{node} {}", last.due_at.timestamp_micros()).as_bytes());
    let part = drawn.bytes().iter().take(4).fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
    let wait = longest.as_millis() * part / u128::from(u32::MAX);
    finished.checked_add_signed(TimeDelta::milliseconds(i64::try_from(wait).ok()?))
}

fn schedule(job: Job) -> Option<Schedule> {
    job.schedule().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn run(due: &str, outcome: Option<Outcome>) -> Run {
        let due = at(due);
        Run { due_at: due, started: due, ended: outcome.map(|outcome| (due, outcome)) }
    }

    #[test]
    fn every_schedule_can_be_read_and_follows_official_time() {
        let now = at("2025-10-12T01:07:31Z");
        let nexts = Job::ALL.map(|job| next(job, now).unwrap().to_rfc3339());
        assert_eq!(
            nexts,
            [
                "2025-10-12T01:08:00+00:00",
                "2025-10-12T01:08:00+00:00",
                "2025-10-12T01:15:00+00:00",
                "2025-10-12T01:15:00+00:00",
                "2025-10-12T19:20:00+00:00"
            ],
            "03:20 of the next morning at +08:00 is 19:20 of this day at UTC"
        );
    }

    #[test]
    fn what_was_missed_is_made_up_for_once() {
        let done = Some(Outcome::Done);
        let now = at("2025-10-12T01:07:31Z");
        assert_eq!(due(Job::Letters, &[], now), Some(at("2025-10-12T01:00:00Z")), "nothing ever ran");
        let year_ago = [run("2024-10-12T01:00:00Z", done)];
        assert_eq!(due(Job::Push, &year_ago, now), Some(at("2025-10-12T01:07:00Z")), "one run for the year");
        let caught_up = [run("2025-10-12T01:07:00Z", done), run("2024-10-12T01:00:00Z", done)];
        assert_eq!(due(Job::Push, &caught_up, now), None);
        assert_eq!(due(Job::Push, &caught_up, at("2025-10-12T01:08:00Z")), Some(at("2025-10-12T01:08:00Z")));
        // One that broke off was a run; one that was never ended was none.
        assert_eq!(due(Job::Push, &[run("2025-10-12T01:07:00Z", Some(Outcome::Broken))], now), None);
        let open = [run("2025-10-12T01:07:00Z", None), run("2025-10-12T01:06:00Z", done)];
        assert_eq!(due(Job::Push, &open, now), Some(at("2025-10-12T01:07:00Z")));
        // The clock once showed another century.
        let ahead = [run("2125-01-01T00:00:00Z", done), run("2025-10-12T01:06:00Z", done)];
        assert_eq!(due(Job::Push, &ahead, now), Some(at("2025-10-12T01:07:00Z")));
    }

    #[test]
    fn failures_in_a_row_lengthen_the_wait_up_to_the_cap() {
        let failed = |n: usize| -> Vec<Run> {
            let minute = |n: usize| at("2025-10-12T01:00:00Z") + TimeDelta::minutes(n.try_into().unwrap());
            (0..n)
                .rev()
                .map(|n| Run {
                    due_at: minute(n),
                    started: minute(n),
                    ended: Some((minute(n), Outcome::Failed)),
                })
                .collect()
        };
        let wait = |node: &str, n: usize, haste: bool| {
            let runs = failed(n);
            backoff(node, &runs, haste).map(|until| until - runs[0].due_at)
        };
        assert_eq!(wait("n1", 0, false), None);
        assert_eq!(backoff("n1", &[run("2025-10-12T01:00:00Z", Some(Outcome::Done))], false), None);
        let longest = |n: usize, haste: bool| {
            (0..2_000).filter_map(|node| wait(&format!("n{node}"), n, haste)).max().unwrap().num_seconds()
        };
        // The longest of two thousand nodes comes close to the bound and never over it.
        for (n, haste, bound) in
            [(1, false, 32), (2, false, 300), (40, false, 300), (1, true, 32), (40, true, 60)]
        {
            let longest = longest(n, haste);
            assert!(longest <= bound && longest * 100 >= bound * 95, "{n} {haste}: {longest}");
        }
        let shortest = (0..2_000).filter_map(|node| wait(&format!("n{node}"), 9, false)).min().unwrap();
        assert!(shortest.num_seconds() < 5, "full jitter: {shortest}");
        assert_eq!(wait("n1", 3, false), wait("n1", 3, false), "the same after a restart");
        // A success in between begins anew; a run under way is no answer.
        let mut runs = failed(6);
        runs[1].ended = Some((runs[1].due_at, Outcome::Done));
        let one = backoff("n1", &runs, false).unwrap() - runs[0].due_at;
        assert!(one.num_seconds() <= 32, "{one}");
        runs.insert(0, run("2025-10-12T02:00:00Z", None));
        assert_eq!(backoff("n1", &runs, false).unwrap() - runs[1].due_at, one);
    }
}
