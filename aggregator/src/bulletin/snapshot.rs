//! 数据快照: every figure of a bulletin, as whole numbers, taken from the filings that were accepted (RULINGS 5). What a bulletin says
//! is a function of this alone, so that it says the same for ever.

use std::collections::BTreeMap;

use schemas::{
    bureau::BureauCode, fraction::Fraction, indicator::Value, period::Period, target::Standing, text::Text,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    measure::{
        composite::{CompositePlace, Score},
        standing::{Field, Place, Row, Standings, Table},
    },
    obligation::{Obligation, State},
};

/// The frozen figures of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Snapshot {
    /// The period.
    #[schema(value_type = String, example = "2025Q3")]
    pub period: Period,
    /// The bureaus, in official order, and what each has filed.
    pub bureaus: Vec<Told>,
    /// One table an indicator, in the campaign's order.
    pub tables: Vec<Figures>,
    /// The composite, ranked bureaus first; empty where the campaign gives no weights.
    pub composite: Vec<Points>,
}

/// A bureau and what it has filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Told {
    /// Its code.
    pub bureau: BureauCode,
    /// Its name at the time.
    pub name: Text,
    /// What became of what it owed.
    pub filed: Filed,
}

/// What became of what a bureau owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Filed {
    /// Everything is there and accepted.
    Whole {
        /// Days by which the last of it was late; 0 if all was on time.
        late_days: i64,
        /// Whether it says that there is nothing to report.
        nil: bool,
    },
    /// Forms that came and that nobody has accepted: their figures are not in the bulletin.
    Unconfirmed(Vec<String>),
    /// Forms that are missing, or were sent back.
    Missing(Vec<String>),
    /// It owed nothing.
    Nothing,
}

/// The figures of one indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Figures {
    /// Its code.
    pub indicator: String,
    /// Of all bureaus together; none where nobody has a value.
    pub pooled: Option<Count>,
    /// The line of the target for all of them.
    pub line: Option<Count>,
    /// How they stand to it together.
    pub target: Option<Met>,
    /// One a bureau: ranked ones by place, then the others by reason.
    pub rows: Vec<Line>,
}

/// A numerator over its denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Count {
    /// Numerator.
    pub num: i64,
    /// Denominator; 1 for a plain count.
    pub den: i64,
}

/// One bureau under one indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Line {
    /// The bureau.
    pub bureau: BureauCode,
    /// Its value.
    pub value: Option<Count>,
    /// The line it is held against.
    pub line: Option<Count>,
    /// How it stands to that.
    pub target: Option<Met>,
    /// Its place; none where it is not ranked.
    pub place: Option<u32>,
    /// Why it has no place.
    pub why: Option<Why>,
}

/// How a value stands to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Met {
    /// 达标.
    Met,
    /// 临近.
    Near,
    /// 未达标.
    Missed,
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// 样本量小.
    SmallSample,
    /// 无分母.
    NoCases,
    /// 待补传数据.
    Awaited,
    /// 未报送.
    NotFiled,
    /// 待确认: it came, and nobody has accepted it.
    Unconfirmed,
    /// Too little of the weight could be judged.
    TooLittle,
}

/// One bureau in the composite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Points {
    /// The bureau.
    pub bureau: BureauCode,
    /// Points out of 100 with three decimals, exact up to them.
    pub points: Option<String>,
    /// Its place.
    pub place: Option<u32>,
    /// Its place in the period before.
    pub before: Option<u32>,
    /// Why it has no place.
    pub why: Option<Why>,
}

impl Snapshot {
    /// The figures of a period by a book that holds accepted filings only, and what is owed for it.
    pub fn take(
        field: Field<'_>,
        period: Period,
        owed: &BTreeMap<BureauCode, BTreeMap<String, Obligation>>,
    ) -> Self {
        let standings = Standings::of(field, period);
        let weighted = field.campaign.targets.iter().any(|target| target.weight > 0);
        let told = |bureau: &schemas::bureau::Bureau| Told {
            bureau: bureau.code.clone(),
            name: bureau.name.clone(),
            filed: filed(field, period, &bureau.code, owed.get(&bureau.code)),
        };
        let bureaus: Vec<Told> = field.bureaus.iter().map(told).collect();
        let waiting = bureaus.iter().filter_map(|told| match &told.filed {
            Filed::Unconfirmed(forms) => Some((&told.bureau, forms.as_slice())),
            _ => None,
        });
        let waiting: Waiting<'_> = waiting.collect();
        let tables = standings.tables.iter().map(|table| Figures::of(table, field, &waiting)).collect();
        let scores = standings.composite.rows.iter().filter(|_| weighted);
        let composite = scores.map(|score| Points::of(score, &waiting)).collect();
        Self { period, tables, composite, bureaus }
    }

