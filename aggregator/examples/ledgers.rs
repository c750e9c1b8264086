//! Writes the worked city's ledgers of two quarters into a new folder (演示数据), to try `aggregator compile` on:
//! `cargo run -p aggregator --example ledgers -- FOLDER`.

#![allow(clippy::unwrap_used, reason = "invented ledgers that cannot be made are a defect of the generator")]

#[path = "../tests/suite/compile/folder.rs"]
mod folder;

use std::{error::Error, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a folder that does not exist")?;
    if Path::new(&path).exists() {
        return Err("the folder exists".into());
    }
    folder::write(Path::new(&path), &["2025Q2", "2025Q3"]);
    Ok(())
}
