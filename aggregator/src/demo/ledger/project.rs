//! Rows of R2, the building projects with the four safeguards of their wages.

use chrono::{Days, NaiveDate};

use super::Row;
use crate::demo::{calendar::day, chance::Chance, employer::employer, person::worker, place::Town};

const SITES: [&str; 6] = ["滨江花园", "科创园", "实验学校", "安置小区", "物流园", "文化中心"];

/// The running projects of a bureau, as known at the end of a period.
pub(in crate::demo) fn rows(town: &Town, known: NaiveDate, projects: usize) -> Vec<Row> {
    (1..=projects).map(|number| one(town, known, number)).collect()
}

fn one(town: &Town, known: NaiveDate, number: usize) -> Row {
    let chance = Chance::of(&[town.code, "project", &number.to_string()]);
    let firm = employer(town, chance, true);
    let started = day((2020, 4, 1)) + Days::new(u64::try_from(chance.draw("started", 280)).unwrap_or(0));
    let inspected = known - Days::new(3 + u64::try_from(chance.draw("inspected", 60)).unwrap_or(0));
    let workers = 40 + chance.draw("workers", 260);
    let contract = 1_000_000 * (30 + chance.draw("contract", 400));
    let mut row = Row::known_at(known);
    row.set("project_no", format!("{}-G{number:02}", town.code));
    row.set("project", format!("{}示例{}项目{number}", town.name, chance.one_of("site", &SITES)));
    row.set("area", format!("{}示例社区", town.short));
    row.set("investment", chance.weighed("investment", &[("1", 24), ("2", 16), ("4", 40), ("5", 20)]));
    row.set("supervisor", chance.weighed("supervisor", &[("01", 72), ("02", 14), ("03", 8), ("08", 6)]));
    row.set("area_duty", format!("{}人民政府（演示）", town.name));
    row.set("developer", format!("{}示例建设投资有限公司", town.home.brand));
    row.set("contractor", firm.name);
    row.set("contractor_code", firm.code);
    row.count("subcontractors", 1 + chance.draw("subcontractors", 4));
    row.count("workers", workers);
    row.event("started", started);
    row.money("contract", contract);
    row.money("paid_in", contract / 100 * (30 + chance.draw("paid in", 50)));
    for safeguard in ["real_names", "wage_account", "by_contractor", "deposit"] {
        row.yes(safeguard, true);
    }
    row.count("registered", workers * (90 + chance.draw("registered", 11)) / 100);
    row.date("account_opened", started + Days::new(20));
    row.money("account_paid", workers * 42_000);
    row.date("paid_month", day((2021, 2, 28)));
    row.money("deposit_amount", contract / 100);
    row.set("deposit_kind", chance.weighed("deposit kind", &[("1", 20), ("2", 50), ("3", 30)]));
    row.yes("emergency", true);
    row.count("inspections", 1 + chance.draw("inspections", 3));
    row.event("inspected", inspected);
    let faulty = chance.hits("faulty", 18);
    row.set("checked", if faulty { "2" } else { "1" });
    if faulty {
        row.set("problem", "实名登记不全（演示）");
        row.date("fix_by", inspected + Days::new(20));
    }
    row.money("arrears", 0);
    row.set("rights_officer", worker(town, chance, 1).name);
    row.set("phone", worker(town, chance.named("officer"), 1).telephone);
    row
}
