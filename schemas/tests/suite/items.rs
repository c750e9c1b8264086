//! What the items of DOMAIN §7 count besides: slices of the ledgers by procedure, age, topic and department, links between procedures,
//! people, inspections and meetings. Small ledgers written by hand, and the indicators made of them.

use schemas::{
    filter::Window,
    fraction::Fraction,
    tally::{Tallies, Tally},
};

use crate::ledger::{builtin, ledger};

fn tallies(form: &str, rows: &[&str]) -> Tallies {
    Tallies::of(&ledger(form, rows), Window::of("2025Q3".parse().unwrap()))
}

fn counts<const N: usize>(tallies: &Tallies, form: &str, keys: [&str; N]) -> [i64; N] {
    keys.map(|key| tallies.get(&format!("{form}.{key}")).expect(key).count())
}

fn value(code: &str, tallies: &Tallies) -> Option<Fraction> {
    builtin().indicator(code).expect(code).value(tallies, None).value
}

/// Every relation of the form holds of what the rows come to.
fn adds_up(form: &str, tallies: &Tallies) {
    for relation in &builtin().form(form).unwrap().relations {
        let (left, right) = relation.sides(form, tallies);
        assert!(relation.is.holds(left, right), "{}: {left} and {right}", relation.code);
    }
}

/// Items 59, 61 and 62 of §7.3.
#[test]
fn cases_by_procedure_and_by_how_they_are_heard() {
    let of = tallies(
        "L3",
        &[
            "accepted=2025-07-01 due=2025-08-15 closed=2025-07-11 outcome=11 procedure=2 hearing=2025-07-08 hearing_mode=2",
            "accepted=2025-07-01 due=2025-08-15 closed=2025-07-21 outcome=21 procedure=3 hearing=2025-07-08 hearing_mode=5",
            "accepted=2025-07-01 due=2025-08-15 closed=2025-07-31 outcome=21 procedure=4 hearing=2025-07-08",
            "accepted=2025-07-01 due=2025-08-15 closed=2025-08-10 outcome=22 procedure=1 hearing=2025-07-30 hearing_mode=1 persons=12",
            "accepted=2025-07-01 due=2025-08-15 closed=2025-08-11 outcome=90 procedure=2",
            "accepted=2025-07-01 due=2025-08-15 closed=2025-08-12 outcome=22 hearing=2025-06-30 hearing_mode=2",
        ],
    );
    let keys =
        ["closed", "simplified_closed", "fast_closed", "elements_closed", "quick_closed", "ordinary_closed"];
    assert_eq!(counts(&of, "L3", keys), [5, 1, 1, 1, 3, 1], "what left by transfer is no closing");
    assert_eq!(counts(&of, "L3", ["heard", "heard_online", "heard_outside"]), [3, 1, 1]);
    assert_eq!(value("I32", &of), Fraction::new(3, 5));
    assert_eq!(value("I31", &of), Fraction::new(1, 3));
    assert_eq!(value("I24Q", &of), Some(Fraction::whole(20)), "the middle of 10, 20 and 30 days");
    assert_eq!(value("I24C", &of), Some(Fraction::whole(40)), "of those with 10 workers and more");
    adds_up("L3", &of);
}

/// Item 50: more than 30, 60, 90 and 180 days at the end of the quarter.
#[test]
fn how_long_what_is_open_has_been_so() {
    let rows = [
        "accepted=2025-08-31 due=2025-10-15",
        "accepted=2025-08-30 due=2025-10-14",
        "accepted=2025-08-01 due=2025-09-15",
        "accepted=2025-07-02 due=2025-08-16",
        "accepted=2025-07-01 due=2025-08-15",
        "accepted=2025-03-01 due=2025-04-15",
        "accepted=2025-03-01 due=2025-04-15 closed=2025-09-30 outcome=22",
    ];
    let of = tallies("L3", &rows);
    let keys = ["ending", "over30_ending", "over60_ending", "over90_ending", "over180_ending"];
    assert_eq!(counts(&of, "L3", keys), [6, 5, 3, 2, 1]);
    assert_eq!(value("I20A", &of), Fraction::new(2, 6));
    for (form, opened, due) in
        [("L2", "accepted", ""), ("L4", "filed", "due=2025-12-31"), ("L5", "received", "due=2025-12-31")]
    {
        let of =
            tallies(form, &[&format!("{opened}=2025-06-30 {due}"), &format!("{opened}=2025-09-01 {due}")]);
        assert_eq!(counts(&of, form, keys), [2, 1, 1, 1, 0], "{form}");
    }
}

