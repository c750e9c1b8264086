//! What the name of a file says: whose it is, of which period, which form, and whether it is a nil return.
//!
//! Folders and file name are read together. A code counts where it stands as a word of its own (`519981_L3_2025Q3`);
//! the name of a bureau and the title of a period where they are found (`清溪县 仲裁台账 2025年第三季度`).

use std::collections::BTreeSet;

use schemas::{
    bureau::{Bureau, BureauCode},
    definition::Definitions,
    period::Period,
    sheet::fold::{fold, half_width},
};

/// What can be named.
#[derive(Clone, Debug)]
pub struct Names {
    bureaus: Vec<(BureauCode, Vec<String>)>,
    forms: Vec<String>,
    periods: Vec<(Period, Vec<String>)>,
}

/// What a name says; more than one of a kind is for a person to settle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Bureaus.
    pub bureaus: BTreeSet<BureauCode>,
    /// Periods.
    pub periods: BTreeSet<Period>,
    /// Codes of forms.
    pub forms: BTreeSet<String>,
    /// What kind of file it says it is.
    pub kind: Kind,
}

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A ledger.
    #[default]
    Ledger,
    /// 零报告.
    Nil,
    /// Reasons for findings (问题说明).
    Reasons,
    /// What a desktop leaves behind: a lock, a thumbnail, a hidden file.
    Litter,
}

/// Years before and after the one asked for whose periods are known by name.
const YEARS: usize = 3;

impl Names {
    /// The bureaus that are ranked, every form, and the periods around the one asked for.
    pub fn new(bureaus: &[Bureau], definitions: &Definitions, period: Period) -> Self {
        let names = |bureau: &Bureau| {
            let names = [&bureau.name.zh, &bureau.name.en].map(|name| fold(name));
            names.into_iter().filter(|name| name.chars().count() > 1).collect()
        };
        let around = |next: fn(&Period) -> Option<Period>| {
            let last = match period {
                Period::Day(_) => 366 * YEARS,
                Period::Week(_) => 53 * YEARS,
                Period::Month(_) => 12 * YEARS,
                Period::Quarter(_) => 4 * YEARS,
                Period::Phase(..) => 0,
            };
            std::iter::successors(Some(period), next).take(last + 1)
        };
        let periods: BTreeSet<Period> =
            around(|period| period.previous()).chain(around(|period| period.next())).collect();
        Self {
            bureaus: bureaus.iter().map(|bureau| (bureau.code.clone(), names(bureau))).collect(),
            forms: definitions.forms().map(|form| form.form.clone()).collect(),
            periods: periods.into_iter().map(|period| (period, spellings(period))).collect(),
        }
    }

    /// What the path of a file, parts separated by `/`, says.
    pub fn read(&self, path: &str) -> Named {
        let mut named = Named { kind: kind(path), ..Named::default() };
        for part in path.split('/') {
            let folded = fold(part);
            let words: Vec<String> = words(part);
            let found: Vec<(&BureauCode, &str)> = self
                .bureaus
                .iter()
                .flat_map(|(code, names)| {
                    let names = names.iter().filter(|name| folded.contains(name.as_str()));
                    names.map(move |name| (code, name.as_str()))
                })
                .collect();
            // 东湖高新区 names one bureau, though 高新区 stands in it too.
            let within =
                |name: &str| found.iter().any(|(_, other)| other.len() > name.len() && other.contains(name));
            let whole = found.iter().filter(|(_, name)| !within(name)).map(|(code, _)| *code);
            let coded = self
                .bureaus
                .iter()
                .map(|(code, _)| code)
                .filter(|code| words.iter().any(|word| word == code.as_str()));
            named.bureaus.extend(whole.chain(coded).cloned());
            named.forms.extend(self.forms.iter().filter(|form| words.contains(form)).cloned());
            let closed = closed(part);
            let said = |spellings: &[String]| {
                let stands = |spelling: &String| stands_in(&closed, spelling) || words.contains(spelling);
                spellings.iter().any(stands)
            };
            named.periods.extend(
                self.periods.iter().filter(|(_, spellings)| said(spellings)).map(|(period, _)| *period),
            );
        }
        named
    }
}

fn kind(path: &str) -> Kind {
    let file = path.rsplit('/').next().unwrap_or(path);
    let is = |words: &[&str]| words.iter().any(|word| file.contains(word));
    let coded = words(file);
    let is_word = |word: &str| coded.iter().any(|coded| coded == word);
    if file.starts_with('.') || file.starts_with("~$") || is(&["Thumbs.db", "desktop.ini"]) {
        Kind::Litter
    } else if is(&["零报告"]) || is_word("NIL") {
        Kind::Nil
    } else if is(&["问题说明"]) || is_word("REASONS") {
        Kind::Reasons
    } else {
        Kind::Ledger
    }
}

/// The runs of letters and digits in a name, in capitals.
fn words(part: &str) -> Vec<String> {
    let half: String = part.chars().map(half_width).collect();
    let words = half.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_uppercase).collect()
}

