//! Where something put to a bureau stands: a pure function of what was put, the acts on it and the answers that stand, in the order
//! of the log, and of the day (DOMAIN §4.3). Both programs ask it, so that they say the same.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AnswerKind, Change, Directive, Kind};
use crate::text::Text;

/// What happened of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The bureau answered.
    Answered(AnswerKind),
    /// The city acted.
    Acted(Change),
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// 已立牌: it went out, and nothing but its receipt was answered.
    Issued,
    /// 整改方案已报.
    Planned,
    /// 整改中.
    Mending,
    /// 申请验收.
    Applied,
    /// 验收不合格.
    Failed,
    /// 验收通过, to be ended.
    Passed,
    /// 已签收, which was all it wanted.
    Signed,
    /// 已摘牌, 已办结.
    Closed,
    /// 已升级.
    Escalated,
    /// 已撤销.
    Withdrawn,
}

impl Stage {
    /// Whether it is over.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Signed | Self::Closed | Self::Escalated | Self::Withdrawn)
    }

    /// The official words; a listing has others than an assignment.
    pub fn title(self, kind: Kind) -> Text {
        let listed = kind == Kind::Listing;
        match self {
            Self::Issued if listed => Text::new("已立牌", "listed"),
            Self::Issued => Text::new("已下达", "issued"),
            Self::Planned => Text::new("整改方案已报", "plan handed in"),
            Self::Mending => Text::new("整改中", "being put right"),
            Self::Applied if kind == Kind::Assign => Text::new("申请办结", "to be reviewed"),
            Self::Applied => Text::new("申请验收", "to be inspected"),
            Self::Failed => Text::new("验收不合格", "inspection failed"),
            Self::Passed => Text::new("验收通过", "inspection passed"),
            Self::Signed => Text::new("已签收", "signed for"),
            Self::Closed if listed => Text::new("已摘牌", "delisted"),
            Self::Closed => Text::new("已办结", "ended"),
            Self::Escalated => Text::new("已升级", "raised"),
            Self::Withdrawn => Text::new("已撤销", "withdrawn"),
        }
    }
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it is.
    pub kind: Kind,
    /// How far.
    pub stage: Stage,
    /// The last day, an extension included.
    pub due: NaiveDate,
    /// Whether it was given longer; that happens once.
    pub extended: bool,
    /// Whether it was signed for.
    pub signed: bool,
    /// Whether the bureau asks for longer and nobody has decided.
    pub asks_longer: bool,
    /// Whether the bureau appealed and the city has not acted since.
    pub appealed: bool,
}

/// Where something stands after what happened, in the order of the log. Once it is over nothing moves it.
pub fn standing<'a>(directive: &Directive, events: impl IntoIterator<Item = &'a Event>) -> Standing {
    let mut now = Standing {
        kind: directive.order.kind,
        stage: Stage::Issued,
        due: directive.due,
        extended: false,
        signed: false,
        asks_longer: false,
        appealed: false,
    };
    for event in events {
        if now.stage.is_over() {
            break;
        }
        match event {
            Event::Answered(kind) => now.answer(*kind),
            Event::Acted(change) => now.act(change),
        }
    }
    now
}

impl Standing {
    fn answer(&mut self, kind: AnswerKind) {
        // Whoever answers has it.
        self.signed = true;
        match kind {
            AnswerKind::Receipt if self.kind.wants_receipt_only() => self.stage = Stage::Signed,
            AnswerKind::Receipt => {}
            AnswerKind::Plan if matches!(self.stage, Stage::Issued | Stage::Failed) => {
                self.stage = Stage::Planned;
            }
            AnswerKind::Progress if !matches!(self.stage, Stage::Applied | Stage::Passed) => {
                self.stage = Stage::Mending;
            }
            AnswerKind::Application | AnswerKind::Report if self.stage != Stage::Passed => {
                self.stage = Stage::Applied;
            }
            AnswerKind::Extension => self.asks_longer = !self.extended,
            AnswerKind::Appeal => self.appealed = true,
            AnswerKind::Plan | AnswerKind::Progress | AnswerKind::Application | AnswerKind::Report => {}
        }
    }

