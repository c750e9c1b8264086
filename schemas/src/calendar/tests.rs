//! The State Council's arrangements of 2020 to 2026 against days that were worked and days that were not.

use super::*;
use crate::definition::Definitions;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar() -> Arc<Calendar> {
    Arc::clone(Definitions::builtin().unwrap().calendar())
}

/// Working days of each year, counted by two other programs from their own copies of the notices.
#[test]
fn every_year_has_as_many_working_days_as_others_count() {
    let calendar = calendar();
    for (year, months) in WORKED {
        for (month, worked) in (1..).zip(months) {
            let days = NaiveDate::from_ymd_opt(year, month, 1).unwrap().iter_days();
            let days = days.take_while(|day| day.month() == month && !(year == 2026 && last_week(*day)));
            let counted = days.filter(|day| calendar.is_working(*day).unwrap()).count();
            assert_eq!(counted, worked, "{year}-{month}");
        }
    }
}

#[test]
fn swapped_days_are_worked_and_bridged_days_are_not() {
    let calendar = calendar();
    for (text, worked) in [
        ("2025-09-28", true),
        ("2025-09-30", true),
        ("2025-10-08", false),
        ("2025-10-09", true),
        ("2025-10-11", true),
        ("2025-10-12", false),
        ("2022-12-31", false),
        ("2023-01-02", false),
        ("2020-01-31", false),
        ("2020-02-03", true),
    ] {
        assert_eq!(calendar.is_working(day(text)), Ok(worked), "{text}");
    }
    assert_eq!(calendar.working_from(day("2025-10-01")), Ok(day("2025-10-09")));
    assert_eq!(calendar.working_from(day("2025-10-09")), Ok(day("2025-10-09")));
    assert_eq!(calendar.holiday(day("2022-12-31")), Some("元旦"));
    assert_eq!(calendar.holiday(day("2025-10-12")), None);
}

#[test]
fn beyond_the_notices_nothing_is_said() {
    let calendar = calendar();
    assert_eq!(calendar.is_working(day("2026-12-25")), Ok(true));
    for text in ["2019-12-31", "2026-12-26", "2026-12-31", "2027-01-04"] {
        assert_eq!(calendar.is_working(day(text)), Err(Uncovered(day(text))), "{text}");
    }
    assert_eq!(calendar.working_from(day("2026-12-26")), Err(Uncovered(day("2026-12-26"))));
    let text = Uncovered(day("2026-12-28")).text();
    assert!(
        text.zh.contains("2026-12-28") && text.zh.contains("2027") && text.en.contains("notice of 2027"),
        "{text:?}"
    );
}

#[test]
fn a_year_that_cannot_be_is_refused_with_its_reason() {
    let fault = |text: &str| toml::from_str::<CalendarYear>(text).unwrap().fault();
    let with = |off: &str, worked: &str| {
        fault(&format!(
            "calendar = \"2027\"\nversion = 1\nnotice = \"n\"\noff = [{off}]\nworked = [{worked}]"
        ))
    };
    let new_year = r#"{ name = "元旦", from = "2026-12-30", to = "2027-01-03" }"#;
    assert_eq!(with(new_year, "\"2026-12-27\""), None);
    for (off, worked, key) in [
        (r#"{ name = "x", from = "2027-05-05", to = "2027-05-01" }"#, "", "off.x"),
        (r#"{ name = "x", from = "2027-05-01", to = "2027-06-01" }"#, "", "off.x"),
        (r#"{ name = "x", from = "2028-05-01", to = "2028-05-01" }"#, "", "off.x"),
        (&format!("{new_year}, {new_year}"), "", "off.元旦"),
        ("", "\"2027-01-04\"", "worked"),
        ("", "\"2025-01-05\"", "worked"),
        (new_year, "\"2027-01-02\"", "worked"),
    ] {
        let said = with(off, worked).unwrap();
        assert!(said.starts_with(key), "{said}");
    }
    let said = fault("calendar = \"02027\"\nversion = 1\nnotice = \"n\"\noff = []\nworked = []").unwrap();
    assert!(said.starts_with("calendar"), "{said}");
    let said = fault("calendar = \"2027\"\nversion = 1\nnotice = \" \"\noff = []\nworked = []").unwrap();
    assert!(said.starts_with("notice"), "{said}");
}

/// By month; December 2026 up to the 25th. Counted with chinesecalendar 1.11.0 and chinese-days 1.5.7 (both MIT), which agree.
const WORKED: [(i32, [usize; 12]); 7] = [
    (2020, [17, 20, 22, 22, 19, 21, 23, 21, 23, 17, 21, 23]),
    (2021, [20, 17, 23, 22, 19, 21, 22, 22, 22, 17, 22, 23]),
    (2022, [21, 16, 23, 21, 20, 21, 21, 23, 21, 18, 22, 22]),
    (2023, [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21]),
    (2024, [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22]),
    (2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]),
    (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 19]),
];
