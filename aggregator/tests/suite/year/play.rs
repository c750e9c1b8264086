//! The year played: the clock goes from step to step, the city does what is due and decides, and every agent files what its
//! own node says it owes, by its habit.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use aggregator::{
    backup::{self, Made, restore::bring_back},
    config::Config,
    identity::Role,
    intake::{
        decision::{self, Decision},
        duty::{self, Rules},
    },
    jobs::{
        duties::{self, Done},
        tick::{Did, Jobs},
    },
    reminder::digest,
    store::{AnyConnection, StoreError, bureau, duty::EVER, filing, obligation},
};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use node_agent::{AgentError, Node, StandingClock, State, duties::Stage};
use schemas::{
    bureau::Tree,
    calendar::Calendar,
    duty_act::{Change, DutyAct},
    owed,
    period::day_of,
    returned::Returned,
    schedule::Outcome,
    statement::{FilingKey, Purpose},
    text::Lang,
    wire::Mode,
};

use super::{
    dates::{day, instants, local_day},
    places::{
        AMENDED, EXEMPTED, EXTENDED, JOINED, JOINED_ENTERED, Ledger, MERGED, MERGER_ENTERED, MIXED, Owed,
        PLACES, Place, RETURNED, ledger, tree, wanted,
    },
};
use crate::{
    backup::{config, of},
    city::{City, Setting, at},
    jobs::jobs,
    restore::{hello, moved, serve},
};

/// What needs no turn in this year: the log is not looked through, and what is old is not swept out.
const PLAN: &str = "[scrub]\noff = true\n[sweep]\nat = \"0 3 1 1 *\"\n[defaulted]\nat = \"0 4 * * 1\"\n";
/// The week in which the city does not answer.
const DOWN: (&str, &str) = ("2025-08-12", "2025-08-18");
/// When a backup is made.
const BACKED_UP: &str = "2025-07-03 09:00";

/// A bureau with its agent.
struct Agent {
    place: &'static Place,
    node: Node,
    /// When something may have to be done next.
    wakes: DateTime<Utc>,
}

/// The city with its bureaus.
pub struct Year {
    pub city: City<StandingClock>,
    pub config: Config,
    jobs: Jobs,
    agents: Vec<Agent>,
    /// What the ticks have done, put together.
    pub done: Done,
    made: Option<Made>,
}

/// The instants at which the city works: each morning on which anything opens, falls due, closes or is to be spoken of, or the
/// next that is worked; on duty days also in the evening; and whenever something is decided. Not in the week it is down.
pub fn steps(calendar: &Calendar) -> Vec<DateTime<Utc>> {
    let morning = |day: NaiveDate| at(&format!("{day} 09:00"));
    let mut mornings: BTreeSet<NaiveDate> =
        (1..=12).map(|month| day(&format!("2025-{month:02}-01"))).collect();
    for instant in instants() {
        let next = local_day(instant + TimeDelta::hours(15) - TimeDelta::seconds(1));
        mornings.insert(next);
        mornings.extend(next.iter_days().find(|day| calendar.is_working(*day) == Ok(true)));
    }
    mornings.extend(["2025-04-02", "2025-04-03", "2025-04-04", EXTENDED.1, RETURNED.2, AMENDED].map(day));
    let mut steps: BTreeSet<DateTime<Utc>> = mornings.into_iter().map(morning).collect();
    let evening = |day: NaiveDate| at(&format!("{day} 18:00"));
    for (from, to) in [("2025-01-27", "2025-01-31"), ("2025-09-28", "2025-10-02")] {
        steps.extend(day(from).iter_days().take_while(|one| *one <= day(to)).map(evening));
    }
    let decided = [EXTENDED.2, EXEMPTED.1, RETURNED.1, MERGER_ENTERED, JOINED_ENTERED, BACKED_UP];
    steps.extend(decided.into_iter().chain(["2025-04-01 10:00"]).map(at));
    let down = day(DOWN.0)..=day(DOWN.1);
    steps.into_iter().filter(|step| !down.contains(&local_day(*step))).collect()
}

/// What was done by two runs.
fn both(one: Done, other: Done) -> Done {
    Done {
        appeared: one.appeared + other.appeared,
        fell_due: one.fell_due + other.fell_due,
        settled: one.settled + other.settled,
    }
}

