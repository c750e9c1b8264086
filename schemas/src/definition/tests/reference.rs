//! The built-in definitions say what the references say.

use std::{collections::BTreeSet, fs, path::Path};

use super::*;
use crate::{
    campaign::{Family, Rule},
    form::{PrivacyClass, Role},
    fraction::Decimal,
    indicator::{Against, Better},
    period::{Cadence, Period},
    target::{Ask, Basis, Benchmark, Target},
};

#[test]
fn every_file_of_the_folder_is_in_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("definitions");
    let mut folder = BTreeSet::new();
    for kind in fs::read_dir(&root).unwrap().map(Result::unwrap) {
        for file in fs::read_dir(kind.path()).unwrap().map(Result::unwrap) {
            let path = file.path();
            folder.insert(path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned());
        }
    }
    let listed: BTreeSet<String> = builtin::FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(folder, listed);
}

#[test]
fn a_file_is_named_after_what_it_defines() {
    for (path, text) in builtin::FILES {
        let table: toml::Table = text.parse().unwrap();
        let code = read::KINDS.into_iter().find_map(|kind| table.get(kind)?.as_str()).unwrap();
        assert_eq!(Path::new(path).file_stem().unwrap(), code, "{path}");
    }
}

/// Numbers of items of DOMAIN §3.13; sub-codes counted.
#[test]
fn the_code_lists_of_the_reference_are_whole() {
    let all = builtin();
    let table = [
        ("SRC", 18 + 3),
        ("CAUSE", 17 + 15),
        ("MED6", 7),
        ("MORG", 9),
        ("MRES", 7),
        ("ARES", 11),
        ("IRES", 10),
        ("CLUE", 10),
        ("EMP", 22),
        ("GB4754", 20 + 97),
        ("INV", 5),
        ("SUP", 13),
        ("WAY", 11),
        ("RISK", 4),
        ("DOCLV", 3),
        ("URG", 3),
        ("VIOL", 9),
    ];
    for (code, items) in table {
        assert_eq!(all.list(code).map(|list| list.items.len()), Some(items), "{code}");
    }
    let divisions = all.list("GB4754").unwrap();
    let numbers: BTreeSet<u32> =
        divisions.items.iter().filter_map(|item| item.code.get(1..)?.parse().ok()).collect();
    assert_eq!(numbers, (1..=97).collect());
}

#[test]
fn every_spelling_of_a_code_finds_that_code() {
    let all = builtin();
    for list in all.lists.values().flat_map(BTreeMap::values).map(|(list, _)| list) {
        for item in &list.items {
            for text in [&item.code, &item.zh].into_iter().chain(&item.also) {
                let found = list.find(text).and_then(|at| list.item(at)).map(|item| item.code.as_str());
                assert_eq!(found, Some(item.code.as_str()), "{}: {text}", list.list);
            }
        }
    }
}

/// A heading that two columns share would put cells into the wrong one.
#[test]
fn every_heading_of_a_form_belongs_to_one_column() {
    for form in builtin().forms() {
        let mut seen = BTreeMap::new();
        for column in &form.columns {
            for heading in [&column.zh, &column.en].into_iter().chain(&column.also) {
                let other = seen.insert(heading.clone(), &column.key);
                assert_eq!(other, None, "{}: {heading} is also {}", form.form, column.key);
            }
        }
    }
}

/// Whatever names, reaches or describes a worker, a complainant or an informant (RULINGS 13, DOMAIN §6.3).
#[test]
fn persons_never_leave_the_node() {
    let personal = ["姓名", "身份证", "电话", "手机", "住址", "性别", "案情", "反映内容", "附件"];
    for form in builtin().forms() {
        for column in &form.columns {
            let headings = std::iter::once(&column.zh).chain(&column.also);
            let official = ["mediator", "officer"].contains(&column.key.as_str());
            let named = headings.into_iter().any(|text| personal.iter().any(|word| text.contains(word)));
            assert!(!named || official || column.privacy == PrivacyClass::P0, "{}.{}", form.form, column.key);
        }
        // A roster, a register, and counts signed off name officials only.
        let of_officials = ["B1", "L11", "L13", "L9", "L9R", "R1", "R5"].contains(&form.form.as_str());
        let person = form.with_role(Role::Person).map(|(_, person)| person.privacy);
        assert_eq!(person, (!of_officials).then_some(PrivacyClass::P0), "{}", form.form);
    }
}

