//! 位次: order, places, figures, marks, reasons, links, the drawer, and how much a large city weighs.

use aggregator::web::pages::{
    picture::Picture,
    rankings::{Asked, RankingsPage},
};
use schemas::text::Lang;
use scraper::Html;

use super::{
    html::{all, href, one, parsed, text, texts},
    worked_city::{Worked, city_of, code, frame, links, worked},
};

fn page(city: &Worked, asked: &Asked, lang: Lang, why: Option<&str>) -> Html {
    let why = why.map(code);
    let here = links(lang);
    let pictures = match asked {
        Asked::Indicator(code) => {
            Picture::of_indicator(city.city(), here, code, 1).ok().flatten().into_iter().collect()
        }
        _ => Vec::new(),
    };
    parsed(
        &RankingsPage::new(&frame(lang, "/rankings"), city.city(), asked, 1, why.as_ref(), pictures).unwrap(),
    )
}

fn indicator(code: &str) -> Asked {
    Asked::Indicator(code.into())
}

#[test]
fn the_closure_rate_ranks_as_the_oracle_does() {
    let html = page(&worked(), &indicator("I3"), Lang::Zh, None);
    assert_eq!(
        texts(&html, ".rank tbody th a"),
        ["清溪县", "云江高新区", "宜安市", "东湖区", "枣林市", "谷阳县", "西岭区", "南浦区", "河口市"]
    );
    assert_eq!(texts(&html, ".rank tbody .rk"), ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert_eq!(
        texts(&html, ".rank tbody td.r:not(.yr) .v"),
        ["97.73", "94.99", "94.83", "93.66", "92.82", "92.78", "91.76", "91.44", "81.98"]
    );
    assert_eq!(text(one(&html, "#b-519900Z01 .tgc")), "临近 差0.01");
    assert_eq!(text(one(&html, "#b-519981 .tgc")), "未达标 差13.02");
    assert_eq!(text(one(&html, "#b-519921 .tgc")), "达标");
    assert_eq!(all(&html, "#b-519900Z01 .tgc svg.near").len(), 1);
    assert_eq!(text(one(&html, "#h-ranked")), "9个参评单位中1个达标");
    assert!(text(one(&html, "p.bar")).contains("全市92.52%（2,314/2,501）"));
    assert!(text(one(&html, "p.bar")).contains("差2.48"));
}

#[test]
fn the_two_counts_open_their_rows() {
    let html = page(&worked(), &indicator("I3"), Lang::Zh, None);
    assert_eq!(texts(&html, "#b-519900Z01 .nd a"), ["322", "339"]);
    assert_eq!(
        href(&html, "#b-519900Z01 .nd a:first-child"),
        "/filings/519900Z01/L3/2025Q3/rows?tally=L3.closed"
    );
    assert_eq!(
        href(&html, "#b-519900Z01 .nd a:last-child"),
        "/filings/519900Z01/L3/2025Q3/rows?tally=L3.opening&tally=L3.accepted"
    );
}

#[test]
fn who_is_not_ranked_stands_below_with_the_reason() {
    let html = page(&worked(), &indicator("I3"), Lang::Zh, None);
    assert_eq!(texts(&html, ".below tbody th"), ["云东新区", "保安县", "鹭洲经济开发区"]);
    assert_eq!(
        texts(&html, ".below tbody td.s"),
        ["分母26，少于30，数值照列", "零报告，本期没有此类案件", "未报送，逾期3天，宽限至10月20日"]
    );
    assert_eq!(texts(&html, ".below tbody td.r:not(.yr) .v"), ["100.00", "—", "—"]);
    assert_eq!(texts(&html, ".below .st"), ["样本量小", "无分母", "未报送"]);
}

#[test]
fn unconfirmed_figures_are_marked() {
    let html = page(&worked(), &indicator("I3"), Lang::Zh, None);
    for bureau in ["519902", "519981"] {
        assert_eq!(text(one(&html, &format!("#b-{bureau} th .st"))), "待确认");
        assert_eq!(all(&html, &format!("#b-{bureau} th svg.half-st")).len(), 1);
    }
    assert!(all(&html, "#b-519901 th .st").is_empty());
    assert!(text(one(&html, ".state")).contains("西岭区、河口市待确认"));
    // 西岭区's mediation figures are confirmed: only what waits is marked.
    let html = page(&worked(), &indicator("I1"), Lang::Zh, None);
    assert!(all(&html, "#b-519902 th .st").is_empty());
}

#[test]
fn equal_values_share_the_place() {
    let html = page(&worked(), &indicator("I4"), Lang::Zh, None);
    assert_eq!(texts(&html, ".rank tbody .rk"), ["1", "1", "1", "1", "1", "1", "1", "8", "9"]);
}

#[test]
fn the_composite_has_three_decimals_and_says_who_takes_no_part() {
    let html = page(&worked(), &Asked::Composite, Lang::Zh, None);
    assert_eq!(
        texts(&html, ".rank tbody .sc .v"),
        ["99.995", "99.946", "99.576", "99.311", "99.163", "98.783", "98.145", "86.142"]
    );
    assert_eq!(texts(&html, ".rank tbody .rk"), ["1", "2", "3", "4", "5", "6", "7", "8"]);
    let reasons = texts(&html, ".below tbody td.s");
    assert!(
        reasons.iter().any(|why| why.starts_with("可评权重65，需75：监察结案率23、欠薪解决率21")),
        "{reasons:?}"
    );
    assert!(reasons.iter().any(|why| why.starts_with("可评权重0，需75：各项分母均少于30")), "{reasons:?}");
    assert_eq!(texts(&html, "#b-519981 th .nd"), ["迟报3天", "待确认"]);
    assert_eq!(texts(&html, ".rank tfoot td .v"), ["76.05", "92.52", "99.20", "95.16", "93.06"]);
}

#[test]
fn tabs_lead_to_every_indicator() {
    let html = page(&worked(), &Asked::All, Lang::Zh, None);
    assert_eq!(all(&html, ".tabs a").len(), 9);
    assert_eq!(texts(&html, ".tabs [aria-current]"), ["全部指标"]);
    assert_eq!(href(&html, ".tabs a:nth-child(3)"), "/rankings?period=2025Q3&indicator=I3");
    assert_eq!(all(&html, ".hm tbody tr").len(), 12);
    // 河口市 is more than 5 百分点 short everywhere but nowhere near.
    assert_eq!(texts(&html, ".hm tbody tr:nth-child(7) td.b2 .v").len(), 7);
    assert_eq!(texts(&html, ".hm tbody tr:nth-child(12) td .v"), ["—未报送，逾期3天，宽限至10月20日"; 7]);
}

#[test]
fn the_drawer_explains_a_place_and_what_would_change_it() {
    let html = page(&worked(), &indicator("I3"), Lang::Zh, Some("519900Z01"));
    let drawer = text(one(&html, "aside.drawer"));
    assert_eq!(text(one(&html, "#h-why")), "云江高新区为何是第2位");
    assert!(drawer.contains("仲裁结案率94.99%，列9个参评单位第2位。"), "{drawer}");
    assert!(drawer.contains("与前一位清溪县相差2.74百分点。"), "{drawer}");
    assert!(drawer.contains("分母不变，分子再增加1件即达标，届时列第2位。"), "{drawer}");
    assert_eq!(texts(&html, ".drawer .tight td.r"), ["322", "38", "301"]);
    assert_eq!(
        href(&html, ".drawer tbody tr:first-child a"),
        "/filings/519900Z01/L3/2025Q3/rows?tally=L3.closed"
    );
    assert_eq!(href(&html, ".drawer a[data-act=close]"), "/rankings?period=2025Q3&indicator=I3");
    let html = page(&worked(), &Asked::Composite, Lang::Zh, Some("519981"));
    assert_eq!(texts(&html, ".drawer .tot td"), ["", "100", "86.142"]);
    assert!(texts(&html, ".drawer td.r").contains(&"25.889".to_owned()));
    assert!(texts(&html, ".drawer td.r").contains(&"+4.111".to_owned()));
    let html = page(&worked(), &Asked::Composite, Lang::Zh, Some("519921"));
    assert_eq!(text(one(&html, "#h-why")), "清溪县为何不参与排名");
}

#[test]
fn what_is_not_there_is_not_found() {
    let city = worked();
    let asked = frame(Lang::Zh, "/rankings");
    let missing = |asked_for: &Asked, why: Option<&str>| {
        RankingsPage::new(&asked, city.city(), asked_for, 1, why.map(code).as_ref(), vec![]).is_none()
    };
    assert!(missing(&indicator("I99"), None));
    assert!(missing(&indicator("I3"), Some("519999")));
    assert!(missing(&Asked::Composite, Some("519999")));
    assert_eq!(Asked::parse(None), Asked::Composite);
    assert_eq!(Asked::parse(Some("I3")), indicator("I3"));
}

#[test]
fn before_anything_is_filed_the_page_says_what_comes_here() {
    let city = Worked::empty("2025-10-05T10:00:00+08:00");
    let html = page(&city, &indicator("I3"), Lang::Zh, None);
    assert_eq!(text(one(&html, "#h-ranked")), "尚无参评单位");
    assert_eq!(all(&html, ".below tbody tr").len(), 12);
    assert!(texts(&html, ".below td.s").iter().all(|why| why == "未报送，无数值"));
    let html = page(&city, &Asked::Composite, Lang::En, None);
    assert_eq!(text(one(&html, "#h-ranked")), "No bureau is ranked yet");
}

#[test]
fn english_says_the_same_figures() {
    let html = page(&worked(), &indicator("I3"), Lang::En, None);
    assert_eq!(text(one(&html, "#b-519900Z01 .tgc")), "near 0.01 short");
    assert_eq!(text(one(&html, "#b-519900Z01 td.r:not(.yr) .v")), "94.99");
    assert!(text(one(&html, ".state")).contains("due 15 October · grace until 20 October · 11/12 filed"));
    assert!(all(&html, "main a").iter().all(|link| link.attr("href").unwrap().contains("lang=en")));
    let words = texts(&html, "main").concat();
    assert!(!words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{words}");
}

#[test]
fn hostile_names_stay_words() {
    let city = city_of(1, &[("519901", "<script>alert(1)</script>\" onload=\"x")]);
    for asked in [indicator("I3"), Asked::Composite, Asked::All] {
        let html = page(&city, &asked, Lang::Zh, Some("519901").filter(|_| asked != Asked::All));
        assert!(texts(&html, "tbody th a").iter().any(|name| name.contains("<script>alert(1)</script>")));
        assert_eq!(all(&html, "script").len(), 1);
    }
}

#[test]
fn three_hundred_bureaus_come_in_light_pages() {
    let city = city_of(25, &[]);
    for asked in [indicator("I3"), Asked::Composite, Asked::All] {
        let html = page(&city, &asked, Lang::En, None);
        assert_eq!(all(&html, "table:not(.tight) tbody tr").len(), 60);
        assert!(text(one(&html, "nav.pages")).starts_with("Page 1 of 5, 300 items"));
    }
}

#[test]
fn the_chart_says_what_the_table_says_and_links_where_it_links() {
    let html = page(&worked(), &indicator("I3"), Lang::Zh, None);
    assert_eq!(texts(&html, "svg.chart > title"), ["9个参评单位中1个达标"; 2]);
    assert_eq!(all(&html, ".wide svg.chart[width='720']").len(), 1);
    assert_eq!(all(&html, ".narrow svg.chart[width='358']").len(), 1);
    for layout in [".wide", ".narrow"] {
        let bars = texts(&html, &format!("{layout} .marks a"));
        assert_eq!(bars.len(), 12);
        assert_eq!(bars[8], "河口市：81.98，91/111，95%区间 73.8–88.0，差13.02，待确认");
        assert_eq!(bars[11], "鹭洲经济开发区：未报送，无数值");
    }
    let why: Vec<&str> = all(&html, ".wide .marks a").iter().filter_map(|link| link.attr("href")).collect();
    let beside: Vec<&str> = all(&html, "td.why a").iter().filter_map(|link| link.attr("href")).collect();
    assert_eq!(why, beside);
}

#[test]
fn a_large_city_has_one_layout_of_its_page() {
    let city = city_of(25, &[]);
    let html = page(&city, &indicator("I3"), Lang::Zh, None);
    assert_eq!(all(&html, "svg.chart").len(), 1);
    assert_eq!(all(&html, ".marks a").len(), 60);
    assert!(text(one(&html, "svg.chart")).contains("第1至60个，共300个"));
    let second = Picture::of_indicator(city.city(), links(Lang::Zh), "I3", 2).unwrap().unwrap();
    let drawn = askama::Template::render(&second).unwrap();
    assert!(
        drawn.contains("第61至120个，共300个") && drawn.contains("indicator=I3&amp;page=2\"")
            || drawn.contains("page=2")
    );
}

#[test]
fn the_year_stands_beside_the_period() {
    let html = page(&worked(), &indicator("I3"), Lang::Zh, None);
    // 河口市 filed 14 + 97, closed 91 in each of three quarters: 273 of 14 + 291.
    assert_eq!(texts(&html, "#b-519981 td.yr"), ["89.51273/305"]);
    assert_eq!(texts(&html, "#b-519982 td.yr"), ["—2025Q1未报送"]);
    assert_eq!(texts(&html, "#b-519900Z03 td.yr"), ["—2025Q3未报送"]);
    // The invented history of 清溪县 does not join: 43 × 3 closed of 3 + 41 × 3.
    assert_eq!(texts(&html, "#b-519921 td.yr"), ["—各期存量不衔接"]);
    assert_eq!(texts(&html, "#b-519923 td.yr"), ["—"]);
    assert!(text(one(&html, "p.bar")).contains("，本年累计"), "{}", text(one(&html, "p.bar")));
    assert!(text(one(&html, "p.bar")).contains("个单位各期齐全"));
    let note = "本年累计自2025年第一季度起：期初取首期，其余逐期相加。";
    assert!(texts(&html, ".cap").concat().contains(note));
}

#[test]
fn what_does_not_add_up_to_a_year_says_so() {
    let mut city = worked();
    city.definitions = {
        let text =
            |file: &str| std::fs::read_to_string(format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR")));
        let indicators = text("indicators.toml.txt").unwrap();
        // The stock alone below: a case that stays open is in it every quarter.
        let stock = indicators.replace("\"L3.opening\", \"L3.accepted\"", "\"L3.opening\"");
        assert_ne!(stock, indicators);
        super::worked_city::definitions_with(&stock)
    };
    let html = page(&city, &indicator("I3"), Lang::En, None);
    assert!(all(&html, "td.yr").is_empty());
    assert!(texts(&html, ".cap").concat().contains("The periods of this indicator do not add up to a year."));
}