/// What a run of the job said it did.
fn said(note: &str) -> Done {
    let numbers: Vec<usize> = note.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [appeared, fell_due, settled] = numbers[..] else { panic!("{note}") };
    Done { appeared, fell_due, settled }
}

impl Year {
    /// New Year's Eve: the bureaus enrol.
    pub async fn begin(database: Option<String>, definitions: &std::path::Path) -> Self {
        let eve = at("2024-12-31 09:00");
        let setting = Setting {
            database,
            campaign: "year-2025",
            definitions: Some(definitions.to_owned()),
            bureaus: tree(eve),
            accounts: vec![("staff", Role::Staff, "519900")],
            now: eve,
            fixed_keys: true,
        };
        let city = City::by(Arc::new(StandingClock::at(eve)), setting).await;
        aggregator::policy::publish(&city.services).await.unwrap();
        let mut year = Self {
            config: of(&city),
            jobs: jobs(&city, PLAN),
            agents: Vec::new(),
            done: Done::default(),
            made: None,
            city,
        };
        for place in PLACES.iter().filter(|place| place.from.is_none()) {
            year.enrol(place).await;
        }
        year
    }

    async fn enrol(&mut self, place: &'static Place) {
        let node = self.city.node(place.code).await;
        self.agents.push(Agent { place, node, wakes: DateTime::<Utc>::MIN_UTC });
    }

    /// One step: the city decides and does what is due, then the bureaus have their turn.
    pub async fn step(&mut self, now: DateTime<Utc>) {
        self.city.clock.set(now);
        let told = self.decide(now).await;
        self.tick(now).await;
        let first = local_day(now).day() == 1;
        for agent in &mut self.agents {
            if told == Some(agent.place.code) || first {
                let did = agent.node.tick().await.unwrap();
                assert!(did.iter().all(|did| did.outcome == Outcome::Done), "{now}: {did:?}");
                agent.wakes = now;
            }
            if agent.wakes <= now {
                let more = graded(&self.city, agent, now);
                agent.act(now, more).await;
            }
        }
        if now == at(BACKED_UP) {
            self.made =
                Some(backup::make(&self.config, &self.city.folder().join("backups"), None, now).unwrap());
        }
    }

    /// What is due, and now and then all of it once more.
    async fn tick(&mut self, now: DateTime<Utc>) {
        let did = self.jobs.tick().await.unwrap();
        assert!(did.iter().all(|did| did.outcome == Outcome::Done), "{now}: {did:?}");
        let notes = did.iter().filter(|Did { job, .. }| job.code() == "duties");
        self.done = notes.map(|did| said(&did.note)).fold(self.done, both);
        if local_day(now).day().is_multiple_of(5) {
            assert_eq!(self.jobs.tick().await.unwrap(), [], "{now}: what was done is not done again");
            assert_eq!(duties::run(&self.city.services).await.unwrap(), Done::default(), "{now}");
            assert_eq!(digest::run(&self.city.services).await.unwrap(), 0, "{now}");
        }
    }

