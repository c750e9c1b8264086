//! After a disaster: a bulletin that was issued is issued, with what it said where the backup had it as a draft; and the receipt of a
//! list for the leading group holds, although its workbook is only with those it was given to.

use aggregator::store::{document, log};
use reqwest::StatusCode;
use schemas::{
    entry::{Act, Entry},
    hash::Sha,
    issued_list::IssuedList,
};

use super::town::{Held, Town};
use crate::{
    bulletin::{act, confirm, newest, page, propose},
    city::{City, at},
};

/// A town whose first ledger is accepted, after grace.
async fn judged(city: City) -> Town {
    let mut town = Town::found(city, "issued").await;
    town.file("519901");
    town.contact().await;
    confirm(&town.city, "519901", "2025Q3").await;
    town.city.clock.set(at("2025-10-21 09:00"));
    town
}

async fn proposed(town: &Town) -> String {
    let (status, text) = propose(&town.city, "staff", "2025Q3", "请于11月10日前整改。", "zh").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    newest(&town.city).await["id"].as_str().unwrap().to_owned()
}

async fn issue(town: &Town, id: &str) -> serde_json::Value {
    let (status, text) = act(&town.city, "leader", id, "issue", "zh").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    newest(&town.city).await
}

/// The backup takes the city's place, and the agents bring the log back.
async fn come_back(town: &mut Town, made: &aggregator::backup::Made) {
    town.contact().await;
    let held = Held::of(&town.city.services);
    town.restore(made);
    for _ in 0..4 {
        town.contact().await;
    }
    assert_eq!(Held::of(&town.city.services).leaves, held.leaves);
}

crate::on_both_engines! {
    async fn a_bulletin_issued_after_the_backup_is_issued_and_says_what_it_said(city: City) {
        let mut town = judged(city).await;
        let id = proposed(&town).await;
        let made = town.back_up();
        let before = issue(&town, &id).await;
        let (_, read) = page(&town.city, "donghu", &format!("/bulletins/{id}")).await;
        assert!(read.contains("请于11月10日前整改。") && read.contains("通报〔2025〕1号"), "{read}");
        come_back(&mut town, &made).await;
        let mut after = newest(&town.city).await;
        // The log says milliseconds.
        assert_eq!(after["issued"].as_str().unwrap()[..19], before["issued"].as_str().unwrap()[..19]);
        after["issued"] = before["issued"].clone();
        assert_eq!(after, before);
        let (_, read) = page(&town.city, "donghu", &format!("/bulletins/{id}")).await;
        assert!(read.contains("请于11月10日前整改。") && read.contains("通报〔2025〕1号"), "{read}");
        // The period is spoken of, and its number taken.
        let (status, text) = propose(&town.city, "staff", "2025Q3", "", "zh").await;
        assert!(status.is_client_error() && text.contains("通报〔2025〕1号已通报本期情况"), "{text}");
    }

    async fn a_bulletin_the_backup_knew_nothing_of_keeps_its_number_and_hash(city: City) {
        let mut town = judged(city).await;
        let made = town.back_up();
        let id = proposed(&town).await;
        let before = issue(&town, &id).await;
        come_back(&mut town, &made).await;
        let after = newest(&town.city).await;
        for field in ["number", "title", "period", "state", "leaf", "content_sha256"] {
            assert_eq!(after[field], before[field], "{field}");
        }
        let hash = before["content_sha256"].as_str().unwrap();
        let (status, read) = page(&town.city, "donghu", &format!("/bulletins/{}", after["id"].as_str().unwrap())).await;
        assert_eq!(status, StatusCode::OK);
        assert!(read.contains(hash) && read.contains("通报〔2025〕1号"), "{read}");
        let (status, _) = page(&town.city, "donghu", &format!("/bulletins/{hash}/annex.csv")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "its figures are gone, which is said and not made up");
    }

    async fn the_receipt_of_a_list_holds_after_the_backup_without_it(city: City) {
        let mut town = judged(city).await;
        let made = town.back_up();
        let said = IssuedList { title: "在办风险事项清单".into(), rows: 3, workbook: Sha::of(b"workbook") };
        let (text, now) = (said.compose(), town.city.services.clock.now());
        let kept = text.clone();
        let write = town.city.services.store.write(move |connection| {
            let document = document::keep(connection, &kept)?;
            Ok::<_, aggregator::error::AppError>(log::append(connection, Entry::of_list(document, now))?)
        });
        let (leaf, _) = write.await.unwrap();
        come_back(&mut town, &made).await;
        let (entry, document) = town.city.services.store.read_now(|connection| {
            let entry = Entry::parse(&log::text(connection, leaf)?.unwrap()).unwrap();
            let document = document::find(connection, &entry.digest.unwrap())?;
            Ok::<_, aggregator::store::StoreError>((entry, document))
        }).unwrap();
        assert_eq!((entry.act, document.as_deref()), (Act::ListIssued, Some(text.as_str())));
    }
}
