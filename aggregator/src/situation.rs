//! 形势分析: the disputes of a period, counted once each, by cause, industry, kind of employer, channel and bureau, beside the
//! period before and the same one last year, and what is to be said of that (DOMAIN §7.5 item 101, PRODUCT F38).

mod count;
mod said;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use schemas::{
    bureau::{Bureau, BureauCode},
    definition::Definitions,
    form::Role,
    period::Period,
    text::Text,
};

pub use said::percent;

use self::count::{By, Count, Done, Part};

use crate::{
    casebook::holds_disputes,
    error::AppError,
    store::{
        Store,
        casebook::figures::{CameIn, came_in, filed, procedures},
    },
    words::situation as words,
};

/// What disputes are parted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// 案由.
    Cause,
    /// 行业.
    Industry,
    /// 用人单位类型.
    Employer,
    /// 来源渠道.
    Channel,
    /// 单位.
    Bureau,
}

/// So many disputes, of so many persons, about so much money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Disputes.
    pub disputes: i64,
    /// Persons.
    pub persons: i64,
    /// Money at issue, in 分.
    pub amount: i64,
}

/// What is counted together: a code of a list, a bureau, or what was not filled in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A code of the list of this name: the one at the top of its branch.
    Code(String, String),
    /// A bureau: its place in the official order and its code.
    Bureau(usize, String),
    /// Nothing was filled in.
    Unsaid,
}

/// One line of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub key: Key,
    /// Its name.
    pub label: Text,
    /// This period.
    pub now: Totals,
    /// Beside the period before.
    pub before: Beside,
    /// Beside the same period last year.
    pub last_year: Beside,
}

/// Disputes of now and of an earlier period, of the bureaus that have filed for both: who has not filed has not fewer disputes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Disputes of now.
    pub now: i64,
    /// Disputes of then.
    pub then: i64,
}

impl Beside {
    /// How many more there are now.
    pub fn more(self) -> i64 {
        self.now - self.then
    }
}

/// Disputes by two dimensions: of a line of the one and a line of the other.
type Cross = BTreeMap<(Key, Key), i64>;

/// Whose situation of which period is wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Every bureau it is of, in official order.
    pub bureaus: Vec<Bureau>,
    /// The bureaus it is narrowed to; none for all there are.
    pub of: Option<Vec<BureauCode>>,
    /// The period.
    pub period: Period,
    /// Two dimensions whose disputes are counted together.
    pub cross: Option<(Dimension, Dimension)>,
}

/// The situation of a period.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The period.
    pub period: Period,
    /// Its disputes.
    pub now: Totals,
    /// How many procedures they were: the rest came by another channel, or went on as another procedure.
    pub procedures: i64,
    /// Beside the period before; nothing if no bureau has filed for both.
    pub before: Option<Beside>,
    /// Beside the same period last year; nothing if no bureau has filed for both.
    pub last_year: Option<Beside>,
    /// Bureaus that have not filed.
    pub silent: usize,
    /// The lines of each dimension: bureaus in official order, all else the most disputes first.
    pub lines: BTreeMap<Dimension, Vec<Line>>,
    /// Disputes by the two dimensions that were wanted together.
    cross: Cross,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Cause, Self::Industry, Self::Employer, Self::Channel, Self::Bureau];

    /// Its word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Industry => "industry",
            Self::Employer => "employer",
            Self::Channel => "channel",
            Self::Bureau => "bureau",
        }
    }

    /// The dimension of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.word() == word)
    }

    /// What it is called.
    pub fn title(self) -> Text {
        match self {
            Self::Cause => words::CAUSE,
            Self::Industry => words::INDUSTRY,
            Self::Employer => words::EMPLOYER_TYPE,
            Self::Channel => words::CHANNEL,
            Self::Bureau => words::BUREAU,
        }
    }

    fn role(self) -> Option<Role> {
        match self {
            Self::Cause => Some(Role::Cause),
            Self::Industry => Some(Role::Industry),
            Self::Employer => Some(Role::EmployerType),
            Self::Channel => Some(Role::Source),
            Self::Bureau => None,
        }
    }

    fn code(self, came: &CameIn) -> &Option<String> {
        match self {
            Self::Cause => &came.cause,
            Self::Industry => &came.industry,
            Self::Employer => &came.employer_type,
            Self::Channel => &came.source,
            Self::Bureau => &None,
        }
    }
}

impl Totals {
    fn add(&mut self, came: &CameIn) {
        self.disputes += 1;
        self.persons += came.persons.unwrap_or_default();
        self.amount += came.amount.unwrap_or_default();
    }
}

