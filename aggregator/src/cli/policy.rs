//! `aggregator policy`: which definitions are in force for the nodes, and putting others in force.

use clap::{Args, Subcommand};
use schemas::period::china;

use super::{Failure, Place, block_on, say};
use crate::{
    app::Services,
    clock::Clock,
    error::AppError,
    policy,
    store::log::{self, Published},
};

/// Definitions in force for the nodes.
#[derive(Args)]
pub(super) struct Policy {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// List what the log has put in force, and say whether that is what `--definitions` and `--campaign` name.
    Show,
    /// Put those that `--definitions` and `--campaign` name in force. The server does so by itself when it starts.
    Publish,
}

impl Policy {
    pub(super) fn run(self) -> Result<(), Failure> {
        let services = self.place.config().open(Clock::system())?;
        let out = &mut std::io::stdout();
        match self.act {
            Act::Show => show(&services)?,
            Act::Publish => match block_on(policy::publish(&services))?? {
                Some(leaf) => {
                    let version = policy::short(&services.policies.version());
                    say(
                        out,
                        &format!(
                            "定义版本 {version} 已生效（日志第 {leaf} 条）。正在运行的服务须重启才按它办理。"
                        ),
                    );
                    say(
                        out,
                        &format!(
                            "Definitions {version} are in force (leaf {leaf}). A server that runs follows them after a restart."
                        ),
                    );
                }
                None => show(&services)?,
            },
        }
        Ok(())
    }
}

fn show(services: &Services) -> Result<(), Failure> {
    let out = &mut std::io::stdout();
    let all = services.store.read_now(|connection| Ok::<_, AppError>(log::policies(connection)?))?;
    for Published { leaf, version, since } in &all {
        let since = since.with_timezone(&china()).format("%Y-%m-%d %H:%M:%S");
        say(out, &format!("{leaf} {since} {version}"));
    }
    let own = services.policies.version();
    if all.last().is_some_and(|newest| newest.version == own) {
        say(out, &format!("现行定义即 {own}（专项行动 {}）", services.campaign.campaign));
        say(out, &format!("These are in force: {own}, campaign {}", services.campaign.campaign));
    } else {
        say(
            out,
            &format!(
                "未生效：{own}（专项行动 {}）；服务启动或 policy publish 时生效",
                services.campaign.campaign
            ),
        );
        say(
            out,
            &format!(
                "Not in force: {own}, campaign {}; a start of the server or `policy publish` puts them in force",
                services.campaign.campaign
            ),
        );
    }
    Ok(())
}
