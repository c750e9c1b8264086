//! Rows of R3, the advice, reminders and opinions sent to employers.

use super::{Case, Row};
use crate::demo::{
    calendar::Calendar,
    employer::employer,
    person::{official, worker},
};

const KINDS: [(&str, usize); 4] = [("1", 44), ("2", 26), ("3", 14), ("4", 16)];
const PROBLEMS: [(&str, &str); 4] = [
    ("工资支付周期不合规（演示）", "按月足额支付，建立台账（演示）"),
    ("未依法签订书面劳动合同（演示）", "一个月内补签（演示）"),
    ("规章制度未经民主程序（演示）", "履行民主程序后公示（演示）"),
    ("加班工资计算基数偏低（演示）", "按合同约定重新核算（演示）"),
];

pub(super) fn fill(case: &Case<'_>, calendar: &Calendar, row: &mut Row) {
    let (chance, town, course) = (case.chance, case.town, case.course);
    let (matter, of) = case.about.clone().unwrap_or_else(|| (case.matter("R"), chance));
    let firm = employer(town, of, false);
    let person = worker(town, chance, 1);
    let kind = chance.weighed("kind", &KINDS);
    let (problem, asks) = chance.one_of("problem", &PROBLEMS);
    row.set("paper_no", case.number("建"));
    row.set("matter", matter);
    row.set("kind", kind);
    row.set("issuer", format!("{}示例{}", town.name, if kind == "1" { "仲裁院" } else { "联合工作组" }));
    row.set("addressee", firm.name);
    row.set("addressee_code", firm.code);
    row.set("employer_type", firm.kind);
    row.set("industry", firm.industry);
    row.set("problem", problem);
    row.set("asks", asks);
    row.event("issued", course.came);
    row.date("reply_due", course.due);
    row.yes("with_union", matches!(kind, "2" | "3"));
    row.yes("third_party", false);
    row.set("handler", official(town, "paper", chance, 5));
    row.set("contact", person.name);
    row.set("phone", person.telephone);
    let Some(closed) = row.course.closed else { return };
    row.event("replied", closed);
    let adopted = if course.good { "1" } else { chance.weighed("adopted", &[("2", 78), ("3", 22)]) };
    row.set("adopted", adopted);
    row.set("reply", "已收悉，整改情况见附件（演示）");
    if adopted != "3" {
        row.event("done_on", calendar.after(closed, 5));
    }
}
