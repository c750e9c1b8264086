//! What a campaign would ask of its bureaus: who will owe what and when, how much work that is, and what should be looked at
//! before it is issued (DOMAIN §4.2, the brake on repeated form-filling). Pure: definitions, bureaus and a day.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::{Campaign, Recipient},
    definition::Definitions,
    owed::{self, Acts, Owing},
    period::Period,
    text::Text,
};

use crate::words::demand as words;

/// Fewer days than these from today to the first day something is due are too few to read it and prepare.
pub const LEAD_DAYS: i64 = 10;
/// More filings than these of one bureau in a year are named.
pub const MANY_FILINGS: usize = 400;
/// Stands for any bureau where none is known.
const NOBODY: &str = "000000";
/// Most columns that two ledgers have in common and that are named.
const NAMED: usize = 8;

/// What is owed of one form for one period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owed {
    /// From when on it is late.
    pub due: DateTime<Utc>,
    /// The form.
    pub form: String,
    /// The period.
    pub period: Period,
    /// Last day in time, of grace, and before it closes.
    pub deadline: [NaiveDate; 3],
    /// Cut-off within the day it is due.
    pub cut_off: Option<String>,
    /// Who receives it.
    pub recipients: Vec<Recipient>,
    /// How many bureaus owe it; `None` where no bureaus are known: each of them.
    pub bureaus: Option<usize>,
}

/// The work one form is for one bureau.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burden {
    /// The form.
    pub form: String,
    /// Filings of one bureau in the whole campaign; of the bureau with most.
    pub filings: usize,
    /// The same in the calendar year with most.
    pub in_a_year: usize,
    /// Columns of a row.
    pub columns: usize,
}

/// Columns that two forms of one campaign both ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The forms.
    pub forms: (String, String),
    /// Their names.
    pub columns: Vec<Text>,
}

/// The whole demand.
#[derive(Clone, Debug)]
pub struct Demand {
    /// What is owed, by the day it is due.
    pub owed: Vec<Owed>,
    /// What is owed only when something happens, in words.
    pub events: Vec<Text>,
    /// The work, by form.
    pub burden: Vec<Burden>,
    /// What is asked for twice.
    pub shared: Vec<Shared>,
    /// The first day something is due, and how many days that is from the day it is looked at.
    pub first_due: Option<(NaiveDate, i64)>,
}

impl Owed {
    /// The day it is due, as people say it.
    pub fn due_day(&self) -> NaiveDate {
        let [due, ..] = self.deadline;
        due
    }
}

impl Demand {
    /// The demand of a campaign, looked at on a day; of these bureaus, or of any one where there are none.
    pub fn of(definitions: &Definitions, campaign: &Campaign, bureaus: &[Bureau], today: NaiveDate) -> Self {
        let owed = owed(definitions, campaign, bureaus);
        let first = owed.iter().map(Owed::due_day).min();
        Self {
            events: events(campaign),
            burden: burden(definitions, campaign, &owed),
            shared: shared(definitions, campaign),
            first_due: first.map(|due| (due, (due - today).num_days())),
            owed,
        }
    }

    /// Filings of one bureau in the year with most, all forms together.
    pub fn filings_a_year(&self) -> usize {
        self.burden.iter().map(|one| one.in_a_year).sum()
    }

    /// What should be looked at before the campaign is issued.
    pub fn notices(&self) -> Vec<Text> {
        let mut notices = Vec::new();
        if let Some((due, days)) = self.first_due.filter(|(_, days)| *days < LEAD_DAYS) {
            let words = if days < 0 { words::DUE_ALREADY } else { words::SHORT_LEAD };
            notices.push(words.fill(&[("due", &due), ("days", &days), ("least", &LEAD_DAYS)]));
        }
        let filings = self.filings_a_year();
        if filings > MANY_FILINGS {
            notices.push(words::MANY_FILINGS.fill(&[("filings", &filings), ("most", &MANY_FILINGS)]));
        }
        let shared = self.shared.iter().map(|shared| {
            let named = |lang| {
                let names: Vec<String> =
                    shared.columns.iter().take(NAMED).map(|name| name.get(lang).to_owned()).collect();
                crate::figures::listed(&names, lang)
            };
            let names = Text::owned(named(schemas::text::Lang::Zh), named(schemas::text::Lang::En));
            words::SHARED.fill(&[
                ("one", &shared.forms.0),
                ("other", &shared.forms.1),
                ("count", &shared.columns.len()),
                ("columns", &names),
            ])
        });
        notices.extend(shared);
        notices
    }
}

