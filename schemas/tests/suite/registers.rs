//! The registers, counts and notes L6, L11, L13, R1 to R4, X1 and X2, each filled from a file as an office keeps it: what is
//! read, what it counts, what its gates say in both languages. Bureaus, employers and persons are made up.

use std::sync::Arc;

use schemas::{
    check::{Against, check, check_after_reading},
    directive::{self, AnswerKind},
    fill::fill,
    filter::Window,
    finding::{Finding, Severity},
    fraction::Fraction,
    sheet::{
        limits::Limits,
        read::{Hints, read},
    },
    table::Table,
    tally::{Tallies, Tally},
};

use crate::ledger::{builtin, ledger};

fn window() -> Window {
    Window::of("2025Q3".parse().unwrap())
}

/// A form filled from a file: its figures, and everything found.
fn filed(form: &str, file: &str) -> (Table, Tallies, Vec<Finding>) {
    let book = read(file.as_bytes(), &Hints::default(), &Limits::default()).unwrap();
    let filled = fill(&book, &Arc::clone(builtin().form(form).unwrap()), &[]);
    let tallies = Tallies::of(&filled.table, window());
    let against = Against { window: window(), previously_open: None, beside: None };
    let findings = check_after_reading(filled.findings, &filled.table, &tallies, &against);
    (filled.table, tallies, findings)
}

fn counts<const N: usize>(tallies: &Tallies, form: &str, keys: [&str; N]) -> [i64; N] {
    keys.map(|key| tallies.get(&format!("{form}.{key}")).expect(key).count())
}

fn words(findings: &[Finding]) -> Vec<(&str, &str, &str)> {
    findings.iter().map(|one| (one.code.as_str(), one.what.zh.as_ref(), one.what.en.as_ref())).collect()
}

/// What is found in a row against how it was filed before.
fn against(form: &str, row: &str, filed: &str) -> Vec<Finding> {
    let (table, beside) = (ledger(form, &[row]), [ledger(form, &[filed])]);
    let against = Against { window: window(), previously_open: None, beside: Some(&beside) };
    check(&table, &Tallies::of(&table, window()), &against)
}

const WATCHED: &str = "\
监测编号,企业名称,信用代码,行业,所属镇街,职工总数,隐患类别,预警信号,推送部门,迟发月数,评分,风险颜色,纳入监测日期,监测单位,专人,跟踪记录,措施,移出监测日期,移出依据,核查人,联系人
J-1,云江示例电子有限公司,91310112MA1GB00A5Y,C39,临湖街道,210,欠薪、欠保,水电骤降；断缴社保；工资迟发,税务局、社保中心,2,100,红色,2025-07-10,区人社局,示例甲,\"2025-07-11 走访（示例甲）
2025-09-29 约谈法定代表人（示例甲）\",每周走访,,,,张示例
J-2,云江示例餐饮有限公司,91310112MA1GB00A5Y,H62,湖滨镇,30,关停,欠租,物业公司,,20,蓝色,2025-05-06,湖滨镇政府,示例乙,2025-08-01 走访（示例乙）,,2025-08-15,已搬迁并结清工资,示例丙,
";

