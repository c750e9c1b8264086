//! Charts of the worked city, against its figures: what a bar, a cell and a point of a trend say, and what has none.

use aggregator::{
    measure::standing::{Field, Standings},
    picture::{Part, PictureError, View, heat, history, ranked},
};
use charts::{Absence, Cell, Chart, Grade, Reading, Status, Width};
use schemas::{target::Ask, text::Lang};

use crate::pages::worked_city::{self, Worked, code};

fn view(city: &Worked, lang: Lang, width: Width) -> View<'_> {
    View { field: city.city().field, standings: &city.standings, lang, width }
}

#[test]
fn a_bar_says_value_counts_interval_gap_and_what_waits() {
    let city = worked_city::worked();
    let chart = ranked::bars(view(&city, Lang::Zh, Width::Full), "I3", Part::ALL).unwrap();
    assert_eq!(chart.heading.title, "9个参评单位中1个达标");
    let subline = "仲裁结案率，%，2025年第三季度；斜纹为与目标的差，细线为95%区间。演示数据";
    assert_eq!(chart.heading.subline, subline);
    assert_eq!(chart.target.as_ref().unwrap().label, "目标95%");
    let marks = chart.marks().unwrap();
    let hekou = marks.iter().find(|mark| mark.key.as_deref() == Some("519981")).unwrap();
    // Wilson's interval of 91/111 from statsmodels: 0.7380 to 0.8804.
    assert_eq!(hekou.figures, ["81.98", "91/111", "95%区间 73.8–88.0", "差13.02", "待确认"]);
    let states: Vec<Status> = chart.bars.iter().map(|bar| bar.status).collect();
    assert_eq!(states[..3], [Status::Met, Status::Near, Status::Near]);
    assert!(states[3..].iter().all(|status| *status == Status::Missed));
    let below: Vec<(&str, Absence, &str)> =
        chart.unranked.iter().map(|row| (row.label.as_str(), row.absence, row.reason.as_str())).collect();
    assert_eq!(
        below,
        [
            ("云东新区", Absence::NotRanked, "100.00%（26/26），分母26，少于30，数值照列"),
            ("保安县", Absence::NoDenominator, "零报告，本期没有此类案件"),
            ("鹭洲经济开发区", Absence::NotFiled, "未报送，无数值"),
        ]
    );
}

#[test]
fn an_indicator_without_a_target_is_not_judged() {
    let city = worked_city::worked();
    let mut campaign = city.definitions.campaign("yunjiang-2025").unwrap().as_ref().clone();
    campaign.targets.iter_mut().find(|target| target.indicator == "I3").unwrap().ask = Ask::Show {};
    let field = Field { campaign: &campaign, ..city.city().field };
    let standings = Standings::of(field, worked_city::period());
    let view = View { field, standings: &standings, lang: Lang::En, width: Width::Half };
    let chart = ranked::bars(view, "I3", Part::ALL).unwrap();
    assert_eq!(chart.heading.title, "9 ranked bureaus");
    assert_eq!(chart.target, None);
    assert!(chart.bars.iter().all(|bar| bar.status == Status::Unjudged && bar.remark == "no target"));
    let asked = ranked::bars(view, "I99", Part::ALL);
    assert!(matches!(asked, Err(PictureError::NoSuchIndicator(code)) if code == "I99"));
}

