//! Every cadence, to the day and to the minute; who owes and who does not; what was decided; chains of reports.

use super::*;
use crate::{
    campaign::Graded,
    definition::{Definitions, Source},
};

const HEAD: &str = "campaign='t'\nversion=1\nname={zh='a',en='a'}\nfrom='2025-07-01'\nto='2025-12-31'\ncadence='quarter'\n\
    first_judged='2025Q3'\nminimum_sample=30\nleast_weight=75\ntargets=[]\n";

/// The built-in definitions and a campaign `t` with these duties.
fn definitions(rest: &str) -> Definitions {
    let text = format!("{HEAD}{rest}");
    Definitions::with_site(vec![Source { file: "t.toml".into(), text }]).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(&format!("{text}:00+08:00")).unwrap().to_utc()
}

fn at(instant: DateTime<Utc>) -> String {
    instant.with_timezone(&crate::period::china()).format("%m-%d %H:%M").to_string()
}

fn hekou() -> BureauCode {
    "519981".parse().unwrap()
}

/// What is owed in the year, in a line each: form, period, opening, due, grace, close.
fn lines(definitions: &Definitions, acts: &Acts, span: (&str, &str)) -> Vec<String> {
    let code = hekou();
    let who = Owing { code: &code, kind: Some(Kind::CountyCity), from: day("2020-01-01"), to: None };
    let campaign = definitions.campaign("t").unwrap();
    owed(campaign, definitions.calendar(), who, acts, (day(span.0), day(span.1)))
        .map(|owed| {
            let Deadline { due, grace, close } = owed.deadline;
            let subject = owed.subject.map(|subject| format!(" {subject}")).unwrap_or_default();
            let close = if close.timestamp() > 4_000_000_000 { "-".into() } else { at(close) };
            format!(
                "{} {}{subject}: {} {} {} {close}{}",
                owed.form,
                owed.period,
                at(owed.opens),
                at(due),
                at(grace),
                if owed.exempt.is_some() { " exempt" } else { "" }
            )
        })
        .collect()
}

fn duty(form: &str, cadence: &str, more: &str) -> String {
    format!(
        "[[duties]]\nform='{form}'\ncadence='{cadence}'\ndue_days=2\ngrace_days=3\nclose_days=5\n{more}\n"
    )
}

const YEAR: (&str, &str) = ("2025-01-01", "2026-12-31");

#[test]
fn every_cadence_opens_falls_due_and_closes_to_the_day() {
    let phases = "[[phases]]\nname={zh='一',en='1'}\nfrom='2025-07-01'\nto='2025-09-20'\n\
                  [[phases]]\nname={zh='二',en='2'}\nfrom='2025-09-21'\nto='2025-12-31'\n";
    let all = definitions(&format!(
        "{phases}{}{}{}{}",
        duty("L2", "quarter", ""),
        duty("L3", "month", "from='2025-11-01'"),
        duty("L4", "phase", ""),
        duty("L5", "week", "from='2025-12-15'"),
    ));
    assert_eq!(
        lines(&all, &Acts::default(), YEAR),
        [
            "L2 2025Q3: 10-01 00:00 10-03 00:00 10-04 00:00 10-06 00:00",
            "L2 2025Q4: 01-01 00:00 01-03 00:00 01-04 00:00 01-06 00:00",
            "L3 2025-11: 12-01 00:00 12-03 00:00 12-04 00:00 12-06 00:00",
            "L3 2025-12: 01-01 00:00 01-03 00:00 01-04 00:00 01-06 00:00",
            "L4 2025-07-01..2025-09-20: 09-21 00:00 09-23 00:00 09-24 00:00 09-26 00:00",
            "L4 2025-09-21..2025-12-31: 01-01 00:00 01-03 00:00 01-04 00:00 01-06 00:00",
            "L5 2025W51: 12-22 00:00 12-24 00:00 12-25 00:00 12-27 00:00",
            "L5 2025W52: 12-29 00:00 12-31 00:00 01-01 00:00 01-03 00:00",
            "L5 2026W01: 01-05 00:00 01-07 00:00 01-08 00:00 01-10 00:00",
        ]
    );
}

