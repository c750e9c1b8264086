//! What was refused is written down: act, problem, who claimed it, and what it concerned, in bounds and without personal
//! data. Whoever is refused can be anybody, so an hour has a most of rows; what is beyond it is still counted.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use crate::{app::Services, error::AppError, store::audit};

/// Most refusals written down in an hour; the last row says that more are only counted.
pub const PER_HOUR: usize = 3_600;

/// Counts the rows of the hour.
#[derive(Debug, Default)]
pub struct Hour(Mutex<(i64, usize)>);

/// What may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    /// The row.
    Yes,
    /// That more are only counted.
    Last,
    /// Nothing.
    No,
}

impl Hour {
    fn take(&self, now: DateTime<Utc>) -> Room {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hour = now.timestamp() / 3600;
        if counted.0 != hour {
            *counted = (hour, 0);
        }
        counted.1 = counted.1.saturating_add(1);
        match counted.1.cmp(&PER_HOUR) {
            std::cmp::Ordering::Less => Room::Yes,
            std::cmp::Ordering::Equal => Room::Last,
            std::cmp::Ordering::Greater => Room::No,
        }
    }
}

/// Writes a refusal down and counts it. A fault of ours is no refusal. `act` is `statement`, `enrolment` and the like,
/// `who` the name that was claimed, `of` what it concerned.
pub async fn refused(services: &Services, act: &'static str, who: &str, of: &str, error: &AppError) {
    let problem = error.problem();
    if problem.status() >= 500 {
        return;
    }
    services.store.metrics().refusal(act, problem);
    let at = services.clock.now();
    let record = match services.audit.take(at) {
        Room::Yes => {
            let said = match error {
                AppError::Problem { detail: Some(detail), .. } => detail.en.as_ref(),
                _ => problem.code(),
            };
            let detail = format!("{}: {}", plain(of), plain(said));
            audit::Record { at, what: format!("{act} {}", problem.code()), who: name(who), detail }
        }
        Room::Last => audit::Record {
            at,
            what: "more-only-counted".into(),
            who: "-".into(),
            detail: "more refusals in this hour are counted in the metrics and not written here".into(),
        },
        Room::No => return,
    };
    let written = services
        .store
        .write_down(move |connection| Ok::<_, AppError>(audit::add(connection, &record)?))
        .await;
    if let Err(error) = written {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            act,
            problem = problem.code(),
            "audit not written"
        );
    }
}

/// A name as nodes and leaders have them, or `-`: what was claimed may be anything.
fn name(who: &str) -> String {
    let hash = who.strip_prefix("n-").or_else(|| who.strip_prefix("o-"));
    let named =
        hash.is_some_and(|hash| hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if named { who.to_owned() } else { "-".to_owned() }
}

/// Printable ASCII only, for what was claimed may be anything.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c == ' ' || c.is_ascii_graphic() { c } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_has_a_most_of_rows_and_the_next_begins_anew() {
        let hour = Hour::default();
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let taken: Vec<Room> = (0..PER_HOUR + 2).map(|_| hour.take(at(7200))).collect();
        assert!(taken[..PER_HOUR - 1].iter().all(|room| *room == Room::Yes));
        assert_eq!(taken[PER_HOUR - 1..], [Room::Last, Room::No, Room::No]);
        assert_eq!((hour.take(at(10_799)), hour.take(at(10_800))), (Room::No, Room::Yes));
    }

    #[test]
    fn nothing_that_was_claimed_is_written_as_it_came() {
        assert_eq!((name("n-0123456789ab").as_str(), name("张三")), ("n-0123456789ab", "-".into()));
        assert_eq!((name("n-0123456789a\n"), plain("a\u{1b}[2J 张")), ("-".into(), "a?[2J ?".into()));
    }
}
