//! A county without a line: everything between the two programs goes by files, and a file that is not what it should be
//! changes nothing on either side.

use std::{fs, path::PathBuf, process::Command};

use aggregator::{
    intake::{decision, enrolment, package},
    policy,
    store::{AnyConnection, filing, log},
};
use node_agent::{AgentError, Node, State, Trouble, Wishes};
use schemas::{
    hash::Sha,
    key::Role,
    note::SignKey,
    package::{Head, Kind, MAX_STATEMENTS, Package, PackageFault, Part, To},
    period::Period,
    receipt::ReceiptFault,
    returned::Returned,
    statement::{ContentRef, FilingKey, Purpose, Statement},
};

use crate::{
    city::City,
    filing::ledger,
    keys::{enrolled, nil},
    nlrb::agent::program,
};

const WORKER: &str = "王小芳";

/// Both programs as processes, in one folder.
struct Journey<'a> {
    city: &'a City,
    node: PathBuf,
}

impl Journey<'_> {
    fn run(&self, mut command: Command) -> (i32, String) {
        let output = command.current_dir(self.city.folder()).env_remove("LANG").output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), said)
    }

    /// A command of the county; it must end so.
    fn county(&self, end: i32, args: &[&str]) -> String {
        let mut command = Command::new(program());
        command.args(["--lang", "zh"]).args(args).env("TONGBAO_NODE", &self.node);
        let (code, said) = self.run(command);
        assert_eq!(code, end, "node-agent {args:?}: {said}");
        said
    }

    /// A command of the city beside the server that runs.
    fn city(&self, end: i32, args: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aggregator"));
        let place = if args[0] == "node" { 1 } else { args.len() };
        command.args(&args[..place]).arg("--data").arg(self.city.folder().join("city"));
        if let Some(database) = self.city.database() {
            command.args(["--database", database]);
        }
        let (code, said) = self.run({
            command.args(&args[place..]);
            command
        });
        assert_eq!(code, end, "aggregator {args:?}: {said}");
        said
    }

    /// Out with a package, in with its answers.
    fn round(&self, name: &str, wishes: &[&str]) -> (String, String) {
        let (out, back) = (format!("{name}.package"), format!("{name}.answers"));
        self.county(0, &[&["export", &out], wishes].concat());
        let taken = self.city(0, &["import", &out, "--answers", &back]);
        (taken, self.county(0, &["import", &back]))
    }
}

pub fn leaves(city: &City) -> u64 {
    city.services.store.read_now(log::size).unwrap()
}

/// A ledger of the second quarter, with a name that must not leave the node.
fn history() -> String {
    let csv = ledger(38)
        .replace("2025-07-", "2025-04-")
        .replace("2025-08-", "2025-05-")
        .replace("2025-05-21", "2025-05-22");
    let mut lines = csv.lines();
    let head = format!("{},劳动者姓名\n", lines.next().unwrap());
    lines.fold(head, |text, line| format!("{text}{line},{WORKER}\n"))
}

