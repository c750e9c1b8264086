//! From the ledgers to places, composite and proposals: the oracle test of `measure` and `supervision`.

use std::collections::{BTreeMap, BTreeSet};

use aggregator::{
    demo,
    measure::{
        book::{Book, Filed},
        composite::CompositePlace,
        standing::{Field, Place, Standings},
    },
    obligation::{Act, Ground, Obligation, State},
    supervision::proposal::{Evidence, proposals},
};
use schemas::{
    bureau::BureauCode,
    calendar::Calendar,
    campaign::{Campaign, Family},
    fraction::{Fraction, decimal},
    hash::Sha,
    indicator::Value,
    owed::{Acts, Owing},
    period::Period,
    statement::Purpose,
    target::Standing,
    wire::FilingState,
};

use super::{
    city::{QUARTERS, city, lines},
    story::told,
};

fn campaign() -> &'static Campaign {
    city().definitions.campaign(demo::CAMPAIGN).unwrap()
}

fn period() -> Period {
    "2025Q3".parse().unwrap()
}

/// What the city holds when the story ends, of the ledgers that are kept.
fn book(keep: impl Fn(&str, &str) -> bool) -> Book {
    let mut book = Book::default();
    for quarter in QUARTERS {
        let period: Period = quarter.parse().unwrap();
        for ((bureau, form, of), ledger) in city().ledgers.iter().filter(|((.., of), _)| *of == period) {
            if !keep(bureau.as_str(), form) {
                continue;
            }
            let filed =
                told().filed.get(&(bureau.clone(), form.clone(), *of)).expect("a ledger that is never filed");
            book.enter(
                bureau.clone(),
                period,
                form,
                Filed {
                    statement: Sha::of(quarter.as_bytes()),
                    revision: 1,
                    nil: ledger.filled.is_none(),
                    purpose: if filed.history { Purpose::History } else { Purpose::Current },
                    first_received: filed.received,
                    confirmed: filed.confirmed,
                    tallies: ledger.tallies.clone().into(),
                },
            );
        }
    }
    book
}

