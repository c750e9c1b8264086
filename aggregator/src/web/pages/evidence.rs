//! 存证: the log, what recomputing it found, looking things up in it, and verifying what somebody brings.

use askama::Template;
use chrono::{DateTime, Utc};
use schemas::{
    bureau::Tree,
    entry::Entry,
    evidence::{EvidenceFault, Held},
    hash::Sha,
    note::VerifyKey,
    statement::FilingKey,
    text::{Lang, Text},
};

use super::shell::{Frame, Section, Shell};
use crate::{
    figures,
    intake::recovery::Progress,
    jobs::scrub::Run,
    store::log::Published,
    web::{
        links::{Address, Links},
        mark::Shape,
    },
    words::{evidence as words, frame as frame_words, recovery as recovery_words},
};

/// What came of a verification.
#[derive(Clone, Debug)]
pub enum Verified {
    /// It holds; whether a statement and a document were given too.
    Holds(Box<Held>, bool, bool),
    /// It does not.
    Fails(EvidenceFault),
    /// There was nothing to verify.
    Nothing,
}

/// What a look-up came to.
#[derive(Clone, Debug)]
pub enum LookedUp {
    /// Nobody asked.
    NotAsked,
    /// What was asked for is not there, or not for this reader.
    Nothing(String),
    /// The leaf.
    Found(String, u64, Box<Entry>),
}

/// The matter of the page.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    /// The log's key; its name is the origin.
    pub key: &'a VerifyKey,
    /// Size and root of the newest checkpoint.
    pub newest: Option<(u64, Sha)>,
    /// When the newest leaf was received.
    pub at: Option<DateTime<Utc>>,
    /// What the newest scrub found.
    pub scrub: Option<&'a Run>,
    /// Whether the reader may start one.
    pub may_scrub: bool,
    /// The newest leaves the reader may see.
    pub recent: &'a [(u64, Entry)],
    /// What was looked up.
    pub looked_up: &'a LookedUp,
    /// The policy in force.
    pub policy: Option<&'a Published>,
    /// Version of the policy under which the statement that was found was made.
    pub made_under: Option<Sha>,
    /// What was verified.
    pub verified: Option<&'a Verified>,
    /// The bureaus.
    pub tree: &'a Tree,
    /// How far recovery is, for a reader who may know while the city is recovering.
    pub recovery: Option<&'a Progress>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "evidence.html")]
