//! What a run came to, as lines for a terminal: what was read, what was not and why, and where the results are.

use std::path::Path;

use schemas::{
    period::Period,
    text::{Lang, Text},
};

use super::{Compiled, LedgerState, entry::State, files::plain, words};
use crate::figures;

/// Most files named.
const MOST_LINES: usize = 20;

impl Compiled {
    /// The lines; `out` is where the results are.
    pub fn summary(&self, out: &Path, troubles: &[Text], lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        let earlier = self.periods_before();
        lines.push(self.counts(words::SUMMARY, self.period, lang));
        lines.extend(earlier.into_iter().map(|period| self.counts(words::EARLIER, period, lang)));
        if self.lost().next().is_some() {
            lines.push(words::NOT_IN.get(lang).to_owned());
            for entry in self.lost().take(MOST_LINES) {
                let first = entry.findings.first();
                let (what, fix) = first.map_or(("", ""), |one| (one.what.get(lang), one.fix.get(lang)));
                let words = words::FILE_LINE.fill(&[
                    ("file", &entry.file),
                    ("state", &entry.state.title()),
                    ("what", &what),
                    ("fix", &fix),
                ]);
                lines.push(words.get(lang).to_owned());
            }
            let more = self.lost().count().saturating_sub(MOST_LINES);
            if more > 0 {
                lines.push(words::MORE_LINES.fill(&[("n", &more)]).get(lang).to_owned());
            }
        }
        let silent: Vec<String> = self
            .bureaus
            .iter()
            .filter(|bureau| {
                let state = |form: &str| self.ledger_state(&bureau.code, form);
                self.forms.iter().all(|form| state(&form.form) == LedgerState::NotFiled)
            })
            .map(|bureau| bureau.name.get(lang).to_owned())
            .collect();
        if !silent.is_empty() {
            lines
                .push(words::SILENT.fill(&[("names", &figures::listed(&silent, lang))]).get(lang).to_owned());
        }
        lines.extend(troubles.iter().map(|trouble| trouble.get(lang).to_owned()));
        let files = "report.html rankings.xlsx rankings.csv findings.xlsx charts";
        let path = out.display().to_string();
        lines.push(words::RESULTS_IN.fill(&[("path", &path), ("files", &files)]).get(lang).to_owned());
        lines.iter().map(|line| plain(line)).collect()
    }

    /// Periods before the one asked for of which the folder holds files, latest first.
    fn periods_before(&self) -> Vec<Period> {
        let mut periods: Vec<Period> = self
            .entries
            .iter()
            .filter(|entry| entry.state != State::SetAside)
            .filter_map(|entry| entry.period)
            .filter(|period| *period != self.period)
            .collect();
        periods.sort_unstable();
        periods.dedup();
        periods.reverse();
        periods
    }

    fn counts(&self, words: Text, period: Period, lang: Lang) -> String {
        // A file of which not even the period is clear is told with the period asked for.
        let of = |state: State| {
            let entries = self.entries.iter().filter(|entry| entry.state == state);
            entries.filter(|entry| entry.period.unwrap_or(self.period) == period).count()
        };
        let words = words.fill(&[
            ("period", &period.title()),
            ("counted", &of(State::Counted)),
            ("nil", &of(State::Nil)),
            ("returned", &of(State::Returned)),
            ("unclear", &of(State::Unclear)),
            ("aside", &of(State::SetAside)),
        ]);
        words.get(lang).to_owned()
    }
}
