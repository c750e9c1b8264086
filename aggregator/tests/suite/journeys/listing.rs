//! Scenario 10: a bureau that lags is proposed, approved by a leader and listed; plan, two progress notes, an inspection that fails,
//! longer once, an inspection that passes by the next month's figures, and the delisting. Every step is a letter that the bureau's
//! node has verified.

use node_agent::Node;
use schemas::{
    directive::{Change, Stage},
    entry::Act,
    receipt::Receipt,
};

use crate::{
    city::at,
    filing::push,
    supervision::{CAMPAIGN, answer, confirm, done, new, october, page, post, september, stage, waiting},
};

const SIGNED: &str = "签收,2025-10-08,已收悉,,,,,示例甲";
const PLAN: &str = "整改方案,2025-10-09,成立专班逐案清理,每周调度，10月底前结清,,,副局长示例乙,示例甲";
const FIRST: &str = "进展,2025-10-20,已结4件,,,,,示例甲";
const SECOND: &str = "进展,2025-10-30,其余已排庭,,,,,示例甲";
const ASKS: &str = "申请验收,2025-11-03,积案已清,,结案文书目录,,副局长示例乙,示例甲";
const THIRD: &str = "进展,2025-11-06,补齐送达回证,,,,,示例甲";
const AGAIN: &str = "申请验收,2025-11-18,问题已全部整改,,结案文书和送达回证目录,,副局长示例乙,示例甲";

/// What the node holds of the one that was put to its bureau: the stage, the day it is due, and the last act.
fn known(node: &Node) -> (Stage, String, Option<Change>) {
    let found = node.directives().unwrap();
    assert_eq!(found.put.len(), 1);
    let put = &found.put[0];
    (put.standing.stage, put.standing.due.to_string(), put.acts.last().map(|act| act.change.clone()))
}

/// Each letter of the log that puts something to the bureau holds under its key.
fn letters(node: &Node, log: &schemas::note::VerifyKey) -> Vec<Act> {
    let bureau = "519901".parse().unwrap();
    let of = node.letters().unwrap().into_iter().filter_map(|letter| {
        let entry = schemas::entry::Entry::parse(&Receipt::parse(&letter.receipt).unwrap().entry).unwrap();
        let ours = matches!(entry.act, Act::DirectiveIssued | Act::DirectiveActed);
        ours.then(|| letter.verify(&node.name(), &bureau, log).unwrap().entry.act)
    });
    of.collect()
}

