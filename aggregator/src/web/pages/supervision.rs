//! 督办: the board by stage, with the days that are left.

pub mod draft;
pub mod handovers;
pub mod new;
pub mod one;
mod reply;

use askama::Template;
use chrono::NaiveDate;
use schemas::{
    bureau::{BureauCode, Tree},
    campaign::Campaign,
    directive::Addressee,
    text::{Lang, Text},
};

use super::shell::{Frame, Section, Shell};
use crate::{
    figures,
    store::supervision::draft::Draft,
    supervision::{
        case::{Case, Colour, Column},
        ground::Grounds,
        proposal::Proposal,
    },
    web::{
        links::{Address, Links},
        mark::{Mark, Shape},
    },
    words::{frame as frame_words, supervision as words},
};

/// Most cards of a column; the file has all.
const EACH: usize = 50;

/// What the board shows.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The bureaus.
    pub tree: &'a Tree,
    /// What the rules propose and nobody has taken up.
    pub proposals: &'a [Proposal],
    /// What waits for a leader.
    pub drafts: &'a [(Draft, Grounds)],
    /// What went out.
    pub cases: &'a [Case],
    /// How many matters wait to be taken.
    pub handovers: usize,
    /// Today.
    pub today: NaiveDate,
    /// Only this bureau's.
    pub bureau: Option<&'a BureauCode>,
    /// Whether the reader reads the whole city, and with it what is only proposed.
    pub whole: bool,
    /// Whether the reader may propose.
    pub staff: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "supervision.html")]
pub struct BoardPage {
    shell: Shell,
    state: String,
    csv: Address,
    handovers: Address,
    handovers_word: String,
    by_hand: Option<Address>,
    columns: Vec<Lane>,
}

/// A column of the board.
#[derive(Clone, Debug)]
struct Lane {
    title: String,
    count: usize,
    cards: Vec<Card>,
    empty: String,
    more: Option<String>,
}

/// An entry of it.
#[derive(Clone, Debug)]
struct Card {
    href: Address,
    bureau: String,
    what: String,
    mark: Mark,
}

impl BoardPage {
    /// The page.
    pub fn new(frame: &Frame, shown: Shown<'_>) -> Self {
        let lang = frame.lang;
        let links = Links { lang, period: frame.period };
        let mut columns = Vec::new();
        if shown.whole && shown.bureau.is_none() {
            let cards = shown.proposals.iter().map(|proposal| proposed(proposal, shown, links, frame));
            columns.push(Lane::new(words::PROPOSED, cards.collect(), words::NONE_PROPOSED, lang));
            let cards = shown.drafts.iter().map(|draft| waiting(draft, shown, links));
            columns.push(Lane::new(words::WAITING, cards.collect(), words::NONE_WAITING, lang));
        }
        for (column, title) in [
            (Column::Mending, words::MENDING),
            (Column::Inspecting, words::INSPECTING),
            (Column::Over, words::OVER),
        ] {
            let mut cases: Vec<&Case> = shown.cases.iter().filter(|case| case.column() == column).collect();
            match column {
                Column::Over => cases.reverse(),
                _ => cases.sort_by_key(|case| (case.colour(shown.today), case.standing.due)),
            }
            let cards = cases.into_iter().map(|case| issued(case, shown, links));
            columns.push(Lane::new(title, cards.collect(), words::NONE, lang));
        }
        let open = shown.cases.iter().filter(|case| !case.standing.stage.is_over()).count();
        let overdue = shown.cases.iter().filter(|case| case.standing.is_overdue(shown.today)).count();
        let mut state = Vec::new();
        if shown.whole {
            state.push(words::PROPOSED_COUNT.fill(&[("n", &shown.proposals.len())]));
            state.push(words::WAITING_COUNT.fill(&[("n", &shown.drafts.len())]));
        }
        state.push(words::OPEN_COUNT.fill(&[("n", &open)]));
        state.push(words::OVERDUE_COUNT.fill(&[("n", &overdue)]));
        let state: Vec<String> = state.iter().map(|part| part.get(lang).to_owned()).collect();
        let handovers = match shown.handovers {
            0 => words::HANDOVERS,
            n => words::HANDOVERS_WAITING.fill(&[("n", &n)]),
        };
        let csv = links.plain("/supervision.csv");
        Self {
            shell: Shell::new(frame, Some(Section::Supervision), words::TITLE.get(lang)),
            state: figures::joined(&state, lang),
            csv: shown.bureau.iter().fold(csv, |csv, bureau| csv.and("bureau", bureau)),
            handovers: links.plain("/supervision/handovers"),
            handovers_word: handovers.get(lang).to_owned(),
            by_hand: shown.staff.then(|| links.new_directive()),
            columns,
        }
    }
}

