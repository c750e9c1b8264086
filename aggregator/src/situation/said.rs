//! The situation in words: what came in, how that changed, of what it mostly is, and what grew.

use schemas::{
    fraction::decimal,
    text::{Lang, Text},
};

use num_rational::BigRational;

use super::{Beside, Dimension, Key, Line, Situation};
use crate::{figures, words::situation as words};

/// Most items a sentence names.
const NAMED: usize = 3;

/// A share in per cent with one decimal, half up; a dash of nothing.
pub fn percent(part: i64, whole: i64) -> String {
    if whole == 0 {
        return figures::DASH.to_owned();
    }
    decimal(&BigRational::new((part * 100).into(), whole.into()), 1)
}

/// A change in words: `增加12件（5.2%）`.
fn change(now: i64, before: i64) -> Text {
    let (by, share) = ((now - before).abs(), percent((now - before).abs(), before));
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => words::SAME,
        std::cmp::Ordering::Greater if before == 0 => {
            words::MORE_THAN_NONE.fill(&[("n", &figures::count(by))])
        }
        std::cmp::Ordering::Greater => words::MORE.fill(&[("n", &figures::count(by)), ("percent", &share)]),
        std::cmp::Ordering::Less => words::FEWER.fill(&[("n", &figures::count(by)), ("percent", &share)]),
    }
}

fn listed(items: &[Text]) -> Text {
    let of = |lang: Lang| -> Vec<String> { items.iter().map(|item| item.get(lang).to_owned()).collect() };
    Text::owned(figures::listed(&of(Lang::Zh), Lang::Zh), figures::listed(&of(Lang::En), Lang::En))
}

fn named(line: &&Line) -> bool {
    line.key != Key::Unsaid && line.now.disputes > 0
}

impl Situation {
    /// A paragraph, sentence by sentence; `who` is whose disputes they are.
    pub fn said(&self, who: &Text) -> Vec<Text> {
        let period = self.period.title();
        let mut said = Vec::new();
        if self.now.disputes == 0 {
            said.push(words::NONE_CAME.fill(&[("period", &period), ("who", who)]));
            return said;
        }
        let amount =
            Text::owned(figures::money(self.now.amount, Lang::Zh), figures::money(self.now.amount, Lang::En));
        said.push(words::CAME_IN.fill(&[
            ("period", &period),
            ("who", who),
            ("n", &figures::count(self.now.disputes)),
            ("persons", &figures::count(self.now.persons)),
            ("amount", &amount),
        ]));
        if self.counted_elsewhere() > 0 {
            said.push(words::ONCE.fill(&[("n", &figures::count(self.counted_elsewhere()))]));
        }
        let than = |words: Text, beside: Beside| words.fill(&[("change", &change(beside.now, beside.then))]);
        let changes: Vec<Text> = [
            self.before.map(|beside| than(words::THAN_BEFORE, beside)),
            self.last_year.map(|beside| than(words::THAN_LAST_YEAR, beside)),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !changes.is_empty() {
            said.push(words::CHANGED.fill(&[("changes", &listed(&changes))]));
        }
        for dimension in [Dimension::Cause, Dimension::Industry, Dimension::Channel] {
            let items: Vec<Text> = self
                .by(dimension)
                .iter()
                .filter(named)
                .take(NAMED)
                .map(|line| {
                    let share = percent(line.now.disputes, self.now.disputes);
                    words::WITH_SHARE.fill(&[("name", &line.label), ("percent", &share)])
                })
                .collect();
            if !items.is_empty() {
                said.push(words::MAINLY.fill(&[("of", &dimension.title()), ("items", &listed(&items))]));
            }
        }
        said.extend(self.bureaus());
        said.extend(self.rose());
        said
    }

    /// Which bureaus have the most, where there are more than a sentence names.
    fn bureaus(&self) -> Option<Text> {
        let mut lines: Vec<&Line> = self.by(Dimension::Bureau).iter().filter(named).collect();
        if lines.len() <= NAMED {
            return None;
        }
        lines.sort_by_key(|line| (-line.now.disputes, line.key.clone()));
        let first = lines.get(..NAMED).unwrap_or_default();
        let together = first.iter().map(|line| line.now.disputes).sum();
        let count = |line: &&Line| {
            words::WITH_COUNT.fill(&[("name", &line.label), ("n", &figures::count(line.now.disputes))])
        };
        let items: Vec<Text> = first.iter().map(count).collect();
        let share = percent(together, self.now.disputes);
        Some(words::FIRST_BUREAUS.fill(&[("items", &listed(&items)), ("percent", &share)]))
    }

    /// What grew most of causes, industries and bureaus; nothing where there was nothing before.
    fn rose(&self) -> Option<Text> {
        self.before?;
        let most = |dimension: Dimension| {
            let lines = self.by(dimension).iter().filter(named);
            let grew = lines.filter(|line| line.before.more() > 0);
            grew.max_by_key(|line| (line.before.more(), std::cmp::Reverse(line.key.clone())))
        };
        let items: Vec<Text> = [Dimension::Cause, Dimension::Industry, Dimension::Bureau]
            .into_iter()
            .filter_map(most)
            .map(|line| {
                let n = figures::count(line.before.more());
                words::GREW.fill(&[("name", &line.label), ("n", &n)])
            })
            .collect();
        (!items.is_empty()).then(|| words::ROSE.fill(&[("items", &listed(&items))]))
    }
}
