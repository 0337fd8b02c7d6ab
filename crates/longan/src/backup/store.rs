//! Reading and writing whole tables, whatever their columns, on both databases.
//!
//! Names of tables and columns come from [`TABLES`] and from the schema itself; a name in a
//! backup file is only ever compared with those.

mod runs;

pub use runs::*;

use crate::store::{Engine, Result, Store, Tx};
use futures_util::TryStreamExt as _;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Arguments as _, AssertSqlSafe, Row as _};
use std::fmt::Write as _;

/// Every table of the register, in the order it is copied. A test compares it with the schema.
pub const TABLES: &[&str] = &[
    "places",
    "place_changes",
    "place_members",
    "users",
    "user_roles",
    "user_places",
    "user_refusals",
    "user_entry_requests",
    "user_devices",
    "user_factors",
    "user_recovery_codes",
    "user_factor_rules",
    "user_steps",
    "user_links",
    "user_identities",
    "sessions",
    "log_in_attempts",
    "organizations",
    "organization_names",
    "organization_addresses",
    "organization_places",
    "organization_people",
    "organization_industries",
    "organization_states",
    "organization_distinctions",
    "organization_merges",
    "organization_moves",
    "documents",
    "document_places",
    "document_files",
    "document_links",
    "observations",
    "observation_precedences",
    "events",
    "event_chain",
    "place_change_files",
    "clusters",
    "cluster_places",
    "cluster_names",
    "cluster_types",
    "cluster_states",
    "cluster_communes",
    "plan_entries",
    "cluster_investors",
    "infrastructure_items",
    "clearance_phases",
    "plots",
    "tenants",
    "tenant_states",
    "leases",
    "imports",
    "import_rows",
    "import_problems",
    "import_columns",
    "reports",
    "report_values",
    "report_problems",
    "report_snapshots",
    "report_reminders",
    "report_uploads",
    "exchange_keys",
    "exchange_partners",
    "exchange_bundles",
    "exchange_deliveries",
    "report_writings",
    "report_passages",
    "report_choices",
    "promotion_programmes",
    "promotion_plans",
    "promotion_projects",
    "promotion_project_places",
    "promotion_participants",
    "promotion_lines",
    "promotion_contracts",
    "promotion_states",
    "promotion_entries",
    "promotion_steps",
    "promotion_step_papers",
    "promotion_step_effects",
    "promotion_needs",
    "promotion_need_places",
    "promotion_need_states",
    "promotion_areas",
    "promotion_effects",
    "jobs",
    "letters",
    "notices",
    "notice_settings",
    "tasks",
    "handovers",
    "handover_items",
    "backups",
    "personal_erasures",
    "event_redactions",
];

/// Most values one statement may carry on either database.
const MOST_VALUES: usize = 30_000;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Words, days, instants, JSON.
    Text,
    /// Whole numbers.
    Bigint,
    /// Measured numbers.
    Double,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// One value of a row.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Whole(i64),
    /// A measured number.
    Measured(f64),
    /// Text.
    Text(String),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Begins a transaction that sees the register as it stands now, whatever others write.
pub async fn begin_snapshot(store: &Store) -> Result<Tx> {
    let begin = match store.engine() {
        // In WAL mode the first read fixes what the transaction sees.
        Engine::Sqlite => "begin",
        Engine::PostgreSql => "begin isolation level repeatable read read only",
    };
    Ok(store.read().begin_with(begin).await?)
}

/// Hash of the newest event that a transaction sees.
pub async fn newest_event(tx: &mut Tx) -> Result<String> {
    let (id,): (String,) = sqlx::query_as("select coalesce(max(hash), '') from event_chain")
        .fetch_one(&mut **tx)
        .await?;
    Ok(id)
}

/// Makes a schema of its own on a server, for a drill.
pub async fn make_schema(store: &Store, name: &str) -> Result<()> {
    sqlx::query(AssertSqlSafe(format!("create schema {name}"))).execute(store.write()).await?;
    Ok(())
}

/// Removes the schema of a drill with everything in it.
pub async fn remove_schema(store: &Store, name: &str) -> Result<()> {
    sqlx::query(AssertSqlSafe(format!("drop schema {name} cascade")))
        .execute(store.write())
        .await?;
    Ok(())
}

/// The columns of a table, in the order the schema has them.
pub async fn list_columns(store: &Store, table: &str) -> Result<Vec<Column>> {
    let sql = match store.engine() {
        Engine::Sqlite => "select name, lower(type) from pragma_table_info($1) order by cid",
        Engine::PostgreSql => {
            "select cast(column_name as text), cast(data_type as text) from information_schema.columns
             where table_schema = current_schema() and table_name = $1 order by ordinal_position"
        }
    };
    let rows: Vec<(String, String)> =
        sqlx::query_as(sql).bind(table).fetch_all(store.read()).await?;
    let columns = rows.into_iter().map(|(name, kind)| Column {
        name,
        kind: match kind.as_str() {
            "bigint" => Kind::Bigint,
            "double precision" => Kind::Double,
            _ => Kind::Text,
        },
    });
    Ok(columns.collect())
}

