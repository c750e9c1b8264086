//! The workbook of open risks for the leading group: everything their ledgers say that may leave a bureau, in a sheet, with its hash in the
//! log. The same ledgers give the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use schemas::{
    bureau::BureauCode,
    entry::Entry,
    form::Form,
    hash::Sha,
    issued_list::IssuedList,
    period::Period,
    problem::Problem,
    text::{Lang, Text},
};

use crate::{
    app::Services,
    compile::workbook::sheet::{Book, Cell, Column, Sheet},
    error::AppError,
    figures,
    intake::content::of_rows,
    store::{
        bureau,
        casebook::read::Kept,
        content as stored, document, filing,
        issued_list::{self, Kept as Issued},
        log,
    },
    web::pages::rows::shown,
    words::risk as words,
};

/// Most cases of a list.
pub const MOST: usize = 2_000;
/// Widths of columns, in characters.
const NARROW: u16 = 12;
const WIDE: u16 = 24;

/// Makes the workbook of some open cases and enters it in the log; gives its hash. A list that was issued is not issued again.
///
/// # Errors
/// [`Problem::Invalid`] if there is no case or there are too many; the store's.
pub async fn issue(
    services: &Services,
    form: &Form,
    cases: &[Kept],
    title: Text,
    login: &str,
) -> Result<Sha, AppError> {
    if cases.is_empty() {
        return Err(AppError::with(Problem::Invalid, words::R_EMPTY));
    }
    if cases.len() > MOST {
        return Err(AppError::with(Problem::Invalid, words::R_MANY.fill(&[("most", &MOST)])));
    }
    let bytes = workbook(services, form, cases, &title).await?;
    let (title, rows) = (title.get(Lang::Zh).to_owned(), cases.len() as u64);
    let said = IssuedList { title, rows, workbook: Sha::of(&bytes) };
    let (sha, login, at) = (said.workbook, login.to_owned(), services.clock.now());
    let write = services.store.write(move |connection| {
        if issued_list::is_kept(connection, &said.workbook)? {
            return Ok::<_, AppError>(());
        }
        let document = document::keep(connection, &said.compose())?;
        let (leaf, entry) = log::append(connection, Entry::of_list(document, at))?;
        let kept = Issued { said, leaf, at: entry.received };
        Ok(issued_list::keep(connection, &kept, &bytes, &login)?)
    });
    write.await?;
    Ok(sha)
}

/// The rows of a ledger that are asked for, each with the texts of its columns.
type Rows = BTreeMap<u32, Vec<String>>;

/// The workbook: a row a case, in the order given.
async fn workbook(
    services: &Services,
    form: &Form,
    cases: &[Kept],
    title: &Text,
) -> Result<Vec<u8>, AppError> {
    let mut wanted: BTreeMap<Sha, BTreeSet<u32>> = BTreeMap::new();
    for kept in cases {
        wanted.entry(kept.statement).or_default().insert(kept.entry.place);
    }
    let keys: Vec<&str> = form.leaving().map(|(_, column)| column.key.as_str()).collect();
    let mut found: BTreeMap<Sha, Rows> = BTreeMap::new();
    for (statement, places) in wanted {
        found.insert(statement, rows(services, statement, places, &keys).await?);
    }
    let names = services.store.read(|connection| {
        let tree = bureau::tree(connection)?;
        let name =
            |bureau: &schemas::bureau::Bureau| (bureau.code.clone(), bureau.name.zh.clone().into_owned());
        Ok::<BTreeMap<BureauCode, String>, AppError>(tree.all().iter().map(name).collect())
    });
    let names = names.await?;
    let row = |kept: &Kept| {
        let own = found.get(&kept.statement).and_then(|rows| rows.get(&kept.entry.place));
        let name = names.get(&kept.bureau).cloned().unwrap_or_else(|| kept.bureau.to_string());
        let cells = [name, kept.period.to_string()];
        let cells = cells.iter().chain(own.into_iter().flatten());
        cells.map(|cell| Cell::text(cell)).collect()
    };
    let mut columns = vec![Column::new(words::BUREAU.get(Lang::Zh), WIDE)];
    columns.push(Column::new(words::PERIOD.get(Lang::Zh), NARROW));
    columns.extend(form.leaving().map(|(_, column)| Column::new(&column.zh, WIDE)));
    let newest = cases.iter().map(|kept| kept.period).max_by_key(|period| period.end());
    let newest: Period = newest.ok_or(Problem::NotFound)?;
    let mut book = Book::new(newest, title.get(Lang::Zh));
    let caption = figures::caption(&services.campaign).map(|caption| caption.get(Lang::Zh).to_owned());
    let sheet = Sheet {
        name: form.name.get(Lang::Zh).to_owned(),
        title: title.get(Lang::Zh).to_owned(),
        sentence: words::LIST_NOTE.get(Lang::Zh).to_owned(),
        columns,
        rows: cases.iter().map(row).collect(),
        total: None,
        notes: caption.into_iter().collect(),
    };
    let made = book.add(sheet).and_then(|()| book.save());
    made.map_err(|error| {
        tracing::error!(%error, "a list could not be written");
        Problem::Internal.into()
    })
}

/// Some rows of a ledger in force; the columns are those of the form as it is now.
async fn rows(
    services: &Services,
    statement: Sha,
    places: BTreeSet<u32>,
    keys: &[&str],
) -> Result<Rows, AppError> {
    let read = services.store.read(move |connection| {
        let row = filing::find(connection, &statement)?.ok_or(Problem::NotFound)?;
        let packed = match row.content {
            Some(sha256) => stored::packed(connection, &sha256)?,
            None => None,
        };
        Ok::<_, AppError>((row, packed.ok_or(Problem::NotFound)?))
    });
    let (row, packed) = read.await?;
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    let texts = move |_, table: schemas::table::Table| -> Rows {
        let columns: Vec<Option<usize>> =
            keys.iter().map(|key| table.form().column(key).map(|(index, _)| index)).collect();
        let text = |place: u32, column: &Option<usize>| {
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            column.map(|column| shown(&table, place, column, Lang::Zh)).unwrap_or_default()
        };
        places
            .into_iter()
            .map(|place| (place, columns.iter().map(|column| text(place, column)).collect()))
            .collect()
    };
    of_rows(services, &row, packed, texts).await
}
