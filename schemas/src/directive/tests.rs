//! The documents to the byte, the state machine case by case, and each guard with its words in both languages.

use super::*;
use crate::{
    campaign::{Family, Rung, Step},
    text::Text,
};

fn directive(kind: Kind) -> Directive {
    Directive {
        serial: Directive::serial_of(2025, 3).unwrap(),
        number: "云人社督〔2025〕3号".into(),
        due: "2025-12-20".parse().unwrap(),
        order: Order {
            kind,
            to: Addressee::Bureau("519981".parse().unwrap()),
            follows: Some("D2025-1".parse().unwrap()),
            period: Some("2025Q3".parse().unwrap()),
            title: "河口市2025年第三季度挂牌督办".into(),
            matter: "仲裁结案率81.98%\n超期未结8件".into(),
            basis: String::new(),
            demand: "限期整改".into(),
            release: "验收通过后摘牌".into(),
            office: "劳动关系科".into(),
            grounds: vec![Ground {
                family: Family::Lagging,
                sentence: Text::new("仲裁结案率81.98%", "closure rate 81.98 %"),
            }],
            cases: vec![CaseNamed { form: "L3".into(), number: "河口劳人仲案〔2025〕103号".into() }],
        },
        by: "leader".into(),
    }
}

fn act(change: Change) -> DirectiveAct {
    DirectiveAct {
        serial: "D2025-3".parse().unwrap(),
        to: Addressee::Bureau("519981".parse().unwrap()),
        change,
        words: "现场核查，两人签字".into(),
        by: "staff".into(),
    }
}

fn every_change() -> [Change; 7] {
    [
        Change::Extended("2026-01-20".parse().unwrap()),
        Change::Passed(None),
        Change::Passed(Some("2025Q4".parse().unwrap())),
        Change::Failed,
        Change::Closed,
        Change::Escalated("D2025-4".parse().unwrap()),
        Change::Withdrawn,
    ]
}

#[test]
fn golden_bytes() {
    insta::assert_snapshot!("directive", directive(Kind::Listing).compose());
    insta::assert_snapshot!("act", act(every_change()[0].clone()).compose());
}

#[test]
fn a_directive_round_trips_and_nothing_else_is_read() {
    let whole = directive(Kind::Listing);
    let text = whole.compose();
    assert_eq!(Directive::parse(&text).unwrap(), whole);
    let mut bare = directive(Kind::Assign);
    bare.order = Order {
        follows: None,
        period: None,
        grounds: vec![],
        cases: vec![],
        release: String::new(),
        ..bare.order
    };
    assert_eq!(Directive::parse(&bare.compose()).unwrap(), bare);
    for (bad, line) in [
        (text.replace("kind listing", "kind other"), "kind"),
        (text.replace("serial D2025-3", "serial D 3"), "serial"),
        (text.replace("due 2025-12-20", "due 2025-12-32"), "due"),
        (text.replace("grounds 1", "grounds 2"), "ground"),
        (text.replace("grounds 1", "grounds 41"), "grounds"),
        (text.replace("ground lagging", "ground late"), "ground"),
        (text.replace("cases 1", "cases 01"), "form"),
        (text.replace("title ", "title !"), "title"),
        (format!("{text}more -\n"), "end"),
        (text.replace("tongbao-directive/v1", "tongbao-directive/v2"), TITLE),
    ] {
        assert_eq!(Directive::parse(&bad).unwrap_err(), BadLine(line), "{bad}");
    }
    let empty = |words: &str| Directive {
        order: Order { demand: words.into(), ..directive(Kind::Notice).order },
        ..directive(Kind::Notice)
    };
    for words in ["", " ", &"长".repeat(2_001)] {
        assert_eq!(Directive::parse(&empty(words).compose()).unwrap_err(), BadLine("demand"));
    }
}

#[test]
fn an_act_round_trips_and_nothing_else_is_read() {
    for change in every_change() {
        let act = act(change);
        assert_eq!(DirectiveAct::parse(&act.compose()).unwrap(), act);
    }
    let text = act(Change::Failed).compose();
    for (bad, line) in [
        (text.replace("change failed", "change other"), "change"),
        (text.replace("until -", "until 2025-12-20"), "change"),
        (text.replace("met -", "met 2025Q4"), "change"),
        (text.replace("next -", "next D2025-4"), "change"),
        (text.replace("change failed", "change extended"), "change"),
        (text.replace("change failed", "change escalated"), "change"),
        (DirectiveAct { words: " ".into(), ..act(Change::Failed) }.compose(), "words"),
    ] {
        assert_eq!(DirectiveAct::parse(&bad).unwrap_err(), BadLine(line), "{bad}");
    }
}

