//! Task progress by a department itself: of its own tasks, added to and never changed, told apart from what the staff entered.

use reqwest::StatusCode;

use super::{ask, done, page, post, refused};
use crate::{
    city::{City, at},
    supervision,
};

fn said<'a>(task: &'a str, words: &'a str) -> [(&'a str, &'a str); 3] {
    [("task", task), ("said", "going"), ("words", words)]
}

crate::on_both_engines! {
    async fn a_department_reports_its_own_tasks_and_stands_beside_what_staff_entered(city: City) {
        let own = page(&city, "court", "/department").await;
        for words in ["市仲裁院", "开展仲裁办案质量评查", "牵头", "落实", "任务4项", "逾期13天"] {
            assert!(own.contains(words), "{words}: {own}");
        }
        let own = page(&city, "court", "/department?lang=en").await;
        assert!(own.contains("Arbitration court") && own.contains("13 d overdue") && own.contains("leads"), "{own}");
        done(&city, "court", "/department/report", &said("2.3", "评查完成八成")).await;
        city.clock.set(at("2025-10-14 09:00"));
        // A correction stands beside what it corrects.
        done(&city, "court", "/department/report", &said("2.3", "更正：评查完成七成")).await;
        let on_behalf = [("task", "2.3"), ("reporter", "court"), ("said", "blocked"), ("words", "评查人员不足")];
        city.clock.set(at("2025-10-14 10:00"));
        supervision::done(&city, "staff", "/campaign/report", &on_behalf).await;
        let all = city.lines("SELECT words || ' ' || written_by || ' ' || entered AS line FROM task_report ORDER BY at");
        assert_eq!(all, ["评查完成八成 court department", "更正：评查完成七成 court department", "评查人员不足 staff staff"]);
        let shown = page(&city, "staff", "/campaign?task=2.3").await;
        for words in ["市仲裁院 · court登记（本部门）", "市仲裁院 · staff登记（代录）"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        let own = page(&city, "court", "/department").await;
        let order: Vec<usize> =
            ["评查人员不足", "更正：评查完成七成", "评查完成八成"].iter().map(|words| own.find(words).unwrap()).collect();
        assert!(order.is_sorted(), "newest first: {own}");
        assert!(own.contains("staff代录") && own.contains("court报送"), "{own}");
    }

    async fn it_reports_for_nobody_else_and_sees_nobody_else(city: City) {
        done(&city, "inspection", "/department/report", &said("2.2", "专项检查三轮")).await;
        let own = page(&city, "court", "/department").await;
        for words in ["专项检查", "市监察支队", "东湖区", "结案率"] {
            assert!(!own.contains(words), "{words}: {own}");
        }
        // Another department is not there, in an address and in a form.
        let (status, _) = ask(&city, "court", "/department?department=inspection").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let forged = [&said("2.2", "代人报送")[..], &[("department", "inspection")]].concat();
        let (status, said_back) = post(&city, "court", "/department/report", &forged).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{said_back}");
        let path = "/department/report";
        refused(&city, "court", path, &said("2.2", "不是本部门任务"), [
            "所选部门不承担这项任务，请从任务所列的部门中选择",
            "That department has no part in this task; choose one that is listed with it",
        ]).await;
        refused(&city, "court", path, &said("9", "没有"), ["没有这项任务", "There is no such task"]).await;
        refused(&city, "court", path, &said("2.3", " "), ["进展须写1至500字", "A report has 1 to 500 characters"]).await;
        refused(&city, "court", path, &said("2.3", "请电13812345678"), ["进展中含手机号，请删去", "a mobile number"]).await;
        assert_eq!(city.lines("SELECT words AS line FROM task_report"), ["专项检查三轮"]);
        // Staff reads every one, and reports for none there.
        let read = page(&city, "staff", "/department?department=inspection").await;
        assert!(read.contains("专项检查三轮") && !read.contains("action=\"/department/report\""), "{read}");
        let (status, _) = ask(&city, "staff", "/department?department=nobody").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (status, _) = ask(&city, "donghu", "/department").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }

    async fn what_it_has_reported_comes_in_pages(city: City) {
        for n in 1..=45 {
            city.sql(&format!(
                "INSERT INTO task_report (id, campaign, task, department, bureau, said, words, at, written_by, entered) \
                 VALUES ('r{n:02}', 'yunjiang-2025', '2.3', 'court', '-', 'going', '第{n:02}报', {n}, 'court', 'department')"
            ));
        }
        let first = page(&city, "court", "/department").await;
        assert!(first.contains("第45报") && !first.contains("第25报") && first.contains("第1/3页"), "{first}");
        let last = page(&city, "court", "/department?page=3").await;
        assert!(last.contains("第01报") && !last.contains("第06报"), "{last}");
        let beyond = page(&city, "court", "/department?page=99").await;
        assert!(beyond.contains("第01报"), "{beyond}");
    }
}
