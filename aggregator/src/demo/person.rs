//! People of the ledgers, all called 示例. What they are is class P0 and stays in a node.

use chrono::{Days, NaiveDate};

use super::{
    calendar::day,
    chance::Chance,
    place::{Home, Town},
};

const SURNAMES: [&str; 24] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "谢",
];
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
const STREETS: [&str; 8] = ["示例路", "示范街", "样本巷", "演示大道", "试点路", "样例街", "模拟路", "范例巷"];
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// A worker.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) gender: &'static str,
    pub(super) id_number: String,
    pub(super) telephone: String,
    pub(super) address: String,
}

/// The worker of a case, or the first of `persons`.
pub(super) fn worker(town: &Town, chance: Chance, persons: usize) -> Person {
    let surname = chance.one_of("surname", &SURNAMES);
    let stem = chance.one_of("stem", &STEMS);
    let others = if persons > 1 { format!("等{persons}人") } else { String::new() };
    let female = chance.hits("gender", 42);
    let born = day((1965, 1, 1)) + Days::new(u64::try_from(chance.draw("born", 14_600)).unwrap_or(0));
    let telephone = chance.draw("telephone", 1_000_000);
    let house = chance.draw("house", 300) + 1;
    Person {
        name: format!("{surname}示例{stem}{others}"),
        gender: if female { "女" } else { "男" },
        id_number: id_number(town.home, born, 2 * chance.draw("sequence", 450) + usize::from(!female)),
        // No network of the country begins with 123.
        telephone: format!("12300{telephone:06}"),
        address: format!("{}{}{}{house}号", town.home.name, town.name, chance.one_of("street", &STREETS)),
    }
}

/// An official: one of the first `n` of a bureau and an office. Never a worker's name.
pub(super) fn official(town: &Town, office: &str, chance: Chance, n: usize) -> String {
    let at = chance.draw("official", n);
    let surname = Chance::of(&[town.code, office, &at.to_string()]).one_of("surname", &SURNAMES);
    format!("{surname}示例{at:02}", at = at + 1)
}

/// An ID number of a division that does not exist, with the check digit of GB 11643.
fn id_number(home: &Home, born: NaiveDate, sequence: usize) -> String {
    let body = format!("{}{}{:03}", home.code, born.format("%Y%m%d"), sequence % 1000);
    let sum: u32 = body.chars().filter_map(|digit| digit.to_digit(10)).zip(WEIGHTS).map(|(d, w)| d * w).sum();
    let check = "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap_or(0)).unwrap_or('0');
    format!("{body}{check}")
}

#[cfg(test)]
mod tests {
    use schemas::check::id_number_fault;

    use super::*;
    use crate::demo::place::TOWNS;

    #[test]
    fn id_numbers_carry_their_check_digit() {
        for case in 0..200 {
            let person = worker(&TOWNS[0], Chance::of(&[&case.to_string()]), 1);
            assert_eq!(id_number_fault(&person.id_number), None, "{}", person.id_number);
        }
    }
}
