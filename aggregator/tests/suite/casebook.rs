//! The casebook: whatever is filed, amended, sent back and withdrawn, in whatever order, it says what one look at all rows in
//! force would say; and its lists show nobody what is not theirs.

use std::collections::BTreeMap;

use aggregator::{
    casebook::{Entry, Link, unite},
    error::AppError,
    store::{
        casebook::{
            self,
            read::{self, Wanted},
        },
        filing::StatementRow,
    },
};
use chrono::{DateTime, NaiveDate};
use reqwest::{Method, StatusCode};
use schemas::{
    hash::Sha,
    statement::{FilingKey, Purpose},
    wire::FilingState,
};

use crate::{
    city::{City, at},
    faults::chance::Chance,
    filing::push,
};

const QUARTERS: [&str; 3] = ["2025Q1", "2025Q2", "2025Q3"];
const FORMS: [&str; 3] = ["L2", "L3", "L5"];

fn statement(number: u64, form: &str, period: &str) -> StatementRow {
    let key = FilingKey {
        bureau: "519901".parse().unwrap(),
        form: form.into(),
        period: period.parse().unwrap(),
        subject: None,
    };
    StatementRow {
        id: Sha::of(&number.to_be_bytes()),
        note: String::new(),
        node: "node".into(),
        key,
        revision: 1,
        nil: false,
        purpose: Purpose::Current,
        content: None,
        received: DateTime::UNIX_EPOCH,
        leaf: number,
        state: FilingState::Validated,
        first_received: None,
        decided: None,
        decided_by: None,
        figures_awaited: None,
    }
}

/// Few numbers and matters, so that rows meet.
fn entry(place: u32, chance: &mut Chance) -> Entry {
    let some = |chance: &mut Chance, of: &str, most: usize, share: u64| {
        chance.percent(share).then(|| format!("{of}{}", chance.below(most)))
    };
    Entry {
        place,
        case_no: format!("c{}", chance.below(9)),
        matter: some(chance, "m", 4, 40),
        went_on: some(chance, "c", 9, 30),
        came_from: some(chance, "c", 9, 20),
        opened: NaiveDate::from_ymd_opt(2025, 1 + u32::try_from(chance.below(9)).unwrap(), 5),
        ..Entry::default()
    }
}

/// What one look at all rows says: by form and case, of which dispute the newest row is, and whether it is counted by it.
fn whole(kept: &BTreeMap<(&str, &str), (StatementRow, Vec<Entry>)>) -> Vec<String> {
    let mut links = Vec::new();
    for (row, entries) in kept.values() {
        links.extend(entries.iter().map(|entry| Link {
            form: row.key.form.clone(),
            case_no: entry.case_no.clone(),
            ledger: (row.key.period.end().to_string(), row.leaf as i64),
            disputes: true,
            matter: entry.matter.clone(),
            went_on: entry.went_on.clone(),
            came_from: entry.came_from.clone(),
            opened: entry.opened,
            latest: false,
            dispute: None,
            head: false,
        }));
    }
    unite(&mut links);
    let latest = links.iter().filter(|link| link.latest);
    let line = |link: &Link| {
        format!("{} {} {} {}", link.form, link.case_no, link.dispute.as_deref().unwrap_or("-"), link.head)
    };
    let mut lines: Vec<String> = latest.map(line).collect();
    lines.sort();
    lines
}

async fn stored(city: &City) -> Vec<String> {
    let mut lines = Vec::new();
    for form in FORMS {
        let wanted = Wanted { form: form.into(), ..Wanted::default() };
        let rows = city
            .services
            .store
            .read(move |connection| Ok::<_, AppError>(read::page(connection, &wanted, 1_000)?));
        let line = |kept: &read::Kept| {
            let dispute = kept.dispute.as_deref().unwrap_or("-");
            format!("{} {} {dispute} {}", kept.form, kept.entry.case_no, kept.head)
        };
        lines.extend(rows.await.unwrap().iter().map(line));
    }
    lines.sort();
    lines
}

