//! The page 存证 and the command `verify`: looking up, recomputing, and a plain answer about what somebody brings.

use std::{path::Path, process::Command};

use node_agent::Node;
use schemas::{consistency::Consistency, entry::Act, receipt::Receipt, wire};

use crate::{
    asked::{Answer, ask},
    city::City,
    filing::{ledger, push},
};

async fn page(city: &City, cookie: &str, path: &str) -> Answer {
    ask("GET", &format!("{}{path}", city.address), &[("Cookie", cookie.as_bytes())], Vec::new()).await
}

/// Two counties that have filed.
async fn filed(city: &City) -> (Node, Node) {
    let (donghu, xiling) = (city.node("519901").await, city.node("519902").await);
    for (node, closed) in [(&donghu, 38), (&xiling, 37)] {
        node.file(&city.draft("L3", "2025Q3", &ledger(closed)), None).unwrap();
        push(node).await;
    }
    (donghu, xiling)
}

fn token(html: &str) -> String {
    html.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Sends the form as a browser does.
async fn verify(city: &City, cookie: &str, lang: &str, fields: &[(&str, Option<&str>, &str)]) -> Answer {
    let csrf = token(&page(city, cookie, "/evidence").await.text());
    let mut body = String::new();
    for (name, file, value) in [("csrf", None, csrf.as_str())].iter().chain(fields) {
        let file = file.map_or(String::new(), |file| {
            format!("; filename=\"{file}\"\r\nContent-Type: application/octet-stream")
        });
        body +=
            &format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n");
    }
    body += "--edge--\r\n";
    let headers: [(&str, &[u8]); 2] =
        [("Cookie", cookie.as_bytes()), ("Content-Type", b"multipart/form-data; boundary=edge")];
    ask("POST", &format!("{}/evidence/verify?lang={lang}", city.address), &headers, body.into_bytes()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_shown_and_looked_up_within_scope() {
    let city = City::start().await;
    let (donghu, xiling) = filed(&city).await;
    let (staff, county) = (city.cookie("staff").await, city.cookie("donghu").await);
    let html = page(&city, &staff, "/evidence").await.text();
    let checkpoint = Receipt::parse(&xiling.letters().unwrap().pop().unwrap().receipt).unwrap().checkpoint;
    let point = schemas::receipt::Checkpoint::open(&checkpoint, &city.services.log_key).unwrap();
    for shown in [
        "tongbao.test/1",
        &city.services.log_key.to_string().replace('+', "&#43;"),
        &point.root.to_string(),
        "尚未复算过",
    ] {
        assert!(html.contains(shown) || html.contains(&shown.replace("&#43;", "+")), "{shown}");
    }
    let (mine, theirs) = (donghu.items().unwrap().remove(0), xiling.items().unwrap().remove(0));
    let index = Receipt::parse(theirs.receipt.as_deref().unwrap()).unwrap().index;
    let (of_mine, of_theirs) = (mine.id.to_string(), theirs.id.to_string());
    for (asked, of_city, of_county) in [
        (of_mine.as_str(), true, true),
        (of_theirs.as_str(), true, false),
        ("519901+L3+2025Q3", true, true),
        ("519902%2FL3%2F2025Q3", true, false),
        (&index.to_string(), true, false),
        ("9999", false, false),
        ("519901+L3+2024Q3", false, false),
        ("%00", false, false),
        ("x", false, false),
    ] {
        let path = format!("/evidence?q={asked}");
        for (cookie, found) in [(&staff, of_city), (&county, of_county)] {
            let answer = page(&city, cookie, &path).await;
            assert_eq!(answer.status, 200, "{asked}");
            assert_eq!(answer.text().contains("id=\"found\""), found, "{asked}");
            assert_eq!(answer.text().contains("没有找到"), !found, "{asked}");
        }
    }
    let own = page(&city, &county, "/evidence").await.text();
    assert!(own.contains("东湖区") && !own.contains("西岭区") && !own.contains("/evidence/scrub"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_recomputed_from_the_page() {
    let city = City::start().await;
    filed(&city).await;
    let staff = city.cookie("staff").await;
    let csrf = token(&page(&city, &staff, "/evidence").await.text());
    let form: [(&str, &[u8]); 2] =
        [("Cookie", staff.as_bytes()), ("Content-Type", b"application/x-www-form-urlencoded")];
    let address = format!("{}/evidence/scrub", city.address);
    let stale = ask("POST", &address, &form, b"csrf=x".to_vec()).await;
    assert_eq!(stale.status, 403);
    let answer = ask("POST", &address, &form, format!("csrf={csrf}").into_bytes()).await;
    assert_eq!((answer.status, answer.header("location").unwrap().starts_with("/evidence")), (303, true));
    let html = page(&city, &staff, "/evidence").await.text();
    assert!(html.contains("均与原来一致"), "{html}");
    assert!(page(&city, &staff, "/evidence?lang=en").await.text().contains("are what they were"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_brought_gets_a_plain_answer_in_both_languages() {
    let city = City::start().await;
    let (donghu, xiling) = filed(&city).await;
    let county = city.cookie("donghu").await;
    let item = donghu.items().unwrap().remove(0);
    let receipt = item.receipt.clone().unwrap();
    let other = xiling.items().unwrap().remove(0);
    let verdict = donghu.letters().unwrap().into_iter().find(|letter| {
        schemas::entry::Entry::parse(&Receipt::parse(&letter.receipt).unwrap().entry).unwrap().act
            == Act::ContentValid
    });
    let verdict = verdict.unwrap();
    let from = Receipt::parse(&receipt).unwrap().verify(&city.services.log_key).unwrap().checkpoint.size;
    let growth =
        ask("GET", &format!("{}{}?from={from}", city.address, wire::CONSISTENCY), &[], vec![]).await.text();
    let tampered = receipt.replacen("index ", "index 1", 1);
    let pasted = receipt.replace('\n', "\r\n");
    let bent = {
        let mut growth = Consistency::parse(&growth).unwrap();
        growth.proof[0] = schemas::hash::Sha::of(b"bent");
        growth.compose()
    };
    let document = verdict.document.clone().unwrap();
    type Fields<'a> = Vec<(&'a str, Option<&'a str>, &'a str)>;
    let cases: Vec<(Fields<'_>, &str, &str)> = vec![
        (vec![("receipt_file", Some("a.tlog-proof"), &receipt)], "回执成立", "The receipt holds"),
        (vec![("receipt", None, &pasted), ("receipt_file", Some(""), "")], "回执成立", "The receipt holds"),
        (vec![("receipt", None, receipt.trim_end())], "回执成立", "The receipt holds"),
        (
            vec![("receipt", None, &receipt), ("statement", None, &item.note)],
            "它是所附报送声明的回执",
            "It is the receipt of the statement given",
        ),
        (
            vec![("receipt", None, &receipt), ("growth_file", Some("g"), &growth)],
            "其间只增不改",
            "has only grown since",
        ),
        (
            vec![("receipt_file", Some("v"), &verdict.receipt), ("document_file", Some("d"), &document)],
            "所附文书即该条所记的文书",
            "is the one the leaf names",
        ),
        (
            vec![("receipt", None, &tampered)],
            "不成立：日志的这一位置上没有这一条",
            "does not hold: the leaf is not in the log",
        ),
        (vec![("receipt", None, "我的回执")], "不成立：这不是回执", "does not hold: this is no receipt"),
        (
            vec![("receipt", None, &receipt), ("statement", None, &other.note)],
            "不成立：这是另一份报送声明的回执",
            "does not hold: it is the receipt of another",
        ),
        (
            vec![("receipt_file", Some("v"), &verdict.receipt), ("document_file", Some("d"), "[0]")],
            "不成立：文书不是该条所记的文书",
            "does not hold: the document",
        ),
        (
            vec![("receipt", None, &receipt), ("growth_file", Some("g"), &bent)],
            "不成立：后来的日志不含原来的日志",
            "does not hold: the later log",
        ),
        (vec![], "没有回执", "No receipt was given"),
    ];
    for (fields, zh, en) in cases {
        for (lang, wanted) in [("zh", zh), ("en", en)] {
            let answer = verify(&city, &county, lang, &fields).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            let said = answer
                .text()
                .split("id=\"outcome\"")
                .nth(1)
                .unwrap()
                .split("</div>")
                .next()
                .unwrap()
                .to_owned();
            assert!(said.contains(wanted), "{wanted} is not in {said}");
        }
    }
    let long = "x".repeat(aggregator::web::portal::evidence::MAX_TEXT + 1);
    let longer = "x".repeat(aggregator::web::portal::evidence::MAX_DOCUMENT + 1);
    for (fields, status) in [
        (vec![("receipt", None, long.as_str())], 413),
        (vec![("document_file", Some("d"), longer.as_str())], 413),
        (vec![("nonsense", None, "x")], 400),
        (vec![("receipt", None, "x"), ("receipt", None, "y")], 400),
        (vec![("csrf", None, "x")], 400),
    ] {
        assert_eq!(verify(&city, &county, "zh", &fields).await.status, status, "{:?}", fields[0].0);
    }
}

fn command(folder: &Path, key: &str, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
    let done = command
        .current_dir(folder)
        .args(["verify", args[0], "--key", key])
        .args(&args[1..])
        .output()
        .unwrap();
    (done.status.code(), String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_verifies_receipt_statement_document_and_growth_offline() {
    let city = City::start().await;
    let (donghu, xiling) = filed(&city).await;
    let item = donghu.items().unwrap().remove(0);
    let receipt = item.receipt.clone().unwrap();
    let from = Receipt::parse(&receipt).unwrap().verify(&city.services.log_key).unwrap().checkpoint.size;
    let growth =
        ask("GET", &format!("{}{}?from={from}", city.address, wire::CONSISTENCY), &[], vec![]).await.text();
    let letter = donghu.letters().unwrap().remove(2);
    let folder = city.folder();
    for (name, text) in [
        ("receipt", receipt.as_str()),
        ("statement", &item.note),
        ("other", &xiling.items().unwrap().remove(0).note),
        ("letter", &letter.receipt),
        ("document", letter.document.as_deref().unwrap()),
        ("growth", &growth),
        ("forged", &receipt.replacen("index ", "index 1", 1)),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let key = city.services.log_key.to_string();
    for (args, holds, said) in [
        (vec!["receipt"], true, "The receipt holds"),
        (
            vec!["receipt", "--statement", "statement", "--consistency", "growth"],
            true,
            "has only grown since",
        ),
        (vec!["letter", "--document", "document"], true, "is the one the leaf names"),
        (vec!["receipt", "--statement", "other"], false, "another statement"),
        (vec!["letter", "--document", "growth"], false, "document"),
        (vec!["receipt", "--consistency", "receipt"], false, "not a consistency proof"),
        (vec!["forged"], false, "not in the log"),
    ] {
        let (code, text) = command(folder, &key, &args);
        assert_eq!(code == Some(0), holds, "{args:?}: {text}");
        assert!(text.contains(said), "{args:?}: {text}");
    }
}