/// Every form and period the campaign asks for whatever happens, by when it is due, as the engine says that both programs ask.
fn owed(definitions: &Definitions, campaign: &Campaign, bureaus: &[Bureau]) -> Vec<Owed> {
    let (acts, calendar) = (Acts::default(), definitions.calendar());
    let nobody = BureauCode::from_str(NOBODY).ok();
    let known = bureaus.iter().map(Owing::from);
    let any = nobody.iter().filter(|_| bureaus.is_empty()).map(Owing::known_by_code);
    let mut all: BTreeMap<Owed, usize> = BTreeMap::new();
    for who in known.chain(any) {
        for one in owed::owed(campaign, calendar, who, &acts, (NaiveDate::MIN, NaiveDate::MAX)) {
            let owed = Owed {
                due: one.deadline.due,
                form: one.form.to_owned(),
                period: one.period,
                deadline: [one.deadline.due_day(), one.deadline.grace_day(), one.deadline.close_day()],
                cut_off: one.deadline.cut_off(),
                recipients: one.recipients.to_vec(),
                bureaus: None,
            };
            *all.entry(owed).or_default() += 1;
        }
    }
    let counted = all.into_iter();
    counted.map(|(owed, many)| Owed { bureaus: (!bureaus.is_empty()).then_some(many), ..owed }).collect()
}

/// What is owed only when something happens: reports of matters, and ledgers that a grave case calls for.
fn events(campaign: &Campaign) -> Vec<Text> {
    let reports = campaign.reports.iter().map(|report| {
        words::REPORTS_OF_MATTERS.fill(&[
            ("form", &report.form),
            ("grade", &report.grade.title()),
            ("hours", &report.first_hours),
            ("days", &report.next_days),
        ])
    });
    let having = campaign.duties.iter().filter_map(|duty| {
        let grade = duty.when?.grade;
        Some(words::WHILE_OPEN.fill(&[("form", &duty.form), ("grade", &grade.title())]))
    });
    let events = campaign.on_event.iter().map(|one| words::AS_IT_HAPPENS.fill(&[("form", &one.form)]));
    reports.chain(having).chain(events).collect()
}

fn burden(definitions: &Definitions, campaign: &Campaign, owed: &[Owed]) -> Vec<Burden> {
    let forms: Vec<&str> = forms(campaign);
    let of = |form: &&str| {
        let own = owed.iter().filter(|one| one.form == **form);
        let mut years: BTreeMap<i32, usize> = BTreeMap::new();
        for one in own.clone() {
            *years.entry(one.due_day().year()).or_default() += 1;
        }
        Burden {
            form: (*form).to_owned(),
            filings: own.count(),
            in_a_year: years.values().copied().max().unwrap_or(0),
            columns: definitions.form(form).map_or(0, |form| form.columns.len()),
        }
    };
    forms.iter().map(of).collect()
}

/// Codes of the forms a campaign asks for, each once, in its order.
fn forms(campaign: &Campaign) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let duties = campaign.duties.iter().map(|duty| duty.form.as_str());
    duties
        .chain(campaign.reports.iter().map(|report| report.form.as_str()))
        .chain(campaign.on_event.iter().map(|one| one.form.as_str()))
        .filter(|form| seen.insert(*form))
        .collect()
}

/// Columns of one name and type in two forms of the campaign.
fn shared(definitions: &Definitions, campaign: &Campaign) -> Vec<Shared> {
    let forms = forms(campaign);
    let mut found = Vec::new();
    for (at, one) in forms.iter().enumerate() {
        for other in forms.iter().skip(at + 1) {
            let Some((left, right)) = definitions.form(one).zip(definitions.form(other)) else { continue };
            // What stays with the bureau is not reported twice.
            let reported = left.leaving().map(|(_, column)| column);
            let in_both = reported.filter(|column| {
                let mut theirs = right.leaving().map(|(_, same)| same);
                theirs.any(|same| same.title() == column.title() && same.kind == column.kind)
            });
            let columns: Vec<Text> = in_both.map(|column| column.title()).collect();
            if !columns.is_empty() {
                found.push(Shared { forms: ((*one).to_owned(), (*other).to_owned()), columns });
            }
        }
    }
    found
}
