//! 交办单 to a department: drafted by staff, approved by a leader, answered by the department at the portal, overdue, given longer,
//! inspected and ended; closed in the log, and nobody else's to read or to answer.

use aggregator::sealed;
use reqwest::{Method, StatusCode};
use schemas::{
    directive::{Directive, DirectiveAct, Feedback},
    entry::{Act, Entry},
    letter::EVERYONE,
    sealed::Sealed,
};

use super::{ask, done, page, post, refused};
use crate::{
    city::{City, at},
    filing::push,
    supervision::{self, issued, new, stage, waiting},
};

const PATH: &str = "/department/directive";
const TO: &str = "department/court";

/// What a department answers.
fn answer<'a>(kind: &'a str, day: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("serial", "D2025-1"),
        ("kind", kind),
        ("day", day),
        ("content", "三件疑难案件已排期开庭"),
        ("measures", "每周调度"),
        ("evidence", ""),
        ("until", ""),
    ];
    for (key, value) in more {
        fields.retain(|(known, _)| known != key);
        fields.push((key, value));
    }
    fields
}

/// The leaves of a city, with the documents of those that everyone keeps closed, opened.
fn closed(city: &City) -> Vec<(Act, String)> {
    let services = &city.services;
    let all = services.store.read_now(|connection| {
        let (size, _) = aggregator::store::log::newest(connection)?.unwrap();
        let mut all = Vec::new();
        for index in 0..size {
            let entry = Entry::parse(&aggregator::store::log::text(connection, index)?.unwrap()).unwrap();
            let put =
                [Act::DirectiveIssued, Act::DirectiveActed, Act::DirectiveAnswered].contains(&entry.act);
            if put && entry.addressee == EVERYONE {
                let text = aggregator::store::document::find(connection, &entry.digest.unwrap())?.unwrap();
                all.push((entry.act, text));
            }
        }
        Ok::<_, aggregator::store::StoreError>(all)
    });
    let open = |(act, text): (Act, String)| {
        let sealed = Sealed::parse(&text).unwrap();
        (act, sealed::open(&services.greeter, &sealed).unwrap())
    };
    all.unwrap().into_iter().map(open).collect()
}

