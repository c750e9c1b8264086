//! The log as a stranger sees it: whoever copies tiles and entries comes to the signed root with hashing of their own,
//! and is shown that the log has only grown.

use aggregator::store::{AnyConnection, StoreError, log};
use schemas::{
    consistency::{Consistency, ConsistencyFault},
    entry::{Act, Entry},
    hash::Sha,
    receipt::Checkpoint,
    wire,
};

use crate::{
    asked::{Answer, ask},
    city::City,
    filing::{ledger, push},
};

async fn get(city: &City, path: &str) -> Answer {
    ask("GET", &format!("{}{path}", city.address), &[], Vec::new()).await
}

async fn newest(city: &City) -> (Checkpoint, String) {
    let answer = get(city, wire::CHECKPOINT).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-cache")));
    let note = answer.text();
    (Checkpoint::open(&note, &city.services.log_key).unwrap(), note)
}

/// So many leaves, in one commit.
async fn grow(city: &City, leaves: u64) {
    let now = city.services.clock.now();
    let unit = move |connection: &mut AnyConnection| {
        for _ in 0..leaves {
            let entry = Entry {
                act: Act::Confirmed,
                addressee: "n-elsewhere".into(),
                statement: None,
                signatures: None,
                filing: None,
                digest: None,
                key_leaf: None,
                received: now,
                due: None,
            };
            log::append(connection, entry)?;
        }
        Ok::<_, StoreError>(())
    };
    city.services.store.write(unit).await.unwrap();
}

/// RFC 6962 §2.1 over leaf hashes, word for word and sharing nothing with the program.
fn tree_head(hashes: &[Sha]) -> Sha {
    match hashes {
        [] => Sha::of(b""),
        [one] => *one,
        several => {
            let mut half = 1;
            while half * 2 < several.len() {
                half *= 2;
            }
            let (left, right) = (tree_head(&several[..half]), tree_head(&several[half..]));
            Sha::of(&[&[1], left.bytes().as_slice(), right.bytes().as_slice()].concat())
        }
    }
}

fn hashes(bytes: &[u8]) -> Vec<Sha> {
    assert_eq!(bytes.len() % 32, 0);
    bytes.chunks_exact(32).map(|chunk| Sha::from_bytes(chunk.try_into().unwrap())).collect()
}

/// What stands on so many nodes: full pieces of 256 and the rest.
async fn pieces(city: &City, level: &str, nodes: usize) -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    for piece in 0..nodes.div_ceil(256) {
        let width = (nodes - piece * 256).min(256);
        let part = if width == 256 { String::new() } else { format!(".p/{width}") };
        let answer = get(city, &format!("/api/v1/log/tile/{level}/{piece:03}{part}")).await;
        assert_eq!(answer.status, 200, "{level}/{piece:03}{part}");
        assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
        let kept = answer.header("cache-control").unwrap().to_owned();
        assert_eq!(kept.contains("immutable"), width == 256, "{kept}");
        pieces.push(answer.body);
    }
    pieces
}

