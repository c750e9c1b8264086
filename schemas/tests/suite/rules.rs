//! The row rules and relations of the built-in forms: each finds its breach, and nothing in a clean row.

use std::collections::BTreeSet;

use crate::ledger::{builtin, ledger};

mod disputes;
mod registers;
mod reports;
use schemas::{
    filter::{Filter, Window},
    tally::{Tallies, Tally},
};

/// A row on which no rule has anything to say, and for each rule a change that it finds.
struct Rules {
    form: &'static str,
    clean: &'static str,
    breaches: &'static [(&'static str, &'static str)],
}

fn every() -> impl Iterator<Item = &'static Rules> {
    [RULES, reports::RULES, disputes::RULES, registers::RULES].into_iter().flatten()
}

fn broken(form: &str, row: &str) -> BTreeSet<String> {
    let table = ledger(form, &[row]);
    let definition = table.form();
    let window = Window::of("2025Q3".parse().unwrap());
    let rules = definition.rules.iter().filter(|rule| {
        let bound = |clauses| Filter::new(clauses, definition, window);
        bound(&rule.when).holds(&table, 0) && !bound(&rule.must).holds(&table, 0)
    });
    rules.map(|rule| rule.code.clone()).collect()
}

#[test]
fn every_row_rule_finds_its_breach() {
    let tried: BTreeSet<&str> = every().map(|rules| rules.form).collect();
    let all: BTreeSet<&str> = builtin().forms().map(|form| form.form.as_str()).collect();
    assert_eq!(tried, all, "every form is tried");
    for rules in every() {
        assert_eq!(broken(rules.form, rules.clean), BTreeSet::new(), "{}", rules.clean);
        assert_eq!(broken(rules.form, ""), BTreeSet::new(), "{}: an empty row breaks no rule", rules.form);
        let form = builtin().form(rules.form).unwrap();
        for column in form.columns.iter().filter(|column| column.required) {
            // A missing cell is reported as missing, and not by a rule besides.
            let found = broken(rules.form, &format!("{} {}=", rules.clean, column.key));
            assert_eq!(found, BTreeSet::new(), "{} without {}", rules.form, column.key);
        }
        for (code, change) in rules.breaches {
            let found = broken(rules.form, &format!("{} {change}", rules.clean));
            assert!(found.contains(*code), "{code}: {change}: {found:?}");
        }
        let tried: BTreeSet<&str> = rules.breaches.iter().map(|(code, _)| *code).collect();
        let all: BTreeSet<&str> = form.rules.iter().map(|rule| rule.code.as_str()).collect();
        assert_eq!(tried, all, "every rule of {} is tried", rules.form);
    }
}

#[test]
fn every_relation_holds_of_nothing_and_can_fail() {
    for form in builtin().forms() {
        for relation in &form.relations {
            let mut tallies = Tallies::nil(form);
            let holds = |tallies: &Tallies| {
                let (left, right) = relation.sides(&form.form, tallies);
                relation.is.holds(left, right)
            };
            assert!(holds(&tallies), "{}", relation.code);
            for term in &relation.left {
                let name = format!("{}.{}", form.form, term.tally());
                let before = tallies.0.insert(name.clone(), Tally::Number(1)).unwrap();
                assert!(!holds(&tallies), "{}: one more {name}", relation.code);
                tallies.0.insert(name, before);
            }
        }
    }
}

/// What a county reads when a rule or relation is broken: each language says it for itself, and a rule says what to do.
#[test]
fn every_rule_and_relation_speaks_both_languages() {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut said: BTreeSet<(String, String)> = BTreeSet::new();
    for form in builtin().forms() {
        let rules = form
            .rules
            .iter()
            .map(|rule| (&rule.code, vec![(&rule.zh, &rule.en), (&rule.fix_zh, &rule.fix_en)]));
        let relations = form.relations.iter().map(|one| (&one.code, vec![(&one.zh, &one.en)]));
        for (code, texts) in rules.chain(relations) {
            for (zh, en) in &texts {
                assert!(is_chinese(zh) && zh.chars().count() >= 4, "{code}: {zh}");
                assert!(!is_chinese(en) && en.split_whitespace().count() >= 3, "{code}: {en}");
                assert!(
                    !zh.contains('{') && !en.contains('{'),
                    "{code}: nothing fills what stands in braces"
                );
            }
            let (zh, en) = texts.first().unwrap();
            assert!(
                said.insert((form.form.clone(), zh.to_string())),
                "{code}: another rule says the same: {zh}"
            );
            assert!(
                said.insert((form.form.clone(), en.to_string())),
                "{code}: another rule says the same: {en}"
            );
        }
    }
}

