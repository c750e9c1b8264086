//! What stands against a decision, word for word in both languages: two persons, confirmed filings, grace, the ladder, once and before
//! due, nothing after the end, no personal data.

use aggregator::{
    identity::{Account, Role, password},
    store::account,
};
use reqwest::StatusCode;

use super::{
    CAMPAIGN, answer, confirm, done, issued, new, october, page, post, refused, september, stage, waiting,
};
use crate::{
    city::{City, PASSWORD, at},
    filing::push,
};

const INVALID: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const SIGNED: &str = "签收,2025-10-08,已收悉,,,,,示例甲";
const ASKS: &str = "申请验收,2025-10-08,已整改,,结案文书目录,,副局长示例乙,示例甲";

/// Another account of the city, or the same in another role.
async fn put(city: &City, login: &'static str, role: Role) {
    put_of(city, login, role, "519900").await;
}

async fn put_of(city: &City, login: &'static str, role: Role, bureau: &str) {
    let stored = password::hash(PASSWORD).unwrap();
    let account = Account { login: login.into(), name: login.into(), role, bureau: bureau.parse().unwrap() };
    let unit =
        move |connection: &mut aggregator::store::AnyConnection| account::put(connection, &account, &stored);
    city.services.store.write(unit).await.unwrap();
}

mod proposals {
    use super::*;

    crate::journey! {
        "listing-2025",
        CAMPAIGN,
        "2025-10-08 10:00",
        async fn what_is_approved_rests_on_confirmed_filings_and_a_cause_that_is_there(city: City) {
            let node = city.node("519901").await;
            node.file(&city.draft("L3", "2025-09", &september(6)), None).unwrap();
            push(&node).await;
            done(&city, "staff", "/supervision/new", &new("519901", "notice", &[("rules", "2025-09")])).await;
            let id = waiting(&city).pop().unwrap();
            let approve = [("id", id.as_str())];
            let path = "/supervision/draft/approve";
            refused(&city, "leader", path, &approve, INVALID, [
                "所依据的报送尚未确认：L3；请先确认或退回，再批准",
                "Filings it rests on are not confirmed: L3; confirm them or send them back first",
            ]).await;
            // An amendment removes the cause.
            node.amend(&city.draft("L3", "2025-09", &september(10)), "四件漏录结案").unwrap();
            push(&node).await;
            refused(&city, "leader", path, &approve, INVALID, [
                "原因已消失：按现有报送，规则不再命中该单位；请撤回该建议",
                "The cause is gone: by what is filed now no rule hits the bureau any more; withdraw the proposal",
            ]).await;
            let board = page(&city, "staff", "/supervision").await;
            assert!(board.contains("原因已消失"), "{board}");
            done(&city, "staff", "/supervision/draft/withdraw", &[("id", &id), ("words", "已更正")]).await;
            assert!(waiting(&city).is_empty());
            let (status, _) = post(&city, "leader", path, &approve).await;
            assert_eq!(status, StatusCode::CONFLICT, "it was decided");
            let page = page(&city, "leader", &format!("/supervision/draft?id={id}")).await;
            assert!(page.contains("未批准：已更正"), "{page}");
            // And again the other way: what went out stays, and can be withdrawn when the cause is gone.
            node.amend(&city.draft("L3", "2025-09", &september(6)), "复核后更正").unwrap();
            push(&node).await;
            confirm(&city, "519901", "2025-09").await;
            let serial = issued(&city, "notice", &[("rules", "2025-09")]).await;
            let one = format!("/supervision/one?serial={serial}");
            assert!(!self::page(&city, "leader", &one).await.contains("原因已消失"));
            node.amend(&city.draft("L3", "2025-09", &september(10)), "再次更正").unwrap();
            push(&node).await;
            assert!(self::page(&city, "leader", &one).await.contains("原因已消失"));
            done(&city, "leader", "/supervision/withdraw", &[("serial", &serial), ("words", "更正后已达标")]).await;
            assert_eq!(stage(&city, &serial).await, "已撤销");
        }
    }
}

mod silent {
    use super::*;

