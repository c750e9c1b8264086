//! The free-text scanner: finds ID numbers, telephones and bank cards however they are typed (DOMAIN §6.3).

use crate::{
    check::id_number_fault,
    sheet::fold::{fold, half_width},
    text::Text,
};

/// What kind of text is scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// Words: every pattern counts.
    FreeText,
    /// An identifier such as a case number: long digit runs are usual, so only what a check digit proves to be
    /// an ID number, or a cell that is nothing but a mobile number.
    Identifier,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonalData {
    /// 身份证号, 18 or 15 digits.
    IdNumber,
    /// 手机号.
    Telephone,
    /// 银行卡号.
    BankCard,
}

impl PersonalData {
    /// The words for it.
    pub fn title(self) -> Text {
        match self {
            Self::IdNumber => Text::new("身份证号", "an ID number"),
            Self::Telephone => Text::new("手机号", "a mobile number"),
            Self::BankCard => Text::new("银行卡号", "a bank card number"),
        }
    }
}

/// How numbers are grouped when people part them: telephones, old ID numbers, bank cards.
const GROUPINGS: [&[usize]; 9] = [
    &[3, 4, 4],
    &[3, 8],
    &[7, 4],
    &[6, 6, 3],
    &[4, 4, 4, 4],
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 3],
    &[6, 13],
];

/// The first piece of personal data in a text. Full-width digits count as digits, and blanks, hyphens, dots, brackets
/// and line breaks between digits do not part a number.
pub fn personal_data(text: &str, scan: Scan) -> Option<PersonalData> {
    let runs = digit_runs(text);
    runs.iter().find_map(|run| {
        let whole = runs.len() == 1 && run.alone;
        let id = run.windows(18).any(|part| id_number_fault(part).is_none());
        id.then_some(PersonalData::IdNumber).or_else(|| match scan {
            Scan::Identifier => (whole && is_mobile(&run.digits)).then_some(PersonalData::Telephone),
            Scan::FreeText => run.candidates().find_map(kind),
        })
    })
}

/// The parts of a cell that names persons, as [`mentions`] looks for them; `person` says that the column holds names
/// and nothing else, so that several in one cell are taken apart.
pub fn names(cell: &str, person: bool) -> Vec<String> {
    let parts: Vec<&str> = match person {
        true => cell.split(['、', ',', '，', ';', '；', '/', '|', '\n']).collect(),
        false => vec![cell],
    };
    let words = |part: &&str| match person {
        true => part.split_whitespace().map(fold).collect(),
        false => Vec::new(),
    };
    let pieces: Vec<String> = parts.iter().flat_map(words).collect();
    let mut names: Vec<String> = parts.iter().map(|part| fold(part)).chain(pieces).collect();
    names.retain(|name| name.chars().count() >= 2);
    names.dedup();
    names
}

/// Whether a text mentions one of these [`names`], however it is spaced.
pub fn mentions<'a>(text: &str, names: impl IntoIterator<Item = &'a String>) -> bool {
    let mut names = names.into_iter().peekable();
    names.peek().is_some() && {
        let text = fold(text);
        names.any(|name| text.contains(name.as_str()))
    }
}

/// A run of digits (an `X` may end it), how it is grouped, and whether nothing else stands in the text.
struct Run {
    digits: String,
    groups: Vec<usize>,
    alone: bool,
}

impl Run {
    fn windows(&self, length: usize) -> impl Iterator<Item = &str> {
        (0..self.digits.len().saturating_sub(length - 1))
            .filter_map(move |start| self.digits.get(start..start + length))
    }

    /// What may be one number: the run as a whole, each group, and groups that together are parted as people part one.
    fn candidates(&self) -> impl Iterator<Item = &str> {
        let grouped = self.groups.iter().enumerate().flat_map(move |(at, length)| {
            let start: usize = self.groups.iter().take(at).sum();
            let rest = self.groups.get(at..).unwrap_or_default();
            let together = GROUPINGS.iter().filter(|groups| rest.starts_with(groups));
            let lengths = together.map(|groups| groups.iter().sum()).chain([*length]);
            lengths.filter_map(move |length: usize| self.digits.get(start..start + length))
        });
        std::iter::once(self.digits.as_str()).chain(grouped)
    }
}

fn digit_runs(text: &str) -> Vec<Run> {
    let (mut runs, mut other) = (Vec::new(), false);
    let (mut digits, mut groups, mut gap) = (String::new(), Vec::new(), 0);
    let mut finish = |digits: &mut String, groups: &mut Vec<usize>| {
        let (digits, groups) = (std::mem::take(digits), std::mem::take(groups));
        if digits.len() >= 11 {
            runs.push((digits, groups));
        }
    };
    for c in text.chars() {
        match half_width(c) {
            digit @ '0'..='9' => {
                match groups.last_mut() {
                    Some(last) if gap == 0 => *last += 1,
                    _ => groups.push(1),
                }
                digits.push(digit);
                gap = 0;
            }
            'x' | 'X' if digits.len() >= 17 => {
                digits.push('X');
                finish(&mut digits, &mut groups);
            }
            mark if is_between(mark) && !digits.is_empty() && gap < 3 => gap += 1,
            _ => {
                other = true;
                finish(&mut digits, &mut groups);
                gap = 0;
            }
        }
    }
    finish(&mut digits, &mut groups);
    runs.into_iter().map(|(digits, groups)| Run { digits, groups, alone: !other }).collect()
}

