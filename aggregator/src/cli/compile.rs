//! `aggregator compile`: a folder of workbooks in; rankings, findings, charts and a report out.

use std::{
    io::{IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use node_agent::{Bounds, Confined, Reader};
use schemas::{period::Period, text::Lang};

use super::say;
use crate::compile::{Order, compile, entry::State, gather::Step};

/// Told below the options.
const HOW: &str = "\
WHOSE A FILE IS
  Folder and file name together say bureau, form and period:
    519981/L3.xlsx   519981_L3_2025Q3.xlsx   清溪县 仲裁台账 2025Q3.xlsx   2025Q2/河口市/调解.csv
  Codes stand as words of their own; names of bureaus and titles of periods anywhere. Without a form the headings
  tell; one workbook may hold several ledgers. Without a period it is the one asked for. What is unclear, said twice,
  or there in two files is not counted, and findings.xlsx says what to do.
BUREAUS
  bureaus.csv in DIR, or --bureaus FILE, in the format of `aggregator bureau import`; there is no default.
NIL RETURNS
  A file named 零报告 or nil, for one form or for all. A ledger without rows is not one: that is asked back.
EARLIER PERIODS
  Ledgers of the periods before (2025Q2/…) are used for opening cases, movement and what runs over periods.
REASONS
  A file named 问题说明 or reasons, as the agent takes it (问题代码, 案号, 理由, 说明), explains findings of its bureau.
WHAT COUNTS
  A file with one blocking finding is returned whole. Findings that want a reason do not keep a ledger out; its
  figures are marked. Whether a ledger came in time is not judged: a folder does not tell.
RESULTS
  report.html, rankings.xlsx, rankings.csv (UTF-8 with a mark, as Excel wants it), findings.xlsx, charts/*.svg, *.png.
  OUT appears whole or not at all. The same folder gives the same bytes.
EXIT CODES
  0 every file counts, 1 some do not (or a chart is missing), 2 it could not run";

/// Make rankings, findings, charts and a report from a folder of workbooks.
#[derive(Args)]
#[command(after_help = HOW)]
pub(super) struct Compile {
    /// Folder of the ledgers: xlsx, xls, ods, csv as they came.
    dir: PathBuf,
    /// Campaign: its forms, targets, weights and rules.
    #[arg(long)]
    campaign: String,
    /// Period, such as 2025Q3.
    #[arg(long)]
    period: Period,
    /// Folder for the results; new or empty, unless --force.
    #[arg(short = 'o', long = "out")]
    out: PathBuf,
    /// List of bureaus, if it is not bureaus.csv in DIR.
    #[arg(long)]
    bureaus: Option<PathBuf>,
    /// Folder of the site's own definitions.
    #[arg(long)]
    definitions: Option<PathBuf>,
    /// Language of the results: zh or en.
    #[arg(long, default_value = "zh", value_parser = lang)]
    lang: Lang,
    /// Replace an earlier result; a folder with any other file in it is never replaced.
    #[arg(long)]
    force: bool,
}

fn lang(text: &str) -> Result<Lang, &'static str> {
    Lang::parse(text).ok_or("zh or en")
}

impl Compile {
    pub(super) fn run(self) -> ExitCode {
        let reader = match Confined::here(Bounds::default()) {
            Ok(confined) => Reader::Confined(confined),
            Err(error) => {
                say(&mut std::io::stderr(), &format!("aggregator: {error}"));
                return ExitCode::from(2);
            }
        };
        let order = Order {
            reader,
            folder: self.dir,
            bureaus: self.bureaus,
            definitions: self.definitions,
            campaign: self.campaign,
            period: self.period,
            out: self.out,
            lang: self.lang,
            force: self.force,
        };
        let mut bar = Bar { terminal: std::io::stderr().is_terminal() };
        let done = compile(&order, |step| bar.show(step));
        bar.clear();
        let (compiled, troubles) = match done {
            Ok(done) => done,
            Err(error) => {
                say(&mut std::io::stderr(), &format!("aggregator: {}", error.text().get(order.lang)));
                return ExitCode::from(2);
            }
        };
        let out = &mut std::io::stdout();
        for line in compiled.summary(&order.out, &troubles, order.lang) {
            say(out, &line);
        }
        let lost = compiled.count(State::Returned) + compiled.count(State::Unclear);
        if lost == 0 && troubles.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
    }
}

/// How far it is: one line that changes on a terminal, a line a file elsewhere.
struct Bar {
    terminal: bool,
}

impl Bar {
    /// Most characters of a file name on the line that changes.
    const NAME: usize = 40;

    fn show(&mut self, step: Step<'_>) {
        let to = &mut std::io::stderr();
        let line = format!("[{}/{}] {}", step.done, step.all, step.file);
        if self.terminal {
            let short: String = line.chars().take(Self::NAME).collect();
            // Back to the start of the line, and what was there is cleared.
            let _ = write!(to, "\r\x1b[2K{short}");
            let _ = to.flush();
        } else {
            say(to, &line);
        }
    }

    fn clear(&mut self) {
        if self.terminal {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
    }
}
