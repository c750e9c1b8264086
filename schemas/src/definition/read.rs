//! One file becomes one definition: its kind by the key that names it, its values parsed whole, its version new.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::{DefinitionError, Definitions, MAX_BYTES, Source, Versions};
use crate::{
    benchmark::Benchmarks, calendar::CalendarYear, campaign::Campaign, code::CodeList, deadline::Deadlines,
    form::Form, indicator::Indicator, summary::Summary,
};

/// What a definition file can be of: the key that names it.
pub(super) const KINDS: [&str; 8] =
    ["list", "form", "indicator", "campaign", "summary", "deadlines", "calendar", "benchmarks"];

impl Definitions {
    /// Takes in one file.
    pub(super) fn read(&mut self, source: &Source) -> Result<(), DefinitionError> {
        let refuse = |key: &str, reason: String| DefinitionError {
            file: source.file.clone(),
            key: key.into(),
            reason,
        };
        if source.text.len() > MAX_BYTES {
            return Err(refuse("-", format!("larger than {MAX_BYTES} bytes")));
        }
        let table: toml::Table = source
            .text
            .parse()
            .map_err(|error| refuse(&line(&source.text, &error), error.message().into()))?;
        let kinds: Vec<&str> =
            KINDS.into_iter().filter(|kind| table.get(*kind).is_some_and(toml::Value::is_str)).collect();
        match kinds.as_slice() {
            ["list"] => {
                let list: CodeList = parse(source)?;
                add(&mut self.lists, list.list.clone(), list.version, list, source)
            }
            ["form"] => {
                let mut form: Form = parse(source)?;
                form.write_out_parts();
                form.digest = Sha256::digest(source.text.replace("\r\n", "\n").as_bytes()).into();
                add(&mut self.forms, form.form.clone(), form.version, form, source)
            }
            ["indicator"] => {
                let indicator: Indicator = parse(source)?;
                add(&mut self.indicators, indicator.indicator.clone(), indicator.version, indicator, source)
            }
            ["campaign"] => {
                let campaign: Campaign = parse(source)?;
                add(&mut self.campaigns, campaign.campaign.clone(), campaign.version, campaign, source)
            }
            ["summary"] => {
                let summary: Summary = parse(source)?;
                add(&mut self.summaries, summary.summary.clone(), summary.version, summary, source)
            }
            ["deadlines"] => {
                let deadlines: Deadlines = parse(source)?;
                add(&mut self.deadlines, deadlines.deadlines.clone(), deadlines.version, deadlines, source)
            }
            ["benchmarks"] => {
                let lines: Benchmarks = parse(source)?;
                add(&mut self.benchmarks, lines.benchmarks.clone(), lines.version, lines, source)
            }
            ["calendar"] => {
                let year: CalendarYear = parse(source)?;
                add(&mut self.years, year.calendar.clone(), year.version, year, source)
            }
            _ => Err(refuse("-", format!("a definition names one of `{}`", KINDS.join("`, `")))),
        }
    }
}

fn parse<T: DeserializeOwned>(source: &Source) -> Result<T, DefinitionError> {
    let refuse = |key: String, reason: String| DefinitionError { file: source.file.clone(), key, reason };
    let deserializer = toml::Deserializer::parse(&source.text)
        .map_err(|error| refuse(line(&source.text, &error), error.message().into()))?;
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let at = line(&source.text, error.inner());
        refuse(format!("{} ({at})", error.path()), error.inner().message().into())
    })
}

fn line(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start);
    format!("line {}", text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1)
}

fn add<T>(
    versions: &mut Versions<T>,
    code: String,
    version: u32,
    definition: T,
    source: &Source,
) -> Result<(), DefinitionError> {
    let of_code = versions.entry(code.clone()).or_default();
    if let Some((_, other)) = of_code.get(&version) {
        let reason =
            format!("{code} version {version} is already defined in {other}; give it a higher version");
        return Err(DefinitionError { file: source.file.clone(), key: "version".into(), reason });
    }
    of_code.insert(version, (Arc::new(definition), source.file.clone()));
    Ok(())
}
