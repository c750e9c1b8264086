//! The words a notice begins with: from what the rules found, from a case, from a hand-over. A person completes them.

use chrono::{Days, NaiveDate};
use schemas::{
    bureau::BureauCode,
    campaign::{Campaign, Family},
    directive::{Addressee, CaseNamed, Ground, Kind, Order, rung_of, upward},
    period::Period,
    statement::Subject,
    text::Text,
};

use super::proposal::Proposal;
use crate::{figures, store::supervision::handover::Waiting};

/// Most characters of what it is about.
const MATTER: usize = 2_000;

/// The kinds that can be proposed from the rules, the mildest first.
pub fn rungs(campaign: &Campaign) -> Vec<Kind> {
    upward(&campaign.ladder, Kind::Assign)
}

/// The last day of something that goes out on a day: by the rung of the ladder, else by the campaign (natural days).
pub fn due(campaign: &Campaign, kind: Kind, today: NaiveDate) -> NaiveDate {
    let days = rung_of(&campaign.ladder, kind).and_then(|(_, days)| days);
    let days = days.unwrap_or(campaign.supervision.days);
    today.checked_add_days(Days::new(u64::from(days))).unwrap_or(today)
}

/// The grounds of a proposal.
pub fn grounds(proposal: &Proposal) -> Vec<Ground> {
    let of = |reason: &super::proposal::Reason| Ground {
        family: reason.family,
        sentence: reason.sentence.clone(),
    };
    proposal.reasons.iter().map(of).collect()
}

/// What a proposal of the rules would say.
pub fn of_proposal(
    campaign: &Campaign,
    bureau: &Text,
    proposal: &Proposal,
    period: Period,
    kind: Kind,
) -> Order {
    let grounds = grounds(proposal);
    let families: Vec<String> =
        proposal.families().iter().map(|family| family.title().zh.into_owned()).collect();
    let title = format!("关于{}{}{}的督办", bureau.zh, period.title().zh, families.join("、"));
    let sentences: Vec<&str> = grounds.iter().map(|ground| &*ground.sentence.zh).collect();
    Order {
        kind,
        to: Addressee::Bureau(proposal.bureau.clone()),
        follows: None,
        period: Some(period),
        title: short(&title, 100),
        matter: short(&format!("{}。", sentences.join("；")), MATTER),
        basis: campaign
            .superior
            .as_ref()
            .map(|document| document.cited().zh.into_owned())
            .unwrap_or_default(),
        demand: demand(kind, proposal.families().into_iter().max()).into(),
        release: release(kind).into(),
        office: campaign.supervision.office.clone(),
        grounds,
        cases: Vec::new(),
    }
}

/// What the next rung, or a new case of what came up again, would say.
pub fn following(before: &Order, serial: &Subject, number: &str, kind: Kind, office: &str) -> Order {
    Order {
        kind,
        follows: Some(serial.clone()),
        title: short(&format!("{}（接{number}）", before.title), 100),
        matter: before.matter.clone(),
        demand: demand(kind, None).into(),
        release: release(kind).into(),
        office: office.to_owned(),
        ..before.clone()
    }
}

/// What an assignment of a case would say: the number of the case, and nobody's name.
pub fn of_case(
    campaign: &Campaign,
    bureau: BureauCode,
    (form, form_name): (&str, &Text),
    case: &str,
) -> Order {
    Order {
        kind: Kind::Assign,
        to: Addressee::Bureau(bureau),
        follows: None,
        period: None,
        title: short(&format!("关于{}{case}的交办单", form_name.zh), 100),
        matter: format!("{}{case}。", form_name.zh),
        basis: String::new(),
        demand: demand(Kind::Assign, None).into(),
        release: release(Kind::Assign).into(),
        office: campaign.supervision.office.clone(),
        grounds: Vec::new(),
        cases: vec![CaseNamed { form: form.to_owned(), number: case.to_owned() }],
    }
}

/// An assignment that a person words: to a bureau or a department.
pub fn by_hand(campaign: &Campaign, to: Addressee) -> Order {
    Order {
        kind: Kind::Assign,
        to,
        follows: None,
        period: None,
        title: String::new(),
        matter: String::new(),
        basis: String::new(),
        demand: demand(Kind::Assign, None).into(),
        release: release(Kind::Assign).into(),
        office: campaign.supervision.office.clone(),
        grounds: Vec::new(),
        cases: Vec::new(),
    }
}

/// The kinds that can be put to an addressee by hand: what goes at once first, then the rungs that are for it.
pub fn kinds_by_hand(campaign: &Campaign, to: &Addressee) -> Vec<Kind> {
    let all = [Kind::Assign, Kind::Urge].into_iter().chain(rungs(campaign));
    all.filter(|kind| to.takes(*kind)).collect()
}

/// What a neighbour is told of a matter: what the ledger says of it in the classes that leave a bureau, and no name of a worker.
pub fn of_neighbour(campaign: &Campaign, from: &Text, to: BureauCode, waiting: &Waiting) -> Order {
    let handed = &waiting.handed;
    let persons = handed.persons.map(|n| format!("涉及{n}人，")).unwrap_or_default();
    let amount = handed
        .amount
        .map(|fen| format!("涉及金额{}，", figures::money(fen, schemas::text::Lang::Zh)))
        .unwrap_or_default();
    let matter = format!(
        "{}通报：{}，{persons}{amount}{}。已做工作：{}。请求：{}。",
        from.zh, handed.employer, handed.reason, handed.done, handed.asks
    );
    Order {
        kind: Kind::Neighbour,
        to: Addressee::Bureau(to),
        follows: None,
        period: None,
        title: short(&format!("{}跨区域事项通报（{}）", from.zh, handed.case), 100),
        matter: short(&matter, MATTER),
        basis: String::new(),
        demand: demand(Kind::Neighbour, None).into(),
        release: release(Kind::Neighbour).into(),
        office: campaign.supervision.office.clone(),
        grounds: Vec::new(),
        cases: vec![CaseNamed { form: schemas::handover::FORM.into(), number: handed.case.clone() }],
    }
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// What is asked of the bureau, until a person words it.
fn demand(kind: Kind, gravest: Option<Family>) -> &'static str {
    match (kind, gravest) {
        (Kind::Assign, _) => "按期办理，办结后报送办结报告并附佐证；不能按期办结的，到期前申请延期。",
        (Kind::Neighbour, _) => "签收，并按属地责任做好关注和配合。",
        (Kind::Urge | Kind::Circular, _) => "签收，并立即整改。",
        (Kind::Interview, _) => {
            "主要负责人按时参加约谈，说明情况并作出整改承诺；约谈后报送整改方案，按旬报送进展。"
        }
        (_, Some(Family::Weak)) => "立即补报所缺台账，说明原因；报送整改方案，按旬报送进展，完成后申请验收。",
        _ => "5个工作日内报送整改方案，明确措施、责任领导和完成时限；按旬报送进展，完成后申请验收。",
    }
}

/// How it ends.
fn release(kind: Kind) -> &'static str {
    match kind {
        Kind::Assign => "报送办结报告，经审核同意后办结。",
        Kind::Neighbour | Kind::Urge | Kind::Circular => "签收即办结。",
        Kind::Listing => {
            "经两人现场验收，问题已消除或连续一期指标达标的，公告摘牌；验收不合格的延期一次或升级。"
        }
        _ => "经两人验收，问题已消除或连续一期指标达标的，予以解除；验收不合格的延期一次或升级。",
    }
}