/// Item 49: nobody has worked on it for more than 15 days, as far as the ledger says when somebody did.
#[test]
fn what_lies_idle_and_what_is_passed_on() {
    for (form, opened, closed) in [
        ("L2", "accepted", "outcome=11"),
        ("L3", "accepted", "outcome=11"),
        ("L4", "filed", "outcome=11"),
        ("L5", "received", "outcome=06"),
    ] {
        let open = format!("{opened}=2025-07-01 due=2025-12-31");
        let of = tallies(
            form,
            &[
                &format!("{open} followed=2025-09-14 transfers=2"),
                &format!("{open} followed=2025-09-15 transfers=1"),
                &open,
                &format!("{open} followed=2025-07-02 closed=2025-07-03 {closed}"),
            ],
        );
        assert_eq!(counts(&of, form, ["ending", "idle", "transfers"]), [3, 1, 3], "{form}");
        adds_up(form, &of);
    }
}

/// Items 57, 62, 64, 65 and 79.
#[test]
fn mediation_by_stage_by_who_entrusts_it_and_how_it_is_rated() {
    let of = tallies(
        "L2",
        &[
            "accepted=2025-07-01 kind=6 stage=2 closed=2025-07-10 outcome=11 confirmation=1 satisfaction=1 entrusted=1 channel=1",
            "accepted=2025-07-01 kind=6 stage=3 closed=2025-07-10 outcome=21 satisfaction=3 entrusted=2",
            "accepted=2025-07-01 kind=7 stage=4 closed=2025-07-10 outcome=11 satisfaction=9 entrusted=3",
            "accepted=2025-07-01 kind=1 stage=1 tags=4+7",
        ],
    );
    let keys = ["before_hearing_closed", "in_hearing_closed", "after_hearing_closed", "in_hearing_succeeded"];
    assert_eq!(counts(&of, "L2", keys), [1, 1, 1, 0]);
    assert_eq!(counts(&of, "L2", ["from_arbitration", "from_court", "from_union"]), [1, 1, 1]);
    assert_eq!(counts(&of, "L2", ["rated", "satisfied"]), [2, 1], "who was not asked gave no rating");
    assert_eq!(counts(&of, "L2", ["platform_accepted", "overtime_accepted", "foreign_accepted"]), [1, 1, 0]);
    assert_eq!((value("I29", &of), value("I30", &of)), (Fraction::new(1, 2), Fraction::new(1, 4)));
    let mut both = of;
    both.append(
        &tallies("L3", &["accepted=2025-07-01 due=2025-08-15 closed=2025-08-01 outcome=11 satisfaction=2"]),
        |_| schemas::tally::Nature::Flow,
    );
    assert_eq!(value("I39", &both), Fraction::new(2, 3), "mediation and arbitration together");
}

/// Items 58, 69 and 86.
#[test]
fn courts_that_differ_shams_and_what_became_of_enforcement() {
    let case = "accepted=2025-01-01 due=2025-02-15 closed=2025-02-10 outcome=22 sued=yes sued_on=2025-02-20";
    let of = tallies(
        "L3",
        &[
            &format!("{case} court_result=3 court_decided_on=2025-07-20 difference=4"),
            &format!("{case} court_result=2 court_decided_on=2025-07-21 difference=2"),
            &format!(
                "{case} court_result=1 court_decided_on=2025-07-22 suspected_false=yes procuratorate_on=2025-08-01"
            ),
            &format!(
                "{case} enforcement=yes enforcement_on=2025-07-01 enforcement_stage=3 enforcement_ended=2025-08-01"
            ),
            &format!(
                "{case} enforcement=yes enforcement_on=2025-05-01 enforcement_stage=5 enforcement_ended=2025-08-01"
            ),
            &format!("{case} enforcement=yes enforcement_on=2025-08-01 enforcement_stage=2"),
        ],
    );
    let keys = [
        "court_decided",
        "court_differed",
        "counting_court_differed",
        "facts_court_differed",
        "law_court_differed",
    ];
    assert_eq!(counts(&of, "L3", keys), [3, 2, 1, 1, 0]);
    assert_eq!(counts(&of, "L3", ["to_procuratorate"]), [1]);
    let keys = ["enforcements", "enforcements_ended", "enforced_full", "enforcing"];
    assert_eq!(counts(&of, "L3", keys), [2, 2, 1, 1]);
    assert_eq!(value("I33", &of), Fraction::new(1, 2));
    adds_up("L3", &of);
    let filed = "filed=2025-06-01 due=2025-08-25 closed=2025-07-01 outcome=41 enforcement=yes";
    let of = tallies(
        "L4",
        &[&format!("{filed} enforcement_on=2025-07-02 enforcement_stage=3 enforcement_ended=2025-09-30")],
    );
    assert_eq!(counts(&of, "L4", keys), [1, 1, 1, 0]);
    assert_eq!(value("I33", &of), Some(Fraction::whole(1)));
}