/// DOMAIN §3.9: by 16:30 of the day itself, and only on the days of a protection period (§7.2 item 28).
#[test]
fn a_duty_day_has_a_cut_off_and_lies_in_a_protection_period() {
    let windows = "[[protections]]\ncode='A'\nname={zh='国庆',en='October'}\nfrom='2025-10-01'\nto='2025-10-02'\n\
                   [[protections]]\ncode='B'\nname={zh='乙',en='B'}\nfrom='2025-10-02'\nto='2025-10-03'\n";
    let daily = "[[duties]]\nform='L5'\ncadence='day'\ndue_days=0\ngrace_days=0\nclose_days=1\ndue_at='16:30'\nwithin='protection'\n";
    let all = definitions(&format!("{windows}{daily}"));
    assert_eq!(
        lines(&all, &Acts::default(), YEAR),
        [
            "L5 2025-10-01: 10-01 00:00 10-01 16:30 10-02 00:00 10-03 00:00",
            "L5 2025-10-02: 10-02 00:00 10-02 16:30 10-03 00:00 10-04 00:00",
            "L5 2025-10-03: 10-03 00:00 10-03 16:30 10-04 00:00 10-05 00:00",
        ]
    );
    let campaign = all.campaign("t").unwrap();
    let code = hekou();
    let acts = Acts::default();
    let span = (day("2025-10-02"), day("2025-10-02"));
    let owed: Vec<_> = owed(campaign, all.calendar(), Owing::known_by_code(&code), &acts, span).collect();
    let [one] = owed.as_slice() else { panic!("{owed:?}") };
    assert_eq!(one.because, Because::Protection(&campaign.protections[0].name), "owed once, by the first");
    assert_eq!(
        (one.deadline.due_day(), one.deadline.cut_off().as_deref()),
        (day("2025-10-02"), Some("16:30"))
    );
    assert_eq!((one.deadline.grace_day(), one.deadline.close_day()), (day("2025-10-02"), day("2025-10-03")));
}

/// The quarter ends before the October holiday of 2025 (1–8 October, 28 September and 11 October worked).
#[test]
fn working_days_go_by_the_calendar_with_its_swaps() {
    let all = definitions(&duty("L2", "quarter", "unit='working'\nto='2025-09-30'"));
    assert_eq!(
        lines(&all, &Acts::default(), YEAR),
        // 9, 10 and, a Saturday, 11 October; Monday 13 and Tuesday 14.
        ["L2 2025Q3: 10-01 00:00 10-11 00:00 10-12 00:00 10-15 00:00"]
    );
}

#[test]
fn spans_that_do_not_overlap_give_what_does_not_repeat() {
    let all = definitions(&format!("{}{}", duty("L2", "month", ""), duty("L3", "week", "")));
    let whole = lines(&all, &Acts::default(), YEAR);
    let mut days = Vec::new();
    for one in day(YEAR.0).iter_days().take_while(|one| *one <= day(YEAR.1)) {
        let one = one.to_string();
        days.extend(lines(&all, &Acts::default(), (&one, &one)));
    }
    let sorted = |mut lines: Vec<String>| {
        lines.sort();
        lines
    };
    // Six months, and the weeks that touch the half-year: W27 of 2025 to W01 of 2026.
    assert_eq!(whole.len(), 6 + 27);
    assert_eq!(sorted(days), sorted(whole));
}

#[test]
fn who_owes_is_said_by_kind_or_by_name_and_by_existence() {
    let all = definitions(&format!(
        "{}{}{}",
        duty("L2", "quarter", "only={kinds=['zone']}"),
        duty("L3", "quarter", "only={bureaus=['519981']}"),
        duty("L4", "quarter", ""),
    ));
    let campaign = all.campaign("t").unwrap();
    let span = (day(YEAR.0), day(YEAR.1));
    let forms = |kind, from: &str, to: Option<&str>| {
        let (code, acts) = (hekou(), Acts::default());
        let who = Owing { code: &code, kind, from: day(from), to: to.map(day) };
        let owed = owed(campaign, all.calendar(), who, &acts, span);
        owed.map(|owed| {
            format!("{} {}{}", owed.form, owed.period, if owed.exempt.is_some() { " gone" } else { "" })
        })
        .collect::<Vec<_>>()
        .join(", ")
    };
    let long = "2020-01-01";
    assert_eq!(forms(Some(Kind::District), long, None), "L3 2025Q3, L3 2025Q4, L4 2025Q3, L4 2025Q4");
    assert_eq!(forms(Some(Kind::Zone), long, Some("2025-06-30")), "", "closed before");
    assert_eq!(
        forms(Some(Kind::Zone), "2025-10-01", None),
        "L2 2025Q4, L3 2025Q4, L4 2025Q4",
        "founded after the quarter"
    );
    assert_eq!(
        forms(Some(Kind::District), long, Some("2025-10-01")),
        "L3 2025Q3 gone, L3 2025Q4 gone, L4 2025Q3 gone, L4 2025Q4 gone",
        "merged before the third was due"
    );
    assert_eq!(
        forms(Some(Kind::District), long, Some("2025-10-31")),
        "L3 2025Q3, L3 2025Q4 gone, L4 2025Q3, L4 2025Q4 gone"
    );
    assert_eq!(
        forms(None, long, None),
        "L2 2025Q3, L2 2025Q4, L3 2025Q3, L3 2025Q4, L4 2025Q3, L4 2025Q4",
        "whose kind is unknown is let off nothing"
    );
}

