//! Something that was put to a bureau as it stands on a day: the stage, the days left, and the colour in words.

use chrono::NaiveDate;
use schemas::{
    directive::{AnswerKind, Standing, standing},
    text::Text,
};

use crate::store::supervision::Issued;

/// Something put to a bureau, and where it stands.
#[derive(Clone, Debug)]
pub struct Case {
    /// What was put, its acts and answers.
    pub issued: Issued,
    /// Where it stands.
    pub standing: Standing,
}

/// How urgent it is (蓝、橙、红 of the supervision note, DOMAIN §4.3); what is over has no colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// 红: overdue, or an inspection failed.
    Red,
    /// 橙: seven days or less are left.
    Orange,
    /// 蓝: within time.
    Blue,
    /// It is over.
    Over,
}

/// Days from which on it is orange.
const NEAR: i64 = 7;

impl Colour {
    /// Its word.
    pub fn title(self) -> Text {
        match self {
            Self::Red => Text::new("红", "red"),
            Self::Orange => Text::new("橙", "orange"),
            Self::Blue => Text::new("蓝", "blue"),
            Self::Over => Text::new("已结束", "over"),
        }
    }
}

/// In which column of the board it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// 整改.
    Mending,
    /// 验收.
    Inspecting,
    /// 已结束.
    Over,
}

impl Case {
    /// Where it stands by what happened of it.
    pub fn of(issued: Issued) -> Self {
        let standing = standing(&issued.directive, &issued.events());
        Self { issued, standing }
    }

    /// How urgent it is on a day.
    pub fn colour(&self, today: NaiveDate) -> Colour {
        use schemas::directive::Stage;
        match self.standing.stage {
            stage if stage.is_over() => Colour::Over,
            Stage::Failed => Colour::Red,
            _ if self.standing.is_overdue(today) => Colour::Red,
            _ if self.standing.days_left(today) <= NEAR => Colour::Orange,
            _ => Colour::Blue,
        }
    }

    /// Its column of the board.
    pub fn column(&self) -> Column {
        use schemas::directive::Stage;
        match self.standing.stage {
            stage if stage.is_over() => Column::Over,
            Stage::Applied | Stage::Passed => Column::Inspecting,
            _ => Column::Mending,
        }
    }

    /// The day on which it was over, if it is.
    pub fn ended(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        let acted = self.issued.acts.last().map(|acted| acted.at);
        let signed = self.issued.answers.iter().find(|one| one.answer.kind == AnswerKind::Receipt);
        match self.standing.stage {
            schemas::directive::Stage::Signed => signed.map(|one| one.at),
            stage if stage.is_over() => acted,
            _ => None,
        }
    }
}
