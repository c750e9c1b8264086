//! One filing and its rows: state, findings, history, receipt, confirmation, and that nothing of class P0 shows.

use aggregator::web::pages::{
    filing::{Allowed, Confirm, FilingPage},
    rows::RowsPage,
};
use schemas::{
    statement::Kind,
    text::{Lang, Text},
    wire::FilingState,
};
use scraper::Html;

use super::{
    html::{all, href, one, parsed, text, texts},
    worked_city::{
        Worked,
        filed::{self, Filing},
        frame, worked,
    },
};

fn page(city: &Worked, filing: &Filing, confirm: Confirm, lang: Lang) -> Html {
    parsed(&FilingPage::new(
        &frame(lang, "/filings/519981/L3/2025Q3"),
        filing.matter(city),
        confirm,
        Allowed::default(),
    ))
}

#[test]
fn a_filing_shows_state_findings_history_and_receipt() {
    let city = worked();
    let html = page(&city, &filed::filing(&city, "519981"), Confirm::Offered, Lang::Zh);
    assert_eq!(texts(&html, "h1"), ["河口市·仲裁案件台账（L3）"]);
    assert!(text(one(&html, ".state")).contains("第2次报送·111行·2025-10-18 09:41:07送达·迟报3天"));
    assert!(text(one(&html, "main .note.near")).starts_with("待确认。"));
    assert_eq!(text(one(&html, "#h-find + .s")), "阻断0·须说明2·提示1");
    assert_eq!(texts(&html, ".fcap"), ["阻断 0"]);
    assert_eq!(
        texts(&html, ".find tbody tr:first-child td")[..4],
        [
            "仲裁案件!L37河劳人仲案〔2025〕58号",
            "2025-08-29",
            "审限届满未结8件",
            "“其中5件公告送达，3件待鉴定结论”"
        ]
    );
    assert_eq!(texts(&html, ".find tbody tr:nth-child(2) td:last-child"), ["未说明"]);
    assert_eq!(texts(&html, ".tl li time"), ["10-18 09:41", "10-18 08:26", "10-15 24:00"]);
    assert!(texts(&html, ".tl li")[0].contains("第61行结案日更正"));
    assert_eq!(texts(&html, ".rcpt .no"), ["20417"]);
    assert_eq!(href(&html, ".rcpt a"), "/filings/519981/L3/2025Q3/receipt");
    assert_eq!(href(&html, ".period a[rel=prev]"), "/filings/519981/L3/2025Q2");
}

#[test]
fn every_tally_opens_its_rows_and_the_stock_is_carried_over() {
    let city = worked();
    let mut filing = filed::filing(&city, "519981");
    let html = page(&city, &filing, Confirm::Absent, Lang::Zh);
    let lines = texts(&html, "section[aria-labelledby=h-sum] tbody tr");
    assert_eq!(lines[0], "期初未结14上期期末14");
    assert_eq!(lines[2], "本期结案91");
    assert_eq!(
        href(&html, "section[aria-labelledby=h-sum] tbody tr:nth-child(3) a"),
        "/filings/519981/L3/2025Q3/rows?tally=L3.closed"
    );
    filing.tallies_before = filing.tallies.clone();
    let html = page(&city, &filing, Confirm::Absent, Lang::Zh);
    assert_eq!(texts(&html, "section[aria-labelledby=h-sum] .st.near"), ["上期期末20，不一致"]);
}

#[test]
fn confirming_is_offered_held_or_absent() {
    let city = worked();
    let filing = filed::filing(&city, "519981");
    let html = page(&city, &filing, Confirm::Offered, Lang::En);
    assert_eq!(one(&html, "main form").attr("action"), Some("/filings/519981/L3/2025Q3/confirm?lang=en"));
    assert_eq!(text(one(&html, "main form button.pri")), "Confirm");
    let reason = Text::new("2条说明未读", "2 reasons are unread");
    let html = page(&city, &filing, Confirm::Held(reason), Lang::Zh);
    assert!(one(&html, "main button.pri").attr("disabled").is_some());
    assert!(text(one(&html, ".ph .acts")).contains("2条说明未读"));
    assert!(all(&html, "main form").is_empty());
    let html = page(&city, &filing, Confirm::Absent, Lang::Zh);
    assert!(all(&html, "main button.pri").is_empty());
}

#[test]
fn a_nil_return_and_a_missing_one_say_so() {
    let city = worked();
    let mut nil = filed::filing(&city, "519923");
    nil.findings.clear();
    nil.revisions.truncate(1);
    nil.revisions[0].kind = Kind::Nil;
    nil.revisions[0].rows = None;
    nil.revisions[0].state = FilingState::Confirmed;
    let html = page(&city, &nil, Confirm::Absent, Lang::Zh);
    assert!(text(one(&html, "main .note")).starts_with("零报告："));
    assert!(all(&html, "section[aria-labelledby=h-sum] a").is_empty());
    assert_eq!(texts(&html, ".fcap"), ["阻断 0", "须说明 0", "提示 0"]);
    let html = page(&city, &filed::absent(&city, "519900Z03"), Confirm::Absent, Lang::Zh);
    assert!(text(one(&html, "main .note")).starts_with("尚未报送。"));
    assert!(text(one(&html, ".state")).ends_with("逾期未报"));
    assert!(all(&html, ".rcpt, .find").is_empty());
}

#[test]
fn rows_show_what_may_leave_a_bureau_and_nothing_else() {
    let (city, rows) = (worked(), filed::rows());
    let page =
        |lang| parsed(&RowsPage::new(&frame(lang, "/filings/519981/L3/2025Q3/rows"), rows.asked(&city)));
    let html = page(Lang::Zh);
    assert_eq!(
        texts(&html, ".rows thead th"),
        ["案号", "受理日期", "结案日期", "结案方式", "标的金额", "集体争议"]
    );
    assert_eq!(
        texts(&html, ".rows tbody tr:first-child td"),
        ["2025-07-03", "2025-08-29", "11 调解书", "18600.00", "是"]
    );
    assert_eq!(texts(&html, ".rows tbody th"), ["河劳人仲案〔2025〕58号", "<i>河劳人仲案</i>"]);
    assert!(!text(one(&html, "html")).contains("张某某") && !text(one(&html, "html")).contains("申请人"));
    assert!(text(one(&html, ".state")).contains("计入“本期结案”的2行"));
    assert_eq!(texts(&html, ".tabs [aria-current]"), ["本期结案"]);
    let html = page(Lang::En);
    assert_eq!(
        texts(&html, ".rows tbody tr:first-child td"),
        ["2025-07-03", "2025-08-29", "11 Mediation agreement", "18600.00", "yes"]
    );
}
