//! One case of supervision: the notice, what it rests on, the answers, what happened, and the next step as what it does.

use askama::Template;
use chrono::{Days, NaiveDate};
use schemas::{
    bureau::Tree,
    campaign::Campaign,
    definition::Definitions,
    directive::{AnswerKind, Change, FORM, Kind, Stage, upward},
    period::{Period, day_of},
    statement::FilingKey,
    text::{Lang, Text},
};

use super::{
    days, name_to,
    reply::{Reply, next_of_department},
};
use crate::{
    figures,
    identity::Role,
    store::supervision::{Acted, answer::Answered},
    supervision::{case::Case, order},
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
        pages::{
            department::Part,
            shell::{Frame, Section, Shell},
        },
    },
    words::{department as department_words, frame as frame_words, supervision as words},
};

/// What the page is asked for.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The forms.
    pub definitions: &'a Definitions,
    /// The bureaus.
    pub tree: &'a Tree,
    /// The case.
    pub case: &'a Case,
    /// Today.
    pub today: NaiveDate,
    /// Who reads.
    pub role: &'a Role,
    /// Whether the reader reads the whole city.
    pub whole: bool,
    /// Whether the cause is gone.
    pub gone: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "supervision/one.html")]
pub struct CasePage {
    shell: Shell,
    back: Address,
    back_word: String,
    serial: String,
    number: String,
    title: String,
    bureau: String,
    mark: Mark,
    notes: Vec<String>,
    next: String,
    /// The form with which a department answers.
    reply: Option<Reply>,
    forms: Vec<Step>,
    links: Vec<(String, Address)>,
    facts: Vec<(String, String)>,
    matter: Vec<String>,
    demand: String,
    release: String,
    basis: String,
    grounds: Vec<(String, String)>,
    cases: Vec<(String, Address)>,
    answers: Vec<Answer>,
    answers_word: String,
    no_answers: String,
    acts: Vec<Act>,
    ladder: Vec<(String, bool)>,
}

/// A form of the next step.
#[derive(Clone, Debug)]
struct Step {
    action: Address,
    label: String,
    button: String,
    /// Whether it is what comes next.
    next: bool,
    until: Option<String>,
    /// For an inspection: the periods by whose indicators it may pass.
    inspects: Option<Vec<(String, String)>>,
}

#[derive(Clone, Debug)]
struct Answer {
    number: String,
    kind: String,
    day: String,
    content: String,
    details: Vec<String>,
    received: String,
    href: Option<Address>,
}

#[derive(Clone, Debug)]
struct Act {
    shape: Shape,
    at: String,
    what: String,
    words: String,
}

impl CasePage {
    /// The page.
    pub fn new(frame: &Frame, asked: Asked<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: None };
        let (case, issued) = (asked.case, &asked.case.issued);
        let (directive, standing) = (&issued.directive, &case.standing);
        let order = &directive.order;
        let say = |text: Text| text.get(lang).to_owned();
        let fact = |name: Text, value: String| (say(name), value);
        let (addressee, answers_word) = match order.to.department() {
            Some(_) => (department_words::ADDRESSEE, department_words::ANSWERS),
            None => (words::BUREAU, words::ANSWERS),
        };
        let mut facts = vec![
            fact(words::NUMBER, directive.number.clone()),
            fact(words::SERIAL, directive.serial.to_string()),
            fact(words::KIND, say(order.kind.title())),
            fact(addressee, name_to(asked.tree, asked.campaign, &order.to).get(lang).to_owned()),
            fact(words::ISSUED, day_of(issued.at).to_string()),
            fact(words::DUE, standing.due.to_string()),
            fact(words::COLOUR, say(case.colour(asked.today).title())),
            fact(words::OFFICE, order.office.clone()),
        ];
        facts.extend(order.period.map(|period| fact(words::PERIOD, say(period.title()))));
        facts.extend(order.follows.as_ref().map(|serial| fact(words::FOLLOWS, serial.to_string())));
        let mut notes = Vec::new();
        if asked.gone {
            notes.push(say(words::CAUSE_GONE_NOTE));
        }
        if standing.asks_longer {
            notes.push(say(words::ASKS_LONGER));
        }
        if standing.appealed {
            notes.push(say(words::APPEALED));
        }
        let number = |case: &schemas::directive::CaseNamed| {
            let form = asked.definitions.form(&case.form);
            // What is known by its reports stands on the board of special cases.
            let href = match (form, order.to.bureau()) {
                (Some(form), _) if form.chain.is_some() => links.matters(),
                (_, Some(bureau)) => links.case(bureau, &case.form, &case.number),
                (_, None) => links.cases(),
            };
            let form = form.map_or_else(|| case.form.clone(), |form| form.name.get(lang).to_owned());
            (format!("{form} {}", case.number), href)
        };
        let no_answers = match order.to.department() {
            Some(_) => words::NO_ANSWERS_DEPARTMENT,
            None => words::NO_ANSWERS,
        };
        let no_answers = no_answers.fill(&[("serial", &directive.serial.to_string())]);
        // A department sees it among its own pages, and nothing that is the city's to do.
        let (section, back) = match asked.role.department() {
            Some(_) => {
                facts.push(fact(department_words::LEAF, issued.leaf.to_string()));
                (Section::Department, Part::Directives.of(links.department(None)))
            }
            None => (Section::Supervision, links.supervision()),
        };
        Self {
            shell: Shell::new(frame, Some(section), &directive.number),
            back,
            back_word: say(if asked.role.department().is_some() {
                department_words::DIRECTIVES
            } else {
                words::TITLE
            }),
            serial: directive.serial.to_string(),
            number: directive.number.clone(),
            title: order.title.clone(),
            bureau: name_to(asked.tree, asked.campaign, &order.to).get(lang).to_owned(),
            mark: days(case, asked.today, lang),
            notes,
            next: say(match asked.role.department() {
                Some(_) => next_of_department(case, asked.today),
                None => next(case, asked.today),
            }),
            reply: Reply::of(asked, links),
            forms: forms(asked, links),
            links: onward(asked, links),
            facts,
            matter: order.matter.lines().map(str::to_owned).collect(),
            demand: order.demand.clone(),
            release: order.release.clone(),
            basis: order.basis.clone(),
            grounds: order
                .grounds
                .iter()
                .map(|ground| (say(ground.family.title()), say(ground.sentence.clone())))
                .collect(),
            cases: order.cases.iter().map(number).collect(),
            answers: issued.answers.iter().map(|one| Answer::new(one, asked, links)).collect(),
            answers_word: say(answers_word),
            no_answers: say(if asked.role.department().is_some() {
                department_words::NO_ANSWERS
            } else {
                no_answers
            }),
            acts: acts(case, lang),
            ladder: ladder(asked, lang),
        }
    }
}

