//! Tallies: what a form yields for a period, as counts, sums and distributions of days.
//!
//! Written against all of I1–I24 (DOMAIN §2.2) before the first indicator: stock and flow, cohorts by due or
//! event date, money, medians. A tally has a *nature* so that several periods can be put together: the opening
//! stock comes from the first, the ending stock from the last, flows add up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

use crate::{
    filter::{Filter, Window},
    form::{Clause, ColumnType, Field, Form},
    fraction::Fraction,
    table::Table,
    text::Text,
};

/// A named count, sum or distribution.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TallyDefinition {
    /// Key within the form: `closed`.
    pub key: String,
    /// Name in Chinese.
    pub zh: String,
    /// Name in English.
    pub en: String,
    /// How it adds up over periods.
    pub nature: Nature,
    /// Adds the numbers of this column instead of counting rows.
    pub sum: Option<Field>,
    /// Spreads the rows by the days between two dates instead of counting them.
    pub days: Option<Span>,
    /// Spreads the rows by the minutes between two instants instead of counting them.
    pub minutes: Option<Span>,
    /// Spreads the rows by the day of the period on which this date lies, 0 being the first. No figure for people: it is what
    /// other ledgers are held to ([`crate::form::Doubtful`]).
    pub by_day: Option<Field>,
    /// Which rows; all of these conditions hold.
    #[serde(default)]
    pub rows: Vec<Clause>,
    /// The parts of the form for which it is also made.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Whether it is of a minor part, set when the parts are written out ([`crate::form::Part::minor`]).
    #[serde(skip)]
    pub minor: bool,
}

/// How a tally behaves over several periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Nature {
    /// Stock at the beginning.
    Opening,
    /// What happened.
    Flow,
    /// Stock at the end.
    Ending,
}

/// From one date to another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Earlier date.
    pub from: Field,
    /// Later date.
    pub to: Field,
}

/// The value of a tally. As JSON a number, or pairs of days and rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Written", from = "Written")]
pub enum Tally {
    /// A count, or a sum (money in 分).
    Number(i64),
    /// How many rows took so many days, or minutes where the definition says so.
    Days(BTreeMap<i64, i64>),
}

/// A tally as JSON. Pairs and not an object, whose keys could only be strings.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
enum Written {
    Number(i64),
    Days(Vec<(i64, i64)>),
}

impl PartialSchema for Tally {
    fn schema() -> RefOr<Schema> {
        Written::schema()
    }
}

impl ToSchema for Tally {}

impl From<Tally> for Written {
    fn from(tally: Tally) -> Self {
        match tally {
            Tally::Number(number) => Self::Number(number),
            Tally::Days(days) => Self::Days(days.into_iter().collect()),
        }
    }
}

impl From<Written> for Tally {
    fn from(written: Written) -> Self {
        match written {
            Written::Number(number) => Self::Number(number),
            Written::Days(days) => Self::Days(days.into_iter().collect()),
        }
    }
}

impl TallyDefinition {
    /// Name in both languages.
    pub fn title(&self) -> Text {
        Text::owned(self.zh.clone(), self.en.clone())
    }

    /// Whether it is a figure for people.
    pub fn is_shown(&self) -> bool {
        self.by_day.is_none()
    }

    /// Whether people are shown a value of it: one of a minor part only where there is something.
    pub fn shows(&self, value: &Tally) -> bool {
        self.is_shown() && !(self.minor && value.count() == 0)
    }

    /// Whether it is a distribution.
    pub fn is_spread(&self) -> bool {
        self.days.is_some() || self.minutes.is_some() || self.by_day.is_some()
    }

