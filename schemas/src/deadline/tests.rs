//! The cases of the law and of DOMAIN §1.1, to the day.

use super::*;
use crate::definition::Definitions;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn event(on: &str, turn: Turn) -> ClockEvent {
    let document = matches!(turn, Turn::Extend(_)).then(|| "延字〔2025〕1号".to_owned());
    ClockEvent { on: day(on), turn, document }
}

fn limit(rule: &str, from: &str, events: &[ClockEvent]) -> Result<Limit, ClockFault> {
    let definitions = Definitions::builtin().unwrap();
    let (procedure, code) = rule.split_once('.').unwrap();
    let rule = definitions.deadlines_of(procedure).unwrap().rule(code).unwrap();
    rule.limit(day(from), events, definitions.calendar())
}

fn ends(rule: &str, from: &str, events: &[ClockEvent]) -> (String, String) {
    match limit(rule, from, events).unwrap() {
        Limit::Ends(end) => (end.counted.to_string(), end.day.to_string()),
        Limit::Stopped { .. } => panic!("{rule} stands still"),
    }
}

#[test]
fn a_case_with_a_third_party_an_announcement_and_an_extension() {
    let events = [
        event("2025-07-15", Turn::Restart),
        event("2025-07-20", Turn::Suspend),
        event("2025-08-19", Turn::Resume),
        event("2025-09-20", Turn::Extend(15)),
    ];
    assert_eq!(ends("arbitration.award", "2025-07-01", &events).1, "2025-10-13");
    // Without the restart, without the thirty days, without the extension.
    assert_eq!(ends("arbitration.award", "2025-07-01", &events[1..3]).1, "2025-09-15");
    assert_eq!(ends("arbitration.award", "2025-07-01", &events[..1]).1, "2025-08-29");
    assert_eq!(ends("arbitration.award", "2025-07-01", &[]).1, "2025-08-15");
    // The order in which they were recorded is not the order in which they happened.
    let mut late = events.to_vec();
    late.reverse();
    assert_eq!(
        limit("arbitration.award", "2025-07-01", &late),
        limit("arbitration.award", "2025-07-01", &events)
    );
}

/// Counted with chinesecalendar 1.11.0.
#[test]
fn working_days_go_over_the_holiday_with_its_swaps() {
    for (rule, from, last) in [
        ("inspection.investigation", "2025-08-01", "2025-10-30"),
        ("inspection.investigation", "2025-08-18", "2025-11-14"),
        ("inspection.investigation", "2025-09-29", "2025-12-29"),
        ("inspection.investigation", "2024-09-01", "2024-11-28"),
        ("inspection.acceptance", "2025-09-29", "2025-10-13"),
        ("inspection.acceptance", "2025-01-20", "2025-01-26"),
        ("arbitration.answer", "2025-01-20", "2025-02-08"),
    ] {
        assert_eq!(ends(rule, from, &[]), (last.to_owned(), last.to_owned()), "{rule} from {from}");
    }
    let extended = [event("2025-11-14", Turn::Extend(30))];
    assert_eq!(ends("inspection.investigation", "2025-08-18", &extended).1, "2025-12-26");
}

#[test]
fn a_last_day_that_is_not_worked_is_followed_by_the_next_that_is() {
    for (from, counted, last) in [
        ("2025-08-18", "2025-10-02", "2025-10-09"),
        ("2025-08-27", "2025-10-11", "2025-10-11"),
        ("2025-08-28", "2025-10-12", "2025-10-13"),
        ("2025-12-15", "2026-01-29", "2026-01-29"),
    ] {
        assert_eq!(
            ends("arbitration.award", from, &[]),
            (counted.to_owned(), last.to_owned()),
            "from {from}"
        );
    }
}

#[test]
fn beyond_the_calendar_it_is_said_and_not_guessed() {
    let fault = limit("inspection.investigation", "2026-11-20", &[]).unwrap_err();
    assert_eq!(fault, ClockFault::Uncovered(Uncovered(day("2026-12-26"))));
    assert!(fault.text().zh.contains("日历未更新"));
    // Natural days can be counted; whether the last one is worked cannot be said.
    let Limit::Ends(end) = limit("arbitration.award", "2026-12-01", &[]).unwrap() else { panic!() };
    assert_eq!((end.day, end.unsettled), (day("2027-01-15"), Some(Uncovered(day("2027-01-15")))));
}

