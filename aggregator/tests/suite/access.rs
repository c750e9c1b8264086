//! Every address of the table, asked by everybody: who is let in, and whose rows they see (DESIGN, invariant 7).

use aggregator::{
    identity::{Account, Role},
    supervision::{Desk, draft, order},
    web::routes::{Access, Entry, ROUTES, Scope},
};
use schemas::text::Text;

use crate::{
    asked::{Answer, ask},
    city::City,
    filing::{ledger, push},
};

/// Addresses of nodes whose body is a signed text; every other one wants the request signed.
const SIGNED_BODIES: [(&str, &str); 3] =
    [("POST", "/api/v1/enrolments"), ("POST", "/api/v1/keys/rotate"), ("PUT", "/api/v1/statements/{id}")];

/// A case that every filed ledger has.
const CASE: &str = "%E7%A4%BA%E4%BE%8B%E6%A1%88%E3%80%942025%E3%80%95001%E5%8F%B7";
/// Addresses that name no bureau: of employers, and of subsidies and stages that the campaign does not have.
const NAMELESS: [&str; 6] = [
    "/funnel",
    "/subsidies",
    "/warnings/employers.csv",
    "/api/v1/employers",
    "/subsidies.csv",
    "/api/v1/subsidies",
];

/// The address of an entry, of a bureau where it names one.
fn address(entry: &Entry, bureau: &str) -> String {
    let hash = "0".repeat(64);
    let parts = [("{bureau}", bureau), ("{code}", bureau), ("{form}", "L3"), ("{period}", "2025Q3")];
    let rest =
        [("{id}", hash.as_str()), ("{sha256}", &hash), ("{summary}", "S1"), ("{format}", "svg?indicator=I3")];
    let all = parts.into_iter().chain(rest);
    let path = all.fold(entry.path.to_owned(), |path, (name, value)| path.replace(name, value));
    match entry.path {
        "/supervision/one" | "/api/v1/directives/one" => {
            format!("{path}?serial={}", if bureau == "519901" { "D2025-1" } else { "D2025-2" })
        }
        _ if of_one_case(entry) => format!("{path}?bureau={bureau}&form=L3&case={CASE}"),
        _ => path,
    }
}

/// Whether an address names a bureau and its case, or something put to it, in the query.
fn of_one_case(entry: &Entry) -> bool {
    entry.path.ends_with("/one") && entry.scope == Scope::Own
}

async fn asked(city: &City, entry: &Entry, bureau: &str, cookie: Option<&str>) -> Answer {
    let headers: Vec<(&str, &[u8])> = cookie.iter().map(|cookie| ("Cookie", cookie.as_bytes())).collect();
    ask(entry.method.as_str(), &format!("{}{}", city.address, address(entry, bureau)), &headers, Vec::new())
        .await
}

fn to_log_in(answer: &Answer) -> bool {
    answer.status == 401
        || answer.status == 303 && answer.header("location").is_some_and(|to| to.starts_with("/login"))
}

/// Two bureaus that have filed; the county account is of the first.
async fn filed(city: &City) {
    for (bureau, closed) in [("519901", 38), ("519902", 37)] {
        let node = city.node(bureau).await;
        node.file(&city.draft("L3", "2025Q3", &ledger(closed)), None).unwrap();
        push(&node).await;
        // A special case of each.
        city.sql(&format!(
            "INSERT INTO matter_shown (statement, subject, grade, bureau, form, period, closed, at) \
             VALUES ('s-{bureau}', 'YJ-1', 'special', '{bureau}', 'L3', '2025Q3', NULL, 1760320800000000)"
        ));
        // Something that was put to each, and a matter that each hands up.
        let services = city.services.clone();
        let now = services.clock.now();
        let unit = move |connection: &mut aggregator::store::AnyConnection| {
            let by = Account {
                login: "staff".into(),
                name: "staff".into(),
                role: Role::Staff,
                bureau: "519900".parse().unwrap(),
            };
            let of = bureau.parse().unwrap();
            let assign = order::of_case(&services.campaign, of, ("L3", &Text::same("L3")), "1");
            draft::issue_at_once(connection, Desk::of(&services), &assign, (&by, now))
        };
        city.services.store.write(unit).await.unwrap();
        city.sql(&format!(
            "INSERT INTO handover (statement, place, case_no, kind, to_name, origin, employer, reason, done, asks, handed) \
             SELECT id, 0, '移{bureau}', '1', '市局', 'x', '示例公司', 'x', 'x', 'x', '2025-10-01' FROM statement WHERE bureau = '{bureau}'"
        ));
    }
}

