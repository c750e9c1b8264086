//! A source: another system, and how its exports are understood. A city may write one as a file and hand it to its counties.

use std::collections::BTreeMap;

use schemas::{
    definition::Definitions,
    fill::headings,
    form::{ColumnType, Form, Role},
    sheet::{fold::fold, heading::Label},
};
use serde::{Deserialize, Serialize};

use super::SourceFault;
use crate::{error::AgentError, node::Node};

/// Most sources of a node.
pub const MAX_SOURCES: usize = 50;
/// Most headings of a source that are mapped or skipped.
pub const MAX_HEADINGS: usize = 128;
/// Most translations of a source.
pub const MAX_CODES: usize = 2_000;
/// Most characters of a name.
const NAME_CHARS: usize = 40;
/// Most characters of a heading, and of what a translation is from and to.
const TEXT_CHARS: usize = 200;
/// Most bytes of a source's file.
const FILE_BYTES: usize = 512 * 1024;

/// Another system whose exports are taken over into one form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// The form its cases go into.
    pub form: String,
    /// The heading of its own id; without it the column of the case number holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Headings that are known not to be needed.
    #[serde(default)]
    pub skip: Vec<String>,
    /// Heading and the key of the column it stands for. A heading by which the form itself knows a column needs none.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// For the key of a column, what the other system writes and the code it stands for.
    #[serde(default)]
    pub codes: BTreeMap<String, BTreeMap<String, String>>,
}

/// What a person says of a source, new or known.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The form, of a new one.
    pub form: Option<String>,
    /// The heading of its own id.
    pub id: Option<String>,
    /// Heading and key of the column it stands for.
    pub map: Vec<(String, String)>,
    /// Heading or key, what is written, the code it stands for.
    pub codes: Vec<(String, String, String)>,
    /// Headings that are not needed.
    pub skip: Vec<String>,
}

impl Source {
    /// Reads a source as a city hands it out.
    ///
    /// # Errors
    /// [`SourceFault::BadFile`]; whether it fits its form is looked at when it is kept.
    pub fn parse(text: &str) -> Result<Self, SourceFault> {
        if text.len() > FILE_BYTES {
            return Err(SourceFault::BadFile(format!("> {FILE_BYTES} B")));
        }
        toml::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| SourceFault::BadFile(error.to_string().trim().to_owned()))
    }

    /// The source as a file.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// The key of the column that a heading of this source stands for.
    pub(super) fn key_of<'a>(&'a self, heading: &str, form: &'a Form) -> Option<&'a str> {
        let said = self.columns.iter().find(|(said, _)| fold(said) == fold(heading));
        if let Some((_, key)) = said {
            return Some(key);
        }
        let label = Label::of(heading);
        let mut named = form.columns.iter().zip(headings(form)).filter(|(column, known)| {
            let spoken_for = self.columns.values().any(|key| *key == column.key);
            !spoken_for && known.names.iter().any(|name| Label::of(name).agrees(&label))
        });
        match (named.next(), named.next()) {
            (Some((column, _)), None) => Some(&column.key),
            _ => None,
        }
    }

    /// How many translations it has.
    pub fn translations(&self) -> usize {
        self.codes.values().map(BTreeMap::len).sum()
    }

    fn changed(mut self, change: &Change, form: &Form) -> Result<Self, AgentError> {
        if let Some(id) = &change.id {
            self.id = Some(id.clone());
        }
        for (heading, key) in &change.map {
            self.columns.retain(|known, _| fold(known) != fold(heading));
            self.skip.retain(|known| fold(known) != fold(heading));
            self.columns.insert(heading.clone(), key.clone());
        }
        for heading in &change.skip {
            if !self.skip.iter().any(|known| fold(known) == fold(heading)) {
                self.skip.push(heading.clone());
            }
        }
        for (heading, written, code) in &change.codes {
            let named = form.column(heading).map(|(_, column)| column.key.as_str());
            let key = self.key_of(heading, form).or(named);
            let key = key.ok_or_else(|| SourceFault::NoColumn(heading.clone()))?.to_owned();
            let codes = self.codes.entry(key).or_default();
            codes.retain(|known, _| fold(known) != fold(written));
            codes.insert(written.clone(), code.clone());
        }
        self.skip.sort();
        Ok(self)
    }

    /// Whether it can be used with its form.
    fn fits(&self, form: &Form) -> Result<(), AgentError> {
        let bad = |text: &str, most: usize| text.trim().is_empty() || text.chars().count() > most;
        if bad(&self.name, NAME_CHARS) || self.name.chars().any(char::is_control) {
            return Err(SourceFault::BadName.into());
        }
        if self.columns.len() + self.skip.len() > MAX_HEADINGS {
            return Err(SourceFault::TooManyHeadings.into());
        }
        if self.translations() > MAX_CODES {
            return Err(SourceFault::TooManyCodes.into());
        }
        let translated = self.codes.values().flatten().flat_map(|(written, code)| [written, code]);
        let texts = self.columns.keys().chain(&self.skip).chain(&self.id).chain(translated);
        if let Some(text) = texts.into_iter().find(|text| bad(text, TEXT_CHARS)) {
            return Err(SourceFault::Length(text.chars().take(TEXT_CHARS).collect()).into());
        }
        if self.id.is_none() && form.with_role(Role::Case).is_none() {
            return Err(SourceFault::NoId(form.form.clone()).into());
        }
        let mut by_key: BTreeMap<&str, &str> = BTreeMap::new();
        for (heading, key) in &self.columns {
            if form.column(key).is_none() {
                return Err(AgentError::UnknownField(key.clone()));
            }
            if let Some(other) = by_key.insert(key, heading) {
                let headings = [other.to_owned(), heading.clone()];
                return Err(SourceFault::TwoHeadings { key: key.clone(), headings }.into());
            }
        }
        let used = |skip: &&String| self.columns.keys().chain(&self.id).any(|used| fold(used) == fold(skip));
        if let Some(heading) = self.skip.iter().find(used) {
            return Err(SourceFault::Skipped(heading.clone()).into());
        }
        for (key, codes) in &self.codes {
            let (index, column) = form.column(key).ok_or_else(|| AgentError::UnknownField(key.clone()))?;
            let is_coded = matches!(column.kind, ColumnType::Code | ColumnType::Codes);
            let list = form.list_of(index).filter(|_| is_coded);
            let wrong = codes.values().find(|code| list.is_some_and(|list| list.find(code).is_none()));
            if let Some(code) = wrong {
                return Err(SourceFault::NoCode { key: key.clone(), code: code.clone() }.into());
            }
        }
        Ok(())
    }
}

