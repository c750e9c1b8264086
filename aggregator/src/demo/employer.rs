//! Employers of the ledgers: 云江示例××有限公司 or as their place is called, with credit codes whose check character is right.

use super::{
    chance::Chance,
    place::{Home, Town},
};

/// Employers of a bureau; the first of them have more cases than the rest.
const EMPLOYERS: usize = 180;

const FIRST: [&str; 20] = [
    "安", "博", "诚", "达", "恒", "汇", "嘉", "金", "凯", "联", "明", "宁", "启", "瑞", "盛", "泰", "新",
    "兴", "远", "卓",
];
const SECOND: [&str; 20] = [
    "邦", "川", "德", "丰", "冠", "禾", "华", "江", "景", "康", "隆", "鹏", "荣", "森", "通", "伟", "翔",
    "耀", "裕", "源",
];
/// Industry, the word in a name, kind of employer, and weight.
const TRADES: [((&str, &str, &str), usize); 12] = [
    (("E47", "建筑工程", "12"), 17),
    (("E50", "建筑劳务", "12"), 14),
    (("C34", "机械制造", "13"), 8),
    (("C39", "电子科技", "20"), 9),
    (("C18", "服饰", "12"), 8),
    (("H62", "餐饮管理", "12"), 11),
    (("F52", "商贸", "12"), 10),
    (("G54", "物流", "13"), 8),
    (("O80", "家政服务", "12"), 4),
    (("K70", "物业服务", "13"), 5),
    (("I65", "软件", "12"), 3),
    (("L72", "人力资源", "94"), 3),
];
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// An employer.
pub(super) struct Employer {
    pub(super) name: String,
    pub(super) code: String,
    pub(super) kind: &'static str,
    pub(super) industry: &'static str,
}

/// The employer of a case; `building` asks for one of the building trade.
pub(super) fn employer(town: &Town, chance: Chance, building: bool) -> Employer {
    let mut draw = chance.named("employer");
    let at = draw.below(EMPLOYERS).min(draw.below(EMPLOYERS));
    let own =
        Chance::of(&[town.code, "employer", if building { "building" } else { "any" }, &at.to_string()]);
    let trades = if building { TRADES.get(..2).unwrap_or(&TRADES) } else { &TRADES };
    let (industry, word, kind) = own.weighed("trade", trades);
    let name = format!(
        "{}示例{}{}{}{word}有限公司",
        town.home.brand,
        town.short,
        own.one_of("first", &FIRST),
        own.one_of("second", &SECOND)
    );
    // The name decides the code, so that two employers of one name are one.
    Employer { code: credit_code(town.home, Chance::of(&[&name])), name, kind, industry }
}

/// A code of GB 32100: 91, a division that does not exist, nine characters of the organisation, check character.
fn credit_code(home: &Home, chance: Chance) -> String {
    let mut draw = chance.named("code");
    let organisation: String = (0..7).map(|_| letter(draw.below(ALPHABET.len()))).collect();
    let body = format!("91{}MA{organisation}", home.code);
    let sum: usize = body
        .bytes()
        .zip(WEIGHTS)
        .map(|(byte, weight)| ALPHABET.iter().position(|letter| *letter == byte).unwrap_or(0) * weight)
        .sum();
    format!("{body}{}", letter((31 - sum % 31) % 31))
}

fn letter(at: usize) -> char {
    char::from(ALPHABET.get(at).copied().unwrap_or(b'0'))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use schemas::check::uscc_fault;

    use super::*;
    use crate::demo::place::TOWNS;

    #[test]
    fn an_employer_has_one_valid_code() {
        let mut codes: BTreeMap<String, String> = BTreeMap::new();
        for case in 0..600 {
            let employer = employer(&TOWNS[case % 12], Chance::of(&[&case.to_string()]), case % 3 == 0);
            assert_eq!(uscc_fault(&employer.code), None, "{}", employer.code);
            let known = codes.entry(employer.name).or_insert_with(|| employer.code.clone());
            assert_eq!(*known, employer.code);
        }
        assert!(codes.len() > 300);
    }
}
