//! The forms of reports and of days, filled from files with clean and with messy headings: scenarios 1, 6 and 7 of DOMAIN
//! §8.4, and what breaks each of their checks, in both languages.

use std::sync::Arc;

use schemas::{
    check::{Against, check_after_reading},
    fill::fill,
    filter::Window,
    finding::{Finding, Severity},
    fraction::Fraction,
    period::Period,
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
    table::{Cell, Table},
    tally::{Tallies, Tally},
};

use crate::ledger::{builtin, ledger};

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// A form filled from a file: its rows, figures, and everything found.
fn filed(form: &str, of: &str, file: &str, beside: Option<&[Table]>) -> (Table, Tallies, Vec<Finding>) {
    let book = read(file.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
    let filled = fill(&book, &Arc::clone(builtin().form(form).unwrap()), &[]);
    let window = Window::of(period(of));
    let tallies = Tallies::of(&filled.table, window);
    let against = Against { window, previously_open: None, beside };
    let findings = check_after_reading(filled.findings, &filled.table, &tallies, &against);
    (filled.table, tallies, findings)
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn number(tallies: &Tallies, name: &str) -> i64 {
    tallies.get(name).expect(name).count()
}

fn cells(table: &Table) -> Vec<Vec<Cell<'_>>> {
    let columns = table.form().columns.len();
    (0..table.len()).map(|row| (0..columns).map(|column| table.cell(row, column)).collect()).collect()
}

/// Scenario 1: 68 workers, 312.6万 owed, the employer in hiding, 80万 advanced; first report after 1 h 12 min, three
/// further ones, the last on the ninth day.
const SCENARIO_1: &str = "\
报告编号,事项编号,报告类型,续报序号,紧急程度,接报时间,上报时间,用人单位名称,职工总数,涉及人数,涉及金额（元）,垫付金额（元）,主要案由,风险等级,行为表现,监察员到场时间,包案领导,定向辅导专家,了结时间,处置结果,复盘,签发人
云东特3-1,M-2025-0068,初报,,特急,2025-08-14 08:00,2025-08-14 09:12,云江示例物流有限公司,120,68,3126000,,01 劳动报酬,红,10 用人单位欠薪逃匿、01,2025-08-14 08:40,副区长示例甲,,,,,示例乙
云东特3-2,M-2025-0068,续报,1,特急,2025-08-14 08:00,2025-08-15 16:00,云江示例物流有限公司,120,68,3126000,,01 劳动报酬,红,10,2025-08-14 08:40,副区长示例甲,示例丙,,,,示例乙
云东特3-3,M-2025-0068,续报,2,加急,2025-08-14 08:00,2025-08-17 16:00,云江示例物流有限公司,120,68,3126000,800000,01 劳动报酬,红,10,2025-08-14 08:40,副区长示例甲,示例丙,,,,示例乙
云东特3-4,M-2025-0068,续报,3,加急,2025-08-14 08:00,2025-08-20 16:00,云江示例物流有限公司,120,68,3126000,800000,01 劳动报酬,橙,90,2025-08-14 08:40,副区长示例甲,示例丙,,,,示例乙
云东特3-5,M-2025-0068,终报,,平急,2025-08-14 08:00,2025-08-22 17:00,云江示例物流有限公司,120,68,3126000,800000,01 劳动报酬,蓝,90,2025-08-14 08:40,副区长示例甲,示例丙,2025-08-22 15:00,垫付并移送公安,完善保证金,示例乙
";

/// The same by another hand: titles above, other headings and spellings, and the amount in 万元.
const SCENARIO_1_MESSY: &str = "\
云东区重大事件报告表,,,,,,,,,,,,,,,,,,,,,\n\
专报编号,事件编号,报告种类,续报次数,缓急程度,接到报告时间,报告时间,企业名称,员工总数,涉及劳动者人数,涉案金额（万元）,先行垫付金额（万元）,案由,风险级别,激化行为,监察员到达时间,包案人,辅导专家,平息时间,结果,复盘总结,签发领导
云东特3-1,M-2025-0068,首报,,1,2025年8月14日 8:00,2025/8/14 9:12,云江示例物流有限公司,120人,68人,312.6,,01,红色,欠薪逃匿、停工,2025/8/14 8:40,副区长示例甲,,,,,示例乙
云东特3-2,M-2025-0068,2,1,1,2025年8月14日 8:00,2025/8/15 16:00,云江示例物流有限公司,120,68,312.60,,01,红,10,2025/8/14 8:40,副区长示例甲,示例丙,,,,示例乙
云东特3-3,M-2025-0068,续报,2,2,2025年8月14日 8:00,2025/8/17 16:00,云江示例物流有限公司,120,68,312.6,80,01,1,10,2025/8/14 8:40,副区长示例甲,示例丙,,,,示例乙
云东特3-4,M-2025-0068,续报,3,2,2025年8月14日 8:00,2025/8/20 16:00,云江示例物流有限公司,120,68,312.6,80,01,较大,无,2025/8/14 8:40,副区长示例甲,示例丙,,,,示例乙
云东特3-5,M-2025-0068,终结报告,,3,2025年8月14日 8:00,2025/8/22 17:00,云江示例物流有限公司,120,68,312.6,80,01,蓝,无,2025/8/14 8:40,副区长示例甲,示例丙,2025/8/22 15:00,垫付并移送公安,完善保证金,示例乙
";

#[test]
fn scenario_1_is_one_chain_of_five_reports() {
    let (table, last, findings) = filed("L7", "2025-08-22", SCENARIO_1, None);
    assert_eq!(codes(&findings), Vec::<&str>::new(), "{findings:?}");
    let (messy, same, found) = filed("L7", "2025-08-22", SCENARIO_1_MESSY, None);
    assert!(found.iter().all(|finding| !finding.stops()), "{found:?}");
    assert_eq!((cells(&messy), &same), (cells(&table), &last), "both hands say the same");
    let of = |key: &str| number(&last, &format!("L7.{key}"));
    // On the ninth day only the last report is new.
    assert_eq!([of("reports"), of("initial"), of("followup"), of("final")], [1, 0, 0, 1]);
    assert_eq!(last.get("L7.days"), Some(&Tally::Days([(8, 1)].into())), "14 to 22 August");
    assert_eq!(last.get("L7.arrival"), Some(&Tally::Days([(40, 1)].into())), "08:00 to 08:40");
    let first: String = SCENARIO_1.lines().take(2).map(|line| format!("{line}\n")).collect();
    let (_, first, findings) = filed("L7", "2025-08-14", &first, None);
    assert_eq!(codes(&findings), Vec::<&str>::new(), "{findings:?}");
    let of = |key: &str| number(&first, &format!("L7.{key}"));
    assert_eq!([of("initial"), of("timely"), of("major"), of("persons")], [1, 1, 1, 68]);
    assert_eq!(of("amount"), 312_600_000, "312.6万元 in 分");
    assert_eq!(first.get("L7.response"), Some(&Tally::Days([(72, 1)].into())), "1 h 12 min");
    assert_eq!(first.get("L7.response").unwrap().median(), Some(Fraction::whole(72)));
}

#[test]
fn a_broken_chain_is_said_at_the_report_that_breaks_it() {
    let line = |at: usize| SCENARIO_1.lines().nth(at).unwrap().to_owned();
    let with = |lines: &[String]| -> Vec<(String, String, String, String)> {
        let file: String =
            std::iter::once(line(0)).chain(lines.iter().cloned()).map(|line| line + "\n").collect();
        let (.., findings) = filed("L7", "2025-08-22", &file, None);
        let said = findings.into_iter().filter(|finding| finding.code.starts_with("L7-300"));
        said.map(|f| (f.code, f.place.to_string(), f.what.zh.into(), f.what.en.into())).collect()
    };
    let broken = |code: &str, place: &str, zh: &str, en: &str| {
        (code.to_owned(), place.to_owned(), zh.to_owned(), en.to_owned())
    };
    assert_eq!(
        with(&[line(2)]),
        [broken(
            "L7-300-first",
            "C2",
            "该事项最早的一份不是初报",
            "The earliest report of the matter is not “First report”"
        )]
    );
    let second = line(2).replace("续报,1", "初报,");
    assert_eq!(
        with(&[line(1), second]),
        [broken(
            "L7-300-first",
            "C3",
            "同一事项有两份初报，或初报晚于其他报告",
            "A matter has a second “First report”, or one later than another report"
        )]
    );
    assert_eq!(
        with(&[line(1), line(3)]),
        [broken("L7-300-number", "D3", "续报序号应为1", "The number of “Further report” should be 1")]
    );
    let early = line(5)
        .replace("2025-08-22 17:00", "2025-08-16 17:00")
        .replace("2025-08-22 15:00", "2025-08-16 15:00");
    assert_eq!(
        with(&[line(1), line(2), early, line(3)]),
        [broken("L7-300-last", "C4", "终报之后还有报告", "There is a report after “Last report”")]
    );
    // Another matter has a chain of its own.
    let other = line(1).replace("M-2025-0068", "M-2025-0070").replace("云东特3-1", "云东特4-1");
    assert_eq!(with(&[line(1), other, line(2)]), []);
}

const LAYOFF: &str = "裁员事项编号,日期,企业名称,职工总数,拟裁人数,占比(%),是否达到报告标准,裁员方式,已报告裁员方案,报告方案日期,已听取工会意见,当日新增\n";

fn layoff(rest: &str) -> (Table, Tallies, Vec<Finding>) {
    filed("L8", "2025-08-14", &format!("{LAYOFF}C-7,2025-08-14,云江示例制造有限公司,{rest}\n"), None)
}

#[test]
fn scenario_7_is_marked_by_its_share_of_the_staff() {
    for share in ["13.3%", "13.33", "0.1333", "", "13%"] {
        let (table, tallies, findings) = layoff(&format!("180,24,{share},是,经济性裁员,是,2025-07-10,是,是"));
        assert_eq!(codes(&findings), Vec::<&str>::new(), "{share}: {findings:?}");
        let (ratio, _) = table.form().column("ratio").unwrap();
        assert_eq!(table.cell(0, ratio), Cell::Number(1333), "computed whatever was written: {share}");
        assert_eq!(schemas::cell::shown(&table, 0, ratio).as_deref(), Some("13.33%"));
        let of = |key: &str| number(&tallies, &format!("L8.{key}"));
        assert_eq!([of("layoffs"), of("new"), of("marked"), of("plan_missing")], [1, 1, 1, 0]);
        assert_eq!([of("planned"), of("new_planned"), of("staff")], [24, 24, 180]);
    }
    let (.., findings) = layoff("180,24,13.8%,是,经济性裁员,是,2025-07-10,是,是");
    assert_eq!(codes(&findings), ["ratio"]);
    assert_eq!(findings[0].place.to_string(), "F2");
    assert_eq!(findings[0].what.zh, "“占比”应为拟裁人数÷职工总数＝13.33%");
    assert_eq!(findings[0].what.en, "“Share of staff” should be To be laid off ÷ Staff = 13.33%");
    let (_, tallies, findings) = layoff("180,24,,否,经济性裁员,否,,是,是");
    assert_eq!(codes(&findings), ["L8-104", "L8-106"]);
    assert_eq!(findings[0].what.en, "20 or more, or at least 10 % of the staff: must be marked");
    assert_eq!(number(&tallies, "L8.marked"), 1, "counted by the figures, not by the mark");
    assert_eq!(number(&tallies, "L8.plan_missing"), 1);
}

#[test]
fn the_mark_is_exact_at_its_edges() {
    // 19 of 190 are 10 % exactly; 19 of 191 are 9.95 %, which prints as 9.9 or 10; 20 are enough of any staff.
    for (staff, planned, marked) in
        [(190, 19, 1), (191, 19, 0), (19_999, 1_999, 1), (1_000, 20, 1), (100, 9, 0), (10, 1, 1)]
    {
        let row = format!("date=2025-08-14 employer=A staff={staff} planned={planned} way=2");
        let tallies = Tallies::of(&ledger("L8", &[&row]), Window::of(period("2025-08-14")));
        assert_eq!(number(&tallies, "L8.marked"), marked, "{planned} of {staff}");
    }
    // 10.00 % when rounded, and less than 10 %.
    let row = "date=2025-08-14 employer=A staff=199999 planned=19 way=2";
    let tallies = Tallies::of(&ledger("L8", &[row]), Window::of(period("2025-08-14")));
    assert_eq!(number(&tallies, "L8.marked"), 0);
}

#[test]
fn a_sealed_share_that_is_not_the_quotient_is_refused() {
    let table =
        ledger("L8", &["date=2025-08-14 employer=A staff=180 planned=24 ratio=1334 way=2 marked=yes"]);
    let window = Window::of(period("2025-08-14"));
    let against = Against { window, previously_open: None, beside: None };
    let findings = schemas::check::check(&table, &Tallies::of(&table, window), &against);
    assert_eq!(codes(&findings), ["ratio"]);
    assert_eq!(findings[0].found.as_deref(), Some("13.34%"));
}

const DUTY: &str = "值班单位,值班日期,带班领导,值班员,报送时间,群体性事件数,欠薪聚集,极端苗头,进京赴省,舆情,其他情况,零报告,情况摘要,签字人\n";

fn roster() -> Table {
    let rows = [
        "date=2025-08-14 shift=1 leader=示例甲 officer=示例乙、示例丙",
        "date=2025-08-15 shift=3 leader=示例丁 officer=示例戊",
    ];
    ledger("L9R", &rows)
}

#[test]
fn a_zero_report_is_a_row_with_a_signer() {
    let roster = [roster()];
    let day = |rest: &str| filed("L9", "2025-08-14", &format!("{DUTY}{rest}"), Some(&roster));
    let (table, tallies, findings) =
        day("云东区局,2025-08-14,示例甲,示例丙,2025-08-14 16:20,0,0,0,0,0,0,是,,示例己\n");
    assert_eq!(codes(&findings), Vec::<&str>::new(), "{findings:?}");
    assert_eq!(table.len(), 1);
    let of = |key: &str| number(&tallies, &format!("L9.{key}"));
    assert_eq!([of("posts"), of("quiet"), of("with_events"), of("events")], [1, 1, 0, 0]);
    let (table, _, findings) = day("");
    assert!(table.is_empty());
    assert_eq!(codes(&findings), ["empty"]);
    assert_eq!(findings[0].severity, Severity::Block);
    assert_eq!(findings[0].what.zh, "表中没有任何一行：无情况也要填写一行并签字（零报告）");
    assert_eq!(
        findings[0].what.en,
        "There is no row: nothing to report is a row too, with a signature (零报告)"
    );
    let (.., findings) = day("云东区局,2025-08-14,示例甲,示例丙,2025-08-14 16:20,0,0,0,0,0,0,是,,\n");
    assert_eq!(codes(&findings), ["required"], "nobody signed");
    assert_eq!(findings[0].place.to_string(), "N2");
}

#[test]
fn who_is_on_duty_stands_on_the_roster_of_that_day() {
    let row = |leader: &str, officer: &str| {
        format!("{DUTY}云东区局,2025-08-14,{leader},{officer},2025-08-14 16:20,0,0,0,0,0,0,是,,示例己\n")
    };
    let roster = [roster()];
    let found = |file: &str, beside: Option<&[Table]>| filed("L9", "2025-08-14", file, beside).2;
    assert_eq!(found(&row("示例甲", "示例丙、示例乙"), Some(&roster)), []);
    let both = found(&row("示例丁", "示例戊"), Some(&roster));
    assert_eq!(codes(&both), ["L9-301", "L9-302"], "on the roster of another day");
    assert_eq!(both[0].what.zh, "带班领导不在当日值班表上");
    assert_eq!(both[1].what.en, "The officer on duty is not on the roster of that day");
    assert!(both.iter().all(|finding| finding.severity == Severity::Explain));
    let none = found(&row("示例甲", "示例丙"), Some(&[]));
    assert_eq!(codes(&none), ["L9-301-none", "L9-302-none"]);
    assert_eq!(none[0].what.zh, "没有可供核对的L9R：没有报送该期或此前的L9R");
    assert_eq!(none[0].what.en, "There is no L9R of this time or before to hold it to");
    assert_eq!(found(&row("示例甲", "示例丙"), None), [], "nobody looked for a roster");
}

#[test]
fn serious_cases_of_a_month_by_hand() {
    let rows = [
        // Open since July, resolved in August.
        "level=2 entered=2025-07-10 employer=A persons=12 amount=100 lead_official=A status=4 progress=B closed=2025-08-20 evidence=C reviewer=D paid=90",
        // Scenario 1, still open at the end of August.
        "level=3 risk=1 entered=2025-08-14 learnt=2025-08-14T08:00 first_reported=2025-08-14T09:12 arrived=2025-08-14T08:40 employer=A persons=68 amount=312600000 lead_official=A status=2 progress=B due=2025-08-30",
        "level=2 entered=2025-08-01 learnt=2025-08-01T08:00 first_reported=2025-08-01T08:30 employer=A persons=15 lead_official=A status=5 progress=B",
    ];
    let tallies = Tallies::of(&ledger("L7M", &rows), Window::of(period("2025-08")));
    let of = |key: &str| number(&tallies, &format!("L7M.{key}"));
    assert_eq!([of("opening"), of("entered"), of("closed"), of("ending")], [1, 2, 1, 2]);
    assert_eq!(
        [of("special"), of("red"), of("overdue_open"), of("struck_off"), of("major")],
        [1, 1, 1, 1, 1]
    );
    assert_eq!([of("entered_persons"), of("entered_amount"), of("paid")], [83, 312_600_000, 90]);
    assert_eq!(tallies.get("L7M.response"), Some(&Tally::Days([(30, 1), (72, 1)].into())));
    assert_eq!(tallies.get("L7M.response").unwrap().median(), Some(Fraction::whole(51)));
}

#[test]
fn orders_of_the_hotline_and_petitions_by_hand() {
    let rows = [
        // Closed in time, asked again: solved and satisfied.
        "channel=1 received=2025-07-01T10:00 due=2025-07-20 closed=2025-07-10T09:00 outcome=1 revisited=2025-07-12T09:00 solved_said=yes satisfaction=2",
        // Closed late, the asker is not content.
        "channel=1 received=2025-07-02T10:00 due=2025-07-21 closed=2025-07-22T09:00 outcome=2 revisited=2025-07-25T09:00 solved_said=no satisfaction=3",
        // Due and open.
        "channel=1 received=2025-09-01T10:00 due=2025-09-30",
        // Sent back in time: neither closed nor due.
        "channel=1 received=2025-09-02T10:00 due=2025-09-21 closed=2025-09-03T10:00 outcome=9",
        // Asked, but nobody answered the question of satisfaction.
        "channel=1 received=2025-09-05T10:00 due=2025-10-09 closed=2025-09-20T10:00 outcome=4 revisited=2025-09-22T10:00 satisfaction=9",
        // Petitions, one past the level, one repeated and a backlog, one from before the quarter.
        "channel=3 received=2025-07-03T10:00 due=2025-09-01 skip_level=yes closed=2025-08-30T10:00 outcome=1",
        "channel=4 received=2025-08-03T10:00 due=2025-10-02 repeated=yes backlog=yes",
        "channel=5 received=2025-06-03T10:00 due=2025-08-02 repeated=yes closed=2025-08-01T10:00 outcome=3",
    ];
    let tallies = Tallies::of(&ledger("L10", &rows), Window::of(period("2025Q3")));
    let of = |key: &str| number(&tallies, &format!("L10.{key}"));
    assert_eq!([of("opening"), of("received"), of("closed"), of("out"), of("ending")], [1, 7, 5, 1, 2]);
    assert_eq!(
        [of("hotline_due"), of("hotline_due_on_time"), of("hotline_due_late")],
        [3, 1, 2],
        "closed late, or open still"
    );
    assert_eq!([of("hotline_solved_asked"), of("hotline_solved_said")], [2, 1]);
    assert_eq!([of("hotline_rated"), of("hotline_satisfied")], [2, 1], "未评价 is no answer");
    assert_eq!([of("skip_level"), of("repeated"), of("backlog")], [1, 1, 1], "one was received before");
    assert_eq!([of("petition_received"), of("petition_due"), of("petition_due_on_time")], [2, 2, 2]);
    let value = |indicator: &str| builtin().indicator(indicator).unwrap().value(&tallies, None);
    assert_eq!((value("I15").value, value("I15").n), (Fraction::new(1, 3), 3));
    assert_eq!(value("I15S").value, Fraction::new(1, 2));
    assert_eq!(value("I15M").value, Fraction::new(1, 2));
    assert_eq!(value("I18").value, Some(Fraction::whole(2)));
}

/// Scenario 6: wages of a government project, 7 workers and 12.4万, open at the end of the quarter.
#[test]
fn scenario_6_keeps_the_zero_of_public_projects_from_holding() {
    let clue = "received=2025-08-01T09:00 due=2025-08-22 construction=yes investment=1 persons=7 verified_persons=7 verified_amount=12400000";
    let zero = builtin().indicator("I16").unwrap();
    for (change, expected) in [
        ("", 1),
        ("investment=4", 0),
        ("investment=3", 1),
        ("verified_persons= verified_amount=", 0),
        ("closed=2025-09-30 outcome=01 paid=12400000", 0),
        ("closed=2025-10-01", 1),
    ] {
        let mut tallies =
            Tallies::of(&ledger("L5", &[&format!("{clue} {change}")]), Window::of(period("2025Q3")));
        tallies.pool(&Tallies::nil(builtin().form("L4").unwrap()));
        assert_eq!(zero.value(&tallies, None).value, Some(Fraction::whole(expected)), "{change}");
    }
    let case = "registered=2025-08-01 filed=2025-08-02 due=2025-11-01 investment=2 migrant=yes verified=yes";
    for (change, expected) in [("", 1), ("verified=no", 0), ("migrant=no", 0), ("investment=5", 0)] {
        let tallies =
            Tallies::of(&ledger("L4", &[&format!("{case} {change}")]), Window::of(period("2025Q3")));
        assert_eq!(number(&tallies, "L4.public_open"), expected, "{change}");
    }
}

#[test]
fn five_counts_of_a_month_are_signed_off() {
    let file = "填报单位,系统性区域性群体性事件,恶性极端案件,大规模进京聚集,涉访个人极端行为,信访问题负面炒作,情况说明,审核人,签字人,签字日期\n";
    let (_, tallies, findings) =
        filed("B1", "2025-08", &format!("{file}云东区局,0,0,0,0,0,,,示例甲,2025-09-01\n"), None);
    assert_eq!(codes(&findings), Vec::<&str>::new(), "{findings:?}");
    let bottom = builtin().indicator("I17").unwrap();
    assert_eq!(bottom.value(&tallies, None).value, Some(Fraction::whole(0)));
    let (_, tallies, findings) =
        filed("B1", "2025-08", &format!("{file}云东区局,0,1,0,0,2,,,示例甲,2025-09-01\n"), None);
    assert_eq!(codes(&findings), ["B1-101", "B1-102"]);
    assert_eq!(findings[0].what.zh, "发生底线事件而没有情况说明");
    assert_eq!(findings[1].what.en, "A bottom-line event wants a second person");
    assert_eq!(bottom.value(&tallies, None).value, Some(Fraction::whole(3)));
    assert_eq!(number(&tallies, "B1.troubled"), 1);
    let (.., findings) = filed("B1", "2025-08", file, None);
    assert_eq!(codes(&findings), ["empty"]);
}
