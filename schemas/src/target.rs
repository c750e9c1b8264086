//! What a campaign asks of an indicator (DOMAIN §7.1 items 7–17) and whether a value gives it.

use num_bigint::BigInt;
use num_rational::BigRational;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    fraction::{Decimal, Fraction},
    indicator::Against,
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
    /// 增速不高于: at most so many percent.
    AtMost {
        /// Percent.
        percent: Decimal,
    },
    /// 零: a single one is a breach.
    Zero {},
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

    /// The line the value is held against; `None` while the benchmark is not known, or if nothing is asked.
    pub fn line(&self, lines: &Lines) -> Option<Fraction> {
        match &self.ask {
            Ask::AtLeast { percent }
            | Ask::Maintain { percent }
            | Ask::Aspire { percent }
            | Ask::AtMost { percent } => Some(percent.of_hundred()),
            Ask::AtBenchmark { benchmark: Benchmark::OwnPool } => lines.pool,
            Ask::AtBenchmark { benchmark: Benchmark::Published } => lines.published,
            Ask::Rising { against: Against::Previous } => lines.previous,
            Ask::Rising { against: Against::LastYear } => lines.last_year,
            Ask::Zero {} => Some(Fraction::whole(0)),
            Ask::Show {} => None,
        }
    }

    /// How a value stands to the line. Exact: nothing is rounded before it is compared.
    pub fn standing(&self, value: Fraction, line: Fraction) -> Standing {
        let met = match self.ask {
            Ask::AtMost { .. } | Ask::Zero {} => value <= line,
            Ask::Rising { .. } => value > line,
            _ => value >= line,
        };
        if met {
            return Standing::Met;
        }
        let near = !matches!(self.ask, Ask::Zero {}) && value.within_a_point(line);
        if near { Standing::Near } else { Standing::Missed }
    }

    /// How far a value is from the line on the wrong side; 0 if it is met.
    pub fn shortfall(&self, value: Fraction, line: Fraction) -> BigRational {
        let gap = match self.ask {
            Ask::AtMost { .. } | Ask::Zero {} => value.exact() - line.exact(),
            _ => line.exact() - value.exact(),
        };
        gap.max(BigRational::from_integer(0.into()))
    }

    /// The share of the target that is reached, at most 1: `min(1, value ÷ target)` (RULINGS 9).
    pub fn reached(&self, value: Fraction, line: Fraction) -> BigRational {
        let one = BigRational::from_integer(1.into());
        if self.standing(value, line) == Standing::Met || line.num() == 0 {
            return if value >= line { one } else { BigRational::from_integer(0.into()) };
        }
        let product = |a: i64, b: i64| BigInt::from(i128::from(a) * i128::from(b));
        BigRational::new(product(value.num(), line.den()), product(value.den(), line.num())).min(one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(text: &str) -> Target {
        toml::from_str(&format!("indicator='I3'\n{text}")).unwrap()
    }

    fn of(num: i64, den: i64) -> Fraction {
        Fraction::new(num, den).unwrap()
    }

    fn stands(target: &Target, value: Fraction) -> Standing {
        target.standing(value, target.line(&Lines::default()).unwrap())
    }

    #[test]
    fn rounding_never_lets_a_value_pass() {
        let ninety_five = target("ask='at-least'\npercent='95'");
        assert_eq!(stands(&ninety_five, of(322, 339)), Standing::Near);
        assert_eq!(stands(&ninety_five, of(19, 20)), Standing::Met);
        assert_eq!(stands(&ninety_five, of(94, 100)), Standing::Missed);
        assert_eq!(stands(&ninety_five, of(9401, 10_000)), Standing::Near);
    }

    #[test]
    fn each_kind_has_its_own_side() {
        assert_eq!(stands(&target("ask='zero'"), Fraction::whole(1)), Standing::Missed);
        assert_eq!(stands(&target("ask='zero'"), Fraction::whole(0)), Standing::Met);
        assert_eq!(stands(&target("ask='at-most'\npercent='0'"), of(-1, 10)), Standing::Met);
        let rising = target("ask='rising'\nagainst='previous period'");
        assert_eq!(rising.standing(of(1, 2), of(1, 2)), Standing::Near);
        let average = target("ask='at-benchmark'\nbenchmark='own-pool'");
        assert_eq!(average.line(&Lines { pool: Some(of(832, 894)), ..Lines::default() }), Some(of(832, 894)));
        assert_eq!(average.standing(of(41, 44), of(832, 894)), Standing::Met);
        assert!(!target("ask='aspire'\npercent='100'").is_hard());
    }

    #[test]
    fn what_is_reached_is_capped_at_one() {
        let t = target("ask='at-least'\npercent='75'");
        assert_eq!(t.reached(of(9, 10), of(3, 4)), BigRational::from_integer(1.into()));
        assert_eq!(t.reached(of(1, 2), of(3, 4)), BigRational::new(2.into(), 3.into()));
        assert_eq!(t.reached(of(0, 5), of(0, 5)), BigRational::from_integer(1.into()));
    }

    #[test]
    fn an_unknown_kind_is_refused() {
        assert!(toml::from_str::<Target>("indicator='I3'\nask='about'").is_err());
    }

    #[test]
    fn what_is_only_shown_has_no_line() {
        let shown = target("ask='show'");
        assert!(!shown.is_hard());
        assert_eq!(shown.line(&Lines { pool: Some(of(1, 2)), ..Lines::default() }), None);
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        for text in ["ask='show'", "ask='zero'", "ask='at-least'\npercent='95'"] {
            let refused = toml::from_str::<Target>(&format!("indicator='I3'\nwieght=20\n{text}"));
            assert!(refused.unwrap_err().message().contains("wieght"), "{text}");
        }
    }
}
