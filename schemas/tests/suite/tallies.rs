//! Small ledgers written by hand: on which days a case counts in which tally.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{builtin, ledger};
use schemas::{
    filter::Window,
    tally::{Tallies, Tally},
};

fn quarter() -> Window {
    Window::of("2025Q3".parse().unwrap())
}

/// Each row alone, and the tallies among `keys` that it counts in.
fn counts_in(form: &str, keys: &[&str], rows: &[(&str, &str)]) {
    for (row, expected) in rows {
        let tallies = Tallies::of(&ledger(form, &[row]), quarter());
        let found: BTreeSet<&str> = keys
            .iter()
            .copied()
            .filter(|key| tallies.get(&format!("{form}.{key}")).expect(key).count() == 1)
            .collect();
        assert_eq!(found, expected.split_whitespace().collect(), "{form}: {row}");
    }
    let rows: Vec<&str> = rows.iter().map(|(row, _)| *row).collect();
    let table = ledger(form, &rows);
    let tallies = Tallies::of(&table, quarter());
    for relation in &table.form().relations {
        let (left, right) = relation.sides(form, &tallies);
        assert!(relation.is.holds(left, right), "{}: {left} and {right}", relation.code);
    }
}

#[test]
fn arbitration_on_the_days_at_the_edges() {
    let keys = [
        "opening",
        "accepted",
        "closed",
        "out",
        "ending",
        "due",
        "due_closed_on_time",
        "due_late",
        "overdue_open",
        "closed_on_time",
        "closed_late",
    ];
    let rows = [
        ("accepted=2025-06-30 due=2025-08-14", "opening ending due due_late overdue_open"),
        ("accepted=2025-07-01 due=2025-10-01", "accepted ending"),
        ("accepted=2025-09-30 due=2025-11-14", "accepted ending"),
        ("accepted=2025-10-01 due=2025-11-15", ""),
        // Closed on the day it is due, and the day after.
        (
            "accepted=2025-07-01 due=2025-08-15 closed=2025-08-15 outcome=22",
            "accepted closed closed_on_time due due_closed_on_time",
        ),
        (
            "accepted=2025-07-01 due=2025-08-15 closed=2025-08-16 outcome=22",
            "accepted closed closed_late due due_late",
        ),
        // Closed before the quarter: no stock, no flow, but in the cohort that falls due in it (RULINGS 2).
        ("accepted=2025-05-20 due=2025-07-04 closed=2025-06-30 outcome=11", "due due_closed_on_time"),
        ("accepted=2025-05-20 due=2025-06-30 closed=2025-06-30 outcome=11 served=2025-07-03", ""),
        ("accepted=2025-05-20 due=2025-06-30 closed=2025-07-01 outcome=11", "opening closed closed_late"),
        ("accepted=2025-09-01 due=2025-10-16 closed=2025-09-30 outcome=31", "accepted closed closed_on_time"),
        // Due on the last day and open on its evening.
        ("accepted=2025-08-16 due=2025-09-30", "accepted ending due due_late overdue_open"),
        ("accepted=2025-04-01 due=2025-05-16", "opening ending overdue_open"),
        // Transferred: out, never closed; in the cohort only if it was late already.
        ("accepted=2025-07-01 due=2025-08-15 closed=2025-08-15 outcome=90", "accepted out"),
        ("accepted=2025-06-20 due=2025-08-04 closed=2025-08-05 outcome=90", "opening out due due_late"),
    ];
    counts_in("L3", &keys, &rows);
}

#[test]
fn arbitration_by_kind_of_closing_and_of_case() {
    let keys = [
        "mediated_closed",
        "awards",
        "final_awards",
        "otherwise_closed",
        "performed",
        "direct",
        "pre_mediated",
        "transferred_in",
        "collective",
        "major",
        "collective_closed",
        "major_ending",
    ];
    let closed = |rest: &str| format!("accepted=2025-05-01 due=2025-07-15 closed=2025-07-10 {rest}");
    let rows = [
        (closed("outcome=11 performance=1"), "mediated_closed performed"),
        (closed("outcome=12 performance=4"), "mediated_closed"),
        (closed("outcome=21"), "awards final_awards"),
        (closed("outcome=23 performance=3"), "awards performed"),
        (closed("outcome=32"), "otherwise_closed"),
        (closed("outcome=90"), ""),
        (closed("outcome=22 persons=10"), "awards collective_closed"),
        (
            "accepted=2025-07-01 due=2025-08-15 pre_mediated=yes transferred_in=yes".into(),
            "pre_mediated transferred_in",
        ),
        ("accepted=2025-07-01 due=2025-08-15 pre_mediated=no".into(), "direct"),
        ("accepted=2025-07-01 due=2025-08-15 persons=9".into(), "direct"),
        ("accepted=2025-07-01 due=2025-08-15 persons=10".into(), "direct collective"),
        ("accepted=2025-07-01 due=2025-08-15 persons=50".into(), "direct collective major major_ending"),
    ];
    let rows: Vec<(&str, &str)> = rows.iter().map(|(row, expected)| (row.as_str(), *expected)).collect();
    counts_in("L3", &keys, &rows);
}

