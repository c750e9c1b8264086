//! Lists of single cases, shown as a page and taken away as a file: of which bureaus, and the file.

use std::sync::Arc;

use actix_web::{HttpResponse, http::header};
use schemas::{
    bureau::{Bureau, BureauCode},
    period::Period,
    problem::Problem,
    text::{Lang, Text},
};

use crate::{
    app::Services,
    compile::rankings::MARK,
    error::AppError,
    figures,
    measure::cache::{self, Measured},
    web::visitor::Visitor,
    words::deadline as words,
};

/// Most cases of a file.
pub const MOST: usize = 20_000;

/// The ranked bureaus of a period that the reader sees.
///
/// # Errors
/// [`Problem::NotFound`] if the one that is asked for is none of them; the store's.
pub async fn in_scope(
    services: &Services,
    visitor: &Visitor,
    period: Period,
    asked: Option<&BureauCode>,
) -> Result<(Arc<Measured>, Vec<Bureau>), AppError> {
    let account = &visitor.signed_in()?.account;
    let measured = cache::measured(services, period).await?;
    let own = |bureau: &&Bureau| account.sees(&measured.tree, &bureau.code);
    let bureaus: Vec<Bureau> = measured.bureaus.iter().filter(own).cloned().collect();
    if asked.is_some_and(|code| !bureaus.iter().any(|bureau| bureau.code == *code)) {
        return Err(Problem::NotFound.into());
    }
    Ok((measured, bureaus))
}

/// What a list over the cases of all ledgers is of.
pub struct Scoped {
    /// The period it is seen from, as it is measured.
    pub measured: Arc<Measured>,
    /// The ranked bureaus that the reader sees.
    pub bureaus: Vec<Bureau>,
    /// Whose cases: none where all of them may be shown.
    pub of: Option<Vec<BureauCode>>,
}

/// The scope of a reader, or the one bureau that a field of the address asks for.
///
/// # Errors
/// [`Problem::Malformed`] for what is no code, [`Problem::NotFound`] if the bureau is not the reader's; the store's.
pub async fn scoped(
    services: &Services,
    visitor: &Visitor,
    period: Period,
    bureau: &Option<String>,
) -> Result<Scoped, AppError> {
    let code = chosen(bureau).map(|code| code.parse().map_err(|_| Problem::Malformed));
    let asked: Option<BureauCode> = code.transpose()?;
    let (measured, bureaus) = in_scope(services, visitor, period, asked.as_ref()).await?;
    let of = match asked {
        Some(bureau) => Some(vec![bureau]),
        None if bureaus.len() == measured.bureaus.len() => None,
        None => Some(bureaus.iter().map(|bureau| bureau.code.clone()).collect()),
    };
    Ok(Scoped { measured, bureaus, of })
}

/// What a field of the address says; one that was sent empty chooses nothing.
pub fn chosen(field: &Option<String>) -> Option<&str> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty())
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
    lang: Lang,
) -> Result<Vec<u8>, csv::Error> {
    let beyond = records.len().saturating_sub(MOST);
    file_of(headings, records.take(MOST), beyond, lang)
}

/// The same of some of the records, so many of which are left out.
///
/// # Errors
/// None that is known: it is written into memory.
pub fn file_of<const COLUMNS: usize>(
    headings: &[Text; COLUMNS],
    records: impl Iterator<Item = [String; COLUMNS]>,
    more: usize,
    lang: Lang,
) -> Result<Vec<u8>, csv::Error> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.into());
    csv.write_record(headings.iter().map(|heading| heading.get(lang)))?;
    for record in records {
        csv.write_record(record)?;
    }
    if more > 0 {
        let mut last = vec![String::new(); COLUMNS - 1];
        last.push(words::MORE.fill(&[("n", &more)]).get(lang).to_owned());
        csv.write_record(last)?;
    }
    csv.into_inner().map_err(|error| csv::Error::from(error.into_error()))
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
    fn nothing_in_a_file_is_a_formula() {
        assert_eq!(["=1+1", "@a", "A1"].map(plain), ["'=1+1", "'@a", "A1"].map(str::to_owned));
    }
}
