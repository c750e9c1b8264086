//! The watched folder, with looks that are made by hand.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    city::{City, County, Q2, Q3, at},
    commands::run,
};
use chrono::TimeDelta;
use node_agent::{AgentError, CHECKED, Config, Node, REFUSED, State, Watch, jobs::Job};

/// A county with a watched folder.
async fn watching(city: &City, file: bool) -> (County, Node, PathBuf) {
    let (county, _) = County::enrolled(city).await;
    let folder = county.path().join("台账");
    fs::create_dir(&folder).unwrap();
    let watch = Some(Watch { folder: "台账".into(), file });
    Config { watch, ..Config::read(county.path()).unwrap() }.write(county.path()).unwrap();
    let node = county.open();
    (county, node, folder)
}

/// The look of the half minute of this number; the note of what it did.
async fn look(county: &County, node: &Node, number: i32) -> String {
    county.clock.set(at("2025-10-12T01:00:00Z") + TimeDelta::seconds(30) * number);
    let did = node.tick().await.unwrap();
    did.into_iter().find(|did| did.job == Job::Watch).unwrap().note
}

fn names(folder: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_clean_workbook_is_checked_and_waits_for_a_person() {
    let city = City::start().await;
    let (county, node, folder) = watching(&city, false).await;
    fs::write(folder.join("T3_2025Q2.csv"), Q2).unwrap();
    fs::write(folder.join("~$T3_2025Q2.csv"), "lock").unwrap();
    assert_eq!(look(&county, &node, 0).await, "0 checked, 0 refused, 0 sealed", "seen once");
    // It is still being written.
    fs::write(folder.join("T3_2025Q2.csv"), format!("{Q2}\n")).unwrap();
    assert_eq!(look(&county, &node, 1).await, "0 checked, 0 refused, 0 sealed", "not the same as before");
    assert_eq!(look(&county, &node, 2).await, "1 checked, 0 refused, 0 sealed");
    assert_eq!(names(&folder.join(CHECKED)), ["T3_2025Q2.csv", "T3_2025Q2.csv.json", "T3_2025Q2.csv.txt"]);
    assert_eq!(names(&folder), [CHECKED, "~$T3_2025Q2.csv"]);
    let text = fs::read_to_string(folder.join(CHECKED).join("T3_2025Q2.csv.txt")).unwrap();
    assert!(text.contains("结论：可以报送") && text.contains("Verdict: it can be filed"), "{text}");
    // Nothing files itself.
    assert_eq!(look(&county, &node, 3).await, "0 checked, 0 refused, 0 sealed");
    assert!(
        node.items().unwrap().is_empty() && city.requests().await.iter().all(|(method, ..)| method != "PUT")
    );
    let number = node.checked().unwrap()[0].number.to_string();
    let (code, text) = run(county.path(), &["waiting"]);
    assert!(code == 0 && text.contains(&format!("{number}  T3 2025Q2  T3_2025Q2.csv")), "{text}");
    assert_eq!(run(county.path(), &["sign", "99", "--lang", "en"]).0, 2);
    let (code, text) = run(county.path(), &["sign", &number]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(node.items().unwrap()[0].state, State::Valid);
    assert!(node.checked().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_not_clean_is_put_aside_with_what_is_wrong() {
    let city = City::start().await;
    let (county, node, folder) = watching(&city, true).await;
    fs::write(folder.join("T3_2025Q2.csv"), Q2.replace("2025-05-10", "很快")).unwrap();
    fs::write(folder.join("台账.csv"), Q2).unwrap();
    fs::write(folder.join("2025Q2 照片.csv"), [0xff, 0xd8, 0xff, 0xe0]).unwrap();
    look(&county, &node, 0).await;
    assert_eq!(look(&county, &node, 1).await, "0 checked, 3 refused, 0 sealed");
    let said = |name: &str| fs::read_to_string(folder.join(REFUSED).join(name)).unwrap();
    assert!(said("T3_2025Q2.csv.txt").contains("很快"));
    let json: serde_json::Value = serde_json::from_str(&said("T3_2025Q2.csv.json")).unwrap();
    assert_eq!(json["stops"], true);
    assert!(said("台账.csv.txt").contains("报告期") && said("台账.csv.txt").contains("period"));
    let json: serde_json::Value = serde_json::from_str(&said("台账.csv.json")).unwrap();
    assert!(json["refused"]["zh"].is_string() && json["refused"]["en"].is_string());
    assert!(node.items().unwrap().is_empty() && node.checked().unwrap().is_empty());
    // The corrected one of the same name takes the place of nothing.
    fs::write(folder.join("台账.csv"), Q3).unwrap();
    look(&county, &node, 2).await;
    look(&county, &node, 3).await;
    assert!(names(&folder.join(REFUSED)).contains(&"2-台账.csv".to_owned()));
    assert_eq!(said("台账.csv"), Q2);
}

#[tokio::test]
async fn what_was_changed_after_the_check_is_not_sealed() {
    let city = City::start().await;
    let (county, node, folder) = watching(&city, false).await;
    fs::write(folder.join("T3_2025Q2.csv"), Q2).unwrap();
    look(&county, &node, 0).await;
    look(&county, &node, 1).await;
    fs::write(folder.join(CHECKED).join("T3_2025Q2.csv"), Q2.replace("05-10", "05-12")).unwrap();
    let number = node.checked().unwrap()[0].number;
    assert!(matches!(node.sign_waiting(number, None), Err(AgentError::ChangedSince(_))));
    assert!(node.items().unwrap().is_empty());
    assert_eq!(node.checked().unwrap().len(), 1);
}

#[tokio::test]
async fn a_folder_that_may_file_files_and_what_it_cannot_waits() {
    let city = City::start().await;
    let (county, node, folder) = watching(&city, true).await;
    fs::write(folder.join("T3_2025Q2.csv"), Q2).unwrap();
    look(&county, &node, 0).await;
    assert_eq!(look(&county, &node, 1).await, "1 checked, 0 refused, 1 sealed");
    county.clock.set(at("2025-10-12T01:02:00Z"));
    node.tick().await.unwrap();
    assert_eq!(node.items().unwrap()[0].state, State::Valid);
    // Another ledger of what is filed already is for a person to amend.
    fs::write(folder.join("T3_2025Q2.csv"), Q2.replace("05-10", "05-12")).unwrap();
    look(&county, &node, 5).await;
    assert_eq!(look(&county, &node, 6).await, "1 checked, 0 refused, 0 sealed");
    assert_eq!((node.items().unwrap().len(), node.checked().unwrap().len()), (1, 1));
}
