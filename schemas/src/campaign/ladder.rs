//! The steps of supervision in the order a campaign climbs them. One document has the interview above the listing, another
//! below it, so the order is data (DOMAIN §7.6 item 110, RULINGS 11).

use serde::Deserialize;

use crate::text::Text;

/// A step of the ladder.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// What is done.
    pub step: Step,
    /// Days the bureau is given to answer or mend, if the document names any.
    pub days: Option<u32>,
}

/// What can be done about a bureau.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// 催报.
    Reminder,
    /// 督办单.
    Notice,
    /// 通报.
    Circular,
    /// 挂牌督办.
    Listing,
    /// 约谈.
    Interview,
    /// 问责.
    Accountability,
    /// 一票否决.
    Veto,
}

impl Step {
    /// The official words.
    pub fn title(self) -> Text {
        match self {
            Self::Reminder => Text::new("催报", "Reminder"),
            Self::Notice => Text::new("督办单", "Notice of supervision"),
            Self::Circular => Text::new("通报", "Circular"),
            Self::Listing => Text::new("挂牌督办", "Listed supervision"),
            Self::Interview => Text::new("约谈", "Interview"),
            Self::Accountability => Text::new("问责", "Accountability"),
            Self::Veto => Text::new("一票否决", "Veto"),
        }
    }
}

/// What is wrong with a ladder: `key: reason`.
pub(super) fn fault(ladder: &[Rung]) -> Option<String> {
    let twice = ladder
        .iter()
        .enumerate()
        .find(|(at, rung)| ladder.iter().take(*at).any(|lower| lower.step == rung.step));
    if let Some((_, rung)) = twice {
        return Some(format!("ladder: {} stands twice", rung.step.title().zh));
    }
    let none = ladder.iter().find(|rung| rung.days == Some(0))?;
    Some(format!("ladder: {} gives no day; at least 1", none.step.title().zh))
}
