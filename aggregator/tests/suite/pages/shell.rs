//! Frame, login, error and empty pages.

use aggregator::web::{
    links::Address,
    pages::{
        empty::EmptyPage,
        error::ErrorPage,
        login::LoginPage,
        shell::{Frame, Section, Theme},
    },
};
use schemas::{
    problem::Problem,
    text::{Lang, Text},
};

use super::{
    html::{all, href, one, parsed, text, texts},
    worked_city::frame,
};

fn nobody(lang: Lang) -> Frame {
    Frame { reader: None, period: None, campaign: None, ..frame(lang, "/login") }
}

#[test]
fn the_switches_keep_the_rest_of_the_address() {
    let page = EmptyPage::no_campaign(&frame(Lang::Zh, "/rankings?indicator=I3&page=2"), Section::Rankings);
    let html = parsed(&page);
    assert_eq!(href(&html, ".period a[rel=prev]"), "/rankings?indicator=I3&period=2025Q2");
    assert_eq!(href(&html, ".period a[rel=next]"), "/rankings?indicator=I3&period=2025Q4");
    assert_eq!(href(&html, "a.lang"), "/rankings?indicator=I3&page=2&lang=en");
    let english = parsed(&EmptyPage::no_campaign(&frame(Lang::En, "/?lang=en"), Section::Overview));
    assert_eq!(href(&english, "a.lang"), "/");
    assert_eq!(
        texts(&english, ".rail li"),
        [
            "Overview",
            "Filings",
            "Rankings",
            "Cases",
            "Warnings",
            "Bulletins",
            "Campaign",
            "Bureaus",
            "Evidence"
        ]
    );
    assert!(all(&english, ".rail li a").iter().all(|link| link.attr("href").unwrap().contains("lang=en")));
}

#[test]
fn the_frame_says_where_and_who_one_is() {
    let asked = Frame {
        theme: Theme::from_cookie(Some("dark")),
        flash: Some(Text::new("已确认", "Confirmed")),
        ..frame(Lang::Zh, "/")
    };
    let html = parsed(&EmptyPage::no_campaign(&asked, Section::Filings));
    assert_eq!(one(&html, "html").attr("data-theme"), Some("dark"));
    assert_eq!(texts(&html, "nav [aria-current=page]"), ["报送", "报送"]);
    assert_eq!(text(one(&html, "header .demo")), "演示数据");
    assert_eq!(text(one(&html, ".flash[role=status]")), "已确认");
    assert_eq!(text(one(&html, "header .user")), "业务科 陈示例");
    assert_eq!(one(&html, "header form").attr("action"), Some("/logout"));
    assert_eq!(one(&html, "header form input[name=csrf]").attr("value"), Some("csrf-token"));
    assert_eq!(text(one(&html, "title")), "还没有专项行动 - 2025年第三季度 - 通报");
    let plain =
        Frame { demonstration: false, theme: Theme::from_cookie(Some("pink")), ..frame(Lang::Zh, "/") };
    let html = parsed(&EmptyPage::no_campaign(&plain, Section::Filings));
    assert!(all(&html, ".demo, html[data-theme]").is_empty());
}

#[test]
fn login_keeps_the_account_and_says_what_was_wrong() {
    let bureau = Text::new("云江市人社局", "Yunjiang");
    let fault = Problem::SignInFailed.title();
    let html = parsed(&LoginPage::new(
        &nobody(Lang::Zh),
        &bureau,
        "\"><b>x",
        Some(&fault),
        Some("/filings?period=2025Q3"),
    ));
    assert_eq!(one(&html, "#account").attr("value"), Some("\"><b>x"));
    assert_eq!(one(&html, "#password").attr("value"), None);
    assert_eq!(text(one(&html, "#fault")), "用户名或口令不正确");
    assert_eq!(one(&html, "#password").attr("aria-describedby"), Some("fault"));
    assert_eq!(one(&html, "form").attr("action"), Some("/login?next=%2Ffilings%3Fperiod%3D2025Q3"));
    assert!(all(&html, "nav").is_empty());
    let elsewhere = parsed(&LoginPage::new(&nobody(Lang::En), &bureau, "", None, Some("//evil.example")));
    assert_eq!(one(&elsewhere, "form").attr("action"), Some("/login?lang=en&next=%2F"));
    assert!(all(&elsewhere, "#fault").is_empty());
}

#[test]
fn an_error_says_what_and_leads_on() {
    let detail = Text::new("没有<i>519999</i>的报送", "No filing of <i>519999</i>");
    let way = (Text::new("报送", "Filings"), Address::new("/filings"));
    let asked = frame(Lang::En, "/filings/519999?lang=en");
    let html = parsed(&ErrorPage::new(&asked, Problem::NotFound, Some(&detail), None, vec![way]));
    assert_eq!(texts(&html, "h1"), ["Not found"]);
    assert_eq!(texts(&html, "main .note"), ["No filing of <i>519999</i>"]);
    assert_eq!(texts(&html, ".ways a"), ["Filings", "Back to the overview"]);
    let html =
        parsed(&ErrorPage::new(&frame(Lang::Zh, "/x?a=1"), Problem::Internal, None, Some("7F"), vec![]));
    assert_eq!(texts(&html, "main .note"), ["事件编号7F，请报给系统管理员。"]);
    assert_eq!(href(&html, ".ways li:first-child a"), "/x?a=1");
    let html = parsed(&ErrorPage::new(&nobody(Lang::Zh), Problem::SignInRequired, None, None, vec![]));
    assert_eq!(href(&html, ".ways a"), "/login");
    let html = parsed(&ErrorPage::new(&frame(Lang::Zh, "/"), Problem::Forbidden, None, None, vec![]));
    assert_eq!(texts(&html, ".crumb, h1"), ["403", "没有权限"]);
}
