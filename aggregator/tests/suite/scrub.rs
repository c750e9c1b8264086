//! The scrub against a bad disk: one byte changed anywhere is found and named, alone or among others, and what is not
//! touched goes on.

use std::{collections::BTreeSet, process::Command};

use aggregator::jobs::scrub::{self, Fault, Run};
use schemas::{entry::Entry, hash::Sha};
use tlog_tiles::tlog::{split_stored_hash_index, stored_hash_count};

use crate::{
    asked::ask,
    city::City,
    filing::{ledger, push},
};

/// A city with filings, verdicts, documents and a tree of several heights.
async fn filed(city: &City) {
    for (bureau, closed) in [("519901", 38), ("519902", 37), ("519923", 36)] {
        let node = city.node(bureau).await;
        node.file(&city.draft("L3", "2025Q3", &ledger(closed)), None).unwrap();
        push(&node).await;
    }
    let node = city.copy_node("519901", "519901-again");
    node.amend(&city.draft("L3", "2025Q3", &ledger(39)), "录错").unwrap();
    push(&node).await;
}

async fn run(city: &City) -> Run {
    scrub::run(&city.services).await.unwrap()
}

/// Numbers that look random and are the same every time.
struct Dice(Sha);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = Sha::of(self.0.bytes());
        usize::from(u16::from_be_bytes([self.0.bytes()[0], self.0.bytes()[1]])) % most
    }
}

/// One stored text or hash.
#[derive(Clone, Debug)]
struct Cell {
    table: &'static str,
    column: &'static str,
    key: String,
    blames: Fault,
}

impl Cell {
    fn text(table: &'static str, column: &'static str, key: String, blames: Fault) -> Self {
        Self { table, column, key, blames }
    }

    /// Changes one byte; changing it again makes it good. Texts stay texts, so that both engines take them.
    fn flip(&self, city: &City, at: usize) {
        let Self { table, column, key, .. } = self;
        let from = |what: &str| format!("SELECT {what} AS line FROM {table} WHERE {key}");
        let value = if *table == "tree_hash" {
            let read = if city.on_postgres() {
                format!("encode({column}, 'hex')")
            } else {
                format!("hex({column})")
            };
            let mut bytes = hex::decode(city.line(&from(&read))).unwrap();
            let at = at % bytes.len();
            bytes[at] ^= 1;
            let text = hex::encode(bytes);
            if city.on_postgres() { format!("decode('{text}', 'hex')") } else { format!("X'{text}'") }
        } else {
            let mut bytes = city.line(&from(column)).into_bytes();
            let plain: Vec<usize> =
                (0..bytes.len()).filter(|at| bytes[*at].is_ascii_alphanumeric()).collect();
            let at = plain[at % plain.len()];
            // Of the letters and digits, the two that differ in the last bit.
            bytes[at] = match bytes[at] {
                b'9' => b'8',
                b'8' => b'9',
                b'z' => b'y',
                b'y' => b'z',
                b'Z' => b'Y',
                b'Y' => b'Z',
                byte if byte.is_ascii_digit() => byte ^ 1,
                byte => ((byte - 1) ^ 1) + 1,
            };
            format!("'{}'", String::from_utf8(bytes).unwrap().replace('\'', "''"))
        };
        assert_eq!(city.sql(&format!("UPDATE {table} SET {column} = {value} WHERE {key}")), 1, "{self:?}");
    }
}

fn lines(city: &City, sql: &str) -> Vec<String> {
    let all = city.lines(sql);
    assert!(!all.is_empty(), "{sql}");
    all
}

/// Everything a bad disk can reach that the scrub answers for.
fn cells(city: &City) -> Vec<Cell> {
    let number = |text: &String| text.parse::<u64>().unwrap();
    let leaves = lines(city, "SELECT CAST(leaf_index AS TEXT) AS line FROM leaf ORDER BY leaf_index");
    let size = leaves.len() as u64;
    let mut all: Vec<Cell> = Vec::new();
    all.extend(
        leaves
            .iter()
            .map(|at| Cell::text("leaf", "entry", format!("leaf_index = {at}"), Fault::Leaf(number(at)))),
    );
    all.extend((0..stored_hash_count(size)).map(|at| {
        let (level, node) = split_stored_hash_index(at);
        Cell::text("tree_hash", "hash", format!("hash_index = {at}"), Fault::Node(level, node))
    }));
    all.extend(lines(city, "SELECT CAST(size AS TEXT) AS line FROM checkpoint").iter().map(|size| {
        Cell::text("checkpoint", "note", format!("size = {size}"), Fault::Checkpoint(number(size)))
    }));
    all.extend(
        lines(city, "SELECT sha256 AS line FROM document")
            .into_iter()
            .map(|name| Cell::text("document", "text", format!("sha256 = '{name}'"), Fault::Document(name))),
    );
    all.extend(
        lines(city, "SELECT id AS line FROM statement")
            .into_iter()
            .map(|id| Cell::text("statement", "note", format!("id = '{id}'"), Fault::Statement(id))),
    );
    all
}

