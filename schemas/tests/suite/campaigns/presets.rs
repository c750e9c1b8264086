//! The district of 2021, the city of 2024 to 2027 and the one-stop centres, each held against the table of its document.

use schemas::{campaign::Step, definition::Definitions};

use super::{campaign, days, duties, events, reminders, steps, targets};

/// What is asked is what stands in the table, line by line with its item.
fn same(code: &str, wanted: &[(&str, &str)]) {
    let own = targets(&campaign(code));
    assert_eq!(own.len(), wanted.len(), "{own:?}");
    for (own, (target, item)) in own.iter().zip(wanted) {
        assert_eq!(own, target, "{item}");
    }
}

fn phase(code: &'static str, from: &str, to: &str) -> (Option<&'static str>, String, String) {
    (Some(code), from.to_owned(), to.to_owned())
}

#[test]
fn the_district_of_2021_is_as_its_document_says() {
    let own = campaign("qingpu-2021");
    assert_eq!([own.from.to_string(), own.to.to_string()], ["2021-03-01", "2021-11-30"], "item 5");
    let wanted = [
        phase("survey", "2021-03-01", "2021-03-31"),
        phase("settle", "2021-04-01", "2021-09-30"),
        phase("calm", "2021-06-01", "2021-07-31"),
        phase("calm-autumn", "2021-10-01", "2021-11-30"),
    ];
    assert_eq!(days(&own), wanted, "item 5: the window of stability lies inside the months of settling");
    let cited = own.superior.as_ref().unwrap().cited().zh;
    assert_eq!(cited, "青委政法〔2021〕4号，区委政法委", "item 6");
    let windows: Vec<(&str, String, String)> =
        own.protections.iter().map(|one| (&*one.code, one.from.to_string(), one.to.to_string())).collect();
    let wanted = [
        ("centenary", "2021-06-01".into(), "2021-07-31".into()),
        ("expo", "2021-10-01".into(), "2021-11-30".into()),
    ];
    assert_eq!(windows, wanted, "items 29 and 107");
    let wanted = [
        ("L1 Month 5/8/20 upper+committee", "items 34 and 97: rolling, and to the committee"),
        ("L6 Month 5/8/20 upper", "items 38, 87, 90"),
        ("L4 Month 5/8/20 upper", "items 84, 85"),
        ("L5 Month 5/8/20 upper", "item 88"),
        ("L7M Month 5/8/20 upper when Major", "items 95, 98"),
        ("R2 Quarter 15/20/45 upper", "item 82"),
        ("R4 Quarter 15/20/45 upper", "item 85"),
        ("L9R Day 0/0/7 upper", "item 29"),
        ("L9 Day 0/1/7 upper at TimeOfDay(16:30:00) within protection", "item 29"),
        ("B1 Month 5/8/20 upper", "item 14"),
    ];
    for (own, (duty, item)) in duties(&own).iter().zip(wanted) {
        assert_eq!(own, duty, "{item}");
    }
    assert_eq!(duties(&own).len(), wanted.len());
    let reports: Vec<(&str, i64)> =
        own.reports.iter().map(|one| (&*one.form, i64::from(one.first_hours))).collect();
    assert_eq!(reports, [("L7", 2)], "items 95 and 96: at once");
    assert_eq!(events(&own), ["X1", "X2"], "items 32, 41, 96 and 97: when it happens, and owed by nobody");
    same(
        "qingpu-2021",
        &[
            ("I17 Zero { veto: true } Period", "item 13: 零失控"),
            ("I16 Zero { veto: false } Period", "item 83"),
            ("I25 Within { minutes: 120 } Period", "item 13: 零距离"),
            ("I21G AtMost { percent: Decimal { units: 0, places: 0 } } Period", "item 13: 零增长"),
            ("I21 Show CampaignToDate", "item 37"),
            ("I27 Show Period", "items 35 and 36"),
            ("I35 Show CampaignToDate", "item 106"),
        ],
    );
    assert_eq!(steps(&own), [Step::Reminder, Step::Notice], "items 37 and 45: 督办");
    let gates: Vec<&str> = own.tasks.iter().filter(|task| task.gate).map(|task| task.code.as_str()).collect();
    assert_eq!(gates, ["1.1", "1.2", "2.1", "2.2"], "items 34, 35, 37, 106: what closes a phase");
}

