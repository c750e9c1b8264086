//! `aggregator bureau contact`: addresses are entered, listed and removed, and what is none is said.

use std::process::Command;

use aggregator::store::contact;

use crate::city::City;

#[tokio::test(flavor = "multi_thread")]
async fn contacts_are_entered_listed_and_removed_from_the_command_line() {
    let city = City::start().await;
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
        command.args(["bureau", "contact"]).args(args).arg("--data").arg(city.folder().join("city"));
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        (output.status.success(), said)
    };
    let (added, said) = run(&["add", "519901", "--email", "office@county.example"]);
    assert!(added, "{said}");
    assert_eq!(said, "已登记。\nIt is entered.\n");
    assert!(run(&["add", "519901", "--post", "leader", "--webhook", "https://hook.example/in"]).0);
    assert_eq!(
        run(&["list"]).1,
        "519901 filing email office@county.example\n519901 leader webhook https://hook.example/in\n"
    );
    for bad in [
        ["--email", "office"],
        ["--webhook", "http://hook.example/"],
        ["--webhook", "https://a:b@hook.example/"],
    ] {
        let (added, said) = run(&[&["add", "519901"][..], &bad].concat());
        assert!(!added, "{said}");
        for words in [
            "地址不成立：邮件地址须完整；推送地址须为 https 或本机，且不含用户名和口令",
            "That is no address: mail needs a whole one, a program https or this machine, without name and password in it",
        ] {
            assert!(said.contains(words), "{said}");
        }
    }
    let (added, said) = run(&["add", "999999", "--email", "office@county.example"]);
    assert!(!added, "{said}");
    assert_eq!(said, "aggregator: 没有找到\naggregator: not-found\n");
    let remove = || run(&["remove", "519901", "--email", "office@county.example"]).1;
    assert_eq!(remove(), "已删除。\nIt is removed.\n");
    assert_eq!(remove(), "没有这个地址。\nThere is no such address.\n");
    for number in 1..contact::MOST {
        assert!(run(&["add", "519901", "--email", &format!("desk{number}@county.example")]).0);
    }
    let full = format!(
        "该单位已有{0}个地址，请先删除不用的\nThe bureau has {0} addresses; remove one first\n",
        contact::MOST
    );
    assert_eq!(run(&["add", "519901", "--email", "office@county.example"]).1, full);
}
