//! `source`: other systems whose exports are taken over, and what was taken over of them.

use std::{path::PathBuf, str};

use clap::{Args, Subcommand};
use schemas::{period::Period, sheet::encoding::Encoding, text::Text};

use super::{
    Desk, End,
    input::{encoding, pair},
    read_workbook::Tighter,
};
use crate::{
    error::AgentError,
    importer::{Change, Named, Source, SourceFault, Taken},
    node::Node,
    source::SourceFile,
    words::importer as words,
};

#[derive(Debug, Args)]
pub(super) struct SourceCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say how a system's exports are understood; said again, it adds to what is known.
    Add(Add),
    /// List the sources.
    List,
    /// Show a source.
    Show {
        /// Its name.
        name: String,
        /// As a file that another node takes in with `source add --file`.
        #[arg(long)]
        toml: bool,
    },
    /// Remove a source.
    Remove {
        /// Its name.
        name: String,
        /// Remove the rows taken over of it, too.
        #[arg(long)]
        with_rows: bool,
    },
    /// Take over the cases of an export; the same again adds nothing.
    Import(Import),
    /// List the rows held of a source, with its own ids.
    Rows {
        /// Its name.
        name: String,
    },
    /// Forget rows that should not have come.
    Forget {
        /// Name of the source.
        name: String,
        /// Their ids in the other system.
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Keep what was typed into a workbook of cases taken over, so that the next one has it.
    Keep {
        /// The workbook.
        file: PathBuf,
        /// Its form.
        #[arg(long)]
        form: String,
        #[command(flatten)]
        tighter: Tighter,
    },
}

