//! `aggregator campaign`: campaigns a city can run. A site copies one, edits the file, checks it and sees who would owe what
//! and when, before it is put in force with `policy publish`.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use schemas::{
    bureau::Bureau,
    campaign::{Campaign as Definition, span_title},
    definition::Definitions,
    period::day_of,
};

use super::{Failure, say, tell};
use crate::{bureau_list, clock::Clock, config, config::StartError, demand::Demand, words::demand as words};

/// Campaigns.
#[derive(Args)]
pub(super) struct Campaign {
    #[command(subcommand)]
    act: Act,
}

#[derive(Args)]
struct Own {
    /// Folder of the site's own definitions.
    #[arg(long)]
    definitions: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Act {
    /// List the campaigns that are defined.
    List {
        #[command(flatten)]
        own: Own,
    },
    /// Copy a campaign into the site's folder under a code of its own; under its own code it becomes the next version.
    Copy {
        #[command(flatten)]
        own: Own,
        /// Code of the campaign that is copied.
        from: String,
        /// Code of the copy: small letters, digits and hyphens.
        to: String,
    },
    /// Say whether a campaign can be used, and what to look at before it is issued.
    Check {
        #[command(flatten)]
        own: Own,
        /// Code of the campaign.
        code: String,
        /// The day it would be issued; today if left out.
        #[arg(long)]
        on: Option<NaiveDate>,
    },
    /// Say who will owe what, and when.
    Preview {
        #[command(flatten)]
        own: Own,
        /// Code of the campaign.
        code: String,
        /// The bureaus, as `bureau import` takes them; each of any if left out.
        #[arg(long)]
        bureaus: Option<PathBuf>,
    },
}

impl Campaign {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self.act {
            Act::List { own } => list(own.definitions.as_deref()),
            Act::Copy { own, from, to } => copy(own.definitions.as_deref(), &from, &to),
            Act::Check { own, code, on } => {
                let on = on.unwrap_or_else(|| day_of(Clock::system().now()));
                check(own.definitions.as_deref(), &code, on)
            }
            Act::Preview { own, code, bureaus } => {
                preview(own.definitions.as_deref(), &code, bureaus.as_deref())
            }
        }
    }
}

fn list(folder: Option<&Path>) -> Result<(), Failure> {
    let definitions = config::definitions(folder)?;
    for campaign in definitions.campaigns() {
        let file = definitions.file_of_campaign(&campaign.campaign).unwrap_or_default();
        tell(&words::LISTED.fill(&[
            ("mark", &"-"),
            ("code", &campaign.campaign),
            ("version", &campaign.version),
            ("name", &campaign.name),
            ("span", &span_title(campaign.from, campaign.to)),
            ("file", &file),
        ]));
    }
    Ok(())
}

fn copy(folder: Option<&Path>, from: &str, to: &str) -> Result<(), Failure> {
    let Some(folder) = folder else {
        return Err("name the site's own folder with --definitions; the copy is written there".into());
    };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if to.is_empty() || !to.chars().all(plain) {
        return Err(format!("`{to}`: a code is made of small letters, digits and hyphens").into());
    }
    let definitions = config::definitions(Some(folder))?;
    let original = config::campaign(&definitions, from)?;
    if from != to && definitions.campaign(to).is_some() {
        return Err(format!("campaign `{to}` is defined already; choose another code").into());
    }
    let version = if from == to { original.version + 1 } else { 1 };
    let source = definitions.file_of_campaign(from).unwrap_or_default();
    let sources = config::sources(Some(folder))?;
    let text = sources.iter().find(|one| one.file == source).map(|one| one.text.as_str());
    let text = renamed(text.unwrap_or_default(), (from, original.version), (to, version))
        .ok_or_else(|| format!("{source} does not name code and version on a line each; copy it by hand"))?;
    let path = folder.join(format!("{to}-v{version}.toml"));
    let at = |cause| StartError::File { path: path.clone(), cause };
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&path).map_err(at)?;
    file.write_all(text.as_bytes()).map_err(at)?;
    tell(&words::COPIED.fill(&[("file", &path.display().to_string()), ("code", &to)]));
    Ok(())
}