fn act(change: Change, period: &str) -> DutyAct {
    let duty =
        FilingKey { bureau: hekou(), form: "L2".into(), period: period.parse().unwrap(), subject: None };
    DutyAct { duty, change, reason: "机房迁移".into(), by: "staff".into() }
}

#[test]
fn an_extension_moves_all_three_instants_and_the_last_decision_counts() {
    let all = definitions(&duty("L2", "quarter", ""));
    let acts = |decided| Acts::new(decided, Vec::new(), Vec::new());
    let until = |text| Change::Extended(day(text));
    let second = "L2 2025Q4: 01-01 00:00 01-03 00:00 01-04 00:00 01-06 00:00";
    let longer = "L2 2025Q3: 10-01 00:00 10-11 00:00 10-12 00:00 10-14 00:00";
    let extended = acts(vec![act(until("2025-10-10"), "2025Q3")]);
    assert_eq!(lines(&all, &extended, YEAR), [longer, second]);
    let again = acts(vec![act(until("2025-10-08"), "2025Q3"), act(until("2025-10-10"), "2025Q3")]);
    assert_eq!(lines(&all, &again, YEAR), [longer, second]);
    let off = acts(vec![act(until("2025-10-10"), "2025Q3"), act(Change::Exempted, "2025Q3")]);
    assert_eq!(
        lines(&all, &off, YEAR),
        ["L2 2025Q3: 10-01 00:00 10-03 00:00 10-04 00:00 10-06 00:00 exempt", second]
    );
    let owed_again = acts(vec![act(Change::Exempted, "2025Q3"), act(until("2025-10-10"), "2025Q3")]);
    assert_eq!(lines(&all, &owed_again, YEAR), [longer, second]);
    assert_eq!(lines(&all, &acts(vec![act(Change::Exempted, "2025Q2")]), YEAR).len(), 2, "another period's");
}

const RULES: &str = "[[grades]]\ngrade='special'\nforms=['L3']\npersons=50\n\
    [[grades]]\ngrade='major'\nforms=['L3']\npersons=10\n";

fn matter(grade: Grade, since: &str, until: Option<&str>) -> Matter {
    Matter { subject: "YJ-1".parse().unwrap(), grade, since: instant(since), until: until.map(day) }
}

