//! 六、下一步工作要求 and the method: what each bureau is asked to do; days are left open for the office to fill in.

use schemas::text::Lang;

use super::{
    Section,
    basics::Whole,
    problems::ranked,
    targets::{missed, some},
    words,
};
use crate::{
    compile::{Compiled, place::Places, words as file_words},
    figures,
    measure::{standing::is_share, why::more_to_target},
};

/// Most counterfactuals named: the nearest to their target.
const MOST_NEAREST: usize = 6;

impl Compiled {
    pub(super) fn demands(&self, places: &[Places<'_>], lang: Lang) -> Section {
        let mut section = Section::new(&words::DEMANDS, lang);
        let out =
            self.bureaus.iter().filter(|bureau| matches!(self.whole(bureau), Whole::Partly | Whole::Silent));
        let out: Vec<String> = out.map(|bureau| bureau.name.get(lang).to_owned()).collect();
        if !out.is_empty() {
            section.item(&words::D_CORRECT.fill(&[("names", &figures::listed(&out, lang))]), lang);
        }
        let nearest = nearest(places, lang);
        if !nearest.is_empty() {
            section.item(&words::D_TARGETS.fill(&[("names", &figures::listed(&nearest, lang))]), lang);
        }
        let wanting: Vec<String> = self.wanting(lang).into_iter().map(|(name, _)| name).collect();
        if !wanting.is_empty() {
            section.item(&words::D_EXPLAIN.fill(&[("names", &some(&wanting, lang))]), lang);
        }
        section.item(&words::D_OBJECT, lang);
        section
    }

    /// What each indicator is, and the rules of ranking.
    pub(super) fn method(&self, places: &[Places<'_>], lang: Lang) -> Vec<String> {
        let one = |places: &Places<'_>| {
            let weight = places.target.weight;
            let words = if weight > 0 { words::METHOD_WEIGHT } else { words::METHOD };
            let words = words.fill(&[
                ("indicator", &places.indicator.name),
                ("formula", &places.indicator.formula),
                ("ask", &places.ask),
                ("weight", &weight),
            ]);
            words.get(lang).to_owned()
        };
        let mut method: Vec<String> = places.iter().map(one).collect();
        let least = self.campaign.minimum_sample;
        method.push(
            file_words::ORDER_IS
                .fill(&[("least", &least), ("whole", &self.campaign.whole)])
                .get(lang)
                .to_owned(),
        );
        if self.has_composite() {
            let needed = self.campaign.least_weight;
            method.push(crate::words::place::SCORE_FORMULA.get(lang).to_owned());
            method.push(file_words::COMPOSITE_NEEDS.fill(&[("needed", &needed)]).get(lang).to_owned());
        }
        method.push(file_words::NOT_TIMED.get(lang).to_owned());
        method
    }
}

/// The bureaus that need fewest cases to meet a hard target, and how many.
fn nearest(places: &[Places<'_>], lang: Lang) -> Vec<String> {
    let mut all: Vec<(i64, String)> = Vec::new();
    for places in places.iter().filter(|places| places.target.is_hard() && is_share(places.indicator)) {
        for line in missed(&ranked(places)) {
            let more = line.value.zip(line.line);
            let more = more.and_then(|(value, line)| more_to_target(places.target, value, line));
            let Some(n) = more.filter(|n| *n > 0) else { continue };
            let name = &places.indicator.name;
            let words = words::COULD.fill(&[("name", &line.name), ("indicator", name), ("n", &n)]);
            all.push((n, words.get(lang).to_owned()));
        }
    }
    all.sort_by_key(|(n, _)| *n);
    all.into_iter().take(MOST_NEAREST).map(|(_, words)| words).collect()
}