/// The lines of each dimension, of what came in now and then.
fn lines(definitions: &Definitions, now: Done, then: [Done; 2]) -> BTreeMap<Dimension, Vec<Line>> {
    let mut all: BTreeMap<(Dimension, Key), Line> = BTreeMap::new();
    let none = |key: &Key, label: Text| Line {
        key: key.clone(),
        label,
        now: Totals::default(),
        before: Beside::default(),
        last_year: Beside::default(),
    };
    for (dimension, Part { key, label, sum }) in parts(now) {
        let line = all.entry((dimension, key.clone())).or_insert_with(|| none(&key, label));
        line.now = sum.all;
        (line.before.now, line.last_year.now) = (sum.both[0], sum.both[1]);
    }
    for (side, then) in then.into_iter().enumerate() {
        // Who has not filed for both is not compared.
        for (dimension, Part { key, label, sum }) in parts(then).filter(|(_, part)| part.sum.both[side] > 0) {
            let line = all.entry((dimension, key.clone())).or_insert_with(|| none(&key, label));
            let beside = if side == 0 { &mut line.before } else { &mut line.last_year };
            beside.then = sum.both[side];
        }
    }
    let mut lines: BTreeMap<Dimension, Vec<Line>> = BTreeMap::new();
    for ((dimension, _), line) in all {
        lines.entry(dimension).or_default().push(line);
    }
    for (_, lines) in lines.iter_mut().filter(|(dimension, _)| **dimension != Dimension::Bureau) {
        // What was not filled in comes last.
        lines.sort_by_key(|line| (line.key == Key::Unsaid, -line.now.disputes));
        name_apart(definitions, lines);
    }
    lines
}

fn parts(done: Done) -> impl Iterator<Item = (Dimension, Part)> {
    done.parts.into_iter().flat_map(|(dimension, parts)| parts.into_iter().map(move |part| (dimension, part)))
}

/// Codes of different lists may have one name: all but those of the list that has most say of which they are.
fn name_apart(definitions: &Definitions, lines: &mut [Line]) {
    let list = |line: &Line| match &line.key {
        Key::Code(list, _) => Some(list.clone()),
        Key::Bureau(..) | Key::Unsaid => None,
    };
    let main = lines.iter().find_map(list);
    for line in lines.iter_mut() {
        let other = list(line).filter(|list| Some(list) != main.as_ref());
        if let Some(list) = other.and_then(|list| definitions.list(&list)) {
            line.label = words::OF_LIST.fill(&[("name", &line.label), ("list", &list.name)]);
        }
    }
}

impl Situation {
    /// Reads what came in within a period, within the one before and within the same one last year, all three at once, and counts it.
    ///
    /// # Errors
    /// Only if the store fails.
    pub async fn read(
        store: &Store,
        definitions: &Arc<Definitions>,
        wanted: Wanted,
    ) -> Result<Self, AppError> {
        let Wanted { bureaus, of, period, cross } = wanted;
        let forms = definitions.forms().filter(|form| holds_disputes(form));
        let forms: Vec<String> = forms.map(|form| form.form.clone()).collect();
        let earlier = [period.previous(), period.same_last_year()];
        let filed = store.read(move |connection| {
            let mut of = |period: Option<Period>| {
                period.map_or(Ok(BTreeSet::new()), |period| filed(connection, period, &forms))
            };
            Ok::<_, AppError>((of(Some(period))?, [of(earlier[0])?, of(earlier[1])?]))
        });
        let (whole, filed_then) = filed.await?;
        let both = filed_then
            .map(|then| whole.intersection(&then).map(BureauCode::to_string).collect::<BTreeSet<_>>());
        let compared = both.each_ref().map(|both| !both.is_empty());
        let silent = bureaus.iter().filter(|bureau| !whole.contains(&bureau.code)).count();
        let of = Arc::new(of);
        let by = Arc::new(By { bureaus, both, cross });
        let earlier_by = Arc::new(By { cross: None, ..By::clone(&by) });
        let count = |period: Option<Period>, by: &Arc<By>| {
            let (definitions, of, by) = (Arc::clone(definitions), Arc::clone(&of), Arc::clone(by));
            store.read(move |connection| {
                let mut count = Count::new(&definitions, &by);
                let of = of.as_deref();
                let span = period.map(|period| (period.start(), period.end()));
                span.map_or(Ok(()), |span| came_in(connection, of, span, |came| count.add(came)))?;
                Ok::<_, AppError>(count.done())
            })
        };
        let then = |side: usize| earlier[side].filter(|_| compared[side]);
        let procedures = store.read({
            let of = Arc::clone(&of);
            move |connection| {
                Ok::<_, AppError>(procedures(connection, of.as_deref(), (period.start(), period.end()))?)
            }
        });
        let (now, before, last_year, procedures) = tokio::try_join!(
            count(Some(period), &by),
            count(then(0), &earlier_by),
            count(then(1), &earlier_by),
            procedures,
        )?;
        let side = |side: usize, then: &Done| {
            compared[side].then_some(Beside { now: now.whole.both[side], then: then.whole.both[side] })
        };
        let (beside_before, beside_last) = (side(0, &before), side(1, &last_year));
        let (totals, cross) = (now.whole.all, now.cross.clone());
        Ok(Self {
            period,
            now: totals,
            procedures,
            before: beside_before,
            last_year: beside_last,
            silent,
            lines: lines(definitions, now, [before, last_year]),
            cross,
        })
    }

    /// The lines of a dimension.
    pub fn by(&self, dimension: Dimension) -> &[Line] {
        self.lines.get(&dimension).map_or(&[], Vec::as_slice)
    }

    /// Disputes of this period that are of a line of the one and a line of the other of the two dimensions wanted together.
    pub fn both(&self, row: &Key, column: &Key) -> i64 {
        self.cross.get(&(row.clone(), column.clone())).copied().unwrap_or_default()
    }

    /// How many procedures are of a dispute that is counted by another.
    pub fn counted_elsewhere(&self) -> i64 {
        (self.procedures - self.now.disputes).max(0)
    }
}
