//! Amounts of money, in 分 and exact.

use serde::{Deserialize, Serialize};

use super::decimal::Decimal;
use super::{Content, Unreadable, content};
use crate::sheet::book::RawCell;
use crate::sheet::fold::fold;
use crate::text::Text;

const EXPECTED: Text = Text::new("金额（精确到分）", "an amount of money, to the fen");

/// A unit in which amounts of money are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// 元
    #[default]
    #[serde(rename = "元")]
    Yuan,
    /// 千元
    #[serde(rename = "千元")]
    Thousand,
    /// 万元
    #[serde(rename = "万元")]
    TenThousand,
    /// 百万元
    #[serde(rename = "百万元")]
    Million,
    /// 亿元
    #[serde(rename = "亿元")]
    HundredMillion,
}

impl Unit {
    /// The longer names before those they end with.
    const ALL: [Self; 5] =
        [Self::HundredMillion, Self::Million, Self::TenThousand, Self::Thousand, Self::Yuan];

    /// The name in a heading or behind an amount.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Thousand => "千元",
            Self::TenThousand => "万元",
            Self::Million => "百万元",
            Self::HundredMillion => "亿元",
        }
    }

    /// How many 分 one of it is.
    pub fn fen(self) -> i64 {
        match self {
            Self::Yuan => 100,
            Self::Thousand => 100_000,
            Self::TenThousand => 1_000_000,
            Self::Million => 100_000_000,
            Self::HundredMillion => 10_000_000_000,
        }
    }

    /// The unit that a text names and nothing else: `万元`, `单位：万元`, `人民币元`.
    pub fn named(text: &str) -> Option<Self> {
        let folded = fold(text);
        let name = folded.trim_start_matches("单位").trim_start_matches(':').trim_start_matches("人民币");
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

/// Reads an amount in 分. A unit behind the figure (`3.5万元`) wins over the unit of the column.
///
/// # Errors
/// [`Unreadable`] for anything else, also for parts of a 分 and for amounts beyond `i64`.
pub fn money(cell: &RawCell, unit: Unit) -> Result<Option<i64>, Unreadable> {
    let fen = match content(cell) {
        None => return Ok(None),
        Some(Content::Text(text)) => of_text(&text, unit),
        Some(Content::Number(number)) => {
            Decimal::displayed(number).and_then(|decimal| decimal.whole(unit.fen()))
        }
        Some(_) => None,
    };
    fen.map(Some).ok_or_else(|| Unreadable::new(EXPECTED, cell))
}

fn of_text(text: &str, column: Unit) -> Option<i64> {
    let prefixes = ["人民币", "RMB", "CNY", "¥"];
    let bare =
        prefixes.iter().fold(text, |rest, prefix| rest.strip_prefix(prefix).unwrap_or(rest).trim_start());
    let suffixed = Unit::ALL.into_iter().find_map(|unit| {
        // 3.5万 is said for 3.5万元, but only of the larger units.
        let short = unit.name().trim_end_matches('元');
        let figure = bare
            .strip_suffix(unit.name())
            .or_else(|| bare.strip_suffix(short).filter(|_| !short.is_empty()))?;
        Some((figure.trim_end(), unit))
    });
    let (figure, unit) = suffixed.unwrap_or((bare, column));
    Decimal::parse(figure)?.whole(unit.fen())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str, unit: Unit) -> Result<Option<i64>, Unreadable> {
        money(&RawCell::Text(text.into()), unit)
    }

    #[test]
    fn amounts_are_exact_in_every_unit() {
        for (spelling, unit, fen) in [
            ("3500", Unit::Yuan, 350_000),
            ("3,500.05", Unit::Yuan, 350_005),
            ("¥3,500.00", Unit::TenThousand, 3_500_000_000),
            ("￥３５００元", Unit::TenThousand, 350_000),
            ("3.5万元", Unit::Yuan, 3_500_000),
            ("3.5 万", Unit::Yuan, 3_500_000),
            ("人民币 0.29 元", Unit::TenThousand, 29),
            ("1.2345", Unit::TenThousand, 1_234_500),
            ("2.97亿元", Unit::Yuan, 29_700_000_000),
            ("-12", Unit::Thousand, -1_200_000),
            ("1.5百万元", Unit::Yuan, 150_000_000),
        ] {
            assert_eq!(text(spelling, unit), Ok(Some(fen)), "{spelling} in {unit:?}");
        }
        assert_eq!(money(&RawCell::Number(0.1 + 0.2), Unit::Yuan), Ok(Some(30)));
        assert_eq!(money(&RawCell::Number(8.57), Unit::TenThousand), Ok(Some(8_570_000)));
        assert_eq!(text("——", Unit::Yuan), Ok(None));
    }

    #[test]
    fn parts_of_a_fen_and_other_texts_are_refused() {
        for spelling in [
            "12.345",
            "约3万",
            "3万5千",
            "壹万元整",
            "3500美元",
            "$35",
            "1.23456789万元",
            "元",
            "万",
            "12/1710",
            "1e5",
        ] {
            assert_eq!(text(spelling, Unit::Yuan).unwrap_err().found, spelling);
        }
        assert!(text("999999999999999", Unit::HundredMillion).is_err());
        assert!(money(&RawCell::Number(12.345), Unit::Yuan).is_err());
    }

    #[test]
    fn units_are_named_alone_or_after_a_label() {
        assert_eq!(Unit::named(" 单位：万元 "), Some(Unit::TenThousand));
        assert_eq!(Unit::named("人民币元"), Some(Unit::Yuan));
        for other in ["美元", "人", "", "万元人"] {
            assert_eq!(Unit::named(other), None);
        }
        for unit in Unit::ALL {
            assert_eq!(serde_json::to_string(&unit).unwrap(), format!("\"{}\"", unit.name()));
        }
    }

    proptest! {
        #[test]
        fn every_amount_survives_printing(fen in -99_999_999_999_i64..99_999_999_999) {
            let yuan = format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100);
            prop_assert_eq!(text(&yuan, Unit::Yuan), Ok(Some(fen)));
            prop_assert_eq!(money(&RawCell::Number(yuan.parse().unwrap()), Unit::Yuan), Ok(Some(fen)));
        }
    }
}