#[test]
fn indicators_have_the_oracle_s_names_and_the_reference_s_direction() {
    let all = builtin();
    let codes: Vec<&str> = all.indicators().map(|indicator| indicator.indicator.as_str()).collect();
    assert_eq!(
        codes,
        [
            "H1", "H2", "H3", "H4", "H5", "H6", "I1", "I10", "I11", "I12", "I13", "I14", "I15", "I15M",
            "I15S", "I16", "I17", "I18", "I18G", "I19", "I1R", "I2", "I20", "I20A", "I21", "I21G", "I22",
            "I22A", "I23", "I24", "I24C", "I24Q", "I25", "I26", "I27", "I28", "I29", "I3", "I30", "I31",
            "I32", "I33", "I34", "I34T", "I35", "I36", "I37", "I38", "I39", "I4", "I40", "I41", "I4L4", "I5",
            "I6", "I7", "I8", "I9"
        ]
    );
    for indicator in all.indicators() {
        let wanted = match indicator.indicator.as_str() {
            "I18" | "I18G" | "I19" | "I20A" | "I21G" | "I24" | "I24C" | "I24Q" | "I25" | "I34" => {
                Better::Lower
            }
            "I16" | "I17" | "I36" => Better::Zero,
            _ => Better::Higher,
        };
        assert_eq!(indicator.better, wanted, "{}", indicator.indicator);
        assert!(!indicator.formula.zh.is_empty() && !indicator.formula.en.is_empty());
    }
}

