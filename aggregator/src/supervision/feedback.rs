//! What a department answers at the portal to what was put to it: added to and never changed, each answer a leaf. A bureau answers from
//! its node, by form D1.

use chrono::{DateTime, NaiveDate, Utc};
use schemas::{
    directive::{Addressee, Answer, AnswerKind, Change, Feedback, MAX_ANSWER, MAX_ANSWERS},
    entry::Act,
    period::day_of,
    problem::Problem,
    statement::Subject,
    text::Text,
};

use super::{Desk, case::Case, draft::unfit, letter::post};
use crate::{
    error::AppError,
    identity::Account,
    store::{AnyConnection, supervision},
};

/// What a department says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What it is.
    pub kind: AnswerKind,
    /// The day it is of.
    pub day: NaiveDate,
    /// In words.
    pub content: String,
    /// What is done; may be left out.
    pub measures: Option<String>,
    /// What proves it; may be left out.
    pub evidence: Option<String>,
    /// Until when it asks for longer, where it does.
    pub until: Option<NaiveDate>,
}

/// Takes an answer of the department an account is for.
///
/// # Errors
/// [`Problem::Forbidden`] to any other account; [`Problem::NotFound`] for what was not put to its department;
/// [`Problem::Invalid`] with what stands against it; the store's.
pub fn answer(
    connection: &mut AnyConnection,
    desk: Desk<'_>,
    serial: &Subject,
    said: Said,
    (by, at): (&Account, DateTime<Utc>),
) -> Result<(), AppError> {
    let department = by.role.department().ok_or(Problem::Forbidden)?;
    desk.campaign.reporting_department(department).ok_or(Problem::NotFound)?;
    let to = Addressee::Department(department.clone());
    let issued = supervision::find(connection, serial)?.filter(|issued| issued.directive.order.to == to);
    let case = Case::of(issued.ok_or(Problem::NotFound)?);
    let number = case.issued.answers.len() + 1;
    fits(&case, &said, number, day_of(at))?;
    let Said { kind, day, content, measures, evidence, until } = said;
    let answer = Answer {
        number: number.to_string(),
        kind,
        day,
        content,
        measures,
        evidence,
        until,
        leader: None,
        responsible: None,
    };
    let number = u32::try_from(number).map_err(|_| Problem::Internal)?;
    let feedback = Feedback { serial: serial.clone(), department: department.clone(), number, answer };
    worded(&feedback)?;
    let leaf = post(connection, desk.key, (Act::DirectiveAnswered, &to, &feedback.compose()), at)?;
    Ok(supervision::feedback::add(connection, &feedback, leaf, &by.login)?)
}

/// What stands against it by where the case stands and by the days.
fn fits(case: &Case, said: &Said, number: usize, today: NaiveDate) -> Result<(), AppError> {
    let standing = &case.standing;
    if standing.stage.is_over() {
        let text = Text::new(
            "{number}{stage}，不再接收反馈",
            "{number} is over ({stage}) and takes no more answers",
        );
        let number = &case.issued.directive.number;
        return unfit(text.fill(&[("number", number), ("stage", &standing.stage.title(standing.kind))]));
    }
    if number > MAX_ANSWERS {
        let text = Text::new("反馈已满{most}条，不能再加", "There are {most} answers, and no more are taken");
        return unfit(text.fill(&[("most", &MAX_ANSWERS)]));
    }
    let issued = day_of(case.issued.at);
    if said.day > today || said.day < issued {
        let text = Text::new(
            "反馈日期须在下达日期{issued}和今天{today}之间，请改填",
            "The day of an answer lies between {issued}, when it was issued, and today, {today}",
        );
        return unfit(text.fill(&[("issued", &issued), ("today", &today)]));
    }
    match (said.kind, said.until) {
        (AnswerKind::Extension, Some(until)) => {
            standing.allows(&Change::Extended(until), today).or_else(unfit)
        }
        (AnswerKind::Extension, None) => {
            unfit(Text::new("延期申请须填写申请延期至哪一天", "Who asks for longer says until which day"))
        }
        (_, Some(_)) => unfit(Text::new(
            "只有延期申请填写延期日期，请清空该日期或改选延期申请",
            "Only who asks for longer gives a day until; clear it, or choose to ask for longer",
        )),
        (_, None) => Ok(()),
    }
}

/// What stands against it by its words.
fn worded(feedback: &Feedback) -> Result<(), AppError> {
    if let Some(kind) = feedback.personal() {
        let text = Text::new("反馈含{kind}，请删去", "The answer holds personal data ({kind}); leave it out");
        return unfit(text.fill(&[("kind", &kind.title())]));
    }
    if Feedback::parse(&feedback.compose()).is_err() {
        let text = Text::new(
            "反馈内容须写1至{most}字，措施、佐证各不超过{most}字",
            "An answer has 1 to {most} characters, measures and evidence at most {most} each",
        );
        return unfit(text.fill(&[("most", &MAX_ANSWER)]));
    }
    Ok(())
}
