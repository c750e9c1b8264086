//! `aggregator import`: takes in a package that was carried by hand, and writes the answers to carry back.

use std::{
    fs::File,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use schemas::{package::MAX_BYTES, text::Text};

use super::{Failure, Place, block_on, complain, say, tell};
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
        let taken = block_on(package::take(&services, &bytes))?.map_err(|error| refused(&error))?;
        let all = told(&taken);
        if let Some(answers) = &self.answers {
            write(answers, &taken.answers)?;
            let written = Text::new(
                "答复已写入 {file}，请交给县里导入。",
                "The answers are in {file}; carry them back to the county.",
            );
            tell(&written.fill(&[("file", &answers.display().to_string())]));
        }
        Ok(all)
    }
}

fn refused(error: &AppError) -> Failure {
    let why = match error {
        AppError::Problem { detail: Some(detail), .. } => detail.clone(),
        other => other.problem().title(),
    };
    let said = Text::new(
        "整包拒收，什么都没有收：{why}（{code}）",
        "the package is refused whole and nothing of it was taken: {why} ({code})",
    );
    let said = said.fill(&[("why", &why), ("code", &error.problem().code())]);
    format!("{} {}", said.en, said.zh).into()
}

/// Says what became of each part; whether every one was taken.
fn told(taken: &Taken) -> bool {
    say(&mut std::io::stdout(), &taken.node);
    for line in &taken.lines {
        let (mark, outcome) = match &line.outcome {
            Ok(outcome) => ("✓", outcome),
            Err(outcome) => ("✗", outcome),
        };
        let said = Text::new("{mark} {what} — {outcome}", "{mark} {what} — {outcome}");
        tell(&said.fill(&[("mark", &mark), ("what", &line.what), ("outcome", outcome)]));
    }
    taken.lines.iter().all(|line| line.outcome.is_ok())
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
