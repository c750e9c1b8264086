//! A ledger from file to place: checked, sealed, receipted, validated, ranked; and what happens when it is sent
//! again, sealed again, conflicts, is nil, or may not be filed.

use aggregator::web;
use node_agent::{Node, State};
use reqwest::{Method, StatusCode};
use schemas::{statement::Purpose, text::Lang};

use crate::city::{City, at};

/// 40 cases accepted on 7 July and due on 21 August; so many of them closed in time.
pub fn ledger(closed: usize) -> String {
    let mut csv = String::from(
        "案号,收到申请日期,受理日期,争议类别,申请人方,人数,用人单位名称,单位类型,行业,案由,审限届满日,结案日期,结案方式\n",
    );
    for case in 1..=40 {
        let end = if case <= closed { "2025-08-08,11" } else { "," };
        csv.push_str(&format!(
            "示例案〔2025〕{case:03}号,2025-07-02,2025-07-07,劳动,劳动者,1,示例公司,私营,C,01,2025-08-21,{end}\n"
        ));
    }
    csv
}

async fn closure(city: &City) -> serde_json::Value {
    let standings = city.json("/api/v1/standings?period=2025Q3").await;
    let tables = standings["indicators"].as_array().unwrap();
    tables.iter().find(|table| table["indicator"] == "I3").unwrap().clone()
}

pub async fn push(node: &Node) -> Vec<State> {
    let pushed = node.push().await.unwrap();
    assert!(pushed.trouble.is_none(), "{pushed:?}");
    node.items().unwrap().iter().map(|item| item.state).collect()
}

