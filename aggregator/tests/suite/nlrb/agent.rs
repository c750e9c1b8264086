//! The county's real program, one process a command.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

/// The instant at which every program's clock starts: after the last quarter.
pub const NOW: &str = "2004-10-08T09:00:00+08:00";

/// A node in its folder.
pub struct Agent {
    program: PathBuf,
    folder: PathBuf,
}

impl Agent {
    /// A node with the definitions of a site, enrolled by a token.
    pub fn enrol(folder: PathBuf, definitions: &Path, token: &str, server: &str) -> Self {
        let agent = Self { program: program(), folder };
        agent.run(&["init", "--definitions", definitions.to_str().unwrap()]);
        agent.run(&["enrol", token, "--server", server]);
        agent
    }

    /// A file in the node's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Runs a command to its good end.
    pub fn run(&self, args: &[&str]) {
        let output = Command::new(&self.program)
            .args(["--lang", "en"])
            .args(args)
            .env("TONGBAO_NODE", &self.folder)
            .env("TONGBAO_AT", NOW)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {args:?}: {said}", self.folder.display());
    }
}

/// The program that cargo built beside this test. Cargo sees to that only in tests of the program's own package, so one
/// that is missing or older than its sources is refused: it would prove nothing.
pub fn program() -> PathBuf {
    const BUILD: &str = "run `cargo build --workspace --bin node-agent`";
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join(format!("node-agent{}", std::env::consts::EXE_SUFFIX));
    let built = fs::metadata(&program).and_then(|file| file.modified());
    let built = built.unwrap_or_else(|_| panic!("{} is missing: {BUILD}", program.display()));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let sources = ["node-agent/src", "node-agent/migrations", "schemas/src", "schemas/definitions"];
    let changed = sources.iter().map(|folder| newest(&root.join(folder))).max().unwrap();
    assert!(changed <= built, "{} is older than its sources: {BUILD}", program.display());
    program
}

/// When the newest file of a folder was changed; what is built for tests alone is no part of the program.
fn newest(path: &Path) -> SystemTime {
    if path.file_stem().is_some_and(|name| name == "tests") {
        return SystemTime::UNIX_EPOCH;
    }
    if path.is_dir() {
        let inside = fs::read_dir(path).unwrap().map(|entry| newest(&entry.unwrap().path()));
        return inside.max().unwrap_or(SystemTime::UNIX_EPOCH);
    }
    fs::metadata(path).unwrap().modified().unwrap()
}
