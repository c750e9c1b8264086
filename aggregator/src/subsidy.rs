//! 以案定补: the monthly sheet of what mediators are paid for cases that ended well and were performed, by the band of the case (DOMAIN
//! §7.3 item 73). One person proposes it, another approves it, and no case is paid for twice.

use std::collections::BTreeMap;

use chrono::{DateTime, Months, NaiveDate, Utc};
use schemas::{
    campaign::{Campaign, Subsidy},
    hash::Sha,
    period::{Cadence, Period, day_of},
    problem::Problem,
    text::Text,
};

use crate::{
    error::AppError,
    identity::session,
    store::{
        AnyConnection,
        subsidy::{self as kept, Ended, Line, MOST, Sheet, State},
    },
    words::subsidy as words,
};

/// How many months back a case may have ended that is paid for.
const BACK: Months = Months::new(12);

/// What a sheet of a month would hold now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Cases that are paid for, by bureau, mediator and number.
    pub lines: Vec<Line>,
    /// Cases that ended well and are not, and why.
    pub held: Vec<(Ended, Held)>,
    /// Cases that stand on a sheet already.
    pub paid: usize,
}

/// Why a case that ended well is not paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// It does not say who mediated.
    NoMediator,
    /// What was agreed was not performed.
    NotPerformed,
    /// The campaign pays nothing for its band.
    NoRate,
}

impl Held {
    /// The reason.
    pub fn text(self) -> Text {
        match self {
            Self::NoMediator => words::NO_MEDIATOR,
            Self::NotPerformed => words::NOT_PERFORMED,
            Self::NoRate => words::NO_RATE,
        }
    }
}

/// What a mediator is paid on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// Cases.
    pub cases: usize,
    /// In 分.
    pub fen: i64,
}

/// What lines come to, by bureau and mediator.
pub fn totals(lines: &[Line]) -> BTreeMap<(&schemas::bureau::BureauCode, &str), Total> {
    let mut totals = BTreeMap::new();
    for line in lines {
        let total =
            totals.entry((&line.bureau, line.mediator.as_str())).or_insert(Total { cases: 0, fen: 0 });
        total.cases += 1;
        total.fen = total.fen.saturating_add(line.fen);
    }
    totals
}

/// The rule of a campaign.
///
/// # Errors
/// [`Problem::NotFound`] where it pays no subsidies.
pub fn rule(campaign: &Campaign) -> Result<&Subsidy, AppError> {
    campaign.subsidy.as_ref().ok_or_else(|| Problem::NotFound.into())
}

/// What a sheet of a month would hold now.
///
/// # Errors
/// [`Problem::NotFound`] where the campaign pays no subsidies; the store's.
pub fn draft(connection: &mut AnyConnection, campaign: &Campaign, month: Period) -> Result<Draft, AppError> {
    let rule = rule(campaign)?;
    let all = candidates(connection, rule, month)?;
    let paid = all.iter().filter(|ended| ended.sheet.is_some()).count();
    let (mut lines, mut held) = (Vec::new(), Vec::new());
    for ended in all.into_iter().filter(|ended| ended.sheet.is_none()) {
        match judged(rule, &ended) {
            Ok(line) => lines.push(line),
            Err(why) => held.push((ended, why)),
        }
    }
    lines.sort();
    Ok(Draft { lines, held, paid })
}

/// The cases that ended well up to the end of a month.
fn candidates(connection: &mut AnyConnection, rule: &Subsidy, month: Period) -> Result<Vec<Ended>, AppError> {
    let to = month.end();
    let from = to.checked_sub_months(BACK).unwrap_or(NaiveDate::MIN);
    let all = kept::ended(connection, &rule.form, &rule.outcomes, (from, to))?;
    if i64::try_from(all.len()).is_ok_and(|all| all > MOST) {
        return unfit(words::R_MANY.fill(&[("most", &MOST)]));
    }
    Ok(all)
}

/// The line of a case, or why there is none.
fn judged(rule: &Subsidy, ended: &Ended) -> Result<Line, Held> {
    let fen = rule.fen(&ended.band).ok_or(Held::NoRate)?;
    let performed = ended.performed.as_ref().is_some_and(|how| rule.performed.contains(how));
    if !performed {
        return Err(Held::NotPerformed);
    }
    let mediator = ended.mediator.clone().ok_or(Held::NoMediator)?;
    let (bureau, case_no, band) = (ended.bureau.clone(), ended.case_no.clone(), ended.band.clone());
    Ok(Line { bureau, mediator, case_no, band, fen, closed: ended.closed })
}

