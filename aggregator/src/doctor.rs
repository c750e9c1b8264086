//! What an administrator asks of a city before trusting it: a list of checks, each good, worth a look, or bad, with what
//! to do. Nothing is changed, and nothing is opened for writing: it may be asked of a city that runs or stands.

mod disk;
mod running;

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, TimeDelta, Utc};
use schemas::{
    examined::{Grade, Line},
    wire::Mode,
};

use crate::{
    backup::{broken::lying, last},
    config::{Config, LOG_KEY, MONITOR_TOKEN},
    jobs::plan::Plan,
    policy::short,
    store::{
        Location,
        health::{self, Health},
    },
};

/// A backup that is older is worth a look.
const BACKUP_AGE: TimeDelta = TimeDelta::days(2);
/// A scrub that is older is worth a look.
const SCRUB_AGE: TimeDelta = TimeDelta::days(8);

fn line(what: &'static str, grade: Grade, zh: impl Into<String>, en: impl Into<String>) -> Line {
    Line::new(what, grade, zh, en)
}

/// Every check of a city, in a fixed order.
pub fn examine(config: &Config, now: DateTime<Utc>) -> Vec<Line> {
    let mut lines = vec![private(&config.data, "data folder"), key(config)];
    lines.push(private(&config.data.join(MONITOR_TOKEN), "monitoring token"));
    match config.location() {
        Ok(Location::Sqlite(file)) if !file.exists() => lines.push(missing(&file)),
        Ok(location) => match health::of(&location, now) {
            Ok(health) => {
                stored(&health, now, &mut lines);
                lines.push(running::versions(&health));
                let plan = Plan::read(&config.data);
                lines.extend(disk::room(config, &location, &health, plan.as_ref().ok()));
                lines.extend(running::jobs(plan.as_ref(), &health, now));
            }
            Err(error) => {
                lines.push(line(
                    "database",
                    Grade::Bad,
                    format!("数据库无法检查：{error}"),
                    format!("the database cannot be examined: {error}"),
                ));
            }
        },
        Err(error) => {
            lines.push(line("database", Grade::Bad, format!("数据库地址有误：{error}"), error.to_string()))
        }
    }
    lines.push(backed_up(&config.data, now));
    lines.extend(broken_off(config));
    lines
}

fn missing(file: &Path) -> Line {
    let file = file.display();
    line("database", Grade::Bad, format!("没有数据库文件{file}"), format!("there is no database at {file}"))
}

/// The log's key: there, well formed, and for its owner only.
fn key(config: &Config) -> Line {
    match config.existing_log_key() {
        Err(error) => line(
            "log key",
            Grade::Bad,
            format!("日志密钥不可用，请从备份恢复：{error}"),
            format!("the log's key cannot be used; restore it from a backup: {error}"),
        ),
        Ok(_) => Line { what: "log key", ..private(&config.data.join(LOG_KEY), "log key") },
    }
}

/// Whether nobody but its owner may enter or read.
fn private(path: &PathBuf, what: &'static str) -> Line {
    let shown = path.display();
    let Ok(found) = fs::metadata(path) else {
        return line(what, Grade::Bad, format!("缺少{shown}"), format!("{shown} is missing"));
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if found.permissions().mode() & 0o077 != 0 {
            return line(
                what,
                Grade::Bad,
                format!("其他用户可以读取{shown}，请收紧权限（chmod go-rwx）"),
                format!("{shown} is open to other users: chmod go-rwx"),
            );
        }
    }
    let _ = found;
    line(what, Grade::Ok, format!("{shown}仅属主可读"), format!("{shown} is its owner's only"))
}

