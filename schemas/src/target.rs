//! What a campaign asks of an indicator (DOMAIN §7.1 items 7–17) and whether a value gives it.

mod pace;
mod tighter;

use num_bigint::BigInt;
use num_rational::BigRational;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::pace::Pace;
use crate::{
    fraction::{Decimal, Fraction},
    indicator::{Against, Indicator, Measure, Unit},
    period::{Cadence, Period},
};

/// A target of one indicator in one campaign.
#[derive(Clone, Debug, Deserialize)]
pub struct Target {
    /// Code of the indicator.
    pub indicator: String,
    /// What is asked.
    #[serde(flatten)]
    pub ask: Ask,
    /// Over which span the value is taken.
    #[serde(default)]
    pub basis: Basis,
    /// Weight in the composite; 0 leaves it out.
    #[serde(default)]
    pub weight: u32,
}

/// The kinds of target.
// The variants without a field have braces, because serde then refuses keys it does not know there too.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// 不低于: the value is at least so many percent.
    AtLeast {
        /// Percent.
        percent: Decimal,
    },
    /// 保持: as at-least, and a single case short is a breach.
    Maintain {
        /// Percent.
        percent: Decimal,
    },
    /// 力争: shown, carries no weight, nothing follows from missing it.
    Aspire {
        /// Percent.
        percent: Decimal,
    },
    /// 达平均线以上: at or above a benchmark of the same period.
    AtBenchmark {
        /// Which one.
        benchmark: Benchmark,
    },
    /// 不断提高: above the own value of an earlier period.
    Rising {
        /// Which.
        against: Against,
    },
    /// 持续下降: below the own value of an earlier period; nothing is lower than none.
    Falling {
        /// Which.
        against: Against,
    },
    /// 增速不高于: at most so many percent.
    AtMost {
        /// Percent.
        percent: Decimal,
    },
    /// 零距离: so many minutes at most.
    Within {
        /// Minutes.
        minutes: u32,
    },
    /// 全年目标: so many in the calendar year, and by the end of each period its share of them.
    YearTotal {
        /// How many in the year.
        total: u32,
        /// How many by the end of each quarter, counted from the beginning of the year; even steps if it is left out.
        by_quarter: Option<[u32; 4]>,
    },
    /// 零: a single one is a breach.
    Zero {
        /// 一票否决: whoever has one stands last whatever the score (DOMAIN §4.2).
        #[serde(default)]
        veto: bool,
    },
    /// 列示: shown and placed, nothing is asked.
    Show {},
}

/// The line a relative target is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Benchmark {
    /// The pooled value of the bureaus whose filing is validated, own included (DOMAIN §2.3 item 8).
    OwnPool,
    /// The value the level above published.
    Published,
}

/// The span of a value (RULINGS 10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The period itself.
    #[default]
    Period,
    /// From the first period of the calendar year.
    YearToDate,
    /// From the first judged period of the campaign.
    CampaignToDate,
}

/// Where a target value comes from besides the definition.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lines {
    /// Pooled value of the validated filers.
    pub pool: Option<Fraction>,
    /// Value published from above.
    pub published: Option<Fraction>,
    /// The bureau's own value in the previous period.
    pub previous: Option<Fraction>,
    /// The bureau's own value in the same period last year.
    pub last_year: Option<Fraction>,
    /// What a yearly total asks for by the end of the period.
    pub planned: Option<Fraction>,
}

/// How a value stands to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// ● 达标.
    Met,
    /// ▲ 临近: not met, short by less than one 百分点 (RULINGS 22).
    Near,
    /// ■ 未达标.
    Missed,
}

impl Target {
    /// Whether missing it has consequences: everything but 力争 and 列示.
    pub fn is_hard(&self) -> bool {
        !matches!(self.ask, Ask::Aspire { .. } | Ask::Show {})
    }

    /// Whether one event of it puts a bureau last (一票否决).
    pub fn is_veto(&self) -> bool {
        matches!(self.ask, Ask::Zero { veto: true })
    }

