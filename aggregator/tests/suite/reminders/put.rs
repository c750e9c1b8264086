//! What is put to a bureau is told by its ways outside, once, without a word of the matter, and not to who has signed for it.

use reqwest::StatusCode;

use super::{Reminding, postgres_schema};
use crate::{
    city::at,
    supervision::{answer, done, issued, new, page},
};

/// What programs were told of what was put.
fn told(it: &Reminding) -> Vec<serde_json::Value> {
    let body = |given: &String| serde_json::from_str(&given[given.find("\n{").unwrap()..]).unwrap();
    let all: Vec<serde_json::Value> = it.hook.given().iter().map(body).collect();
    all.into_iter().filter(|said| said["step"] == "directive").collect()
}

fn fates(it: &Reminding) -> Vec<String> {
    it.city.lines(
        "SELECT channel || ' ' || state AS line FROM message WHERE step = 'directive' ORDER BY made, channel, address",
    )
}

journeys! {
    async fn what_is_put_to_a_bureau_is_told_once_and_says_nothing_of_the_matter(it: Reminding) {
        it.city.clock.set(at("2025-10-13 16:20"));
        done(&it.city, "staff", "/supervision/new", &new("519901", "urge", &[])).await;
        assert_eq!(fates(&it), ["email waiting", "webhook waiting"], "whoever files, and no leader");
        it.tick_at("2025-10-13 16:21").await;
        it.tick_at("2025-10-13 16:40").await;
        assert_eq!(fates(&it), ["email sent", "webhook sent"]);
        let said = told(&it);
        assert_eq!(said.len(), 1);
        assert_eq!(said[0]["bureau"], "519901");
        assert_eq!(said[0]["title"]["zh"], "【催办单】云江专项行动2025：云人社督〔2025〕1号，11月12日前办理");
        assert_eq!(said[0]["title"]["en"], "Urging note, Yunjiang campaign 2025: 云人社督〔2025〕1号, due 12 November");
        let all = said[0].to_string();
        assert!(all.contains("/supervision/one?serial=D2025-1") && all.contains("D1"), "{all}");
        assert!(!all.contains("仲裁结案"), "nothing of the matter: {all}");
        let shown = page(&it.city, "staff", "/reminders").await;
        assert!(shown.contains("督办件下达") && shown.contains("/supervision/one?serial=D2025-1"), "{shown}");
        // What a leader has approved the bureau's leader hears of, too.
        let serial = issued(&it.city, "notice", &[]).await;
        assert_eq!(serial, "D2025-2");
        it.tick_at("2025-10-13 16:50").await;
        let to_leader = it.mail.given().iter().filter(|mail| mail.contains("To: leader@county.example")).count();
        assert_eq!((to_leader, told(&it).len()), (1, 2));
        // A bureau without contacts, and a department, are told nothing outside.
        done(&it.city, "staff", "/supervision/new", &new("519902", "urge", &[])).await;
        issued(&it.city, "assign", &[("bureau", "department/court")]).await;
        assert_eq!(fates(&it).len(), 5);
    }

    async fn who_has_signed_for_it_is_not_told_of_it(it: Reminding) {
        it.city.clock.set(at("2025-10-13 16:20"));
        let node = it.city.node("519901").await;
        done(&it.city, "staff", "/supervision/new", &new("519901", "assign", &[])).await;
        crate::filing::push(&node).await;
        answer(&it.city, &node, "D2025-1", "2025-10-13", &["签收,2025-10-13,已收悉,,,,,示例甲"]).await;
        let (status, _) = crate::departments::ask(&it.city, "staff", "/supervision/one?serial=D2025-1").await;
        assert_eq!(status, StatusCode::OK);
        it.tick_at("2025-10-13 16:30").await;
        assert_eq!(fates(&it), ["email moot", "webhook moot"]);
        assert!(told(&it).is_empty());
    }
}
