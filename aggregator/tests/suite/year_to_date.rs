//! 本年累计 against figures worked by hand, and against the stock of real offices.

use std::{collections::BTreeMap, path::Path};

use aggregator::{
    measure::{
        book::{Book, Filed},
        standing::{Field, Standings},
        year::{self, Year},
    },
    web,
};
use chrono::{DateTime, NaiveDate};
use schemas::{
    bureau::{Bureau, BureauCode, Kind, Level},
    campaign::Campaign,
    definition::{Definitions, Source},
    fraction::Fraction,
    hash::Sha,
    period::Period,
    statement::Purpose,
    tally::{Tallies, Tally},
    text::Text,
};

/// A year of a city, with what it is measured by.
pub struct City {
    pub definitions: Definitions,
    pub campaign: Campaign,
    pub bureaus: Vec<Bureau>,
    pub book: Book,
}

impl City {
    pub fn new(definitions: Definitions, campaign: &str, bureaus: &[&str]) -> Self {
        let campaign = definitions.campaign(campaign).unwrap().as_ref().clone();
        let bureau = |code: &&str| Bureau {
            code: code.parse().unwrap(),
            name: Text::same(*code),
            level: Level::County,
            kind: Kind::District,
            parent: None,
            counted_in: None,
            valid_from: NaiveDate::MIN,
            valid_to: None,
        };
        Self { campaign, bureaus: bureaus.iter().map(bureau).collect(), book: Book::default(), definitions }
    }

    pub fn file(&mut self, bureau: &str, period: &str, form: &str, counts: &[(&str, i64)]) {
        let named = counts.iter().map(|(key, count)| (format!("{form}.{key}"), Tally::Number(*count)));
        let filed = Filed {
            statement: Sha::of(b"statement"),
            revision: 1,
            nil: false,
            purpose: Purpose::Current,
            first_received: DateTime::UNIX_EPOCH,
            confirmed: true,
            tallies: Tallies(named.collect()).into(),
        };
        self.book.enter(bureau.parse().unwrap(), period.parse().unwrap(), form, filed);
    }