#[test]
fn what_is_done_is_said_in_both_languages() {
    let said = every_change().map(|change| change.text());
    assert_eq!(
        said,
        [
            Text::new("延期至2026-01-20", "extended until 2026-01-20"),
            Text::new("验收通过，问题已消除", "passed: the trouble is gone"),
            Text::new("验收通过，2025年第四季度指标达标", "passed: the indicators of Q4 2025 are met"),
            Text::new("验收不合格", "inspection failed"),
            Text::new("解除", "ended"),
            Text::new("升级，另发D2025-4", "raised: D2025-4 follows"),
            Text::new("撤销", "withdrawn"),
        ]
    );
}

#[test]
fn the_ladder_is_the_campaigns_and_leads_upward_only() {
    let rung = |step, days| Rung { step, days };
    let own = [rung(Step::Reminder, None), rung(Step::Interview, Some(10)), rung(Step::Listing, Some(60))];
    assert_eq!(upward(&own, Kind::Interview), [Kind::Listing]);
    assert_eq!(upward(&own, Kind::Listing), []);
    assert_eq!(
        upward(&own, Kind::Assign),
        [Kind::Interview, Kind::Listing],
        "from beside the ladder, above the reminder"
    );
    assert_eq!(rung_of(&own, Kind::Listing), Some((2, Some(60))));
    assert_eq!(rung_of(&own, Kind::Notice), None);
    assert_eq!(
        upward(&[], Kind::Notice),
        [Kind::Listing, Kind::Interview],
        "the program's own where there is none"
    );
    for kind in Kind::ALL {
        assert_eq!(kind.to_string().parse::<Kind>().unwrap(), *kind);
        assert!(kind.step().is_none_or(|step| Kind::of_step(step) == Some(*kind)));
        assert!(kind.title().zh != kind.title().en);
    }
}

/// Where it stands after some events.
fn after(kind: Kind, events: &[Event]) -> Standing {
    standing(&directive(kind), events)
}

const PLAN: Event = Event::Answered(AnswerKind::Plan);
const PROGRESS: Event = Event::Answered(AnswerKind::Progress);
const ASKS: Event = Event::Answered(AnswerKind::Application);
const FAILED: Event = Event::Acted(Change::Failed);
const PASSED: Event = Event::Acted(Change::Passed(None));
const CLOSED: Event = Event::Acted(Change::Closed);

fn extended() -> Event {
    Event::Acted(every_change()[0].clone())
}

#[test]
fn a_listing_goes_its_way_from_listed_to_delisted() {
    let signed = Event::Answered(AnswerKind::Receipt);
    let way = [signed, PLAN, PROGRESS, PROGRESS, ASKS, FAILED, extended(), PROGRESS, ASKS, PASSED, CLOSED];
    let stages: Vec<Stage> = (0..=way.len()).map(|n| after(Kind::Listing, &way[..n]).stage).collect();
    assert_eq!(
        stages,
        [
            Stage::Issued,
            Stage::Issued,
            Stage::Planned,
            Stage::Mending,
            Stage::Mending,
            Stage::Applied,
            Stage::Failed,
            Stage::Mending,
            Stage::Mending,
            Stage::Applied,
            Stage::Passed,
            Stage::Closed,
        ]
    );
    let end = after(Kind::Listing, &way);
    assert_eq!((end.due.to_string().as_str(), end.extended, end.signed), ("2026-01-20", true, true));
    assert_eq!(end.stage.title(Kind::Listing), Text::new("已摘牌", "delisted"));
    assert_eq!(end.stage.title(Kind::Assign), Text::new("已办结", "ended"));
    // What comes after the end changes nothing.
    let more: Vec<Event> = way.iter().cloned().chain([PROGRESS, FAILED]).collect();
    assert_eq!(after(Kind::Listing, &more), end);
}

#[test]
fn an_answer_moves_only_what_it_can() {
    let stage = |events: &[Event]| after(Kind::Notice, events).stage;
    assert_eq!(stage(&[ASKS, PROGRESS]), Stage::Applied, "progress does not take back that it is asked for");
    assert_eq!(stage(&[PROGRESS, PLAN]), Stage::Mending, "a later plan is not a step back");
    assert_eq!(stage(&[ASKS, PASSED, ASKS]), Stage::Passed);
    assert_eq!(stage(&[FAILED, PLAN]), Stage::Planned);
    assert_eq!(stage(&[Event::Answered(AnswerKind::Report)]), Stage::Applied);
    let asks = Event::Answered(AnswerKind::Extension);
    assert!(after(Kind::Notice, std::slice::from_ref(&asks)).asks_longer);
    assert!(!after(Kind::Notice, &[asks.clone(), extended()]).asks_longer);
    assert!(!after(Kind::Notice, &[extended(), asks]).asks_longer, "it is given once");
    let appeal = Event::Answered(AnswerKind::Appeal);
    assert!(after(Kind::Notice, std::slice::from_ref(&appeal)).appealed);
    assert!(!after(Kind::Notice, &[appeal, FAILED]).appealed);
    // A neighbour that is told only signs.
    let signed = after(Kind::Neighbour, &[Event::Answered(AnswerKind::Receipt)]);
    assert!(signed.stage == Stage::Signed && signed.stage.is_over() && signed.next_answer().is_none());
}

