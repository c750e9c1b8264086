//! Cases near and beyond their time limits: the page, the file and the API, each within its reader's scope.

use reqwest::{Method, StatusCode};

use crate::{
    city::{City, at},
    filing::push,
};

/// Five cases of one bureau: overdue, due in two days after a restart, standing still, closed, and due much later.
const ROWS: &str = "\
案号,受理日期,追加第三人日期,中止日期,人数,承办仲裁员,审限届满日,结案日期,结案方式
超期一号,2025-08-01,,,3,李示例,2025-09-15,,
临近二号,2025-08-10,2025-08-31,,1,李示例,2025-10-15,,
中止三号,2025-08-20,,2025-08-30,1,,2025-10-04,,
办结四号,2025-08-01,,,1,,2025-09-15,2025-09-01,11
其后五号,2025-09-20,,,1,,2025-11-04,,
已过六号,2025-08-27,,,1,,2025-10-11,,
";

/// One case that is overdue.
const OTHERS: &str = "\
案号,受理日期,人数,审限届满日,结案日期,结案方式
他处一号,2025-07-01,1,2025-08-15,,
";

async fn get(city: &City, cookie: &str, path: &str) -> (StatusCode, String) {
    city.ask(Method::GET, path, Some(cookie), "").await
}

/// Two counties have filed; it is 13 October.
async fn filed(city: &City) {
    for (bureau, rows) in [("519901", ROWS), ("519902", OTHERS)] {
        let node = city.node(bureau).await;
        let checked = node.check(&city.draft("L3", "2025Q3", rows), None).unwrap();
        assert!(!checked.stops, "{}", checked.text(schemas::text::Lang::En));
        node.file(&city.draft("L3", "2025Q3", rows), None).unwrap();
        push(&node).await;
    }
}

crate::on_both_engines! {
    async fn the_lists_say_who_has_how_long_left(city: City) {
        filed(&city).await;
        let staff = city.cookie("staff").await;
        let (_, page) = get(&city, &staff, "/warnings/deadlines?period=2025Q3").await;
        for words in [
            "超期28天", "剩2天", "停止计算，剩36天", "剩22天", "到期已2天，待核", "2025-10-15", "调解仲裁法第43条第1款",
            "东湖区", "西岭区", "保安县", "按2025-10-13推算", "台账截至2025-09-30", "李示例", "下载CSV",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("办结四号"), "what is closed is in no list");
        // The most urgent stand first.
        let order = ["他处一号", "超期一号", "临近二号", "已过六号", "其后五号", "中止三号"].map(|case| page.find(case).unwrap());
        assert!(order.is_sorted(), "{order:?}");
        // Filters are in the address.
        let (_, near) = get(&city, &staff, "/warnings/deadlines?period=2025Q3&stand=3&lang=en").await;
        assert!(near.contains("临近二号") && !near.contains("超期一号") && near.contains("2 d left"), "{near}");
        let (_, other) = get(&city, &staff, "/warnings/deadlines?period=2025Q3&bureau=519902").await;
        assert!(other.contains("他处一号") && !other.contains("超期一号"));
        let (_, none) = get(&city, &staff, "/warnings/deadlines?period=2025Q3&bureau=519902&stand=stopped").await;
        assert!(none.contains("没有符合条件的案件"));
        // Three days later one more has passed, of which its ledger cannot know.
        city.clock.set(at("2025-10-16 09:00"));
        let staff = city.cookie("staff").await;
        let (_, later) = get(&city, &staff, "/warnings/deadlines?period=2025Q3&lang=en").await;
        assert!(later.contains("passed 1 d ago, to check") && later.contains("31 d overdue"), "{later}");
    }

    async fn the_file_and_the_api_say_the_same(city: City) {
        filed(&city).await;
        let staff = city.cookie("staff").await;
        let (status, file) = get(&city, &staff, "/warnings/deadlines.csv?period=2025Q3&stand=overdue").await;
        assert_eq!(status, StatusCode::OK);
        let lines: Vec<&str> = file.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), 3, "{file}");
        assert!(lines[2].starts_with("519901,东湖区,L3,超期一号,审结（审限）,") && lines[2].contains("超期28天,李示例,3"), "{file}");
        let said = city.json("/api/v1/deadlines?period=2025Q3&stand=10").await;
        assert_eq!((&said["day"], &said["known_until"]), (&"2025-10-13".into(), &"2025-09-30".into()));
        let cases: Vec<&str> = said["cases"].as_array().unwrap().iter().map(|case| case["case"].as_str().unwrap()).collect();
        assert_eq!(cases, ["临近二号"]);
        let case = &said["cases"][0];
        assert_eq!((&case["last_day"], &case["days"], &case["basis"]), (&"2025-10-15".into(), &2.into(), &"counted".into()));
        let own = &said["bureaus"][0];
        assert_eq!((&own["open"], &own["overdue"], &own["within_3"], &own["lapsed"]), (&5.into(), &1.into(), &1.into(), &1.into()));
    }

    async fn a_county_sees_its_own_and_nothing_before_it_has_filed(city: City) {
        let (staff, county) = (city.cookie("staff").await, city.cookie("donghu").await);
        for (lang, words) in [("zh", "本期还没有带时限的台账入库"), ("en", "No ledger with time limits stands")] {
            let (status, page) = get(&city, &staff, &format!("/warnings/deadlines?period=2025Q3&lang={lang}")).await;
            assert!(status == StatusCode::OK && page.contains(words), "{page}");
        }
        filed(&city).await;
        for path in ["/warnings/deadlines", "/warnings/deadlines.csv", "/api/v1/deadlines"] {
            let (status, own) = get(&city, &county, &format!("{path}?period=2025Q3")).await;
            assert!(status == StatusCode::OK && own.contains("超期一号") && !own.contains("他处一号"), "{path}: {own}");
            let (status, _) = get(&city, &county, &format!("{path}?period=2025Q3&bureau=519902")).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
