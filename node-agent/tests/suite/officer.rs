//! The leader's key: what waits for it, what it signs and declines, how it is opened, changed and typed in.

use std::path::{Path, PathBuf};

use node_agent::{AgentError, Config, Node, OfficerKey, State};
use schemas::{entry::Entry, note, problem::Problem, receipt::Receipt};

use crate::{
    city::{City, County, Fault, Q2, draft},
    commands::run,
};

const PASSPHRASE: &str = "correct horse battery";

/// A county whose campaign asks for the leader's signature.
async fn countersigning(city: &City) -> (County, Node) {
    let county = County::new();
    let folder = county.path().join("definitions");
    copy(&crate::city::definitions(), &folder);
    let campaign = "campaign = \"test\"\nversion = 1\nname = { zh = \"试\", en = \"Test\" }\nfrom = \"2025-01-01\"\n\
                    to = \"2025-12-31\"\ncadence = \"quarter\"\nfirst_judged = \"2025Q2\"\nminimum_sample = 1\n\
                    least_weight = 75\ncountersign = true\ntargets = []\nduties = [{ form = \"T3\", cadence = \"quarter\", \
                    due_days = 15, grace_days = 20, close_days = 45 }]\n";
    std::fs::write(folder.join("campaign.toml"), campaign).unwrap();
    let config = Config { definitions: Some(folder), ..Config::read(county.path()).unwrap() };
    config.write(county.path()).unwrap();
    let mut node = county.open();
    node.enrol(&city.token(), &city.url()).await.unwrap();
    city.with(|state| state.token_owner = None);
    (county, node)
}

fn copy(from: &Path, to: &PathBuf) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

#[tokio::test]
async fn what_waits_for_the_leader_is_not_sent_and_goes_out_with_both_lines() {
    let city = City::start().await;
    let (_county, mut node) = countersigning(&city).await;
    let leader = OfficerKey::generate().unwrap();
    node.enrol_officer(&leader, &city.token()).await.unwrap();
    let item = node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!(item.state, State::Unsigned);
    let sent = city.requests().await.len();
    assert!(node.push().await.unwrap().items.is_empty());
    assert_eq!(city.requests().await.len(), sent, "not a byte of it leaves");
    // A later revision does not overtake it.
    node.amend(&draft("2025Q2", &Q2.replace("1号", "7号")), "录错").unwrap();
    let shown = node.unsigned(Some(item.number)).unwrap().remove(0);
    assert_eq!(
        (shown.item.number, shown.summary.is_some(), shown.form.form.as_str()),
        (item.number, true, "T3")
    );
    let stranger = OfficerKey::generate().unwrap();
    assert!(matches!(node.countersign(&stranger, item.number), Err(AgentError::NotTheOfficer)));
    assert!(matches!(node.countersign(&leader, 99), Err(AgentError::NothingUnsigned)));

    let later = node.items().unwrap()[1].number;
    node.countersign(&leader, later).unwrap();
    assert!(node.push().await.unwrap().items.iter().all(|item| item.state == State::Sealed));
    let signed = node.countersign(&leader, item.number).unwrap();
    assert_eq!(
        (signed.state, signed.id),
        (State::Sealed, item.id),
        "a second line does not change what is filed"
    );
    let names: Vec<String> = note::signers(&signed.note).unwrap().into_iter().map(|line| line.name).collect();
    assert_eq!(names, [node.name(), leader.name()]);
    let pushed = node.push().await.unwrap();
    assert!(pushed.trouble.is_none(), "{pushed:?}");
    assert!(node.unsigned(None).is_err() && node.items().unwrap().iter().all(|item| item.receipt.is_some()));
    let kept = city.with(|state| state.accepted[&item.id].clone());
    assert_eq!(kept.0, signed.note);
    let entry = Entry::parse(&Receipt::parse(&kept.1).unwrap().entry).unwrap();
    assert_eq!(entry.signatures, note::signatures_hash(&signed.note).ok());
}

