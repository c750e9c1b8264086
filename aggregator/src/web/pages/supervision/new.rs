//! The form for something new, with the words it begins with.

use askama::Template;
use schemas::{
    bureau::Tree,
    campaign::Campaign,
    directive::{Addressee, Kind, Order},
};

use super::name_to;
use crate::{
    web::{
        links::{Address, Links},
        pages::shell::{Frame, Section, Shell},
    },
    words::{frame as frame_words, supervision as words},
};

/// What it begins with.
#[derive(Clone, Copy)]
pub struct Begun<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The bureaus.
    pub tree: &'a Tree,
    /// The words.
    pub order: &'a Order,
    /// The kinds to choose from.
    pub kinds: &'a [Kind],
    /// Whether the bureau is chosen here.
    pub by_hand: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "supervision/new.html")]
pub struct NewPage {
    shell: Shell,
    back: Address,
    action: Address,
    title: String,
    /// Code, name and whether it is chosen.
    bureaus: Vec<(String, String, bool)>,
    departments: Vec<(String, String, bool)>,
    bureau: (String, String),
    by_hand: bool,
    kinds: Vec<(&'static str, String, bool)>,
    hidden: Vec<(&'static str, String)>,
    order: Order,
    grounds: Vec<(String, String)>,
    plain: bool,
}

impl NewPage {
    /// The page.
    pub fn new(frame: &Frame, begun: Begun<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let order = begun.order;
        let plain = begun.kinds.iter().all(|kind| !order.to.wants_approval(*kind));
        let assigns = plain || order.to.department().is_some();
        let title = if assigns { words::NEW_ASSIGN } else { words::NEW };
        let city = begun.tree.all().iter().filter(|bureau| bureau.parent.is_some());
        let bureaus = city.map(|bureau| {
            let chosen = order.to.bureau() == Some(&bureau.code);
            (bureau.code.to_string(), bureau.name.get(lang).to_owned(), chosen)
        });
        let departments = begun.campaign.reporting_departments().filter_map(|department| {
            let to = Addressee::Department(department.code.parse().ok()?);
            Some((to.to_string(), department.name.get(lang).to_owned(), to == order.to))
        });
        let rules = order.period.filter(|_| !order.grounds.is_empty() && order.follows.is_none());
        let case = order.cases.first().filter(|_| order.follows.is_none());
        let hidden = [
            ("rules", rules.map(|period| period.to_string())),
            ("follows", order.follows.as_ref().map(ToString::to_string)),
            ("form", case.map(|case| case.form.clone())),
            ("case", case.map(|case| case.number.clone())),
        ];
        Self {
            shell: Shell::new(frame, Some(Section::Supervision), title.get(lang)),
            back: links.supervision(),
            action: links.new_directive(),
            title: title.get(lang).to_owned(),
            bureaus: bureaus.collect(),
            departments: departments.collect(),
            bureau: (
                order.to.to_string(),
                name_to(begun.tree, begun.campaign, &order.to).get(lang).to_owned(),
            ),
            by_hand: begun.by_hand,
            kinds: begun
                .kinds
                .iter()
                .map(|kind| (kind.word(), kind.title().get(lang).to_owned(), *kind == order.kind))
                .collect(),
            hidden: hidden.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
            grounds: order
                .grounds
                .iter()
                .map(|ground| {
                    let sentence = ground.sentence.get(lang).to_owned();
                    (ground.family.title().get(lang).to_owned(), sentence)
                })
                .collect(),
            order: order.clone(),
            plain,
        }
    }
}