    /// What the city decides at a step; gives which bureau hears of it.
    async fn decide(&mut self, now: DateTime<Utc>) -> Option<&'static str> {
        if now == at(MERGER_ENTERED) || now == at(JOINED_ENTERED) {
            let tree = Tree::new(tree(now)).unwrap();
            let enter = move |connection: &mut AnyConnection| bureau::enter(connection, &tree);
            self.city.services.store.write(enter).await.unwrap();
        }
        if now == at(JOINED_ENTERED) {
            self.enrol(PLACES.iter().find(|place| place.code == JOINED).unwrap()).await;
        }
        if now == at(MERGER_ENTERED) {
            return Some(MERGED);
        }
        if now == at(EXTENDED.2) {
            self.act(EXTENDED.0, Change::Extended(EXTENDED.1.parse().unwrap())).await;
        } else if now == at(EXEMPTED.1) {
            self.act(EXEMPTED.0, Change::Exempted).await;
        } else if now == at(RETURNED.1) {
            self.send_back(RETURNED.0).await;
        } else {
            return None;
        }
        Some(MIXED)
    }

    async fn act(&self, month: &str, change: Change) {
        let act =
            DutyAct { duty: of_month(month), change, reason: "系统停机".into(), by: "业务科".into() };
        let services = self.city.services.clone();
        let now = services.clock.now();
        let decided = self.city.services.store.write(move |connection| {
            let rules = Rules { campaign: &services.campaign, calendar: services.definitions.calendar() };
            duty::decide(connection, rules, &act, "staff", now)
        });
        decided.await.unwrap();
    }

    async fn send_back(&self, month: &str) {
        let (key, at) = (of_month(month), self.city.services.clock.now());
        let unit = move |connection: &mut AnyConnection| {
            let head = filing::head(connection, &key)?.unwrap().id;
            let reason = "与电话核实不符".into();
            let said = Returned {
                statement: head,
                until: day_of(at) + TimeDelta::days(5),
                reason,
                cases: Vec::new(),
            };
            decision::give_back(connection, &key, &Decision { head, by: "staff".into(), at }, &said)
        };
        self.city.services.store.write(unit).await.unwrap();
    }

    /// What is open at each node, by its own account: bureau, form, period.
    pub fn open_at_nodes(&self) -> BTreeMap<(String, String, String), Stage> {
        let mut open = BTreeMap::new();
        for agent in &self.agents {
            for duty in agent.node.duties().unwrap().into_iter().filter(|duty| duty.stage.is_open()) {
                if duty.stage != Stage::NotYet && duty.subject.is_none() && duty.form != "L7M" {
                    let name = (agent.place.code.to_owned(), duty.form.clone(), duty.period.to_string());
                    open.insert(name, duty.stage);
                }
            }
        }
        open
    }

    /// What each node says it owes, and the receipts it holds.
    pub fn at_nodes(&self) -> Vec<String> {
        let of = |agent: &Agent| {
            let receipts: Vec<_> =
                agent.node.items().unwrap().into_iter().map(|item| (item.state, item.receipt)).collect();
            format!("{} {:?} {receipts:?}", agent.place.code, agent.node.duties().unwrap())
        };
        self.agents.iter().map(of).collect()
    }

    /// Every agent hears what the city has to say, so that all of it is in somebody's hands.
    pub async fn hear(&self) {
        for agent in &self.agents {
            agent.node.tick().await.unwrap();
        }
    }

    /// The city is lost, and the backup of July takes its place at another address: the agents give back what it lacks.
    pub async fn restore(&mut self) {
        let made = self.made.take().unwrap();
        if let Some(database) = self.city.database() {
            let schema = database.rsplit("%3D").next().unwrap();
            self.city.sql(&format!("DROP SCHEMA {schema} CASCADE"));
            self.city.sql(&format!("CREATE SCHEMA {schema}"));
        }
        let folder = self.city.folder().join("again");
        self.config = config(&self.city, folder, self.city.database().map(str::to_owned));
        bring_back(&self.config, &made.folder, None, self.city.services.clock.now()).unwrap();
        let (services, address) = serve(&self.city, &self.config);
        let before = std::mem::replace(&mut self.city.address, address);
        self.city.services = services;
        for agent in &mut self.agents {
            agent.node = moved(&self.city, agent.place.code, &before);
        }
        // Some are heard of before the city is live again; then rows it has lost come again.
        for _ in 0..3 {
            for agent in &self.agents {
                agent.node.push().await.unwrap();
            }
        }
        assert_eq!(hello(&self.city.address).await.mode, Mode::Live);
        duties::run(&self.city.services).await.unwrap();
    }

    /// Every obligation of the journal with its instants and outcome; not when the city noted them.
    pub fn outcomes(&self) -> Vec<String> {
        let of = |place: &Place| {
            let code = place.code.parse().unwrap();
            let kept =
                self.city.services.store.read_now(|connection| obligation::of_bureau(connection, &code));
            kept.unwrap().into_iter().map(|kept| {
                let outcome = kept.settled.map(|(_, outcome)| outcome);
                format!("{} {} {:?} {outcome:?}", kept.key, kept.opens, kept.deadline)
            })
        };
        PLACES.iter().flat_map(of).collect()
    }
}

fn of_month(month: &str) -> FilingKey {
    let (form, period) = ("B1".to_owned(), month.parse().unwrap());
    FilingKey { bureau: MIXED.parse().unwrap(), form, period, subject: None }
}

