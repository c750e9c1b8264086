//! Runs of jobs. A run is claimed by inserting its row, so that two processes never do one at once; one that was not
//! heard of for a while is taken over, and one that failed is begun again after a wait that grows.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use schemas::schedule::{GIVEN_UP, Outcome};

use super::{AnyConnection, StoreError, instant, micros, schema::job_run};

/// The wait after the first failure; it doubles.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(5);
/// How often it doubles: up to five hours and twenty minutes.
const DOUBLED: u32 = 6;
/// Most characters of a note.
const MAX_NOTE: usize = 500;

/// One run of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// When it was begun last.
    pub started: DateTime<Utc>,
    /// How often it was begun.
    pub tries: u32,
    /// When and how it ended; none while it runs.
    pub ended: Option<(DateTime<Utc>, Outcome)>,
    /// What came of it, for a person.
    pub note: String,
}

impl Run {
    /// Before which instant a run that failed is not begun again; none if it did not fail.
    pub fn again(&self) -> Option<DateTime<Utc>> {
        let (ended, _) = self.ended.filter(|(_, outcome)| *outcome == Outcome::Failed)?;
        let doubled = self.tries.saturating_sub(1).min(DOUBLED);
        ended.checked_add_signed(FIRST_WAIT.checked_mul(1_i32.checked_shl(doubled)?)?)
    }
}

type Row = (i64, i64, i64, Option<i64>, Option<String>, String);
const COLUMNS: (
    job_run::due_at,
    job_run::started,
    job_run::tries,
    job_run::ended,
    job_run::outcome,
    job_run::note,
) = (job_run::due_at, job_run::started, job_run::tries, job_run::ended, job_run::outcome, job_run::note);

fn run((due_at, started, tries, ended, outcome, note): Row) -> Result<Run, StoreError> {
    let bad = || StoreError::Corrupt("run of a job");
    let ended = match ended.zip(outcome) {
        Some((ended, outcome)) => Some((instant(ended)?, Outcome::parse(&outcome).ok_or_else(bad)?)),
        None => None,
    };
    let tries = u32::try_from(tries).map_err(|_| bad())?;
    Ok(Run { due_at: instant(due_at)?, started: instant(started)?, tries, ended, note })
}

/// The latest run of a job that was due by now. One in the future was made under a clock that was wrong.
pub fn latest(
    connection: &mut AnyConnection,
    job: &str,
    now: DateTime<Utc>,
) -> Result<Option<Run>, StoreError> {
    let row: Option<Row> = job_run::table
        .filter(job_run::job.eq(job))
        .filter(job_run::due_at.le(micros(now)))
        .order(job_run::due_at.desc())
        .select(COLUMNS)
        .first(connection)
        .optional()?;
    row.map(run).transpose()
}

/// Claims a run: true for one process only, and for none while another is at the same job.
pub fn claim(
    connection: &mut AnyConnection,
    job: &str,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let open: Vec<(i64, i64)> = job_run::table
        .filter(job_run::job.eq(job))
        .filter(job_run::ended.is_null())
        .select((job_run::due_at, job_run::seen))
        .load(connection)?;
    // Two who look at the same moment read the clock one before the other; one that was heard of in a farther future was
    // heard of under a clock that was wrong.
    let alive = micros(now - GIVEN_UP)..=micros(now + GIVEN_UP);
    if open.iter().any(|(_, seen)| alive.contains(seen)) {
        return Ok(false);
    }
    let broken = (job_run::ended.eq(micros(now)), job_run::outcome.eq(Outcome::Broken.code()));
    diesel::update(job_run::table)
        .filter(job_run::job.eq(job))
        .filter(job_run::due_at.ne(micros(due_at)))
        .filter(job_run::ended.is_null())
        .set(broken)
        .execute(connection)?;
    let known: Option<(Option<String>, i64)> = job_run::table
        .find((job, micros(due_at)))
        .select((job_run::outcome, job_run::tries))
        .first(connection)
        .optional()?;
    match known {
        None => {
            let row = (
                job_run::job.eq(job),
                job_run::due_at.eq(micros(due_at)),
                job_run::started.eq(micros(now)),
                job_run::seen.eq(micros(now)),
                job_run::tries.eq(1),
                job_run::note.eq(""),
            );
            diesel::insert_into(job_run::table).values(row).execute(connection)?;
        }
        Some((Some(outcome), _)) if outcome != Outcome::Failed.code() => return Ok(false),
        Some((_, tries)) => {
            let again = (
                job_run::started.eq(micros(now)),
                job_run::seen.eq(micros(now)),
                job_run::tries.eq(tries.saturating_add(1)),
                job_run::ended.eq(None::<i64>),
                job_run::outcome.eq(None::<String>),
            );
            diesel::update(job_run::table.find((job, micros(due_at)))).set(again).execute(connection)?;
        }
    }
    Ok(true)
}

/// A sign of life of a run that takes long.
pub fn alive(
    connection: &mut AnyConnection,
    job: &str,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let set = job_run::seen.eq(micros(now));
    diesel::update(job_run::table.find((job, micros(due_at)))).set(set).execute(connection)?;
    Ok(())
}

/// Says how a claimed run ended.
pub fn finish(
    connection: &mut AnyConnection,
    job: &str,
    due_at: DateTime<Utc>,
    ended: (DateTime<Utc>, Outcome),
    note: &str,
) -> Result<(), StoreError> {
    let (at, outcome) = ended;
    let set = (
        job_run::ended.eq(micros(at)),
        job_run::outcome.eq(outcome.code()),
        job_run::note.eq(note.chars().take(MAX_NOTE).collect::<String>()),
    );
    diesel::update(job_run::table.find((job, micros(due_at)))).set(set).execute(connection)?;
    Ok(())
}

/// Forgets the runs that were due before an instant; gives how many.
pub fn forget(connection: &mut AnyConnection, before: DateTime<Utc>) -> Result<usize, StoreError> {
    let old = job_run::table.filter(job_run::due_at.lt(micros(before)));
    Ok(diesel::delete(old).execute(connection)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_tried_again_ever_later() {
        let now = DateTime::UNIX_EPOCH;
        let run = |tries, outcome| {
            let run =
                Run { due_at: now, started: now, tries, ended: Some((now, outcome)), note: String::new() };
            run.again().map(|again| (again - now).num_minutes())
        };
        assert_eq!(
            [1, 2, 3, 7, 8, u32::MAX].map(|tries| run(tries, Outcome::Failed)),
            [5, 10, 20, 320, 320, 320].map(Some)
        );
        assert_eq!((run(1, Outcome::Done), run(1, Outcome::Broken)), (None, None));
    }
}