impl Lane {
    fn new(title: Text, mut cards: Vec<Card>, empty: Text, lang: Lang) -> Self {
        let count = cards.len();
        let more = count.saturating_sub(EACH);
        cards.truncate(EACH);
        Self {
            title: title.get(lang).to_owned(),
            count,
            cards,
            empty: empty.get(lang).to_owned(),
            more: (more > 0).then(|| words::MORE.fill(&[("n", &more)]).get(lang).to_owned()),
        }
    }
}

/// Name of a bureau.
fn name_of(tree: &Tree, bureau: &BureauCode, lang: Lang) -> String {
    tree.get(bureau).map_or_else(|| bureau.to_string(), |bureau| bureau.name.get(lang).to_owned())
}

/// Name of an addressee; its code if nobody has it any more.
pub(in crate::web) fn name_to(tree: &Tree, campaign: &Campaign, to: &Addressee) -> Text {
    match to {
        Addressee::Bureau(code) => {
            tree.get(code).map_or_else(|| Text::same(code.as_str()), |bureau| bureau.name.clone())
        }
        Addressee::Department(code) => campaign.department_name(code.as_str()),
    }
}

fn proposed(proposal: &Proposal, shown: Shown<'_>, links: Links, frame: &Frame) -> Card {
    let lang = links.lang;
    let families: Vec<String> =
        proposal.families().into_iter().map(|family| family.title().get(lang).to_owned()).collect();
    let evidence = links.bureau(&proposal.bureau);
    let propose = || {
        let new = links.new_directive().and("bureau", &proposal.bureau);
        frame.period.iter().fold(new, |new, period| new.and("rules", period))
    };
    Card {
        href: if shown.staff { propose() } else { evidence },
        bureau: name_of(shown.tree, &proposal.bureau, lang),
        what: figures::listed(&families, lang),
        mark: Mark::new(Shape::Half, words::TO_PROPOSE.get(lang)),
    }
}

fn waiting((draft, grounds): &(Draft, Grounds), shown: Shown<'_>, links: Links) -> Card {
    let lang = links.lang;
    let (shape, word) = match grounds {
        Grounds::Gone => (Shape::Off, words::CAUSE_GONE),
        _ => (Shape::Half, words::TO_APPROVE),
    };
    Card {
        href: links.draft(&draft.id),
        bureau: name_to(shown.tree, shown.campaign, &draft.order.to).get(lang).to_owned(),
        what: format!("{} {}", draft.order.kind.title().get(lang), draft.order.title),
        mark: Mark::new(shape, word.get(lang)),
    }
}

fn issued(case: &Case, shown: Shown<'_>, links: Links) -> Card {
    let lang = links.lang;
    let directive = &case.issued.directive;
    Card {
        href: links.directive(&directive.serial),
        bureau: name_to(shown.tree, shown.campaign, &directive.order.to).get(lang).to_owned(),
        what: format!("{} {}", directive.number, directive.order.title),
        mark: days(case, shown.today, lang),
    }
}

/// Stage and days, with the shape of the urgency.
pub(super) fn days(case: &Case, today: NaiveDate, lang: Lang) -> Mark {
    use schemas::directive::Stage;
    let stage = case.standing.stage.title(case.standing.kind);
    let shape = match (case.colour(today), case.standing.stage) {
        (Colour::Over, Stage::Closed | Stage::Signed) => Shape::Ok,
        (Colour::Over, _) => Shape::Off,
        (Colour::Red, _) => Shape::Bad,
        (Colour::Orange, _) => Shape::Near,
        (Colour::Blue, _) => Shape::Todo,
    };
    let left = case.standing.days_left(today);
    let time = match case.standing.stage {
        stage if stage.is_over() => None,
        Stage::Applied | Stage::Passed if left < 0 => None,
        _ if left < 0 => Some(words::OVERDUE_DAYS.fill(&[("n", &-left)])),
        _ if left == 0 => Some(words::DUE_TODAY),
        _ => Some(words::DAYS_LEFT.fill(&[("n", &left)])),
    };
    let parts: Vec<String> =
        [Some(stage), time].into_iter().flatten().map(|part| part.get(lang).to_owned()).collect();
    Mark::new(shape, figures::joined(&parts, lang))
}
