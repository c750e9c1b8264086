//! `aggregator campaign`: listing, copying, checking and previewing campaigns from the command line.

use std::{
    path::Path,
    process::{Command, Output},
};

fn run(args: &[&str], folder: &Path) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
    command.arg("campaign").args(args).arg("--definitions").arg(folder);
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap())
}

fn folder() -> tempfile::TempDir {
    tempfile::TempDir::new().unwrap()
}

/// Writes a file of the folder with a change.
fn edit(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "no {from:?} in {text}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_site_copies_edits_checks_and_previews_a_campaign() {
    let folder = folder();
    let (well, said) = run(&["list"], folder.path());
    assert!(
        well && said.contains("province-2022 第1版 全省劳动关系矛盾纠纷专项行动2022 5月至12月"),
        "{said}"
    );
    assert!(
        said.contains(
            "minhang-2022 version 1 Hundred days on labour disputes 2022 15 September to 31 December"
        ),
        "{said}"
    );
    let (well, said) = run(&["copy", "province-2022", "own-2026"], folder.path());
    assert!(well && said.contains("campaign check own-2026"), "{said}");
    let own = folder.path().join("own-2026-v1.toml");
    let text = std::fs::read_to_string(&own).unwrap();
    assert!(
        text.contains("campaign = \"own-2026\"\nversion = 1\n") && text.contains("# Item 110"),
        "comments stay"
    );
    let (well, said) = run(&["check", "own-2026", "--on", "2022-05-01"], folder.path());
    assert!(well && said.contains("专项行动own-2026第1版可以使用"), "{said}");
    assert!(said.contains("Campaign own-2026 version 1 can be used"), "{said}");
    assert!(said.contains("policy publish --campaign own-2026"), "{said}");
    // It is the site's now: an edit is checked, a fault is named with file, key and reason.
    edit(&own, "lead = \"relations\"", "lead = \"police\"");
    let (well, said) = run(&["check", "own-2026"], folder.path());
    assert!(!well && said.contains("own-2026-v1.toml: tasks.1.1: no department `police`"), "{said}");
    edit(&own, "lead = \"police\"", "lead = \"relations\"");
    edit(&own, "due_days = 15", "due_days = 25");
    let (well, said) = run(&["check", "own-2026"], folder.path());
    assert!(!well && said.contains("duties.L2"), "{said}");
    edit(&own, "due_days = 25", "due_days = 10");
    let (well, said) = run(&["check", "own-2026", "--on", "2022-04-26"], folder.path());
    assert!(well && said.contains("首个截止日2022-05-01距今5天，不足10天"), "{said}");
    assert!(said.contains("is 5 days away: less than 10 leave no time to prepare"), "{said}");
    assert!(said.contains("L3与L4有") && said.contains("one entry must serve both"), "{said}");
    let (well, said) = run(&["preview", "own-2026"], folder.path());
    assert!(well, "{said}");
    let lines: Vec<&str> = said.lines().filter(|line| line.contains("  L2  ")).collect();
    assert_eq!(
        lines[0], "2022-07-10  L2  2022Q2  2022-07-20  2022-08-14  上级人社部门、同级政法委  每个单位",
        "{said}"
    );
    assert_eq!(lines.len(), 3, "{said}");
}

#[test]
fn a_preview_of_bureaus_counts_those_that_are_there() {
    let folder = folder();
    let list = folder.path().join("bureaus.csv");
    let text = "code,name,name_en,level,kind,parent,counted_in,valid_from,valid_to\n\
        519900,云江市,Yunjiang,city,city,,,2020-01-01,\n\
        519901,东湖区,Donghu,county,district,519900,,2020-01-01,\n\
        519902,西岭区,Xiling,county,district,519900,,2025-11-01,\n";
    std::fs::write(&list, text).unwrap();
    // A list of bureaus is no definition.
    let definitions = folder.path().join("definitions");
    std::fs::create_dir(&definitions).unwrap();
    let (well, said) = run(&["preview", "yunjiang-2025", "--bureaus", list.to_str().unwrap()], &definitions);
    assert!(well, "{said}");
    let counts: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("  L3  "))
        .filter_map(|line| line.rsplit("  ").next())
        .collect();
    assert_eq!(counts, ["1", "2"], "{said}");
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    let folder = folder();
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    for (args, words) in [
        (["copy", "nowhere-1", "own"], "no campaign `nowhere-1`; defined are: chengdu-onestop, minhang-2022"),
        (["copy", "province-2022", "Own 1"], "small letters, digits and hyphens"),
        (["copy", "province-2022", "minhang-2022"], "is defined already"),
    ] {
        let (well, said) = run(&args, folder.path());
        assert!(!well && said.contains(words), "{args:?}: {said}");
    }
    assert_eq!(files(), 0);
    // Under its own code it is the next version, and no file is written over.
    let (well, said) = run(&["copy", "province-2022", "province-2022"], folder.path());
    assert!(well, "{said}");
    let (_, said) = run(&["list"], folder.path());
    assert!(said.contains("province-2022 version 2"), "{said}");
    let (well, _) = run(&["copy", "minhang-2022", "own-2026"], folder.path());
    assert!(well);
    std::fs::remove_file(folder.path().join("own-2026-v1.toml")).unwrap();
    std::fs::write(folder.path().join("own-2026-v1.toml"), "campaign = ").unwrap();
    let (well, said) = run(&["check", "own-2026"], folder.path());
    assert!(!well && said.contains("own-2026-v1.toml: line 1"), "{said}");
    let bare = Command::new(env!("CARGO_BIN_EXE_aggregator"))
        .args(["campaign", "copy", "minhang-2022", "own"])
        .output()
        .unwrap();
    assert!(!bare.status.success() && String::from_utf8_lossy(&bare.stderr).contains("--definitions"));
}
