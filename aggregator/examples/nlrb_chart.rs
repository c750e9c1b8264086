//! Draws the picture of the twenty quarters anew, beside the figures it is of: `cargo run -p aggregator --example
//! nlrb_chart`. A test holds the picture to the figures.

#[path = "../tests/suite/nlrb/chart.rs"]
mod chart;

use std::{error::Error, fs, path::Path};

use charts::{Chart, Scale, Theme};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/nlrb");
    let drawing = chart::trend()?.draw()?;
    fs::write(folder.join("chart.svg"), drawing.to_svg(Theme::Light)?)?;
    fs::write(folder.join("chart.png"), drawing.to_png(Theme::Light, Scale::X2)?)?;
    Ok(())
}
