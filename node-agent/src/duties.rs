//! What the node's bureau owes, by when, and how far it is here: the campaign of the newest policy, the extensions and
//! exemptions that letters prove, and the outbox put together.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::Deadline,
    duty_act::{Change, DutyAct},
    owed::{self, Owing},
    period::{Period, day_of},
    statement::{FilingKey, Subject},
    text::Text,
};

use crate::{
    error::AgentError,
    node::Node,
    outbox::{Item, State},
};

/// What falls due within so many days is shown before its window opens.
pub const AHEAD: Days = Days::new(10);

/// A duty of the bureau.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The form.
    pub form: String,
    /// The period.
    pub period: Period,
    /// The matter of a report.
    pub subject: Option<Subject>,
    /// Which report of the matter it is.
    pub which: Option<Text>,
    /// When it can be filed.
    pub opens: DateTime<Utc>,
    /// By when, an extension included.
    pub deadline: Deadline,
    /// What the city decided of it last: given longer or let off, and why.
    pub decided: Option<DutyAct>,
    /// How far it is.
    pub stage: Stage,
}

/// How far a duty is, as far as is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// 未到期: it cannot be filed yet.
    NotYet,
    /// 待报: nothing is sealed.
    ToFile,
    /// 草稿: sealed and not receipted.
    Sealed,
    /// The city sent it back, or its rows cannot stand.
    ToAmend,
    /// Receipted.
    Filed,
    /// 豁免.
    Exempt,
}

impl Stage {
    /// Whether somebody has to do something by the deadline.
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotYet | Self::ToFile | Self::Sealed | Self::ToAmend)
    }
}

impl Node {
    /// What the bureau owes: everything that is open and not closed, what falls due in the next ten days, and what was
    /// let off or extended of it. The most urgent stands first. Nothing without an enrolment or a campaign.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn duties(&self) -> Result<Vec<Duty>, AgentError> {
        let now = self.clock.now();
        let (Ok(enrolment), Some(campaign)) = (self.enrolment(), self.campaign()) else {
            return Ok(Vec::new());
        };
        if !campaign.judged {
            return Ok(Vec::new());
        }
        let (rules, acts) = (self.rules(), self.acts()?);
        let mut heads: BTreeMap<FilingKey, Item> = BTreeMap::new();
        for item in self.items()? {
            heads.insert(item.statement.filing.clone(), item);
        }
        let entered = self.entered(&enrolment.bureau)?;
        let who = who(entered.as_ref(), &enrolment.bureau);
        let last = day_of(now).checked_add_days(AHEAD).unwrap_or(NaiveDate::MAX);
        let owed = owed::owed(&campaign, rules.definitions.calendar(), who, &acts, (NaiveDate::MIN, last));
        let mut duties: Vec<Duty> = owed
            .map(|owed| {
                let stage = match (owed.exempt, heads.get(&owed.key())) {
                    (_, Some(item)) if item.state != State::Voided => stage(item),
                    (Some(_), _) => Stage::Exempt,
                    (None, _) if now < owed.opens => Stage::NotYet,
                    (None, _) => Stage::ToFile,
                };
                Duty {
                    form: owed.form.to_owned(),
                    period: owed.period,
                    subject: owed.subject.cloned(),
                    which: owed.which(),
                    opens: owed.opens,
                    deadline: owed.deadline,
                    decided: owed.decided.cloned(),
                    stage,
                }
            })
            .filter(|duty| duty.stage != Stage::Filed && now < duty.deadline.close)
            .filter(|duty| duty.stage != Stage::NotYet || duty.deadline.due_day() <= last)
            .collect();
        duties.sort_by(|one, other| {
            let order =
                |duty: &Duty| (!duty.stage.is_open(), duty.deadline.due, duty.form.clone(), duty.period);
            order(one).cmp(&order(other))
        });
        Ok(duties)
    }

    /// What is entered of the bureau, as far as it was fetched.
    pub(crate) fn entered(&self, bureau: &BureauCode) -> Result<Option<Bureau>, AgentError> {
        Ok(self.outbox.bureau()?.filter(|entered| entered.code == *bureau))
    }

    /// By when a filing is due, an extension included, if the node's campaign asks for the form.
    pub fn deadline(&self, form: &str, period: Period) -> Option<Deadline> {
        let campaign = self.campaign()?;
        let rules = self.rules();
        let duty = campaign.duty(form, period.cadence())?;
        let deadline = duty.deadline(period, rules.definitions.calendar()).ok()?;
        Some(match rules.acts.decided(form, period, None).map(|act| act.change) {
            Some(Change::Extended(until)) => deadline.moved_to(until),
            Some(Change::Exempted) | None => deadline,
        })
    }
}

/// Who owes, as far as that is known here.
pub(crate) fn who<'a>(entered: Option<&'a Bureau>, bureau: &'a BureauCode) -> Owing<'a> {
    entered.map_or_else(|| Owing::known_by_code(bureau), Owing::from)
}

fn stage(item: &Item) -> Stage {
    match item.state {
        State::Receipted | State::Stored | State::Valid | State::Adopted | State::Superseded => Stage::Filed,
        State::Invalid | State::Returned | State::Blocked(_) | State::Declined | State::Quarantined => {
            Stage::ToAmend
        }
        State::Sealed | State::Unsigned => Stage::Sealed,
        State::Voided => Stage::ToFile,
    }
}
