//! The two programs as processes: started on a folder, listened to, killed.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use aggregator::config::Config;

use super::tls::Tls;

/// A running `aggregator serve`; dropped, it is killed.
pub struct Serving {
    pub child: Child,
    pub address: String,
}

impl Serving {
    /// The real program on a folder, with these variables set.
    pub fn start(config: &Config, variables: &[(&str, &str)]) -> Self {
        Self::started(config, variables, None)
    }

    /// The same, which speaks TLS.
    pub fn start_with_tls(config: &Config, tls: &Tls) -> Self {
        Self::started(config, &[], Some(tls))
    }

    fn started(config: &Config, variables: &[(&str, &str)], tls: Option<&Tls>) -> Self {
        let mut command = Command::new(aggregator());
        command.args(["serve", "--listen", "127.0.0.1:0", "--origin", &config.origin, "--data"]);
        command.arg(&config.data);
        match tls {
            Some(tls) => command.arg("--tls-cert").arg(&tls.certificate).arg("--tls-key").arg(&tls.key),
            None => command.arg("--plain-http"),
        };
        command
            .env("RUST_LOG", "error,aggregator=info")
            .envs(variables.iter().copied())
            .stderr(Stdio::piped());
        if let Some(database) = &config.database {
            command.args(["--database", database]);
        }
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let address = lines.by_ref().find_map(|line| {
            let address =
                line.split_once("address=").and_then(|(_, rest)| rest.split(' ').next()).map(str::to_owned);
            said.push(line);
            address
        });
        // Read on, or a full pipe would hold the program up.
        std::thread::spawn(move || {
            for line in lines.filter(|line| line.contains("panicked")) {
                eprintln!("aggregator: {line}");
            }
        });
        let address = address.unwrap_or_else(|| panic!("the program says where it serves: {said:?}"));
        let scheme = if tls.is_some() { "https" } else { "http" };
        Self { child, address: format!("{scheme}://{address}") }
    }

    /// SIGKILL: no handler runs, nothing is finished.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program; an example, for which cargo names none, is the program itself.
fn aggregator() -> PathBuf {
    let built = option_env!("CARGO_BIN_EXE_aggregator").map(PathBuf::from);
    built.unwrap_or_else(|| std::env::current_exe().unwrap())
}

/// The library that records what reaches the disk or fills it; cargo builds it with the tests.
#[cfg(target_os = "linux")]
pub fn recorder() -> PathBuf {
    let library = aggregator().with_file_name("examples").join("librecorder.so");
    assert!(library.exists(), "{} is missing: run `cargo build -p aggregator --examples`", library.display());
    library
}
