//! Why a bureau takes no part in a ranking, as a sentence with the figures.

use schemas::{bureau::BureauCode, text::Text};

use crate::{
    figures,
    measure::{
        composite::{CompositePlace, Part, Score},
        standing::{Place, Row},
    },
    obligation::State,
    web::{
        city::City,
        links::Links,
        mark::{Mark, Shape},
    },
    words::{place as words, recovery},
};

/// Why a row has no place; empty for one that has.
pub(super) fn of_row(city: City<'_>, links: Links, row: &Row) -> String {
    let lang = links.lang;
    match row.place {
        Place::Ranked(_) => String::new(),
        Place::SmallSample => {
            let (n, least) = (figures::count(row.value.n), city.field.campaign.minimum_sample);
            words::SMALL_SAMPLE_WHY.fill(&[("n", &n), ("least", &least)]).get(lang).to_owned()
        }
        Place::NoCases => no_cases(city, &row.bureau).get(lang).to_owned(),
        Place::Awaited => recovery::FIGURES_AWAITED_WHY.get(lang).to_owned(),
        Place::NotFiled => not_filed(city, links, &row.bureau),
    }
}

/// Why a bureau has no place in the composite; empty for one that has.
pub(super) fn of_score(city: City<'_>, links: Links, score: &Score) -> String {
    let lang = links.lang;
    match score.place {
        CompositePlace::Ranked(_) => String::new(),
        CompositePlace::Awaited => recovery::FIGURES_AWAITED_WHY.get(lang).to_owned(),
        CompositePlace::NotFiled => not_filed(city, links, &score.bureau),
        CompositePlace::TooLittle { available, needed } => {
            let why = words::TOO_LITTLE_WHY.fill(&[
                ("available", &available),
                ("needed", &needed),
                ("left", &left_out(city, links, score)),
            ]);
            why.get(lang).to_owned()
        }
    }
}

/// The mark of a bureau without a place in the composite.
pub(super) fn mark_of_score(score: &Score, links: Links) -> Mark {
    match score.place {
        CompositePlace::Awaited => Mark::new(Shape::Half, words::AWAITED.get(links.lang)),
        CompositePlace::NotFiled => Mark::new(Shape::Absent, words::NOT_FILED.get(links.lang)),
        _ => Mark::new(Shape::Off, words::NOT_PLACED.get(links.lang)),
    }
}

/// Which components could not be judged: all of them alike, or named with their denominators.
fn left_out(city: City<'_>, links: Links, score: &Score) -> Text {
    let left: Vec<&Part> =
        score.parts.iter().filter(|part| !matches!(part.place, Place::Ranked(_))).collect();
    let least = city.field.campaign.minimum_sample;
    let whole = left.len() == score.parts.len();
    if whole && left.iter().all(|part| part.place == Place::NoCases) {
        return no_cases(city, &score.bureau);
    }
    if whole && left.iter().all(|part| part.place == Place::SmallSample) {
        return words::ALL_SMALL_WHY.fill(&[("least", &least)]);
    }
    let named: Vec<String> = left.iter().filter_map(|part| named(city, links, &score.bureau, part)).collect();
    words::LEFT_OUT_WHY.fill(&[("parts", &figures::listed(&named, links.lang)), ("least", &least)])
}

fn named(city: City<'_>, links: Links, bureau: &BureauCode, part: &Part) -> Option<String> {
    let row = city.standings.table(&part.indicator)?.row(bureau)?;
    let reason = match part.place {
        Place::SmallSample => figures::count(row.value.n),
        other => Mark::of_place(other, links.lang)?.word,
    };
    let name = &city.target(&part.indicator)?.1.name;
    Some(words::LEFT_OUT.fill(&[("indicator", name), ("reason", &reason)]).get(links.lang).to_owned())
}

fn no_cases(city: City<'_>, bureau: &BureauCode) -> Text {
    if city.field.book.is_nil(bureau, city.period()) { words::NIL_WHY } else { words::NO_CASES_WHY }
}

fn not_filed(city: City<'_>, links: Links, bureau: &BureauCode) -> String {
    let owed = city.obligations.get(bureau).into_iter().flat_map(|forms| forms.values());
    let worst = owed
        .filter(|obligation| matches!(obligation.state, State::Overdue | State::Missing))
        .max_by_key(|obligation| obligation.state);
    let why = match worst {
        None => words::NOT_FILED_WHY,
        Some(obligation) => {
            let day = figures::day_in_words(obligation.deadline.grace_day(), links.lang);
            let days = city.overdue_days(obligation);
            match obligation.state {
                State::Missing => words::MISSING_WHY.fill(&[("day", &day)]),
                _ => words::OVERDUE_WHY.fill(&[("days", &days), ("day", &day)]),
            }
        }
    };
    why.get(links.lang).to_owned()
}
