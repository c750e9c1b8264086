//! 行动: how far the tasks of a campaign are, department by department, from what each has reported and the day (DOMAIN §7.1
//! items 18 and 45). A pure function; nothing a department has said is ever changed, a later report stands beside it.

use chrono::{DateTime, NaiveDate, Utc};
use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::{Campaign, Department, Task},
    period::{Period, day_of},
    privacy::{Scan, personal_data},
    problem::Problem,
    text::Text,
};

use crate::error::AppError;

/// Most characters of a report.
pub const MAX_WORDS: usize = 500;

/// Most that a department itself reports in a day.
pub const MOST_A_DAY: usize = 100;

/// What a department says of its part of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// 推进中.
    Going,
    /// 受阻: it needs somebody's help.
    Blocked,
    /// 已完成.
    Done,
}

impl Said {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Going, Self::Blocked, Self::Done];

    /// Its word in the store and in forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Going => "going",
            Self::Blocked => "blocked",
            Self::Done => "done",
        }
    }

    /// What it is of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|said| said.word() == word)
    }
}

/// Who reports: a department, or one bureau of a department that stands for all of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reporter {
    /// Code of the department.
    pub department: String,
    /// The bureau, where each reports for itself.
    pub bureau: Option<BureauCode>,
}

/// Who entered a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    /// 代录: the city's staff, on behalf of the department.
    ForIt,
    /// 本部门: the department itself.
    ByItself,
}

impl Entered {
    /// Its word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::ForIt => "staff",
            Self::ByItself => "department",
        }
    }

    /// What it is of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::ForIt, Self::ByItself].into_iter().find(|entered| entered.word() == word)
    }
}

/// A progress report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Code of the task.
    pub task: String,
    /// For whom it speaks.
    pub reporter: Reporter,
    /// How it stands.
    pub said: Said,
    /// In words.
    pub words: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Login of who wrote it.
    pub by: String,
    /// Whether that was the department itself.
    pub entered: Entered,
}

/// How a reporter stands to a task on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 未开始: its phase has not begun.
    ToCome,
    /// 待反馈: nothing is reported yet.
    Awaited,
    /// 推进中.
    Going,
    /// 受阻.
    Blocked,
    /// 进展未报: nothing was reported for the last period for which a report is asked.
    Silent,
    /// 逾期: not done by the day it was due.
    Overdue {
        /// By how many days.
        days: i64,
    },
    /// 已完成.
    Done,
}

impl Standing {
    /// Whether somebody has to be reminded.
    pub fn is_late(self) -> bool {
        matches!(self, Self::Silent | Self::Overdue { .. })
    }
}

/// How a reporter stands, given its newest report.
pub fn standing(campaign: &Campaign, task: &Task, newest: Option<&Report>, today: NaiveDate) -> Standing {
    let said = newest.map(|report| report.said);
    let (from, due) = (campaign.task_from(task), campaign.task_due(task));
    match said {
        Some(Said::Done) => Standing::Done,
        _ if today > due => Standing::Overdue { days: (today - due).num_days() },
        None if today < from => Standing::ToCome,
        _ if is_silent(task, newest, from, today) => Standing::Silent,
        Some(Said::Blocked) => Standing::Blocked,
        Some(Said::Going) => Standing::Going,
        None => Standing::Awaited,
    }
}

/// Whether a whole period of its rhythm has gone by since the task began, and nothing was reported since that period began.
fn is_silent(task: &Task, newest: Option<&Report>, from: NaiveDate, today: NaiveDate) -> bool {
    let running = task.every.and_then(|cadence| Period::holding(cadence, today));
    let Some(last) = running.and_then(Period::previous) else { return false };
    last.start() >= from && newest.is_none_or(|report| day_of(report.at) < last.start())
}

/// Who reports of a task, the leading department first.
pub fn reporters<'a>(
    campaign: &'a Campaign,
    task: &'a Task,
    bureaus: &'a [Bureau],
) -> impl Iterator<Item = (&'a Department, Option<&'a Bureau>)> {
    let departments = task.departments().filter_map(|code| campaign.department(code));
    departments.flat_map(move |department| {
        let each: &[Bureau] = if department.each_bureau { bureaus } else { &[] };
        let own = (!department.each_bureau).then_some((department, None));
        own.into_iter().chain(each.iter().map(move |bureau| (department, Some(bureau))))
    })
}

/// The tasks a department leads or implements, in the order of the campaign.
pub fn tasks_of<'a>(campaign: &'a Campaign, department: &'a str) -> impl Iterator<Item = &'a Task> {
    campaign.tasks.iter().filter(move |task| task.departments().any(|code| code == department))
}

