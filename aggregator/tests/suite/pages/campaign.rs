//! 行动: phases, gates, pace, tasks by department, late ones, rules; both languages.

use aggregator::{
    action::{Entered, Report, Reporter, Said},
    web::pages::campaign::{CampaignPage, Matter, REPORTS},
};
use chrono::{DateTime, NaiveDate};
use schemas::{campaign::Campaign, definition::Definitions, text::Lang};
use scraper::Html;

use super::{
    html::{all, href, one, parsed, text, texts},
    worked_city::{Worked, frame, worked},
};

fn report(task: &str, department: &str, bureau: Option<&str>, said: Said, at: &str) -> Report {
    Report {
        task: task.into(),
        reporter: Reporter {
            department: department.into(),
            bureau: bureau.map(|code| code.parse().unwrap()),
        },
        said,
        words: "已<b>办</b>".into(),
        at: DateTime::parse_from_rfc3339(at).unwrap().to_utc(),
        by: "chen".into(),
        entered: Entered::ForIt,
    }
}

fn campaign(city: &Worked) -> Campaign {
    // The worked city's own definitions leave out what its figures do not need.
    assert!(city.definitions.campaign("yunjiang-2025").is_some());
    Definitions::builtin().unwrap().campaign("yunjiang-2025").unwrap().as_ref().clone()
}

fn page(city: &Worked, reports: &[Report], day: &str, lang: Lang, may_write: bool) -> Html {
    let campaign = campaign(city);
    let today: NaiveDate = day.parse().unwrap();
    let matter = Matter {
        campaign: &campaign,
        bureaus: &city.bureaus,
        reports,
        today,
        task: None,
        reads_all: may_write,
        may_write,
    };
    parsed(&CampaignPage::new(&frame(lang, "/campaign"), matter, None))
}

#[test]
fn phases_stand_on_a_bar_with_today_and_what_closes_them() {
    let city = worked();
    let done = |department| report("1.1", department, None, Said::Done, "2025-07-20T10:00:00+08:00");
    let reports = [done("relations"), done("court"), done("inspection")];
    let html = page(&city, &reports, "2025-10-18", Lang::Zh, true);
    assert_eq!(
        text(one(&html, ".ph .state:nth-of-type(1)")),
        "云江专项行动2025 7月至12月·第110天/共184天·还有74天"
    );
    assert!(texts(&html, ".ph .state")[1].starts_with("上级文件：《云岭省"));
    let label = one(&html, "svg.phases").attr("aria-label").unwrap();
    assert_eq!(label, "阶段与今天：动员部署 7月、集中攻坚 8月至11月、总结验收 12月、今天10月18日");
    let rects: Vec<(&str, &str, &str)> = all(&html, "svg.phases rect")
        .iter()
        .map(|rect| (rect.attr("class").unwrap(), rect.attr("x").unwrap(), rect.attr("width").unwrap()))
        .collect();
    assert_eq!(
        rects,
        [("past", "0.00%", "16.84%"), ("now", "16.84%", "66.30%"), ("tocome", "83.15%", "16.84%")]
    );
    assert_eq!(one(&html, "svg.phases .tick").attr("x1"), Some("59.51%"));
    // The first phase is over, and twelve local plans are missing.
    let states = texts(&html, ".phs tbody td:nth-child(3)");
    assert_eq!(states, ["到期未通过验收", "进行中", "未开始"]);
    assert_eq!(
        texts(&html, ".phs tbody tr:first-child td:nth-child(4) .st"),
        ["印发方案，摸清积案底数 3/3", "各地报送配套方案 0/13"]
    );
    assert_eq!(texts(&html, ".pace .v"), ["59.78%", "6.25%"]);
    assert_eq!(texts(&html, ".pace .nd"), ["110/184天", "3/48项"]);
}

