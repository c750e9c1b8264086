//! Reports of special cases are reminded of link by link, and never once they are made.

use super::{Reminding, postgres_schema};
use crate::{
    city::at,
    filing::push,
    matters::{ledger, report},
};

const SPECIAL: (&str, u32, &str) = ("YJ-1", 68, "");

async fn each_link_is_reminded_of_and_what_is_reported_is_not(it: Reminding) {
    it.city.clock.set(at("2025-10-13 09:00"));
    let (late, prompt) = (it.city.node("519901").await, it.city.node("519902").await);
    for node in [&late, &prompt] {
        push(node).await;
        node.file(&it.city.draft("L3", "2025Q3", &ledger(&[SPECIAL])), None).unwrap();
        push(node).await;
    }
    it.city.clock.set(at("2025-10-13 10:00"));
    // One report that is first and last.
    report(&it.city, &prompt, "YJ-1", &[("初报", "2025-10-13"), ("终报", "2025-10-13")]).await;
    let steps = || {
        it.city.lines(
            "SELECT bureau || ' ' || period || ' ' || subject || ' ' || step AS line FROM reminder_step \
             WHERE form = 'L7' ORDER BY made, step",
        )
    };
    // Due at eleven on the 13th: a day later the bureau hears of it, three days later its leader.
    it.tick_at("2025-10-14 11:30").await;
    assert_eq!(steps(), ["519901 2025-10-13 YJ-1 after-1d"]);
    let given = it.hook.given();
    assert!(given.iter().any(|hook| hook.contains("\"L7\"") && hook.contains("\"YJ-1\"")), "{given:?}");
    assert!(
        given.iter().any(|hook| hook.contains("（特案专报） YJ-1 2025年10月13日")),
        "it says of which matter"
    );
    it.tick_at("2025-10-16 11:30").await;
    assert_eq!(steps().last().unwrap(), "519901 2025-10-13 YJ-1 leader-3d");
    assert!(it.mail.given().iter().any(|mail| mail.contains("To: leader@county.example")));
    // Reported at last: nothing more of that one, and the next is reminded of before it is due.
    it.city.clock.set(at("2025-10-16 14:00"));
    report(&it.city, &late, "YJ-1", &[("初报", "2025-10-16")]).await;
    let before = steps().len();
    it.tick_at("2025-10-17 09:00").await;
    let after = steps();
    assert_eq!(after[before..], ["519901 2025-10-17 YJ-1 before-1d"]);
    it.city.clock.set(at("2025-10-17 10:00"));
    report(&it.city, &late, "YJ-1", &[("初报", "2025-10-16"), ("终报", "2025-10-17")]).await;
    it.tick_at("2025-10-31 09:00").await;
    assert_eq!(steps(), after, "the chain is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_is_reminded_of_link_by_link() {
    let start = async |database| Reminding::with(include_str!("../matters.toml"), database).await;
    each_link_is_reminded_of_and_what_is_reported_is_not(start(None).await).await;
    if let Some(database) = postgres_schema() {
        each_link_is_reminded_of_and_what_is_reported_is_not(start(Some(database)).await).await;
    }
}