crate::on_both_engines! {
    async fn a_county_without_a_line_files_by_hand(city: City) {
        policy::publish(&city.services).await.unwrap();
        let journey = Journey { city: &city, node: city.folder().join("county") };
        journey.county(0, &["init"]);
        let handed = journey.city(0, &["token", "519901", "--offline"]);
        let [token, key] = handed.lines().collect::<Vec<_>>()[..] else { panic!("{handed}") };

        // Enrolling: asked for, compared and admitted, told.
        let (taken, told) = journey.round("1", &["--token", token, "--city-key", key]);
        assert!(taken.contains("密钥待核准") && told.contains("待市局核准"), "{taken}{told}");
        let name = taken.lines().next().unwrap().to_owned();
        assert!(journey.county(0, &["export", "early.package"]).contains("六个词"));
        journey.city(0, &["node", "approve", &name, "--yes"]);
        let (taken, told) = journey.round("2", &[]);
        assert!(taken.contains("密钥可用") && told.contains("东湖区"), "{taken}{told}");
        assert!(journey.county(0, &["status"]).contains("现行定义版本"), "the policy came with the answers");

        // Filing: sealed, carried, received, judged.
        fs::write(city.folder().join("ledger.csv"), history()).unwrap();
        let file = ["file", "ledger.csv", "--form", "L3", "--period", "2025Q2", "--history"];
        assert!(journey.county(3, &file).contains("node-agent export"));
        assert!(journey.county(0, &["export", "3.package"]).contains("1 项报送"));
        assert!(journey.county(0, &["status"]).contains("已导出"));
        let before = leaves(&city);
        assert!(journey.city(0, &["import", "3.package", "--answers", "3.answers"]).contains("收讫并校验"));
        assert_eq!(leaves(&city), before + 2, "acceptance and verdict");
        // Again: the same, and no leaf more. A file that is there is not written over.
        assert!(journey.city(0, &["import", "3.package"]).contains("此前已收讫"));
        assert_eq!(leaves(&city), before + 2);
        journey.city(2, &["import", "3.package", "--answers", "3.answers"]);
        journey.county(2, &["export", "3.package"]);
        for _ in 0..2 {
            journey.county(0, &["import", "3.answers"]);
        }
        let node = Node::open(&journey.node, city.clock.clone()).unwrap();
        let item = node.items().unwrap().remove(0);
        assert_eq!(item.state, State::Valid);
        assert_eq!(item.statement.policy, Some(city.services.policies.version()));
        drop(node);
        journey.county(0, &["receipts", "--export", "receipts"]);
        let receipts = fs::read_dir(city.folder().join("receipts")).unwrap().map(|file| file.unwrap().path());
        let proofs: Vec<PathBuf> = receipts.filter(|path| path.extension().is_some_and(|end| end == "tlog-proof")).collect();
        assert!(proofs.len() > 3, "the filing, the key, the policy, the verdict");
        for proof in &proofs {
            journey.county(0, &["verify", proof.to_str().unwrap(), "--key", key]);
        }
        // What is private has not left.
        let bytes = fs::read(city.folder().join("3.package")).unwrap();
        let package = Package::parse(&bytes).unwrap();
        let content = package.of_kind(Kind::Content).next().unwrap();
        let rows = zstd::decode_all(content.bytes).unwrap();
        assert!(String::from_utf8(rows).unwrap().contains("示例案〔2025〕001号"));
        for part in &package.parts {
            let part = if part.kind == Kind::Content { zstd::decode_all(part.bytes).unwrap() } else { part.bytes.to_vec() };
            assert!(!part.windows(WORKER.len()).any(|window| window == WORKER.as_bytes()));
        }

        // A return comes by letter.
        let period: Period = "2025Q2".parse().unwrap();
        let filing = FilingKey { bureau: "519901".parse().unwrap(), form: "L3".into(), period, subject: None };
        let now = aggregator::clock::Clock::system().now();
        let returned = move |connection: &mut AnyConnection| {
            let head = filing::head(connection, &filing)?.unwrap();
            let until = schemas::period::day_of(now);
            let said = Returned { statement: head.id, until, reason: "结案日期与文书不符".into(), cases: vec![] };
            let by = decision::Decision { head: head.id, by: "staff".into(), at: now };
            decision::give_back(connection, &filing, &by, &said)
        };
        city.services.store.write(returned).await.unwrap();
        journey.round("4", &[]);
        assert!(journey.county(0, &["receipts"]).contains("退回"));

        // Another key, asked for and put in place by file; importing the same once more changes nothing.
        let (taken, told) = journey.round("5", &["--rotate"]);
        assert!(taken.contains("旧密钥停用") && told.contains("已换新密钥"), "{taken}{told}");
        let before = leaves(&city);
        journey.city(0, &["import", "5.package"]);
        assert_eq!(leaves(&city), before);
        journey.round("6", &[]);
        assert!(journey.county(2, &["import", "3.answers"]).contains("早于本机已知的情况"));
        // The old key has stopped: what it signed before is not taken as the node's word any more.
        assert!(journey.city(2, &["import", "3.package"]).contains("整包拒收"));
        // Answers for one node are nothing to another.
        let other = Journey { city: &city, node: city.folder().join("other") };
        other.county(0, &["init"]);
        assert!(other.county(2, &["import", "6.answers"]).contains("尚未入网"));
        let handed = journey.city(0, &["token", "519902", "--offline"]);
        let token = handed.lines().next().unwrap();
        other.county(0, &["export", "7.package", "--token", token, "--city-key", key]);
        assert!(other.county(2, &["import", "6.answers"]).contains("不是给本节点的"));
    }

    async fn a_package_that_is_not_what_it_should_be_changes_nothing(city: City) {
        let key = enrolled(&city, "519901", Role::Agent, 1).await;
        let statement = nil(&city, &key, "519901");
        let note = key.sign(&statement.compose());
        let good = Part { kind: Kind::Statement, of: Some(statement.id()), bytes: note.as_bytes() };
        let head = head_of(&city, &key);
        let bytes = head.seal(&key, &[good]).unwrap();
        let before = leaves(&city);
        for end in (0..bytes.len()).step_by(7) {
            assert!(package::take(&city.services, &bytes[..end]).await.is_err(), "cut at {end}");
        }
        let thief = SignKey::from_seed(key.verify_key().name(), &[9; 32]).unwrap();
        let hello = Part { kind: Kind::Hello, of: None, bytes: b"hello" };
        let unnamed = Part { of: None, ..good };
        let not_text = Part { bytes: &[0xff, 0xfe], ..good };
        let stranger = Head { node: "n-000000000000".into(), ..head.clone() };
        for (what, bytes, problem) in [
            ("another log", Head { log: "elsewhere/1".into(), ..head.clone() }.seal(&key, &[good]), "malformed"),
            ("answers", Head { to: To::Node, ..head.clone() }.seal(&key, &[good]), "malformed"),
            ("a part for nodes", head.seal(&key, &[good, hello]), "malformed"),
            ("a statement without a name", head.seal(&key, &[good, unnamed]), "malformed"),
            ("a statement that is no text", head.seal(&key, &[good, not_text]), "malformed"),
            ("a request named after something else", head.seal(&key, &[Part { kind: Kind::Enrolment, ..good }]), "malformed"),
            ("too many keys", head.seal(&key, &[Part { kind: Kind::Rotation, of: None, ..good }; 9]), "malformed"),
            ("too many", head.seal(&key, &vec![good; MAX_STATEMENTS + 1]), "malformed"),
            ("another key", head.seal(&thief, &[good]), "bad-signature"),
            ("nobody known", stranger.seal(&key, &[good]), "unknown-key"),
        ] {
            let refused = package::take(&city.services, &bytes.unwrap()).await.unwrap_err();
            assert_eq!(refused.problem().code(), problem, "{what}");
        }
        assert_eq!(leaves(&city), before, "nothing of any of them was taken");
        let taken = package::take(&city.services, &bytes).await.unwrap();
        assert!(taken.lines.iter().all(|line| line.outcome.is_ok()));
        assert_eq!(leaves(&city), before + 1);
    }

    async fn parts_stand_each_on_its_own(city: City) {
        let key = enrolled(&city, "519901", Role::Agent, 1).await;
        let other = enrolled(&city, "519902", Role::Agent, 2).await;
        let good = nil(&city, &key, "519901");
        let elsewhere = nil(&city, &other, "519902");
        // It unpacks to a thousand times what was signed.
        let bomb = zstd::encode_all(vec![0_u8; 16 << 20].as_slice(), 3).unwrap();
        let content = ContentRef { rows: 1, length: 16 << 10, sha256: Sha::of(b"x"), rows_root: Sha::of(b"") };
        let filing = FilingKey { form: "L5".into(), ..good.filing.clone() };
        let form = city.services.definitions.form("L5").unwrap();
        let schema = schemas::statement::Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) };
        let bombed = Statement {
            kind: schemas::statement::Kind::Ledger, filing, schema, content: Some(content), purpose: Purpose::Current,
            ..good.clone()
        };
        let notes = [(&good, &key), (&elsewhere, &other), (&bombed, &key)]
            .map(|(statement, key)| (statement.id(), key.sign(&statement.compose())));
        let mut parts: Vec<Part<'_>> = notes
            .iter()
            .map(|(id, note)| Part { kind: Kind::Statement, of: Some(*id), bytes: note.as_bytes() })
            .collect();
        parts.push(Part { kind: Kind::Content, of: Some(content.sha256), bytes: &bomb });
        let bytes = head_of(&city, &key).seal(&key, &parts).unwrap();
        let taken = package::take(&city.services, &bytes).await.unwrap();
        let outcomes: Vec<bool> = taken.lines.iter().map(|line| line.outcome.is_ok()).collect();
        assert_eq!(outcomes, [true, false, true, false], "{:?}", taken.lines);
        let answers = Package::parse(&taken.answers).unwrap();
        answers.open(&city.services.log_key).unwrap();
        assert_eq!(answers.head.answers, Some(Sha::of(&bytes)));
        let of = |kind| answers.of_kind(kind).map(|part| part.of.unwrap()).collect::<Vec<_>>();
        assert_eq!(of(Kind::Receipt), [good.id(), bombed.id()]);
        assert_eq!((of(Kind::Refused), of(Kind::RowsRefused)), (vec![elsewhere.id()], vec![bombed.id()]));
        let rows = answers.of_kind(Kind::RowsRefused).next().unwrap().text().unwrap();
        assert!(rows.contains("content-mismatch"), "{rows}");
        // Twice is once.
        let before = leaves(&city);
        let again = package::take(&city.services, &bytes).await.unwrap();
        assert_eq!(again.lines.len(), 4);
        assert_eq!(leaves(&city), before);
    }

    async fn answers_are_believed_as_the_city_itself_would_be(city: City) {
        policy::publish(&city.services).await.unwrap();
        let mut node = city.bare_node("519901");
        let token = enrolment::issue(&city.services, "519901".parse().unwrap(), true).await.unwrap();
        let asked = Wishes { enrolment: Some((token, city.services.log_key.clone())), ..Wishes::default() };
        let wrong = SignKey::from_seed("tongbao.test/1", &[9; 32]).unwrap();
        let misled = Wishes { enrolment: asked.enrolment.clone().map(|(token, _)| (token, wrong.verify_key())), ..Wishes::default() };
        let refused = node.export(&city.folder().join("0"), &misled).unwrap_err();
        assert!(matches!(refused, AgentError::WrongCity), "the token names the key it is for");
        assert!(matches!(node.export(&city.folder().join("0"), &Wishes::default()), Err(AgentError::NotEnrolled)));
        let answers = answered(&city, &node, "1", &asked).await;
        node.import(&answers).await.unwrap();
        assert!(node.rules().version.is_some());

        let item = node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        let pushed = node.push().await.unwrap();
        assert!(matches!(pushed.trouble, Some(Trouble::NoLine)));
        let exported = city.folder().join("2");
        let made = node.export(&exported, &Wishes::default()).unwrap();
        assert_eq!((made.items.as_slice(), made.left), ([item.number].as_slice(), 0));
        assert_eq!(fs::read(&exported).unwrap(), made.bytes);
        let again = node.export(&city.folder().join("2b"), &Wishes::default()).unwrap();
        assert_eq!(again.bytes, made.bytes, "the same, byte for byte");
        let answers = package::take(&city.services, &made.bytes).await.unwrap().answers;
        let read = Package::parse(&answers).unwrap();
        let (log, parts) = (&city.services.greeter, read.parts.clone());

        for end in (0..answers.len()).step_by(997).chain([answers.len() - 1]) {
            assert!(matches!(node.import(&answers[..end]).await, Err(AgentError::Package(_))), "cut at {end}");
        }
        let forged = read.head.seal(&wrong, &parts).unwrap();
        assert!(matches!(node.import(&forged).await, Err(AgentError::Package(PackageFault::Signature(_)))));
        let elsewhere = Head { node: "n-000000000000".into(), ..read.head.clone() }.seal(log, &parts).unwrap();
        assert!(matches!(node.import(&elsewhere).await, Err(AgentError::NotForThisNode)));
        assert!(matches!(node.import(&made.bytes).await, Err(AgentError::Package(_))), "its own package is no answer");
        // Signed by the city and still no proof: a receipt of another leaf, none at all, a proof of growth left out.
        let receipt = read.of_kind(Kind::Receipt).next().unwrap();
        let letters = |part: &Part<'_>| part.kind == Kind::Letter;
        let with = |kind: Kind, bytes: &[u8]| {
            let changed = parts.iter().map(|part| if part.kind == kind { Part { bytes, ..*part } } else { *part });
            read.head.seal(log, &changed.map(|part| Part { bytes: part.bytes, ..part }).collect::<Vec<_>>()).unwrap()
        };
        let moved = receipt.text().unwrap().replacen("\nindex ", "\nindex 1", 1);
        let trouble = node.import(&with(Kind::Receipt, moved.as_bytes())).await.unwrap().pushed.unwrap().trouble;
        assert!(matches!(trouble, Some(Trouble::Receipt(ReceiptFault::Proof))), "{trouble:?}");
        let less = |kind: Kind| {
            let kept: Vec<Part<'_>> = parts.iter().filter(|part| part.kind != kind).copied().collect();
            read.head.seal(log, &kept).unwrap()
        };
        let trouble = node.import(&less(Kind::Receipt)).await.unwrap().pushed.unwrap().trouble;
        assert!(matches!(trouble, Some(Trouble::Unanswered)), "{trouble:?}");
        assert_eq!(node.items().unwrap()[0].state, State::Sealed, "nothing is done without a proof");
        assert!(parts.iter().any(letters), "the verdict comes as a letter");
        // As it is, it holds; and once more changes nothing.
        for _ in 0..2 {
            let imported = node.import(&answers).await.unwrap();
            assert!(imported.pushed.unwrap().trouble.is_none());
            assert_eq!(node.items().unwrap()[0].state, State::Valid);
        }
        assert!(node.forks().unwrap().is_empty());
    }

    async fn a_log_that_was_rewritten_is_found_by_its_answers(city: City) {
        let mut node = city.bare_node("519901");
        let token = enrolment::issue(&city.services, "519901".parse().unwrap(), true).await.unwrap();
        let asked = Wishes { enrolment: Some((token, city.services.log_key.clone())), ..Wishes::default() };
        let answers = answered(&city, &node, "1", &asked).await;
        node.import(&answers).await.unwrap();
        // Another city with the same key tells another history.
        let second = answered(&city, &node, "2", &Wishes::default()).await;
        let read = Package::parse(&second).unwrap();
        let (size, _) = read.head.seen.unwrap();
        let root = Sha::of(b"another history");
        let point = schemas::receipt::Checkpoint { origin: city.services.log_key.name().into(), size, root };
        let note = point.sign(&city.services.greeter);
        let parts: Vec<Part<'_>> = read
            .parts
            .iter()
            .map(|part| if part.kind == Kind::Checkpoint { Part { bytes: note.as_bytes(), ..*part } } else { *part })
            .collect();
        let forged = read.head.seal(&city.services.greeter, &parts).unwrap();
        let trouble = node.import(&forged).await.unwrap().pushed.unwrap().trouble;
        assert!(matches!(trouble, Some(Trouble::Fork(_))), "{trouble:?}");
        assert_eq!(node.forks().unwrap().len(), 1);
    }
}

/// The head of a package to a city.
pub fn head_of(city: &City, key: &SignKey) -> Head {
    Head {
        to: To::City,
        log: city.services.log_key.name().into(),
        node: key.verify_key().name().into(),
        seen: None,
        letters: None,
        answers: None,
    }
}

/// What the city answers to what a node exports.
pub async fn answered(city: &City, node: &Node, name: &str, wishes: &Wishes) -> Vec<u8> {
    let made = node.export(&city.folder().join(name), wishes).unwrap();
    package::take(&city.services, &made.bytes).await.unwrap().answers
}
