//! Golden bytes, spellings that are refused, and lines that must fit together.

use proptest::prelude::*;

use super::*;

pub(crate) fn nil(period: &str) -> Statement {
    Statement {
        log: "tongbao.example/1".into(),
        kind: Kind::Nil,
        node: "n-7f3a9c".into(),
        filing: FilingKey {
            bureau: "519923".parse().unwrap(),
            form: "L3".into(),
            period: period.parse().unwrap(),
            subject: None,
        },
        revision: 1,
        supersedes: None,
        schema: Schema { name: "tongbao.L3/1".into(), digest: Sha::of(b"form") },
        policy: None,
        content: None,
        previous: None,
        seen: None,
        created: DateTime::parse_from_rfc3339("2025-10-10T01:30:05Z").unwrap().with_timezone(&Utc),
        skew: 0,
        purpose: Purpose::Current,
        reason: None,
    }
}

fn ledger(period: &str) -> Statement {
    let content =
        ContentRef { rows: 2, length: 512, sha256: Sha::of(b"content"), rows_root: Sha::of(b"root") };
    Statement {
        kind: Kind::Ledger,
        policy: Some(Sha::of(b"policy")),
        content: Some(content),
        seen: Some((41, Sha::of(b"seen"))),
        skew: -412,
        ..nil(period)
    }
}

fn amendment() -> Statement {
    Statement {
        kind: Kind::Amendment,
        revision: 2,
        supersedes: Some(ledger("2025Q3").id()),
        previous: Some(ledger("2025Q3").id()),
        reason: Some("补录一件漏报案件".into()),
        ..ledger("2025Q3")
    }
}

fn event() -> Statement {
    let mut event = ledger("2025-07-03");
    event.filing.form = "L7".into();
    event.filing.subject = Some("M-2025-0007".parse().unwrap());
    event
}

/// The bytes below are the protocol: a change here breaks every receipt ever issued.
#[test]
fn golden_bytes() {
    insta::assert_snapshot!("nil", nil("2025Q3").compose());
    insta::assert_snapshot!("quarterly", ledger("2025Q3").compose());
    insta::assert_snapshot!("daily", ledger("2025-07-03").compose());
    insta::assert_snapshot!("event", event().compose());
    insta::assert_snapshot!("amendment", amendment().compose());
}

#[test]
fn what_is_composed_is_read_back() {
    for statement in
        [nil("2025Q3"), ledger("2025Q3"), ledger("2025-07-03"), ledger("2025W30"), event(), amendment()]
    {
        assert_eq!(Statement::parse(&statement.compose()), Ok(statement));
    }
}

#[test]
fn any_other_spelling_is_refused() {
    let text = ledger("2025Q3").compose();
    for (from, to, line) in [
        ("revision 1", "revision 01", "canonical"),
        ("created 2025-10-10T01:30:05Z", "created 2025-10-10T09:30:05+08:00", "canonical"),
        ("subject -\n", "", "subject"),
        ("reason -\n", "reason -\nextra 1\n", "end"),
        ("kind ledger", "kind forward", "kind"),
        ("kind ledger", "kind nil", "content"),
        ("bureau 519923", "bureau ../..", "bureau"),
        ("supersedes -", "supersedes 00", "supersedes"),
        ("tongbao-statement/v1", "tongbao-statement/v2", "tongbao-statement/v1"),
    ] {
        assert!(text.contains(from), "{from}");
        let fault = Statement::parse(&text.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(fault.contains(line), "{from} -> {to}: {fault}");
    }
    assert_eq!(Statement::parse(&"x".repeat(MAX_BYTES + 1)), Err(StatementFault::Long));
}

#[test]
fn lines_must_make_sense_together() {
    let unreasoned = Statement { reason: None, ..amendment() };
    assert!(Statement::parse(&unreasoned.compose()).unwrap_err().to_string().contains("reason"));
    let orphan = Statement { supersedes: None, ..amendment() };
    assert!(Statement::parse(&orphan.compose()).unwrap_err().to_string().contains("supersedes"));
    let first = Statement { revision: 1, supersedes: None, ..amendment() };
    assert!(Statement::parse(&first.compose()).unwrap_err().to_string().contains("later one"));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*") {
        let _ = Statement::parse(&text);
    }

    #[test]
    fn one_changed_character_never_passes_as_the_same(at in 0_usize..600, c in "[ -~\n]") {
        let text = ledger("2025Q3").compose();
        let at = at % text.len();
        let mut changed = text.clone();
        changed.replace_range(at..=at, &c);
        if changed != text && let Ok(read) = Statement::parse(&changed) {
            prop_assert_eq!(read.compose(), changed.clone());
            prop_assert_ne!(read.id(), Statement::id_of(&text));
        }
    }
}