#[test]
fn what_is_to_be_answered_next_and_when_it_is_late() {
    let day = |day: &str| day.parse().unwrap();
    let next = |kind, events: &[Event]| after(kind, events).next_answer();
    let signed = Event::Answered(AnswerKind::Receipt);
    assert_eq!(next(Kind::Listing, &[]), Some(AnswerKind::Receipt));
    assert_eq!(next(Kind::Listing, std::slice::from_ref(&signed)), Some(AnswerKind::Plan));
    assert_eq!(next(Kind::Assign, &[signed]), Some(AnswerKind::Report));
    assert_eq!(next(Kind::Listing, &[PLAN]), Some(AnswerKind::Progress));
    assert_eq!(next(Kind::Listing, &[PLAN, ASKS, FAILED]), Some(AnswerKind::Progress));
    assert_eq!(next(Kind::Listing, &[ASKS]), None, "the city is to inspect");
    let open = after(Kind::Listing, &[PLAN]);
    assert_eq!((open.is_overdue(day("2025-12-20")), open.is_overdue(day("2025-12-21"))), (false, true));
    assert_eq!((open.days_left(day("2025-12-18")), open.days_left(day("2025-12-21"))), (2, -1));
    assert!(!after(Kind::Listing, &[ASKS]).is_overdue(day("2026-12-21")), "it asked; the city is slow");
    assert!(!after(Kind::Listing, &[Event::Acted(Change::Withdrawn)]).is_overdue(day("2026-12-21")));
}

#[test]
fn every_guard_says_why_and_what_can_be_done() {
    let (early, late) = ("2025-12-20".parse().unwrap(), "2025-12-21".parse().unwrap());
    let longer = || Change::Extended("2026-01-20".parse().unwrap());
    let next = || Change::Escalated("D2025-4".parse().unwrap());
    let refused = |events: &[Event], change: Change, today, zh: &'static str, en: &'static str| {
        assert_eq!(after(Kind::Listing, events).allows(&change, today), Err(Text::new(zh, en)), "{change:?}");
    };
    let over = (
        "该件已摘牌，不能再作处理；问题复发的另行立项并注明原编号",
        "It is over (delisted) and nothing more is done of it; what comes up again is a new one that names this",
    );
    for change in every_change() {
        refused(&[ASKS, PASSED, CLOSED], change, early, over.0, over.1);
    }
    refused(
        &[extended()],
        Change::Extended("2026-02-20".parse().unwrap()),
        early,
        "已延期一次，不能再延；到期仍未办结的应升级",
        "It was given longer once, and is not again; what is not done by then is raised",
    );
    refused(
        &[PLAN],
        longer(),
        late,
        "期限2025-12-20已过，延期须在到期前办理；可以升级",
        "It was due on 2025-12-20; longer is given before that day is over. It can be raised",
    );
    refused(
        &[PLAN],
        Change::Extended(early),
        early,
        "延期须晚于现行期限2025-12-20，请改填以后的日期",
        "An extension ends after 2025-12-20, when it is due now; give a later day",
    );
    for change in [Change::Passed(None), Change::Failed] {
        refused(
            &[PLAN, PROGRESS],
            change,
            early,
            "单位尚未申请验收，不能验收；收到申请验收或办结报告后再验收",
            "The bureau has not asked for an inspection; inspect it when it has",
        );
    }
    refused(
        &[ASKS],
        Change::Closed,
        early,
        "验收尚未通过，不能解除；先验收并写明佐证",
        "No inspection was passed, so that it cannot be ended; inspect it first and say what proves it",
    );
    refused(
        &[PLAN],
        next(),
        early,
        "未逾期，也没有验收不合格，不能升级；2025-12-20后仍未办结的再升级",
        "It is neither overdue nor failed an inspection, so that it cannot be raised; it can be after 2025-12-20",
    );
    for (events, change, today) in [
        (&[PLAN][..], longer(), early),
        (&[PLAN], next(), late),
        (&[ASKS, FAILED], next(), early),
        (&[ASKS], Change::Failed, early),
        (&[ASKS], Change::Passed(None), late),
        (&[ASKS, PASSED], Change::Closed, late),
        (&[], Change::Withdrawn, early),
    ] {
        assert_eq!(after(Kind::Listing, events).allows(&change, today), Ok(()), "{change:?}");
    }
}