    crate::journey! {
        "listing-2025",
        CAMPAIGN,
        "2025-10-16 10:00",
        async fn a_silent_bureau_is_approved_only_after_grace(city: City) {
            city.node("519901").await;
            done(&city, "staff", "/filings/remind", &[("period", "2025-09"), ("bureau", "519901")]).await;
            done(&city, "staff", "/supervision/new", &new("519901", "notice", &[("rules", "2025-09")])).await;
            let id = waiting(&city).pop().unwrap();
            refused(&city, "leader", "/supervision/draft/approve", &[("id", &id)], INVALID, [
                "宽限期未满，尚不能批准：该单位未报送，宽限期满后再批准",
                "It cannot be approved before grace is over: the bureau has not filed; approve it afterwards",
            ]).await;
            city.clock.set(at("2025-10-21 10:00"));
            done(&city, "leader", "/supervision/draft/approve", &[("id", &id)]).await;
            assert_eq!(stage(&city, "D2025-1").await, "已下达");
        }
    }
}

mod decisions {
    use super::*;

    crate::journey! {
        "listing-2025",
        CAMPAIGN,
        "2025-10-08 10:00",
        async fn two_persons_the_ladder_and_the_numbers(city: City) {
            // Nobody approves what they proposed, also in another role.
            done(&city, "staff", "/supervision/new", &new("519901", "notice", &[])).await;
            let id = waiting(&city).pop().unwrap();
            put(&city, "staff", Role::Leader).await;
            refused(&city, "staff", "/supervision/draft/approve", &[("id", &id)], StatusCode::FORBIDDEN, [
                "不能批准本人提请的建议，请由另一位局领导批准",
                "Nobody approves what they proposed themselves; another leader does",
            ]).await;
            put(&city, "staff", Role::Staff).await;
            // A leader of the bureau itself decides nothing of it.
            put_of(&city, "own", Role::Leader, "519901").await;
            let (status, _) = post(&city, "own", "/supervision/draft/approve", &[("id", &id)]).await;
            assert_eq!(status, StatusCode::FORBIDDEN);
            let path = "/supervision/new";
            refused(&city, "staff", path, &new("519901", "notice", &[]), INVALID, [
                "该单位的督办单已由staff提请，正待审批",
                "“Notice of supervision” of this bureau was proposed by staff already and waits",
            ]).await;
            done(&city, "leader", "/supervision/draft/approve", &[("id", &id)]).await;
            refused(&city, "staff", path, &new("519901", "notice", &[]), INVALID, [
                "该单位已有在办的督办单（云人社督〔2025〕1号），办结前不再另立；需要加重的请升级",
                "“Notice of supervision” of this bureau is under way (云人社督〔2025〕1号); raise it if more is needed",
            ]).await;
            for (fields, zh, en) in [
                (new("519901", "veto", &[]), "本行动的阶梯没有一票否决通知书", "The ladder of this campaign has no “Notice of a veto”"),
                (
                    new("519901", "listing", &[("title", "")]),
                    "标题（100字内）、事项和要求（各2000字内）、主办科室须填写，依据和解除方式各500字内",
                    "Fill in the title (100 characters), matter and demand (2000 each) and office; basis and release have 500 each",
                ),
                (
                    new("519901", "listing", &[("matter", "请联系张某13800138000")]),
                    "文书含手机号，请删去",
                    "The text holds personal data (a mobile number); leave it out",
                ),
                (
                    new("519901", "listing", &[("follows", "D2025-1")]),
                    "未逾期，也没有验收不合格，不能升级；2025-10-23后仍未办结的再升级",
                    "It is neither overdue nor failed an inspection, so that it cannot be raised; it can be after 2025-10-23",
                ),
            ] {
                refused(&city, "staff", path, &fields, INVALID, [zh, en]).await;
            }
            let (status, _) = post(&city, "staff", path, &new("999999", "notice", &[])).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
            // Numbers leave no gap: what was refused took none, and the next is the next. To urge raises nothing.
            done(&city, "staff", path, &new("519901", "urge", &[("follows", "D2025-1")])).await;
            assert_eq!(city.lines("SELECT serial AS line FROM directive ORDER BY leaf"), ["D2025-1", "D2025-2"]);
            assert_eq!(stage(&city, "D2025-1").await, "已下达");
            // They begin again each year.
            city.clock.set(at("2026-01-05 10:00"));
            done(&city, "staff", path, &new("519902", "urge", &[])).await;
            let newest = city.json("/api/v1/directives/one?serial=D2026-1").await;
            assert_eq!(newest["directive"]["number"], "云人社督〔2026〕1号");

            // Overdue, it is raised, only upward; the old one ends with the number of the new.
            refused(&city, "staff", path, &new("519901", "notice", &[("follows", "D2025-1")]), INVALID, [
                "只能沿阶梯向上升级：督办单不在督办单之上",
                "It is only raised up the ladder: “Notice of supervision” does not stand above “Notice of supervision”",
            ]).await;
            let raised = issued(&city, "listing", &[("follows", "D2025-1")]).await;
            assert_eq!((raised.as_str(), stage(&city, "D2025-1").await.as_str()), ("D2026-2", "已升级"));
            refused(&city, "staff", path, &new("519901", "interview", &[("follows", "D2025-1")]), INVALID, [
                "该件已升级，不能再作处理；问题复发的另行立项并注明原编号",
                "It is over (raised) and nothing more is done of it; what comes up again is a new one that names this",
            ]).await;
        }
    }
}