    fn act(&mut self, change: &Change) {
        self.appealed = false;
        match change {
            Change::Extended(until) => {
                self.due = *until;
                self.extended = true;
                self.asks_longer = false;
                if self.stage == Stage::Failed {
                    self.stage = Stage::Mending;
                }
            }
            Change::Passed(_) => self.stage = Stage::Passed,
            Change::Failed => self.stage = Stage::Failed,
            Change::Closed => self.stage = Stage::Closed,
            Change::Escalated(_) => self.stage = Stage::Escalated,
            Change::Withdrawn => self.stage = Stage::Withdrawn,
        }
    }

    /// Whether the bureau is behind on a day: the last one is over and it has not asked to be inspected.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        let asked = matches!(self.stage, Stage::Applied | Stage::Passed);
        !self.stage.is_over() && !asked && today > self.due
    }

    /// Days that are left on a day; negative when they are over.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.due - today).num_days()
    }

    /// What the bureau has to answer next; nothing while the city has to act, or when it is over.
    pub fn next_answer(&self) -> Option<AnswerKind> {
        match self.stage {
            _ if self.stage.is_over() => None,
            _ if !self.signed => Some(AnswerKind::Receipt),
            Stage::Applied | Stage::Passed => None,
            Stage::Planned | Stage::Mending => Some(AnswerKind::Progress),
            _ if self.kind == Kind::Assign => Some(AnswerKind::Report),
            Stage::Failed => Some(AnswerKind::Progress),
            _ => Some(AnswerKind::Plan),
        }
    }

    /// Whether an act may be done on a day. What persons it wants and what it rests on is for whoever does it to say.
    ///
    /// # Errors
    /// What stands against it and what can be done, in both languages.
    pub fn allows(&self, change: &Change, today: NaiveDate) -> Result<(), Text> {
        if self.stage.is_over() {
            let text = Text::new(
                "该件{stage}，不能再作处理；问题复发的另行立项并注明原编号",
                "It is over ({stage}) and nothing more is done of it; what comes up again is a new one that names this",
            );
            return Err(text.fill(&[("stage", &self.stage.title(self.kind))]));
        }
        match change {
            Change::Extended(until) => self.may_extend(*until, today),
            Change::Passed(_) | Change::Failed if self.stage != Stage::Applied => Err(Text::new(
                "单位尚未申请验收，不能验收；收到申请验收或办结报告后再验收",
                "The bureau has not asked for an inspection; inspect it when it has",
            )),
            Change::Closed if self.stage != Stage::Passed => Err(Text::new(
                "验收尚未通过，不能解除；先验收并写明佐证",
                "No inspection was passed, so that it cannot be ended; inspect it first and say what proves it",
            )),
            Change::Escalated(_) if self.stage != Stage::Failed && !self.is_overdue(today) => Err(Text::new(
                "未逾期，也没有验收不合格，不能升级；{due}后仍未办结的再升级",
                "It is neither overdue nor failed an inspection, so that it cannot be raised; it can be after {due}",
            )
            .fill(&[("due", &self.due)])),
            Change::Passed(_)
            | Change::Failed
            | Change::Closed
            | Change::Escalated(_)
            | Change::Withdrawn => Ok(()),
        }
    }

    fn may_extend(&self, until: NaiveDate, today: NaiveDate) -> Result<(), Text> {
        if self.extended {
            return Err(Text::new(
                "已延期一次，不能再延；到期仍未办结的应升级",
                "It was given longer once, and is not again; what is not done by then is raised",
            ));
        }
        if today > self.due {
            let text = Text::new(
                "期限{due}已过，延期须在到期前办理；可以升级",
                "It was due on {due}; longer is given before that day is over. It can be raised",
            );
            return Err(text.fill(&[("due", &self.due)]));
        }
        if until <= self.due {
            let text = Text::new(
                "延期须晚于现行期限{due}，请改填以后的日期",
                "An extension ends after {due}, when it is due now; give a later day",
            );
            return Err(text.fill(&[("due", &self.due)]));
        }
        Ok(())
    }
}
