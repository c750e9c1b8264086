//! Every kind of target (DOMAIN §7.1 items 7 to 17) in standings, composite, proposals and words, to the exact value.

use std::collections::{BTreeMap, BTreeSet};

use aggregator::{
    figures,
    measure::{
        book::Filed,
        composite::CompositePlace,
        standing::{Place, Row, Standings},
    },
    supervision::proposal::{Evidence, proposals},
    web::{city::City as Seen, links::Links, pages::rankings::why::Why},
};
use chrono::DateTime;
use num_rational::BigRational;
use schemas::{
    bureau::BureauCode,
    campaign::Family,
    definition::{Definitions, Source},
    fraction::Fraction,
    hash::Sha,
    indicator::Unit,
    period::Period,
    statement::Purpose,
    tally::{Tallies, Tally},
    target::Standing,
    text::Lang,
};

use crate::year_to_date::City;

const CAMPAIGN: &str = r#"
campaign = "kinds-2025"
version = 1
name = { zh = "各类目标", en = "Every kind" }
from = "2025-01-01"
to = "2025-12-31"
cadence = "quarter"
first_judged = "2025Q1"
minimum_sample = 1
least_weight = 75
duties = [
    { form = "L3", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 },
    { form = "L10", cadence = "quarter", due_days = 15, grace_days = 20, close_days = 45 },
    { form = "L7M", cadence = "month", due_days = 5, grace_days = 8, close_days = 20 },
    { form = "B1", cadence = "month", due_days = 5, grace_days = 8, close_days = 20 },
]
targets = [
    { indicator = "I3", ask = "at-least", percent = "75", weight = 60 },
    { indicator = "I25", ask = "within", minutes = 60, weight = 40 },
    { indicator = "I17", ask = "zero", veto = true },
    { indicator = "I18", ask = "falling", against = "previous period" },
    { indicator = "I19", ask = "falling", against = "previous period" },
    { indicator = "X1", ask = "year-total", total = 400, by_quarter = [50, 150, 290, 400], basis = "year-to-date" },
]
flags = [{ family = "prominent", rule = "veto" }, { family = "lagging", rule = "below-target", points = "5" }]
"#;

const CLOSED: &str = r#"
indicator = "X1"
version = 1
name = { zh = "办结件数", en = "Cases closed" }
formula = { zh = "本期结案", en = "Closed" }
better = "higher"
unit = "cases"
measure.count = { of = ["L3.closed"] }
"#;

const FIRST: &str = "519901";
const SECOND: &str = "519902";

fn code(bureau: &str) -> BureauCode {
    bureau.parse().unwrap()
}

fn quarter() -> Period {
    "2025Q3".parse().unwrap()
}

fn minutes(city: &mut City, bureau: &str, month: &str, minutes: &[(i64, i64)]) {
    let spread = Tally::Days(minutes.iter().copied().collect());
    let filed = Filed {
        statement: Sha::of(b"statement"),
        revision: 1,
        nil: minutes.is_empty(),
        purpose: Purpose::Current,
        first_received: DateTime::UNIX_EPOCH,
        confirmed: true,
        tallies: Tallies([("L7M.response".into(), spread)].into()).into(),
    };
    city.book.enter(code(bureau), month.parse().unwrap(), "L7M", filed);
}

/// Two bureaus over a year and three quarters; the second closes more and grows again, and had a violent case in August.
fn worked_by_hand() -> City {
    let source = |file: &str, text: &str| Source { file: file.into(), text: text.into() };
    let site = vec![source("kinds-2025.toml", CAMPAIGN), source("X1.toml", CLOSED)];
    let mut city = City::new(Definitions::with_site(site).unwrap(), "kinds-2025", &[FIRST, SECOND]);
    for (bureau, rows) in [
        (
            FIRST,
            [
                ("2024Q2", 100, 0),
                ("2024Q3", 100, 0),
                ("2025Q1", 90, 60),
                ("2025Q2", 130, 80),
                ("2025Q3", 120, 140),
            ],
        ),
        (
            SECOND,
            [
                ("2024Q2", 100, 0),
                ("2024Q3", 100, 0),
                ("2025Q1", 90, 70),
                ("2025Q2", 110, 90),
                ("2025Q3", 115, 160),
            ],
        ),
    ] {
        for (period, accepted, closed) in rows {
            city.file(bureau, period, "L3", &[("opening", 60), ("accepted", accepted), ("closed", closed)]);
        }
    }
    for (bureau, before, now) in [(FIRST, (3, 2), (3, 1)), (SECOND, (3, 2), (4, 1))] {
        for (period, (skipped, repeated)) in [("2025Q2", before), ("2025Q3", now)] {
            city.file(bureau, period, "L10", &[("skip_level", skipped), ("repeated", repeated)]);
        }
    }
    for month in ["2025-07", "2025-08", "2025-09"] {
        for bureau in [FIRST, SECOND] {
            let violent = i64::from(bureau == SECOND && month == "2025-08");
            let counts =
                [("systemic", 0), ("violent", violent), ("capital", 0), ("individual", 0), ("hype", 0)];
            city.file(bureau, month, "B1", &counts);
        }
    }
    for (month, spread) in [("2025-07", &[(72, 1)][..]), ("2025-08", &[]), ("2025-09", &[(30, 1)])] {
        minutes(&mut city, FIRST, month, spread);
        minutes(&mut city, SECOND, month, if month == "2025-07" { &[(72, 1)] } else { &[] });
    }
    city
}

