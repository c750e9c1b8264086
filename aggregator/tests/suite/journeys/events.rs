//! 急事急报、逐级移交 (DOMAIN §7.2 items 32 and 41, §7.5 items 96, 97 and 102): what is sent because it happened. Nobody is asked for it, so
//! nobody is missing; whoever sends it is taken at once, and the city sees it come.

use aggregator::error::AppError;
use node_agent::{Draft, State};
use reqwest::{Method, StatusCode};
use schemas::{problem::Problem, text::Text};

use super::page;
use crate::{
    city::{City, at},
    filing::push,
    gates, keys,
    signing::key_of,
};

const CAMPAIGN: &str = r#"
campaign = "events-2025"
version = 1
name = { zh = "随时报告", en = "As it happens" }
from = "2025-09-01"
to = "2025-12-31"
cadence = "month"
first_judged = "2025-09"
minimum_sample = 1
least_weight = 75
duties = [{ form = "L3", cadence = "month", due_days = 15, grace_days = 20, close_days = 45 }]
on_event = [{ form = "X1" }, { form = "X2" }]
targets = [{ indicator = "I3", ask = "at-least", percent = "95", weight = 100 }]
"#;

const X1: &str = "报告编号,事项编号,报告类型,续报次数,种类,紧急程度,获知时间,上报时间,属地镇街,涉事单位,人数,风险颜色,事件经过,已做工作,舆情情况,舆情处置状态,了结时间,处置结果,填报人,签发人\n\
K-1,E-7,初报,,舆情,加急,2025-10-08 08:00,2025-10-08 09:10,临湖街道,云江示例物流有限公司,12,黄色,网帖反映欠薪,核实中,网帖转发,处置中,,,示例甲,示例乙\n";
const LAST: &str = "K-2,E-7,终报,,舆情,加急,2025-10-08 08:00,2025-10-09 09:10,临湖街道,云江示例物流有限公司,12,黄色,网帖反映欠薪,已核实支付,网帖已回应,已平息,2025-10-09 08:30,工资已发,示例甲,示例乙\n";
const X2: &str = "通报编号,类型,来源表式,台账编号,接收地区,企业名称,案由,人数,欠薪金额（万元）,风险颜色,提级理由,处置情况,请求事项,移交时间,经办人,批准人,签收期限\n\
Y-1,提级,L1,0001,云江市人力资源和社会保障局,云江示例建设有限公司,欠薪,68,312.6,红色,跨区项目,约谈总包,市级协调,2025-10-08,示例甲,示例乙,2025-10-10\n";

fn of(city: &City, form: &str, day: &str, subject: &str, csv: &str) -> Draft {
    let mut draft = city.draft(form, day, csv);
    draft.subject = Some(subject.parse().unwrap());
    draft
}

crate::journey! {
    "events-2025",
    CAMPAIGN,
    "2025-10-08 10:00",
    async fn what_happens_is_sent_unasked_and_nobody_is_missing(city: City) {
        let node = city.node("519901").await;
        let owed = |node: &node_agent::Node| -> Vec<String> {
            node.duties().unwrap().into_iter().map(|duty| duty.form).collect()
        };
        push(&node).await;
        assert_eq!(owed(&node), ["L3"], "no report is a duty");
        let before = page(&city, "/filings/matters").await;
        assert!(before.contains("随时报告") && before.contains("目前没有随时报告"), "{before}");

        for draft in [of(&city, "X1", "2025-10-08", "E-7", X1), of(&city, "X2", "2025-10-08", "Y-1", X2)] {
            node.file(&draft, None).unwrap();
        }
        assert_eq!(push(&node).await, [State::Valid, State::Valid]);
        for (lang, words) in [
            ("zh", ["急事急报", "提级移交跨区域通报单", "24小时内新报", "E-7"]),
            ("en", ["Urgent report", "Hand-over notes", "new within 24 hours", "Y-1"]),
        ] {
            let shown = page(&city, &format!("/filings/matters?lang={lang}")).await;
            for word in words {
                assert!(shown.contains(word), "{word}: {shown}");
            }
        }
        assert!(page(&city, "/supervision/handovers").await.contains("跨区项目"));
        assert!(page(&city, "/filings/519901/X1/2025-10-08?subject=E-7").await.contains("舆情初报"));

        // The last report, a day later; the board and the node go on owing nothing of it.
        city.clock.set(at("2025-10-09 10:00"));
        node.file(&of(&city, "X1", "2025-10-09", "E-7", &format!("{X1}{LAST}")), None).unwrap();
        assert!(push(&node).await.iter().all(|state| *state == State::Valid));
        city.clock.set(at("2025-10-20 10:00"));
        push(&node).await;
        assert!(owed(&node).iter().all(|form| form == "L3"), "{:?}", owed(&node));
        let shown = page(&city, "/filings/matters").await;
        assert_eq!(shown.matches("/filings/519901/X1/").count(), 2, "{shown}");
        assert!(!shown.contains("24小时内新报") && shown.contains("待确认"), "{shown}");
        let board = page(&city, "/filings?period=2025-10-08").await;
        assert!(!board.contains("X1") && !board.contains("逾期"), "{board}");
        // As it was known on the first day; and nothing of it for another county's account.
        let then = page(&city, "/filings/matters?as-of=2025-10-08").await;
        assert_eq!(then.matches("/filings/519901/X1/").count(), 1, "{then}");
        let (status, none) = city.ask(Method::GET, "/filings/matters?bureau=519902", Some(&city.cookie("staff").await), "").await;
        assert_eq!((status, none.contains("E-7")), (StatusCode::OK, false));

        // Without a matter, and of a form that the campaign does not take.
        let key = key_of(&city, "519901");
        let mut nameless = gates::of_form(&keys::nil(&city, &key, "519901"), &city.services.definitions, "X1");
        nameless.filing.period = "2025-10-09".parse().unwrap();
        let told = gates::refusal(&city, &key, &nameless).await;
        let text = Text::new("随时报告须写明事项编号（--subject）", "A report of what happened names its matter (--subject)");
        assert_eq!(told, (Problem::StatementInvalid, text));
        let mut other = gates::of_form(&nameless, &city.services.definitions, "L7");
        other.filing.subject = Some("E-7".parse().unwrap());
        let refused = gates::hand_in(&city, &key, &other).await;
        assert!(matches!(refused, Err(AppError::Problem { problem: Problem::PeriodNotOpen, .. })), "{refused:?}");
    }
}
