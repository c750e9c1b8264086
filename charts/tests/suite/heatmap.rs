//! Heat maps as a caller sees them: figures first, grounds by grade, absences by shape.

use charts::{Absence, Cell, Chart, ChartError, Column, Figure, Grade, Heading, Heatmap, Row, Theme, Width};

fn value(shown: &str, grade: Grade) -> Cell {
    let figure = Figure::new(shown.parse().unwrap(), shown).unwrap();
    Cell::Value { figure, detail: String::new(), grade, words: "差1".into() }
}

fn map(columns: usize, cells: Vec<Vec<Cell>>) -> Heatmap {
    let mut map = Heatmap::new(Heading::drawn("标题", ""), Width::Narrow, "没有可比的指标");
    map.columns = (1..=columns).map(|c| Column { label: format!("指标{c}"), note: String::new() }).collect();
    let row = |(r, cells): (usize, Vec<Cell>)| Row {
        key: Some(format!("row-{r}")),
        label: format!("单位{r}"),
        strong: false,
        cells,
    };
    map.rows = (1..).zip(cells).map(row).collect();
    map
}

#[test]
fn the_worked_city() {
    let map = crate::worked_city::heatmap(Width::Full).unwrap();
    insta::assert_snapshot!("worked_city", map.to_svg(Theme::Light).unwrap());
}

#[test]
fn nothing_to_draw_is_said_and_is_no_error() {
    insta::assert_snapshot!("empty", map(3, vec![]).to_svg(Theme::Light).unwrap());
    assert!(map(0, vec![vec![]]).to_svg(Theme::Light).unwrap().contains("没有可比的指标"));
}

#[test]
fn words_of_a_head_stay_whole() {
    for (width, count) in [(Width::Full, 7), (Width::Narrow, 3), (Width::Narrow, 9)] {
        let mut map = map(count, vec![vec![value("94.99", Grade::Short); count]]);
        map.width = width;
        for column in &mut map.columns {
            column.label = "Arbitration closure".into();
        }
        let svg = map.to_svg(Theme::Light).unwrap();
        assert_eq!(svg.matches(">Arbitration<").count(), count, "{width:?} {count}");
    }
}

#[test]
fn one_cell_of_every_grade() {
    let grades = [Grade::Met, Grade::Short, Grade::Below, Grade::FarBelow, Grade::Unjudged];
    for (grade, ground) in
        grades.into_iter().zip([None, Some("#faf1e0"), Some("#fbecea"), Some("#f6d5d1"), Some("#f6f7f9")])
    {
        let svg = map(1, vec![vec![value("94.99", grade)]]).to_svg(Theme::Light).unwrap();
        let grounds: Vec<_> = svg.lines().filter(|l| l.starts_with("<rect x=")).collect();
        match ground {
            Some(ground) => {
                assert!(grounds.len() == 1 && grounds[0].contains(ground), "{grade:?}: {grounds:?}")
            }
            None => assert!(grounds.is_empty(), "a met target is quiet: {grounds:?}"),
        }
        let shapes = svg.matches("<polygon").count() + svg.matches("<circle").count();
        assert_eq!(shapes, usize::from(grade != Grade::Met), "{grade:?}");
    }
    insta::assert_snapshot!(
        "one_cell",
        map(1, vec![vec![value("100.00", Grade::Met)]]).to_svg(Theme::Light).unwrap()
    );
}

#[test]
fn what_is_missing_has_no_figure_and_says_why() {
    let absent = |absence, reason: &str| Cell::Absent { absence, reason: reason.into() };
    let row = vec![absent(Absence::NoDenominator, "没有分母"), absent(Absence::NotFiled, "未报送")];
    let map = map(2, vec![row]);
    insta::assert_snapshot!("missing", map.to_svg(Theme::Light).unwrap());
    let marks = map.marks().unwrap();
    assert_eq!(
        (marks[0].label.as_str(), &marks[0].figures),
        ("单位1 指标1", &vec!["—".to_owned(), "没有分母".into()])
    );
    assert_eq!(marks[1].figures, ["—", "未报送"]);
    assert_eq!(marks[1].key.as_deref(), Some("row-1"));
}

#[test]
fn many_columns_make_the_picture_wider_and_never_the_text_smaller() {
    let row = |n: usize| vec![vec![value("100.00", Grade::Below); n]];
    assert_eq!(map(3, row(3)).draw().unwrap().size().0, 358);
    let wide = map(20, row(20)).draw().unwrap();
    assert!(wide.size().0 > 20 * 60);
    assert!(wide.to_svg(Theme::Light).unwrap().contains("font-size=\"52\""));
}

#[test]
fn a_row_must_have_a_cell_for_every_column() {
    let error = map(2, vec![vec![value("1", Grade::Met)]]).draw().unwrap_err();
    assert_eq!(error, ChartError::Uneven { label: "单位1".into(), expected: 2, got: 1 });
}
