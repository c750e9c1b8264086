//! After a disaster: what was put to a department, what became of it and what it answered are as they were, given back by nodes that
//! could not read it.

use aggregator::{
    error::AppError,
    identity::{Account, Role},
    store::{AnyConnection, supervision},
    supervision::{
        Desk, decide, draft,
        feedback::{self, Said},
        order,
    },
};
use schemas::directive::{Addressee, AnswerKind, Change, Order};

use crate::{
    city::City,
    recovery::town::{Held, Town},
    supervision::recovered::known,
};

fn account(login: &str, role: Role) -> Account {
    Account { login: login.into(), name: login.into(), role, bureau: "519900".parse().unwrap() }
}

async fn write(
    town: &Town,
    unit: impl FnOnce(&mut AnyConnection, Desk<'_>) -> Result<(), AppError> + Send + 'static,
) {
    let services = town.city.services.clone();
    let unit = move |connection: &mut AnyConnection| unit(connection, Desk::of(&services));
    town.city.services.store.write(unit).await.unwrap();
}

fn put(connection: &mut AnyConnection, desk: Desk<'_>, id: &str, now: chrono::DateTime<chrono::Utc>) {
    let by_hand = order::by_hand(desk.campaign, Addressee::Department("court".parse().unwrap()));
    let order =
        Order {
            title: format!("关于积案评查的交办单{id}"), matter: "三件疑难案件".into(), ..by_hand
        };
    draft::propose(connection, desk, order, (id, &account("staff", Role::Staff), now)).unwrap();
    draft::approve(connection, desk, id, (&account("leader", Role::Leader), now)).unwrap();
}

crate::on_both_engines! {
    async fn what_was_put_to_a_department_is_the_same_before_and_after(city: City) {
        let mut town = Town::found(city, "departments").await;
        town.contact().await;
        let made = town.back_up();
        // All of this is lost.
        let now = town.city.services.clock.now();
        write(&town, move |connection, desk| {
            put(connection, desk, "1", now);
            let (leader, court) = (account("leader", Role::Leader), account("court", Role::Department("court".parse().unwrap())));
            let first = "D2025-1".parse().unwrap();
            let said = |kind: AnswerKind, content: &str| Said {
                kind,
                day: "2025-10-13".parse().unwrap(),
                content: content.into(),
                measures: Some("每周调度".into()),
                evidence: None,
                until: None,
            };
            feedback::answer(connection, desk, &first, said(AnswerKind::Receipt, "已收悉"), (&court, now))?;
            decide::act(connection, desk, &first, Change::Extended("2025-12-01".parse().unwrap()), "鉴定周期较长", (&leader, now))?;
            feedback::answer(connection, desk, &first, said(AnswerKind::Report, "均已结案"), (&court, now))
        })
        .await;
        town.contact().await;
        town.contact().await;
        let (before, held) = (known(&town), Held::of(&town.city.services));
        assert!(before.contains("Applied") && before.contains("均已结案"), "{before}");

        town.restore(&made);
        assert_eq!(known(&town), "", "it is behind the backup");
        for _ in 0..4 {
            town.contact().await;
        }
        assert_eq!(Held::of(&town.city.services).leaves, held.leaves);
        assert_eq!(known(&town), before);
        // It goes on where it was: the next number, the next answer.
        write(&town, move |connection, desk| {
            put(connection, desk, "2", now);
            let all = supervision::put_to(connection, &Addressee::Department("court".parse().unwrap()))?;
            let serials: Vec<String> = all.iter().map(|one| one.directive.serial.to_string()).collect();
            assert_eq!(serials, ["D2025-1", "D2025-2"]);
            assert_eq!(all[0].answers.len(), 2);
            Ok(())
        })
        .await;
    }
}