mod ends {
    use super::*;

    crate::journey! {
        "listing-2025",
        CAMPAIGN,
        "2025-10-08 10:00",
        async fn what_ends_a_case_wants_evidence_and_another_person(city: City) {
            let node = city.node("519901").await;
            let serial = issued(&city, "notice", &[]).await;
            let of = |words: &'static str| [("serial", "D2025-1"), ("words", words)];
            let inspect = |result: &'static str, words: &'static str| {
                [("serial", "D2025-1"), ("words", words), ("result", result)]
            };
            let longer = |until: &'static str| [("serial", "D2025-1"), ("words", "资料较多"), ("until", until)];
            // Before the bureau asks, nothing is inspected or ended.
            refused(&city, "staff", "/supervision/inspect", &inspect("passed", "已核查"), INVALID, [
                "单位尚未申请验收，不能验收；收到申请验收或办结报告后再验收",
                "The bureau has not asked for an inspection; inspect it when it has",
            ]).await;
            refused(&city, "leader", "/supervision/close", &of("解除"), INVALID, [
                "验收尚未通过，不能解除；先验收并写明佐证",
                "No inspection was passed, so that it cannot be ended; inspect it first and say what proves it",
            ]).await;
            // Longer: after the day it is due, with a day, once.
            refused(&city, "leader", "/supervision/extend", &longer("2025-10-23"), INVALID, [
                "延期须晚于现行期限2025-10-23，请改填以后的日期",
                "An extension ends after 2025-10-23, when it is due now; give a later day",
            ]).await;
            refused(&city, "leader", "/supervision/extend", &of("资料较多"), INVALID, [
                "请填写延期至哪一天",
                "Say until which day it is extended",
            ]).await;
            done(&city, "leader", "/supervision/extend", &longer("2025-10-30")).await;
            refused(&city, "leader", "/supervision/extend", &longer("2025-11-30"), INVALID, [
                "已延期一次，不能再延；到期仍未办结的应升级",
                "It was given longer once, and is not again; what is not done by then is raised",
            ]).await;
            push(&node).await;
            answer(&city, &node, &serial, "2025-10-08", &[SIGNED, ASKS]).await;
            // Evidence in words, without personal data.
            for (words, zh, en) in [
                (" ", "须写明理由、佐证或公告内容（不超过2000字）", "Give the reason, the evidence or the announcement (at most 2000 characters)"),
                ("联系人13800138000", "文字含手机号，请删去", "The words hold personal data (a mobile number); leave it out"),
            ] {
                refused(&city, "staff", "/supervision/inspect", &inspect("passed", words), INVALID, [zh, en]).await;
            }
            done(&city, "staff", "/supervision/inspect", &inspect("passed", "两人到场核查，文书齐全")).await;
            // Who inspected it does not end it.
            put(&city, "staff", Role::Leader).await;
            refused(&city, "staff", "/supervision/close", &of("解除"), StatusCode::FORBIDDEN, [
                "验收人不能自行解除，请由另一人复核后解除",
                "Who inspected it does not end it as well; somebody else checks and ends it",
            ]).await;
            put(&city, "staff", Role::Staff).await;
            done(&city, "leader", "/supervision/close", &of("予以解除")).await;
            for (login, path, fields) in [
                ("leader", "/supervision/close", &of("再次")[..]),
                ("leader", "/supervision/withdraw", &of("再次")),
                ("leader", "/supervision/extend", &longer("2026-01-30")),
                ("staff", "/supervision/inspect", &inspect("failed", "再次")),
            ] {
                refused(&city, login, path, fields, INVALID, [
                    "该件已办结，不能再作处理；问题复发的另行立项并注明原编号",
                    "It is over (ended) and nothing more is done of it; what comes up again is a new one that names this",
                ]).await;
            }
            let urge = new("519901", "urge", &[("follows", "D2025-1")]);
            refused(&city, "staff", "/supervision/new", &urge, INVALID, [
                "该件已结束，不必催办",
                "It is over, and there is nothing to urge",
            ]).await;
            // What comes up again is a new one that names the old.
            let again = issued(&city, "notice", &[("follows", "D2025-1")]).await;
            let one = city.json(&format!("/api/v1/directives/one?serial={again}")).await;
            assert_eq!(one["directive"]["follows"], "D2025-1");
            assert_eq!(stage(&city, "D2025-1").await, "已办结");
        }
    }
}

