//! After a disaster: what was decided of duties, and every matter, is as it was, also where the ledger that made it known was
//! replaced since.

use aggregator::store::{duty, duty::EVER};
use schemas::{
    duty_act::{Change, DutyAct},
    statement::FilingKey,
};

use super::{ORDINARY, SPECIAL, both, ledger, report};
use crate::{
    city::at,
    recovery::town::{Held, Town},
    with_matters_on_both,
};

const MAJOR: (&str, u32, &str) = ("YJ-2", 15, "");

async fn decide(town: &Town, form: &str, period: &str, subject: Option<&str>, change: Change) {
    let duty = FilingKey {
        bureau: "519901".parse().unwrap(),
        form: form.into(),
        period: period.parse().unwrap(),
        subject: subject.map(|subject| subject.parse().unwrap()),
    };
    let act = DutyAct { duty, change, reason: "系统故障".into(), by: "staff".into() };
    let services = town.city.services.clone();
    let now = services.clock.now();
    let unit = move |connection: &mut aggregator::store::AnyConnection| {
        let rules = aggregator::intake::duty::Rules {
            campaign: &services.campaign,
            calendar: services.definitions.calendar(),
        };
        aggregator::intake::duty::decide(connection, rules, &act, "staff", now)
    };
    town.city.services.store.write(unit).await.unwrap();
}

with_matters_on_both! {
    async fn duties_and_matters_are_the_same_before_and_after(city: City) {
        let mut town = Town::found(city, "matters").await;
        town.contact().await;
        let made = town.back_up();
        // All of this is lost: a ledger with both, its correction, a report, what was decided.
        let draft = town.city.draft("L3", "2025Q3", &ledger(&[SPECIAL, MAJOR, ORDINARY]));
        town.node("519901").file(&draft, None).unwrap();
        town.contact().await;
        town.city.clock.set(at("2025-10-20 09:00"));
        let draft = town.city.draft("L3", "2025Q3", &ledger(&[("YJ-1", 8, ""), ("YJ-2", 2, ""), ORDINARY]));
        town.node("519901").amend(&draft, "人数误录").unwrap();
        town.contact().await;
        let node = &town.nodes[0].1;
        report(&town.city, node, "YJ-1", &[("初报", "2025-10-20")]).await;
        decide(&town, "L7", "2025-10-21", Some("YJ-1"), Change::Extended("2025-10-25".parse().unwrap())).await;
        decide(&town, "L7M", "2025-10", None, Change::Extended("2025-11-10".parse().unwrap())).await;
        decide(&town, "L4", "2025Q3", None, Change::Exempted).await;
        town.contact().await;
        town.contact().await;
        town.city.clock.set(at("2025-11-02 09:00"));
        let before = both(&town.city, &town.nodes[0].1);
        assert_eq!(before, ["L7 2025-10-21 YJ-1 10-26 00:00", "L7M 2025-10  11-11 00:00"]);
        let acts = |town: &Town| {
            let acts = town.city.services.store.read_now(|connection| duty::acts(connection, EVER)).unwrap();
            format!("{acts:?}")
        };
        let (known, held) = (acts(&town), Held::of(&town.city.services));

        town.restore(&made);
        assert_ne!(acts(&town), known, "it is behind the backup");
        for _ in 0..4 {
            town.contact().await;
        }
        assert_eq!(Held::of(&town.city.services).leaves, held.leaves);
        assert_eq!(acts(&town), known);
        assert_eq!(both(&town.city, &town.nodes[0].1), before);
    }
}