/// Items 81, 123 and 130.
#[test]
fn wages_by_department_with_who_answers_and_what_went_to_arbitration() {
    let of = tallies(
        "L4",
        &[
            "filed=2025-07-01 due=2025-12-31 migrant=yes supervisor=01 area_duty=A area=B",
            "filed=2025-07-01 due=2025-12-31 migrant=yes supervisor=99",
            "filed=2025-07-01 due=2025-12-31 area_duty=A tags=8",
            "filed=2025-06-01 due=2025-12-31 closed=2025-07-10 outcome=33 referred_on=2025-07-08 referral_receipt=A next=B supervisor=03",
            "filed=2025-06-01 due=2025-12-31 referred_on=2025-07-09",
        ],
    );
    let keys =
        ["filed", "housing_filed", "other_authority_filed", "water_closed", "water_ending", "dispatch_filed"];
    assert_eq!(counts(&of, "L4", keys), [3, 1, 1, 1, 0, 1]);
    assert_eq!(counts(&of, "L4", ["area_named", "supervisor_named", "both_named"]), [2, 2, 1]);
    assert_eq!((value("I40", &of), value("I41", &of)), (Fraction::new(2, 3), Fraction::new(2, 3)));
    assert_eq!(counts(&of, "L4", ["referred", "referral_receipted"]), [2, 1]);
    adds_up("L4", &of);
    let of = tallies(
        "L5",
        &[
            "received=2025-07-01 due=2025-07-22 supervisor=02 area_duty=A closed=2025-07-10 outcome=01 verified_amount=500 paid=500 satisfaction=2",
            "received=2025-07-01 due=2025-07-22 supervisor=02 tags=4",
        ],
    );
    let keys =
        ["transport_received", "transport_done", "transport_ending", "transport_paid", "platform_received"];
    assert_eq!(counts(&of, "L5", keys), [2, 1, 1, 500, 1]);
    assert_eq!(
        counts(&of, "L5", ["area_named", "supervisor_named", "both_named", "rated", "satisfied"]),
        [1, 2, 1, 1, 1]
    );
    adds_up("L5", &of);
    let hand =
        "employer=A persons=3 risk=3 reason=B done=C asks=D handed=2025-07-01 handed_by=E approved_by=F";
    let of = tallies(
        "X2",
        &[
            &format!("{hand} kind=4"),
            &format!("{hand} kind=5"),
            &format!("{hand} kind=6"),
            &format!("{hand} kind=7"),
            &format!("{hand} kind=1"),
        ],
    );
    assert_eq!(
        counts(&of, "X2", ["handed", "raised", "to_arbitration", "to_inspection", "to_union", "to_court"]),
        [5, 1, 1, 1, 1, 1]
    );
    adds_up("X2", &of);
}

/// Items 51, 54 and 55.
#[test]
fn people_by_post_with_their_share_of_the_work() {
    let of = tallies(
        "R5",
        &[
            "post=1 engaged=1 part=1 education=2 qualification=A appointed=2024-01-01 trainings=2 trained=2025-08-01 handled=40",
            "post=1 engaged=4 part=2 education=3 qualification=B appointed=2025-07-10 trainings=1 handled=10",
            "post=2 engaged=5 part=1 education=3 appointed=2025-07-10 assisted=25 paid_period=500",
            "post=3 engaged=2 part=1 education=4 appointed=2024-07-10 trained=2025-06-30",
            "post=2 engaged=3 part=1 education=4 appointed=2024-07-10 left=2025-09-30 left_why=A handled=0 assisted=9",
        ],
    );
    let keys = [
        "opening",
        "appointed",
        "left",
        "people",
        "arbitrators",
        "clerks",
        "coordinators",
        "temporary",
        "established",
    ];
    assert_eq!(counts(&of, "R5", keys), [3, 2, 1, 4, 2, 1, 1, 3, 1]);
    let keys = [
        "full_time_arbitrators",
        "qualified",
        "trainings",
        "arbitrator_trainings",
        "trained",
        "handled",
        "temporary_handled",
        "clerk_assisted",
    ];
    assert_eq!(counts(&of, "R5", keys), [1, 2, 3, 3, 1, 50, 10, 34]);
    assert_eq!(value("I38", &of), Fraction::new(10, 50));
    adds_up("R5", &of);
    let mut both = of;
    both.append(&Tallies([("L3.closed".to_owned(), Tally::Number(55))].into()), |_| {
        schemas::tally::Nature::Flow
    });
    assert_eq!(value("I37", &both), Fraction::new(55, 2), "cases closed per arbitrator");
}

