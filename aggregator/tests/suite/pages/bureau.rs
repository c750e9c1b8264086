//! 单位: the list and a profile.

use aggregator::web::pages::{bureau::BureauPage, bureaus::BureausPage, picture::Picture};
use schemas::text::Lang;
use scraper::Html;

use super::{
    html::{all, href, one, parsed, text, texts},
    worked_city::{Worked, city_of, code, frame, links, worked},
};

fn profile(city: &Worked, bureau: &str, lang: Lang) -> Html {
    let history = [city.before.clone(), city.standings.clone()];
    let here = links(lang);
    let earlier = std::slice::from_ref(&city.before);
    let charts = Picture::of_bureau(city.city(), here, &code(bureau), earlier).unwrap();
    parsed(&BureauPage::new(&frame(lang, "/bureaus"), city.city(), &code(bureau), &history, charts).unwrap())
}

#[test]
fn a_profile_shows_figures_filings_history_and_proposals() {
    let html = profile(&worked(), "519981", Lang::Zh);
    assert!(text(one(&html, ".state")).contains("综合第8位（8个单位参评）·待确认"));
    assert_eq!(
        texts(&html, ".prof tbody td:not(.yr) .v"),
        ["65.65", "81.98", "88.89", "86.27", "80.65", "92.50", "74.14"]
    );
    assert_eq!(texts(&html, ".prof tbody tr:nth-child(2) .yr"), ["89.51273/305"]);
    assert_eq!(texts(&html, ".prof tbody tr:nth-child(2) .st"), ["未达标 差13.02"]);
    assert_eq!(texts(&html, "section[aria-labelledby=h-past] tbody th"), ["2025Q3", "2025Q2"]);
    assert_eq!(all(&html, "section[aria-labelledby=h-filed] tbody tr").len(), 4);
    assert_eq!(texts(&html, "section[aria-labelledby=h-prop] b"), ["进度滞后、问题突出"]);
    assert_eq!(all(&html, "section[aria-labelledby=h-prop] p").len(), 7);
    assert_eq!(href(&html, ".ph .acts a"), "/rankings/why?period=2025Q3&bureau=519981");
}

#[test]
fn a_bureau_without_figures_has_dashes_and_reasons() {
    let html = profile(&worked(), "519900Z03", Lang::Zh);
    assert_eq!(texts(&html, ".prof tbody td:not(.yr) .v"), ["—"; 7]);
    assert_eq!(texts(&html, ".prof tbody .st"), ["未报送"; 7]);
    assert!(all(&html, ".ph .acts").is_empty());
    let html = profile(&worked(), "519901", Lang::En);
    assert_eq!(
        texts(&html, "section[aria-labelledby=h-prop] .empty"),
        ["No supervision is proposed for this period."]
    );
    let city = worked();
    assert!(BureauPage::new(&frame(Lang::Zh, "/"), city.city(), &code("519999"), &[], vec![]).is_none());
}

#[test]
fn bureaus_are_listed_by_kind() {
    let html = parsed(&BureausPage::new(&frame(Lang::Zh, "/bureaus"), worked().city()));
    assert_eq!(texts(&html, ".sh h2"), ["市辖区", "县", "县级市", "开发区"]);
    assert_eq!(texts(&html, "tbody tr:first-child th")[0], "东湖区");
    assert_eq!(href(&html, "section:first-child tbody tr:first-child a"), "/bureaus/519901?period=2025Q3");
    assert_eq!(all(&html, "tbody tr").len(), 12);
    let html =
        parsed(&BureausPage::new(&frame(Lang::En, "/bureaus"), city_of(25, &[("519901", "<u>")]).city()));
    assert_eq!(all(&html, "tbody tr").len(), 300);
    assert_eq!(texts(&html, "tbody th")[0], "<u>");
}

#[test]
fn small_multiples_stand_on_one_scale_and_lead_to_their_periods() {
    let html = profile(&worked(), "519981", Lang::Zh);
    assert_eq!(all(&html, ".sm svg.chart").len(), 7);
    assert_eq!(texts(&html, ".sm svg.chart > title")[1], "仲裁结案率81.98%，差13.02");
    assert_eq!(texts(&html, ".sm .marks a").len(), 14);
    assert!(texts(&html, ".sm .marks a")[2].starts_with("2025Q2："), "{:?}", texts(&html, ".sm .marks a"));
    assert_eq!(all(&html, ".sm .marks a")[2].attr("href"), Some("/bureaus/519981?period=2025Q2"));
    let silent = profile(&worked(), "519900Z03", Lang::En);
    assert!(all(&silent, "svg.chart").is_empty(), "who never filed has no trend");
}