#[test]
fn a_clock_that_stands_still_has_days_left_and_no_last_day() {
    let stopped = [event("2025-07-11", Turn::Suspend)];
    let since = day("2025-07-11");
    assert_eq!(limit("arbitration.award", "2025-07-01", &stopped), Ok(Limit::Stopped { since, left: 36 }));
    // What had passed before is not stopped any more.
    let late = [event("2025-09-01", Turn::Suspend)];
    assert_eq!(ends("arbitration.award", "2025-07-01", &late).1, "2025-08-15");
    // Suspended and resumed on one day is nothing; a restart ends the standstill.
    let moment = [event("2025-07-11", Turn::Suspend), event("2025-07-11", Turn::Resume)];
    assert_eq!(ends("arbitration.award", "2025-07-01", &moment).1, "2025-08-15");
    let anew = [event("2025-07-11", Turn::Suspend), event("2025-07-21", Turn::Restart)];
    assert_eq!(ends("arbitration.award", "2025-07-01", &anew).1, "2025-09-04");
    // What is left is counted with the extension.
    let more = [event("2025-07-11", Turn::Suspend), event("2025-07-12", Turn::Extend(15))];
    assert_eq!(limit("arbitration.award", "2025-07-01", &more), Ok(Limit::Stopped { since, left: 51 }));
}

#[test]
fn what_cannot_have_happened_is_named() {
    let award = |events: &[ClockEvent]| limit("arbitration.award", "2025-07-01", events).unwrap_err();
    let on = |text: &str| day(text);
    let unnamed = ClockEvent { document: None, ..event("2025-08-01", Turn::Extend(15)) };
    let blank = ClockEvent { document: Some(" ".into()), ..unnamed.clone() };
    let twice = [event("2025-08-01", Turn::Extend(10)), event("2025-08-02", Turn::Extend(6))];
    let suspended = [event("2025-07-05", Turn::Suspend), event("2025-07-06", Turn::Suspend)];
    for (events, fault, zh) in [
        (&[event("2025-06-30", Turn::Restart)] as &[_], ClockFault::Early(on("2025-06-30")), "早于起算日"),
        (&[event("2025-07-05", Turn::Resume)], ClockFault::OutOfTurn(on("2025-07-05")), "矛盾"),
        (&suspended, ClockFault::OutOfTurn(on("2025-07-06")), "矛盾"),
        (&[unnamed], ClockFault::NoDocument(on("2025-08-01")), "文号"),
        (&[blank], ClockFault::NoDocument(on("2025-08-01")), "文号"),
        (&twice, ClockFault::TooLong(on("2025-08-02"), 15), "最多 15 日"),
        (
            &[event("2025-08-16", Turn::Extend(15))],
            ClockFault::Late(on("2025-08-16"), on("2025-08-15")),
            "2025-08-15 届满",
        ),
    ] {
        let said = award(events);
        assert_eq!(said, fault);
        let text = said.text();
        assert!(text.zh.contains(zh) && !text.en.contains('{'), "{text:?}");
    }
    // A limit that knows no such event: no clock of a mediation stops.
    for turn in [Turn::Restart, Turn::Suspend, Turn::Resume, Turn::Extend(1)] {
        let said = limit("mediation.agreement", "2025-07-01", &[event("2025-07-02", turn)]).unwrap_err();
        assert_eq!(said, ClockFault::Foreign(on("2025-07-02")));
        assert!(said.text().en.contains("does not exist for this limit"));
    }
}

#[test]
fn a_definition_that_cannot_be_is_refused() {
    let rule = |code: &str, days: u32, more: &str| {
        format!(
            "[[rules]]\ncode = \"{code}\"\nname = {{ zh = \"x\", en = \"x\" }}\narticle = {{ zh = \"x\", en = \"x\" }}\n\
             from = {{ zh = \"x\", en = \"x\" }}\ndays = {days}\nunit = \"natural\"\n{more}\n"
        )
    };
    let fault = |rules: String| {
        let head = "deadlines = \"x\"\nversion = 1\nname = { zh = \"x\", en = \"x\" }\nsource = { zh = \"x\", en = \"x\" }\n";
        let rules = if rules.is_empty() { "rules = []".to_owned() } else { rules };
        toml::from_str::<Deadlines>(&format!("{head}{rules}")).unwrap().fault()
    };
    let longest = "extension = { days = 3660, approver = { zh = \"x\", en = \"x\" } }";
    assert_eq!(fault(rule("a", 1, "")), None);
    assert!(fault(String::new()).unwrap().starts_with("rules: "));
    assert!(fault(rule("a", 1, "") + &rule("a", 2, "")).unwrap().starts_with("rules.a: stands twice"));
    assert!(fault(rule("a", 0, "")).unwrap().starts_with("rules.a: 1 to"));
    assert!(fault(rule("a", 1, longest)).unwrap().starts_with("rules.a: 1 to"));
}
