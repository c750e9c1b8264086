//! `aggregator demo`: 云江市 on this machine, end to end: twelve agents file over HTTP, the city ranks them.

use std::{io::Write, net::TcpListener, path::PathBuf, sync::Arc, time::Duration};

use clap::Args;
use node_agent::OffsetClock;

use super::{Failure, say};
use crate::{
    clock::Clock,
    config::Config,
    demo::{
        self, Deed,
        perform::{self, Progress},
    },
    policy, web,
};

/// Run the demonstration city on this machine.
#[derive(Args)]
pub(super) struct Demo {
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
        let temporary = tempfile::TempDir::new()?;
        let folder = match &self.keep {
            Some(folder) => {
                std::fs::create_dir(folder)?;
                folder.clone()
            }
            None => temporary.path().to_owned(),
        };
        let story = demo::story();
        let start = story.scenes.first().map_or(story.ends, |scene| scene.at);
        let clock = Arc::new(OffsetClock::at(start));
        let config = Config {
            data: folder.join("city"),
            database: None,
            campaign: demo::CAMPAIGN.into(),
            definitions: None,
            origin: "yunjiang.example/1".into(),
            secure_cookies: false,
        };
        let services = config.open(Clock::of(clock.clone()))?;
        let listener =
            TcpListener::bind(("127.0.0.1", self.port)).or_else(|_| TcpListener::bind(("127.0.0.1", 0)))?;
        let address = format!("http://{}", listener.local_addr()?);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(async {
            let server = web::serve(services.clone(), listener)?;
            let handle = server.handle();
            let serving = tokio::spawn(server);
            let out = &mut std::io::stdout();
            say(out, "演示数据：云江市及其单位、企业、人员均为虚构。Invented data: no such city, company or person.");
            perform::found(&services).await?;
            policy::publish(&services).await?;
            perform::perform(&services, &clock, &address, &folder, &show).await?;
            introduce(out, &address);
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

/// One line per act that a person would want to see; the rest as a counter on the same line.
fn show(progress: Progress<'_>) {
    let out = &mut std::io::stdout();
    let scene = progress.scene;
    let name = demo::place::bureaus()
        .into_iter()
        .find(|bureau| bureau.code == scene.bureau)
        .map(|bureau| bureau.name.zh)
        .unwrap_or_default();
    let when = scene.at.with_timezone(&schemas::period::china()).format("%m-%d %H:%M");
    let what = match &scene.deed {
        Deed::Enrol => "入网 enrols".to_owned(),
        Deed::File { form, period, history: true } => format!("报送历史 files {form} {period} as history"),
        Deed::File { form, period, history: false } => format!("报送 files {form} {period}"),
        Deed::Confirm { form, period } => format!("确认 is confirmed: {form} {period}"),
        Deed::Remind { period } => format!("催报 is reminded of {period}"),
    };
    say(out, &format!("[{:>3}/{}] {when} {name} {what}", progress.done, progress.all));
    let _ = out.flush();
}

fn introduce(out: &mut impl Write, address: &str) {
    let text = format!(
        "\n\
         云江市人社局 2025年第三季度，时钟停在 10-18 10:00 后继续走。The city's clock stood at 18 October 2025, 10:00, and runs on.\n\
         \n\
         打开 Open        {address}\n\
         市局业务科 staff   chen  / {password}\n\
         河口市填报员 county hekou / {password}\n\
         \n\
         先看 Look at\n\
         - 总览 {address}/                 现在要办、报送情况、全市指标 what needs the city now\n\
         - 位次 {address}/rankings?indicator=I3   高新区 322/339=94.99% 未达95% just below its target\n\
         - 报送 {address}/filings          鹭洲未报送，河口市迟报，保安县零报告 one missing, one late, one nil\n\
         - 单位 {address}/bureaus/519981   河口市：进度滞后、问题突出 proposed for supervision\n\
         每个数字都能点开到台账行。Every figure opens the rows that make it.\n\
         Ctrl-C ends it.\n",
        password = perform::PASSWORD,
    );
    say(out, &text);
}