    /// What a page of a period is drawn from: nothing is owed, received or proposed.
    pub fn with_seen<T>(&self, period: &str, read: impl FnOnce(web::city::City<'_>) -> T) -> T {
        self.with_field(|field| {
            let standings = Standings::of(field, period.parse().unwrap());
            let (obligations, acts, reminders) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
            read(web::city::City {
                field,
                standings: &standings,
                obligations: &obligations,
                acts: &acts,
                reminders: &reminders,
                proposals: &[],
                now: DateTime::UNIX_EPOCH,
            })
        })
    }

    pub fn with_field<T>(&self, read: impl FnOnce(Field<'_>) -> T) -> T {
        let published = BTreeMap::new();
        read(Field {
            campaign: &self.campaign,
            definitions: &self.definitions,
            bureaus: &self.bureaus,
            book: &self.book,
            published: &published,
        })
    }

    fn year(&self, bureau: &str, period: &str, indicator: &str) -> Option<Year> {
        let indicator = self.definitions.indicator(indicator).unwrap();
        let bureau: BureauCode = bureau.parse().unwrap();
        self.with_field(|field| year::to_date(field, &bureau, period.parse().unwrap(), indicator))
    }

    fn pooled(&self, period: &str, indicator: &str) -> Option<(Option<Fraction>, usize)> {
        let indicator = self.definitions.indicator(indicator).unwrap();
        let pooled = self.with_field(|field| year::pooled(field, period.parse().unwrap(), indicator));
        pooled.map(|(value, filers)| (value.value, filers))
    }
}

/// Two bureaus over three quarters; the second filed only two of them.
fn worked_by_hand() -> City {
    let mut city = City::new(Definitions::builtin().unwrap(), "yunjiang-2025", &["519901", "519902"]);
    for (period, opening, accepted, closed, due, on_time) in [
        ("2024Q4", 99, 99, 188, 9, 1),
        ("2025Q1", 10, 20, 15, 12, 12),
        ("2025Q2", 15, 30, 33, 30, 29),
        ("2025Q3", 12, 8, 14, 15, 13),
    ] {
        let counts = [
            ("opening", opening),
            ("accepted", accepted),
            ("closed", closed),
            ("due", due),
            ("due_closed_on_time", on_time),
            ("backlog", 5),
            ("backlog_closed", 2),
        ];
        city.file("519901", period, "L3", &counts);
        if period != "2025Q2" {
            city.file("519902", period, "L3", &counts);
        }
    }
    city
}

fn value(year: Option<Year>) -> (i64, i64) {
    match year {
        Some(Year::Value(value)) => value.value.map(|value| (value.num(), value.den())).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn stock_of_the_first_period_and_flows_of_all() {
    let city = worked_by_hand();
    // 结案率: (15 + 33 + 14) ÷ (10 + 20 + 30 + 8) = 62/68. The mean of the three rates would be 64.44 %.
    let closure = value(city.year("519901", "2025Q3", "I3"));
    assert_eq!(closure, (62, 68));
    assert_eq!(Fraction::new(62, 68).unwrap().percent(2), "91.18");
    // 按期结案率 is of cohorts: (12 + 29 + 13) ÷ (12 + 30 + 15) = 54/57.
    assert_eq!(value(city.year("519901", "2025Q3", "I4")), (54, 57));
    // In the first quarter the year is the quarter, and the year before is another year.
    assert_eq!(value(city.year("519901", "2025Q1", "I3")), (15, 30));
}

#[test]
fn half_a_year_is_not_a_year() {
    let city = worked_by_hand();
    let missing = vec!["2025Q2".parse().unwrap()];
    assert_eq!(city.year("519902", "2025Q3", "I3"), Some(Year::Incomplete(missing)));
    assert_eq!(city.pooled("2025Q3", "I3"), Some((Fraction::new(62, 68), 1)));
    assert_eq!(city.pooled("2025Q1", "I3"), Some((Fraction::new(30, 60), 2)));
    // Nobody filed a mediation ledger: nothing to divide by, and nobody in the pool.
    assert_eq!(city.pooled("2025Q3", "I1"), Some((None, 0)));
}

#[test]
fn a_share_over_a_hundred_is_none() {
    let mut city = worked_by_hand();
    // 40 more were closed than the year ever held: the opening of the third quarter was another stock.
    let counts = [("opening", 100), ("accepted", 8), ("closed", 102), ("due", 1), ("due_closed_on_time", 1)];
    city.file("519901", "2025Q3", "L3", &counts);
    assert_eq!(city.year("519901", "2025Q3", "I3"), Some(Year::Disjoint));
    assert_eq!(city.pooled("2025Q3", "I3"), Some((None, 0)));
}

#[test]
fn what_cannot_be_put_together_is_not() {
    let city = worked_by_hand();
    // A stock alone (I20), a median (I24), acts of filing (I22).
    for indicator in ["I20", "I24", "I22"] {
        assert_eq!(city.year("519901", "2025Q3", indicator), None, "{indicator}");
        assert_eq!(city.pooled("2025Q3", indicator), None, "{indicator}");
    }
    for indicator in ["I1", "I2", "I3", "I4", "I7", "I9", "I10", "I11", "I12", "I13", "I14"] {
        assert!(city.year("519901", "2025Q1", indicator).is_some(), "{indicator}");
    }
}

/// What came in during a year and was not closed in it is open at its end. The oracle counts openings, closings and
/// endings of every office and quarter each by itself, so the law ties the year to figures it was not made from.
#[test]
fn the_year_of_every_real_office_leaves_the_stock_at_its_end() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/nlrb");
    let mut sources = Vec::new();
    for kind in ["forms", "codes", "indicators", "campaigns"] {
        for file in std::fs::read_dir(folder.join("definitions").join(kind)).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            sources.push(Source { file: path.display().to_string(), text });
        }
    }
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_path(folder.join("quarters.csv")).unwrap().records().map(Result::unwrap).collect();
    let mut city = City::new(Definitions::load(sources).unwrap(), "nlrb-1999-2004", &[]);
    let count = |row: &csv::StringRecord, at: usize| row[at].parse::<i64>().unwrap();
    let offices = || rows.iter().filter(|row| &row[1] != "ALL");
    for row in offices() {
        let counts = [("opening", count(row, 2)), ("accepted", count(row, 3)), ("closed", count(row, 4))];
        city.file(&format!("NLRB{}", &row[1]), &row[0], "NLRB", &counts);
    }
    let mut held = 0;
    for row in offices().filter(|row| row[0].parse::<Period>().unwrap() >= "2000Q1".parse().unwrap()) {
        let (closed, came) = value(city.year(&format!("NLRB{}", &row[1]), &row[0], "N1"));
        assert_eq!(came - closed, count(row, 5), "{} {}", &row[0], &row[1]);
        held += 1;
    }
    assert_eq!(held, 35 * 19);
}
