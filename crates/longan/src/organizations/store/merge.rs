//! Making two records of one body one, and taking that back. Runs inside a verb's transaction.
//!
//! Every value that moves is written down with what it was, so that it can go back. Names of
//! tables and columns come from the list of [`Move`]s alone; what a row says is only compared
//! with it.

use super::super::model::match_key;
use super::super::moves::Move;
use crate::store::{Result, Store, StoreError, Tx, new_id};
use crate::users::Viewer;
use sqlx::AssertSqlSafe;

/// A body that was made one with another.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Merge {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The body that is no more on its own.
    pub merged_id: String,
    /// Its name.
    pub merged_name: String,
    /// Its tax code.
    pub merged_tax_code: Option<String>,
    /// The body it became.
    pub survivor_id: String,
    /// Why.
    pub reason: String,
    /// The moment, UTC.
    pub recorded_at: String,
}

/// One value that moved.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Moved {
    /// The table.
    pub table_name: String,
    /// The column.
    pub column_name: String,
    /// Key of the row.
    pub row_key: String,
    /// What stood there; empty for nothing.
    pub was: String,
    /// What stands there now; empty for nothing.
    pub became: String,
}

/// Begins a merge and returns its id.
pub async fn insert_merge(
    tx: &mut Tx,
    merged_id: &str,
    survivor_id: &str,
    reason: &str,
    user_id: &str,
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into organization_merges (id, merged_id, survivor_id, reason, user_id, recorded_at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&id)
    .bind(merged_id)
    .bind(survivor_id)
    .bind(reason)
    .bind(user_id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// The values a move would change: row, what stands there, what will stand there.
pub async fn list_moving(
    tx: &mut Tx,
    moving: &Move,
    merged_id: &str,
    survivor_id: &str,
) -> Result<Vec<(String, String, String)>> {
    let rows =
        sqlx::query_as(moving.rows).bind(merged_id).bind(survivor_id).fetch_all(&mut **tx).await?;
    Ok(rows)
}

/// Changes one value, if it still stands as it was seen; answers how many rows changed.
pub async fn change_value(
    tx: &mut Tx,
    moving: &Move,
    row_key: &str,
    was: &str,
    becomes: &str,
) -> Result<u64> {
    let Move { table, column, counted, .. } = moving;
    let sql = format!(
        "update {table} set {column} = nullif($1, ''){counted} where id = $2 and coalesce({column}, '') = $3"
    );
    let done = sqlx::query(AssertSqlSafe(sql))
        .bind(becomes)
        .bind(row_key)
        .bind(was)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected())
}

/// Writes down a value that moved.
pub async fn insert_moved(tx: &mut Tx, merge_id: &str, position: i64, moved: &Moved) -> Result<()> {
    sqlx::query(
        "insert into organization_moves (id, merge_id, position, table_name, column_name, row_key, was, became)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(new_id())
    .bind(merge_id)
    .bind(position)
    .bind(&moved.table_name)
    .bind(&moved.column_name)
    .bind(&moved.row_key)
    .bind(&moved.was)
    .bind(&moved.became)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Says of a body that it is another one from now on, unless someone changed it since it was read.
pub async fn set_merged_into(
    tx: &mut Tx,
    merged: (&str, i64),
    survivor_id: Option<&str>,
) -> Result<()> {
    let done = sqlx::query(
        "update organizations set merged_into = $1, revision = revision + 1 where id = $2 and revision = $3",
    )
    .bind(survivor_id.map(str::to_owned))
    .bind(merged.0)
    .bind(merged.1)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// What a merge `g` reads.
macro_rules! select_merges {
    ($rest:literal) => {
        concat!(
            "select g.id, g.revision, g.merged_id, m.name as merged_name, m.tax_code as merged_tax_code, g.survivor_id, g.reason, g.recorded_at
             from organization_merges g join organizations m on m.id = g.merged_id ",
            $rest
        )
    };
}

/// The merges that hold and made other bodies one with this one, latest first. The body was found
/// for a viewer.
pub async fn list_merges(store: &Store, _viewer: &Viewer, survivor_id: &str) -> Result<Vec<Merge>> {
    let merges = sqlx::query_as(select_merges!(
        "where g.survivor_id = $1 and g.undone_at is null order by g.id desc"
    ))
    .bind(survivor_id)
    .fetch_all(store.read())
    .await?;
    Ok(merges)
}

/// One merge that holds, by its id.
pub async fn find_merge(store: &Store, _viewer: &Viewer, id: &str) -> Result<Option<Merge>> {
    let merge = sqlx::query_as(select_merges!("where g.id = $1 and g.undone_at is null"))
        .bind(id)
        .fetch_optional(store.read())
        .await?;
    Ok(merge)
}

/// The values that moved in a merge, last first.
pub async fn list_moved(tx: &mut Tx, merge_id: &str) -> Result<Vec<Moved>> {
    let moved = sqlx::query_as(
        "select table_name, column_name, row_key, was, became from organization_moves where merge_id = $1 order by position desc",
    )
    .bind(merge_id)
    .fetch_all(&mut **tx)
    .await?;
    Ok(moved)
}

/// Says that a merge was taken back, unless somebody did already.
pub async fn undo_merge(tx: &mut Tx, merge: &Merge, user_id: &str, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update organization_merges set undone_at = $1, undone_by = $2, revision = revision + 1
         where id = $3 and revision = $4 and undone_at is null",
    )
    .bind(now)
    .bind(user_id)
    .bind(&merge.id)
    .bind(merge.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Ids of the bodies whose history belongs to this one: itself and what was made one with it.
pub async fn list_ids_within(store: &Store, _viewer: &Viewer, id: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select o.id from organizations o where o.id = $1 or o.merged_into = $1 order by o.id",
    )
    .bind(id)
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Ids of the bodies that a text means: an id, a tax code, a name; what was made one with another
/// counts as that other.
pub async fn list_ids_typed(store: &Store, _viewer: &Viewer, text: &str) -> Result<Vec<String>> {
    let code = kernel::tax_code::TaxCode::parse(text).map(|code| code.to_string());
    let rows: Vec<(String,)> = sqlx::query_as(
        "select distinct coalesce(o.merged_into, o.id) from organizations o
         where o.id = $1 or o.tax_code = $2 or o.match_key = $3 limit 3",
    )
    .bind(text)
    .bind(code.unwrap_or_default())
    .bind(match_key(text))
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