/// Names of the tables the database has, without those of the engine and of migrations.
pub async fn list_tables(store: &Store) -> Result<Vec<String>> {
    let sql = match store.engine() {
        Engine::Sqlite => {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name <> '_sqlx_migrations' order by name"
        }
        Engine::PostgreSql => {
            "select cast(table_name as text) from information_schema.tables
             where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> '_sqlx_migrations' order by table_name"
        }
    };
    let names: Vec<(String,)> = sqlx::query_as(sql).fetch_all(store.read()).await?;
    Ok(names.into_iter().map(|name| name.0).collect())
}

/// How many rows a table has, as the transaction sees it.
pub async fn count(tx: &mut Tx, table: &'static str) -> Result<i64> {
    let sql = format!("select count(*) from {table}");
    let (count,): (i64,) = sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut **tx).await?;
    Ok(count)
}

/// Reads a whole table row by row; `take` gets some hundred rows at a time.
pub async fn read_table(
    tx: &mut Tx,
    table: &'static str,
    columns: &[Column],
    mut take: impl AsyncFnMut(Vec<Vec<Cell>>) -> anyhow::Result<()>,
) -> anyhow::Result<i64> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    // Every table begins with its key, so the same content is always in the same order.
    let sql = format!("select {} from {table} order by 1, 2", names.join(", "));
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **tx);
    let most = batch(columns.len());
    let mut taken = Vec::with_capacity(most);
    let mut count = 0;
    while let Some(row) = rows.try_next().await? {
        taken.push(cells(&row, columns)?);
        count += 1;
        if taken.len() == most {
            take(std::mem::replace(&mut taken, Vec::with_capacity(most))).await?;
        }
    }
    if !taken.is_empty() {
        take(taken).await?;
    }
    Ok(count)
}

/// Some rows of a table, latest first: those whose column `key.0` holds `key.1`.
pub async fn read_some(
    store: &Store,
    table: &'static str,
    columns: &[Column],
    key: (&'static str, &str),
    limit: i64,
) -> anyhow::Result<Vec<Vec<Cell>>> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let sql = format!(
        "select {} from {table} where {} = $1 order by 1 desc, 2 desc limit $2",
        names.join(", "),
        key.0
    );
    let rows =
        sqlx::query(AssertSqlSafe(sql)).bind(key.1).bind(limit).fetch_all(store.read()).await?;
    Ok(rows.iter().map(|row| cells(row, columns)).collect::<std::result::Result<_, _>>()?)
}

fn cells(row: &AnyRow, columns: &[Column]) -> std::result::Result<Vec<Cell>, sqlx::Error> {
    let cell = |(index, column): (usize, &Column)| {
        Ok(match column.kind {
            Kind::Text => row.try_get::<Option<String>, _>(index)?.into(),
            Kind::Bigint => row.try_get::<Option<i64>, _>(index)?.into(),
            Kind::Double => {
                row.try_get::<Option<f64>, _>(index)?.map_or(Cell::Null, Cell::Measured)
            }
        })
    };
    columns.iter().enumerate().map(cell).collect()
}

/// How many rows of so many columns go into one statement.
pub fn batch(columns: usize) -> usize {
    (MOST_VALUES / columns.max(1)).clamp(1, 400)
}

/// Adds rows to a table, many a statement. Every row has a cell for each column.
pub async fn insert_rows(
    tx: &mut Tx,
    table: &'static str,
    columns: &[Column],
    rows: Vec<Vec<Cell>>,
) -> Result<()> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut sql = format!("insert into {table} ({}) values ", names.join(", "));
        let mut arguments = AnyArguments::default();
        for (nth, row) in rows.by_ref().take(batch(columns.len())).enumerate() {
            sql.push_str(if nth > 0 { ", (" } else { "(" });
            for (index, (cell, column)) in row.into_iter().zip(columns).enumerate() {
                if index > 0 {
                    sql.push_str(", ");
                }
                bind(&mut arguments, cell, column.kind)?;
                let _ = write!(sql, "${}", arguments.len());
            }
            sql.push(')');
        }
        sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut **tx).await?;
    }
    Ok(())
}

fn bind(
    arguments: &mut AnyArguments,
    cell: Cell,
    kind: Kind,
) -> std::result::Result<(), sqlx::Error> {
    // PostgreSQL takes no null without a type.
    let added = match (cell, kind) {
        (Cell::Null, Kind::Text) => arguments.add(None::<String>),
        (Cell::Null, Kind::Bigint) => arguments.add(None::<i64>),
        (Cell::Null, Kind::Double) => arguments.add(None::<f64>),
        (Cell::Whole(number), Kind::Double) =>
        {
            #[expect(clippy::cast_precision_loss, reason = "JSON writes 2.0 as it reads 2")]
            arguments.add(number as f64)
        }
        (Cell::Whole(number), _) => arguments.add(number),
        (Cell::Measured(number), _) => arguments.add(number),
        (Cell::Text(text), _) => arguments.add(text),
    };
    added.map_err(sqlx::Error::Encode)
}
