//! After a disaster: what was put to bureaus, what became of it and what they answered are as they were.

use aggregator::{
    identity::{Account, Role},
    store::{AnyConnection, supervision},
    supervision::{Desk, case::Case, decide, draft, order},
};
use schemas::{
    directive::{Change, Kind, Order},
    handover::{HandoverAnswer, Taken},
    text::Text,
};

use super::answers;
use crate::{
    city::{City, at},
    recovery::town::{Held, Town},
};

fn leader() -> Account {
    Account {
        login: "leader".into(),
        name: "leader".into(),
        role: Role::Leader,
        bureau: "519900".parse().unwrap(),
    }
}

/// Everything that is known, but for who did what, which only the city's own store knew.
pub fn known(town: &Town) -> String {
    let all = town.city.services.store.read_now(|connection| supervision::all(connection, None)).unwrap();
    let one = |case: Case| {
        let acts = case.issued.acts.iter().map(|acted| (acted.leaf, acted.at.timestamp_millis(), &acted.act));
        let answers =
            case.issued.answers.iter().map(|one| (one.leaf, one.at.timestamp_millis(), &one.answer));
        let (acts, answers): (Vec<_>, Vec<_>) = (acts.collect(), answers.collect());
        format!("{:?} {} {:?} {acts:?} {answers:?}", case.issued.directive, case.issued.leaf, case.standing)
    };
    let all: Vec<String> = all.into_iter().map(|issued| one(Case::of(issued))).collect();
    all.join("\n")
}

async fn write(
    town: &Town,
    unit: impl FnOnce(&mut AnyConnection) -> Result<(), aggregator::error::AppError> + Send + 'static,
) {
    town.city.services.store.write(unit).await.unwrap();
}

crate::on_both_engines! {
    async fn what_was_put_to_a_bureau_is_the_same_before_and_after(city: City) {
        let mut town = Town::found(city, "supervision").await;
        town.contact().await;
        let made = town.back_up();
        // All of this is lost.
        let services = town.city.services.clone();
        let now = services.clock.now();
        write(&town, move |connection| {
            let (campaign, desk) = (&services.campaign, Desk::of(&services));
            let bureau = || "519901".parse().unwrap();
            let name = Text::same("仲裁台账");
            let assign = order::of_case(campaign, bureau(), ("L3", &name), "示例案〔2025〕001号");
            let first = draft::issue_at_once(connection, desk, &assign, (&leader(), now))?;
            let urge = Order { kind: Kind::Urge, ..assign };
            draft::issue_at_once(connection, desk, &urge, (&leader(), now))?;
            decide::act(connection, desk, &first, Change::Extended("2025-12-01".parse().unwrap()), "补充材料", (&leader(), now))?;
            let handed = HandoverAnswer { bureau: bureau(), case: "移1".into(), taken: Taken::Accepted("接1".into()), words: "市局牵头".into(), by: "staff".into() };
            let (leaf, entry) = aggregator::store::log::append(connection, schemas::entry::Entry::of_handover(&handed, now))?;
            Ok(supervision::handover::answer(connection, &handed, (leaf, entry.received), "staff")?)
        })
        .await;
        town.contact().await;
        let rows = ["签收,2025-10-13,已收悉,,,,,示例甲", "办结报告,2025-10-13,已办结,,结案文书,,,示例甲"];
        let draft = answers(&town.city, "D2025-1", "2025-10-13", &rows);
        town.node("519901").file(&draft, None).unwrap();
        town.contact().await;
        town.city.clock.set(at("2025-10-14 09:00"));
        let services = town.city.services.clone();
        write(&town, move |connection| {
            let first = "D2025-1".parse().unwrap();
            decide::act(connection, Desk::of(&services), &first, Change::Failed, "两人核查：缺送达回证", (&leader(), now))
        })
        .await;
        town.contact().await;
        town.contact().await;
        let (before, held) = (known(&town), Held::of(&town.city.services));
        assert!(before.contains("Failed") && before.contains("已办结"), "{before}");
        let of_node = |town: &Town| format!("{:?}", town.nodes[0].1.directives().unwrap());
        let at_node = of_node(&town);

        town.restore(&made);
        assert_eq!(known(&town), "", "it is behind the backup");
        for _ in 0..4 {
            town.contact().await;
        }
        assert_eq!(Held::of(&town.city.services).leaves, held.leaves);
        assert_eq!(known(&town), before);
        assert_eq!(of_node(&town), at_node);
        let answered = town.city.lines("SELECT case_no AS line FROM handover_answer");
        assert_eq!(answered, ["移1"]);
        // Numbers go on where they were.
        let services = town.city.services.clone();
        let now = services.clock.now();
        write(&town, move |connection| {
            let name = Text::same("仲裁台账");
            let assign = order::of_case(&services.campaign, "519902".parse().unwrap(), ("L3", &name), "示例案〔2025〕002号");
            let third = draft::issue_at_once(connection, Desk::of(&services), &assign, (&leader(), now))?;
            assert_eq!(third.to_string(), "D2025-3");
            Ok(())
        })
        .await;
    }
}