mod met {
    use super::*;

    crate::journey! {
        "listing-2025",
        CAMPAIGN,
        "2025-10-08 10:00",
        async fn an_inspection_passes_by_figures_only_if_a_later_period_is_met(city: City) {
            let node = city.node("519901").await;
            node.file(&city.draft("L3", "2025-09", &september(6)), None).unwrap();
            push(&node).await;
            confirm(&city, "519901", "2025-09").await;
            let serial = issued(&city, "notice", &[("rules", "2025-09")]).await;
            push(&node).await;
            answer(&city, &node, &serial, "2025-10-08", &[SIGNED, ASKS]).await;
            let by = |met: &'static str| {
                [("serial", "D2025-1"), ("words", "两人核查指标"), ("result", "passed"), ("met", met)]
            };
            let path = "/supervision/inspect";
            refused(&city, "staff", path, &by("2025-09"), INVALID, [
                "不能以2025年9月指标达标为由：该件不是按指标规则立项，或该期不在立项之后",
                "The indicators of September 2025 say nothing here: it rests on no rule, or the period is not a later one",
            ]).await;
            refused(&city, "staff", path, &by("2025-10"), INVALID, [
                "2025年10月尚未结束，或该单位该期报送未全部确认，不能认定达标",
                "October 2025 is not over, or not all that the bureau files for it is confirmed",
            ]).await;
            // Two of the four are closed in October: not met.
            city.clock.set(at("2025-11-06 10:00"));
            let open = |number| format!("示例案〔2025〕{number}号,2025-08-27,2025-09-01,劳动,劳动者,1,示例公司,私营,C,01,2025-10-16,,\n");
            let half = format!("{}{}{}", october(7..=8), open("09"), open("10"));
            node.file(&city.draft("L3", "2025-10", &half), None).unwrap();
            push(&node).await;
            refused(&city, "staff", path, &by("2025-10"), INVALID, [
                "2025年10月尚未结束，或该单位该期报送未全部确认，不能认定达标",
                "October 2025 is not over, or not all that the bureau files for it is confirmed",
            ]).await;
            confirm(&city, "519901", "2025-10").await;
            refused(&city, "staff", path, &by("2025-10"), INVALID, [
                "2025年10月仍未达标：仲裁结案率50.00%（2/4），比目标95.00%低45.00个百分点；不能按达标验收通过",
                "October 2025 is not met: Arbitration closure rate 50.00 % (2/4), 45.00 percentage points below 95.00 %; it does not pass by that",
            ]).await;
            node.amend(&city.draft("L3", "2025-10", &october(7..=10)), "两件漏录结案").unwrap();
            push(&node).await;
            confirm(&city, "519901", "2025-10").await;
            done(&city, "staff", path, &by("2025-10")).await;
            assert_eq!(stage(&city, &serial).await, "验收通过");
        }
    }
}
