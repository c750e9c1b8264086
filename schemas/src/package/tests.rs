//! Golden bytes; what is cut, changed or spelt otherwise is refused.

use super::*;

fn key(seed: u8) -> SignKey {
    SignKey::from_seed("n-7f3a9c", &[seed; 32]).unwrap()
}

fn head() -> Head {
    Head {
        to: To::City,
        log: "tongbao.example/1".into(),
        node: "n-7f3a9c".into(),
        seen: Some((7, Sha::of(b"root"))),
        letters: Some(3),
        answers: None,
    }
}

fn small() -> Vec<u8> {
    let parts = [
        Part { kind: Kind::Statement, of: Some(Sha::of(b"s")), bytes: b"a statement\n" },
        Part { kind: Kind::Content, of: Some(Sha::of(b"c")), bytes: &[0, 255, 10, 13] },
        Part { kind: Kind::Rotation, of: None, bytes: b"" },
    ];
    head().seal(&key(7), &parts).unwrap()
}

#[test]
fn golden_bytes() {
    let parts = [Part { kind: Kind::Statement, of: Some(Sha::of(b"s")), bytes: b"a statement\n" }];
    let bytes = head().seal(&key(7), &parts).unwrap();
    insta::assert_snapshot!(String::from_utf8(bytes).unwrap());
}

#[test]
fn a_package_makes_the_round_and_is_whole_or_nothing() {
    let bytes = small();
    let package = Package::parse(&bytes).unwrap();
    assert_eq!((package.head.clone(), package.parts.len()), (head(), 3));
    assert_eq!(package.of_kind(Kind::Content).next().unwrap().bytes, [0, 255, 10, 13]);
    assert_eq!(head().seal(&key(7), &package.parts).unwrap(), bytes);
    package.open(&key(7).verify_key()).unwrap();
    assert!(matches!(package.open(&key(8).verify_key()), Err(PackageFault::Signature(_))));
    for end in 0..bytes.len() {
        assert!(Package::parse(&bytes[..end]).is_err(), "cut at {end}");
    }
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        // What parses must not verify.
        let good = Package::parse(&changed).is_ok_and(|read| read.open(&key(7).verify_key()).is_ok());
        assert!(!good, "changed at {at}");
    }
    let mut longer = bytes;
    longer.push(b'\n');
    assert_eq!(Package::parse(&longer).unwrap_err(), PackageFault::Parts);
}

/// A package around parts as somebody wrote them, signed like any other.
fn around(count: usize, body: &[u8]) -> Vec<u8> {
    let note = key(7).sign(&head().compose(count, body.len(), &Sha::of(body)));
    [format!("{TITLE}\n{}\n{note}", note.len()).as_bytes(), body].concat()
}

#[test]
fn what_is_signed_is_still_held_to_the_form() {
    let part = |line: &str| format!("{line}\nxx\n").into_bytes();
    assert!(Package::parse(&around(1, &part("part statement - 2"))).is_ok());
    for line in [
        "part statement - 3",
        "part statement - 02",
        "part statement - +2",
        "part statement - 18446744073709551616",
        "part statement 00 2",
        "part unknown - 2",
        "part statement  2",
        "piece statement - 2",
    ] {
        assert_eq!(Package::parse(&around(1, &part(line))).unwrap_err(), PackageFault::Part(1), "{line}");
    }
    let one = part("part statement - 2");
    assert_eq!(Package::parse(&around(2, &one)).unwrap_err(), PackageFault::Part(2));
    assert_eq!(Package::parse(&around(0, &one)).unwrap_err(), PackageFault::Part(1));
    assert_eq!(Package::parse(&around(MAX_PARTS + 1, &one)).unwrap_err(), PackageFault::Long);
    let many = vec![Part { kind: Kind::Letter, of: None, bytes: b"" }; MAX_PARTS + 1];
    assert_eq!(head().seal(&key(7), &many).unwrap_err(), PackageFault::Long);
    let wide = vec![0; MAX_PART + 1];
    let wide = [Part { kind: Kind::Content, of: None, bytes: &wide }];
    assert_eq!(head().seal(&key(7), &wide).unwrap_err(), PackageFault::Long);
    assert_eq!(Package::parse(b"PK\x03\x04").unwrap_err(), PackageFault::Title);
    let newer = String::from_utf8(around(0, b"")).unwrap().replacen("package/v1", "package/v2", 1);
    assert_eq!(Package::parse(newer.as_bytes()).unwrap_err(), PackageFault::Title);
}