#[test]
fn a_map_grounds_cells_by_exact_gaps_and_ends_with_the_city() {
    let city = worked_city::worked();
    let chart = heat::map(view(&city, Lang::Zh, Width::Full), Part::ALL).unwrap();
    assert_eq!((chart.rows.len(), chart.columns.len()), (13, 7));
    let closure = chart.columns.iter().position(|column| column.label == "仲裁结案率").unwrap();
    assert_eq!(chart.columns[closure].note, "目标95%");
    let cell = |bureau: &str| {
        let row = chart.rows.iter().find(|row| row.label == bureau).unwrap();
        row.cells[closure].clone()
    };
    let grade = |bureau| match cell(bureau) {
        Cell::Value { grade, .. } => grade,
        Cell::Absent { .. } => panic!("{bureau} has a value"),
    };
    assert_eq!(
        ["清溪县", "宜安市", "东湖区", "河口市", "云东新区"].map(grade),
        [Grade::Met, Grade::Short, Grade::Below, Grade::FarBelow, Grade::Unjudged]
    );
    assert!(matches!(cell("鹭洲经济开发区"), Cell::Absent { absence: Absence::NotFiled, .. }));
    assert!(matches!(cell("保安县"), Cell::Absent { absence: Absence::NoDenominator, .. }));
    let Cell::Value { figure, detail, grade, .. } = cell("全市合并") else {
        panic!("the city has a value")
    };
    assert_eq!((figure.shown(), detail.as_str(), grade), ("92.52", "2,314/2,501", Grade::Below));
    assert!(chart.rows.last().unwrap().strong);
    assert!(
        chart.heading.title.contains("8个") && chart.heading.title.contains("9个"),
        "{}",
        chart.heading.title
    );
}

#[test]
fn a_trend_marks_history_and_leaves_gaps_open() {
    let city = worked_city::worked();
    let view = view(&city, Lang::Zh, Width::Narrow);
    // Three quarters before, nobody filed: the standings are there and hold no value; one quarter is not there.
    let long_ago = "2024Q4".parse().unwrap();
    let earlier = [Standings::of(view.field, long_ago), city.before.clone()];
    let of = |bureau: &str, indicator: &str| {
        let trends = history::trends(view, &earlier, &code(bureau)).unwrap();
        trends.into_iter().find(|(code, _)| code == indicator).unwrap().1
    };
    let chart = of("519981", "I3");
    assert_eq!(chart.reach, of("519981", "I1").reach, "neighbours stand on one scale");
    assert_eq!(chart.heading.title, "仲裁结案率81.98%，差13.02");
    assert_eq!(chart.periods, ["2024Q4", "2025Q1", "2025Q2", "2025Q3"]);
    let readings = &chart.series[0].readings;
    assert_eq!(readings[..2], [Reading::Gap("未报送".into()), Reading::Gap("未报送".into())]);
    assert!(matches!(&readings[2], Reading::History(_)));
    assert!(matches!(&readings[3], Reading::Judged(figure) if figure.shown() == "81.98"));

    let silent = of("519900Z03", "I3");
    assert_eq!(silent.heading.title, "仲裁结案率本期未报送");
    let gone = history::trends(view, &earlier, &code("999999"));
    assert!(matches!(gone, Err(PictureError::NoSuchBureau(_))));
}

#[test]
fn a_part_of_a_large_city_says_so_and_fits_every_width() {
    let city = worked_city::city_of(25, &[]);
    for width in Width::ALL {
        for lang in [Lang::Zh, Lang::En] {
            let part = Part { skip: 60, most: 60 };
            let bars = ranked::bars(view(&city, lang, width), "I3", part).unwrap();
            assert_eq!(bars.bars.len() + bars.unranked.len(), 60);
            let note = if lang == Lang::Zh { "第61至120个，共300个" } else { "61 to 120 of 300" };
            assert!(bars.heading.subline.contains(note), "{}", bars.heading.subline);
            bars.draw().unwrap();
            let map = heat::map(view(&city, lang, width), part).unwrap();
            assert_eq!(map.rows.len(), 61);
            map.draw().unwrap();
        }
    }
}

#[test]
fn an_empty_city_says_that_there_is_nothing_to_draw() {
    let city = Worked::empty("2025-07-20T10:00:00+08:00");
    let chart = ranked::bars(view(&city, Lang::Zh, Width::Full), "I3", Part::ALL).unwrap();
    assert_eq!((chart.bars.len(), chart.unranked.len()), (0, 12));
    assert_eq!(chart.heading.title, "尚无参评单位");
    assert!(chart.to_svg(charts::Theme::Light).unwrap().contains("未报送"));
    let map = heat::map(view(&city, Lang::En, Width::Full), Part::ALL).unwrap();
    assert_eq!(map.heading.title, "No bureau is ranked yet");
    map.draw().unwrap();
}
