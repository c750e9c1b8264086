//! Status is shape, word and colour together, so that it survives print, forced colours and colour blindness.

use std::fmt;

use askama::{Template, filters::HtmlSafe};
use schemas::{
    indicator::Unit,
    target::{Standing, Target},
    text::Lang,
};

use crate::{
    figures,
    measure::standing::{Place, Row},
    obligation::{Obligation, State},
    words::place as words,
};

/// A shape; its class in the style sheet gives the colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// ● done, met.
    Ok,
    /// ▲ near, late.
    Near,
    /// ■ missed, refused.
    Bad,
    /// ○ takes no part.
    Off,
    /// ◇ not filed.
    Absent,
    /// ◐ waits for a person.
    Half,
    /// Small dot: to come.
    Todo,
}

impl Shape {
    /// Name of the symbol and of the class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Near => "near",
            Self::Bad => "bad",
            Self::Off => "off",
            Self::Absent => "none",
            Self::Half => "half-st",
            Self::Todo => "todo",
        }
    }
}

/// The drawn shape, without a word.
impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        write!(f, "<svg class=\"mk {name}\" aria-hidden=\"true\"><use href=\"#{name}\"/></svg>")
    }
}

impl HtmlSafe for Shape {}

/// A shape with its word.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/mark.html")]
pub struct Mark {
    /// The shape.
    pub shape: Shape,
    /// The word.
    pub word: String,
}

impl HtmlSafe for Mark {}

impl Mark {
    /// A shape with its word.
    pub fn new(shape: Shape, word: impl Into<String>) -> Self {
        Self { shape, word: word.into() }
    }

    /// How a value stands to its target: `达标`, `临近 差0.01`, `未达标 差13.02`; nothing if nothing is asked.
    pub fn of_row(row: &Row, target: &Target, unit: Unit, lang: Lang) -> Option<Self> {
        let (value, line) = row.value.value.zip(row.line)?;
        let standing = row.target?;
        let word = standing_word(standing, lang);
        let gap = figures::gap(target, value, line, unit).map(|gap| {
            let words = if figures::wants_less(target) { words::OVER } else { words::SHORT };
            words.fill(&[("gap", &gap)]).get(lang).to_owned()
        });
        Some(Self::new(
            standing_shape(standing),
            [Some(word), gap].into_iter().flatten().collect::<Vec<_>>().join(" "),
        ))
    }

    /// Why a bureau has no place; nothing if it has one.
    pub fn of_place(place: Place, lang: Lang) -> Option<Self> {
        let (shape, word) = match place {
            Place::Ranked(_) => return None,
            Place::SmallSample => (Shape::Off, words::SMALL_SAMPLE),
            Place::NoCases => (Shape::Off, words::NO_CASES),
            Place::Awaited => (Shape::Half, words::AWAITED),
            Place::NotFiled => (Shape::Absent, words::NOT_FILED),
        };
        Some(Self::new(shape, word.get(lang)))
    }

    /// State of an obligation.
    pub fn of_obligation(obligation: &Obligation, lang: Lang) -> Self {
        Self::new(state_shape(obligation.state), state_word(obligation.state, lang))
    }

    /// 待确认.
    pub fn unconfirmed(lang: Lang) -> Self {
        Self::new(Shape::Half, crate::words::filing::VALIDATED.get(lang))
    }
}

/// Shape of a standing to a target.
pub fn standing_shape(standing: Standing) -> Shape {
    match standing {
        Standing::Met => Shape::Ok,
        Standing::Near => Shape::Near,
        Standing::Missed => Shape::Bad,
    }
}

/// Word of a standing to a target.
pub fn standing_word(standing: Standing, lang: Lang) -> String {
    let word = match standing {
        Standing::Met => words::MET,
        Standing::Near => words::NEAR,
        Standing::Missed => words::MISSED,
    };
    word.get(lang).to_owned()
}

/// Shape of an obligation's state.
pub fn state_shape(state: State) -> Shape {
    match state {
        State::NotDue | State::Open => Shape::Todo,
        State::Receipted | State::Awaited | State::Validated => Shape::Half,
        State::Invalid | State::Returned => Shape::Bad,
        State::Confirmed => Shape::Ok,
        State::Nil | State::Exempt => Shape::Off,
        State::Overdue | State::Missing => Shape::Absent,
    }
}

/// Word of an obligation's state.
pub fn state_word(state: State, lang: Lang) -> String {
    use crate::words::filing as words;
    let word = match state {
        State::NotDue => words::NOT_DUE,
        State::Open => words::OPEN,
        State::Receipted => words::RECEIPTED,
        State::Invalid => words::INVALID,
        State::Returned => words::RETURNED,
        State::Awaited => crate::words::recovery::FIGURES_AWAITED,
        State::Validated => words::VALIDATED,
        State::Confirmed => words::CONFIRMED,
        State::Nil => words::NIL,
        State::Exempt => words::EXEMPT,
        State::Overdue => words::OVERDUE,
        State::Missing => words::MISSING,
    };
    word.get(lang).to_owned()
}
