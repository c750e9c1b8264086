//! What a bureau answers: taken while something is open and refused otherwise, in words; only added to; signed, receipted and listed
//! at the node.

use node_agent::{AgentError, Node, State};
use reqwest::StatusCode;
use schemas::{
    directive::{AnswerKind, Stage},
    problem::Problem,
    statement::{Purpose, Statement},
    text::Lang,
};

use super::{CAMPAIGN, answer, answers, done, issued, page, refused, stage};
use crate::{city::City, filing::push, gates::refusal, keys};

const SIGNED: &str = "签收,2025-10-08,已收悉,,,,,示例甲";
const PLAN: &str = "整改方案,2025-10-08,专班清理,每周调度,,,副局长示例乙,示例甲";

/// What was said to the node when its newest item was refused.
fn told(node: &Node) -> String {
    let item = node.items().unwrap().pop().unwrap();
    format!("{:?} {}", item.state, item.said.unwrap_or_default())
}

mod only_added {
    use super::*;

    crate::journey! {
        "listing-2025",
        CAMPAIGN,
        "2025-10-08 10:00",
        async fn answers_are_only_added_to(city: City) {
            let node = city.node("519901").await;
            let serial = issued(&city, "notice", &[]).await;
            push(&node).await;
            answer(&city, &node, &serial, "2025-10-08", &[SIGNED]).await;
            let found = node.directives().unwrap();
            assert_eq!(found.put[0].standing.next_answer(), Some(AnswerKind::Plan));
            // What was answered before stands again, as it was.
            for (rows, zh, en) in [
                (vec![PLAN], "“反馈类型”与此前报送的“签收”不同", "“Kind of answer” was “Signed for” when it was filed before"),
                (vec![], "此前已报的“1”不在表中", "“1”, filed before, is missing"),
            ] {
                let mut rows: Vec<&str> = rows;
                if rows.is_empty() {
                    rows = vec![PLAN];
                }
                let mut draft = answers(&city, &serial, "2025-10-08", &rows);
                if zh.contains("不在表中") {
                    let text = format!("{}2,{serial},{PLAN}\n", super::super::ANSWERS);
                    draft = node_agent::Draft { subject: draft.subject, ..city.draft("D1", "2025-10-08", &text) };
                }
                let Err(AgentError::Stopped(report)) = node.amend(&draft, "改写") else { panic!("{zh}") };
                assert!(report.text(Lang::Zh).contains(zh), "{}", report.text(Lang::Zh));
                assert!(report.text(Lang::En).contains(en), "{}", report.text(Lang::En));
            }
            node.amend(&answers(&city, &serial, "2025-10-08", &[SIGNED, PLAN]), "补报整改方案").unwrap();
            assert_eq!(push(&node).await.last(), Some(&State::Valid));
            assert_eq!(stage(&city, &serial).await, "整改方案已报");
            // Sent back, it counts no more until it is amended.
            let path = format!("/filings/519901/D1/2025-10-08?subject={serial}");
            let shown = page(&city, "staff", &path).await;
            let head = scraper::Html::parse_document(&shown)
                .select(&scraper::Selector::parse("input[name=head]").unwrap())
                .next()
                .unwrap()
                .attr("value")
                .unwrap()
                .to_owned();
            let back = format!("/filings/519901/D1/2025-10-08/return?subject={serial}");
            let fields = [("head", head.as_str()), ("reason", "方案没有时限"), ("cases", ""), ("until", "2025-10-12")];
            done(&city, "staff", &back, &fields).await;
            assert_eq!(stage(&city, &serial).await, "已下达");
            // The county's own list of cases has no answers in it.
            let cases = page(&city, "donghu", "/cases").await;
            assert!(!cases.contains("督办交办反馈单"), "{cases}");
        }
    }
}

mod gates {
    use super::*;

