//! Column mappings a person confirmed with `--map`, by form.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use schemas::sheet::mapping::Mapping;

use crate::outbox::{Outbox, StoreFault, schema::mapping};

/// The newest so many mappings of a form are tried on a workbook.
const TRIED: i64 = 50;

impl Outbox {
    /// The mappings kept for a form, newest first. One that an older program wrote differently is passed over: the
    /// headings decide then, and a person is asked again.
    pub(crate) fn mappings(&self, form: &str) -> Result<Vec<Mapping>, StoreFault> {
        let rows: Vec<String> = self.read(|connection| {
            let rows = mapping::table.filter(mapping::form.eq(form)).order(rowid().desc()).limit(TRIED);
            Ok(rows.select(mapping::kept).load(connection)?)
        })?;
        Ok(rows.iter().filter_map(|row| serde_json::from_str(row).ok()).collect())
    }

    /// Keeps mappings for a form.
    pub(crate) fn keep_mappings(&self, form: &str, mappings: &[Mapping]) -> Result<(), StoreFault> {
        self.write(|connection| {
            for kept in mappings.iter().filter_map(|mapping| serde_json::to_string(mapping).ok()) {
                diesel::replace_into(mapping::table)
                    .values((mapping::form.eq(form), mapping::kept.eq(kept)))
                    .execute(connection)?;
            }
            Ok(())
        })
    }
}

fn rowid() -> diesel::expression::SqlLiteral<diesel::sql_types::BigInt> {
    diesel::dsl::sql("rowid")
}
