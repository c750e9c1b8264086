//! What is said of limits: where a due day contradicts the count, why a count cannot be made, where a case stands, and what a
//! calendar does not know.

use chrono::NaiveDate;
use schemas::{
    deadline::ClockFault,
    term::{Limits, Stand, Urgency},
    text::Text,
};

use super::{Said, arbitration, found};
use crate::ledger::ledger;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_due_day_that_is_not_the_counted_one() {
    let fix = (
        "更正届满日，或补填中止、公告、延期等事项；另有依据的说明理由",
        "Correct the due day or add what happened to the clock; if it rests on something else say on what",
    );
    assert_eq!(
        arbitration("", &["甲1,2025-09-01,1,2025-10-17,否"]),
        [[
            "due-day",
            "D2",
            &format!(
                "按调解仲裁法第43条第1款；办案规则第45、46条自2025-09-01起45日、计入本行所记事项，“审结（审限）”的届满日应为2025-10-16 → {}",
                fix.0
            ),
            &format!(
                "By Law, Art. 43(1); Rules, Arts. 45 and 46, 45 days after 2025-09-01 and with the events of this row, the last \
                 day to Close the case is 2025-10-16 → {}",
                fix.1
            )
        ]]
    );
    assert_eq!(
        found("L4", "2025Q3", "case_no,filed,due,persons\n甲1,2025-08-18,2025-11-13,1\n"),
        [[
            "due-day",
            "C2",
            &format!(
                "按条例第17条自2025-08-18起60个工作日、计入本行所记事项，“完成调查”的届满日应为2025-11-14 → {}",
                fix.0
            ),
            &format!(
                "By Regulations, Art. 17, 60 working days after 2025-08-18 and with the events of this row, the last day to \
                 Finish the investigation is 2025-11-14 → {}",
                fix.1
            )
        ]]
    );
}

#[test]
fn events_that_cannot_have_happened() {
    let fix = (
        "更正中止、恢复、公告、延期等日期和文号；确属如此的说明情况",
        "Correct the days and numbers of suspension, announcement or extension; if they are right say why",
    );
    let base = "甲1,2025-09-01,1,2025-10-16,否";
    for (columns, cells, zh, en) in [
        (
            "extended,extension_days,extended_on",
            "是,15,2025-09-20",
            "2025-09-20 的延长没有批准文号；请填写",
            "The extension of 2025-09-20 names no document; name it",
        ),
        (
            "extended,extension_days,extended_on,extension_doc",
            "是,20,2025-09-20,延1",
            "2025-09-20 的延长超过上限（累计最多 15 日）；请核对批准天数",
            "The extension of 2025-09-20 is longer than allowed (15 days in all); check the days approved",
        ),
        (
            "resumed",
            "2025-09-20",
            "2025-09-20 的事项与此前记录矛盾（未中止而恢复，或中止期间又中止）；请补齐记录",
            "The event of 2025-09-20 contradicts what was recorded before (resumed without a suspension, or suspended twice); \
             complete the record",
        ),
        (
            "joined",
            "2025-08-31",
            "2025-08-31 的事项早于起算日；请核对日期",
            "The event of 2025-08-31 lies before the limit began to run; check the dates",
        ),
    ] {
        assert_eq!(
            arbitration(&format!(",{columns}"), &[&format!("{base},{cells}")]),
            [[
                "clock-event",
                "D2",
                &format!("时限无法推算：{zh} → {}", fix.0),
                &format!("The time limit cannot be counted: {en} → {}", fix.1)
            ]],
            "{columns}"
        );
    }
    assert_eq!(
        ClockFault::Late(day("2025-10-20"), day("2025-10-16")).text(),
        Text::new(
            "2025-10-20 批准延长时，时限已于 2025-10-16 届满；逾期后批准不生效",
            "The extension was approved on 2025-10-20, when the limit had passed on 2025-10-16; it has no effect"
        )
    );
    // A form's term is bound to events its rule knows; whoever counts by hand can say others.
    assert_eq!(
        ClockFault::Foreign(day("2025-10-20")).text(),
        Text::new(
            "2025-10-20 的事项不适用于本时限；请核对事项类型",
            "The event of 2025-10-20 does not exist for this limit; check its kind"
        )
    );
}

const UNCOVERED: (&str, &str) = (
    "日历未更新：2026-12-26 所属的 2027 年放假安排尚未录入，不能推算；请录入国务院办公厅通知后再算",
    "The calendar has no notice of 2027 and cannot say what 2026-12-26 is; load the State Council's notice of that year",
);

#[test]
fn days_that_the_calendar_does_not_know() {
    let file = "case_no,filed,due,persons\n甲1,2026-11-20,2027-02-20,1\n甲2,2026-11-23,2027-02-24,1\n";
    assert_eq!(
        found("L4", "2026Q4", file),
        [[
            "calendar",
            "",
            &format!("2件的届满日无法推算。{} → 无需处理；日历更新后再核对这些届满日", UNCOVERED.0),
            &format!(
                "Cases whose due day cannot be counted: 2. {} → Nothing to do here; look at these due days again when the \
                 calendar was loaded",
                UNCOVERED.1
            )
        ]]
    );
    assert_eq!(
        found("L4", "2025Q3", "case_no,filed,due,persons\n甲1,2025-08-18,2025-11-14,1\n"),
        Vec::<Said>::new()
    );
}

#[test]
fn where_a_case_stands() {
    for (stand, zh, en) in [
        (Stand::Overdue(3), "超期3天", "3 d overdue"),
        (Stand::Lapsed(2), "到期已2天，待核", "passed 2 d ago, to check"),
        (Stand::Due(Urgency::Three, 0), "今日到期", "due today"),
        (Stand::Due(Urgency::Five, 4), "剩4天", "4 d left"),
        (Stand::Stopped(36), "停止计算，剩36天", "stopped with 36 d left"),
        (Stand::Unknown, "无法推算", "cannot be counted"),
    ] {
        assert_eq!(stand.text(), Text::new(zh, en));
    }
}

#[test]
fn what_a_last_day_rests_on() {
    let notes = |form: &str, row: &str| {
        let table = ledger(form, &[row]);
        Limits::of(&table).at(0, 0).unwrap().notes()
    };
    assert_eq!(notes("L3", "accepted=2025-09-01 due=2025-10-16"), []);
    for (form, row, zh, en) in [
        ("L3", "accepted=2025-09-01 due=2025-10-17", "填报为2025-10-17", "filled in as 2025-10-17"),
        (
            "L3",
            "accepted=2026-12-01",
            "末日是否顺延待定：日历未更新",
            "may be put off: the calendar was not updated",
        ),
        (
            "L4",
            "filed=2026-11-20 due=2027-02-20",
            &format!("按填报日期。{}", UNCOVERED.0),
            &format!("As filled in. {}", UNCOVERED.1),
        ),
        ("L4", "filed=2026-11-20", UNCOVERED.0, UNCOVERED.1),
    ] {
        assert_eq!(notes(form, row), [Text::owned(zh, en)], "{row}");
    }
}
