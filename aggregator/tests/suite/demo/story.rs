//! The timeline of RULINGS 12.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use aggregator::demo::{self, Deed, Story};
use chrono::{DateTime, Utc};
use schemas::{bureau::BureauCode, period::Period, statement::Purpose};

use super::city::city;

/// The story as a city would have noted it by its end.
pub struct Told {
    pub story: Story,
    pub filed: BTreeMap<(BureauCode, String, Period), Noted>,
    pub reminded: BTreeSet<BureauCode>,
}

pub struct Noted {
    pub received: DateTime<Utc>,
    pub history: bool,
    pub confirmed: bool,
}

static TOLD: LazyLock<Told> = LazyLock::new(|| {
    let story = demo::story();
    let (mut filed, mut reminded, mut enrolled) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    for scene in &story.scenes {
        let bureau = scene.bureau.clone();
        match scene.deed {
            Deed::Enrol => assert!(enrolled.insert(bureau), "enrolled twice"),
            Deed::File { form, period, purpose, .. } => {
                assert!(enrolled.contains(&bureau));
                let history = purpose == Some(Purpose::History);
                let noted = Noted { received: scene.at, history, confirmed: false };
                assert!(filed.insert((bureau, form.to_owned(), period), noted).is_none(), "filed twice");
            }
            Deed::Confirm { form, period } => {
                let noted =
                    filed.get_mut(&(bureau, form.to_owned(), period)).expect("confirmed before it was filed");
                noted.confirmed = true;
            }
            Deed::Assign(_) | Deed::Reply(_) => panic!("the worked city puts nothing to a department"),
            Deed::Remind { period } => {
                assert!(!filed.contains_key(&(bureau.clone(), "L3".into(), period)), "reminded though filed");
                reminded.insert(bureau);
            }
        }
    }
    Told { story, filed, reminded }
});

pub fn told() -> &'static Told {
    &TOLD
}

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

#[test]
fn what_is_filed_is_what_there_is_and_in_order() {
    let scenes = &told().story.scenes;
    assert!(scenes.is_sorted_by_key(|scene| scene.at));
    assert!(scenes.iter().all(|scene| scene.at <= told().story.ends));
    assert_eq!(told().story.ends, instant("2025-10-18T10:00:00+08:00"));
    assert!(told().filed.keys().eq(city().ledgers.keys()));
}

#[test]
fn the_last_quarter_is_filed_as_the_rulings_say() {
    let period: Period = "2025Q3".parse().unwrap();
    let received = |bureau: &str| {
        told().filed.get(&(bureau.parse().unwrap(), "L3".into(), period)).map(|noted| noted.received)
    };
    assert_eq!(received("519981"), Some(instant("2025-10-18T09:41:00+08:00")));
    assert_eq!(received("519900Z03"), None);
    for bureau in
        city().bureaus.iter().filter(|bureau| !["519981", "519900Z03"].contains(&bureau.code.as_str()))
    {
        let at = received(bureau.code.as_str()).unwrap();
        assert!(instant("2025-10-10T00:00:00+08:00") <= at && at < instant("2025-10-16T00:00:00+08:00"));
    }
    let open: BTreeSet<(&str, &str)> = told()
        .filed
        .iter()
        .filter(|(_, noted)| !noted.confirmed)
        .map(|((bureau, form, _), _)| (bureau.as_str(), form.as_str()))
        .collect();
    let hekou = demo::FORMS.map(|form| ("519981", form));
    assert_eq!(open, hekou.into_iter().chain([("519902", "L3")]).collect());
    assert_eq!(told().reminded, ["519981", "519900Z03"].map(|bureau| bureau.parse().unwrap()).into());
    assert!(told().filed.iter().all(|((.., of), noted)| noted.history == (*of < period)));
}
