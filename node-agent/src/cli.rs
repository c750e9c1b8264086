//! The command line. Each command is one file under `cli/`; this one says what they share: language, folder, clock,
//! and how a command ends.

mod check;
mod countersign;
mod daily;
mod deadlines;
mod directives;
mod doctor;
mod duties;
mod enrol;
mod file;
mod init;
mod input;
mod officer;
mod package;
mod passphrase;
mod prepare;
mod push;
mod read_workbook;
mod receipts;
mod rotate;
mod run;
mod source;
mod status;
mod template;
mod verify;
mod waiting;

use std::{
    ffi::OsString,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand};
use schemas::{
    definition::Definitions,
    finding::Finding,
    text::{Lang, Text},
};

use crate::{
    clock::{Clock, OffsetClock, SystemClock},
    config::{Config, sources},
    error::{AgentError, chain},
    node::Node,
    outbox::Outbox,
    policy::Rules,
    report::show,
    words,
};

/// 区县节点程序：审核、封存、报送台账，保管回执。 / The county's program.
#[derive(Debug, Parser)]
#[command(name = "node-agent", version)]
struct Cli {
    /// Folder of the node.
    #[arg(long, global = true, env = "TONGBAO_NODE", default_value = ".")]
    dir: PathBuf,
    /// Language of what is printed: zh or en.
    #[arg(long, global = true, value_parser = language)]
    lang: Option<Lang>,
    /// Starts the clock at another instant, for demonstrations.
    #[arg(long, global = true, env = "TONGBAO_AT", hide = true)]
    at: Option<DateTime<Utc>>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a node: a folder with a new key.
    Init(init::Init),
    /// Enrol with a city by its token; run again to ask whether the key has been admitted.
    Enrol(enrol::Enrol),
    /// Write the workbook that a form is filled in with.
    Template(template::Template),
    /// Check a ledger; needs no server and no enrolment.
    Check(check::Check),
    /// Check, seal and send a ledger.
    File(file::File),
    /// Seal and send a nil return (零报告).
    Nil(file::Nil),
    /// Check, seal and send a corrected ledger.
    Amend(file::Amend),
    /// Seal and send the withdrawal of a filing (撤回).
    Void(file::Void),
    /// Show what waits for the leader's signature, and sign it (单位负责人会签).
    Countersign(countersign::Countersign),
    /// The key of the bureau's leader.
    Officer(officer::Officer),
    /// Put a new key of the node in place of the old one.
    Rotate(rotate::Rotate),
    /// Send what is sealed.
    Push(push::Push),
    /// Write what is sealed into a file that is carried to the city by hand.
    Export(package::Export),
    /// Take in the city's answers that were carried back.
    Import(package::Import),
    /// Take cases over from another system's exports: its sources, their rows, and imports.
    Source(source::SourceCommand),
    /// Make a ledger of those held here, or of cases taken over, to be signed or completed.
    Prepare(prepare::Prepare),
    /// Show the ledgers that wait for a person: checked ones of the watched folder, and those made here.
    Waiting(waiting::Waiting),
    /// Seal and send one of them.
    Sign(waiting::Sign),
    /// Send, fetch and watch by itself, until it is ended.
    Run(run::Run),
    /// Show what the bureau owes and by when.
    Duties(duties::Duties),
    /// Show what the city has put to the bureau, by when, and what is to be answered.
    Directives(directives::Directives),
    /// Show where everything stands.
    Status(status::Status),
    /// Show the cases near or beyond their time limits.
    Deadlines(deadlines::Deadlines),
    /// Say whether the node is as it should be.
    Doctor(doctor::Doctor),
    /// List the receipts, or write them to a folder.
    Receipts(receipts::Receipts),
    /// Verify a receipt; needs no network.
    Verify(verify::Verify),
    /// Read one file within bounds.
    #[command(hide = true)]
    ReadWorkbook(read_workbook::ReadWorkbook),
}

/// How a command ends; the number is its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// Done.
    Done = 0,
    /// Findings have to be dealt with.
    Findings = 1,
    /// The command could not run.
    CouldNot = 2,
    /// Sealed, and not yet receipted.
    NotYet = 3,
    /// The city refuses it.
    Refused = 4,
}

/// What every command is given.
struct Desk<'a> {
    dir: PathBuf,
    lang: Lang,
    /// The language a person chose, for files that others will open: the machine's locale has no say in them.
    chosen: Option<Lang>,
    clock: Arc<dyn Clock>,
    out: &'a mut dyn Write,
}

