//! The worked city as the pages' tests and the preview see it: filings straight from the oracle's counts, seen on
//! 2025-10-18 at 10:00, with the quarter before as history so that places move.

#![allow(dead_code, reason = "each test binary and the preview use a part of it")]
#![allow(clippy::unwrap_used, reason = "test data that is wrong shall fail the test")]

pub mod filed;

use std::collections::{BTreeMap, BTreeSet};

use aggregator::{
    measure::{
        book::{Book, Filed},
        standing::{Field, Standings},
    },
    obligation::{Act, Ground, Obligation},
    supervision::proposal::{self, Evidence, Proposal},
    web::{
        city::City,
        links::{Address, Links},
        pages::shell::{Frame, Reader, Theme},
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use schemas::{
    bureau::{Bureau, BureauCode, Kind, Level},
    calendar::Calendar,
    campaign::Campaign,
    definition::{Definitions, Source},
    fraction::Fraction,
    hash::Sha,
    owed::Acts,
    period::Period,
    statement::Purpose,
    tally::{Tallies, Tally},
    text::{Lang, Text},
    wire::FilingState,
};

/// The forms of the city.
pub const FORMS: [&str; 4] = ["L2", "L3", "L4", "L5"];

/// Everything the pages are drawn from, owned.
pub struct Worked {
    pub definitions: Definitions,
    pub bureaus: Vec<Bureau>,
    pub book: Book,
    pub published: BTreeMap<String, Fraction>,
    pub standings: Standings,
    pub before: Standings,
    pub obligations: BTreeMap<BureauCode, BTreeMap<String, Obligation>>,
    pub acts: BTreeMap<BureauCode, BTreeMap<String, Act>>,
    pub reminders: BTreeMap<BureauCode, u32>,
    pub proposals: Vec<Proposal>,
    pub now: DateTime<Utc>,
}

/// Links of the period.
pub fn links(lang: Lang) -> Links {
    Links { lang, period: Some(period()) }
}

pub fn period() -> Period {
    "2025Q3".parse().unwrap()
}

pub fn code(text: &str) -> BureauCode {
    text.parse().unwrap()
}

pub fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

pub fn definitions() -> Definitions {
    definitions_with(include_str!("../../../data/indicators.toml.txt"))
}

/// The definitions of the worked city with other indicators.
pub fn definitions_with(indicators: &str) -> Definitions {
    let files = [
        ("forms", include_str!("../../../data/forms.toml.txt")),
        ("indicators", indicators),
        ("campaign", include_str!("../../../data/campaign.toml.txt")),
    ];
    let sources = files.iter().flat_map(|(name, text)| {
        text.split("#---\n").map(|part| Source { file: (*name).into(), text: part.into() })
    });
    Definitions::load(sources.collect()).unwrap()
}

const NAMES: [&str; 12] = [
    "Donghu",
    "Xiling",
    "Nanpu",
    "Qingxi",
    "Guyang",
    "Bao'an",
    "Hekou",
    "Zaolin",
    "Yi'an",
    "Yunjiang Hi-tech",
    "Yundong",
    "Luzhou Zone",
];
const RECEIVED: [&str; 12] = [
    "10-13T16:20",
    "10-15T16:52",
    "10-14T11:05",
    "10-11T09:30",
    "10-14T15:40",
    "10-10T10:12",
    "10-18T09:41",
    "10-13T08:58",
    "10-12T20:15",
    "10-11T17:33",
    "10-14T17:59",
    "",
];

fn bureau(code: &str, zh: &str, en: &str) -> Bureau {
    let kind = match code {
        _ if code.contains('Z') => Kind::Zone,
        _ if code.as_bytes().get(4) == Some(&b'8') => Kind::CountyCity,
        _ if code.as_bytes().get(4) == Some(&b'2') => Kind::County,
        _ => Kind::District,
    };
    Bureau {
        code: code.parse().unwrap(),
        name: Text::owned(zh, en),
        level: Level::County,
        kind,
        parent: None,
        counted_in: None,
        valid_from: NaiveDate::from_ymd_opt(2000, 1, 1).unwrap(),
        valid_to: None,
    }
}

/// Tallies by form from a row of the oracle.
fn tallies(row: &BTreeMap<String, i64>) -> BTreeMap<&'static str, Tallies> {
    let of = |pairs: &[(&str, i64)]| {
        Tallies(pairs.iter().map(|(name, n)| ((*name).to_owned(), Tally::Number(*n))).collect())
    };
    let n = |key: &str| row[key];
    BTreeMap::from([
        (
            "L2",
            of(&[
                ("L2.opening", n("med_opening")),
                ("L2.accepted", n("med_accepted")),
                ("L2.closed", n("med_closed")),
                ("L2.succeeded", n("med_succeeded")),
            ]),
        ),
        (
            "L3",
            of(&[
                ("L3.opening", n("arb_opening")),
                ("L3.accepted", n("arb_accepted")),
                ("L3.closed", n("arb_closed")),
                ("L3.ending", n("arb_opening") + n("arb_accepted") - n("arb_closed")),
                ("L3.due", n("arb_due")),
                ("L3.on_time", n("arb_due_closed_on_time")),
                ("L3.overdue_open", n("arb_overdue_open")),
            ]),
        ),
        (
            "L4",
            of(&[
                ("L4.opening", n("insp_opening")),
                ("L4.filed", n("insp_filed")),
                ("L4.closed", n("insp_closed")),
                ("L4.migrant_opening", n("mig_opening")),
                ("L4.migrant_filed", n("mig_filed")),
                ("L4.migrant_closed", n("mig_closed")),
            ]),
        ),
        (
            "L5",
            of(&[
                ("L5.due", n("clue_due")),
                ("L5.on_time", n("clue_due_on_time")),
                ("L5.verified", n("clue_verified")),
                ("L5.solved", n("clue_solved")),
            ]),
        ),
    ])
}

/// The worked city.
pub fn worked() -> Worked {
    city_of(1, &[])
}

/// The worked city `times` over, with other names for some bureaus. Copies have codes and names of their own.
pub fn city_of(times: usize, names: &[(&str, &str)]) -> Worked {
    let definitions = definitions();
    let now = instant("2025-10-18T10:00:00+08:00");
    let (mut bureaus, mut book, mut acts) = (Vec::new(), Book::default(), BTreeMap::new());
    for copy in 0..times {
        enter(copy, names, &mut bureaus, &mut book, &mut acts);
    }
    let campaign = definitions.campaign("yunjiang-2025").unwrap().clone();
    let obligations = obligations(&campaign, &bureaus, &acts, now);
    let silent: Vec<BureauCode> = bureaus
        .iter()
        .filter(|bureau| !acts.contains_key(&bureau.code))
        .map(|bureau| bureau.code.clone())
        .collect();
    let published = BTreeMap::new();
    let field = Field {
        campaign: &campaign,
        definitions: &definitions,
        bureaus: &bureaus,
        book: &book,
        published: &published,
    };
    let standings = Standings::of(field, period());
    let before = Standings::of(field, period().previous().unwrap());
    let proposals = proposal::proposals(Evidence {
        field,
        standings: std::slice::from_ref(&standings),
        obligations: &obligations,
        reminded: &silent.iter().cloned().collect::<BTreeSet<_>>(),
        late_periods: &BTreeMap::new(),
    });
    Worked {
        reminders: silent.into_iter().map(|bureau| (bureau, 2)).collect(),
        definitions,
        bureaus,
        book,
        published,
        standings,
        before,
        obligations,
        acts,
        proposals,
        now,
    }
}

fn enter(
    copy: usize,
    names: &[(&str, &str)],
    bureaus: &mut Vec<Bureau>,
    book: &mut Book,
    acts: &mut BTreeMap<BureauCode, BTreeMap<String, Act>>,
) {
    let mut reader = csv::Reader::from_reader(include_str!("../../../data/yunjiang_2025q3.csv").as_bytes());
    let heads = reader.headers().unwrap().clone();
    for (at, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let row: BTreeMap<String, i64> = heads
            .iter()
            .zip(&record)
            .skip(3)
            .map(|(head, cell)| (head.to_owned(), cell.parse().unwrap_or(0)))
            .collect();
        let suffix = if copy == 0 { String::new() } else { format!("C{copy}") };
        let mut bureau =
            bureau(&record[0], &format!("{}{suffix}", &record[1]), &format!("{}{suffix}", NAMES[at]));
        bureau.code = format!("{}{suffix}", &record[0]).parse().unwrap();
        if let Some((_, name)) = names.iter().find(|(code, _)| *code == &record[0] && copy == 0) {
            bureau.name = Text::same(*name);
        }
        let filing = record[2].to_owned();
        for (form, tallies) in tallies(&row) {
            let filed = |tallies: Tallies, received, confirmed| Filed {
                statement: Sha::of(format!("{} {form}", &record[0]).as_bytes()),
                revision: 1,
                nil: filing == "nil",
                purpose: Purpose::Current,
                first_received: received,
                confirmed,
                tallies: tallies.into(),
            };
            let history = earlier(&tallies, at);
            let before = period().previous().unwrap();
            // 枣林市 filed nothing for the first quarter, so that its year is not whole.
            for past in [before.previous().unwrap(), before] {
                if past == before || &record[0] != "519982" {
                    let filed = filed(history.clone(), instant("2025-07-10T10:00:00+08:00"), true);
                    book.enter(bureau.code.clone(), past, form, filed);
                }
            }
            if filing == "missing" {
                continue;
            }
            let received = instant(&format!("2025-{}:00+08:00", RECEIVED[at]));
            let confirmed = !(filing == "late_3d" || (at == 1 && form == "L3"));
            book.enter(bureau.code.clone(), period(), form, filed(tallies, received, confirmed));
            let state = if confirmed { FilingState::Confirmed } else { FilingState::Validated };
            let act = Act { state, nil: filing == "nil", awaited: false, received };
            acts.entry(bureau.code.clone()).or_default().insert(form.to_owned(), act);
        }
        bureaus.push(bureau);
    }
}

/// Invented history: every seventh success of the quarter before was not one, by a pattern that moves places.
fn earlier(tallies: &Tallies, at: usize) -> Tallies {
    let mut earlier = tallies.clone();
    for (name, tally) in &mut earlier.0 {
        let success = ["closed", "succeeded", "on_time", "solved"].iter().any(|end| name.ends_with(end));
        if let Tally::Number(number) = tally
            && success
        {
            *number -= *number * i64::try_from(at * 5 % 7).unwrap() / 200;
        }
    }
    // What is open at the start was open at the end of the quarter before.
    if let Some(opening) = tallies.get("L3.opening") {
        earlier.0.insert("L3.ending".into(), opening.clone());
    }
    earlier
}

fn obligations(
    campaign: &Campaign,
    bureaus: &[Bureau],
    acts: &BTreeMap<BureauCode, BTreeMap<String, Act>>,
    now: DateTime<Utc>,
) -> BTreeMap<BureauCode, BTreeMap<String, Obligation>> {
    let of = |bureau: &Bureau| {
        FORMS
            .iter()
            .filter_map(|form| {
                let act = acts.get(&bureau.code).and_then(|acts| acts.get(*form)).copied();
                let (calendar, none) = (Calendar::default(), Acts::default());
                let ground = Ground { campaign, calendar: &calendar, who: bureau.into(), acts: &none };
                let duty = campaign.duty(form, period().cadence())?;
                Some(((*form).to_owned(), ground.at(duty, period(), act, now)?))
            })
            .collect()
    };
    bureaus.iter().map(|bureau| (bureau.code.clone(), of(bureau))).collect()
}

impl Worked {
    /// As the pages take it.
    pub fn city(&self) -> City<'_> {
        City {
            field: Field {
                campaign: self.definitions.campaign("yunjiang-2025").unwrap(),
                definitions: &self.definitions,
                bureaus: &self.bureaus,
                book: &self.book,
                published: &self.published,
            },
            standings: &self.standings,
            obligations: &self.obligations,
            acts: &self.acts,
            reminders: &self.reminders,
            proposals: &self.proposals,
            now: self.now,
        }
    }

    /// The city before anything was filed, seen on a day.
    pub fn empty(now: &str) -> Self {
        let mut city = worked();
        let campaign = city.definitions.campaign("yunjiang-2025").unwrap().clone();
        city.now = instant(now);
        city.book = Book::default();
        city.acts = BTreeMap::new();
        city.reminders = BTreeMap::new();
        city.proposals = Vec::new();
        city.obligations = obligations(&campaign, &city.bureaus, &city.acts, city.now);
        city.standings = Standings::of(city.city().field, period());
        city
    }
}

/// A frame of the city's staff.
pub fn frame(lang: Lang, address: &str) -> Frame {
    Frame {
        lang,
        theme: Theme::System,
        address: Address::parse(address),
        reader: Some(Reader {
            bureau: Text::new("云江市人力资源和社会保障局", "Yunjiang human resources bureau"),
            name: "陈示例".into(),
            role: Text::new("业务科", "City staff"),
            department: false,
        }),
        campaign: Some(Text::new("云江专项行动2025", "Yunjiang campaign 2025")),
        period: Some(period()),
        demonstration: true,
        recovering: false,
        flash: None,
        csrf: "csrf-token".into(),
    }
}
