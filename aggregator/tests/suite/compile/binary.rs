//! The command itself: exit codes, what it says where, and that it leaves nothing half-made.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use super::folder;

fn run(folder: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aggregator"))
        .args(["compile", ".", "--campaign", "yunjiang-2025", "--period", "2025Q3", "-o", "out"])
        .args(more)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn exit_codes_and_what_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let none = run(folder.path(), &[]);
    assert_eq!(none.status.code(), Some(2));
    assert!(said(&none.stderr).contains("bureaus.csv"), "{}", said(&none.stderr));
    assert!(!folder.path().join("out").exists());

    let ledgers = tempfile::tempdir().unwrap();
    folder::write(ledgers.path(), &["2025Q3"]);
    fs::write(folder.path().join("bureaus.csv"), folder::bureaus()).unwrap();
    for form in ["L2", "L3", "L4", "L5"] {
        let name = format!("519900Z02_{form}_2025Q3.csv");
        fs::copy(ledgers.path().join("2025Q3").join(&name), folder.path().join(&name)).unwrap();
    }
    let fine = run(folder.path(), &[]);
    assert_eq!(fine.status.code(), Some(0), "{}", said(&fine.stderr));
    let told = said(&fine.stdout);
    assert!(told.starts_with("2025年第三季度：计入台账4份、零报告0份；退回0份"), "{told}");
    assert!(told.contains("未报送：东湖区、") && told.contains("report.html"), "{told}");
    // Not a terminal: a line a file.
    let progress = said(&fine.stderr);
    assert_eq!(progress.lines().count(), 4, "{progress}");
    assert!(progress.starts_with("[1/4] ") && !progress.contains('\u{1b}'), "{progress}");
    for name in
        ["report.html", "rankings.xlsx", "rankings.csv", "findings.xlsx", "charts/I3.png", "charts/I3.svg"]
    {
        assert!(fs::metadata(folder.path().join("out").join(name)).unwrap().len() > 500, "{name}");
    }

    let again = run(folder.path(), &[]);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again.stderr).contains("--force"), "{}", said(&again.stderr));

    fs::write(folder.path().join("519981_L3.xlsx"), "not a workbook\0\u{1}").unwrap();
    let partly = run(folder.path(), &["--force", "--lang", "en"]);
    assert_eq!(partly.status.code(), Some(1), "{}", said(&partly.stderr));
    let told = said(&partly.stdout);
    assert!(told.contains("Not counted:\n  519981_L3.xlsx  returned: "), "{told}");
    let left: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