fn with_field<T>(work: impl FnOnce(Field<'_>) -> T) -> T {
    with_ledgers(|_, _| true, work)
}

fn with_ledgers<T>(keep: impl Fn(&str, &str) -> bool, work: impl FnOnce(Field<'_>) -> T) -> T {
    let (book, published) = (book(keep), BTreeMap::new());
    work(Field {
        campaign: campaign(),
        definitions: &city().definitions,
        bureaus: &city().bureaus,
        book: &book,
        published: &published,
    })
}

fn assert_value(value: Value, line: &BTreeMap<String, String>, what: &str) {
    let (numerator, n): (i64, i64) =
        (line["numerator"].parse().unwrap(), line["denominator"].parse().unwrap());
    assert_eq!(value.n, n, "{what}");
    assert_eq!(value.value, Fraction::new(numerator, n), "{what}");
    assert_eq!(value.value.map_or("—".into(), |value| value.percent(2)), line["value"], "{what}");
}

fn met(standing: Option<Standing>) -> &'static str {
    standing.map_or("", |standing| if standing == Standing::Met { "yes" } else { "no" })
}

#[test]
fn places_are_the_worked_ones() {
    let expected = lines(include_str!("../../data/yunjiang_2025q3_expected.csv"));
    let standings = with_field(|field| Standings::of(field, period()));
    let mut compared = 0;
    for line in expected.iter().filter(|line| line["indicator"] != "composite") {
        let what = format!("{} {}", line["indicator"], line["bureau_name"]);
        let table = standings.table(&line["indicator"]).unwrap();
        compared += 1;
        if line["bureau"] == "519900" {
            assert_eq!(table.filers, 11, "{what}");
            assert_value(table.pooled, line, &what);
            assert_eq!(met(table.target), line["target_met"], "{what}");
            continue;
        }
        let row = table.row(&line["bureau"].parse().unwrap()).unwrap();
        assert_value(row.value, line, &what);
        assert_eq!(met(row.target), line["target_met"], "{what}");
        let (rank, reason) = match row.place {
            Place::Ranked(rank) => (rank.to_string(), ""),
            Place::SmallSample => (String::new(), "small sample"),
            Place::NoCases => (String::new(), "no cases"),
            Place::Awaited => (String::new(), "figures awaited"),
            Place::NotFiled => (String::new(), "not filed"),
        };
        assert_eq!(
            (rank.as_str(), reason),
            (line["rank"].as_str(), line["not_ranked_because"].as_str()),
            "{what}"
        );
        // Who waits for acceptance: the one that came late, and one ledger still being looked at.
        let waits = line["bureau"] == "519981"
            || line["bureau"] == "519902" && ["I3", "I4"].contains(&&*line["indicator"]);
        assert_eq!(row.unconfirmed, waits, "{what}");
    }
    assert_eq!(compared, 8 * 12);
    for table in &standings.tables {
        let silent = table.row(&"519900Z03".parse().unwrap()).unwrap();
        assert_eq!(silent.place, Place::NotFiled, "{}", table.indicator);
        assert_eq!(table.rows.last().map(|row| &row.bureau), Some(&silent.bureau), "listed last");
    }
    // It filed the quarter before, and had a place then.
    let cases = standings.table("I3").and_then(|table| table.row(&"519900Z03".parse().unwrap())).unwrap();
    assert!(cases.before.is_some());
}

#[test]
fn the_composite_is_the_worked_one() {
    let expected = lines(include_str!("../../data/yunjiang_2025q3_expected.csv"));
    let standings = with_field(|field| Standings::of(field, period()));
    let mut compared = 0;
    for line in expected.iter().filter(|line| line["indicator"] == "composite") {
        let what = &line["bureau_name"];
        let score = standings.composite.row(&line["bureau"].parse().unwrap()).unwrap();
        let points = score.points.as_ref().map_or(String::new(), |points| decimal(points, 6));
        assert_eq!(points, line["value"], "{what}");
        let (rank, reason) = match score.place {
            CompositePlace::Ranked(rank) => (rank.to_string(), String::new()),
            CompositePlace::TooLittle { available, needed } => {
                (String::new(), format!("weight available {available} of 100, {needed} needed"))
            }
            CompositePlace::Awaited => (String::new(), "figures awaited".into()),
            CompositePlace::NotFiled => (String::new(), "not filed".into()),
        };
        assert_eq!((&rank, &reason), (&line["rank"], &line["not_ranked_because"]), "{what}");
        compared += 1;
    }
    assert_eq!(compared, 11);
    let silent = standings.composite.row(&"519900Z03".parse().unwrap()).unwrap();
    assert_eq!(silent.place, CompositePlace::NotFiled);
}

/// Whoever is third is not ranked without one of its ledgers: a ledger with few points must not be worth keeping back.
#[test]
fn a_ledger_kept_back_costs_the_place_in_the_composite() {
    let all = with_field(|field| Standings::of(field, period()));
    let ranked = all.composite.rows.iter().find(|score| score.place == CompositePlace::Ranked(3)).unwrap();
    let bureau = ranked.bureau.clone();
    let keep = |of: &str, form: &str| (of, form) != (bureau.as_str(), "L4");
    let kept_back = with_ledgers(keep, |field| Standings::of(field, period()));
    let score = kept_back.composite.row(&bureau).unwrap();
    assert_eq!(score.place, CompositePlace::NotFiled);
    assert!(score.weight >= campaign().least_weight, "enough of the weight is left to be ranked on");
}

fn obligations() -> BTreeMap<BureauCode, BTreeMap<String, Obligation>> {
    let of = |bureau: &BureauCode, form: &str| {
        let act = told().filed.get(&(bureau.clone(), form.into(), period())).map(|filed| Act {
            state: if filed.confirmed { FilingState::Confirmed } else { FilingState::Validated },
            nil: city().ledger(bureau.as_str(), form, "2025Q3").unwrap().filled.is_none(),
            awaited: false,
            received: filed.received,
        });
        let (who, acts) = (Owing::known_by_code(bureau), Acts::default());
        let ground = Ground { campaign: campaign(), calendar: &Calendar::default(), who, acts: &acts };
        let duty = campaign().duty(form, period().cadence()).unwrap();
        ground.at(duty, period(), act, told().story.ends).unwrap()
    };
    let forms = |bureau: &BureauCode| demo::FORMS.map(|form| (form.to_owned(), of(bureau, form))).into();
    city().bureaus.iter().map(|bureau| (bureau.code.clone(), forms(&bureau.code))).collect()
}

#[test]
fn obligations_stand_as_the_rulings_say() {
    let owed = obligations();
    let of = |bureau: &str| owed[&bureau.parse().unwrap()]["L3"];
    assert_eq!((of("519901").state, of("519901").late_days), (State::Confirmed, 0));
    assert_eq!((of("519902").state, of("519902").late_days), (State::Validated, 0));
    assert_eq!(of("519923").state, State::Nil);
    assert_eq!((of("519981").state, of("519981").late_days), (State::Validated, 3));
    assert_eq!(of("519900Z03").state, State::Overdue);
}

/// RULINGS 12: two bureaus and nobody else.
#[test]
fn two_bureaus_are_proposed_for_supervision() {
    let obligations = obligations();
    let late = obligations
        .iter()
        .filter(|(_, forms)| forms.values().any(|obligation| obligation.late_days > 0))
        .map(|(bureau, _)| (bureau.clone(), BTreeSet::from([period()])))
        .collect();
    let proposed = with_field(|field| {
        let standings = [Standings::of(field, period())];
        proposals(Evidence {
            field,
            standings: &standings,
            obligations: &obligations,
            reminded: &told().reminded,
            late_periods: &late,
        })
    });
    let found: Vec<(&str, BTreeSet<Family>, bool)> = proposed
        .iter()
        .map(|proposal| (proposal.bureau.as_str(), proposal.families(), proposal.ripe))
        .collect();
    let hekou = BTreeSet::from([Family::Lagging, Family::Prominent]);
    assert_eq!(found, [("519981", hekou, true), ("519900Z03", BTreeSet::from([Family::Weak]), false)]);
    let sentences: Vec<&str> = proposed[0].reasons.iter().map(|reason| &*reason.sentence.zh).collect();
    assert!(
        sentences.iter().any(|sentence| sentence.contains("超期未结8件，占7.21%（8/111）")),
        "{sentences:?}"
    );
    assert!(sentences.iter().any(|sentence| sentence.contains("81.98%（91/111）")), "{sentences:?}");
}
