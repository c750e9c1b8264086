//! What a county asks of its node before trusting it: settings, keys, store, disk, jobs, and whether the city answers and
//! what its clock says. Nothing is changed.

use std::{path::Path, sync::Arc};

use chrono::TimeDelta;
use schemas::{
    examined::{Grade, Line},
    text::Text,
    wire::{KeyState, Mode},
};

use crate::{
    clock::Clock,
    config::Config,
    error::{AgentError, chain, megabytes},
    keys,
    node::Node,
    officer,
    outbox::Outcome,
    push::{City, Trouble, whole},
    rotate::KeyAge,
    words,
};

/// Clocks that differ by more are worth a look: what is late is judged by the city's.
const SKEW: TimeDelta = TimeDelta::minutes(5);

fn line(what: &'static str, grade: Grade, text: &Text) -> Line {
    Line { what, grade, text: text.clone() }
}

/// Every check of a node's folder, in a fixed order. What keeps the folder from being opened is the last.
pub async fn examine(dir: &Path, clock: Arc<dyn Clock>) -> Vec<Line> {
    let mut lines = Vec::new();
    let settings = Config::read(dir);
    lines.push(match &settings {
        Ok(_) => Line::new("settings", Grade::Ok, "node.toml 可用", "node.toml can be read"),
        Err(error) => line("settings", Grade::Bad, &error.text()),
    });
    lines.push(match keys::read(dir) {
        Ok(key) => {
            let name = key.verify_key().name().to_owned();
            Line::new(
                "key",
                Grade::Ok,
                format!("节点密钥{name}仅属主可读"),
                format!("the node's key {name} is its owner's only"),
            )
        }
        Err(error) => line("key", Grade::Bad, &error.text()),
    });
    if settings.is_err() {
        return lines;
    }
    match Node::open(dir, clock) {
        Ok(node) => {
            for check in [Node::of_key, Node::of_leader, Node::of_store, Node::of_disk, Node::of_jobs] {
                if let Err(error) = check(&node, &mut lines) {
                    lines.push(line("store", Grade::Bad, &error.text()));
                }
            }
            node.of_city(&mut lines).await;
        }
        Err(error) if !lines.iter().any(|known| known.text == error.text()) => {
            lines.push(line("store", Grade::Bad, &error.text()));
        }
        Err(_) => {}
    }
    lines
}

type Checked = Result<(), AgentError>;

impl Node {
    /// How old the key is and whether it may be used.
    fn of_key(&self, lines: &mut Vec<Line>) -> Checked {
        match self.key_age() {
            KeyAge::Fine => {}
            KeyAge::Old => lines.push(line("key age", Grade::Warn, &words::key::KEY_OLD)),
            KeyAge::TooOld => lines.push(line("key age", Grade::Bad, &words::key::KEY_TOO_OLD)),
        }
        if keys::is_changing(&self.dir) {
            lines.push(line("key age", Grade::Warn, &words::key::KEY_CHANGING));
        }
        if let Some(reason) = self.revocation()? {
            lines.push(line("enrolment", Grade::Bad, &words::key::KEY_REVOKED.fill(&[("reason", &reason)])));
        }
        lines.push(match self.config.enrolment.as_ref() {
            None => line("enrolment", Grade::Warn, &words::key::NOT_ENROLLED),
            Some(enrolment) if enrolment.state == KeyState::Pending => {
                Line::new("enrolment", Grade::Warn, "密钥待市局核准", "the key waits for the city's approval")
            }
            Some(enrolment) => line(
                "enrolment",
                Grade::Ok,
                &words::key::ENROLLED.fill(&[
                    ("name", &enrolment.bureau_name),
                    ("bureau", &enrolment.bureau.as_str()),
                    ("campaign", &enrolment.campaign),
                ]),
            ),
        });
        Ok(())
    }