#[tokio::test]
async fn what_the_leader_declines_gives_way_to_a_corrected_ledger() {
    let city = City::start().await;
    let (_county, node) = countersigning(&city).await;
    let first = node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!(node.decline(first.number).unwrap().state, State::Declined);
    assert!(matches!(node.decline(first.number), Err(AgentError::NothingUnsigned)));
    let second = node.file(&draft("2025Q2", &Q2.replace("1号", "7号")), None).unwrap();
    assert_eq!((second.state, second.statement.revision), (State::Unsigned, 1));
    node.decline(second.number).unwrap();
    // The first one after all: it waits again, and is not sent without the leader.
    let again = node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!((again.number, again.state), (first.number, State::Unsigned));
    assert!(node.push().await.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_city_that_asks_for_the_leader_makes_the_item_wait() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    let item = node.file(&draft("2025Q2", Q2), None).unwrap();
    assert_eq!(item.state, State::Sealed, "its definitions do not say so");
    city.fault("PUT", Fault::Problem(Problem::OfficerSignatureMissing));
    let pushed = node.push().await.unwrap();
    assert_eq!((pushed.items[0].state, pushed.items[0].said.as_deref()), (State::Unsigned, Some("详情")));
    assert!(pushed.trouble.is_none());
}

#[tokio::test]
async fn the_leaders_key_opens_with_its_passphrase_only() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    let key = OfficerKey::generate().unwrap();
    for weak in ["", "short", "aaaaaaaaaaaa", "abababababab"] {
        assert!(matches!(node.keep_officer_key(&key, weak), Err(AgentError::WeakPassphrase)), "{weak}");
    }
    assert!(matches!(node.open_officer_key(PASSPHRASE), Err(AgentError::NoOfficer)));
    node.keep_officer_key(&key, PASSPHRASE).unwrap();
    assert!(matches!(node.keep_officer_key(&key, PASSPHRASE), Err(AgentError::OfficerExists)));
    assert_eq!(node.open_officer_key(PASSPHRASE).unwrap().name(), key.name());
    assert!(matches!(node.open_officer_key("another passphrase"), Err(AgentError::Passphrase)));
    let file = county.path().join("officer.age");
    let bytes = std::fs::read(&file).unwrap();
    let secret = key.to_text();
    assert!(!String::from_utf8_lossy(&bytes).contains(&secret.replace('-', "")[..16]));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    // Written down and typed in it is the same key; a slip is none.
    assert_eq!(OfficerKey::from_text(&secret.replace('-', " ")).unwrap().name(), key.name());
    for slip in [&secret[1..], "", &secret.replace('-', "").replacen(|c: char| c.is_ascii_digit(), "x", 1)] {
        assert!(matches!(OfficerKey::from_text(slip), Err(AgentError::OfficerKeyWrong)), "{slip}");
    }
}

#[tokio::test]
async fn a_leaders_afternoon() {
    let city = City::start().await;
    let (county, node) = countersigning(&city).await;
    drop(node);
    let dir = county.path();
    std::fs::write(dir.join("q2.csv"), Q2).unwrap();
    std::fs::write(dir.join("pass"), format!("{PASSPHRASE}\n")).unwrap();
    std::fs::write(dir.join("wrong"), "wrong passphrase\n").unwrap();
    let (code, text) = run(dir, &["file", "q2.csv", "--form", "T3", "--period", "2025Q2"]);
    assert!(code == 3 && text.contains("待会签") && text.contains("node-agent countersign"), "{text}");
    let (code, text) = run(dir, &["push", "--lang", "en"]);
    assert!(code == 3 && text.contains("waits for the leader"), "{text}");
    let (_, text) = run(dir, &["status"]);
    assert!(text.contains("待会签"), "{text}");
    let (code, text) = run(dir, &["countersign", "--yes", "--passphrase-file", "pass"]);
    assert!(code == 2 && text.contains("officer init"), "no leader yet: {text}");
    let (code, text) = run(dir, &["officer", "init", &city.token(), "--passphrase-file", "pass"]);
    assert!(code == 0 && text.contains("可以会签"), "{text}");
    let (code, text) = run(dir, &["officer", "init", &city.token(), "--passphrase-file", "wrong"]);
    assert!(code == 2 && text.contains("口令不正确"), "{text}");
    let (code, text) = run(dir, &["countersign", "--yes", "--passphrase-file", "wrong"]);
    assert!(code == 2 && text.contains("没有签名"), "{text}");
    // Without consent nothing is signed: standard input is at its end.
    let (code, text) = run(dir, &["countersign", "--passphrase-file", "pass", "--lang", "en"]);
    assert!(code == 3 && text.contains("Not countersigned"), "{text}");
    let (code, text) = run(dir, &["countersign", "1", "--yes", "--passphrase-file", "pass", "--lang", "en"]);
    assert!(
        code == 0 && text.contains("2 rows") && text.contains("revision 1") && text.contains("Countersigned"),
        "{text}"
    );
    assert!(
        text.contains("T3") && text.lines().filter(|line| line.starts_with("  ")).count() > 4,
        "figures: {text}"
    );
    let (code, text) = run(dir, &["push"]);
    assert!(code == 0 && text.contains("已校验"), "{text}");
    let (code, text) = run(dir, &["rotate", "--lang", "en"]);
    assert!(code == 0 && text.contains("six words of the new key"), "{text}");
}