#[test]
fn watched_employers() {
    let (table, tallies, findings) = filed("L6", WATCHED);
    assert_eq!(findings, []);
    assert_eq!(table.len(), 2);
    let keys = ["opening", "entered", "removed", "watched", "red", "red_stale", "staff"];
    assert_eq!(counts(&tallies, "L6", keys), [1, 1, 1, 1, 1, 0, 210]);
    // 30 + 30 + 40 and 20: what is left out is put in, and another number wants a reason.
    let score = table.form().column("score").unwrap().0;
    assert_eq!([table.number(0, score), table.number(1, score)], [Some(100), Some(20)]);
    let (blank, _, findings) = filed("L6", &WATCHED.replace(",2,100,红色", ",2,,红色"));
    assert_eq!((blank.number(0, score), findings), (Some(100), vec![]));
    let (.., findings) = filed("L6", &WATCHED.replace(",2,100,红色", ",2,85,红色"));
    assert_eq!(
        (words(&findings), findings[0].severity),
        (
            vec![("points", "“风险评分”按“触发信号”计为100", "“Score” comes to 100 by “Signals”")],
            Severity::Explain
        )
    );
    assert_eq!(
        (&*findings[0].fix.zh, &*findings[0].fix.en),
        (
            "核对；该列可以不填，由程序计算。按其他办法评定的，说明依据",
            "Check; it may be left out and is computed. If it was found in another way, say how"
        )
    );
    let alone = WATCHED.replace("已结清工资,示例丙", "已结清工资,示例乙").replace("已搬迁并结清工资", "");
    let (.., findings) = filed("L6", &alone);
    assert!(findings.iter().all(|finding| finding.severity == Severity::Block));
    let said = words(&findings);
    assert!(said.contains(&(
        "L6-102",
        "移出监测而没有依据（隐患不消除不销账）",
        "Struck off without a ground"
    )));
    let watch = "employer=A employer_code=91310112MA1GB00A5Y industry=C39 area=B staff=80 hazards=01 signals=03 signal_from=C \
                 risk=2 measures=D entered=2025-07-01 unit=E handler=F followed=2025-09-28 followups=3";
    let fallen = against("L6", &format!("{watch} followups=2"), watch);
    assert_eq!(
        words(&fallen),
        [(
            "L6-300-grows",
            "“跟踪次数”退到了此前报送的3之前",
            "“Times followed up” falls behind 3, which was filed before"
        )]
    );
    let same = format!("{watch} removed=2025-09-20 removed_why=G reviewer=F（科长）");
    assert_eq!(
        words(&against("L6", &same, watch)),
        [("L6-104", "复核人与包保人是同一人", "The reviewer is the one who watches the employer")]
    );
}

/// Item 74 of DOMAIN §7.3: 1 doctor, 63 masters, 790 bachelors and 619 others are 1,473 mediators.
#[test]
fn a_register_of_1473_mediators_adds_up_and_one_without_education_does_not() {
    let head =
        "编号,姓名,单位,组织类型,专职/兼职,所属系统,学历,聘任日期,聘期至,年调解数,成功数,本期补贴,补贴累计\n";
    let row = |number: usize, education: &str, rest: &str| {
        let (part, system) =
            if number.is_multiple_of(3) { ("专职", "人社") } else { ("兼职", "司法") };
        format!(
            "T{number},示例{number},云江示例调解中心,一站式联处中心,{part},{system},{education},2024-11-01,2026-10-31,{rest}\n"
        )
    };
    let education = |number: usize| match number {
        0 => "博士",
        1..=63 => "硕士",
        64..=853 => "本科",
        _ => "专科及以下",
    };
    let rest = |number: usize| if number == 0 { "12,9,900,2100" } else { ",,," };
    let rows: String = (0..1473).map(|number| row(number, education(number), rest(number))).collect();
    let (table, tallies, findings) = filed("L11", &format!("{head}{rows}"));
    assert_eq!((table.len(), findings), (1473, vec![]));
    let keys = ["mediators", "doctors", "masters", "bachelors", "others", "full_time", "part_time"];
    assert_eq!(counts(&tallies, "L11", keys), [1473, 1, 63, 790, 619, 491, 982]);
    assert_eq!(counts(&tallies, "L11", ["mediated", "succeeded", "subsidies"]), [12, 9, 90_000]);
    // One whose education cannot be read is counted among the mediators and nowhere else: both numbers are said.
    let broken = rows.replacen(",博士,", ",学士后,", 1);
    let (.., findings) = filed("L11", &format!("{head}{broken}"));
    let relation = findings.iter().find(|finding| finding.code == "L11-201").unwrap();
    assert_eq!(relation.severity, Severity::Block);
    assert_eq!(relation.what.zh, "博士＋硕士＋本科＋专科及以下应等于调解员总数，现为1472和1473");
    assert_eq!(
        relation.what.en,
        "Doctors, masters, bachelors and the rest make all mediators; it is 1472 and 1473"
    );
    let broken = rows.replacen("专职", "", 1);
    let (.., findings) = filed("L11", &format!("{head}{broken}"));
    let relation = findings.iter().find(|finding| finding.code == "L11-202").unwrap();
    assert_eq!(relation.what.zh, "专职＋兼职应等于调解员总数，现为1472和1473");
    assert_eq!(relation.what.en, "Full and part time make all mediators; it is 1472 and 1473");
    // A name in the register is an official's; what else is known of a mediator stays.
    let held: Vec<&str> = table
        .form()
        .columns
        .iter()
        .filter(|column| !column.privacy.leaves())
        .map(|column| column.key.as_str())
        .collect();
    assert_eq!(held, ["gender", "id_number", "phone"]);
}

