//! 四、存在问题 and 五、督办建议: what stands out, with the units and numbers, and whom the rules propose.

use schemas::{
    finding::Severity,
    text::{Lang, Text},
};

use super::{
    Section,
    basics::Whole,
    targets::{missed, some},
    words,
};
use crate::{
    compile::{
        Compiled,
        entry::State,
        place::{Line, Places},
    },
    figures,
};

/// How many indicators are named as missed widely.
const MOST_INDICATORS: usize = 3;
/// From how many missed targets on a bureau is named.
const SEVERAL: usize = 3;

impl Compiled {
    pub(super) fn problems(&self, places: &[Places<'_>], lang: Lang) -> Section {
        let mut section = Section::new(&words::PROBLEMS, lang);
        for problem in [self.silent(lang), self.returned(lang)].into_iter().flatten() {
            section.item(&problem, lang);
        }
        for problem in self.missed_widely(places, lang) {
            section.item(&problem, lang);
        }
        let others = [self.missing_several(places, lang), self.unexplained(lang), self.unclear()];
        for problem in others.into_iter().flatten() {
            section.item(&problem, lang);
        }
        if section.items.is_empty() {
            section.say(&words::P_NONE, lang);
        }
        section
    }

    fn silent(&self, lang: Lang) -> Option<Text> {
        let out = |whole: Whole| matches!(whole, Whole::Silent | Whole::Partly);
        let bureaus = self.bureaus.iter().filter(|bureau| out(self.whole(bureau)));
        let names: Vec<String> = bureaus.map(|bureau| bureau.name.get(lang).to_owned()).collect();
        (!names.is_empty()).then(|| words::P_SILENT.fill(&[("names", &some(&names, lang))]))
    }

    fn returned(&self, lang: Lang) -> Option<Text> {
        let returned = self.entries.iter().filter(|entry| entry.state == State::Returned);
        let ledgers: Vec<String> = returned
            .map(|entry| {
                let name = entry.bureau.as_ref().map_or_else(String::new, |code| self.name(code, lang));
                let words = words::LEDGER.fill(&[
                    ("name", &name),
                    ("form", &entry.form.as_deref().unwrap_or(&entry.file)),
                    ("n", &entry.count(Severity::Block)),
                ]);
                words.get(lang).to_owned()
            })
            .collect();
        let (n, listed) = (ledgers.len(), some(&ledgers, lang));
        (n > 0).then(|| words::P_RETURNED.fill(&[("n", &n), ("ledgers", &listed)]))
    }

    /// The hard targets that most ranked bureaus miss, half of them or more.
    fn missed_widely(&self, places: &[Places<'_>], lang: Lang) -> Vec<Text> {
        let mut widely: Vec<(usize, Text)> = Vec::new();
        for places in places.iter().filter(|places| places.target.is_hard()) {
            let ranked = ranked(places);
            let names: Vec<String> = missed(&ranked).map(|line| line.name.clone()).collect();
            if !names.is_empty() && names.len() * 2 >= ranked.len() {
                let words = words::P_MISSED.fill(&[
                    ("indicator", &places.indicator.name),
                    ("ranked", &ranked.len()),
                    ("n", &names.len()),
                    ("names", &some(&names, lang)),
                ]);
                widely.push((names.len(), words));
            }
        }
        // Stable: the campaign's order among equals.
        widely.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        widely.into_iter().take(MOST_INDICATORS).map(|(_, words)| words).collect()
    }

    fn missing_several(&self, places: &[Places<'_>], lang: Lang) -> Option<Text> {
        let count = |code: &schemas::bureau::BureauCode| {
            let hard = places.iter().filter(|places| places.target.is_hard());
            let misses = |places: &&Places<'_>| missed(&ranked(places)).any(|line| line.bureau == *code);
            hard.filter(misses).count()
        };
        let mut several: Vec<(usize, String)> = self
            .bureaus
            .iter()
            .map(|bureau| (count(&bureau.code), bureau.name.get(lang).to_owned()))
            .filter(|(n, _)| *n >= SEVERAL)
            .collect();
        several.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let names = several
            .iter()
            .map(|(n, name)| words::MISSES.fill(&[("name", name), ("n", n)]).get(lang).to_owned());
        let names: Vec<String> = names.collect();
        (!names.is_empty()).then(|| words::P_MANY.fill(&[("names", &some(&names, lang))]))
    }

    fn unexplained(&self, lang: Lang) -> Option<Text> {
        let names: Vec<String> = self
            .wanting(lang)
            .into_iter()
            .map(|(name, n)| words::WANTS.fill(&[("name", &name), ("n", &n)]).get(lang).to_owned())
            .collect();
        (!names.is_empty()).then(|| words::P_UNEXPLAINED.fill(&[("names", &some(&names, lang))]))
    }

    /// Bureaus with ledgers of the period that count and hold findings which want a reason.
    pub(super) fn wanting(&self, lang: Lang) -> Vec<(String, usize)> {
        let of = |bureau: &schemas::bureau::Bureau| -> usize {
            let counted = self.entries.iter().filter(|entry| {
                entry.state == State::Counted
                    && entry.period == Some(self.period)
                    && entry.bureau.as_ref() == Some(&bureau.code)
            });
            counted.map(|entry| entry.unexplained()).sum()
        };
        let bureaus = self.bureaus.iter().map(|bureau| (bureau.name.get(lang).to_owned(), of(bureau)));
        bureaus.filter(|(_, n)| *n > 0).collect()
    }

    fn unclear(&self) -> Option<Text> {
        let n = self.count(State::Unclear);
        (n > 0).then(|| words::P_UNCLEAR.fill(&[("n", &n)]))
    }

    pub(super) fn supervision(&self, lang: Lang) -> Section {
        let mut section = Section::new(&words::SUPERVISION, lang);
        if !self.campaign.judged || !self.campaign.judges(self.period) {
            section.say(&words::NOT_JUDGED, lang);
            return section;
        }
        for proposal in &self.proposals {
            let families: Vec<String> =
                proposal.families().into_iter().map(|family| family.title().get(lang).to_owned()).collect();
            let sentences: Vec<&str> =
                proposal.reasons.iter().map(|reason| reason.sentence.get(lang)).collect();
            let between = if lang == Lang::Zh { "；" } else { "; " };
            let words = words::PROPOSED.fill(&[
                ("name", &self.name(&proposal.bureau, lang)),
                ("families", &figures::listed(&families, lang)),
                ("sentences", &sentences.join(between)),
            ]);
            section.items.push(super::Item { lead: String::new(), text: words.get(lang).to_owned() });
        }
        if self.proposals.is_empty() {
            section.say(&words::NOT_PROPOSED, lang);
        }
        section.say(&words::NOT_KNOWN, lang);
        section
    }
}

/// The ranked lines of an indicator.
pub(super) fn ranked<'a>(places: &'a Places<'_>) -> Vec<&'a Line> {
    places.lines.iter().filter(|line| line.rank.is_some()).collect()
}