/// Whether a report can stand: a task of the campaign, one of its reporters, words, and nobody named in them.
///
/// # Errors
/// [`Problem::Invalid`] with what is wrong.
pub fn sound(campaign: &Campaign, bureaus: &[Bureau], report: &Report) -> Result<(), AppError> {
    let unfit = |text: Text| Err(AppError::with(Problem::Invalid, text));
    let Some(task) = campaign.task(&report.task).filter(|task| task.lead.is_some()) else {
        return unfit(Text::new("没有这项任务，请刷新后再写", "There is no such task; load the page again"));
    };
    let named = reporters(campaign, task, bureaus).any(|(department, bureau)| {
        department.code == report.reporter.department
            && bureau.map(|bureau| &bureau.code) == report.reporter.bureau.as_ref()
    });
    if !named {
        return unfit(Text::new(
            "所选部门不承担这项任务，请从任务所列的部门中选择",
            "That department has no part in this task; choose one that is listed with it",
        ));
    }
    if !(1..=MAX_WORDS).contains(&report.words.chars().count()) {
        let text = Text::new("进展须写1至{most}字", "A report has 1 to {most} characters");
        return unfit(text.fill(&[("most", &MAX_WORDS)]));
    }
    match personal_data(&report.words, Scan::FreeText) {
        Some(kind) => unfit(
            Text::new("进展中含{kind}，请删去", "The report holds personal data ({kind}); leave it out")
                .fill(&[("kind", &kind.title())]),
        ),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use schemas::definition::Definitions;

    use super::*;

    fn campaign() -> Campaign {
        Definitions::builtin().unwrap().campaign("yunjiang-2025").unwrap().as_ref().clone()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn report(task: &str, department: &str, said: Said, at: &str) -> Report {
        let at = DateTime::parse_from_rfc3339(at).unwrap().to_utc();
        let reporter = Reporter { department: department.into(), bureau: None };
        Report {
            task: task.into(),
            reporter,
            said,
            words: "已启动".into(),
            at,
            by: "chen".into(),
            entered: Entered::ForIt,
        }
    }

    #[test]
    fn a_task_is_to_come_awaited_going_done_or_overdue_to_the_day() {
        let campaign = campaign();
        let task = campaign.task("2.3").unwrap();
        let at = |newest: Option<&Report>, today: &str| standing(&campaign, task, newest, day(today));
        assert_eq!(at(None, "2025-07-31"), Standing::ToCome);
        assert_eq!(at(None, "2025-08-01"), Standing::Awaited);
        assert_eq!(at(None, "2025-09-30"), Standing::Awaited);
        assert_eq!(at(None, "2025-10-01"), Standing::Overdue { days: 1 });
        let going = report("2.3", "court", Said::Going, "2025-09-01T10:00:00+08:00");
        let blocked = report("2.3", "court", Said::Blocked, "2025-09-02T10:00:00+08:00");
        let done = report("2.3", "court", Said::Done, "2025-11-02T10:00:00+08:00");
        assert_eq!(at(Some(&going), "2025-09-30"), Standing::Going);
        assert_eq!(at(Some(&blocked), "2025-09-30"), Standing::Blocked);
        assert_eq!(at(Some(&blocked), "2025-10-18"), Standing::Overdue { days: 18 });
        assert_eq!(at(Some(&done), "2025-12-18"), Standing::Done);
    }

    #[test]
    fn who_reports_in_a_rhythm_is_silent_after_a_whole_period_without_a_word() {
        let campaign = campaign();
        let task = campaign.task("2.2").unwrap();
        let at = |newest: Option<&Report>, today: &str| standing(&campaign, task, newest, day(today));
        assert_eq!(at(None, "2025-08-31"), Standing::Awaited, "the first month is still running");
        assert_eq!(at(None, "2025-09-01"), Standing::Silent);
        let august = report("2.2", "inspection", Said::Going, "2025-08-01T00:00:00+08:00");
        assert_eq!(at(Some(&august), "2025-09-30"), Standing::Going, "August was reported");
        assert_eq!(at(Some(&august), "2025-10-01"), Standing::Silent, "September was not");
        let october = report("2.2", "inspection", Said::Going, "2025-10-01T00:00:00+08:00");
        assert_eq!(at(Some(&october), "2025-10-18"), Standing::Going);
        assert!(Standing::Silent.is_late() && !Standing::Blocked.is_late());
    }

    #[test]
    fn every_gate_of_a_report_says_why_in_both_languages() {
        let (campaign, good) = (campaign(), report("2.3", "court", Said::Going, "2025-09-01T10:00:00+08:00"));
        let said = |change: &dyn Fn(&mut Report)| {
            let mut report = good.clone();
            change(&mut report);
            match sound(&campaign, &[], &report) {
                Ok(()) => None,
                Err(AppError::Problem { problem, detail, .. }) => {
                    assert_eq!(problem, Problem::Invalid);
                    detail.map(|text| (text.zh.into_owned(), text.en.into_owned()))
                }
                Err(other) => panic!("{other}"),
            }
        };
        let holds = |said: Option<(String, String)>, zh: &str, en: &str| {
            let (found_zh, found_en) = said.unwrap();
            assert!(found_zh.contains(zh) && found_en.contains(en), "{found_zh} {found_en}");
        };
        assert_eq!(said(&|_| {}), None);
        holds(said(&|report| report.task = "9".into()), "没有这项任务", "no such task");
        holds(said(&|report| report.task = "2".into()), "没有这项任务", "no such task");
        let other = |report: &mut Report| report.reporter.department = "inspection".into();
        holds(said(&other), "不承担这项任务", "no part in this task");
        let town = |report: &mut Report| report.reporter.bureau = "519901".parse().ok();
        holds(said(&town), "不承担这项任务", "no part in this task");
        holds(said(&|report| report.words.clear()), "1至500字", "1 to 500 characters");
        holds(said(&|report| report.words = "字".repeat(501)), "1至500字", "1 to 500 characters");
        assert_eq!(said(&|report| report.words = "字".repeat(500)), None);
        let named = |report: &mut Report| report.words = "请联系13812345678".into();
        holds(said(&named), "含手机号", "a mobile number");
    }
}
