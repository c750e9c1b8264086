//! 总览: what waits, the strip, the city against its targets, the first places.

use aggregator::web::pages::{
    overview::{May, OverviewPage},
    picture::Picture,
};
use schemas::text::Lang;
use scraper::Html;

use super::{
    html::{all, href, one, parsed, text, texts},
    worked_city::{Worked, city_of, frame, links, worked},
};

const STAFF: May = May { confirm: true, remind: true };

fn page(city: &Worked, lang: Lang, may: May) -> Html {
    parsed(&OverviewPage::new(&frame(lang, "/"), city.city(), may, None))
}

#[test]
fn what_waits_comes_first_with_its_link() {
    let html = page(&worked(), Lang::Zh, STAFF);
    assert_eq!(
        texts(&html, ".list li > div > a"),
        [
            "西岭区报送待确认",
            "河口市报送待确认",
            "鹭洲经济开发区未报送",
            "建议督办河口市：进度滞后、问题突出",
            "建议督办鹭洲经济开发区：工作落实不力",
        ]
    );
    assert_eq!(href(&html, ".list li:nth-child(1) > div > a"), "/filings/519902/L3/2025Q3");
    assert_eq!(href(&html, ".list li:nth-child(2) > div > a"), "/bureaus/519981?period=2025Q3");
    let sentences = texts(&html, ".list p");
    assert_eq!(sentences[1], "4张台账，10-18 09:41送达，迟报3天。确认后进入通报和督办依据。");
    assert_eq!(sentences[2], "4张台账，逾期3天，已催报2次。宽限期10月20日24:00止。");
    assert!(
        sentences[3].contains("仲裁结案率81.98%（91/111），比目标95.00%低13.02个百分点"),
        "{}",
        sentences[3]
    );
    assert_eq!(sentences[4], "应于10月15日前报送的4张台账经催报仍未报送。宽限期满后方可审批。");
    assert_eq!(texts(&html, ".list .act"), ["审核", "审核", "再次催报", "看依据", "看依据"]);
    let reader = page(&worked(), Lang::Zh, May::default());
    assert_eq!(texts(&reader, ".list .act")[..3], ["看报送", "看报送", "看报送"]);
}

#[test]
fn the_strip_groups_bureaus_by_kind() {
    let html = page(&worked(), Lang::Zh, STAFF);
    assert_eq!(texts(&html, ".strip h3"), ["市辖区", "县", "县级市", "开发区"]);
    assert_eq!(texts(&html, ".strip a.near"), ["河口市迟报3天"]);
    assert_eq!(texts(&html, ".strip a.none"), ["鹭洲经济开发区逾期未报"]);
    assert_eq!(texts(&html, ".strip a.off"), ["保安县零报告 10-10"]);
    assert_eq!(texts(&html, ".strip a.half-st"), ["西岭区待确认 10-15"]);
    assert_eq!(all(&html, ".strip a.ok").len(), 8);
    assert!(texts(&html, ".sh .s").contains(&"按时10·迟报1·未报送1，其中零报告1".to_owned()));
}

#[test]
fn the_city_is_held_against_its_targets() {
    let html = page(&worked(), Lang::Zh, STAFF);
    assert_eq!(text(one(&html, "#h-city")), "全市6项目标达成1项，仲裁结案率差2.48个百分点");
    assert_eq!(
        texts(&html, ".city tbody .v"),
        ["76.05", "92.52", "99.20", "95.16", "97.10", "99.34", "93.06"]
    );
    assert_eq!(texts(&html, ".city tbody tr:nth-child(2) td.r:last-child"), ["8/9"]);
    assert_eq!(texts(&html, ".city tbody tr:nth-child(1) .st"), ["达标 高1.05"]);
    // Held against its own pool the city is the line.
    assert_eq!(texts(&html, ".city tbody tr:nth-child(7) .s.mut"), ["作参照线"]);
    assert_eq!(all(&html, ".city tbody tr:nth-child(7) .tick").len(), 0);
}