    crate::journey! {
        "listing-2025",
        CAMPAIGN,
        "2025-10-08 10:00",
        async fn what_cannot_be_answered_is_told_so(city: City) {
            let node = city.node("519901").await;
            // Before anything is put to the bureau, and under a number that is another's.
            answer_refused(&city, &node, "D2025-9").await;
            let said = told(&node);
            assert!(said.contains("没有发给本单位的编号为D2025-9的督办件") || said.contains("Nothing numbered D2025-9"), "{said}");
            let serial = issued(&city, "notice", &[]).await;
            let key = keys::enrolled(&city, "519901", schemas::key::Role::Agent, 7).await;
            let other = keys::enrolled(&city, "519902", schemas::key::Role::Agent, 8).await;
            let mut nil = crate::gates::of_form(&keys::nil(&city, &key, "519901"), &city.services.definitions, "D1");
            nil.filing.period = "2025-10-08".parse().unwrap();
            let with = |subject: Option<&str>| {
                let mut nil = nil.clone();
                nil.filing.subject = subject.map(|subject| subject.parse().unwrap());
                nil
            };
            let history = Statement { purpose: Purpose::History, ..with(Some(&serial)) };
            for (statement, zh, en) in [
                (with(None), "反馈单须写明督办编号（--subject）", "An answer names what it answers (--subject)"),
                (
                    with(Some("D2025-7")),
                    "没有发给本单位的编号为D2025-7的督办件，请核对通知书上的编号",
                    "Nothing numbered D2025-7 was put to this bureau; look at the number on the notice",
                ),
                (with(Some(&serial)), "反馈单不作零报告，至少填一条反馈", "There is no nil answer; give at least one row"),
            ] {
                let (problem, text) = refusal(&city, &key, &statement).await;
                assert_eq!((problem, &*text.zh, &*text.en), (Problem::StatementInvalid, zh, en));
            }
            let (problem, text) = refusal(&city, &key, &history).await;
            assert_eq!(problem, Problem::StatementInvalid, "{text:?}");
            let mut theirs = crate::gates::of_form(&keys::nil(&city, &other, "519902"), &city.services.definitions, "D1");
            theirs.filing.period = "2025-10-08".parse().unwrap();
            theirs.filing.subject = Some(serial.parse().unwrap());
            let (_, text) = refusal(&city, &other, &theirs).await;
            assert!(text.zh.starts_with("没有发给本单位的编号为D2025-1的督办件"), "{text:?}");
            // What is over takes no more.
            done(&city, "leader", "/supervision/withdraw", &[("serial", &serial), ("words", "误发")]).await;
            push(&node).await;
            let (_, text) = refusal(&city, &key, &with(Some(&serial))).await;
            assert_eq!(
                (&*text.zh, &*text.en),
                ("云人社督〔2025〕1号已撤销，不再接收反馈", "云人社督〔2025〕1号 is over (withdrawn) and takes no more answers")
            );
            assert_eq!(node.directives().unwrap().put[0].standing.stage, Stage::Withdrawn);
            refused(&city, "donghu", "/supervision/withdraw", &[("serial", &serial), ("words", "x")], StatusCode::FORBIDDEN, ["", ""]).await;
        }
    }

    async fn answer_refused(city: &City, node: &Node, serial: &str) {
        node.file(&answers(city, serial, "2025-10-08", &[SIGNED]), None).unwrap();
        node.push().await.unwrap();
    }
}

mod void {
    use super::*;

    crate::journey! {
        "listing-2025",
        CAMPAIGN,
        "2025-10-08 10:00",
        async fn an_answer_is_not_withdrawn(city: City) {
            let node = city.node("519901").await;
            let serial = issued(&city, "notice", &[]).await;
            push(&node).await;
            answer(&city, &node, &serial, "2025-10-08", &[SIGNED]).await;
            let subject = serial.parse().unwrap();
            node.void("D1", "2025-10-08".parse().unwrap(), Some(&subject), "误报").unwrap();
            node.push().await.unwrap();
            let said = told(&node);
            assert!(said.contains("反馈只能追加，不能撤回") || said.contains("only added to"), "{said}");
            assert_eq!(city.json(&format!("/api/v1/directives/one?serial={serial}")).await["answers"].as_array().unwrap().len(), 1);
        }
    }
}
