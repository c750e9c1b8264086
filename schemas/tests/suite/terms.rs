//! Where the cases of filled ledgers stand under their limits, to the day, and what is said where a due day contradicts
//! them (DOMAIN §1.1, §8.4 scenario 5).

use chrono::NaiveDate;
use schemas::{
    check::{Against, CALENDAR, CLOCK, DUE_DAY, check},
    deadline::Limit,
    definition::{Definitions, Source},
    filter::Window,
    finding::{Finding, Severity},
    table::Table,
    tally::Tallies,
    term::{Basis, Limits, Stand, Timed, Urgency},
};

use crate::ledger::{builtin, ledger, ledger_by};

/// Accepted on 1 July, a third party joined on the 15th, announced from the 20th for thirty days, extended by fifteen.
const WORKED: &str = "accepted=2025-07-01 joined=2025-07-15 announced=2025-07-20 announced_until=2025-08-18 \
                      extended=yes extension_days=15 extended_on=2025-09-20 extension_doc=延字1号";

fn timed(form: &str, row: &str) -> Timed {
    let table = ledger(form, &[row]);
    Limits::of(&table).at(0, 0).unwrap()
}

fn last(form: &str, row: &str) -> String {
    let (day, basis) = timed(form, row).last_day().unwrap();
    assert_eq!(basis, Basis::Counted, "{row}");
    day.to_string()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn found(table: &Table, period: &str) -> Vec<Finding> {
    let window = Window::of(period.parse().unwrap());
    let tallies = Tallies::of(table, window);
    let all = check(table, &tallies, &Against { window, previously_open: None, beside: None });
    all.into_iter().filter(|one| [DUE_DAY, CLOCK, CALENDAR].contains(&one.code.as_str())).collect()
}

fn found_of(form: &str, row: &str) -> Vec<Finding> {
    found(&ledger(form, &[row]), "2025Q3")
}

#[test]
fn a_restart_an_announcement_and_an_extension_come_to_the_thirteenth_of_october() {
    assert_eq!(last("L3", WORKED), "2025-10-13");
    let without = |keys: &[&str]| {
        let row = keys.iter().fold(WORKED.to_owned(), |row, key| format!("{row} {key}="));
        last("L3", &row)
    };
    assert_eq!(
        without(&["extended"]),
        "2025-09-28",
        "45 days and 30; the day is worked instead of a holiday"
    );
    assert_eq!(without(&["announced", "announced_until", "extended"]), "2025-08-29");
    assert_eq!(without(&["joined", "announced", "announced_until", "extended"]), "2025-08-15");
    // The day in the ledger agrees, or is named with the one that is counted.
    assert_eq!(found_of("L3", &format!("{WORKED} due=2025-10-13")), []);
    let [finding] = &found_of("L3", &format!("{WORKED} due=2025-08-15"))[..] else { panic!() };
    assert_eq!((finding.code.as_str(), finding.severity), (DUE_DAY, Severity::Explain));
    assert_eq!(finding.column.as_deref(), Some("due"));
    assert!(
        finding.what.zh.contains("第43条") && finding.what.zh.ends_with("届满日应为2025-10-13"),
        "{}",
        finding.what.zh
    );
    assert!(finding.what.en.contains("45 days after 2025-07-01") && finding.what.en.ends_with("2025-10-13"));
}

#[test]
fn several_events_of_one_kind_stand_in_one_cell() {
    // Two suspensions, of ten days and of five.
    let twice = "accepted=2025-07-01 suspended=2025-07-05+2025-08-01 resumed=2025-07-15+2025-08-06";
    assert_eq!(last("L3", twice), "2025-09-01", "45 and 15 days come to a Saturday");
    // The latest of several restarts counts, whatever it was.
    let restarts =
        "accepted=2025-07-01 joined=2025-07-10+2025-07-20 claim_changed=2025-07-15 counterclaim=2025-07-18";
    assert_eq!(last("L3", restarts), "2025-09-03");
    assert_eq!(last("L3", &format!("{restarts} transfer_accepted=2025-07-22")), "2025-09-05");
    // Announced while it is suspended: no day is left out twice.
    let both = "accepted=2025-07-01 suspended=2025-07-05 resumed=2025-07-15 announced=2025-07-10 announced_until=2025-07-24";
    assert_eq!(last("L3", both), "2025-09-04");
    // A third party joins during the announcement: what is left of it is not counted either.
    let joined = "accepted=2025-07-01 joined=2025-08-01 announced=2025-07-20 announced_until=2025-08-18";
    assert_eq!(
        last("L3", joined),
        "2025-10-09",
        "45 and 17 days after 1 August come to 2 October, a holiday"
    );
}

#[test]
fn a_case_that_stands_still_has_no_last_day_and_any_filled_one_is_let_be() {
    let row = "accepted=2025-07-01 due=2025-09-30 suspended=2025-07-11";
    let timed = timed("L3", row);
    assert_eq!(timed.limit, Ok(Limit::Stopped { since: day("2025-07-11"), left: 36 }));
    assert_eq!(
        (timed.last_day(), timed.stand(day("2025-12-31"), day("2025-09-30"))),
        (None, Some(Stand::Stopped(36)))
    );
    assert_eq!(found_of("L3", row), []);
}

/// Days counted with chinesecalendar 1.11.0, as in the tests of the rules.
#[test]
fn sixty_working_days_go_over_the_holiday_with_its_swaps() {
    assert_eq!(last("L4", "filed=2025-08-01"), "2025-10-30");
    assert_eq!(last("L4", "filed=2025-08-18"), "2025-11-14");
    assert_eq!(last("L4", "filed=2025-08-18 extended=yes"), "2025-12-26");
    assert_eq!(last("L4", "filed=2025-09-29"), "2025-12-29");
    assert_eq!(found_of("L4", "filed=2025-08-18 due=2025-11-14"), []);
    let [finding] = &found_of("L4", "filed=2025-08-18 due=2025-11-13")[..] else { panic!() };
    assert!(
        finding.what.zh.contains("60个工作日") && finding.what.zh.ends_with("2025-11-14"),
        "{}",
        finding.what.zh
    );
    assert!(finding.what.en.contains("60 working days after 2025-08-18"), "{}", finding.what.en);
}

#[test]
fn a_last_day_that_is_not_worked_is_put_off_and_both_days_are_taken() {
    assert_eq!(last("L3", "accepted=2025-08-18"), "2025-10-09");
    for due in ["2025-10-02", "2025-10-09"] {
        assert_eq!(found_of("L3", &format!("accepted=2025-08-18 due={due}")), [], "{due}");
    }
    assert_eq!(found_of("L3", "accepted=2025-08-18 due=2025-10-08").len(), 1);
    assert_eq!(last("L2", "accepted=2025-09-18"), "2025-10-09");
}

#[test]
fn beyond_the_calendar_it_is_said_once_and_the_filled_day_is_taken_for_what_it_is() {
    let rows = [
        "filed=2026-11-20 due=2027-02-20",
        "filed=2026-11-23 due=2027-02-24",
        "filed=2026-01-05 due=2026-04-03",
    ];
    let table = ledger("L4", &rows);
    let [finding] = &found(&table, "2026Q4")[..] else { panic!() };
    assert_eq!((finding.code.as_str(), finding.severity), (CALENDAR, Severity::Notice));
    assert!(
        finding.what.zh.starts_with("2件") && finding.what.zh.contains("日历未更新"),
        "{}",
        finding.what.zh
    );
    assert!(finding.what.en.starts_with("Cases whose due day cannot be counted: 2. "), "{}", finding.what.en);
    let timed = Limits::of(&table).at(0, 0).unwrap();
    assert_eq!(timed.last_day(), Some((day("2027-02-20"), Basis::Filled)));
    let left = timed.stand(day("2027-02-16"), day("2026-12-31"));
    assert_eq!(left, Some(Stand::Due(Urgency::Five, 4)));
    // Natural days are counted, and that the last one may be put off is said with the day.
    let (end, basis) = self::timed("L3", "accepted=2026-12-01").last_day().unwrap();
    assert_eq!((end.to_string(), basis), ("2027-01-15".into(), Basis::Unsettled));
    let nothing = self::timed("L4", "filed=2026-11-20");
    assert_eq!(nothing.stand(day("2027-02-16"), day("2026-12-31")), Some(Stand::Unknown));
}

#[test]
fn days_left_and_their_urgency() {
    let case = timed("L3", "accepted=2025-08-20");
    let stand = |today: &str| case.stand(day(today), day("2025-09-30")).unwrap();
    // Counted to 4 October, in the holiday; the first working day after it is the 9th.
    assert_eq!(stand("2025-09-28"), Stand::Due(Urgency::Later, 11));
    assert_eq!(stand("2025-09-29"), Stand::Due(Urgency::Ten, 10));
    assert_eq!(stand("2025-10-03"), Stand::Due(Urgency::Ten, 6));
    assert_eq!(stand("2025-10-04"), Stand::Due(Urgency::Five, 5));
    assert_eq!(stand("2025-10-06"), Stand::Due(Urgency::Three, 3));
    assert_eq!(stand("2025-10-09"), Stand::Due(Urgency::Three, 0));
    assert_eq!(stand("2025-10-10"), Stand::Lapsed(1), "the ledger does not know of October");
    assert_eq!(case.stand(day("2025-10-18"), day("2025-10-18")), Some(Stand::Overdue(9)));
    assert_eq!(
        timed("L3", "accepted=2025-08-20 closed=2025-09-01").stand(day("2025-12-31"), day("2025-12-31")),
        None
    );
}

#[test]
fn an_inspection_goes_from_one_limit_to_the_next() {
    let table = ledger("L4", &["filed=2025-08-01 investigated=2025-09-30", "filed=2025-08-01"]);
    let mut limits = Limits::of(&table);
    assert_eq!(limits.terms(), 2);
    assert_eq!(limits.at(0, 0).unwrap().ended, Some(day("2025-09-30")));
    let decision = limits.at(0, 1).unwrap();
    assert_eq!(
        (decision.rule.code.as_str(), decision.last_day().unwrap().0),
        ("decision", day("2025-10-28"))
    );
    assert!(limits.at(1, 1).is_none(), "it is still being investigated");
}

#[test]
fn events_that_cannot_be_are_named_in_both_languages() {
    for (events, zh, en) in [
        ("extended=yes extension_days=15 extended_on=2025-08-01", "没有批准文号", "names no document"),
        (
            "extended=yes extension_days=20 extended_on=2025-08-01 extension_doc=A",
            "最多 15 日",
            "15 days in all",
        ),
        (
            "extended=yes extension_days=15 extended_on=2025-08-16 extension_doc=A",
            "2025-08-15 届满",
            "passed on 2025-08-15",
        ),
        ("resumed=2025-07-20", "矛盾", "contradicts"),
        ("suspended=2025-07-10+2025-07-15", "矛盾", "contradicts"),
        ("suspended=2025-07-10 resumed=2025-07-09", "矛盾", "contradicts"),
        ("announced=2025-07-10+2025-07-15 announced_until=2025-07-20+2025-07-25", "矛盾", "contradicts"),
        ("joined=2025-06-30", "早于起算日", "before the limit began"),
    ] {
        let [finding] = &found_of("L3", &format!("accepted=2025-07-01 due=2025-08-15 {events}"))[..] else {
            panic!("{events}")
        };
        assert_eq!((finding.code.as_str(), finding.severity), (CLOCK, Severity::Explain), "{events}");
        assert!(finding.what.zh.contains(zh), "{}", finding.what.zh);
        assert!(finding.what.en.contains(en) && !finding.what.en.contains('{'), "{}", finding.what.en);
    }
}

#[test]
fn a_number_no_law_sets_is_only_remarked_on() {
    let [finding] = &found_of("L5", "received=2025-07-01 due=2025-07-30")[..] else { panic!() };
    assert_eq!((finding.code.as_str(), finding.severity), (DUE_DAY, Severity::Notice));
    assert!(finding.what.zh.ends_with("2025-07-22"), "{}", finding.what.zh);
}

#[test]
fn every_case_form_is_bound_to_its_rule() {
    let bound = |form: &str| {
        let form = builtin().form(form).unwrap();
        form.terms.iter().map(|term| term.rule.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        ["L2", "L3", "L4", "L5"].map(bound),
        [
            "mediation.agreement",
            "arbitration.award",
            "inspection.investigation inspection.decision",
            "clues.closing"
        ]
    );
}

fn builtin_file(name: &str) -> String {
    let files = Definitions::builtin_sources();
    files.into_iter().find(|source| source.file == name).unwrap().text
}

fn site(text: String) -> Result<Definitions, String> {
    let source = Source { file: "site/own.toml".into(), text };
    Definitions::with_site(vec![source]).map_err(|error| error.to_string())
}

#[test]
fn a_site_replaces_a_calendar_or_a_limit_and_the_days_follow() {
    let last_by = |definitions: &Definitions, form: &str, row: &str| {
        let table = ledger_by(definitions, form, &[row]);
        Limits::of(&table).at(0, 0).unwrap().last_day().unwrap().0.to_string()
    };
    assert_eq!(last("L4", "filed=2025-08-01"), "2025-10-30");
    // A local holiday of two days that no notice of the State Council knows.
    let calendar = builtin_file("calendars/2025.toml").replace("version = 1", "version = 2");
    let calendar = calendar.replace(
        "off = [",
        "off = [\n    { name = \"城市节\", from = \"2025-09-11\", to = \"2025-09-12\" },",
    );
    assert_eq!(last_by(&site(calendar).unwrap(), "L4", "filed=2025-08-01"), "2025-11-03");
    // Clues are closed in seven working days here.
    let clues = builtin_file("deadlines/clues.toml")
        .replace("version = 1", "version = 2")
        .replace("days = 15", "days = 7");
    assert_eq!(last_by(&site(clues).unwrap(), "L5", "received=2025-07-01"), "2025-07-10");
}

#[test]
fn a_term_that_does_not_fit_is_refused_with_file_key_and_reason() {
    let form = builtin_file("forms/L3.toml").replace("version = 2", "version = 3");
    for (from, to, said) in [
        (
            "rule = \"arbitration.award\"",
            "rule = \"arbitration.nothing\"",
            "terms.arbitration.nothing: no such procedure and rule",
        ),
        ("rule = \"arbitration.award\"", "rule = \"award\"", "terms.award: no such procedure and rule"),
        ("rule = \"arbitration.award\"", "rule = \"mediation.agreement\"", "knows no such event"),
        ("from = \"@opened\"", "from = \"employer\"", "columns with a day"),
        ("ends = [\"@closed\"]", "ends = []", "with which day does it end?"),
        ("restart = [\"joined\"", "restart = [\"extended\"", "restart: columns with days"),
        ("again = \"resumed\"", "again = \"resumed\", through = \"resumed\"", "either `again` or `through`"),
        ("from = \"announced\"", "from = \"persons\"", "pauses: columns with days"),
        ("yes = \"extended\"", "yes = \"persons\"", "`yes` 是/否"),
    ] {
        assert!(form.contains(from), "{from}");
        let refused = site(form.replacen(from, to, 1)).unwrap_err();
        assert!(refused.starts_with("site/own.toml: ") && refused.contains(said), "{from}: {refused}");
    }
}

/// Each order of L10 under its limits, in the form's order: sign for it, question, complaint, suggestion, forwarding, handling.
fn order(row: &str) -> Vec<Option<String>> {
    let table = ledger("L10", &[row]);
    let mut limits = Limits::of(&table);
    let last = |term| Some(limits.at(0, term)?.last_day()?.0.to_string());
    (0..6).map(last).collect()
}

#[test]
fn orders_and_petitions_are_counted_to_the_day_by_kind_of_call() {
    let some = |days: [&str; 6]| -> Vec<Option<String>> {
        days.into_iter().map(|day| (!day.is_empty()).then(|| day.to_owned())).collect()
    };
    // Handed out before the holiday: 30 September is worked, 1 to 8 October are not, Saturday the 11th is.
    let hotline = |appeal: &str| order(&format!("channel=1 appeal={appeal} received=2025-09-29T17:50"));
    for (appeal, days) in [
        ("1", ["2025-09-30", "2025-10-10", "", "", "", ""]),
        ("2", ["2025-09-30", "2025-10-10", "", "", "", ""]),
        ("3", ["2025-09-30", "", "2025-10-23", "", "", ""]),
        ("4", ["2025-09-30", "", "2025-10-23", "", "", ""]),
        ("5", ["2025-09-30", "", "", "2025-10-15", "", ""]),
        ("", ["2025-09-30", "", "", "2025-10-15", "", ""]),
    ] {
        assert_eq!(hotline(appeal), some(days), "{appeal}");
    }
    // A petition runs from when it was received and accepted; Saturday 30 August is put off to Monday.
    let petition =
        "channel=3 appeal=3 registered=2025-07-01T09:00 received=2025-07-02T09:00 accepted=2025-07-01T10:00";
    assert_eq!(order(petition), some(["", "", "", "", "2025-07-16", "2025-09-01"]));
    assert_eq!(order(&format!("{petition} extended=yes extended_days=30"))[5].as_deref(), Some("2025-09-29"));
    assert_eq!(order(&format!("{petition} accepted="))[5], None, "not accepted yet");
    // What was signed for is under that limit no more; what was closed under none.
    let open = |row: &str| schemas::term::open_cases(&ledger("L10", &[row])).len();
    let call = "channel=1 appeal=3 received=2025-09-29T17:50";
    assert_eq!([open(call), open(&format!("{call} signed=2025-09-30T08:00"))], [2, 1]);
    assert_eq!(open(&format!("{call} closed=2025-10-01T08:00")), 0);
    // A due day that contradicts the law wants a reason; beside a sample of a city it is a notice.
    let said = |row: &str| found_of("L10", row)[0].severity;
    assert_eq!(said(&format!("{petition} due=2025-08-20")), Severity::Explain);
    assert_eq!(said(&format!("{call} due=2025-10-20")), Severity::Notice);
    let text = Definitions::builtin_sources()
        .into_iter()
        .find(|source| source.file.ends_with("L10.toml"))
        .unwrap()
        .text;
    let text = text.replacen("version = 1", "version = 9", 1).replacen(
        "rows = [{ on = \"channel\", among = [\"1\"] }]\nfrom",
        "rows = [{ on = \"@opened\", is = \"in period\" }]\nfrom",
        1,
    );
    let refused = Definitions::with_site(vec![Source { file: "site/L10.toml".into(), text }]).unwrap_err();
    assert_eq!(refused.to_string(), "site/L10.toml: terms.12345.signature: rows: a limit knows no period");
}