pub struct EvidencePage {
    shell: Shell,
    origin: String,
    key: String,
    size: String,
    newest: Option<String>,
    root: Option<String>,
    scrub: (Shape, &'static str, String),
    faults: Vec<String>,
    scrub_action: Option<Address>,
    asked: String,
    not_found: Option<String>,
    found: Option<Line>,
    made_under: Option<(String, bool)>,
    policy: Option<(String, String)>,
    find_action: Address,
    recent: Vec<Line>,
    verify_action: Address,
    outcome: Option<(Shape, &'static str, Vec<String>)>,
    recovery: Vec<String>,
}

#[derive(Clone, Debug)]
struct Line {
    index: String,
    when: String,
    what: String,
    filing: Option<(String, Address)>,
    statement: String,
}

impl EvidencePage {
    /// The page of a matter.
    pub fn new(frame: &Frame, matter: Matter<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let (asked, not_found, found) = match matter.looked_up {
            LookedUp::NotAsked => (String::new(), None, None),
            LookedUp::Nothing(asked) => {
                let said = words::NOT_FOUND.fill(&[("asked", asked)]);
                (asked.clone(), Some(said.get(lang).to_owned()), None)
            }
            LookedUp::Found(asked, index, entry) => {
                (asked.clone(), None, Some(Line::new(*index, entry, matter.tree, links)))
            }
        };
        let size = matter.newest.map_or(0, |(size, _)| size);
        Self {
            shell: Shell::new(frame, Some(Section::Evidence), frame_words::EVIDENCE.get(lang)),
            origin: matter.key.name().to_owned(),
            key: matter.key.to_string(),
            size: figures::count(i64::try_from(size).unwrap_or(i64::MAX)),
            newest: matter.at.map(figures::second),
            root: matter.newest.map(|(_, root)| root.to_string()),
            scrub: scrubbed(matter.scrub, lang),
            faults: matter.scrub.map(|run| faults(run, lang)).unwrap_or_default(),
            scrub_action: matter.may_scrub.then(|| links.plain("/evidence/scrub")),
            asked,
            not_found,
            found,
            made_under: matter.made_under.map(|version| {
                (version.to_string(), matter.policy.is_some_and(|policy| policy.version != version))
            }),
            policy: matter.policy.map(|policy| (policy.version.to_string(), figures::second(policy.since))),
            find_action: links.plain("/evidence"),
            recent: matter
                .recent
                .iter()
                .map(|(index, entry)| Line::new(*index, entry, matter.tree, links))
                .collect(),
            verify_action: links.plain("/evidence/verify"),
            outcome: matter.verified.map(|verified| outcome(verified, matter.tree, lang)),
            recovery: matter
                .recovery
                .map(|progress| recovery(progress, matter.tree, lang))
                .unwrap_or_default(),
        }
    }
}

fn recovery(progress: &Progress, tree: &Tree, lang: Lang) -> Vec<String> {
    let lines = recovery_words::lines(progress, |holder| match tree.get(&holder.bureau) {
        Some(bureau) => bureau.name.clone(),
        None => Text::owned(holder.node.clone(), holder.node.clone()),
    });
    lines.iter().map(|line| line.get(lang).to_owned()).collect()
}

impl Line {
    fn new(index: u64, entry: &Entry, tree: &Tree, links: Links) -> Self {
        Self {
            index: index.to_string(),
            when: figures::second(entry.received),
            what: entry.act.title().get(links.lang).to_owned(),
            filing: entry.filing.as_ref().map(|(key, revision)| {
                (named(key, *revision, tree, links.lang), links.filing(&key.bureau, &key.form, key.period))
            }),
            statement: entry.statement.map(|id| id.to_string()).unwrap_or_default(),
        }
    }
}

/// A filing in words: bureau, form, period, revision.
fn named(key: &FilingKey, revision: u32, tree: &Tree, lang: Lang) -> String {
    let bureau = tree.get(&key.bureau).map_or(key.bureau.as_str(), |bureau| bureau.name.get(lang));
    let period = key.period.title();
    let revision = words::REVISION.fill(&[("revision", &revision)]);
    [bureau, &key.form, period.get(lang), revision.get(lang)].join(" ")
}

fn scrubbed(run: Option<&Run>, lang: Lang) -> (Shape, &'static str, String) {
    let count = |number: u64| figures::count(i64::try_from(number).unwrap_or(i64::MAX));
    let (shape, class, text): (Shape, &str, Text) = match run {
        None => (Shape::Off, "", words::NEVER),
        Some(run) if run.is_clean() => {
            let filled = words::CLEAN.fill(&[
                ("at", &figures::second(run.ended)),
                ("leaves", &count(run.leaves)),
                ("checkpoints", &count(run.checkpoints)),
                ("documents", &count(run.documents)),
                ("statements", &count(run.statements)),
            ]);
            (Shape::Ok, "ok", filled)
        }
        Some(run) => {
            let all = u64::try_from(run.faults.len()).unwrap_or(u64::MAX).saturating_add(run.more);
            let filled = words::FAULTY.fill(&[("at", &figures::second(run.ended)), ("n", &count(all))]);
            (Shape::Bad, "bad", filled)
        }
    };
    (shape, class, text.get(lang).to_owned())
}

/// Most faults that the page lists; the command lists them all.
const LISTED: usize = 50;

fn faults(run: &Run, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> =
        run.faults.iter().take(LISTED).map(|fault| fault.text().get(lang).to_owned()).collect();
    let unlisted = u64::try_from(run.faults.len().saturating_sub(LISTED)).unwrap_or(u64::MAX);
    let more = unlisted.saturating_add(run.more);
    if more > 0 {
        lines.push(words::MORE.fill(&[("n", &more)]).get(lang).to_owned());
    }
    lines
}

fn outcome(verified: &Verified, tree: &Tree, lang: Lang) -> (Shape, &'static str, Vec<String>) {
    let said = |texts: Vec<Text>| texts.iter().map(|text| text.get(lang).to_owned()).collect::<Vec<String>>();
    match verified {
        Verified::Nothing => (Shape::Near, "near", said(vec![words::NOTHING_GIVEN])),
        Verified::Fails(fault) => {
            (Shape::Bad, "bad", said(vec![words::FAILS.fill(&[("why", &fault.text())])]))
        }
        Verified::Holds(held, statement, document) => {
            let entry = &held.proven.entry;
            let mut texts = vec![words::HOLDS.fill(&[
                ("origin", &held.proven.checkpoint.origin),
                ("index", &held.proven.index),
                ("received", &figures::second(entry.received)),
                ("act", &entry.act.title()),
            ])];
            if let Some((key, revision)) = &entry.filing {
                texts.push(words::HOLDS_OF.fill(&[("filing", &named(key, *revision, tree, lang))]));
            }
            if *statement {
                texts.push(words::HOLDS_STATEMENT);
            }
            if *document {
                texts.push(words::HOLDS_DOCUMENT);
            }
            if let Some(later) = &held.later {
                texts.push(words::HOLDS_LATER.fill(&[("size", &later.size)]));
            }
            (Shape::Ok, "ok", said(texts))
        }
    }
}