    /// The leader's key: for its owner only, and there where the campaign asks for it.
    fn of_leader(&self, lines: &mut Vec<Line>) -> Checked {
        let known = self.config.officer.as_ref();
        if self.is_countersigned() && known.is_none() {
            lines.push(line("leader's key", Grade::Warn, &words::officer::NO_OFFICER));
        }
        if known.is_some_and(|officer| officer.state != KeyState::Active) {
            let (zh, en) = ("负责人密钥待市局核准", "the leader's key waits for the city's approval");
            lines.push(Line::new("leader's key", Grade::Warn, zh, en));
        }
        let file = self.dir.join(officer::FILE);
        let Ok(found) = std::fs::metadata(&file) else { return Ok(()) };
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            if found.permissions().mode() & 0o077 != 0 {
                lines.push(Line::new(
                    "leader's key",
                    Grade::Bad,
                    "其他用户可以读取 officer.age，请收紧权限（chmod 600）",
                    "others may read officer.age: chmod 600",
                ));
                return Ok(());
            }
        }
        let _ = found;
        let (zh, en) = (
            "officer.age 仅属主可读，凭口令打开",
            "officer.age is its owner's only and opens with a passphrase",
        );
        lines.push(Line::new("leader's key", Grade::Ok, zh, en));
        Ok(())
    }

    /// Items, checkpoints, letters and evidence as they were kept.
    fn of_store(&self, lines: &mut Vec<Line>) -> Checked {
        let before = lines.len();
        if let Some(said) = self.outbox.integrity()? {
            let text = words::folder::STORE.fill(&[("why", &said)]);
            lines.push(line("store", Grade::Bad, &text));
        }
        for number in self.damaged()? {
            lines.push(line("items", Grade::Bad, &words::folder::DAMAGED.fill(&[("number", &number)])));
        }
        for fork in self.forks()? {
            let text = words::push::FORK_KEPT.fill(&[("verified", &fork.verified), ("other", &fork.other)]);
            lines.push(line("log", Grade::Bad, &text));
        }
        if let Some(enrolment) = self.config.enrolment.as_ref() {
            for (size, root, note) in self.outbox.seen()? {
                if whole(size, &root, &note, &enrolment.log_key).is_none() {
                    lines.push(line(
                        "checkpoints",
                        Grade::Warn,
                        &words::push::CHECKPOINT_DAMAGED.fill(&[("size", &size)]),
                    ));
                }
            }
            for (index, letter) in self.outbox.numbered_letters()? {
                if letter.verify(&self.name(), &enrolment.bureau, &enrolment.log_key).is_err() {
                    lines.push(line(
                        "letters",
                        Grade::Warn,
                        &words::push::LETTER_DAMAGED.fill(&[("index", &index)]),
                    ));
                }
            }
        }
        if lines.len() == before {
            let items = self.items()?.len();
            lines.push(Line::new(
                "store",
                Grade::Ok,
                format!("发件箱完好，{items}项"),
                format!("the outbox is whole, {items} items"),
            ));
        }
        Ok(())
    }

    /// Room for what is still to be sealed.
    fn of_disk(&self, lines: &mut Vec<Line>) -> Checked {
        let (grade, said) = if self.has_room()? {
            (Grade::Ok, words::folder::ROOM)
        } else {
            (Grade::Warn, words::folder::LITTLE_ROOM)
        };
        lines.push(line("disk", grade, &said.fill(&[("free", &megabytes(self.free_space()?))])));
        Ok(())
    }

    /// The daemon's runs.
    fn of_jobs(&self, lines: &mut Vec<Line>) -> Checked {
        for state in self.jobs()? {
            let Some(run) = state.last else { continue };
            let title = state.job.title();
            lines.push(match run.ended {
                Some((at, Outcome::Failed)) => Line::new(
                    "jobs",
                    Grade::Warn,
                    format!("{}：上次（{at}）未成", title.zh),
                    format!("{}: the last run, {at}, failed", title.en),
                ),
                _ => Line::new(
                    "jobs",
                    Grade::Ok,
                    format!("{}：上次 {}", title.zh, run.started),
                    format!("{}: last run {}", title.en, run.started),
                ),
            });
        }
        Ok(())
    }

    /// Whether the city answers, with the pinned key, and how far its clock is from this one.
    async fn of_city(&self, lines: &mut Vec<Line>) {
        if let Ok(Some(until)) = self.left_alone_until().await {
            lines.push(line("city", Grade::Warn, &Trouble::Later(until).text()));
        }
        let Ok(enrolment) = self.enrolment() else { return };
        if enrolment.server.is_none() {
            return lines.push(line("city", Grade::Ok, &words::package::NO_LINE));
        }
        let city = enrolment.server().map_err(AgentError::from);
        let city = city.and_then(|server| City::new(&self.http, self.pause.as_ref(), server));
        let hello = match city {
            Ok(city) => city.hello().await.map_err(AgentError::from),
            Err(error) => Err(error),
        };
        let hello = match hello {
            Ok(hello) if hello.key == enrolment.log_key => hello,
            Ok(_) => return lines.push(line("city", Grade::Bad, &words::push::OTHER_KEY)),
            Err(error) => {
                tracing::debug!(cause = chain(&error), "the city does not answer");
                return lines.push(line("city", Grade::Warn, &error.text()));
            }
        };
        lines.push(match hello.mode {
            Mode::Live => Line::new(
                "city",
                Grade::Ok,
                "市局平台应答正常，密钥与入网时相同",
                "the city answers with the pinned key",
            ),
            Mode::Recovering => line("city", Grade::Warn, &words::push::RECOVERING),
        });
        let skew = hello.time - self.clock.now();
        let seconds = skew.num_seconds();
        let grade = if skew.abs() > SKEW { Grade::Warn } else { Grade::Ok };
        lines.push(Line::new(
            "clock",
            grade,
            format!("市局时间比本机{}{}秒", if seconds < 0 { "慢" } else { "快" }, seconds.abs()),
            format!(
                "the city's clock is {} s {} this machine's",
                seconds.abs(),
                if seconds < 0 { "behind" } else { "ahead of" }
            ),
        ));
    }
}
