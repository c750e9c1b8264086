//! What is decided of something that went out: longer once, inspected, ended, withdrawn. Each is a leaf to the addressee; who may and
//! what stands against it is said in words (DOMAIN §4.3).

use chrono::{DateTime, Utc};
use schemas::{
    directive::{Addressee, Change, Directive, DirectiveAct, FORM, MAX_WORDS},
    entry::Act,
    period::day_of,
    privacy::{Scan, personal_data},
    problem::Problem,
    statement::{FilingKey, Kind, Purpose, Statement, Subject},
    text::Text,
};

use super::{Desk, case::Case, draft::unfit, letter::post};
use crate::{
    error::AppError,
    identity::Account,
    store::{AnyConnection, bureau, supervision},
};

/// Decides on something that went out.
///
/// # Errors
/// [`Problem::NotFound`] for what is out of the person's scope; [`Problem::Forbidden`] where a second person is wanted;
/// [`Problem::Invalid`] with what stands against it; the store's.
pub fn act(
    connection: &mut AnyConnection,
    desk: Desk<'_>,
    serial: &Subject,
    change: Change,
    words: &str,
    (by, at): (&Account, DateTime<Utc>),
) -> Result<(), AppError> {
    let case = Case::of(supervision::find(connection, serial)?.ok_or(Problem::NotFound)?);
    let to = case.issued.directive.order.to.clone();
    if !by.sees_put_to(&bureau::tree(connection)?, &to) {
        return Err(Problem::NotFound.into());
    }
    case.standing.allows(&change, day_of(at)).or_else(unfit)?;
    if change == Change::Closed {
        another_person(&case, by)?;
    }
    sound_words(words, MAX_WORDS)?;
    let act = DirectiveAct {
        serial: serial.clone(),
        to,
        change,
        words: words.to_owned(),
        by: by.role.word().into(),
    };
    let leaf = post(connection, desk.key, (Act::DirectiveActed, &act.to, &act.compose()), at)?;
    Ok(supervision::act(connection, &act, leaf, &by.login)?)
}

/// Whoever ends it is not who inspected it (two persons, DOMAIN §4.3).
fn another_person(case: &Case, by: &Account) -> Result<(), AppError> {
    let inspected = case.issued.acts.iter().rev().find(|acted| matches!(acted.act.change, Change::Passed(_)));
    if inspected.is_some_and(|acted| acted.by == by.login) {
        return Err(AppError::with(
            Problem::Forbidden,
            Text::new(
                "验收人不能自行解除，请由另一人复核后解除",
                "Who inspected it does not end it as well; somebody else checks and ends it",
            ),
        ));
    }
    Ok(())
}

/// Words say something, are not too long and name nobody.
pub(super) fn sound_words(words: &str, most: usize) -> Result<(), AppError> {
    if words.trim().is_empty() || words.chars().count() > most {
        let text = Text::new(
            "须写明理由、佐证或公告内容（不超过{most}字）",
            "Give the reason, the evidence or the announcement (at most {most} characters)",
        );
        return unfit(text.fill(&[("most", &most)]));
    }
    match personal_data(words, Scan::FreeText) {
        Some(kind) => unfit(
            Text::new("文字含{kind}，请删去", "The words hold personal data ({kind}); leave it out")
                .fill(&[("kind", &kind.title())]),
        ),
        None => Ok(()),
    }
}

/// Whether an answer of form D1 can be taken: of something that went out to the bureau and is under way, and added to what was
/// answered before.
///
/// # Errors
/// [`Problem::StatementInvalid`] with what stands against it; the store's.
pub fn answerable(connection: &mut AnyConnection, statement: &Statement) -> Result<(), AppError> {
    let FilingKey { bureau, form, subject, .. } = &statement.filing;
    if form != FORM {
        return Ok(());
    }
    let refuse = |text: Text| Err(AppError::with(Problem::StatementInvalid, text));
    let Some(serial) = subject else {
        return refuse(Text::new(
            "反馈单须写明督办编号（--subject）",
            "An answer names what it answers (--subject)",
        ));
    };
    let issued = supervision::find(connection, serial)?;
    let Some(issued) = issued.filter(|issued| issued.directive.order.to == Addressee::Bureau(bureau.clone()))
    else {
        let text = Text::new(
            "没有发给本单位的编号为{serial}的督办件，请核对通知书上的编号",
            "Nothing numbered {serial} was put to this bureau; look at the number on the notice",
        );
        return refuse(text.fill(&[("serial", &serial.to_string())]));
    };
    let Case { issued, standing } = Case::of(issued);
    if standing.stage.is_over() {
        let Directive { number, .. } = &issued.directive;
        let text = Text::new(
            "{number}{stage}，不再接收反馈",
            "{number} is over ({stage}) and takes no more answers",
        );
        return refuse(text.fill(&[("number", number), ("stage", &standing.stage.title(standing.kind))]));
    }
    match (statement.kind, statement.purpose) {
        (Kind::Void, _) => refuse(Text::new(
            "反馈只能追加，不能撤回；有误的另加一条说明",
            "Answers are only added to and not withdrawn; say in another row what was wrong",
        )),
        (Kind::Nil, _) => refuse(Text::new(
            "反馈单不作零报告，至少填一条反馈",
            "There is no nil answer; give at least one row",
        )),
        (_, Purpose::History) => {
            refuse(Text::new("反馈单不能按历史数据报送", "An answer cannot be filed as history"))
        }
        _ => Ok(()),
    }
}
