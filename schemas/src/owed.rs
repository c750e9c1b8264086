//! What a bureau owes, and until when: a pure function of the campaign, the calendar, and what was decided and reported.
//! Both programs ask it, so that both sides always know the same duties (DOMAIN §3.12, RULINGS 3, 6).
//!
//! An obligation belongs to the last day of its period. Spans of days that do not overlap give obligations that do not
//! repeat, so that whoever goes day by day meets each exactly once.

mod acts;
mod chain;
mod matter;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};

pub use self::{
    acts::{Acts, Matter, Reported},
    chain::reports,
    matter::{Said, Shown, Told, matters},
};
use crate::{
    bureau::{Bureau, BureauCode, Kind},
    calendar::Calendar,
    campaign::{Campaign, Deadline, Duty, Grade, Recipient},
    duty_act::{Change, DutyAct},
    period::{Cadence, Period, end_of_day, start_of_day},
    statement::{FilingKey, Subject},
    text::Text,
};

/// Who owes.
#[derive(Clone, Copy, Debug)]
pub struct Owing<'a> {
    /// Its code.
    pub code: &'a BureauCode,
    /// What it serves; where that is not known, no duty is left out for it.
    pub kind: Option<Kind>,
    /// First day it exists.
    pub from: NaiveDate,
    /// Last day it exists.
    pub to: Option<NaiveDate>,
}

impl<'a> Owing<'a> {
    /// A bureau of which no more is known than its code.
    pub fn known_by_code(code: &'a BureauCode) -> Self {
        Self { code, kind: None, from: NaiveDate::MIN, to: None }
    }
}

impl<'a> From<&'a Bureau> for Owing<'a> {
    fn from(bureau: &'a Bureau) -> Self {
        Self { code: &bureau.code, kind: Some(bureau.kind), from: bureau.valid_from, to: bureau.valid_to }
    }
}

/// One thing owed.
#[derive(Clone, Debug)]
pub struct Obligation<'a> {
    /// Who owes it.
    pub bureau: &'a BureauCode,
    /// The form.
    pub form: &'a str,
    /// The period; of a report of a matter, the day it is owed for.
    pub period: Period,
    /// The matter.
    pub subject: Option<&'a Subject>,
    /// When its window opens: it cannot be filed before.
    pub opens: DateTime<Utc>,
    /// By when, an extension included.
    pub deadline: Deadline,
    /// Who receives it.
    pub recipients: &'a [Recipient],
    /// Why it is owed.
    pub because: Because<'a>,
    /// What was decided of it last.
    pub decided: Option<&'a DutyAct>,
    /// Why it is not owed after all (豁免).
    pub exempt: Option<Exempt<'a>>,
    /// The report that answers it, where one of a chain does; any other is answered by the filing of its own period.
    pub answered: Option<&'a Reported>,
}

/// Why something is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because<'a> {
    /// The campaign asks for it in every period.
    Asked,
    /// The day lies in a protection period of this name.
    Protection(&'a Text),
    /// A case of this grade is open.
    Open(Grade),
    /// A case became of this grade.
    Became(Grade),
    /// The matter goes on since the report of this day.
    GoesOn(NaiveDate),
}

/// Why something is not owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exempt<'a> {
    /// It was decided.
    Decided(&'a DutyAct),
    /// The bureau no longer existed when it was due: merged or closed, its last day being this.
    Gone(NaiveDate),
}

impl Obligation<'_> {
    /// What a filing that answers it is of.
    pub fn key(&self) -> FilingKey {
        FilingKey {
            bureau: self.bureau.clone(),
            form: self.form.to_owned(),
            period: self.answered.map_or(self.period, |report| Period::Day(report.day)),
            subject: self.subject.cloned(),
        }
    }

    /// Which report of a matter it is, where it is one.
    pub fn which(&self) -> Option<Text> {
        match self.because {
            Because::Became(_) => Some(Text::new("初报", "first report")),
            Because::GoesOn(_) => Some(Text::new("续报或终报", "further or last report")),
            Because::Asked | Because::Protection(_) | Because::Open(_) => None,
        }
    }

    /// The day it was given until, if it was extended.
    pub fn extended(&self) -> Option<NaiveDate> {
        match self.decided?.change {
            Change::Extended(until) => Some(until),
            Change::Exempted => None,
        }
    }
}

