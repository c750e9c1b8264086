//! `aggregator demo`: a campaign on this machine, end to end: agents file over HTTP, the city ranks them.

use std::{
    io::Write,
    net::TcpListener,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use clap::Args;
use node_agent::OffsetClock;
use schemas::{statement::Purpose, text::Text};

use super::{Failure, say};
use crate::{
    clock::Clock,
    config::Config,
    demo::{
        self, Deed, SCRIPTS, Script,
        perform::{self, Progress},
    },
    policy, web,
};

/// Run a demonstration on this machine.
#[derive(Args)]
pub(super) struct Demo {
    /// Whose campaign is played: yunjiang-2025 (the worked city), chengdu-onestop, province-2022, minhang-2022, qingpu-2021 or
    /// xiangyang-2024.
    #[arg(long, default_value = demo::CAMPAIGN)]
    campaign: String,
    /// Port on the loopback address; another is taken if it is in use.
    #[arg(long, default_value_t = 8470)]
    port: u16,
    /// Keep city and agents in this folder; it must not exist. By default they go when the program ends.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// End when the story has been played.
    #[arg(long)]
    once: bool,
}

impl Demo {
    pub(super) fn run(self) -> Result<(), Failure> {
        let script = demo::script(&self.campaign).ok_or_else(|| unknown(&self.campaign))?;
        let temporary = tempfile::TempDir::new()?;
        let folder = match &self.keep {
            Some(folder) => {
                std::fs::create_dir(folder)?;
                folder.clone()
            }
            None => temporary.path().to_owned(),
        };
        let story = script.story();
        let start = story.scenes.first().map_or(story.ends, |scene| scene.at);
        let clock = Arc::new(OffsetClock::at(start));
        let config = Config {
            data: folder.join("city"),
            database: None,
            campaign: script.campaign.into(),
            definitions: perform::site(script, &folder)?,
            origin: script.origin.into(),
            secure_cookies: false,
        };
        let services = script.mark(config.open(Clock::of(clock.clone()))?);
        let listener =
            TcpListener::bind(("127.0.0.1", self.port)).or_else(|_| TcpListener::bind(("127.0.0.1", 0)))?;
        let address = format!("http://{}", listener.local_addr()?);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(async {
            let server = web::serve(services.clone(), listener)?;
            let handle = server.handle();
            let serving = tokio::spawn(server);
            let out = &mut std::io::stdout();
            if let Some(caption) = &services.campaign.caption {
                say(out, &caption.zh);
                say(out, &caption.en);
            }
            let began = Instant::now();
            perform::found(&services, script).await?;
            policy::publish(&services).await?;
            let names = script.bureaus();
            let show = |progress: Progress<'_>| {
                let code = &progress.scene.bureau;
                let name = names.iter().find(|bureau| bureau.code == *code).map(|bureau| &*bureau.name.zh);
                show(progress, name.unwrap_or_default());
            };
            perform::perform(&services, script, &clock, &address, &folder, show).await?;
            introduce(out, script, &address, began.elapsed());
            if !self.once {
                tokio::signal::ctrl_c().await?;
            }
            handle.stop(true).await;
            serving.await??;
            Ok::<_, Failure>(())
        })?;
        // Threads that may wait have nothing left to do; an idle one must not hold the program.
        runtime.shutdown_timeout(Duration::from_secs(5));
        Ok(())
    }
}

/// The refusal of a name, in both languages.
fn unknown(campaign: &str) -> String {
    let known: Vec<&str> = SCRIPTS.iter().map(|script| script.campaign).collect();
    let text = Text::new(
        "没有行动“{name}”的演示；可用的有：{known}",
        "no demonstration of “{name}”; there are: {known}",
    );
    let text = text.fill(&[("name", &campaign), ("known", &known.join(", "))]);
    format!("{}\n{}", text.en, text.zh)
}

/// One line per act that a person would want to see.
fn show(progress: Progress<'_>, name: &str) {
    let out = &mut std::io::stdout();
    let scene = progress.scene;
    let when = scene.at.with_timezone(&schemas::period::china()).format("%m-%d %H:%M");
    let what = match &scene.deed {
        Deed::Enrol => "入网 enrols".to_owned(),
        Deed::File { form, period, purpose: Some(Purpose::History), .. } => {
            format!("报送历史 files {form} {period} as history")
        }
        Deed::File { form, period, subject: Some(matter), .. } => {
            format!("专报 reports {matter} on {form}, {period}")
        }
        Deed::File { form, period, .. } => format!("报送 files {form} {period}"),
        Deed::Confirm { form, period } => format!("确认 is confirmed: {form} {period}"),
        Deed::Assign(assignment) => format!("交办 assigns {}", assignment.department),
        Deed::Reply(reply) => format!("部门反馈 {} answers", reply.department),
        Deed::Remind { period } => format!("催报 is reminded of {period}"),
    };
    say(out, &format!("[{:>3}/{}] {when} {name} {what}", progress.done, progress.all));
    let _ = out.flush();
}

fn introduce(out: &mut impl Write, script: &Script, address: &str, took: Duration) {
    let password = perform::PASSWORD;
    let mut text = format!(
        "\n{}{}\n\n打开 Open        {address}\n业务科 staff     {} / {password}\n局领导 leader    {} / {password}\n填报员 county    {} / {password}\n",
        script.told.zh,
        script.told.en,
        perform::STAFF,
        perform::LEADER,
        script.county.name
    );
    if let Some(committee) = script.committees.first() {
        text += &format!("政法委 committee {} / {password}\n", committee.name);
    }
    for office in script.departments {
        text += &format!("部门 department   {} / {password}\n", office.name);
    }
    text += "\n先看 Look at\n";
    for look in script.looks {
        text += &format!("- {address}{}   {} {}\n", look.at, look.zh, look.en);
    }
    text += &format!(
        "每个数字都能点开到台账行。Every figure opens the rows that make it.\n用时 It took {} s. Ctrl-C ends it.\n",
        took.as_secs()
    );
    say(out, &text);
}
