//! One demonstration: whose campaign, which places and accounts, what happens, what is handed in, and where to look.

use std::sync::Arc;

use schemas::{
    bureau::Bureau,
    calendar,
    campaign::{Campaign, DepartmentCode},
    definition::Definitions,
    form::Form,
    period::{Period, day_of},
    statement::{FilingKey, Subject},
    text::Text,
};

use super::{
    chengdu,
    ledger::Return,
    minhang,
    place::{Home, Town, tree},
    province, qingpu,
    story::{Story, at},
    xiangyang, yunjiang,
};
use crate::{
    action::{Entered, Report},
    app::Services,
    news::News,
};

/// Every demonstration, the worked city first.
pub static SCRIPTS: [&Script; 6] = [
    &yunjiang::SCRIPT,
    &chengdu::SCRIPT,
    &province::SCRIPT,
    &minhang::SCRIPT,
    &qingpu::SCRIPT,
    &xiangyang::SCRIPT,
];

/// The demonstration of a campaign.
#[derive(Debug)]
pub struct Script {
    /// Code of the campaign.
    pub campaign: &'static str,
    pub(super) home: &'static Home,
    pub(super) towns: &'static [Town],
    /// Name of the log.
    pub origin: &'static str,
    /// The sentence that says what of it is invented, where the campaign's own file does not.
    pub caption: Option<Text>,
    /// An account of a bureau, beside that of the staff.
    pub county: Login,
    /// Accounts of political-legal committees, each of the level of its bureau (RULINGS 15).
    pub committees: &'static [Login],
    /// Accounts of departments, with what they have told (DOMAIN §7.1 items 18 and 33).
    pub departments: &'static [Office],
    /// Lines published from above, as the file a site would have (DOMAIN §7.1 item 11).
    pub lines: Option<&'static str>,
    /// What was told, and where the clock stands.
    pub told: Text,
    /// Where to look.
    pub looks: &'static [Look],
    /// Whether bureaus that act at one instant act at the same time; otherwise one after the other.
    pub(super) together: bool,
    pub(super) story: fn() -> Story,
    pub(super) ledger: fn(&Town, Asked<'_>) -> Option<Return>,
    pub(super) said: fn() -> Vec<Report>,
}

/// Somebody who signs in.
#[derive(Clone, Copy, Debug)]
pub struct Login {
    /// Login name.
    pub name: &'static str,
    /// Name shown.
    pub person: &'static str,
    /// Code of the bureau.
    pub bureau: &'static str,
}

/// A department that has an account and reports for itself.
#[derive(Clone, Copy, Debug)]
pub struct Office {
    /// Login name.
    pub name: &'static str,
    /// Name shown.
    pub person: &'static str,
    /// Code of the department.
    pub department: &'static str,
    /// What it has told (动态信息), earliest first.
    pub(super) news: &'static [Telling],
}

/// Something a department has told. All of it is invented (演示数据).
#[derive(Clone, Copy, Debug)]
pub(super) struct Telling {
    /// When it was told, at +08:00; it is of that day.
    pub(super) at: &'static str,
    /// The task it is about.
    pub(super) task: &'static str,
    pub(super) title: &'static str,
    pub(super) body: &'static str,
}

/// A page worth a look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Its address.
    pub at: &'static str,
    /// What is there, in Chinese.
    pub zh: &'static str,
    /// And in English.
    pub en: &'static str,
}

/// What a bureau is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The form.
    pub form: &'a Form,
    /// The period.
    pub period: Period,
    /// The matter, of a report of one.
    pub subject: Option<&'a Subject>,
    /// The working days.
    pub calendar: &'a calendar::Calendar,
}

/// The demonstration of a campaign, if there is one.
pub fn script(campaign: &str) -> Option<&'static Script> {
    SCRIPTS.into_iter().find(|script| script.campaign == campaign)
}

impl Script {
    /// The bureaus, in official order.
    pub fn bureaus(&self) -> Vec<Bureau> {
        tree(self.home, self.towns)
    }

    /// What happens.
    pub fn story(&self) -> Story {
        (self.story)()
    }

    /// What departments have reported of the campaign's tasks: those that have an account, themselves.
    pub fn said(&self) -> Vec<Report> {
        let own = |report: Report| {
            let office = self.departments.iter().find(|one| report.reporter.department == one.department);
            match office {
                Some(office) => Report { by: office.name.into(), entered: Entered::ByItself, ..report },
                None => report,
            }
        };
        (self.said)().into_iter().map(own).collect()
    }

    /// What departments have told, earliest first.
    pub fn news(&self) -> Vec<News> {
        let of = |office: &Office| {
            let Office { name, department, news, .. } = *office;
            let department: Option<DepartmentCode> = department.parse().ok();
            news.iter().filter_map(move |told| {
                let at = at(told.at);
                Some(News {
                    department: department.clone()?,
                    task: Some(told.task.to_owned()),
                    title: format!("{}（演示）", told.title),
                    day: day_of(at),
                    body: told.body.to_owned(),
                    at,
                    by: name.to_owned(),
                })
            })
        };
        let mut all: Vec<News> = self.departments.iter().flat_map(of).collect();
        all.sort_by_key(|told| told.at);
        all
    }

    /// What a bureau hands in; nothing where it stays silent, or where the script does not speak of it.
    pub fn hand_in(&self, key: &FilingKey, definitions: &Definitions) -> Option<Return> {
        let town = self.towns.iter().find(|town| town.code == key.bureau.as_str())?;
        let form = definitions.form(&key.form)?;
        let (subject, calendar) = (key.subject.as_ref(), definitions.calendar());
        (self.ledger)(town, Asked { form, period: key.period, subject, calendar })
    }

    /// The services of a city that plays this: the campaign is a true one, and every page, file and answer says that the
    /// figures are not (DOMAIN §8.2).
    pub fn mark(&self, services: Services) -> Services {
        let Some(caption) = &self.caption else { return services };
        let campaign =
            Campaign { demonstration: true, caption: Some(caption.clone()), ..(*services.campaign).clone() };
        Services { campaign: Arc::new(campaign), ..services }
    }
}