fn standings(city: &City) -> Standings {
    city.with_field(|field| Standings::of(field, quarter()))
}

fn row(standings: &Standings, indicator: &str, bureau: &str) -> Row {
    standings.table(indicator).unwrap().row(&code(bureau)).unwrap().clone()
}

#[test]
fn each_kind_stands_to_its_own_line() {
    let standings = standings(&worked_by_hand());
    let of = |indicator: &str, bureau: &str| {
        let row = row(&standings, indicator, bureau);
        (row.value.value.unwrap(), row.line.unwrap(), row.target.unwrap())
    };
    let whole = Fraction::whole;
    let share = |num, den| Fraction::new(num, den).unwrap();
    // Item 7.
    assert_eq!(of("I3", FIRST), (share(140, 180), share(3, 4), Standing::Met));
    // Item 13: the median over the three months of the quarter, 30 and 72.
    assert_eq!(of("I25", FIRST), (whole(51), whole(60), Standing::Met));
    assert_eq!(of("I25", SECOND), (whole(72), whole(60), Standing::Missed));
    // Item 14: the months of the quarter put together.
    assert_eq!(of("I17", FIRST), (whole(0), whole(0), Standing::Met));
    assert_eq!(of("I17", SECOND), (whole(1), whole(0), Standing::Missed));
    // Item 15.
    assert_eq!(of("I18", FIRST), (whole(4), whole(5), Standing::Met));
    assert_eq!(of("I18", SECOND), (whole(5), whole(5), Standing::Near));
    // Item 16: growth of 20 % after 30 %, and of 15 % after 10 %.
    assert_eq!(of("I19", FIRST), (share(20, 100), share(30, 100), Standing::Met));
    assert_eq!(of("I19", SECOND), (share(15, 100), share(10, 100), Standing::Missed));
    // Item 17: 60 + 80 + 140 of 290 by the end of September.
    assert_eq!(of("X1", FIRST), (whole(280), whole(290), Standing::Missed));
    assert_eq!(of("X1", SECOND), (whole(320), whole(290), Standing::Met));
    let pooled = |indicator: &str| standings.table(indicator).unwrap().target;
    assert_eq!(["I18", "I19", "X1"].map(pooled), [None; 3], "nothing is asked of all bureaus together");
    assert_eq!(pooled("I17"), Some(Standing::Missed), "the city has one, too");
}

#[test]
fn a_month_that_is_missing_is_no_zero() {
    let mut city = worked_by_hand();
    for month in ["2025-07", "2025-08"] {
        city.bureaus.truncate(1);
        city.file(FIRST, month, "B1", &[("violent", 0)]);
    }
    assert_eq!(row(&standings(&city), "I17", FIRST).value.value, Some(Fraction::whole(0)));
    let source = |file: &str, text: &str| Source { file: file.into(), text: text.into() };
    let site = vec![source("kinds-2025.toml", CAMPAIGN), source("X1.toml", CLOSED)];
    let mut city = City::new(Definitions::with_site(site).unwrap(), "kinds-2025", &[FIRST]);
    city.file(FIRST, "2025-07", "B1", &[("violent", 0)]);
    city.file(FIRST, "2025-08", "B1", &[("violent", 0)]);
    assert_eq!(row(&standings(&city), "I17", FIRST).place, Place::NotFiled, "September was not filed");
}

