//! Reports of matters as they come in: of whom, of what, and in which order.

use aggregator::store::{duty, duty::EVER};
use node_agent::{AgentError, State};
use schemas::{
    problem::Problem,
    statement::{Purpose, Statement},
    text::{Lang, Text},
};

use super::{SPECIAL, both, ledger, node, report, reports};
use crate::{city::at, filing::push, gates, keys, signing::key_of, with_matters_on_both};

with_matters_on_both! {
    async fn a_report_names_its_matter_and_is_of_nothing_else(city: City) {
        let here = node(&city).await;
        city.clock.set(at("2025-10-13 10:00"));
        let day = "2025-10-13";
        // Without a matter the city has no use for it.
        let draft = city.draft("L7", day, &reports("YJ-1", &[("初报", day)]));
        here.file(&draft, None).unwrap();
        push(&here).await;
        let item = here.items().unwrap().pop().unwrap();
        assert_eq!(item.state, State::Blocked(Problem::StatementInvalid));
        assert!(item.said.unwrap().contains("专报须写明事项编号"));
        let key = key_of(&city, "519901");
        let mut nameless = gates::of_form(&keys::nil(&city, &key, "519901"), &city.services.definitions, "L7");
        nameless.filing.period = day.parse().unwrap();
        let mut past = Statement { purpose: Purpose::History, ..nameless.clone() };
        past.filing.subject = Some("YJ-1".parse().unwrap());
        for (statement, zh, en) in [
            (nameless, "专报须写明事项编号", "A report of a matter names the matter"),
            (past, "专报不能按历史数据报送", "A report of a matter cannot be filed as history"),
        ] {
            let told = gates::refusal(&city, &key, &statement).await;
            assert_eq!(told, (Problem::StatementInvalid, Text::new(zh, en)));
        }
        // Rows of another matter are not sealed.
        let mut other = draft.clone();
        other.subject = Some("YJ-2".parse().unwrap());
        let Err(AgentError::Stopped(said)) = here.file(&other, None) else { panic!("rows of another matter") };
        for (lang, words) in [
            (Lang::Zh, "该行的事项（YJ-1）不是报送时指明的事项 YJ-2"),
            (Lang::En, "This row is of the matter YJ-1, and the filing is of YJ-2"),
        ] {
            assert!(said.text(lang).contains(words), "{}", said.text(lang));
        }
        assert_eq!(both(&city, &here), [""; 0]);
    }

    async fn a_report_keeps_its_place_in_the_chain(city: City) {
        let here = node(&city).await;
        city.clock.set(at("2025-10-13 10:00"));
        for (days, words) in [
            (vec![("续报", "2025-10-13")], "L7-300-first"),
            (vec![("初报", "2025-10-12"), ("终报", "2025-10-12"), ("续报", "2025-10-13")], "L7-300-"),
        ] {
            let mut draft = city.draft("L7", "2025-10-13", &reports("YJ-1", &days));
            draft.subject = Some("YJ-1".parse().unwrap());
            let Err(AgentError::Stopped(said)) = here.file(&draft, None) else { panic!("{days:?}") };
            assert!(said.text(Lang::Zh).contains(words), "{}", said.text(Lang::Zh));
        }
        // Of a matter nobody graded a report is taken; it makes the matter known.
        let states = report(&city, &here, "YJ-1", &[("初报", "2025-10-13")]).await;
        assert_eq!(states, [State::Valid]);
        assert_eq!(both(&city, &here), ["L7 2025-10-14 YJ-1 10-15 00:00"]);
        city.clock.set(at("2025-10-14 10:00"));
        report(&city, &here, "YJ-1", &[("初报", "2025-10-13"), ("终报", "2025-10-14")]).await;
        assert_eq!(both(&city, &here), [""; 0]);
        // A ledger that comes after the last one begins nothing anew.
        city.clock.set(at("2025-10-15 10:00"));
        here.file(&city.draft("L3", "2025Q3", &ledger(&[SPECIAL])), None).unwrap();
        push(&here).await;
        assert!(here.items().unwrap().iter().all(|item| item.state == State::Valid));
        assert_eq!(both(&city, &here), [""; 0]);
    }

    async fn a_report_that_goes_back_answers_nothing(city: City) {
        let here = node(&city).await;
        city.clock.set(at("2025-10-13 10:00"));
        report(&city, &here, "YJ-1", &[("初报", "2025-10-13")]).await;
        super::send_back_of(&city, "519901", "L7", "2025-10-13", Some("YJ-1")).await;
        push(&here).await;
        // Its first report is owed again, from the moment the matter was known.
        assert_eq!(both(&city, &here), ["L7 2025-10-13 YJ-1 10-13 12:00"]);
        let known = city.services.store.read_now(|connection| duty::acts(connection, EVER)).unwrap();
        let known = known.values().next().unwrap();
        assert_eq!((known.matters().len(), known.reported().len()), (1, 0));
        // Nothing of it was known the day before.
        let before = city.services.store.read_now(|connection| duty::acts(connection, at("2025-10-12 23:59"))).unwrap();
        assert!(before.is_empty());
    }
}
