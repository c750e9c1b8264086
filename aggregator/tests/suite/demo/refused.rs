//! A name of which there is no demonstration, and what `--help` says.

use std::process::Command;

use aggregator::demo::SCRIPTS;

fn demo(arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
    let output = command.arg("demo").args(arguments).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn an_unknown_campaign_is_refused_with_the_names_there_are() {
    let (done, said) = demo(&["--campaign", "songjiang-2023", "--once"]);
    assert!(!done);
    for words in ["no demonstration of “songjiang-2023”", "没有行动“songjiang-2023”的演示"] {
        assert!(said.contains(words), "{said}");
    }
    let (_, help) = demo(&["--help"]);
    for script in SCRIPTS {
        assert_eq!(said.matches(script.campaign).count(), 2, "in both languages: {said}");
        assert!(help.contains(script.campaign), "{help}");
    }
    assert!(help.contains("[default: yunjiang-2025]"), "{help}");
}