#[test]
fn the_city_of_2024_is_as_its_document_says() {
    let own = campaign("xiangyang-2024");
    assert_eq!([own.from.to_string(), own.to.to_string()], ["2024-05-01", "2027-12-31"], "item 3");
    let wanted = [
        phase("foundation", "2024-05-01", "2024-12-31"),
        phase("step", "2025-01-01", "2025-12-31"),
        phase("new-start", "2026-01-01", "2026-12-31"),
        phase("goal", "2027-01-01", "2027-12-31"),
    ];
    assert_eq!(days(&own), wanted, "item 3: 一年打基础、两年上台阶、三年开新局");
    assert_eq!(
        own.superior.as_ref().unwrap().cited().zh,
        "鄂人社函〔2024〕97号，省人力资源和社会保障厅",
        "item 6"
    );
    let quarterly =
        ["L2", "L3", "L13", "R1", "R3", "R5"].map(|form| format!("{form} Quarter 15/20/45 upper"));
    assert_eq!(duties(&own), quarterly, "items 53, 54, 55, 67, 72, 119, 126, 129");
    same(
        "xiangyang-2024",
        &[
            ("I19 Falling { against: LastYear } Period", "item 16"),
            ("I8 Rising { against: LastYear } Period", "item 58"),
            ("I1 Show YearToDate", "item 48"),
            ("I3 Show YearToDate", "item 48"),
            ("I5 Show YearToDate", "item 58"),
            ("I6 Show YearToDate", "item 61"),
            ("I7 Show YearToDate", "item 66"),
            ("I32 Show YearToDate", "item 61"),
            ("I39 Show YearToDate", "item 79"),
            ("I28 Show Period", "items 53 and 126"),
        ],
    );
    // Item 21: who has uploaded the local plan of a phase, each bureau for itself.
    for (task, due) in
        [("1.1", "2024-12-31"), ("1.2", "2025-03-31"), ("1.3", "2026-03-31"), ("1.4", "2027-03-31")]
    {
        let task = own.task(task).unwrap();
        assert_eq!(
            (task.departments().last(), own.task_due(task).to_string()),
            (Some("counties"), due.into()),
            "item 21"
        );
    }
    assert!(own.department("counties").unwrap().each_bureau, "item 43");
    assert_eq!(reminders(&own), "5d | 1d 3d | 3d | 20:00:00-08:00:00 days off true");
}

#[test]
fn the_one_stop_centres_are_as_their_piece_says() {
    let own = campaign("chengdu-onestop");
    let wanted = [
        ("L2 Month 5/8/20 upper", "items 71, 76"),
        ("L3 Month 5/8/20 upper", "item 71"),
        ("L4 Month 5/8/20 upper", "item 71"),
        ("L1 Month 5/8/20 upper", "items 99, 100"),
        ("L13 Month 5/8/20 upper", "item 76"),
        ("L11 Quarter 15/20/45 upper", "item 74"),
        ("R1 Quarter 15/20/45 upper", "items 72, 75"),
    ];
    for (own, (duty, item)) in duties(&own).iter().zip(wanted) {
        assert_eq!(own, duty, "{item}");
    }
    assert_eq!(duties(&own).len(), wanted.len());
    same(
        "chengdu-onestop",
        &[
            ("I1R Show CampaignToDate", "item 76: 7,546 of 14,234"),
            ("I1 Show CampaignToDate", "item 7: the other denominator"),
            ("H1 Show CampaignToDate", "item 76: 接待"),
            ("H2 Show CampaignToDate", "item 76: 受理"),
            ("H3 Show CampaignToDate", "item 76: 接收调解"),
            ("H4 Show CampaignToDate", "item 76: 成功"),
            ("H5 Show CampaignToDate", "item 76: 落实金额"),
            ("H6 Show CampaignToDate", "item 118: 荣誉"),
        ],
    );
    // The two rates name their denominators in words.
    let definitions = Definitions::builtin().unwrap();
    let formula = |indicator: &str| definitions.indicator(indicator).unwrap().formula.zh.clone();
    assert!(formula("I1R").contains("÷ 接收调解案件数") && formula("I1").contains("÷ 调解结案数"));
    let members = &own.leading_group.as_ref().unwrap().members;
    assert!(members.iter().any(|member| member.post.zh.contains("司法局")), "item 72: 合署办公");
    assert!(own.department("centres").unwrap().each_bureau, "item 75: 1+23");
}