fn percent(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// What a campaign asks: indicator, ask, basis, weight.
fn asks(campaign: &str) -> Vec<(String, Ask, Basis, u32)> {
    let campaign = Arc::clone(builtin().campaign(campaign).unwrap());
    let row = |t: &Target| (t.indicator.clone(), t.ask.clone(), t.basis, t.weight);
    campaign.targets.iter().map(row).collect()
}

fn row(indicator: &str, ask: Ask, basis: Basis, weight: u32) -> (String, Ask, Basis, u32) {
    (indicator.into(), ask, basis, weight)
}

#[test]
fn yunjiang_2025_is_ruling_12() {
    let at_least = |text| Ask::AtLeast { percent: percent(text) };
    let expected = [
        row("I1", at_least("75"), Basis::Period, 20),
        row("I3", at_least("95"), Basis::Period, 30),
        row("I4", Ask::Maintain { percent: percent("100") }, Basis::Period, 15),
        row("I9", at_least("96"), Basis::Period, 15),
        row("I10", at_least("98"), Basis::Period, 0),
        row("I12", Ask::Show {}, Basis::Period, 0),
        row("I13", Ask::Aspire { percent: percent("100") }, Basis::Period, 0),
        row("I14", Ask::AtBenchmark { benchmark: Benchmark::OwnPool }, Basis::Period, 20),
    ];
    assert_eq!(asks("yunjiang-2025"), expected);
    let all = builtin();
    let campaign = all.campaign("yunjiang-2025").unwrap();
    let quarter: Period = "2025Q3".parse().unwrap();
    for form in ["L2", "L3", "L4", "L5"] {
        let deadline =
            campaign.duty(form, Cadence::Quarter).unwrap().deadline(quarter, all.calendar()).unwrap();
        assert_eq!(deadline.due_day().to_string(), "2025-10-15", "ruling 12");
        assert_eq!(deadline.grace_day().to_string(), "2025-10-20", "ruling 12");
        assert!(deadline.close > deadline.grace, "ruling 6");
    }
    assert!(campaign.judges(quarter) && campaign.judges("2025Q4".parse().unwrap()));
    assert!(!campaign.judges("2025Q2".parse().unwrap()), "history");
    assert_eq!((campaign.minimum_sample, campaign.least_weight), (30, 75), "rulings 8 and 9");
    assert!(campaign.demonstration);
}

/// RULINGS 11, in the demonstration and in the province's preset.
#[test]
fn the_three_families_flag_by_ruling_11() {
    for code in ["yunjiang-2025", "province-2022"] {
        let all = builtin();
        let flags = &all.campaign(code).unwrap().flags;
        let has = |family, test: &dyn Fn(&Rule) -> bool| {
            flags.iter().any(|flag| flag.family == family && test(&flag.rule))
        };
        assert!(has(
            Family::Lagging,
            &|rule| matches!(rule, Rule::BelowTarget { points } if *points == percent("5"))
        ));
        assert!(has(Family::Lagging, &|rule| matches!(rule, Rule::BelowTargetRunning { periods: 2 })));
        assert!(has(
            Family::Prominent,
            &|rule| matches!(rule, Rule::OverdueOpen { tally, of, at_least: 5, percent: two }
            if tally == "L3.overdue_open" && *of == ["L3.opening", "L3.accepted"] && *two == percent("2"))
        ));
        assert!(has(Family::Prominent, &|rule| matches!(
            rule,
            Rule::BottomRunning { places: 3, periods: 2 }
        )));
        assert!(has(Family::Weak, &|rule| matches!(rule, Rule::SilentAfterReminder {})));
        assert!(has(Family::Weak, &|rule| matches!(rule, Rule::LateInYear { times: 2 })));
        assert_eq!(flags.len(), 6, "{code}");
    }
}

/// DOMAIN §7.1 item 8.
#[test]
fn province_2022_asks_75_95_96_98() {
    let at_least = |text| Ask::AtLeast { percent: percent(text) };
    let expected = [
        row("I1", at_least("75"), Basis::Period, 0),
        row("I3", at_least("95"), Basis::Period, 0),
        row("I9", at_least("96"), Basis::Period, 0),
        row("I10", at_least("98"), Basis::Period, 0),
        row("I17", Ask::Zero { veto: true }, Basis::Period, 0),
        row("I16", Ask::Zero { veto: false }, Basis::Period, 0),
        row("I18", Ask::Falling { against: Against::LastYear }, Basis::Period, 0),
        row("I26", Ask::Show {}, Basis::Period, 0),
        row("I33", Ask::Show {}, Basis::Period, 0),
        row("I34T", Ask::Show {}, Basis::Period, 0),
        row("I40", Ask::Show {}, Basis::Period, 0),
        row("I41", Ask::Show {}, Basis::Period, 0),
    ];
    assert_eq!(asks("province-2022"), expected);
    let all = builtin();
    let campaign = all.campaign("province-2022").unwrap();
    assert_eq!(
        (campaign.from.to_string(), campaign.to.to_string()),
        ("2022-05-01".into(), "2022-12-31".into())
    );
    assert_eq!(campaign.cadence, Cadence::Quarter);
}

/// DOMAIN §7.1 items 1, 2, 7 and 9 to 12; RULINGS 10 for items 9 and 11.
#[test]
fn minhang_2022_asks_for_the_hundred_days() {
    let at_least = |text| Ask::AtLeast { percent: percent(text) };
    let rising = || Ask::Rising { against: Against::Previous };
    let expected = [
        row("I1", at_least("75"), Basis::CampaignToDate, 0),
        row("I2", at_least("70"), Basis::CampaignToDate, 0),
        row("I3", at_least("92"), Basis::CampaignToDate, 0),
        row("I4L4", Ask::Maintain { percent: percent("100") }, Basis::CampaignToDate, 0),
        row("I11", rising(), Basis::Period, 0),
        row("I12", rising(), Basis::Period, 0),
        row("I13", Ask::Aspire { percent: percent("100") }, Basis::CampaignToDate, 0),
        row("I14", Ask::AtBenchmark { benchmark: Benchmark::Published }, Basis::CampaignToDate, 0),
        row("I15S", rising(), Basis::Period, 0),
        row("I15M", rising(), Basis::Period, 0),
        row("I20", Ask::Show {}, Basis::CampaignToDate, 0),
        row("I24C", Ask::Show {}, Basis::CampaignToDate, 0),
        row("I32", Ask::Show {}, Basis::CampaignToDate, 0),
        row("I31", Ask::Show {}, Basis::CampaignToDate, 0),
        row("I36", Ask::Zero { veto: false }, Basis::Period, 0),
    ];
    assert_eq!(asks("minhang-2022"), expected);
    let all = builtin();
    let campaign = all.campaign("minhang-2022").unwrap();
    let phases: Vec<String> = campaign.phases.iter().map(|p| format!("{} {}", p.from, p.to)).collect();
    assert_eq!(phases, ["2022-09-15 2022-09-20", "2022-09-21 2022-12-15", "2022-12-16 2022-12-31"]);
    assert!(campaign.judges("2022W38".parse().unwrap()) && !campaign.judges("2022W37".parse().unwrap()));
}