    pub(crate) fn fault(&self, form: &Form) -> Option<String> {
        let is = |field: &Field, kinds: &[ColumnType]| {
            form.resolve(field).is_some_and(|(_, column)| kinds.contains(&column.kind))
        };
        let dated = [ColumnType::Date, ColumnType::DateTime];
        let timed = [ColumnType::DateTime];
        let spread = |span: &Span, kinds: &[ColumnType]| is(&span.from, kinds) && is(&span.to, kinds);
        if let Some(by_day) = &self.by_day {
            let alone = self.sum.is_none() && self.days.is_none() && self.minutes.is_none();
            let fits = alone && is(by_day, &dated) && self.nature == Nature::Flow;
            return (!fits).then(|| "by_day: a date column, of a flow, and nothing else".into());
        }
        match (&self.sum, &self.days, &self.minutes) {
            (None, None, None) => None,
            (Some(sum), None, None) => {
                (!is(sum, &[ColumnType::Int, ColumnType::Money])).then(|| "sum: not a number column".into())
            }
            (None, Some(span), None) if !spread(span, &dated) => Some("days: not date columns".into()),
            (None, None, Some(span)) if !spread(span, &timed) => {
                Some("minutes: not date-time columns".into())
            }
            (None, Some(_), None) | (None, None, Some(_)) => {
                (self.nature != Nature::Flow).then(|| "a distribution is a flow".into())
            }
            _ => Some("one of `sum`, `days` and `minutes`".into()),
        }
    }
}

impl Tally {
    /// The number; a distribution gives the number of its rows.
    pub fn count(&self) -> i64 {
        match self {
            Self::Number(number) => *number,
            Self::Days(days) => days.values().sum(),
        }
    }

    /// Adds another value of the same tally (pooling, or a further period).
    pub fn add(&mut self, other: &Tally) {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => *a = a.saturating_add(*b),
            (Self::Days(a), Self::Days(b)) => {
                for (day, count) in b {
                    *a.entry(*day).or_default() += count;
                }
            }
            // A definition that changed its kind between versions: the later kind wins.
            (mine, other) => *mine = other.clone(),
        }
    }

    /// Mean of the two middle values of a distribution (RULINGS 14), in days; `None` if empty.
    pub fn median(&self) -> Option<Fraction> {
        let Self::Days(days) = self else { return None };
        let total: i64 = days.values().sum();
        let at = |position: i64| {
            let mut before = 0;
            days.iter().find_map(|(day, count)| {
                before += count;
                (before > position).then_some(*day)
            })
        };
        Fraction::new(at((total - 1).max(0) / 2)? + at(total / 2)?, 2)
    }

    /// Mean of a distribution in days; `None` if empty.
    pub fn mean(&self) -> Option<Fraction> {
        let Self::Days(days) = self else { return None };
        Fraction::new(days.iter().map(|(day, count)| day * count).sum(), days.values().sum())
    }
}

/// Tallies by full name, `L3.closed`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Tallies(pub BTreeMap<String, Tally>);

impl Tallies {
    /// Every tally of a ledger's form for a window: one pass over the rows for each.
    pub fn of(table: &Table, window: Window) -> Self {
        let form = table.form();
        Self(
            form.tallies
                .iter()
                .map(|definition| {
                    (format!("{}.{}", form.form, definition.key), tally(definition, table, window))
                })
                .collect(),
        )
    }

    /// What a nil return yields: every tally of the form is zero.
    pub fn nil(form: &Form) -> Self {
        let zero = |definition: &TallyDefinition| match definition.is_spread() {
            true => Tally::Days(BTreeMap::new()),
            false => Tally::Number(0),
        };
        Self(form.tallies.iter().map(|tally| (format!("{}.{}", form.form, tally.key), zero(tally))).collect())
    }

    /// A tally by full name.
    pub fn get(&self, name: &str) -> Option<&Tally> {
        self.0.get(name)
    }

    /// Pools another bureau's tallies into these.
    pub fn pool(&mut self, other: &Tallies) {
        other.0.iter().for_each(|(name, value)| self.pool_one(name, value));
    }

    /// Pools the named tallies of another bureau into these, wherever they are held.
    pub fn pool_named<'a>(&mut self, names: &[&str], of: impl Fn(&str) -> Option<&'a Tally>) {
        names
            .iter()
            .filter_map(|name| Some((name, of(name)?)))
            .for_each(|(name, value)| self.pool_one(name, value));
    }

    fn pool_one(&mut self, name: &str, value: &Tally) {
        match self.0.get_mut(name) {
            Some(mine) => mine.add(value),
            None => {
                self.0.insert(name.to_owned(), value.clone());
            }
        }
    }

    /// Adds a later period of the same bureau, by the nature of each tally.
    pub fn append(&mut self, later: &Tallies, nature: impl Fn(&str) -> Nature) {
        for (name, value) in &later.0 {
            match (self.0.get_mut(name), nature(name)) {
                (None, _) => {
                    self.0.insert(name.clone(), value.clone());
                }
                (Some(_), Nature::Opening) => {}
                (Some(mine), Nature::Flow) => mine.add(value),
                (Some(mine), Nature::Ending) => *mine = value.clone(),
            }
        }
    }
}

