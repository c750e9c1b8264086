//! Scenario 9: a bulletin is issued; then it turns out that three cases were closed in the quarter after all. The county amends its
//! ledger, the bulletin that was issued stays as it is, and the next one says what was, what is, and whose place moved. Said once,
//! it is not said again.

use reqwest::StatusCode;

use crate::{
    bulletin::{act, city, confirm, newest, page, propose},
    city::{City, at, postgres_schema},
    filing::{ledger, push},
};

/// Proposed by one officer, issued by the other; gives where it is read.
async fn issued(city: &City, period: &str) -> String {
    let (status, text) = propose(city, "staff", period, "", "zh").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    let id = newest(city).await["id"].as_str().unwrap().to_owned();
    let (status, text) = act(city, "second", &id, "issue", "zh").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    format!("/bulletins/{id}")
}

/// What a page says, without its frame.
fn said(page: &str) -> &str {
    page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map(|(said, _)| said).unwrap()
}

async fn late_closings_are_put_right_in_the_next_bulletin(city: City) {
    let east = city.node("519901").await;
    let west = city.node("519902").await;
    for (node, closed) in [(&east, 36), (&west, 38)] {
        node.file(&city.draft("L3", "2025Q3", &ledger(closed)), None).unwrap();
        push(node).await;
    }
    for bureau in ["519901", "519902"] {
        confirm(&city, bureau, "2025Q3").await;
    }
    city.clock.set(at("2025-10-21 09:00"));
    let first = issued(&city, "2025Q3").await;
    let before = page(&city, "donghu", &first).await.1;
    assert!(
        before.contains("东湖区（90.00%，差5.00）") && before.contains("依次为西岭区、东湖区"),
        "{before}"
    );

    // Three more were closed in the quarter: 39 of 40, and the first place.
    east.amend(&city.draft("L3", "2025Q3", &ledger(39)), "三件九月结案补录").unwrap();
    push(&east).await;
    confirm(&city, "519901", "2025Q3").await;

    city.clock.set(at("2026-01-10 09:00"));
    let open = |closed: usize| {
        // What the third quarter left open, and nothing new.
        let (head, rows) = {
            let all = ledger(closed);
            let (head, rows) = all.split_once('\n').unwrap();
            (head.to_owned(), rows.lines().skip(closed).map(str::to_owned).collect::<Vec<_>>())
        };
        let closed = rows.iter().map(|row| format!("{},2025-11-03,11\n", row.trim_end_matches([',', '\n'])));
        format!("{head}\n{}", closed.collect::<String>())
    };
    for (node, left) in [(&east, 39), (&west, 38)] {
        let report = node.file(&city.draft("L3", "2025Q4", &open(left)), None);
        report.unwrap();
        push(node).await;
    }
    for bureau in ["519901", "519902"] {
        confirm(&city, bureau, "2025Q4").await;
    }
    city.clock.set(at("2026-01-21 09:00"));
    let second = issued(&city, "2025Q4").await;
    let (_, zh) = page(&city, "donghu", &second).await;
    for words in [
        "通报〔2026〕1号",
        "通报〔2025〕1号（2025年第三季度）印发后有单位补报或更正台账",
        "东湖区仲裁结案率，原为90.00%（36/40），更正为97.50%（39/40）。",
        "全市合并仲裁结案率，原为92.50%（74/80），更正为96.25%（77/80）。",
        "东湖区仲裁结案率位次，原为第2位，更正为第1位。",
        "东湖区综合位次，原为第2位，更正为第1位。",
    ] {
        assert!(zh.contains(words), "{words}: {zh}");
    }
    let (_, en) = page(&city, "donghu", &format!("{second}?lang=en")).await;
    assert!(en.contains("97.50 % (39/40) instead of 90.00 % (36/40)"), "{en}");
    let after = page(&city, "donghu", &first).await.1;
    assert_eq!(said(&after), said(&before), "what was issued is not changed");

    // The third one has nothing more to say of it.
    city.clock.set(at("2026-04-21 09:00"));
    for node in [&east, &west] {
        node.nil("L3", "2026Q1".parse().unwrap(), None, None).unwrap();
        push(node).await;
    }
    let (_, draft) = page(&city, "staff", "/bulletins/draft?period=2026Q1").await;
    assert!(draft.contains("指标完成情况") && !draft.contains("更正为"), "{draft}");
}

mod sqlite {
    #[tokio::test(flavor = "multi_thread")]
    async fn late_closings_are_put_right_in_the_next_bulletin() {
        let folder = tempfile::tempdir().unwrap();
        super::late_closings_are_put_right_in_the_next_bulletin(super::city(folder.path(), None).await).await;
    }
}

mod postgres {
    #[tokio::test(flavor = "multi_thread")]
    async fn late_closings_are_put_right_in_the_next_bulletin() {
        let folder = tempfile::tempdir().unwrap();
        if let Some(schema) = super::postgres_schema() {
            let city = super::city(folder.path(), Some(schema)).await;
            super::late_closings_are_put_right_in_the_next_bulletin(city).await;
        }
    }
}
