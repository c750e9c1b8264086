//! Invariants of the house that a machine can check: which crate reaches what, and where diesel is named.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn schemas_and_charts_reach_no_database_server_client_or_runtime() {
    for name in ["schemas", "charts"] {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--locked", "-p", name, "-e", "normal", "--prefix", "none"])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
        let tree = String::from_utf8(tree.stdout).unwrap();
        for banned in ["diesel", "actix-web", "reqwest", "tokio"] {
            assert!(
                !tree.lines().any(|line| line.split(' ').next() == Some(banned)),
                "{name} reaches {banned}"
            );
        }
    }
}

#[test]
fn only_the_stores_name_diesel() {
    let allowed = ["aggregator/src/store", "node-agent/src/ledger", "node-agent/src/outbox"];
    for crate_name in ["schemas", "charts", "node-agent", "aggregator"] {
        let mut files = Vec::new();
        sources(&root().join(crate_name).join("src"), &mut files);
        for file in files {
            let relative = file.strip_prefix(root()).unwrap().display().to_string();
            let text = fs::read_to_string(&file).unwrap();
            let named =
                text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains("diesel"));
            assert!(
                !named || allowed.iter().any(|folder| relative.starts_with(folder)),
                "{relative} names diesel"
            );
        }
    }
}

#[test]
fn figures_words_and_pictures_know_no_page() {
    let own = root().join("aggregator/src");
    let mut files =
        vec![own.join("figures.rs"), own.join("words.rs"), own.join("picture.rs"), own.join("measure.rs")];
    for folder in ["words", "picture", "measure"] {
        sources(&own.join(folder), &mut files);
    }
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("actix") && !text.contains("web::"), "{} reaches the web", file.display());
    }
}

#[test]
fn schemas_and_charts_read_no_clock_and_no_file() {
    for crate_name in ["schemas", "charts"] {
        let mut files = Vec::new();
        sources(&root().join(crate_name).join("src"), &mut files);
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for banned in
                ["std::fs", "std::net", "std::env", "SystemTime", "Instant::now", "Utc::now", "Local::now"]
            {
                assert!(!code.contains(banned), "{} uses {banned}", file.display());
            }
        }
    }
}

#[test]
fn every_file_says_why_it_exists() {
    for crate_name in ["schemas", "charts", "node-agent", "aggregator"] {
        let mut files = Vec::new();
        sources(&root().join(crate_name).join("src"), &mut files);
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            assert!(text.starts_with("//! "), "{} has no `//!` line", file.display());
        }
    }
}
