//! What two texts have in common when people write the same heading in different ways.

use super::book::is_space;

/// The half-width form of a full-width letter, digit or mark; every other character stays.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        '￥' => '¥',
        _ => c,
    }
}

/// A text as it is compared: half-width, without any white space or line break, ASCII in lower case, and with round
/// brackets for every kind.
pub fn fold(text: &str) -> String {
    text.chars().filter(|c| !is_space(*c)).map(|c| round(half_width(c)).to_ascii_lowercase()).collect()
}

/// The names in a cell, however they are parted.
pub fn names(cell: &str) -> Vec<String> {
    let parts = cell.split(['、', ',', '，', ';', '；', '/', '\n']).map(fold);
    parts.filter(|name| !name.is_empty()).collect()
}

fn round(bracket: char) -> char {
    match bracket {
        '[' | '【' | '〔' | '〖' => '(',
        ']' | '】' | '〕' | '〗' => ')',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_space_and_case_do_not_count() {
        assert_eq!(fold(" 涉案金额\r\n（万元）\u{3000}"), "涉案金额(万元)");
        assert_eq!(fold("ＵＳＣＣ 代码"), fold("uscc代码"));
        assert_eq!(fold("案\u{200b} 号【全称】："), "案号(全称):");
    }
}
