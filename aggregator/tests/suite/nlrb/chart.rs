//! The picture of the twenty quarters, drawn from the oracle that the filings are held against.

use charts::{ChartError, Figure, Floor, Heading, Reading, Series, Tone, Trend, Width};
use schemas::fraction::Fraction;

/// Quarter and closure rate of all offices together.
pub fn pooled() -> Vec<(String, Fraction)> {
    let mut reader = csv::Reader::from_reader(include_str!("../../data/nlrb/quarters.csv").as_bytes());
    let headings = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| headings.iter().position(|heading| heading == name);
    let rows = reader.records().flatten().filter_map(|row| {
        let cell = |name| row.get(column(name)?);
        let rate = Fraction::new(cell("closed")?.parse().ok()?, cell("closure_den")?.parse().ok()?)?;
        (cell("office")? == "ALL").then(|| Some((cell("period")?.to_owned(), rate))).flatten()
    });
    rows.collect()
}

/// The closure rate of all offices together over the quarters.
pub fn trend() -> Result<Trend, ChartError> {
    let (periods, rates): (Vec<String>, Vec<Fraction>) = pooled().into_iter().unzip();
    let heading = Heading::drawn(
        "35个办事处合并结案率：五个一季度都低于其余十五个季度",
        "Closure rate of 35 offices pooled, %: every first quarter lies below all other quarters. Real cases of the US \
         National Labor Relations Board; only cases with a ballot are in the data",
    );
    let mut trend = Trend::new(heading, Width::Full, periods, "没有数据");
    trend.unit = "%".into();
    trend.cap = Some(100.0);
    trend.floor = Floor::Cut("纵轴不从零起 · The axis does not begin at zero".into());
    let reading = |rate: &Fraction| Ok(Reading::Judged(Figure::new(rate.approx() * 100.0, rate.percent(2))?));
    trend.series.push(Series {
        key: None,
        label: "合计".into(),
        tone: Tone::Named,
        readings: rates.iter().map(reading).collect::<Result<_, ChartError>>()?,
    });
    Ok(trend)
}
