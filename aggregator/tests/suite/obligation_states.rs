//! Every state of an obligation (DOMAIN §3.12): the acts and the instant that lead to it, and its words in both languages.

use aggregator::{
    obligation::{Act, Ground, State},
    web::mark::state_word,
};
use schemas::{
    bureau::BureauCode,
    definition::Definitions,
    duty_act::{Change, DutyAct},
    owed::{Acts, Owing},
    period::Period,
    statement::FilingKey,
    text::Lang,
    wire::FilingState,
};

use crate::city::at;

/// Within the window, when it was filed.
const FILED: &str = "2025-10-13 10:00";

fn act(state: FilingState) -> Act {
    Act { state, nil: false, awaited: false, received: at(FILED) }
}

fn seen(act: Option<Act>, decided: &[Change], now: &str) -> State {
    let definitions = Definitions::builtin().unwrap();
    let campaign = definitions.campaign("yunjiang-2025").unwrap();
    let (bureau, period): (BureauCode, Period) = ("519901".parse().unwrap(), "2025Q3".parse().unwrap());
    let decision = |change: &Change| DutyAct {
        duty: FilingKey { bureau: bureau.clone(), form: "L3".into(), period, subject: None },
        change: *change,
        reason: "机房迁移".into(),
        by: "staff".into(),
    };
    let acts = Acts::new(decided.iter().map(decision).collect(), Vec::new(), Vec::new());
    let who = Owing::known_by_code(&bureau);
    let ground = Ground { campaign, calendar: definitions.calendar(), who, acts: &acts };
    let duty = campaign.duty("L3", period.cadence()).unwrap();
    ground.at(duty, period, act, at(now)).unwrap().state
}

/// Each state with its words: what was filed and decided, and when one looks. It is due on the 15th, missing after the 20th.
#[test]
fn every_state_is_reached_and_said_in_both_languages() {
    let longer = Change::Extended("2025-10-25".parse().unwrap());
    let nil = Act { nil: true, ..act(FilingState::Validated) };
    let awaited = Act { awaited: true, ..act(FilingState::Confirmed) };
    let (none, late): (&[Change], &[Change]) = (&[], &[Change::Exempted]);
    let states = [
        (None, none, "2025-09-30 23:59", State::NotDue, "未到期", "not due"),
        (None, none, "2025-10-01 00:00", State::Open, "待报", "to file"),
        (None, none, "2025-10-16 00:00", State::Overdue, "逾期未报", "overdue"),
        (None, none, "2025-10-21 00:00", State::Missing, "未报送", "not filed"),
        (None, &[longer], "2025-10-21 00:00", State::Open, "待报", "to file"),
        (None, late, "2025-10-21 00:00", State::Exempt, "豁免", "exempt"),
        (Some(act(FilingState::Receipted)), none, FILED, State::Receipted, "已回执", "receipted"),
        (Some(act(FilingState::Invalid)), none, FILED, State::Invalid, "待更正", "to amend"),
        (Some(act(FilingState::Returned)), none, FILED, State::Returned, "退回修改", "returned"),
        (Some(act(FilingState::Validated)), none, FILED, State::Validated, "待确认", "to confirm"),
        (Some(act(FilingState::Confirmed)), none, FILED, State::Confirmed, "已确认", "confirmed"),
        (Some(nil), none, FILED, State::Nil, "零报告", "nil"),
        (
            Some(awaited),
            none,
            FILED,
            State::Awaited,
            "已校验，待补传数据",
            "rows checked before; awaited again",
        ),
        // What was withdrawn, or never followed by its rows, is as if nothing had come.
        (Some(act(FilingState::Voided)), none, FILED, State::Open, "待报", "to file"),
        (Some(act(FilingState::Voided)), none, "2025-10-21 00:00", State::Missing, "未报送", "not filed"),
        (Some(act(FilingState::Defaulted)), none, "2025-10-16 00:00", State::Overdue, "逾期未报", "overdue"),
        // What was filed although it was let off is shown as what it is.
        (Some(act(FilingState::Confirmed)), late, FILED, State::Confirmed, "已确认", "confirmed"),
    ];
    for (filed, decided, now, wanted, zh, en) in states {
        let state = seen(filed, decided, now);
        assert_eq!(state, wanted, "{filed:?} {decided:?} {now}");
        assert_eq!((state_word(state, Lang::Zh).as_str(), state_word(state, Lang::En).as_str()), (zh, en));
    }
}