#[test]
fn counts_of_work_and_the_headlines_made_of_them() {
    let file = "\
序号,工作项目,场次,参加人次,开始日期,结束日期,科室,工作内容,佐证链接,案例名称
1,普法场次,12,860,2025-07-01,2025-09-30,调解仲裁科,送法进工地,宣传台账第3册,
2,接待,1820,2075,,,一站式中心,窗口接待,叫号系统月报,
3,受理,640,,,,一站式中心,分流后受理,受理登记簿,
4,培训场次,4,120,,,仲裁院,调解员培训,签到表,
5,典型案例,3,,,,仲裁院,,案例汇编,示例加班费三案
";
    let (_, tallies, findings) = filed("L13", file);
    assert_eq!(findings, []);
    let keys =
        ["outreach", "outreach_persons", "visitors", "visitor_persons", "requests", "trainings", "cases"];
    assert_eq!(counts(&tallies, "L13", keys), [12, 860, 1820, 2075, 640, 4, 3]);
    let value = |code: &str, tallies: &Tallies| builtin().indicator(code).unwrap().value(tallies, None);
    assert_eq!(value("H1", &tallies).value, Some(Fraction::whole(2075)));
    assert_eq!(value("H2", &tallies).value, Some(Fraction::whole(640)));
    // Chengdu's public figures: 7,546 of 14,234 received are 53.01 %, and of those closed another share.
    let of = |pairs: &[(&str, i64)]| {
        Tallies(pairs.iter().map(|(name, count)| ((*name).to_owned(), Tally::Number(*count))).collect())
    };
    let mediated = of(&[
        ("L2.accepted", 14_234),
        ("L2.closed", 10_040),
        ("L2.succeeded", 7_546),
        ("L2.paid", 29_700_000_000),
    ]);
    assert_eq!(value("H3", &mediated).value, Some(Fraction::whole(14_234)));
    assert_eq!(value("H4", &mediated).value, Some(Fraction::whole(7_546)));
    assert_eq!(value("H5", &mediated).value, Some(Fraction::whole(29_700_000_000)));
    assert_eq!(
        (value("I1R", &mediated).value, value("I1R", &mediated).n),
        (Fraction::new(7_546, 14_234), 14_234)
    );
    assert_eq!(value("I1", &mediated).value, Fraction::new(7_546, 10_040), "of those closed: another rate");
    let formula = &builtin().indicator("I1R").unwrap().formula;
    assert!(formula.zh.contains("÷ 接收调解案件数") && formula.en.contains("÷ cases received"));
    let (.., findings) = filed("L13", &file.replace("接待,1820,2075", "接待,1820,"));
    let said = words(&findings);
    assert!(said.contains(&("L13-103", "接待群众没有人次", "Visitors received without their number")));
    assert!(said.contains(&(
        "L13-201",
        "接待人次不应少于接待批次，现为1820和0",
        "Persons received are at least the times; it is 1820 and 0"
    )));
}

