//! Invariants of the house that a machine can check: which crate reaches what, and where diesel is named.

use std::{
    collections::BTreeSet,
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

/// Names of every function of the workspace's Rust files.
pub fn functions() -> BTreeSet<String> {
    let mut files = Vec::new();
    for crate_name in ["schemas", "charts", "node-agent", "aggregator"] {
        for folder in ["src", "tests"] {
            sources(&root().join(crate_name).join(folder), &mut files);
        }
    }
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts
        .flat_map(|text| {
            let names = text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
            names.map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_map_names_tests_that_exist() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let invariants = map.split("## Invariants").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> = invariants.lines().filter(|line| line.starts_with('|')).skip(2).collect();
    assert_eq!(rows.len(), 10, "one row for each invariant of the design");
    let known = functions();
    for row in rows {
        let checked = row.trim_end_matches('|').rsplit('|').next().unwrap();
        let named: Vec<&str> = checked.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "{row}");
        for name in named {
            match name.rsplit_once("::") {
                Some((_, function)) => assert!(known.contains(function), "there is no {name}"),
                None => assert!(root().join(name).exists(), "there is no file {name}"),
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
