//! C2SP signed-note and tlog-checkpoint: the notes their texts print, and cases rebuilt from the rules they give.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use schemas::{
    note::{NoteFault, SignKey, split},
    receipt::{Checkpoint, ReceiptFault},
};

fn key() -> SignKey {
    SignKey::from_seed("log.example/1", &[5; 32]).unwrap()
}

/// The signature lines of a note.
fn lines(note: &str) -> &str {
    split(note).unwrap().1
}

#[test]
fn the_printed_notes_are_read_as_printed() {
    let note = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n— \
                quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
    let (text, signatures) = split(note).unwrap();
    assert!(text.ends_with("ed è subito sera.\n") && text.contains("sole:\n\ned"));
    assert!(signatures.starts_with("— quasimodo.example/salvatore Nnug"));
    // The text printed for checkpoints, under a key of ours: theirs is not printed.
    let body = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let point = Checkpoint::open(&key().sign(body), &key().verify_key()).unwrap();
    assert_eq!((point.origin.as_str(), point.size), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(BASE64.encode(point.root.bytes()), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
    assert_eq!(point.sign(&key()), key().sign(body));
}

#[test]
fn the_last_empty_line_parts_text_and_signatures() {
    let text = "one\n\ntwo\n\n\nthree\n";
    let note = key().sign(text);
    assert_eq!(key().verify_key().open(&note).unwrap(), text);
    assert_eq!(split(&note).unwrap().0, text);
}

#[test]
fn signatures_by_others_are_passed_over() {
    let log = key().verify_key();
    let note = key().sign("text\n");
    let same_name = SignKey::from_seed("log.example/1", &[6; 32]).unwrap().sign("text\n");
    let other_name = SignKey::from_seed("other.example/1", &[5; 32]).unwrap().sign("text\n");
    for other in [&same_name, &other_name] {
        for block in
            [format!("{}{}", lines(&note), lines(other)), format!("{}{}", lines(other), lines(&note))]
        {
            assert_eq!(log.open(&format!("text\n\n{block}")).unwrap(), "text\n");
        }
        assert_eq!(log.open(other).unwrap_err(), NoteFault::Unsigned("log.example/1".into()));
    }
    // Sixteen signatures are to be taken.
    let fifteen: String = (0..15)
        .map(|n| lines(&SignKey::from_seed(&format!("w{n}"), &[n; 32]).unwrap().sign("text\n")).to_owned())
        .collect();
    assert_eq!(log.open(&format!("text\n\n{fifteen}{}", lines(&note))).unwrap(), "text\n");
}

#[test]
fn a_wrong_signature_by_the_key_refuses_the_note() {
    let note = key().sign("text\n");
    let wrong = note.replacen("text", "Text", 1);
    assert_eq!(key().verify_key().open(&wrong).unwrap_err(), NoteFault::Signature("log.example/1".into()));
    // Also beside good signatures of others.
    let other = SignKey::from_seed("w", &[1; 32]).unwrap().sign("Text\n");
    let both = format!("Text\n\n{}{}", lines(&other), lines(&note));
    assert_eq!(key().verify_key().open(&both).unwrap_err(), NoteFault::Signature("log.example/1".into()));
}

#[test]
fn what_is_not_a_note_is_refused() {
    let note = key().sign("text\n");
    let line = lines(&note).trim_end().to_owned();
    let bytes = line.rsplit(' ').next().unwrap();
    let cases = [
        String::new(),
        "\n".to_owned(),
        "text\n".to_owned(),
        "text\n\n".to_owned(),
        format!("text\n{line}\n"),
        format!("text\n\n{line}"),
        format!("text\n\n{line}\n\n"),
        format!("text\n\n{line} \n"),
        format!("text\n\n{line}\nmore\n"),
        format!("text\n\n-- log.example/1 {bytes}\n"),
        format!("text\n\n—  log.example/1 {bytes}\n"),
        format!("text\n\n— log.example/1  {bytes}\n"),
        format!("text\n\n— log example/1 {bytes}\n"),
        format!("text\n\n— log+example/1 {bytes}\n"),
        format!("text\n\n—  {bytes}\n"),
        format!("text\n\n— log.example/1 {}\n", bytes.replacen('A', "*", 1).replacen('g', "*", 1)),
        format!("text\n\n— log.example/1 {}\n", &bytes[..bytes.len() - 1]),
        "text\n\n— log.example/1 AAAA\n".to_owned(),
        format!("te\txt\n\n{line}\n"),
        format!("te\rxt\n\n{line}\n"),
        format!("te\u{0}xt\n\n{line}\n"),
        format!("{}\n\n{line}\n", "x".repeat(schemas::note::MAX_BYTES)),
    ];
    for case in cases {
        let refused = key().verify_key().open(&case).unwrap_err();
        assert_eq!(refused, NoteFault::Malformed, "{case:?}");
    }
}

#[test]
fn names_that_cannot_stand_in_a_note_name_no_key() {
    for name in ["", "a b", "a+b", "a\u{a0}b", "a\u{3000}b", "a\nb", &"x".repeat(101)] {
        assert!(SignKey::from_seed(name, &[1; 32]).is_err(), "{name:?}");
    }
}

#[test]
fn a_checkpoint_has_three_lines_and_one_spelling() {
    let root = BASE64.encode([7; 32]);
    let open = |body: &str| Checkpoint::open(&key().sign(body), &key().verify_key());
    assert!(open(&format!("log.example/1\n0\n{root}\n")).is_ok());
    assert!(open(&format!("log.example/1\n18446744073709551615\n{root}\n")).is_ok());
    for body in [
        format!("log.example/1\n01\n{root}\n"),
        format!("log.example/1\n+1\n{root}\n"),
        format!("log.example/1\n-1\n{root}\n"),
        format!("log.example/1\n1 \n{root}\n"),
        format!("log.example/1\n0x1\n{root}\n"),
        format!("log.example/1\n\n{root}\n"),
        format!("log.example/1\n18446744073709551616\n{root}\n"),
        format!("log.example/1\n1\n{}\n", BASE64.encode([7; 31])),
        format!("log.example/1\n1\n{}\n", BASE64.encode([7; 33])),
        format!("log.example/1\n1\n{}\n", root.trim_end_matches('=')),
        format!("log.example/1\n1\n {root}\n"),
        format!("log.example/1\n1\n{}\n", hex::encode([7; 32])),
        "log.example/1\n1\n".to_owned(),
        format!("\n1\n{root}\n"),
        // Extension lines are allowed there and not used here: what nobody audits is not signed.
        format!("log.example/1\n1\n{root}\nextension\n"),
        format!("log.example/1\n1\n{root}\n\n"),
    ] {
        assert_eq!(open(&body).unwrap_err(), ReceiptFault::Malformed, "{body:?}");
    }
}