#[test]
fn words_with_personal_data_are_found_wherever_they_stand() {
    let clean = directive(Kind::Listing).order;
    assert_eq!(clean.personal(), None);
    let with = [
        Order { matter: "请联系13800138000".into(), ..clean.clone() },
        Order { release: "身份证11010519491231002X".into(), ..clean.clone() },
        Order { cases: vec![CaseNamed { form: "L3".into(), number: "11010519491231002X".into() }], ..clean },
    ];
    for order in with {
        assert!(order.personal().is_some(), "{order:?}");
    }
}

#[test]
fn an_order_is_kept_and_read_back() {
    let order = directive(Kind::Interview).order;
    let kept = serde_json::to_string(&order).unwrap();
    assert_eq!(serde_json::from_str::<Order>(&kept).unwrap(), order);
}

fn department() -> Addressee {
    Addressee::Department("court".parse().unwrap())
}

fn feedback(kind: AnswerKind) -> Feedback {
    let answer = Answer {
        number: "2".into(),
        kind,
        day: "2025-10-20".parse().unwrap(),
        content: "三件疑难案件已排期".into(),
        measures: Some("每周调度".into()),
        evidence: None,
        until: (kind == AnswerKind::Extension).then(|| "2025-12-01".parse().unwrap()),
        leader: None,
        responsible: None,
    };
    Feedback { serial: "D2025-3".parse().unwrap(), department: "court".parse().unwrap(), number: 2, answer }
}

#[test]
fn what_is_put_to_a_department_and_what_it_answers_to_the_byte() {
    let mut put = directive(Kind::Assign);
    put.order = Order { to: department(), grounds: Vec::new(), cases: Vec::new(), period: None, ..put.order };
    insta::assert_snapshot!("department", put.compose());
    assert_eq!(Directive::parse(&put.compose()).unwrap(), put);
    insta::assert_snapshot!("feedback", feedback(AnswerKind::Progress).compose());
    for kind in AnswerKind::ALL {
        assert_eq!(Feedback::parse(&feedback(kind).compose()).unwrap(), feedback(kind));
    }
    let act = DirectiveAct { to: department(), ..act(Change::Failed) };
    assert_eq!(DirectiveAct::parse(&act.compose()).unwrap(), act);
    let text = feedback(AnswerKind::Progress).compose();
    for (bad, line) in [
        (text.replace("number 2", "number 0"), "form"),
        (text.replace("number 2", "number 02"), "form"),
        (text.replace("kind 3", "kind 9"), "kind"),
        (text.replace("department court", "department a/b"), "department"),
        (text.replace("until -", "until soon"), "until"),
    ] {
        assert_eq!(Feedback::parse(&bad).unwrap_err(), BadLine(line), "{bad}");
    }
    let mut long = feedback(AnswerKind::Plan);
    long.answer.content = "字".repeat(MAX_ANSWER + 1);
    assert_eq!(Feedback::parse(&long.compose()).unwrap_err(), BadLine("content"));
    long.answer.content = "请电13800138000".into();
    assert!(long.personal().is_some() && feedback(AnswerKind::Plan).personal().is_none());
}

/// What waited for a leader before departments were addressees is kept as JSON with the code of a bureau.
#[test]
fn an_order_kept_before_departments_were_addressees_is_read() {
    let order = directive(Kind::Notice).order;
    let kept = serde_json::to_value(&order).unwrap();
    assert_eq!(kept["bureau"], "519981");
    assert_eq!(serde_json::from_value::<Order>(kept).unwrap(), order);
    let order = Order { to: department(), ..order };
    let kept = serde_json::to_value(&order).unwrap();
    assert_eq!((kept["department"].as_str(), kept.get("bureau")), (Some("court"), None));
    assert_eq!(serde_json::from_value::<Order>(kept).unwrap(), order);
}

#[test]
fn an_addressee_takes_what_is_for_it_and_is_named_in_an_address() {
    let bureau = Addressee::Bureau("519981".parse().unwrap());
    for addressee in [&bureau, &department()] {
        assert_eq!(addressee.to_string().parse::<Addressee>().as_ref(), Ok(addressee));
    }
    assert_eq!("department/a b".parse::<Addressee>(), Err(BadLine("department")));
    assert_eq!("court".parse::<Addressee>(), Err(BadLine("bureau")));
    assert!(Kind::ALL.iter().all(|kind| bureau.takes(*kind)));
    let taken: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| department().takes(*kind)).collect();
    assert_eq!(taken, [Kind::Assign, Kind::Urge, Kind::Notice]);
    let approved = |to: &Addressee| taken.iter().map(|kind| to.wants_approval(*kind)).collect::<Vec<bool>>();
    assert_eq!(
        (approved(&bureau), approved(&department())),
        (vec![false, false, true], vec![true, false, true])
    );
}
