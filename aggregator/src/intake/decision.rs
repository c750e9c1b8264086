//! What the city decides of a filing that stands: it is accepted, or it goes back with reasons and a day. Either is a
//! compare-and-swap on the head the person saw, and a leaf addressed to the node (RULINGS 5, 17).

use chrono::{DateTime, Utc};
use schemas::{
    entry::Act,
    hash::Sha,
    period::day_of,
    privacy::{Scan, personal_data},
    problem::Problem,
    returned::Returned,
    statement::FilingKey,
    text::Text,
    wire::FilingState,
};

use crate::{
    error::AppError,
    store::{
        AnyConnection, decision,
        filing::{self, StatementRow},
        log,
    },
};

/// Who decides on what, and when.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The head of the filing as it was seen.
    pub head: Sha,
    /// Login of the person, or the name of the rule.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Accepts a filing.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::RevisionConflict`] if another head is in force or somebody decided before.
pub fn confirm(connection: &mut AnyConnection, key: &FilingKey, decision: &Decision) -> Result<(), AppError> {
    let head = seen(connection, key, decision)?;
    if head.state != FilingState::Validated {
        return Err(decided());
    }
    if head.figures_awaited.is_some() {
        let text = Text::new(
            "平台从备份恢复，该报送的数据尚待补传，不能确认",
            "The rows were lost in a restore and have not come again; there is nothing to accept yet",
        );
        return Err(AppError::with(Problem::Invalid, text));
    }
    record(connection, &head, Act::Confirmed, None, decision.at)?;
    Ok(decision::decide(connection, &head.id, FilingState::Confirmed, &decision.by, decision.at)?)
}

/// Sends a filing back.
///
/// # Errors
/// As [`confirm`]; [`Problem::Invalid`] if the day has passed or the words hold personal data.
pub fn give_back(
    connection: &mut AnyConnection,
    key: &FilingKey,
    decision: &Decision,
    said: &Returned,
) -> Result<(), AppError> {
    let head = seen(connection, key, decision)?;
    if !head.state.stands() {
        return Err(decided());
    }
    sound(said, decision.at)?;
    let document = decision::keep(connection, said)?;
    record(connection, &head, Act::Returned, Some(document), decision.at)?;
    Ok(decision::decide(connection, &head.id, FilingState::Returned, &decision.by, decision.at)?)
}

/// Notes that the rows of a statement have not come by the end of grace; says whether that was still to be noted. They
/// may come later, and are judged then.
///
/// # Errors
/// The store's.
pub fn rows_missed(connection: &mut AnyConnection, id: &Sha, at: DateTime<Utc>) -> Result<bool, AppError> {
    // Somebody else may have noted it, or the rows may have come: what counts is what the store says now.
    let row = filing::find(connection, id)?.ok_or(Problem::NotFound)?;
    if !filing::lacks_rows(connection, &row)? {
        return Ok(false);
    }
    record(connection, &row, Act::Defaulted, None, at)?;
    filing::set_state(connection, &row, FilingState::Defaulted)?;
    Ok(true)
}

/// The head, if it is the one the person saw.
fn seen(
    connection: &mut AnyConnection,
    key: &FilingKey,
    decision: &Decision,
) -> Result<StatementRow, AppError> {
    let head = filing::head(connection, key)?.ok_or(Problem::NotFound)?;
    if head.id == decision.head { Ok(head) } else { Err(decided()) }
}

fn decided() -> AppError {
    let text = Text::new(
        "该报送已有新版本或已被处理，请刷新后再定",
        "A newer revision has come in, or somebody decided before; load the page again",
    );
    AppError::with(Problem::RevisionConflict, text)
}

/// The document reads back, the day is not over, and nobody is named in what goes to the node.
fn sound(said: &Returned, at: DateTime<Utc>) -> Result<(), AppError> {
    let unfit = |zh, en| Err(AppError::with(Problem::Invalid, Text::new(zh, en)));
    if Returned::parse(&said.compose()).is_err() {
        return unfit(
            "退回须写理由（不超过500字）；逐案说明不超过200条，每条须有案号和问题",
            "A return needs a reason of at most 500 characters, and at most 200 lines of case number and words",
        );
    }
    if said.until < day_of(at) {
        return unfit("重报期限不能早于今天", "The day for the amendment has passed already");
    }
    let mut words = said.cases.iter().map(|(_, words)| words).chain([&said.reason]);
    match words.find_map(|words| personal_data(words, Scan::FreeText)) {
        Some(kind) => Err(AppError::with(
            Problem::Invalid,
            Text::new("退回理由含{kind}，请删去", "The reasons hold personal data ({kind}); leave it out")
                .fill(&[("kind", &kind.title())]),
        )),
        None => Ok(()),
    }
}

fn record(
    connection: &mut AnyConnection,
    head: &StatementRow,
    act: Act,
    digest: Option<Sha>,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    log::append(connection, head.leaf_about(act, digest, at))?;
    Ok(())
}