#[test]
fn one_city_centre_and_twenty_three_below_it() {
    let head = "平台编号,平台名称,类型,层级,所在地点,成立日期,入驻部门,人社派驻,司法派驻,工会派驻,工作人员,专兼职调解员人数,负责人\n";
    let rows: String = (0..24)
        .map(|number| {
            let (level, kind) = if number == 0 { ("市级", "一站式平台") } else { ("区县级", "一站式联处中心") };
            format!("P{number},云江示例联处中心{number},{kind},{level},示例路1号,2024-05-01,人社、司法、工会,2,2,1,5,12,示例甲\n")
        })
        .collect();
    let (_, tallies, findings) = filed("R1", &format!("{head}{rows}"));
    assert_eq!(findings, []);
    let keys = [
        "total",
        "city",
        "county",
        "centres",
        "hr_staff",
        "justice_staff",
        "union_staff",
        "staff",
        "mediators",
    ];
    assert_eq!(counts(&tallies, "R1", keys), [24, 1, 23, 24, 48, 48, 24, 120, 288]);
    let (.., findings) =
        filed("R1", &format!("{head}{}", rows.replacen("人社、司法、工会", "人社、司法", 1)));
    assert_eq!(
        words(&findings),
        [(
            "R1-103",
            "一站式中心缺少人社、司法或工会派驻",
            "A one-stop centre without human resources, justice or the trade union"
        )]
    );
}

#[test]
fn projects_and_their_four_safeguards() {
    let file = "\
项目编号,工程名称,镇街,项目性质,主管部门,属地政府,业主单位,总包,在场人数,开工日期,合同金额（万元）,已付工程款（万元）,用工实名制,登记人数,专户,开户日期,总包代发工资,保证金,缴存金额（万元）,缴存形式,检查数,检查日期,检查结果,问题,限期整改日期,整改日期
G-1,示例安置房二期,临湖街道,政府投资,住建局,临湖街道办事处,云江示例城投有限公司,云江示例建工有限公司,260,2025-03-01,12000,5000,是,255,是,2025-03-10,是,是,120,保函,2,2025-08-20,限期整改,8月考勤缺3天,2025-08-30,2025-08-28
G-2,示例产业园,湖滨镇,社会投资,住建局,湖滨镇政府,云江示例置业有限公司,云江示例建设有限公司,90,2025-07-15,3000,400,是,90,是,2025-07-20,是,是,,免缴,1,2025-09-10,合格,,,
";
    let (table, tallies, findings) = filed("R2", file);
    assert_eq!((table.len(), findings), (2, vec![]));
    let keys =
        ["opening", "started", "running", "public", "all_four", "workers", "inspected", "faulty", "unfixed"];
    assert_eq!(counts(&tallies, "R2", keys), [1, 1, 2, 1, 2, 350, 2, 1, 0]);
    let (.., findings) = filed("R2", &file.replace("2025-08-28", ""));
    assert_eq!(words(&findings), [("R2-114", "整改期限已过仍未整改", "Past the day and not put right")]);
    let (.., findings) = filed("R2", &file.replace("是,255,是,2025-03-10", "否,,否,"));
    assert_eq!(
        words(&findings),
        [
            ("R2-102", "在建项目没有落实用工实名制", "A running project without registration by name"),
            ("R2-103", "在建项目没有开设工资专户", "A running project without a wage account"),
        ]
    );
    assert!(findings.iter().all(|finding| finding.severity == Severity::Explain));
}

#[test]
fn papers_to_employers_and_their_answers() {
    let file = "\
文号,文书种类,发出单位,受文单位,信用代码,案号,存在问题,建议内容,发文日期,回复期限,复函日期,回复情况,是否采纳,是否会同工会
云劳人仲建〔2025〕1号,仲裁建议书,市仲裁院,云江示例物流有限公司,91310112MA1GB00A5Y,云劳人仲案〔2025〕8号,加班费计算口径不一,统一计算口径,2025-06-20,2025-07-20,2025-07-15,已修改制度,采纳,
云工提〔2025〕3号,提示函,市总工会,云江示例电子有限公司,91310112MA1GB00A5Y,,未足额发放高温津贴,限期补发,2025-08-01,2025-08-31,,,,是
";
    let (_, tallies, findings) = filed("R3", file);
    assert_eq!(words(&findings), [("R3-109", "应复日期已过仍未回复", "Past the day and not answered")]);
    let keys = ["opening", "issued", "reminders", "replied", "adopted", "ending", "overdue_open"];
    assert_eq!(counts(&tallies, "R3", keys), [1, 1, 1, 1, 1, 1, 1]);
    assert_eq!(tallies.get("R3.days"), Some(&Tally::Days([(25, 1)].into())));
    let (.., findings) = filed("R3", &file.replace("已修改制度,采纳", "已修改制度,"));
    let said = words(&findings);
    assert!(said.contains(&(
        "R3-103",
        "已回复而没有采纳情况",
        "Answered without saying whether it was adopted"
    )));
    assert!(said.contains(&(
        "R3-203",
        "各采纳情况之和应等于回复，现为0和1",
        "Adopted, in part and not make those answered; it is 0 and 1"
    )));
}