crate::on_both_engines! {
    async fn a_ledger_becomes_a_place_and_an_amendment_moves_it(city: City) {
        let node = city.node("519901").await;
        let draft = city.draft("L3", "2025Q3", &ledger(38));
        let report = node.check(&draft, None).unwrap();
        assert!(!report.blocks(), "{}", report.text(Lang::Zh));
        node.file(&draft, None).unwrap();
        assert_eq!(push(&node).await, [State::Valid]);

        let table = closure(&city).await;
        let row = &table["rows"][0];
        assert_eq!(row["bureau"], "519901");
        assert_eq!(
            (row["value"]["numerator"].as_i64(), row["value"]["denominator"].as_i64()),
            (Some(38), Some(40))
        );
        assert_eq!(
            (row["value"]["percent"].as_str(), row["target"].as_str(), row["rank"].as_u64()),
            (Some("95.00"), Some("met"), Some(1))
        );
        assert_eq!(table["rows"][1]["not_ranked_because"], "not filed");
        assert_eq!(table["filers"], 1);

        node.amend(&city.draft("L3", "2025Q3", &ledger(37)), "一件误录为结案").unwrap();
        push(&node).await;
        let row = closure(&city).await["rows"][0].clone();
        assert_eq!((row["value"]["percent"].as_str(), row["target"].as_str()), (Some("92.50"), Some("missed")));
    }

    async fn a_filing_is_data_for_those_who_may_see_it(city: City) {
        for (bureau, closed) in [("519901", 38), ("519902", 37)] {
            let node = city.node(bureau).await;
            node.file(&city.draft("L3", "2025Q3", &ledger(closed)), None).unwrap();
            push(&node).await;
        }
        let county = city.cookie("donghu").await;
        let (status, text) = city.ask(Method::GET, "/api/v1/filings/519901/L3/2025Q3", Some(&county), "").await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let filing: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&filing["state"], &filing["revision"]), (&"validated".into(), &1.into()), "{filing}");
        assert!(filing["rows"] == 40 && filing["findings"].is_u64(), "{filing}");
        assert_eq!(filing["tallies"]["L3.closed"], 38);
        assert_eq!(filing["tallies"]["L3.days"], serde_json::json!([[32, 38]]));

        let staff = city.cookie("staff").await;
        for (path, cookie, expected) in [
            ("519902/L3/2025Q3", Some(&county), StatusCode::NOT_FOUND),
            ("519902/L3/2025Q3", Some(&staff), StatusCode::OK),
            ("519902/L4/2025Q3", Some(&staff), StatusCode::NOT_FOUND),
            ("519902/L3/2025", Some(&staff), StatusCode::NOT_FOUND),
            ("519901/L3/2025Q3", None, StatusCode::UNAUTHORIZED),
        ] {
            let path = format!("/api/v1/filings/{path}");
            let (status, text) = city.ask(Method::GET, &path, cookie.map(String::as_str), "").await;
            assert_eq!(status, expected, "{path}: {text}");
        }
    }

    async fn sending_again_is_the_same_and_leaves_one_leaf(city: City) {
        let node = city.node("519901").await;
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&node).await;
        let item = node.items().unwrap().remove(0);
        let size = city.json("/healthz").await["log_size"].clone();
        let path = schemas::wire::statement_path(&item.id);
        let (status, receipt) = city.ask(Method::PUT, &path, None, &item.note).await;
        assert_eq!(status, StatusCode::OK);
        let proven = schemas::receipt::Receipt::parse(&receipt)
            .unwrap()
            .verify_for(&item.id, &city.services.log_key)
            .unwrap();
        assert_eq!(
            Some(proven.index),
            schemas::receipt::Receipt::parse(&item.receipt.unwrap()).ok().map(|receipt| receipt.index)
        );
        assert_eq!(city.json("/healthz").await["log_size"], size);
    }

    async fn a_nil_return_stands_at_once_and_not_over_open_cases(city: City) {
        let quiet = city.node("519923").await;
        quiet.nil("L3", "2025Q3".parse().unwrap(), None, None).unwrap();
        assert_eq!(push(&quiet).await, [State::Valid]);
        let table = closure(&city).await;
        let row = table["rows"].as_array().unwrap().iter().find(|row| row["bureau"] == "519923").unwrap();
        assert_eq!(row["not_ranked_because"], "no cases");
        assert!(row["value"].is_null());

        // 东湖区 had two cases open at the end of the quarter; the next one cannot be nil, whatever its node thinks.
        let busy = city.node("519901").await;
        busy.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&busy).await;
        city.clock.set(at("2026-01-10 09:00"));
        assert!(busy.nil("L3", "2025Q4".parse().unwrap(), None, None).is_err());
    }

    async fn what_may_not_be_filed_is_refused_by_name(city: City) {
        let node = city.node("519901").await;
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        let item = node.items().unwrap().remove(0);
        let path = schemas::wire::statement_path(&item.id);
        let code = |text: &str| {
            let body: schemas::problem::ProblemBody =
                serde_json::from_str(text).unwrap_or_else(|_| panic!("not a problem: {text}"));
            body.kind
        };

        let tampered = item.note.replace("revision 1\n", "revision 1\n\n");
        let (_, answer) = city.ask(Method::PUT, &path, None, &tampered).await;
        assert!(code(&answer).ends_with("malformed") || code(&answer).ends_with("digest-mismatch"), "{answer}");

        let moved = item.note.replace("bureau 519901", "bureau 519902");
        let id = schemas::statement::Statement::id_of(schemas::note::split(&moved).unwrap().0);
        let (status, answer) = city.ask(Method::PUT, &schemas::wire::statement_path(&id), None, &moved).await;
        assert_eq!(
            (status, code(&answer).as_str()),
            (StatusCode::UNAUTHORIZED, "urn:tongbao:problem:bad-signature")
        );

        let (_, answer) = city
            .ask(Method::PUT, &schemas::wire::statement_path(&schemas::hash::Sha::of(b"x")), None, &item.note)
            .await;
        assert_eq!(code(&answer), "urn:tongbao:problem:digest-mismatch");

        // A judged period is not history.
        let other = city.node("519902").await;
        let filed = other.file(&city.draft("L3", "2025Q3", &ledger(38)), Some(Purpose::History)).unwrap();
        let (_, answer) =
            city.ask(Method::PUT, &schemas::wire::statement_path(&filed.id), None, &filed.note).await;
        assert_eq!(code(&answer), "urn:tongbao:problem:statement-invalid");

        // After the close nothing is taken without an extension.
        city.clock.set(at("2026-03-01 09:00"));
        let (status, answer) = city.ask(Method::PUT, &path, None, &item.note).await;
        assert_eq!((status, code(&answer).as_str()), (StatusCode::GONE, "urn:tongbao:problem:period-closed"));
    }

    async fn a_copy_of_the_store_and_a_second_sealing_end_with_one_ledger(city: City) {
        let token =
            aggregator::intake::enrolment::issue(&city.services, "519901".parse().unwrap(), true).await.unwrap();
        let mut first = city.bare_node("first");
        first.enrol(&token, &city.address).await.unwrap();
        let second = city.copy_node("first", "second");
        let third = city.copy_node("first", "third");
        let (equal, other) = (city.draft("L3", "2025Q3", &ledger(38)), ledger(36));

        first.file(&equal, None).unwrap();
        push(&first).await;
        // Sealed anew with equal content: the loser adopts the head.
        city.clock.set(at("2025-10-13 17:00"));
        second.file(&equal, None).unwrap();
        assert_eq!(push(&second).await, [State::Adopted, State::Valid]);
        assert_eq!(closure(&city).await["rows"][0]["value"]["numerator"], 38);

        // With other content: refused, and a person sees both.
        third.file(&city.draft("L3", "2025Q3", &other), None).unwrap();
        let pushed = third.push().await.unwrap();
        assert!(matches!(third.items().unwrap()[0].state, State::Blocked(_)), "{pushed:?}");
        assert_eq!(closure(&city).await["rows"][0]["value"]["numerator"], 38);
    }

    async fn bodies_have_bounds(city: City) {
        let path = schemas::wire::statement_path(&schemas::hash::Sha::of(b"x"));
        let (status, answer) = city.ask(Method::PUT, &path, None, &"x".repeat(web::MAX_BODY + 1)).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{answer}");
        assert!(answer.contains("urn:tongbao:problem:too-large"), "{answer}");
        let (status, _) = city.ask(Method::PUT, &path, None, &"x".repeat(schemas::note::MAX_BYTES + 1)).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        let (status, _) = city.ask(Method::POST, "/login", None, &"x".repeat(web::MAX_BODY + 1)).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    async fn pages_and_figures_need_a_sign_in_and_the_right_role(city: City) {
        let (status, _) = city.ask(Method::GET, "/api/v1/standings", None, "").await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        let (status, _) = city.ask(Method::GET, "/rankings", None, "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let county = city.cookie("donghu").await;
        let (status, _) = city.ask(Method::GET, "/api/v1/standings", Some(&county), "").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, own) = city.ask(Method::GET, "/api/v1/obligations?period=2025Q3", Some(&county), "").await;
        assert_eq!(status, StatusCode::OK);
        assert!(own.contains("519901") && !own.contains("519902"), "{own}");
        let (status, page) =
            city.ask(Method::GET, "/rankings?indicator=I3", Some(&city.cookie("staff").await), "").await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(page.contains("仲裁结案率") && page.contains("未报送"), "{page}");
        let (status, _) = city.ask(Method::POST, "/login", None, "account=staff&password=wrong+password").await;
        assert_eq!(status, StatusCode::OK);
        let (status, _) = city.ask(Method::GET, "/nowhere", None, "").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (status, _) = city.ask(Method::DELETE, "/rankings", Some(&county), "").await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    }
}
