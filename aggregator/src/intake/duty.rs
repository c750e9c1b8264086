//! What the city decides of a duty: it is given longer (延期), or let off (豁免). Each is a leaf addressed to the bureau, whose
//! document says why (RULINGS 6, 17).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemas::{
    bureau::{BureauCode, Tree},
    calendar::Calendar,
    campaign::{Campaign, Deadline},
    duty_act::{Change, DutyAct},
    entry::Entry,
    owed::{self, Acts, Exempt, Owing},
    period::day_of,
    privacy::{Scan, personal_data},
    problem::Problem,
    statement::FilingKey,
    text::Text,
};

use crate::{
    error::AppError,
    store::{AnyConnection, bureau, duty, filing, log, obligation},
};

/// What duties are decided under.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The working days.
    pub calendar: &'a Calendar,
}

/// What duties are decided by: the bureaus, and what was decided and is known of each. Read once, however many are decided.
#[derive(Debug)]
pub struct Known {
    /// The bureaus.
    pub tree: Tree,
    /// What their duties depend on.
    pub acts: BTreeMap<BureauCode, Acts>,
}

impl Known {
    /// Reads it.
    ///
    /// # Errors
    /// The store's.
    pub fn read(connection: &mut AnyConnection) -> Result<Self, AppError> {
        Ok(Self { tree: bureau::tree(connection)?, acts: duty::acts(connection, duty::EVER)? })
    }
}

/// Decides on a duty, in the name of a login.
///
/// # Errors
/// [`Problem::NotFound`] if the bureau does not owe it; [`Problem::Invalid`] with what is wrong; the store's.
pub fn decide(
    connection: &mut AnyConnection,
    rules: Rules<'_>,
    act: &DutyAct,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let known = Known::read(connection)?;
    decide_by(connection, rules, &known, act, (by, at))
}

/// The same of one duty of several.
///
/// # Errors
/// As [`decide`].
pub fn decide_by(
    connection: &mut AnyConnection,
    rules: Rules<'_>,
    known: &Known,
    act: &DutyAct,
    (by, at): (&str, DateTime<Utc>),
) -> Result<(), AppError> {
    sound(act)?;
    let who = Owing::from(known.tree.get(&act.duty.bureau).ok_or(Problem::NotFound)?);
    let none = Acts::default();
    let acts = known.acts.get(&act.duty.bureau).unwrap_or(&none);
    let moved = possible(rules, who, acts, act, at)?;
    if filing::in_force(connection, &act.duty)?.is_some() {
        return unfit(Text::new(
            "该台账已报送并通过校验，无须延期或豁免",
            "It is filed and its rows stand: there is nothing to extend or to let off",
        ));
    }
    let (leaf, entry) = log::append(connection, Entry::of_duty(act, at))?;
    duty::keep(connection, act, leaf, entry.received, by)?;
    if let Some(deadline) = moved {
        let FilingKey { bureau, form, period, subject } = &act.duty;
        let of = (form.as_str(), *period, subject.as_ref());
        obligation::move_to(connection, of, std::slice::from_ref(bureau), &deadline)?;
    }
    Ok(())
}

fn unfit<T>(text: Text) -> Result<T, AppError> {
    Err(AppError::with(Problem::Invalid, text))
}

/// The document reads back, and nobody is named in what goes to the bureau.
fn sound(act: &DutyAct) -> Result<(), AppError> {
    if DutyAct::parse(&act.compose()).is_err() {
        return unfit(Text::new(
            "延期和豁免须写理由（不超过500字）",
            "An extension or exemption needs a reason of at most 500 characters",
        ));
    }
    match personal_data(&act.reason, Scan::FreeText) {
        Some(kind) => unfit(
            Text::new("理由含{kind}，请删去", "The reason holds personal data ({kind}); leave it out")
                .fill(&[("kind", &kind.title())]),
        ),
        None => Ok(()),
    }
}

/// What is decided can be decided of what is owed as things stand; gives the deadline an extension comes to.
fn possible(
    rules: Rules<'_>,
    who: Owing<'_>,
    acts: &Acts,
    act: &DutyAct,
    at: DateTime<Utc>,
) -> Result<Option<Deadline>, AppError> {
    let owed = owed::one(rules.campaign, rules.calendar, who, acts, &act.duty)
        .filter(|_| rules.campaign.judged)
        .ok_or_else(|| {
            let text = Text::new(
                "该单位本期没有这项报送任务，不能延期或豁免",
                "The bureau does not owe this for the period: there is nothing to extend or to let off",
            );
            AppError::with(Problem::Invalid, text)
        })?;
    match (act.change, owed.exempt) {
        (_, Some(Exempt::Gone(last))) => unfit(
            Text::new(
                "该单位已于{day}撤并，任务已免除",
                "The bureau existed until {day}; it owes this no more",
            )
            .fill(&[("day", &last)]),
        ),
        (Change::Exempted, Some(Exempt::Decided(_))) => {
            unfit(Text::new("该任务已经豁免", "It has been let off already"))
        }
        (Change::Extended(until), _) => {
            let due = owed.deadline.due_day();
            if until < day_of(at) {
                return unfit(Text::new("延期不能早于今天", "An extension cannot end before today"));
            }
            if until <= due {
                let text = Text::new(
                    "延期须晚于现行截止日{due}",
                    "An extension has to end after {due}, when it is due now",
                );
                return unfit(text.fill(&[("due", &due)]));
            }
            Ok(Some(owed.deadline.moved_to(until)))
        }
        (Change::Exempted, None) => Ok(None),
    }
}
