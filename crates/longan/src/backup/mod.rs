//! Backups, restoring them, and copying a register to another database.
//!
//! A backup is one zip file: the rows of each table as lines of JSON, the kept files by
//! their SHA-256, and `manifest.json` with the number of rows and the SHA-256 of each part.
//! It is made while the program runs, from one moment of the database, and restores to
//! either database.

mod archive;
pub mod store;

pub use archive::{Manifest, Part, ReadProblem, restore, verify, write};

use crate::store::Store;
use store::{TABLES, begin_snapshot, count, insert_rows, list_columns, read_table};

/// How many rows a table had, for telling.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Copied {
    /// The table.
    pub table: &'static str,
    /// Its rows.
    pub rows: i64,
}

/// The first table that holds rows; a restore or a copy only goes where there are none.
pub async fn find_filled(database: &Store) -> anyhow::Result<Option<&'static str>> {
    let mut tx = begin_snapshot(database).await?;
    for table in TABLES {
        if count(&mut tx, table).await? > 0 {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

/// Copies every table of `from`, as it stands now, into the empty `to`; all of it or nothing.
pub async fn copy(from: &Store, to: &Store) -> anyhow::Result<Vec<Copied>> {
    let mut source = begin_snapshot(from).await?;
    let mut target = to.begin().await?;
    let mut copied = Vec::new();
    for table in TABLES {
        let columns = list_columns(from, table).await?;
        let known = list_columns(to, table).await?;
        anyhow::ensure!(columns == known, "table {table} differs between the databases");
        let rows = read_table(&mut source, table, &columns, async |rows| {
            Ok(insert_rows(&mut target, table, &columns, rows).await?)
        })
        .await?;
        let arrived = count(&mut target, table).await?;
        anyhow::ensure!(arrived == rows, "{arrived} of {rows} rows of {table} arrived");
        copied.push(Copied { table, rows });
    }
    target.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(copied)
}
