//! 三、排名情况: the composite, first and last, who moved, and who takes no part.

use schemas::text::Lang;

use super::{Section, targets::some, words};
use crate::{
    compile::{Compiled, place::ScoreLine},
    figures,
};

/// How many are named at each end.
const ENDS: usize = 3;

impl Compiled {
    pub(super) fn ranking(&self, lang: Lang) -> Section {
        let mut section = Section::new(&words::PLACES, lang);
        if !self.has_composite() {
            section.say(&words::NO_COMPOSITE, lang);
            return section;
        }
        let scores = self.scores(lang);
        let ranked: Vec<&ScoreLine<'_>> = scores.iter().filter(|line| line.rank.is_some()).collect();
        let names = |lines: &[&ScoreLine<'_>]| {
            figures::listed(&lines.iter().map(|line| line.name.clone()).collect::<Vec<_>>(), lang)
        };
        let n = ranked.len();
        let said = match (ranked.get(..ENDS), n.checked_sub(ENDS).and_then(|from| ranked.get(from..))) {
            (Some(first), Some(last)) if n >= 2 * ENDS => words::FIRST_AND_LAST.fill(&[
                ("n", &n),
                ("k", &ENDS),
                ("first", &names(first)),
                ("last", &names(last)),
            ]),
            _ if n > 0 => words::IN_ORDER.fill(&[("n", &n), ("names", &names(&ranked))]),
            _ => words::NONE_IN_COMPOSITE,
        };
        let mut sentences = vec![said];
        if ranked.iter().any(|line| line.score.before.is_some()) {
            let moves: Vec<String> = ranked.iter().filter_map(|line| moved(line, lang)).collect();
            sentences.push(if moves.is_empty() {
                words::NO_MOVES
            } else {
                words::MOVED.fill(&[("moves", &figures::listed(&moves, lang))])
            });
        }
        let apart = scores.iter().filter(|line| line.rank.is_none());
        let apart: Vec<String> = apart.map(|line| with_reason(line, lang)).collect();
        if !apart.is_empty() {
            sentences.push(words::APART.fill(&[("names", &some(&apart, lang))]));
        }
        section.paragraph(&sentences, lang);
        section
    }
}

fn moved(line: &ScoreLine<'_>, lang: Lang) -> Option<String> {
    let by = line.movement().filter(|by| *by != 0)?;
    let words = if by > 0 { words::ROSE } else { words::FELL };
    Some(words.fill(&[("name", &line.name), ("n", &by.abs())]).get(lang).to_owned())
}

fn with_reason(line: &ScoreLine<'_>, lang: Lang) -> String {
    words::NAME_AND.fill(&[("name", &line.name), ("what", &line.reason)]).get(lang).to_owned()
}
