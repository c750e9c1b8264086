//! Reading in a process of its own: the same grid as here, and every way it can end is a sentence and changes nothing.

use std::{io::Write, path::Path, time::Duration};

use node_agent::{AgentError, Bounds, Confined, Draft, Ending, Reader, SourceFile, check};
use schemas::definition::Definitions;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    city::{City, County, Q2, draft},
    commands::{folder, run},
};

fn agent(bounds: Bounds) -> Confined {
    Confined::by(env!("CARGO_BIN_EXE_node-agent").into(), bounds)
}

fn ending(draft: &Draft) -> Ending {
    match check(draft, &Definitions::builtin().unwrap()) {
        Err(AgentError::NotRead { ending, .. }) => ending,
        other => panic!("{other:?}"),
    }
}

fn ledger(confined: Confined) -> Draft {
    let text = "案号,受理日期,审限届满日,劳动者人数\n示例1号,2025-07-01,2025-08-15,1\n";
    let files = vec![SourceFile { name: "台账.csv".into(), bytes: text.into() }];
    Draft { reader: Reader::Confined(confined), ..Draft::of("L3", "2025Q3".parse().unwrap(), files) }
}

/// A workbook that costs far more memory than it weighs, though it keeps within every limit on counts.
fn greedy() -> Vec<u8> {
    let word =
        |row: u32| (0..60).filter_map(move |at| char::from_u32(0x4e00 + (row * 31 + at * 977) % 20_000));
    let text = |row: u32| word(row).chain(std::iter::repeat_n('情', 240)).collect::<String>();
    let cell = |row: u32| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
            text(row)
        )
    };
    let rows: String =
        (0..30_000).map(|row| format!("<table:table-row>{}</table:table-row>", cell(row))).collect();
    let content = format!(
        "<office:document-content><table:table table:name=\"表\">{rows}</table:table></office:document-content>"
    );
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)]
    {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_ledger_reads_to_the_same_report_either_way() {
    let definitions = Definitions::builtin().unwrap();
    let template =
        node_agent::template::workbook(definitions.form("L3").unwrap(), Default::default()).unwrap();
    let damaged = template[..template.len() / 2].to_vec();
    let gbk = encoding_rs::GB18030.encode(Q2).0.into_owned();
    for bytes in [template, damaged, gbk, Vec::new(), b"%PDF-1.7\n".to_vec()] {
        let files = vec![SourceFile { name: "台账.xlsx".into(), bytes }];
        let here = Draft::of("L3", "2025Q3".parse().unwrap(), files);
        let there = Draft { reader: Reader::Confined(agent(Bounds::default())), ..here.clone() };
        let [here, there] = [here, there].map(|draft| match check(&draft, &definitions) {
            Ok(report) => serde_json::to_string(&report).unwrap(),
            Err(error) => error.text().zh.into_owned(),
        });
        assert_eq!(here, there);
    }
}

#[tokio::test]
async fn a_reader_that_is_stopped_is_said_and_nothing_is_sealed() {
    let city = City::start().await;
    let (county, node) = County::enrolled(&city).await;
    std::fs::write(county.path().join("贪.ods"), greedy()).unwrap();
    std::fs::write(county.path().join("q2.csv"), Q2).unwrap();
    let filed = node.file(&draft("2025Q2", Q2), None).unwrap();
    let before = std::fs::read(county.path().join("outbox.db")).unwrap();
    for command in [&["check"] as &[&str], &["file"], &["amend", "--reason", "录错"]] {
        for (file, bound, lang, said) in [
            ("贪.ods", ["--read-memory", "48"], "zh", "所需内存超过上限"),
            ("q2.csv", ["--read-time", "0"], "en", "longer to read than allowed"),
        ] {
            let rest = [file, "--form", "T3", "--period", "2025Q2", "--lang", lang];
            let (code, text) = run(county.path(), &[command, &rest, &bound].concat());
            assert!(code == 2 && text.contains(said) && text.contains(file), "{command:?} {code} {text}");
        }
    }
    assert_eq!(node.items().unwrap().iter().map(|item| item.id).collect::<Vec<_>>(), [filed.id]);
    assert_eq!(std::fs::read(county.path().join("outbox.db")).unwrap(), before, "the store is as it was");
    let (code, text) = run(county.path(), &["check", "贪.ods", "--form", "T3", "--period", "2025Q2"]);
    assert!(code != 2 || !text.contains("没有读完"), "the usual bounds are wide enough for it: {text}");
}

#[test]
fn the_file_of_reasons_is_read_within_bounds_too() {
    let dir = folder(&[("q2.csv", Q2), ("说明.csv", "代码,说明\nT3-101,好\n")]);
    let args = ["check", "q2.csv", "--period", "2025Q2", "--explain", "说明.csv", "--read-time", "0"];
    let (code, text) = run(dir.path(), &args);
    assert!(code == 2 && text.contains("说明.csv"), "{text}");
}

#[test]
fn a_program_that_is_not_there_is_said() {
    let nowhere = Confined::by(Path::new("/no/such/program").into(), Bounds::default());
    assert!(matches!(ending(&ledger(nowhere)), Ending::NotStarted(_)));
}

#[cfg(unix)]
#[test]
fn every_way_to_end_is_told_apart() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[]);
    let short = Bounds { wall: Duration::ZERO, ..Bounds::default() };
    let small = Bounds { answer_bytes: 1000, ..Bounds::default() };
    type Wanted = fn(&Ending) -> bool;
    let cases: [(&str, Bounds, Wanted); 8] = [
        ("kill -9 $$", Bounds::default(), |ending| matches!(ending, Ending::Died)),
        ("kill -6 $$", Bounds::default(), |ending| matches!(ending, Ending::OutOfMemory)),
        ("kill -24 $$", Bounds::default(), |ending| matches!(ending, Ending::OutOfTime)),
        ("exit 101", Bounds::default(), |ending| matches!(ending, Ending::Died)),
        ("echo '{\"Ok\":{'", Bounds::default(), |ending| matches!(ending, Ending::NotUnderstood)),
        ("exit 0", Bounds::default(), |ending| matches!(ending, Ending::NotUnderstood)),
        ("exec yes", small, |ending| matches!(ending, Ending::TooLarge)),
        ("while :; do :; done", short, |ending| matches!(ending, Ending::OutOfTime)),
    ];
    for (number, (script, bounds, wanted)) in cases.into_iter().enumerate() {
        let path = dir.path().join(format!("{number}.sh"));
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let ending = ending(&ledger(Confined::by(path, bounds)));
        assert!(wanted(&ending), "{script}: {ending:?}");
        assert!(!ending.text().zh.is_empty() && !ending.text().en.is_empty());
    }
}

/// The bounds are on before a byte of the file is read: the child has taken more than a pipe holds and waits for more.
#[cfg(target_os = "linux")]
#[test]
fn the_reader_binds_itself_before_it_reads() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_node-agent"))
        .args(["read-workbook", "268435456", "20"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&vec![b' '; 1 << 20]).unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    drop(stdin);
    child.wait().unwrap();
    let bound = |name: &str| {
        limits
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap()
            .split_whitespace()
            .collect::<Vec<_>>()
    };
    assert_eq!(bound("Max address space")[..2], ["268435456", "268435456"]);
    assert_eq!(bound("Max cpu time")[..2], ["20", "21"]);
    assert_eq!(bound("Max core file size")[..2], ["0", "0"]);
    assert_eq!(bound("Max file size")[..2], ["0", "0"]);
}