/// Items 70, 93, 112, 116 and 118.
#[test]
fn what_inspections_meetings_and_honours_come_to() {
    let of = tallies(
        "L13",
        &[
            "kind=06 times=1 inspector=A problem=B fix_by=2025-08-31 fixed_on=2025-08-20",
            "kind=06 times=1 inspector=A problem=C fix_by=2025-08-31",
            "kind=14 times=2 actions=D fix_by=2025-08-31 fixed_on=2025-08-30",
            "kind=17 times=3 employers=40 faults=9 put_right=7 topics=7",
            "kind=17 times=1 employers=10 faults=0 topics=8",
            "kind=18 times=2 title=E awarded_by=F",
        ],
    );
    assert_eq!(counts(&of, "L13", ["problems", "problems_done", "actions", "actions_done"]), [2, 1, 1, 1]);
    let keys = [
        "special_checks",
        "overtime_special_checks",
        "dispatch_special_checks",
        "checked_employers",
        "check_faults",
        "check_put_right",
    ];
    assert_eq!(counts(&of, "L13", keys), [4, 3, 1, 50, 9, 7]);
    assert_eq!(value("H6", &of), Some(Fraction::whole(2)));
    adds_up("L13", &of);
}

/// Items 98, 102, 104, 106 and 115.
#[test]
fn plans_opinion_messages_break_throughs_and_conduct() {
    let of = tallies(
        "X1",
        &[
            "stage=1 kind=4 urgency=2 learnt=2025-08-14T08:00 reported=2025-08-14T09:00 opinion=A opinion_status=2",
            "stage=3 kind=4 urgency=2 learnt=2025-08-14T08:00 reported=2025-08-15T09:00 opinion=A opinion_status=3 opinion_answered=2025-08-14T10:00 plan_grade=4 plan_on=2025-08-14T08:30 ended=2025-08-15T08:00",
            "stage=1 kind=1 urgency=1 learnt=2025-08-14T08:00 reported=2025-08-14T09:00",
        ],
    );
    assert_eq!(counts(&of, "X1", ["opinion", "opinion_calm", "plans"]), [1, 1, 1]);
    assert_eq!(of.get("X1.opinion_answer"), Some(&Tally::Days([(120, 1)].into())));
    adds_up("X1", &of);
    let of = tallies(
        "L7",
        &[
            "stage=3 urgency=1 learnt=2025-08-14T08:00 reported=2025-08-15T09:00 plan_grade=2 plan_on=2025-08-14T08:20",
        ],
    );
    assert_eq!(counts(&of, "L7", ["plans", "final"]), [1, 1]);
    assert_eq!(of.get("L7.plan_response"), Some(&Tally::Days([(20, 1)].into())));
    let of = tallies(
        "L10",
        &[
            "channel=6 received=2025-07-01T09:00 due=2025-07-11 closed=2025-07-05T09:00 outcome=1",
            "channel=6 received=2025-07-01T09:00 due=2025-07-11 closed=2025-07-15T09:00 outcome=4",
            "channel=1 received=2025-07-01T09:00 due=2025-07-11 closed=2025-07-05T09:00 outcome=1 appeal=6",
        ],
    );
    assert_eq!((value("I34", &of), value("I34T", &of)), (Some(Fraction::whole(9)), Fraction::new(1, 2)));
    assert_eq!(value("I36", &of), Some(Fraction::whole(1)));
    let danger = "found=2025-06-01 due=2025-09-30 risk=2 breakthrough=yes";
    let of = tallies(
        "L1",
        &[
            &format!("{danger} status=4 breakthrough_result=1 closed=2025-08-01"),
            &format!("{danger} status=2 breakthrough_result=3"),
            &format!("{danger} status=5 breakthrough_result=2"),
            "found=2025-07-01 due=2025-09-30 risk=2 status=2 tags=1",
        ],
    );
    let keys = ["breakthrough", "breakthrough_settled", "breakthrough_unsettled", "tutoring_new"];
    assert_eq!(counts(&of, "L1", keys), [2, 1, 1, 1]);
    assert_eq!(value("I35", &of), Fraction::new(1, 3));
}

/// A slice that is empty says nothing, and is not shown.
#[test]
fn an_empty_slice_is_not_shown() {
    let form = builtin().form("L4").unwrap();
    let of = |key: &str| form.tally(key).unwrap();
    assert!(of("filed").shows(&Tally::Number(0)) && of("migrant_filed").shows(&Tally::Number(0)));
    assert!(!of("housing_filed").shows(&Tally::Number(0)) && of("housing_filed").shows(&Tally::Number(1)));
    let by_day = builtin().form("L10").unwrap().tally("arrivals").unwrap();
    assert!(!by_day.shows(&Tally::Days([(1, 1)].into())), "what is for other ledgers is never shown");
}