/// Proposes the sheet of a month; gives its identity.
///
/// # Errors
/// [`Problem::NotFound`] where the campaign pays no subsidies; [`Problem::Invalid`] with what it may not be; the store's.
pub fn propose(
    connection: &mut AnyConnection,
    campaign: &Campaign,
    month: Period,
    login: &str,
    at: DateTime<Utc>,
) -> Result<String, AppError> {
    let rule = rule(campaign)?;
    if month.cadence() != Cadence::Month {
        return Err(Problem::Malformed.into());
    }
    if month.end() >= day_of(at) {
        return unfit(words::R_RUNNING.fill(&[("month", &month.title())]));
    }
    let sheets = kept::of_month(connection, &campaign.campaign, month)?;
    match sheets.iter().find(|sheet| sheet.state != State::Withdrawn).map(|sheet| sheet.state) {
        Some(State::Proposed) => return unfit(words::R_PENDING),
        Some(_) => return unfit(words::R_APPROVED.fill(&[("month", &month.title())])),
        None => {}
    }
    let draft = draft(connection, campaign, month)?;
    if draft.lines.is_empty() {
        return unfit(words::R_EMPTY);
    }
    let sheet = Sheet {
        id: Sha::of(session::random()?.as_bytes()).to_string(),
        month,
        state: State::Proposed,
        proposed_by: login.to_owned(),
        proposed_at: at,
        approved_at: None,
    };
    kept::propose(connection, &campaign.campaign, &rule.form, &sheet, &draft.lines)?;
    Ok(sheet.id)
}

/// Approves a proposed sheet.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::Invalid`] if it is decided already, the same person proposed it, or a case on it is not as it was;
/// the store's.
pub fn approve(
    connection: &mut AnyConnection,
    campaign: &Campaign,
    id: &str,
    login: &str,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let sheet = proposed(connection, campaign, id)?;
    if sheet.proposed_by == login {
        return unfit(words::R_SELF);
    }
    if let Some(line) = unfounded(connection, campaign, &sheet)?.first() {
        return unfit(
            words::R_CHANGED.fill(&[("bureau", &line.bureau.to_string()), ("case", &line.case_no)]),
        );
    }
    Ok(kept::approve(connection, id, login, at)?)
}

/// Withdraws a proposed sheet.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::Invalid`] if it is decided already; the store's.
pub fn withdraw(connection: &mut AnyConnection, campaign: &Campaign, id: &str) -> Result<(), AppError> {
    proposed(connection, campaign, id)?;
    Ok(kept::withdraw(connection, id)?)
}

fn proposed(connection: &mut AnyConnection, campaign: &Campaign, id: &str) -> Result<Sheet, AppError> {
    // An identity is a hash; nothing else is looked for.
    id.parse::<Sha>().map_err(|_| Problem::NotFound)?;
    let sheet = kept::find(connection, &campaign.campaign, id)?.ok_or(Problem::NotFound)?;
    if sheet.state == State::Proposed { Ok(sheet) } else { unfit(words::R_DONE) }
}

/// The cases of a sheet that would not be paid for as they stand there: amended since, sent back, or withdrawn. What was paid for
/// them has to be claimed back.
///
/// # Errors
/// [`Problem::NotFound`] where the campaign pays no subsidies; the store's.
pub fn unfounded(
    connection: &mut AnyConnection,
    campaign: &Campaign,
    sheet: &Sheet,
) -> Result<Vec<Line>, AppError> {
    let rule = rule(campaign)?;
    let mut founded: Vec<Line> = candidates(connection, rule, sheet.month)?
        .iter()
        .filter(|ended| ended.sheet.as_ref() == Some(&sheet.id))
        .filter_map(|ended| judged(rule, ended).ok())
        .collect();
    founded.sort();
    let mut lines = kept::lines(connection, &sheet.id, None)?;
    lines.retain(|line| founded.binary_search(line).is_err());
    Ok(lines)
}

fn unfit<T>(text: Text) -> Result<T, AppError> {
    Err(AppError::with(Problem::Invalid, text))
}
