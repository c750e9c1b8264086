//! The pictures: all indicators as a heat map and each as ranked bars; SVG and PNG files, and inline in the report.

use charts::{Absence, Chart, Drawing, Scale, Sign, Theme, Width};
use schemas::text::{Lang, Text};

use super::{Compiled, Output, place::Places, words};
use crate::{
    figures,
    picture::{Part, PictureError, View, heat, ranked},
};

/// Name of the picture of all indicators.
pub const ALL: &str = "all-indicators";
/// Folder of the picture files.
const FOLDER: &str = "charts";
/// Most bureaus in one picture; it says which part of the list it shows.
const MOST_BUREAUS: usize = 100;
/// Most cells that a picture takes.
const MOST_CELLS: usize = charts::MOST_ITEMS;

/// A picture.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// Its name: code of an indicator, or [`ALL`].
    pub name: String,
    /// An `<svg>` element; empty if it could not be drawn.
    pub svg: String,
    /// Its files.
    pub files: Vec<Output>,
    /// Why a file is missing: the embedded font may lack a character that a reader's browser has.
    pub trouble: Option<Text>,
}

impl Compiled {
    /// Every picture.
    pub fn pictures(&self, lang: Lang) -> Vec<Picture> {
        let Some(standings) = self.latest() else { return Vec::new() };
        let view = View { field: self.field(), standings, lang, width: Width::Full };
        let map = self.map(view, lang).and_then(|map| Ok(map.draw()?));
        let places = self.places(lang);
        let bars = places.iter().map(|places| {
            let drawing = bars(view, places).and_then(|bars| Ok(bars.draw()?));
            Picture::of(&places.indicator.indicator, drawing)
        });
        [Picture::of(ALL, map)].into_iter().chain(bars).collect()
    }

    /// The heat map, whose legend owns up to ledgers that came and were returned.
    fn map(&self, view: View<'_>, lang: Lang) -> Result<charts::Heatmap, PictureError> {
        let columns = view.standings.tables.len().max(1);
        let most = MOST_BUREAUS.min((MOST_CELLS / columns).saturating_sub(1));
        let mut map = heat::map(view, Part { skip: 0, most })?;
        if self.lost().any(|entry| entry.period == Some(self.period)) {
            let absent = Sign::Absence(Absence::NotFiled);
            let both = [words::NOT_FILED, words::RETURNED].map(|text| text.get(lang).to_owned());
            for (_, word) in map.legend.iter_mut().filter(|(sign, _)| *sign == absent) {
                *word = figures::listed(&both, lang);
            }
        }
        Ok(map)
    }
}

/// The bars of an indicator; beneath them the reasons that this folder gives.
fn bars(view: View<'_>, places: &Places<'_>) -> Result<charts::RankedBars, PictureError> {
    let mut bars = ranked::bars(view, &places.indicator.indicator, Part { skip: 0, most: MOST_BUREAUS })?;
    for row in &mut bars.unranked {
        let of_row = |line: &&super::place::Line| row.key.as_deref() == Some(line.bureau.as_str());
        if let Some(line) = places.lines.iter().find(of_row).filter(|line| line.value.is_none()) {
            row.reason.clone_from(&line.reason);
        }
    }
    Ok(bars)
}

impl Picture {
    fn of(name: &str, drawing: Result<Drawing, PictureError>) -> Self {
        let mut picture = Self { name: name.to_owned(), ..Self::default() };
        let trouble = |error: PictureError| {
            let why = match &error {
                PictureError::Chart(error) => Text::owned(error.zh(), error.to_string()),
                other => Text::same(other.to_string()),
            };
            words::NO_PICTURE.fill(&[("name", &name), ("why", &why)])
        };
        let drawing = match drawing {
            Ok(drawing) => drawing,
            Err(error) => return Self { trouble: Some(trouble(error)), ..picture },
        };
        let path = |extension: &str| format!("{FOLDER}/{name}.{extension}");
        let svg = drawing.to_svg(Theme::Print);
        let png = drawing.to_png(Theme::Print, Scale::X2);
        for made in [svg.map(|svg| (path("svg"), svg.into_bytes())), png.map(|png| (path("png"), png))] {
            match made {
                Ok(file) => picture.files.push(file),
                Err(error) => picture.trouble = Some(trouble(error.into())),
            }
        }
        match drawing.inline() {
            Ok(inline) => picture.svg = inline.svg,
            Err(error) => picture.trouble = Some(trouble(error.into())),
        }
        picture
    }
}