#[test]
fn every_department_stands_for_itself_and_the_late_are_listed() {
    let city = worked();
    let reports = [
        report("2.3", "court", None, Said::Done, "2025-09-20T10:00:00+08:00"),
        report("2.3", "relations", None, Said::Going, "2025-09-12T10:00:00+08:00"),
        report("1.2", "bureaus", Some("519901"), Said::Done, "2025-07-20T10:00:00+08:00"),
    ];
    let html = page(&city, &reports, "2025-10-18", Lang::Zh, false);
    let rows = texts(&html, ".tasks tbody tr");
    assert!(
        rows.contains(&"2.3 开展仲裁办案质量评查09-30市仲裁院 已完成 劳动关系科 逾期18天".to_owned()),
        "{rows:?}"
    );
    assert!(rows.iter().any(|row| row.contains("各县市区、开发区 1/12已完成 11个逾期或未报")), "{rows:?}");
    assert_eq!(texts(&html, ".tasks tr.head th"), ["1 部署", "2 攻坚", "3 总结"]);
    let late = texts(&html, ".late dt");
    assert_eq!(late.iter().filter(|name| *name == "劳动关系科").count(), 1);
    assert!(late.contains(&"鹭洲经济开发区".to_owned()) && !late.contains(&"东湖区".to_owned()), "{late:?}");
    let own = all(&html, ".late dd")[late.iter().position(|name| name == "劳动关系科").unwrap()];
    assert_eq!(text(own), "1.1 逾期79天 1.2 逾期79天 2.2 进展未报 2.3 逾期18天");
    assert_eq!(href(&html, ".tasks tbody tr:nth-child(7) a"), "/campaign?period=2025Q3&task=2.3");
    assert!(all(&html, "form[action='/campaign/report']").is_empty(), "who may not write has no form");
    assert_eq!(all(&html, ".tl li").len(), 3);
    assert!(texts(&html, ".tl li")[0].ends_with("已<b>办</b>市仲裁院 · chen登记（代录）"));
}

#[test]
fn who_directs_it_and_what_follows_is_said_in_both_languages() {
    let city = worked();
    let html = page(&city, &[], "2025-06-01", Lang::En, true);
    assert!(text(one(&html, ".ph .state:nth-of-type(1)")).ends_with("July to December · begins in 30 days"));
    assert_eq!(texts(&html, "section[aria-labelledby=h-lead] dt")[..2], ["Head", "Deputy head"]);
    assert_eq!(
        texts(&html, ".ladder li"),
        [
            "Reminder",
            "Notice of supervision (answer within 15 days)",
            "Circular",
            "Listed supervision (answer within 60 days)",
            "Interview"
        ]
    );
    assert!(texts(&html, ".plainlist li")[0].contains("a composite of 95 and more"));
    assert_eq!(texts(&html, "section[aria-labelledby=h-late] .empty"), ["No department is late."]);
    assert!(texts(&html, "#reports .empty")[0].starts_with("Nothing is reported yet."));
    assert_eq!(texts(&html, ".phs tbody td:nth-child(3)"), ["to come"; 3]);
    assert_eq!(all(&html, "#tr-dep option").len(), 15);
    let over = page(&city, &[], "2026-01-10", Lang::Zh, true);
    assert!(text(one(&over, ".ph .state:nth-of-type(1)")).ends_with("7月至12月·已结束"));
    assert!(all(&over, "svg.phases .tick").is_empty());
}

#[test]
fn reports_beyond_the_bound_are_counted() {
    let city = worked();
    let one = report("2.3", "court", None, Said::Going, "2025-09-20T10:00:00+08:00");
    let at = page(&city, &vec![one.clone(); REPORTS], "2025-10-18", Lang::Zh, true);
    assert!(!at.root_element().text().any(|text| text.contains("更早的进展")));
    let beyond = page(&city, &vec![one; REPORTS + 2], "2025-10-18", Lang::Zh, true);
    assert_eq!(all(&beyond, "#reports .tl li").len(), REPORTS);
    assert_eq!(texts(&beyond, "#reports .cap").last().unwrap(), "另有2条更早的进展，点开任务查看。");
}
