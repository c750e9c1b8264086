//! Ranked bars as a caller sees them: pictures, marks, and what they do with odd data.

use charts::{Bar, Chart, Figure, Heading, RankedBars, Status, Target, Theme, Width};

fn chart(bars: &[(&str, f64, &str, Status)]) -> RankedBars {
    let mut chart = RankedBars::new(Heading::drawn("标题", "指标，%"), Width::Half, "本季没有可排名的单位");
    chart.target = Some(Target { figure: Figure::new(95.0, "95").unwrap(), label: "目标95".into() });
    chart.bars = bars.iter().map(|(l, v, s, st)| Bar::new(*l, Figure::new(*v, *s).unwrap(), *st)).collect();
    chart
}

/// Widths of the rectangles painted in `paint`, in quarter pixels, in document order.
fn widths(svg: &str, paint: &str) -> Vec<i32> {
    let rects = svg.lines().filter(|l| l.starts_with("<rect") && l.contains(paint));
    rects.map(|l| l.split("width=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()).collect()
}

const BAR: &str = "fill=\"#7892b8\"";
const HATCH: &str = "-h)\"";

#[test]
fn the_worked_city() {
    for width in Width::ALL {
        let name = format!("worked_city_{}", width.px());
        insta::assert_snapshot!(name, crate::worked_city::bars(width).unwrap().to_svg(Theme::Light).unwrap());
    }
}

#[test]
fn on_a_page_colours_are_the_pages_own() {
    let inline = crate::worked_city::bars(Width::Half).unwrap().inline().unwrap();
    insta::assert_snapshot!("worked_city_inline", inline.svg);
    assert!(!inline.svg.contains("<rect width"), "a page has its own ground");
    assert_eq!(inline.missing, []);
}

#[test]
fn nothing_to_draw_is_said_and_is_no_error() {
    let empty = chart(&[]);
    insta::assert_snapshot!("empty", empty.to_svg(Theme::Light).unwrap());
    assert_eq!(empty.marks().unwrap(), []);
}

#[test]
fn one_bar_at_one_hundred_per_cent_fills_the_axis() {
    let svg = chart(&[("甲", 100.0, "100.00", Status::Met)]).to_svg(Theme::Light).unwrap();
    let half = chart(&[("甲", 50.0, "50.00", Status::Unjudged)]).to_svg(Theme::Light).unwrap();
    insta::assert_snapshot!("one_at_100", svg);
    let ([whole], [part]) = (&widths(&svg, BAR)[..], &widths(&half, BAR)[..]) else { panic!("one bar each") };
    assert!(
        (whole - part * 2).abs() <= 60,
        "{whole} is about twice {part}: columns differ by a figure's width"
    );
}

#[test]
fn ties_keep_the_callers_order_and_the_same_length() {
    let rows = [("乙", 96.5, "96.50", Status::Met), ("甲", 96.5, "96.50", Status::Met)];
    let mut tied = chart(&rows);
    tied.bars.iter_mut().for_each(|b| b.place = "1".into());
    let svg = tied.to_svg(Theme::Light).unwrap();
    insta::assert_snapshot!("ties", svg);
    let lengths = widths(&svg, BAR);
    assert_eq!((lengths.len(), lengths[0]), (2, lengths[1]));
    let labels: Vec<_> = tied.marks().unwrap().into_iter().map(|m| m.label).collect();
    assert_eq!(labels, ["乙", "甲"]);
}

#[test]
fn only_a_missed_target_is_hatched_from_the_value_to_the_target() {
    let svg = chart(&[
        ("达标", 97.0, "97.00", Status::Met),
        ("差五", 90.0, "90.00", Status::Missed),
        ("差一", 94.0, "94.00", Status::Near),
        ("不判", 60.0, "60.00", Status::Unjudged),
    ])
    .to_svg(Theme::Light)
    .unwrap();
    let (bars, gaps) = (widths(&svg, BAR), widths(&svg, HATCH));
    assert_eq!((bars.len(), gaps.len()), (4, 2));
    assert_eq!(bars[1] + gaps[0], bars[2] + gaps[1], "both end at the target");
    assert!((gaps[0] - gaps[1] * 5).abs() <= 5, "{gaps:?} are as 5 to 1");
}

#[test]
fn where_less_is_better_the_excess_is_hatched() {
    let mut svg = chart(&[("多", 98.0, "98.00", Status::Missed)]).to_svg(Theme::Light).unwrap();
    let (bars, excess) = (widths(&svg, BAR), widths(&svg, HATCH));
    svg = chart(&[("多", 98.0, "98.00", Status::Met)]).to_svg(Theme::Light).unwrap();
    assert_eq!(widths(&svg, BAR), [bars[0] + excess[0]]);
}

#[test]
fn marks_carry_the_figures_and_the_key_of_every_item_in_order() {
    let chart = crate::worked_city::bars(Width::Half).unwrap();
    let marks = chart.marks().unwrap();
    let labels: Vec<_> = marks.iter().map(|m| m.label.as_str()).collect();
    let given: Vec<_> =
        chart.bars.iter().map(|b| &b.label).chain(chart.unranked.iter().map(|u| &u.label)).collect();
    assert_eq!(labels, given);
    assert_eq!(marks[8].figures, ["81.98", "91/111", "95%区间 73.8–88.0", "差13.02", "待确认"]);
    assert_eq!(marks[8].key.as_deref(), Some("why-9"));
    assert_eq!(marks[9].figures, ["100.00（26/26），样本量小：分母少于30件"]);
    assert!(marks.windows(2).all(|m| m[0].y + m[0].height <= m[1].y), "rows lie one beneath the other");
}