#[test]
fn referrals_publications_and_dishonesty_lists() {
    let file = "\
登记号,措施类型,失信主体,信用代码,违法情形,人数,拖欠金额（万元）,作出决定日期,文书号,事先告知日期,公安机关,是否立案,立案日期,公布媒体,届满日期,是否推送信用平台,推送时间,移出日期,移出原因,移出决定文号
S-1,移送公安机关,云江示例建设有限公司,91310112MA1GB00A5Y,逃匿欠薪,68,312.6,2025-08-20,云人社移〔2025〕2号,,云江市公安局东湖分局,是,2025-08-25,,,,,,,
S-2,列入失信,云江示例服饰有限公司,91310112MA1GB00A5Y,克扣工资,25,60,2024-09-10,云人社失〔2024〕1号,2024-08-20,,,,,2025-09-10,是,2024-09-12,2025-09-10,期满,云人社失移〔2025〕1号
S-3,社会公布,云江示例餐饮有限公司,91310112MA1GB00A5Y,逾期不支付,12,18,2025-09-05,云人社公〔2025〕5号,,,,,市局网站,,是,2025-09-06,,,
";
    let (_, tallies, findings) = filed("R4", file);
    assert_eq!(findings, []);
    let keys = [
        "opening",
        "decided",
        "to_police",
        "accepted",
        "published",
        "ended",
        "delisted",
        "ending",
        "on_list",
    ];
    assert_eq!(counts(&tallies, "R4", keys), [1, 2, 1, 1, 1, 1, 1, 2, 0]);
    let (.., findings) = filed("R4", &file.replace("期满,", ",").replace("市局网站", ""));
    let said = words(&findings);
    assert!(said.contains(&("R4-112", "已终结或移出而没有依据", "Ended without a ground")));
    assert!(said.contains(&("R4-106", "社会公布而没有公布渠道", "Published without saying where")));
    // A decision that was filed is not exchanged for another.
    let entry = "measure=2 employer=A employer_code=91310112MA1GB00A5Y facts=B persons=5 amount=500 decided=2025-07-01 \
                 document=C channel=D shared=yes shared_on=2025-07-03";
    assert_eq!(
        words(&against("R4", &format!("{entry} document=E"), entry)),
        [(
            "R4-300-same",
            "“决定文号”与此前报送的“C”不同",
            "“Number of the decision” was “C” when it was filed before"
        )]
    );
}

#[test]
fn an_urgent_report_is_a_chain_of_one_matter() {
    let file = "\
报告编号,事项编号,报告类型,续报次数,种类,紧急程度,获知时间,上报时间,属地镇街,涉事单位,人数,风险颜色,事件经过,已做工作,是否涉及其他区域,报政法委时间,了结时间,处置结果,填报人,签发人
K-1,E-7,初报,,急事急报,特急,2025-08-14 08:00,2025-08-14 09:10,临湖街道,云江示例物流有限公司,55,红色,职工聚集讨薪,到场劝导,是,2025-08-14 09:00,,,示例甲,示例乙
K-2,E-7,续报,1,急事急报,加急,2025-08-14 08:00,2025-08-15 10:00,临湖街道,云江示例物流有限公司,30,橙色,部分职工返岗,约谈单位,是,2025-08-14 09:00,,,示例甲,示例乙
K-3,E-7,终报,,急事急报,平急,2025-08-14 08:00,2025-08-18 17:00,临湖街道,云江示例物流有限公司,30,蓝色,工资已发,回访,是,2025-08-14 09:00,2025-08-18 16:00,全部支付,示例甲,示例乙
";
    let (_, tallies, findings) = filed("X1", file);
    assert_eq!(findings, []);
    assert_eq!(counts(&tallies, "X1", ["reports", "first", "last", "in_time", "persons"]), [3, 1, 1, 1, 55]);
    assert_eq!(tallies.get("X1.response"), Some(&Tally::Days([(70, 1)].into())));
    let (.., findings) = filed("X1", &file.replace("2025-08-14 09:10", "2025-08-14 10:10"));
    assert_eq!(
        words(&findings),
        [("X1-103", "特急事项没有在获知后2小时内初报", "Most urgent and not reported within 2 hours")]
    );
    let (.., findings) = filed("X1", &file.replace("续报,1", "续报,2"));
    assert_eq!(
        words(&findings),
        [("X1-300-number", "续报序号应为1", "The number of “Further report” should be 1")]
    );
}

