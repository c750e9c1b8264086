//! 形势分析: the disputes of a period, counted once each, by cause, industry, kind of employer, channel and bureau, beside the
//! period before and the same one last year, and what is to be said of that (DOMAIN §7.5 item 101, PRODUCT F38).

mod said;

use std::collections::{BTreeMap, BTreeSet};

use schemas::{
    bureau::{Bureau, BureauCode},
    code::{CodeList, Item},
    definition::Definitions,
    form::Role,
    period::Period,
    text::Text,
};

pub use said::percent;

use crate::{store::casebook::figures::Group, words::situation as words};

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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// What was read of one period.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Its disputes.
    pub groups: Vec<Group>,
    /// How many procedures they were.
    pub procedures: i64,
    /// Who has filed for it.
    pub filed: BTreeSet<BureauCode>,
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
    /// Disputes by two dimensions.
    cross: BTreeMap<(Dimension, Key, Dimension, Key), i64>,
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

    fn code(self, group: &Group) -> Option<&str> {
        match self {
            Self::Cause => group.cause.as_deref(),
            Self::Industry => group.industry.as_deref(),
            Self::Employer => group.employer_type.as_deref(),
            Self::Channel => group.source.as_deref(),
            Self::Bureau => None,
        }
    }
}

impl Totals {
    fn add(&mut self, group: &Group) {
        self.disputes += group.disputes;
        self.persons += group.persons;
        self.amount += group.amount;
    }
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

/// The item at the top of a code's branch: `01` of `0101`, `E` of `E48`.
fn top<'a>(list: &'a CodeList, code: &str) -> Option<&'a Item> {
    let above = list.items.iter().filter(|item| code.starts_with(&item.code));
    above.min_by_key(|item| item.code.len())
}

impl Situation {
    /// The situation of a period, by what came in then, in the period before and in the same one last year.
    pub fn of(
        definitions: &Definitions,
        bureaus: &[Bureau],
        period: Period,
        taken: &Taken,
        [before, last_year]: [&Taken; 2],
    ) -> Self {
        let key = |dimension: Dimension, group: &Group| -> (Key, Text) {
            if dimension == Dimension::Bureau {
                let place = bureaus.iter().position(|bureau| bureau.code == group.bureau);
                let name = place.and_then(|place| bureaus.get(place)).map(|bureau| bureau.name.clone());
                let name = name.unwrap_or_else(|| Text::same(group.bureau.to_string()));
                return (Key::Bureau(place.unwrap_or(usize::MAX), group.bureau.to_string()), name);
            }
            let list = definitions.form(&group.form).and_then(|form| {
                let (column, _) = form.with_role(dimension.role()?)?;
                form.list_of(column)
            });
            match (list, dimension.code(group)) {
                (Some(list), Some(code)) => {
                    let item = top(list, code);
                    let label = item.map(|item| Text::owned(item.zh.clone(), item.en.clone()));
                    let code = item.map_or(code, |item| item.code.as_str());
                    (
                        Key::Code(list.list.clone(), code.to_owned()),
                        label.unwrap_or_else(|| Text::same(code.to_owned())),
                    )
                }
                _ => (Key::Unsaid, words::UNSAID),
            }
        };
        let mut situation = Self {
            period,
            now: Totals::default(),
            procedures: taken.procedures,
            before: None,
            last_year: None,
            silent: bureaus.iter().filter(|bureau| !taken.filed.contains(&bureau.code)).count(),
            lines: BTreeMap::new(),
            cross: BTreeMap::new(),
        };
        let mut lines: BTreeMap<Dimension, BTreeMap<Key, Line>> = BTreeMap::new();
        let mut line = |dimension, group: &Group, add: &dyn Fn(&mut Line)| {
            let (key, label) = key(dimension, group);
            let new = || Line {
                key: key.clone(),
                label,
                now: Totals::default(),
                before: Beside::default(),
                last_year: Beside::default(),
            };
            add(lines.entry(dimension).or_default().entry(key.clone()).or_insert_with(new));
            key
        };
        for group in &taken.groups {
            situation.now.add(group);
            let keys = Dimension::ALL
                .map(|dimension| (dimension, line(dimension, group, &|line| line.now.add(group))));
            for (rows, row) in &keys {
                for (columns, column) in keys.iter().filter(|(columns, _)| columns != rows) {
                    let cell = (*rows, row.clone(), *columns, column.clone());
                    *situation.cross.entry(cell).or_default() += group.disputes;
                }
            }
        }
        type Side = fn(&mut Line) -> &mut Beside;
        let sides: [(&Taken, Side, &mut Option<Beside>); 2] = [
            (before, |line| &mut line.before, &mut situation.before),
            (last_year, |line| &mut line.last_year, &mut situation.last_year),
        ];
        for (earlier, side, whole) in sides {
            let both: BTreeSet<&BureauCode> = taken.filed.intersection(&earlier.filed).collect();
            if both.is_empty() {
                continue;
            }
            let mut sum = Beside::default();
            for group in taken.groups.iter().filter(|group| both.contains(&group.bureau)) {
                sum.now += group.disputes;
                for dimension in Dimension::ALL {
                    line(dimension, group, &|line| side(line).now += group.disputes);
                }
            }
            for group in earlier.groups.iter().filter(|group| both.contains(&group.bureau)) {
                sum.then += group.disputes;
                for dimension in Dimension::ALL {
                    line(dimension, group, &|line| side(line).then += group.disputes);
                }
            }
            *whole = Some(sum);
        }
        for (dimension, lines) in lines {
            let mut lines: Vec<Line> = lines.into_values().collect();
            if dimension != Dimension::Bureau {
                // What was not filled in comes last.
                lines.sort_by_key(|line| (line.key == Key::Unsaid, -line.now.disputes));
                name_apart(definitions, &mut lines);
            }
            situation.lines.insert(dimension, lines);
        }
        situation
    }

    /// The lines of a dimension.
    pub fn by(&self, dimension: Dimension) -> &[Line] {
        self.lines.get(&dimension).map_or(&[], Vec::as_slice)
    }

    /// Disputes of this period that are of both.
    pub fn both(&self, (rows, row): (Dimension, &Key), (columns, column): (Dimension, &Key)) -> i64 {
        self.cross.get(&(rows, row.clone(), columns, column.clone())).copied().unwrap_or_default()
    }

    /// How many procedures are of a dispute that is counted by another.
    pub fn counted_elsewhere(&self) -> i64 {
        (self.procedures - self.now.disputes).max(0)
    }
}
