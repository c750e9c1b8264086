//! Trends as a caller sees them: gaps stay gaps, history looks like history, ends are named.

use charts::{Chart, ChartError, Figure, Floor, Heading, Reading, Series, Target, Theme, Tone, Trend, Width};

fn judged(value: f64) -> Reading {
    Reading::Judged(Figure::new(value, format!("{value:.1}")).unwrap())
}

fn gap() -> Reading {
    Reading::Gap("缺".into())
}

fn trend(readings: Vec<Reading>) -> Trend {
    let periods = (1..=readings.len()).map(|q| format!("Q{q}")).collect();
    let mut trend = Trend::new(Heading::drawn("标题", ""), Width::Half, periods, "还没有数据");
    trend.series.push(Series { key: None, label: String::new(), tone: Tone::Named, readings });
    trend
}

/// Points of the lines of the named series, in quarter pixels.
fn lines(svg: &str) -> Vec<Vec<(i32, i32)>> {
    let paths = svg.lines().filter(|l| l.starts_with("<polyline") && l.contains("stroke=\"#1b4b8a\""));
    let points = |l: &str| l.split("points=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let pair = |p: &str| p.split_once(',').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).unwrap();
    paths.map(|l| points(l).split(' ').map(pair).collect()).collect()
}

#[test]
fn the_worked_city() {
    let (one, many) =
        (crate::worked_city::trend(Width::Half).unwrap(), crate::worked_city::trends(Width::Full).unwrap());
    insta::assert_snapshot!("one_bureau", one.to_svg(Theme::Light).unwrap());
    insta::assert_snapshot!("eight_bureaus", many.to_svg(Theme::Print).unwrap());
}

#[test]
fn nothing_to_draw_is_said_and_is_no_error() {
    let none = trend(vec![gap(), gap()]);
    insta::assert_snapshot!("empty", none.to_svg(Theme::Light).unwrap());
    assert!(none.to_svg(Theme::Light).unwrap().contains("还没有数据"));
    assert!(Trend::new(Heading::drawn("标题", ""), Width::Half, vec![], "空").to_svg(Theme::Light).is_ok());
}

#[test]
fn one_period_is_a_point_without_a_line() {
    let svg = trend(vec![judged(100.0)]).to_svg(Theme::Light).unwrap();
    insta::assert_snapshot!("one_period", svg);
    assert!(lines(&svg).is_empty());
    assert_eq!(svg.matches("<circle").count(), 1);
}

#[test]
fn lines_end_at_a_gap_and_begin_anew_after_it() {
    let values = vec![judged(10.0), judged(20.0), gap(), judged(30.0), judged(40.0), gap()];
    let svg = trend(values).to_svg(Theme::Light).unwrap();
    insta::assert_snapshot!("gaps", svg);
    let lines = lines(&svg);
    assert_eq!(lines.len(), 2, "one stretch before the gap, one after it");
    assert!(lines[0][1].0 < lines[1][0].0, "nothing crosses the gap");
    assert_eq!(svg.matches("<circle").count(), 4, "a gap has no point, least of all at zero");
    assert_eq!(svg.matches("fill=\"#eff2f5\"").count(), 2, "two pale bands");
}

#[test]
fn a_gap_of_one_series_leaves_the_others_whole() {
    let mut two = trend(vec![judged(1.0), judged(2.0), judged(3.0)]);
    let readings = vec![judged(3.0), gap(), judged(1.0)];
    two.series.push(Series { key: None, label: "乙".into(), tone: Tone::Quiet, readings });
    let svg = two.to_svg(Theme::Light).unwrap();
    assert_eq!(lines(&svg).len(), 2);
    assert_eq!(svg.matches("fill=\"#eff2f5\"").count(), 0, "the period has figures");
    let marks = two.marks().unwrap();
    assert_eq!(marks.len(), 6);
    assert_eq!((marks[4].label.as_str(), &marks[4].figures[..]), ("乙 Q2", &["缺".to_owned()][..]));
}

#[test]
fn history_is_hollow_and_dashed_up_to_the_first_judged_period() {
    let old = |v: f64| Reading::History(Figure::new(v, v.to_string()).unwrap());
    let mut chart = trend(vec![old(1.0), old(2.0), judged(3.0), judged(4.0)]);
    chart.history = "历史".into();
    let svg = chart.to_svg(Theme::Light).unwrap();
    let dashed = |l: &&str| l.contains("stroke=\"#1b4b8a\" stroke-dasharray");
    assert_eq!(svg.lines().filter(dashed).count(), 1);
    assert_eq!(svg.lines().filter(|l| l.starts_with("<circle") && l.contains("fill=\"none\"")).count(), 2);
    assert_eq!(chart.marks().unwrap()[0].figures, ["1", "历史"]);
}

#[test]
fn a_cut_axis_says_so_and_neighbours_can_share_a_scale() {
    let mut chart = trend(vec![judged(91.0), judged(93.0)]);
    let from_zero = chart.to_svg(Theme::Light).unwrap();
    assert!(from_zero.contains(">0<"), "the axis begins at zero unless it is cut");
    chart.floor = Floor::Cut("纵轴不从零起".into());
    let cut = chart.to_svg(Theme::Light).unwrap();
    assert!(cut.contains("纵轴不从零起") && !cut.contains(">0<"));
    chart.reach = vec![60.0, 100.0];
    let shared = chart.to_svg(Theme::Light).unwrap();
    assert!(shared.contains(">60<") && shared.contains(">100<"));
    chart.reach = vec![f64::NAN];
    assert!(matches!(chart.draw(), Err(ChartError::NotDrawable { .. })));
}

#[test]
fn the_target_is_a_dashed_line_with_its_label() {
    let mut chart = trend(vec![judged(91.0), judged(93.0)]);
    chart.target = Some(Target { figure: Figure::new(95.0, "95").unwrap(), label: "目标95".into() });
    let svg = chart.to_svg(Theme::Light).unwrap();
    assert_eq!(svg.matches("stroke=\"#171b21\" stroke-dasharray=\"16 12\"").count(), 1);
    assert!(svg.contains(">目标95</text>"));
}

#[test]
fn a_series_must_have_a_reading_for_every_period() {
    let mut chart = trend(vec![judged(1.0), judged(2.0)]);
    chart.series[0].label = "甲".into();
    chart.periods.push("Q3".into());
    let error = chart.draw().unwrap_err();
    assert_eq!(error, ChartError::Uneven { label: "甲".into(), expected: 3, got: 2 });
    assert_eq!(error.zh(), "“甲”应有3项，实有2项");
}
