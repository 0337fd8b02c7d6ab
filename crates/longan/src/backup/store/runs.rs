//! SQL of the backups that the program made by itself.

use super::super::model::{Backup, Trouble};
use crate::store::{Result, Store, StoreError, new_id};

/// What a finished backup holds.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its file.
    pub file_name: String,
    /// Size of the file.
    pub file_bytes: i64,
    /// Rows in it.
    pub row_count: i64,
    /// Kept files in it.
    pub file_count: i64,
}

const COLUMNS: &str = "id, revision, slot, status, trouble, file_name, file_bytes, row_count, file_count, started_at, finished_at";

/// Takes a slot; `None` when another process has it.
pub async fn claim(store: &Store, slot: &str, now: &str) -> Result<Option<Backup>> {
    let id = new_id();
    let inserted = sqlx::query(
        "insert into backups (id, slot, status, started_at) values ($1, $2, 'running', $3)",
    )
    .bind(&id)
    .bind(slot)
    .bind(now)
    .execute(store.write())
    .await;
    match inserted.map_err(StoreError::from) {
        Ok(_) => find(store, &id).await,
        Err(StoreError::Taken(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Notes that a backup is whole.
pub async fn finish(store: &Store, backup: &Backup, made: &Made, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update backups set status = 'done', file_name = $1, file_bytes = $2, row_count = $3, file_count = $4,
                finished_at = $5, revision = revision + 1
         where id = $6 and revision = $7",
    )
    .bind(&made.file_name)
    .bind(made.file_bytes)
    .bind(made.row_count)
    .bind(made.file_count)
    .bind(now)
    .bind(&backup.id)
    .bind(backup.revision)
    .execute(store.write())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Notes that a backup failed, and why.
pub async fn fail(store: &Store, backup: &Backup, trouble: Trouble, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update backups set status = 'failed', trouble = $1, finished_at = $2, revision = revision + 1
         where id = $3 and revision = $4",
    )
    .bind(trouble)
    .bind(now)
    .bind(&backup.id)
    .bind(backup.revision)
    .execute(store.write())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The latest backups, latest first.
pub async fn list_runs(store: &Store, limit: i64) -> Result<Vec<Backup>> {
    let sql = format!("select {COLUMNS} from backups order by started_at desc, id desc limit $1");
    let runs = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(limit).fetch_all(store.read()).await?;
    Ok(runs)
}

/// The latest backup that is whole.
pub async fn find_last_done(store: &Store) -> Result<Option<Backup>> {
    let sql = format!(
        "select {COLUMNS} from backups where status = 'done' order by started_at desc, id desc limit 1"
    );
    let last = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_optional(store.read()).await?;
    Ok(last)
}

async fn find(store: &Store, id: &str) -> Result<Option<Backup>> {
    let sql = format!("select {COLUMNS} from backups where id = $1");
    let found =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(store.write()).await?;
    Ok(found)
}
