//! Known bugs as patches (`tests/seeded`), each with the test that must catch it. `.ci/seeded` tries them; here it is
//! only held that they still fit the sources, so that a change to those does not quietly disarm them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::house::functions;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

#[test]
fn every_seeded_bug_fits_the_sources_and_names_a_test() {
    let known = functions();
    let mut bugs = 0;
    for entry in fs::read_dir(root().join("aggregator/tests/seeded")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let patch = fs::read_to_string(&path).unwrap();
        let test = patch.lines().next().and_then(|line| line.strip_prefix("fails: "));
        let function = test.and_then(|test| test.rsplit_once("::")).map(|(_, function)| function);
        assert!(function.is_some_and(|function| known.contains(function)), "{name}: {test:?} is no test");
        let mut hunks = 0;
        for file in patch.split("\n--- a/").skip(1) {
            let (file, rest) = file.split_once('\n').unwrap();
            let source =
                fs::read_to_string(root().join(file)).unwrap_or_else(|_| panic!("{name}: no {file}"));
            for hunk in rest.split("\n@@ ").skip(1) {
                let (_, lines) = hunk.split_once('\n').unwrap();
                let old = lines.lines().filter_map(|line| line.strip_prefix([' ', '-']));
                let old: String = old.map(|line| format!("{line}\n")).collect();
                assert_eq!(source.matches(&old).count(), 1, "{name} no longer fits {file}:\n{old}");
                hunks += 1;
            }
        }
        assert!(hunks > 0, "{name} changes nothing");
        bugs += 1;
    }
    assert!(bugs >= 21, "{bugs}");
}