impl Node {
    /// Every source, by name.
    ///
    /// # Errors
    /// [`AgentError::Store`].
    pub fn sources(&self) -> Result<Vec<Source>, AgentError> {
        Ok(self.outbox.sources()?)
    }

    /// A source.
    ///
    /// # Errors
    /// [`SourceFault::Unknown`].
    pub fn source(&self, name: &str) -> Result<Source, AgentError> {
        let found = self.outbox.sources()?.into_iter().find(|source| source.name == name);
        Ok(found.ok_or_else(|| SourceFault::Unknown(name.to_owned()))?)
    }

    /// Makes a source, or adds to one what is said.
    ///
    /// # Errors
    /// [`AgentError::Source`] with what is wrong; nothing is kept then.
    pub fn add_source(&self, name: &str, change: &Change) -> Result<Source, AgentError> {
        let known = self.outbox.sources()?.into_iter().find(|source| source.name == name);
        let source = match (known, &change.form) {
            (Some(known), Some(form)) if known.form != *form => {
                return Err(SourceFault::OtherForm { name: name.to_owned(), form: known.form }.into());
            }
            (Some(known), _) => known,
            (None, Some(form)) => Source {
                name: name.to_owned(),
                form: form.clone(),
                id: None,
                skip: Vec::new(),
                columns: BTreeMap::new(),
                codes: BTreeMap::new(),
            },
            (None, None) => return Err(SourceFault::NoForm(name.to_owned()).into()),
        };
        let definitions = self.definitions();
        let code = source.form.clone();
        self.keep_source(source.changed(change, form_of(&definitions, &code)?)?)
    }

    /// Keeps a source in place of one of the same name and form.
    ///
    /// # Errors
    /// As [`Node::add_source`].
    pub fn keep_source(&self, source: Source) -> Result<Source, AgentError> {
        let definitions = self.definitions();
        source.fits(form_of(&definitions, &source.form)?)?;
        let known = self.outbox.sources()?;
        match known.iter().find(|known| known.name == source.name) {
            Some(known) if known.form != source.form => {
                Err(SourceFault::OtherForm { name: known.name.clone(), form: known.form.clone() })?;
            }
            None if known.len() >= MAX_SOURCES => Err(SourceFault::TooManySources)?,
            _ => {}
        }
        self.outbox.keep_source(&source)?;
        Ok(source)
    }

    /// Removes a source, and its rows if that is said too. Gives how many rows went.
    ///
    /// # Errors
    /// [`SourceFault::Unknown`], [`SourceFault::HasRows`].
    pub fn remove_source(&self, name: &str, with_rows: bool) -> Result<usize, AgentError> {
        self.source(name)?;
        let rows = self.outbox.rows_of_source(name)?;
        if rows > 0 && !with_rows {
            return Err(SourceFault::HasRows { name: name.to_owned(), rows }.into());
        }
        self.outbox.remove_source(name)?;
        Ok(rows)
    }
}

fn form_of<'a>(definitions: &'a Definitions, code: &str) -> Result<&'a Form, AgentError> {
    definitions.form(code).map(AsRef::as_ref).ok_or_else(|| AgentError::UnknownForm(code.to_owned()))
}
