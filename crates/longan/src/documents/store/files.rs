//! Versions of a paper's file.

use super::super::model::{FileVersion, KeptFile};
use crate::store::{Result, Store, StoreError, Tx, new_id};

/// The versions of a paper's file, newest first. Whoever asks has found the whole paper.
pub async fn list_files(store: &Store, document_id: &str) -> Result<Vec<FileVersion>> {
    let files = sqlx::query_as(
        "select f.version, f.file_sha256, f.file_name, f.file_bytes, f.kind, f.pages, coalesce(u.full_name, '') as added_by, f.added_at, f.note
         from document_files f left join users u on u.id = f.added_by
         where f.document_id = $1 order by f.version desc",
    )
    .bind(document_id)
    .fetch_all(store.read())
    .await?;
    Ok(files)
}

/// One version of a paper's file; 0 asks for the newest. Whoever asks has found the whole paper.
pub async fn find_file(
    store: &Store,
    document_id: &str,
    version: i64,
) -> Result<Option<FileVersion>> {
    let file = sqlx::query_as(
        "select f.version, f.file_sha256, f.file_name, f.file_bytes, f.kind, f.pages, coalesce(u.full_name, '') as added_by, f.added_at, f.note
         from document_files f left join users u on u.id = f.added_by
         where f.document_id = $1 and ($2 = 0 or f.version = $2) order by f.version desc limit 1",
    )
    .bind(document_id)
    .bind(version)
    .fetch_optional(store.read())
    .await?;
    Ok(file)
}

/// Adds the next version of a paper's file.
pub async fn insert_file(
    tx: &mut Tx,
    document_id: &str,
    file: &KeptFile,
    added_by: &str,
    now: &str,
    note: &str,
) -> Result<()> {
    sqlx::query(
        "insert into document_files (id, document_id, version, file_sha256, file_name, file_bytes, kind, pages, added_by, added_at, note)
         values ($1, $2, (select coalesce(max(version), 0) + 1 from document_files where document_id = $2), $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(new_id())
    .bind(document_id)
    .bind(&file.sha256)
    .bind(&file.name)
    .bind(file.bytes)
    .bind(file.kind.word())
    .bind(file.pages)
    .bind(added_by)
    .bind(now)
    .bind(note)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Makes a file the one the paper shows.
pub async fn set_file(tx: &mut Tx, id: &str, revision: i64, file: &KeptFile) -> Result<()> {
    let done = sqlx::query(
        "update documents set revision = revision + 1, file_sha256 = $1, file_name = $2, file_bytes = $3
         where id = $4 and revision = $5",
    )
    .bind(&file.sha256)
    .bind(&file.name)
    .bind(file.bytes)
    .bind(id)
    .bind(revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::Stale) } else { Ok(()) }
}
