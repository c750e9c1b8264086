//! `report.html`: the draft of a bulletin in the order official bulletins have (DOMAIN §4.1), with pictures and full
//! tables. One file: style and pictures inside, no script, nothing from another host.

mod basics;
mod demands;
mod problems;
mod ranking;
mod table;
mod tables;
mod targets;
pub mod words;

use askama::Template;
use schemas::text::{Lang, Text};

use self::table::{Grid, Table};
use super::{Compiled, error::CompileError, pictures::Picture};
use crate::{compile::pictures, figures};

/// Style of the document, on screen and on A4.
const STYLE: &str = include_str!("../../assets/report.css");
/// Most files listed in the annex.
const MOST_FILES: usize = 400;

#[derive(Template)]
#[template(path = "compile/report.html")]
struct Report {
    lang: Lang,
    style: &'static str,
    title: String,
    draft: String,
    caption: Option<String>,
    to: String,
    lead: String,
    basics: Section,
    totals: Option<Table>,
    filed: Grid,
    targets: Section,
    map: Figure,
    places: Section,
    composite: Option<Table>,
    problems: Section,
    supervision: Section,
    demands: Section,
    signed: String,
    date: String,
    annex_places: String,
    indicators: Vec<Annex>,
    annex_files: String,
    files: Table,
    files_note: String,
    annex_method: String,
    method: Vec<String>,
}

impl Report {
    /// The number of an item as bulletins count, for the template.
    fn numeral(number: &usize) -> String {
        figures::numeral(*number)
    }
}

/// A section of the text: numbered items, then plain paragraphs.
#[derive(Clone, Debug, Default)]
struct Section {
    title: String,
    items: Vec<Item>,
    paragraphs: Vec<String>,
}

/// A paragraph with a lead in bold; the lead may be empty.
#[derive(Clone, Debug)]
struct Item {
    lead: String,
    text: String,
}

/// A picture with its name.
#[derive(Clone, Debug, Default)]
struct Figure {
    svg: String,
    caption: String,
}

/// One indicator in the annex.
struct Annex {
    title: String,
    figure: Figure,
    table: Table,
}

impl Section {
    fn new(title: &Text, lang: Lang) -> Self {
        Self { title: title.get(lang).to_owned(), ..Self::default() }
    }

    fn say(&mut self, text: &Text, lang: Lang) {
        self.paragraphs.push(text.get(lang).to_owned());
    }

    /// Sentences of one paragraph.
    fn paragraph(&mut self, sentences: &[Text], lang: Lang) {
        let between = if lang == Lang::Zh { "" } else { " " };
        let said: Vec<&str> = sentences.iter().map(|sentence| sentence.get(lang)).collect();
        if !said.is_empty() {
            self.paragraphs.push(said.join(between));
        }
    }

    /// An item whose first sentence is its lead.
    fn item(&mut self, text: &Text, lang: Lang) {
        let (stop, text) = (if lang == Lang::Zh { "。" } else { ". " }, text.get(lang));
        let (lead, rest) = text.split_once(stop).filter(|(_, rest)| !rest.is_empty()).unwrap_or(("", text));
        let lead = if lead.is_empty() { String::new() } else { format!("{lead}{stop}") };
        self.items.push(Item { lead, text: rest.to_owned() });
    }
}

impl Compiled {
    /// The document.
    ///
    /// # Errors
    /// [`CompileError::Make`] only.
    pub fn report(&self, pictures: &[Picture], lang: Lang) -> Result<String, CompileError> {
        let word = |text: Text| text.get(lang).to_owned();
        let slots: [(&str, &dyn schemas::text::Wording); 2] =
            [("period", &self.period.title()), ("campaign", &self.campaign.name)];
        let lead = match &self.campaign.basis {
            Some(basis) => words::LEAD_BASIS.fill(&[("basis", basis)]).fill(&slots),
            None => words::LEAD.fill(&slots),
        };
        let places = self.places(lang);
        let picture = |name: &str| {
            pictures.iter().find(|picture| picture.name == name).map(|picture| picture.svg.clone())
        };
        let annex = |places| self.annex(places, picture(self.code_of(places)).unwrap_or_default(), lang);
        let report = Report {
            lang,
            style: STYLE,
            title: word(words::TITLE.fill(&slots)),
            draft: word(words::DRAFT),
            caption: self.caption(lang),
            to: word(words::TO),
            lead: word(lead),
            basics: self.basics(lang),
            totals: self.totals_table(lang),
            filed: self.filed_table(lang),
            targets: self.targets(&places, lang),
            map: Figure {
                svg: picture(pictures::ALL).unwrap_or_default(),
                caption: word(words::PICTURE_ALL),
            },
            places: self.ranking(lang),
            composite: self.has_composite().then(|| self.composite_table(lang)),
            problems: self.problems(&places, lang),
            supervision: self.supervision(lang),
            demands: self.demands(&places, lang),
            signed: self.city.name.get(lang).to_owned(),
            date: word(words::DATE),
            annex_places: word(words::ANNEX_PLACES),
            indicators: places.iter().map(annex).collect(),
            annex_files: word(words::ANNEX_FILES),
            files: self.files_table(MOST_FILES, lang),
            files_note: self.files_note(MOST_FILES, lang),
            annex_method: word(words::ANNEX_METHOD),
            method: self.method(&places, lang),
        };
        Ok(report.render()?)
    }
}
