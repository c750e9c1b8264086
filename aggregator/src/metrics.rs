//! Counts and durations for whoever watches the program, in the text format of Prometheus.
//!
//! Each city has its own recorder, so that many can run in one process. Labels come from closed sets (addresses of
//! the route table, methods, codes of problems): no bureau, no person, and no way for a caller to make more of them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use metrics::{counter, gauge, histogram, with_local_recorder};
use metrics_exporter_prometheus::{
    BuildError, Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder,
};
use schemas::{problem::Problem, schedule::Outcome};

use crate::{
    intake::recovery::Progress,
    jobs::{Job, scrub::Run},
    store::Lane,
};

/// Upper bounds of durations, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0];
/// Upper bounds of units in a commit.
const UNITS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
/// Samples of histograms are kept one by one until somebody reads or this many requests have come.
const UPKEEP: u32 = 1024;

/// The recorder of one city; cloning shares it.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    requests: AtomicU32,
}

/// What a request was, in words that are bounded.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Pattern of the address; `none` for an address that does not exist.
    pub route: &'a str,
    /// Method; `other` for one that no address has.
    pub method: &'a str,
    /// Status of the answer.
    pub status: u16,
}

impl Metrics {
    /// A recorder that has counted nothing.
    ///
    /// # Errors
    /// If the exporter refuses our bounds, which a test would show.
    pub fn new() -> Result<Self, BuildError> {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)?
            .set_buckets_for_metric(Matcher::Suffix("_units".into()), &UNITS)?
            .build_recorder();
        let handle = recorder.handle();
        Ok(Self(Arc::new(Inner { recorder, handle, requests: AtomicU32::new(0) })))
    }

    /// A request was answered.
    pub fn request(&self, request: Request<'_>, took: Duration) {
        let (route, method) = (request.route.to_owned(), request.method.to_owned());
        let class = format!("{}xx", request.status / 100);
        self.record(|| {
            counter!("tongbao_requests_total", "route" => route.clone(), "method" => method.clone(), "status" => class)
                .increment(1);
            histogram!("tongbao_request_seconds", "route" => route, "method" => method).record(took);
        });
        if self.0.requests.fetch_add(1, Ordering::Relaxed) % UPKEEP == UPKEEP - 1 {
            self.0.handle.run_upkeep();
        }
    }

    /// A statement was taken, was here already, or was refused with a problem.
    pub fn statement(&self, outcome: Result<bool, Problem>) {
        let outcome = outcome.map_or_else(Problem::code, |again| if again { "repeated" } else { "accepted" });
        self.record(|| counter!("tongbao_statements_total", "outcome" => outcome).increment(1));
    }

    /// A statement, enrolment or change of key was refused.
    pub fn refusal(&self, act: &'static str, problem: Problem) {
        self.record(|| {
            counter!("tongbao_refusals_total", "act" => act, "problem" => problem.code()).increment(1)
        });
    }

    /// An enrolment token was tried with a second key.
    pub fn token_burned(&self) {
        self.record(|| counter!("tongbao_tokens_burned_total").increment(1));
    }

    /// Rows were judged: so many of a ledger that stands, or of one that does not.
    pub fn rows(&self, stand: bool, rows: u64) {
        let verdict = if stand { "validated" } else { "invalid" };
        self.record(|| {
            counter!("tongbao_ledgers_total", "verdict" => verdict).increment(1);
            counter!("tongbao_rows_total", "verdict" => verdict).increment(rows);
        });
    }

    /// The standings of a period were computed anew.
    pub fn standings(&self, took: Duration) {
        self.record(|| histogram!("tongbao_standings_seconds").record(took));
    }

    /// So many periods are kept computed.
    pub fn periods_kept(&self, periods: usize) {
        let periods = u32::try_from(periods).map_or(f64::INFINITY, f64::from);
        self.record(|| gauge!("tongbao_standings_periods").set(periods));
    }

    /// A scrub ended.
    pub fn scrub(&self, run: &Run) {
        let outcome = if run.is_clean() { "clean" } else { "faults" };
        let named = u32::try_from(run.faults.len()).unwrap_or(u32::MAX);
        let faults = named.saturating_add(u32::try_from(run.more).unwrap_or(u32::MAX));
        self.record(|| {
            counter!("tongbao_scrubs_total", "outcome" => outcome).increment(1);
            gauge!("tongbao_scrub_faults").set(f64::from(faults));
        });
    }

    /// How far recovery after a restore is.
    pub fn recovery(&self, progress: &Progress) {
        let exact = |number: u64| u32::try_from(number).map_or(f64::INFINITY, f64::from);
        let silent = progress.silent().count();
        let nodes = |number: usize| u32::try_from(number).map_or(f64::INFINITY, f64::from);
        self.record(|| {
            gauge!("tongbao_recovering").set(1.0);
            gauge!("tongbao_recovery_leaves", "state" => "recovered").set(exact(progress.recovered));
            gauge!("tongbao_recovery_leaves", "state" => "missing").set(exact(progress.leaves_missing()));
            gauge!("tongbao_recovery_nodes", "state" => "reported")
                .set(nodes(progress.nodes.len().saturating_sub(silent)));
            gauge!("tongbao_recovery_nodes", "state" => "silent").set(nodes(silent));
            gauge!("tongbao_recovery_forks").set(nodes(progress.forks));
        });
    }

    /// The city is live again.
    pub fn recovered(&self) {
        self.record(|| {
            gauge!("tongbao_recovering").set(0.0);
            for state in ["recovered", "missing"] {
                gauge!("tongbao_recovery_leaves", "state" => state).set(0.0);
            }
            for state in ["reported", "silent"] {
                gauge!("tongbao_recovery_nodes", "state" => state).set(0.0);
            }
        });
    }

    /// A run of a job ended; the gauge is 1 while its latest run here failed.
    pub fn job(&self, job: Job, outcome: Outcome) {
        self.record(|| {
            counter!("tongbao_job_runs_total", "job" => job.code(), "outcome" => outcome.code()).increment(1);
            let failing = if outcome == Outcome::Failed { 1.0 } else { 0.0 };
            gauge!("tongbao_job_failing", "job" => job.code()).set(failing);
        });
    }

    /// A unit of work joined a lane of the writer.
    pub(crate) fn queued(&self, lane: Lane) {
        self.record(|| gauge!("tongbao_writer_queue", "lane" => lane.word()).increment(1.0));
    }

    /// A unit of work left a lane of the writer.
    pub(crate) fn unqueued(&self, lane: Lane) {
        self.record(|| gauge!("tongbao_writer_queue", "lane" => lane.word()).decrement(1.0));
    }

    /// A unit of work waited so long in its lane.
    pub(crate) fn waited(&self, lane: Lane, wait: Duration) {
        self.record(|| histogram!("tongbao_writer_wait_seconds", "lane" => lane.word()).record(wait));
    }

    /// A unit of work would have waited too long and was turned away.
    pub(crate) fn turned_away(&self, lane: Lane) {
        self.record(|| counter!("tongbao_writer_refused_total", "lane" => lane.word()).increment(1));
    }

    /// The writer ended a commit of so many units.
    pub(crate) fn commit(&self, units: usize, committed: bool, took: Duration) {
        let outcome = if committed { "committed" } else { "failed" };
        // Exact: a group has at most a few hundred units.
        let units = u32::try_from(units).map_or(f64::INFINITY, f64::from);
        self.record(|| {
            counter!("tongbao_commits_total", "outcome" => outcome).increment(1);
            histogram!("tongbao_commit_units").record(units);
            histogram!("tongbao_commit_seconds").record(took);
        });
    }

    /// Everything counted so far, in the text format.
    pub fn text(&self) -> String {
        self.0.handle.render()
    }

    fn record(&self, record: impl FnOnce()) {
        with_local_recorder(&self.0.recorder, record);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_told_in_buckets_and_two_recorders_are_apart() {
        let (one, other) = (Metrics::new().unwrap(), Metrics::new().unwrap());
        let request = Request { route: "/api/v1/standings", method: "GET", status: 200 };
        for _ in 0..=UPKEEP {
            one.request(request, Duration::from_millis(3));
        }
        one.statement(Ok(false));
        one.statement(Err(Problem::BadSignature));
        one.refusal("statement", Problem::BadSignature);
        one.token_burned();
        one.rows(true, 40);
        one.standings(Duration::from_millis(30));
        one.queued(Lane::Rest);
        one.commit(3, true, Duration::from_millis(4));
        let text = one.text();
        for line in [
            r#"tongbao_requests_total{route="/api/v1/standings",method="GET",status="2xx"} 1025"#,
            r#"tongbao_request_seconds_bucket{route="/api/v1/standings",method="GET",le="0.002"} 0"#,
            r#"tongbao_request_seconds_bucket{route="/api/v1/standings",method="GET",le="0.005"} 1025"#,
            r#"tongbao_statements_total{outcome="accepted"} 1"#,
            r#"tongbao_statements_total{outcome="bad-signature"} 1"#,
            r#"tongbao_refusals_total{act="statement",problem="bad-signature"} 1"#,
            "tongbao_tokens_burned_total 1",
            r#"tongbao_rows_total{verdict="validated"} 40"#,
            r#"tongbao_writer_queue{lane="rest"} 1"#,
            r#"tongbao_commit_units_bucket{le="4"} 1"#,
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
        assert_eq!(other.text(), "");
    }
}
