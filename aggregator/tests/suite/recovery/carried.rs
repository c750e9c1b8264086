//! A city restored from an old backup while one of its counties is reached by files only: what that county holds comes back
//! by hand, and is believed no further than on a line.

use aggregator::{
    error::AppError,
    intake::{
        enrolment,
        package::{self, Taken},
    },
    policy,
    store::recovered,
};
use node_agent::{Exported, Imported, Node, State, Trouble, Wishes};
use schemas::{
    hash::Sha,
    key::Role,
    note::SignKey,
    package::{Kind, Package, Part},
    problem::{Problem, ProblemBody},
    receipt::{Checkpoint, Receipt},
    recovery::{MAX_LETTERS, Report, Reported},
    wire::{Letter, Mode},
};

use super::{
    liars::{forged, letters, log_key, written},
    town::{Held, Town, waits},
};
use crate::{carried::head_of, city::City, keys, signing::key_of};

/// The county without a line.
const FAR: &str = "519923";

impl Town {
    /// 北湾区 enrols by files.
    async fn enrol_by_file(&mut self) {
        let mut node = self.city.bare_node(FAR);
        let token = enrolment::issue(&self.city.services, FAR.parse().unwrap(), true).await.unwrap();
        let enrolment = Some((token, self.city.services.log_key.clone()));
        carry(&self.city, &mut node, &Wishes { enrolment, ..Wishes::default() }).await;
        self.nodes.push((FAR.to_owned(), node));
    }

    /// Its package goes to the city, and the answers back.
    async fn round(&mut self) -> (Exported, Taken, Imported) {
        self.round_with(&Wishes::default()).await
    }

    async fn round_with(&mut self, wishes: &Wishes) -> (Exported, Taken, Imported) {
        let (_, node) = self.nodes.iter_mut().find(|(name, _)| name == FAR).unwrap();
        carry(&self.city, node, wishes).await
    }

    fn export(&mut self, wishes: &Wishes) -> Exported {
        let (_, node) = self.nodes.iter().find(|(name, _)| name == FAR).unwrap();
        export(&self.city, node, wishes)
    }

    /// Those with a line give back; the city waits for the other.
    async fn lines_give_back(&self) {
        for (_, node) in self.nodes.iter().filter(|(name, _)| name != FAR) {
            assert!(waits(&node.push().await.unwrap()));
        }
    }
}

fn export(city: &City, node: &Node, wishes: &Wishes) -> Exported {
    let path = city.folder().join("package");
    let _ = std::fs::remove_file(&path);
    node.export(&path, wishes).unwrap()
}

async fn carry(city: &City, node: &mut Node, wishes: &Wishes) -> (Exported, Taken, Imported) {
    let made = export(city, node, wishes);
    let taken = package::take(&city.services, &made.bytes).await.unwrap();
    let imported = node.import(&taken.answers).await.unwrap();
    (made, taken, imported)
}

fn asks_back() -> Wishes {
    Wishes { give_back: true, ..Wishes::default() }
}

fn said(imported: &Imported) -> Option<&Trouble> {
    imported.pushed.as_ref().unwrap().trouble.as_ref()
}

/// A package of reports, as whoever has the key makes it.
fn packed(city: &City, key: &SignKey, pages: &[Report]) -> Vec<u8> {
    let pages: Vec<Vec<u8>> = pages.iter().map(|page| serde_json::to_vec(page).unwrap()).collect();
    let parts: Vec<Part<'_>> =
        pages.iter().map(|bytes| Part { kind: Kind::Report, of: None, bytes }).collect();
    head_of(city, key).seal(key, &parts).unwrap()
}

/// What the answers say of a report: its problem, if it was refused.
fn refusal(taken: &Taken) -> Option<String> {
    let answers = Package::parse(&taken.answers).unwrap();
    let refused: Option<ProblemBody> =
        answers.of_kind(Kind::ReportRefused).next().map(|part| serde_json::from_slice(part.bytes).unwrap());
    assert_eq!(refused.is_some(), taken.lines.iter().any(|line| line.outcome.is_err()));
    refused.map(|body| Problem::from_code(&body.kind).unwrap().code().to_owned())
}

async fn refused_whole(city: &City, bytes: &[u8]) -> String {
    let refused: AppError = package::take(&city.services, bytes).await.unwrap_err();
    refused.problem().code().to_owned()
}

