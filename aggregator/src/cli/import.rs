//! `aggregator import`: takes in a package that was carried by hand, and writes the answers to carry back.

use std::{
    fs::File,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use schemas::{
    package::MAX_BYTES,
    text::{Lang, Text},
};

use super::{Failure, Place, block_on, complain, say};
use crate::{
    clock::Clock,
    error::AppError,
    intake::package::{self, Taken},
};

/// Take in a package of `node-agent export`, while the server runs or stands. Importing twice is importing once. Ends with
/// 0 if everything was taken, with 1 if some of it was not, with 2 if the package was refused whole or the answers could
/// not be written.
#[derive(Args)]
pub(super) struct Import {
    #[command(flatten)]
    place: Place,
    /// The package.
    file: PathBuf,
    /// Where to write the answers for the node. A file that exists is not overwritten.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Language of what is printed: zh or en.
    #[arg(long, default_value = "zh", value_parser = language)]
    lang: Lang,
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "zh or en".to_owned())
}

impl Import {
    pub(super) fn run(self) -> ExitCode {
        match self.import() {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            Err(failure) => {
                complain(failure.as_ref());
                ExitCode::from(2)
            }
        }
    }

    /// Whether everything was taken.
    fn import(&self) -> Result<bool, Failure> {
        if let Some(answers) = self.answers.as_deref().filter(|answers| answers.exists()) {
            return Err(
                format!("{} exists and is not overwritten 文件已存在，不覆盖", answers.display()).into()
            );
        }
        let bytes = read(&self.file)?;
        let services = self.place.config().open(Clock::system())?;
        let taken = block_on(package::take(&services, &bytes))?.map_err(|error| self.refused(&error))?;
        let all = self.tell(&taken);
        if let Some(answers) = &self.answers {
            write(answers, &taken.answers)?;
            let told = Text::new(
                "答复已写入 {file}，请交给县里导入。",
                "The answers are in {file}; carry them back to the county.",
            );
            say(
                &mut std::io::stdout(),
                told.fill(&[("file", &answers.display().to_string())]).get(self.lang),
            );
        }
        Ok(all)
    }

    fn refused(&self, error: &AppError) -> Failure {
        let why = match error {
            AppError::Problem { problem, detail: Some(detail), .. } => {
                format!("{} ({})", detail.get(self.lang), problem.code())
            }
            other => format!("{} ({})", other.problem().title().get(self.lang), other.problem().code()),
        };
        let told = Text::new(
            "整包拒收，什么都没有收：{why}",
            "the package is refused whole and nothing of it was taken: {why}",
        );
        told.fill(&[("why", &why)]).get(self.lang).to_owned().into()
    }

    /// A line for each part; whether every one was taken.
    fn tell(&self, taken: &Taken) -> bool {
        let out = &mut std::io::stdout();
        say(out, &taken.node);
        for line in &taken.lines {
            let (mark, outcome) = match &line.outcome {
                Ok(outcome) => ("✓", outcome),
                Err(outcome) => ("✗", outcome),
            };
            say(out, &format!("{mark} {} — {}", line.what.get(self.lang), outcome.get(self.lang)));
        }
        taken.lines.iter().all(|line| line.outcome.is_ok())
    }
}

/// Reads a package, never more than one may have.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let named = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path).map_err(named)?.take(most).read_to_end(&mut bytes).map_err(named)?;
    Ok(bytes)
}

/// Writes a file whole or not at all, and over none.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(named)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(named)?;
    file.persist_noclobber(path).map_err(|error| named(error.error))?;
    #[cfg(unix)]
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(named)?;
    Ok(())
}