/// The name in half width and small letters, with the spaces between numbers and words but none beside hanzi: 519981
/// 2025 年 第三季度 holds 2025年第三季度, and no long number.
fn closed(part: &str) -> String {
    let half: String = part.chars().map(half_width).collect::<String>().to_lowercase();
    let mut closed = String::with_capacity(half.len());
    for word in half.split_whitespace() {
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
        if ascii(closed.chars().next_back()) && ascii(word.chars().next()) {
            closed.push(' ');
        }
        closed.push_str(word);
    }
    closed
}

/// How people write a period, folded; the code as a word stands first.
fn spellings(period: Period) -> Vec<String> {
    let code = period.to_string();
    let title = fold(&period.title().zh);
    let mut all = vec![code.to_ascii_uppercase(), title.clone(), title.replace('年', "")];
    match period {
        Period::Quarter(first) => {
            let (year, code) = (first.format("%Y"), code.as_str());
            let number = code.rsplit('Q').next().unwrap_or_default();
            all.extend([
                title.replace('第', ""),
                format!("{year}年第{number}季度"),
                format!("{year}年{number}季度"),
                format!("{year}-q{number}"),
                format!("{year}q{number}"),
            ]);
        }
        Period::Month(first) => {
            all.extend(["%Y%m", "%Y年%m月", "%Y-%m", "%Y.%m"].map(|form| first.format(form).to_string()))
        }
        Period::Day(day) => all.extend(["%Y%m%d", "%Y-%m-%d"].map(|form| day.format(form).to_string())),
        Period::Week(_) | Period::Phase(..) => all.push(code.to_ascii_lowercase()),
    }
    all
}

/// Whether a spelling stands in a text without a digit before or behind it.
fn stands_in(text: &str, spelling: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    text.match_indices(spelling).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let behind = text.get(at + found.len()..).and_then(|behind| behind.chars().next());
        !digit(before) && !digit(behind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::place;

    fn names(period: &str) -> Names {
        let bureaus: Vec<Bureau> =
            place::bureaus().into_iter().filter(|bureau| bureau.code.as_str() != place::CITY).collect();
        Names::new(&bureaus, &Definitions::builtin().unwrap(), period.parse().unwrap())
    }

    fn said(names: &Names, path: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let named = names.read(path);
        (
            named.bureaus.iter().map(ToString::to_string).collect(),
            named.forms.into_iter().collect(),
            named.periods.iter().map(ToString::to_string).collect(),
        )
    }

    #[test]
    fn names_are_read_as_people_write_them() {
        let names = names("2025Q3");
        for (path, bureau, form, period) in [
            ("519981/L3.xlsx", "519981", "L3", ""),
            ("519981_L3_2025Q3.xlsx", "519981", "L3", "2025Q3"),
            ("清溪县 仲裁台账 2025Q3.xlsx", "519921", "", "2025Q3"),
            ("2025年第三季度/云江高新区/l3.csv", "519900Z01", "L3", "2025Q3"),
            ("2025年二季度/Hekou City/调解.xls", "519981", "", "2025Q2"),
            ("519981 2025年第三季度.xlsx", "519981", "", "2025Q3"),
            ("519981 2025 年 第三季度.xlsx", "519981", "", "2025Q3"),
            ("２０２５年第２季度－东湖区．xlsx", "519901", "", "2025Q2"),
            ("云江市 枣林市人社局 2024-Q4 L5 台账.ods", "519982", "L5", "2024Q4"),
        ] {
            let list = |text: &str| if text.is_empty() { vec![] } else { vec![text.to_owned()] };
            assert_eq!(said(&names, path), (list(bureau), list(form), list(period)), "{path}");
        }
    }

    #[test]
    fn what_is_said_twice_is_left_to_a_person() {
        let names = names("2025Q3");
        assert_eq!(said(&names, "519901/西岭区 L3.xlsx").0, ["519901", "519902"]);
        assert_eq!(said(&names, "2025Q2/519901_L3_2025Q3.xlsx").2, ["2025Q2", "2025Q3"]);
        assert_eq!(said(&names, "台账（最终版）.xlsx").0, [""; 0]);
        assert_eq!(said(&names, "5199011_L31.xlsx"), (vec![], vec![], vec![]));
    }

    #[test]
    fn months_are_not_mistaken_for_their_neighbours() {
        let names = names("2025-11");
        assert_eq!(said(&names, "519901 2025年11月.csv").2, ["2025-11"]);
        assert_eq!(said(&names, "519901 2025年1月.csv").2, ["2025-01"]);
        assert_eq!(said(&names, "519901_202501.csv").2, ["2025-01"]);
        assert_eq!(said(&names, "519901_20250112.csv").2, [""; 0]);
    }

    #[test]
    fn kinds_are_told_by_the_file_alone() {
        for (path, wanted) in [
            ("保安县零报告.txt", Kind::Nil),
            ("519923_L3_nil.csv", Kind::Nil),
            ("零报告/519923.xlsx", Kind::Ledger),
            ("519981_问题说明.csv", Kind::Reasons),
            ("~$519981.xlsx", Kind::Litter),
            (".DS_Store", Kind::Litter),
            ("Vanilla.csv", Kind::Ledger),
        ] {
            assert_eq!(kind(path), wanted, "{path}");
        }
    }
}
