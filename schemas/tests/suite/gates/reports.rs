//! What is said of duty days and of reports of a matter: that nobody signed for nothing, whom no roster names, and where a
//! chain is broken.

use schemas::check::of_another_matter;

use super::{Said, filled, found_against, said};

const DUTY: &str =
    "unit,date,leader,officer,reported,events,gatherings,extreme,capital,opinion,other,nothing,signer\n";

#[test]
fn an_empty_ledger_where_nothing_is_a_row() {
    assert_eq!(
        found_against("L9", "2025-08-14", DUTY, None, None),
        [[
            "empty",
            "",
            "表中没有任何一行：无情况也要填写一行并签字（零报告） → 填写一行，各项填0，注明签字人",
            "There is no row: nothing to report is a row too, with a signature (零报告) → Fill one row with zeros and the \
             name of who signs"
        ]]
    );
}

#[test]
fn whom_no_roster_names() {
    let day = format!("{DUTY}东区局,2025-08-14,示例甲,示例乙,2025-08-14 16:20,0,0,0,0,0,0,是,示例己\n");
    let none = (
        "没有可供核对的L9R：没有报送该期或此前的L9R → 先报送L9R，或说明原因",
        "There is no L9R of this time or before to hold it to → File L9R first, or give a reason",
    );
    assert_eq!(
        found_against("L9", "2025-08-14", &day, None, Some(&[])),
        [["L9-301-none", "", none.0, none.1], ["L9-302-none", "", none.0, none.1]]
    );
    let roster = filled("L9R", "shift_no,date,leader,officer\n1,2025-08-14,示例丁,示例乙\n").table;
    assert_eq!(
        found_against("L9", "2025-08-14", &day, None, Some(&[roster])),
        [[
            "L9-301",
            "C2",
            "带班领导不在当日值班表上 → 核对姓名；临时换班的更正值班表，或说明原因",
            "The leader on duty is not on the roster of that day → Check the name; if duty was swapped, amend the roster or \
             give the reason"
        ]]
    );
}

const REPORTS: &str = "report_no,matter,stage,number,urgency,learnt,reported,employer,persons,arrived,ended,result,review,signer\n";
const FIRST: &str = "特3-1,M-1,初报,,1,2025-08-14 08:00,2025-08-14 09:12,示例物流,5,,,,,示例乙\n";
const SECOND: &str =
    "特3-2,M-1,续报,1,1,2025-08-14 08:00,2025-08-15 16:00,示例物流,5,2025-08-14 08:40,,,,示例乙\n";
const LAST: &str = "特3-3,M-1,终报,,1,2025-08-14 08:00,2025-08-16 16:00,示例物流,5,2025-08-14 08:40,2025-08-16 15:00,已付,已复盘,示例乙\n";

fn reports(rows: &[&str], before: &[&str]) -> Vec<Said> {
    let before = filled("L7", &format!("{REPORTS}{}", before.concat())).table;
    let file = format!("{REPORTS}{}", rows.concat());
    found_against("L7", "2025-08-16", &file, None, Some(&[before]))
}

#[test]
fn a_chain_of_reports_that_is_broken() {
    assert_eq!(reports(&[FIRST, SECOND, LAST], &[FIRST]), Vec::<Said>::new());
    let first = (
        "每一事项先初报一次，此前各次报告都要列在表中；核对上报时间",
        "A matter begins with one “First report”, and every report so far is listed; check the times",
    );
    let twice = SECOND.replace("续报,1", "初报,").replace("2025-08-15 16:00", "2025-08-14 09:30");
    let third = SECOND.replace("续报,1", "续报,3");
    let late = SECOND.replace("2025-08-15 16:00", "2025-08-16 17:00");
    for (rows, code, at, zh, en) in [
        (
            [SECOND, ""],
            "L7-300-first",
            "C2",
            format!("该事项最早的一份不是初报 → {}", first.0),
            format!("The earliest report of the matter is not “First report” → {}", first.1),
        ),
        (
            [FIRST, &twice],
            "L7-300-first",
            "C3",
            format!("同一事项有两份初报，或初报晚于其他报告 → {}", first.0),
            format!("A matter has a second “First report”, or one later than another report → {}", first.1),
        ),
        (
            [FIRST, &third],
            "L7-300-number",
            "D3",
            "续报序号应为1 → 续报按上报时间从1起连续编号，不得缺号".into(),
            "The number of “Further report” should be 1 → Number them from 1 in the order of their times, without a gap"
                .into(),
        ),
        (
            [&format!("{FIRST}{LAST}"), &late],
            "L7-300-last",
            "C3",
            "终报之后还有报告 → 事项未了结的不作终报；已了结后又起的，另立事项".into(),
            "There is a report after “Last report” → Leave “Last report” until it is over; what begins again is a matter \
             of its own"
                .into(),
        ),
    ] {
        assert_eq!(reports(&rows, &[]), [[code, at, &zh, &en]]);
    }
    // What was filed before stands no more as it was.
    assert_eq!(
        reports(&[FIRST], &[FIRST, SECOND]),
        [[
            "L7-300-before",
            "",
            "此前已报的续报1（特3-2）不在表中，或类型、序号与已报的不同 → 列出此前各次报告，编号、类型、序号不变；报错的先更正那一次的报送",
            "“Further report” 1 (特3-2), filed before, is missing or is another kind or number now → List every report so \
             far with its number and kind; if one was wrong, amend that filing first"
        ]]
    );
}

#[test]
fn a_report_of_another_matter_than_the_filing_s() {
    let table = filled("L7", &format!("{REPORTS}{FIRST}")).table;
    assert_eq!(of_another_matter(&table, &"M-1".parse().unwrap()), []);
    assert_eq!(
        said(&of_another_matter(&table, &"M-2".parse().unwrap())),
        [[
            "L7-300-subject",
            "B2",
            "该行的事项（M-1）不是报送时指明的事项 M-2 → 一事一报：更正事项编号，或以 --subject M-1 另行报送",
            "This row is of the matter M-1, and the filing is of M-2 → One report, one matter: correct its number, or file \
             it with --subject M-1"
        ]]
    );
}
