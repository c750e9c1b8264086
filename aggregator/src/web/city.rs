//! What the pages of one period are drawn from: the campaign with its bureaus, their filings, places, obligations
//! and proposals, as seen at one instant.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemas::{
    bureau::{Bureau, BureauCode},
    indicator::Indicator,
    period::Period,
    target::Target,
    text::{Lang, Text},
};

use super::links;
use crate::{
    figures,
    measure::standing::{Field, Standings},
    obligation::{Act, Obligation, State},
    supervision::proposal::Proposal,
    words::frame,
};

/// A period of a campaign at an instant.
#[derive(Clone, Copy, Debug)]
pub struct City<'a> {
    /// Campaign, definitions, bureaus and filings.
    pub field: Field<'a>,
    /// Places of the period.
    pub standings: &'a Standings,
    /// What each bureau owes for the period, by form.
    pub obligations: &'a BTreeMap<BureauCode, BTreeMap<String, Obligation>>,
    /// What was received of it, by form.
    pub acts: &'a BTreeMap<BureauCode, BTreeMap<String, Act>>,
    /// How often a bureau was reminded of the period.
    pub reminders: &'a BTreeMap<BureauCode, u32>,
    /// Who is proposed for supervision.
    pub proposals: &'a [Proposal],
    /// When it is seen.
    pub now: DateTime<Utc>,
}

/// How many filings there should be by now, how many there are, and how many came in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Owed, not let off, and their window open.
    pub due: i64,
    /// Filed and standing, or waiting to be judged.
    pub filed: i64,
    /// Of these, received in time.
    pub on_time: i64,
}

/// A bureau's filings of the period taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The state that asks most of a person.
    pub state: State,
    /// The longest lateness among its forms, in days.
    pub late_days: i64,
    /// When the last of its forms was received.
    pub received: Option<DateTime<Utc>>,
}

impl<'a> City<'a> {
    /// The period.
    pub fn period(self) -> Period {
        self.standings.period
    }

