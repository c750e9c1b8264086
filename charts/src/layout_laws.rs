//! Laws of layout, for charts of any content: no text lies on another or leaves the picture, and every item
//! has its mark.

use proptest::prelude::*;

use crate::scene::{Area, Shape};
use crate::{
    Absence, Bar, Cell, Chart, Column, Drawing, Figure, Floor, Grade, Heading, Heatmap, Interval, RankedBars,
    Reading, Row, Series, Status, Target, Tone, Trend, Unranked, Width,
};

/// The parts of two texts that must not touch: a line's box without the room for accents and descenders.
fn ink(area: Area) -> Area {
    let trim = (area.bottom - area.top) / 8;
    Area::new(area.left + 2, area.top + trim, area.right - 2, area.bottom - trim)
}

fn no_text_is_covered_or_cut(drawing: &Drawing) -> Result<(), TestCaseError> {
    let texts: Vec<_> = drawing
        .shapes
        .iter()
        .filter_map(|s| if let Shape::Text(line) = s { Some(line) } else { None })
        .collect();
    for (i, one) in texts.iter().enumerate() {
        let a = ink(one.extent);
        prop_assert!(a.left >= 0 && a.right <= drawing.width * 4, "{one:?} leaves {} px", drawing.width);
        prop_assert!(a.top >= 0 && a.bottom <= drawing.height * 4, "{one:?} leaves {} px", drawing.height);
        for other in &texts[i + 1..] {
            let b = ink(other.extent);
            let apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
            prop_assert!(apart, "{:?} lies on {:?}", one.words, other.words);
        }
    }
    Ok(())
}

fn width() -> impl Strategy<Value = Width> {
    prop::sample::select(Width::ALL.to_vec())
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[县区市东湖云江高新]{1,16}", "[A-Z][a-z]{1,9}( [A-Z]?[a-z]{1,12}){0,5}", "[0-9]{1,9}%?"]
}

fn figure() -> impl Strategy<Value = Figure> {
    (0.0..=100.0f64).prop_map(|v| Figure::new(v, format!("{v:.2}")).unwrap())
}

fn heading() -> impl Strategy<Value = Heading> {
    (words(), words()).prop_map(|(title, subline)| Heading::drawn(title, subline))
}

fn target() -> impl Strategy<Value = Option<Target>> {
    prop::option::of(figure().prop_map(|figure| Target { label: format!("目标{}", figure.shown()), figure }))
}

fn bar() -> impl Strategy<Value = Bar> {
    let status = prop::sample::select(vec![Status::Met, Status::Near, Status::Missed, Status::Unjudged]);
    let fraction = prop_oneof![Just(String::new()), (1..9_999u32).prop_map(|d| format!("{}/{d}", d / 2))];
    (words(), figure(), fraction, status, any::<bool>(), any::<bool>()).prop_map(
        |(label, figure, detail, status, pending, interval)| Bar {
            interval: interval.then(|| Interval::new(figure.clone(), figure.clone()).unwrap()),
            place: "12".into(),
            pending: if pending { "待确认".into() } else { String::new() },
            detail,
            remark: "差13.02".into(),
            ..Bar::new(label, figure, status)
        },
    )
}

fn reading() -> impl Strategy<Value = Reading> {
    prop_oneof![
        1 => Just(Reading::Gap("缺".into())),
        2 => figure().prop_map(Reading::History),
        4 => figure().prop_map(Reading::Judged),
    ]
}

fn cell() -> impl Strategy<Value = Cell> {
    let grade = prop::sample::select(vec![Grade::Met, Grade::Short, Grade::FarBelow, Grade::Unjudged]);
    prop_oneof![
        (figure(), grade, 1..9_999u32).prop_map(|(figure, grade, d)| Cell::Value {
            figure,
            detail: format!("{d}/{d}"),
            grade,
            words: String::new(),
        }),
        Just(Cell::Absent { absence: Absence::NotFiled, reason: "未报送".into() }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn ranked_bars(
        width in width(),
        heading in heading(),
        target in target(),
        bars in prop::collection::vec(bar(), 0..12),
        reasons in prop::collection::vec((words(), words()), 0..4),
    ) {
        let items = bars.len() + reasons.len();
        let unranked = reasons
            .into_iter()
            .map(|(label, reason)| Unranked { key: None, label, absence: Absence::NotFiled, reason })
            .collect();
        let unit = "%".to_owned();
        let chart = RankedBars { target, bars, unranked, unit, ..RankedBars::new(heading, width, "没有数据") };
        let drawing = chart.draw().unwrap();
        no_text_is_covered_or_cut(&drawing)?;
        prop_assert_eq!(drawing.marks().len(), items);
    }

    #[test]
    fn trends(
        width in width(),
        heading in heading(),
        target in target(),
        rows in (1..10usize)
            .prop_flat_map(|n| prop::collection::vec((words(), prop::collection::vec(reading(), n)), 1..6)),
        cut: bool,
    ) {
        let periods: Vec<_> = (0..rows[0].1.len()).map(|p| format!("{}年第{}季度", 2020 + p / 4, p % 4 + 1)).collect();
        let gaps = rows.iter().flat_map(|(_, r)| r).all(|r| matches!(r, Reading::Gap(_)));
        let points = if gaps { 0 } else { rows.len() * periods.len() };
        let series = rows
            .into_iter()
            .map(|(label, readings)| Series { key: None, label, tone: Tone::Named, readings })
            .collect();
        let floor = if cut { Floor::Cut("纵轴不从零起".into()) } else { Floor::Zero };
        let chart = Trend { target, series, floor, ..Trend::new(heading, width, periods, "没有数据") };
        let drawing = chart.draw().unwrap();
        no_text_is_covered_or_cut(&drawing)?;
        prop_assert_eq!(drawing.marks().len(), points);
    }

    #[test]
    fn heatmaps(
        width in width(),
        heading in heading(),
        rows in (1..9usize)
            .prop_flat_map(|n| prop::collection::vec((words(), prop::collection::vec(cell(), n)), 1..6)),
        heads in prop::collection::vec((words(), words()), 9),
    ) {
        let count = rows[0].1.len();
        let columns = heads.into_iter().take(count).map(|(label, note)| Column { label, note }).collect();
        let cells = count * rows.len();
        let rows =
            rows.into_iter().map(|(label, cells)| Row { key: None, label, strong: false, cells }).collect();
        let chart = Heatmap { columns, rows, ..Heatmap::new(heading, width, "没有数据") };
        let drawing = chart.draw().unwrap();
        no_text_is_covered_or_cut(&drawing)?;
        prop_assert_eq!(drawing.marks().len(), cells);
    }
}
