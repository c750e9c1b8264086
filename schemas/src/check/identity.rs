//! Check digits: 统一社会信用代码 (GB 32100-2015) and 居民身份证 (GB 11643), DOMAIN §6.2.

use chrono::NaiveDate;

use super::Findings;
use crate::{
    finding::{Finding, Severity},
    form::ColumnType,
    table::Table,
    text::Text,
};

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const USCC_WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ID_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// What is wrong with a 统一社会信用代码; `None` if it is right.
pub fn uscc_fault(code: &str) -> Option<Text> {
    let values: Option<Vec<usize>> =
        code.bytes().map(|byte| ALPHABET.iter().position(|letter| *letter == byte)).collect();
    let Some(values) = values.filter(|values| values.len() == 18) else {
        return Some(Text::new(
            "统一社会信用代码应为18位，不含I、O、S、V、Z",
            "A credit code has 18 characters, never I, O, S, V or Z",
        ));
    };
    let sum: usize = values.iter().zip(USCC_WEIGHTS).map(|(value, weight)| value * weight).sum();
    let wanted = (31 - sum % 31) % 31;
    (values.last() != Some(&wanted))
        .then(|| Text::new("统一社会信用代码校验位不符", "The check digit of the credit code does not fit"))
}

/// What is wrong with an 18-digit ID number; `None` if it is right.
pub fn id_number_fault(number: &str) -> Option<Text> {
    let digits: Vec<u32> = number.chars().take(17).filter_map(|c| c.to_digit(10)).collect();
    let last = number.chars().nth(17);
    if number.len() != 18 || digits.len() != 17 || !last.is_some_and(|c| c.is_ascii_digit() || c == 'X') {
        return Some(Text::new("身份证号应为18位", "An ID number has 18 characters"));
    }
    let born = number.get(6..14).and_then(|day| NaiveDate::parse_from_str(day, "%Y%m%d").ok());
    if born.is_none() {
        return Some(Text::new(
            "身份证号中的出生日期不存在",
            "The date of birth in the ID number does not exist",
        ));
    }
    let sum: u32 = digits.iter().zip(ID_WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let wanted = "10X98765432".chars().nth(sum as usize % 11);
    (last != wanted).then(|| Text::new("身份证号校验位不符", "The check digit of the ID number does not fit"))
}

pub(super) fn check(table: &Table, findings: &mut Findings<'_>) {
    for (index, column) in table.form().columns.iter().enumerate() {
        let fault: fn(&str) -> Option<Text> = match column.kind {
            ColumnType::Uscc => uscc_fault,
            ColumnType::IdNumber => id_number_fault,
            _ => continue,
        };
        for row in 0..table.len() {
            let Some(what) = table.text(row, index).and_then(fault) else { continue };
            let fix = Text::new(
                "对照证照核对后更正；没有代码的留空",
                "Correct it from the document; leave it empty if there is none",
            );
            let code = if column.kind == ColumnType::Uscc { "uscc" } else { "id-number" };
            findings.at(row, index, Finding::new(code, Severity::Block, what, fix));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_vectors_hold() {
        for code in ["91000000000000000K", "91310112MA1GB00A5Y", "91510104MA61DEM08W"] {
            assert_eq!(uscc_fault(code), None, "{code}");
        }
        for code in
            ["91000000000000000L", "91310112MA1GB00A6Y", "91310112MA1GB00A5", "I1310112MA1GB00A5Y", ""]
        {
            assert!(uscc_fault(code).is_some(), "{code}");
        }
        assert_eq!(id_number_fault("510104199001011230"), None);
        for number in
            ["510104199001011231", "510104199002301230", "51010419900101123", "51010419900101123Ｘ", ""]
        {
            assert!(id_number_fault(number).is_some(), "{number}");
        }
    }
}
