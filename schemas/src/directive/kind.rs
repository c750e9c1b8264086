//! What can be put to a bureau, and where it stands on the ladder of a campaign: the order is the campaign's, not the program's.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    campaign::{Rung, Step},
    lines::BadLine,
    text::Text,
};

/// The ladder of a campaign that names none, the mildest first.
pub const LADDER: [Step; 4] = [Step::Reminder, Step::Notice, Step::Listing, Step::Interview];

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $step:expr, $zh:literal, $en:literal;)*) => {
        /// What is put to a bureau.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Kind] = &[$(Self::$name),*];

            /// Its word in texts and addresses.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// The rung of a campaign's ladder that it is; none for what stands beside it.
            pub fn step(self) -> Option<Step> {
                match self { $(Self::$name => $step),* }
            }

            /// What the document is called.
            pub fn title(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $en)),* }
            }
        }
    };
}

kinds! {
    /// 交办: single matters or cases, with feedback.
    Assign = "assign", None, "交办单", "Assignment";
    /// 跨区域通报: a neighbour is told.
    Neighbour = "neighbour", None, "跨区域通报", "Notice to a neighbour";
    /// 催办.
    Urge = "urge", Some(Step::Reminder), "催办单", "Urging note";
    /// 督办.
    Notice = "notice", Some(Step::Notice), "督办单", "Notice of supervision";
    /// 通报.
    Circular = "circular", Some(Step::Circular), "通报", "Circular";
    /// 挂牌督办.
    Listing = "listing", Some(Step::Listing), "挂牌督办通知书", "Notice of listed supervision";
    /// 约谈.
    Interview = "interview", Some(Step::Interview), "约谈通知书", "Notice of an interview";
    /// 问责.
    Accountability = "accountability", Some(Step::Accountability), "问责建议书", "Proposal of accountability";
    /// 一票否决.
    Veto = "veto", Some(Step::Veto), "一票否决通知书", "Notice of a veto";
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Kind {
    type Err = BadLine;

    fn from_str(text: &str) -> Result<Self, BadLine> {
        Self::ALL.iter().copied().find(|kind| kind.word() == text).ok_or(BadLine("kind"))
    }
}

impl Kind {
    /// The kind that is a rung.
    pub fn of_step(step: Step) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.step() == Some(step))
    }

    /// Whether it only wants to be signed for: what it says is done with that.
    pub fn wants_receipt_only(self) -> bool {
        matches!(self, Self::Neighbour | Self::Urge | Self::Circular)
    }

    /// Whether a leader has to approve it before it goes out to a bureau; what single matters need does not wait for that.
    pub fn wants_approval(self) -> bool {
        !matches!(self, Self::Assign | Self::Neighbour | Self::Urge)
    }
}

/// Where a kind stands on a ladder, from 0, and the days the rung gives.
pub fn rung_of(ladder: &[Rung], kind: Kind) -> Option<(usize, Option<u32>)> {
    let step = kind.step()?;
    if ladder.is_empty() {
        return LADDER.iter().position(|known| *known == step).map(|at| (at, None));
    }
    ladder.iter().position(|rung| rung.step == step).map(|at| (at, ladder.get(at).and_then(|rung| rung.days)))
}

/// The kinds above one on a ladder, the next first. From beside the ladder they begin above the reminder.
pub fn upward(ladder: &[Rung], kind: Kind) -> Vec<Kind> {
    let steps: Vec<Step> = match ladder {
        [] => LADDER.to_vec(),
        rungs => rungs.iter().map(|rung| rung.step).collect(),
    };
    let above = match rung_of(ladder, kind) {
        Some((at, _)) => at + 1,
        None => 0,
    };
    let kinds = steps.iter().skip(above).filter_map(|step| Kind::of_step(*step));
    kinds.filter(|kind| kind.wants_approval()).collect()
}
