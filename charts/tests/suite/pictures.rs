//! What holds for every kind of picture: same bytes, escaped words, whole PNGs, refusals by name.

use charts::{Bar, Chart, ChartError, Figure, Heading, Interval, RankedBars, Scale, Status, Theme, Width};

fn every_kind(width: Width) -> Vec<Box<dyn Chart>> {
    vec![
        Box::new(crate::worked_city::bars(width).unwrap()),
        Box::new(crate::worked_city::english_bars(width).unwrap()),
        Box::new(crate::worked_city::trend(width).unwrap()),
        Box::new(crate::worked_city::trends(width).unwrap()),
        Box::new(crate::worked_city::heatmap(width).unwrap()),
    ]
}

fn labelled(label: &str) -> RankedBars {
    let mut chart = RankedBars::new(Heading::drawn("标题", ""), Width::Half, "");
    chart.bars.push(Bar::new(label, Figure::new(1.0, "1").unwrap(), Status::Unjudged));
    chart
}

#[test]
fn equal_data_give_equal_bytes() {
    for (one, two) in every_kind(Width::Half).iter().zip(every_kind(Width::Half)) {
        assert_eq!(one.to_svg(Theme::Dark).unwrap(), two.to_svg(Theme::Dark).unwrap());
        assert_eq!(one.inline().unwrap(), two.inline().unwrap());
        assert_eq!(
            one.to_png(Theme::Print, Scale::X1).unwrap(),
            two.to_png(Theme::Print, Scale::X1).unwrap()
        );
    }
}

#[test]
fn marks_lie_inside_the_picture_and_name_something() {
    for width in Width::ALL {
        for chart in every_kind(width) {
            let drawing = chart.draw().unwrap();
            let (w, h) = drawing.size();
            assert!(!drawing.marks().is_empty());
            for mark in drawing.marks() {
                assert!(mark.x >= 0.0 && mark.x + mark.width <= f64::from(w), "{mark:?} in {w}×{h}");
                assert!(mark.y >= 0.0 && mark.y + mark.height <= f64::from(h), "{mark:?} in {w}×{h}");
                assert!(mark.width > 0.0 && mark.height > 0.0, "{mark:?}");
                assert!(!mark.label.is_empty() && !mark.figures.is_empty(), "{mark:?}");
            }
        }
    }
}

#[test]
fn a_png_is_a_whole_picture_of_the_size_asked_for() {
    for chart in every_kind(Width::Narrow) {
        let (width, height) = chart.draw().unwrap().size();
        for scale in [Scale::X1, Scale::X2, Scale::X3] {
            let png = chart.to_png(Theme::Light, scale).unwrap();
            let decoded = resvg::tiny_skia::Pixmap::decode_png(&png).unwrap();
            let factor = scale.factor();
            assert_eq!((decoded.width(), decoded.height()), (width * factor, height * factor));
            assert!(decoded.pixels().iter().all(|p| p.alpha() == 255), "the ground is painted");
            let dark = decoded.pixels().iter().filter(|p| p.red() < 60 && p.blue() < 60).count();
            assert!(dark > 300, "{dark} pixels of text");
        }
    }
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "</text><script>alert(\"1\")</script>&'\"#010000\"\u{0}";
    let mut chart = labelled(hostile);
    chart.heading = Heading::drawn(hostile, hostile);
    chart.bars[0].key = Some(hostile.into());
    let inline = chart.inline().unwrap();
    assert!(!inline.svg.contains("<script"));
    assert!(!inline.svg.contains('\u{0}'));
    assert!(inline.svg.contains("#010000&quot;"), "a token colour in a label is left alone");
    resvg::usvg::Tree::from_str(&inline.svg, &resvg::usvg::Options::default()).expect("well-formed XML");
}

#[test]
fn a_character_without_a_glyph_is_named_with_its_label() {
    let chart = labelled("𠮷野县");
    let error = chart.to_png(Theme::Light, Scale::X1).unwrap_err();
    let ChartError::MissingGlyph(missing) = &error else { panic!("{error}") };
    assert_eq!((missing.character, missing.text.as_str()), ('𠮷', "𠮷野县"));
    assert_eq!(error.to_string(), "the font has no glyph for '𠮷' (U+20BB7) in \"𠮷野县\"");
    assert_eq!(error.zh(), "“𠮷野县”中的“𠮷”（U+20BB7）在内置字体中没有字形");
    assert_eq!(chart.to_svg(Theme::Light).unwrap_err(), error);
}

#[test]
fn a_live_page_shows_it_all_the_same_and_says_so() {
    let inline = labelled("𠮷野县").inline().unwrap();
    assert!(inline.svg.contains("𠮷野县"));
    assert_eq!(inline.missing.len(), 1);
    assert_eq!(inline.missing[0].character, '𠮷');
}

#[test]
fn what_is_no_number_is_refused() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.1e12] {
        let error = Figure::new(value, "n/a").unwrap_err();
        assert!(matches!(error, ChartError::NotDrawable { .. }), "{error}");
    }
    assert!(Figure::new(-0.0, "0").is_ok());
    let (low, high) = (Figure::new(1.0, "1").unwrap(), Figure::new(2.0, "2").unwrap());
    assert!(matches!(Interval::new(high, low), Err(ChartError::Reversed { .. })));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let mut chart = labelled("甲");
    chart.bars[0].remark = "很长的备注".repeat(40);
    assert!(matches!(chart.draw(), Err(ChartError::DoesNotFit { .. })));
    chart = labelled(&"长".repeat(1_000_000));
    assert!(matches!(chart.draw(), Err(ChartError::DoesNotFit { .. })));
    chart = labelled(&"long".repeat(1_000_000));
    assert!(matches!(chart.draw(), Err(ChartError::DoesNotFit { .. })));
    chart.bars = vec![labelled("甲").bars[0].clone(); 1_001];
    assert_eq!(chart.draw().unwrap_err(), ChartError::TooMany { got: 1_001, limit: 1_000 });
}