/// What a bureau owes of its special and major cases, by the city's account.
fn graded(city: &City<StandingClock>, agent: &Agent, now: DateTime<Utc>) -> Vec<Owed> {
    let services = &city.services;
    let read = |connection: &mut AnyConnection| {
        Ok::<_, StoreError>((bureau::tree(connection)?, aggregator::store::duty::acts(connection, EVER)?))
    };
    let (tree, acts) = services.store.read_now(read).unwrap();
    let code = agent.place.code.parse().unwrap();
    let Some(acts) = acts.get(&code) else { return Vec::new() };
    let who = tree.get(&code).unwrap().into();
    let span = (NaiveDate::MIN, local_day(now) + TimeDelta::days(10));
    let owed = owed::owed(&services.campaign, services.definitions.calendar(), who, acts, span);
    let filed: Vec<FilingKey> =
        agent.node.items().unwrap().into_iter().map(|item| item.statement.filing).collect();
    owed.filter(|owed| {
        ["L7", "L7M"].contains(&owed.form) && owed.answered.is_none() && !filed.contains(&owed.key())
    })
    .filter(|owed| now < owed.deadline.close)
    .map(|owed| Owed {
        form: owed.form.to_owned(),
        period: owed.period,
        subject: owed.subject.cloned(),
        opens: owed.opens,
        deadline: owed.deadline,
        stage: if now < owed.opens { Stage::NotYet } else { Stage::ToFile },
    })
    .collect()
}

impl Agent {
    /// Files what the node says is open, as far as the bureau's habit goes, and sends it.
    async fn act(&mut self, now: DateTime<Utc>, more: Vec<Owed>) {
        let mut sealed = false;
        let mut duties: Vec<Owed> = self.node.duties().unwrap().iter().map(Owed::of).collect();
        // What the node has learnt from its own ledgers is not owed twice.
        let name = |one: &Owed| (one.form.clone(), one.period, one.subject.clone());
        let known: Vec<_> = duties.iter().map(name).collect();
        duties.extend(more.into_iter().filter(|one| !known.contains(&name(one))));
        let mut wakes = now + TimeDelta::days(7);
        for duty in duties.iter().filter(|duty| duty.stage.is_open()) {
            let instants = [duty.opens, duty.deadline.due, duty.deadline.grace, duty.deadline.close];
            let instants = instants.into_iter().chain(wanted(self.place, duty));
            wakes = instants.filter(|at| now < *at).chain([wakes]).min().unwrap_or(wakes);
            let filed = match duty.stage {
                Stage::ToFile => self.file(duty, now),
                Stage::ToAmend => self.amend(duty, now),
                Stage::NotYet | Stage::Sealed | Stage::Filed | Stage::Exempt => false,
            };
            // What was sent back, and what goes on, is looked at every day.
            let again = duty.stage == Stage::ToAmend || duty.subject.is_some() || filed;
            wakes = if again { now } else { wakes };
            sealed |= filed;
        }
        if sealed {
            let pushed = self.node.push().await.unwrap();
            assert!(pushed.trouble.is_none(), "{now} {}: {pushed:?}", self.place.code);
            let blocked = pushed.items.iter().find(|item| matches!(item.state, State::Blocked(_)));
            assert!(blocked.is_none(), "{now} {}: {blocked:?}", self.place.code);
        }
        self.wakes = wakes;
    }

    fn file(&self, duty: &Owed, now: DateTime<Utc>) -> bool {
        if wanted(self.place, duty).is_none_or(|from| now < from) {
            return false;
        }
        let wrong = duty.form == "L5" && self.place.code == MIXED && duty.period.to_string() == "2025Q2";
        let purpose = wrong.then_some(Purpose::Baseline);
        let filed = match ledger(self.place.code, duty, local_day(now)) {
            Ledger::Nil => self.node.nil(&duty.form, duty.period, duty.subject.as_ref(), purpose),
            Ledger::Rows(draft) => self.node.file(&draft, purpose),
        };
        filed.unwrap_or_else(|error| match error {
            AgentError::Stopped(report) => panic!("{now} {}: {}", self.place.code, report.text(Lang::En)),
            error => panic!("{now} {} {duty:?}: {}", self.place.code, node_agent::chain(&error)),
        });
        true
    }

    fn amend(&self, duty: &Owed, now: DateTime<Utc>) -> bool {
        let on = if duty.form == "L5" { AMENDED } else { RETURNED.2 };
        if local_day(now) < on.parse().unwrap() {
            return false;
        }
        let Ledger::Rows(draft) = ledger(self.place.code, duty, local_day(now)) else { panic!("{duty:?}") };
        self.node.amend(&draft, "按审核意见更正").unwrap();
        true
    }
}
