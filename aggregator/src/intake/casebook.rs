//! Puts the rows of ledgers that stood before this program kept a casebook in it: in the background, once after its first start.

use super::content::of_rows;
use crate::{
    app::Services,
    casebook::{Entry, entries, holds_disputes},
    error::AppError,
    store::{
        casebook::{left_out, put},
        content as stored,
        filing::{self, StatementRow},
    },
};

/// Ledgers read at a time.
const BATCH: i64 = 16;

/// Goes through all that stand and are not in it; one that cannot be read is said and passed over.
pub async fn catch_up(services: Services) {
    let mut after = -1;
    loop {
        let read =
            services.store.read(move |connection| Ok::<_, AppError>(left_out(connection, after, BATCH)?));
        let left = match read.await {
            Ok(left) => left,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the casebook is not complete");
                return;
            }
        };
        let Some(last) = left.last() else { return };
        after = last.leaf.try_into().unwrap_or(i64::MAX);
        for row in left {
            let id = row.id;
            if let Err(error) = take(&services, row).await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(statement = %id, error, "its rows could not be put into the casebook");
            }
        }
    }
}

async fn take(services: &Services, row: StatementRow) -> Result<(), AppError> {
    let Some(sha256) = row.content else { return Ok(()) };
    let packed = services.store.read(move |connection| stored::packed(connection, &sha256)).await?;
    let Some(packed) = packed else { return Ok(()) };
    let read = |_, table: schemas::table::Table| (holds_disputes(table.form()), entries(&table));
    let (disputes, entries): (bool, Vec<Entry>) = of_rows(services, &row, packed, read).await?;
    let write = services.store.write(move |connection| {
        // It may have been amended meanwhile.
        match filing::find(connection, &row.id)?.filter(|row| row.state.stands()) {
            Some(row) => Ok(put(connection, &row, disputes, &entries)?),
            None => Ok::<_, AppError>(()),
        }
    });
    write.await
}
