//! How long a picture takes beside its limit: `cargo bench -p charts`. Ranked bars and trends hold 24 items, a
//! heat map 24 rows of seven indicators.
//!
//! SVG from data in under 2 ms, PNG at 1× in under 25 ms. divan prints the times; the lines after it print
//! fastest and median as shares of the limit, so that a regression is seen at a glance.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // figures known to be right; a report on stdout

use std::hint::black_box;
use std::time::{Duration, Instant};

use charts::{
    Bar, Cell, Chart, Column, Figure, Grade, Heading, Heatmap, Interval, RankedBars, Reading, Row, Scale,
    Series, Status, Target, Theme, Tone, Trend, Width,
};
use divan::Bencher;

const ITEMS: u32 = 24;
const SVG_LIMIT: Duration = Duration::from_millis(2);
const PNG_LIMIT: Duration = Duration::from_millis(25);
const KINDS: [&str; 3] = ["ranked bars", "trend", "heat map"];

fn main() {
    divan::main();
    if !std::env::args().any(|a| a == "--bench") {
        return;
    }
    println!("\nfastest and median of 101, as shares of the limit");
    for kind in KINDS {
        let chart = chart(kind);
        let svg = times(|| chart.to_svg(Theme::Light).unwrap().len());
        let png = times(|| chart.to_png(Theme::Light, Scale::X1).unwrap().len());
        println!("{kind:<12} SVG {}   PNG {}", shares(svg, SVG_LIMIT), shares(png, PNG_LIMIT));
    }
}

fn shares((fastest, median): (Duration, Duration), limit: Duration) -> String {
    let share = |time: Duration| time.as_secs_f64() / limit.as_secs_f64();
    format!("{fastest:>9.2?} {median:>9.2?} = {:.2} {:.2} of {limit:?}", share(fastest), share(median))
}

#[divan::bench(args = KINDS)]
fn layout(bencher: Bencher<'_, '_>, kind: &str) {
    let chart = chart(kind);
    bencher.bench_local(|| black_box(&chart).draw().unwrap());
}

#[divan::bench(args = KINDS)]
fn svg(bencher: Bencher<'_, '_>, kind: &str) {
    let chart = chart(kind);
    bencher.bench_local(|| black_box(&chart).to_svg(Theme::Light).unwrap());
}

#[divan::bench(args = KINDS)]
fn png(bencher: Bencher<'_, '_>, kind: &str) {
    let chart = chart(kind);
    bencher.bench_local(|| black_box(&chart).to_png(Theme::Light, Scale::X1).unwrap());
}

fn times(mut work: impl FnMut() -> usize) -> (Duration, Duration) {
    let mut times: Vec<_> = (0..101)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort();
    (times[0], times[50])
}

/// A figure from `i`, spread over 60 to 100 without repeating early.
fn figure(i: u32) -> Figure {
    let value = 60.0 + f64::from(i * 37 % 400) / 10.0;
    Figure::new(value, format!("{value:.2}")).unwrap()
}

fn target() -> Option<Target> {
    Some(Target { figure: Figure::new(95.0, "95").unwrap(), label: "目标95".into() })
}

fn chart(kind: &str) -> Box<dyn Chart> {
    let heading = Heading::drawn("24个单位中有5个达到95%", "仲裁结案率，%；斜纹为与目标的差。演示数据");
    match kind {
        "ranked bars" => Box::new(ranked_bars(heading)),
        "trend" => Box::new(trend(heading)),
        _ => Box::new(heatmap(heading)),
    }
}

/// 24 bars with fractions, whiskers and remarks.
fn ranked_bars(heading: Heading) -> RankedBars {
    let bar = |i: u32| Bar {
        place: i.to_string(),
        detail: format!("{}/1,024", 600 + i),
        interval: Some(Interval::new(figure(i), figure(i)).unwrap()),
        remark: "差13.02".into(),
        ..Bar::new(format!("第{i}县级单位"), figure(i), Status::Missed)
    };
    let bars = (1..=ITEMS).map(bar).collect();
    RankedBars { target: target(), bars, ..RankedBars::new(heading, Width::Full, "") }
}

/// Three lines over 24 periods.
fn trend(heading: Heading) -> Trend {
    let periods = (1..=ITEMS).map(|p| format!("20{p:02}年")).collect();
    let line = |s: u32| Series {
        key: None,
        label: format!("第{s}县级单位"),
        tone: Tone::Named,
        readings: (1..=ITEMS).map(|p| Reading::Judged(figure(s * 7 + p))).collect(),
    };
    Trend {
        target: target(),
        series: (1..=3).map(line).collect(),
        ..Trend::new(heading, Width::Full, periods, "")
    }
}

/// 24 rows of seven indicators.
fn heatmap(heading: Heading) -> Heatmap {
    let cell = |i: u32| Cell::Value {
        figure: figure(i),
        detail: format!("{}/1,024", 600 + i),
        grade: [Grade::Met, Grade::Short, Grade::Below, Grade::FarBelow][usize::try_from(i % 4).unwrap()],
        words: String::new(),
    };
    let row = |r: u32| Row {
        key: None,
        label: format!("第{r}县级单位"),
        strong: false,
        cells: (0..7).map(|c| cell(r * 7 + c)).collect(),
    };
    let column = |c: u32| Column { label: format!("指标{c}的结案率"), note: "目标95".into() };
    let (columns, rows) = ((1..=7).map(column).collect(), (1..=ITEMS).map(row).collect());
    Heatmap { columns, rows, ..Heatmap::new(heading, Width::Full, "") }
}