#[test]
fn a_veto_puts_a_bureau_last_whatever_its_score() {
    let city = worked_by_hand();
    let now = standings(&city);
    let score = |bureau: &str| now.composite.row(&code(bureau)).unwrap();
    let (first, second) = (score(FIRST), score(SECOND));
    assert_eq!(first.points, Some(BigRational::from_integer(100.into())));
    // 60 × 1 + 40 × 60 ÷ 72.
    assert_eq!(second.points, Some(BigRational::new(280.into(), 3.into())));
    assert_eq!((first.place, second.place), (CompositePlace::Ranked(1), CompositePlace::Ranked(2)));
    assert_eq!((first.vetoed.len(), second.vetoed.as_slice()), (0, ["I17".to_owned()].as_slice()));
    // With the better score it is last all the same.
    let mut city = worked_by_hand();
    minutes(&mut city, FIRST, "2025-09", &[(240, 3)]);
    minutes(&mut city, SECOND, "2025-07", &[(20, 1)]);
    let now = standings(&city);
    let score = |bureau: &str| now.composite.row(&code(bureau)).unwrap();
    assert!(score(SECOND).points > score(FIRST).points);
    assert_eq!(
        (score(FIRST).place, score(SECOND).place),
        (CompositePlace::Ranked(1), CompositePlace::Ranked(2))
    );
}

#[test]
fn the_rule_of_vetoes_proposes_with_its_figure() {
    let city = worked_by_hand();
    let found = city.with_field(|field| {
        let evidence = Evidence {
            field,
            standings: &[Standings::of(field, quarter())],
            obligations: &BTreeMap::new(),
            reminded: &BTreeSet::new(),
            late_periods: &BTreeMap::new(),
        };
        proposals(evidence)
    });
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].bureau, code(SECOND));
    let said: Vec<(Family, &str, &str)> = found[0]
        .reasons
        .iter()
        .map(|reason| (reason.family, reason.sentence.zh.as_ref(), reason.sentence.en.as_ref()))
        .collect();
    assert_eq!(
        said,
        [
            (Family::Prominent, "底线指标1件，属一票否决事项", "Bottom-line events: 1 case, which is a veto"),
            (
                Family::Lagging,
                "争议增速15.00%（15/100），比上限10.00%高5.00个百分点",
                "Growth of disputes 15.00 % (15/100), 5.00 percentage points above 10.00 %"
            ),
        ],
        "neither minutes nor counts are percentage points"
    );
}

#[test]
fn no_kind_is_without_its_words() {
    let city = worked_by_hand();
    let now = standings(&city);
    let said = |indicator: &str, lang: Lang| {
        let target = city.campaign.target(indicator).unwrap();
        let own = city.definitions.indicator(indicator).unwrap();
        let line = row(&now, indicator, FIRST).line;
        (figures::ask_in_words(target, own, line, lang), figures::ask_in_words(target, own, None, lang))
    };
    for (indicator, zh, en) in [
        ("I25", "60分钟内", "within 60 minutes"),
        ("I17", "须为0件，一票否决", "must be 0 cases, with a veto"),
        ("I18", "低于5件", "below 5 cases"),
        ("I19", "低于30%", "below 30 %"),
        ("X1", "全年400件，本期末应达290件", "400 cases in the year, 290 cases by now"),
    ] {
        assert_eq!((said(indicator, Lang::Zh).0.as_str(), said(indicator, Lang::En).0.as_str()), (zh, en));
    }
    assert_eq!(said("I18", Lang::Zh).1, "低于前期");
    assert_eq!(said("I18", Lang::En).1, "below earlier");
    assert_eq!(figures::value(Fraction::new(103, 2).unwrap(), None, Unit::Minutes), "51.5");
}

#[test]
fn why_says_what_is_left_of_the_year_and_what_a_veto_does() {
    let city = worked_by_hand();
    let why = |bureau: &str, indicator: Option<&str>, lang: Lang| {
        city.with_field(|field| {
            let standings = Standings::of(field, quarter());
            let (obligations, acts, reminders) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
            let seen = Seen {
                field,
                standings: &standings,
                obligations: &obligations,
                acts: &acts,
                reminders: &reminders,
                proposals: &[],
                now: DateTime::UNIX_EPOCH,
            };
            let links = Links { lang, period: Some(quarter()) };
            let why = match indicator {
                Some(indicator) => Why::of_indicator(seen, links, &code(bureau), indicator),
                None => Why::of_composite(seen, links, &code(bureau)),
            };
            askama::Template::render(&why.unwrap()).unwrap()
        })
    };
    for (bureau, indicator, lang, words) in [
        (FIRST, Some("X1"), Lang::Zh, "全年目标400件，已完成280件，余120件；还有1期，每期需120"),
        (
            FIRST,
            Some("X1"),
            Lang::En,
            "280 cases of 400 cases in the year, 120 cases to go: 120 in each of the 1 periods left",
        ),
        (SECOND, None, Lang::Zh, "底线指标为1件，一票否决：不论得分，列末位"),
        (SECOND, None, Lang::En, "Bottom-line events is 1 cases: a veto puts it last, whatever its score"),
    ] {
        let html = why(bureau, indicator, lang);
        assert!(html.contains(words), "{words}: {html}");
    }
}