    /// A bureau of the campaign.
    pub fn bureau(self, code: &BureauCode) -> Option<&'a Bureau> {
        self.field.bureaus.iter().find(|bureau| bureau.code == *code)
    }

    /// Name of a bureau; its code if it is not of the campaign.
    pub fn name(self, code: &BureauCode, lang: Lang) -> String {
        self.bureau(code).map_or_else(|| code.to_string(), |bureau| bureau.name.get(lang).to_owned())
    }

    /// A target of the campaign with its indicator.
    pub fn target(self, indicator: &str) -> Option<(&'a Target, &'a Indicator)> {
        Some((self.field.campaign.target(indicator)?, self.field.definitions.indicator(indicator)?.as_ref()))
    }

    /// Name of the summary that pages lead to, if it is defined.
    pub fn summary_name(self, lang: Lang) -> Option<String> {
        self.field.definitions.summary(links::SUMMARY).map(|summary| summary.name.get(lang).to_owned())
    }

    /// Name of a form.
    pub fn form_name(self, form: &str, lang: Lang) -> String {
        let found = self.field.definitions.form(form);
        found.map_or_else(|| form.to_owned(), |found| found.name.get(lang).to_owned())
    }

    /// The act behind an obligation.
    pub fn act(self, bureau: &BureauCode, form: &str) -> Option<&'a Act> {
        self.acts.get(bureau)?.get(form)
    }

    /// A bureau's filings taken together; `None` if it owes nothing.
    pub fn whole(self, bureau: &BureauCode) -> Option<Whole> {
        let owed = self.obligations.get(bureau)?;
        let state = owed.values().map(|obligation| obligation.state).max_by_key(|state| urgency(*state))?;
        let received = self.acts.get(bureau).and_then(|acts| acts.values().map(|act| act.received).max());
        Some(Whole {
            state,
            late_days: owed.values().map(|obligation| obligation.late_days).max().unwrap_or(0),
            received,
        })
    }

    /// Days by which something not filed is overdue.
    pub fn overdue_days(self, obligation: &Obligation) -> i64 {
        crate::obligation::days_after(&obligation.deadline, self.now)
    }

    /// How many bureaus have filed all they owe, and how many owe something.
    pub fn filed(self) -> (usize, usize) {
        let filed = |forms: &&BTreeMap<String, Obligation>| {
            forms.values().all(|owed| is_filed(owed.state) || owed.state == State::Exempt)
        };
        let owes =
            |forms: &&BTreeMap<String, Obligation>| forms.values().any(|owed| owed.state != State::Exempt);
        let owing = self.obligations.values().filter(owes);
        (owing.clone().filter(filed).count(), owing.count())
    }

    /// How much of what is owed and can be filed was filed, and in time; none where nothing is judged or open.
    pub fn rates(self) -> Option<Rates> {
        let all = self.obligations.values().flat_map(BTreeMap::values);
        let mut rates = Rates::default();
        for owed in all.filter(|owed| !matches!(owed.state, State::NotDue | State::Exempt)) {
            rates.due += 1;
            rates.filed += i64::from(owed.state.is_filed());
            rates.on_time += i64::from(owed.state.is_filed() && owed.late_days == 0);
        }
        let campaign = self.field.campaign;
        let period = self.period();
        let judged = campaign.judged && campaign.duties.iter().any(|duty| duty.asks_for(campaign, period));
        (judged && rates.due > 0).then_some(rates)
    }

    /// Whether a figure of a bureau's filings waits for acceptance.
    pub fn is_unconfirmed(self, bureau: &BureauCode) -> bool {
        let filed = self.field.book.of(bureau, self.period());
        filed.is_some_and(|forms| forms.values().any(|filed| !filed.confirmed))
    }

    /// Parts of the sentence of state every page of the period begins with: due, filed, grace, seen.
    pub fn state(self, lang: Lang) -> Vec<String> {
        let (filed, all) = self.filed();
        let owed = self.obligations.values().flat_map(BTreeMap::values);
        let deadline = owed.clone().map(|owed| owed.deadline).max_by_key(|deadline| deadline.due);
        let mut parts = vec![self.period().title().get(lang).to_owned()];
        if !self.field.campaign.judged || !self.field.campaign.judges(self.period()) {
            parts.push(frame::HISTORY.get(lang).to_owned());
        } else if owed.clone().count() > 0 && owed.clone().all(|owed| owed.state == State::NotDue) {
            let end = figures::day_in_words(self.period().end(), lang);
            parts.push(frame::STILL_RUNNING.fill(&[("day", &end)]).get(lang).to_owned());
        } else if let Some(deadline) = deadline {
            let say = |text: Text, day| {
                text.fill(&[("day", &figures::day_in_words(day, lang))]).get(lang).to_owned()
            };
            parts.push(say(frame::DUE_ON, deadline.due_day()));
            parts.push(say(frame::GRACE_UNTIL, deadline.grace_day()));
        }
        if all > 0 {
            let words = frame::FILED_OF.fill(&[("filed", &filed), ("all", &all)]);
            parts.push(words.get(lang).to_owned());
        }
        parts.push(frame::AS_OF.fill(&[("at", &figures::minute(self.now))]).get(lang).to_owned());
        parts
    }
}

/// Whether a state means that something was filed and can stand.
pub fn is_filed(state: State) -> bool {
    state.is_filed()
}

/// How much a state asks of a person.
fn urgency(state: State) -> u8 {
    match state {
        State::Nil | State::Exempt => 0,
        State::Confirmed => 1,
        State::NotDue => 2,
        State::Open => 3,
        State::Validated => 4,
        State::Receipted | State::Awaited => 5,
        State::Invalid => 6,
        State::Returned => 7,
        State::Overdue => 8,
        State::Missing => 9,
    }
}