crate::on_both_engines! {
    async fn who_may_is_what_the_table_says(city: City) {
        filed(&city).await;
        let (staff, county) = (city.cookie("staff").await, city.cookie("donghu").await);
        let (leader, court) = (city.cookie("leader").await, city.cookie("court").await);
        for entry in ROUTES {
            let told = |answer: &Answer| format!("{} {}: {} {:.200}", entry.method, entry.path, answer.status, answer.text());
            let nobody = asked(&city, entry, "519901", None).await;
            let of_county = asked(&city, entry, "519901", Some(&county)).await;
            let of_city = asked(&city, entry, "519901", Some(&staff)).await;
            let of_court = asked(&city, entry, "519901", Some(&court)).await;
            match entry.access {
                Access::Anyone => assert!(!to_log_in(&nobody) && nobody.status != 403, "{}", told(&nobody)),
                // Whoever is signed in: a signature decides, and there is none, in the body or over the request.
                Access::Node => {
                    let of_body = SIGNED_BODIES.contains(&(entry.method.as_str(), entry.path));
                    for answer in [nobody, of_county, of_city, of_court] {
                        assert_eq!(answer.status, if of_body { 400 } else { 401 }, "{}", told(&answer));
                        if entry.method != "HEAD" {
                            let problem = if of_body { "malformed" } else { "bad-signature" };
                            assert_eq!(answer.problem(), problem, "{}", told(&answer));
                        }
                    }
                }
                Access::Monitor => {
                    for answer in [nobody, of_county, of_city, of_court] {
                        assert_eq!(answer.status, 401, "{}", told(&answer));
                    }
                }
                Access::Reporter => {
                    assert!(to_log_in(&nobody), "{}", told(&nobody));
                    for answer in [of_county, of_city, of_court] {
                        assert!(!to_log_in(&answer) && answer.status != 403, "{}", told(&answer));
                    }
                }
                Access::SignedIn => {
                    assert!(to_log_in(&nobody), "{}", told(&nobody));
                    assert!(!to_log_in(&of_county) && !to_log_in(&of_city), "{}", told(&of_county));
                    assert_eq!(of_court.status, 403, "{}", told(&of_court));
                }
                // A department acts for itself; whoever reads the whole city reads it, and does none of it.
                Access::Department => {
                    assert!(to_log_in(&nobody), "{}", told(&nobody));
                    assert_eq!(of_county.status, 403, "{}", told(&of_county));
                    assert!(!to_log_in(&of_court) && of_court.status != 403, "{}", told(&of_court));
                    let of_leader = asked(&city, entry, "519901", Some(&leader)).await;
                    for answer in [of_city, of_leader] {
                        assert_eq!(answer.status == 403, entry.method != "GET", "{}", told(&answer));
                    }
                }
                Access::Staff => {
                    assert!(to_log_in(&nobody), "{}", told(&nobody));
                    assert_eq!(of_county.status, 403, "{}", told(&of_county));
                    assert!(!to_log_in(&of_city) && (of_city.status != 403 || entry.method != "GET"), "{}", told(&of_city));
                    // A leader reads what staff reads, and does none of it.
                    let of_leader = asked(&city, entry, "519901", Some(&leader)).await;
                    assert_eq!(of_leader.status == 403, entry.method != "GET", "{}", told(&of_leader));
                    assert_eq!(of_court.status, 403, "{}", told(&of_court));
                }
                Access::Leader => {
                    assert!(to_log_in(&nobody), "{}", told(&nobody));
                    let refused = (of_county.status, of_city.status, of_court.status);
                    assert_eq!(refused, (403, 403, 403), "{}", told(&of_city));
                    let of_leader = asked(&city, entry, "519901", Some(&leader)).await;
                    assert!(!to_log_in(&of_leader) && of_leader.status != 403, "{}", told(&of_leader));
                }
            }
        }
    }

    async fn what_is_out_of_scope_is_not_there(city: City) {
        filed(&city).await;
        let (staff, county) = (city.cookie("staff").await, city.cookie("donghu").await);
        // What is brought needs a file, and a document an identity: `plans` tries whose they are.
        let brought = |entry: &Entry| entry.path.starts_with("/campaign/plans") && entry.path.contains('{') || entry.method != "GET";
        let own = |entry: &&Entry| entry.scope == Scope::Own && entry.access == Access::SignedIn && !brought(entry);
        let mut tried = 0;
        for entry in ROUTES.iter().filter(own) {
            let theirs = asked(&city, entry, "519901", Some(&county)).await;
            let others = asked(&city, entry, "519902", Some(&county)).await;
            let all = asked(&city, entry, "519902", Some(&staff)).await;
            let told = format!("{} {}: {} {} {}", entry.method, entry.path, theirs.status, others.status, all.status);
            if entry.path.contains('{') || of_one_case(entry) {
                assert_eq!((theirs.status, others.status, all.status), (200, 404, 200), "{told}");
            } else if theirs.status == 303 {
                assert_eq!(theirs.header("location").map(|to| to.starts_with("/bureaus/519901")), Some(true), "{told}");
            } else {
                assert_eq!((theirs.status, all.status), (200, 200), "{told}");
                let named = !NAMELESS.contains(&entry.path);
                assert!(!named || theirs.text().contains("东湖区") && all.text().contains("西岭区"), "{told}");
            }
            for name in ["西岭区", "519902"] {
                assert!(!theirs.text().contains(name), "{told}: {name} is shown to another county");
            }
            tried += 1;
        }
        assert!(tried >= 7, "{tried}");
    }
}
