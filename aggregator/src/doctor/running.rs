//! What runs: the jobs by their plan, and the versions of the nodes' programs.

use chrono::{DateTime, TimeDelta, Utc};
use schemas::{
    examined::{Grade, Line},
    schedule::Outcome,
};

use crate::{
    config::StartError,
    figures,
    jobs::{Job, plan::Plan},
    store::health::Health,
};

/// A run that is late by more is worth a look.
const LATE: TimeDelta = TimeDelta::minutes(30);

/// A line for each job: when it ran last and runs next, and whether it fails.
pub(super) fn jobs(plan: Result<&Plan, &StartError>, health: &Health, now: DateTime<Utc>) -> Vec<Line> {
    let plan = match plan {
        Ok(plan) => plan,
        Err(error) => {
            let (zh, en) =
                (format!("jobs.toml 不可用：{error}"), format!("jobs.toml cannot be used: {error}"));
            return vec![Line::new("jobs", Grade::Bad, zh, en)];
        }
    };
    Job::ALL.into_iter().map(|job| line(job, plan, health, now)).collect()
}

fn line(job: Job, plan: &Plan, health: &Health, now: DateTime<Utc>) -> Line {
    let (what, title) = (name(job), job.title());
    let said = |grade, zh: String, en: String| {
        Line::new(what, grade, format!("{}：{zh}", title.zh), format!("{}: {en}", title.en))
    };
    let Some(schedule) = plan.schedule(job) else {
        return match job {
            Job::Backup => {
                said(Grade::Ok, "jobs.toml 未指定备份文件夹".into(), "jobs.toml names no folder".into())
            }
            _ => said(Grade::Ok, "已关闭".into(), "off".into()),
        };
    };
    let next = schedule.next(now).map(figures::minute).unwrap_or_default();
    let Some(run) = health.runs.get(&job) else {
        return said(Grade::Ok, format!("尚未运行，下次{next}"), format!("has not run yet, next {next}"));
    };
    let last = figures::minute(run.started);
    // Messages are sent when there are any.
    let missed = schedule.due(Some(run.due_at), now).filter(|due| job != Job::Deliver && now - *due > LATE);
    let missed = missed.map(figures::minute);
    match (run.ended, missed) {
        (Some((_, Outcome::Failed)), _) => said(
            Grade::Warn,
            format!("第{}次仍未成（{last}）：{}；下次{next}", run.tries, run.note),
            format!("failed {} times, last {last}: {}; next {next}", run.tries, run.note),
        ),
        (_, Some(missed)) => said(
            Grade::Warn,
            format!("应于{missed}运行而未运行，上次{last}；请检查 aggregator serve 是否在运行"),
            format!("was due {missed} and did not run, last {last}: does `aggregator serve` run?"),
        ),
        _ => said(Grade::Ok, format!("上次{last}，下次{next}"), format!("last {last}, next {next}")),
    }
}

fn name(job: Job) -> &'static str {
    match job {
        Job::Defaulted => "job defaulted",
        Job::Confirm => "job confirm",
        Job::Duties => "job duties",
        Job::Remind => "job remind",
        Job::Deliver => "job deliver",
        Job::Sweep => "job sweep",
        Job::Backup => "job backup",
        Job::Scrub => "job scrub",
    }
}

/// How many nodes have which version of the program; one that differs from the city's is worth a look.
pub(super) fn versions(health: &Health) -> Line {
    let own = env!("CARGO_PKG_VERSION");
    let differs = health.programs.keys().flatten().any(|program| program != own);
    let table = |unknown: &str| {
        let of = |(program, nodes): (&Option<String>, &usize)| {
            format!("{} ×{nodes}", program.as_deref().unwrap_or(unknown))
        };
        health.programs.iter().map(of).collect::<Vec<_>>().join(", ")
    };
    let (grade, zh, en) = if differs {
        (Grade::Warn, "，请更新不同的一方", "; bring the others up to date")
    } else {
        (Grade::Ok, "", "")
    };
    Line::new(
        "versions",
        grade,
        format!("本程序 {own}，节点程序 {}{zh}", table("未知")),
        format!("this program {own}, nodes {}{en}", table("unknown")),
    )
}