#[test]
fn a_hand_over_is_approved_and_taken_by_somebody_else() {
    let file = "\
通报编号,类型,来源表式,台账编号,接收地区,企业名称,案由,人数,欠薪金额（万元）,风险颜色,提级理由,处置情况,请求事项,移交时间,经办人,批准人,签收期限,接收日期,接收人,接收案号
Y-1,提级,L1,519901-L1-2025Q3-0001,云江市人力资源和社会保障局,云江示例建设有限公司,欠薪,68,312.6,红色,跨区项目先期处置不能应对,约谈总包,市级协调拨付,2025-08-15,示例甲,示例乙,2025-08-16,2025-08-16,示例丙,市督〔2025〕9号
Y-2,跨区域通报,L1,519901-L1-2025Q3-0001,西岭区人力资源和社会保障局,云江示例建设有限公司,欠薪,68,312.6,红色,部分工人居住在西岭,已安抚,协助回访,2025-09-20,示例甲,示例乙,2025-10-08,,,
";
    let (_, tallies, findings) = filed("X2", file);
    assert_eq!(findings, []);
    let keys = ["handed", "raised", "told_areas", "told_committee", "received", "ending", "overdue_open"];
    assert_eq!(counts(&tallies, "X2", keys), [2, 1, 1, 0, 1, 1, 0]);
    let (.., findings) = filed(
        "X2",
        &file.replace(
            "示例甲,示例乙,2025-08-16,2025-08-16,示例丙",
            "示例甲,示例甲,2025-08-16,2025-08-16,示例甲",
        ),
    );
    assert_eq!(
        words(&findings),
        [
            ("X2-104", "批准领导与移交人是同一人", "Approved by the one who handed it over"),
            ("X2-103", "签收人与移交人是同一人", "Taken by the one who handed it over"),
        ]
    );
    assert!(findings.iter().all(|finding| finding.severity == Severity::Block));
}

#[test]
fn answers_are_read_as_they_are_written_and_only_added_to() {
    let file = "\
编号,督办编号,类型,日期,内容,措施,佐证,延期至,包案领导,经办人
1,D2025-3,签收,2025-07-05,已收悉,,,,,示例甲
2,D2025-3,整改方案,2025-07-08,专班清理,每周调度,,,副局长示例乙,示例甲
3,D2025-3,申请延期,2025-08-01,材料较多,,,2025-08-30,,示例甲
";
    let (table, tallies, findings) = filed("D1", file);
    assert_eq!(findings, []);
    assert_eq!(counts(&tallies, "D1", ["answers"]), [3]);
    let serial = "D2025-3".parse().unwrap();
    let read = directive::answers(&table, Some(&serial));
    let said: Vec<_> = read.iter().map(|one| (one.number.as_str(), one.kind, one.until)).collect();
    let until = "2025-08-30".parse().ok();
    assert_eq!(
        said,
        [
            ("1", AnswerKind::Receipt, None),
            ("2", AnswerKind::Plan, None),
            ("3", AnswerKind::Extension, until)
        ]
    );
    assert_eq!(read[1].leader.as_deref(), Some("副局长示例乙"));
    assert_eq!(directive::answers(&table, None), [], "it answers nothing");
    let row = "answer_no=1 serial=D2025-3 kind=1 day=2025-07-05 content=A responsible=E";
    assert_eq!(against("D1", row, row), []);
    let changed = against("D1", &row.replace("content=A", "content=B"), row);
    assert_eq!(
        words(&changed),
        [(
            "D1-300-same",
            "“反馈内容”与此前报送的“A”不同",
            "“What is answered” was “A” when it was filed before"
        )]
    );
    assert_eq!(
        (changed[0].severity, &*changed[0].fix.zh, &*changed[0].fix.en),
        (
            Severity::Block,
            "改回此前报送的内容；有误的另加一条说明",
            "Put back what was filed; if it was wrong, say so in a row of its own"
        )
    );
    let gone = against("D1", &row.replace("answer_no=1", "answer_no=2"), row);
    assert_eq!(words(&gone), [("D1-300-kept", "此前已报的“1”不在表中", "“1”, filed before, is missing")]);
    assert_eq!(
        (&*gone[0].fix.zh, &*gone[0].fix.en),
        (
            "已报的内容只增不减：列出此前各条，另加新的一条",
            "What was filed is only added to: list every row so far, and add the new one"
        )
    );
}