crate::on_both_engines! {
    async fn one_changed_byte_anywhere_is_found_and_named(city: City) {
        filed(&city).await;
        let clean = run(&city).await;
        assert!(clean.is_clean(), "{clean:?}");
        assert!(clean.leaves >= 11 && clean.checkpoints >= 5 && clean.documents >= 5 && clean.statements == 4, "{clean:?}");
        let mut dice = Dice(Sha::of(b"scrub"));
        for cell in cells(&city) {
            // An empty list of findings has no letter or digit to change.
            if cell.table == "document" && city.line(&format!("SELECT text AS line FROM document WHERE {}", cell.key)) == "[]" {
                continue;
            }
            let at = dice.below(usize::from(u16::MAX));
            cell.flip(&city, at);
            let found = run(&city).await;
            assert_eq!((found.faults.as_slice(), found.more), ([cell.blames.clone()].as_slice(), 0), "{cell:?} at {at}");
            cell.flip(&city, at);
        }
        let again = run(&city).await;
        assert!(again.is_clean(), "{again:?}");
    }

    async fn several_changes_are_all_named_and_the_rest_goes_on(city: City) {
        filed(&city).await;
        let all = cells(&city);
        let of = |table: &str| all.iter().filter(|cell| cell.table == table).cloned().collect::<Vec<Cell>>();
        let key = lines(&city, "SELECT sha256 AS line FROM document WHERE text <> '[]'").remove(0);
        let document = of("document").into_iter().find(|cell| cell.key.contains(&key)).unwrap();
        // The first leaf, a hash beside it, and one of everything else; none is on the way from one checkpoint to the next.
        let node = of("tree_hash").into_iter().find(|cell| cell.blames == Fault::Node(0, 3)).unwrap();
        let changed = [of("leaf").remove(0), node, of("checkpoint").remove(1), document, of("statement").remove(2)];
        changed.iter().for_each(|cell| cell.flip(&city, 40));
        let found: BTreeSet<Fault> = run(&city).await.faults.into_iter().collect();
        assert_eq!(found, changed.iter().map(|cell| cell.blames.clone()).collect());
        // Pages, receipts and filing do not stop for it.
        let staff = city.cookie("staff").await;
        let page = ask("GET", &format!("{}/evidence", city.address), &[("Cookie", staff.as_bytes())], vec![]).await;
        assert_eq!(page.status, 200);
        for cell in &changed {
            assert!(page.text().contains(cell.blames.text().zh.as_ref()), "{cell:?}");
        }
        assert_eq!(city.services.store.metrics().text().lines().find(|line| line.starts_with("tongbao_scrub_faults")), Some("tongbao_scrub_faults 5"));
        let node = city.copy_node("519902", "519902-again");
        node.amend(&city.draft("L3", "2025Q3", &ledger(39)), "录错").unwrap();
        let pushed = node.push().await.unwrap();
        assert!(pushed.items.iter().all(|item| item.state == node_agent::State::Valid), "{pushed:?}");
    }

    async fn what_is_gone_and_what_was_changed_together_is_named_too(city: City) {
        filed(&city).await;
        city.sql("UPDATE leaf SET addressee = 'n-other' WHERE leaf_index = 3");
        assert_eq!(run(&city).await.faults, [Fault::Addressee(3)]);
        city.sql("UPDATE leaf SET addressee = (SELECT addressee FROM leaf WHERE leaf_index = 4) WHERE leaf_index = 3");
        // A leaf rewritten with its hash, as somebody would who knows how: the tree above still tells.
        let text = city.line("SELECT entry AS line FROM leaf WHERE leaf_index = 2").replacen("received 2025", "received 2024", 1);
        let hash = schemas::merkle::leaf_hash(text.as_bytes());
        let value = if city.on_postgres() { format!("decode('{hash}', 'hex')") } else { format!("X'{hash}'") };
        city.sql(&format!("UPDATE leaf SET entry = '{text}' WHERE leaf_index = 2"));
        city.sql(&format!("UPDATE tree_hash SET hash = {value} WHERE hash_index = 3"));
        let faults = run(&city).await.faults;
        assert!(faults.contains(&Fault::Below(1, 1)), "{faults:?}");
        let first = Entry::parse(&city.line("SELECT entry AS line FROM leaf WHERE leaf_index = 0")).unwrap();
        assert_eq!(city.sql(&format!("DELETE FROM document WHERE sha256 = '{}'", first.digest.unwrap())), 1);
        assert_eq!(city.sql("DELETE FROM leaf WHERE leaf_index = 5"), 1);
        let faults = run(&city).await.faults;
        assert!(faults.contains(&Fault::Leaf(5)) && faults.contains(&Fault::NoDocument(0)), "{faults:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_so_by_its_exit_code() {
    let city = City::start().await;
    filed(&city).await;
    let scrub = || {
        let data = city.folder().join("city");
        let done = Command::new(env!("CARGO_BIN_EXE_aggregator"))
            .arg("scrub")
            .arg("--data")
            .arg(data)
            .output()
            .unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    let (code, said) = scrub();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Everything is what it was."), "{said}");
    city.sql("UPDATE checkpoint SET note = replace(note, 'tongbao.test/1', 'tongbao.test/2') WHERE size = (SELECT min(size) FROM checkpoint)");
    let (code, said) = scrub();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("FAULT: the checkpoint over "), "{said}");
    let kept = city.services.store.read_now(aggregator::store::scrub::newest).unwrap().unwrap();
    assert_eq!(kept.faults.len(), 1);
}
