//! What stands round every page: rail, top bar with the period switch, sign-out, and on a phone the bottom bar.

use schemas::{
    period::Period,
    text::{Lang, Text},
};

use crate::{
    web::{
        assets,
        links::{Address, Links},
    },
    words::{bulletin, department, frame as words},
};

/// What a request brings besides the matter of its page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The reader's language.
    pub lang: Lang,
    /// The reader's choice of colours.
    pub theme: Theme,
    /// The address asked for; the period and language switches keep the rest of it.
    pub address: Address,
    /// Who reads; nobody before login.
    pub reader: Option<Reader>,
    /// Name of the campaign in force.
    pub campaign: Option<Text>,
    /// The period the page is of.
    pub period: Option<Period>,
    /// Whether the figures are invented.
    pub demonstration: bool,
    /// Whether the city is recovering after a restore and takes nothing in.
    pub recovering: bool,
    /// What the reader's last act did.
    pub flash: Option<Text>,
    /// Goes into every form.
    pub csrf: String,
}

/// Who reads.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Name of the reader's bureau.
    pub bureau: Text,
    /// The reader's name.
    pub name: String,
    /// What the reader is here for.
    pub role: Text,
    /// Whether it is a department, which has its own page and nothing else.
    pub department: bool,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The choice kept in the cookie `theme`; anything else is the system's.
    pub fn from_cookie(value: Option<&str>) -> Self {
        match value {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// A part of the portal with a place in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// 总览.
    Overview,
    /// 报送.
    Filings,
    /// 位次.
    Rankings,
    /// 督办.
    Supervision,
    /// 案件.
    Cases,
    /// 预警.
    Warnings,
    /// 通报.
    Bulletins,
    /// 行动.
    Campaign,
    /// 单位.
    Bureaus,
    /// 存证.
    Evidence,
    /// 部门报送, of a department alone.
    Department,
}

/// A section, its word and its address.
type Destination = (Section, Text, fn(Links) -> Address);

/// The navigation: what does not work yet is not in it.
static NAVIGATION: [Destination; 10] = [
    (Section::Overview, words::OVERVIEW, Links::overview),
    (Section::Filings, words::FILINGS, Links::filings),
    (Section::Rankings, words::RANKINGS, |links| links.rankings(None)),
    (Section::Supervision, words::SUPERVISION, Links::supervision),
    (Section::Cases, words::CASES, Links::cases),
    (Section::Warnings, words::WARNINGS, |links| links.deadlines(None, None)),
    (Section::Bulletins, bulletin::TITLE, Links::bulletins),
    (Section::Campaign, words::CAMPAIGN, Links::campaign),
    (Section::Bureaus, words::BUREAUS, Links::bureaus),
    (Section::Evidence, words::EVIDENCE, |links| links.plain("/evidence")),
];

/// What a department has of it.
static OF_DEPARTMENT: [Destination; 1] =
    [(Section::Department, department::TITLE, |links| links.department(None))];

/// An entry of the navigation.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its word.
    pub word: String,
    /// Where it leads.
    pub href: Address,
    /// Whether the page is in it.
    pub current: bool,
}

/// The period switch.
#[derive(Clone, Debug)]
pub struct Switch {
    /// The period.
    pub title: String,
    /// The same page one period earlier.
    pub before: Option<Address>,
    /// The same page one period later.
    pub after: Option<Address>,
}

/// The frame as a template shows it.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The reader's language.
    pub lang: Lang,
    /// Value of `data-theme`.
    pub theme: Option<&'static str>,
    /// Title of the tab.
    pub title: String,
    /// Name of the bureau whose portal it is.
    pub bureau: String,
    /// Name of the campaign.
    pub campaign: Option<String>,
    /// Who reads: role and name.
    pub reader: Option<String>,
    /// The navigation; empty before login.
    pub navigation: Vec<Entry>,
    /// The period switch.
    pub switch: Option<Switch>,
    /// The page in the other language.
    pub other_language: Address,
    /// Tag of the other language.
    pub other_tag: &'static str,
    /// Where signing out is posted to.
    pub sign_out: Address,
    /// Whether the figures are invented.
    pub demonstration: bool,
    /// Whether the city is recovering after a restore and takes nothing in.
    pub recovering: bool,
    /// Where it says how far it is, for who may look there.
    pub recovery: Option<Address>,
    /// What the reader's last act did.
    pub flash: Option<String>,
    /// Goes into every form.
    pub csrf: String,
    /// Address of the style sheet.
    pub style: String,
    /// Address of the script.
    pub script: String,
    /// Address of the icon.
    pub icon: String,
}

impl Shell {
    /// The frame of a page.
    pub fn new(frame: &Frame, section: Option<Section>, title: &str) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        let other = match lang {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        };
        let reports = frame.reader.as_ref().is_some_and(|reader| reader.department);
        let navigation: &[Destination] = if reports { &OF_DEPARTMENT } else { &NAVIGATION };
        let navigation = navigation.iter().map(|(of, word, href)| Entry {
            word: word.get(lang).to_owned(),
            href: href(links),
            current: section == Some(*of),
        });
        let period = frame.period.map(|period| period.title().get(lang).to_owned());
        let tab = [Some(title.to_owned()), period, Some(words::TONGBAO.get(lang).to_owned())];
        Self {
            lang,
            theme: frame.theme.attribute(),
            title: tab.into_iter().flatten().collect::<Vec<_>>().join(" - "),
            bureau: frame
                .reader
                .as_ref()
                .map_or_else(String::new, |reader| reader.bureau.get(lang).to_owned()),
            campaign: frame.campaign.as_ref().map(|name| name.get(lang).to_owned()),
            reader: frame.reader.as_ref().map(|reader| format!("{} {}", reader.role.get(lang), reader.name)),
            navigation: if frame.reader.is_some() { navigation.collect() } else { Vec::new() },
            switch: frame.period.map(|period| Switch::new(&frame.address, period, lang)),
            other_language: frame.address.in_lang(other),
            other_tag: other.tag(),
            sign_out: links.plain("/logout"),
            demonstration: frame.demonstration,
            recovering: frame.recovering,
            recovery: (!reports).then(|| links.plain("/evidence")),
            flash: frame.flash.as_ref().map(|flash| flash.get(lang).to_owned()),
            csrf: frame.csrf.clone(),
            style: assets::STYLE.url(),
            script: assets::SCRIPT.url(),
            icon: assets::ICON.url(),
        }
    }

    /// A wording in the reader's language.
    pub fn t(&self, text: Text) -> String {
        text.get(self.lang).to_owned()
    }
}

impl Switch {
    fn new(address: &Address, period: Period, lang: Lang) -> Self {
        let to = |other: Option<Period>| other.map(|other| address.at_period(period, other));
        Self {
            title: period.title().get(lang).to_owned(),
            before: to(period.previous()),
            after: to(period.next()),
        }
    }
}