fn tally(definition: &TallyDefinition, table: &Table, window: Window) -> Tally {
    let form = table.form();
    let filter = Filter::new(&definition.rows, form, window);
    let rows = (0..table.len()).filter(|row| filter.holds(table, *row));
    let index = |field: &Field| form.resolve(field).map_or(usize::MAX, |(index, _)| index);
    if let Some(by_day) = &definition.by_day {
        let (on, first) = (index(by_day), window.period.start());
        let mut days = BTreeMap::new();
        for day in rows.filter_map(|row| table.date(row, on)) {
            *days.entry((day - first).num_days()).or_default() += 1;
        }
        return Tally::Days(days);
    }
    if let Some(span) = &definition.days {
        let (from, to) = (index(&span.from), index(&span.to));
        let mut days = BTreeMap::new();
        for (first, last) in rows.filter_map(|row| Some((table.date(row, from)?, table.date(row, to)?))) {
            *days.entry((last - first).num_days()).or_default() += 1;
        }
        return Tally::Days(days);
    }
    if let Some(span) = &definition.minutes {
        let (from, to) = (index(&span.from), index(&span.to));
        let mut minutes = BTreeMap::new();
        for (first, last) in rows.filter_map(|row| Some((table.instant(row, from)?, table.instant(row, to)?)))
        {
            *minutes.entry((last - first).num_minutes()).or_default() += 1;
        }
        return Tally::Days(minutes);
    }
    Tally::Number(match &definition.sum {
        Some(field) => {
            let column = index(field);
            rows.filter_map(|row| table.number(row, column)).fold(0, i64::saturating_add)
        }
        None => i64::try_from(rows.count()).unwrap_or(i64::MAX),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(pairs: &[(i64, i64)]) -> Tally {
        Tally::Days(pairs.iter().copied().collect())
    }

    #[test]
    fn median_is_the_mean_of_the_two_middle_values() {
        assert_eq!(days(&[(10, 1), (20, 1), (31, 1)]).median(), Fraction::new(20, 1));
        assert_eq!(days(&[(10, 2), (21, 2)]).median(), Fraction::new(31, 2));
        assert_eq!(days(&[]).median(), None);
        assert_eq!(days(&[(10, 2), (25, 2)]).mean(), Fraction::new(35, 2));
    }

    #[test]
    fn periods_add_up_by_nature() {
        let of = |opening, closed, ending| {
            Tallies(BTreeMap::from([
                ("X.opening".into(), Tally::Number(opening)),
                ("X.closed".into(), Tally::Number(closed)),
                ("X.ending".into(), Tally::Number(ending)),
            ]))
        };
        let mut sum = of(5, 7, 3);
        sum.append(&of(3, 4, 9), |name| match name {
            "X.opening" => Nature::Opening,
            "X.ending" => Nature::Ending,
            _ => Nature::Flow,
        });
        assert_eq!(sum, of(5, 11, 9));
    }

    #[test]
    fn json_gives_back_what_was_written() {
        for tally in [Tally::Number(-3), days(&[(0, 2), (45, 1)]), days(&[])] {
            let text = serde_json::to_string(&tally).unwrap();
            assert_eq!(serde_json::from_str::<Tally>(&text).unwrap(), tally, "{text}");
        }
    }

    #[test]
    fn pooling_merges_distributions() {
        let mut pooled = Tallies(BTreeMap::from([("X.days".into(), days(&[(1, 1)]))]));
        pooled.pool(&Tallies(BTreeMap::from([("X.days".into(), days(&[(1, 2), (4, 1)]))])));
        assert_eq!(pooled.get("X.days"), Some(&days(&[(1, 3), (4, 1)])));
    }
}