const RULES: &[Rules] = &[
    Rules {
        form: "L2",
        clean: "applied=2025-07-01 accepted=2025-07-02 due=2025-07-17 closed=2025-07-10 outcome=11 kind=1 \
                agreed_on=2025-07-09 agreed_amount=500 performance=1 paid=500 performed_on=2025-07-10 \
                confirmation=1 subsidy=10 subsidy_band=2 subsidised_on=2025-08-01 mediator_no=A pre_arbitration=yes persons=3 migrant_workers=3 stage=1 satisfaction=1 followed=2025-07-08",
        breaches: &[
            ("L2-101", "outcome="),
            ("L2-102", "closed="),
            ("L2-103", "closed=2025-07-01"),
            ("L2-104", "applied=2025-07-03"),
            ("L2-105", "agreed_on=2025-07-01"),
            ("L2-106", "agreed_on=2025-07-11"),
            ("L2-107", "performed_on=2025-07-08"),
            ("L2-108", "due=2025-07-01"),
            ("L2-110", "migrant_workers=4"),
            ("L2-111", "outcome=21"),
            ("L2-112", "agreed_on="),
            ("L2-113", "outcome=22"),
            ("L2-114", "paid=501"),
            ("L2-115", "outcome=12"),
            ("L2-116", "outcome=21"),
            ("L2-117", "arbitration_no=7"),
            ("L2-118", "pre_arbitration="),
            ("L2-119", "closed="),
            ("L2-120", "subsidy=0"),
            ("L2-121", "mediator_no="),
            ("L2-121", "subsidy_band="),
            ("L2-122", "closed=2025-08-02"),
            ("L2-123", "stage=3"),
            ("L2-124", "closed="),
            ("L2-125", "followed=2025-07-01"),
            ("L2-126", "closed= followed=2025-09-14"),
        ],
    },
    Rules {
        form: "L3",
        clean: "received=2025-07-01 corrected=2025-07-02 accepted=2025-07-03 due=2025-08-18 formed=2025-07-08 \
                hearing=2025-07-20 closed=2025-08-01 outcome=21 award_nature=1 result=1 awarded=500 \
                served=2025-08-04 sued=yes sued_on=2025-08-05 court_result=9 performance=4 paid=100 \
                performed_on=2025-08-10 persons=12 migrant_workers=12 collective=yes representatives=3 \
                pre_mediated=no enforcement=yes enforcement_on=2025-08-20 enforcement_stage=4 enforcement_ended=2025-09-10 \
                satisfaction=2 followed=2025-07-20 suspected_false=yes procuratorate_on=2025-08-06 subsidy=200 subsidised_on=2025-09-01",
        breaches: &[
            ("L3-101", "outcome="),
            ("L3-102", "closed="),
            ("L3-103", "closed=2025-07-02"),
            ("L3-104", "due=2025-07-02"),
            ("L3-105", "received=2025-07-04"),
            ("L3-106", "received=2025-07-03"),
            ("L3-107", "formed=2025-07-02"),
            ("L3-108", "formed=2025-07-21"),
            ("L3-109", "hearing=2025-08-02"),
            ("L3-110", "served=2025-07-31"),
            ("L3-111", "served=2025-08-06"),
            ("L3-112", "performed_on=2025-07-31"),
            ("L3-113", "corrected= received=2025-06-17"),
            ("L3-116", "migrant_workers=13"),
            ("L3-117", "persons=9"),
            ("L3-118", "collective=no"),
            ("L3-119", "representatives=6"),
            ("L3-120", "outcome=11"),
            ("L3-121", "award_nature=2"),
            ("L3-122", "outcome=22"),
            ("L3-123", "outcome=31"),
            ("L3-124", "outcome=31"),
            ("L3-125", "served="),
            ("L3-126", "sued=no"),
            ("L3-127", "closed="),
            ("L3-128", "paid=501"),
            ("L3-129", "pre_mediated="),
            ("L3-130", "closed=2025-08-19"),
            ("L3-131", "closed="),
            ("L3-132", "extension_days=15"),
            ("L3-133", "court_result=1"),
            ("L3-134", "court_decided_on=2025-08-04"),
            ("L3-135", "difference=4"),
            ("L3-136", "court_result=3"),
            ("L3-137", "suspected_false="),
            ("L3-138", "enforcement=no"),
            ("L3-138", "enforcement=no enforcement_on="),
            ("L3-139", "enforcement_ended=2025-08-19"),
            ("L3-140", "enforcement_stage=2"),
            ("L3-140", "enforcement_stage="),
            ("L3-141", "closed="),
            ("L3-142", "followed=2025-07-02"),
            ("L3-143", "closed= followed=2025-09-14"),
            ("L3-144", "subsidy="),
        ],
    },
    Rules {
        form: "L4",
        clean: "registered=2025-07-01 filed=2025-07-02 due=2025-09-24 investigated=2025-08-01 closed=2025-08-20 \
                outcome=31 verified=yes police_on=2025-08-10 police_accepted=yes recovered=500 \
                recovered_persons=3 persons=3 amount=500 migrant=yes violation=5 construction=yes project=A \
                investment=1 listed_on=2025-08-11 removed_on=2025-08-12 enforcement=yes enforcement_on=2025-08-25 \
                enforcement_stage=3 enforcement_ended=2025-09-10 followed=2025-08-01",
        breaches: &[
            ("L4-101", "outcome="),
            ("L4-102", "closed="),
            ("L4-103", "closed=2025-07-01"),
            ("L4-104", "due=2025-07-01"),
            ("L4-105", "registered=2025-07-03"),
            ("L4-106", "investigated=2025-07-01"),
            ("L4-107", "investigated=2025-08-21"),
            ("L4-108", "police_on=2025-07-01"),
            ("L4-109", "removed_on=2025-08-10"),
            ("L4-110", "registered=2025-06-16"),
            ("L4-113", "verified=no"),
            ("L4-114", "verified=no outcome=51"),
            ("L4-115", "recovered_persons=4"),
            ("L4-116", "recovered=501"),
            ("L4-117", "fine=100"),
            ("L4-118", "police_on="),
            ("L4-119", "police_on="),
            ("L4-120", "violation=6"),
            ("L4-121", "migrant="),
            ("L4-122", "closed=2025-09-25"),
            ("L4-123", "closed="),
            ("L4-124", "investment="),
            ("L4-125", "referral_receipt=A"),
            ("L4-125", "next=A"),
            ("L4-126", "referred_on=2025-08-01 referral_receipt=A"),
            ("L4-127", "outcome=33 referred_on=2025-08-01"),
            ("L4-128", "enforcement="),
            ("L4-129", "enforcement_ended=2025-08-24"),
            ("L4-130", "enforcement_stage=1"),
            ("L4-131", "outcome=33 referral_receipt=A referred_on=2025-07-01"),
            ("L4-132", "followed=2025-07-01"),
            ("L4-133", "closed= followed=2025-09-14"),
        ],
    },
    Rules {
        form: "L5",
        clean: "received=2025-07-01 assigned=2025-07-01 contacted=2025-07-02 due=2025-07-22 closed=2025-07-15 \
                outcome=01 on_time=yes verified_persons=3 verified_amount=500 paid=500 paid_persons=3 \
                paid_on=2025-07-14 construction=yes project=A investment=1 persons=3 amount=600 satisfaction=1 followed=2025-07-10",
        breaches: &[
            ("L5-101", "outcome="),
            ("L5-102", "closed="),
            ("L5-103", "closed=2025-06-30"),
            ("L5-104", "due=2025-06-30"),
            ("L5-105", "assigned=2025-06-30"),
            ("L5-106", "contacted=2025-06-30"),
            ("L5-107", "contacted=2025-07-16"),
            ("L5-108", "closed=2025-07-23"),
            ("L5-109", "closed="),
            ("L5-110", "outcome=06"),
            ("L5-111", "verified_amount="),
            ("L5-112", "outcome=07"),
            ("L5-113", "paid=499"),
            ("L5-114", "paid=501"),
            ("L5-115", "paid_persons=4"),
            ("L5-116", "outcome=02"),
            ("L5-117", "instalments_until=2025-12-31"),
            ("L5-118", "outcome=09"),
            ("L5-119", "project="),
            ("L5-120", "closed=2025-07-23"),
            ("L5-121", "closed="),
            ("L5-122", "amount="),
            ("L5-123", "closed="),
            ("L5-124", "followed=2025-06-30"),
            ("L5-125", "closed= followed=2025-09-14"),
        ],
    },
];
