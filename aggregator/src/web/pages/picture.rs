//! A chart on a page: the drawing with links over its marks, its files, and the table of its figures one click away.
//!
//! It reads without script: each mark is a link whose title says the figures. On a phone another layout of the same
//! chart stands in its place, for text in a chart keeps its size.

use askama::{Template, filters::HtmlSafe};
use charts::{Cell, Chart, Heading, HeadingPlace, Heatmap, Inline, Mark, MissingGlyph, Width};
use schemas::{bureau::BureauCode, text::Lang};

use super::paging;
use crate::{
    figures::DASH,
    measure::standing::Standings,
    picture::{Part, PictureError, View, heat, history, ranked},
    web::{
        city::City,
        links::{Address, Format, Links},
    },
    words::{frame as words, picture as picture_words, place as place_words},
};

/// Most bureaus of which a page holds a layout for phones too; more of them scroll sideways.
const TWO_LAYOUTS: usize = 24;
/// Most bureaus in the map of the overview.
const IN_MAP: usize = 24;

/// A chart and its figures.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/picture.html")]
pub struct Picture {
    lang: Lang,
    /// The finding and what it is of, where the chart does not say them itself.
    heading: Option<Heading>,
    plots: Vec<Plot>,
    files: Vec<(Format, Address)>,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl HtmlSafe for Picture {}

/// One layout of a chart.
#[derive(Clone, Debug)]
struct Plot {
    /// On which screens it stands.
    class: &'static str,
    drawn: Inline,
    spots: Vec<Spot>,
    /// Whether the keyboard stops at its links; not where a table beside it has them all.
    stops: bool,
}

/// A mark with its link.
#[derive(Clone, Debug)]
struct Spot {
    mark: Mark,
    href: Address,
    words: String,
}

impl Picture {
    /// The places of an indicator, page `page` of them, each bar a link to why; `None` as long as nobody has a value.
    /// The table of the ranking stands on the same page.
    ///
    /// # Errors
    /// As [`ranked::bars`], or if the chart cannot be drawn.
    pub fn of_indicator(
        city: City<'_>,
        links: Links,
        indicator: &str,
        page: usize,
    ) -> Result<Option<Self>, PictureError> {
        if !has_values(city, indicator) {
            return Ok(None);
        }
        let bureaus = city.field.bureaus.len();
        let part = Part::page(page, paging::BUREAUS, bureaus);
        let layouts: &[(Width, &str)] = match part.of(city.field.bureaus).len() {
            ..=TWO_LAYOUTS => &[(Width::Full, "wide"), (Width::Narrow, "narrow")],
            _ => &[(Width::Full, "")],
        };
        let why = |mark: &Mark| Some(links.why(&bureau_of(mark)?, Some(indicator)));
        let plots = layouts.iter().map(|(width, class)| {
            let chart = ranked::bars(view(city, links, *width), indicator, part)?;
            Ok(Plot::new(&chart, class, true, links.lang, |_, mark| why(mark))?)
        });
        let file = |format| {
            let file = links.chart_of_places(indicator, format);
            if page > 1 { file.and("page", page) } else { file }
        };
        Ok(Some(Self {
            lang: links.lang,
            heading: None,
            plots: plots.collect::<Result<_, PictureError>>()?,
            files: Format::ALL.map(|format| (format, file(format))).to_vec(),
            head: Vec::new(),
            rows: Vec::new(),
        }))
    }

    /// Bureaus by indicators, each cell a link to why; `None` as long as nobody has a value.
    ///
    /// # Errors
    /// As [`heat::map`], or if the chart cannot be drawn.
    pub fn of_all(city: City<'_>, links: Links) -> Result<Option<Self>, PictureError> {
        if !city.standings.tables.iter().any(|table| has_values(city, &table.indicator)) {
            return Ok(None);
        }
        let mut chart = heat::map(view(city, links, Width::Full), Part { skip: 0, most: IN_MAP })?;
        // A map may be wider than a phone; its finding is to be read without scrolling.
        chart.heading.place = HeadingPlace::Outside;
        let tables = || city.standings.tables.iter().filter(|table| city.target(&table.indicator).is_some());
        let codes: Vec<&str> = tables().map(|table| table.indicator.as_str()).collect();
        // Marks come row by row, one for each column.
        let why = |at: usize, mark: &Mark| {
            Some(links.why(&bureau_of(mark)?, Some(codes.get(at.checked_rem(codes.len())?)?)))
        };
        let (head, rows) = figures_of(&chart, links.lang);
        Ok(Some(Self {
            lang: links.lang,
            plots: vec![Plot::new(&chart, "", false, links.lang, why)?],
            heading: Some(chart.heading),
            files: Format::ALL.map(|format| (format, links.chart_of_places("all", format))).to_vec(),
            head,
            rows,
        }))
    }

