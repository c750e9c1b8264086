//! The lanes by themselves: their end, their order, and who is turned away.

use super::*;

fn unit() -> Unit {
    Box::new(|_| Box::new(|_| {}))
}

fn join(queues: &Queues, lane: Lane) -> Result<(), StoreError> {
    queues.join(lane, Patience::Leaves, unit())
}

fn group(units: usize, rest: usize, age: Duration) -> Group {
    Group { began: Instant::now().checked_sub(age).unwrap(), units, rest }
}

fn queues(statements: usize, rest: usize) -> Queues {
    let queues = Queues::default();
    (0..rest).for_each(|_| join(&queues, Lane::Rest).unwrap());
    (0..statements).for_each(|_| join(&queues, Lane::Statements).unwrap());
    queues
}

/// The lanes in the order in which a commit takes from them.
fn taken(queues: &Queues, mut group: Group) -> Vec<Lane> {
    let mut lanes = Vec::new();
    while let Some((lane, ..)) = queues.next(&group) {
        group.units += 1;
        group.rest += usize::from(lane == Lane::Rest);
        lanes.push(lane);
    }
    lanes
}

#[test]
fn a_lane_has_an_end_and_leaves_the_other_alone() {
    for (lane, other) in [(Lane::Statements, Lane::Rest), (Lane::Rest, Lane::Statements)] {
        let queues = Queues::default();
        (0..QUEUE).for_each(|_| join(&queues, lane).unwrap());
        assert!(matches!(join(&queues, lane), Err(StoreError::Later(_))));
        assert!(matches!(queues.join(lane, Patience::Waits, unit()), Err(StoreError::Later(_))));
        assert!(join(&queues, other).is_ok());
    }
}

#[test]
fn who_would_wait_too_long_is_turned_away_and_told_how_long() {
    let queues = Queues::default();
    queues.lock().pace.committed(TOO_LONG / 2);
    (0..=GROUP).for_each(|_| join(&queues, Lane::Statements).unwrap());
    let Err(StoreError::Later(wait)) = join(&queues, Lane::Statements) else { panic!("was let in") };
    assert_eq!(wait, TOO_LONG);
    assert!(matches!(join(&queues, Lane::Rest), Err(StoreError::Later(_))));
    assert!(queues.join(Lane::Rest, Patience::Waits, unit()).is_ok(), "what nobody brings again waits");
    taken(&queues, group(0, 0, Duration::ZERO));
    assert!(join(&queues, Lane::Statements).is_ok(), "a commit later there is room again");
}

#[test]
fn statements_go_first_and_the_rest_has_a_share() {
    use Lane::{Rest, Statements};
    assert_eq!(taken(&queues(2, 2), group(0, 0, Duration::ZERO)), [Statements, Statements, Rest, Rest]);
    // Whatever comes first, the rest gets one place in every commit, and no more in one that is old.
    let late = taken(&queues(GROUP + 5, 3), group(0, 0, REST_TIME));
    assert_eq!((late.len(), late.iter().filter(|lane| **lane == Rest).count()), (GROUP, 1));
    assert_eq!(taken(&queues(0, 3), group(1, 0, REST_TIME)), [Rest]);
    assert_eq!(taken(&queues(0, 3 * REST_GROUP), group(0, 0, Duration::ZERO)).len(), REST_GROUP);
    assert_eq!(taken(&queues(1, 1), group(GROUP, 1, Duration::ZERO)), []);
}

#[test]
fn a_closed_writer_lets_nobody_in() {
    let queues = Arc::new(Queues::default());
    drop(Open(Arc::clone(&queues)));
    assert!(matches!(join(&queues, Lane::Rest), Err(StoreError::Stopped)));
    assert!(!queues.gather());
}
