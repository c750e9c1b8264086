//! The free-text scanner: finds ID numbers, telephones and bank cards however they are typed (DOMAIN §6.3).

use crate::{check::id_number_fault, sheet::fold::half_width, text::Text};

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

/// The first piece of personal data in a text. Full-width digits count as digits, and blanks, hyphens and
/// dots between digits do not part a number.
pub fn personal_data(text: &str, scan: Scan) -> Option<PersonalData> {
    let runs = digit_runs(text);
    runs.iter().find_map(|run| {
        let whole = runs.len() == 1 && run.alone;
        run.windows(18).any(|part| id_number_fault(part).is_none()).then_some(PersonalData::IdNumber).or_else(
            || match scan {
                Scan::Identifier => (whole && is_mobile(&run.digits)).then_some(PersonalData::Telephone),
                Scan::FreeText => None
                    .or_else(|| {
                        (run.digits.len() == 15 && is_old_id(&run.digits)).then_some(PersonalData::IdNumber)
                    })
                    .or_else(|| {
                        is_mobile(run.digits.trim_start_matches("86").trim_start_matches("0086"))
                            .then_some(PersonalData::Telephone)
                    })
                    .or_else(|| {
                        (16..=19)
                            .contains(&run.digits.len())
                            .then(|| luhn(&run.digits))
                            .filter(|card| *card)
                            .map(|_| PersonalData::BankCard)
                    }),
            },
        )
    })
}

/// A run of digits (an `X` may end it) and whether nothing else stands in the text.
struct Run {
    digits: String,
    alone: bool,
}

impl Run {
    fn windows(&self, length: usize) -> impl Iterator<Item = &str> {
        (0..self.digits.len().saturating_sub(length - 1))
            .filter_map(move |start| self.digits.get(start..start + length))
    }
}

fn digit_runs(text: &str) -> Vec<Run> {
    let (mut runs, mut run, mut gap, mut other) = (Vec::new(), String::new(), 0, false);
    let mut finish = |run: &mut String| {
        if run.len() >= 11 {
            runs.push(std::mem::take(run));
        }
        run.clear();
    };
    for c in text.chars() {
        match half_width(c) {
            digit @ '0'..='9' => {
                run.push(digit);
                gap = 0;
            }
            'x' | 'X' if run.len() >= 17 => {
                run.push('X');
                finish(&mut run);
            }
            ' ' | '-' | '.' | '\u{a0}' | '\u{200b}' | '—' | '·' | '_' | '\t'
                if !run.is_empty() && gap < 3 =>
            {
                gap += 1
            }
            _ => {
                other = true;
                finish(&mut run);
            }
        }
    }
    finish(&mut run);
    runs.into_iter().map(|digits| Run { digits, alone: !other }).collect()
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
            "01-RC-20467",
            "",
        ] {
            assert_eq!(personal_data(text, Scan::FreeText), None, "{text}");
        }
        assert_eq!(personal_data("XS202507031234567", Scan::Identifier), None);
        assert_eq!(personal_data("510104199001011230", Scan::Identifier), Some(PersonalData::IdNumber));
        assert_eq!(personal_data("13812345678", Scan::Identifier), Some(PersonalData::Telephone));
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