/// The next step, in words.
fn next(case: &Case, today: NaiveDate) -> Text {
    let standing = &case.standing;
    match standing.stage {
        stage if stage.is_over() => words::OVER_NEXT,
        Stage::Applied => words::INSPECT_NEXT,
        Stage::Passed => words::CLOSE_NEXT,
        Stage::Failed => words::FAILED_NEXT,
        _ if standing.is_overdue(today) => words::OVERDUE_NEXT,
        _ => {
            let answer = standing.next_answer().unwrap_or(AnswerKind::Progress).title();
            words::BUREAU_NEXT.fill(&[("answer", &answer)])
        }
    }
}

/// What the reader may do now. What is refused anyway is not offered.
fn forms(asked: Asked<'_>, links: Links) -> Vec<Step> {
    let (lang, case, today) = (links.lang, asked.case, asked.today);
    let step = |path: &str, label: Text, button: Text| Step {
        action: links.plain(format!("/supervision/{path}")),
        label: label.get(lang).to_owned(),
        button: button.get(lang).to_owned(),
        next: false,
        until: None,
        inspects: None,
    };
    let may = |change: &Change| case.standing.allows(change, today).is_ok();
    let mut forms = Vec::new();
    match asked.role {
        Role::Staff if may(&Change::Failed) => {
            let periods = later(asked)
                .into_iter()
                .map(|period| (period.to_string(), period.title().get(lang).to_owned()));
            let inspects = Some(periods.collect());
            forms.push(Step { inspects, next: true, ..step("inspect", words::EVIDENCE_WORDS, words::PASS) });
        }
        Role::Leader => {
            if may(&Change::Closed) {
                let listed = case.standing.kind == Kind::Listing;
                let button = if listed { words::DELIST } else { words::CLOSE };
                forms.push(Step { next: true, ..step("close", words::ANNOUNCEMENT, button) });
            }
            let until = case.standing.due.checked_add_days(Days::new(30)).unwrap_or(case.standing.due);
            if may(&Change::Extended(until)) {
                let until = Some(until.to_string());
                forms.push(Step { until, ..step("extend", words::REASON, words::EXTEND) });
            }
            if may(&Change::Withdrawn) {
                forms.push(step("withdraw", words::REASON, words::WITHDRAW));
            }
        }
        Role::Staff | Role::County | Role::Committee | Role::Department(_) => {}
    }
    forms
}

/// The periods after its own that are over and judged.
fn later(asked: Asked<'_>) -> Vec<Period> {
    let order = &asked.case.issued.directive.order;
    let Some(period) = order.period.filter(|_| !order.grounds.is_empty()) else { return Vec::new() };
    let after = std::iter::successors(period.next(), |period| period.next());
    after.take_while(|next| next.end() < asked.today && asked.campaign.judges(*next)).collect()
}

