//! Prints what a bench measured: each line beside its physical limit or what a user would use instead, as a ratio.
//! Shared by the benches of all crates.

#![allow(dead_code, reason = "each bench prints what it has")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// What a line is held against.
#[derive(Clone, Copy)]
pub enum Aim {
    /// At most this long.
    Within(Duration),
    /// At least so many a second.
    PerSecond(f64),
    /// Nothing promised; the ratio is for people to look at.
    None,
}

/// Times of one piece of work beside those of another, taken in turns so that a busy machine slows both.
pub struct Measured {
    ours: Vec<Duration>,
    theirs: Vec<Duration>,
}

/// Runs both pieces of work `rounds` times in turns.
pub fn beside<A, B>(rounds: usize, mut ours: impl FnMut() -> A, mut theirs: impl FnMut() -> B) -> Measured {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let start = Instant::now();
        black_box(ours());
        first.push(start.elapsed());
        let start = Instant::now();
        black_box(theirs());
        second.push(start.elapsed());
    }
    Measured::of(first, second)
}

/// Prints the heading of a table.
pub fn heading(title: &str) {
    println!("\n{title}");
    println!("{:<44} {:>10} {:>10} {:>12}  {:>8}  beside", "", "fastest", "median", "rows/s", "ratio");
}

impl Measured {
    /// Times that were taken elsewhere, one of each a round.
    pub fn of(mut ours: Vec<Duration>, mut theirs: Vec<Duration>) -> Self {
        ours.sort();
        theirs.sort();
        Self { ours, theirs }
    }

    /// Prints a line; `items` are what is counted per second. Ratio and rate are those of the medians.
    pub fn print(&self, what: &str, items: usize, beside: &str, aim: Aim) {
        let median = middle(&self.ours);
        let seconds = median.as_secs_f64();
        let rate = if items == 0 { 0.0 } else { items as f64 / seconds };
        let ratio = seconds / middle(&self.theirs).as_secs_f64();
        let fastest = self.ours.first().copied().unwrap_or_default();
        let holds = |holds: bool| if holds { "holds" } else { "MISSED" };
        let aim = match aim {
            Aim::Within(limit) => format!("; aim {limit:?}: {}", holds(median <= limit)),
            Aim::PerSecond(least) => format!("; aim {least:.0}/s: {}", holds(rate >= least)),
            Aim::None => String::new(),
        };
        let rate = if items == 0 { "-".to_owned() } else { format!("{rate:.0}") };
        println!("{what:<44} {fastest:>10.2?} {median:>10.2?} {rate:>12}  {ratio:>7.2}×  {beside}{aim}");
    }
}

fn middle(sorted: &[Duration]) -> Duration {
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
