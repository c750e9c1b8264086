//! Local plans: brought by a county for itself and by the staff on its behalf, kept as they came, seen by who may, and never opened in
//! a page.

use aggregator::store::task_report;
use reqwest::{Method, StatusCode};

use crate::{
    asked::ask,
    city::{City, at},
};

const PDF: &[u8] = b"%PDF-1.7 a plan";

fn hidden(page: &str, name: &str) -> String {
    let page = scraper::Html::parse_document(page);
    let field = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
    page.select(&field).next().unwrap().attr("value").unwrap().to_owned()
}

async fn page(city: &City, login: &str, path: &str) -> (StatusCode, String) {
    city.ask(Method::GET, path, Some(&city.cookie(login).await), "").await
}

/// Brings a file as somebody, with the token of their own session.
async fn bring(
    city: &City,
    login: &str,
    (task, bureau, lang): (&str, &str, &str),
    (name, bytes): (&str, &[u8]),
) -> (StatusCode, String) {
    let cookie = city.cookie(login).await;
    let (_, page) = city.ask(Method::GET, "/evidence", Some(&cookie), "").await;
    let csrf = hidden(&page, "csrf");
    let mut body = Vec::new();
    for (field, value) in [("csrf", csrf.as_str()), ("task", task), ("bureau", bureau), ("said", "done")] {
        let part = format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let headers: [(&str, &[u8]); 2] =
        [("Cookie", cookie.as_bytes()), ("Content-Type", b"multipart/form-data; boundary=edge")];
    let answer = ask("POST", &format!("{}/campaign/plans?lang={lang}", city.address), &headers, body).await;
    (StatusCode::from_u16(answer.status).unwrap(), answer.text())
}

/// The addresses of the files on a page.
fn files(page: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(page);
    let links = scraper::Selector::parse("a[href^='/campaign/plans/']").unwrap();
    page.select(&links).map(|link| link.attr("href").unwrap().to_owned()).collect()
}

crate::on_both_engines! {
    async fn a_county_brings_its_plan_and_nobody_else_s(city: City) {
        let (_, empty) = page(&city, "donghu", "/campaign/plans?task=1.2").await;
        assert!(empty.contains("1个单位中0个已报送") && empty.contains("未报送，逾期74天"), "{empty}");
        // The staff has it by telephone that the county is done: what is missing is the document.
        let cookie = city.cookie("staff").await;
        let (_, form) = city.ask(Method::GET, "/campaign", Some(&cookie), "").await;
        let told = [("csrf", hidden(&form, "csrf")), ("task", "1.2".into()), ("reporter", "bureaus/519901".into())];
        let told = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(told)
            .extend_pairs([("said", "done"), ("words", "电话报告已印发")])
            .finish();
        let (status, _) = city.ask(Method::POST, "/campaign/report", Some(&cookie), &told).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, without) = page(&city, "donghu", "/campaign/plans?task=1.2").await;
        assert!(without.contains("已报完成，未传文件") && !without.contains("逾期74天"), "{without}");
        let (status, said) = bring(&city, "donghu", ("1.2", "519901", "zh"), ("东湖方案.pdf", PDF)).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
        let (status, _) = bring(&city, "donghu", ("1.2", "519902", "zh"), ("方案.pdf", PDF)).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (status, _) = bring(&city, "leader", ("1.2", "519901", "zh"), ("方案.pdf", PDF)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "a leader decides, and brings nothing");
        // The staff brings one on behalf of another, and a second one of the first.
        bring(&city, "staff", ("1.2", "519902", "zh"), ("西岭方案.docx", b"PK\x03\x04...")).await;
        city.clock.set(at("2025-10-14 09:00"));
        bring(&city, "staff", ("1.2", "519901", "zh"), ("东湖方案（修订）.pdf", PDF)).await;
        let (_, all) = page(&city, "staff", "/campaign/plans?task=1.2").await;
        for words in ["3个单位中2个已报送", "东湖方案.pdf", "东湖方案（修订）.pdf", "西岭方案.docx", "上传方案"] {
            assert!(all.contains(words), "{words}: {all}");
        }
        let (_, own) = page(&city, "donghu", "/campaign/plans?task=1.2").await;
        assert!(own.contains("东湖方案（修订）.pdf") && !own.contains("西岭"), "{own}");
        let (_, english) = page(&city, "staff", "/campaign/plans?task=1.2&lang=en").await;
        assert!(english.contains("2 of 3 bureaus have brought theirs") && english.contains("days late"), "{english}");
        // Each is taken away as it came, by who may see it.
        let of_both = files(&all);
        assert_eq!((of_both.len(), files(&own).len()), (3, 2));
        let cookie = city.cookie("donghu").await;
        for href in &of_both {
            let headers: [(&str, &[u8]); 1] = [("Cookie", cookie.as_bytes())];
            let answer = ask("GET", &format!("{}{href}", city.address), &headers, Vec::new()).await;
            if !files(&own).contains(href) {
                assert_eq!(answer.status, 404, "another county's");
                continue;
            }
            assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
            let named = answer.header("content-disposition").unwrap();
            assert!(named.starts_with("attachment; filename*=UTF-8''%E4%B8%9C"), "{named}");
            assert_eq!(answer.body, PDF);
        }
        // It is a report of the task, too, by whoever entered it.
        let reports = city.services.store.read_now(|connection| task_report::of_campaign(connection, "yunjiang-2025"));
        let told: Vec<(String, String)> =
            reports.unwrap().into_iter().map(|report| (report.words, report.by)).collect();
        assert_eq!(told.len(), 4);
        assert!(told.contains(&("已上传：东湖方案.pdf".into(), "donghu".into())), "{told:?}");
        let (_, campaign) = page(&city, "staff", "/campaign?task=1.2").await;
        assert!(campaign.contains("已上传：东湖方案.pdf") && campaign.contains("各地配套方案"), "{campaign}");
    }

    async fn what_is_no_plan_is_refused_in_both_languages_and_nothing_is_kept(city: City) {
        let long = vec![b'%'; 5 * 1024 * 1024 + 1];
        let files: [(&str, &str, &[u8], &str, &str); 5] = [
            ("2.3", "方案.pdf", PDF, "这项任务不要求各单位报送材料", "Bureaus bring no documents to this task"),
            ("1.2", "方案.docx", PDF, "内容须与扩展名一致", "what is in them must be what their names say"),
            ("1.2", "方案.html", b"<script>", "只收PDF", "Only PDF"),
            ("1.2", "方案.pdf", b"", "文件是空的", "it is empty"),
            ("1.2", "方案.pdf", &long, "文件超过5MB", "The file is over 5 MB"),
        ];
        for (task, name, bytes, zh, en) in files {
            for (lang, words) in [("zh", zh), ("en", en)] {
                let (status, said) = bring(&city, "donghu", (task, "519901", lang), (name, bytes)).await;
                assert!(status == StatusCode::UNPROCESSABLE_ENTITY && said.contains(words), "{name} {status}: {said}");
            }
        }
        // Beyond the field's own bound, by so little that all of it is sent before the answer.
        let huge = vec![b'%'; 6 * 1024 * 1024 + 1];
        let (status, _) = bring(&city, "donghu", ("1.2", "519901", "zh"), ("方案.pdf", &huge)).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(city.lines("SELECT name AS line FROM plan"), Vec::<String>::new());
        for number in 0..20 {
            let name = format!("方案{number}.pdf");
            let (status, said) = bring(&city, "donghu", ("1.2", "519901", "zh"), (&name, PDF)).await;
            assert_eq!(status, StatusCode::SEE_OTHER, "{said}");
        }
        for (lang, words) in [("zh", "今天已上传20份"), ("en", "has uploaded 20 files today")] {
            let (status, said) = bring(&city, "donghu", ("1.2", "519901", lang), ("方案.pdf", PDF)).await;
            assert!(status.is_client_error() && said.contains(words), "{said}");
        }
        let (status, _) = page(&city, "donghu", "/campaign/plans?task=9").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (status, _) = page(&city, "donghu", "/campaign/plans/1%00").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}