/// Where else it leads: to the next rung, or to a new one.
fn onward(asked: Asked<'_>, links: Links) -> Vec<(String, Address)> {
    let (lang, case) = (links.lang, asked.case);
    let directive = &case.issued.directive;
    if *asked.role != Role::Staff {
        return Vec::new();
    }
    let new = |kind: Option<Kind>| {
        let new = links.new_directive().and("bureau", &directive.order.to);
        let new = new.and("follows", &directive.serial);
        kind.iter().fold(new, |new, kind| new.and("kind", kind))
    };
    let stage = case.standing.stage;
    if matches!(stage, Stage::Closed | Stage::Withdrawn | Stage::Signed) {
        return vec![(words::REOPEN.get(lang).to_owned(), new(None))];
    }
    if stage.is_over() {
        return Vec::new();
    }
    let mut onward = Vec::new();
    let waits = !matches!(stage, Stage::Applied | Stage::Passed);
    if waits && !case.standing.kind.wants_receipt_only() {
        onward.push((words::URGE.get(lang).to_owned(), new(Some(Kind::Urge))));
    }
    let raised = Change::Escalated(directive.serial.clone());
    if case.standing.allows(&raised, asked.today).is_err() {
        return onward;
    }
    let mut above = upward(&asked.campaign.ladder, directive.order.kind);
    above.retain(|kind| directive.order.to.takes(*kind));
    let to = |kind: &Kind| {
        (words::ESCALATE.fill(&[("kind", &kind.title())]).get(lang).to_owned(), new(Some(*kind)))
    };
    onward.extend(above.iter().take(1).map(to));
    onward
}

impl Answer {
    fn new(one: &Answered, asked: Asked<'_>, links: Links) -> Self {
        let (lang, answer) = (links.lang, &one.answer);
        let directive = &asked.case.issued.directive;
        // What a department answered is no filing.
        let filed = directive.order.to.bureau().zip(one.filed).map(|(bureau, period)| FilingKey {
            bureau: bureau.clone(),
            form: FORM.to_owned(),
            period,
            subject: Some(directive.serial.clone()),
        });
        let said = |text: Text, said: &Option<String>| said.as_ref().map(|said| text.fill(&[("said", said)]));
        let in_charge =
            answer.leader.as_ref().zip(answer.responsible.as_ref()).map(|(leader, responsible)| {
                words::IN_CHARGE.fill(&[("leader", leader), ("responsible", responsible)])
            });
        let details = [
            said(words::MEASURES, &answer.measures),
            said(words::PROOF, &answer.evidence),
            answer.until.map(|day| words::ASKS_UNTIL.fill(&[("day", &day)])),
            in_charge,
        ];
        Self {
            number: answer.number.clone(),
            kind: answer.kind.title().get(lang).to_owned(),
            day: figures::day(answer.day),
            content: answer.content.clone(),
            details: details.into_iter().flatten().map(|text| text.get(lang).to_owned()).collect(),
            received: figures::minute(one.at),
            href: filed.map(|filing| links.of(&filing)),
        }
    }
}

/// What happened, first to last: acts and answers in the order of the log.
fn acts(case: &Case, lang: Lang) -> Vec<Act> {
    let issued = &case.issued;
    let order = &issued.directive.order;
    let first = words::ISSUED_ACT
        .fill(&[("kind", &order.kind.title()), ("due", &figures::day_text(issued.directive.due))]);
    let first = Act {
        shape: Shape::Ok,
        at: figures::minute(issued.at),
        what: first.get(lang).to_owned(),
        words: String::new(),
    };
    let acted = |acted: &Acted| {
        let shape = match acted.act.change {
            Change::Failed | Change::Escalated(_) => Shape::Bad,
            Change::Extended(_) => Shape::Near,
            Change::Withdrawn => Shape::Off,
            Change::Passed(_) | Change::Closed => Shape::Ok,
        };
        let what = acted.act.change.text().get(lang).to_owned();
        (acted.leaf, Act { shape, at: figures::minute(acted.at), what, words: acted.act.words.clone() })
    };
    let answered = |one: &Answered| {
        let what = one.answer.kind.title().get(lang).to_owned();
        let act =
            Act { shape: Shape::Todo, at: figures::minute(one.at), what, words: one.answer.content.clone() };
        (one.leaf, act)
    };
    let mut all: Vec<(u64, Act)> =
        issued.answers.iter().map(answered).chain(issued.acts.iter().map(acted)).collect();
    all.sort_by_key(|(leaf, _)| *leaf);
    std::iter::once(first).chain(all.into_iter().map(|(_, act)| act)).collect()
}

/// The rungs, and which of them this is.
fn ladder(asked: Asked<'_>, lang: Lang) -> Vec<(String, bool)> {
    let kind = asked.case.issued.directive.order.kind;
    let to = &asked.case.issued.directive.order.to;
    let rungs: Vec<Kind> = match to.department() {
        // The ladder is for bureaus.
        Some(_) => Vec::new(),
        None => order::rungs(asked.campaign),
    };
    rungs.iter().map(|rung| (rung.title().get(lang).to_owned(), *rung == kind)).collect()
}