crate::on_both_engines! {
    async fn put_in_and_taken_out_in_any_order_it_says_what_one_look_would(city: City) {
        let mut chance = Chance::of("casebook");
        let mut kept: BTreeMap<(&str, &str), (StatementRow, Vec<Entry>)> = BTreeMap::new();
        for number in 0..60_u64 {
            let of = (*chance.any(&FORMS), *chance.any(&QUARTERS));
            let gone = kept.remove(&of).map(|(row, _)| row.id);
            let comes = gone.is_none() || chance.percent(70);
            let row = statement(number, of.0, of.1);
            let mut entries: Vec<Entry> = (0..1 + chance.below(5)).map(|place| entry(u32::try_from(place).unwrap(), &mut chance)).collect();
            // A ledger has a case once.
            entries.sort_by(|a, b| a.case_no.cmp(&b.case_no));
            entries.dedup_by(|a, b| a.case_no == b.case_no);
            let (put, rows) = (row.clone(), entries.clone());
            let write = city.services.store.write(move |connection| {
                if let Some(gone) = gone {
                    casebook::remove(connection, &gone)?;
                }
                if comes {
                    casebook::put(connection, &put, true, &rows)?;
                    // Twice is once.
                    casebook::put(connection, &put, true, &rows)?;
                }
                Ok::<_, AppError>(())
            });
            write.await.unwrap();
            if comes {
                kept.insert(of, (row, entries));
            }
            assert_eq!(stored(&city).await, whole(&kept), "after {number}");
        }
        assert!(kept.len() > 5, "something is left at the end");
    }

    async fn a_list_follows_what_is_filed_amended_sent_back_and_withdrawn(city: City) {
        let node = city.node("519901").await;
        let cases = async |query: &str| -> Vec<String> {
            let read = city.json(&format!("/api/v1/cases?form=L5{query}")).await;
            read["cases"].as_array().unwrap().iter().map(|case| case["case"].as_str().unwrap().to_owned()).collect()
        };
        let head = "线索编号,接收时间,办结时限,被反映单位名称,行业,反映人数,反映金额,办结时间,核处结论\n";
        let ledger = |rows: &[(&str, &str, &str)]| -> String {
            let row = |(number, day, end): &(&str, &str, &str)| {
                let last = if end.is_empty() { String::from(",") } else { format!("{end} 09:00,10") };
                format!("{number},{day} 09:00,2025-10-30,云江示例公司,E,3,9000,{last}\n")
            };
            head.to_owned() + &rows.iter().map(row).collect::<String>()
        };
        city.clock.set(at("2025-10-10 10:00"));
        assert_eq!(cases("").await, [""; 0]);
        for (lang, words) in [("zh", "还没有案件"), ("en", "There are no cases yet")] {
            let (status, page) = city.ask(Method::GET, &format!("/cases?form=L5&lang={lang}"), Some(&city.cookie("staff").await), "").await;
            assert!(status == StatusCode::OK && page.contains(words), "{page}");
        }
        node.file(&city.draft("L5", "2025Q3", &ledger(&[("a", "2025-07-02", ""), ("b", "2025-07-03", "2025-08-01")])), None).unwrap();
        push(&node).await;
        assert_eq!(cases("").await, ["b", "a"]);
        assert_eq!((cases("&open=open").await, cases("&open=closed").await), (vec!["a".into()], vec!["b".into()]));
        assert_eq!(cases("&industry=C").await, [""; 0]);
        assert_eq!(cases("&industry=E").await.len(), 2);
        node.amend(&city.draft("L5", "2025Q3", &ledger(&[("a", "2025-07-02", ""), ("c", "2025-07-04", "")])), "补录").unwrap();
        push(&node).await;
        assert_eq!(cases("").await, ["c", "a"], "what was replaced is gone");
        // Another bureau's are for the city, and not for this county.
        let other = city.node("519902").await;
        other.file(&city.draft("L5", "2025Q3", &ledger(&[("z", "2025-07-09", "")])), None).unwrap();
        push(&other).await;
        assert_eq!(cases("").await, ["z", "c", "a"]);
        assert_eq!(cases("&bureau=519902").await, ["z"]);
        let donghu = city.cookie("donghu").await;
        let ask = async |path: &str| city.ask(Method::GET, path, Some(&donghu), "").await;
        let (_, page) = ask("/cases?form=L5").await;
        assert!(page.contains(">c</a>") && !page.contains(">z</a>"), "{page}");
        for path in ["/cases?form=L5&bureau=519902", "/cases.csv?form=L5&bureau=519902", "/cases/one?bureau=519902&form=L5&case=z", "/situation?bureau=519902", "/warnings/employers?bureau=519902", "/api/v1/cases/one?bureau=519902&form=L5&case=z"] {
            assert_eq!(ask(path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(ask("/cases?q=z").await.1.matches("没有符合条件的案件").count(), 1, "nor by looking for it");
        let staff = city.cookie("staff").await;
        let (_, found) = city.ask(Method::GET, "/cases?q=%E4%BA%91%E6%B1%9F%E7%A4%BA%E4%BE%8B", Some(&staff), "").await;
        assert!(found.contains("找到3件"), "by how the employer's name begins: {found}");
        let (_, file) = city.ask(Method::GET, "/cases.csv?form=L5&bureau=519901", Some(&staff), "").await;
        assert_eq!(file.lines().count(), 3, "{file}");
        // Sent back, and withdrawn, they are no ledgers in force.
        other.void("L5", "2025Q3".parse().unwrap(), None, "误报").unwrap();
        push(&other).await;
        assert_eq!(cases("").await, ["c", "a"]);
        let path = "/filings/519901/L5/2025Q3";
        let (_, page) = city.ask(Method::GET, path, Some(&staff), "").await;
        let field = |name: &str| {
            let at = page.find(&format!("name=\"{name}\" value=\"")).unwrap() + format!("name=\"{name}\" value=\"").len();
            page[at..].split('"').next().unwrap().to_owned()
        };
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("csrf", &field("csrf"))
            .append_pair("head", &field("head"))
            .append_pair("until", "2025-10-20")
            .append_pair("reason", "人数有误")
            .append_pair("cases", "")
            .finish();
        let (status, text) = city.ask(Method::POST, &format!("{path}/return"), Some(&staff), &body).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        assert_eq!(cases("").await, [""; 0]);
    }

    async fn ledgers_of_before_there_was_a_casebook_are_put_in(city: City) {
        let node = city.node("519901").await;
        city.clock.set(at("2025-10-10 10:00"));
        let clue = "线索编号,接收时间,办结时限,被反映单位名称,反映人数,反映金额\na,2025-07-02 09:00,2025-10-30,示例,3,9000\n";
        node.file(&city.draft("L5", "2025Q3", clue), None).unwrap();
        push(&node).await;
        let of_l5 = || Wanted { form: "L5".into(), ..Wanted::default() };
        let count = async || {
            city.services.store.read(move |connection| Ok::<_, AppError>(read::count(connection, &of_l5())?)).await.unwrap()
        };
        assert_eq!(count().await, 1);
        let left = city.services.store.read(|connection| Ok::<_, AppError>(casebook::left_out(connection, -1, 9)?));
        assert_eq!(left.await.unwrap().len(), 0);
        city.sql("DELETE FROM casebook");
        city.sql("DELETE FROM casebook_of");
        assert_eq!(count().await, 0);
        aggregator::intake::casebook::catch_up(city.services.clone()).await;
        assert_eq!(count().await, 1);
    }
}
