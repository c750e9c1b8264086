//! The worked city (DOMAIN §8.3): values, samples and targets met, against figures worked out elsewhere.

use std::collections::BTreeMap;

use schemas::{
    definition::Definitions,
    period::Period,
    tally::{Tallies, Tally},
    target::{Lines, Standing},
};

/// Column of the figures and the tally it is.
const COLUMNS: [(&str, &str); 23] = [
    ("arb_opening", "L3.opening"),
    ("arb_accepted", "L3.accepted"),
    ("arb_closed", "L3.closed"),
    ("arb_due", "L3.due"),
    ("arb_due_closed_on_time", "L3.due_closed_on_time"),
    ("arb_overdue_open", "L3.overdue_open"),
    ("med_opening", "L2.opening"),
    ("med_accepted", "L2.accepted"),
    ("med_closed", "L2.closed"),
    ("med_succeeded", "L2.succeeded"),
    ("insp_opening", "L4.opening"),
    ("insp_filed", "L4.filed"),
    ("insp_closed", "L4.closed"),
    ("mig_opening", "L4.migrant_opening"),
    ("mig_filed", "L4.migrant_filed"),
    ("mig_closed", "L4.migrant_closed"),
    ("clue_opening", "L5.opening"),
    ("clue_received", "L5.received"),
    ("clue_done", "L5.done"),
    ("clue_due", "L5.due"),
    ("clue_due_on_time", "L5.due_on_time"),
    ("clue_verified", "L5.verified"),
    ("clue_solved", "L5.solved"),
];

type Row = BTreeMap<String, String>;

fn read(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// Tallies of each bureau that filed, and of the city as `519900`.
fn tallies() -> BTreeMap<String, Tallies> {
    let mut all = BTreeMap::new();
    let mut city = Tallies::default();
    for row in read(include_str!("../data/yunjiang_2025q3.csv")) {
        if row["filing"] == "missing" {
            continue;
        }
        let of = COLUMNS
            .into_iter()
            .map(|(column, tally)| (tally.into(), Tally::Number(row[column].parse().unwrap())));
        let own = Tallies(of.collect());
        city.pool(&own);
        all.insert(row["bureau"].clone(), own);
    }
    all.insert("519900".into(), city);
    all
}

#[test]
fn indicators_come_to_the_worked_figures() {
    let (definitions, tallies) = (Definitions::builtin().unwrap(), tallies());
    let campaign = definitions.campaign("yunjiang-2025").unwrap();
    let expected = read(include_str!("../data/yunjiang_2025q3_expected.csv"));
    let mut compared = 0;
    for row in expected.iter().filter(|row| row["indicator"] != "composite") {
        let indicator = definitions.indicator(&row["indicator"]).unwrap();
        let of = |bureau: &str| indicator.value(&tallies[bureau], None);
        let value = of(&row["bureau"]);
        let place = format!("{} {}", row["indicator"], row["bureau_name"]);
        assert_eq!(indicator.name.zh, row["name"], "{place}");
        assert_eq!(value.n, row["denominator"].parse::<i64>().unwrap(), "{place}");
        assert_eq!(value.value.map_or("—".into(), |value| value.percent(2)), row["value"], "{place}");
        let target = campaign.target(&row["indicator"]).unwrap();
        // The pool is not held against itself.
        let pool = (row["bureau"] != "519900").then(|| of("519900").value).flatten();
        let line = target.line(&Lines { pool, ..Lines::default() });
        let met = value.value.zip(line).map(|(value, line)| target.standing(value, line) == Standing::Met);
        assert_eq!(met.map_or("", |met| if met { "yes" } else { "no" }), row["target_met"], "{place}");
        compared += 1;
    }
    assert_eq!(compared, 8 * 12);
}

/// RULINGS 11 and 12: of all bureaus only 河口市 has too much overdue and open.
#[test]
fn the_share_overdue_is_taken_of_opening_and_accepted() {
    let (definitions, tallies) = (Definitions::builtin().unwrap(), tallies());
    let campaign = definitions.campaign("yunjiang-2025").unwrap();
    let fires = |tallies: &Tallies| {
        campaign.flags.iter().any(|flag| {
            let schemas::campaign::Rule::OverdueOpen { tally, of, at_least, percent } = &flag.rule else {
                return false;
            };
            let count = |name: &String| tallies.get(name).map_or(0, Tally::count);
            let share = schemas::fraction::Fraction::new(count(tally), of.iter().map(count).sum());
            count(tally) >= *at_least && share.is_some_and(|share| share >= percent.of_hundred())
        })
    };
    let bureaus = tallies.iter().filter(|(bureau, _)| *bureau != "519900");
    let flagged: Vec<&String> = bureaus.filter(|(_, own)| fires(own)).map(|(bureau, _)| bureau).collect();
    assert_eq!(flagged, ["519981"]);
    assert!(campaign.judges("2025Q3".parse::<Period>().unwrap()));
}