/// The text of a campaign under another code and version; everything else stays as it is written.
fn renamed(text: &str, from: (&str, u32), to: (&str, u32)) -> Option<String> {
    let (code, version) = (format!("campaign = \"{}\"", from.0), format!("version = {}", from.1));
    let mut found = (false, false);
    let lines = text.lines().map(|line| {
        let said = line.split('#').next().unwrap_or_default().trim();
        if !found.0 && said == code {
            found.0 = true;
            format!("campaign = \"{}\"", to.0)
        } else if !found.1 && said == version {
            found.1 = true;
            format!("version = {}", to.1)
        } else {
            line.to_owned()
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    (found == (true, true)).then_some(text)
}

fn demanded(definitions: &Definitions, code: &str) -> Result<std::sync::Arc<Definition>, Failure> {
    Ok(config::campaign(definitions, code)?)
}

fn check(folder: Option<&Path>, code: &str, on: NaiveDate) -> Result<(), Failure> {
    let definitions = config::definitions(folder)?;
    let campaign = demanded(&definitions, code)?;
    let demand = Demand::of(&definitions, &campaign, &[], on);
    tell(&words::SOUND.fill(&[
        ("code", &campaign.campaign),
        ("version", &campaign.version),
        ("forms", &demand.burden.len()),
        ("targets", &campaign.targets.len()),
        ("tasks", &campaign.tasks.iter().filter(|task| task.lead.is_some()).count()),
    ]));
    for one in &demand.burden {
        tell(&words::BURDEN_LINE.fill(&[
            ("form", &one.form),
            ("filings", &one.filings),
            ("year", &one.in_a_year),
            ("columns", &one.columns),
        ]));
    }
    let notices = demand.notices();
    tell(&words::BEFORE);
    if notices.is_empty() {
        tell(&words::NOTHING);
    }
    notices.iter().for_each(tell);
    tell(&words::TO_PUBLISH.fill(&[("code", &campaign.campaign)]));
    Ok(())
}

fn preview(folder: Option<&Path>, code: &str, list: Option<&Path>) -> Result<(), Failure> {
    let definitions = config::definitions(folder)?;
    let campaign = demanded(&definitions, code)?;
    let bureaus: Vec<Bureau> = match list {
        Some(path) => {
            let bytes = fs::read(path).map_err(|cause| StartError::File { path: path.to_owned(), cause })?;
            let tree = bureau_list::tree(&bytes)?;
            let root = tree.root().map(|root| root.code.clone());
            tree.all().iter().filter(|bureau| Some(&bureau.code) != root.as_ref()).cloned().collect()
        }
        None => Vec::new(),
    };
    let demand = Demand::of(&definitions, &campaign, &bureaus, campaign.from);
    let out = &mut std::io::stdout();
    let heads = [
        words::DUE,
        words::FORM,
        words::PERIOD,
        words::GRACE,
        words::CLOSE,
        words::RECIPIENTS,
        words::BUREAUS,
    ];
    for lang in [schemas::text::Lang::Zh, schemas::text::Lang::En] {
        say(out, &heads.iter().map(|head| head.get(lang)).collect::<Vec<_>>().join("  "));
    }
    if demand.owed.is_empty() {
        tell(&words::OWES_NOTHING);
    }
    for one in &demand.owed {
        let to: Vec<String> = one.recipients.iter().map(|to| to.title().zh.into_owned()).collect();
        let many = one.bureaus.map_or_else(|| words::EACH.zh.into_owned(), |many| many.to_string());
        let [due, grace, close] = one.deadline;
        let at = one.cut_off.as_ref().map_or_else(String::new, |at| format!(" {at}"));
        let (form, period, to) = (&one.form, one.period, to.join("、"));
        say(out, &format!("{due}{at}  {form}  {period}  {grace}  {close}  {to}  {many}"));
    }
    if !demand.events.is_empty() {
        tell(&words::ON_EVENT);
        demand.events.iter().for_each(tell);
    }
    Ok(())
}
