//! 行动: the page and the reports of departments, through HTTP: entered by staff, kept as they were, seen by who may.

use aggregator::{action::Said, store::task_report};
use reqwest::{Method, StatusCode};

use crate::city::{City, Setting, at};

fn hidden(page: &str, name: &str) -> String {
    let page = scraper::Html::parse_document(page);
    let field = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
    page.select(&field).next().unwrap().attr("value").unwrap().to_owned()
}

async fn page(city: &City, path: &str, login: &str) -> String {
    let (status, page) = city.ask(Method::GET, path, Some(&city.cookie(login).await), "").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    page
}

/// Enters a report as somebody; the token is that of their own page.
async fn enter(
    city: &City,
    login: &str,
    task: &str,
    reporter: &str,
    said: &str,
    words: &str,
) -> (StatusCode, String) {
    enter_in(city, "zh", login, (task, reporter, said, words)).await
}

async fn enter_in(
    city: &City,
    lang: &str,
    login: &str,
    (task, reporter, said, words): (&str, &str, &str, &str),
) -> (StatusCode, String) {
    let cookie = city.cookie(login).await;
    let (_, page) = city.ask(Method::GET, "/campaign?lang=en", Some(&cookie), "").await;
    let csrf = hidden(&page, "csrf");
    let mut form = form_urlencoded::Serializer::new(String::new());
    let pairs =
        [("csrf", csrf.as_str()), ("task", task), ("reporter", reporter), ("said", said), ("words", words)];
    let body = form.extend_pairs(pairs).finish();
    city.ask(Method::POST, &format!("/campaign/report?lang={lang}"), Some(&cookie), &body).await
}

crate::on_both_engines! {
    async fn reports_stand_beside_each_other_and_none_is_changed(city: City) {
        let (status, said) = enter(&city, "staff", "2.3", "court", "blocked", "评查人员不足").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
        city.clock.set(at("2025-10-14 09:00"));
        enter(&city, "staff", "2.3", "court", "done", "  评查完成  ").await;
        enter(&city, "staff", "1.2", "bureaus/519902", "done", "方案已报").await;
        let all = city.services.store.read_now(|connection| task_report::of_campaign(connection, "yunjiang-2025"));
        let all = all.unwrap();
        let told: Vec<(&str, Said, &str)> =
            all.iter().map(|report| (report.task.as_str(), report.said, report.words.as_str())).collect();
        let own = told.iter().filter(|(task, ..)| *task == "2.3").collect::<Vec<_>>();
        assert_eq!(own, [&("2.3", Said::Done, "评查完成"), &("2.3", Said::Blocked, "评查人员不足")]);
        assert!(all.iter().all(|report| report.by == "staff"));
        let shown = page(&city, "/campaign?task=2.3", "staff").await;
        for words in ["评查人员不足", "评查完成", "市仲裁院 · staff登记", "10-14 09:00"] {
            assert!(shown.contains(words), "{words}");
        }
        assert!(!shown.contains("方案已报"), "only of this task");
    }

    async fn what_a_report_may_not_be_is_said_in_the_reader_s_language(city: City) {
        let no_part = (
            "所选部门不承担这项任务，请从任务所列的部门中选择",
            "That department has no part in this task; choose one that is listed with it",
        );
        let length = ("进展须写1至500字", "A report has 1 to 500 characters");
        for (report, (zh, en)) in [
            (("2.3", "inspection", "done", "已完成"), no_part),
            (("2.3", "bureaus/519901", "done", "已完成"), no_part),
            (("9", "court", "done", "已完成"), ("没有这项任务，请刷新后再写", "There is no such task; load the page again")),
            (("2.3", "court", "done", " "), length),
            (("2.3", "court", "done", "请电13812345678"), ("进展中含手机号，请删去", "The report holds personal data (a mobile number); leave it out")),
        ] {
            for (lang, said) in [("zh", zh), ("en", en)] {
                let (status, page) = enter_in(&city, lang, "staff", report).await;
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{report:?}: {page}");
                assert!(page.contains(said), "{report:?}: {page}");
            }
        }
        let (status, page) = enter(&city, "staff", "2.3", "court", "finished", "已完成").await;
        assert!(status.is_client_error(), "{page}");
        let (status, page) = enter(&city, "donghu", "1.2", "bureaus/519901", "done", "方案已报").await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{page}");
        let none = city.services.store.read_now(|connection| task_report::of_campaign(connection, "yunjiang-2025"));
        assert_eq!(none.unwrap(), []);
    }

    async fn a_county_sees_tasks_and_its_own_part_and_nothing_of_others(city: City) {
        enter(&city, "staff", "1.2", "bureaus/519901", "done", "东湖方案已报").await;
        enter(&city, "staff", "1.2", "bureaus/519902", "going", "西岭方案在写").await;
        let county = page(&city, "/campaign", "donghu").await;
        for words in ["行动", "积案专项清理", "东湖方案已报", "领导小组办公室"] {
            assert!(county.contains(words), "{words}");
        }
        for words in ["西岭", "登记进展", "达到目标"] {
            assert!(!county.contains(words), "{words}");
        }
        let staff = page(&city, "/campaign?lang=en", "staff").await;
        for words in ["Clear the backlog", "Counties and zones", "西岭方案在写", "Enter a report", "day 105 of 184"] {
            assert!(staff.contains(words), "{words}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_without_tasks_says_how_they_come() {
    let folder = tempfile::TempDir::new().unwrap();
    let text = include_str!("../../../schemas/definitions/campaigns/yunjiang-2025.toml");
    let (head, rest) = text.split_once("[superior]").unwrap();
    let (_, duties) = rest.split_once("[[duties]]").unwrap();
    let bare = format!("{head}[[duties]]{duties}")
        .replace("campaign = \"yunjiang-2025\"", "campaign = \"bare-2025\"");
    std::fs::write(folder.path().join("bare.toml"), bare).unwrap();
    let setting =
        Setting { definitions: Some(folder.path().to_owned()), campaign: "bare-2025", ..Setting::yunjiang() };
    let city = City::of(setting).await;
    let shown = page(&city, "/campaign", "staff").await;
    assert!(shown.contains("专项行动没有列出任务") && shown.contains("专项行动没有分阶段"), "{shown}");
    let shown = page(&city, "/campaign?lang=en", "staff").await;
    assert!(shown.contains("The campaign lists no tasks") && shown.contains("names no phases"), "{shown}");
}