crate::journey! {
    "listing-2025",
    CAMPAIGN,
    "2025-10-08 10:00",
    async fn a_bureau_that_lags_is_listed_and_delisted(city: City) {
        let node = city.node("519901").await;
        node.file(&city.draft("L3", "2025-09", &september(6)), None).unwrap();
        push(&node).await;

        // The rules propose, staff words it, and it waits for a leader.
        for (lang, words) in [("zh", ["建议1件", "进度滞后", "待提请"]), ("en", ["1 proposed", "Behind schedule", "to be proposed"])] {
            let board = page(&city, "staff", &format!("/supervision?lang={lang}")).await;
            assert!(words.iter().all(|word| board.contains(word)), "{words:?}: {board}");
        }
        let begun = page(&city, "staff", "/supervision/new?bureau=519901&rules=2025-09&kind=listing").await;
        assert!(begun.contains("60.00%（6/10），比目标95.00%低35.00个百分点"), "{begun}");
        done(&city, "staff", "/supervision/new", &new("519901", "listing", &[("rules", "2025-09")])).await;
        let id = waiting(&city).pop().unwrap();
        let overview = page(&city, "leader", "/").await;
        assert!(overview.contains("待批准督办建议1件") && !overview.contains("建议督办东湖区"), "{overview}");
        let draft = page(&city, "leader", &format!("/supervision/draft?id={id}")).await;
        assert!(draft.contains("所依据的报送尚未确认：L3"), "{draft}");
        confirm(&city, "519901", "2025-09").await;
        let draft = page(&city, "leader", &format!("/supervision/draft?id={id}")).await;
        assert!(draft.contains("批准并下达") && draft.contains("限60日"), "{draft}");
        done(&city, "leader", "/supervision/draft/approve", &[("id", &id)]).await;

        // 已立牌: it is numbered, and the node holds the letter.
        push(&node).await;
        assert_eq!(known(&node), (Stage::Issued, "2025-12-07".into(), None));
        assert_eq!(node.directives().unwrap().put[0].directive.number, "云人社督〔2025〕1号");
        let county = page(&city, "donghu", "/supervision").await;
        assert!(county.contains("云人社督〔2025〕1号") && county.contains("已立牌"), "{county}");

        let rows = [SIGNED, PLAN, FIRST, SECOND, ASKS, THIRD, AGAIN];
        for (n, now, zh, en) in [
            (2, "2025-10-09 10:00", "整改方案已报", "plan handed in"),
            (3, "2025-10-20 10:00", "整改中", "being put right"),
            (4, "2025-10-30 10:00", "整改中", "being put right"),
            (5, "2025-11-03 10:00", "申请验收", "to be inspected"),
        ] {
            city.clock.set(at(now));
            answer(&city, &node, "D2025-1", now.split_once(' ').unwrap().0, &rows[..n]).await;
            assert_eq!(stage(&city, "D2025-1").await, zh);
            let page = page(&city, "staff", "/supervision/one?serial=D2025-1&lang=en").await;
            assert!(page.contains(en), "{en}: {page}");
        }

        assert!(page(&city, "staff", "/?lang=en").await.contains("cases of supervision to inspect: 1"));

        // The inspection fails; it is given longer, once.
        let seen = "2025-11-04上午，两人到场核查：送达回证不齐";
        done(&city, "staff", "/supervision/inspect", &[("serial", "D2025-1"), ("words", seen), ("result", "failed")]).await;
        assert_eq!(stage(&city, "D2025-1").await, "验收不合格");
        let longer = [("serial", "D2025-1"), ("words", "补齐送达回证"), ("until", "2025-12-20")];
        done(&city, "leader", "/supervision/extend", &longer).await;
        push(&node).await;
        let until = "2025-12-20".parse().unwrap();
        assert_eq!(known(&node), (Stage::Mending, "2025-12-20".into(), Some(Change::Extended(until))));

        // October is filed and confirmed: the indicator is met for a period.
        city.clock.set(at("2025-11-06 10:00"));
        answer(&city, &node, "D2025-1", "2025-11-06", &rows[..6]).await;
        node.file(&city.draft("L3", "2025-10", &october(7..=10)), None).unwrap();
        push(&node).await;
        confirm(&city, "519901", "2025-10").await;
        city.clock.set(at("2025-11-18 10:00"));
        answer(&city, &node, "D2025-1", "2025-11-18", &rows).await;
        let passed = [
            ("serial", "D2025-1"),
            ("words", "2025-11-18下午，两人到场核查：文书、回证齐全"),
            ("result", "passed"),
            ("met", "2025-10"),
        ];
        done(&city, "staff", "/supervision/inspect", &passed).await;
        assert_eq!(stage(&city, "D2025-1").await, "验收通过");
        let (status, text) = post(&city, "leader", "/supervision/close", &[("serial", "D2025-1"), ("words", "经验收达标，予以摘牌，特此公告。")]).await;
        assert_eq!(status, 303, "{text}");
        assert_eq!(stage(&city, "D2025-1").await, "已摘牌");
        push(&node).await;
        assert_eq!(known(&node).0, Stage::Closed);
        assert_eq!(
            letters(&node, &city.services.log_key),
            [Act::DirectiveIssued, Act::DirectiveActed, Act::DirectiveActed, Act::DirectiveActed, Act::DirectiveActed]
        );

        // The page has the whole way, in both languages, and so has the file.
        for (lang, words) in [
            ("zh", ["已摘牌", "延期至2025-12-20", "2025年10月指标达标", "成立专班逐案清理", "经验收达标"]),
            ("en", ["delisted", "extended until 2025-12-20", "the indicators of October 2025 are met", "成立专班逐案清理", "经验收达标"]),
        ] {
            let page = page(&city, "donghu", &format!("/supervision/one?serial=D2025-1&lang={lang}")).await;
            for word in words {
                assert!(page.contains(word), "{word}: {page}");
            }
            assert!(!page.contains("/supervision/close"), "a county only appends");
        }
        let staff = city.cookie("staff").await;
        let file = city.file("/supervision.csv", &staff).await.text().await.unwrap();
        assert!(file.contains("云人社督〔2025〕1号,D2025-1,挂牌督办通知书,东湖区"), "{file}");
    }
}
