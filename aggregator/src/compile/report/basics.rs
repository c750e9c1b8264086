//! 一、基本情况: who has filed, what was read, and what the ledgers add up to.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use schemas::{
    bureau::{Bureau, BureauCode},
    fraction::{Fraction, decimal},
    summary::Row,
    tally::{Tallies, Tally},
    text::{Lang, Text},
};

use super::{Section, words};
use crate::{
    compile::{Compiled, LedgerState, entry::State},
    figures,
};

/// What a bureau's ledgers of the period come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// Everything counts, and nothing was to be reported.
    Nil,
    /// Everything counts.
    Counted,
    /// Something does not count.
    Partly,
    /// Nothing came.
    Silent,
}

impl Compiled {
    pub(super) fn basics(&self, lang: Lang) -> Section {
        let mut section = Section::new(&words::BASICS, lang);
        let of = |whole: Whole| self.bureaus.iter().filter(move |bureau| self.whole(bureau) == whole);
        let (all, nil) = (self.bureaus.len(), of(Whole::Nil).count());
        let whole = of(Whole::Counted).count() + nil;
        let mut filed = vec![words::FILED.fill(&[
            ("area", &self.campaign.whole),
            ("all", &all),
            ("whole", &whole),
            ("nil", &nil),
        ])];
        let partly: Vec<String> = of(Whole::Partly).map(|bureau| self.not_counted(bureau, lang)).collect();
        if !partly.is_empty() {
            filed.push(words::PARTLY.fill(&[("names", &figures::listed(&partly, lang))]));
        }
        let silent: Vec<String> = of(Whole::Silent).map(|bureau| bureau.name.get(lang).to_owned()).collect();
        if !silent.is_empty() {
            filed.push(words::SILENT.fill(&[("names", &figures::listed(&silent, lang))]));
        }
        section.paragraph(&filed, lang);
        section.paragraph(&[self.files_read(), self.carried()], lang);
        section.paragraph(&self.totals(lang), lang);
        section
    }

    /// What a bureau's ledgers come to.
    pub(super) fn whole(&self, bureau: &Bureau) -> Whole {
        let states: Vec<LedgerState> =
            self.forms.iter().map(|form| self.ledger_state(&bureau.code, &form.form)).collect();
        let all = |wanted: LedgerState| states.iter().all(|state| *state == wanted);
        if all(LedgerState::NotFiled) {
            Whole::Silent
        } else if states.iter().any(|state| matches!(state, LedgerState::NotFiled | LedgerState::Returned)) {
            Whole::Partly
        } else if all(LedgerState::Nil) {
            Whole::Nil
        } else {
            Whole::Counted
        }
    }

    /// A bureau with the ledgers that do not count: `清溪县（L3退回）`.
    pub(super) fn not_counted(&self, bureau: &Bureau, lang: Lang) -> String {
        let out = self.forms.iter().filter_map(|form| {
            let state = self.ledger_state(&bureau.code, &form.form);
            let words = super::super::words::FORM_IS.fill(&[("form", &form.form), ("state", &state.title())]);
            matches!(state, LedgerState::NotFiled | LedgerState::Returned).then(|| words.get(lang).to_owned())
        });
        let what = figures::listed(&out.collect::<Vec<_>>(), lang);
        words::NAME_AND.fill(&[("name", &bureau.name), ("what", &what)]).get(lang).to_owned()
    }

    fn files_read(&self) -> Text {
        let files: BTreeSet<&str> = self.entries.iter().map(|entry| entry.file.as_str()).collect();
        words::FILES_READ.fill(&[
            ("files", &files.len()),
            ("counted", &self.count(State::Counted)),
            ("nil", &self.count(State::Nil)),
            ("returned", &self.count(State::Returned)),
            ("unclear", &self.count(State::Unclear)),
            ("aside", &self.count(State::SetAside)),
        ])
    }

    fn carried(&self) -> Text {
        let Some(before) = self.period.previous() else { return Text::new("", "") };
        let held = |bureau: &Bureau| {
            let forms = self.forms.iter().filter(|form| form.continuity).map(|form| form.form.as_str());
            let both = |form: &&str| {
                [before, self.period]
                    .iter()
                    .all(|period| self.book.filed(&bureau.code, *period, form).is_some())
            };
            forms.filter(both).count()
        };
        let n: usize = self.bureaus.iter().map(held).sum();
        let words = if n > 0 { words::CARRIED } else { words::NOT_CARRIED };
        words.fill(&[("period", &before.title()), ("n", &n)])
    }

    /// A sentence a form: its main row of the summary.
    fn totals(&self, lang: Lang) -> Vec<Text> {
        let Some(summary) = self.definitions.summary("S1") else { return Vec::new() };
        let mut told = BTreeSet::new();
        let form = |row: &Row| row.cells.get("opening")?.split_once('.').map(|(form, _)| form.to_owned());
        let main = summary.rows.iter().filter(|row| form(row).is_some_and(|form| told.insert(form)));
        main.filter_map(|row| self.total(row, lang)).collect()
    }

    fn total(&self, row: &Row, lang: Lang) -> Option<Text> {
        let pooled = self.pooled();
        let count = |key: &str| Some(figures::count(pooled.get(row.cells.get(key)?).map(Tally::count)?));
        let change = self.change(row.cells.get("accepted")?);
        Some(words::TOTALS.fill(&[
            ("row", &Text::owned(row.zh.clone(), row.en.clone()).get(lang)),
            ("opening", &count("opening")?),
            ("accepted", &count("accepted")?),
            ("change", &change),
            ("closed", &count("closed")?),
            ("ending", &count("ending")?),
        ]))
    }

    /// The tallies of the period, pooled over the bureaus.
    pub(super) fn pooled(&self) -> Tallies {
        let mut pool = Tallies::default();
        for filed in self.bureaus.iter().filter_map(|bureau| self.book.of(&bureau.code, self.period)) {
            filed.values().for_each(|filed| pool.pool(&filed.tallies));
        }
        pool
    }

    /// 环比, where the same bureaus filed the form in both periods; empty otherwise, for it would compare unlike sums.
    fn change(&self, tally: &str) -> Text {
        let nothing = Text::new("", "");
        let (Some(before), Some((form, _))) = (self.period.previous(), tally.split_once('.')) else {
            return nothing;
        };
        let filers = |period| -> BTreeSet<&BureauCode> {
            let codes = self.bureaus.iter().map(|bureau| &bureau.code);
            codes.filter(|code| self.book.filed(code, period, form).is_some()).collect()
        };
        let sum = |period| -> i64 {
            self.bureaus.iter().map(|bureau| self.book.count(&bureau.code, period, tally)).sum()
        };
        let (now, then) = (sum(self.period), sum(before));
        let Some(growth) = Fraction::new(now - then, then).filter(|_| filers(self.period) == filers(before))
        else {
            return nothing;
        };
        let percent = decimal(&(growth.exact() * BigInt::from(100)), 2);
        match growth.num() {
            0 => words::LEVEL,
            1.. => words::UP.fill(&[("percent", &percent)]),
            _ => words::DOWN.fill(&[("percent", &percent.trim_start_matches('-'))]),
        }
    }
}