/// 重案月报: owed only for the months in which such a case is known and open, and never for the past.
#[test]
fn a_monthly_report_is_owed_while_a_case_of_the_grade_is_open() {
    let all = definitions(&format!("{RULES}{}", duty("L3", "month", "when={grade='major'}")));
    let months = |matters| {
        let acts = Acts::new(Vec::new(), matters, Vec::new());
        let periods = lines(&all, &acts, YEAR).into_iter().map(|line| line[3..10].to_owned());
        periods.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(months(Vec::new()), "");
    assert_eq!(months(vec![matter(Grade::Major, "2025-10-12T09:00", Some("2025-11-03"))]), "2025-10 2025-11");
    assert_eq!(months(vec![matter(Grade::Major, "2025-10-31T23:59", None)]), "2025-10 2025-11 2025-12");
    assert_eq!(months(vec![matter(Grade::Special, "2025-10-12T09:00", None)]), "");
}

/// 初报、续报、终报: each link once, each after the one before; a late one moves those that follow.
#[test]
fn a_chain_of_reports_goes_on_until_the_last_one() {
    let report =
        "[[reports]]\nform='L3'\ngrade='special'\nfirst_hours=2\nnext_days=1\nkind='outcome'\nlast='11'\n";
    let all = definitions(&format!("{RULES}{report}{}", duty("L2", "quarter", "to='2025-09-30'")));
    let chain = |reported: &[(&str, bool)]| {
        let one = |(on, last): &(&str, bool)| Reported {
            form: "L3".into(),
            subject: "YJ-1".parse().unwrap(),
            day: day(on),
            last: *last,
        };
        let matters = vec![
            matter(Grade::Special, "2025-10-07T23:00", None),
            matter(Grade::Major, "2025-10-05T10:00", None),
        ];
        let acts = Acts::new(Vec::new(), matters, reported.iter().map(one).collect());
        lines(&all, &acts, YEAR).split_off(1)
    };
    let first = "L3 2025-10-07 YJ-1: 10-07 23:00 10-08 01:00 10-10 00:00 -".to_owned();
    let second = "L3 2025-10-09 YJ-1: 10-09 00:00 10-10 00:00 10-11 00:00 -".to_owned();
    let third = "L3 2025-10-13 YJ-1: 10-13 00:00 10-14 00:00 10-15 00:00 -".to_owned();
    assert_eq!(chain(&[]).as_slice(), std::slice::from_ref(&first), "what follows waits for the first");
    assert_eq!(chain(&[("2025-10-08", false)]), [first.clone(), second.clone()]);
    let late = [("2025-10-12", false), ("2025-10-08", false)];
    assert_eq!(
        chain(&late),
        [first.clone(), second.clone(), third.clone()],
        "in whatever order they are known"
    );
    assert_eq!(chain(&[("2025-10-08", false), ("2025-10-12", true)]), [first, second]);
}

#[test]
fn a_link_of_a_chain_names_the_report_that_answers_it() {
    let report =
        "[[reports]]\nform='L3'\ngrade='special'\nfirst_hours=2\nnext_days=1\nkind='outcome'\nlast='11'\n";
    let all = definitions(&format!("{RULES}{report}{}", duty("L2", "quarter", "")));
    let subject: Subject = "YJ-1".parse().unwrap();
    let made = Reported { form: "L3".into(), subject: subject.clone(), day: day("2025-10-08"), last: false };
    let acts = Acts::new(Vec::new(), vec![matter(Grade::Special, "2025-10-07T23:00", None)], vec![made]);
    let code = hekou();
    let campaign = all.campaign("t").unwrap();
    let span = (day("2025-10-01"), day("2025-10-31"));
    let owed: Vec<_> = owed(campaign, all.calendar(), Owing::known_by_code(&code), &acts, span).collect();
    let [first, next] = owed.as_slice() else { panic!("{owed:?}") };
    assert_eq!(first.key().to_string(), "519981 L3 2025-10-08 YJ-1", "the filing is of the day it was made");
    assert_eq!(first.because, Because::Became(Grade::Special));
    assert_eq!((next.because, next.answered), (Because::GoesOn(day("2025-10-08")), None));
    let which = [first.which(), next.which()].map(Option::unwrap);
    assert_eq!(which, [Text::new("初报", "first report"), Text::new("续报或终报", "further or last report")]);
    assert_eq!(next.key().to_string(), "519981 L3 2025-10-09 YJ-1");
}

fn shown(form: &str, period: &str, received: &str, cases: &[(&str, Grade, Option<&str>)]) -> Vec<Shown> {
    let of = |case| Shown {
        form: form.into(),
        period: period.parse().unwrap(),
        received: instant(received),
        case,
    };
    let case = |(subject, grade, closed): &(&str, Grade, Option<&str>)| {
        of(Some(Graded { subject: subject.parse().unwrap(), grade: *grade, closed: closed.map(day) }))
    };
    if cases.is_empty() { vec![of(None)] } else { cases.iter().map(case).collect() }
}

fn told(subject: &str, on: &str, last: bool, stands: bool) -> Told {
    let reported = Reported { form: "L7".into(), subject: subject.parse().unwrap(), day: day(on), last };
    Told { reported, grade: Grade::Special, received: instant(&format!("{on}T10:00")), stands }
}

/// A line for each matter, the same whatever the order in which things came.
fn known(mut all: Vec<Vec<Shown>>, told: &[Told]) -> Vec<String> {
    let lines = |all: &[Vec<Shown>]| -> Vec<String> {
        let line = |matter: Matter| {
            let until = matter.until.map_or_else(|| "open".to_owned(), |day| day.to_string());
            format!("{} {} {} {until}", matter.subject, matter.grade.code(), at(matter.since))
        };
        matters(&all.concat(), told).into_iter().map(line).collect()
    };
    let first = lines(&all);
    for _ in 0..all.len() {
        all.rotate_left(1);
        assert_eq!(lines(&all), first, "in whatever order it came");
    }
    all.reverse();
    assert_eq!(lines(&all), first, "in whatever order it came");
    first
}

#[test]
fn a_matter_is_known_since_the_first_ledger_and_ends_by_the_newest() {
    use Grade::{Major, Special};
    let q3 = shown("L3", "2025Q3", "2025-10-12T09:00", &[("A", Major, None), ("B", Special, None)]);
    assert_eq!(known(vec![q3.clone()], &[]), ["A major 10-12 09:00 open", "B special 10-12 09:00 open"]);
    // A later ledger that says when it ended, and one of an earlier period that came after it.
    let q4 =
        shown("L3", "2025Q4", "2026-01-08T09:00", &[("A", Major, Some("2025-11-20")), ("B", Special, None)]);
    let ended = ["A major 10-12 09:00 2025-11-20", "B special 10-12 09:00 open"];
    assert_eq!(known(vec![q3.clone(), q4.clone()], &[]), ended);
    // It is open again by a ledger after that.
    let q1 = shown("L3", "2026Q1", "2026-04-08T09:00", &[("A", Major, None), ("B", Special, None)]);
    assert_eq!(known(vec![q3.clone(), q4, q1], &[])[0], "A major 10-12 09:00 open");
    // A correction shows it as less, or not at all: it has been a major case until that came.
    let corrected = shown("L3", "2025Q3", "2025-10-20T09:00", &[("B", Special, None)]);
    assert_eq!(known(vec![q3.clone(), corrected.clone()], &[])[0], "A major 10-12 09:00 2025-10-20");
    let nothing = shown("L3", "2025Q3", "2025-10-21T09:00", &[]);
    assert_eq!(
        known(vec![q3.clone(), corrected, nothing], &[]),
        ["A major 10-12 09:00 2025-10-20", "B special 10-12 09:00 2025-10-21"]
    );
    // What another form shows open is open; one that never showed it says nothing.
    let other = shown("L4", "2025Q3", "2025-10-30T09:00", &[("A", Major, None)]);
    let gone = shown("L3", "2025Q4", "2026-01-08T09:00", &[]);
    let third = shown("L2", "2025Q4", "2026-01-09T09:00", &[]);
    assert_eq!(known(vec![q3.clone(), other, gone, third], &[])[0], "A major 10-12 09:00 open");
    // It became more: one grade ends, the other begins.
    let worse = shown("L3", "2025Q3", "2025-10-14T09:00", &[("A", Special, None), ("B", Special, None)]);
    assert_eq!(
        known(vec![q3, worse], &[]),
        ["A special 10-14 09:00 open", "A major 10-12 09:00 2025-10-14", "B special 10-12 09:00 open"]
    );
}

#[test]
fn a_report_makes_a_matter_known_and_the_last_one_ends_it() {
    assert_eq!(known(Vec::new(), &[told("A", "2025-10-08", false, true)]), ["A special 10-08 10:00 open"]);
    let all = [told("A", "2025-10-08", false, true), told("A", "2025-10-11", true, true)];
    assert_eq!(known(Vec::new(), &all), ["A special 10-08 10:00 2025-10-11"]);
    let back = [told("A", "2025-10-08", false, false), told("A", "2025-10-11", true, false)];
    assert_eq!(known(Vec::new(), &back), ["A special 10-08 10:00 open"], "known, though nothing stands");
    let ledger = shown("L3", "2025Q3", "2025-10-12T09:00", &[("A", Grade::Special, None)]);
    assert_eq!(
        known(vec![ledger], &all),
        ["A special 10-08 10:00 open"],
        "the ledger says whether it is open"
    );
}
