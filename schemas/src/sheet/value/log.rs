//! Logs: lines that begin with a day. Every line is read, or the cell is refused with the first that is not.

use chrono::{Datelike, NaiveDate};

use super::date::YEARS;
use super::written::Rest;
use super::{Unreadable, text};
use crate::sheet::book::{RawCell, is_space};
use crate::sheet::fold::half_width;
use crate::text::Text;

/// Marks that part a day from what was done on it.
const PARTING: [char; 5] = [':', '：', ',', '，', '、'];

/// Reads lines such as `2025-07-03 约谈单位负责人（示例甲）`, whatever way the day is written: by day, those of one day in their
/// order, each as its day, a blank and its words. Who wrote a line is part of its words.
///
/// # Errors
/// [`Unreadable`] with the number of the first line that does not begin with a day or says nothing.
pub fn log(cell: &RawCell) -> Result<Option<String>, Unreadable> {
    let Some(cells) = text(cell)? else { return Ok(None) };
    let mut entries = Vec::new();
    let written = (1_usize..).zip(cells.split(['\n', '\r'])).filter(|(_, one)| !one.chars().all(is_space));
    for (number, one) in written {
        entries.push(entry(one).ok_or_else(|| {
            let expected = Text::new(
                "以日期开头的记录，一行一次，如“2025-07-03 约谈负责人（记录人）”；第{n}行不是",
                "a line for each time, beginning with its day, such as “2025-07-03 Talk with the manager (name)”; line {n} is none",
            );
            Unreadable::new(expected.fill(&[("n", &number)]), cell)
        })?);
    }
    entries.sort_by_key(|(day, _)| *day);
    let lines: Vec<String> = entries.iter().map(|(day, words)| format!("{day} {words}")).collect();
    Ok(Some(lines.join("\n")).filter(|log| !log.is_empty()))
}

fn entry(line: &str) -> Option<(NaiveDate, String)> {
    let line = line.trim_matches(is_space);
    let narrow: String = line.chars().map(half_width).collect();
    let mut rest = Rest(&narrow);
    let day = rest.compact_day().or_else(|| rest.day()).filter(|day| YEARS.contains(&day.year()))?;
    let read = narrow.chars().count() - rest.0.chars().count();
    let words: String = line.chars().skip(read).collect();
    let words = words.trim_start_matches(|c| is_space(c) || PARTING.contains(&c));
    (!words.is_empty()).then(|| (day, words.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str) -> Result<Option<String>, Unreadable> {
        log(&RawCell::Text(cell.into()))
    }

    #[test]
    fn lines_are_put_in_order_by_day_and_written_in_one_way() {
        let cell =
            "2025年8月1日约谈单位负责人（示例甲）\r\n\n２０２５-７-3：电话跟进（示例乙）\n20250801 发放工资";
        let canonical =
            "2025-07-03 电话跟进（示例乙）\n2025-08-01 约谈单位负责人（示例甲）\n2025-08-01 发放工资";
        assert_eq!(read(cell), Ok(Some(canonical.into())));
        assert_eq!(read(canonical), Ok(Some(canonical.into())), "reading it again changes nothing");
        assert_eq!(read("  "), Ok(None));
        assert_eq!(read("2025-07-03 09:30 到场"), Ok(Some("2025-07-03 09:30 到场".into())));
    }

    #[test]
    fn a_line_without_a_day_or_words_is_named_by_its_number() {
        for (cell, line) in [
            ("约谈负责人", 1),
            ("2025-07-03 约谈\n次日发放工资", 2),
            ("2025-07-03 约谈\n\n2025-13-01 发放", 3),
            ("2025-07-03", 1),
            ("2025-07-03：", 1),
            ("3. 2025-07-03 约谈", 1),
            ("7月3日 约谈", 1),
        ] {
            let refused = read(cell).unwrap_err();
            assert!(
                refused.expected.zh.ends_with(&format!("；第{line}行不是")),
                "{cell}: {}",
                refused.expected.zh
            );
            assert!(refused.expected.en.ends_with(&format!("; line {line} is none")), "{cell}");
        }
        assert!(log(&RawCell::Number(45_000.0)).is_err());
    }
}