/// What people put between the digits of one number.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | '\u{200b}' | '—' | '–' | '·' | '_' | '(' | ')')
}

/// What digits are that stand as one number in free text.
fn kind(digits: &str) -> Option<PersonalData> {
    let national = digits.trim_start_matches("0086").trim_start_matches("86");
    if digits.len() == 15 && is_old_id(digits) {
        Some(PersonalData::IdNumber)
    } else if is_mobile(digits) || is_mobile(national) {
        Some(PersonalData::Telephone)
    } else {
        ((16..=19).contains(&digits.len()) && luhn(digits)).then_some(PersonalData::BankCard)
    }
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11
        && digits.starts_with('1')
        && digits.as_bytes().get(1).is_some_and(|second| (b'3'..=b'9').contains(second))
}

/// Six digits of a division, then yymmdd, then three.
fn is_old_id(digits: &str) -> bool {
    let part =
        |from: usize| digits.get(from..from + 2).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let province = part(0);
    (11..=82).contains(&province) && (1..=12).contains(&part(8)) && (1..=31).contains(&part(10))
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|byte| u32::from(byte.wrapping_sub(b'0')))
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_numbers_however_they_are_typed() {
        use PersonalData::{BankCard, IdNumber, Telephone};
        for (text, wanted) in [
            ("张某 510104199001011230 欠薪", IdNumber),
            ("５１０１０４１９９００１０１１２３０", IdNumber),
            ("510104 19900101 1230", IdNumber),
            ("5101-0419-9001-0112-30", IdNumber),
            ("身份证130503670401001", IdNumber),
            ("电话138 1234 5678", Telephone),
            ("＋86-138-1234-5678", Telephone),
            ("(138)1234-5678", Telephone),
            ("１３８\u{3000}１２３４\u{3000}５６７８", Telephone),
            ("138\n12345678", Telephone),
            ("0086 13812345678", Telephone),
            ("13812345678 13912345678", Telephone),
            ("2025-07-03 138-1234-5678", Telephone),
            ("130503 670401 001", IdNumber),
            ("１３０５０３６７０４０１００１", IdNumber),
            ("工号20250701 130503670401001", IdNumber),
            ("卡号6222 0212 3456 7890 128", BankCard),
        ] {
            let found = personal_data(text, Scan::FreeText);
            if wanted == BankCard {
                assert_eq!(found.is_some(), luhn("6222021234567890128"), "{text}");
            } else {
                assert_eq!(found, Some(wanted), "{text}");
            }
        }
        assert_eq!(personal_data("6222021234567894", Scan::FreeText).is_some(), luhn("6222021234567894"));
    }

    #[test]
    fn leaves_ordinary_text_alone() {
        for text in [
            "云东劳人仲案〔2025〕123号",
            "欠薪312.6万元，涉及68人",
            "2025-07-03至2025-09-30",
            "2025-07-03 2025-09-03",
            "1. 138件 2. 1234件",
            "工资3,800元(2025.1-2025.6)",
            "01-RC-20467",
            "",
        ] {
            assert_eq!(personal_data(text, Scan::FreeText), None, "{text}");
        }
        assert_eq!(personal_data("XS202507031234567", Scan::Identifier), None);
        assert_eq!(personal_data("510104199001011230", Scan::Identifier), Some(PersonalData::IdNumber));
        assert_eq!(personal_data("13812345678", Scan::Identifier), Some(PersonalData::Telephone));
    }

    #[test]
    fn names_are_found_however_they_are_spaced_and_joined() {
        for (cell, person, text, found) in [
            ("王小芳", true, "王 小芳反映", true),
            ("张　三", true, "张三反映", true),
            ("王小芳、李大海", true, "李大海反映", true),
            ("王小芳 李大海", true, "李大海反映", true),
            ("王小芳", true, "王芳反映", false),
            ("王", true, "王某反映", false),
            ("西城家属院3号，东门", false, "东门外用工", false),
            ("西城家属院3号", false, "住西城家属院 3 号", true),
            ("", true, "", false),
        ] {
            assert_eq!(mentions(text, &names(cell, person)), found, "{cell} {text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_scanned_without_panic(text in "\\PC*") {
            let _ = personal_data(&text, Scan::FreeText);
        }

        #[test]
        fn a_spaced_id_number_is_found(gaps in proptest::collection::vec(0_usize..3, 17)) {
            let mut text = String::new();
            for (digit, gap) in "510104199001011230".chars().zip(gaps.into_iter().chain([0])) {
                text.push(digit);
                text.extend(std::iter::repeat_n(' ', gap));
            }
            prop_assert_eq!(personal_data(&text, Scan::FreeText), Some(PersonalData::IdNumber));
        }
    }
}