#[tokio::test]
async fn a_leader_changes_the_key_and_signs_with_the_new_one() {
    let city = City::start().await;
    let (county, node) = countersigning(&city).await;
    drop(node);
    let dir = county.path();
    std::fs::write(dir.join("q2.csv"), Q2).unwrap();
    std::fs::write(dir.join("pass"), format!("{PASSPHRASE}\n")).unwrap();
    std::fs::write(dir.join("wrong"), "wrong passphrase\n").unwrap();
    let pass = ["--passphrase-file", "pass"];
    let (code, text) = run(dir, &["officer", "rotate", pass[0], pass[1]]);
    assert!(code == 2 && text.contains("officer init"), "no leader yet: {text}");
    run(dir, &["officer", "init", &city.token(), pass[0], pass[1]]);
    let before = county.open().config().officer.clone().unwrap();
    run(dir, &["file", "q2.csv", "--form", "T3", "--period", "2025Q2"]);
    let (code, text) = run(dir, &["officer", "rotate", pass[0], "wrong"]);
    assert!(code == 2 && text.contains("口令不正确"), "{text}");
    // The answer is lost: the same new key goes on.
    (0..node_agent::TRIES).for_each(|_| city.fault("POST", Fault::Lost));
    let mut node = county.open();
    let (old, new) = (node.open_officer_key(PASSPHRASE).unwrap(), node.next_officer_key(PASSPHRASE).unwrap());
    assert!(matches!(node.rotate_officer(&old, &new).await, Err(AgentError::Trouble(_))));
    assert_eq!(county.open().config().officer, Some(before.clone()));
    let (code, text) = run(dir, &["officer", "rotate", pass[0], pass[1], "--lang", "en"]);
    assert!(code == 0 && text.contains("six words of the new key"), "{text}");
    let after = county.open().config().officer.clone().unwrap();
    assert_eq!((after.key.name(), after.key == before.key), (before.key.name(), false), "the name stays");
    assert_eq!(
        after.key.point(),
        county
            .open()
            .open_officer_key(PASSPHRASE)
            .map(|key| key.verify_key().point().to_owned())
            .as_ref()
            .unwrap()
    );
    assert!(!dir.join("officer.age.next").exists());
    // Only the new key signs now.
    let node = county.open();
    assert!(matches!(node.countersign(&old, 1), Err(AgentError::NotTheOfficer)));
    let (code, text) = run(dir, &["countersign", "1", "--yes", pass[0], pass[1]]);
    assert!(code == 0, "{text}");
    let item = county.open().items().unwrap().remove(0);
    let signers = note::signers(&item.note).unwrap();
    assert_eq!(
        (signers.len(), signers[1].name.as_str(), signers[1].id),
        (2, after.key.name(), after.key.id())
    );
    // What is signed and not sent holds the next change up.
    let (code, text) = run(dir, &["officer", "rotate", pass[0], pass[1]]);
    assert!(code == 2 && text.contains("node-agent push"), "{text}");
}

/// The leader types the key at a console: the program is given one by `script`, whose prompt is waited for.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_key_that_is_kept_nowhere_is_typed_in() {
    use std::{
        io::{Read, Write},
        process::{Command, Stdio},
    };
    let city = City::start().await;
    let (county, mut node) = countersigning(&city).await;
    let key = OfficerKey::generate().unwrap();
    node.enrol_officer(&key, &city.token()).await.unwrap();
    node.file(&draft("2025Q2", Q2), None).unwrap();
    drop(node);
    let typed = |text: &str| {
        let program = format!("{} countersign 1 --yes --key-at-console", env!("CARGO_BIN_EXE_node-agent"));
        let mut child = Command::new("script")
            .args(["-qec", &program, "/dev/null"])
            .current_dir(county.path())
            .env_remove("LANG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut to, mut from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (mut said, mut byte) = (Vec::new(), [0]);
        while !String::from_utf8_lossy(&said).contains("不显示）：") && from.read(&mut byte).unwrap() == 1
        {
            said.push(byte[0]);
        }
        // The question is written before the terminal is told to show nothing; no hand is fast enough to notice, a
        // test is.
        while !shows_nothing(child.id()) {
            std::thread::yield_now();
        }
        to.write_all(format!("{text}\n").as_bytes()).unwrap();
        from.read_to_end(&mut said).unwrap();
        (child.wait().unwrap().code(), String::from_utf8_lossy(&said).into_owned())
    };
    let (code, said) = typed("0000");
    assert!(code == Some(2) && said.contains("不是负责人密钥"), "{said}");
    let (code, said) = typed(&OfficerKey::generate().unwrap().to_text());
    assert!(code == Some(2) && said.contains("没有签名"), "{said}");
    let (code, said) = typed(&key.to_text());
    assert!(code == Some(0) && said.contains("已会签"), "{said}");
    assert!(!said.contains(&key.to_text()[..9]), "what is typed is not shown");
    assert_eq!(county.open().items().unwrap()[0].state, State::Sealed);
}

/// Whether the terminal that `script` gave the program it runs shows what is typed no more. A program that has ended
/// shows nothing either.
fn shows_nothing(script: u32) -> bool {
    let children =
        std::fs::read_to_string(format!("/proc/{script}/task/{script}/children")).unwrap_or_default();
    let Some(child) = children.split_whitespace().next() else { return true };
    let asked = std::process::Command::new("stty")
        .args(["-a", "-F", &format!("/proc/{child}/fd/0")])
        .output()
        .unwrap();
    !asked.status.success()
        || String::from_utf8_lossy(&asked.stdout).split_whitespace().any(|flag| flag == "-echo")
}
