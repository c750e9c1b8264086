//! 动态信息: what departments of a campaign tell in their own words, matter for the brief (DOMAIN §7.1 item 33). Added to and never
//! changed; a correction stands beside it.

use chrono::{DateTime, NaiveDate, Utc};
use schemas::{
    campaign::{Campaign, DepartmentCode},
    privacy::{Scan, personal_data},
    problem::Problem,
    text::Text,
};

use crate::error::AppError;

/// Most characters of a title.
pub const MAX_TITLE: usize = 60;
/// Most characters of the text.
pub const MAX_BODY: usize = 2_000;

/// Most that a department tells in a day.
pub const MOST_A_DAY: usize = 50;

/// Something a department tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Who tells.
    pub department: DepartmentCode,
    /// Code of the task it is about, if it is about one.
    pub task: Option<String>,
    /// 标题, 1 to 60 characters.
    pub title: String,
    /// The day it is of.
    pub day: NaiveDate,
    /// 内容, 1 to 2000 characters.
    pub body: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Login of who wrote it.
    pub by: String,
}

/// Whether it can stand: of a department that reports for itself and one of its tasks, said within bounds, of a day of the campaign
/// that has come, and nobody named in it.
///
/// # Errors
/// [`Problem::NotFound`] for a department the campaign does not have; [`Problem::Invalid`] with what is wrong.
pub fn sound(campaign: &Campaign, news: &News, today: NaiveDate) -> Result<(), AppError> {
    let unfit = |text: Text| Err(AppError::with(Problem::Invalid, text));
    let department = campaign.reporting_department(&news.department).ok_or(Problem::NotFound)?;
    let own = |code: &String| {
        let task = campaign.task(code);
        task.is_some_and(|task| task.departments().any(|of| of == department.code))
    };
    if !news.task.as_ref().is_none_or(own) {
        return unfit(Text::new(
            "本部门不承担所选任务，请从本部门的任务中选择，或不选",
            "Your department has no part in that task; choose one of its own, or none",
        ));
    }
    if !(1..=MAX_TITLE).contains(&news.title.chars().count()) {
        let text = Text::new("标题须写1至{most}字", "A title has 1 to {most} characters");
        return unfit(text.fill(&[("most", &MAX_TITLE)]));
    }
    if !(1..=MAX_BODY).contains(&news.body.chars().count()) {
        let text = Text::new("内容须写1至{most}字", "The text has 1 to {most} characters");
        return unfit(text.fill(&[("most", &MAX_BODY)]));
    }
    if news.day < campaign.from || news.day > today {
        let text = Text::new(
            "日期须在行动开始日{from}和今天{today}之间，请改填",
            "The day lies between {from}, when the campaign began, and today, {today}",
        );
        return unfit(text.fill(&[("from", &campaign.from), ("today", &today)]));
    }
    let found = [&news.title, &news.body].into_iter().find_map(|text| personal_data(text, Scan::FreeText));
    match found {
        Some(kind) => unfit(
            Text::new("动态信息含{kind}，请删去", "It holds personal data ({kind}); leave it out")
                .fill(&[("kind", &kind.title())]),
        ),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use schemas::definition::Definitions;

    use super::*;

    #[test]
    fn every_gate_says_why_in_both_languages() {
        let campaign = Definitions::builtin().unwrap().campaign("yunjiang-2025").unwrap().clone();
        let good = News {
            department: "court".parse().unwrap(),
            task: Some("2.3".into()),
            title: "积案评查启动".into(),
            day: "2025-09-01".parse().unwrap(),
            body: "三个仲裁庭同日启动".into(),
            at: DateTime::UNIX_EPOCH,
            by: "court".into(),
        };
        let said = |change: &dyn Fn(&mut News)| {
            let mut news = good.clone();
            change(&mut news);
            match sound(&campaign, &news, "2025-10-13".parse().unwrap()) {
                Ok(()) => None,
                Err(AppError::Problem { problem: Problem::NotFound, .. }) => Some("404".to_owned()),
                Err(AppError::Problem { problem: Problem::Invalid, detail, .. }) => {
                    detail.map(|text| format!("{} {}", text.zh, text.en))
                }
                Err(other) => panic!("{other}"),
            }
        };
        let holds = |change: &dyn Fn(&mut News), zh: &str, en: &str| {
            let found = said(change).unwrap();
            assert!(found.contains(zh) && found.contains(en), "{found}");
        };
        assert_eq!(said(&|_| {}), None);
        assert_eq!(said(&|news| news.task = None), None);
        for code in ["nobody", "bureaus"] {
            assert_eq!(said(&|news| news.department = code.parse().unwrap()).as_deref(), Some("404"));
        }
        let other = campaign
            .tasks
            .iter()
            .find(|task| task.lead.is_some() && task.departments().all(|code| code != "court"));
        let other = other.unwrap().code.clone();
        for task in [other.as_str(), "99"] {
            holds(&|news| news.task = Some(task.into()), "本部门不承担", "no part in that task");
        }
        holds(&|news| news.title.clear(), "标题须写1至60字", "1 to 60 characters");
        holds(&|news| news.title = "字".repeat(61), "标题须写1至60字", "1 to 60 characters");
        holds(&|news| news.body.clear(), "内容须写1至2000字", "1 to 2000 characters");
        holds(&|news| news.body = "字".repeat(2_001), "内容须写1至2000字", "1 to 2000 characters");
        for day in ["2025-10-14", "2020-01-01"] {
            holds(&|news| news.day = day.parse().unwrap(), "日期须在", "The day lies between");
        }
        holds(&|news| news.body = "请电13812345678".into(), "含手机号", "a mobile number");
        holds(&|news| news.title = "请电13812345678".into(), "含手机号", "a mobile number");
    }
}
