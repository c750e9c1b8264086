//! The real city under the model: its own store on disk, notes signed with real keys, and every answer compared.

use std::{collections::BTreeMap, path::PathBuf};

use aggregator::{
    app::Services,
    backup::{self, restore::bring_back},
    clock::Clock,
    config::Config,
    error::AppError,
    intake::{
        key,
        recovery::{self, Reporter},
        statement,
    },
    store::{Location, bureau, log, node},
};
use chrono::{DateTime, Utc};
use schemas::{
    bureau::{Kind as Sort, Level, Tree},
    entry::{Act, Entry},
    hash::Sha,
    key::Rotation,
    note::{SignKey, VerifyKey},
    period::Period,
    receipt::Receipt,
    recovery::Report,
    statement::{ContentRef, FilingKey, Kind, Purpose, Schema, Statement},
    wire::{Letter, Mode, node_name},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::reference::{self, Answer, Deed, Does, FILINGS, Leaf, NODES, Reference};
use crate::faults::{
    notes::{self, bureau_of},
    stored::Stored,
};

/// A city and all that was ever said to and by it.
pub struct Tried {
    runtime: Runtime,
    folder: TempDir,
    /// How often it was restored: each time into a place of its own.
    restored: usize,
    /// Backups made.
    backups: usize,
    /// The last of them.
    backup: Option<PathBuf>,
    services: Option<Services>,
    log: VerifyKey,
    /// Keys of the nodes, oldest first.
    keys: Vec<Vec<SignKey>>,
    /// Identity and note of every sealed statement, in the model's order.
    notes: Vec<(Sha, String)>,
    /// Notes that asked for the newest exchange of a node's keys.
    rotations: BTreeMap<usize, String>,
    /// Every receipt ever given, as it was given.
    receipts: Vec<Receipt>,
}

fn config(folder: &TempDir, restored: usize) -> Config {
    notes::place(&folder.path().join(restored.to_string()), None)
}

fn seed(node: usize, key: usize) -> [u8; 32] {
    *Sha::of(format!("node {node} key {key}").as_bytes()).bytes()
}

fn code(bureau: usize) -> String {
    format!("{}", 519_901 + bureau)
}

fn filing(node: usize, filing: usize) -> FilingKey {
    FilingKey {
        bureau: code(reference::bureau(node)).parse().unwrap(),
        form: "L3".into(),
        period: Period::quarter(2024, u32::try_from(filing).unwrap() + 1).unwrap(),
        subject: None,
    }
}

impl Tried {
    /// A city in which every node of the model has enrolled.
    pub fn found(state: &Reference) -> Self {
        assert!(FILINGS <= 4 && state.nodes.len() == NODES);
        let runtime = Runtime::new().unwrap();
        let folder = TempDir::new().unwrap();
        let services = config(&folder, 0).open(Clock::system()).unwrap();
        let log = services.log_key.clone();
        let mut places = vec![bureau_of("519900", Level::City, Sort::City, None)];
        let district = |number| bureau_of(&code(number), Level::County, Sort::District, Some("519900"));
        places.extend((0..NODES).map(district));
        let tree = Tree::new(places).unwrap();
        let enter =
            services.store.write(move |connection| Ok::<_, AppError>(bureau::enter(connection, &tree)?));
        runtime.block_on(enter).unwrap();
        let mut keys = Vec::new();
        for node in 0..NODES {
            let seed = seed(node, 0);
            let point = *SignKey::from_seed("n", &seed).unwrap().verify_key().point();
            let key = SignKey::from_seed(&node_name(&point), &seed).unwrap();
            runtime.block_on(notes::enrol(&services, &code(reference::bureau(node)), &key));
            keys.push(vec![key]);
        }
        let (notes, rotations, receipts) = (Vec::new(), BTreeMap::new(), Vec::new());
        let services = Some(services);
        Self {
            runtime,
            folder,
            restored: 0,
            backups: 0,
            backup: None,
            services,
            log,
            keys,
            notes,
            rotations,
            receipts,
        }
    }

    /// Does what happened; `state` is the model after it.
    pub fn act(&mut self, state: &Reference, deed: &Deed) {
        match deed {
            Deed::Seal { .. } => self.seal(state),
            Deed::Send { which, .. } => {
                let which = which.index(self.notes.len());
                let answer = self.send(which);
                self.expect(state, which, answer);
            }
            Deed::Twice { which } => {
                let which = which.index(self.notes.len());
                let answers = self.twice(which);
                for answer in answers {
                    self.expect(state, which, answer);
                }
            }
            Deed::Rotate { node } => self.rotate(state, *node),
            Deed::RotateAgain { node } => {
                let note = self.rotations[node].clone();
                let done = self.runtime.block_on(key::rotate(self.services(), &note));
                let revoked = state.nodes[*node].revoked;
                assert_eq!(
                    done.map(|done| done.again).map_err(|error| error.problem().code()),
                    if revoked { Err("key-revoked") } else { Ok(true) }
                );
            }
            Deed::Revoke { node } => {
                let name = self.keys[*node][0].verify_key().name().to_owned();
                let since = DateTime::UNIX_EPOCH;
                self.runtime.block_on(key::revoke(self.services(), name, since, "遗失".into())).unwrap();
            }
            Deed::Restart => {
                self.services = None;
                self.services = Some(self.config().open(Clock::system()).unwrap());
            }
            Deed::BackUp => {
                self.backups += 1;
                let to = self.folder.path().join(format!("backup-{}", self.backups));
                let made = backup::make(&self.config(), &to, None, Clock::system().now()).unwrap();
                self.backup = Some(made.folder);
            }
            Deed::Restore => self.restore(),
        }
    }

    fn config(&self) -> Config {
        config(&self.folder, self.restored)
    }

    /// What the log holds for the nodes of a bureau, as they fetch it.
    fn letters(&self, bureau: usize) -> Vec<Letter> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let read = self.services().store.read_now(|connection| {
                let addressees = node::addressees(connection, &code(bureau).parse().unwrap())?;
                log::letters(connection, addressees, after)
            });
            let page: Vec<Letter> = read.unwrap();
            let Some(last) = page.last() else { return all };
            after = Some(Receipt::parse(&last.receipt).unwrap().index);
            all.extend(page);
        }
    }

    /// The city is lost with everything since the last backup; the nodes give it back, and nothing else is believed.
    fn restore(&mut self) {
        let letters: Vec<Vec<Letter>> =
            (0..NODES).map(|node| self.letters(reference::bureau(node))).collect();
        let (_, newest) = self.services().store.read_now(log::newest).unwrap().unwrap();
        self.services = None;
        self.restored += 1;
        let config = self.config();
        bring_back(&config, self.backup.as_ref().unwrap(), None, Clock::system().now()).unwrap();
        let services = config.open(Clock::system()).unwrap();
        let size = services.store.read_now(log::size).unwrap();
        for (node, letters) in letters.into_iter().enumerate() {
            let key = self.keys[node].last().unwrap().verify_key();
            let by = Reporter { node: key.name().to_owned(), key };
            let lost =
                letters.into_iter().filter(|letter| Receipt::parse(&letter.receipt).unwrap().index >= size);
            let lost: Vec<Letter> = lost.collect();
            // Every page but the last, and then the last twice.
            let pages: Vec<&[Letter]> = lost.chunks(7).collect();
            for page in pages.iter().copied().chain([&[][..], &[][..]]) {
                let complete = page.is_empty();
                let report = Report { letters: page.to_vec(), checkpoint: Some(newest.clone()), complete };
                match self.runtime.block_on(recovery::receive(&services, by.clone(), report)) {
                    Ok(_) => {}
                    // The last one to be waited for has spoken.
                    Err(error) => assert_eq!(error.problem().code(), "not-found"),
                }
            }
        }
        let mode = self.runtime.block_on(services.store.mode()).unwrap();
        assert_eq!(mode, Mode::Live);
        self.services = Some(services);
    }

    fn services(&self) -> &Services {
        self.services.as_ref().unwrap()
    }

    fn seal(&mut self, state: &Reference) {
        let sealed = state.sealed.last().unwrap();
        let number = self.notes.len();
        let form = self.services().definitions.form("L3").unwrap();
        let hash = |what: &str| Sha::of(format!("{what} {number}").as_bytes());
        let content = matches!(sealed.does, Does::File | Does::Amend).then(|| ContentRef {
            rows: 1,
            length: 100,
            sha256: hash("content"),
            rows_root: hash("root"),
        });
        let statement = Statement {
            log: self.log.name().into(),
            kind: match sealed.does {
                Does::File => Kind::Ledger,
                Does::Nil => Kind::Nil,
                Does::Amend => Kind::Amendment,
                Does::Void => Kind::Void,
            },
            node: self.keys[sealed.node][0].verify_key().name().into(),
            filing: filing(sealed.node, sealed.filing),
            revision: sealed.revision,
            supersedes: sealed.supersedes.map(|head| self.notes[head].0),
            schema: Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) },
            policy: None,
            content,
            previous: None,
            seen: None,
            // No two statements are the same.
            created: DateTime::<Utc>::from_timestamp(1_760_000_000 + number as i64, 0).unwrap(),
            skew: 0,
            purpose: Purpose::History,
            reason: (sealed.revision > 1).then(|| "更正".into()),
        };
        let text = statement.compose();
        self.notes.push((Statement::id_of(&text), self.keys[sealed.node][sealed.key].sign(&text)));
    }

    fn send(&mut self, which: usize) -> Result<(Receipt, bool), AppError> {
        let (id, note) = self.notes[which].clone();
        let accepted = self.runtime.block_on(statement::accept(self.services(), id, note))?;
        Ok((accepted.receipt, accepted.again))
    }

    fn twice(&mut self, which: usize) -> [Result<(Receipt, bool), AppError>; 2] {
        let (id, note) = self.notes[which].clone();
        let services = self.services();
        let both = async {
            tokio::join!(
                statement::accept(services, id, note.clone()),
                statement::accept(services, id, note.clone())
            )
        };
        let (first, second) = self.runtime.block_on(both);
        [first, second].map(|accepted| accepted.map(|accepted| (accepted.receipt, accepted.again)))
    }

    /// What was answered is what the model, which is one step ahead, says.
    fn expect(&mut self, state: &Reference, which: usize, answer: Result<(Receipt, bool), AppError>) {
        let expected = match state.answer(which) {
            // The step is done in the model: what it took it would now give again.
            Answer::Again(leaf) => Ok(leaf),
            Answer::Refused(problem) => Err(problem),
            Answer::Taken(_) => panic!("the model has not taken what it was sent"),
        };
        let answered =
            answer.as_ref().map(|(receipt, _)| receipt.index).map_err(|error| error.problem().code());
        assert_eq!(answered, expected, "statement {which} {:?}", state.sealed[which]);
        if let Ok((receipt, _)) = answer {
            let proven = receipt.verify_for(&self.notes[which].0, &self.log).unwrap();
            assert_eq!(Some(proven.index), state.sealed[which].leaf);
            self.receipts.push(receipt);
        }
    }

    fn rotate(&mut self, state: &Reference, node: usize) {
        let number = self.keys[node].len();
        let old = self.keys[node].last().unwrap().clone();
        let new = SignKey::from_seed(old.verify_key().name(), &seed(node, number)).unwrap();
        let wish = Rotation {
            log: self.log.name().into(),
            old: old.verify_key(),
            new: new.verify_key(),
            created: DateTime::UNIX_EPOCH,
        };
        let note = wish.sign(&old, &new).unwrap();
        let done = self.runtime.block_on(key::rotate(self.services(), &note));
        if state.nodes[node].revoked {
            assert_eq!(done.unwrap_err().problem().code(), "key-revoked");
            return;
        }
        let done = done.unwrap();
        assert_eq!((done.again, Some(&done.receipt.index)), (false, state.nodes[node].keys.last()));
        self.receipts.push(done.receipt);
        self.rotations.insert(node, note);
        self.keys[node].push(new);
    }

    /// I1–I4, from what lies on the disk.
    pub fn holds(&self, state: &Reference) {
        let path = self.config().data.join("tongbao.db");
        // No double, no fork: every checkpoint stored is one of these leaves, and no filing has a revision twice.
        let stored = Stored::read(&Location::Sqlite(path), &self.log).unwrap();
        let entries: Vec<Entry> = stored.leaves.iter().map(|leaf| Entry::parse(leaf).unwrap()).collect();
        let acts: Vec<Act> = entries.iter().map(|entry| entry.act).collect();
        let expected = state.log.iter().map(|leaf| match leaf {
            Leaf::Enrolled(_) => Act::KeyEnrolled,
            Leaf::Accepted(_) => Act::StatementAccepted,
            Leaf::Rotated(_) => Act::KeyRotated,
            Leaf::Revoked(_) => Act::KeyRevoked,
        });
        assert_eq!(acts, expected.collect::<Vec<_>>());
        // No loss: every receipt ever given resolves to the same bytes at the same place, under a checkpoint of this log.
        for receipt in &self.receipts {
            let at = usize::try_from(receipt.index).unwrap();
            assert_eq!(stored.leaves.get(at), Some(&receipt.entry));
            stored.agrees(&receipt.verify(&self.log).unwrap().checkpoint).unwrap();
        }
        // Authority: every statement stands on the leaf that admitted the key it is signed with, which lies before it and
        // was in force there.
        for (at, (leaf, entry)) in (0_u64..).zip(state.log.iter().zip(&entries)) {
            let Leaf::Accepted(which) = leaf else { continue };
            let sealed = state.sealed[*which];
            let keys = &state.nodes[sealed.node].keys;
            assert_eq!(
                (entry.statement, entry.key_leaf),
                (Some(self.notes[*which].0), Some(keys[sealed.key]))
            );
            assert!(keys[sealed.key] < at && keys.get(sealed.key + 1).is_none_or(|next| at < *next));
            let ended = state.log.iter().position(|leaf| *leaf == Leaf::Revoked(sealed.node));
            assert!(ended.is_none_or(|ended| at < ended as u64));
        }
    }
}