#[test]
fn the_first_places_and_who_has_none() {
    let html = page(&worked(), Lang::Zh, STAFF);
    assert_eq!(texts(&html, ".first .rk").len(), 8);
    assert_eq!(texts(&html, ".first tbody tr:first-child td"), ["1", "↑1升1位", "99.995", "1项未达标"]);
    assert!(texts(&html, ".cap").concat().contains(
        "不参与排名：清溪县（可评权重65）、保安县（无分母）、云东新区（样本量小）、鹭洲经济开发区（未报送）"
    ));
    assert_eq!(texts(&html, ".days"), ["10-20宽限期止，之后计未报送"]);
}

#[test]
fn before_the_period_ends_nothing_waits() {
    let html = page(&Worked::empty("2025-09-20T10:00:00+08:00"), Lang::Zh, STAFF);
    assert!(text(one(&html, ".state")).contains("本期9月30日结束，尚未开始报送"));
    assert_eq!(texts(&html, "section[aria-labelledby=h-todo] .empty"), ["没有待办事项。"]);
    assert_eq!(all(&html, ".strip a.todo").len(), 12);
    assert!(!text(one(&html, "main")).contains("不参与排名"));
    assert!(
        texts(&html, ".empty")
            .contains(&"还没有通过校验的报送。第一张台账校验后，这里显示合并指标。".to_owned())
    );
    let html = page(&Worked::empty("2025-10-21T10:00:00+08:00"), Lang::Zh, STAFF);
    assert!(texts(&html, ".list p")[0].contains("宽限期10月20日已过"));
    assert!(texts(&html, ".cap").contains(&"另有6项，见报送矩阵".to_owned()));
}

#[test]
fn the_map_stands_with_its_table_and_every_cell_leads_to_why() {
    let city = worked();
    let picture = Picture::of_all(city.city(), links(Lang::Zh)).unwrap().unwrap();
    let html = parsed(&OverviewPage::new(&frame(Lang::Zh, "/"), city.city(), STAFF, Some(picture)));
    let chart = one(&html, "figure svg.chart");
    assert_eq!(chart.attr("role"), Some("img"));
    assert_eq!(all(&html, "figure > .wrap[tabindex='0'] svg.chart").len(), 1, "the keyboard scrolls it");
    assert!(!text(one(&html, "svg.chart > title")).is_empty());
    assert!(text(one(&html, "svg.chart > desc")).contains("河口市 仲裁结案率: 81.98, 91/111, 差13.02"));
    assert!(text(chart).contains("演示数据"));
    let links = all(&html, ".marks a");
    assert_eq!(links.len(), 12 * 7, "the whole city has no why");
    let hekou =
        links.iter().find(|link| text(**link) == "河口市 仲裁结案率：81.98，91/111，差13.02").unwrap();
    assert_eq!(hekou.attr("href"), Some("/rankings/why?period=2025Q3&bureau=519981&indicator=I3"));
    assert_eq!(
        texts(&html, "figure details tbody tr:first-child"),
        ["东湖区77.5093.66100.0096.0398.86100.0094.38"]
    );
    assert_eq!(all(&html, "figure details tbody tr").len(), 13);
    let files: Vec<&str> = all(&html, ".under > a").iter().filter_map(|file| file.attr("href")).collect();
    assert_eq!(
        files,
        [
            "/rankings/chart.png?period=2025Q3&indicator=all",
            "/rankings/chart.svg?period=2025Q3&indicator=all"
        ]
    );
}

#[test]
fn before_anybody_filed_there_is_no_map() {
    let city = Worked::empty("2025-09-20T10:00:00+08:00");
    assert!(Picture::of_all(city.city(), links(Lang::Zh)).unwrap().is_none());
    assert!(Picture::of_indicator(city.city(), links(Lang::Zh), "I3", 1).unwrap().is_none());
}

#[test]
fn english_and_three_hundred_bureaus() {
    let city = city_of(25, &[]);
    let here = links(Lang::En);
    let picture = Picture::of_all(city.city(), here).unwrap().unwrap();
    let html = parsed(&OverviewPage::new(&frame(Lang::En, "/"), city.city(), STAFF, Some(picture)));
    assert!(text(one(&html, "svg.chart")).contains("1 to 24 of 300"));
    assert_eq!(all(&html, ".strip a").len(), 300);
    assert!(text(one(&html, "#h-todo + .s")).contains("items"));
    let words = text(one(&html, "main"));
    assert!(words.contains("4 ledgers due on 15 October are not filed, though reminded"));
    assert!(!words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{words}");
}