    /// A bureau's indicators over its periods, one picture for each that has a value, each point a link to that
    /// period. The table of earlier periods stands on the same page.
    ///
    /// # Errors
    /// As [`history::trends`], or if a chart cannot be drawn.
    pub fn of_bureau(
        city: City<'_>,
        links: Links,
        bureau: &BureauCode,
        earlier: &[Standings],
    ) -> Result<Vec<Self>, PictureError> {
        let trends = history::trends(view(city, links, Width::Narrow), earlier, bureau)?;
        let picture = |(indicator, chart): (String, charts::Trend)| {
            let there = |at: usize, _: &Mark| {
                let period = chart.periods.get(at)?.parse().ok();
                period.map(|period| Links { period: Some(period), ..links }.bureau(bureau))
            };
            Ok(Self {
                lang: links.lang,
                heading: None,
                plots: vec![Plot::new(&chart, "", false, links.lang, there)?],
                files: Format::ALL
                    .map(|format| (format, links.chart_of_bureau(bureau, &indicator, format)))
                    .to_vec(),
                head: Vec::new(),
                rows: Vec::new(),
            })
        };
        trends.into_iter().filter(|(_, chart)| chart.has_figures()).map(picture).collect()
    }

    /// Characters in it that the reader's own fonts must draw.
    pub fn missing(&self) -> impl Iterator<Item = &MissingGlyph> {
        self.plots.iter().flat_map(|plot| &plot.drawn.missing)
    }
}

impl Plot {
    /// A layout; `to` says where the mark of a number leads.
    fn new(
        chart: &impl Chart,
        class: &'static str,
        stops: bool,
        lang: Lang,
        to: impl Fn(usize, &Mark) -> Option<Address>,
    ) -> Result<Self, charts::ChartError> {
        let mut drawn = chart.inline()?;
        let (colon, comma) = match lang {
            Lang::Zh => ("：", "，"),
            Lang::En => (": ", ", "),
        };
        let marks = std::mem::take(&mut drawn.marks).into_iter().enumerate();
        let spots = marks.filter_map(|(at, mark)| {
            let words = [mark.label.as_str(), colon, &mark.figures.join(comma)].concat();
            Some(Spot { href: to(at, &mark)?, words, mark })
        });
        Ok(Self { class, spots: spots.collect(), stops, drawn })
    }

    /// Whether it may be wider than a phone, and then scrolls sideways, which the keyboard must be able to do too.
    fn scrolls(&self) -> bool {
        self.drawn.width > Width::Narrow.px()
    }
}

fn has_values(city: City<'_>, indicator: &str) -> bool {
    let table = city.standings.table(indicator);
    table.is_some_and(|table| table.rows.iter().any(|row| row.value.value.is_some()))
}

fn view(city: City<'_>, links: Links, width: Width) -> View<'_> {
    View { field: city.field, standings: city.standings, lang: links.lang, width }
}

fn bureau_of(mark: &Mark) -> Option<BureauCode> {
    mark.key.as_deref()?.parse().ok()
}

/// A map as a table: values alone, as its cells print them.
fn figures_of(chart: &Heatmap, lang: Lang) -> (Vec<String>, Vec<Vec<String>>) {
    let heads = chart.columns.iter().map(|column| column.label.clone());
    let rows = chart.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::Value { figure, .. } => figure.shown().to_owned(),
            Cell::Absent { .. } => DASH.to_owned(),
        });
        [row.label.clone()].into_iter().chain(cells).collect()
    });
    ([place_words::BUREAU.get(lang).to_owned()].into_iter().chain(heads).collect(), rows.collect())
}