#[test]
fn backlog_is_what_was_open_when_the_campaign_began() {
    let rows = [
        "accepted=2025-05-31 due=2025-08-01 closed=2025-07-10 outcome=22",
        "accepted=2025-05-31 due=2025-07-15 closed=2025-06-01 outcome=22",
        "accepted=2025-05-31 due=2025-07-15 closed=2025-05-31 outcome=22",
        "accepted=2025-06-01 due=2025-08-01 closed=2025-07-10 outcome=22",
        "accepted=2025-05-31 due=2025-08-01 closed=2025-07-10 outcome=90",
        "accepted=2025-05-31 due=2025-08-01",
    ];
    let window = Window { campaign_start: "2025-06-01".parse().ok(), ..quarter() };
    let table = ledger("L3", &rows);
    let tallies = Tallies::of(&table, window);
    assert_eq!(tallies.get("L3.backlog"), Some(&Tally::Number(4)));
    assert_eq!(tallies.get("L3.backlog_closed"), Some(&Tally::Number(1)));
    assert_eq!(Tallies::of(&table, quarter()).get("L3.backlog"), Some(&Tally::Number(0)), "no campaign");
}

#[test]
fn mediation_ends_in_every_way_it_can() {
    let keys = [
        "opening",
        "accepted",
        "closed",
        "ending",
        "succeeded",
        "agreements",
        "settlements",
        "not_agreed",
        "withdrawn",
        "referred",
        "pre_mediated",
        "performed",
        "people_closed",
        "people_succeeded",
        "enterprise_accepted",
    ];
    let rows = [
        ("accepted=2025-06-30 kind=1", "opening ending"),
        (
            "accepted=2025-07-01 kind=1 pre_arbitration=yes",
            "accepted enterprise_accepted ending pre_mediated",
        ),
        ("accepted=2025-09-30 kind=2 pre_arbitration=no", "accepted ending"),
        ("accepted=2025-06-20 closed=2025-06-30 outcome=11 performed_on=2025-07-02", ""),
        (
            "accepted=2025-06-20 closed=2025-07-01 outcome=11 kind=3",
            "opening closed succeeded agreements people_closed people_succeeded",
        ),
        (
            "accepted=2025-06-20 closed=2025-09-30 outcome=12 kind=4 performance=1",
            "opening closed succeeded settlements performed",
        ),
        ("accepted=2025-06-20 closed=2025-07-01 outcome=13 kind=4", "opening closed succeeded settlements"),
        (
            "accepted=2025-06-20 closed=2025-07-01 outcome=21 kind=3",
            "opening closed not_agreed people_closed",
        ),
        ("accepted=2025-06-20 closed=2025-07-01 outcome=23 kind=4", "opening closed not_agreed"),
        ("accepted=2025-06-20 closed=2025-07-01 outcome=22 kind=4", "opening closed withdrawn"),
        ("accepted=2025-06-20 closed=2025-07-01 outcome=31 kind=4", "opening closed referred"),
    ];
    counts_in("L2", &keys, &rows);
}

