//! All SQL of the synthetic country: the units it stands on, and rows by the hundred.

use crate::backup::store::{Cell, Column, batch, insert_rows, list_columns};
use crate::store::{Result, Store, Tx};
use std::collections::BTreeMap;

/// A commune of today and the province above it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Commune {
    /// Id of the unit.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its name with its kind.
    pub full_name: String,
    /// Code of the province.
    pub province_code: String,
    /// Name of the province.
    pub province: String,
}

/// The communes of today, province by province.
pub async fn list_communes(store: &Store) -> Result<Vec<Commune>> {
    let communes = sqlx::query_as(
        "select c.id, c.name, c.full_name, p.code as province_code, p.full_name as province
         from places c join places p on p.id = c.province_id
         where c.level = 'commune' and c.valid_to is null
         order by p.code, c.code, c.id",
    )
    .fetch_all(store.read())
    .await?;
    Ok(communes)
}

/// Whether the register has clusters.
pub async fn has_clusters(store: &Store) -> Result<bool> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from clusters").fetch_one(store.read()).await?;
    Ok(count > 0)
}

/// Rows on their way into tables, written some hundred at a time within one transaction.
pub struct Writer {
    tx: Tx,
    sheets: BTreeMap<&'static str, Sheet>,
    written: u64,
}

struct Sheet {
    known: Vec<Column>,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Writer {
    /// Begins.
    pub async fn new(store: &Store) -> Result<Self> {
        let mut sheets = BTreeMap::new();
        for table in crate::backup::store::TABLES {
            let known = list_columns(store, table).await?;
            sheets.insert(*table, Sheet { known, columns: Vec::new(), rows: Vec::new() });
        }
        Ok(Self { tx: store.begin().await?, sheets, written: 0 })
    }

    /// Adds a row. Every row of a table names the same columns in the same order.
    ///
    /// # Panics
    /// When the table or a column is not in the schema, which the tests would show.
    pub async fn add<const N: usize>(
        &mut self,
        table: &'static str,
        row: [(&'static str, Cell); N],
    ) -> Result<()> {
        let sheet = self.sheets.get_mut(table).expect("a table of the schema");
        if sheet.columns.is_empty() {
            let find = |name: &str| sheet.known.iter().find(|column| column.name == name).cloned();
            sheet.columns =
                row.iter().map(|(name, _)| find(name).expect("a column of the schema")).collect();
        }
        sheet.rows.push(row.into_iter().map(|(_, cell)| cell).collect());
        self.written += 1;
        if sheet.rows.len() >= batch(N) {
            let rows = std::mem::take(&mut sheet.rows);
            insert_rows(&mut self.tx, table, &sheet.columns, rows).await?;
        }
        Ok(())
    }

    /// Writes what is left and commits; returns the number of rows.
    pub async fn finish(mut self) -> Result<u64> {
        for (table, sheet) in self.sheets {
            insert_rows(&mut self.tx, table, &sheet.columns, sheet.rows).await?;
        }
        crate::events::chain_rest(&mut self.tx).await?;
        self.tx.commit().await?;
        Ok(self.written)
    }
}
