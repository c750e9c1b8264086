//! Runs of the daemon's jobs. A run is claimed by inserting its row, so that two processes never do one at once; a row
//! begun and never finished is taken over after a while.

use chrono::{DateTime, Utc};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use schemas::schedule::{GIVEN_UP, Outcome};

use super::{Outbox, StoreFault, schema::job_run};

/// Most runs of a job that are read back.
const READ: i64 = 50;

/// One run of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// When it was begun.
    pub started: DateTime<Utc>,
    /// When and how it ended; none while it runs.
    pub ended: Option<(DateTime<Utc>, Outcome)>,
}

type Row = (i64, i64, Option<i64>, Option<String>);

fn run((due_at, started, finished, outcome): Row) -> Option<Run> {
    let time = DateTime::from_timestamp_micros;
    let ended = match finished.zip(outcome) {
        Some((finished, outcome)) => Some((time(finished)?, Outcome::parse(&outcome)?)),
        None => None,
    };
    Some(Run { due_at: time(due_at)?, started: time(started)?, ended })
}

impl Outbox {
    /// The latest runs of a job, newest first.
    pub(crate) fn runs(&self, job: &str) -> Result<Vec<Run>, StoreFault> {
        self.read(|connection| {
            let rows: Vec<Row> = job_run::table
                .filter(job_run::job.eq(job))
                .order(job_run::due_at.desc())
                .limit(READ)
                .select((job_run::due_at, job_run::started, job_run::finished, job_run::outcome))
                .load(connection)?;
            Ok(rows.into_iter().filter_map(run).collect())
        })
    }

    /// Claims a run: true for one process only, and for none while another does an earlier run of the same job.
    pub(crate) fn claim(
        &self,
        job: &str,
        due_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreFault> {
        let (due, now_micros) = (due_at.timestamp_micros(), now.timestamp_micros());
        let [earliest, latest] = [now - GIVEN_UP, now + GIVEN_UP].map(|at| at.timestamp_micros());
        self.write(|connection| {
            // Two who look at the same moment read the clock one before the other; one that claims to have begun in a
            // farther future was begun under a clock that was wrong.
            let running: Option<i64> = job_run::table
                .filter(job_run::job.eq(job).and(job_run::finished.is_null()))
                .filter(job_run::started.gt(earliest).and(job_run::started.le(latest)))
                .select(job_run::due_at)
                .first(connection)
                .optional()?;
            if running.is_some() {
                return Ok(false);
            }
            let taken_over = diesel::update(job_run::table)
                .filter(job_run::job.eq(job).and(job_run::due_at.eq(due)).and(job_run::finished.is_null()))
                .set(job_run::started.eq(now_micros))
                .execute(connection)?;
            diesel::update(job_run::table)
                .filter(job_run::job.eq(job).and(job_run::due_at.ne(due)).and(job_run::finished.is_null()))
                .set((job_run::finished.eq(now_micros), job_run::outcome.eq(Outcome::Broken.code())))
                .execute(connection)?;
            if taken_over > 0 {
                return Ok(true);
            }
            let row = (job_run::job.eq(job), job_run::due_at.eq(due), job_run::started.eq(now_micros));
            let inserted = diesel::insert_into(job_run::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(connection)?;
            Ok(inserted > 0)
        })
    }

    /// Says how a claimed run ended.
    pub(crate) fn finish(
        &self,
        job: &str,
        due_at: DateTime<Utc>,
        now: DateTime<Utc>,
        outcome: Outcome,
    ) -> Result<(), StoreFault> {
        self.write(|connection| {
            diesel::update(job_run::table)
                .filter(job_run::job.eq(job).and(job_run::due_at.eq(due_at.timestamp_micros())))
                .set((job_run::finished.eq(now.timestamp_micros()), job_run::outcome.eq(outcome.code())))
                .execute(connection)?;
            Ok(())
        })
    }

    /// Forgets the runs that were due before an instant; gives how many.
    pub(crate) fn forget_runs(&self, before: DateTime<Utc>) -> Result<usize, StoreFault> {
        self.write(|connection| {
            let old = job_run::table.filter(job_run::due_at.lt(before.timestamp_micros()));
            Ok(diesel::delete(old).execute(connection)?)
        })
    }
}