    /// The table of an indicator.
    pub fn table(&self, indicator: &str) -> Option<&Figures> {
        self.tables.iter().find(|table| table.indicator == indicator)
    }

    /// Name of a bureau at the time; its code if it is not in the snapshot.
    pub fn name(&self, code: &BureauCode) -> Text {
        let told = self.bureaus.iter().find(|told| told.bureau == *code);
        told.map_or_else(|| Text::same(code.to_string()), |told| told.name.clone())
    }
}

/// The forms of a bureau that came and nobody has accepted.
type Waiting<'a> = BTreeMap<&'a BureauCode, &'a [String]>;

/// What became of what a bureau owed: what is missing weighs more than what waits for a person.
fn filed(
    field: Field<'_>,
    period: Period,
    bureau: &BureauCode,
    owed: Option<&BTreeMap<String, Obligation>>,
) -> Filed {
    let owed: Vec<(&String, &Obligation)> =
        owed.into_iter().flatten().filter(|(_, obligation)| obligation.state != State::Exempt).collect();
    if owed.is_empty() {
        return Filed::Nothing;
    }
    let named = |wanted: &dyn Fn(&String, State) -> bool| -> Vec<String> {
        let forms = owed.iter().filter(|(form, obligation)| wanted(form, obligation.state));
        forms.map(|(form, _)| (*form).clone()).collect()
    };
    let missing = named(&|_, state| !matches!(state, State::Validated | State::Confirmed | State::Nil));
    if !missing.is_empty() {
        return Filed::Missing(missing);
    }
    let accepted = |form: &str| field.book.filed(bureau, period, form).is_some();
    let waiting = named(&|form, _| !accepted(form));
    if !waiting.is_empty() {
        return Filed::Unconfirmed(waiting);
    }
    let late_days = owed.iter().map(|(_, obligation)| obligation.late_days).max().unwrap_or(0);
    Filed::Whole { late_days, nil: owed.iter().all(|(_, obligation)| obligation.state == State::Nil) }
}

impl Figures {
    fn of(table: &Table, field: Field<'_>, waiting: &Waiting<'_>) -> Self {
        let forms = field.definitions.indicator(&table.indicator).map(|indicator| indicator.forms());
        let forms = forms.unwrap_or_default();
        let unconfirmed = |bureau: &BureauCode| {
            waiting.get(bureau).is_some_and(|own| own.iter().any(|form| forms.contains(&form.as_str())))
        };
        Self {
            indicator: table.indicator.clone(),
            pooled: count(table.pooled),
            line: table.line.map(Count::of),
            target: table.target.map(Met::of),
            rows: table.rows.iter().map(|row| Line::of(row, unconfirmed)).collect(),
        }
    }

    /// The row of a bureau.
    pub fn row(&self, bureau: &BureauCode) -> Option<&Line> {
        self.rows.iter().find(|row| row.bureau == *bureau)
    }
}

impl Line {
    fn of(row: &Row, unconfirmed: impl Fn(&BureauCode) -> bool) -> Self {
        let why = match row.place {
            Place::Ranked(_) => None,
            Place::SmallSample => Some(Why::SmallSample),
            Place::NoCases => Some(Why::NoCases),
            Place::Awaited => Some(Why::Awaited),
            Place::NotFiled if unconfirmed(&row.bureau) => Some(Why::Unconfirmed),
            Place::NotFiled => Some(Why::NotFiled),
        };
        Self {
            bureau: row.bureau.clone(),
            value: count(row.value),
            line: row.line.map(Count::of),
            target: row.target.map(Met::of),
            place: row.place.rank(),
            why,
        }
    }
}

impl Points {
    fn of(score: &Score, waiting: &Waiting<'_>) -> Self {
        let (place, why) = match score.place {
            CompositePlace::Ranked(rank) => (Some(rank), None),
            CompositePlace::TooLittle { .. } => (None, Some(Why::TooLittle)),
            CompositePlace::Awaited => (None, Some(Why::Awaited)),
            CompositePlace::NotFiled if waiting.contains_key(&score.bureau) => (None, Some(Why::Unconfirmed)),
            CompositePlace::NotFiled => (None, Some(Why::NotFiled)),
        };
        Self { bureau: score.bureau.clone(), points: score.shown(), place, before: score.before, why }
    }
}

impl Count {
    fn of(value: Fraction) -> Self {
        Self { num: value.num(), den: value.den() }
    }

    /// As an exact rate; none for a denominator of 0, which no snapshot holds.
    pub fn fraction(self) -> Option<Fraction> {
        Fraction::new(self.num, self.den)
    }
}

fn count(value: Value) -> Option<Count> {
    value.value.map(Count::of)
}

impl Met {
    fn of(standing: Standing) -> Self {
        match standing {
            Standing::Met => Self::Met,
            Standing::Near => Self::Near,
            Standing::Missed => Self::Missed,
        }
    }
}
