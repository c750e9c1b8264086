//! Writes every page of the portal with its assets into a folder, to be looked at in a browser:
//! `cargo run -p aggregator --example preview -- FOLDER`, then serve the folder.

#[path = "../tests/suite/pages/worked_city/mod.rs"]
mod worked_city;

use std::{error::Error, fs, path::Path};

use aggregator::web::{
    assets,
    pages::{
        bureau::BureauPage,
        bureaus::BureausPage,
        empty::EmptyPage,
        error::ErrorPage,
        filing::{Allowed, Confirm, FilingPage},
        filings::{FilingsPage, Seen, Shown},
        login::LoginPage,
        overview::{May, OverviewPage},
        picture::Picture,
        rankings::{Asked, RankingsPage},
        rows::RowsPage,
        shell::{Frame, Section},
    },
};
use askama::Template;
use schemas::{
    problem::Problem,
    text::{Lang, Text},
};
use worked_city::{Worked, code, filed, frame, links, worked};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in assets::ALL {
        fs::write(folder.join("assets").join(asset.name), asset.bytes)?;
    }
    let city = worked();
    for lang in [Lang::Zh, Lang::En] {
        for (name, html) in pages(&city, lang)? {
            fs::write(folder.join(format!("{name}.{}.html", lang.tag())), html)?;
        }
    }
    Ok(())
}

fn pages(worked: &Worked, lang: Lang) -> Result<Vec<(&'static str, String)>, Box<dyn Error>> {
    let city = worked.city();
    let nobody = Frame { reader: None, period: None, campaign: None, ..frame(lang, "/login") };
    let bureau = Text::new("云江市人力资源和社会保障局", "Yunjiang human resources bureau");
    let refused = Problem::SignInFailed.title();
    let detail = Text::new(
        "没有找到单位519999的报送，或者您的账号看不到它。",
        "There is no filing of bureau 519999, or your account may not see it.",
    );
    let rankings = |asked: Asked, why: Option<&str>| {
        let why = why.map(code);
        let pictures = match &asked {
            Asked::Indicator(code) => {
                Picture::of_indicator(city, links(lang), code, 1).ok().flatten().into_iter().collect()
            }
            _ => Vec::new(),
        };
        RankingsPage::new(&frame(lang, "/rankings"), city, &asked, 1, why.as_ref(), pictures)
            .ok_or("no such ranking")
            .and_then(|page| page.render().map_err(|_| "cannot render"))
    };
    let indicator = |code: &str| Asked::Indicator(code.into());
    let may = May { confirm: true, remind: true };
    let (hekou, silent) = (filed::filing(worked, "519981"), filed::absent(worked, "519900Z03"));
    let rows = filed::rows();
    let today = schemas::period::day_of(city.now);
    let days = std::collections::BTreeMap::new();
    let seen = Seen { as_of: None, today, days: &days };
    let staff = Allowed { give_back: Some(today), decide_duty: None };
    let late = Allowed { give_back: None, decide_duty: Some(today) };
    let profile = |bureau: &str| {
        let history = std::slice::from_ref(&worked.before);
        let charts = Picture::of_bureau(city, links(lang), &code(bureau), history).unwrap_or_default();
        BureauPage::new(&frame(lang, "/bureaus"), city, &code(bureau), history, charts)
            .ok_or("no such bureau")
    };
    let map = |city| Picture::of_all(city, links(lang)).ok().flatten();
    let early = Worked::empty("2025-09-20T10:00:00+08:00");
    Ok(vec![
        ("login", LoginPage::new(&nobody, &bureau, "yj-yewu-02", Some(&refused), None).render()?),
        (
            "error",
            ErrorPage::new(&frame(lang, "/filings/519999"), Problem::NotFound, Some(&detail), None, vec![])
                .render()?,
        ),
        (
            "incident",
            ErrorPage::new(&frame(lang, "/"), Problem::Internal, None, Some("7F3A-20"), vec![]).render()?,
        ),
        ("empty", EmptyPage::no_campaign(&frame(lang, "/"), Section::Overview).render()?),
        ("overview", OverviewPage::new(&frame(lang, "/"), city, may, map(city)).render()?),
        ("early", OverviewPage::new(&frame(lang, "/"), early.city(), may, map(early.city())).render()?),
        ("filings", FilingsPage::new(&frame(lang, "/filings"), city, Shown::Every, 1, seen, may).render()?),
        (
            "filing",
            FilingPage::new(&frame(lang, "/filings"), hekou.matter(worked), Confirm::Offered, staff)
                .render()?,
        ),
        (
            "absent",
            FilingPage::new(&frame(lang, "/filings"), silent.matter(worked), Confirm::Absent, late)
                .render()?,
        ),
        ("rows", RowsPage::new(&frame(lang, "/filings"), rows.asked(worked)).render()?),
        ("bureau", profile("519981")?.render()?),
        ("silent", profile("519900Z03")?.render()?),
        ("nil", profile("519923")?.render()?),
        ("bureaus", BureausPage::new(&frame(lang, "/bureaus"), city).render()?),
        ("composite", rankings(Asked::Composite, None)?),
        ("i3", rankings(indicator("I3"), None)?),
        ("i14", rankings(indicator("I14"), None)?),
        ("all", rankings(Asked::All, None)?),
        ("why-composite", rankings(Asked::Composite, Some("519981"))?),
        ("why-i3", rankings(indicator("I3"), Some("519900Z01"))?),
    ])
}
