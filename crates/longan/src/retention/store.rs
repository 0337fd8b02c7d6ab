//! All SQL of the cleaning up: one statement a kind.

use super::model::Kept;
use crate::store::{Result, Tx};

/// Removes what is older than `before` (a moment, UTC) and returns how many rows that were.
pub async fn remove(tx: &mut Tx, kept: Kept, before: &str) -> Result<u64> {
    let sql = match kept {
        Kept::LogInAttempts => "delete from log_in_attempts where at < $1",
        Kept::Sessions => "delete from sessions where expires_at < $1",
        Kept::UserRefusals => "delete from user_refusals where at < $1",
        Kept::ImportPayloads => {
            "update import_rows set payload = '\"nothing\"'
             where payload <> '\"nothing\"'
               and import_id in (select id from imports
                                 where status in ('taken', 'refused', 'withdrawn') and coalesce(finished_at, created_at) < $1)"
        }
        Kept::Letters => "delete from letters where state = 'sent' and sent_at < $1",
        Kept::Notices => "delete from notices where read_at < $1",
        Kept::BackupRuns => "delete from backups where started_at < $1",
    };
    let done = sqlx::query(sql).bind(before).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}