/// What the database says of itself.
fn stored(health: &Health, now: DateTime<Utc>, lines: &mut Vec<Line>) {
    let Health { engine, integrity, schema, known, mode, leaves, newest, policy, scrub, .. } = health;
    lines.push(match integrity.as_deref() {
        None => line(
            "database",
            Grade::Ok,
            format!("{engine}，{leaves}条日志"),
            format!("{engine}, {leaves} leaves"),
        ),
        Some(said) => line(
            "database",
            Grade::Bad,
            format!("{engine}完整性检查不通过：{said}；请停机并从备份恢复"),
            format!("{engine} fails its integrity check: {said}; stop and restore a backup"),
        ),
    });
    lines.push(match schema.cmp(known) {
        std::cmp::Ordering::Equal => {
            line("schema", Grade::Ok, format!("结构版本{schema}"), format!("schema {schema}"))
        }
        std::cmp::Ordering::Less => line(
            "schema",
            Grade::Warn,
            format!("结构版本{schema}，下次启动将升级到{known}；先做备份"),
            format!("schema {schema}; the next start brings it to {known}: back it up first"),
        ),
        std::cmp::Ordering::Greater => line(
            "schema",
            Grade::Bad,
            format!("结构版本{schema}比本程序（{known}）新"),
            format!("schema {schema} is newer than this program's {known}"),
        ),
    });
    lines.push(match mode {
        Mode::Live => line("mode", Grade::Ok, "正常收件", "live"),
        Mode::Recovering => line(
            "mode",
            Grade::Warn,
            "恢复中：只能查看，不收件；进度见 aggregator recovery",
            "recovering: it can be read and takes nothing; `aggregator recovery` says how far it is",
        ),
    });
    lines.push(match newest {
        // A minute is what clocks differ by.
        Some(newest) if *newest > now + TimeDelta::minutes(1) => {
            let ahead = *newest - now;
            let (days, hours, minutes) = (ahead.num_days(), ahead.num_hours() % 24, ahead.num_minutes() % 60);
            line(
                "clock",
                Grade::Bad,
                format!(
                    "最新一条日志的时间{newest}比本机时钟快{days}天{hours}小时{minutes}分：时钟现在慢了，或曾经快过。\
                     请校准时钟；在时钟赶上之前，新收件都记为日志的时间，迟报与否也按它判断"
                ),
                format!(
                    "the newest leaf is of {newest}, ahead of the clock by {days} d {hours} h {minutes} min: the clock is \
                     behind now, or once ran ahead. Set it; until it has caught up whatever is received is stamped with the \
                     log's time, and judged late or not by it"
                ),
            )
        }
        _ => line("clock", Grade::Ok, "本机时间不早于日志", "this machine's time is not behind the log"),
    });
    lines.push(match policy {
        Some(policy) => {
            let (version, leaf) = (short(&policy.version), policy.leaf);
            line(
                "policy",
                Grade::Ok,
                format!("现行定义版本{version}，日志第{leaf}条"),
                format!("definitions {version} are in force, leaf {leaf}"),
            )
        }
        None => line(
            "policy",
            Grade::Warn,
            "还没有定义生效：节点用程序自带的定义；启动服务即生效",
            "no definitions are in force: nodes use their built-in ones; starting the server puts them in force",
        ),
    });
    lines.push(match scrub {
        None => line(
            "scrub",
            Grade::Warn,
            "从未重新核算日志，请运行 aggregator scrub",
            "the log was never recomputed: run `aggregator scrub`",
        ),
        Some((_, faults)) if *faults > 0 => line(
            "scrub",
            Grade::Bad,
            format!("上次核算发现{faults}处不符，见存证页"),
            format!("the last scrub found {faults} faults; the page 存证 names them"),
        ),
        Some((at, _)) => aged("scrub", now - *at, SCRUB_AGE, "核算", "scrub"),
    });
}

fn backed_up(data: &Path, now: DateTime<Utc>) -> Line {
    match last::read(data) {
        Ok(None) => line(
            "backup",
            Grade::Warn,
            "从未备份，请运行 aggregator backup",
            "never backed up: run `aggregator backup`",
        ),
        Ok(Some(manifest)) => aged("backup", now - manifest.time, BACKUP_AGE, "备份", "backup"),
        Err(error) => line(
            "backup",
            Grade::Warn,
            format!("备份记录无法识读：{error}"),
            format!("the note of the last backup cannot be read: {error}"),
        ),
    }
}

/// What killed backups and restores have left: the copies hold the log's key, and nobody else would look for them.
fn broken_off(config: &Config) -> Option<Line> {
    let plan = Plan::read(&config.data).ok();
    let to = plan.as_ref().and_then(|plan| plan.backup.as_ref()).map(|backup| backup.to.as_path());
    let data = std::path::absolute(&config.data).ok()?;
    let folders: Vec<&Path> = [Some(data.as_path()), data.parent(), to].into_iter().flatten().collect();
    let found: Vec<String> = lying(&folders).iter().map(|path| path.display().to_string()).collect();
    let named = found.join(" ");
    (!found.is_empty()).then(|| {
        line(
            "broken off",
            Grade::Warn,
            format!("有未完成的备份或恢复：{named}；若没有正在进行的，下一次备份或恢复会清除，也可手工删除（内有日志密钥）"),
            format!(
                "backups or restores that were not ended: {named}; unless one is under way, the next one takes them away, \
                 or remove them by hand: they may hold the log's key"
            ),
        )
    })
}

fn aged(what: &'static str, age: TimeDelta, most: TimeDelta, zh: &str, en: &str) -> Line {
    let hours = age.num_hours().max(0);
    let grade = if age > most { Grade::Warn } else { Grade::Ok };
    line(what, grade, format!("上次{zh}在{hours}小时前"), format!("the last {en} was {hours} hours ago"))
}
