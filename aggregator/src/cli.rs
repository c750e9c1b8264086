//! The command line; one file a command. Commands and logs are English, what people file and read is not: whoever sits at
//! the city's machine is told both, a line each, and only what is written for others has a language of its own.

mod backup;
mod bureau;
mod campaign;
mod compile;
mod contact;
mod demo;
mod doctor;
mod epoch;
mod import;
mod node;
mod policy;
mod recovery;
mod restore;
mod scrub;
mod serve;
mod token;
mod user;
mod verify;

use std::{io::IsTerminal, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use schemas::text::Text;

use crate::{config::Config, error::AppError};

/// The city's program: takes ledgers of labour disputes in, ranks bureaus and shows why.
#[derive(Parser)]
#[command(name = "aggregator", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run a demonstration on this machine: bureaus file, the city ranks them; one for each built-in campaign.
    Demo(demo::Demo),
    /// Make rankings, findings, charts and a report from a folder of workbooks; no server, no database.
    Compile(compile::Compile),
    /// Run the server.
    Serve(serve::Serve),
    /// Add an account, or set the password of one.
    User(user::User),
    /// Enter the bureau tree from a CSV file.
    Bureau(bureau::Bureau),
    /// Make a one-use token that enrols a key for a bureau.
    Token(token::Token),
    /// Show nodes and leaders, approve one after comparing its words, or revoke one.
    Node(node::Node),
    /// List, copy, check and preview campaigns, before one is put in force.
    Campaign(campaign::Campaign),
    /// Show which definitions are in force for the nodes, or put others in force.
    Policy(policy::Policy),
    /// Recompute the whole log and name what is no longer what it was.
    Scrub(scrub::Scrub),
    /// Take in a package that a county's network cannot send, and write the answers.
    Import(import::Import),
    /// Back the city up while it works.
    Backup(backup::Backup),
    /// Bring a backup back into an empty place.
    Restore(restore::Restore),
    /// Say how far a restored city is on its way back.
    Recovery(recovery::Recovery),
    /// Close the log of a recovering city, whose leaves are lost for good, and go on with another.
    Epoch(epoch::Epoch),
    /// Say whether the city is as it should be.
    Doctor(doctor::Doctor),
    /// Verify a receipt offline.
    Verify(verify::Verify),
    /// Read one file within bounds, for `compile`.
    #[command(hide = true)]
    ReadWorkbook {
        /// Bytes of address space.
        memory_bytes: u64,
        /// Seconds of processor time.
        cpu_seconds: u64,
    },
}

/// Where the program keeps things.
#[derive(Args)]
struct Place {
    /// Folder of the database and the log's key.
    #[arg(long, default_value = "tongbao-data")]
    data: PathBuf,
    /// Database address, `postgres://…`; a file in the data folder if absent.
    #[arg(long)]
    database: Option<String>,
    /// Campaign in force.
    #[arg(long, default_value = "yunjiang-2025")]
    campaign: String,
    /// Folder of the site's own definitions.
    #[arg(long)]
    definitions: Option<PathBuf>,
    /// Name of the log, fixed when its key is made.
    #[arg(long, default_value = "tongbao.local/1")]
    origin: String,
}

impl Place {
    fn config(&self) -> Config {
        Config {
            data: self.data.clone(),
            database: self.database.clone(),
            campaign: self.campaign.clone(),
            definitions: self.definitions.clone(),
            origin: self.origin.clone(),
            secure_cookies: true,
        }
    }
}

/// What a command can fail with: anything, said with its causes.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // Before anything else takes memory or opens a file.
    if let Command::ReadWorkbook { memory_bytes, cpu_seconds } = cli.command {
        return node_agent::serve_reading(memory_bytes, cpu_seconds);
    }
    // A server tells what it does; a command only what went wrong.
    let default = if matches!(cli.command, Command::Serve(_)) { "info,actix_server=warn" } else { "warn" };
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| default.into());
    let to = std::io::stderr;
    // A log that nobody reads any more is no failure; complaining of it on the same closed pipe would be one.
    let log = tracing_subscriber::fmt().with_env_filter(filter).log_internal_errors(false);
    log.with_ansi(to().is_terminal()).with_writer(to).init();
    let done = match cli.command {
        Command::Demo(demo) => demo.run(),
        // It has exit codes of its own: what was read may be fine in part.
        Command::Compile(compile) => return compile.run(),
        Command::Scrub(scrub) => return scrub.run(),
        Command::Doctor(doctor) => return doctor.run(),
        Command::Import(import) => return import.run(),
        Command::Serve(serve) => serve.run(),
        Command::User(user) => user.run(),
        Command::Bureau(bureau) => bureau.run(),
        Command::Token(token) => token.run(),
        Command::Node(node) => node.run(),
        Command::Campaign(campaign) => campaign.run(),
        Command::Policy(policy) => policy.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Recovery(recovery) => recovery.run(),
        Command::Epoch(epoch) => epoch.run(),
        Command::Verify(verify) => verify.run(),
        Command::ReadWorkbook { .. } => Ok(()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(failure.as_ref());
            ExitCode::from(2)
        }
    }
}

/// Says what failed and why, each cause once; what was refused in Chinese before.
fn complain(failure: &(dyn std::error::Error + 'static)) {
    if let Some(AppError::Problem { problem, detail, .. }) = failure.downcast_ref() {
        let title = problem.title().zh;
        let detail = detail.as_ref().map(|detail| format!("：{}", detail.zh)).unwrap_or_default();
        say(&mut std::io::stderr(), &format!("aggregator: {title}{detail}"));
    }
    let mut text = failure.to_string();
    let mut cause = failure.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.ends_with(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = error.source();
    }
    say(&mut std::io::stderr(), &format!("aggregator: {text}"));
}

/// Writes a line; a closed pipe is the reader's choice and no failure.
fn say(to: &mut impl std::io::Write, line: &str) {
    let _ = writeln!(to, "{line}");
}

/// Says something in both languages.
fn tell(text: &Text) {
    say(&mut std::io::stdout(), &text.zh);
    say(&mut std::io::stdout(), &text.en);
}

/// Runs a future to its end.
fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(future))
}

/// Serves until the server ends by itself or somebody interrupts; what is under way is finished first.
async fn until_interrupted(server: actix_web::dev::Server) -> Result<(), Failure> {
    let handle = server.handle();
    let mut serving = tokio::spawn(server);
    tokio::select! {
        ended = &mut serving => return Ok(ended??),
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    handle.stop(true).await;
    Ok(serving.await??)
}
