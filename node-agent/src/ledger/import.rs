//! Sources and the working ledger: what was taken over of other systems. An import is one transaction, and so is whatever a
//! person has typed into a workbook: killed in the middle, nothing of it is there.

use std::collections::BTreeMap;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SqliteConnection};

use crate::{
    importer::{Cells, Held, MAX_ROWS, Row, Source},
    outbox::{
        Outbox, StoreFault,
        schema::{import_row, import_source},
    },
};

type Kept = (i64, String, String, String, String);

fn held((number, source, id, imported, typed): Kept) -> Result<Held, StoreFault> {
    let cells =
        |text: &str| serde_json::from_str::<Cells>(text).map_err(|_| StoreFault::DamagedRow(id.clone()));
    Ok(Held { number, imported: cells(&imported)?, typed: cells(&typed)?, source, id: id.clone() })
}

fn written(cells: &Cells) -> Result<String, StoreFault> {
    serde_json::to_string(cells).map_err(|_| StoreFault::Interrupted)
}

const ROW: (
    import_row::number,
    import_row::source,
    import_row::source_id,
    import_row::imported,
    import_row::typed,
) = (import_row::number, import_row::source, import_row::source_id, import_row::imported, import_row::typed);

impl Outbox {
    /// Every source, by name.
    pub(crate) fn sources(&self) -> Result<Vec<Source>, StoreFault> {
        let rows: Vec<(String, String)> = self.read(|connection| {
            let rows = import_source::table.order(import_source::name);
            Ok(rows.select((import_source::name, import_source::definition)).load(connection)?)
        })?;
        let read = |(name, text): (String, String)| {
            serde_json::from_str(&text).map_err(|_| StoreFault::DamagedRow(name))
        };
        rows.into_iter().map(read).collect()
    }

    /// Keeps a source in place of one of its name; its rows stay.
    pub(crate) fn keep_source(&self, source: &Source) -> Result<(), StoreFault> {
        let definition = serde_json::to_string(source).map_err(|_| StoreFault::Interrupted)?;
        self.write(|connection| {
            diesel::insert_into(import_source::table)
                .values((
                    import_source::name.eq(&source.name),
                    import_source::form.eq(&source.form),
                    import_source::definition.eq(&definition),
                ))
                .on_conflict(import_source::name)
                .do_update()
                .set(import_source::definition.eq(&definition))
                .execute(connection)?;
            Ok(())
        })
    }

    /// Removes a source with its rows.
    pub(crate) fn remove_source(&self, name: &str) -> Result<(), StoreFault> {
        self.write(|connection| {
            diesel::delete(import_source::table.find(name)).execute(connection)?;
            Ok(())
        })
    }

    /// How many rows are held of a source.
    pub(crate) fn rows_of_source(&self, name: &str) -> Result<usize, StoreFault> {
        let rows: i64 = self.read(|connection| {
            Ok(import_row::table.filter(import_row::source.eq(name)).count().get_result(connection)?)
        })?;
        Ok(usize::try_from(rows).unwrap_or_default())
    }

    /// The working ledger of a form, in the order in which rows came.
    pub(crate) fn working(&self, form: &str) -> Result<Vec<Held>, StoreFault> {
        self.read(|connection| working(connection, form))
    }

    /// Takes rows of a source over: new ones are added, of changed ones what the source says is replaced. Gives what was held
    /// of the source before, by id; nothing if it would become too much, and then nothing is changed.
    pub(crate) fn take_over(
        &self,
        source: &str,
        rows: &[Row],
    ) -> Result<Option<BTreeMap<String, Held>>, StoreFault> {
        self.write(|connection| {
            let known: Vec<Kept> =
                import_row::table.filter(import_row::source.eq(source)).select(ROW).load(connection)?;
            let mut before = BTreeMap::new();
            for row in known {
                let row = held(row)?;
                before.insert(row.id.clone(), row);
            }
            let added = rows.iter().filter(|row| !before.contains_key(&row.id)).count();
            if before.len().saturating_add(added) > MAX_ROWS {
                return Ok(None);
            }
            for row in rows {
                let imported = written(&row.cells)?;
                match before.get(&row.id) {
                    Some(held) if held.imported == row.cells => 0,
                    Some(held) => diesel::update(import_row::table.find(held.number))
                        .set(import_row::imported.eq(imported))
                        .execute(connection)?,
                    None => diesel::insert_into(import_row::table)
                        .values((
                            import_row::source.eq(source),
                            import_row::source_id.eq(&row.id),
                            import_row::imported.eq(imported),
                        ))
                        .execute(connection)?,
                };
            }
            Ok(Some(before))
        })
    }

    /// Lets a person's cells of a form's working ledger be changed; `work` gives the positions of the rows it has touched.
    pub(crate) fn keep_typed(
        &self,
        form: &str,
        work: impl FnOnce(&mut Vec<Held>) -> Vec<usize>,
    ) -> Result<(), StoreFault> {
        self.write(|connection| {
            let mut held = working(connection, form)?;
            if held.is_empty() {
                return Ok(());
            }
            for row in work(&mut held).into_iter().filter_map(|at| held.get(at)) {
                diesel::update(import_row::table.find(row.number))
                    .set(import_row::typed.eq(written(&row.typed)?))
                    .execute(connection)?;
            }
            Ok(())
        })
    }

    /// Forgets rows of a source.
    pub(crate) fn forget_rows(&self, source: &str, ids: &[String]) -> Result<(), StoreFault> {
        self.write(|connection| {
            for id in ids {
                let row = import_row::table
                    .filter(import_row::source.eq(source))
                    .filter(import_row::source_id.eq(id));
                diesel::delete(row).execute(connection)?;
            }
            Ok(())
        })
    }
}

fn working(connection: &mut SqliteConnection, form: &str) -> Result<Vec<Held>, StoreFault> {
    let of_form = import_source::table.filter(import_source::form.eq(form)).select(import_source::name);
    let rows: Vec<Kept> = import_row::table
        .filter(import_row::source.eq_any(of_form))
        .order(import_row::number)
        .select(ROW)
        .load(connection)?;
    rows.into_iter().map(held).collect()
}