crate::on_both_engines! {
    async fn a_county_without_a_line_gives_back_and_the_city_is_whole(city: City) {
        let mut town = Town::found(city, "carried").await;
        policy::publish(&town.city.services).await.unwrap();
        town.enrol_by_file().await;
        town.round().await;
        let made = town.back_up();
        town.file("519901");
        town.file(FAR);
        town.contact().await;
        town.round().await;
        town.give_back(FAR).await;
        town.file(FAR);
        town.round().await;
        town.confirm(FAR).await;
        town.round_with(&Wishes { rotation: true, ..Wishes::default() }).await;
        town.contact().await;
        town.round().await;
        let (before, states) = (Held::of(&town.city.services), town.states());
        town.restore(&made);
        town.lines_give_back().await;
        // The city names who is silent, and that it is reached by files.
        let name = town.node(FAR).name();
        let silent: Vec<_> = town.progress().unwrap().silent().cloned().collect();
        assert_eq!(silent.iter().map(|node| (node.node.as_str(), node.by_file)).collect::<Vec<_>>(), [(name.as_str(), true)]);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_aggregator"));
        command.arg("recovery").arg("--data").arg(&town.config.data);
        if let Some(database) = town.city.database() {
            command.args(["--database", database]);
        }
        let told = String::from_utf8(command.output().unwrap().stdout).unwrap();
        let line = told.lines().find(|line| line.contains(&name) && line.contains("从未经网络联系")).unwrap();
        assert!(line.contains("node-agent export --give-back") && line.contains("aggregator import"), "{told}");
        // The backup has another key of this node, so only what it gives back can prove the one it has now.
        let plain = town.export(&Wishes::default());
        assert_eq!(refused_whole(&town.city, &plain.bytes).await, "log-recovering");
        let (made, taken, imported) = town.round_with(&asks_back()).await;
        assert!(made.gives_back.is_some_and(|letters| letters > 5) && made.items.is_empty(), "{:?}", made.gives_back);
        assert_eq!(refusal(&taken), None);
        assert!(matches!(said(&imported), Some(Trouble::Unanswered)), "its rows are to be sent again: {imported:?}");
        assert_eq!(town.progress(), None, "the last one has spoken");
        let now = Held::of(&town.city.services);
        assert_eq!((&now.leaves, &now.checkpoint), (&before.leaves, &before.checkpoint));
        assert_eq!((&now.statements, &now.keys), (&before.statements, &before.keys));
        // The same package again changes nothing, and says the same.
        let again = package::take(&town.city.services, &made.bytes).await.unwrap();
        assert_eq!(refusal(&again), None);
        town.node(FAR).import(&again.answers).await.unwrap();
        // The rows come again by themselves.
        let (made, ..) = town.round().await;
        assert!(made.gives_back.is_none() && made.items.len() == 2, "{made:?}");
        town.contact().await;
        town.contact().await;
        town.round().await;
        assert_eq!(Held::of(&town.city.services), before);
        assert_eq!(town.states(), states);
        for (_, node) in &town.nodes {
            assert!(node.forks().unwrap().is_empty());
            assert!(node.given_back().unwrap().is_none());
        }
    }

    async fn what_is_filed_by_hand_meanwhile_is_refused_and_not_lost(city: City) {
        let mut town = Town::found(city, "carried meanwhile").await;
        town.enrol_by_file().await;
        town.round().await;
        town.contact().await;
        let made = town.back_up();
        town.file(FAR);
        town.round().await;
        let before = Held::of(&town.city.services);
        town.restore(&made);
        let period = "2025Q3".parse().unwrap();
        town.node(FAR).nil("L4", period, None, None).unwrap();
        let name = town.node(FAR).name();
        // It does not know; the package comes back with what is going on, and nothing was done.
        let (sent, taken, imported) = town.round().await;
        assert_eq!((sent.items.len(), sent.gives_back), (1, None));
        let answers = Package::parse(&taken.answers).unwrap();
        assert!(answers.of_kind(Kind::Refused).next().unwrap().text().unwrap().contains("log-recovering"));
        assert!(taken.lines.iter().all(|line| line.outcome.is_err()), "{:?}", taken.lines);
        assert!(matches!(said(&imported), Some(Trouble::GiveBack(0))), "{:?}", said(&imported));
        let of = |town: &mut Town, form: &str| town.node(FAR).items().unwrap().iter().find(|item| item.statement.filing.form == form).unwrap().state;
        assert_eq!(of(&mut town, "L4"), State::Sealed);
        // From now on it gives back, without being told; a wish for another key has to wait, too.
        let sent = town.export(&Wishes { rotation: true, ..Wishes::default() });
        assert!(sent.gives_back.is_some() && sent.items.is_empty());
        let kinds: Vec<Kind> = Package::parse(&sent.bytes).unwrap().parts.iter().map(|part| part.kind).collect();
        assert_eq!(kinds, [Kind::Report]);
        let (_, taken, imported) = town.round().await;
        assert!(matches!(said(&imported), Some(Trouble::GiveBack(letters)) if *letters > 0));
        let answers = Package::parse(&taken.answers).unwrap();
        let part = answers.of_kind(Kind::Reported).next().unwrap();
        assert!(!serde_json::from_slice::<Reported>(part.bytes).unwrap().live);
        let progress = town.progress().unwrap();
        assert!(progress.nodes.iter().any(|node| node.node == name && node.reported.is_some()), "{progress:?}");
        assert_eq!(progress.silent().count(), 2);
        // The others make the city live; nobody has told the one without a line.
        town.contact().await;
        town.contact().await;
        assert_eq!(town.progress(), None);
        assert_eq!(Held::of(&town.city.services).leaves, before.leaves);
        let (sent, _, imported) = town.round().await;
        assert!(sent.gives_back.is_some());
        assert!(town.node(FAR).given_back().unwrap().is_none(), "{:?}", said(&imported));
        // What was lost and what waited goes with the next.
        let (sent, _, imported) = town.round().await;
        assert_eq!((sent.items.len(), sent.gives_back), (2, None));
        assert!(said(&imported).is_none(), "{:?}", said(&imported));
        assert_eq!((of(&mut town, "L3"), of(&mut town, "L4")), (State::Valid, State::Valid));
        let now = Held::of(&town.city.services);
        assert_eq!(now.leaves[..before.leaves.len()], before.leaves);
        assert_eq!(now.figures[..before.figures.len()], before.figures);
    }

    async fn a_node_enrolled_by_hand_after_the_backup_proves_itself(city: City) {
        let mut town = Town::found(city, "carried unknown").await;
        town.contact().await;
        let made = town.back_up();
        town.enrol_by_file().await;
        town.file(FAR);
        town.round().await;
        town.contact().await;
        town.round().await;
        let before = Held::of(&town.city.services);
        town.restore(&made);
        let plain = town.export(&Wishes::default());
        assert_eq!(refused_whole(&town.city, &plain.bytes).await, "log-recovering");
        let (_, taken, imported) = town.round_with(&asks_back()).await;
        assert_eq!(refusal(&taken), None);
        assert!(matches!(said(&imported), Some(Trouble::GiveBack(_))));
        town.contact().await;
        assert_eq!(town.progress(), None);
        town.round().await;
        town.round().await;
        town.contact().await;
        assert_eq!(Held::of(&town.city.services), before);
        // A city that is live wants nothing back, and that is no failure.
        let (_, taken, imported) = town.round_with(&asks_back()).await;
        assert_eq!(refusal(&taken), None);
        assert!(said(&imported).is_none() && town.node(FAR).given_back().unwrap().is_none());
        assert_eq!(Held::of(&town.city.services), before);
    }

    async fn a_lie_in_a_package_is_refused_as_on_the_line(city: City) {
        let mut town = Town::found(city, "carried lies").await;
        town.enrol_by_file().await;
        town.round().await;
        let made = town.back_up();
        town.file(FAR);
        town.round().await;
        town.give_back(FAR).await;
        town.round().await;
        town.contact().await;
        let before = Held::of(&town.city.services);
        town.restore(&made);
        let (key, name, log) = (key_of(&town.city, FAR), town.node(FAR).name(), log_key(&town));
        let size = town.progress().unwrap().size;
        let good = letters(town.node(FAR), size);
        let returned = good.iter().find(|letter| letter.document.as_deref().is_some_and(|text| text.starts_with("tongbao-return"))).unwrap();
        let other = SignKey::from_seed(log.verify_key().name(), &[9; 32]).unwrap();
        let honest = Report { letters: good.clone(), checkpoint: None, complete: true };
        let mut moved = Receipt::parse(&returned.receipt).unwrap();
        moved.index += 1;
        let lies: Vec<(&str, Letter)> = vec![
            ("the document is missing", Letter { document: None, ..returned.clone() }),
            ("the leaf is not in the log at that place", Letter { receipt: moved.compose(), ..returned.clone() }),
            ("the checkpoint is not signed with the log's key", forged(&other, &before.leaves, None)),
            ("this is no receipt", Letter { receipt: "回执".into(), document: None }),
        ];
        for (why, lie) in lies {
            // Whatever stands beside the lie is refused with it, and so are the pages behind it.
            let page = Report { letters: vec![good[0].clone(), lie], checkpoint: None, complete: false };
            let bytes = packed(&town.city, &key, &[page, honest.clone()]);
            let taken = package::take(&town.city.services, &bytes).await.unwrap();
            assert_eq!(refusal(&taken).as_deref(), Some("invalid"), "{why}");
            assert_eq!(taken.lines.len(), 1);
            let (what, who, detail) = written(&town.city);
            assert_eq!((what.as_str(), who.as_str()), ("recovery invalid", name.as_str()));
            assert!(detail.contains("letter 2") && detail.contains(why), "{why}: {detail}");
            // The node hears it, and gives back again.
            let imported = town.node(FAR).import(&taken.answers).await.unwrap();
            assert!(matches!(said(&imported), Some(Trouble::Refused(Problem::Invalid, _))), "{:?}", said(&imported));
            assert!(town.export(&Wishes::default()).gives_back.is_some());
        }
        let many = Report { letters: vec![good[0].clone(); MAX_LETTERS + 1], checkpoint: None, complete: true };
        let taken = package::take(&town.city.services, &packed(&town.city, &key, &[many])).await.unwrap();
        assert_eq!(refusal(&taken).as_deref(), Some("too-large"));
        let progress = town.progress().unwrap();
        assert_eq!((progress.recovered, progress.silent().count()), (0, 3), "nothing of it was kept");

        // Who has signed the package must be known to the log.
        let stranger = keys::key_of(Role::Agent, 66);
        assert_eq!(refused_whole(&town.city, &packed(&town.city, &stranger, std::slice::from_ref(&honest))).await, "unknown-key");
        assert_eq!(written(&town.city).0, "package unknown-key");
        let thief = SignKey::from_seed(&name, &[66; 32]).unwrap();
        assert_eq!(refused_whole(&town.city, &packed(&town.city, &thief, std::slice::from_ref(&honest))).await, "bad-signature");
        assert_eq!(written(&town.city).0, "package bad-signature");
        // What cannot be read is refused whole.
        let head = Package::parse(&packed(&town.city, &key, &[])).unwrap().head;
        let named = Part { kind: Kind::Report, of: Some(Sha::of(b"{}")), bytes: b"{\"letters\":[],\"checkpoint\":null,\"complete\":true}" };
        for part in [Part { of: None, bytes: b"{}", ..named }, Part { of: None, bytes: b"", ..named }, named] {
            assert_eq!(refused_whole(&town.city, &head.seal(&key, &[part]).unwrap()).await, "malformed");
        }
        assert_eq!(town.progress().unwrap(), progress);

        // A second history signed by the log is evidence, and stops recovery.
        let point = Checkpoint { origin: log.verify_key().name().into(), size, root: Sha::of(b"x") };
        let fork = Report { letters: vec![], checkpoint: Some(point.sign(&log)), complete: true };
        let taken = package::take(&town.city.services, &packed(&town.city, &key, &[fork])).await.unwrap();
        assert_eq!(refusal(&taken).as_deref(), Some("log-forked"));
        assert_eq!(written(&town.city).0, "recovery log-forked");
        assert!(town.city.services.store.read_now(recovered::forks).unwrap().iter().all(|fork| fork.node == name));
        town.sql("DELETE FROM log_fork");

        // After all that the honest ones bring it back.
        town.contact().await;
        town.round().await;
        town.contact().await;
        town.round().await;
        assert_eq!(town.city.services.store.mode().await.unwrap(), Mode::Live);
        town.contact().await;
        assert_eq!(Held::of(&town.city.services), before);
    }
}
