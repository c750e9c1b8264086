//! `aggregator bureau import`: the bureau tree from a CSV file.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use schemas::{
    bureau::{self, Tree},
    text::Text,
};
use serde::Deserialize;

use super::{Failure, Place, block_on, say};
use crate::{clock::Clock, error::AppError, store};

/// The bureau tree.
#[derive(Args)]
pub(super) struct Bureau {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Enter or update bureaus: `code,name,name_en,level,kind,parent,counted_in,valid_from,valid_to`, in official order.
    Import {
        #[command(flatten)]
        place: Place,
        /// The file, UTF-8.
        file: PathBuf,
    },
}

#[derive(Deserialize)]
struct Line {
    code: bureau::BureauCode,
    name: String,
    name_en: String,
    level: bureau::Level,
    kind: bureau::Kind,
    parent: Option<bureau::BureauCode>,
    counted_in: Option<bureau::BureauCode>,
    valid_from: chrono::NaiveDate,
    valid_to: Option<chrono::NaiveDate>,
}

impl Bureau {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Act::Import { place, file } = self.act;
        let tree = read(&crate::config::read(&file)?)?;
        let services = place.config().open(Clock::system())?;
        let count = tree.all().len();
        block_on(
            services
                .store
                .write(move |connection| Ok::<_, AppError>(store::bureau::enter(connection, &tree)?)),
        )??;
        say(&mut std::io::stdout(), &format!("{count} bureaus are in the tree."));
        Ok(())
    }
}

/// A tree from CSV text; an error names the line.
fn read(text: &str) -> Result<Tree, Failure> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut bureaus = Vec::new();
    for line in reader.deserialize() {
        let line: Line = line?;
        bureaus.push(bureau::Bureau {
            code: line.code,
            name: Text::owned(line.name, line.name_en),
            level: line.level,
            kind: line.kind,
            parent: line.parent,
            counted_in: line.counted_in,
            valid_from: line.valid_from,
            valid_to: line.valid_to,
        });
    }
    Ok(Tree::new(bureaus)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_tree_and_names_the_line_that_is_wrong() {
        let head = "code,name,name_en,level,kind,parent,counted_in,valid_from,valid_to\n";
        let city = "519900,云江市,Yunjiang,city,city,,,2020-01-01,\n";
        let tree = read(&format!(
            "\u{feff}{head}{city}519901,东湖区,Donghu,county,district,519900,,2020-01-01,2030-12-31\n"
        ))
        .unwrap();
        assert_eq!(tree.all().len(), 2);
        let error = read(&format!("{head}{city}5199/1,东湖区,Donghu,county,district,519900,,2020-01-01,\n"))
            .unwrap_err();
        assert!(error.to_string().contains("line: 3"), "{error}");
    }
}
