//! Entries: what the forms of a project need besides its money.

use super::super::model::{Entry, NewEntry, Source};
use super::{paper, scope, seen};
use crate::store::{Result, Store, StoreError, Tx};
use crate::users::Viewer;

/// The columns of an entry `e` with its paper `d`, beneficiary `x` and that one's body `b`.
macro_rules! entries {
    ($which:literal) => {
        concat!(
            "select e.id, e.revision, e.project_id, e.participant_id, coalesce(b.name, '') as beneficiary, e.kind, e.on_day, e.source,
                    e.amount_vnd, e.said, e.document_id, ",
            paper!(),
            " as document, e.location, e.superseded_at, e.superseded_reason
             from promotion_entries e join promotion_projects p on p.id = e.project_id join documents d on d.id = e.document_id
             left join promotion_participants x on x.id = e.participant_id left join organizations b on b.id = x.organization_id
             where ",
            $which,
            " = $3 and ",
            seen!()
        )
    };
}

/// The entries of a project, what counts and what does not: by kind, rows of an estimate and of a
/// programme by their number, all others by their day.
pub async fn list_entries(store: &Store, viewer: &Viewer, project_id: &str) -> Result<Vec<Entry>> {
    let mut entries: Vec<Entry> = sqlx::query_as(entries!("e.project_id"))
        .bind(&viewer.user_id)
        .bind(scope(viewer))
        .bind(project_id)
        .fetch_all(store.read())
        .await?;
    entries.sort_by(|a, b| {
        (a.kind, a.ordinal(), a.on_day, &a.id).cmp(&(b.kind, b.ordinal(), b.on_day, &b.id))
    });
    Ok(entries)
}

/// One entry by its id, if the viewer may see its project.
pub async fn find_entry(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Entry>> {
    let entry = sqlx::query_as(entries!("e.id"))
        .bind(&viewer.user_id)
        .bind(scope(viewer))
        .bind(id)
        .fetch_optional(store.read())
        .await?;
    Ok(entry)
}

/// Adds an entry under an id of the caller's; `said` is what it says, as JSON.
pub async fn insert_entry(
    tx: &mut Tx,
    (id, project_id): (&str, &str),
    (new, said): (&NewEntry, &str),
    document_id: &str,
    now: &str,
) -> Result<()> {
    sqlx::query(
        "insert into promotion_entries (id, project_id, participant_id, kind, on_day, source, amount_vnd, said, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id)
    .bind(project_id)
    .bind(&new.participant_id)
    .bind(new.kind)
    .bind(new.on_day)
    .bind(new.source.map_or("", Source::word))
    .bind(new.amount_vnd)
    .bind(said)
    .bind(document_id)
    .bind(&new.location)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Lets another entry stand instead of one, or none; unless someone did so since it was read.
pub async fn supersede_entry(
    tx: &mut Tx,
    seen: &Entry,
    by: Option<&str>,
    reason: &str,
    now: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update promotion_entries set superseded_at = $1, superseded_by = $2, superseded_reason = $3, revision = revision + 1
         where id = $4 and revision = $5 and superseded_at = ''",
    )
    .bind(now)
    .bind(by.map(str::to_owned))
    .bind(reason)
    .bind(&seen.id)
    .bind(seen.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Whether a row of the estimate is one of the project and counts.
pub async fn has_cost(tx: &mut Tx, project_id: &str, id: &str) -> Result<bool> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from promotion_entries where id = $1 and project_id = $2 and kind = 'cost' and superseded_at = ''",
    )
    .bind(id)
    .bind(project_id)
    .fetch_one(&mut **tx)
    .await?;
    Ok(count > 0)
}

/// Whether a project has a voucher of this number, day, paper and row already.
pub async fn has_voucher(
    tx: &mut Tx,
    project_id: &str,
    new: &NewEntry,
    (said, document_id): (&str, &str),
) -> Result<bool> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from promotion_entries where project_id = $1 and kind = 'voucher' and superseded_at = ''
           and document_id = $2 and on_day = $3 and amount_vnd = $4 and source = $5 and said = $6",
    )
    .bind(project_id)
    .bind(document_id)
    .bind(new.on_day)
    .bind(new.amount_vnd)
    .bind(new.source.map_or("", Source::word))
    .bind(said)
    .fetch_one(&mut **tx)
    .await?;
    Ok(count > 0)
}
