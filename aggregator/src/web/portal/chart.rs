//! Charts as files, PNG and SVG: the same pictures the pages show, for documents.

use actix_web::{
    HttpResponse,
    http::header::{Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
    web::{Bytes, Data, Path, Query},
};
use charts::{Chart, ChartError, Drawing, Width};
use schemas::{bureau::BureauCode, period::Period, problem::Problem, text::Lang};
use serde::Deserialize;

use super::{bureaus::BACK, scene::Scene};
use crate::{
    app::Services,
    error::AppError,
    measure::cache,
    picture::{Part, PictureError, View, heat, history, ranked},
    web::{
        city::City,
        links::Format,
        pages::paging,
        rendered::{Key, Looks, Rendered, Scale, Subject, Theme},
        visitor::Visitor,
    },
    words::picture as words,
};

/// The `indicator` that means all of them.
const ALL: &str = "all";

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    period: Option<Period>,
    indicator: String,
    page: Option<usize>,
    #[serde(default)]
    theme: Theme,
    #[serde(default)]
    scale: Scale,
}

/// `GET /rankings/chart.png?indicator=&period=&page=&theme=&scale=`: an indicator's places, or all indicators.
pub async fn of_places(
    services: Data<Services>,
    rendered: Data<Rendered>,
    ending: Path<String>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let change = services.store.changes().await?;
    let scene = Scene::of(&services, wanted.period).await?;
    let period = scene.period.title();
    let page = wanted.page.unwrap_or(1);
    let (subject, name) = if wanted.indicator == ALL {
        (Subject::All(page), words::FILE_OF_ALL.fill(&[("period", &period)]))
    } else {
        let (_, indicator) = scene.city(&services)?.target(&wanted.indicator).ok_or(Problem::NotFound)?;
        let name = words::FILE_OF_INDICATOR.fill(&[("indicator", &indicator.name), ("period", &period)]);
        (Subject::Places(wanted.indicator.clone(), page), name)
    };
    let key = wanted.key(change, &scene, subject, &ending, visitor.lang)?;
    let (drawn, looks, format) = (key.subject.clone(), key.looks, key.format);
    let name = file_name(&key, name.get(visitor.lang));
    let render = move || {
        let city = scene.city(&services)?;
        let view = view(city, visitor.lang, Width::Full);
        let drawing = match drawn {
            Subject::All(page) => {
                let part = Part::page(page, paging::BUREAUS, city.field.bureaus.len());
                heat::map(view, part)?.draw()
            }
            Subject::Places(indicator, page) => {
                let part = Part::page(page, paging::BUREAUS, city.field.bureaus.len());
                ranked::bars(view, &indicator, part)?.draw()
            }
            Subject::Bureau(..) => return Err(Problem::NotFound.into()),
        };
        painted(drawing, looks, format)
    };
    Ok(download(rendered.file(key, render).await?, format, name))
}

/// `GET /bureaus/{code}/chart.png?indicator=&period=&theme=&scale=`: a bureau over its periods, of the reader's own
/// subtree.
pub async fn of_bureau(
    services: Data<Services>,
    rendered: Data<Rendered>,
    path: Path<(String, String)>,
    wanted: Query<Wanted>,
    visitor: Visitor,
) -> Result<HttpResponse, AppError> {
    let (code, ending) = path.into_inner();
    let code: BureauCode = code.parse().map_err(|_| Problem::NotFound)?;
    let change = services.store.changes().await?;
    let scene = Scene::of(&services, wanted.period).await?;
    if !visitor.signed_in()?.account.sees(&scene.proposed.measured.tree, &code) {
        return Err(Problem::NotFound.into());
    }
    let city = scene.city(&services)?;
    let bureau = city.bureau(&code).ok_or(Problem::NotFound)?;
    let (_, indicator) = city.target(&wanted.indicator).ok_or(Problem::NotFound)?;
    let name = words::FILE_OF_BUREAU.fill(&[
        ("bureau", &bureau.name),
        ("indicator", &indicator.name),
        ("period", &scene.period.title()),
    ]);
    let subject = Subject::Bureau(code.clone(), wanted.indicator.clone());
    let key = wanted.key(change, &scene, subject, &ending, visitor.lang)?;
    let (looks, format) = (key.looks, key.format);
    let name = file_name(&key, name.get(visitor.lang));
    let earlier = cache::history(&services, scene.period, BACK).await?;
    let render = move || {
        let view = view(scene.city(&services)?, visitor.lang, Width::Half);
        let trends = history::trends(view, &earlier, &code)?;
        let trend = trends.into_iter().find(|(of, _)| *of == wanted.indicator).ok_or(Problem::NotFound)?.1;
        painted(trend.draw(), looks, format)
    };
    Ok(download(rendered.file(key, render).await?, format, name))
}

impl Wanted {
    fn key(
        &self,
        change: u64,
        scene: &Scene,
        subject: Subject,
        ending: &str,
        lang: Lang,
    ) -> Result<Key, AppError> {
        let format = Format::of_ending(ending).ok_or(Problem::NotFound)?;
        let looks = Looks { theme: self.theme, scale: self.scale };
        Ok(Key { change, period: scene.period, subject, lang, looks, format })
    }
}

fn view(city: City<'_>, lang: Lang, width: Width) -> View<'_> {
    View { field: city.field, standings: city.standings, lang, width }
}

fn painted(drawing: Result<Drawing, ChartError>, looks: Looks, format: Format) -> Result<Vec<u8>, AppError> {
    let paint = || match (drawing?, format) {
        (drawing, Format::Png) => drawing.to_png(looks.theme.into(), looks.scale.into()),
        (drawing, Format::Svg) => drawing.to_svg(looks.theme.into()).map(String::into_bytes),
    };
    Ok(paint().map_err(PictureError::Chart)?)
}

/// Names the file twice: in ASCII for whoever reads nothing else, and in the reader's language.
fn file_name(key: &Key, name: &str) -> ContentDisposition {
    let Key { period, format, .. } = key;
    let plain = match &key.subject {
        Subject::Places(indicator, _) => format!("places-{indicator}-{period}.{format}"),
        Subject::All(_) => format!("places-all-{period}.{format}"),
        Subject::Bureau(bureau, indicator) => format!("{bureau}-{indicator}-{period}.{format}"),
    };
    let named = ExtendedValue {
        charset: Charset::Ext("UTF-8".into()),
        language_tag: None,
        value: format!("{name}.{format}").into_bytes(),
    };
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(plain), DispositionParam::FilenameExt(named)],
    }
}

fn download(file: Bytes, format: Format, name: ContentDisposition) -> HttpResponse {
    let content_type = match format {
        Format::Png => "image/png",
        Format::Svg => "image/svg+xml",
    };
    HttpResponse::Ok().content_type(content_type).insert_header(name).body(file)
}