#[derive(Debug, Args)]
struct Add {
    /// The system's name.
    #[arg(required_unless_present = "file")]
    name: Option<String>,
    /// The form its cases go into.
    #[arg(long)]
    form: Option<String>,
    /// Heading of its own id; without it the case number is taken for it.
    #[arg(long, value_name = "HEADING")]
    id: Option<String>,
    /// Which heading is which column, as HEADING=KEY.
    #[arg(long, value_name = "HEADING=KEY", value_parser = pair)]
    map: Vec<(String, String)>,
    /// What the system writes for a code, as HEADING:WRITTEN=CODE.
    #[arg(long, value_name = "HEADING:WRITTEN=CODE", value_parser = code)]
    code: Vec<(String, String, String)>,
    /// A heading that is not needed.
    #[arg(long, value_name = "HEADING")]
    skip: Vec<String>,
    /// Take a whole source from a file instead.
    #[arg(long, conflicts_with_all = ["form", "id", "map", "code", "skip"])]
    file: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Import {
    /// Name of the source.
    name: String,
    /// Its exports: xlsx, xls, ods, csv or json.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Say how many of the cases belong to a period.
    #[arg(long)]
    period: Option<Period>,
    /// List what is new and what changed.
    #[arg(long)]
    list: bool,
    /// Encoding of text files: utf8, gbk, utf16le or utf16be.
    #[arg(long, value_parser = encoding)]
    encoding: Option<Encoding>,
    #[command(flatten)]
    tighter: Tighter,
}

impl SourceCommand {
    pub(super) fn run(self, desk: &mut Desk<'_>) -> Result<End, AgentError> {
        let node = desk.open()?;
        match self.command {
            Command::Add(add) => add.run(desk, &node)?,
            Command::List => list(desk, &node)?,
            Command::Show { name, toml } => show(desk, &node, &node.source(&name)?, toml)?,
            Command::Remove { name, with_rows } => {
                let rows = node.remove_source(&name, with_rows)?;
                desk.say(&words::SOURCE_REMOVED.fill(&[("name", &name), ("n", &rows)]))?;
            }
            Command::Import(import) => import.run(desk, &node)?,
            Command::Rows { name } => {
                let rows = node.rows_of_source(&name)?;
                desk.say(&words::ROWS_HELD.fill(&[("name", &name), ("n", &rows.len())]))?;
                rows.iter().try_for_each(|row| desk.say(&line(row)))?;
            }
            Command::Forget { name, ids } => {
                node.forget_rows(&name, &ids)?;
                desk.say(&words::ROWS_FORGOTTEN.fill(&[("name", &name), ("n", &ids.len())]))?;
            }
            Command::Keep { file, form, tighter } => {
                let kept = node.keep_typed(&form, &SourceFile::open(&file)?, &tighter.reader()?)?;
                desk.say(&words::KEPT_ROWS.fill(&[("n", &kept.rows)]))?;
                let rest = [(words::KEPT_DIFFERING, kept.differing), (words::KEPT_STRANGERS, kept.strangers)];
                for (text, n) in rest.iter().filter(|(_, n)| *n > 0) {
                    desk.say(&text.fill(&[("n", n)]))?;
                }
            }
        }
        Ok(End::Done)
    }
}

impl Add {
    fn run(self, desk: &mut Desk<'_>, node: &Node) -> Result<(), AgentError> {
        let Self { name, form, id, map, code: codes, skip, file } = self;
        let source = match (file, name) {
            (Some(path), name) => {
                let bytes = SourceFile::open(&path)?.bytes;
                let text = str::from_utf8(&bytes).map_err(|error| SourceFault::BadFile(error.to_string()))?;
                let source = Source::parse(text)?;
                node.keep_source(Source { name: name.unwrap_or(source.name), ..source })?
            }
            (None, name) => {
                node.add_source(&name.unwrap_or_default(), &Change { form, id, map, codes, skip })?
            }
        };
        desk.say(&words::SOURCE_KEPT.fill(&[
            ("name", &source.name),
            ("form", &source.form),
            ("form_name", &form_name(node, &source.form)),
            ("columns", &source.columns.len()),
            ("skip", &source.skip.len()),
            ("codes", &source.translations()),
        ]))
    }
}

impl Import {
    fn run(self, desk: &mut Desk<'_>, node: &Node) -> Result<(), AgentError> {
        let files: Vec<SourceFile> =
            self.files.iter().map(|path| SourceFile::open(path)).collect::<Result<_, _>>()?;
        let taken = node.import_cases(&self.name, &files, self.encoding, &self.tighter.reader()?)?;
        desk.say(&words::TAKEN.fill(&[
            ("name", &taken.source.name),
            ("form", &taken.source.form),
            ("form_name", &taken.form_name),
            ("n", &taken.rows),
        ]))?;
        desk.list(&taken.findings)?;
        said(desk, &taken, self.list)?;
        if let Some(period) = self.period {
            let rows = node.cases_held(&taken.source.form, period)?;
            desk.say(&words::TAKEN_PERIOD.fill(&[("period", &period.title()), ("n", &rows)]))?;
        }
        let period = self.period.map_or(words::PERIOD, |period| Text::same(period.to_string()));
        desk.say(&words::TAKEN_NEXT.fill(&[("form", &taken.source.form), ("period", &period)]))
    }
}

/// What an import came to.
fn said(desk: &mut Desk<'_>, taken: &Taken, each: bool) -> Result<(), AgentError> {
    let (added, changed) = (taken.added.len(), taken.changed.len());
    if added + changed == 0 {
        desk.say(&words::TAKEN_NOTHING.fill(&[("n", &taken.unchanged)]))?;
    } else {
        desk.say(&words::TAKEN_COUNTS.fill(&[
            ("added", &added),
            ("changed", &changed),
            ("unchanged", &taken.unchanged),
        ]))?;
    }
    if taken.absent > 0 {
        desk.say(&words::TAKEN_ABSENT.fill(&[("n", &taken.absent)]))?;
    }
    if !each {
        return if added + changed > 0 { desk.say(&words::LIST_HINT) } else { Ok(()) };
    }
    if added > 0 {
        desk.say(&words::LIST_ADDED)?;
        taken.added.iter().try_for_each(|row| desk.say(&line(row)))?;
    }
    if changed > 0 {
        desk.say(&words::LIST_CHANGED)?;
    }
    taken.changed.iter().try_for_each(|changed| {
        let (zh, en): (Vec<&str>, Vec<&str>) =
            changed.columns.iter().map(|title| (&*title.zh, &*title.en)).unzip();
        let columns = Text::owned(zh.join("、"), en.join(", "));
        let case = changed.row.case.as_deref().unwrap_or("-");
        desk.say(&words::ROW_CHANGED.fill(&[("id", &changed.row.id), ("case", &case), ("columns", &columns)]))
    })
}

fn list(desk: &mut Desk<'_>, node: &Node) -> Result<(), AgentError> {
    let sources = node.sources()?;
    if sources.is_empty() {
        return desk.say(&words::NO_SOURCES);
    }
    for source in sources {
        let rows = node.rows_of_source(&source.name)?.len();
        desk.say(&words::SOURCE_LINE.fill(&[
            ("name", &source.name),
            ("form", &source.form),
            ("rows", &rows),
        ]))?;
    }
    Ok(())
}

fn show(desk: &mut Desk<'_>, node: &Node, source: &Source, toml: bool) -> Result<(), AgentError> {
    if toml {
        return Ok(write!(desk.out, "{}", source.to_toml())?);
    }
    let definitions = node.definitions();
    let form = definitions.form(&source.form);
    desk.say(&words::SOURCE_HEAD.fill(&[
        ("name", &source.name),
        ("form", &source.form),
        ("form_name", &form_name(node, &source.form)),
    ]))?;
    let id = source.id.as_ref().map_or(words::SOURCE_ID_CASE, |heading| Text::same(heading.clone()));
    desk.say(&words::SOURCE_ID.fill(&[("heading", &id)]))?;
    for (heading, key) in &source.columns {
        let title = form
            .and_then(|form| form.column(key))
            .map_or_else(|| Text::same(""), |(_, column)| column.title());
        desk.say(&words::SOURCE_COLUMN.fill(&[("heading", heading), ("key", key), ("title", &title)]))?;
    }
    for (key, codes) in &source.codes {
        for (written, code) in codes {
            desk.say(&words::SOURCE_CODE.fill(&[("key", key), ("written", written), ("code", code)]))?;
        }
    }
    if !source.skip.is_empty() {
        let headings = Text::owned(source.skip.join("、"), source.skip.join(", "));
        desk.say(&words::SOURCE_SKIP.fill(&[("headings", &headings)]))?;
    }
    desk.say(&words::SOURCE_REST)
}

fn line(row: &Named) -> Text {
    words::ROW_LINE.fill(&[("id", &row.id), ("case", &row.case.as_deref().unwrap_or("-"))])
}

fn form_name(node: &Node, form: &str) -> Text {
    node.definitions().form(form).map_or_else(|| Text::same(""), |form| form.name.clone())
}

/// `状态:已结=11`; what is written may hold the sign that parts it from its heading.
fn code(text: &str) -> Result<(String, String, String), String> {
    let parts = || {
        let (rest, code) = text.rsplit_once('=')?;
        let (heading, written) = rest.split_once([':', '：'])?;
        let parts = [heading, written, code].map(|part| part.trim().to_owned());
        let [heading, written, code] = parts;
        Some((heading, written, code))
    };
    let whole = |(heading, written, code): &(String, String, String)| {
        !heading.is_empty() && !written.is_empty() && !code.is_empty()
    };
    parts().filter(whole).ok_or_else(|| "HEADING:WRITTEN=CODE".to_owned())
}
