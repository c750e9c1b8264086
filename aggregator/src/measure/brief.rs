//! The brief of a period (DOMAIN §7.2 item 30): cases in hand, the share mediated first and the closure rate, of each
//! bureau and of the city, and what does not fit together in what was filed.

use schemas::{
    bureau::BureauCode,
    indicator::{Indicator, Value},
    period::Period,
    summary::Summary,
    tally::Tallies,
    target::Basis,
    text::Text,
};

use super::{standing::Field, summary};

/// Rows of the summary whose cases in hand are named; the others are parts of them.
pub const KINDS: [&str; 4] = ["mediation", "arbitration", "inspection", "clues"];
/// The rates of the brief: 先行调解率, 仲裁结案率, 监察结案率.
pub const RATES: [&str; 3] = ["I2", "I3", "I9"];
/// The column of the summary that holds what is in hand.
const OPEN: &str = "ending";

/// A brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// One line a bureau of the field, in official order.
    pub bureaus: Vec<Line>,
    /// All of them together.
    pub city: Figures,
    /// How many bureaus filed something for the period.
    pub filers: usize,
}

/// A bureau's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The bureau.
    pub bureau: BureauCode,
    /// Its figures; `None` if it filed nothing for the period.
    pub figures: Option<Figures>,
    /// What does not fit together (数据质量提示, DOMAIN §2.3 item 14): a hint and no accusation.
    pub doubts: Vec<Text>,
}

/// Figures of a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Cases in hand by [`KINDS`]; `None` where the ledger was not filed.
    pub open: Vec<Option<i64>>,
    /// The [`RATES`]; `None` where a ledger they need was not filed.
    pub rates: Vec<Option<Value>>,
}

/// The brief of a period from its summary.
pub fn of(field: Field<'_>, period: Period, summary: &Summary) -> Brief {
    let line = |bureau: &BureauCode| {
        let filed = field.book.of(bureau, period).is_some();
        let figures = filed.then(|| figures(field, &[bureau], period, summary));
        Line { bureau: bureau.clone(), figures, doubts: doubts(field, bureau, period) }
    };
    let bureaus: Vec<Line> = field.bureaus.iter().map(|bureau| line(&bureau.code)).collect();
    let filers: Vec<&BureauCode> =
        bureaus.iter().filter(|line| line.figures.is_some()).map(|line| &line.bureau).collect();
    let (city, filers) = (figures(field, &filers, period, summary), filers.len());
    Brief { bureaus, city, filers }
}

fn figures(field: Field<'_>, bureaus: &[&BureauCode], period: Period, summary: &Summary) -> Figures {
    let derived = summary::of(field, bureaus.iter().copied(), period, summary);
    let column = summary.columns.iter().position(|column| column.key == OPEN);
    let open = |key: &&str| {
        let row = summary.rows.iter().position(|row| row.key == **key)?;
        derived.sheet.0.get(row)?.get(column?).copied().flatten()
    };
    let rate = |code: &&str| pooled(field, bureaus, period, field.definitions.indicator(code)?);
    Figures { open: KINDS.iter().map(open).collect(), rates: RATES.iter().map(rate).collect() }
}

/// The rate of those of some bureaus that have it, over the basis the campaign gives it; `None` if none has it.
fn pooled(field: Field<'_>, bureaus: &[&BureauCode], period: Period, indicator: &Indicator) -> Option<Value> {
    let basis = field.campaign.target(&indicator.indicator).map_or(Basis::Period, |target| target.basis);
    let (names, mut pool, mut any) = (indicator.tallies(), Tallies::default(), false);
    for bureau in bureaus {
        let shelf = field.book.shelf(bureau);
        let span =
            shelf.and_then(|shelf| shelf.tallies(period, &names, basis, field.campaign, field.definitions));
        let Some(span) = span else { continue };
        pool.pool_named(&names, |name| span.get(name));
        any = true;
    }
    any.then(|| indicator.value(&pool, None))
}

/// Returns that say nothing while another ledger of the same days has rows ([`schemas::form::Doubtful`]; DOMAIN §8.4, scenario 8).
fn doubts(field: Field<'_>, bureau: &BureauCode, period: Period) -> Vec<Text> {
    let Some(filed) = field.book.of(bureau, period) else { return Vec::new() };
    let forms = filed.iter().filter_map(|(code, filed)| Some((field.definitions.form(code)?, filed)));
    let doubts = forms.flat_map(|(form, filed)| {
        let silent = form.doubtful.iter().filter(|doubt| doubt.is_silent(form, &filed.tallies));
        silent.filter_map(|doubt| {
            let other = field.book.filed(bureau, period, &doubt.form)?;
            let notice = doubt.notice(doubt.rows_on(period, period, &other.tallies))?;
            let words = Text::new("{form}：{what}", "{form}: {what}");
            Some(words.fill(&[("form", &form.name), ("what", &notice.what)]))
        })
    });
    doubts.collect()
}