/// What a bureau owes of the periods that end in a span of days, first and last included: duty by duty in the campaign's
/// order and by period, then reports matter by matter.
pub fn owed<'a>(
    campaign: &'a Campaign,
    calendar: &'a Calendar,
    who: Owing<'a>,
    acts: &'a Acts,
    span: (NaiveDate, NaiveDate),
) -> impl Iterator<Item = Obligation<'a>> + use<'a> {
    let mine = move |duty: &&Duty| duty.only.as_ref().is_none_or(|only| only.holds(who.code, who.kind));
    let regular = campaign.duties.iter().filter(mine).flat_map(move |duty| {
        let periods = duty.periods(campaign, span);
        periods.filter_map(move |period| of_period(campaign, calendar, who, acts, duty, period))
    });
    regular.chain(reports(campaign, who, acts, span))
}

/// The obligation of a name, if it is owed: a report of a matter goes by the day it is owed for.
pub fn one<'a>(
    campaign: &'a Campaign,
    calendar: &'a Calendar,
    who: Owing<'a>,
    acts: &'a Acts,
    key: &FilingKey,
) -> Option<Obligation<'a>> {
    let Some(subject) = &key.subject else {
        let duty = campaign.duty(&key.form, key.period.cadence())?;
        return of_period(campaign, calendar, who, acts, duty, key.period);
    };
    let span = (key.period.end(), key.period.end());
    let mut links = reports(campaign, who, acts, span);
    links.find(|link| link.form == key.form && link.subject == Some(subject))
}

/// From when on something can be filed: of a day on that day, of any other period after its last.
pub fn opens(period: Period) -> DateTime<Utc> {
    match period.cadence() {
        Cadence::Day => start_of_day(period.start()),
        _ => end_of_day(period.end()),
    }
}

/// What is owed of a duty for a period the campaign asks for; history, which it does not ask for, is never owed.
pub fn of_period<'a>(
    campaign: &'a Campaign,
    calendar: &Calendar,
    who: Owing<'a>,
    acts: &'a Acts,
    duty: &'a Duty,
    period: Period,
) -> Option<Obligation<'a>> {
    let exists = who.from <= period.end() && who.to.is_none_or(|to| period.start() <= to);
    let asked = duty.asks_for(campaign, period);
    if !exists || !asked || duty.only.as_ref().is_some_and(|only| !only.holds(who.code, who.kind)) {
        return None;
    }
    let because = match (duty.when, duty.within) {
        (Some(having), _) => acts.has_open(having.grade, period).then_some(Because::Open(having.grade))?,
        (None, Some(_)) => {
            campaign.protection(period.end()).map(|window| Because::Protection(&window.name))?
        }
        (None, None) => Because::Asked,
    };
    // Loading a campaign has shown that the calendar reaches every day of it.
    let deadline = duty.deadline(period, calendar).ok()?;
    let opens = opens(period);
    let new = Obligation {
        bureau: who.code,
        form: &duty.form,
        period,
        subject: None,
        opens,
        deadline,
        recipients: &duty.recipients,
        because,
        decided: None,
        exempt: None,
        answered: None,
    };
    Some(decided(new, who, acts))
}

/// An obligation with what was decided of it.
fn decided<'a>(mut owed: Obligation<'a>, who: Owing<'a>, acts: &'a Acts) -> Obligation<'a> {
    owed.decided = acts.decided(owed.form, owed.period, owed.subject);
    match owed.decided.map(|act| (act, act.change)) {
        Some((_, Change::Extended(until))) => owed.deadline = owed.deadline.moved_to(until),
        Some((act, Change::Exempted)) => owed.exempt = Some(Exempt::Decided(act)),
        None => {}
    }
    let gone = who.to.filter(|to| *to < owed.deadline.due_day());
    owed.exempt = owed.exempt.or(gone.map(Exempt::Gone));
    owed
}
