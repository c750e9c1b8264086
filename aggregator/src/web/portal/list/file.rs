//! A list as a file that is taken away: commas between cells, a mark by which a Chinese Excel knows the letters, no cell that a
//! spreadsheet would run, and on every line that the figures are invented where they are.

use actix_web::{HttpResponse, http::header};
use schemas::{
    problem::Problem,
    text::{Lang, Text},
};

use crate::{
    app::Services,
    compile::rankings::MARK,
    error::AppError,
    figures,
    web::visitor::Visitor,
    words::{deadline as words, frame},
};

/// Most cases of a file.
pub const MOST: usize = 20_000;

/// How a file is written: in which language, and whether its figures are invented, as each line of it says then.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// Its language.
    pub lang: Lang,
    /// Whether its figures are invented.
    pub demonstration: bool,
}

impl Stamp {
    /// For a reader of this city.
    pub fn of(services: &Services, visitor: &Visitor) -> Self {
        Self { lang: visitor.lang, demonstration: services.campaign.demonstration }
    }

    /// A file with these headings.
    fn begin<'a>(self, headings: impl Iterator<Item = &'a str>) -> Result<Writer, csv::Error> {
        let csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.into());
        let said = |text: Text| self.demonstration.then(|| text.get(self.lang).to_owned());
        let mut file = Writer { csv, last: said(words::NATURE) };
        file.line(headings)?;
        file.last = said(frame::DEMONSTRATION);
        Ok(file)
    }
}

/// A file being written.
struct Writer {
    csv: csv::Writer<Vec<u8>>,
    /// What each line ends with.
    last: Option<String>,
}

impl Writer {
    fn line<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Result<(), csv::Error> {
        for cell in cells {
            self.csv.write_field(cell)?;
        }
        if let Some(last) = &self.last {
            self.csv.write_field(last)?;
        }
        self.csv.write_record(None::<&[u8]>)
    }

    fn end(self) -> Result<Vec<u8>, csv::Error> {
        self.csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))
    }
}

/// Money in a file, in the unit of the language and without marks between thousands.
pub fn money(fen: i64, lang: Lang) -> String {
    figures::money_alone(fen, lang).replace(',', "")
}

/// The file: UTF-8 with the mark by which a Chinese Excel knows it, and how many more there are where it is full.
///
/// # Errors
/// None that is known: it is written into memory.
pub fn file<const COLUMNS: usize>(
    headings: &[Text; COLUMNS],
    records: impl ExactSizeIterator<Item = [String; COLUMNS]>,
    stamp: Stamp,
) -> Result<Vec<u8>, csv::Error> {
    let beyond = records.len().saturating_sub(MOST);
    file_of(headings, records.take(MOST), beyond, stamp)
}

/// The same of some of the records, so many of which are left out.
///
/// # Errors
/// None that is known: it is written into memory.
pub fn file_of<const COLUMNS: usize>(
    headings: &[Text; COLUMNS],
    records: impl Iterator<Item = [String; COLUMNS]>,
    more: usize,
    stamp: Stamp,
) -> Result<Vec<u8>, csv::Error> {
    let mut file = stamp.begin(headings.iter().map(|heading| heading.get(stamp.lang)))?;
    for record in records {
        file.line(record.iter().map(String::as_str))?;
    }
    if more > 0 {
        let more = words::MORE.fill(&[("n", &more)]);
        let empty = std::iter::repeat_n("", COLUMNS - 1);
        file.line(empty.chain([more.get(stamp.lang)]))?;
    }
    file.end()
}

/// The same of lines that are as long as their headings, however many those are.
///
/// # Errors
/// None that is known: it is written into memory.
pub fn annex<'a>(
    headings: &[&str],
    records: impl Iterator<Item = Vec<&'a str>>,
    stamp: Stamp,
) -> Result<Vec<u8>, csv::Error> {
    let mut file = stamp.begin(headings.iter().copied())?;
    for record in records {
        file.line(record.into_iter())?;
    }
    file.end()
}

/// The file as an answer, under a name.
///
/// # Errors
/// [`Problem::Internal`] if it could not be written.
pub fn answer(name: &str, file: Result<Vec<u8>, csv::Error>) -> Result<HttpResponse, AppError> {
    let text = file.map_err(|_| AppError::from(Problem::Internal))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")))
        .body(text))
}

/// A text that a spreadsheet would take for a formula gets an apostrophe.
pub fn plain(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_file_of_invented_figures_says_so() {
        let of = |demonstration: bool| {
            let (headings, stamp) =
                ([Text::same("a"), Text::same("b")], Stamp { lang: Lang::Zh, demonstration });
            let lines = [["1", "2"], ["3", "4"]].map(|line| line.map(str::to_owned));
            String::from_utf8(file_of(&headings, lines.into_iter(), 1, stamp).unwrap()).unwrap()
        };
        let (real, invented) = (of(false), of(true));
        assert_eq!(real, "\u{feff}a,b\r\n1,2\r\n3,4\r\n,另有1件未列出，请缩小范围\r\n");
        let expected =
            ["a,b,数据性质", "1,2,演示数据", "3,4,演示数据", ",另有1件未列出，请缩小范围,演示数据", ""];
        assert_eq!(invented.trim_start_matches('\u{feff}').split("\r\n").collect::<Vec<_>>(), expected);
    }

    #[test]
    fn nothing_in_a_file_is_a_formula() {
        assert_eq!(["=1+1", "@a", "A1"].map(plain), ["'=1+1", "'@a", "A1"].map(str::to_owned));
    }
}
