//! Matters that bureaus hand one level up or across (DOMAIN §7.2 item 41, §7.5 items 96 and 97): what waits to be taken, taking it
//! and sending it back, and telling the neighbour.

use chrono::{DateTime, Utc};
use schemas::{
    bureau::{BureauCode, Tree},
    entry::Entry,
    form::Role,
    handover::{ACROSS, FORM, HandoverAnswer, Taken, UPWARD},
    problem::Problem,
    statement::{MAX_REASON, Subject},
    table::Table,
    text::Text,
};

use super::{
    Desk,
    decide::sound_words,
    draft::{issue_at_once, unfit},
    order,
};
use crate::{
    error::AppError,
    identity::Account,
    store::{
        AnyConnection, bureau, log,
        supervision::handover::{self, Handed, Waiting},
    },
};

/// The rows of a ledger of the form, if it is one.
pub fn handed(table: &Table) -> Vec<Handed> {
    let form = table.form();
    if form.form != FORM {
        return Vec::new();
    }
    let at = |key: &str| form.column(key).map(|(at, _)| at);
    let of = |row: usize| {
        let text = |key: &str| Some(table.text(row, at(key)?)?.to_owned());
        let code = |key: &str| Some(table.code(row, at(key)?)?.to_owned());
        let number = |key: &str| table.number(row, at(key)?);
        let day = |key: &str| table.date(row, at(key)?);
        let case = form.with_role(Role::Case).map(|(at, _)| at)?;
        Some(Handed {
            case: table.text(row, case)?.to_owned(),
            kind: code("kind")?,
            to: text("to")?,
            to_code: text("to_code"),
            origin: text("origin_no")?,
            employer: text("employer")?,
            persons: number("persons"),
            amount: number("amount"),
            risk: code("risk"),
            reason: text("reason")?,
            done: text("done")?,
            asks: text("asks")?,
            handed: day("handed")?,
            due: day("answer_due"),
            received: day("received"),
        })
    };
    (0..table.len()).filter_map(of).collect()
}

/// What waits for the city: handed up or across, not taken by the ledger, and neither taken nor sent back since.
pub fn waits(waiting: &Waiting) -> bool {
    let asks = [UPWARD, ACROSS].contains(&waiting.handed.kind.as_str());
    asks && waiting.handed.received.is_none() && waiting.answer.is_none()
}

fn one(
    connection: &mut AnyConnection,
    of: &BureauCode,
    case: &str,
    by: &Account,
) -> Result<Waiting, AppError> {
    if !by.sees(&bureau::tree(connection)?, of) {
        return Err(Problem::NotFound.into());
    }
    let all = handover::in_force(connection, Some(std::slice::from_ref(of)))?;
    let found = all.into_iter().find(|one| one.handed.case == case).ok_or(Problem::NotFound)?;
    if waits(&found) {
        return Ok(found);
    }
    Err(AppError::with(
        Problem::RevisionConflict,
        Text::new("该移交事项已处理，请刷新", "This hand-over was answered before; load the page again"),
    ))
}

/// Takes a matter that was handed up, or sends it back.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::RevisionConflict`] if it was answered; [`Problem::Invalid`] with what is wrong.
pub fn answer(
    connection: &mut AnyConnection,
    (of, case): (&BureauCode, &str),
    (taken, words): (Taken, &str),
    (by, at): (&Account, DateTime<Utc>),
) -> Result<(), AppError> {
    let waiting = one(connection, of, case, by)?;
    if waiting.handed.kind != UPWARD && taken != Taken::SentBack {
        return unfit(Text::new("跨区域通报请转送邻区", "A notice to another area is passed on to it"));
    }
    sound_words(words, MAX_REASON)?;
    if let Taken::Accepted(number) = &taken {
        sound_words(number, schemas::directive::MAX_NUMBER)?;
    }
    keep(connection, (of, case), (taken, words), (by, at))
}

fn keep(
    connection: &mut AnyConnection,
    (of, case): (&BureauCode, &str),
    (taken, words): (Taken, &str),
    (by, at): (&Account, DateTime<Utc>),
) -> Result<(), AppError> {
    let said = HandoverAnswer {
        bureau: of.clone(),
        case: case.to_owned(),
        taken,
        words: words.to_owned(),
        by: by.role.word().to_owned(),
    };
    let (leaf, entry) = log::append(connection, Entry::of_handover(&said, at))?;
    Ok(handover::answer(connection, &said, (leaf, entry.received), &by.login)?)
}

/// The bureau that a notice is for: by the code it gives, or by its name.
pub fn neighbour<'a>(tree: &'a Tree, waiting: &Waiting) -> Option<&'a schemas::bureau::Bureau> {
    let code = waiting.handed.to_code.as_deref().and_then(|code| code.parse::<BureauCode>().ok());
    let named = || {
        let mut all = tree.all().iter();
        all.find(|bureau| !bureau.name.zh.is_empty() && waiting.handed.to.starts_with(&*bureau.name.zh))
    };
    code.and_then(|code| tree.get(&code)).or_else(named).filter(|bureau| bureau.code != waiting.bureau)
}

/// Tells the neighbour: a notice of its own goes to it, and the bureau hears under which number. Gives that.
///
/// # Errors
/// As [`answer`]; [`Problem::Invalid`] if the ledger names no bureau of this city.
pub fn pass_on(
    connection: &mut AnyConnection,
    desk: Desk<'_>,
    (of, case): (&BureauCode, &str),
    (by, at): (&Account, DateTime<Utc>),
) -> Result<Subject, AppError> {
    let waiting = one(connection, of, case, by)?;
    let tree = bureau::tree(connection)?;
    let to = neighbour(&tree, &waiting).filter(|_| waiting.handed.kind == ACROSS);
    let Some(to) = to else {
        return unfit(Text::new(
            "接收单位不是本市其他单位，不能转送；请退回，由单位填写接收单位代码",
            "The addressee is no other bureau of this city; send it back, so that its code is filled in",
        ));
    };
    let from = tree.get(of).map_or_else(|| Text::same(of.as_str()), |bureau| bureau.name.clone());
    let order = order::of_neighbour(desk.campaign, &from, to.code.clone(), &waiting);
    let serial = issue_at_once(connection, desk, &order, (by, at))?;
    let words = format!("已转送{}", to.name.zh);
    keep(connection, (of, case), (Taken::Accepted(serial.to_string()), &words), (by, at))?;
    Ok(serial)
}