    /// What does not fit the indicator it is of, or the cadence of the campaign.
    pub fn fault(&self, indicator: &Indicator, cadence: Cadence) -> Option<String> {
        let counts = matches!(indicator.measure, Measure::Count { .. });
        match &self.ask {
            Ask::AtLeast { .. } | Ask::Maintain { .. } | Ask::Aspire { .. } | Ask::AtMost { .. } => {
                (indicator.unit != Unit::Percent).then(|| "percent: the indicator is no percentage".into())
            }
            Ask::Within { .. } => {
                (indicator.unit != Unit::Minutes).then(|| "minutes: the indicator is not in minutes".into())
            }
            Ask::Zero { .. } => (!counts).then(|| "zero is asked of a count".into()),
            Ask::YearTotal { .. } if !counts => Some("a yearly total is asked of a count".into()),
            Ask::YearTotal { .. } if self.basis != Basis::YearToDate => {
                Some("basis: a yearly total is counted year-to-date".into())
            }
            Ask::YearTotal { total, by_quarter } => pace::fault(*total, by_quarter.as_ref(), cadence),
            _ => None,
        }
    }

    /// How a yearly total is spread over the year, as it stands at the end of a period.
    pub fn pace(&self, period: Period) -> Option<Pace> {
        match &self.ask {
            Ask::YearTotal { total, by_quarter } => Pace::new(*total, by_quarter.as_ref(), period),
            _ => None,
        }
    }

    /// The line the value is held against; `None` while the benchmark is not known, or if nothing is asked.
    pub fn line(&self, lines: &Lines) -> Option<Fraction> {
        match &self.ask {
            Ask::AtLeast { percent }
            | Ask::Maintain { percent }
            | Ask::Aspire { percent }
            | Ask::AtMost { percent } => Some(percent.of_hundred()),
            Ask::AtBenchmark { benchmark: Benchmark::OwnPool } => lines.pool,
            Ask::AtBenchmark { benchmark: Benchmark::Published } => lines.published,
            Ask::Rising { against: Against::Previous } | Ask::Falling { against: Against::Previous } => {
                lines.previous
            }
            Ask::Rising { against: Against::LastYear } | Ask::Falling { against: Against::LastYear } => {
                lines.last_year
            }
            Ask::Within { minutes } => Some(Fraction::whole((*minutes).into())),
            Ask::YearTotal { .. } => lines.planned,
            Ask::Zero { .. } => Some(Fraction::whole(0)),
            Ask::Show {} => None,
        }
    }

    /// How a value stands to the line. Exact: nothing is rounded before it is compared.
    pub fn standing(&self, value: Fraction, line: Fraction) -> Standing {
        let met = match self.ask {
            Ask::AtMost { .. } | Ask::Within { .. } | Ask::Zero { .. } => value <= line,
            Ask::Falling { .. } => value < line || value <= Fraction::whole(0) && value == line,
            Ask::Rising { .. } => value > line,
            _ => value >= line,
        };
        if met {
            return Standing::Met;
        }
        let counted = matches!(self.ask, Ask::Zero { .. } | Ask::Within { .. } | Ask::YearTotal { .. });
        let near = !counted && value.within_a_point(line);
        if near { Standing::Near } else { Standing::Missed }
    }

    /// How far a value is from the line on the wrong side; 0 if it is met.
    pub fn shortfall(&self, value: Fraction, line: Fraction) -> BigRational {
        let gap = match self.wants_less() {
            true => value.exact() - line.exact(),
            false => line.exact() - value.exact(),
        };
        gap.max(BigRational::from_integer(0.into()))
    }

    /// Whether less is better: one more is then a shortfall.
    pub fn wants_less(&self) -> bool {
        matches!(self.ask, Ask::AtMost { .. } | Ask::Falling { .. } | Ask::Within { .. } | Ask::Zero { .. })
    }

    /// The share of the target that is reached, from 0 to 1: `min(1, value ÷ target)` (RULINGS 9), and turned round where
    /// less is better, `target ÷ value`.
    pub fn reached(&self, value: Fraction, line: Fraction) -> BigRational {
        let (zero, one) = (BigRational::from_integer(0.into()), BigRational::from_integer(1.into()));
        if self.standing(value, line) == Standing::Met {
            return one;
        }
        let (value, line) = if self.wants_less() { (line, value) } else { (value, line) };
        if line.num() <= 0 || value.num() <= 0 {
            return zero;
        }
        let product = |a: i64, b: i64| BigInt::from(i128::from(a) * i128::from(b));
        BigRational::new(product(value.num(), line.den()), product(value.den(), line.num())).min(one)
    }
}

#[cfg(test)]
mod tests;
