//! 动态信息: told by departments, read by the city, in its brief and as a file; a department reads its own.

use reqwest::StatusCode;

use super::{ask, done, page, post, refused};
use crate::city::{City, at};

const PATH: &str = "/department/news";

fn told<'a>(title: &'a str, day: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("title", title),
        ("day", day),
        ("body", "三个仲裁庭同日启动。\r\n巡回审理两场。"),
        ("task", ""),
    ];
    for (key, value) in more {
        fields.retain(|(known, _)| known != key);
        fields.push((key, value));
    }
    fields
}

crate::on_both_engines! {
    async fn what_is_told_is_read_by_the_city_and_by_nobody_else(city: City) {
        let empty = page(&city, "staff", "/news").await;
        assert!(empty.contains("成员部门以部门账号报送后在此列出"), "{empty}");
        let brief = page(&city, "staff", "/brief?period=2025Q3").await;
        assert!(!brief.contains("动态信息"), "{brief}");
        done(&city, "court", PATH, &told("积案评查启动", "2025-09-12", &[("task", "2.3")])).await;
        city.clock.set(at("2025-10-14 09:00"));
        done(&city, "inspection", PATH, &told("=专项检查第三轮", "2025-09-20", &[])).await;
        done(&city, "inspection", PATH, &told("十月部署", "2025-10-10", &[])).await;
        let own = page(&city, "court", "/department?show=news").await;
        assert!(own.contains("积案评查启动") && own.contains("巡回审理两场。") && own.contains("2.3"), "{own}");
        assert!(!own.contains("专项检查"), "{own}");
        for login in ["staff", "leader"] {
            let all = page(&city, login, "/news").await;
            for words in ["积案评查启动", "专项检查第三轮", "十月部署", "市仲裁院", "市监察支队", "3条"] {
                assert!(all.contains(words), "{words}: {all}");
            }
            assert!(all.find("十月部署").unwrap() < all.find("积案评查启动").unwrap(), "newest first");
        }
        let court = page(&city, "staff", "/news?department=court&lang=en").await;
        assert!(court.contains("积案评查启动") && !court.contains("十月部署") && court.contains("1 in all"), "{court}");
        for login in ["court", "donghu"] {
            for path in ["/news", "/news.csv"] {
                assert_eq!(ask(&city, login, path).await.0, StatusCode::FORBIDDEN, "{login} {path}");
            }
        }
        let (status, csv) = ask(&city, "staff", "/news.csv?department=inspection").await;
        assert_eq!(status, StatusCode::OK);
        let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').split("\r\n").collect();
        assert_eq!(lines[0], "部门,日期,标题,内容,相关任务,报送时间,数据性质");
        assert!(lines[1..lines.len() - 1].iter().all(|line| line.ends_with(",演示数据")), "{csv}");
        assert!(csv.contains("市监察支队,2025-09-20,'=专项检查第三轮,") && !csv.contains("积案评查"), "{csv}");
        // The brief of the period names those of its days.
        let brief = page(&city, "staff", "/brief?period=2025Q3").await;
        for words in ["本期动态信息2条：市仲裁院1条、市监察支队1条", "最近：", "积案评查启动"] {
            assert!(brief.contains(words), "{words}: {brief}");
        }
        assert!(!brief.contains("十月部署"), "{brief}");
    }

    async fn what_may_not_be_told_is_said_in_words(city: City) {
        let good = |more: &[(&'static str, &'static str)]| told("积案评查启动", "2025-09-12", more);
        let long: &'static str = Box::leak("字".repeat(61).into_boxed_str());
        refused(&city, "court", PATH, &good(&[("title", " ")]), ["标题须写1至60字", "A title has 1 to 60 characters"]).await;
        refused(&city, "court", PATH, &good(&[("title", long)]), ["标题须写1至60字", "A title has 1 to 60 characters"]).await;
        refused(&city, "court", PATH, &good(&[("body", "")]), ["内容须写1至2000字", "The text has 1 to 2000 characters"]).await;
        refused(&city, "court", PATH, &good(&[("body", "身份证11010519491231002X")]), ["动态信息含", "It holds personal data"]).await;
        refused(&city, "court", PATH, &good(&[("task", "2.2")]), ["本部门不承担所选任务", "no part in that task"]).await;
        refused(&city, "court", PATH, &good(&[("day", "2025-10-14")]), ["日期须在行动开始日", "The day lies between"]).await;
        let body: &'static str = Box::leak("字".repeat(2_001).into_boxed_str());
        refused(&city, "court", PATH, &good(&[("body", body)]), ["内容须写1至2000字", "The text has 1 to 2000 characters"]).await;
        let (status, said) = post(&city, "court", PATH, &good(&[("department", "inspection")])).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{said}");
        assert!(city.lines("SELECT title AS line FROM news").is_empty());
    }

    async fn a_long_list_comes_in_pages(city: City) {
        for n in 1..=65 {
            city.sql(&format!(
                "INSERT INTO news (id, campaign, department, title, day, body, at, written_by) \
                 VALUES ('n{n:02}', 'yunjiang-2025', 'court', '第{n:02}条动态', '2025-09-01', '内容', {n}, 'court')"
            ));
        }
        let first = page(&city, "staff", "/news").await;
        assert!(first.contains("第65条动态") && !first.contains("第35条动态") && first.contains("第1/3页"), "{first}");
        let last = page(&city, "staff", "/news?page=99&department=court").await;
        assert!(last.contains("第01条动态") && !last.contains("第06条动态"), "{last}");
        let own = page(&city, "court", "/department?show=news&page=4").await;
        assert!(own.contains("第05条动态") && !own.contains("第06条动态") && own.contains("第4/4页"), "{own}");
    }

    async fn a_department_sends_so_many_a_day_and_no_more(city: City) {
        // The day begins at midnight of +08:00; what was sent before it does not count.
        let today = at("2025-10-13 00:00").timestamp_micros();
        for n in 0..=aggregator::news::MOST_A_DAY as i64 {
            city.sql(&format!(
                "INSERT INTO news (id, campaign, department, title, day, body, at, written_by) \
                 VALUES ('n{n}', 'yunjiang-2025', 'court', '标题', '2025-10-13', '内容', {}, 'court')",
                today - 1 + n
            ));
        }
        for n in 0..=aggregator::action::MOST_A_DAY as i64 {
            city.sql(&format!(
                "INSERT INTO task_report (id, campaign, task, department, bureau, said, words, at, written_by, entered) \
                 VALUES ('r{n}', 'yunjiang-2025', '2.3', 'court', '-', 'going', '进展', {}, 'court', 'department')",
                today - 1 + n
            ));
        }
        let report = [("task", "2.3"), ("said", "going"), ("words", "再报一条")];
        let news = told("再报一条", "2025-10-13", &[]);
        refused(&city, "court", PATH, &news, ["本部门今天已报送50条", "The department has sent 50 today"]).await;
        refused(&city, "court", "/department/report", &report, ["本部门今天已报送100条", "The department has sent 100 today"]).await;
        // One fewer leaves room for one, and others have their own.
        city.sql("DELETE FROM news WHERE id = 'n1'");
        city.sql("DELETE FROM task_report WHERE id = 'r1'");
        done(&city, "court", PATH, &news).await;
        done(&city, "court", "/department/report", &report).await;
        done(&city, "inspection", PATH, &news).await;
    }
}
