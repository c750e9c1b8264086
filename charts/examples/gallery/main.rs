//! Writes every kind of picture in every theme and width to a folder, to be looked at:
//! `cargo run -p charts --example gallery -- FOLDER`. The figures are 演示数据.

mod worked_city;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use charts::{Chart, Drawing, Scale, Theme, Width};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: gallery FOLDER")?);
    fs::create_dir_all(&folder)?;
    for width in Width::ALL {
        for (name, drawing) in drawings(width)? {
            for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark"), (Theme::Print, "print")] {
                let file = format!("{name}-{}-{suffix}", width.px());
                fs::write(folder.join(format!("{file}.svg")), drawing.to_svg(theme)?)?;
                fs::write(folder.join(format!("{file}.png")), drawing.to_png(theme, Scale::X2)?)?;
            }
            let inline = drawing.inline()?;
            fs::write(folder.join(format!("{name}-{}-inline.svg", width.px())), inline.svg)?;
        }
    }
    Ok(())
}

fn drawings(width: Width) -> Result<Vec<(&'static str, Drawing)>, Box<dyn Error>> {
    Ok(vec![
        ("bars", worked_city::bars(width)?.draw()?),
        ("bars-english", worked_city::english_bars(width)?.draw()?),
        ("trend", worked_city::trend(width)?.draw()?),
        ("trends", worked_city::trends(width)?.draw()?),
        ("heatmap", worked_city::heatmap(width)?.draw()?),
    ])
}
