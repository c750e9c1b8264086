//! `template`: the workbook a form is filled in with. Works in the folder of a node and anywhere else.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write},
    path::PathBuf,
};

use clap::Args;

use super::{Desk, End};
use crate::{error::AgentError, template, words};

#[derive(Debug, Args)]
pub(super) struct Template {
    /// The form, for example L3.
    form: String,
    /// Where to write it; without it a file named like the form, here.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite a file that exists.
    #[arg(long)]
    force: bool,
    /// Folder of definitions to add.
    #[arg(long)]
    definitions: Option<PathBuf>,
}

impl Template {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let definitions = desk.definitions(self.definitions.as_deref())?;
        let form = definitions.form(&self.form).ok_or_else(|| AgentError::UnknownForm(self.form.clone()))?;
        let book = template::workbook(form, desk.chosen.unwrap_or_default())
            .map_err(|source| AgentError::Template { form: form.form.clone(), source })?;
        let path = self.output.unwrap_or_else(|| PathBuf::from(format!("{}.xlsx", form.form)));
        let name = path.display().to_string();
        let refuse = |source: std::io::Error| match source.kind() {
            ErrorKind::AlreadyExists => AgentError::FileExists(name.clone()),
            _ => AgentError::File { name: name.clone(), source },
        };
        let mut options = OpenOptions::new();
        options.write(true).create_new(!self.force).create(self.force).truncate(self.force);
        options.open(&path).and_then(|mut file| file.write_all(&book)).map_err(refuse)?;
        desk.say(&words::reading::TEMPLATE_WRITTEN.fill(&[
            ("form", &form.form),
            ("name", &form.name),
            ("file", &name),
        ]))?;
        Ok(End::Done)
    }
}