/// I5, I6 and I8 by hand: nine cases closed in the quarter, and two that a court decided in it.
#[test]
fn awards_that_hold_and_courts_that_agree() {
    let case = "accepted=2025-07-01 due=2025-08-15 closed=2025-08-10";
    let rows = [
        format!("{case} outcome=11"),
        format!("{case} outcome=31"),
        // Open to suit: served 48 days and 15 days before the end; and served yesterday: too early to say.
        format!("{case} outcome=22 served=2025-08-13"),
        format!("{case} outcome=22 served=2025-09-14 sued=yes sued_on=2025-09-20"),
        format!("{case} outcome=22 served=2025-09-15"),
        // Final: 30 days.
        format!("{case} outcome=21 served=2025-08-30"),
        format!("{case} outcome=21 served=2025-08-20 sued=yes sued_on=2025-09-01"),
        format!("{case} outcome=21 served=2025-08-31"),
        // Served to nobody yet.
        format!("{case} outcome=23"),
        // Transferred: no closing.
        format!("{case} outcome=90"),
        // Awarded in spring, decided by a court in this quarter.
        "accepted=2025-01-01 due=2025-02-15 closed=2025-02-10 outcome=22 served=2025-02-12 sued=yes sued_on=2025-02-20 \
         court_result=2 court_decided_on=2025-07-20"
            .to_owned(),
        "accepted=2025-01-01 due=2025-02-15 closed=2025-02-10 outcome=22 served=2025-02-12 sued=yes sued_on=2025-02-20 \
         court_result=4 court_decided_on=2025-09-01"
            .to_owned(),
        "accepted=2025-01-01 due=2025-02-15 closed=2025-02-10 outcome=22 served=2025-02-12 sued=yes sued_on=2025-02-20 \
         court_result=3 court_decided_on=2025-09-02"
            .to_owned(),
        "accepted=2025-01-01 due=2025-02-15 closed=2025-02-10 outcome=22 served=2025-02-12 sued=yes sued_on=2025-07-20 \
         court_result=9"
            .to_owned(),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let tallies = Tallies::of(&ledger("L3", &rows), window());
    let keys = ["lapsed_agreed", "lapsed_awards", "lapsed_final", "lapsed_awards_sued", "lapsed_final_sued"];
    assert_eq!(counts(&tallies, "L3", keys), [2, 2, 2, 1, 1]);
    assert_eq!(counts(&tallies, "L3", ["court_decided", "court_agreed", "court_partly"]), [3, 1, 1]);
    let value = |code: &str| builtin().indicator(code).unwrap().value(&tallies, None);
    assert_eq!((value("I5").value, value("I5").n), (Fraction::new(4, 6), 6));
    assert_eq!((value("I6").value, value("I6").n), (Fraction::new(3, 7), 7));
    assert_eq!(value("I8").value, Fraction::new(3, 6), "one agrees, one in part, one does not");
}