crate::on_both_engines! {
    async fn from_the_draft_to_the_end(city: City) {
        let node = city.node("519901").await;
        let form = page(&city, "staff", "/supervision/new").await;
        assert!(form.contains("<option value=\"department/court\">市仲裁院</option>") && form.contains("成员部门"), "{form}");
        let form = page(&city, "staff", "/supervision/new?bureau=department%2Fcourt").await;
        assert!(form.contains("交办单") && form.contains("督办单") && !form.contains("挂牌督办通知书"), "{form}");
        // Drafted by staff; it does not go out by itself.
        supervision::done(&city, "staff", "/supervision/new", &new(TO, "assign", &[])).await;
        let id = waiting(&city).pop().unwrap();
        let draft = page(&city, "leader", &format!("/supervision/draft?id={id}")).await;
        assert!(draft.contains("市仲裁院") && draft.contains("由该部门账号签收、反馈，限30日"), "{draft}");
        assert!(page(&city, "court", "/department?show=directives").await.contains("没有交办给本部门的事项"));
        supervision::done(&city, "leader", "/supervision/draft/approve", &[("id", &id)]).await;
        // The department finds it on its page, signs for it and reports.
        let own = page(&city, "court", "/department?show=directives").await;
        assert!(own.contains("云人社督〔2025〕1号") && own.contains("余30天"), "{own}");
        let one = page(&city, "court", "/department/directive?serial=D2025-1").await;
        for words in ["五日内报送整改方案。", "请反馈：签收。", "存证序号", "还没有反馈。"] {
            assert!(one.contains(words), "{words}: {one}");
        }
        for words in ["/supervision", "撤销", "阶梯"] {
            assert!(!one.contains(words), "{words}: {one}");
        }
        done(&city, "court", PATH, &answer("1", "2025-10-13", &[("content", "已收悉"), ("measures", "")])).await;
        city.clock.set(at("2025-10-20 09:00"));
        done(&city, "court", PATH, &answer("3", "2025-10-20", &[])).await;
        assert_eq!(stage(&city, "D2025-1").await, "整改中");
        let seen = page(&city, "staff", "/supervision/one?serial=D2025-1").await;
        for words in ["市仲裁院", "三件疑难案件已排期开庭", "措施：每周调度", "已收悉"] {
            assert!(seen.contains(words), "{words}: {seen}");
        }
        assert!(!seen.contains("查看或退回"), "no filing brought it: {seen}");
        // Longer is asked for and given; then the day goes by.
        done(&city, "court", PATH, &answer("6", "2025-10-20", &[("until", "2025-11-20"), ("content", "鉴定未回")])).await;
        assert!(page(&city, "leader", "/supervision/one?serial=D2025-1").await.contains("申请延期，待局领导决定"));
        let longer = [("serial", "D2025-1"), ("words", "鉴定周期较长"), ("until", "2025-11-20")];
        supervision::done(&city, "leader", "/supervision/extend", &longer).await;
        city.clock.set(at("2025-11-21 09:00"));
        let board = page(&city, "staff", "/supervision").await;
        assert!(board.contains("市仲裁院") && board.contains("逾期1天"), "{board}");
        let own = page(&city, "court", "/department?show=directives&lang=en").await;
        assert!(own.contains("1 d overdue") && own.contains("1 assignments overdue"), "{own}");
        let urge = new(TO, "urge", &[("follows", "D2025-1")]);
        supervision::done(&city, "staff", "/supervision/new", &urge).await;
        assert!(page(&city, "court", "/department?show=directives").await.contains("云人社督〔2025〕2号"));
        // Done, inspected by one person, ended by another.
        let report = [("content", "三件均已结案"), ("evidence", "结案文书三份"), ("measures", "")];
        done(&city, "court", PATH, &answer("5", "2025-11-21", &report)).await;
        assert_eq!(stage(&city, "D2025-1").await, "申请办结");
        let inspected = [("serial", "D2025-1"), ("words", "两人核查，文书齐全"), ("result", "passed")];
        supervision::done(&city, "staff", "/supervision/inspect", &inspected).await;
        supervision::done(&city, "leader", "/supervision/close", &[("serial", "D2025-1"), ("words", "同意办结")]).await;
        assert_eq!(stage(&city, "D2025-1").await, "已办结");
        let over = page(&city, "court", "/department/directive?serial=D2025-1").await;
        assert!(over.contains("已结束，不再反馈") && !over.contains("name=\"content\"") && over.contains("同意办结"), "{over}");
        refused(&city, "court", PATH, &answer("3", "2025-11-21", &[]), ["已办结，不再接收反馈", "takes no more answers"]).await;
        // All of it is in the log, closed; the bureau's node keeps it and is told nothing.
        let leaves = closed(&city);
        let acts: Vec<Act> = leaves.iter().map(|(act, _)| *act).collect();
        let (put, did, said) = (Act::DirectiveIssued, Act::DirectiveActed, Act::DirectiveAnswered);
        assert_eq!(acts, [put, said, said, said, did, put, said, did, did]);
        assert_eq!(Directive::parse(&leaves[0].1).unwrap().order.to.to_string(), TO);
        assert_eq!(Feedback::parse(&leaves[1].1).unwrap().answer.content, "已收悉");
        assert_eq!(DirectiveAct::parse(&leaves[8].1).unwrap().words, "同意办结");
        push(&node).await;
        push(&node).await;
        let held = node.letters().unwrap();
        let kept = |act: Act| {
            let of = |letter: &&schemas::wire::Letter| letter.prove(&city.services.log_key).unwrap().entry.act == act;
            held.iter().filter(of).count()
        };
        assert_eq!((kept(put), kept(did), kept(said)), (2, 3, 4));
        assert!(node.directives().unwrap().put.is_empty());
        let told: String = held.iter().filter_map(|letter| letter.document.clone()).collect();
        assert!(!told.contains("department court"), "nothing of it can be read there");
    }

    async fn nobody_else_reads_it_or_answers_it(city: City) {
        let serial = issued(&city, "assign", &[("bureau", TO)]).await;
        assert_eq!(serial, "D2025-1");
        let one = "/department/directive?serial=D2025-1";
        assert_eq!(ask(&city, "inspection", one).await.0, StatusCode::NOT_FOUND);
        assert!(!page(&city, "inspection", "/department?show=directives").await.contains("仲裁结案"));
        let (status, said) = post(&city, "inspection", PATH, &answer("1", "2025-10-13", &[])).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{said}");
        // A county sees nothing of it, on the board, by its number, as a file or through the API.
        assert_eq!(ask(&city, "donghu", "/supervision/one?serial=D2025-1").await.0, StatusCode::NOT_FOUND);
        for path in ["/supervision", "/supervision.csv", "/api/v1/directives"] {
            let (status, text) = ask(&city, "donghu", path).await;
            assert!(status == StatusCode::OK && !text.contains("云人社督"), "{path}: {text}");
        }
        let (status, _) = ask(&city, "donghu", "/api/v1/directives/one?serial=D2025-1").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        // Staff does not answer for it, and reads it on the city's own page.
        let (status, _) = post(&city, "staff", PATH, &answer("1", "2025-10-13", &[])).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, _) = ask(&city, "staff", one).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let all = city.json("/api/v1/directives").await;
        let first = &all["directives"][0];
        assert_eq!((first["department"].as_str(), first["bureau"].as_str()), (Some("court"), None));
        assert_eq!(first["bureau_name"]["zh"], "市仲裁院");
        // What is put to a bureau is not the department's.
        supervision::done(&city, "staff", "/supervision/new", &new("519901", "urge", &[])).await;
        assert_eq!(ask(&city, "court", "/department/directive?serial=D2025-2").await.0, StatusCode::NOT_FOUND);
        let (status, _) = post(&city, "court", PATH, &answer("1", "2025-10-13", &[("serial", "D2025-2")])).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let csv = ask(&city, "staff", "/supervision.csv").await.1;
        assert!(csv.contains("市仲裁院") && csv.contains("东湖区"), "{csv}");
    }

    async fn what_cannot_be_put_or_answered_is_said_in_words(city: City) {
        let invalid = StatusCode::UNPROCESSABLE_ENTITY;
        for kind in ["listing", "interview", "neighbour"] {
            supervision::refused(&city, "staff", "/supervision/new", &new(TO, kind, &[]), invalid, [
                "对成员部门只能交办、督办、催办",
                "To a department go assignments, notices of supervision and urging notes",
            ]).await;
        }
        for to in ["department/nobody", "department/bureaus"] {
            let (status, said) = supervision::post(&city, "staff", "/supervision/new", &new(to, "assign", &[])).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{to}: {said}");
        }
        issued(&city, "assign", &[("bureau", TO)]).await;
        // Another matter may be assigned meanwhile, the same one not twice.
        let other = new(TO, "assign", &[("title", "关于另一事项的交办单")]);
        supervision::done(&city, "staff", "/supervision/new", &other).await;
        supervision::refused(&city, "staff", "/supervision/new", &other, invalid, ["正待审批", "and waits"]).await;
        // The proposer does not approve, whoever they have become.
        city.clock.set(at("2025-10-15 09:00"));
        let said = |kind: &'static str, day: &'static str, more: &[(&'static str, &'static str)]| answer(kind, day, more);
        let day = ["反馈日期须在下达日期2025-10-13和今天2025-10-15之间", "lies between 2025-10-13"];
        for wrong in ["2025-10-12", "2025-10-16"] {
            refused(&city, "court", PATH, &said("3", wrong, &[]), day).await;
        }
        let today = "2025-10-15";
        refused(&city, "court", PATH, &said("6", today, &[]), ["须填写申请延期至哪一天", "says until which day"]).await;
        refused(&city, "court", PATH, &said("6", today, &[("until", "2025-11-12")]), [
            "延期须晚于现行期限2025-11-12",
            "An extension ends after 2025-11-12",
        ]).await;
        refused(&city, "court", PATH, &said("3", today, &[("until", "2025-12-12")]), [
            "只有延期申请填写延期日期",
            "Only who asks for longer gives a day until",
        ]).await;
        refused(&city, "court", PATH, &said("3", today, &[("content", " ")]), ["反馈内容须写1至1000字", "An answer has 1 to 1000 characters"]).await;
        let long: &'static str = Box::leak("字".repeat(1_001).into_boxed_str());
        refused(&city, "court", PATH, &said("3", today, &[("measures", long)]), ["措施、佐证各不超过1000字", "at most 1000 each"]).await;
        refused(&city, "court", PATH, &said("3", today, &[("evidence", "电话13800138000")]), ["反馈含手机号，请删去", "a mobile number"]).await;
        assert!(city.lines("SELECT serial AS line FROM directive_feedback").is_empty());
        done(&city, "court", PATH, &said("1", today, &[])).await;
        // So many answers and no more.
        for n in 0..200 {
            city.sql(&format!(
                "INSERT INTO directive_feedback (leaf, serial, document, at, answered_by) \
                 SELECT {}, serial, document, at, answered_by FROM directive_feedback WHERE leaf < 1000",
                1_000 + n
            ));
        }
        refused(&city, "court", PATH, &said("3", today, &[]), ["反馈已满200条", "There are 200 answers"]).await;
        city.sql("DELETE FROM directive_feedback WHERE leaf >= 1199");
        refused(&city, "court", PATH, &said("3", today, &[]), ["反馈已满200条", "There are 200 answers"]).await;
        city.sql("DELETE FROM directive_feedback WHERE leaf >= 1198");
        done(&city, "court", PATH, &said("3", today, &[])).await;
        // Nothing there changes or withdraws an answer: the address takes answers and nothing else.
        let cookie = city.cookie("court").await;
        for method in [Method::PUT, Method::DELETE, Method::PATCH] {
            let (status, _) = city.ask(method, PATH, Some(&cookie), "").await;
            assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
        }
    }
}
