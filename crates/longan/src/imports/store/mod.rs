//! All SQL of imports.

pub mod register;
mod rows;
pub mod take;

pub use rows::*;

use super::model::{Import, Kind, Options, Status, Summary};
use crate::store::{Day, Result, Statement, Store, StoreError, Tx, new_id};
use crate::users::{Right, Viewer};
use std::collections::BTreeMap;

/// An import about to be kept.
pub struct NewImport<'a> {
    /// What the workbook brings.
    pub kind: Kind,
    /// SHA-256 of the file.
    pub file_sha256: &'a str,
    /// Name of the file.
    pub file_name: &'a str,
    /// Size of the file in bytes.
    pub file_bytes: i64,
    /// What the person said.
    pub options: &'a Options,
}

/// Keeps a new import that is to be read, and returns its id.
pub async fn insert(tx: &mut Tx, user_id: &str, now: &str, new: &NewImport<'_>) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into imports (id, kind, status, file_sha256, file_name, file_bytes, options, summary, user_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, '{}', $8, $9)",
    )
    .bind(&id)
    .bind(new.kind)
    .bind(Status::Reading)
    .bind(new.file_sha256)
    .bind(new.file_name)
    .bind(new.file_bytes)
    .bind(json(new.options))
    .bind(user_id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data always serialises")
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    revision: i64,
    reading: i64,
    kind: Kind,
    status: Status,
    file_sha256: String,
    file_name: String,
    file_bytes: i64,
    on_day: Option<Day>,
    place_id: Option<String>,
    options: String,
    summary: String,
    refusal: String,
    rows_done: i64,
    rows_total: i64,
    user_id: String,
    full_name: String,
    created_at: String,
    finished_at: Option<String>,
}

impl From<Row> for Import {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            revision: row.revision,
            reading: row.reading,
            kind: row.kind,
            status: row.status,
            file_sha256: row.file_sha256,
            file_name: row.file_name,
            file_bytes: row.file_bytes,
            on_day: row.on_day,
            place_id: row.place_id,
            options: serde_json::from_str(&row.options).unwrap_or_default(),
            summary: serde_json::from_str(&row.summary).unwrap_or_default(),
            refusal: row.refusal,
            rows_done: row.rows_done,
            rows_total: row.rows_total,
            user_id: row.user_id,
            full_name: row.full_name,
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

/// One import, if it is the viewer's own or the viewer is an administrator.
pub async fn find(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Import>> {
    let row: Option<Row> = sqlx::query_as(
        "select i.id, i.revision, i.reading, i.kind, i.status, i.file_sha256, i.file_name, i.file_bytes, i.on_day, i.place_id, i.options, i.summary, i.refusal, i.rows_done, i.rows_total, i.user_id, u.full_name, i.created_at, i.finished_at
         from imports i join users u on u.id = i.user_id
         where i.id = $1 and (i.user_id = $2 or $3 = 'all')",
    )
    .bind(id)
    .bind(&viewer.user_id)
    .bind(if viewer.may(Right::ManageUsers) { "all" } else { "own" })
    .fetch_optional(store.read())
    .await?;
    Ok(row.map(Into::into))
}

/// The viewer's imports, all of them for an administrator, latest first.
pub async fn list(store: &Store, viewer: &Viewer, limit: i64, offset: i64) -> Result<Vec<Import>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select i.id, i.revision, i.reading, i.kind, i.status, i.file_sha256, i.file_name, i.file_bytes, i.on_day, i.place_id, i.options, i.summary, i.refusal, i.rows_done, i.rows_total, i.user_id, u.full_name, i.created_at, i.finished_at
         from imports i join users u on u.id = i.user_id
         where i.user_id = $1 or $2 = 'all'
         order by i.created_at desc, i.id desc limit $3 offset $4",
    )
    .bind(&viewer.user_id)
    .bind(if viewer.may(Right::ManageUsers) { "all" } else { "own" })
    .bind(limit)
    .bind(offset)
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Imports that were being read when the program stopped: id and who brought them.
pub async fn list_interrupted(store: &Store) -> Result<Vec<(String, Viewer)>> {
    #[derive(sqlx::FromRow)]
    struct Interrupted {
        id: String,
        #[sqlx(flatten)]
        viewer: Viewer,
    }
    let rows: Vec<Interrupted> = sqlx::query_as(
        "select i.id, u.id as user_id, u.name, u.full_name, u.rights, u.password_kind
         from imports i join users u on u.id = i.user_id
         where i.status = 'reading' order by i.created_at, i.id",
    )
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.viewer)).collect())
}

