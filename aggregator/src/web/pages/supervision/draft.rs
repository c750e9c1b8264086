//! What is proposed and waits for a leader: the notice as it would go out, and what stands against it.

use askama::Template;
use schemas::{bureau::Tree, campaign::Campaign, period::day_of, text::Text};

use super::name_to;
use crate::{
    figures,
    identity::{Account, Role},
    store::supervision::draft::Draft,
    supervision::order,
    web::{
        links::{Address, Links},
        pages::shell::{Frame, Section, Shell},
    },
    words::{department as department_words, frame as frame_words, supervision as words},
};

/// What the page is asked for.
#[derive(Clone)]
pub struct Asked<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The bureaus.
    pub tree: &'a Tree,
    /// The draft.
    pub draft: &'a Draft,
    /// Who reads.
    pub reader: &'a Account,
    /// What stands against approving it.
    pub against: Option<Text>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "supervision/draft.html")]
pub struct DraftPage {
    shell: Shell,
    back: Address,
    id: String,
    title: String,
    state: String,
    note: Option<String>,
    serial: Option<(String, Address)>,
    approve: Option<Address>,
    approve_note: String,
    decline: Option<(Address, String)>,
    waits: bool,
    facts: Vec<(String, String)>,
    matter: Vec<String>,
    basis: String,
    demand: String,
    release: String,
    grounds: Vec<(String, String)>,
}

impl DraftPage {
    /// The page.
    pub fn new(frame: &Frame, asked: Asked<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let (draft, order) = (asked.draft, &asked.draft.order);
        let say = |text: Text| text.get(lang).to_owned();
        let waits = draft.decided.is_none();
        let leader = asked.reader.role == Role::Leader;
        let approve_note = match order.to.department() {
            Some(_) => words::APPROVE_NOTE_DEPARTMENT,
            None => words::APPROVE_NOTE,
        };
        let days = order::due(asked.campaign, order.kind, day_of(draft.proposed)) - day_of(draft.proposed);
        let declined = draft.decided.as_ref().filter(|decided| decided.serial.is_none());
        let state =
            words::DRAFT_STATE.fill(&[("by", &draft.proposed_by), ("at", &figures::minute(draft.proposed))]);
        let note = match (&asked.against, declined) {
            (Some(against), _) => Some(say(against.clone())),
            (None, Some(declined)) => Some(say(words::DECLINED.fill(&[("note", &declined.note)]))),
            (None, None) => None,
        };
        let decline = match asked.reader.role {
            Role::Leader => Some(("/supervision/draft/decline", words::DECLINE)),
            Role::Staff => Some(("/supervision/draft/withdraw", words::TAKE_BACK)),
            Role::County | Role::Committee | Role::Department(_) => None,
        };
        let addressee = match order.to.department() {
            Some(_) => department_words::ADDRESSEE,
            None => words::BUREAU,
        };
        let mut facts = vec![
            (say(words::KIND), say(order.kind.title())),
            (say(addressee), name_to(asked.tree, asked.campaign, &order.to).get(lang).to_owned()),
            (say(words::OFFICE), order.office.clone()),
        ];
        facts.extend(order.period.map(|period| (say(words::PERIOD), say(period.title()))));
        facts.extend(order.follows.as_ref().map(|serial| (say(words::FOLLOWS), serial.to_string())));
        Self {
            shell: Shell::new(frame, Some(Section::Supervision), words::DRAFT.get(lang)),
            back: links.supervision(),
            id: draft.id.clone(),
            title: order.title.clone(),
            state: say(state),
            note,
            serial: draft
                .decided
                .as_ref()
                .and_then(|decided| decided.serial.as_ref())
                .map(|serial| (serial.to_string(), links.directive(serial))),
            approve: (waits && leader && asked.against.is_none())
                .then(|| links.plain("/supervision/draft/approve")),
            approve_note: say(approve_note.fill(&[("days", &days.num_days())])),
            decline: decline.filter(|_| waits).map(|(path, word)| (links.plain(path), say(word))),
            waits: waits && !leader,
            facts,
            matter: order.matter.lines().map(str::to_owned).collect(),
            basis: order.basis.clone(),
            demand: order.demand.clone(),
            release: order.release.clone(),
            grounds: order
                .grounds
                .iter()
                .map(|ground| (say(ground.family.title()), say(ground.sentence.clone())))
                .collect(),
        }
    }
}