crate::on_both_engines! {
    async fn a_copy_of_tiles_and_entries_gives_the_signed_root(city: City) {
        let node = city.node("519901").await;
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&node).await;
        grow(&city, 600).await;
        let (point, _) = newest(&city).await;
        let size = usize::try_from(point.size).unwrap();
        assert!(size > 600, "{size}");

        let tiles = pieces(&city, "0", size).await;
        let leaves: Vec<Sha> = tiles.iter().flat_map(|tile| hashes(tile)).collect();
        assert_eq!((leaves.len(), tree_head(&leaves)), (size, point.root));
        // Above stand the heads of the full ones.
        let above: Vec<Sha> = pieces(&city, "1", size / 256).await.iter().flat_map(|tile| hashes(tile)).collect();
        let full: Vec<Sha> = tiles[..size / 256].iter().map(|tile| tree_head(&hashes(tile))).collect();
        assert_eq!((above, size / 256), (full, 2));

        let mut entries: Vec<Vec<u8>> = Vec::new();
        for bundle in pieces(&city, "entries", size).await {
            let mut rest = bundle.as_slice();
            while !rest.is_empty() {
                let length = usize::from(u16::from_be_bytes([rest[0], rest[1]]));
                entries.push(rest[2..2 + length].to_vec());
                rest = &rest[2 + length..];
            }
        }
        let hashed: Vec<Sha> = entries.iter().map(|entry| Sha::of(&[&[0], entry.as_slice()].concat())).collect();
        assert_eq!(hashed, leaves);
        // Public, because a leaf has no place for anything but hashes, codes and instants.
        for entry in entries {
            let text = String::from_utf8(entry).unwrap();
            assert_eq!(Entry::parse(&text).unwrap().compose(), text);
            assert!(text.is_ascii(), "{text}");
        }
    }

    async fn growth_is_proven_between_any_two_checkpoints(city: City) {
        let mut points = Vec::new();
        for leaves in [1, 2, 4, 1, 20, 300] {
            grow(&city, leaves).await;
            points.push(newest(&city).await.0);
        }
        let key = &city.services.log_key;
        for (at, earlier) in points.iter().enumerate() {
            for later in &points[at..] {
                let path = format!("{}?from={}&to={}", wire::CONSISTENCY, earlier.size, later.size);
                let growth = Consistency::parse(&get(&city, &path).await.text()).unwrap();
                assert_eq!(growth.verify(earlier, key).as_ref(), Ok(later), "{path}");
                let other = Checkpoint { root: Sha::of(b"another history"), ..earlier.clone() };
                assert_eq!(growth.verify(&other, key).unwrap_err(), ConsistencyFault::Fork);
            }
            let path = format!("{}?from={}", wire::CONSISTENCY, earlier.size);
            let growth = Consistency::parse(&get(&city, &path).await.text()).unwrap();
            assert_eq!(growth.verify(earlier, key).as_ref(), Ok(points.last().unwrap()), "to the newest");
        }
        for (query, status) in [
            ("from=7&to=3", 404),
            // Nothing was signed over two leaves.
            ("from=1&to=2", 404),
            ("from=1&to=100000", 404),
            ("from=1&to=18446744073709551615", 404),
            ("from=18446744073709551615", 404),
            ("from=-1", 400),
            ("from=18446744073709551616", 400),
            ("from=x&to=3", 400),
            ("", 400),
        ] {
            assert_eq!(get(&city, &format!("{}?{query}", wire::CONSISTENCY)).await.status, status, "{query}");
        }
    }

    async fn a_rotten_hash_is_our_fault_and_looks_like_no_other_history(city: City) {
        grow(&city, 5).await;
        grow(&city, 3).await;
        assert_eq!(city.sql("UPDATE tree_hash SET hash = (SELECT hash FROM tree_hash WHERE hash_index = 0) WHERE hash_index = 6"), 1);
        let answer = get(&city, &format!("{}?from=5&to=8", wire::CONSISTENCY)).await;
        assert_eq!((answer.status, answer.problem().as_str()), (500, "internal"));
    }

    async fn only_tiles_of_the_signed_tree_are_served(city: City) {
        let empty = get(&city, wire::CHECKPOINT).await;
        assert_eq!((empty.status, empty.json()["status"].as_u64()), (404, Some(404)));
        grow(&city, 257).await;
        for (tile, status) in [
            ("0/000", 200), ("0/001.p/1", 200), ("1/000.p/1", 200), ("entries/000", 200), ("entries/001.p/1", 200),
            ("0/000.p/7", 200), ("0/001", 404), ("0/001.p/2", 404), ("1/000", 404), ("1/000.p/2", 404), ("2/000.p/1", 404),
            ("63/000.p/1", 404), ("64/000.p/1", 404), ("0/000.p/256", 404), ("0/000.p/0", 404), ("0/0", 404), ("0/x000/000", 404),
            ("entries/001", 404), ("entries/002.p/1", 404), ("data/000", 404), ("", 404), ("0/x999/x999/x999/x999/x999/x999/x999/999", 404),
            ("0/x018/x446/x744/x073/x709/x551/615", 404), ("7/x000/000", 404),
        ] {
            assert_eq!(get(&city, &format!("/api/v1/log/tile/{tile}")).await.status, status, "{tile}");
        }
    }

    async fn a_tree_that_is_not_what_was_signed_is_not_signed_over(city: City) {
        grow(&city, 5).await;
        let (point, _) = newest(&city).await;
        // The node above the first four leaves is on the edge of what is to be signed next.
        let touched = city.sql("UPDATE tree_hash SET hash = (SELECT hash FROM tree_hash WHERE hash_index = 0) WHERE hash_index = 6");
        assert_eq!(touched, 1);
        let now = city.services.clock.now();
        let unit = move |connection: &mut AnyConnection| {
            let entry = Entry {
                act: Act::Confirmed, addressee: "n-x".into(), statement: None, signatures: None, filing: None, digest: None,
                key_leaf: None, received: now, due: None,
            };
            log::append(connection, entry)
        };
        assert!(matches!(city.services.store.write(unit).await, Err(StoreError::Corrupt("tree"))));
        assert_eq!(newest(&city).await.0, point);
    }
}