/// Begins another reading of the file, unless someone changed the import since it was seen.
pub async fn begin_reading(tx: &mut Tx, import: &Import, options: &Options) -> Result<()> {
    let done = sqlx::query(
        "update imports set status = $1, reading = reading + 1, options = $2, refusal = '', rows_done = 0, rows_total = 0, finished_at = null, revision = revision + 1
         where id = $3 and revision = $4",
    )
    .bind(Status::Reading)
    .bind(json(options))
    .bind(&import.id)
    .bind(import.revision)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}

fn changed_one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Notes how many rows there are to compare and keep.
pub async fn set_total(store: &Store, import: &Import, rows_total: i64) -> Result<()> {
    sqlx::query("update imports set rows_total = $1 where id = $2 and reading = $3")
        .bind(rows_total)
        .bind(&import.id)
        .bind(import.reading)
        .execute(store.write())
        .await?;
    Ok(())
}

/// How a reading ended.
pub struct Ended<'a> {
    /// Proposed or refused.
    pub status: Status,
    /// What the workbook brings.
    pub kind: Kind,
    /// Day of the figures.
    pub on_day: Option<Day>,
    /// The province.
    pub place_id: Option<&'a str>,
    /// What was found.
    pub summary: &'a Summary,
    /// Why it was refused; empty when it was not.
    pub refusal: &'a str,
}

/// Ends a reading, unless another one has begun.
pub async fn end_reading(tx: &mut Tx, import: &Import, now: &str, ended: &Ended<'_>) -> Result<()> {
    let done = sqlx::query(
        "update imports set status = $1, kind = $2, on_day = $3, place_id = $4, summary = $5, refusal = $6, finished_at = $7, revision = revision + 1
         where id = $8 and reading = $9 and status = 'reading'",
    )
    .bind(ended.status)
    .bind(ended.kind)
    .bind(ended.on_day)
    .bind(ended.place_id.map(str::to_owned))
    .bind(json(ended.summary))
    .bind(ended.refusal)
    .bind(now)
    .bind(&import.id)
    .bind(import.reading)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}

/// Sets where an import stands, unless someone changed it since it was seen.
pub async fn set_status(tx: &mut Tx, import: &Import, status: Status, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update imports set status = $1, finished_at = $2, revision = revision + 1 where id = $3 and revision = $4",
    )
    .bind(status)
    .bind(now)
    .bind(&import.id)
    .bind(import.revision)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}

/// The columns chosen earlier for tables with these headings: key and columns.
pub async fn list_columns(
    store: &Store,
    keys: &[String],
) -> Result<Vec<(String, BTreeMap<String, String>)>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut query =
        Statement::new("select source_key, columns from import_columns where source_key in ");
    query.push_list(keys.iter().cloned());
    let rows: Vec<(String, String)> = query.fetch_all(store).await?;
    let read = |(key, text): (String, String)| Some((key, serde_json::from_str(&text).ok()?));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Remembers the columns of a table with such headings.
pub async fn remember_columns(
    tx: &mut Tx,
    source_key: &str,
    columns: &BTreeMap<String, String>,
    user_id: &str,
    now: &str,
) -> Result<()> {
    sqlx::query(
        "insert into import_columns (id, source_key, columns, user_id, recorded_at) values ($1, $2, $3, $4, $5)
         on conflict (source_key) do update
         set columns = excluded.columns, user_id = excluded.user_id, recorded_at = excluded.recorded_at, revision = import_columns.revision + 1",
    )
    .bind(new_id())
    .bind(source_key)
    .bind(json(columns))
    .bind(user_id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
