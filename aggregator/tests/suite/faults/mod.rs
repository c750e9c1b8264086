//! Filing loses nothing, whatever breaks: programs killed, power cut, disks full, clocks wrong, bytes changed, many at
//! once (PROTOCOL §7). The programs are black boxes here; what is found on their disks is read without them.
//!
//! `TONGBAO_FAULTS=full` runs the full counts, `TONGBAO_SEED` another schedule; every test prints the seed it ran with.

mod acknowledged;
mod answers;
pub mod chance;
mod client;
mod clocks;
mod corruption;
mod crowd;
mod disaster;
#[cfg(target_os = "linux")]
mod disk_full;
mod flaky;
mod herd;
mod killed;
mod killed_agent;
mod killed_backup;
mod killed_recovering;
mod killed_restore;
pub mod notes;
#[cfg(target_os = "linux")]
mod power_cut;
#[cfg(target_os = "linux")]
mod power_cut_agent;
pub mod program;
#[cfg(target_os = "linux")]
mod replay;
mod seeded;
mod several;
pub mod stored;
pub mod tls;

/// How often a fault is tried: a tenth or so in the usual suite, all of it with `TONGBAO_FAULTS=full`.
fn count(usual: usize, full: usize) -> usize {
    if std::env::var_os("TONGBAO_FAULTS").is_some_and(|value| value == "full") { full } else { usual }
}
