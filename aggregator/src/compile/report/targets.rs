//! 二、指标完成情况: each indicator of the city against its target, who met it and who did not, by how much.

use schemas::{
    target::Standing,
    text::{Lang, Text},
};

use super::{Item, Section, words};
use crate::{
    compile::{
        Compiled,
        place::{Line, Places},
    },
    figures,
    measure::standing::{Standings, is_share},
};

/// Most names in one sentence.
pub(super) const MOST_NAMES: usize = 8;

impl Compiled {
    pub(super) fn targets(&self, places: &[Places<'_>], lang: Lang) -> Section {
        let mut section = Section::new(&words::TARGETS, lang);
        let before = self.period.previous().filter(|before| self.holds(*before));
        let before = before.map(|before| Standings::of(self.field(), before));
        for places in places {
            let stop = if lang == Lang::Zh { "。" } else { ". " };
            section.items.push(Item {
                lead: format!("{}{stop}", places.indicator.name.get(lang)),
                text: format!(
                    "{}{}",
                    whole(&self.campaign.whole, places, before.as_ref(), lang),
                    bureaus(places, lang)
                ),
            });
        }
        section
    }

    pub(super) fn code_of<'a>(&self, places: &'a Places<'_>) -> &'a str {
        &places.indicator.indicator
    }
}

fn whole(whole: &Text, places: &Places<'_>, before: Option<&Standings>, lang: Lang) -> String {
    let (line, unit) = (&places.city, places.indicator.unit);
    let Some((value, shown)) = line.value.zip(line.shown.as_deref()) else {
        return words::CITY_EMPTY.get(lang).to_owned();
    };
    let points = figures::gap_sign(unit, lang);
    let stands = match (line.standing, &line.gap) {
        (Some(Standing::Met), _) => words::STANDS_MET,
        (Some(_), Some(gap)) => words::STANDS_SHORT.fill(&[("gap", gap), ("unit", &points)]),
        _ if places.table.line == Some(value) => words::STANDS_LINE,
        _ => words::STANDS_OPEN,
    };
    let stands = stands.fill(&[("ask", &places.ask)]);
    let earlier = before.and_then(|before| before.table(&places.indicator.indicator)?.pooled.value);
    let change = earlier.filter(|earlier| *earlier != value).map(|earlier| {
        let words = if value > earlier { words::SINCE_UP } else { words::SINCE_DOWN };
        words.fill(&[("gap", &figures::distance(value, earlier, unit)), ("unit", &points)])
    });
    let words = if is_share(places.indicator) { words::WHOLE_IS } else { words::WHOLE_IS_PLAIN };
    let sentence = words.fill(&[
        ("whole", whole),
        ("value", &shown),
        ("sign", &figures::sign(unit, lang)),
        ("num", &figures::count(value.num())),
        ("den", &figures::count(value.den())),
        ("stands", &stands),
        ("change", &change.unwrap_or(Text::new("", ""))),
    ]);
    sentence.get(lang).to_owned()
}

fn bureaus(places: &Places<'_>, lang: Lang) -> String {
    let ranked: Vec<&Line> = places.lines.iter().filter(|line| line.rank.is_some()).collect();
    let between = if lang == Lang::Zh { "" } else { " " };
    let stop = if lang == Lang::Zh { "。" } else { "." };
    let said = if ranked.is_empty() {
        words::NOBODY.get(lang).to_owned()
    } else if ranked.iter().any(|line| line.standing.is_some()) {
        let met = ranked.iter().filter(|line| line.standing == Some(Standing::Met)).count();
        let missed: Vec<String> = missed(&ranked).map(|line| missed_by(places, line, lang)).collect();
        let mut said = words::MET.fill(&[("ranked", &ranked.len()), ("met", &met)]).get(lang).to_owned();
        if !missed.is_empty() {
            said.push_str(words::MISSED.fill(&[("names", &some(&missed, lang))]).get(lang));
        }
        said
    } else {
        let mut said = words::RANKED.fill(&[("ranked", &ranked.len())]).get(lang).to_owned();
        if let [first, .., last] = ranked.as_slice() {
            let (first, last) = (with_value(places, first, lang), with_value(places, last, lang));
            said.push_str(words::ENDS.fill(&[("first", &first), ("last", &last)]).get(lang));
        }
        said
    };
    format!("{between}{said}{stop}")
}

/// Ranked bureaus below the target.
pub(super) fn missed<'a>(ranked: &'a [&'a Line]) -> impl Iterator<Item = &'a Line> {
    ranked.iter().copied().filter(|line| line.standing.is_some_and(|standing| standing != Standing::Met))
}

/// Some names, and how many there are in all if that is not all of them.
pub(super) fn some(names: &[String], lang: Lang) -> String {
    match names.get(..MOST_NAMES).filter(|_| names.len() > MOST_NAMES) {
        None => figures::listed(names, lang),
        Some(first) => {
            let listed = figures::listed(first, lang);
            words::AND_MORE.fill(&[("names", &listed), ("n", &names.len())]).get(lang).to_owned()
        }
    }
}

fn missed_by(places: &Places<'_>, line: &Line, lang: Lang) -> String {
    let words = words::MISSED_BY.fill(&[
        ("name", &line.name),
        ("value", &line.shown.as_deref().unwrap_or(figures::DASH)),
        ("sign", &figures::sign(places.indicator.unit, lang)),
        ("gap", &line.gap.as_deref().unwrap_or(figures::DASH)),
    ]);
    words.get(lang).to_owned()
}

fn with_value(places: &Places<'_>, line: &Line, lang: Lang) -> String {
    let words = words::WITH_VALUE.fill(&[
        ("name", &line.name),
        ("value", &line.shown.as_deref().unwrap_or(figures::DASH)),
        ("sign", &figures::sign(places.indicator.unit, lang)),
    ]);
    words.get(lang).to_owned()
}
