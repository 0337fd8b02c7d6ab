//! Backups, restoring them, and copying a register to another database.
//!
//! A backup is one zip file: the rows of each table as lines of JSON, the kept files by
//! their SHA-256, and `manifest.json` with the number of rows and the SHA-256 of each part.
//! It is made while the program runs, from one moment of the database, and restores to
//! either database.

mod archive;
mod drill;
mod keep;
pub mod model;
pub mod pages;
mod schedule;
pub mod store;
mod told;

pub use archive::{LostFile, Manifest, Part, ReadProblem, restore, verify, write};
pub use drill::{Compared, Drill, drill, place_name, seconds_vi};
pub use schedule::{here, now, tend, tend_always};
pub use told::{Told, ask_figures};

use crate::routes::{Routes, Rule};
use crate::store::Store;
use crate::users::Right;
use store::{TABLES, begin_snapshot, count, insert_rows, list_columns, read_table};

/// The page of the backups.
pub fn routes() -> Routes {
    let rule = Rule::Needs(Right::ManageSettings);
    Routes::new().get("/backups", rule, pages::list).post("/backups", rule, pages::make)
}

/// Bytes as people read them: 12 KB, 3,4 MB.
pub fn size_vi(bytes: i64) -> String {
    let tenths = |unit: i64| kernel::number::format_scaled(bytes / (unit / 10), 1, 0, 1);
    if bytes < 1_000_000 {
        format!("{} KB", kernel::number::format_scaled(bytes.div_euclid(1000) + 1, 0, 0, 0))
    } else if bytes < 1_000_000_000 {
        format!("{} MB", tenths(1_000_000))
    } else {
        format!("{} GB", tenths(1_000_000_000))
    }
}

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
    to.count_anew().await?;
    Ok(copied)
}
