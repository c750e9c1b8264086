//! Who directs a campaign: offices, posts and duty lines (DOMAIN §7.1 item 20). Nobody is named.

use serde::Deserialize;

use crate::{
    privacy::{Scan, personal_data},
    text::Text,
};

/// 领导小组, with the team that does its daily work.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadingGroup {
    /// Name.
    pub name: Text,
    /// Its seats.
    pub members: Vec<Member>,
    /// 工作专班: people seconded to it.
    pub team: Option<Team>,
    /// Whom to call.
    #[serde(default)]
    pub contacts: Vec<Contact>,
}

/// A seat of the leading group, by post.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// What the seat is.
    pub seat: Seat,
    /// The post that holds it.
    pub post: Text,
}

/// A seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seat {
    /// 组长.
    Head,
    /// 副组长.
    Deputy,
    /// 成员.
    Member,
    /// 办公室: does the daily work.
    Office,
}

impl Seat {
    /// The official word.
    pub fn title(self) -> Text {
        match self {
            Self::Head => Text::new("组长", "Head"),
            Self::Deputy => Text::new("副组长", "Deputy head"),
            Self::Member => Text::new("成员", "Member"),
            Self::Office => Text::new("办公室", "Office"),
        }
    }
}

/// A team of people seconded for a while.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Name.
    pub name: Text,
    /// How many.
    pub persons: u32,
    /// For how many months.
    pub months: u32,
}

/// An office that answers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The office.
    pub office: Text,
    /// Its line; a mobile number would be somebody's own.
    pub phone: String,
    /// What it is called for.
    pub about: Option<Text>,
}

impl LeadingGroup {
    /// What is wrong: `key: reason`.
    pub(super) fn fault(&self) -> Option<String> {
        if !self.members.iter().any(|member| member.seat == Seat::Head) {
            return Some("leading_group.members: nobody heads it (seat = \"head\")".into());
        }
        if self.team.as_ref().is_some_and(|team| team.persons == 0 || team.months == 0) {
            return Some("leading_group.team: at least one person and one month".into());
        }
        let posts = self.members.iter().map(|member| &member.post);
        let offices = self.contacts.iter().flat_map(|contact| contact.about.iter().chain([&contact.office]));
        let words = posts.chain(offices).flat_map(|text| [text.zh.as_ref(), text.en.as_ref()]);
        let phones = self.contacts.iter().map(|contact| contact.phone.as_str());
        let found = words.chain(phones).find_map(|text| personal_data(text, Scan::FreeText));
        if let Some(kind) = found {
            let kind = kind.title();
            return Some(format!(
                "leading_group: {} stands in it; give posts and office lines only",
                kind.en
            ));
        }
        let dialled = |phone: &str| phone.chars().any(|c| c.is_ascii_digit());
        let wrong = self.contacts.iter().find(|contact| !dialled(&contact.phone))?;
        Some(format!("leading_group.contacts: {} has no number", wrong.office.zh))
    }
}