#[test]
fn inspection_on_the_days_at_the_edges() {
    let keys = [
        "opening",
        "filed",
        "closed",
        "out",
        "ending",
        "migrant_opening",
        "migrant_filed",
        "migrant_closed",
        "due",
        "due_closed_on_time",
        "due_late",
        "overdue_open",
        "verified",
        "to_police",
    ];
    let rows = [
        (
            "filed=2025-06-30 due=2025-09-22 migrant=yes",
            "opening migrant_opening ending due due_late overdue_open",
        ),
        ("filed=2025-07-01 due=2025-10-09 migrant=yes", "filed migrant_filed ending"),
        (
            "filed=2025-06-01 due=2025-08-22 closed=2025-08-22 outcome=13 verified=yes",
            "opening closed due due_closed_on_time verified",
        ),
        (
            "filed=2025-06-01 due=2025-08-22 closed=2025-08-23 outcome=21 verified=no",
            "opening closed due due_late",
        ),
        (
            "filed=2025-06-01 due=2025-08-22 closed=2025-07-01 outcome=51 migrant=yes",
            "opening migrant_opening closed migrant_closed due due_closed_on_time",
        ),
        // Referral to the police is a result; passing a case to another department is not.
        (
            "filed=2025-07-02 due=2025-09-24 closed=2025-09-01 outcome=31 verified=yes",
            "filed closed due due_closed_on_time verified to_police",
        ),
        ("filed=2025-07-02 due=2025-09-24 closed=2025-09-01 outcome=32 verified=yes", "filed out"),
        (
            "filed=2025-04-01 due=2025-07-01 closed=2025-06-30 outcome=11 verified=yes",
            "due due_closed_on_time",
        ),
        ("filed=2025-03-01 due=2025-05-30", "opening ending overdue_open"),
        ("filed=2025-08-01 due=2025-10-31 outcome=12", "filed ending"),
    ];
    counts_in("L4", &keys, &rows);
}

#[test]
fn clues_are_resolved_when_everything_confirmed_was_paid() {
    let keys = [
        "opening",
        "received",
        "done",
        "out",
        "ending",
        "due",
        "due_on_time",
        "due_late",
        "verified",
        "solved",
        "overdue_open",
        "unfounded",
        "duplicates",
    ];
    let done = |rest: &str| format!("received=2025-06-20 due=2025-07-10 closed=2025-07-10 {rest}");
    let stock = "opening done due due_on_time";
    let rows = [
        (
            "received=2025-06-30T23:59 due=2025-07-21".into(),
            "opening ending due due_late overdue_open".into(),
        ),
        ("received=2025-07-01T00:00 due=2025-10-10".into(), "received ending".into()),
        ("received=2025-06-01 due=2025-07-01 closed=2025-06-20 outcome=01".into(), "due due_on_time".into()),
        (
            "received=2025-06-20 due=2025-07-10 closed=2025-07-11 outcome=04".into(),
            "opening done due due_late".into(),
        ),
        (done("outcome=01"), format!("{stock} verified solved")),
        (done("outcome=02 verified_amount=100 paid=100"), format!("{stock} verified solved")),
        (done("outcome=02 verified_amount=100 paid=99"), format!("{stock} verified")),
        (done("outcome=02"), format!("{stock} verified")),
        (done("outcome=03 verified_amount=100 paid=100"), format!("{stock} verified")),
        (done("outcome=05"), format!("{stock} verified")),
        (done("outcome=06"), format!("{stock} unfounded")),
        (done("outcome=09"), format!("{stock} duplicates")),
        (done("outcome=10"), "opening out".into()),
    ];
    let rows: Vec<(&str, &str)> =
        rows.iter().map(|(row, expected): &(String, String)| (row.as_str(), expected.as_str())).collect();
    counts_in("L5", &keys, &rows);
}

#[test]
fn sums_and_days_come_from_the_rows_of_the_period() {
    let tallies = Tallies::of(
        &ledger(
            "L3",
            &[
                "accepted=2025-07-01 due=2025-08-15 closed=2025-07-11 outcome=11 persons=3 amount=500 paid=200",
                "accepted=2025-06-01 due=2025-07-16 closed=2025-07-11 outcome=22 persons=12 amount=900 awarded=700",
                "accepted=2025-07-02 due=2025-08-16 closed=2025-07-12 outcome=90 persons=60 amount=1",
            ],
        ),
        quarter(),
    );
    let number = |key: &str| tallies.get(&format!("L3.{key}")).map(Tally::count);
    assert_eq!((number("persons"), number("amount")), (Some(63), Some(501)), "of those accepted");
    assert_eq!((number("paid"), number("awarded")), (Some(200), Some(700)), "of those closed");
    assert_eq!((number("collective_persons"), number("major_persons")), (Some(60), Some(60)));
    let days = BTreeMap::from([(10, 1), (40, 1)]);
    assert_eq!(tallies.get("L3.days"), Some(&Tally::Days(days)), "without the transfer");
}

#[test]
fn a_nil_return_has_every_tally_at_zero() {
    for form in builtin().forms() {
        let nil = Tallies::nil(form);
        assert_eq!(nil, Tallies::of(&ledger(&form.form, &[]), quarter()), "{}", form.form);
        assert!(nil.0.values().all(|tally| tally.count() == 0) && !nil.0.is_empty());
    }
}