impl Desk<'_> {
    fn open(&self) -> Result<Node, AgentError> {
        Node::open(&self.dir, Arc::clone(&self.clock))
    }

    /// The definitions at hand: those of the node, if the folder is one, or else the built-in ones and a folder's.
    fn definitions(&self, folder: Option<&Path>) -> Result<Definitions, AgentError> {
        match (folder, Config::read(&self.dir)) {
            (Some(folder), _) => Ok(Definitions::with_site(sources(folder)?)?),
            (None, Ok(config)) => {
                let rules = Rules::of(&Outbox::open(&self.dir)?, &config, &self.dir)?;
                Ok(Arc::unwrap_or_clone(rules.definitions))
            }
            (None, Err(AgentError::NoNode)) => Ok(Definitions::builtin()?),
            (None, Err(error)) => Err(error),
        }
    }

    fn say(&mut self, text: &Text) -> Result<(), AgentError> {
        Ok(writeln!(self.out, "{}", text.get(self.lang))?)
    }

    /// Lists findings that belong to no report.
    fn list(&mut self, findings: &[Finding]) -> Result<(), AgentError> {
        let mut out = String::new();
        for (stops, title) in [(true, words::check::BLOCKING), (false, words::check::NOTICES)] {
            let these: Vec<&Finding> = findings.iter().filter(|finding| finding.stops() == stops).collect();
            if !these.is_empty() {
                out.push_str(title.fill(&[("n", &these.len())]).get(self.lang));
                out.push('\n');
            }
            these.iter().for_each(|finding| show(&mut out, finding, self.lang));
        }
        Ok(write!(self.out, "{out}")?)
    }

    /// Says what went wrong and gives the end that goes with it.
    fn fail(&mut self, error: &AgentError) -> Result<End, AgentError> {
        if let AgentError::NotImported(findings) = error {
            self.list(findings)?;
            self.say(&error.text())?;
            return Ok(End::Findings);
        }
        let AgentError::Stopped(report) = error else {
            self.say(&error.text())?;
            return Ok(End::CouldNot);
        };
        let shown = report.text(self.lang);
        writeln!(self.out, "{shown}")?;
        self.say(&error.text())?;
        Ok(End::Findings)
    }
}

/// Runs the command line.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    if let Command::ReadWorkbook(command) = &cli.command {
        return command.run();
    }
    let mut out = io::stdout().lock();
    let end = run(cli, &mut out).unwrap_or_else(|error| {
        // Standard output is gone; the cause goes where a log would.
        let _ = writeln!(io::stderr(), "{}", chain(&error));
        End::CouldNot
    });
    ExitCode::from(end as u8)
}

fn run(cli: Cli, out: &mut dyn Write) -> Result<End, AgentError> {
    let chosen = cli.lang.or_else(|| Config::read(&cli.dir).ok()?.language);
    let of_user = || Lang::parse(&std::env::var("LANG").ok()?);
    let lang = chosen.or_else(of_user).unwrap_or_default();
    let clock: Arc<dyn Clock> = match cli.at {
        Some(at) => Arc::new(OffsetClock::at(at)),
        None => Arc::new(SystemClock),
    };
    let mut desk = Desk { dir: cli.dir, lang, chosen, clock, out };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        match cli.command {
            Command::Init(command) => command.run(&mut desk),
            Command::Enrol(command) => command.run(&mut desk).await,
            Command::Template(command) => command.run(&mut desk),
            Command::Check(command) => command.run(&mut desk),
            Command::File(command) => command.run(&mut desk).await,
            Command::Nil(command) => command.run(&mut desk).await,
            Command::Amend(command) => command.run(&mut desk).await,
            Command::Void(command) => command.run(&mut desk).await,
            Command::Countersign(command) => command.run(&mut desk),
            Command::Officer(command) => command.run(&mut desk).await,
            Command::Rotate(command) => command.run(&mut desk).await,
            Command::Push(command) => command.run(&mut desk).await,
            Command::Export(command) => command.run(&mut desk),
            Command::Import(command) => command.run(&mut desk).await,
            Command::Source(command) => command.run(&mut desk),
            Command::Prepare(command) => command.run(&mut desk),
            Command::Waiting(command) => command.run(&mut desk),
            Command::Sign(command) => command.run(&mut desk).await,
            Command::Run(command) => command.run(&mut desk).await,
            Command::Duties(command) => command.run(&mut desk),
            Command::Directives(command) => command.run(&mut desk),
            Command::Status(command) => command.run(&mut desk),
            Command::Deadlines(command) => command.run(&mut desk),
            Command::Doctor(command) => command.run(&mut desk).await,
            Command::Receipts(command) => command.run(&mut desk),
            Command::Verify(command) => command.run(&mut desk),
            // Done before there was a desk.
            Command::ReadWorkbook(_) => Ok(End::Done),
        }
    });
    match done {
        Ok(end) => Ok(end),
        Err(error) => desk.fail(&error),
    }
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "zh or en".to_owned())
}
