//! 更正: what is put right of an earlier bulletin, each change with both figures.

use schemas::{
    indicator::Indicator,
    text::{Lang, Text, Wording},
};

use super::{
    super::{
        erratum::{Change, Correction},
        snapshot::{Count, Filed, Snapshot},
    },
    Terms,
};
use crate::{
    figures,
    measure::standing::is_share,
    words::{bulletin as words, place},
};

/// What is put right of one bulletin: a line for what it is of, and one for each change.
pub(super) fn corrected(correction: &Correction, terms: Terms<'_>, lang: Lang) -> Vec<String> {
    let head =
        words::CORRECTS.fill(&[("number", &correction.number), ("period", &correction.period.title())]);
    let mut said = vec![head.get(lang).to_owned()];
    said.extend(correction.changes.iter().filter_map(|change| {
        changed(change, &correction.now, terms, lang).map(|text| text.get(lang).to_owned())
    }));
    said
}

/// A change in words; none of an indicator that is defined no more.
fn changed(change: &Change, now: &Snapshot, terms: Terms<'_>, lang: Lang) -> Option<Text> {
    let fill = |words: Text, name: &Text, what: &Text, was: &dyn Wording, is: &dyn Wording| {
        words.fill(&[("name", name), ("what", what), ("was", was), ("is", is)])
    };
    let indicator_of = |code: &str| terms.of(code).map(|(_, indicator)| indicator);
    let all = || place::WHOLE.fill(&[("whole", &terms.campaign.whole)]);
    Some(match change {
        Change::Filed { bureau, was, is } => {
            fill(words::CHANGED, &now.name(bureau), &words::FILING, &filed(was), &filed(is))
        }
        Change::Value { indicator, bureau, was, is } => {
            let indicator = indicator_of(indicator)?;
            let name = bureau.as_ref().map_or_else(all, |bureau| now.name(bureau));
            let (was, is) = (counted(*was, indicator, lang), counted(*is, indicator, lang));
            fill(words::CHANGED, &name, &indicator.name, &was, &is)
        }
        Change::Place { indicator, bureau, was, is } => {
            let what = match indicator {
                Some(code) => words::PLACE_OF.fill(&[("indicator", &indicator_of(code)?.name)]),
                None => words::PLACE_IN_ALL,
            };
            let placed = |place: &Option<u32>| match place {
                Some(place) => words::NUMBER.fill(&[("place", place)]),
                None => place::NOT_PLACED,
            };
            fill(words::CHANGED, &now.name(bureau), &what, &placed(was), &placed(is))
        }
    })
}

fn filed(filed: &Filed) -> Text {
    match filed {
        Filed::Whole { late_days: 0, nil: false } => words::WAS_ON_TIME,
        Filed::Whole { late_days: 0, nil: true } => words::WAS_NIL,
        Filed::Whole { late_days, .. } => words::WAS_LATE.fill(&[("days", late_days)]),
        Filed::Unconfirmed(_) => words::WAS_UNCONFIRMED,
        Filed::Missing(_) => words::WAS_MISSING,
        Filed::Nothing => words::WAS_NOTHING,
    }
}

/// A value with its counts: `81.98%（91/111）`.
fn counted(count: Option<Count>, indicator: &Indicator, lang: Lang) -> String {
    let Some((count, value)) = count.and_then(|count| Some((count, count.fraction()?))) else {
        return words::NO_VALUE.get(lang).to_owned();
    };
    let shown = figures::value(value, None, indicator.unit) + figures::sign(indicator.unit, lang);
    match (is_share(indicator), lang) {
        (false, _) => shown,
        (true, Lang::Zh) => format!("{shown}（{}/{}）", figures::count(count.num), figures::count(count.den)),
        (true, Lang::En) => format!("{shown} ({}/{})", figures::count(count.num), figures::count(count.den)),
    }
}
