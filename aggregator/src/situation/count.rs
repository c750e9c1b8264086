//! Counting what came in within some days: each dispute once by every dimension, and by the two that somebody wants together. A
//! quarter of a city is tens of thousands of disputes, so each code is looked up in its list once and is a number from then on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;
use schemas::{bureau::Bureau, code::Item, definition::Definitions, text::Text};

use super::{Cross, Dimension, Key, Totals};
use crate::{store::casebook::figures::CameIn, words::situation as words};

/// Numbers are found by codes that stand in a list, which nobody from outside chooses.
type Quick<K, V> = HashMap<K, V, RandomState>;

/// What disputes are counted by.
#[derive(Clone, Debug)]
pub(super) struct By {
    /// The bureaus they may be of, in official order.
    pub(super) bureaus: Vec<Bureau>,
    /// Who has filed for this period and the one before, and for this one and the same last year.
    pub(super) both: [BTreeSet<String>; 2],
    /// Two dimensions together.
    pub(super) cross: Option<(Dimension, Dimension)>,
}

/// Disputes that came in within some days.
pub(super) struct Count<'a> {
    definitions: &'a Definitions,
    by: &'a By,
    dimensions: [Counted; Dimension::ALL.len()],
    /// Forms that were met.
    forms: Vec<String>,
    /// The bureau of the dispute before: an index hands them over bureau by bureau.
    last: Option<Met>,
    together: Quick<(usize, usize), i64>,
    whole: Sum,
}

/// Some of them together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    /// All.
    pub(super) all: Totals,
    /// Those of the bureaus that have filed for this and for each earlier period.
    pub(super) both: [i64; 2],
}

/// Those of one kind.
pub(super) struct Part {
    pub(super) key: Key,
    pub(super) label: Text,
    pub(super) sum: Sum,
}

/// What was counted.
pub(super) struct Done {
    pub(super) whole: Sum,
    pub(super) parts: BTreeMap<Dimension, Vec<Part>>,
    pub(super) cross: Cross,
}

/// The parts by one dimension.
#[derive(Default)]
struct Counted {
    parts: Vec<Part>,
    places: Quick<Key, usize>,
    /// Places of codes that were met, by place of the form; of bureaus, as if of one form.
    met: Vec<Quick<Option<String>, usize>>,
}

/// A bureau that was met.
struct Met {
    bureau: String,
    place: usize,
    both: [bool; 2],
}

impl Sum {
    fn add(&mut self, came: &CameIn, both: [bool; 2]) {
        self.all.add(came);
        for (sum, both) in self.both.iter_mut().zip(both) {
            *sum += i64::from(both);
        }
    }
}

impl<'a> Count<'a> {
    /// Nothing is counted yet.
    pub(super) fn new(definitions: &'a Definitions, by: &'a By) -> Self {
        Self {
            definitions,
            by,
            dimensions: Default::default(),
            forms: Vec::new(),
            last: None,
            together: Quick::default(),
            whole: Sum::default(),
        }
    }

    /// One more.
    pub(super) fn add(&mut self, came: &CameIn) {
        let (bureau, both) = self.bureau(came);
        let places = self.places(came, bureau);
        self.whole.add(came, both);
        for (counted, place) in self.dimensions.iter_mut().zip(places) {
            if let Some(part) = counted.parts.get_mut(place) {
                part.sum.add(came, both);
            }
        }
        if let Some((rows, columns)) = self.by.cross {
            *self.together.entry((places[rows as usize], places[columns as usize])).or_default() += 1;
        }
    }

    /// The place of a dispute's bureau, and whether it has filed for this and for each earlier period.
    fn bureau(&mut self, came: &CameIn) -> (usize, [bool; 2]) {
        if let Some(last) = self.last.as_ref().filter(|last| last.bureau == came.bureau) {
            return (last.place, last.both);
        }
        let place = self.place(Dimension::Bureau, 0, &Some(came.bureau.clone()), came);
        let both = self.by.both.each_ref().map(|both| both.contains(&came.bureau));
        self.last = Some(Met { bureau: came.bureau.clone(), place, both });
        (place, both)
    }

    /// The places of the parts that a dispute counts in.
    fn places(&mut self, came: &CameIn, bureau: usize) -> [usize; Dimension::ALL.len()] {
        let form = self.forms.iter().position(|form| *form == came.form).unwrap_or_else(|| {
            self.forms.push(came.form.clone());
            self.forms.len() - 1
        });
        Dimension::ALL.map(|dimension| match dimension {
            Dimension::Bureau => bureau,
            other => self.place(other, form, other.code(came), came),
        })
    }

    fn place(&mut self, dimension: Dimension, form: usize, code: &Option<String>, came: &CameIn) -> usize {
        let counted = &mut self.dimensions[dimension as usize];
        if let Some(place) = counted.met.get(form).and_then(|codes| codes.get(code)) {
            return *place;
        }
        let (key, label) = named(self.definitions, &self.by.bureaus, dimension, came);
        let new = counted.parts.len();
        let place = *counted.places.entry(key.clone()).or_insert(new);
        if place == new {
            counted.parts.push(Part { key, label, sum: Sum::default() });
        }
        if counted.met.len() <= form {
            counted.met.resize_with(form + 1, Quick::default);
        }
        counted.met[form].insert(code.clone(), place);
        place
    }

    /// What was counted.
    pub(super) fn done(self) -> Done {
        let key = |dimension: Dimension, place: usize| {
            self.dimensions[dimension as usize].parts.get(place).map(|part| part.key.clone())
        };
        let cells = self.by.cross.into_iter().flat_map(|(rows, columns)| {
            let cell = move |(&(row, column), &disputes): (&(usize, usize), &i64)| {
                Some(((key(rows, row)?, key(columns, column)?), disputes))
            };
            self.together.iter().filter_map(cell)
        });
        let cross = cells.collect();
        let parts = Dimension::ALL.into_iter().zip(self.dimensions);
        let parts = parts.map(|(dimension, counted)| (dimension, counted.parts)).collect();
        Done { whole: self.whole, parts, cross }
    }
}

/// What a dispute is counted by in a dimension: of a code the top of its branch.
fn named(definitions: &Definitions, bureaus: &[Bureau], dimension: Dimension, came: &CameIn) -> (Key, Text) {
    let Some(role) = dimension.role() else {
        let place = bureaus.iter().position(|bureau| bureau.code.as_str() == came.bureau);
        let name = place.and_then(|place| bureaus.get(place)).map(|bureau| bureau.name.clone());
        let name = name.unwrap_or_else(|| Text::same(came.bureau.clone()));
        return (Key::Bureau(place.unwrap_or(usize::MAX), came.bureau.clone()), name);
    };
    let form = definitions.form(&came.form);
    let list = form.and_then(|form| form.list_of(form.with_role(role)?.0));
    let (Some(list), Some(code)) = (list, dimension.code(came)) else { return (Key::Unsaid, words::UNSAID) };
    let item = list.top_of(code);
    let label = item.map_or_else(|| Text::same(code.clone()), Item::title);
    let code = item.map_or(code, |item| &item.code);
    (Key::Code(list.list.clone(), code.clone()), label)
}
